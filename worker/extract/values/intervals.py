"""What a time expression means: an interval against the time of publication.

News looks back: what has no year or week of its own is the last one, today included, unless the clause or the
expression looks ahead. All dates are those of the publication's own offset.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from worker.extract.values.counts import COUNTS
from worker.extract.values.dates import DATES, ONE, Tense, hour_known
from worker.extract.values.expressions import Expression, Interval, on_day
from worker.languages.time_rows import Means

_LOCAL = timedelta(hours=4)  # a clock this much ahead of publication may be that of another time zone


def interval(expression: Expression, published: datetime, tense: Tense | None) -> Interval | None:
    """The interval that `expression` means; None where the text alone does not say."""
    work = _MEANINGS.get(expression.rule.means)
    return work(expression, published, tense) if work else None


def _clock(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """The hour on the day of publication; on the day before where it had not come yet."""
    moment = _at_hour(e, published)
    if moment - published > _LOCAL and hour_known(published) and tense != "future":
        moment -= ONE
    return Interval(moment, moment, "instant")


def _at_hour(e: Expression, day: datetime) -> datetime:
    hour, minute = e.values.one("clock", "minutes")
    half = e.values.one("ampm")
    if half is not None:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return day.replace(hour=hour % 24, minute=minute, second=0, microsecond=0)


def _at(e: Expression, published: datetime, tense: Tense | None) -> Interval | None:
    """An hour on a day that is named beside it."""
    inner = interval(e.values.inner[0], published, tense)
    if inner is None:
        return None
    _, day = inner.days
    moment = _at_hour(e, on_day(published, day))
    return Interval(moment, moment, "instant")


def _night_to(e: Expression, published: datetime, tense: Tense | None) -> Interval | None:
    """The night that ends with the day that is named last."""
    inner = interval(e.values.inner[-1], published, tense)
    if inner is None:
        return None
    _, day = inner.days
    return Interval(day - ONE, day, "part_of_day")


def _part_of(e: Expression, published: datetime, tense: Tense | None) -> Interval | None:
    """A part of a day that is named beside it."""
    inner = interval(e.values.inner[-1], published, tense)
    return None if inner is None else Interval(*inner.days, "part_of_day")


def _since(e: Expression, published: datetime, tense: Tense | None) -> Interval | None:
    """From its beginning to the publication; where it is yet to come, itself."""
    inner = interval(e.values.inner[0], published, "done" if e.rule.way == "last" else tense)
    if inner is None or inner.days[0] > published.date():
        return inner
    return Interval(inner.days[0], published.date(), inner.precision)


def _until(e: Expression, published: datetime, tense: Tense | None) -> Interval | None:
    """From the publication to its end; where that has been, itself. A deadline looks ahead."""
    inner = interval(e.values.inner[0], published, tense or "future")
    if inner is None or inner.days[1] < published.date():
        return inner
    return Interval(published.date(), inner.days[1], inner.precision)


def _span(e: Expression, published: datetime, tense: Tense | None) -> Interval | None:
    """From one time to another. The first is read against the second where both are of one sort."""
    first, last = e.values.inner[0], e.values.inner[-1]
    end = interval(last, published, tense)
    if end is None:
        return None
    alike = e.rule.means == "both" or first.rule.means == last.rule.means
    start = interval(first, on_day(published, end.days[1]) if alike else published, "past" if alike else tense)
    if start is None or start.days[0] > end.days[1]:
        return None
    return Interval(start.days[0], end.days[1], end.precision)


_MEANINGS: Mapping[Means, Callable[[Expression, datetime, Tense | None], Interval | None]] = MappingProxyType({
    **DATES, **COUNTS, "clock": _clock, "at": _at, "night_to": _night_to, "part_of": _part_of, "since": _since,
    "until": _until, "span": _span, "both": _span,
})  # fmt: skip
