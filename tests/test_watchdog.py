"""When a worker counts as stalled, and when it is to end because a newer version has taken over."""

import os

import pytest

from worker import keys, watchdog
from worker.store import Store, Worker
from worker.store.migrations import DATA_VERSION
from worker.watchdog import STALLED_S, Progress

LATE = STALLED_S + 1


def test_a_worker_without_tasks_never_stalls() -> None:
    progress = Progress(since=0)
    assert not progress.is_stalled("same", waiting=0, now=LATE)
    assert not progress.is_stalled("same", waiting=0, now=10 * LATE)


def test_a_worker_that_takes_tasks_never_stalls() -> None:
    progress = Progress(since=0)
    assert not any(progress.is_stalled(number, waiting=9, now=number * LATE) for number in range(10))


def test_a_worker_that_leaves_tasks_waiting_stalls() -> None:
    progress = Progress(since=0)
    assert not progress.is_stalled("same", waiting=1, now=5)
    assert not progress.is_stalled("same", waiting=2, now=5 + STALLED_S)
    assert progress.is_stalled("same", waiting=3, now=5 + LATE)


def test_a_worker_says_that_it_lives_and_ends_when_a_newer_version_has_taken_over(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    worker = Worker(host="here", pid=os.getpid(), queues=("poll",), version="1.0")
    watchdog._show(worker, lambda: store)
    assert (store.workers.alive(), ended) == ((worker,), [])
    store.client.set(keys.DATA_VERSION.name, DATA_VERSION + 1)
    watchdog._show(worker, lambda: store)
    assert ended == [watchdog.OUTDATED_EXIT]
