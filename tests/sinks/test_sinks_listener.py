"""The receiver for trying: it takes what is signed, refuses what is not, and is not held up by anybody."""

import ipaddress
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from helpers import wait_until
from sinks_helpers import ATTACK, OLD_SECRET, SECRET, TALKS, receiver, sinks

from worker.errors import ConfigError
from worker.http import Client, Response
from worker.sinks import signing
from worker.sinks.listener import LARGEST, Heard, Listener

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")


@contextmanager
def listening(*secrets: str) -> Iterator[tuple[str, list[Heard]]]:
    heard: list[Heard] = []
    with Listener(0, map(signing.key_of, secrets), heard.append) as listener:
        thread = threading.Thread(target=listener.serve_forever, args=[0.01])
        thread.start()
        try:
            yield listener.url, heard
        finally:
            listener.shutdown()
            thread.join()


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    answer = Client([LOOPBACK]).post(url, body, headers, 10.0)
    assert isinstance(answer, Response), answer
    return answer.status


def port_of(url: str) -> int:
    return int(url.rstrip("/").rpartition(":")[2])


def told(heard: list[Heard]) -> Heard:
    return wait_until(lambda: heard and heard.pop(), "the delivery was told")


def test_it_takes_what_our_own_sinks_send() -> None:
    now = datetime.now(UTC)
    with listening(SECRET) as (url, heard):
        assert sinks().send(receiver(url=url, secret_env="BOTH"), "e-1", [ATTACK], now).status == 204
        assert told(heard) == Heard(
            "e-1", True, None, "application/cloudevents+json; charset=utf-8", json.loads(ATTACK)
        )
        assert sinks().send(receiver(url=url, secret_env="DESK"), "b-1", [ATTACK, TALKS], now).status == 204
        assert told(heard).body == [json.loads(ATTACK), json.loads(TALKS)]


@pytest.mark.parametrize(
    ("secret", "minutes", "problem"),
    [
        (OLD_SECRET, 0, "none of its signatures is ours"),
        (SECRET, -6, "its timestamp is more than 5 minutes off"),
        (None, 0, "it has no webhook-signature"),
    ],
)
def test_it_refuses_what_does_not_prove_who_sent_it(secret: str | None, minutes: int, problem: str) -> None:
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    keys = [signing.key_of(secret)] if secret else []
    with listening(SECRET) as (url, heard):
        assert post(url, b"{}", signing.headers(keys, "e-1", at, b"{}")) == 401
        assert told(heard) == Heard("e-1", False, problem, "", {})


def test_without_a_secret_it_takes_everything_and_says_that_it_checked_nothing() -> None:
    with listening() as (url, heard):
        assert post(url, b"\xffno json", {}) == 204
        assert told(heard) == Heard("", None, None, "", "\ufffdno json")
        assert post(url, b"[" * 200_000, {}) == 204
        assert told(heard).body == "[" * 200_000


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (f"Content-Length: {LARGEST + 1}", 413),
        ("Content-Length: " + "9" * 5_000, 413),
        ("Content-Length: -1", 411),
        ("Transfer-Encoding: chunked", 411),
    ],
)
def test_what_is_too_large_or_of_no_length_is_refused_unread(header: str, status: int) -> None:
    with listening() as (url, heard), socket.create_connection(("127.0.0.1", port_of(url))) as raw:
        raw.sendall(f"POST / HTTP/1.1\r\n{header}\r\n\r\n".encode())
        assert f" {status} ".encode() in raw.recv(100)
        assert not heard


def test_who_goes_away_or_says_nothing_holds_nobody_up(capfd: pytest.CaptureFixture[str]) -> None:
    with listening() as (url, heard):
        port = port_of(url)
        with socket.create_connection(("127.0.0.1", port)) as half:
            half.sendall(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n123")
        with socket.create_connection(("127.0.0.1", port)):
            assert post(url, b"{}", {}) == 204
            assert told(heard).body == {}
        assert not heard
    assert capfd.readouterr().err == ""


def test_a_port_that_is_taken_is_told_in_one_line() -> None:
    with listening() as (url, _), pytest.raises(ConfigError, match="Address already in use"):
        Listener(port_of(url), [], print)


def test_it_listens_where_it_is_told_to() -> None:
    with Listener(0, [], print, "127.0.0.2") as listener:
        assert listener.url.startswith("http://127.0.0.2:")
