"""What the client is told and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from worker.errors import DepescheError

Outcome = Literal[
    "bad_address",  # not the http or https address of a page
    "refused_address",  # it leads where no stranger may send this program
    "dns",
    "connection",  # not reachable, refused, or closed before it answered
    "tls",
    "timeout",
    "protocol",  # no proper HTTP
    "too_large",
    "incomplete",  # less than was announced
    "bad_encoding",  # packed in a way that was not asked for, or broken
    "too_many_redirects",
]

LONGEST_VALIDATOR = 1_000  # characters; a longer one is not sent back


@dataclass(frozen=True)
class Limits:
    """How long a request may take, in seconds, and how much may come, in bytes."""

    connect_s: float = 10.0
    read_s: float = 25.0  # between two arrivals; a page that is made when asked for may take twenty
    total_s: float = 30.0
    received: int = 5_000_000  # as sent, headers included
    unpacked: int = 10_000_000
    redirects: int = 5


@dataclass(frozen=True)
class Validators:
    """What a server gave to ask later whether `url` changed; sent back as it came, and to that address alone."""

    url: str
    etag: str | None = None
    modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Return the headers of a conditional request."""
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.modified))
        return {name: value for name, value in pairs if value}


@dataclass(frozen=True)
class Response:
    """An answer. `body` is unpacked, and empty unless the status is 200; of a `post`, how it begins, as it was sent.

    `headers` are by lower-case name. `url` is where the answer came from; `permanent` is where the address asked for
    has moved to for good, None where it has not.
    """

    status: int
    headers: Mapping[str, str]
    url: str
    permanent: str | None
    body: bytes

    @property
    def validators(self) -> Validators | None:
        """What to ask with the next time, None where the server gave nothing."""
        etag, modified = self._short("etag"), self._short("last-modified")
        return Validators(self.url, etag, modified) if etag or modified else None

    def _short(self, name: str) -> str | None:
        value = self.headers.get(name)
        return value if value and len(value) <= LONGEST_VALIDATOR else None


@dataclass(frozen=True)
class Failure:
    """No answer that can be used; `detail` says in one line what happened."""

    outcome: Outcome
    detail: str


class FetchError(DepescheError):
    """How the parts of this package say what happened; the client makes a Failure of it."""

    def __init__(self, outcome: Outcome, detail: object) -> None:
        self.outcome: Outcome = outcome
        self.detail = " ".join(str(detail).split())[:300]
        super().__init__(self.detail)
