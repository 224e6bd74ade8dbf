"""Who takes part beside the doers ("the army, together with militias, ...")."""

from worker.extract.analysis import Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.phrases import Phrase
from worker.extract.mentions import ActorMention

_LONGEST = 4  # words that say "together with"


def allies_in(clause: Clause, reading: Reading) -> list[ActorMention]:
    """The actors of a clause that stand behind words for doing something together."""
    beside = [p for p in reading.phrases_of(clause) if _accompanies(p, reading)]
    return [m for p in beside for m in reading.actors_of(p)]


def _accompanies(phrase: Phrase, reading: Reading) -> bool:
    before = [w.lower for w in reading.words[max(phrase.first - _LONGEST, 0) : phrase.first]]
    return any(" ".join(before[k:]) in reading.grammar.accompanying for k in range(len(before)))
