"""Who offers talks, or rejects those that others have offered."""

from worker.extract.grammar.frames import arguments, reduced
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.talks.asking import asked
from worker.extract.talks.senders import behind
from worker.extract.talks.table import row
from worker.languages.pack import SpeechWord, TalksStatus, TalksWord

_MEDIATING = frozenset({"mediate", "host"})
_BIDDING = frozenset({"participants", "host"})


def answered(trigger: Trigger[TalksWord]) -> bool:
    """Does somebody reject the talks, so that he is a side before who has offered them, perhaps to others?"""
    cues = (c for c in find_triggers(trigger.reading, TalksStatus) if c.verbal and c.clause is trigger.clause)
    return any(c.entry.value == "rejected" for c in cues)


def bidders(trigger: Trigger[TalksWord]) -> list[ActorMention]:
    """Who owns a noun right before the talks that tells what becomes of them ("Seoul's offer of dialogue")."""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if phrase is None:
        return []
    cues = (c for c in find_triggers(reading, TalksStatus) if not c.verbal and c.entry.pos == "noun")
    held = (reading.phrase_at(c.index) for c in cues if c.last < phrase.first and c.clause is trigger.clause)
    before = [p for p in held if p is not None]
    owning = [m for m in reading.actors if any(p.covers(m.first, m.last) for p in before)]
    wished = (c for c in find_triggers(reading, TalksStatus) if c.entry.value == "proposed")  # not "arranged by Seoul"
    verbs = [c for c in wished if c.verbal and c.clause is trigger.clause]
    verbs = [c for c in verbs if phrase.first <= c.index < phrase.head or (reduced(c) and c.index == phrase.last + 1)]
    asking = [m for c in verbs for a in arguments(c, "subject") for m in a.actors]  # "a meeting proposed by Seoul"
    return [*owning, *asking, *(m for p in before for m in behind(reading, p.last))]


def offering(trigger: Trigger[TalksWord]) -> list[ActorMention]:
    """Who has offered to do what an infinitive tells ("turned down an offer | by Seoul | to meet"), or asks others to
    mediate ("| Chad and Sudan | asked Egypt to host talks")."""
    reading, clauses = trigger.reading, (trigger.clause.number, trigger.clause.parent)
    if not reading.words[trigger.index].infinitive:
        return []
    if trigger.entry.sense in _MEDIATING and asked(trigger):
        spoken = [w for w in find_triggers(reading, SpeechWord) if w.verbal and w.index < trigger.index]
        asking = [w for w in spoken if w.entry.addressees and w.clause.number in clauses]
        return [m for w in asking[-1:] for a in arguments(w, "subject") for m in row(reading, a.actors)]
    offers = (t for t in find_triggers(reading, TalksWord) if not t.verbal and t.entry.sense == "offer")
    before = [t for t in offers if t.index < trigger.index and t.clause.number in clauses]
    named = [(t, r.partition("=")[0]) for t in before[-1:] for r in t.entry.roles if r.partition("=")[2] in _BIDDING]
    return [m for t, place in named for a in arguments(t, place) for m in a.actors]
