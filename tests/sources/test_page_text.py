"""The text of a page: what of it an item gets, when it is asked for again, and what is no page of the item."""

from typing import Any

import pytest
from helpers import NOW, article

from schemas import Article
from worker.errors import SourceError
from worker.feeds import Feed
from worker.http import Failure, Response
from worker.sources.page import FULL_FROM, LARGEST_PAGE, TRIES, try_again_s, wants_page, with_page

URL = "https://wire.example/bridge"
TITLE = "Harbour bridge reopened"
TEASER = "The bridge across the harbour is open again, the mayor said."
ITEM = article("i1", f"{TITLE}\n\n{TEASER}", title=TITLE, url=URL)
BODY = (
    "The bridge across the harbour of Westmouth is open again, Mayor Ann Holt said on Monday.",
    "Two ferries had collided with its middle pillar in March, and eleven people were injured.",
    "The repair cost 4 million euros, of which the region paid half.",
)


def page(*paragraphs: str, around: str = "", head: str = "") -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>Wire</title>{head}</head><body><nav><a href='/'>Home</a> "
        f"<a href='/sport'>Sport</a></nav>{around}<article><h1>{TITLE}</h1>{text}</article>"
        "<footer>Imprint, terms of use, all rights reserved</footer></body></html>"
    ).encode()


def answer(body: bytes, status: int = 200, **headers: str) -> Response:
    headers = {"content_type": "text/html; charset=utf-8"} | headers
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, URL, None, body)


def read(body: bytes, item: Article = ITEM, **fields: Any) -> Article:
    return with_page(item, answer(body, **fields))


def test_title_and_page_without_what_stands_around_it() -> None:
    assert read(page(*BODY)).text.split("\n\n") == [TITLE, *BODY]


def test_a_teaser_that_the_page_does_not_repeat_stays_the_lead() -> None:
    teaser = "Holt promises: no more collisions at the harbour bridge, ferries get pilots instead."
    item = ITEM.model_copy(update={"text": f"{TITLE}\n\n{teaser}"})
    assert read(page(*BODY), item).text.split("\n\n") == [TITLE, teaser, *BODY]


def test_identity_and_what_the_feed_said_stay() -> None:
    head = "<meta property='article:published_time' content='2020-01-01T00:00:00Z'>"
    item = ITEM.model_copy(update={"published": NOW, "outlet": "The Wire", "language": "en"})
    found = read(page(*BODY, head=head), item)
    assert found.model_copy(update={"text": item.text}) == item


def test_the_page_says_what_the_feed_did_not() -> None:
    head = "<meta property='article:published_time' content='2026-11-25T10:00:00Z'><meta property='og:site_name' "
    found = read(page(*BODY, head=f"{head} content='Harbour Wire'>"))
    assert (found.published, found.language, found.outlet) == (NOW.replace(hour=10), "en", "Harbour Wire")


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("https://www.wire.example/harbour/bridge?utm_source=rss", "https://www.wire.example/harbour/bridge"),
        ("/harbour/bridge", "https://wire.example/harbour/bridge"),
        ("https://wire.example/", URL),  # the front page, as some say on every page
        ("https://other.example/bridge", URL),
        ("javascript:alert(1)", URL),
        ("", URL),
    ],
)
def test_a_page_may_name_its_address_within_its_site(said: str, url: str) -> None:
    assert read(page(*BODY, head=f"<link rel='canonical' href='{said}'>")).url == url


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (page("Please accept our cookies. We and our 412 partners store information on your device to show ads."),
         "about something else"),
        (page("Read on with a subscription."), "no longer than the teaser"),
        (page(), "no longer than the teaser"),
        (b"", "no longer|no text"),
        (b"\xff\xfe\x00\x01\x02", "encoding|not text"),
        (b"<p>" + b"x" * LARGEST_PAGE, "too large"),
        (b"<div>" * 100_000, "no longer|broken"),
    ],
)  # fmt: skip
def test_a_page_that_does_not_tell_what_the_item_tells_is_none(body: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(body)


def test_what_is_no_page_is_not_read() -> None:
    with pytest.raises(SourceError, match="no page: application/pdf"):
        read(page(*BODY), content_type="application/pdf")
    with pytest.raises(SourceError, match="answers 404"):
        read(page(*BODY), status=404)
    with pytest.raises(SourceError, match="timeout: too slow"):
        with_page(ITEM, Failure("timeout", "too slow"))


def test_a_page_is_fetched_where_the_feed_is_set_so_and_gives_a_teaser() -> None:
    def wants(full_text: str, text: str = TEASER, announce: bool = True) -> bool:
        return wants_page(Feed(url=URL, full_text=full_text), article("i", text, url=URL, announce=announce))

    long = "x" * FULL_FROM
    assert [wants(setting) for setting in ("off", "auto", "always")] == [False, True, True]
    assert [wants(setting, long) for setting in ("off", "auto", "always")] == [False, False, True]
    assert [wants(setting, announce=False) for setting in ("off", "auto", "always")] == [False] * 3


@pytest.mark.parametrize(
    ("found", "tries", "seconds"),
    [
        (Failure("timeout", ""), 1, 60),
        (Failure("connection", ""), 2, 240),
        (Failure("timeout", ""), TRIES, None),
        (Failure("refused_address", ""), 1, None),
        (answer(b"", 503), 1, 60),
        (answer(b"", 429, retry_after="90"), 1, 90),
        (answer(b"", 429, retry_after="86400"), 1, 600),
        (answer(b"", 404), 1, None),
        (answer(b"", 200), 1, None),
    ],
)
def test_what_may_pass_is_tried_again(found: Response | Failure, tries: int, seconds: float | None) -> None:
    assert try_again_s(found, tries, NOW) == seconds
