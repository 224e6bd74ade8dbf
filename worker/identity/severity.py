"""How grave an event is, from the published table `severity.toml`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import get_args

from schemas import Actor, Event, Kind, Money, Quantity, Severity
from schemas.alert import Level
from worker.errors import PackError
from worker.identity import figures
from worker.languages.tables import rows

LEVELS: tuple[Level, ...] = get_args(Level)
_TABLE = files("worker.identity") / "severity.toml"


@dataclass(frozen=True)
class Rule:
    """One row of the table; what its columns mean stands at the head of the file."""

    kind: str
    level: Level
    reason: str
    number: str = ""
    at_least: int = 0
    slot: str = ""
    values: tuple[str, ...] = ()
    also: str = ""
    also_values: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rate:
    """Units of a currency for one US dollar, roughly."""

    currency: str
    per_dollar: float


@dataclass(frozen=True)
class Rank:
    """The offices of one rank."""

    rank: str
    roles: tuple[str, ...]


def severity(event: Event) -> Severity:
    """The level of an event, with the reasons of the rules that apply, gravest first."""
    found = [rule for rule in load_rules() if _applies(rule, event)]
    strongest = [rule for rule in found if not any(_outdone(rule, other) for other in found)]
    ranked = sorted(strongest, key=lambda rule: -LEVELS.index(rule.level))
    return Severity(level=ranked[0].level if ranked else LEVELS[0], reasons=tuple(r.reason for r in ranked))


@cache
def load_rules() -> tuple[Rule, ...]:
    """The rules of the table; PackError where one has a level or kind that is none."""
    found = rows(_TABLE, "rules", Rule)
    for rule in found:
        if rule.level not in LEVELS or rule.kind not in get_args(Kind):
            raise PackError(f"severity.toml: {rule.reason!r}: no such level or kind")
    return found


@cache
def load_ranks() -> Mapping[str, str]:
    """Office -> rank."""
    return {role: rank.rank for rank in rows(_TABLE, "ranks", Rank) for role in rank.roles}


@cache
def _rates() -> Mapping[str, float]:
    return {rate.currency: rate.per_dollar for rate in rows(_TABLE, "rates", Rate)}


def _applies(rule: Rule, event: Event) -> bool:
    if rule.kind != event.kind or (rule.statuses and event.status not in rule.statuses):
        return False
    if rule.number and (_number(event, rule.number) or 0) < rule.at_least:
        return False
    return _holds(event, rule.slot, rule.values) and _holds(event, rule.also, rule.also_values)


def _outdone(rule: Rule, other: Rule) -> bool:
    return bool(rule.number) and rule.number == other.number and other.at_least > rule.at_least


def _number(event: Event, slot: str) -> float | None:
    value: Quantity | Money | None = getattr(event, slot)
    if isinstance(value, Money):
        rate = _rates().get(value.currency)
        return value.value / rate if rate else None
    return figures.number(value)


def _holds(event: Event, slot: str, wanted: tuple[str, ...]) -> bool:
    return not slot or not frozenset(wanted).isdisjoint(_values(event, slot))


def _values(event: Event, slot: str) -> frozenset[str]:
    """The values of a slot: itself, its members, or their kinds; `ranks`: those of the people who act."""
    if slot == "ranks":
        return frozenset(load_ranks().get(actor.role or "", "") for actor in _acting(event))
    value = getattr(event, slot)
    members: Iterable[object] = value if isinstance(value, tuple) else (value,)
    return frozenset(str(getattr(member, "kind", member)) for member in members)


def _acting(event: Event) -> tuple[Actor, ...]:
    if event.kind == "statement":
        return (event.speaker,)
    return event.participants if event.kind == "talks" else ()
