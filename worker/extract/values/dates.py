"""What times that name a day, week, month or year mean, against the time of publication."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal

from schemas.event import Precision
from worker.extract.values.expressions import Expression, Interval
from worker.languages.time_rows import Means, TimeRule, Way

Tense = Literal["past", "future", "done"]  # "done": surely past, however near a date to come may be
ONE = timedelta(days=1)
_FAR = 334  # days: nobody looks ahead to a day so far without its year ("it would | on 3 March", told on the 4th)
_SOON = 62  # days: a date or month without a year that is this near is the one to come, whatever the tense
_MIDNIGHT_PARTS = 21  # hour from which a part of the day runs into the next day


def one_day(day: date, precision: Precision = "day") -> Interval:
    return Interval(day, day, precision)


def _way(rule: TimeRule, tense: Tense | None) -> Way:
    return rule.way or ("next" if tense == "future" else "this")


def part_or_day(e: Expression) -> Precision:
    return "part_of_day" if e.rule.precision == "part_of_day" else "day"


def _weekday(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """The weekday nearest to publication on the side that tense and words tell, `shift` weeks off; `last` excludes the
    day itself.
    """
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
    return one_day(day + timedelta(weeks=e.rule.shift), "part_of_day" if part else "day")


def _weekday_of_week(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    day = monday_of(published.date()) + timedelta(weeks=e.rule.shift, days=e.values.one("weekday", "weekday+part"))
    return one_day(day, "part_of_day" if e.values.one("weekday+part") is not None else "day")


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _night(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """The night before the day of publication, or the one after it."""
    ahead = e.rule.way == "next" or (e.rule.way is None and tense == "future")
    day = published.date() + timedelta(days=e.rule.shift) + (ONE if ahead else timedelta())
    return Interval(day - ONE, day, "part_of_day")


def _day(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """ "gestern", "heute Abend"; a night runs into the next day, and one that lies behind comes from the day before."""
    shift = e.values.one("dayword")
    day = published.date() + timedelta(days=e.rule.shift if shift is None else shift)
    part = e.values.one("part")
    if part is not None and part >= _MIDNIGHT_PARTS:
        day += ONE if tense == "future" or (shift or 0) > 0 else timedelta()
        return Interval(day - ONE, day, "part_of_day")
    whole = part is None and (shift is not None or e.rule.precision == "day")
    return one_day(day, "day" if whole else "part_of_day")


def _part(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """A part of the day of publication; of the day before where it had not come yet."""
    begins = e.values.one("part") or 0
    if begins >= _MIDNIGHT_PARTS:
        return _night(e, published, tense)
    early = published.hour < begins and hour_known(published) and tense != "future" and e.rule.way is None
    return one_day(published.date() - (ONE if early else timedelta()), "part_of_day")


def hour_known(published: datetime) -> bool:
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
    return Interval(saturday, saturday + ONE, "day")


def _week(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    monday = monday_of(published.date()) + timedelta(weeks=e.rule.shift)
    end = monday + timedelta(days=6)
    return Interval(monday, min(end, published.date()) if e.rule.way == "last" else end, "week")


def _month(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    month, today = e.values.one("month"), published.date()
    if month is None:
        start = months_from(today.replace(day=1), e.rule.shift)
        return month_of(start.year, start.month)
    year = e.values.one("year") or _written_without(e.rule, month, None, today, tense)
    return month_of(year, month)


def _written_without(rule: TimeRule, month: int, day: int | None, today: date, tense: Tense | None) -> int:
    """The year of a date or month that names none: counted from this one where the rule says so, else the nearest."""
    if rule.shift:
        return today.year + rule.shift
    if rule.way == "last":
        if day is None and month == today.month:  # "last October", said in October
            return today.year - 1
        return _year_for(month, day, today, "past", soon=-1)
    return _year_for(month, day, today, "future" if rule.way == "next" else tense)


def month_of(year: int, month: int) -> Interval:
    return Interval(date(year, month, 1), _last_of(year, month), "month")


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def months_from(day: date, months: int) -> date:
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
        year = today.year + (over < today)
        far = day is not None and (date(year, month, min(day, 28)) - today).days > _FAR
        return year - far
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
    return Interval(start, months_from(start, 3) - ONE, "month")


def _edge(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """Beginning, middle or end (0, 1, 2): of a month ten days each, of a year a quarter, the middle half, a quarter."""
    third, month, year = e.values.one("edge"), e.values.one("month"), e.values.one("year")
    if month is None and e.rule.unit != "month":
        year = year or published.year + e.rule.shift
        first, last = ((1, 3), (4, 9), (10, 12))[third]
        return Interval(date(year, first, 1), _last_of(year, last), "month")
    if month is None:
        start = months_from(published.date().replace(day=1), e.rule.shift)
    else:
        start = date(year or _year_for(month, None, published.date(), tense), month, 1)
    end = _last_of(start.year, start.month)
    first_day, last_day = ((1, 10), (11, 20), (21, end.day))[third]
    return Interval(start.replace(day=first_day), start.replace(day=last_day), "week")


def _date(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    if numeric := e.values.one("numeric"):
        day, month, year = numeric
        return one_day(date(year, month, day))
    month, day = e.values.one("holiday") or (e.values.one("month"), e.values.one("day"))
    year = e.values.one("year") or _written_without(e.rule, month, day, published.date(), tense)
    return one_day(date(year, month, day), part_or_day(e))


def _dates(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    """Several days of one month are one interval."""
    month, days = e.values.one("month"), e.values.all("day")
    year = e.values.one("year") or _year_for(month, min(days), published.date(), tense)
    return Interval(date(year, month, min(days)), date(year, month, max(days)), part_or_day(e))


def _fixed(e: Expression, published: datetime, tense: Tense | None) -> Interval:
    return one_day(date.fromisoformat(e.rule.day or ""))


# What works each of them out.
DATES: Mapping[Means, Callable[[Expression, datetime, Tense | None], Interval | None]] = MappingProxyType({
    "weekday": _weekday, "weekday_of_week": _weekday_of_week, "night": _night, "day": _day, "part": _part,
    "weekend": _weekend, "week": _week, "month": _month, "months": _months, "year": _year, "season": _season,
    "edge": _edge, "date": _date, "dates": _dates, "fixed": _fixed,
})  # fmt: skip
