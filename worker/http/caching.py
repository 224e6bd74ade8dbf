"""What the headers of an answer say about when to ask again (RFC 9111, RFC 9110 section 10.2.3)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_NUMBER = 9  # digits of seconds: more than thirty years

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d+)", re.IGNORECASE)
_AGAIN = re.compile(r"(?:^|[,\s])(no-cache|no-store)", re.IGNORECASE)


def fresh_s(headers: Mapping[str, str], now: datetime) -> float:
    """Return for how many seconds an answer is good, 0 where nothing is said or it is to be asked for each time.

    `headers` are by lower-case name. Cache-Control goes before Expires, which counts from the server's own Date.
    """
    control = headers.get("cache-control", "")
    if _AGAIN.search(control):
        return 0.0
    found = _MAX_AGE.search(control)
    if found:
        return max(0.0, _seconds(found[1]) - _seconds(headers.get("age", "")))
    expires = _date(headers.get("expires", ""))
    if expires is None:
        return 0.0
    return max(0.0, (expires - (_date(headers.get("date", "")) or now)).total_seconds())


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float:
    """Return how many seconds the server asks to be left alone, told as a number or a date; 0 where it does not ask."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return _seconds(value)
    date = _date(value)
    return max(0.0, (date - now).total_seconds()) if date else 0.0


def _seconds(digits: str) -> float:
    """Return a number of seconds; one that is too long means very long, one that is none means 0."""
    if not (digits.isascii() and digits.isdecimal()):
        return 0.0
    return float(digits) if len(digits) <= LONGEST_NUMBER else 10.0**LONGEST_NUMBER


def _date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
