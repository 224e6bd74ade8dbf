"""An attack while it is put together: what belongs to one strike, and when two are the same."""

from dataclasses import dataclass, field

from schemas import Hit, Quantity, When
from schemas import Weapon as WeaponSlot
from worker.extract.draft import overlap, side
from worker.extract.mentions import ActorMention, PlaceMention

# How many sentences may lie between two that tell the same strike where no side ties them.
REACH = 3
_LISTS = ("attackers", "targets", "places", "weapons", "methods", "hit", "attribution", "rules")


@dataclass(slots=True)
class Strike:
    """One side's strike or wave as far as it has been read; `sure` where more than a bare word tells it."""

    sentences: set[int] = field(default_factory=set)
    attackers: list[ActorMention] = field(default_factory=list)
    targets: list[ActorMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    weapons: list[WeaponSlot] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    hit: list[Hit] = field(default_factory=list)
    figures: dict[str, Quantity] = field(default_factory=dict)
    attribution: list[ActorMention] = field(default_factory=list)
    when: When | None = None
    status: str = "reported"
    rules: list[str] = field(default_factory=list)
    sure: bool = False

    def attacking(self) -> frozenset[str]:
        return sides_of(self.attackers)

    def attacked(self) -> frozenset[str]:
        return sides_of(self.targets)

    def struck(self) -> frozenset[str]:
        """The sides that were struck: named targets, else the countries of its places."""
        if self.targets:
            return self.attacked()
        return frozenset(p.place.country for p in self.places if p.place.country)


def sides_of(mentions: list[ActorMention]) -> frozenset[str]:
    return frozenset(side(a) for m in mentions for a in m.actors)


def join(strike: Strike, strikes: list[Strike]) -> None:
    """Adds `strike` to the one that it tells more of, or as a new one."""
    for known in reversed(strikes):
        if same(strike, known):
            merge(strike, known)
            return
    strikes.append(strike)


def same(new: Strike, known: Strike) -> bool:
    """Do both tell one strike: no side and no time against it, and a side, a place or nearness for it?"""
    attackers, known_attackers = new.attacking(), known.attacking()
    if attackers and known_attackers and not attackers & known_attackers:
        return False
    if new.struck() and known.struck() and not new.struck() & known.struck():
        return False
    if attackers & known.attacked() or new.attacked() & known_attackers:
        return False
    if not overlap(new.when, known.when) or {new.status, known.status} == {"reported", "threatened"}:
        return False
    near = min(new.sentences) - max(known.sentences) <= REACH
    return bool(attackers & known_attackers) or near


def merge(new: Strike, known: Strike) -> None:
    """Adds what `new` tells to `known`; figures and times that are told first stay."""
    known.sentences |= new.sentences
    for name in _LISTS:
        have = getattr(known, name)
        have.extend(x for x in getattr(new, name) if x not in have)
    for slot, quantity in new.figures.items():
        known.figures.setdefault(slot, quantity)
    known.when = known.when or new.when
    known.sure = known.sure or new.sure
    if known.status != new.status and "reported" in (known.status, new.status):
        known.status = "reported"
