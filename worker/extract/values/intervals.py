"""What a time expression means: an interval against the time of publication.

News looks back: what has no year or week of its own is the last one, today included, unless the clause or the
expression looks ahead. All dates are those of the publication's own offset.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal

from schemas.event import Precision
from worker.extract.values.expressions import Expression, Interval, on_day
from worker.languages.time_rules import Means, TimeRule, Way

Tense = Literal["past", "future", "done"]  # "done": surely past, however near a date to come may be

_ONE = timedelta(days=1)
_LOCAL = timedelta(hours=4)  # a clock this much ahead of publication may be that of another time zone
_SOON = 62  # days: a date or month without a year that is this near is the one to come, whatever the tense
_FEW = {"hour": 12, "day": 7, "week": 4, "month": 3, "year": 3}  # what "in recent weeks" looks back
_UNIT_DAYS = {"hour": 0, "day": 1, "week": 7}
_MIDNIGHT_PARTS = 21  # hour from which a part of the day runs into the next day
_PARTS: Mapping[str, Precision] = {
    "hour": "part_of_day",
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
}


def interval(expression: Expression, published: datetime, tense: Tense | None) -> Interval | None:
    """The interval that `expression` means; None where the text alone does not say."""
    work = _MEANINGS.get(expression.rule.means)
    return work(expression, published, tense) if work else None


def _one_day(day: date, precision: Precision = "day") -> Interval:
    return Interval(day, day, precision)


def _way(rule: TimeRule, tense: Tense | None) -> Way:
    return rule.way or ("next" if tense == "future" else "this")


def _weekday(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """The weekday nearest to publication on the side that tense and words tell; `last` excludes the day itself."""
    today = published.date()
    back = (today.weekday() - e.values.one("weekday", "weekday+part")) % 7
    match _way(e.rule, tense):
        case "next":
            day = today + timedelta(days=(7 - back) if back or e.rule.way == "next" else 0)
        case "last":
            day = today - timedelta(days=back or 7)
        case _:
            day = today - timedelta(days=back)
    part = (
        e.values.one("weekday+part") is not None
        or e.values.one("part") is not None
        or e.rule.precision == "part_of_day"
    )
    return _one_day(day, "part_of_day" if part else "day")


def _weekday_of_week(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    day = _monday(published.date()) + timedelta(weeks=e.rule.shift, days=e.values.one("weekday", "weekday+part"))
    return _one_day(day, "part_of_day" if e.values.one("weekday+part") is not None else "day")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _night(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """The night before the day of publication, or the one after it."""
    ahead = e.rule.way == "next" or (e.rule.way is None and tense == "future")
    day = published.date() + timedelta(days=e.rule.shift) + (_ONE if ahead else timedelta())
    return Interval(day - _ONE, day, "part_of_day")


def _day(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """ "gestern", "heute Abend"; a night runs into the next day, and one that lies behind comes from the day before."""
    shift = e.values.one("dayword")
    day = published.date() + timedelta(days=e.rule.shift if shift is None else shift)
    part = e.values.one("part")
    if part is not None and part >= _MIDNIGHT_PARTS:
        day += _ONE if tense == "future" or (shift or 0) > 0 else timedelta()
        return Interval(day - _ONE, day, "part_of_day")
    whole = part is None and (shift is not None or e.rule.precision == "day")
    return _one_day(day, "day" if whole else "part_of_day")


def _part(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """A part of the day of publication; of the day before where it had not come yet."""
    begins = e.values.one("part") or 0
    if begins >= _MIDNIGHT_PARTS:
        return _night(e, published, tense)
    early = published.hour < begins and _hour_known(published) and tense != "future" and e.rule.way is None
    return _one_day(published.date() - (_ONE if early else timedelta()), "part_of_day")


def _hour_known(published: datetime) -> bool:
    """Midnight to the second is how a date without a time of day comes in."""
    return bool(published.hour or published.minute or published.second)


def _weekend(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    today = published.date()
    back = (today.weekday() - 5) % 7
    saturday = today - timedelta(days=back)
    match _way(e.rule, tense):
        case "next":
            saturday += timedelta(weeks=1 if back > 1 or e.rule.way == "next" else 0)
        case "last":
            saturday -= timedelta(weeks=1 if back <= 1 else 0)
        case _ if e.rule.way == "this" and today.weekday() in (2, 3, 4):
            saturday += timedelta(weeks=1)
    return Interval(saturday, saturday + _ONE, "day")


def _week(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    monday = _monday(published.date()) + timedelta(weeks=e.rule.shift)
    end = monday + timedelta(days=6)
    return Interval(monday, min(end, published.date()) if e.rule.way == "last" else end, "week")


def _month(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    month, today = e.values.one("month"), published.date()
    if month is None:
        start = _months_from(today.replace(day=1), e.rule.shift)
        return _month_of(start.year, start.month)
    year = e.values.one("year") or _written_without(e.rule, month, None, today, tense)
    return _month_of(year, month)


def _written_without(rule: TimeRule, month: int, day: int | None, today: date, tense: Tense | None) -> int:
    """The year of a date or month that names none: counted from this one where the rule says so, else the nearest."""
    if rule.shift:
        return today.year + rule.shift
    if rule.way == "last":
        return _year_for(month, day, today, "past", soon=-1)
    return _year_for(month, day, today, "future" if rule.way == "next" else tense)


def _month_of(year: int, month: int) -> Interval:
    return Interval(date(year, month, 1), _last_of(year, month), "month")


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _months_from(day: date, months: int) -> date:
    """The same day `months` later or earlier, or the last one of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _year_for(month: int, day: int | None, today: date, tense: Tense | None, *, soon: int = _SOON) -> int:
    """The year of a date or month that is written without: the one to come where it is near or looked ahead to, else
    the last in which it has been."""
    this = date(today.year, month, min(day or 1, monthrange(today.year, month)[1]))
    soon = -1 if tense == "done" else soon
    if tense == "future":
        over = _last_of(this.year, month) if day is None else this
        return today.year + (over < today)
    if this <= today:
        nearer = (this.replace(year=this.year + 1, day=min(this.day, 28)) - today).days <= soon
        return today.year + (nearer and tense is None)
    return today.year if (this - today).days <= soon else today.year - 1


def _months(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """Several months in a row are one interval."""
    first, *_, last = e.values.all("month")
    year = e.values.one("year") or _year_for(last, None, published.date(), tense)
    return Interval(date(year - (first > last), first, 1), _last_of(year, last), "month")


def _year(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    year = e.values.one("year") or published.year + e.rule.shift
    return Interval(date(year, 1, 1), date(year, 12, 31), "year")


def _season(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """The three months of a season, named by its first one."""
    month = e.values.one("season")
    year = e.values.one("year") or _written_without(e.rule, month, None, published.date(), tense)
    start = date(year, month, 1)
    return Interval(start, _months_from(start, 3) - _ONE, "month")


def _edge(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """Beginning, middle or end (0, 1, 2): of a month ten days each, of a year a quarter, the middle half, a quarter."""
    third, month, year = e.values.one("edge"), e.values.one("month"), e.values.one("year")
    if month is None and e.rule.unit != "month":
        year = year or published.year + e.rule.shift
        first, last = ((1, 3), (4, 9), (10, 12))[third]
        return Interval(date(year, first, 1), _last_of(year, last), "month")
    if month is None:
        start = _months_from(published.date().replace(day=1), e.rule.shift)
    else:
        start = date(year or _year_for(month, None, published.date(), tense), month, 1)
    end = _last_of(start.year, start.month)
    first_day, last_day = ((1, 10), (11, 20), (21, end.day))[third]
    return Interval(start.replace(day=first_day), start.replace(day=last_day), "week")


def _date(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    if numeric := e.values.one("numeric"):
        day, month, year = numeric
        return _one_day(date(year, month, day))
    month, day = e.values.one("holiday") or (e.values.one("month"), e.values.one("day"))
    year = e.values.one("year") or _written_without(e.rule, month, day, published.date(), tense)
    return _one_day(date(year, month, day), _part_or_day(e))


def _dates(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """Several days of one month are one interval."""
    month, days = e.values.one("month"), e.values.all("day")
    year = e.values.one("year") or _year_for(month, min(days), published.date(), tense)
    return Interval(date(year, month, min(days)), date(year, month, max(days)), "day")


def _fixed(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    return _one_day(date.fromisoformat(e.rule.day or ""))


def _count(e: Expression) -> tuple[int | None, str]:
    """(number, unit); no number where the text gives none."""
    return e.values.one("number") or e.rule.shift or None, e.values.one("unit", "units") or e.rule.unit or "day"


def _moved(published: datetime, count: int, unit: str) -> date:
    """The day `count` units after publication, before it where `count` is negative."""
    if unit == "hour":
        return (published + timedelta(hours=count)).date()
    if unit in _UNIT_DAYS:
        return published.date() + timedelta(days=count * _UNIT_DAYS[unit])
    return _months_from(published.date(), count * (12 if unit == "year" else 1))


def _around(day: date, unit: str) -> Interval:
    """The day, or the week, month or year that it lies in: "vor drei Wochen" is no day."""
    match unit:
        case "week":
            return Interval(_monday(day), _monday(day) + timedelta(days=6), "week")
        case "month":
            return _month_of(day.year, day.month)
        case "year":
            return Interval(date(day.year, 1, 1), date(day.year, 12, 31), "year")
    return _one_day(day, _PARTS[unit])


def _ago(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    count, unit = _count(e)
    return _around(_moved(published, -(count or 1), unit), unit)


def _ago_few(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    _, unit = _count(e)
    coarser: dict[str, Precision] = {
        "hour": "part_of_day",
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
    if count is None:
        return None
    found = _around(_moved(day, -count if e.rule.way == "last" else count, unit), unit)
    return replace(found, precision=_part_or_day(e)) if unit == "day" else found


def _part_or_day(e: Expression) -> Precision:
    return "part_of_day" if e.rule.precision == "part_of_day" else "day"


def _clock(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """The hour on the day of publication; on the day before where it had not come yet."""
    moment = _at_hour(e, published)
    if moment - published > _LOCAL and _hour_known(published) and tense != "future":
        moment -= _ONE
    return Interval(moment, moment, "instant")


def _at_hour(e: Expression, day: datetime) -> datetime:
    hour, minute = e.values.one("clock")
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
    return Interval(day - _ONE, day, "part_of_day")


def _part_of(e: Expression, published: datetime, tense: Tense | None) -> Interval | None:
    """A part of a day that is named beside it."""
    inner = interval(e.values.inner[-1], published, tense)
    return None if inner is None else Interval(*inner.days, "part_of_day")


def _since(e: Expression, published: datetime, tense: Tense | None) -> Interval | None:
    """From its beginning to the publication; where it is yet to come, itself."""
    inner = interval(e.values.inner[0], published, tense)
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
    "weekday": _weekday, "weekday_of_week": _weekday_of_week, "night": _night, "day": _day, "part": _part,
    "weekend": _weekend, "week": _week, "month": _month, "months": _months, "year": _year, "season": _season,
    "edge": _edge, "date": _date, "dates": _dates, "fixed": _fixed, "ago": _ago, "ago_few": _ago_few, "back": _back,
    "ahead": _ahead, "within": _within, "ahead_point": _ahead_point, "clock": _clock, "at": _at, "night_to": _night_to,
    "part_of": _part_of, "since": _since, "until": _until, "span": _span, "both": _span, "anchored": _anchored,
    "governs": _anchored,
})  # fmt: skip
