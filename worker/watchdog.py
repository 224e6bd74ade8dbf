"""A worker that says that it lives, and ends itself when it no longer does anything, or no longer should.

A Celery worker can live, answer and yet never take a task again. Whoever supervises it sees a process that runs; only
the worker itself can tell that its queue has tasks and that it does nothing about them. It should do nothing more when
a newer version has taken over what Redis holds.

Where HEARTBEAT names a file, its age tells others the same (docker-compose.yml): it is touched while work goes on.
"""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import structlog
from celery.worker import state

from worker.errors import StoreError, VersionError
from worker.store import Store, Worker, check_version

log = structlog.get_logger(__name__)

LOOK_S = 5.0
STALLED_S = 60.0  # three times the longest that a task may run
STALLED_EXIT = 70
HEARTBEAT = "DEPESCHE_HEARTBEAT"
OUTDATED_EXIT = 71


@dataclass
class Progress:
    """When work was last seen to go on: a task was taken or ended, or there was none to do."""

    since: float
    seen: object = None

    def is_stalled(self, work: object, waiting: int, now: float) -> bool:
        """Tell whether tasks are `waiting` and `work` (anything that changes with each task) stood still too long."""
        if waiting == 0 or work != self.seen:
            self.seen, self.since = work, now
        return now - self.since > STALLED_S


def watch(queues: Sequence[str], store: Callable[[], Store]) -> None:
    """Begin to watch this worker, which takes tasks from `queues`, in a thread that ends with it."""
    threading.Thread(target=_watch, args=[queues, store], name="watchdog", daemon=True).start()


def _watch(queues: Sequence[str], store: Callable[[], Store]) -> None:
    progress = Progress(time.monotonic())
    worker = Worker(host=socket.gethostname(), pid=os.getpid(), queues=tuple(queues), version=version("depesche"))
    while True:
        _show(worker, store)
        time.sleep(LOOK_S)
        look(queues, progress, store)


def _show(worker: Worker, store: Callable[[], Store]) -> None:
    try:
        store().workers.beat(worker)
        check_version(store().client)
    except VersionError as error:
        log.error("worker_outdated", reason=str(error))  # noqa: TRY400 - the reason says it all
        os._exit(OUTDATED_EXIT)
    except StoreError:
        pass  # it lives, but nothing can be read of it


def look(queues: Sequence[str], progress: Progress, store: Callable[[], Store]) -> None:
    """Look once whether work goes on; end this process where it has not for too long."""
    taken = sum(state.total_count.values())
    now = time.monotonic()
    try:
        waiting = store().waiting(queues)
    except StoreError:
        progress.since = now  # without Redis there is nothing to take
        return
    work = (taken, frozenset(request.id for request in list(state.active_requests)))
    if progress.is_stalled(work, waiting, now):
        log.error("worker_stalled", queues=queues, waiting=waiting, seconds=STALLED_S)
        os._exit(STALLED_EXIT)  # an orderly end could stall as well; the supervisor starts another
    if progress.since == now:
        touch_heartbeat()


def touch_heartbeat(**_: Any) -> None:
    """Show that work goes on; a file that cannot be touched shows that it does not. Also a signal handler."""
    if path := os.environ.get(HEARTBEAT):
        with contextlib.suppress(OSError):
            Path(path).touch()
