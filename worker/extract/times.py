"""Time expressions of a sentence and the intervals they mean, resolved against the publication.

News looks back: a weekday is the last one, today included, unless the clause speaks of the future. All dates are those
of the publication's own offset.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from schemas import When
from schemas.event import Precision
from worker.languages.time_rules import TimeRule, TimeRules
from worker.text.document import Sentence
from worker.text.tokens import Token, text_of

Tense = Literal["past", "future"]
_YEARS = range(1900, 2101)
_DAYS_OF = {"day": 1, "week": 7, "month": 30, "year": 365, "hour": 0}
_PRECISION: dict[str, Precision] = {"day": "day", "week": "week", "month": "month", "year": "year", "hour": "day"}


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Tokens `first` to `last` name a time; `values` fill the classes of its rule in order."""

    first: int
    last: int
    rule: TimeRule
    values: tuple[int | str, ...]
    part: bool
    text: str

    @property
    def recap(self) -> bool:
        """Does it sum up a stretch of the past rather than date something?"""
        return self.rule.meaning in ("recap", "year") or (
            self.rule.meaning == "ago" and self.values[-1] in ("month", "year")
        )

    def resolve(self, published: datetime | None, tense: Tense | None = None) -> When | None:
        """The interval, None when it is relative and nobody knows to what."""
        if published is None:
            return self._absolute()
        start, end, precision = _interval(self, published.date(), tense)
        return When(start=start, end=end, precision=precision, text=self.text)

    def _absolute(self) -> When | None:
        """What needs no publication date: a date, month or year that is written out."""
        if not any(isinstance(v, int) and v in _YEARS for v in self.values):
            return None
        start, end, precision = _interval(self, date(int(self.values[-1]), 1, 1), None)
        return When(start=start, end=end, precision=precision, text=self.text)


def find_times(sentence: Sentence, rules: TimeRules) -> tuple[TimeExpression, ...]:
    """The time expressions of `sentence` from left to right, the longest first where several begin together."""
    found: list[TimeExpression] = []
    i = 0
    while i < len(sentence.tokens):
        expression = _at(sentence, i, rules)
        if expression:
            found.append(expression)
        i = expression.last + 1 if expression else i + 1
    return tuple(found)


def _at(sentence: Sentence, i: int, rules: TimeRules) -> TimeExpression | None:
    token = sentence.tokens[i]
    starts = (token.lower, *(c for c in _CLASSES if c in rules.by_start and _value(c, token, rules) is not None))
    candidates = [rule for start in starts for rule in rules.by_start.get(start, ())]
    best: TimeExpression | None = None
    for rule in candidates:
        values = _match(sentence.tokens, i, rule, rules)
        if values is not None and (best is None or len(rule.words) > len(best.rule.words)):
            last = i + len(rule.words) - 1
            part = rule.part or _has_part(sentence.tokens[i : last + 1], rules)
            text = text_of(sentence.tokens, i, last)
            best = TimeExpression(i, last, rule, values, part, text)
    return best


def _match(tokens: Sequence[Token], i: int, rule: TimeRule, rules: TimeRules) -> tuple[int | str, ...] | None:
    words = rule.words
    if i + len(words) > len(tokens):
        return None
    values: list[int | str] = []
    for word, token in zip(words, tokens[i : i + len(words)], strict=True):
        if word.startswith("{"):
            value = _value(word, token, rules)
            if value is None:
                return None
            values.append(value)
        elif word != token.lower:
            return None
    return tuple(values)


_CLASSES = ("{weekday}", "{month}", "{day}", "{year}", "{n}", "{unit}", "{part}")


def _value(name: str, token: Token, rules: TimeRules) -> int | str | None:
    """What `token` is as a member of class `name`, None where it is none."""
    lower = token.lower
    match name:
        case "{weekday}":
            return _weekday(token, rules)
        case "{month}":
            return rules.months.get(lower) if token.text[:1].isupper() else None
        case "{day}":
            digits = lower.removesuffix(".")
            return int(digits) if digits.isdigit() and len(digits) <= 2 and 1 <= int(digits) <= 31 else None
        case "{year}":
            return int(lower) if lower.isdigit() and int(lower) in _YEARS else None
        case "{n}":
            return rules.numbers.get(lower) or (int(lower) if lower.isdigit() and len(lower) <= 3 else None)
        case "{unit}":
            return rules.units.get(lower)
        case "{part}":
            return lower if lower in rules.parts else None
    return None


def _weekday(token: Token, rules: TimeRules) -> int | None:
    """A weekday, alone or with a part of the day behind it in one word ("Montagabend")."""
    if not token.text[:1].isupper():
        return None
    day = rules.weekdays.get(token.lower)
    if day is not None:
        return day
    return next(
        (d for w, d in rules.weekdays.items() if token.lower.startswith(w) and token.lower[len(w) :] in rules.parts),
        None,
    )


def _has_part(tokens: Sequence[Token], rules: TimeRules) -> bool:
    endings = tuple(rules.parts)
    return any(t.lower in rules.parts or (t.lower not in rules.weekdays and t.lower.endswith(endings)) for t in tokens)


def _interval(found: TimeExpression, published: date, tense: Tense | None) -> tuple[date, date, Precision]:
    rule, values = found.rule, found.values
    match rule.meaning:
        case "weekday":
            day = _on_weekday(int(values[0]), published, rule, tense)
            return day, day, "part_of_day" if found.part else "day"
        case "weekdays":
            last = _on_weekday(int(values[1]), published, rule, tense)
            return last - timedelta(days=(int(values[1]) - int(values[0])) % 7), last, "day"
        case "since":
            start, _, _ = _calendar(rule, [int(v) for v in values], published, tense)
            return start, published, "day"
        case "night_to":
            day = _on_weekday(int(values[0]), published, rule, tense)
            return day - timedelta(days=1), day, "part_of_day"
        case "night":
            return published - timedelta(days=1), published, "part_of_day"
        case "day" | "part":
            day = published + timedelta(days=rule.shift or 0)
            return day, day, "part_of_day" if rule.meaning == "part" else "day"
        case "weekend":
            saturday = published - timedelta(days=(published.weekday() - 5) % 7)
            if tense == "future":
                saturday = published + timedelta(days=(5 - published.weekday()) % 7)
            return saturday, saturday + timedelta(days=1), "day"
        case "week":
            monday = published - timedelta(days=published.weekday()) + timedelta(weeks=rule.shift or 0)
            return monday, monday + timedelta(days=6), "week"
        case "recap":
            return published + timedelta(days=rule.shift or 0), published, "week"
        case "ago":
            day = published - timedelta(days=int(values[0]) * _DAYS_OF[str(values[1])])
            return day, day, _PRECISION[str(values[1])]
        case _:
            return _calendar(rule, [int(v) for v in values], published, tense)


def _on_weekday(weekday: int, published: date, rule: TimeRule, tense: Tense | None) -> date:
    back = (published.weekday() - weekday) % 7
    if rule.ahead:
        return published + timedelta(days=(7 - back) if back else 7)
    if rule.before:
        return published - timedelta(days=back or 7)
    if tense == "future" and back:
        return published + timedelta(days=7 - back)
    return published - timedelta(days=back)


def _calendar(rule: TimeRule, values: list[int], published: date, tense: Tense | None) -> tuple[date, date, Precision]:
    """Dates, months and years by number; a year that is not written is the last in which the day has been."""
    if rule.meaning == "year":
        year = values[0] if values else published.year + (rule.shift or 0)
        return date(year, 1, 1), date(year, 12, 31), "year"
    year = values.pop() if values and values[-1] in _YEARS else 0
    if rule.meaning == "month":
        month = values[0] if values else (published.month - 1 + (rule.shift or 0)) % 12 + 1
        year = year or _year_of(month, 1, published, tense, shift=None if values else rule.shift)
        return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"
    if rule.meaning == "months":
        first, second = values[0], values[1]
        year = year or _year_of(second, 1, published, tense)
        start = date(year if first <= second else year - 1, first, 1)
        return start, date(year, second, monthrange(year, second)[1]), "month"
    days = [v for c, v in zip(_classes(rule), values, strict=False) if c == "{day}"]
    month = next(v for c, v in zip(_classes(rule), values, strict=False) if c == "{month}")
    year = year or _year_of(month, min(days), published, tense)
    last = monthrange(year, month)[1]
    return date(year, month, min(days[0], last)), date(year, month, min(days[-1], last)), "day"


def _classes(rule: TimeRule) -> list[str]:
    return [w for w in rule.words if w.startswith("{")]


def _year_of(month: int, day: int, published: date, tense: Tense | None, shift: int | None = None) -> int:
    """The year in which the day lies: not later than the publication, unless the clause looks ahead."""
    if shift is not None:
        return published.year + (published.month - 1 + shift) // 12
    if (month, day) <= (published.month, published.day) or tense == "future" or _soon(month, published):
        return (
            published.year
            if not (tense == "future" and (month, 28) < (published.month, published.day))
            else published.year + 1
        )
    return published.year - 1


def _soon(month: int, published: date) -> bool:
    """A date of this month or the next is one to come rather than a year old."""
    return 0 <= month - published.month <= 1
