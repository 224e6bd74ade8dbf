"""The Redis that Depesche starts itself: shared, found again, and nobody else's."""

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from helpers import wait_until

from worker.errors import StoreError
from worker.store import RedisServer, Store, binary
from worker.store.server import LONGEST_SOCKET_PATH

PROGRAM = """
import sys
from pathlib import Path
from worker.store import RedisServer
with RedisServer(Path(sys.argv[1])) as server:
    print(server.pid, flush=True)
    sys.stdin.readline()
"""


@contextmanager
def program(home: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another program that uses the server of `home` until its input ends."""
    command = [sys.executable, "-c", PROGRAM, str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        if process.poll() is None:
            process.communicate("\n")


def says(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_server_stops_with_its_program_and_keeps_its_data(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        pid = server.pid
        Store.open(server.url).client.set("x", "kept")
    assert not runs(pid)
    with RedisServer(tmp_path) as server:
        assert server.pid != pid
        assert Store.open(server.url).client.get("x") == "kept"


def test_two_programs_of_one_home_share_a_server_until_the_last_leaves(tmp_path: Path) -> None:
    with program(tmp_path) as other:
        pid = says(other)
        with RedisServer(tmp_path) as ours:
            assert ours.pid == pid
            other.communicate("\n")
            assert ours.pid == pid
    assert not runs(pid)


def test_programs_that_start_together_start_one_server(tmp_path: Path) -> None:
    with program(tmp_path) as first, program(tmp_path) as second, program(tmp_path) as third:
        assert len({says(first), says(second), says(third)}) == 1


def test_two_homes_have_two_servers(tmp_path: Path) -> None:
    with RedisServer(tmp_path / "a") as first, RedisServer(tmp_path / "b") as second:
        assert first.pid != second.pid
        assert first.password != second.password


def test_a_server_left_by_a_killed_program_is_found_and_ends_with_the_next(tmp_path: Path) -> None:
    with program(tmp_path) as killed:
        pid = says(killed)
        killed.kill()
        killed.wait()
    assert runs(pid)
    with RedisServer(tmp_path) as server:
        assert server.pid == pid
    wait_until(lambda: not runs(pid), "the server has ended")


def test_a_killed_server_is_started_again_over_what_it_left(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        Store.open(server.url).client.set("x", "kept")
        pid = server.pid
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: server.pid is None, "the server is gone")
        assert server.socket.exists()
        assert server.start()
        assert server.pid not in (None, pid)
        assert Store.open(server.url).client.get("x") == "kept"


def test_starting_what_runs_changes_nothing(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        pid = server.pid
        assert not server.start()
        assert server.pid == pid


def test_the_password_is_in_no_command_line_and_no_log(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        command = Path(f"/proc/{server.pid}/cmdline").read_bytes()
        environment = Path(f"/proc/{server.pid}/environ").read_bytes()
        log = (tmp_path / "redis" / "redis.log").read_text()
        assert len(server.password) >= 40
        for place in (command.decode(), environment.decode(), log, repr(server)):
            assert server.password not in place


def test_only_the_owner_reaches_the_server(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        folder = tmp_path / "redis"
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for name in ("password", "redis.conf", "socket"):
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
        with pytest.raises(StoreError, match=r"(?i)auth"):
            Store.open(f"unix://{server.socket}")


def test_no_port_is_open_unless_asked_for(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        assert Store.open(server.url).client.config_get("port") == {"port": "0"}
        assert server.tcp_url is None


def test_a_port_on_the_loopback_interface_takes_the_password(tmp_path: Path, unused_port: int) -> None:
    with RedisServer(tmp_path, unused_port) as server:
        assert Store.open(server.tcp_url).client.ping()
        with pytest.raises(StoreError, match=r"(?i)auth"):
            Store.open(f"redis://127.0.0.1:{unused_port}")
        assert Store.open(server.url).client.config_get("bind") == {"bind": "127.0.0.1"}


def test_a_port_that_a_shared_server_lacks_is_said(tmp_path: Path, unused_port: int) -> None:
    with program(tmp_path) as other:
        says(other)
        with pytest.raises(StoreError, match="already without port"), RedisServer(tmp_path, unused_port):
            pass


def test_a_left_over_server_without_the_port_is_replaced(tmp_path: Path, unused_port: int) -> None:
    with program(tmp_path) as killed:
        pid = says(killed)
        killed.kill()
    with RedisServer(tmp_path, unused_port) as server:
        assert server.pid != pid
        assert Store.open(server.tcp_url).client.ping()


def test_a_port_that_is_taken_is_said_with_what_redis_says(tmp_path: Path, unused_port: int) -> None:
    with (
        RedisServer(tmp_path / "a", unused_port),
        pytest.raises(StoreError, match=r"redis\.log: .*Failed listening on port"),
        RedisServer(tmp_path / "b", unused_port),
    ):
        pass


def test_a_home_with_a_long_name_gets_a_short_socket(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30) / "with space"
    with RedisServer(home) as server:
        socket = server.socket
        assert len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
        assert Store.open(server.url).client.ping()
        with RedisServer(home) as again:
            assert again.pid == server.pid
    with RedisServer(home) as later:
        assert later.socket == socket
    socket.parent.rmdir()
    with RedisServer(home) as moved:
        assert moved.socket != socket
        assert Store.open(moved.url).client.ping()
    moved.socket.parent.rmdir()


def test_a_home_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"home folder .*file/home cannot be used: Not a directory"):
        RedisServer(tmp_path / "file" / "home").start()


def test_a_home_without_a_server_has_no_url(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no Redis was started yet"):
        _ = RedisServer(tmp_path).url


def test_stopping_twice_and_threads_starting_at_once_do_no_harm(tmp_path: Path) -> None:
    server = RedisServer(tmp_path)
    start = threading.Barrier(4)

    def use() -> bool:
        start.wait()
        with RedisServer(tmp_path) as mine:
            return mine.pid is not None

    with server, ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda _: use(), range(4)))
    server.stop()
    assert server.pid is None


def test_without_any_server_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "redis-server"
    old.write_text("#!/bin/sh\necho Redis server v=5.0.14 sha=0\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(binary, "_in_wheel", list)
    binary.find_binary.cache_clear()
    with pytest.raises(StoreError, match=r"redis-server is too old .*: install Redis 6\.2 or later, or set REDIS_URL"):
        binary.find_binary()
    monkeypatch.undo()
    assert binary.find_binary()


def test_the_machines_own_server_goes_before_the_wheels(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "valkey-server"
    own.write_text("#!/bin/sh\necho Valkey server v=8.1.0 sha=0\n")
    own.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    binary.find_binary.cache_clear()
    assert binary.find_binary() == str(own)
    binary.find_binary.cache_clear()


def test_what_is_answered_is_in_the_file_so_that_redis_may_be_killed(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        client = Store.open(server.url).client
        client.set("number", 0)
        (path,) = [*tmp_path.glob("redis/appendonly.aof"), *tmp_path.glob("redis/appendonlydir/*.incr.aof")]
        with path.open("rb") as file:
            for number in range(6_000):  # for some seconds, so that the disk is at work now and then
                client.set("number", number)
                file.seek(-len(str(number)) - 2, os.SEEK_END)
                assert file.read() == f"{number}\r\n".encode()


def test_a_file_that_is_put_on_the_disk_may_be_missing(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        Store.open(server.url).client.set("x", 1)
        server.sync()
        for path in (tmp_path / "redis").glob("appendonly*"):
            path.rename(path.with_name("elsewhere"))
        server.sync()


def test_a_disk_that_fails_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with RedisServer(tmp_path) as server:
        Store.open(server.url).client.set("x", 1)
        monkeypatch.setattr(os, "fsync", fails)
        with pytest.raises(StoreError, match="cannot be put on the disk: Input/output error"):
            server.sync()
