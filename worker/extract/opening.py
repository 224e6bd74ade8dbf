"""Where and when what a text opens with was, as its first sentences tell."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from schemas import When
from worker.extract.analysis import Analysis, Reading
from worker.extract.dating import names_another, recalls, tells_count
from worker.extract.mentions import PlaceMention
from worker.extract.values.expressions import day_of
from worker.extract.values.times import TimeExpression

# What a headline tells is told again, with its day, in so many sentences; news are not older than this.
_OPENING, _NEWS = 2, timedelta(days=7)


def dateline(analysis: Analysis, sentences: Iterable[int]) -> list[PlaceMention]:
    """The towns that a report comes from, or its headline begins with ("Istanbul: ..."), for what it opens with."""
    first = min(sentences)
    opening = [r for r in analysis.readings if r.sentence.role != "body" or r.index == _lead(analysis)]
    if first > opening[-1].index:
        return []
    places = [(m, r) for r in opening for m in r.places if m.place.kind == "city"]
    return [m for m, r in places if m.last < r.sentence.body_first or (m.first == 0 and r.before_colon(m.last))]


def _lead(analysis: Analysis) -> int:
    return next((r.index for r in analysis.readings if r.sentence.role == "body"), 0)


def opening_day(analysis: Analysis, sentences: Iterable[int]) -> When | None:
    """The day that the first two sentences of the body name, for what the headline or the first of them tells."""
    body = [r for r in analysis.readings if r.sentence.role == "body"][:_OPENING]
    if not body or min(sentences) > body[0].index:
        return None
    published = analysis.published
    times = ((t, r) for r in body for t in r.times if t.names_day and not (_dates_another(t, r) or tells_count(t, r)))
    named = ((t, r.clause_at(t.first).opener, r.grammar.sequence_words) for t, r in times)
    days = (t.resolve(published, "past") for t, o, words in named if o is None or o.lower not in words)
    return next((when for when in days if when and _is_news(when, published)), None)


def _dates_another(time: TimeExpression, reading: Reading) -> bool:
    """Does a time stand behind what names another deed ("after a similar raid on Sumy | on Monday"), or in a sentence
    that recalls one ("Erst | am Freitag | hatten ...")?
    """
    if recalls(reading, reading.clause_at(time.first)):
        return True
    told = [p for p in reading.phrases if p.last < time.first and p.preposition in reading.grammar.sequence_words]
    return any(names_another(p, reading) for p in told[-1:])


def _is_news(when: When, published: datetime) -> bool:
    """Is it of the week before the publication?"""
    age = published.date() - day_of(when.end)
    return timedelta() <= age <= _NEWS
