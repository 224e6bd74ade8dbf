"""A web server that does to its visitors what servers do, and worse: one named behaviour per path.

Each behaviour is a function that gets the connection after the request was read; TABLE says what a poll comes to.
"""

import contextlib
import gzip
import socket
import ssl
import struct
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from email.utils import formatdate
from pathlib import Path

FEED = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Wire</title><link>https://wire.example/</link>
<item><title>Bridge open</title><guid>one</guid><description>The bridge is open again.</description></item>
<item><title>Talks held</title><guid>two</guid><description>The two sides met on Monday.</description></item>
</channel></rss>"""
BOMB = b"<rss>" + b" " * 100_000_000
BILLION = b"""<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0">
<channel><item><title>&b;</title></item></channel></rss>"""
RETRY_S = 1_800

Behaviour = Callable[[socket.socket], None]


def answer(status: str, body: bytes = b"", *headers: str, length: int | None = None) -> Behaviour:
    """Send a whole answer; `length` is what is announced, where that is another than the truth."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers, "", ""]
    return raw("\r\n".join(lines).encode("latin-1") + body)


def raw(data: bytes) -> Behaviour:
    def send(connection: socket.socket) -> None:
        connection.sendall(data)

    return send


def endless(start: bytes, more: bytes, pause_s: float = 0.0) -> Behaviour:
    """Send `more` until nobody listens."""

    def send(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(more)
            time.sleep(pause_s)

    return send


def stalled(start: bytes) -> Behaviour:
    """Send `start`, then nothing, and keep the connection."""

    def send(connection: socket.socket) -> None:
        connection.sendall(start)
        while connection.recv(1000):
            pass

    return send


def reset(connection: socket.socket) -> None:
    """Begin an answer and throw the connection away."""
    connection.sendall(OK + b"Content-Length: 1000\r\n\r\n<rss")
    time.sleep(0.05)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def redirect(target: str, status: str = "302 Found") -> Behaviour:
    return answer(status, b"", f"Location: {target}")


def feed(*headers: str, body: bytes = FEED) -> Behaviour:
    return answer("200 OK", body, *headers)


class Early:
    """Answers when it knows the headers, without reading the body, and closes."""

    def __init__(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour

    def __call__(self, connection: socket.socket) -> None:
        self._behaviour(connection)


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
GZIP = "Content-Encoding: gzip"
PACKED_BOMB = gzip.compress(BOMB)

# name -> behaviour, and what a poll comes to
TABLE: dict[str, tuple[Behaviour, str]] = {
    # Does not answer, or not in time
    "accepts_and_closes": (raw(b""), "connection"),
    "says_nothing": (stalled(b""), "timeout"),
    "drips_the_status_line": (endless(b"HTTP/1.1 200 ", b"O", 0.05), "timeout"),
    "drips_headers": (endless(OK, b"X-A: b\r\n", 0.05), "timeout"),
    "stalls_in_the_headers": (stalled(OK + b"Content-Type: te"), "timeout"),
    "drips_the_body": (endless(OK + b"Content-Length: 9999\r\n\r\n", b"<", 0.05), "timeout"),
    "stalls_in_the_body": (stalled(OK + b"Content-Length: 9999\r\n\r\n<rss>"), "timeout"),
    "drips_chunks": (endless(CHUNKED, b"1\r\n<\r\n", 0.05), "timeout"),
    "drips_informational_answers": (endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.05), "timeout"),
    # Does not end
    "endless_body": (endless(OK + b"\r\n", b" " * 60_000), "too_large"),
    "endless_chunks": (endless(CHUNKED, b"1000\r\n" + b" " * 0x1000 + b"\r\n"), "too_large"),
    "endless_informational_answers": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 999), "too_large"),
    "endless_headers": (endless(OK, b"X-A: b\r\n" * 999), "protocol"),
    "endless_header_line": (endless(OK + b"X-A: ", b"b" * 9999), "protocol"),
    "endless_chunk_header": (endless(CHUNKED + b"5;", b"a" * 9999), "protocol"),
    "endless_trailers": (endless(CHUNKED + b"0\r\n", b"X-A: b\r\n" * 999), "protocol"),
    "announces_a_terabyte": (answer("200 OK", b"<rss>", length=10**12), "too_large"),
    "announces_more_than_a_number_holds": (answer("200 OK", b"<rss>", length=10**30), "protocol"),
    # No HTTP
    "garbage": (raw(b"\0\xff\x13\x37" * 99), "protocol"),
    "speaks_another_protocol": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "connection"),
    "answers_without_status_line": (raw(FEED + b"\r\n\r\n"), "protocol"),
    "status_that_is_no_number": (raw(b"HTTP/1.1 OK\r\n\r\n"), "protocol"),
    "negative_length": (answer("200 OK", FEED, length=-1), "protocol"),
    "two_lengths": (feed("Content-Length: 7"), "protocol"),
    "control_character_in_a_header": (feed('ETag: "a\0b"'), "protocol"),
    "header_without_colon": (feed("no colon"), "protocol"),
    "bad_chunk_size": (raw(CHUNKED + b"xyz\r\n"), "protocol"),
    # Less, more or other than it says
    "shorter_than_announced": (answer("200 OK", FEED, length=len(FEED) + 9), "incomplete"),
    "closes_in_a_chunk": (raw(CHUNKED + b"1000\r\n<rss>"), "incomplete"),
    "closes_between_chunks": (raw(CHUNKED + b"5\r\n<rss>\r\n"), "incomplete"),
    "closes_in_the_headers": (raw(OK + b"X-A: b\r\n"), "connection"),
    "resets_the_connection": (reset, "connection"),
    "longer_than_announced": (raw(OK + b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED + b"<more/>"), "items"),
    "body_until_the_end_of_the_connection": (raw(OK + b"\r\n" + FEED), "items"),
    # Packed
    "gzip_bomb": (feed(GZIP, body=PACKED_BOMB), "too_large"),
    "deflate_bomb": (feed("Content-Encoding: deflate", body=zlib.compress(BOMB)), "too_large"),
    "gzip_bomb_that_does_not_say_so": (feed("Content-Type: application/gzip", body=PACKED_BOMB), "too_large"),
    "gzip_cut_off": (feed(GZIP, body=gzip.compress(FEED)[:-20]), "incomplete"),
    "gzip_broken": (feed(GZIP, body=gzip.compress(FEED)[:30] + b"\xff" * 99), "bad_encoding"),
    "gzip_with_padding": (feed(GZIP, body=gzip.compress(FEED) + b"\0" * 512), "items"),
    "gzip_in_two_parts": (feed(GZIP, body=gzip.compress(FEED[:99]) + gzip.compress(FEED[99:])), "items"),
    "says_gzip_sends_text": (feed(GZIP), "items"),
    "deflate_without_frame": (feed("Content-Encoding: deflate", body=zlib.compress(FEED, wbits=-15)), "items"),
    "an_encoding_that_was_not_asked_for": (feed("Content-Encoding: br"), "bad_encoding"),
    # Sends elsewhere
    "redirects_to_itself": (redirect("/redirects_to_itself"), "too_many_redirects"),
    "redirects_to_a_file": (redirect("file:///etc/passwd"), "refused_address"),
    "redirects_to_the_metadata": (redirect("http://169.254.169.254/latest/meta-data/"), "refused_address"),
    "redirects_to_the_metadata_as_a_number": (redirect("http://2852039166/"), "refused_address"),
    "redirects_to_a_private_network": (redirect("http://10.0.0.1/"), "refused_address"),
    "redirects_to_ipv6_loopback": (redirect("http://[::1]/"), "refused_address"),
    "redirects_to_carried_ipv4": (redirect("http://[64:ff9b::a00:1]/"), "refused_address"),
    "redirects_to_nobody": (redirect("http://nobody.invalid/"), "dns"),
    "redirects_to_nonsense": (redirect("http://[zz/"), "bad_address"),
    "redirects_to_a_port_that_is_none": (redirect("http://127.0.0.1:99999/"), "bad_address"),
    "redirects_with_a_password": (redirect("http://a:b@127.0.0.1/"), "bad_address"),
    "redirects_nowhere": (answer("302 Found"), "status_302"),
    "redirects_to_a_name_with_umlaut": (redirect("/good?q=\xc3\xbc"), "items"),
    # Statuses
    "unchanged_without_being_asked": (answer("304 Not Modified"), "status_304"),
    "no_content": (raw(b"HTTP/1.1 204 No Content\r\n\r\n"), "status_204"),
    "forbidden": (answer("403 Forbidden", FEED), "status_403"),
    "not_found": (answer("404 Not Found", FEED), "status_404"),
    "gone": (answer("410 Gone"), "gone"),
    "too_many_requests": (answer("429 Too Many Requests", b"", f"Retry-After: {RETRY_S}"), "status_429"),
    "broken_server": (answer("500 Oops", PACKED_BOMB, GZIP), "status_500"),
    "unknown_status": (answer("999 Denied"), "status_999"),
    # Another document
    "html": (feed("Content-Type: application/rss+xml", body=b"<!DOCTYPE html><html><p>Hello</p></html>"), "html"),
    "nothing": (feed(body=b""), "no_content"),
    "blanks": (feed(body=b" \n" * 99), "no_content"),
    "picture": (feed("Content-Type: text/xml", body=b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 99), "not_text"),
    "entities": (feed(body=BILLION), "entities"),
    "opml": (feed(body=b'<opml version="2.0"><body><outline text="a"/></body></opml>'), "not_a_feed"),
    "other_json": (feed(body=b'{"error": "no such feed"}'), "not_a_feed"),
    "another_content_type": (feed("Content-Type: image/png"), "items"),
    "cut_off_document": (feed(body=FEED[:-60]), "items"),
    "no_items": (feed(body=b'<rss version="2.0"><channel><title>Wire</title></channel></rss>'), "empty"),
    "good": (feed('ETag: W/"1\xe4"', "Last-Modified: Mon, 07 Sep 2026 06:00:00 GMT"), "items"),
}


class Newsroom:
    """A feed that grows, and answers 304 to who knows it as it is."""

    def __init__(self) -> None:
        self.items: list[str] = []  # titles, oldest first
        self.unchanged = 0

    def add(self, *titles: str, age_s: float = 0.0, dated: bool = True) -> None:
        """Publish items, `age_s` seconds ago as they say."""
        date = f"<pubDate>{formatdate(time.time() - age_s)}</pubDate>" if dated else ""
        self.items += [
            f"<item><guid>{title}</guid><title>{title}</title><description>About {title}.</description>{date}</item>"
            for title in titles
        ]

    def __call__(self, connection: socket.socket, headers: dict[str, str]) -> None:
        etag = f'"{len(self.items)}"'
        if headers.get("if-none-match") == etag:
            self.unchanged += 1
            answer("304 Not Modified", b"", f"ETag: {etag}")(connection)
        else:
            head = '<rss version="2.0"><channel><title>Newsroom</title>'
            body = f"{head}{''.join(reversed(self.items))}</channel></rss>"
            feed(f"ETag: {etag}", body=body.encode())(connection)


class Server:
    """Serves a table on a port of all loopback addresses, each connection in a thread; also a context manager."""

    def __init__(self, table: Mapping[str, Behaviour | Newsroom], tls: ssl.SSLContext | None = None) -> None:
        self.table = dict(table)
        self.requests: list[tuple[str, dict[str, str]]] = []  # path and headers
        self.bodies: list[bytes] = []
        self._tls = tls
        self._socket = socket.create_server(("", 0), backlog=200)
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self.port = self._socket.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> "Server":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._open.add(connection)
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:  # the visitor has gone
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            path, headers, rest = _request(connection)
            behaviour = self.table.get(path.lstrip("/").partition("?")[0], answer("404 Not Found"))
            if not isinstance(behaviour, Early):
                self.bodies.append(_body(connection, rest, int(headers.get("content-length", 0))))
            self.requests.append((path, headers))
            behaviour(connection, headers) if isinstance(behaviour, Newsroom) else behaviour(connection)
        self._open.discard(connection)


def _request(connection: socket.socket) -> tuple[str, dict[str, str], bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(10_000)
        if not piece:
            raise OSError("no request")
        data += piece
        if data[:1] == b"\x16":  # TLS: a plain server answers in plain text
            return "/good", {}, b""
    head, _, rest = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines if line)
    return first.split()[1], {name.lower(): value for name, _, value in pairs}, rest


def _body(connection: socket.socket, rest: bytes, length: int) -> bytes:
    while len(rest) < length:
        piece = connection.recv(1_000_000)
        if not piece:
            raise OSError("no body")
        rest += piece
    return rest


def own_certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context
