"""Feeds with real workers: items become alerts, and workers killed during polls lose nothing and read nothing twice."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import undeclared_keys
from installation import store_of, supervised
from misbehaving import Newsroom, Server, stalled

from worker import keys
from worker.feeds import Feed
from worker.settings import Polling, Settings
from worker.store import Store
from worker.supervisor import Supervisor

pytestmark = pytest.mark.integration

FEEDS = 8


class SlowNewsroom(Newsroom):
    """Takes its time, so that a worker can be killed in the middle of a poll."""

    def __call__(self, connection: Any, headers: dict[str, str]) -> None:
        time.sleep(0.05)
        super().__call__(connection, headers)


@pytest.fixture
def rooms() -> list[Newsroom]:
    return [SlowNewsroom() for _ in range(FEEDS)]


@pytest.fixture
def server(rooms: list[Newsroom]) -> Iterator[Server]:
    table = {str(number): room for number, room in enumerate(rooms)}
    with Server(table | {"stalled": stalled(b"")}) as running:
        yield running


def settings_with(home: Path, server: Server) -> Settings:
    feeds = [Feed(url=f"http://127.0.0.{n + 1}:{server.port}/{n}", name=f"f{n}", language="en") for n in range(FEEDS)]
    feeds.append(Feed(url=f"http://127.0.1.1:{server.port}/stalled", name="stalled"))
    polling = Polling(allow=("127.0.0.0/8",), spacing=0)
    return Settings(home=home, workers=1, log_level="warning", feeds=tuple(feeds), polling=polling)


def poll_again(store: Store) -> None:
    """As if every interval were over, and the lease of whoever died."""
    names = [name for name in store.feeds.states() if name != "stalled"]
    store.client.zadd(keys.FEED_DUE.name, {name: time.time() for name in names}, xx=True)
    store.client.delete(keys.HOSTS.name)


def taken(store: Store) -> int:
    return store.status().taken


def test_killed_workers_lose_no_item_and_read_none_twice(tmp_path: Path, rooms: list[Newsroom], server: Server) -> None:
    settings = settings_with(tmp_path, server)
    for room in rooms:
        room.add("Baseline", age_s=3 * 86_400)
    with Supervisor(settings) as supervisor:
        store = store_of(settings)

        def met() -> bool:
            states = store.feeds.states()
            return len(states) > FEEDS and all(states[f"f{number}"].first_contact for number in range(FEEDS))

        supervised(supervisor, met, "every feed was met")
        published = FEEDS  # the baseline, which is read and not announced
        for round_ in range(4):
            for number, room in enumerate(rooms):
                room.add(*(f"Item {round_}-{number}-{item}" for item in range(3)))
            published += 3 * FEEDS
            before = taken(store)
            poll_again(store)
            supervised(supervisor, lambda before=before: taken(store) > before, "the polls have begun")
            os.kill(supervisor.pids["poll"], signal.SIGKILL)
            supervised(supervisor, lambda: "poll" in supervisor.pids, "there is another worker")
            poll_again(store)
            supervised(supervisor, lambda all_=published: taken(store) >= all_, "every item was taken")
        supervised(supervisor, lambda: store.pending() == 0, "every item was read")
        assert taken(store) == sum(store.status().processed.values()) == published
        assert undeclared_keys(store.client) == []


def test_a_feed_that_stalls_keeps_no_other_waiting(tmp_path: Path, rooms: list[Newsroom], server: Server) -> None:
    settings = settings_with(tmp_path, server)
    with Supervisor(settings) as supervisor:
        store = store_of(settings)
        rooms[0].add("Hello")
        supervised(supervisor, lambda: taken(store) == 1, "the item of the healthy feed was taken", seconds=20)
        ending = time.monotonic()
    assert time.monotonic() - ending < 9, "the poll in hand kept the worker from ending"
