"""Full text from end to end: a feed of teasers, the pages behind them, and a site that has its rules."""

import ipaddress
from collections.abc import Iterator

import pytest
from helpers import Sent
from misbehaving import Behaviour, Server, answer, stalled

from worker import keys, pipeline
from worker.feeds import Feed
from worker.http import Client, Limits
from worker.pipeline import Poller
from worker.store import Store

LIMITS = Limits(connect_s=1.0, read_s=0.4, total_s=1.5, received=300_000)
POLLER = Poller(Client([ipaddress.ip_network("127.0.0.0/8")], limits=LIMITS), spacing_s=0.0)
HTML = "Content-Type: text/html"
STORY = "".join(
    f"<p>The bridge across the harbour is open again, Mayor Holt said on Monday, and pillar {n} is new.</p>"
    for n in range(9)
)
PAGE = f"<html><body><article><h1>Bridge open</h1>{STORY}</article></body></html>".encode()


def feed(port: int) -> bytes:
    return f"""<rss version="2.0"><channel><title>Wire</title><item><guid>one</guid><title>Bridge open</title>
        <link>http://127.0.0.1:{port}/story</link><description>The bridge across the harbour is open again, Mayor Holt
        said.</description></item></channel></rss>""".encode()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({"story": answer("200 OK", PAGE, HTML)}) as running:
        running.table["feed"] = answer("200 OK", feed(running.port))
        yield running


def polled(store: Store, server: Server, *, full_text: str = "auto") -> Sent:
    """Poll the feed, and ask for pages until none is due."""
    store.feeds.configure([Feed(url=f"{server.url}/feed", name="wire", full_text=full_text, origin="Agency")])
    store.client.hset(keys.FEED_STATE.name, "wire", met(server))
    sent = Sent()
    assert pipeline.poll(POLLER, store, sent, lambda: None)
    while pipeline.page(POLLER, store, sent, lambda: None):
        pass
    return sent


def met(server: Server) -> str:
    return f'{{"url": "{server.url}/feed", "first_contact": "2026-01-01T00:00:00Z"}}'


def text_of(store: Store, sent: Sent) -> str:
    (article_id,) = sent
    article = store.article(article_id)
    assert article is not None
    assert (article.source, article.origin, article.title) == ("wire", "Agency", "Bridge open")
    return article.text


def test_a_teaser_is_read_with_the_text_of_its_page(store: Store, server: Server) -> None:
    text = text_of(store, polled(store, server))
    assert text.startswith("Bridge open\n\nThe bridge across the harbour is open again, Mayor Holt said on Monday")
    assert text.endswith("and pillar 8 is new.")
    assert [path for path, _ in server.requests] == ["/feed", "/robots.txt", "/story"]
    assert store.status().pages == {"read": 1}


def test_no_page_is_asked_for_unless_it_is_wanted(store: Store, server: Server) -> None:
    assert "pillar" not in text_of(store, polled(store, server, full_text="off"))
    assert [path for path, _ in server.requests] == ["/feed"]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ({"robots.txt": answer("200 OK", b"User-agent: *\nDisallow: /story")}, "robots.txt does not allow it"),
        ({"robots.txt": answer("500 Oops")}, "robots.txt does not allow it"),
        ({"story": answer("404 Not Found", PAGE, HTML)}, "answers 404"),
        ({"story": answer("302 Found", b"", "Location: http://169.254.169.254/")}, "refused_address"),
        ({"story": answer("200 OK", PAGE, "Content-Type: video/mp4")}, "no page: video/mp4"),
        ({"story": answer("200 OK", b"<p>We and 412 partners store what you read. " * 9, HTML)}, "something else"),
        ({"story": answer("200 OK", b"x" * 400_000, HTML)}, "too_large"),
    ],
)
def test_without_its_page_the_teaser_is_read_and_status_says_why(
    store: Store, server: Server, table: dict[str, Behaviour], reason: str
) -> None:
    server.table |= table
    assert "pillar" not in text_of(store, polled(store, server))
    (refusal,) = store.status().refusals
    assert (refusal.source, refusal.what) == ("wire", f"http://127.0.0.1:{server.port}/story")
    assert reason in refusal.reason
    assert store.status().pages == {"failed": 1}


def test_a_page_that_does_not_come_is_asked_for_again_and_then_left(store: Store, server: Server) -> None:
    server.table["story"] = stalled(b"HTTP/1.1 200 OK\r\n")
    sent = polled(store, server)
    while not sent:
        store.client.zunionstore(keys.PAGES.name, {keys.PENDING.name: 1})  # as after the wait
        assert pipeline.page(POLLER, store, sent, lambda: None)
    assert "pillar" not in text_of(store, sent)
    assert [path for path, _ in server.requests].count("/story") == 3
