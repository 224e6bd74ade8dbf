"""The verdict on two accounts: findings of small rules, added up, unless one of them is a veto.

A weight is how much a finding speaks for one event (below zero: against it), on the scale of log odds: a
weight of one is about a factor of three. A rule that has nothing to compare finds nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from worker.identity.account import Account, EventT_co

VETO = float("-inf")


@dataclass(frozen=True)
class Finding:
    """What one rule says. The reason tells what was compared, and which rule a veto comes from."""

    weight: float
    reason: str


@dataclass(frozen=True)
class Verdict:
    """Are two accounts one event? `margin` is how far the sum of the findings is above what the kind asks for."""

    margin: float
    veto: str | None = None

    @property
    def same(self) -> bool:
        """The answer: no veto, and enough that speaks for it."""
        return self.veto is None and self.margin >= 0


Rule = Callable[[Account[EventT_co], Account[EventT_co]], Finding | None]


def judge(
    rules: Sequence[Rule[EventT_co]],
    threshold: float,
    a: Account[EventT_co],
    b: Account[EventT_co],
    *,
    whole: bool = True,
) -> Verdict:
    """Apply `rules` to two accounts of one kind. `threshold` is what the findings have to add up to.

    Not `whole`: no rules behind one that finds a veto, so that the margin beside it says nothing.
    """
    found: list[Finding] = []
    for rule in rules:
        if finding := rule(a, b):
            found.append(finding)
            if finding.weight == VETO and not whole:
                break
    veto = next((f.reason for f in found if f.weight == VETO), None)
    score = sum(f.weight for f in found if f.weight != VETO)
    return Verdict(round(score - threshold, 3), veto)


def overlap(a: frozenset[str], b: frozenset[str], weight: float, against: float, what: str) -> Finding | None:
    """A finding on two sets: `weight` where they share a member, else `against`; none where one is empty."""
    if not a or not b:
        return None
    return Finding(weight, f"same {what}") if a & b else Finding(against, f"another {what}")
