"""A time expression as it was read, and an interval as it was worked out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from schemas.event import Precision
from worker.languages.time_rows import TimeRule


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends inclusive."""

    start: date | datetime
    end: date | datetime
    precision: Precision

    @property
    def days(self) -> tuple[date, date]:
        return day_of(self.start), day_of(self.end)


@dataclass(init=False, slots=True, unsafe_hash=True)
class Values:
    """What the classes of a rule have been filled with, in order of the text, and the expressions inside."""

    filled: tuple[tuple[str, Any], ...]
    inner: "tuple[Expression, ...]"

    def __init__(self, filled: tuple[tuple[str, Any], ...] = (), inner: "tuple[Expression, ...]" = ()) -> None:
        self.filled = filled
        self.inner = inner

    def and_value(self, name: str, value: object) -> "Values":
        return Values((*self.filled, (name, value)), self.inner)

    def and_inner(self, expression: "Expression") -> "Values":
        return Values(self.filled, (*self.inner, expression))

    def all(self, *names: str) -> list[Any]:
        return [value for name, value in self.filled if name in names]

    def one(self, *names: str) -> Any:
        """The first value of these classes, None where there is none."""
        return next(iter(self.all(*names)), None)


@dataclass(frozen=True, slots=True)
class Expression:
    """A rule with what fills it."""

    rule: TimeRule
    values: Values


def day_of(value: date | datetime) -> date:
    """The day of a moment."""
    return value.date() if isinstance(value, datetime) else value


def needs_no_publication(expression: Expression) -> bool:
    """Is the interval written out in full: a date, month or year with its year?"""
    rule, values = expression.rule, expression.values
    if values.inner:
        return rule.means not in ("since", "until") and all(map(needs_no_publication, values.inner))
    return rule.means == "fixed" or values.one("year", "numeric") is not None


def on_day(published: datetime, day: date | datetime) -> datetime:
    """The time of publication, on another day."""
    return published.replace(year=day.year, month=day.month, day=day.day)
