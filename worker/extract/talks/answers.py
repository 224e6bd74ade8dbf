"""What becomes of an offer of talks that a sentence answers without naming it once more."""

from collections.abc import Sequence

from worker.extract.analysis import Reading
from worker.extract.draft import side
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.talks.around import has_company
from worker.extract.talks.meeting import Meeting
from worker.extract.talks.status import Outlook, resulted
from worker.languages.pack import SpeechNoun, TalksStatus, TalksWord

_NEAR = 1  # sentences from an offer to its answer


def answer(reading: Reading, meetings: Sequence[Meeting]) -> None:
    """Marks as rejected the offer that one of its sides rejects ("offered talks, but Tehran | ruled them out")."""
    for cue in find_triggers(reading, TalksStatus):
        if cue.entry.value != "rejected" or not _rejects_it(cue):
            continue
        sides = {side(a) for g in arguments(cue, "subject") for m in g.actors for a in m.actors}
        offers = (m for m in reversed(meetings) if m.outlook.value == "proposed" and m.table.core() & sides)
        offer = next((m for m in offers if reading.index - max(m.sentences) <= _NEAR), None)
        if offer is not None:
            offer.outlook = Outlook("rejected", 2, rules=(cue.rule,))
            offer.sentences.add(reading.index)
            offer.rules.append(cue.rule)


def _rejects_it(cue: Trigger[TalksStatus]) -> bool:
    """Has a verb a pronoun, "the offer" or nothing at all for what it rejects ("Teheran | lehnte ab")?"""
    reading = cue.reading
    told = cue.verbal and cue.entry.strength == "strong" and cue.clause.modal is None and resulted(cue)
    objects = [a.phrase for a in arguments(cue, "object") if a.phrase is not None]
    clauses = {c.number for c in reading.clauses if cue.clause.number in (c.number, c.parent)}
    words = [t for t in find_triggers(reading, TalksWord) if t.clause.number in clauses]
    named = any(t.verbal or t.entry.sense != "offer" or has_company(t) for t in words)
    return told and not named and all(p.pronoun or _points_at_offer(p, reading) for p in objects)


def _points_at_offer(phrase: Phrase, reading: Reading) -> bool:
    """Is it a noun for an offer behind an article that points back ("rejected | the proposal")?"""
    first = reading.words[phrase.first]
    offers = [t.index for t in find_triggers(reading, TalksWord) if t.entry.sense == "offer" and not t.verbal]
    offers += [t.index for t in find_triggers(reading, SpeechNoun) if t.entry.act == "propose"]
    known = first.determiner is not None and first.lower not in reading.grammar.indefinite_articles
    return known and phrase.head in offers
