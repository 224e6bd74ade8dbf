"""Times that are counted from a day which the text has named ("a day earlier", "hours later", "two days after")."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from worker.extract.values.times import COUNTED, TimeExpression

_STAYS = 2  # sentences in which a day that was told is still the one that others are counted from
_OF_A_DAY = frozenset({"night", "part", "governs"})  # what names none by itself
_WEEKDAYS = frozenset({"weekday", "weekday_of_week"})  # "on Monday ... . At dawn ..."
_TOLD = frozenset({"point", "recap"})  # kinds that tell where in time a story is


def anchored(sentences: Iterable[Sequence[TimeExpression]]) -> list[tuple[TimeExpression, ...]]:
    """The times of each sentence in order, those that are counted from another day with the last one told shortly
    before ("Two days after the vote they met on Friday": or behind).
    """
    found: list[tuple[TimeExpression, ...]] = []
    last: TimeExpression | None = None
    age = 0
    for times in sentences:
        linked: list[TimeExpression] = []
        for time in times:
            linked.append(_counted(time, last, times))
            if time.kind in _TOLD and time.meaning.rule.means not in _OF_A_DAY:
                last, age = linked[-1], 0
        found.append(tuple(linked))
        age += 1
        last = last if age <= _STAYS else None
    return found


def _counted(time: TimeExpression, before: TimeExpression | None, times: Sequence[TimeExpression]) -> TimeExpression:
    rule = time.meaning.rule
    if rule.means == "part" and before is not None and before.meaning.rule.means in _WEEKDAYS:
        return replace(time, anchor=before)
    if rule.means not in COUNTED:
        return time
    behind = (t for t in times if t.first > time.last and t.names_day and time.governs and rule.way == "last")
    return replace(time, anchor=before or next(behind, None))
