"""Teasers as plain text, and addresses without tracking."""

import pytest

from worker.sources.feed_text import joined, teaser_of, title_of
from worker.text.links import page, same_page


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Depth &lt; 3 m &amp; rising", "Depth < 3 m & rising"),
        ("One.<br><br>Two.", "One.\n\nTwo."),
        ("<p>One\n  two.</p>", "One two."),
        ("One\n\nTwo\nthree", "One\n\nTwo three"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<style>p {}</style><p>One</p><script>x()</script>", "One"),
        ("<p></p>", ""),
        (None, ""),
        ("AT&T and <b>others", "AT&T and others"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("&nbsp;One&nbsp;two", "One two"),
    ],
)
def test_teaser_is_plain_text(markup: str | None, text: str) -> None:
    assert teaser_of(markup).replace("\u00a0", " ").strip() == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("A <i>B</i>", "A B"),
        ("A<br/>B", "A B"),
        ("A &amp;amp; B", "A & B"),
        ("List<int> explained", "List<int> explained"),
        ("x < y", "x < y"),
        (" \n", None),
        (None, None),
    ],
)
def test_title_is_one_line_of_plain_text(markup: str | None, text: str | None) -> None:
    assert title_of(markup) == text


def test_text_of_an_article_says_everything_once() -> None:
    assert joined("T", "Lead.", "") == "T\n\nLead."
    assert joined("T", "Lead goes …", "Lead goes on.") == "T\n\nLead goes on."
    assert joined("T", "Long lead. More.", "Long lead.") == "T\n\nLong lead. More."
    assert joined("T", "Lead.", "Other.") == "T\n\nLead.\n\nOther."
    assert joined(None, "", "Text.") == "Text."
    assert joined("T", "T", "") == "T"


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://a.example/1?utm_source=x&utm_medium=y", "https://a.example/1"),
        ("https://a.example/1?id=3&fbclid=x&p=2", "https://a.example/1?id=3&p=2"),
        ("https://a.example/1?src=rss", "https://a.example/1"),
        ("https://a.example/1?src=map", "https://a.example/1?src=map"),
        ("https://a.example/1?rss=1", "https://a.example/1"),
        ("https://a.example/?page=1&page=2&wt_mc=rss", "https://a.example/?page=1&page=2"),
        ("https://a.example/1#part-2", "https://a.example/1#part-2"),
        ("https://a.example/1#utm_source=x", "https://a.example/1"),
        ("https://news.google.com/url?q=https://a.example/1&x=1", "https://a.example/1"),
        ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"),
        ("https://a.example/ü b", "https://a.example/%C3%BC%20b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("tag:a.example,2024:1", None),
        ("javascript:alert(1)", None),
        ("/1", None),
        ("http://[x/", None),
        ("https://a.example/" + "a" * 3_000, None),
        ("https://a.example/" + "ü" * 400, None),  # six characters each where it is written in ASCII
        (None, None),
    ],
)
def test_page_is_the_address_without_tracking(address: str | None, clean: str | None) -> None:
    assert page(address) == clean


def test_form_for_comparing_takes_any_address() -> None:
    for address in ("", "x", "http://[x/", "http://a.example:port/", "tag:x", "https://a.example/\u0000?\ud800"):
        assert isinstance(same_page(address), str)
