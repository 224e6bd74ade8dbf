"""The socket under a request: where it may lead, how long it may take, how much may come."""

import contextlib
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore2

from worker.http.addresses import Network, is_permitted
from worker.http.records import FetchError, Limits


class Guard(httpcore2.NetworkBackend):
    """Connects to permitted addresses alone; what it connects keeps to `limits` and ends at `deadline` (monotonic)."""

    def __init__(self, allowed: tuple[Network, ...], limits: Limits, deadline: float) -> None:
        self._allowed = allowed
        self._limits = limits
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Look `host` up, refuse it when any of its addresses is not permitted, else connect to one that answers."""
        until = min(self._deadline, time.monotonic() + self._limits.connect_s)
        addresses = _look_up(host, port, until)
        for address in addresses:
            if not is_permitted(address, self._allowed):
                raise FetchError("refused_address", f"{host} is {address}, which is not a public address")
        return _Stream(_connect(addresses, port, until), self._limits, self._deadline)


class _Stream(httpcore2.NetworkStream):
    """A connection that counts what comes and knows when it must be over."""

    def __init__(self, connection: socket.socket, limits: Limits, deadline: float) -> None:
        self._socket = connection
        self._limits = limits
        self._deadline = deadline
        self._received = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, at most `max_bytes`; b"" at the end."""
        with _translated():
            self._socket.settimeout(_left(self._deadline, self._limits.read_s))
            data = self._socket.recv(max_bytes)
        self._received += len(data)
        if self._received > self._limits.received:
            raise FetchError("too_large", f"more than {self._limits.received:,} bytes were sent")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`. WriteError says that the other side took no more: it may have answered already."""
        try:
            with _translated():
                self._socket.settimeout(_left(self._deadline, self._limits.read_s))
                self._socket.sendall(buffer)
        except FetchError as trouble:
            if trouble.outcome == "connection":
                raise httpcore2.WriteError(trouble.detail) from trouble
            raise

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go on encrypted, with a server that proves to be `server_hostname`."""
        try:
            with _translated():
                self._socket.settimeout(_left(self._deadline, self._limits.connect_s))
                self._socket = ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
        except FetchError:
            self._socket.close()
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        """Return nothing: what is asked for here matters to HTTP/2 and to connections that are kept."""
        return None


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Raise what sockets raise as FetchError."""
    try:
        yield
    except TimeoutError as error:
        raise FetchError("timeout", "the server took too long") from error
    except ssl.SSLCertVerificationError as error:
        raise FetchError("tls", f"its certificate is not valid: {error.verify_message}") from error
    except ssl.SSLError as error:
        raise FetchError("tls", error.reason or error) from error
    except OSError as error:
        raise FetchError("connection", error.strerror or error) from error


def _left(deadline: float, most: float) -> float:
    """Return how long to wait now, in seconds."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return min(left, most)


def _look_up(host: str, port: int, until: float) -> tuple[str, ...]:
    """Return the addresses of `host`. The system's look-up knows no time limit: it runs in a thread that is left."""
    answers: queue.SimpleQueue[list[Any] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:  # UnicodeError: an empty label, or one of more than 63 letters
            answers.put(error)

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        found = answers.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty as error:
        raise FetchError("timeout", f"looking up {host} took too long") from error
    if isinstance(found, Exception):
        raise FetchError("dns", f"{host} is not known: {getattr(found, 'strerror', None) or found}") from found
    return tuple(dict.fromkeys(str(ipaddress.ip_address(entry[4][0].partition("%")[0])) for entry in found))


def _connect(addresses: tuple[str, ...], port: int, until: float) -> socket.socket:
    """Connect to the first address that answers; each has its share of the time."""
    trouble = FetchError("dns", "it has no address")
    for number, address in enumerate(addresses):
        try:
            with _translated():
                return socket.create_connection((address, port), _left(until, 1e9) / (len(addresses) - number))
        except FetchError as error:
            trouble = error
    raise trouble
