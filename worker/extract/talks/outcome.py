"""What talks brought: the outcomes that the sentences of a meeting tell as facts."""

from collections.abc import Iterable, Iterator

from worker.extract.analysis import Reading
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.talks.accord import ACCORD, made
from worker.extract.talks.status import resulted
from worker.languages.pack import TalksStatus

_NOTHING = "no_agreement"
_SWAP = "prisoner_exchange"
_DEALS = frozenset({"agreement", "partial_agreement"})


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
    if cue.entry.field != "outcome" or not resulted(cue):
        return False
    return not any(n.endswith(ACCORD) for n in cue.entry.needs) or made(cue) is not None
