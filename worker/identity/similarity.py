"""When are two accounts one event: the rules of each kind, and the question itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from worker.identity import aid_pledge, attack, statement, talks
from worker.identity.account import Account, AnyEvent
from worker.identity.verdict import Rule, Verdict, judge


@dataclass(frozen=True)
class Theory:
    """The rules of one kind, what their findings have to add up to, and the most that company adds.

    Company is what two articles have in common besides; `company_later` holds where they were told hours apart.
    """

    rules: Sequence[Rule[Any]]
    threshold: float
    company: float
    company_later: float


THEORIES: Mapping[str, Theory] = {
    "attack": Theory(attack.RULES, attack.THRESHOLD, attack.COMPANY, attack.COMPANY_LATER),
    "talks": Theory(talks.RULES, talks.THRESHOLD, talks.COMPANY, talks.COMPANY_LATER),
    "statement": Theory(statement.RULES, statement.THRESHOLD, statement.COMPANY, statement.COMPANY_LATER),
    "aid_pledge": Theory(aid_pledge.RULES, aid_pledge.THRESHOLD, aid_pledge.COMPANY, aid_pledge.COMPANY_LATER),
}


def same(a: Account[AnyEvent], b: Account[AnyEvent]) -> Verdict:
    """Are `a` and `b` one event? Symmetric; events of two kinds never are."""
    if a.event.kind != b.event.kind:
        return Verdict(0.0, (), "another kind of event")
    theory = THEORIES[a.event.kind]
    return judge(theory.rules, theory.threshold, a, b)
