"""When a worker counts as stalled."""

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
