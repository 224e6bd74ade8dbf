"""Whatever a client does, it gets a named answer or is cut off, and the next one is served."""

import contextlib
import socket
import struct
import time
from collections.abc import Callable, Iterator

import pytest
from endpoint_helpers import PATIENCE_S, TOKEN, Endpoint, endpoint

from worker.endpoint.limits import Limits
from worker.store import RedisServer, Store

LIMITS = Limits(body=100_000, body_s=0.6, at_once=2, wait_s=0.4, request_s=1.2, answer_s=1.2, connections=200)
MOST_MEMORY_KB = 30_000  # more than before

Client = Callable[[socket.socket], None]
CUT = 0  # the connection ends without an answer


def head(*lines: str, kind: str = "application/json", token: str = TOKEN, method: str = "POST") -> bytes:
    given = [f"{method} /articles HTTP/1.1", "Host: x", f"Authorization: Bearer {token}", f"Content-Type: {kind}"]
    return "\r\n".join([*given, *lines, "", ""]).encode("latin-1")


def sends(*parts: bytes) -> Client:
    """Send everything, then wait for what comes."""

    def act(connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)

    return act


def endless(start: bytes, more: bytes, pause_s: float = 0.0) -> Client:
    """Send until the other side has had enough."""

    def act(connection: socket.socket) -> None:
        connection.sendall(start)
        connection.setblocking(False)
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and not _readable(connection):
            with contextlib.suppress(BlockingIOError):
                connection.send(more)
            time.sleep(pause_s)
        connection.settimeout(PATIENCE_S)

    return act


def _readable(connection: socket.socket) -> bool:
    try:
        connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    return True


def gone_after(start: bytes) -> Client:
    """Send a beginning and say that this was all."""

    def act(connection: socket.socket) -> None:
        connection.sendall(start)
        connection.shutdown(socket.SHUT_WR)

    return act


def reset_after(start: bytes) -> Client:
    """Send a beginning and break the connection."""

    def act(connection: socket.socket) -> None:
        connection.sendall(start)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return act


CHUNKED = "Transfer-Encoding: chunked"
CHUNK = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
BODY = b'{"id": "a1", "text": "Text."}'
LENGTH = f"Content-Length: {len(BODY)}"

# name -> what the client does, and what it gets
TABLE: dict[str, tuple[Client, int]] = {
    # Says nothing, or not enough
    "says_nothing": (sends(), CUT),
    "goes_at_once": (gone_after(b""), CUT),
    "resets_at_once": (reset_after(b""), CUT),
    "half_a_head": (sends(b"POST /articles HT"), CUT),
    "drips_its_head": (endless(b"POST /articles HTTP/1.1\r\n", b"X-A: b\r\n", 0.05), CUT),
    "no_body": (sends(head()), 400),
    "body_of_length_zero": (sends(head("Content-Length: 0")), 400),
    "body_that_never_comes": (sends(head(LENGTH)), 408),
    "body_that_stalls": (sends(head(LENGTH), BODY[:9]), 408),
    "drips_its_body": (endless(head("Content-Length: 9999"), b" ", 0.02), 408),
    "drips_chunks": (endless(head(CHUNKED), b"1\r\n \r\n", 0.02), 408),
    "asks_whether_to_go_on_and_does_not": (sends(head(LENGTH, "Expect: 100-continue")), 100),
    "goes_in_the_middle_of_its_body": (gone_after(head(LENGTH) + BODY[:9]), CUT),
    "resets_in_the_middle_of_its_body": (reset_after(head(LENGTH) + BODY[:9]), CUT),
    # Says too much
    "endless_chunks": (endless(head(CHUNKED), CHUNK), 413),
    "endless_chunks_without_token": (endless(head(CHUNKED, token="no"), CHUNK), 401),
    "body_over_the_limit": (sends(head("Content-Length: 100001"), b"a" * 100_001), 413),
    "announces_a_terabyte": (sends(head(f"Content-Length: {10**12}")), 413),
    "announces_more_than_a_number_holds": (sends(head(f"Content-Length: {10**30}")), 400),
    "endless_head": (endless(b"POST /articles HTTP/1.1\r\n", b"X-A: b\r\n" * 999), 400),
    "endless_header": (endless(b"POST /articles HTTP/1.1\r\nX-A: ", b"b" * 9999), 400),
    "endless_address": (endless(b"POST /articles?source=", b"b" * 9999), 400),
    "endless_chunk_head": (endless(head(CHUNKED) + b"5;", b"a" * 9999), 400),
    "endless_trailers": (endless(head(CHUNKED) + b"0\r\n", b"X-A: b\r\n" * 999), 400),
    "pipelines": (endless(b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 99, 0.05), 200),
    # Says what is no HTTP
    "negative_length": (sends(head("Content-Length: -1")), 400),
    "length_that_is_no_number": (sends(head("Content-Length: many")), 400),
    "two_lengths": (sends(head(LENGTH, "Content-Length: 7"), BODY), 400),
    "length_too_short": (sends(head("Content-Length: 7"), BODY), 400),
    "length_too_long": (sends(head("Content-Length: 70"), BODY), 408),
    "bad_chunk": (sends(head(CHUNKED), b"xyz\r\n"), 400),
    "unknown_transfer_encoding": (sends(head("Transfer-Encoding: gzip"), BODY), 400),
    "zero_byte_in_a_header": (sends(head("X-A: a\0b")), 400),
    "header_without_colon": (sends(head("no colon")), 400),
    "no_host": (sends(b"GET /healthz HTTP/1.1\r\n\r\n"), 400),
    "garbage": (sends(b"\0\xff\x13\x37" * 999), 400),
    "speaks_tls": (sends(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500), 400),
    "speaks_http_2": (sends(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 404),
    "status_line_of_an_answer": (sends(b"HTTP/1.1 200 OK\r\n\r\n"), 400),
    "method_of_its_own": (sends(head(LENGTH, method="STEAL"), BODY), 405),
    "wants_a_websocket": (sends(head("Upgrade: websocket", "Connection: Upgrade", method="GET")), 405),
    "wants_a_tunnel": (sends(b"CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n"), 404),
    # Says bad things in good HTTP
    "wrong_token": (sends(head(LENGTH, token="wrong"), BODY), 401),
    "token_of_other_bytes": (sends(head(LENGTH, token="\xff\xfe"), BODY), 401),
    "token_in_the_address": (sends(f"POST /articles?token={TOKEN} HTTP/1.1\r\nHost: x\r\n\r\n".encode()), 401),
    "two_tokens": (sends(head(LENGTH, f"Authorization: Bearer {TOKEN}", token="wrong"), BODY), 401),
    "invalid_utf_8": (sends(head("Content-Length: 4"), b'"\xc3("'), 400),
    "invalid_utf_8_that_says_it_is": (
        sends(head("Content-Length: 4", kind="text/plain; charset=utf-8"), b"a\xc3(\x98"),
        400,
    ),
    "charset_of_its_own": (sends(head(LENGTH, kind="text/plain; charset=rot13"), BODY), 202),
    "charset_that_is_none": (sends(head(LENGTH, kind="text/plain; charset*=x''%ff; charset=\xff"), BODY), 202),
    "deep_json": (sends(head("Content-Length: 99999"), b"[" * 99_999), 400),
    "deep_objects": (sends(head("Content-Length: 100000"), b'{"a":' * 20_000), 400),
    "huge_number": (sends(head("Content-Length: 99999"), b"9" * 99_999), 400),
    "not_a_number": (sends(head("Content-Length: 3"), b"NaN"), 422),
    "gzip": (sends(head(LENGTH, "Content-Encoding: gzip"), BODY), 415),
    "type_without_an_end": (sends(head(LENGTH, kind="application/json" + ";" * 5_000), BODY), 202),
    "broken_escapes_in_the_address": (sends(head(LENGTH).replace(b"articles", b"articles?source=%ff%zz%"), BODY), 202),
    "half_of_a_surrogate_pair": (sends(head("Content-Length: 34"), b'{"id": "\\ud800", "text": "\\udfff"}'), 422),
}


@pytest.fixture(scope="module")
def running(redis_server: RedisServer) -> Iterator[Endpoint]:
    with endpoint(redis_server.url, LIMITS) as started:
        yield started


@pytest.fixture(scope="module")
def clients() -> Iterator[dict[str, socket.socket]]:
    """All clients by name; in the end, each was cut off."""
    connections: dict[str, socket.socket] = {}
    yield connections
    left = [name for name, connection in connections.items() if not ended(connection)]
    for connection in connections.values():
        connection.close()
    assert left == []


@pytest.mark.parametrize("name", TABLE)
def test_every_client_is_answered_or_cut_off_and_the_next_one_served(
    name: str, running: Endpoint, store: Store, clients: dict[str, socket.socket]
) -> None:
    act, expected = TABLE[name]
    before = running.peak_kb
    connection = clients[name] = socket.create_connection(("127.0.0.1", running.port), PATIENCE_S)
    assert status_after(act, connection) == expected
    assert running.ask("GET", "/healthz").status == 200, "while the other is still connected"
    assert running.peak_kb - before < MOST_MEMORY_KB
    assert store.pending() <= 1


def status_after(act: Client, connection: socket.socket) -> int:
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        act(connection)
    if connection.fileno() < 0:
        return CUT
    try:
        line = connection.recv(12)
    except ConnectionResetError:
        return CUT
    return int(line.split()[1]) if line else CUT


def ended(connection: socket.socket) -> bool:
    """Read until the connection is over."""
    if connection.fileno() < 0:
        return True
    try:
        while connection.recv(65_536):
            pass
    except ConnectionResetError:
        pass
    except TimeoutError:
        return False
    return True


def test_connections_that_say_nothing_are_few_and_not_for_long(running: Endpoint) -> None:
    with contextlib.ExitStack() as stack:
        silent = [
            stack.enter_context(socket.create_connection(("127.0.0.1", running.port), PATIENCE_S))
            for _ in range(2 * LIMITS.connections)
        ]
        assert all(map(ended, silent))
        assert running.ask("GET", "/healthz").status == 200


def test_who_fetches_no_answer_is_cut_off(running: Endpoint, store: Store) -> None:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)  # so that few answers fill it
        connection.settimeout(PATIENCE_S)
        connection.connect(("127.0.0.1", running.port))
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            connection.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" * 1_000_000)
        assert running.ask("GET", "/healthz").status == 200


def test_bodies_that_wait_for_a_place_too_long_are_to_come_again(running: Endpoint) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(2 * LIMITS.at_once):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", running.port), PATIENCE_S))
            slow.sendall(head(LENGTH))
        answers = [running.post({"text": "Text."}) for _ in range(2)]
    assert {answer.status for answer in answers} <= {202, 503}
    assert running.post({"text": "Text."}).status == 202
