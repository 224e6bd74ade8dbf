"""Dates of feeds, in all the forms that feeds write them.

The standards ask for RFC 822 (RSS) and RFC 3339 (Atom, JSON Feed). What comes besides: names of days and months in the
language of the feed, months before days, days before years in figures, clocks of twelve hours, years of two digits,
zones by name, and seconds since 1970. Names of days are never looked at, they are wrong too often.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import tomli

from worker.sources.draft import YEARS

LONGEST_DATE = 100  # characters
TABLE = Path(__file__).with_name("feed_dates.toml")
CENTURY = 70  # years of two digits: 70 to 99 are of the twentieth
EPOCH_YEAR = 1970  # what programs write that do not know the date
AHEAD = timedelta(hours=26)  # between the first and the last time zone: so far ahead a wrong zone can put a date

_FIGURES = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d{2})(?:-?(?P<day>\d{2}))?)?"
    r"(?:[T ]\s*(?P<time>\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?)\s*(?P<rest>.*))?",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?<!\d)(\d{1,2})[:h](\d{1,2})(?:[:m](\d{1,2}))?(?:[.,]\d+)?")
_WITHOUT_COLON = re.compile(r"(\d{1,2}\s+[^\W\d_]{3,}\.?\s+(?:\d{2}|\d{4})\s+)(\d{2})(\d{2})(?!\d)")
_LAST_YEAR = re.compile(r"(?:^|\s)((?:19|20)\d{2})$")
_OFFSET = re.compile(r"(?:GMT|UTC|UT|Z)?\s*([+\-\u2212])(\d{1,2}):?(\d{2})?(?!\d)", re.IGNORECASE)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})\s*[-/.\u5e74\ub144]\s*(\d{1,2})\s*[-/.\u6708\uc6d4]\s*(\d{1,4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]\b\.?)?")
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")


@dataclass(frozen=True)
class Words:
    """The words of the table, folded."""

    months: Mapping[str, int]
    halves: Mapping[str, int]
    zones: Mapping[str, timezone]


def date_of(value: str | None) -> datetime | None:
    """Return the moment that a date tells, UTC where it has no zone; None where it is none or makes no sense.

    The year 1 and 1970-01-01 00:00 are what programs write that do not know better, and no dates.
    """
    text = " ".join((value or "")[: LONGEST_DATE * 2].split())
    if not text or len(text) > LONGEST_DATE:
        return None
    try:
        found = _seconds(text) or _figures(text) or _words(text)
        found = found and found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if found is None or found.year not in YEARS or found == datetime(EPOCH_YEAR, 1, 1, tzinfo=UTC):
        return None
    return found


def not_ahead(date: datetime | None, now: datetime) -> datetime | None:
    """Return `date`, but `now` where a wrong clock or zone put it ahead of that, and None where it is further ahead."""
    return min(date, now) if date and date - now <= AHEAD else None


def _seconds(text: str) -> datetime | None:
    if not _SECONDS.fullmatch(text):
        return None
    number = float(text)
    return datetime.fromtimestamp(number / 1_000 if number > 1e11 else number, UTC)


def _figures(text: str) -> datetime | None:
    """Read ISO 8601 and its subsets: a year, a month, a day or a moment, with or without separators."""
    found = _FIGURES.fullmatch(text)
    if not found:
        return None
    clock = re.sub(r"[.,].*|:", "", found["time"] or "")
    hour, minute, second = (int(clock[at : at + 2] or 0) for at in (0, 2, 4))
    rest = found["rest"] or ""
    hour = _of_day(hour, rest)
    day = datetime(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1), tzinfo=_zone(rest))
    return _at(day, hour, minute, second)


def _words(text: str) -> datetime | None:
    """Read every other form: take out the time and its zone, what is left is the day."""
    text = _WITHOUT_COLON.sub(r"\1\2:\3", text)
    time = _TIME.search(text)
    if time is None:
        return _day(text, UTC)
    before, after = text[: time.start()], text[time.end() :].strip()
    year = _LAST_YEAR.search(after)
    if not re.search(r"\d", before):  # the time comes first
        before, after = after, re.split(r"\d", after)[0]
    elif year:  # as the C library writes it: the year comes last
        before, after = f"{before} {year[1]}", after[: year.start()]
    day = _day(before, _zone(after))
    return day and _at(day, _of_day(int(time[1]), f"{before} {after}"), int(time[2]), int(time[3] or 0))


def _at(day: datetime, hour: int, minute: int, second: int) -> datetime:
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError("no time of day")
    return day + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _day(text: str, zone: timezone) -> datetime | None:
    numeric = _NUMERIC.search(text)
    if numeric:
        return _numeric_day(numeric[1], numeric[2], numeric[3], zone)
    months = [month for word in _WORD.findall(text) if (month := _month(word))]
    figures = re.findall(r"\d{1,4}", text)
    if not months or len(figures) < 2:
        return None
    first, second = figures[:2]
    year, day = (first, second) if len(first) == 4 else (second, first)
    return datetime(_year(year), months[-1], int(day), tzinfo=zone)


def _numeric_day(first: str, second: str, third: str, zone: timezone) -> datetime:
    if len(first) == 4:
        return datetime(int(first), int(second), int(third), tzinfo=zone)
    day, month = (first, second) if int(second) <= 12 else (second, first)
    return datetime(_year(third), int(month), int(day), tzinfo=zone)


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= CENTURY else 2000)


def _month(word: str) -> int | None:
    months, folded = _table().months, _folded(word)
    return next((months[start] for end in range(len(folded), 1, -1) if (start := folded[:end]) in months), None)


def _of_day(hour: int, text: str) -> int:
    """Return the hour of a clock of 24 hours, where the text around the time names a half of the day."""
    halves = [half for word in _WORD.findall(text) if (half := _table().halves.get(_folded(word))) is not None]
    return hour % 12 + halves[-1] if halves and hour <= 12 else hour


def _zone(text: str) -> timezone:
    offset = _OFFSET.search(text)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    named = (_table().zones.get(_folded(word)) for word in _WORD.findall(text))
    return next((zone for zone in named if zone), UTC)


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character)).replace(".", "")


@cache
def _table() -> Words:
    found = tomli.loads(TABLE.read_text("utf-8"))
    months: dict[str, int] = {}
    for names in found["months"].values():
        for number, spellings in enumerate(names.split(), 1):
            for name in spellings.split("/"):
                months.setdefault(_folded(name), number)
    halves = {_folded(word): hours for half, hours in (("am", 0), ("pm", 12)) for word in found["halves"][half]}
    zones = {name: timezone(timedelta(hours=hours)) for name, hours in found["zones"].items()}
    return Words(months, halves, zones)
