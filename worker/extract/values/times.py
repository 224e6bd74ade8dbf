"""Time expressions of a sentence: where they stand and what they say.

What interval an expression means against the publication is worked out in `intervals`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from schemas import When
from worker.extract.values.counts import is_night, night_beside
from worker.extract.values.dates import Tense
from worker.extract.values.expressions import Expression, Interval, Values, needs_no_publication, on_day
from worker.extract.values.intervals import interval
from worker.languages.time_rows import Kind
from worker.languages.time_rules import CAPITALISED, FIGURE, CompiledRule, Element, TimeRules
from worker.text.document import Sentence
from worker.text.tokens import Token, text_of

__all__ = ["Tense", "TimeExpression", "find_times"]

_YEARS = range(1900, 2101)
_DEEPEST = 2  # expressions within expressions
_LONGEST_CHAIN: Final = 4  # expressions joined to one
COUNTED = frozenset({"anchored", "governs"})  # from another day
_BACK = frozenset({"ago", *COUNTED})
_CLOSED = frozenset({"nothing", "since", "until", *COUNTED})  # no part of another expression
_HOURS = frozenset({"clock", "at"})
_SINCE, _WIDE = frozenset({"back", "ahead_point"}), frozenset({"week", "month", "year"})
# What names a day from which others are counted.
_DAYS = frozenset({
    "weekday", "weekday_of_week", "day", "date", "fixed", "night", "night_to", "part", "part_of", "at", "anchored",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Tokens `first` to `last` name a time. kind: a `point` that dates something, a `duration`, a `recap` (a stretch of
    weeks or more that lies behind), or a `deadline`. anchor: the day told before that it is counted from.
    """

    first: int
    last: int
    text: str
    meaning: Expression
    anchor: "TimeExpression | None" = None
    _resolved: dict[tuple[datetime | None, Tense | None], When | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def governs(self) -> bool:
        """Does it date only what stands behind it ("two days after the vote")?"""
        return self.meaning.rule.means == "governs"

    @property
    def names_day(self) -> bool:
        """Can others be counted from it?"""
        return self.meaning.rule.means in _DAYS and self.kind == "point"

    @property
    def counts_nights(self) -> bool:
        """Does it say how many nights before or after another it was ("the previous night")?"""
        return self.meaning.rule.means in COUNTED and is_night(self.meaning)

    @property
    def kind(self) -> Kind:
        rule = self.meaning.rule
        long = rule.means in _BACK and (self.meaning.values.one("unit") or rule.unit) in ("month", "year")
        return "recap" if long else rule.kind

    @property
    def may_rank(self) -> bool:
        """Can it say since when something is the greatest ("the worst raid in months", "this year")?"""
        rule = self.meaning.rule
        return rule.means in _SINCE or (rule.means in _WIDE and not rule.shift)

    @property
    def recap(self) -> bool:
        """Does it sum up a stretch of the past rather than date something?"""
        return self.kind == "recap"

    def resolve(self, published: datetime | None, tense: Tense | None = None) -> When | None:
        """The interval in `published`'s own offset; None where it depends on something that nobody knows.

        `tense`: of the clause. News looks back: a weekday is the last one, the day of publication included, unless the
        clause or the expression itself looks ahead.
        """
        asked = published, tense
        if asked not in self._resolved:
            self._resolved[asked] = self._resolve(published, tense)
        return self._resolved[asked]

    def _resolve(self, published: datetime | None, tense: Tense | None) -> When | None:
        if self._afloat():
            return None
        undated = published is None
        if published is None:
            if not needs_no_publication(self.meaning):
                return None
            published = datetime(2000, 1, 1)  # noqa: DTZ001 - nothing of it gets into the result
        try:
            base = self.anchor.resolve(published, tense) if self.anchor else None
            found = night_beside(self.meaning, Interval(base.start, base.end, base.precision)) if base else None
            found = found or interval(self.meaning, on_day(published, base.end) if base else published, tense)
        except (OverflowError, ValueError):  # the year 10,000, or the 31st of April
            return None
        if found is None:
            return None
        if undated and isinstance(found.start, datetime) and isinstance(found.end, datetime):  # in whose time?
            return When(start=found.start.date(), end=found.end.date(), precision="day", text=self.text)
        return When(start=found.start, end=found.end, precision=found.precision, text=self.text)

    def _afloat(self) -> bool:
        """Is it counted from a day that nobody names? What came hours later, or before, is news of the day."""
        rule = self.meaning.rule
        if rule.means not in COUNTED:
            return False
        if self.anchor is not None:
            return not self.anchor.names_day
        hours = (self.meaning.values.one("unit", "units") or rule.unit) == "hour"
        return rule.way == "next" and not hours


@dataclass(frozen=True, slots=True)
class _Found:
    last: int
    number: int
    meaning: Expression


@dataclass(frozen=True, slots=True)
class _Scan:
    """A sentence that is being read."""

    tokens: tuple[Token, ...]
    first: int
    rules: TimeRules


def find_times(sentence: Sentence, rules: TimeRules) -> tuple[TimeExpression, ...]:
    """The time expressions of `sentence` from left to right, the longest where several begin together."""
    scan = _Scan(sentence.tokens, _first_word(sentence), rules)
    found: list[TimeExpression] = []
    i = 0
    while i < len(scan.tokens):
        expression = _at(scan, i, 0)
        if expression is None:
            i += 1
            continue
        labels = expression.meaning.rule.means in _HOURS and expression.last < sentence.body_first  # "10:42 Uhr: ..."
        if expression.meaning.rule.means != "nothing" and not labels:
            text = text_of(scan.tokens, i, expression.last)
            found.append(TimeExpression(i, expression.last, text, expression.meaning))
        i = expression.last + 1
    return tuple(found)


def _first_word(sentence: Sentence) -> int:
    words = (i for i, t in enumerate(sentence.tokens) if i >= sentence.body_first and t.text[0].isalnum())
    return next(words, 0)


def _at(scan: _Scan, i: int, depth: int) -> _Found | None:
    """The longest expression that begins at token `i`, with what is joined to it."""
    token, best = scan.tokens[i], None
    if token.lower not in scan.rules.openings and not token.text[0].isdigit():
        return None
    for compiled in _candidates(scan, i):
        if compiled.rule.inner and not depth:
            continue
        found = _match(scan, compiled, i, depth)
        if found and (best is None or _better(found, best)):
            best = found
    for _ in range(_LONGEST_CHAIN):
        longer = _continued(scan, best, depth) if best else None
        if longer is None:
            break
        best = longer
    return best


def _better(found: _Found, best: _Found) -> bool:
    return (found.last, -found.number) > (best.last, -best.number)


def _candidates(scan: _Scan, i: int) -> Iterator[CompiledRule]:
    """The rules that can begin at token `i`, by it and the token behind it."""
    openings, second = scan.rules.openings, scan.tokens[i + 1] if i + 1 < len(scan.tokens) else None
    keys = _keys(scan.tokens[i])
    for key in keys:
        opening = openings.get(key)
        if opening is None:
            continue
        yield from opening.always
        for following in _keys(second) if second else ():
            yield from opening.before.get(following, ())


def _keys(token: Token) -> tuple[str, ...]:
    return (token.lower, FIGURE) if token.text[0].isdigit() else (token.lower,)


def _continued(scan: _Scan, found: _Found | None, depth: int) -> _Found | None:
    """What goes on behind an expression: "Montag und Dienstag", "Montag um 3.15 Uhr"."""
    if found is None or found.meaning.rule.means in _CLOSED:
        return None
    best: _Found | None = None
    for compiled in scan.rules.continued:
        if depth and compiled.rule.means != "at":
            continue
        state = Values(inner=(found.meaning,))
        longer = _walk(scan, compiled, 1, found.last + 1, state, depth)
        fits = longer is not None and (compiled.rule.means != "both" or _alike(longer.meaning.values.inner))
        if longer and fits and (best is None or _better(longer, best)):
            best = longer
    return best


def _alike(inner: tuple[Expression, ...]) -> bool:
    """Are both of one sort, so that together they are one stretch of time?"""
    sorts = {e.rule.means for e in inner}
    return len(sorts) == 1 or bool(sorts & {"night", "night_to"})


def _match(scan: _Scan, compiled: CompiledRule, i: int, depth: int) -> _Found | None:
    found = _walk(scan, compiled, 0, i, Values(), depth)
    if found and compiled.rule.alone and _counts_noun(scan, found.last + 1):
        return None
    if found and compiled.rule.ends and _goes_on(scan, found.last + 1):
        return None
    if found and compiled.rule.ahead and not _is_ahead(scan, found.last + 1, compiled.rule.ahead):
        return None
    return found


def _is_ahead(scan: _Scan, i: int, words: tuple[str, ...]) -> bool:
    return i < len(scan.tokens) and scan.tokens[i].lower in words


def _goes_on(scan: _Scan, i: int) -> bool:
    """Does a word stand here, which the words before govern ("a day before the vote")?"""
    return i < len(scan.tokens) and scan.tokens[i].text[0].isalnum()


def _counts_noun(scan: _Scan, i: int) -> bool:
    """Does a noun or a figure stand here, so that the figure before it is a count and no year?"""
    return i < len(scan.tokens) and (scan.tokens[i].text[0].isupper() or scan.tokens[i].text[0].isdigit())


def _walk(scan: _Scan, compiled: CompiledRule, k: int, i: int, values: Values, depth: int) -> _Found | None:
    """Matches the elements from `k` on at token `i`; takes what may be missing where it stands."""
    if k == len(compiled.elements):
        return _Found(i - 1, compiled.number, Expression(compiled.rule, values))
    element = compiled.elements[k]
    if i < len(scan.tokens):
        taken = _take(scan, element, i, values, depth)
        if taken:
            found = _walk(scan, compiled, k + 1, taken[0] + 1, taken[1], depth)
            if found:
                return found
    return _walk(scan, compiled, k + 1, i, values, depth) if element.optional else None


def _take(scan: _Scan, element: Element, i: int, values: Values, depth: int) -> tuple[int, Values] | None:
    """(last token, values with its own) of what `element` takes at token `i`."""
    token = scan.tokens[i]
    capital = element.words.get(token.lower)
    if capital is not None and (not scan.rules.strict_case or i == scan.first or capital == token.text[0].isupper()):
        return i, values
    for name in element.classes:
        if name == "time":
            inner = _at(scan, i, depth + 1) if depth < _DEEPEST else None
            if inner and inner.meaning.rule.means not in _CLOSED:
                return inner.last, values.and_inner(inner.meaning)
            continue
        value = _member(name, token, scan.rules, first=i == scan.first)
        if value is not None:
            return i, values.and_value(name, value)
    return None


def _member(name: str, token: Token, rules: TimeRules, *, first: bool) -> object:
    """The value of `token` as a member of class `name`, None where it is none."""
    signs = _SIGNS.get(name)
    if signs is not None:
        return signs(token.text, rules)
    if name in CAPITALISED and (name, token.lower) in rules.capitals and not token.text[0].isupper():
        return None
    value = rules.classes[name].get(token.lower)
    if value is not None and rules.strict_case and not first and name not in CAPITALISED:
        return value if ((name, token.lower) in rules.capitals) == token.text[0].isupper() else None
    if value is None and name == "number":
        return int(token.text) if token.text.isdecimal() and len(token.text) <= 3 else None
    return value


def _day(text: str, rules: TimeRules) -> int | None:
    """ "24", "24.", "24th"."""
    digits = text.rstrip(".")
    if not digits.isdecimal():
        ending = next((e for e in rules.day_endings if digits.endswith(e)), "")
        digits = digits[: -len(ending)] if ending else digits
    return int(digits) if digits.isdecimal() and len(digits) <= 2 and 1 <= int(digits) <= 31 else None


def _year(text: str, _: TimeRules) -> int | None:
    return int(text) if text.isdecimal() and len(text) == 4 and int(text) in _YEARS else None


def _clock(text: str, _: TimeRules) -> tuple[int, int] | None:
    """Hour and minute of "3", "3.15", "15:30"."""
    hour, _sign, minute = text.replace(".", ":").partition(":")
    if not hour.isdecimal() or len(hour) > 2 or not (minute or "00").isdecimal() or len(minute) not in (0, 2):
        return None
    at = int(hour), int(minute or 0)
    return at if at[0] <= 24 and at[1] < 60 else None


def _minutes(text: str, rules: TimeRules) -> tuple[int, int] | None:
    """ "09:00", "3pm": an hour that is one by its sign, or by the half of the day in one word with it."""
    word = next((w for w in rules.classes["ampm"] if text.endswith(w)), "")
    at = _clock(text.removesuffix(word), rules) if word or ":" in text else None
    if at is None or not word:
        return at
    return at[0] % 12 + (12 if rules.classes["ampm"][word] == "pm" else 0), at[1]


def _numeric(text: str, _: TimeRules) -> tuple[int, int, int] | None:
    """Day, month and year of "21.07.2025"."""
    parts = text.split(".")
    if len(parts) != 3 or not all(p.isdecimal() and len(p) <= 4 for p in parts):
        return None
    day, month, year = (int(p) for p in parts)
    return (day, month, year) if 1 <= day <= 31 and 1 <= month <= 12 and year in _YEARS else None


_SIGNS = {"day": _day, "year": _year, "clock": _clock, "minutes": _minutes, "numeric": _numeric}
