"""Rows of `times.toml`: what a line of it may hold."""

from dataclasses import dataclass
from typing import Literal

Means = Literal[
    "weekday", "weekday_of_week", "night", "day", "part", "weekend", "week", "month", "months", "year", "season",
    "edge", "date", "dates", "fixed", "ago", "ago_few", "back", "ahead", "within", "ahead_point", "clock", "at",
    "night_to", "part_of", "since", "until", "span", "both", "anchored", "governs", "nothing",
]  # fmt: skip
Kind = Literal["point", "duration", "recap", "deadline"]
Way = Literal["last", "this", "next"]


@dataclass(frozen=True, slots=True)
class TimeRule:
    """`means`: how the interval is made; `kind`: what it is good for.

    shift: days, weeks, months or years from the publication; way: the last, this or the next one; unit: of `shift`
    where the pattern names none; day: an ISO date; inner: only within another expression; alone: not before a noun;
    ends: only before a sign; ahead: only before one of these words. An `anchored` time is counted from the day that was
    told before it, and so is what an expression `governs` ("two days after the vote").
    `example` means `start` to `end` when published at `published`, in a clause of `tense`; without them, no interval.
    """

    pattern: str
    means: Means
    example: str
    start: str = ""
    end: str = ""
    precision: str = "day"
    kind: Kind = "point"
    shift: int = 0
    way: Way | None = None
    unit: str | None = None
    day: str | None = None
    inner: bool = False
    alone: bool = False
    ends: bool = False
    ahead: tuple[str, ...] = ()
    tense: Literal["past", "future"] | None = None
    published: str = "2025-07-21T16:00:00+02:00"
