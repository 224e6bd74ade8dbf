"""Feeds in the store: one poll of a feed at a time, one of a host, and nothing kept of a poll that lost its lease."""

import json
import os
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from helpers import NOW, wait_until

from schemas import SystemEvent
from worker import keys
from worker.feeds import Feed, FeedState
from worker.store import Claim, Store

A = Feed(url="https://a.example/1", name="a")
A2 = Feed(url="https://a.example/2", name="a2")
B = Feed(url="https://b.example/1", name="b")


def due_now(store: Store, *feeds: Feed) -> None:
    store.client.zadd(keys.FEED_DUE.name, {feed.name: time.time() - 1 for feed in feeds})
    store.client.delete(keys.HOSTS.name)


def release(store: Store, claim: Claim, **values: Any) -> bool:
    state = values.pop("state", claim.state)
    return store.feeds.release(claim, state, **({"due": NOW, "rest_s": 0.0} | values))


def claimed(store: Store) -> Claim:
    claim = store.feeds.claim()
    assert claim is not None
    return claim


def names(claims: list[Claim | None]) -> list[str | None]:
    return [claim and claim.feed.name for claim in claims]


def test_a_feed_is_due_once_it_is_configured(store: Store) -> None:
    assert store.feeds.claim() is None
    store.feeds.configure([A])
    claim = claimed(store)
    assert (claim.feed, claim.state) == (A, FeedState(url=A.url, interval_s=A.interval))


def test_nobody_else_gets_a_feed_while_it_is_polled(store: Store) -> None:
    store.feeds.configure([A])
    claimed(store)
    assert store.feeds.claim() is None


def test_many_workers_at_once_get_each_feed_once(store: Store) -> None:
    feeds = [Feed(url=f"https://host{number}.example/", name=f"f{number:03}") for number in range(60)]
    store.feeds.configure(feeds)
    got: list[str] = []

    def work() -> None:
        while claim := store.feeds.claim():
            got.append(claim.feed.name)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [feed.name for feed in feeds]


def test_one_request_at_a_time_goes_to_a_host(store: Store) -> None:
    store.feeds.configure([A, A2, B])
    first, second, third = store.feeds.claim(), store.feeds.claim(), store.feeds.claim()
    assert names([first, second, third]) == ["a", "b", None]
    assert first is not None
    release(store, first)
    assert names([store.feeds.claim()]) == ["a"]  # NOW is long past: it is due again, and was first


def test_a_host_is_left_alone_after_a_poll(store: Store) -> None:
    store.feeds.configure([A, A2])
    release(store, claimed(store), rest_s=0.3)
    assert store.feeds.claim() is None
    wait_until(store.feeds.claim, "the host is free again")


def test_the_feed_that_waits_longest_is_polled_first(store: Store) -> None:
    store.feeds.configure([A, B])
    store.client.zadd(keys.FEED_DUE.name, {"b": time.time() - 100})
    assert names([store.feeds.claim(), store.feeds.claim()]) == ["b", "a"]


def test_a_poll_keeps_what_is_known_and_says_when_the_next_one_is(store: Store) -> None:
    store.feeds.configure([A])
    due = datetime.now(UTC) + timedelta(minutes=5)
    state = FeedState(url=A.url, etag='W/"\u00e4"', health="healthy")
    assert release(store, claimed(store), state=state, due=due)
    assert store.feeds.claim() is None
    assert store.client.zscore(keys.FEED_DUE.name, "a") == pytest.approx(due.timestamp(), abs=0.01)
    due_now(store, A)
    assert claimed(store).state == state
    assert store.feeds.states() == {"a": state}


def test_a_feed_that_ended_is_never_due_until_its_address_changes(store: Store) -> None:
    store.feeds.configure([A])
    ended = FeedState(url=A.url, health="ended")
    release(store, claimed(store), due=None, state=ended)
    store.feeds.configure([A])
    assert store.feeds.claim() is None
    assert store.feeds.states() == {"a": ended}
    store.feeds.configure([A.model_copy(update={"url": "https://a.example/new"})])
    assert claimed(store).state.health == "new"


def test_a_worker_that_dies_loses_its_feed_and_its_host_with_the_lease(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.store.feeds.LEASE_S", 0.2)
    store.feeds.configure([A])
    dead = claimed(store)
    second = wait_until(store.feeds.claim, "the lease has ended")
    assert second.feed == dead.feed
    assert not release(store, dead, state=FeedState(url=A.url, etag="late"), seen=["x"])
    assert release(store, second)
    assert store.feeds.states()["a"].etag is None
    assert store.feeds.seen("a", ["x"]) == frozenset()


def test_what_a_worker_held_is_due_at_once_when_it_was_seen_to_die(store: Store) -> None:
    store.feeds.configure([A, B])
    dead = claimed(store)
    store.feeds.abandon(os.getpid() + 1, rest_s=0.0)
    assert names([store.feeds.claim(), store.feeds.claim()]) == ["b", None]  # another has died
    store.feeds.abandon(os.getpid(), rest_s=0.2)
    assert store.feeds.claim() is None  # its hosts were asked just now
    again = wait_until(store.feeds.claim, "a host is free")
    assert again.feed == dead.feed
    assert not release(store, dead)
    assert release(store, again)


def test_a_poll_is_released_once(store: Store) -> None:
    store.feeds.configure([A])
    claim = claimed(store)
    assert release(store, claim)
    assert not release(store, claim)


def test_feeds_are_idle_when_none_is_due_and_none_is_polled(store: Store) -> None:
    assert store.feeds.are_idle([])
    assert not store.feeds.are_idle(["a"])
    store.feeds.configure([A])
    assert not store.feeds.are_idle(["a"])
    claim = claimed(store)
    assert not store.feeds.are_idle(["a"])
    release(store, claim, due=datetime.now(UTC) + timedelta(hours=1))
    assert store.feeds.are_idle(["a"])


def test_articles_seen_are_remembered_per_feed(store: Store) -> None:
    store.feeds.configure([A, B])
    release(store, claimed(store), seen=["x", "y"])
    release(store, claimed(store))
    assert store.feeds.seen("a", ["x", "z", "y"]) == {"x", "y"}
    assert store.feeds.seen("b", ["x"]) == frozenset()
    assert store.feeds.seen("a", []) == frozenset()


def test_what_left_the_feed_is_forgotten_in_time_but_not_what_is_still_in_it(store: Store) -> None:
    store.feeds.configure([A])
    release(store, claimed(store), seen=["gone", "kept"])
    long_ago = time.time() - 2 * keys.REMEMBERED
    store.client.zadd(keys.FEED_SEEN.of("a"), {"gone": long_ago - 1, "kept": long_ago + keys.REMEMBERED})
    due_now(store, A)
    release(store, claimed(store), seen=["kept"])  # the first document for a month: nothing grew old meanwhile
    assert store.feeds.seen("a", ["gone", "kept"]) == {"kept"}


def test_only_the_newest_of_very_many_are_remembered(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "SEEN_KEPT", 3)
    store.feeds.configure([A])
    release(store, claimed(store), seen=["a", "b"])
    due_now(store, A)
    release(store, claimed(store), seen=["c", "d", "e"])
    assert store.feeds.seen("a", list("abcde")) == set("cde")


def test_a_feed_that_is_no_longer_configured_leaves_nothing(store: Store) -> None:
    store.feeds.configure([A, B])
    claim = claimed(store)
    release(store, claim, seen=["x"])
    held = claimed(store)
    store.feeds.configure([])
    assert not release(store, held)
    assert store.feeds.states() == {}
    assert [name for name in store.client.scan_iter() if "feed" in name] == []


def test_configuring_again_changes_nothing_but_what_changed(store: Store) -> None:
    store.feeds.configure([A, B])
    state = FeedState(url=A.url, health="healthy")
    release(store, claimed(store), state=state, due=datetime.now(UTC) + timedelta(hours=1), seen=["x"])
    slower = A.model_copy(update={"interval": 900})
    store.feeds.configure([slower, B])
    assert names([store.feeds.claim(), store.feeds.claim()]) == ["b", None]
    due_now(store, A)
    again = claimed(store)
    assert (again.feed, again.state) == (slower, state)
    assert store.feeds.seen("a", ["x"]) == {"x"}


def test_a_feed_that_moved_waits_for_its_new_host(store: Store) -> None:
    store.feeds.configure([A, B])
    release(store, claimed(store), state=FeedState(url="https://b.example/moved"))
    claimed(store)  # b, at b.example
    assert store.feeds.claim() is None


@pytest.fixture
def heard(store: Store) -> Iterator[list[SystemEvent]]:
    """What is said on the system channel."""
    messages: list[SystemEvent] = []
    pubsub = store.client.pubsub(ignore_subscribe_messages=True)
    pubsub.subscribe(**{keys.SYSTEM_CHANNEL: lambda m: messages.append(SystemEvent.model_validate_json(m["data"]))})
    thread = pubsub.run_in_thread(sleep_time=0.01, daemon=True)
    wait_until(lambda: store.client.pubsub_numsub(keys.SYSTEM_CHANNEL)[0][1], "the subscription is known")
    yield messages
    thread.stop()
    thread.join()
    pubsub.close()


def test_what_is_told_of_a_feed_is_a_system_message(store: Store, heard: list[SystemEvent]) -> None:
    store.feeds.configure([A])
    claim = claimed(store)
    told = [("feed_failing", 'it said "no" \u2013 twice'), ("feed_moved", "there")]
    release(store, claim, told=told)
    assert not release(store, claim, told=told)
    wait_until(lambda: len(heard) >= 2, "both were heard")
    first = heard[0]
    assert (first.type, first.subject, first.source) == ("depesche.system.feed_failing", "a", "/depesche/test")
    assert first.data.detail == 'it said "no" \u2013 twice'
    assert len(heard) == len({message.id for message in heard}) == 2


def test_status_shows_the_feeds(store: Store) -> None:
    store.feeds.configure([A, B])
    release(store, claimed(store), state=FeedState(url=A.url, health="healthy"))
    assert {name: state.health for name, state in store.status().feeds.items()} == {"a": "healthy", "b": "new"}


def test_names_may_be_anything(store: Store) -> None:
    odd = Feed(url="https://a.example/", name='W\u00f6rld: "one" {x} *')
    store.feeds.configure([odd])
    claim = claimed(store)
    assert claim.feed == odd
    assert release(store, claim, seen=["x"])
    assert store.feeds.seen(odd.name, ["x"]) == {"x"}
    assert json.loads(store.client.hget(keys.FEEDS.name, odd.name) or "")["name"] == odd.name
