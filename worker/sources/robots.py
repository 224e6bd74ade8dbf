"""What a site asks of robots (RFC 9309).

The rules of a site are kept as text: its own robots.txt, nothing where it has none, and a prohibition of everything
where it cannot be asked.
"""

from dataclasses import dataclass

from protego import Protego

from worker.feeds import DAY_S
from worker.http import Failure, Response

AGENT = "depesche"  # the product token that a site can name
LARGEST = 512_000  # bytes; RFC 9309 asks for 500 KiB at least
RETRY_S = 600  # where a site could not be asked
LONGEST_DELAY_S = 60.0
NOTHING_ALLOWED = "User-agent: *\nDisallow: /"


@dataclass(frozen=True)
class Rules:
    """The rules of a site as text, and for how many seconds they hold."""

    text: str
    ttl_s: int


def rules(answer: Response | Failure) -> Rules:
    """Return what follows from the answer of a site to the question for its /robots.txt."""
    if isinstance(answer, Failure) or answer.status == 429 or answer.status >= 500:
        return Rules(NOTHING_ALLOWED, RETRY_S)
    text = answer.body[:LARGEST].decode("utf-8", "replace") if answer.status == 200 else ""
    return Rules(text, DAY_S)


@dataclass(frozen=True)
class Permission:
    """May the page be fetched, and for how many seconds is its host to be left alone after that."""

    allowed: bool
    delay_s: float


def permission(text: str, url: str) -> Permission:
    """Return what the rules in `text` say about the page at `url`."""
    parsed = Protego.parse(text)
    delay_s = min(max(parsed.crawl_delay(AGENT) or 0.0, 0.0), LONGEST_DELAY_S)
    return Permission(parsed.can_fetch(url, AGENT), delay_s)
