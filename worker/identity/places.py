"""How the places of two events relate: distance and hierarchy, and the sound of names that are on no map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import floor

from schemas import Place
from worker import globe
from worker.text.names import name_key, sound_alike

NEAR_KM = 25  # a city and its outskirts, a district, a site beside it
_MARGIN = 0.2  # degrees: more than half of NEAR_KM, so that places near each other share a cell
_SPOTS = frozenset({"city", "district", "site"})


@dataclass(frozen=True)
class Common:
    """What two lists of places have in common.

    `spots`: cities, districts and sites that both name; `share`: their part of the shorter list. `beside`: towns of one
    beside towns of the other, where none is shared. `regions`: a region that both name; `within`: one of one that holds
    spots of the other; `seats`: its town of that name is among them. `apart`: both name spots with coordinates and none
    is near another. `unclear`: both name spots, none is shared, but one of them is not on the map; or one names regions
    alone, and the other none of them.
    """

    spots: int = 0
    share: float = 0.0
    beside: bool = False
    regions: bool = False
    seats: bool = False
    within: bool = False
    apart: bool = False
    unclear: bool = False


def common(a: Sequence[Place], b: Sequence[Place]) -> Common:
    """Compare the places of two events."""
    spots_a, spots_b = spots(a), spots(b)
    shared = min(_matched(spots_a, spots_b), _matched(spots_b, spots_a))
    ours, theirs = _regions(a, spots_b), _regions(b, spots_a)
    named = any(same_name(p, q) for p, q in product(ours, theirs))
    inside = [(p, q) for p, q in (*product(ours, spots_b), *product(theirs, spots_a)) if _lies_in(q, p)]
    if not (shared or named or inside) and not (spots_a and spots_b):
        pairs = [*product(ours, theirs), *product(ours, spots_b), *product(theirs, spots_a)]
        return Common(unclear=bool(pairs) and all(_parted(p, q) for p, q in pairs))
    if shared or named or inside:
        beside = shared > 0 and not any(_is_one(p, q) for p, q in product(spots_a, spots_b))
        seats = any(name_key(p.name).rpartition(" ")[0] == name_key(q.name) for p, q in inside)
        share = shared / min(len(spots_a), len(spots_b)) if shared else 0.0
        return Common(shared, share, beside, named, seats, bool(inside))
    mapped = any(p.lat is not None for p in spots_a) and any(p.lat is not None for p in spots_b)
    return Common(apart=mapped, unclear=not mapped)


def spots(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places that are points on a map of a country."""
    return tuple(p for p in places if p.kind in _SPOTS)


def near(a: Place, b: Place) -> bool:
    """Do both name one spot, or a spot and one beside or inside it?"""
    if same_name(a, b):
        return True
    km = distance_km(a, b)
    return km is not None and km <= NEAR_KM


def _is_one(a: Place, b: Place) -> bool:
    """Do both name one spot, or one that lies in the other, not two towns beside each other?"""
    return same_name(a, b) or (near(a, b) and not a.kind == b.kind == "city")


def same_name(a: Place, b: Place) -> bool:
    """Do both carry one canonical name? A country that is not known is no contradiction.

    Of two spots in a country one of which is on no map, it is enough that they sound alike.
    """
    if name_key(a.name) == name_key(b.name):
        return a.country == b.country or None in (a.country, b.country)
    unmapped = a.country == b.country and a.lat is None and {a.kind, b.kind} <= _SPOTS
    return unmapped and sound_alike(a.name, b.name)


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance (haversine); None where a coordinate is missing."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return globe.distance_km(a.lat, a.lon, b.lat, b.lon)


def cells(place: Place) -> tuple[str, ...]:
    """Index words of a place: the one-degree cells it lies in or near, its region; its name where it is on no map."""
    if place.lat is None or place.lon is None or place.kind not in _SPOTS:
        return (f"{place.country or ''}/{name_key(place.name)}",)
    steps = (-_MARGIN, _MARGIN)
    found = {(floor(place.lat + dy), floor(place.lon + dx)) for dy, dx in product(steps, steps)}
    region = (f"{place.country or ''}/{name_key(place.admin1)}",) if place.admin1 else ()
    return (*(f"{lat}:{lon}" for lat, lon in sorted(found)), *region)


def _matched(ours: Sequence[Place], theirs: Sequence[Place]) -> int:
    return sum(any(near(p, q) for q in theirs) for p in ours)


def _regions(places: Sequence[Place], others: Sequence[Place]) -> tuple[Place, ...]:
    """The regions among `places`; beside spots of `others` those alone in which no spot of `places` lies: of a region
    and a town in it, the town tells where it was.
    """
    own = spots(places) if others else ()
    return tuple(p for p in places if p.kind == "region" and not any(_lies_in(q, p) for q in own))


def _parted(region: Place, place: Place) -> bool:
    """Is a place in another country than a region, or is it or does it lie in another one of its sort ("Oblast")?"""
    if region.country and place.country and region.country != place.country:
        return True
    other = place.name if place.kind == "region" else place.admin1 or ""
    return (
        " " in region.name
        and name_key(other) != name_key(region.name)
        and other.split()[-1:] == region.name.split()[-1:]
    )


def _lies_in(place: Place, region: Place) -> bool:
    inside = place.admin1 is not None and name_key(place.admin1) == name_key(region.name)
    return inside and place.country == region.country
