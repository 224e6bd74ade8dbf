"""Is a verb negated, by what stands near it, by a pair of negations or one that it shares, and for good?"""

from itertools import pairwise
from typing import Any

from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.triggers import Trigger
from worker.languages.grammar import Grammar

_NEAR = 4


def is_negated(trigger: Trigger[Any]) -> bool:
    """ "did not confirm", "bestätigte nicht", "neither confirmed nor denied", "did not confirm or deny"."""
    clause, grammar = trigger.clause, trigger.reading.grammar
    behind = _NEAR if grammar.word_order == "verb_second" else 0
    if any(w.negation and -behind <= trigger.index - w.index <= _NEAR for w in clause.words):
        return True
    if behind and clause.words[-1].negation and clause.finite and clause.finite.index == trigger.index:
        return True  # "nannte | die Namen der Opfer in Kiew | nicht"
    if any(w.lower in grammar.paired_negations and w.index < trigger.index for w in clause.words):
        return True
    joined = clause.first + 1 == trigger.index and clause.words[0].lower in grammar.alternatives
    return joined and clause.number > 0 and trigger.reading.clauses[clause.number - 1].negated


def waits(clause: Clause, grammar: Grammar) -> bool:
    """Is what a clause denies still to come ("have not | yet | begun")?"""
    yet = grammar.as_yet
    pairs = pairwise(clause.words)
    return any((a.negation and b.lower in yet) or (a.lower in yet and b.negation) for a, b in pairs)
