"""When an event took place, and how two answers to that relate.

A text says "in the night to Monday", "on Monday" or nothing. A night has two dates and is told by either; without a
date the event lies shortly before the article, and what is announced lies after it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from schemas import When
from worker.identity.account import Account, AnyEvent

Sort = Literal["day", "night", "coarse", "range", "guess"]
Relation = Literal["same", "morning", "evening", "within", "possible", "vague", "apart", "unlike", "unknown"]

_COARSE = frozenset({"week", "month", "year"})
_MONTH = 31


@dataclass(frozen=True)
class Window:
    """The days from `start` to `end`, both inclusive.

    `coarse`: one of these days, the text does not say which. `range`: all of them. `guess`: the text gives no date.
    """

    start: date
    end: date
    sort: Sort


def window(account: Account[AnyEvent], before: int, after: int = 0) -> Window | None:
    """When the event took place; without a date from `before` days ahead of the telling to `after` days behind it.

    None where neither a date nor the day of a telling is known.
    """
    if account.event.when is not None:
        return _dated(account.event.when)
    days = account.days
    if not days:
        return None
    # Each telling bounds the event: what all of them allow is left.
    start, end = days[-1] - timedelta(before), days[0] + timedelta(after)
    return Window(min(start, end), end, "guess")


def told_by(when: Window | None, account: Account[AnyEvent]) -> Window | None:
    """The window without the days of a stretch that came after the first telling: what is told lies behind."""
    if when is None or when.sort not in ("coarse", "range") or not account.days:
        return when
    told = account.days[0]
    return replace(when, end=told) if when.start <= told < when.end else when


def relation(a: Window | None, b: Window | None) -> Relation:
    """How two windows relate.

    `same`: one day, one night or one stretch of days. `morning`, `evening`: a night, and the day after or before it.
    `within`: a day, and the week or month it lies in. `possible`: a guess that fits. `vague`: stretches that overlap,
    or a stretch and a guess. `apart`: two days. `unlike`: a day, and a stretch of days. `unknown`: one has no time.
    """
    if a is None or b is None:
        return "unknown"
    if a.end < b.start or b.end < a.start:
        return "apart"
    if a == b and a.sort != "guess":
        return "same"
    long = [w for w in (a, b) if w.sort in ("range", "coarse")]
    if long:
        return _with_stretch(long, a, b)
    return "possible" if "guess" in (a.sort, b.sort) else _two_dates(a, b)


def _two_dates(a: Window, b: Window) -> Relation:
    if a.sort == b.sort:
        return "apart"  # two nights that share a date
    night, day = (a, b) if a.sort == "night" else (b, a)
    # What happens in a night is mostly told under the date of the morning.
    return "morning" if day.start == night.end else "evening"


def _with_stretch(long: list[Window], a: Window, b: Window) -> Relation:
    if len(long) > 1:
        since = a.sort == b.sort == "range" and a.start == b.start  # each up to its telling
        return "same" if since else "vague"
    brief = (long[0].end - long[0].start).days <= _MONTH
    if "guess" in (a.sort, b.sort):
        return "vague" if brief else "unlike"
    return "within" if brief and long[0].sort == "coarse" else "unlike"


def _dated(when: When) -> Window:
    start, end = as_day(when.start), as_day(when.end)
    if when.precision in _COARSE:
        return Window(start, end, "coarse")
    if end - start > timedelta(1):
        return Window(start, end, "range")
    return Window(start, end, "day" if start == end else "night")


def as_day(moment: date | datetime) -> date:
    """The day of a moment, as the text dates it."""
    return moment.date() if isinstance(moment, datetime) else moment
