"""What is sent, and how the client fares with receivers that misbehave; TABLE in receiving.py names how."""

import ipaddress
import shutil
import socket
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from misbehaving import Server, answer, own_certificate
from receiving import TABLE

from worker.http import Client, Failure, Limits, Response, connection
from worker.http.body import KEPT

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
TIMEOUT_S = 0.6
LATE_S = 0.7  # how much later than its limit a request may end on a busy machine
BODY = b'{"a": "\xc3\xbc"}' * 100_000


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server({name: case.behaviour for name, case in TABLE.items()}) as running:
        yield running


@pytest.fixture
def client() -> Client:
    return Client([LOOPBACK], limits=Limits(connect_s=0.5))


@pytest.mark.parametrize("name", TABLE)
def test_every_misbehaviour_has_its_status_or_failure_in_time(name: str, server: Server, client: Client) -> None:
    began = time.monotonic()
    found = client.post(f"{server.url}/{name}", BODY, {}, TIMEOUT_S)
    assert time.monotonic() - began < TIMEOUT_S + LATE_S
    assert (found.outcome if isinstance(found, Failure) else found.status) == TABLE[name].comes, found
    assert isinstance(found, Failure) or len(found.body) <= KEPT


def test_what_is_sent_arrives_with_the_headers_that_say_so(server: Server, client: Client) -> None:
    server.requests.clear()
    server.bodies.clear()
    headers = {"Content-Type": "application/json", "user-agent": "desk/1"}
    assert isinstance(client.post(f"{server.url}/ok?key=1", BODY, headers, TIMEOUT_S), Response)
    ((path, arrived),) = server.requests
    assert (path, server.bodies) == ("/ok?key=1", [BODY])
    assert arrived == {
        "host": server.url.removeprefix("http://"),
        "content-type": "application/json",
        "user-agent": "desk/1",
        "content-length": str(len(BODY)),
        "accept-encoding": "identity",
        "connection": "close",
    }


def test_the_body_of_any_status_is_given_as_it_came(client: Client) -> None:
    with Server({"bad": answer("500 Oops", b"\x1f\x8bpacked?", "Content-Encoding: gzip")}) as server:
        found = client.post(f"{server.url}/bad", b"", {}, TIMEOUT_S)
    assert isinstance(found, Response)
    assert found.body == b"\x1f\x8bpacked?"


def test_a_large_answer_takes_little_memory_and_no_more_is_read(server: Server, client: Client) -> None:
    tracemalloc.start()
    try:
        found = client.post(f"{server.url}/endless_body", b"", {}, 30.0)
        assert isinstance(found, Response)
        assert len(found.body) == KEPT
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_redirects_are_not_followed(server: Server, client: Client) -> None:
    server.requests.clear()
    client.post(f"{server.url}/redirects_to_itself", b"", {}, TIMEOUT_S)
    assert len(server.requests) == 1


def test_loopback_is_refused_unless_it_is_allowed(server: Server) -> None:
    for url in (server.url, server.url.replace("127.0.0.1", "localhost"), "http://169.254.169.254/", "http://[::1]/"):
        failure = Client().post(f"{url}/ok", b"", {}, TIMEOUT_S)
        assert isinstance(failure, Failure)
        assert failure.outcome == "refused_address"


def test_a_name_with_one_private_address_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(connection.socket, "getaddrinfo", lambda *_, **__: found)
    failure = client.post("http://rebinding.example/", b"", {}, TIMEOUT_S)
    assert isinstance(failure, Failure)
    assert failure.outcome == "refused_address"


def test_a_receiver_that_reads_nothing_is_left_in_time(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        began = time.monotonic()
        failure = client.post(f"http://127.0.0.1:{deaf.getsockname()[1]}/", b"x" * 50_000_000, {}, TIMEOUT_S)
        assert time.monotonic() - began < TIMEOUT_S + LATE_S
    assert isinstance(failure, Failure)
    assert failure.outcome == "timeout"


def test_a_port_where_nobody_listens_and_a_name_that_nobody_has(client: Client, unused_port: int) -> None:
    refused = client.post(f"http://127.0.0.1:{unused_port}/", b"", {}, TIMEOUT_S)
    unknown = client.post("http://nobody.invalid/", b"", {}, 10.0)
    assert isinstance(refused, Failure)
    assert isinstance(unknown, Failure)
    assert (refused.outcome, unknown.outcome) == ("connection", "dns")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_certificate_that_nobody_vouches_for(client: Client, tmp_path: Path) -> None:
    with Server({"ok": answer("200 OK")}, own_certificate(tmp_path)) as server:
        failure = client.post(f"{server.url}/ok", BODY, {}, 10.0)
    assert isinstance(failure, Failure)
    assert failure.outcome == "tls"
    assert "certificate" in failure.detail
    assert not server.requests  # nothing of it was told


def test_tls_that_is_none(server: Server, client: Client) -> None:
    failure = client.post(server.url.replace("http:", "https:") + "/ok", b"", {}, TIMEOUT_S)
    assert isinstance(failure, Failure)
    assert failure.outcome == "tls"


def test_a_header_that_would_be_two_is_not_sent(server: Server, client: Client) -> None:
    server.requests.clear()
    failure = client.post(f"{server.url}/ok", b"", {"X-A": "b\r\nX-C: d"}, TIMEOUT_S)
    assert isinstance(failure, Failure)
    assert not server.requests
