"""The table by which events are graded: the published one, `severity.toml`, or one of a person's own.

A table has `rules`, `ranks` and `rates`; what one of its own leaves out is as in the published one. A rule that could
never apply, because it names a slot or value that no event has, is a mistake.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, get_args, get_origin

import tomli
from pydantic import BaseModel

from schemas import AidPledge, Attack, Kind, Money, Quantity, Statement, Talks
from schemas.alert import Level
from worker.errors import PackError
from worker.languages.tables import only, rows_of

RANKS = "ranks"  # a slot of rules alone: the ranks of those who act
_PUBLISHED = files("worker.identity") / "severity.toml"
_MODELS: Mapping[str, type[BaseModel]] = {
    "attack": Attack, "talks": Talks, "statement": Statement, "aid_pledge": AidPledge,
}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One row of the table; what its columns mean stands at the head of the file."""

    kind: Kind
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


@dataclass(frozen=True)
class Table:
    """`ranks` by office, `rates` by currency."""

    rules: tuple[Rule, ...]
    ranks: Mapping[str, str] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)


@lru_cache(maxsize=2)
def published() -> Table:
    """The table that comes with the program."""
    return _parsed(_PUBLISHED.read_text("utf-8"), _PUBLISHED.name, Table(()))


@lru_cache(maxsize=2)
def parse_table(text: str, name: str) -> Table:
    """The table in the TOML `text` of the file `name`. Raises PackError, which names the file and the entry."""
    return _parsed(text, name, published())


def _parsed(text: str, name: str, base: Table) -> Table:
    try:
        document = tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError) as error:
        raise PackError(f"{name}: {error}") from error
    only(document, name, "rules", "ranks", "rates")
    ranks = {role: rank.rank for rank in rows_of(document, name, "ranks", Rank) for role in rank.roles}
    rates = {rate.currency: rate.per_dollar for rate in rows_of(document, name, "rates", Rate) if rate.per_dollar > 0}
    rules = rows_of(document, name, "rules", Rule)
    table = Table(rules if "rules" in document else base.rules, ranks or base.ranks, rates or base.rates)
    for n, rule in enumerate(rules):
        for problem in _problems(rule, table):
            raise PackError(f"{name}: rules[{n}]: {problem}")
    return table


def _problems(rule: Rule, table: Table) -> Iterator[str]:
    """What keeps a rule from ever applying as it is meant."""
    if not rule.number and not rule.slot:
        yield "a rule needs a number or a slot"
    if rule.number and not _tells(rule.kind, rule.number, (Quantity, Money)):
        yield f"number: {rule.kind} has no figure {rule.number!r}"
    for key, slot, values in (
        ("statuses", "status", rule.statuses),
        ("values", rule.slot, rule.values),
        ("also_values", rule.also, rule.also_values),
    ):
        choices = frozenset(table.ranks.values()) if slot == RANKS else _choices(_hint(rule.kind, slot))
        if slot and not choices:
            yield f"{rule.kind} has no slot {slot!r} that holds one of several values"
        elif slot and not values and key != "statuses":
            yield f"{key} is missing beside {slot!r}"
        yield from (f"{key}: {slot} of {rule.kind} is never {value!r}" for value in values if value not in choices)


def _hint(kind: str, slot: str) -> Any:
    found = _MODELS[kind].model_fields.get(slot)
    return found.annotation if found else None


def _tells(kind: str, slot: str, what: tuple[type, ...]) -> bool:
    return any(one in get_args(_hint(kind, slot)) for one in what)


def _choices(hint: Any) -> frozenset[str]:
    """The values that a slot of this type may hold: words, or the kinds of what it lists."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return _choices(hint.model_fields["kind"].annotation) if "kind" in hint.model_fields else frozenset()
    if get_origin(hint) is Literal:
        return frozenset(get_args(hint))
    return frozenset().union(*map(_choices, get_args(hint)))
