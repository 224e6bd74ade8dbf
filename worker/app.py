"""The Celery application: queues, settings with their reasons, beat, logging. The only wiring.

    celery -A worker.tasks worker -Q process,quiet -P prefork reads articles
    celery -A worker.tasks worker -Q poll,deliver -P threads    watches inputs, serves receivers; or a worker for each
    celery -A worker.app beat -S celery.beat:Scheduler          says when; needs no tasks, and keeps no file

`depesche run` starts these three; the settings come from the environment (worker/settings/).
"""

import logging
import os
import signal
import sys
import threading
import time
import warnings
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import structlog
from billiard.util import get_logger
from celery import Celery, signals
from celery.platforms import SecurityWarning
from celery.schedules import schedule

from worker import keys, log, settings
from worker.store import RedisServer, Store, migrate, sentinel
from worker.watchdog import touch_heartbeat, watch

TICKS_S = {
    "sweep": 5,  # what was lost is sent again so long after it is due
    "forget": 60,  # what is too old, or too much, goes so long after that
    "poll": 2,  # what is due is polled, fetched or sent so long after that; while others are due, at once
    "page": 2,
    "deliver": 2,
}
PARENT_VARIABLE = "DEPESCHE_PARENT_FD"
LAST_S = 10.0  # as long as the supervisor waits

SOFT_LIMIT_S = 10  # reading an article takes milliseconds
HARD_LIMIT_S = 20


@cache
def configuration() -> settings.Settings:
    """Return the settings of this process."""
    return settings.load()


@cache
def store() -> Store:
    """Return the store of this process, as this version keeps it."""
    chosen = configuration()
    opened = Store.open(redis_url(chosen), chosen.source, chosen.history.days * keys.DAY)
    migrate(opened.client)
    return opened


def redis_url(chosen: settings.Settings) -> str:
    """Return the URL of the Redis in use: the one that is set, else the one started in the home."""
    return chosen.redis_url or RedisServer(chosen.home).url


def _celery_settings() -> dict[str, Any]:
    """Asked for when Celery first needs them, so that importing this module needs no Redis."""
    return _TASKS | _WORKER | _BROKER | broker(redis_url(configuration()))


def broker(url: str) -> dict[str, Any]:
    """Return the settings that say where the broker is."""
    if not url.startswith(sentinel.SCHEME):
        return {"broker_url": broker_url(url)}
    found = sentinel.parsed(url)
    options = _BROKER["broker_transport_options"] | found.broker_options
    return {"broker_url": found.broker_url, "broker_transport_options": options}


def broker_url(url: str) -> str:
    """Return `url` as kombu spells it: it has its own form for a unix socket, and by default trusts any certificate."""
    parts = urlsplit(url)
    if parts.scheme == "rediss" and "ssl_cert_reqs" not in parts.query:
        return f"{url}{'&' if parts.query else '?'}ssl_cert_reqs=CERT_REQUIRED"
    if parts.scheme != "unix":
        return url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.netloc}{parts.path}?virtual_host={database}"


def steady_now() -> datetime:
    """Return the time by a clock that nobody turns back: for so long, the beat would stand still."""
    return _BEGAN + timedelta(seconds=time.monotonic())


_BEGAN = datetime.now(UTC) - timedelta(seconds=time.monotonic())

_BROKER: dict[str, Any] = {
    "broker_transport_options": {
        # Celery's keys stand under ours.
        "global_keyprefix": keys.CELERY_PREFIX,
        # A worker looks into its queues in the order of their names: `process` goes before `quiet`.
        "queue_order_strategy": "sorted",
        # How long a message may be with a worker that does not answer. The ledger is quicker; this empties `unacked`.
        "visibility_timeout": 300,
        # kombu looks for such messages every 100 s by default.
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        # A server that is gone without a word is noticed. No socket_timeout: one that is slow is not gone.
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 25,
    },
    # A worker may start before its Redis and outlive a restart of it.
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    # A task in flight when the connection breaks is delivered again anyway; commits are idempotent.
    "worker_cancel_long_running_tasks_on_connection_loss": True,
}

_TASKS: dict[str, Any] = {
    "task_default_queue": keys.PROCESS,
    "task_create_missing_queues": False,
    "task_queues": {queue: {"exchange": queue, "routing_key": queue} for queue in keys.QUEUES},
    "task_routes": {
        "worker.tasks.process": {"queue": keys.PROCESS},
        "worker.tasks.sweep": {"queue": keys.POLL},
        "worker.tasks.forget": {"queue": keys.POLL},
        "worker.tasks.poll": {"queue": keys.POLL},
        "worker.tasks.page": {"queue": keys.POLL},
        "worker.tasks.deliver": {"queue": keys.DELIVER},
    },
    # A tick that nobody took until the next one is dropped, so that ticks do not pile up while no worker runs.
    "beat_schedule": {
        name: {
            "task": f"worker.tasks.{name}",
            "schedule": schedule(seconds, nowfun=steady_now),
            "options": {"expires": seconds},
        }
        for name, seconds in TICKS_S.items()
    },
    # Nothing but JSON is accepted: a pickle would be code from whoever reaches Redis.
    "accept_content": ["json"],
    "task_serializer": "json",
    # Results are in the store.
    "task_ignore_result": True,
    # A task whose process dies is tried again, three times (tasks.py), then left to the ledger, which counts too.
    # Without the retry, Celery acknowledges it; with reject alone, a task that kills its process does so forever.
    "task_acks_late": True,
    "task_retry_on_worker_lost": True,
    "task_reject_on_worker_lost": True,
    "task_soft_time_limit": SOFT_LIMIT_S,
    "task_time_limit": HARD_LIMIT_S,
}

_WORKER: dict[str, Any] = {
    "worker_consumer": "worker.consumer:ReconnectingConsumer",
    # A long task keeps no others waiting behind it.
    "worker_prefetch_multiplier": 1,
    # Memory that leaks or fragments is given back.
    "worker_max_tasks_per_child": 2_000,
    "worker_max_memory_per_child": 400_000,  # kB
    # With REMAP_SIGTERM=SIGQUIT: tasks running at SIGTERM get so long, then are given back to the queue. Celery waits
    # the whole time where there is one; reading an article takes milliseconds.
    "worker_soft_shutdown_timeout": 2,
    # Nobody steers workers through the broker: one way in less, and no reply queues left behind.
    "worker_enable_remote_control": False,
    "worker_send_task_events": False,
}

# Celery warns of running as root because of pickles, which are not accepted.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("depesche")
app.add_defaults(_celery_settings)


def _set_up_logging(**_: Any) -> None:
    """Being connected keeps Celery from setting up logging of its own."""
    log.configure(configuration().log_format, configuration().log_level)
    for per_task in ("celery.worker.strategy", "celery.app.trace"):
        logging.getLogger(per_task).setLevel(logging.WARNING)  # our own lines say what a task did
    get_logger().propagate = True  # billiard, which runs the worker processes, keeps its records to itself


def _bind_context(task_id: str, task: Any, args: Any, **_: Any) -> None:
    structlog.contextvars.clear_contextvars()
    about = next(iter(args), None)  # the article
    structlog.contextvars.bind_contextvars(task=task.name.rpartition(".")[2], task_id=task_id, about=about)


def _clear_context(**_: Any) -> None:
    structlog.contextvars.clear_contextvars()


def _open_own_store(**_: Any) -> None:
    """A forked process does not use its parent's connections."""
    store.cache_clear()


def _watch_progress(sender: Any, **_: Any) -> None:
    watch(queues_of(sender), store)


def _watch_ticks(**_: Any) -> None:
    """The beat lives as long as what it sends arrives."""
    signals.after_task_publish.connect(touch_heartbeat, weak=False)


def queues_of(consumer: Any) -> tuple[str, ...]:
    """Return the queues that a worker's consumer takes tasks from."""
    return tuple(consumer.app.amqp.queues.consume_from)


def _keep_quiet(**_: Any) -> None:
    """Celery says on the terminal, past all logging, how its shutdown goes; that is the supervisor's to say."""
    sys.modules["celery.apps.worker"].safe_say = lambda *_: None  # type: ignore[attr-defined]


def end_with_parent(**_: Any) -> None:
    """Stop when the program that started this one ends, however it ends: then its end of the pipe is closed."""
    descriptor = os.environ.get(PARENT_VARIABLE)
    if descriptor is not None:
        threading.Thread(target=_await_end, args=[int(descriptor)], name="parent", daemon=True).start()


def _await_end(descriptor: int) -> None:
    """Nobody is left to end what does not end by itself: that is done here, too, with all that this process began."""
    os.read(descriptor, 1)
    own = os.getpid()
    os.kill(own, signal.SIGTERM)
    time.sleep(LAST_S)
    if os.getpgid(own) == own:
        os.killpg(own, signal.SIGKILL)
    os.kill(own, signal.SIGKILL)


signals.setup_logging.connect(_set_up_logging, weak=False)
signals.task_prerun.connect(_bind_context, weak=False)
signals.task_postrun.connect(_clear_context, weak=False)
signals.worker_process_init.connect(_open_own_store, weak=False)
signals.worker_ready.connect(_watch_progress, weak=False)
signals.worker_init.connect(_keep_quiet, weak=False)
signals.worker_init.connect(end_with_parent, weak=False)
signals.beat_init.connect(end_with_parent, weak=False)
signals.beat_init.connect(_watch_ticks, weak=False)
