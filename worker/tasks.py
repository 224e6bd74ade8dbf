"""The tasks: a few lines each, what they do is in the pipeline. A task is a hint; losing one costs time alone."""

import gc
import os
import signal
import threading
import time
from functools import cache
from typing import Any

import structlog
from celery import signals
from celery.worker import state

from worker import dispatch, forgetting, pipeline
from worker.app import app, configuration, queues_of, store
from worker.errors import ConfigError
from worker.identity import Table, parse_table
from worker.inputs import Inputs
from worker.keys import DELIVER, POLL, PROCESS
from worker.live import follow
from worker.outputs import Outputs
from worker.reload import CHECK_S, Reloader
from worker.settings import file_named, load

LEAVE_S = 3  # less than the supervisor waits
PAGES_AT_ONCE = 4

_first_use = threading.Lock()
_page_slots = threading.BoundedSemaphore(PAGES_AT_ONCE)

log = structlog.get_logger(__name__)


# A process that dies under it: three times again, five seconds later. The ledger counts attempts, too.
@app.task(max_retries=3, default_retry_delay=5)  # type: ignore[untyped-decorator]  # Celery has no types
def process(article_id: str) -> None:
    """Read one article and commit what it tells."""
    pipeline.process(article_id, store(), send, table=severity_table())


@app.task  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Send the task again of articles that are pending too long."""
    pipeline.resend(store(), send)


@app.task  # type: ignore[untyped-decorator]
def forget() -> None:
    """Keep events and alerts for so long, and in so much memory, as is configured."""
    history = configuration().history
    forgetting.forget(store(), history.days, history.megabytes, store().history.now())


@app.task  # type: ignore[untyped-decorator]
def poll() -> None:
    """Poll one feed that is due; beside it others are polled, as many as the worker has threads for."""
    pipeline.poll(inputs().poller, store(), send, lambda: _send(poll))


@app.task  # type: ignore[untyped-decorator]
def deliver() -> None:
    """Send what is due to one receiver; beside it others are served, as many as the worker has threads for."""
    dispatch.deliver(outputs().sender, store(), lambda: _send(deliver))


@app.task  # type: ignore[untyped-decorator]
def page() -> None:
    """Ask for one page that is due; beside it others are, but never so many that polls wait for pages."""
    if _page_slots.acquire(blocking=False):
        try:
            pipeline.page(inputs().poller, store(), send, lambda: _send(page))
        finally:
            _page_slots.release()


def severity_table() -> Table | None:
    """Return the table by which this process grades events, None for the published one."""
    grading = _reloader().current.severity
    return parse_table(grading.text, str(grading.table)) if grading.table else None


@cache
def _reloader() -> Reloader:
    try:
        current = load()  # what this process was forked with may be old
    except ConfigError:
        current = configuration()
    return Reloader(file_named(), load, current, refused=lambda _: None)  # another process tells of it


def inputs() -> Inputs:
    """Return what this process takes in, from its first use on."""
    with _first_use:
        return _inputs()


def outputs() -> Outputs:
    """Return what this process sends, from its first use on."""
    with _first_use:
        return _outputs()


@cache
def _inputs() -> Inputs:
    made = Inputs(store(), send)
    made.use(configuration())
    return made


@cache
def _outputs() -> Outputs:
    made = Outputs(store(), lambda: _send(deliver))
    made.use(configuration())
    return made


def send(article_id: str, queue: str = PROCESS) -> None:
    """Tell a worker that there is an article to read. Where that fails, the next sweep does it."""
    _send(process, article_id, queue=queue)


def _send(task: Any, *arguments: str, **options: str) -> None:
    try:
        task.apply_async(arguments, **options)
    except Exception as error:  # noqa: BLE001 - kombu's own, and what a channel raises after a write was refused
        log.warning("task_not_sent", to=task.name, about=arguments, reason=str(error))


def _warm_up(instance: Any, **_: Any) -> None:
    """Load the languages before the worker forks, so that its processes share them and a new one is ready at once."""
    if PROCESS in queues_of(instance):
        pipeline.warm_up()
        gc.collect()
        gc.freeze()  # or the first collection in each process would copy what it shares


def _keep_current(**_: Any) -> None:
    """Let a process that reads articles have the settings in force, in a thread, for as long as it runs."""
    reloader = _reloader()

    def look() -> None:
        while True:
            time.sleep(CHECK_S)
            reloader.changed()

    threading.Thread(target=look, name="reload", daemon=True).start()


def _begin(sender: Any, **_: Any) -> None:
    """Take up what a worker before this one left, and watch the folders for as long as this one runs."""
    queues = queues_of(sender)
    try:
        if PROCESS in queues:
            pipeline.resume(store(), send)
        parts = [part() for queue, part in ((POLL, inputs), (DELIVER, outputs)) if queue in queues]
        if parts:
            signal.signal(signal.SIGTERM, _leave)
            follow(configuration(), store(), parts)
    except Exception as error:
        log.exception("worker_not_begun")
        raise SystemExit(1) from error  # Celery logs an error in a signal and goes on, and nobody would watch


def _leave(*_: Any) -> None:
    """End when the tasks in hand are done, or in LEAVE_S without them: what they had is polled again.

    Celery would wait for them, or with REMAP_SIGTERM try to kill threads, which cannot be done.
    """
    state.should_stop = 0
    timer = threading.Timer(LEAVE_S, os._exit, [0])
    timer.daemon = True
    timer.start()


signals.celeryd_after_setup.connect(_warm_up, weak=False)
signals.worker_process_init.connect(_keep_current, weak=False)
signals.worker_ready.connect(_begin, weak=False)
