"""The Redis that Depesche starts itself: one per home, shared by every program of that home.

    home/redis/             mode 0700
        users               every program that uses the server holds a shared lock on it as long as it runs
        starting            locked while a program starts or stops the server
        running             locked by the server itself, by inheritance: no second one may write to the same data
        password socket     what a program needs to find the server; mode 0600
        redis.conf          written at each start, because a password on the command line could be read by others
        redis.log redis.pid appendonly.aof (or appendonlydir/)

Who finds no server that answers starts one; who leaves last stops it. The locks are the kernel's (flock), so a program
that is killed has left, and whatever files it or a killed server leaves behind mean nothing: only an answer to PING
counts. A server whose last user was killed goes on until the next program of that home leaves.
"""

import fcntl
import os
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import redis

from worker.errors import StoreError
from worker.store.binary import find_binary
from worker.store.client import connect

LONGEST_SOCKET_PATH = 100  # bytes; the systems allow 104 to 108
START_S = 10.0
LOAD_S = 300.0  # a long append-only file takes this long to load
STOP_S = 20.0
LOCK_S = 30.0
CONFIG = """\
# Written by depesche at each start: changes are lost.
unixsocket "{socket}"
unixsocketperm 600
port {port}
bind 127.0.0.1
requirepass {password}
dir "{folder}"
logfile "{folder}/redis.log"
loglevel warning
pidfile "{folder}/redis.pid"
daemonize no
# Every write is handed to the system before it is answered, so that Redis may be killed. With everysec it would wait in
# Redis while the disk is at work. `sync` puts it on the disk, for a power cut.
appendonly yes
appendfsync no
save ""
# An evicted key would be a forgotten article: better an error.
maxmemory-policy noeviction
# Events and their index without the tables that Redis would put in each of them: a third of the memory.
hash-max-ziplist-entries 64
hash-max-ziplist-value 4096
zset-max-ziplist-entries 256
# A subscriber that does not read is cut off; it fills its gap from the stream.
client-output-buffer-limit pubsub 32mb 8mb 60
"""


class RedisServer:
    """The server of one home, from `start` to `stop`; also a context manager.

    `port` opens TCP on the loopback interface besides the unix socket, with the same password.
    """

    def __init__(self, home: Path, port: int | None = None) -> None:
        self._folder = home / "redis"
        self._port = port
        self._users: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None  # where this program started it

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def has_data(self) -> bool:
        """Was a server of this home ever started?"""
        return self._folder.is_dir()

    @property
    def url(self) -> str:
        """URL for redis-py on this machine, unix://:<password>@<socket>. Raises StoreError before the first start."""
        return f"unix://:{self.password}@{quote(str(self.socket))}"

    @property
    def tcp_url(self) -> str | None:
        """URL for programs on this machine that speak TCP, None where the server has no port or does not answer."""
        port = int((self._info() or {}).get("tcp_port", 0))
        return f"redis://:{self.password}@127.0.0.1:{port}/0" if port else None

    @property
    def socket(self) -> Path:
        """Path of the unix socket."""
        return Path(self._kept("socket"))

    @property
    def password(self) -> str:
        """The password of this home."""
        return self._kept("password")

    @property
    def _log(self) -> Path:
        return self._folder / "redis.log"

    @property
    def pid(self) -> int | None:
        """Process id of the server, None when it does not answer."""
        info = self._info()
        return None if info is None else int(info["process_id"])

    def start(self) -> bool:
        """Use the server of this home, starting it where none answers; harmless when it runs.

        Return True when it was started. Raises StoreError.
        """
        with self._using_home():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder.chmod(0o700)
        with self._alone():
            with self._using_home():
                self._prepare()
            if self._users is None:
                self._users = _locked(self._folder / "users", fcntl.LOCK_SH)
            try:
                return self._find_or_spawn()
            except BaseException:
                self._leave()
                raise

    def stop(self) -> None:
        """Leave the server, and stop it where nobody else uses it."""
        if self._users is None:
            return
        with self._alone():
            pid = self.pid if self._is_last() else None
            if pid is not None:
                self._terminate(pid)
            self._leave()

    def sync(self) -> None:
        """Put on the disk what was written, so that what was answered until now outlasts a power cut.

        Raises StoreError.
        """
        for path in (self._folder / "appendonly.aof", *self._folder.glob("appendonlydir/*")):
            try:
                with path.open("rb") as file:
                    os.fsync(file.fileno())
            except FileNotFoundError:
                pass  # it is written anew now and then
            except OSError as error:
                raise StoreError(f"{path} cannot be put on the disk: {error.strerror}") from error

    def _leave(self) -> None:
        if self._users is not None:
            self._users.close()
            self._users = None

    def _find_or_spawn(self) -> bool:
        _until(lambda: self._info() or not self._runs(), START_S, "Redis runs but does not answer", self._log)
        info = self._info()
        if info is not None and self._port not in (None, int(info["tcp_port"])):
            self._end_other_port(int(info["process_id"]))
            info = None
        if info is None:
            self._spawn()
        _until(self._has_loaded, LOAD_S, "Redis did not load its data", self._log)
        return info is None

    def _prepare(self) -> None:
        """Write what one server of this home has; of programs that start together only one may."""
        if not (self._folder / "password").exists():
            _write_private(self._folder / "password", secrets.token_urlsafe(32))
        if not self._socket_is_usable():
            _write_private(self._folder / "socket", str(self._new_socket()))

    @contextmanager
    def _using_home(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(f"the home folder {self._folder.parent} cannot be used: {error.strerror}") from error

    def _socket_is_usable(self) -> bool:
        """Tell whether the recorded socket lies in a folder that is ours alone: a temporary one may be gone."""
        try:
            place = Path((self._folder / "socket").read_text("utf-8")).parent.lstat()
        except OSError:
            return False
        return place.st_uid == os.getuid() and place.st_mode & 0o170777 == 0o040700

    def _new_socket(self) -> Path:
        path = self._folder / "redis.sock"
        fits = len(os.fsencode(path)) <= LONGEST_SOCKET_PATH and '"' not in str(path)
        return path if fits else Path(tempfile.mkdtemp(prefix="depesche-", dir="/tmp")) / "redis.sock"

    def _spawn(self) -> None:
        config = CONFIG.format(socket=self.socket, port=self._port or 0, password=self.password, folder=self._folder)
        try:
            _write_private(self._folder / "redis.conf", config)
        except OSError as error:
            raise StoreError(f"Redis cannot be started in {self._folder}: {error.strerror}") from error
        self._reap()
        with _locked(self._folder / "running", fcntl.LOCK_EX | fcntl.LOCK_NB) as running:
            self._process = subprocess.Popen(  # noqa: S603 - the program that find_binary chose, no shell
                [find_binary(), str(self._folder / "redis.conf")],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[running.fileno()],
                start_new_session=True,  # Ctrl-C is for the programs, which stop before their server does
            )
        _until(self._answers, START_S, "Redis did not start", self._log)

    def _answers(self) -> bool:
        if not self._runs():
            self._reap()
            raise StoreError(f"Redis stopped at once, see {self._log}: {self._last_log_line()}")
        return self._info() is not None

    def _runs(self) -> bool:
        """Tell whether a server of this home lives, answering or not."""
        with (self._folder / "running").open("w") as running:
            return not _try_lock(running)

    def _has_loaded(self) -> bool:
        try:
            return connect(self.url, retries=0).echo("x") == "x"  # PING fails while the disk is full
        except redis.BusyLoadingError:
            return False
        except redis.RedisError as error:
            raise StoreError(f"Redis: {error}") from error

    def _last_log_line(self) -> str:
        try:
            lines = self._log.read_text("utf-8", "replace").splitlines()
        except OSError:
            return "no log"
        return next((line for line in reversed(lines) if line.strip()), "empty log")

    def _info(self) -> dict[str, str] | None:
        try:
            info = connect(self.url, retries=0).info("server")
        except (redis.RedisError, StoreError):
            return None
        return {key: str(value) for key, value in info.items()}

    def _terminate(self, pid: int) -> None:
        os.kill(pid, signal.SIGTERM)
        _until(lambda: not self._runs(), STOP_S, f"Redis (process {pid}) did not stop", self._log)
        self._reap()

    def _reap(self) -> None:
        """Take note of the end of a server that this program started."""
        if self._process is not None:
            self._process.wait()

    def _end_other_port(self, pid: int) -> None:
        """Stop a server that listens on another port, if it is left over; Redis 6.2 cannot change its port running."""
        if not self._is_last():
            raise StoreError(f"Redis runs already without port {self._port}; stop the program that uses it first")
        self._terminate(pid)

    def _is_last(self) -> bool:
        """Tell whether no other program uses the server. Our shared lock becomes an exclusive one where it can."""
        assert self._users is not None  # noqa: S101 - start() holds it
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(self._users, fcntl.LOCK_SH)  # a failed change may have dropped the old lock
            return False
        fcntl.flock(self._users, fcntl.LOCK_SH)
        return True

    def _kept(self, name: str) -> str:
        try:
            return (self._folder / name).read_text("utf-8")
        except OSError as error:
            raise StoreError(f"no Redis was started yet for {self._folder.parent}") from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the right to start or stop the server."""
        file = (self._folder / "starting").open("w")
        with file:
            _until(lambda: _try_lock(file), LOCK_S + LOAD_S, "another program is still starting or stopping Redis")
            yield


def _locked(path: Path, how: int) -> IO[str]:
    file = path.open("w")
    fcntl.flock(file, how)
    return file


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    part.rename(path)


def _until(done: Callable[[], object], seconds: float, trouble: str, log: Path | None = None) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise StoreError(f"{trouble} within {seconds:.0f} s" + (f", see {log}" if log else ""))
        time.sleep(0.005)
