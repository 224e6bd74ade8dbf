"""Case and number of a phrase, as far as its first words tell."""

from functools import lru_cache
from itertools import pairwise
from typing import Final

from worker.extract.grammar.words import Word
from worker.languages.grammar import Grammar

ALL_CASES: Final = frozenset({"nom", "acc", "dat", "gen"})


def agreement(
    words: tuple[Word, ...],
    noun: Word,
    preposition: Word | None,
    grammar: Grammar,
    named: bool,
    described: bool = False,
) -> tuple[frozenset[str], bool | None]:
    """Cases and number that the first determiner, pronoun or adjective ending and the gender of the noun leave open;
    `named`: the first word is part of a name ("Den Haag") and tells nothing; `described`: it is an adjective."""
    if words[0].number and len(words) > 2:  # "zwei | russische Raketen", "zehn Millionen | Euro"
        end = 1 + words[1].token.text[:1].isupper()
        words = words[:end] if words[end].determiner else words[end:]  # "zwei Anführer | der Hamas"
    marker = None if named else words[0].determiner or words[0].pronoun
    readings: tuple[str, ...] = marker.cases if marker else ()
    if not (readings or named) and not (words[0].relative and marker):  # "dessen Minister"
        tells = len(words) > 1 and not words[0].number and (described or not words[0].capital)  # not "vier Dörfer"
        readings = _ending_readings(words[0].lower, grammar) if tells else ()
    governed = preposition.preposition.cases if preposition and preposition.preposition else ()
    if not readings and not governed:
        return ALL_CASES, None
    determiner = words[0].determiner if len(words) > 2 and words[1].determiner and not named else None
    if determiner and determiner.alone:  # "einer | der Angreifer"
        return _left_open((*readings, *determiner.alone), None, governed)
    gender = grammar.gender(noun.lower) if len(words) > 1 else None
    cases, plural = _left_open(readings, gender, governed)
    told = _by_adjective(readings, words, noun, grammar) if marker and marker.cases and not named else readings
    return cases & _left_open(told, gender, governed)[0] or cases, plural


def _by_adjective(readings: tuple[str, ...], words: tuple[Word, ...], noun: Word, grammar: Grammar) -> tuple[str, ...]:
    """The readings of a determiner that the ending of the adjective before the noun allows ("der ranghohe Offizier" is
    no genitive)."""
    before = next((w for w, behind in pairwise(words) if behind is noun), None)
    if before is None or before is words[0] or before.number or before.adverb or not before.token.text.islower():
        return readings
    allowed = next((cases for ending, cases in grammar.weak_endings if before.lower.endswith(ending)), ())
    return tuple(r for r in readings if r in allowed) or readings


@lru_cache(maxsize=4096)
def _left_open(
    readings: tuple[str, ...], gender: str | None, prepositional: tuple[str, ...]
) -> tuple[frozenset[str], bool | None]:
    """Cases and number by the readings of a determiner or ending, the gender of the noun and the preposition."""
    if gender:
        readings = tuple(r for r in readings if r.count(".") < 2 or r.endswith(gender)) or readings
    cases = frozenset(r.split(".")[0] for r in readings) or ALL_CASES
    if prepositional:
        governed = frozenset(prepositional)
        readings = tuple(r for r in readings if r.split(".")[0] in governed)
        cases = (cases & governed) or governed
    numbers = {r.split(".")[1] for r in readings if "." in r}
    return cases, (numbers == {"pl"}) if len(numbers) == 1 else None


def _ending_readings(lower: str, grammar: Grammar) -> tuple[str, ...]:
    return next((readings for ending, readings in grammar.strong_endings if lower.endswith(ending)), ())
