"""Rows of `quantities.toml`: what a line of it may hold."""

from dataclasses import dataclass
from typing import Literal

# What a word makes of the number N beside it: {N, N}, {N, open}, {open, N}; or why it is no count.
Effect = Literal[
    "exact", "at_least", "up_to", "total", "increment", "share", "subset", "unit", "time", "date", "year", "age",
    "rate", "number", "model", "percent", "comparison", "fraction",
]  # fmt: skip
PairKind = Literal["range", "change", "changed_from", "share", "share_of", "subset", "remainder"]


@dataclass(frozen=True, slots=True)
class Collective:
    """A word that is a quantity by itself ("Dutzende"); an end that is left out is open. A multiplier may follow."""

    form: str
    min: int | None = None
    max: int | None = None
    example: str = ""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Words before or behind a number and what they make of it."""

    form: str
    effect: Effect


@dataclass(frozen=True, slots=True)
class Pair:
    """What words between two numbers make of them. `{X}` in `between` stands for up to eight words without a number.

    range: both are its ends; change: the second holds now; changed_from: the first; share: the first is a part of the
    second; share_of: the second is a part of the first; remainder: the second without the first; subset: the second is
    within the first. `before` has to stand before the first, `after` behind the second. `small`: only below ten.
    """

    kind: PairKind
    between: str
    example: str
    reads: str
    before: str = ""
    after: str = ""
    small: bool = False
