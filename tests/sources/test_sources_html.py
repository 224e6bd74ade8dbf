"""Saved web pages: the article alone is read."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from format_helpers import all_of, article, reason

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
