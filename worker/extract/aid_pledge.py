"""Aid pledges: help for a side at war, asked for, promised, granted, delivered, stopped or refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from schemas import AidPledge, Item, Money, When
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import event_id, evidence, resolve, side, time_of, unique_actors
from worker.extract.frames import Argument, Trigger, arguments, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.reality import reality_of
from worker.extract.silence import Scene
from worker.languages.pack import AidItem, AidWord, Weapon

_STATUS = {
    "planned": "proposed",
    "requested": "requested",
    "hypothetical": "proposed",
    "negated": "refused",
    "denied": "refused",
}
_DROPPED = frozenset({"exercise", "historical"})
_REACH = 2


@dataclass(slots=True)
class Package:
    """A pledge that is being put together."""

    sentences: set[int]
    donors: list[ActorMention] = field(default_factory=list)
    recipients: list[ActorMention] = field(default_factory=list)
    funders: list[ActorMention] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    amount: Money | None = None
    status: str = "pledged"
    when: When | None = None
    rules: list[str] = field(default_factory=list)
    strength: int = 0


def find_pledges(analysis: Analysis, scene: Scene) -> tuple[AidPledge, ...]:
    """The pledges that the article reports, in order of the text."""
    packages: list[Package] = []
    for reading in analysis.readings:
        for trigger in find_triggers(reading, AidWord):
            package = _package(trigger, analysis, scene)
            if package:
                _join(package, packages)
    _fill_recipients(packages, analysis)
    return tuple(_event(p, analysis) for p in packages if _complete(p))


def _package(trigger: Trigger[AidWord], analysis: Analysis, scene: Scene) -> Package | None:
    entry = trigger.entry
    reading = trigger.reading
    if scene.silences(trigger, "aid_pledge") or scene.off_topic():
        return None
    standing = reality_of(trigger)
    if standing.type in _DROPPED:
        return None
    package = Package({reading.index}, rules=[f"aid:{entry.lemma}"], types=list(entry.aid_types))
    for rule in entry.roles:
        place, _, role = rule.partition("=")
        for argument in arguments(trigger, place):
            _fill(package, role, argument)
    _items(package, reading)
    if not (package.items or package.types or entry.strength == "strong"):
        return None
    package.amount = reading.money[0].money if reading.money else None
    package.status = _STATUS.get(standing.type) or (entry.status[0] if entry.status else "pledged")
    package.when = resolve(time_of(reading, trigger.clause, trigger.index), trigger.clause, analysis.article)
    package.strength = {"strong": 2, "medium": 1}.get(entry.strength, 0) + bool(package.items) + bool(package.amount)
    return package


def _fill(package: Package, role: str, argument: Argument) -> None:
    target = {"donor": package.donors, "recipient": package.recipients, "funder": package.funders}.get(role)
    if target is not None:
        target += [m for m in argument.actors if m not in target]


def _items(package: Package, reading: Reading) -> None:
    """What is given: things of the aid table and weapons, with their counts."""
    for thing in find_triggers(reading, AidItem):
        _add_item(package, thing, thing.entry.item_kind, thing.entry.aid_types[:1])
    for weapon in find_triggers(reading, Weapon):
        if weapon.entry.role != "attack" and weapon.entry.item_kind:
            _add_item(package, weapon, weapon.entry.item_kind[0], ("military",))


def _add_item(package: Package, thing: Trigger[Any], kind: str, types: Sequence[str]) -> None:
    count = next((q.quantity for q in thing.reading.quantities if q.counts(thing.index, thing.last)), None)
    if all(i.kind != kind for i in package.items):
        package.items.append(Item.model_validate({"kind": kind, "name": thing.entry.lemma, "count": count}))
    package.types += [t for t in types if t not in package.types]


def _fill_recipients(packages: list[Package], analysis: Analysis) -> None:
    """A package without a named recipient is for whom the article's other packages are, or the side named beside it."""
    known = [p.recipients for p in packages if p.recipients]
    for package in packages:
        if package.recipients or not known:
            continue
        donors = {side(m.actor) for m in package.donors}
        package.recipients = next((r for r in known if not donors & {side(m.actor) for m in r}), [])


def _join(package: Package, packages: list[Package]) -> None:
    for known in reversed(packages):
        near = min(package.sentences) - max(known.sentences) <= _REACH
        donors, known_donors = ({side(m.actor) for m in p.donors} for p in (package, known))
        amounts = {p.amount.value for p in (package, known) if p.amount}
        if near and (not donors or not known_donors or donors & known_donors) and len(amounts) < 2:
            known.sentences |= package.sentences
            for name in ("donors", "recipients", "funders", "types", "items", "rules"):
                have = getattr(known, name)
                have.extend(x for x in getattr(package, name) if x not in have)
            known.amount = known.amount or package.amount
            known.strength = max(known.strength, package.strength)
            return
    packages.append(package)


def _complete(package: Package) -> bool:
    return bool(package.donors and package.recipients and package.strength > 0)


def _event(package: Package, analysis: Analysis) -> AidPledge:
    found = evidence(analysis, package.sentences)
    recipients = unique_actors(package.recipients)
    donors = tuple(a for a in unique_actors(package.donors) if side(a) not in {side(r) for r in recipients})
    return AidPledge.model_validate(
        {
            "id": event_id(analysis.article, "aid_pledge", found, "|".join(side(a) for a in donors)),
            "status": package.status,
            "when": package.when,
            "evidence": found,
            "confidence": 0.6 + 0.08 * min(package.strength, 4),
            "donors": donors,
            "recipients": recipients,
            "funders": unique_actors(package.funders),
            "aid_types": tuple(dict.fromkeys(package.types)),
            "amount": package.amount,
            "items": tuple(package.items),
            "rules": tuple(dict.fromkeys(package.rules)),
        }
    )
