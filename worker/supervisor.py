"""Redis and the Celery processes of one machine, started, watched and stopped as one.

    with Supervisor(settings) as supervisor:
        supervisor.run(until=...)

Children read their settings from a file that is written for them, so that none sees one that a person has broken; when
it is written anew, the worker that watches takes it up (worker/inputs.py). What dies is started again, ever more slowly
when it dies at once. Each child holds the reading end of a pipe whose writing end is here: when this process ends,
however it ends, they stop.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

import structlog

from worker.app import PARENT_VARIABLE, redis_url
from worker.endpoint.access import TOKEN_VARIABLE, check
from worker.errors import DepescheError, StoreError, VersionError
from worker.keys import DELIVER, POLL, PROCESS, QUIET
from worker.settings import RELOADED, Settings
from worker.store import RedisServer, Store, connect, migrate
from worker.watchdog import OUTDATED_EXIT

log = structlog.get_logger(__name__)

TICK_S = 0.1
REDIS_CHECK_S = 1.0
FIRST_PAUSE_S = 0.5  # before a child that died is started again; doubled each time that it dies young
LONGEST_PAUSE_S = 30.0
YOUNG_S = 10.0
DEATHS = 6  # in a row while young, or looks in a row that find no usable Redis: then it cannot work at all
STOP_S = 10.0  # a worker gives its tasks two seconds (worker/app.py)

_CELERY = (sys.executable, "-m", "celery", "--quiet", "--app")
# No talk among workers: at start they would wait a second for each other's answers.
_WORKER = (*_CELERY, "worker.tasks", "worker", "--without-gossip", "--without-mingle", "--without-heartbeat")
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_ENDPOINT = {"endpoint": (sys.executable, "-m", "worker.endpoint")}
_STDERR = 2
_ALWAYS = {
    "REMAP_SIGTERM": "SIGQUIT",  # see worker/app.py
    "MALLOC_ARENA_MAX": "2",  # or memory that a thread has freed stays with it, and there are many
}
_THREADS = 64  # what they do is wait: for servers and receivers, some of which take half a minute


def commands(workers: int, endpoint: bool = False) -> dict[str, tuple[str, ...]]:
    """Return name and command of each child process; `workers` is how many articles are read at once."""
    others = _ENDPOINT if endpoint else {}
    return {
        "process": (*_WORKER, "-n", "process@%h", "-Q", f"{PROCESS},{QUIET}", "-P", "prefork", "-c", str(workers)),
        "poll": (*_WORKER, "-n", "poll@%h", "-Q", f"{POLL},{DELIVER}", "-P", "threads", "-c", str(_THREADS)),
        "beat": (*_CELERY, "worker.app", "beat", "--scheduler", "celery.beat:Scheduler", "--max-interval", "5"),
    } | others


@dataclass
class Child:
    """One child process over its lives."""

    name: str
    command: tuple[str, ...]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    deaths: int = 0  # in a row while young
    restart_at: float = 0.0

    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Everything that `depesche run` starts. Redis is started unless `settings` name one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._written: tempfile.TemporaryDirectory[str] | None = None
        self._server = None if settings.redis_url else RedisServer(settings.home, settings.redis_port)
        started = commands(settings.workers, settings.endpoint.listen is not None)
        self._children = [Child(name, command) for name, command in started.items()]
        self._alive: tuple[int, ...] = ()  # the two ends of the pipe, while children run
        self._store: Store | None = None
        self._redis_checked = 0.0
        self._redis_troubles = 0  # looks in a row
        self._refuses = False
        self._tasks_lost = False
        self._stopping = False
        self._handlers: dict[int, Any] = {}  # of signals, before ours

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """URL of Redis for subscribers on this machine."""
        return redis_url(self._settings)

    @property
    def pids(self) -> dict[str, int]:
        """Process ids of the children that run."""
        return {c.name: c.process.pid for c in self._children if c.process is not None and c.is_running()}

    def start(self) -> None:
        """Start Redis and the children. From now on SIGINT, SIGTERM and SIGHUP end `run`.

        Raises StoreError, also where Redis holds what a newer version wrote, and ConfigError where the endpoint that is
        configured could not start.
        """
        check(self._settings.endpoint)
        self._alive = os.pipe()
        for number in _ENDING:
            if signal.getsignal(number) != signal.SIG_IGN:  # nohup
                self._handlers[number] = signal.signal(number, self._on_signal)
        try:
            if self._server is not None:
                self._server.start()
            migrate(Store.open(self.url).client)
            for child in self._children:
                self._spawn(child)
        except BaseException:
            self.stop()
            raise

    def apply(self, settings: Settings) -> tuple[str, ...]:
        """Let the workers go on with other `settings`. Return those that take effect at the next start alone."""
        fixed = {name: getattr(self._settings, name) for name in type(settings).model_fields if name not in RELOADED}
        self._settings = settings.model_copy(update=fixed)
        self._write()
        return tuple(name for name, value in fixed.items() if getattr(settings, name) != value)

    def _write(self) -> dict[str, str]:
        """Write the settings for the children, and return the environment in which they find them."""
        self._written = self._written or tempfile.TemporaryDirectory(prefix="depesche-")
        return self._settings.write(Path(self._written.name) / "settings.json")

    def run(self, until: Callable[[], bool] = lambda: False) -> None:
        """Watch until `until()` is true, asked ten times a second, or a signal says to end.

        A second signal ends everything at once. Raises DepescheError when a child cannot be kept running.
        """
        while not self._stopping and not until():
            self.tick()
            time.sleep(TICK_S)

    def tick(self) -> None:
        """Look once after Redis and the children."""
        now = time.monotonic()
        if now - self._redis_checked > REDIS_CHECK_S:
            self._redis_checked = now
            self._look_after_redis()
        for child in self._children:
            if not child.is_running():
                self._bring_back(child, now)

    def _look_after_redis(self) -> None:
        """See to it that Redis runs and takes what is written. It may end at any moment, also between two questions."""
        try:
            if self._server is not None:
                self._tasks_lost |= self._server.start()
                self._server.sync()
            self._store = self._store or Store(connect(self.url, retries=1), self._settings.source)
            self._tell_trouble(self._store, self._store.memory().trouble)
            if self._tasks_lost and not self._refuses:  # those on their way to a worker, or refused
                self._store.all_due()
                self._tasks_lost = False
            self._redis_troubles = 0
        except StoreError as error:
            self._redis_troubles += 1
            self._store = None
            log.warning("redis_not_usable", reason=str(error))
            if self._server is not None and self._redis_troubles >= DEATHS:
                raise

    def _tell_trouble(self, store: Store, trouble: str | None) -> None:
        """Tell when Redis refuses what is written, and when no more. In between no child is started to end at once."""
        if (trouble is not None) == self._refuses:
            return
        self._refuses = trouble is not None
        self._tasks_lost |= not self._refuses
        what = "redis_refuses" if self._refuses else "redis_accepts"
        log.warning(what, reason=trouble)
        store.tell(what, "redis", trouble or "what waited goes on")

    def stop(self) -> None:
        """Stop the children, then leave Redis. Within STOP_S, unless Redis has much to write."""
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_S
        while any(process.poll() is None for process in running) and time.monotonic() < deadline:
            time.sleep(0.02)
        for process in running:
            _signal(process, signal.SIGKILL)
            process.wait()
        for child in self._children:
            child.process = None
        for descriptor in self._alive:
            os.close(descriptor)
        self._alive = ()
        if self._server is not None:
            self._server.stop()
        while self._handlers:
            signal.signal(*self._handlers.popitem())
        if self._written:
            self._written.cleanup()

    def _spawn(self, child: Child) -> None:
        readable = self._alive[0]
        child.process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            child.command,
            env=self._environment(child, readable),
            stdin=subprocess.DEVNULL,
            stdout=_STDERR,  # stdout is for alerts
            pass_fds=[readable],
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops the children in order
        )
        child.started = time.monotonic()

    def _environment(self, child: Child, readable: int) -> dict[str, str]:
        """Return ours, with which settings to load; the token of the endpoint no other child needs to know."""
        kept = {n: v for n, v in os.environ.items() if n != TOKEN_VARIABLE or child.name in _ENDPOINT}
        return kept | self._write() | _ALWAYS | {PARENT_VARIABLE: str(readable)}

    def _bring_back(self, child: Child, now: float) -> None:
        """Note the death of a child, or start it again when its pause is over."""
        if child.process is not None:
            _signal(child.process, signal.SIGKILL)  # what it may have left of its own
            code, pid, child.process = child.process.returncode, child.process.pid, None
            if code == OUTDATED_EXIT:
                raise VersionError("a newer version has taken over what Redis holds: install it here, too")
            self._abandon(pid)
            is_young = now - child.started < YOUNG_S and not self._refuses
            child.deaths = child.deaths + 1 if is_young else 1
            pause = min(FIRST_PAUSE_S * 2 ** (child.deaths - 1), LONGEST_PAUSE_S)
            child.restart_at = now + pause
            log.warning("child_died", child=child.name, code=code, restart_in=pause)
            if child.deaths >= DEATHS:
                raise DepescheError(f"the {child.name} process does not stay up (exit code {code}), see its log above")
        elif now >= child.restart_at and not self._refuses:
            self._spawn(child)

    def _abandon(self, pid: int) -> None:
        """Let others go on with what a worker held; should Redis be gone, too, its leases end by themselves."""
        with contextlib.suppress(StoreError):
            store = Store.open(self.url)
            store.feeds.abandon(pid, self._settings.polling.spacing)
            store.deliveries.abandon(pid)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """The second signal means at once. Redis, which has nothing to lose, is left to the next program."""
        if self._stopping:
            for child in self._children:
                if child.process is not None:
                    _signal(child.process, signal.SIGKILL)
            os._exit(130)
        self._stopping = True


def _signal(process: "subprocess.Popen[bytes]", number: int) -> None:
    """Send a signal to a child; with SIGKILL to its own children, too."""
    try:
        if number == signal.SIGKILL:
            os.killpg(process.pid, number)
        elif process.poll() is None:
            process.send_signal(number)
    except ProcessLookupError:
        pass
