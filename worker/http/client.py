"""The client: one request with all that follows from it."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version

import httpcore2
import httpx2

from worker.http import body
from worker.http.addresses import Network
from worker.http.connection import Guard
from worker.http.records import Failure, FetchError, Limits, Outcome, Response, Validators
from worker.http.urls import joined, parsed

PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)
DEFAULT = Limits()
RECEIVED_OF_POST = 200_000  # bytes: the largest head that the parser takes, and what is read of a body


class Client:
    """Asks for pages of strangers and sends to receivers. Keeps no connections, no cookies; threads may share it.

    `allowed` are networks that are open besides the public ones. `contact`, the address of a page or a mailbox, stands
    in the User-Agent, so that whoever runs a server can tell who asks. Proxies of the environment are not used: they
    would be connected to in place of what was judged.
    """

    def __init__(self, allowed: Iterable[Network] = (), contact: str | None = None, limits: Limits = DEFAULT) -> None:
        self._allowed = tuple(allowed)
        self._limits = limits
        self._headers = {
            "User-Agent": f"depesche/{version('depesche')}" + (f" (+{contact})" if contact else ""),
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        self._tls = httpcore2.default_ssl_context()

    def get(
        self, url: str, headers: Mapping[str, str] | None = None, validators: Validators | None = None
    ) -> Response | Failure:
        """Ask for `url`, following redirects; all of it takes at most `Limits.total_s`.

        `validators` are sent to the address that gave them, which may then answer 304.
        """
        deadline = time.monotonic() + self._limits.total_s
        return _tried(lambda: self._follow(parsed(url), self._headers | dict(headers or {}), validators, deadline))

    def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_s: float) -> Response | Failure:
        """Send `body` to `url`; all of it, the answer included, takes at most `timeout_s`.

        The status is the answer: redirects are not followed, and of the body whatever comes is given, at most
        body.KEPT bytes, as it was sent. `headers` are printable ASCII.
        """
        limits = Limits(min(self._limits.connect_s, timeout_s), timeout_s, timeout_s, RECEIVED_OF_POST)
        deadline = time.monotonic() + timeout_s
        return _tried(lambda: self._send(parsed(url), body, self.headers_of(body, headers), limits, deadline))

    def headers_of(self, content: bytes, headers: Mapping[str, str]) -> dict[str, str]:
        """Return the headers that `post` sends with `content`, but for Host; those given go before its own."""
        given = {name.lower() for name in headers}
        own = self._headers | {"Accept-Encoding": "identity", "Content-Length": str(len(content))}
        return {name: value for name, value in own.items() if name.lower() not in given} | dict(headers)

    def _follow(
        self, url: httpx2.URL, headers: dict[str, str], validators: Validators | None, deadline: float
    ) -> Response:
        permanent: str | None = None
        only_permanent = True
        for _ in range(self._limits.redirects + 1):
            conditional = validators.headers() if validators and validators.url == str(url) else {}
            response = self._ask(url, headers | conditional, permanent, deadline)
            target = response.headers.get("location")
            if response.status not in REDIRECTS or not target:
                return response
            url = joined(url, target)
            only_permanent = only_permanent and response.status in PERMANENT
            permanent = str(url) if only_permanent else permanent
        raise FetchError("too_many_redirects", f"more than {self._limits.redirects} redirects")

    def _ask(self, url: httpx2.URL, headers: dict[str, str], permanent: str | None, deadline: float) -> Response:
        with self._answer("GET", url, headers, None, self._limits, deadline) as answer:
            received = _headers(answer.headers)
            content = body.read(answer.iter_stream(), received, self._limits) if answer.status == 200 else b""
            return Response(answer.status, received, str(url), permanent, content)

    def _send(
        self, url: httpx2.URL, content: bytes, headers: dict[str, str], limits: Limits, deadline: float
    ) -> Response:
        with self._answer("POST", url, headers, content, limits, deadline) as answer:
            return Response(answer.status, _headers(answer.headers), str(url), None, body.start(answer.iter_stream()))

    @contextmanager
    def _answer(
        self,
        method: str,
        url: httpx2.URL,
        headers: dict[str, str],
        content: bytes | None,
        limits: Limits,
        deadline: float,
    ) -> Iterator[httpcore2.Response]:
        """One request, over a connection of its own."""
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        sent = [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in headers.items()]
        with (
            httpcore2.ConnectionPool(self._tls, network_backend=Guard(self._allowed, limits, deadline)) as pool,
            pool.stream(method, target, headers=[(b"Host", url.netloc), *sent], content=content) as answer,
        ):
            yield answer


def _tried(ask: Callable[[], Response]) -> Response | Failure:
    try:
        return ask()
    except FetchError as trouble:
        return Failure(trouble.outcome, trouble.detail)
    except (httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
        return Failure(*_named(str(error)))


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Of a header that comes twice the first counts, but for the one that is a list."""
    found: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        before = found.get(name)
        found[name] = value if before is None else f"{before}, {value}" if name == "cache-control" else before
    return found


def _named(error: str) -> tuple[Outcome, str]:
    """Tell from the words of h11, the parser below, what the server did."""
    if "without sending a response" in error:
        return "connection", "the server closed the connection before it answered"
    if "closed" in error:
        return "incomplete", "the connection was closed before all of it had come"
    return "protocol", " ".join(error.split())[:300]
