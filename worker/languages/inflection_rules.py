"""How words are inflected: lines of `morphology.toml` and of the irregular verbs in `verbs.toml`."""

from dataclasses import dataclass
from typing import Literal

from worker.languages.entries import Pos

# How the particle of a verb stands to a form: before it, with the infix between them, or elsewhere in the clause
# (and before it where the verb is last).
Join = Literal["joined", "infix", "free"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`base`: the form it starts from ("lemma", "plural" or a field of Principal).

    `ends`: endings of which the base has one; `starts`: prefixes of which it has one; `cut`: what is taken off its end;
    `add`: what is put there, each a form; `before`: what is put before it. `example`: "word -> form".
    """

    pos: Pos
    base: str
    tag: str
    number: str = ""
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    cut: str = ""
    add: tuple[str, ...] = ("",)
    before: str = ""
    gender: tuple[str, ...] = ()
    join: Join = "joined"
    example: str = ""


@dataclass(frozen=True, slots=True)
class Principal:
    """Given forms of a verb, without particle; empty ones are made by rule. Two of one verb are alternatives."""

    infinitive: str
    present: str = ""
    past: str = ""
    participle: str = ""
    irrealis: tuple[str, ...] = ()
    plural: str = ""
    reported: str = ""
    gerund: str = ""
