"""Files of every format become articles; what is no article becomes a refusal that says why."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from schemas import Article
from worker.sources import FORMATS, Refusal, read
from worker.sources.formats import LARGEST_FILE, LONGEST_LINE

FETCHED = datetime(2025, 7, 21, 16, tzinfo=UTC)
TEXT = "Kyjiw meldet Angriffe.\nDie Übung in Charkiw war größer."


def all_of(content: Path | bytes | str, name: str, **given: object) -> list[Article | Refusal]:
    content = content.encode() if isinstance(content, str) else content
    return list(read(content, name=name, source="wire", fetched=FETCHED, **given))  # type: ignore[arg-type]


def article(content: Path | bytes | str, name: str, **given: object) -> Article:
    [found] = all_of(content, name, **given)
    assert isinstance(found, Article), found
    return found


def reason(content: Path | bytes | str, name: str) -> str:
    [found] = all_of(content, name)
    assert isinstance(found, Refusal), found
    assert "\n" not in found.reason
    return found.reason


# Plain text


def test_text_file_is_one_article_of_its_source() -> None:
    found = article(TEXT, "a.txt")
    assert (found.text, found.title, found.source, found.fetched) == (TEXT, "", "wire", FETCHED)
    assert (found.language, found.published, found.url, found.outlet) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Talks in Geneva\n\nThey met.", "Talks in Geneva"),
        ("They met in Geneva.\n\nThey left.", ""),
        ('"They met in Geneva."\n\nThey left.', ""),
        ("Talks in Geneva\nThey met.", ""),
        ("Talks in Geneva", ""),
        ("T" * 200 + "\n\nThey met.", ""),
        ("Will they meet?\n\nThey met.", ""),
    ],
)
def test_first_line_is_a_title_only_where_it_looks_like_one(text: str, title: str) -> None:
    found = article(text, "a.txt")
    assert (found.title, found.text) == (title, text)


@pytest.mark.parametrize("name", ["a.TXT", "a.Md", "a.HTM", "a.JSON", "a.JSONL"])
def test_suffix_is_known_in_capitals_too(name: str) -> None:
    assert article(json.dumps({"text": "They met."}), name).text


def test_what_the_file_does_not_tell_is_filled_in() -> None:
    when = datetime(2025, 7, 20, tzinfo=UTC)
    assert article(TEXT, "a.txt", language="de", published=when).published == when
    assert article(TEXT, "a.txt", language="de", published=when).language == "de"


# Encodings and characters


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_same_text_in_every_encoding_is_the_same_article(encoding: str) -> None:
    text = TEXT + " „Nein“, sagte er – für 5 € mehr."
    assert article(text.encode(encoding), "a.txt") == article(text, "a.txt")


def test_utf_16_big_endian_with_its_mark_is_read() -> None:
    assert article(b"\xfe\xff" + TEXT.encode("utf-16-be"), "a.txt").text == TEXT


def test_utf_16_without_a_mark_is_refused() -> None:
    assert "zero bytes" in reason(TEXT.encode("utf-16-le"), "a.txt")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Переговоры в Стамбуле завершились без результата", "cp1251"),
        ("Переговоры в Стамбуле завершились без результата", "koi8-r"),
        ("Premier powiedział, że będą dalsze rozmowy pokojowe", "iso8859-2"),
    ],
)
def test_other_encodings_are_refused_rather_than_guessed(text: str, encoding: str) -> None:
    assert reason(text.encode(encoding), "a.txt").startswith("wrong encoding")


def test_mark_of_an_encoding_that_the_rest_does_not_have_is_refused() -> None:
    assert "utf-16-le" in reason(b"\xff\xfea", "a.txt")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04\x14\0", bytes(range(1, 32)) * 4])
def test_binary_data_is_refused(data: bytes) -> None:
    assert reason(data, "a.txt").startswith("not text")


def test_text_is_cleaned() -> None:
    dirty = "\ufeff\n Ein\u00adsatz \t\r\nU\u0308bung\x07\r\rzer\u200bo\u2028end\n\n "
    assert article(dirty.encode("utf-8"), "a.txt").text == "Einsatz\nÜbung\n\nzero\nend"


def test_surrogates_in_json_do_not_reach_the_article() -> None:
    assert article('{"text": "a\\ud800b"}', "a.json").text == "ab"


def test_endless_combining_marks_take_no_time() -> None:
    began = time.monotonic()
    assert len(article("a" + "\u0315\u0300" * 200_000, "a.txt").text) < 40
    assert time.monotonic() - began < 5


# Identity


def test_same_content_in_two_files_is_one_article() -> None:
    assert article("Talks\r\n\r\nThey met. ", "a.txt").id == article(b"\xef\xbb\xbfTalks\n\nThey met.", "b.txt").id
    assert article("They met.", "a.txt").id != article("They left.", "a.txt").id


def test_own_id_is_kept() -> None:
    assert article('{"text": "They met.", "id": "dpa-7"}', "a.json").id == "dpa-7"
    assert article('{"text": "They met.", "id": 7}', "a.json").id == "7"
    assert len(article('{"text": "They met.", "id": null}', "a.json").id) == 32


# JSON


def test_json_article_keeps_its_keys() -> None:
    record = {
        "id": "x", "text": TEXT, "title": "Lage", "url": "https://example.org/1", "language": "de-DE", "outlet": "Bote",
        "published": "2025-07-21T16:00:00+02:00", "story": "unknown", "fetched": "never", "source": "elsewhere",
    }  # fmt: skip
    found = article(json.dumps(record), "a.json", language="en", published=FETCHED)
    assert found == Article(
        id="x", text=TEXT, title="Lage", url="https://example.org/1", language="de", outlet="Bote",
        published=datetime.fromisoformat("2025-07-21T16:00:00+02:00"), fetched=FETCHED, source="wire",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{}", "the key 'text' is missing"),
        ('{"text": null}', "the key 'text' is missing"),
        ('{"text": 3}', "the key 'text' is not a string"),
        ('{"text": "a", "title": []}', "the key 'title' is not a string"),
        ('{"text": "a", "id": true}', "the key 'id' is not a string"),
        ('{"text": " "}', "empty"),
        ('[{"text": "a"}]', ".jsonl"),
        ('"a"', "not an object"),
        ('{"text":\n "a",}', "line 2, column 6"),
        ("[" * 200_000, "nested too deeply"),
        ('{"text": ' + "9" * 5_000 + "}", "broken JSON"),
        ('{"text": "a", "title": "' + "t" * 2_001 + '"}', "'title' is too long"),
        ('{"text": "' + "a" * 500_001 + '"}', "too long"),
        ("", "empty"),
        (" \n", "broken JSON"),
    ],
)
def test_broken_json_is_refused_with_its_place_or_key(content: str, expected: str) -> None:
    assert expected in reason(content, "a.json")


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2025-07-21T16:00:00+02:00", datetime(2025, 7, 21, 14, tzinfo=UTC)),
        ("2025-07-21T16:00:00Z", datetime(2025, 7, 21, 16, tzinfo=UTC)),
        ("2025-07-21 16:00", datetime(2025, 7, 21, 16, tzinfo=UTC)),
        ("2025-07-21", datetime(2025, 7, 21, tzinfo=UTC)),
        ("Mon, 21 Jul 2025 16:00:00 +0200", datetime(2025, 7, 21, 14, tzinfo=UTC)),
    ],
)
def test_publication_is_a_moment_and_without_offset_utc(published: str, expected: datetime) -> None:
    found = article(json.dumps({"text": "a", "published": published}), "a.json")
    assert found.published == expected
    assert found.published.utcoffset() is not None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("published", "yesterday"),
        ("published", "0001-01-01T00:00:00+00:00"),
        ("published", "9999-12-31"),
        ("language", "german"),
        ("url", "javascript:alert(1)"),
    ],
)
def test_senseless_field_is_left_out_with_a_warning_and_the_article_kept(key: str, value: str) -> None:
    with capture_logs() as logs:
        found = article(json.dumps({"text": "a", key: value}), "a.json")
    assert getattr(found, key) is None
    assert [(entry["event"], entry["key"]) for entry in logs] == [("article_field_dropped", key)]


# JSON Lines


def test_bad_line_is_refused_by_its_number_and_the_others_are_read() -> None:
    found = all_of('{"text": "one"}\n\n{"text": \n{"title": "x"}\n\xff\n{"text": "two"}'.encode("latin-1"), "a.jsonl")
    assert [one.text for one in found if isinstance(one, Article)] == ["one", "two"]
    refused = [one.reason for one in found if isinstance(one, Refusal)]
    assert [text.split(":")[0] for text in refused] == ["line 3", "line 4", "line 5"]
    assert "(column 9)" in refused[0]
    assert "not UTF-8" in refused[2]


def test_line_that_is_too_long_is_refused_without_its_neighbours() -> None:
    long = b'{"text": "' + b"a" * (3 * LONGEST_LINE) + b'"}'
    found = all_of(b'{"text": "one"}\n' + long + b'\n{"text": "two"}\n' + long, "a.jsonl")
    assert [one.reason[:16] if isinstance(one, Refusal) else one.text for one in found] == [
        "one", "line 2: too long", "two", "line 4: too long",
    ]  # fmt: skip


def test_line_may_be_as_long_as_the_limit() -> None:
    line = b'{"text": "one"}'
    assert len(all_of(line + b" " * (LONGEST_LINE - len(line)) + b"\n" + line, "a.jsonl")) == 2


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_lines_without_an_article_are_empty(content: str) -> None:
    assert reason(content, "a.jsonl").startswith("empty")


# Markdown


def test_front_matter_of_markdown_tells_who_and_when() -> None:
    found = article(
        '---\ntitle: "Talks: day two"\ndate: 2025-07-21T10:00:00+02:00\nlang: en\noutlet: Courier\n'
        "url: https://example.org/2\ntags: [a, b]\n---\nThey met.\n",
        "a.md",
    )
    assert (found.title, found.text) == ("Talks: day two", "Talks: day two\n\nThey met.")
    assert (found.language, found.outlet, found.url) == ("en", "Courier", "https://example.org/2")
    assert found.published == datetime(2025, 7, 21, 8, tzinfo=UTC)


def test_toml_front_matter_is_read_too() -> None:
    found = article("+++\ntitle = 'Talks'\npublished = 2025-07-21\n+++\nThey met.", "a.md")
    assert (found.title, found.published) == ("Talks", datetime(2025, 7, 21, tzinfo=UTC))


def test_marks_of_markdown_are_stripped() -> None:
    source = """\
# Night *of* attacks #

They met **in
Geneva**, said [the _minister_](https://example.org "x"), see <https://example.org/a>.
![map](map.png)

Next steps
----------
> It is `late`
> here.[^1]

- first \\*item\\*
- second item with snake_case_name
  that goes on
* * *
21. Juli: sie trafen sich.

| who | what |
|-----|------|
| USA | aid  |

```
code stays
```
[ref]: https://example.org
<b>Bold</b> 2 * 3 * 4 <!-- hidden -->
"""
    found = article(source, "a.md")
    assert found.title == "Night of attacks"
    assert found.text.split("\n\n") == [
        "Night of attacks",
        "They met in Geneva, said the minister, see https://example.org/a.",
        "Next steps",
        "It is late here.",
        "first *item*",
        "second item with snake_case_name that goes on",
        "21. Juli: sie trafen sich.",
        "who what",
        "USA aid",
        "code stays",
        "Bold 2 * 3 * 4",
    ]


def test_heading_under_which_a_line_is_drawn_is_the_title() -> None:
    assert article("Talks\n=====\nThey met.", "a.md").title == "Talks"


@pytest.mark.parametrize(
    "piece",
    ["*a ", "[", "![", "<!--", "<a", "# ", "- ", "_", "`", "|-", "---\n", "> ", "**a", "1. ", "\\", "[a](", "[^"],
)
def test_hostile_markdown_takes_no_time(piece: str) -> None:
    began = time.monotonic()
    assert len(all_of(piece * (300_000 // len(piece)) + " x", "a.md")) == 1
    assert time.monotonic() - began < 10


# HTML

PAGE = """<!DOCTYPE html><html lang="de-DE"><head><title>Angriff auf Odessa | Bote</title>
<meta property="og:title" content="Angriff auf &quot;Odessa&quot;"><meta property="og:site_name" content="Bote">
<meta property="article:published_time" content="2025-07-21T06:30:00+02:00">
<link rel="canonical" href="https://bote.example/odessa"><style>p {}</style></head>
<body><nav><a href="/">Start</a> <a href="/p">Politik</a></nav><article><header><h1>Angriff auf "Odessa"</h1></header>
<p>In der Nacht   gab es
<b>Angriffe</b> auf <a href="/x">Odessa</a>.<script>track()</script></p><aside>Mehr dazu</aside>
<div>Zwei Menschen starben.<br>Der Hafen brannte.<ul><li>Erstens</li><li>Zweitens</li></ul>Danach</div>
<figure><figcaption>Foto: Bote</figcaption></figure><p hidden>Werbung</p><p></p></article>
<footer>Impressum</footer></body></html>"""


def test_web_page_is_its_article_alone() -> None:
    found = article(PAGE, "a.html")
    assert found.text.split("\n\n") == [
        'Angriff auf "Odessa"',
        "In der Nacht gab es Angriffe auf Odessa.",
        "Zwei Menschen starben.",
        "Der Hafen brannte.",
        "Erstens",
        "Zweitens",
        "Danach",
    ]
    assert (found.title, found.language, found.outlet) == ('Angriff auf "Odessa"', "de", "Bote")
    assert found.url == "https://bote.example/odessa"
    assert found.published == datetime(2025, 7, 21, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "told",
    [
        '<meta name="date" content="2025-07-21T04:30:00Z">',
        '<script type="application/ld+json">{"@graph": [{"x": 1}, {"datePublished": "2025-07-21T04:30:00Z"}]}</script>',
        '<script type="application/ld+json">[{"datePublished": "2025-07-21T04:30:00Z"}]</script>',
        '<script type="application/ld+json">{broken</script><time datetime="2025-07-21T04:30:00Z">heute</time>',
        '<meta name="date" content="heute"><time itemprop="datePublished" datetime="2025-07-21T06:30+02:00"></time>',
    ],
)
def test_publication_of_a_page_is_found_wherever_it_tells_it(told: str) -> None:
    found = article(f"<html><head>{told}</head><body><p>They met.</p></body></html>", "a.html")
    assert found.published == datetime(2025, 7, 21, 4, 30, tzinfo=UTC)


def test_page_without_marks_is_its_body() -> None:
    found = article("<title>Talks</title><p>They met.<p>They left.", "a.htm")
    assert (found.title, found.text) == ("Talks", "Talks\n\nThey met.\n\nThey left.")


def test_longest_article_of_a_page_is_the_article() -> None:
    page = f"<article>Teaser</article><article><p>{'They met. ' * 30}</p></article><article>Other</article>"
    assert article(page, "a.html").text == ("They met. " * 30).strip()


def test_page_is_read_in_the_encoding_that_it_declares() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Переговоры в Стамбуле</p></body></html>'
    assert article(page.encode("cp1251"), "a.html").text == "Переговоры в Стамбуле"


@pytest.mark.parametrize("charset", ["hex", "unicode_escape", "no-such", "cp9999"])
def test_page_cannot_declare_what_is_no_encoding(charset: str) -> None:
    page = f'<meta charset="{charset}"><p>Größe</p>'
    assert article(page.encode("cp1252"), "a.html").text == "Größe"


@pytest.mark.parametrize("page", ["<html></html>", "<script>x()</script>", "<!-- -->", " ", "<p> </p>"])
def test_page_without_text_is_empty(page: str) -> None:
    assert reason(page, "a.html").startswith("empty")


@pytest.mark.parametrize(
    "piece", ["<div>", "<article>", "<p>a", "<meta charset=", "<a href='", "&amp;", "<!--", "<table><tr><td>"]
)
def test_hostile_page_takes_no_time(piece: str) -> None:
    began = time.monotonic()
    assert len(all_of("<p>start " + piece * (400_000 // len(piece)), "a.html")) == 1
    assert time.monotonic() - began < 10


def test_page_reads_no_file_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>They met. &x;</p></body></html>'
    assert "secret" not in article(page, "a.html").text


# Files


def test_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": "They met."}))
    assert article(path, "a.json").text == "They met."


@pytest.mark.parametrize("name", [f"a{suffix}" for suffix in FORMATS])
def test_empty_file_is_refused_in_every_format(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert reason(tmp_path / name, name) == "empty: it has no text"


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix != ".jsonl"])
def test_200_megabytes_are_refused_unread(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.touch()
    os.truncate(path, 200_000_000)
    began = time.monotonic()
    assert reason(path, path.name) == "too large: 200 MB, up to 10 MB are read"
    assert time.monotonic() - began < 0.5


def test_large_file_of_lines_is_never_in_memory(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "one"}\n')
    os.truncate(path, 200_000_000)  # one line of zero bytes follows
    with path.open("ab") as file:
        file.write(b'\n{"text": "two"}\n')
    tracemalloc.start()
    found = all_of(path, "a.jsonl")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [type(one).__name__ for one in found] == ["Article", "Refusal", "Article"]
    assert peak < 10 * LONGEST_LINE


def test_bytes_over_the_limit_are_refused() -> None:
    assert reason(b"a" * (LARGEST_FILE + 1), "a.txt").startswith("too large")


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    assert reason(tmp_path / "pipe.txt", "pipe.txt") == "not a file"
    assert reason(tmp_path / "folder.txt", "folder.txt") == "not a file"


def test_vanished_file_is_refused(tmp_path: Path) -> None:
    assert "vanished" in reason(tmp_path / "gone.txt", "gone.txt")


def test_link_to_itself_is_refused_as_a_loop(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")
    assert "loop" in reason(tmp_path / "a.txt", "a.txt")


def test_unknown_suffix_is_refused_with_those_that_are_known() -> None:
    assert ".jsonl" in reason(b"x", "a.pdf")


def test_fault_in_a_reader_costs_that_input_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from worker.sources.formats import Format

    def fail(data: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(FORMATS, ".txt", Format(fail))  # type: ignore[arg-type]
    with capture_logs() as logs:
        assert reason(b"x", "a.txt") == "the reader failed: ZeroDivisionError"
    assert logs[0]["log_level"] == "error"


PIECES = st.sampled_from([
    b"---\n", b"# ", b"{", b'"text":', b'"a"', b"}", b"[", b"\n", b"<p>", b"</p>", b"<meta charset=", b"\xff\xfe", b"*",
    b"\xef\xbb\xbf", b"\\ud800", b"&#0;", b"&#xD800;", b"<html lang=x>", b'<time datetime="1">', b"\r", b"\xc3\xbc",
    b'"published":"1"', b"<script type=application/ld+json>",
])  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=30).map(b"".join)),
    suffix=st.sampled_from(sorted(FORMATS)),
)
def test_no_bytes_make_reading_raise(data: bytes, suffix: str) -> None:
    for found in all_of(data, f"a{suffix}"):
        assert isinstance(found, Article | Refusal)
        if isinstance(found, Refusal):
            assert "the reader failed" not in found.reason
        else:
            found.model_dump_json().encode()  # nothing in it that cannot leave the process


@settings(max_examples=200, deadline=None)
@given(
    value=st.dictionaries(
        st.sampled_from(["id", "text", "title", "url", "language", "published", "outlet"]),
        st.one_of(st.text(), st.integers(), st.none(), st.datetimes().map(str), st.booleans(), st.floats()),
    )
)
def test_no_json_makes_reading_raise(value: dict[str, object]) -> None:
    for found in all_of(json.dumps(value), "a.json"):
        if isinstance(found, Article) and found.published:
            assert found.published.astimezone(UTC) - timedelta(days=1)
        assert "the reader failed" not in getattr(found, "reason", "")
