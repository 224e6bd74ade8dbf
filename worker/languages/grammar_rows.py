"""Rows of `grammar.toml`: what a line of it may hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """A finite form of an auxiliary or modal. `mood`: indicative, reported (Konjunktiv I) or irrealis."""

    form: str
    lemma: str
    kind: str
    tense: str
    mood: str
    number: str


@dataclass(frozen=True, slots=True)
class Determiner:
    """`cases`: "case.number.gender" readings, empty where the language has none; `alone`: those that it has besides as
    a pronoun before whom it is one of ("einer | der Täter").
    """

    form: str
    cases: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preposition:
    form: str
    lemma: str
    cases: tuple[str, ...] = ()
