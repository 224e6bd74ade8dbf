"""A small receiver, for trying: it checks signatures as any receiver should and tells what came."""

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from worker.errors import ConfigError
from worker.sinks import signing

HOST = "127.0.0.1"
LARGEST = 10_000_000  # bytes of a body
IDLE_S = 10.0


@dataclass(frozen=True)
class Heard:
    """A delivery as it came. `verified` is None where there is no secret to check it with; else `problem` says why not.

    `body` is the JSON in it, or the text.
    """

    id: str
    verified: bool | None
    problem: str | None
    content_type: str
    body: Any


class Listener(ThreadingHTTPServer):
    """Listens on `host` and calls `heard` with each delivery, one at a time. Raises ConfigError where it cannot."""

    daemon_threads = True

    def __init__(self, port: int, keys: Iterable[bytes], heard: Callable[[Heard], None], host: str = HOST) -> None:
        self.keys = tuple(keys)
        self._heard = heard
        self._lock = threading.Lock()
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            raise ConfigError(f"port {port} of {host}: {error.strerror}") from error

    @property
    def url(self) -> str:
        """Where deliveries are to be sent."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/"

    def tell(self, heard: Heard) -> None:
        """Pass a delivery on."""
        with self._lock:
            self._heard(heard)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of whoever went away."""


class _Handler(BaseHTTPRequestHandler):
    timeout = IDLE_S
    server: Listener

    def do_POST(self) -> None:
        """Take a delivery: 204 when it is ours, 401 when it is not, or what is wrong with the request."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()):
            self._answer(411)
        elif len(length) > 9 or int(length) > LARGEST:
            self._answer(413)
        else:
            body = self.rfile.read(int(length))
            if len(body) == int(length):
                heard = self._checked(body)
                self._answer(401 if heard.verified is False else 204)
                self.server.tell(heard)

    def _checked(self, body: bytes) -> Heard:
        headers = {name.lower(): value for name, value in self.headers.items()}
        verified, problem = None, None
        if self.server.keys:
            try:
                signing.verify(self.server.keys, headers, body, datetime.now(UTC))
                verified = True
            except signing.SignatureError as error:
                verified, problem = False, str(error)
        return Heard(headers.get(signing.ID, ""), verified, problem, headers.get("content-type", ""), _read(body))

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what came is told by the listener."""


def _read(body: bytes) -> Any:
    text = body.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
