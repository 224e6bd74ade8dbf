"""Processes are really killed in the middle of the work; every article is read and no alert comes twice."""

import os
import signal
import time
from pathlib import Path

import pytest
from helpers import undeclared_keys, wait_until
from installation import (
    assert_each_once,
    children_of,
    is_running,
    listening,
    program,
    settings_for,
    store_of,
    supervised,
    write_article,
    write_articles,
)  # fmt: skip

from worker import keys
from worker.store import RedisServer, Store
from worker.store.records import ROOM
from worker.supervisor import Supervisor

pytestmark = pytest.mark.integration

COUNT = 200
FEW = 60


def processed(store: Store) -> int:
    return sum(store.status().processed.values())


def test_killed_workers_lose_nothing_and_say_nothing_twice(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    with Supervisor(settings) as supervisor, listening(store_of(settings)) as heard:
        store = store_of(settings)
        ids = write_articles(tmp_path / "in", COUNT)
        supervised(supervisor, lambda: processed(store) > 20, "the work has begun")
        os.kill(children_of(supervisor.pids["process"])[0], signal.SIGKILL)
        supervised(supervisor, lambda: processed(store) > 60, "the work goes on with one process less")
        os.kill(supervisor.pids["process"], signal.SIGKILL)
        os.kill(supervisor.pids["poll"], signal.SIGKILL)
        supervised(supervisor, lambda: processed(store) == COUNT, "all articles were read")
        assert_each_once(store, ids)
        said = [message for _, message in store.alerts(after=0, limit=100_000)]
        wait_until(lambda: len(heard) >= len(said), "all that was said is heard")
        assert heard == said
        assert undeclared_keys(store.client) == []


@pytest.mark.parametrize("away_s", [0, 12])  # longer than the store waits: what runs fails unacknowledged
def test_a_killed_redis_loses_nothing_and_says_nothing_twice(tmp_path: Path, away_s: int) -> None:
    settings = settings_for(tmp_path)
    with Supervisor(settings) as supervisor:
        store = store_of(settings)
        ids = write_articles(tmp_path / "in", COUNT)
        supervised(supervisor, lambda: processed(store) > 40, "the work has begun")
        workers = supervisor.pids
        pid = RedisServer(tmp_path).pid
        os.kill(pid, signal.SIGKILL)
        time.sleep(away_s)
        supervised(supervisor, lambda: RedisServer(tmp_path).pid not in (None, pid), "Redis runs again")
        supervised(supervisor, lambda: processed(store) == COUNT, "all articles were read")
        assert supervisor.pids == workers  # they took tasks again without being started anew
        assert_each_once(store, ids)


def test_a_killed_supervisor_takes_its_children_along_and_the_next_goes_on(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    with program(settings) as first:
        wait_until((tmp_path / "redis" / "redis.sock").exists, "Redis was started")
        store = wait_until(lambda: store_of(settings), "Redis answers")
        ids = write_articles(tmp_path / "in", FEW)
        wait_until(lambda: processed(store) > 5, "the work has begun", seconds=60)
        children = [pid for pid in children_of(first.pid) if pid != RedisServer(tmp_path).pid]
        assert len(children) == 3
        first.kill()
    wait_until(lambda: not any(map(is_running, children)), "the children have ended")
    with program(settings) as second:
        wait_until(lambda: processed(store) == FEW, "all articles were read", seconds=60)
        assert_each_once(store, ids)
        second.send_signal(signal.SIGINT)
        assert second.wait(10) == 0
    wait_until(lambda: RedisServer(tmp_path).pid is None, "Redis has ended")


def test_a_second_signal_ends_everything_at_once(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    with program(settings) as running:
        wait_until(lambda: len(children_of(running.pid)) == 4, "everything was started")
        children = children_of(running.pid)
        running.send_signal(signal.SIGINT)
        running.send_signal(signal.SIGTERM)
        assert running.wait(3) in (0, 130)
    for pid in set(children) - {RedisServer(tmp_path).pid}:
        wait_until(lambda pid=pid: not is_running(pid), "the children have ended")
    with RedisServer(tmp_path):
        pass  # what the hasty end left running


def test_the_second_run_over_the_same_folder_says_nothing(tmp_path: Path) -> None:
    home = tmp_path / "a home"
    settings = settings_for(home)
    ids = write_articles(home / "in", 16)
    with Supervisor(settings) as supervisor:
        store = store_of(settings)
        supervised(supervisor, lambda: processed(store) == 16, "all articles were read")
        said = store.status().sequence
    with Supervisor(settings) as supervisor:
        write_article(home / "in", "marker", number=1_000)
        supervised(supervisor, lambda: processed(store) == 17, "the new article was read")
        assert len(store.results(ids)) == 16
        assert store.status().taken == 17
        new = store.alerts(after=said)
        assert all("marker" in message for _, message in new)


def test_a_redis_without_memory_is_waited_for_and_loses_nothing(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    with Supervisor(settings) as supervisor:
        store = store_of(settings)
        store.client.setrange(keys.ARTICLE.of("ballast"), 2 * ROOM, "x")  # what is kept in a real one
        ids = write_articles(tmp_path / "in", FEW)
        supervised(supervisor, lambda: processed(store) > 5, "the work has begun")
        store.client.config_set("maxmemory", store.memory().used)
        supervised(supervisor, lambda: len(supervisor.pids) < 3, "a worker has ended for want of memory")
        assert store.status().memory.trouble
        assert processed(store) < FEW
        store.client.config_set("maxmemory", 0)
        supervised(supervisor, lambda: processed(store) == FEW, "all articles were read")
        store.client.delete(keys.ARTICLE.of("ballast"))
        assert_each_once(store, ids)
