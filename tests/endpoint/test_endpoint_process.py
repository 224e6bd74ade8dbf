"""The process: what it needs to start, and how it ends."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from endpoint_helpers import TOKEN, environment_of, is_open
from helpers import wait_until

from worker.app import PARENT_VARIABLE
from worker.endpoint.access import check, token
from worker.errors import ConfigError
from worker.settings import Endpoint
from worker.store import RedisServer

COMMAND = [sys.executable, "-m", "worker.endpoint"]


def ended(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(COMMAND, env=environment, capture_output=True, text=True, timeout=60, check=False)


@contextmanager
def started(environment: dict[str, str], port: int, **how: object) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(COMMAND, env=environment, stderr=subprocess.PIPE, text=True, **how) as process:  # type: ignore[call-overload]
        try:
            wait_until(lambda: is_open(port) or process.poll() is not None, "the endpoint listens", seconds=60)
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("given", ["", "short", "with blanks within it", "täglich-wechselnd"])
def test_without_a_good_token_it_does_not_start_and_does_not_tell_the_token(
    given: str, redis_server: RedisServer, unused_port: int
) -> None:
    process = ended(environment_of(unused_port, redis_server.url, DEPESCHE_ENDPOINT_TOKEN=given))
    assert process.returncode == 2
    assert process.stderr.count("\n") == 1
    assert process.stderr.startswith("depesche: DEPESCHE_ENDPOINT_TOKEN: the endpoint needs a token of at least 16")
    assert not given or given not in process.stderr


def test_the_token_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    chosen = Endpoint(listen="127.0.0.1:1", token_file=file)
    with pytest.raises(ConfigError, match="token: cannot be read: No such file"):
        token(chosen, {})
    file.write_text(f"{TOKEN}\n")
    assert token(chosen, {"DEPESCHE_ENDPOINT_TOKEN": ""}) == TOKEN
    assert token(chosen, {"DEPESCHE_ENDPOINT_TOKEN": "another-token-than-that"}) == "another-token-than-that"
    file.write_bytes(b"\xff" * 20)
    with pytest.raises(ConfigError, match="token: the endpoint needs a token") as caught:
        token(chosen, {})
    assert "\xff" not in str(caught.value)


def test_a_port_in_use_is_told_in_one_line(redis_server: RedisServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = ended(environment_of(port, redis_server.url))
        assert process.returncode == 2
        assert process.stderr == f"depesche: endpoint.listen: 127.0.0.1:{port}: Address already in use\n"


def test_without_an_address_there_is_nothing_to_serve(redis_server: RedisServer) -> None:
    process = ended(environment_of(1, redis_server.url, DEPESCHE_ENDPOINT="{}"))
    assert (process.returncode, process.stderr.startswith("depesche: endpoint.listen: not set")) == (2, True)


@pytest.mark.parametrize("listen", ["127.0.0.1", "[::1]"])
def test_it_ends_at_once_when_told_to_although_somebody_is_connected(
    listen: str, redis_server: RedisServer, unused_port: int
) -> None:
    table = f'{{"listen": "{listen}:{unused_port}"}}'
    environment = environment_of(unused_port, redis_server.url, DEPESCHE_ENDPOINT=table)
    with subprocess.Popen(COMMAND, env=environment) as process:
        address = (listen.strip("[]"), unused_port)
        connection = wait_until(lambda: connected(address), "the endpoint listens", seconds=60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        connection.close()


def connected(address: tuple[str, int]) -> socket.socket | None:
    try:
        return socket.create_connection(address, 1)
    except OSError:
        return None


def test_it_ends_with_the_program_that_started_it(redis_server: RedisServer, unused_port: int) -> None:
    readable, writable = os.pipe()
    environment = environment_of(unused_port, redis_server.url) | {PARENT_VARIABLE: str(readable)}
    with started(environment, unused_port, pass_fds=[readable]) as process:
        os.close(readable)
        os.close(writable)
        assert process.wait(20) == 0


def test_what_is_no_http_and_who_has_no_token_leave_no_secret_in_the_log(
    redis_server: RedisServer, unused_port: int
) -> None:
    environment = environment_of(unused_port, redis_server.url, DEPESCHE_LOG_LEVEL="debug")
    with started(environment, unused_port) as process:
        for request in (
            b"garbage\r\n\r\n",
            f"POST /articles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}x\r\n\r\n".encode(),
            f"POST /articles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode(),
        ):
            with socket.create_connection(("127.0.0.1", unused_port), 10) as connection:
                connection.sendall(request)
                assert connection.recv(100)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=10)
    assert "request_refused" in told
    assert "Traceback" not in told
    assert TOKEN not in told


def test_what_could_not_start_is_found_before_anything_is_started(
    unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEPESCHE_ENDPOINT_TOKEN", raising=False)
    check(Endpoint())
    with pytest.raises(ConfigError, match="needs a token"):
        check(Endpoint(listen=f"127.0.0.1:{unused_port}"))
    monkeypatch.setenv("DEPESCHE_ENDPOINT_TOKEN", TOKEN)
    check(Endpoint(listen=f"127.0.0.1:{unused_port}"))
    with socket.create_server(("127.0.0.1", unused_port)), pytest.raises(ConfigError, match="already in use"):
        check(Endpoint(listen=f"127.0.0.1:{unused_port}"))
