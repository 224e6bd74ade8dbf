"""Days that others are counted from: one that the text has named ("a day earlier", "hours later", "two days after"),
and that on which an article without a date is news.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from worker.extract.values.times import COUNTED, TimeExpression

_STAYS = 2  # sentences in which a day that was told is still the one that others are counted from
_OF_A_DAY = frozenset({"night", "part", "governs"})  # what names none by itself
_WEEKDAYS = frozenset({"weekday", "weekday_of_week"})  # "on Monday ... . At dawn ..."
_TOLD = frozenset({"point", "recap"})  # kinds that tell where in time a story is

_SOME_DAY = datetime(2000, 1, 3, tzinfo=UTC)


def day_of_news(times: Iterable[TimeExpression]) -> datetime:
    """The day as whose news an article without a date is read, so that its times stand to each other as they would
    with one: the last that it names in full, else any.
    """
    named = (when.end for t in times if t.kind in _TOLD and (when := t.resolve(None)))
    return max((datetime.combine(day, datetime.min.time(), UTC) for day in named), default=_SOME_DAY)


def anchored(sentences: Iterable[tuple[TimeExpression, ...]]) -> list[tuple[TimeExpression, ...]]:
    """The times of each sentence in order, those that are counted from another day with the last one told shortly
    before ("Two days after the vote they met on Friday": or behind).
    """
    found: list[tuple[TimeExpression, ...]] = []
    last: TimeExpression | None = None
    night: TimeExpression | None = None  # told since, from which nights are counted
    age = 0
    for times in sentences:
        linked: list[TimeExpression] = []
        for time in times:
            linked.append(_counted(time, night or last if time.counts_nights else last, times))
            if time.kind in _TOLD and time.meaning.rule.means not in _OF_A_DAY:
                last, night, age = linked[-1], None, 0
            elif time.meaning.rule.means == "night":
                night, age = time, 0
        found.append(tuple(linked))
        age += 1
        last, night = (last, night) if age <= _STAYS else (None, None)
    return found


def _counted(time: TimeExpression, before: TimeExpression | None, times: tuple[TimeExpression, ...]) -> TimeExpression:
    rule = time.meaning.rule
    if rule.means == "part" and before is not None and before.meaning.rule.means in _WEEKDAYS:
        return replace(time, anchor=before)
    if rule.means not in COUNTED:
        return time
    behind = (t for t in times if t.first > time.last and t.names_day and time.governs and rule.way == "last")
    return replace(time, anchor=before or next(behind, None))
