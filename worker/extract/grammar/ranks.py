"""Is a time only what something is the first or greatest since?"""

from worker.extract.grammar.clauses import Clause
from worker.languages.grammar import Grammar

_SHORT = 4  # letters of a word that only ends like a superlative ("test")


def ranked(clause: Clause, index: int, grammar: Grammar) -> bool:
    """Does the time at `index` only say since when something is the first or greatest ("the worst raid in months")?"""
    before = (w for w in clause.words if w.index < index and w is not clause.finite and not w.auxiliaries)
    low = (w.lower for w in before if not (w.capital and grammar.nouns_are_capitalised))
    return any(w in grammar.ranking_words or (len(w) > _SHORT and w.endswith(grammar.superlative_endings)) for w in low)
