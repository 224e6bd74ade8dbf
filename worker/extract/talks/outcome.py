"""What talks brought: the outcomes that the sentences of a meeting tell as facts."""

from collections.abc import Iterable, Iterator

from worker.extract.analysis import Reading
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.reality import compared
from worker.extract.talks.accord import ACCORD, made, wanted
from worker.extract.talks.status import resulted
from worker.languages.pack import TalksStatus, TalksWord

_NOTHING = "no_agreement"
_AGREED = "near:agreement"
_SWAP = "prisoner_exchange"
_DEALS = frozenset({"agreement", "partial_agreement"})
# Senses of words for talks, whose topics are not yet what they bring.
_ABOUT = frozenset({"event", "meet", "attend", "contact", "mediation", "offer"})


def outcomes_in(readings: Iterable[Reading]) -> Iterator[Trigger[TalksStatus]]:
    """The words for what the sentences of a meeting tell as reached; an agreed exchange is no agreement besides."""
    found = [c for reading in readings for c in find_triggers(reading, TalksStatus) if _reached(c)]
    empty = {(c.reading.index, c.clause.number) for c in found if c.entry.value == _NOTHING}
    swap = any(c.entry.value == _SWAP for c in found)
    for cue in found:
        deal = cue.entry.value in _DEALS
        if not deal or not (swap or (cue.reading.index, cue.clause.number) in empty):  # "failed to reach an agreement"
            yield cue


def _reached(cue: Trigger[TalksStatus]) -> bool:
    """Does it tell what came about, and a verb that can have any object that of an agreement?"""
    if cue.entry.field != "outcome" or not resulted(cue) or _of_other(cue) or compared(cue):
        return False
    if wanted(cue) if cue.verbal else _is_topic(cue):
        return False
    return not any(n.endswith(ACCORD) for n in cue.entry.needs) or made(cue) is not None


def _of_other(cue: Trigger[TalksStatus]) -> bool:
    """Does an adjective describe what is no word of talks or agreements ("the | further | course"), or one of agreeing
    something else ("were | provisionally | ended")?"""
    if cue.form.tag != "adj":
        return False
    words = [t for t in find_triggers(cue.reading, TalksWord) if t.clause is cue.clause]
    if _AGREED in cue.entry.needs and not any(t.entry.sense in ("accord", "outcome") for t in words):
        return True
    phrase = cue.reading.phrase_at(cue.index)
    if phrase is None or phrase.last == cue.index:
        return False
    return not any(phrase.covers(t.index, t.index) for t in words if not t.verbal and t.index > cue.index)


def _is_topic(cue: Trigger[TalksStatus]) -> bool:
    """Is it only what talks are about ("talks on a prisoner swap"), and not what an agreement is on?"""
    for word in find_triggers(cue.reading, TalksWord):
        places = [r.partition("=")[0] for r in word.entry.roles if r.endswith("=topic")]
        found = (a.phrase for p in places if word.entry.sense in _ABOUT for a in arguments(word, p))
        if any(p is not None and p.covers(cue.index, cue.index) for p in found):
            return True
    return False
