"""A clause cut into what each of several gives by one verb ("Lithuania sends howitzers, | Denmark tanks")."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worker.extract.aid_pledge.naming import is_side
from worker.extract.aid_pledge.shares import sums_in
from worker.extract.aid_pledge.things import things_in
from worker.extract.analysis import Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.values.quantities import Quantified
from worker.languages.pack import AidWord

_LONGEST_GAP = 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """The tokens of a clause that belong to one donor; `giver` is the one that a shared verb leaves to it; `figure`:
    how much or many of what the first one gives."""

    first: int
    last: int
    giver: ActorMention | None
    figure: Quantified | None = None

    def holds(self, index: int) -> bool:
        return self.first <= index <= self.last


def stretches_of(reading: Reading, clause: Clause, last: int) -> Iterator[Stretch]:
    """The clause cut before each further giver of a shared verb: a bare side with its gift right behind it."""
    gifts = [(t.index, t.last) for t in things_in(reading)] + [(m.first, m.last) for m in sums_in(reading)]
    first_gift = min((g for g, _ in gifts if clause.first <= g <= last), default=last)
    phrases = reading.phrases_of(clause)
    start, giver, figure = _start(reading, clause), None, None
    for k, phrase in enumerate(phrases):
        if phrase.preposition in reading.grammar.absolute_words and (alone := _committing(reading, phrase)):
            yield Stretch(start, phrase.first - 1, giver, figure)
            start, giver, figure = phrase.first, alone, None
            continue
        whence = phrase.preposition in reading.grammar.origin_prepositions  # "aus Chile | zehn Millionen"
        if phrase.first < first_gift or not (whence or (phrase.preposition is None and _may_act(phrase))):
            continue
        inside = [m for m in reading.actors if phrase.covers(m.first, m.last) and is_side(m)]
        counted = next((q for m in inside if (q := _figure(reading, m))), None)
        behind = _attribute(phrases, k)
        heads = [m for m in inside if m.head == phrase.head or _counts_behind(m, phrase, reading)]
        counting = bool(heads) and heads[0].head != phrase.head
        summed = counting and any(phrase.covers(m.first, m.last) for m in reading.money)
        own = phrases[k : k + 1] if summed else phrases[k : k + 2] if counting else behind
        given = bool(own) and any(a <= own[-1].last and own[0].first <= b for a, b in gifts)
        holder = next(iter(heads or inside), None) if (given and heads) or counted else None
        if holder:
            yield Stretch(start, phrase.first - 1, giver, figure)
            start, giver, figure = phrase.first, holder, counted
    yield Stretch(start, last, giver, figure)


def in_absolute(word: Trigger[AidWord]) -> bool:
    """Is it a participle behind one who gives besides ("with Norway | pledging $5m")?"""
    before = next((p for p in word.reading.phrases if p.last == word.index - 1), None)
    return word.form.tag == "ger" and before is not None and before.preposition in word.reading.grammar.absolute_words


def _committing(reading: Reading, phrase: Phrase) -> ActorMention | None:
    """The side that gives by a participle right behind it ("with | Norway | pledging $5m")."""
    gives = any(w.index == phrase.last + 1 and w.form.tag == "ger" for w in find_triggers(reading, AidWord))
    inside = (m for m in reading.actors if gives and phrase.covers(m.first, m.last) and is_side(m))
    return next(inside, None)


def _figure(reading: Reading, holder: ActorMention | None) -> Quantified | None:
    """The figure right behind a side that counts nothing itself ("Denmark | two")."""
    alone = (q for q in reading.quantities if q.noun is None and holder and q.first == holder.last + 1)
    return next(alone, None)


def _counts_behind(mention: ActorMention, phrase: Phrase, reading: Reading) -> bool:
    """Does a side open a phrase in which what it gives is counted behind it ("and Peru | two shiploads of flour")?"""
    determined = reading.words[phrase.first].determiner is not None
    begins = phrase.first == mention.first - determined and phrase.last > mention.last
    figures = [*(q.first for q in reading.quantities), *(m.first for m in reading.money)]  # "Peru | USD 3 million"
    return begins and mention.last + 1 in figures


def _may_act(phrase: Phrase) -> bool:
    return not phrase.cases or "nom" in phrase.cases


def _start(reading: Reading, clause: Clause) -> int:
    """Where what a clause tells of begins: of a relative clause with what it stands behind."""
    before = [p for p in reading.phrases if p.last < clause.first] if clause.role == "relative" else []
    return before[-1].first if before else clause.first


def _attribute(phrases: Sequence[Phrase], k: int) -> Sequence[Phrase]:
    """The bare phrase right behind phrase `k`, with the prepositional one that belongs to it."""
    behind = phrases[k + 1 : k + 3]
    if not behind or behind[0].preposition is not None or behind[0].first - phrases[k].last > _LONGEST_GAP:
        return ()
    return behind if len(behind) > 1 and behind[1].preposition is not None else behind[:1]
