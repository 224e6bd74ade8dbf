"""What lies long back: background, which is no news even where it names sides and deeds.

A deed with a time of more than a year ago opens a tale; the sentences behind it in the paragraph, or behind a headline,
go on with it until one says itself when it happened.
"""

from datetime import timedelta

from schemas import When
from worker.extract.analysis import Analysis, Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.triggers import find_triggers
from worker.extract.memory import once
from worker.extract.reality import reality_of
from worker.extract.values.expressions import day_of
from worker.extract.values.times import TimeExpression
from worker.languages.pack import AidWord, AttackWord, Reality, TalksStatus, TalksWord, Topic

_YEAR = timedelta(days=365)
# How many sentences a tale goes on without a time of its own.
_REACH = 3
# Times that count from the publication, which no tale has.
_OF_NOW = frozenset({"weekday", "weekday_of_week", "day", "night", "night_to", "week", "weekend", "ago_few", "back"})
_DEEDS = (AttackWord, TalksWord, AidWord, Topic)
# Words from an agreement to its year, a participle and a preposition among them.
_BEHIND = 2
_WHOLE = frozenset({"sentence", "paragraph"})


def find_tales(analysis: Analysis) -> tuple[bool, ...]:
    """Per sentence: does it go on with a tale that one before it has opened?"""
    found: list[bool] = []
    left, paragraph, headed = 0, -1, False
    for reading in analysis.readings:
        apart = reading.sentence.paragraph != paragraph and not headed
        if apart or _is_now(reading, analysis):
            left = 0
        paragraph, headed = reading.sentence.paragraph, reading.sentence.role != "body"
        found.append(left > 0)
        left = _REACH if _opens(reading, analysis) else left - 1
    return tuple(found)


def is_old(when: When | None, analysis: Analysis) -> bool:
    """Did it end more than a year before the publication?"""
    return when is not None and day_of(when.end) < analysis.published.date() - _YEAR


def tells_old(reading: Reading, clause: Clause, analysis: Analysis) -> bool:
    """Does the clause name a time more than a year ago, and none nearer?"""
    return bool(reading.times) and clause.number in _old_clauses(reading, analysis)


@once
def _old_clauses(reading: Reading, analysis: Analysis) -> frozenset[int]:
    """The numbers of the clauses that do."""
    dating = [t for t in reading.times if not dates_other(t, reading)]
    times = [(t.first, is_old(t.resolve(analysis.published, "past"), analysis)) for t in dating]
    told = [(c.number, [old for first, old in times if c.holds(first)]) for c in reading.clauses]
    return frozenset(number for number, olds in told if olds and all(olds))


def dates_other(time: TimeExpression, reading: Reading) -> bool:
    """Does a time only tell of when an agreement is ("the | 2015 | nuclear deal", "das Abkommen von | 2015"), or since
    when something goes on ("die | 2012 | begonnenen Gespräche")?"""
    accords = [t for t in find_triggers(reading, TalksWord) if t.entry.sense == "accord" and not t.verbal]
    if any(0 < time.first - t.last <= _BEHIND for t in accords):
        return True
    last = len(reading.words) - 1
    dated = [reading.phrase_at(time.last), reading.phrase_at(min(time.last + 1, last))]  # "the 2014 | Minsk agreement"
    heads = {p.head for p in dated if p is not None and p.first <= time.last + 1 <= p.head}
    since = (c for c in find_triggers(reading, TalksStatus) if c.index == time.last + 1)
    begun = any(c.entry.value == "under_way" and c.index < max(heads, default=0) for c in since)
    return begun or any(t.last in heads for t in accords)


def said_long_ago(reading: Reading, clause: Clause, analysis: Analysis) -> bool:
    """Does the clause of a verb of saying date it to more than a year ago, itself and not a noun in it?"""
    times = [t for t in reading.times if clause.holds(t.first)]
    if any((p := reading.phrase_at(t.first)) and not t.first <= p.head <= t.last for t in times):
        return False
    return tells_old(reading, clause, analysis)


def _opens(reading: Reading, analysis: Analysis) -> bool:
    """Does a deed stand beside an old time, or in a sentence that looks back as a whole ("the anniversary of")?"""
    back = any(t.entry.type == "historical" and t.entry.scope in _WHOLE for t in find_triggers(reading, Reality))
    if not back and not reading.times:
        return False
    if reading.sentence.role != "body":  # a headline that looks back at one deed may tell another
        violence = find_triggers(reading, AttackWord)
        return bool(violence) and all(reality_of(w).type == "historical" for w in violence)
    deeds = [t.clause for table in _DEEDS for t in find_triggers(reading, table)]
    return bool(deeds) and (back or any(tells_old(reading, c, analysis) for c in deeds))


def _is_now(reading: Reading, analysis: Analysis) -> bool:
    """Does a sentence show that it is no tale: by a time of now, a year not long gone, or its tense?"""
    for time in reading.times:
        means, year = time.meaning.rule.means, time.meaning.values.one("year")
        if means in _OF_NOW:
            return True
        if (year or means == "ago") and not is_old(time.resolve(analysis.published, "past"), analysis):
            return True
    return any(c.role == "main" and c.tense == "present" for c in reading.clauses)
