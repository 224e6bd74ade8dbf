"""Polling from end to end: a real server, a real store, every item on the ledger exactly once."""

import ipaddress
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from helpers import Sent
from misbehaving import RETRY_S, TABLE, Newsroom, Server, answer, redirect, stalled

from schemas import Article
from worker import keys, pipeline
from worker.errors import StoreError
from worker.feeds import Feed, FeedState
from worker.http import Client, Limits
from worker.pipeline import Poller
from worker.store import Store

LIMITS = Limits(connect_s=1.0, read_s=0.4, total_s=1.5, received=300_000)
POLLER = Poller(Client([ipaddress.ip_network("127.0.0.0/8")], limits=LIMITS), spacing_s=0.0, chance=lambda: 0.0)
HOUR_S = 3_600


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def server(newsroom: Newsroom) -> Iterator[Server]:
    with Server({"feed": newsroom}) as running:
        yield running


@pytest.fixture
def poll(store: Store, server: Server) -> Callable[[], tuple[str, ...]]:
    """Poll the one feed now; return the titles of the items that went on the ledger, oldest first."""
    store.feeds.configure([Feed(url=f"{server.url}/feed", name="wire", outlet="The Wire", language="en")])

    def once() -> tuple[str, ...]:
        due_now(store)
        sent = Sent()
        assert pipeline.poll(POLLER, store, sent, lambda: None)
        articles = [store.article(article_id) for article_id in [*sent, *sent.quiet]]
        return tuple(f"{article.title}{'' if article.announce else ' (quiet)'}" for article in articles if article)

    return once


def due_now(store: Store) -> None:
    """As after the interval, or the lease of a worker that died."""
    store.client.zadd(keys.FEED_DUE.name, {name: time.time() - 1 for name in store.feeds.states()})
    store.client.delete(keys.HOSTS.name)


def state(store: Store) -> FeedState:
    return store.feeds.states()["wire"]


def test_first_contact_is_a_baseline_and_then_every_new_item_is_read_once(
    poll: Callable[[], tuple[str, ...]], newsroom: Newsroom, store: Store
) -> None:
    newsroom.add("ancient", age_s=400 * 24 * HOUR_S)
    newsroom.add("undated", dated=False)
    newsroom.add("yesterday", age_s=30 * HOUR_S)
    newsroom.add("young", age_s=HOUR_S)
    assert poll() == ("young", "yesterday (quiet)", "undated (quiet)", "ancient (quiet)")
    assert poll() == ()
    newsroom.add("new")
    newsroom.add("undated too", dated=False)
    assert set(poll()) == {"new", "undated too"}
    assert poll() == ()
    counts = state(store).counts
    assert (counts.polls, counts.unchanged, counts.taken) == (4, 2, 6)
    assert (counts.before_first_contact, counts.undated_at_first_contact, counts.known) == (2, 1, 4)
    assert newsroom.unchanged == 2


def test_an_edited_item_is_read_once_more_and_a_touched_one_is_not(
    poll: Callable[[], tuple[str, ...]], newsroom: Newsroom, store: Store
) -> None:
    newsroom.add("bridge", "market")
    poll()
    edited = newsroom.items[0].replace("About bridge.", "About the bridge, which is closed.")
    newsroom.items[0] = edited
    newsroom.items[1] = newsroom.items[1].replace("About", "  ABOUT ")
    newsroom.add("new")
    assert set(poll()) == {"new", "bridge"}
    newsroom.add("newer")
    assert poll() == ("newer",)
    newsroom.items[0] = edited.replace("the bridge, which is closed", "bridge")  # as caches show it for a while
    newsroom.add("newest")
    assert poll() == ("newest",)
    assert store.status().taken == 6


def test_an_article_has_what_the_configuration_says(
    poll: Callable[[], tuple[str, ...]], newsroom: Newsroom, store: Store
) -> None:
    newsroom.add("young")
    poll()
    (article_id,) = store.client.zrange(keys.PENDING.name, 0, -1)
    article = store.article(article_id)
    assert article is not None
    assert (article.source, article.outlet, article.language) == ("wire", "The Wire", "en")


def test_validators_are_saved_only_when_every_item_is_on_the_ledger(
    poll: Callable[[], tuple[str, ...]], newsroom: Newsroom, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.add("first")
    poll()
    newsroom.add("one", "two", "three")
    enter, entered = store.enter, []

    def breaks(article: Article, page: None) -> bool:
        if len(entered) == 1:
            raise StoreError("Redis has gone")
        entered.append(article.id)
        return enter(article, page)

    with monkeypatch.context() as broken:
        broken.setattr(store, "enter", breaks)
        with pytest.raises(StoreError):
            poll()
    assert state(store).etag == '"1"'
    assert len(set(poll()) & {"one", "two", "three"}) == 2
    assert store.status().taken == 4
    assert state(store).counts.taken == 3  # the fourth was taken by the poll that broke
    assert poll() == ()
    assert state(store).etag == '"4"'


def test_a_feed_that_fails_and_recovers_is_told_of(
    poll: Callable[[], tuple[str, ...]], newsroom: Newsroom, server: Server, store: Store
) -> None:
    newsroom.add("first")
    poll()
    server.table["feed"] = answer("503 Busy", b"", f"Retry-After: {RETRY_S}")
    for _ in range(3):
        poll()
    failing = store.status().feeds["wire"]
    assert (failing.health, failing.reason) == ("failing", "the server answers 503")
    due = store.client.zscore(keys.FEED_DUE.name, "wire")
    assert due is not None
    assert due - time.time() > RETRY_S - 60
    assert store.client.zscore(keys.HOSTS.name, "127.0.0.1") == pytest.approx(time.time() + RETRY_S, abs=30)
    server.table["feed"] = newsroom
    newsroom.add("second")
    assert poll() == ("second",)
    assert state(store).health == "healthy"


def test_a_permanent_redirect_is_followed_at_once_and_adopted_after_three_polls(
    poll: Callable[[], tuple[str, ...]], newsroom: Newsroom, server: Server, store: Store
) -> None:
    newsroom.add("first")
    server.table = {"feed": redirect("/new", "301 Moved Permanently"), "new": newsroom}
    assert poll() == ("first",)
    poll()
    assert state(store).url.endswith("/feed")
    poll()
    assert state(store).url.endswith("/new")
    server.requests.clear()
    newsroom.add("second")
    assert poll() == ("second",)
    assert [path for path, _ in server.requests] == ["/new"]


def test_a_feed_that_is_gone_is_never_asked_again(
    poll: Callable[[], tuple[str, ...]], server: Server, store: Store
) -> None:
    server.table["feed"] = answer("410 Gone")
    poll()
    assert store.client.zcard(keys.FEED_DUE.name) == 0
    assert not pipeline.poll(POLLER, store, Sent(), lambda: None)


def test_others_are_asked_for_before_a_slow_server_is(store: Store) -> None:
    with Server({"slow": stalled(b"")}) as server:
        store.feeds.configure([Feed(url=f"{server.url}/slow")])
        asked: list[int] = []
        pipeline.poll(POLLER, store, Sent(), lambda: asked.append(len(server.requests)))
        assert asked == [0]
        assert not pipeline.poll(POLLER, store, Sent(), lambda: asked.append(1))
        assert asked == [0]


def test_every_misbehaving_feed_ends_in_its_outcome_and_delays_no_healthy_one(store: Store) -> None:
    """All of the table at once, each on a host of its own, polled by as many threads as a worker has."""
    with Server({name: behaviour for name, (behaviour, _) in TABLE.items()}) as server:
        feeds = [
            Feed(url=f"http://127.0.{number // 250 + 1}.{number % 250 + 1}:{server.port}/{name}", name=name)
            for number, name in enumerate(TABLE)
        ]
        store.feeds.configure(feeds)
        began = time.monotonic()

        def work() -> None:
            while pipeline.poll(POLLER, store, Sent(), lambda: None):
                pass

        threads = [threading.Thread(target=work) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert time.monotonic() - began < 20
    states = store.feeds.states()
    outcomes = {name: states[name].outcome for name in TABLE}
    assert outcomes == {name: outcome for name, (_, outcome) in TABLE.items()}
    assert {found.counts.polls for found in states.values()} == {1}
