"""When are two accounts one event: the rules of each kind, and the question itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from worker.identity import aid_pledge, attack, statement, talks
from worker.identity.account import Account, AnyEvent
from worker.identity.verdict import Rule, Verdict, judge

# The rules of each kind, and what their findings have to add up to.
_THEORIES: Mapping[str, tuple[Sequence[Rule[Any]], float]] = {
    "attack": (attack.RULES, attack.THRESHOLD),
    "talks": (talks.RULES, talks.THRESHOLD),
    "statement": (statement.RULES, statement.THRESHOLD),
    "aid_pledge": (aid_pledge.RULES, aid_pledge.THRESHOLD),
}


def same(a: Account[AnyEvent], b: Account[AnyEvent], *, whole: bool = True) -> Verdict:
    """Are `a` and `b`, two accounts of one kind, one event? Symmetric. `whole` as in `judge`."""
    rules, threshold = _THEORIES[a.event.kind]
    return judge(rules, threshold, a, b, whole=whole)
