"""What times that are counted from the publication or another day mean ("three weeks ago")."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from schemas.event import Precision
from worker.extract.values.dates import ONE, Tense, monday_of, month_of, months_from, one_day, part_or_day
from worker.extract.values.expressions import Expression, Interval
from worker.languages.time_rows import Means

_FEW = {"hour": 12, "night": 7, "day": 7, "week": 4, "month": 3, "year": 3}  # what "in recent weeks" looks back
_UNIT_DAYS = {"hour": 0, "night": 1, "day": 1, "week": 7}
_NIGHTS = 20  # hour from which a part of the day is a night
_PARTS: Mapping[str, Precision] = {
    "hour": "part_of_day",
    "night": "part_of_day",
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
}


def _count(e: Expression) -> tuple[int | None, str]:
    """(number, unit); no number where the text gives none."""
    return e.values.one("number") or e.rule.shift or None, e.values.one("unit", "units") or e.rule.unit or "day"


def _moved(published: datetime, count: int, unit: str) -> date:
    """The day `count` units after publication, before it where `count` is negative."""
    if unit == "hour":
        return (published + timedelta(hours=count)).date()
    if unit in _UNIT_DAYS:
        return published.date() + timedelta(days=count * _UNIT_DAYS[unit])
    return months_from(published.date(), count * (12 if unit == "year" else 1))


def _around(day: date, unit: str) -> Interval:
    """The day, or the week, month or year that it lies in: "vor drei Wochen" is no day."""
    match unit:
        case "week":
            return Interval(monday_of(day), monday_of(day) + timedelta(days=6), "week")
        case "month":
            return month_of(day.year, day.month)
        case "year":
            return Interval(date(day.year, 1, 1), date(day.year, 12, 31), "year")
        case "night":
            return Interval(day, day + ONE, "part_of_day")
    return one_day(day, _PARTS[unit])


def _ago(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    count, unit = _count(e)
    return _around(_moved(published, -(count or 1), unit), unit)


def _ago_few(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    _, unit = _count(e)
    coarser: dict[str, Precision] = {
        "hour": "part_of_day",
        "night": "week",
        "day": "week",
        "week": "month",
        "month": "year",
        "year": "year",
    }
    return Interval(_moved(published, -_FEW[unit], unit), _moved(published, -1, unit), coarser[unit])


def _back(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """A stretch that ends with the publication."""
    count, unit = _count(e)
    start = _moved(published, -(count or _FEW[unit]), unit)
    return Interval(start, published.date(), _PARTS[unit])


def _ahead(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """A stretch that begins with the publication."""
    count, unit = _count(e)
    return Interval(published.date(), _moved(published, count or _FEW[unit], unit), _PARTS[unit])


def _within(e: Expression, published: datetime, tense: Tense | None) -> Interval | None:
    """ "within 24 hours" is a deadline where the clause looks ahead, else nobody knows from when on."""
    return _ahead(e, published, tense) if tense == "future" else None


def _ahead_point(e: Expression, published: datetime, tense: Tense | None) -> Interval | None:
    """ "in zwei Wochen", where the clause looks ahead; else it may be how long something took."""
    count, unit = _count(e)
    return _around(_moved(published, count or 1, unit), unit) if tense == "future" else None


def _anchored(e: Expression, day: datetime, tense: Tense | None) -> Interval | None:
    """So long before or after `day`. Hours later it is the same day still, hours before may be the day before."""
    count, unit = _count(e)
    if unit == "hour":
        count, unit = (count or 0) // 24, "day"
        if not count and e.rule.means == "governs":
            return None
    elif e.rule.way == "this":
        count = 0
    if count is None:  # "weeks after the vote" dates the vote as "weeks ago" does
        return _ago_few(e, day, tense) if e.rule.way == "last" else None
    found = _around(_moved(day, -count if e.rule.way == "last" else count, unit), unit)
    return replace(found, precision=part_or_day(e)) if unit == "day" else found


def is_night(e: Expression) -> bool:
    return _count(e)[1] == "night" or (e.values.one("part") or 0) >= _NIGHTS


def night_beside(e: Expression, base: Interval) -> Interval | None:
    """The night that `e` counts from `base`, None where it counts no nights: from another night or an evening that one
    so many days on, from a day the one that begins or ends with the day on that side.
    """
    if not is_night(e):
        return None
    count, _ = _count(e)
    start, end = base.days
    if e.rule.way == "this" or count is None:
        return Interval(start, end, "part_of_day") if start != end else None
    back = e.rule.way == "last"
    moved = timedelta(days=-count if back else count)
    if start == end and base.precision == "day":
        start, end = (start, start + ONE) if back else (start - ONE, start)
    return Interval(start + moved, end + moved, "part_of_day")


# What works each of them out.
COUNTS: Mapping[Means, Callable[[Expression, datetime, Tense | None], Interval | None]] = MappingProxyType({
    "ago": _ago, "ago_few": _ago_few, "back": _back, "ahead": _ahead, "within": _within, "ahead_point": _ahead_point,
    "anchored": _anchored, "governs": _anchored,
})  # fmt: skip
