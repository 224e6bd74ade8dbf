"""How grave an event is, by a table: the published one, `severity.toml`, or one of a person's own."""

from collections.abc import Iterable
from typing import get_args

from schemas import Actor, Event, Money, Quantity, Severity
from schemas.alert import Level
from worker.identity import figures
from worker.identity.severity_table import RANKS, Rule, Table, published

LEVELS: tuple[Level, ...] = get_args(Level)


def severity(event: Event, table: Table | None = None) -> Severity:
    """The level of an event by `table` (None: the published one), with the reasons of the rules that apply."""
    table = table or published()
    found = [rule for rule in table.rules if rule.kind == event.kind and _applies(rule, event, table)]
    strongest = [rule for rule in found if not any(_outdone(rule, other) for other in found)]
    ranked = sorted(strongest, key=lambda rule: -LEVELS.index(rule.level))
    return Severity(level=ranked[0].level if ranked else LEVELS[0], reasons=tuple(r.reason for r in ranked))


def _applies(rule: Rule, event: Event, table: Table) -> bool:
    if rule.statuses and event.status not in rule.statuses:
        return False
    if rule.number and (_number(event, rule.number, table) or 0) < rule.at_least:
        return False
    return _holds(event, rule.slot, rule.values, table) and _holds(event, rule.also, rule.also_values, table)


def _outdone(rule: Rule, other: Rule) -> bool:
    return bool(rule.number) and rule.number == other.number and other.at_least > rule.at_least


def _number(event: Event, slot: str, table: Table) -> float | None:
    value: Quantity | Money | None = getattr(event, slot)
    if isinstance(value, Money):
        rate = table.rates.get(value.currency)
        return value.value / rate if rate else None
    return figures.number(value)


def _holds(event: Event, slot: str, wanted: tuple[str, ...], table: Table) -> bool:
    return not slot or not frozenset(wanted).isdisjoint(_values(event, slot, table))


def _values(event: Event, slot: str, table: Table) -> frozenset[str]:
    """The values of a slot: itself, its members, or their kinds; `ranks`: those of the people who act."""
    if slot == RANKS:
        return frozenset(table.ranks.get(actor.role or "", "") for actor in _acting(event))
    value = getattr(event, slot)
    members: Iterable[object] = value if isinstance(value, tuple) else (value,)
    return frozenset(str(getattr(member, "kind", member)) for member in members)


def _acting(event: Event) -> tuple[Actor, ...]:
    if event.kind == "statement":
        return (event.speaker,)
    return event.participants if event.kind == "talks" else ()
