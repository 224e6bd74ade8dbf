"""Were two strikes of an article at other places, or at other times?"""

from schemas import Place, When
from worker.extract.attack.strike import Strike
from worker.globe import distance_km

_AROUND_KM = 30
_AREAS = frozenset({"region", "district"})


def other_place(new: Strike, known: Strike) -> bool:
    """Was one at other spots than the other, which cannot lie in one another?"""
    if not new.spots() or new.areas() & known.spots() or new.spots() & known.areas():
        return False
    return not (_may_lie_in(new, known) or _may_lie_in(known, new))


def _may_lie_in(narrow: Strike, wide: Strike) -> bool:
    """Are all places of the one of unknown position, so that they may lie in the regions of the other?"""
    towns = [p.place for p in narrow.places if p.place.kind != "country"]
    regions = [p.place for p in wide.places if p.place.kind != "country"]
    one_country = {p.country for p in towns} == {p.country for p in regions}
    parts = all(m.guessed and m.place.kind == "district" for m in narrow.places if m.place.kind != "country")
    if towns and parts and one_country:
        return True  # "the Damaj district" of the town
    anywhere = bool(narrow.struck()) and not narrow.surely_struck()
    if not all(p.kind in _AREAS for p in regions):
        return False
    if towns and regions and all(any(r.name in (p.admin1 or "").split() for r in regions) for p in towns):
        return True  # "the Sinai", of which "North Sinai" is part
    return (one_country or anywhere) and all(p.lat is None or any(_is_around(r, p) for r in regions) for p in towns)


def _is_around(region: Place, town: Place) -> bool:
    """Does a town lie so near to the middle of a region that it may lie in it ("Nuseirat", "the Gaza Strip")?"""
    if None in (region.lat, region.lon, town.lat, town.lon) or region.country != town.country:
        return False
    return distance_km(region.lat or 0, region.lon or 0, town.lat or 0, town.lon or 0) <= _AROUND_KM


def is_vague_time(when: When | None) -> bool:
    return when is not None and when.precision in ("week", "month", "year")


def told_of_earlier(new: Strike, known: Strike) -> bool:
    """Has the text told the day of one, and of the other only the week or month that it lies in, which a text does not
    say of its news ("killed ten on Sunday. An attack last week killed five")?
    """
    if new.when is None or known.when is None or not new.tolls or min(new.sentences) <= max(known.sentences):
        return False
    return is_vague_time(new.when) and not is_vague_time(known.when)
