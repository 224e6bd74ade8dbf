"""JSON and JSON Lines: keys are kept, what is broken is refused with its place."""

import json
from datetime import UTC, datetime

import pytest
from format_helpers import FETCHED, TEXT, all_of, article, reason
from structlog.testing import capture_logs

from schemas import Article
from worker.sources.formats import LONGEST_LINE, Refusal


def test_own_id_is_kept() -> None:
    assert article('{"text": "They met.", "id": "dpa-7"}', "a.json").id == "dpa-7"
    assert article('{"text": "They met.", "id": 7}', "a.json").id == "7"
    assert len(article('{"text": "They met.", "id": null}', "a.json").id) == 32


def test_article_without_an_id_is_known_by_its_page() -> None:
    ids = [
        article(json.dumps({"url": url, "text": text}), "a.json").id
        for url, text in (
            ("https://www.x.example/a?utm_source=feed", "one"),
            ("http://x.example/a/", "two"),
            ("https://x.example/b", "one"),
            ("https://x.example/", "one"),
            ("https://x.example/", "two"),
        )
    ]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 4, "the front page of a site is no article"


def test_json_article_keeps_its_keys() -> None:
    record = {
        "id": "x", "text": TEXT, "title": "Lage", "url": "https://example.org/1", "language": "de-DE", "outlet": "Bote",
        "published": "2025-07-21T16:00:00+02:00", "story": "unknown", "fetched": "never", "source": "elsewhere",
    }  # fmt: skip
    found = article(json.dumps(record), "a.json", language="en", published=FETCHED)
    assert found == Article(
        id="x", text=TEXT, title="Lage", url="https://example.org/1", language="de", outlet="Bote",
        published=datetime.fromisoformat("2025-07-21T16:00:00+02:00"), fetched=FETCHED, source="wire",
        version=found.version,
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
