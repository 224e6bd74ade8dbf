"""Does a condition hold of an alert, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schemas import AlertBody
from worker.routing.answers import Answer, all_of, any_of, opposite
from worker.routing.condition import Condition
from worker.routing.operators import OPERATORS, listed


@dataclass(frozen=True)
class Check:
    """What became of one field of a condition: what it wants, and what the alert has; `parts` make it up."""

    name: str
    answer: Answer
    wanted: str = ""
    found: str = ""
    parts: "tuple[Check, ...]" = ()


def holds(condition: Condition, alert: AlertBody) -> bool:
    """Is the answer of `check` yes? Looks no further than it must."""
    return all(part.answer is True for part in _fields(condition, alert))


def check(condition: Condition, alert: AlertBody, name: str = "all") -> Check:
    """Return the check of `condition`, with one part for each of its fields."""
    parts = tuple(_fields(condition, alert))
    return Check(name, all_of(part.answer for part in parts), parts=parts)


def _fields(condition: Condition, alert: AlertBody) -> Iterator[Check]:
    for name, wanted in condition.given().items():
        if operator := OPERATORS.get(name):
            findings = tuple(operator.find(wanted, alert))
            answer = any_of(finding.answer for finding in findings)
            decisive_first = sorted(findings, key=lambda finding: finding.answer is not answer)
            yield Check(name, answer, operator.tell(wanted), listed(finding.text for finding in decisive_first))
    if condition.all:
        parts = tuple(check(part, alert) for part in condition.all)
        yield Check("all", all_of(part.answer for part in parts), parts=parts)
    if condition.any:
        parts = tuple(check(part, alert) for part in condition.any)
        yield Check("any", any_of(part.answer for part in parts), parts=parts)
    if condition.not_:
        inner = check(condition.not_, alert)
        yield Check("not", opposite(inner.answer), parts=inner.parts)


def told(condition: Condition) -> str:
    """Return a condition on one line."""
    return "; ".join(_told(name, wanted) for name, wanted in condition.given().items())


def _told(name: str, wanted: Any) -> str:
    if operator := OPERATORS.get(name):
        return f"{name} {operator.tell(wanted)}"
    if isinstance(wanted, Condition):
        return f"not ({told(wanted)})"
    return (" and " if name == "all" else " or ").join(f"({told(part)})" for part in wanted)
