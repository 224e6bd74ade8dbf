"""What the fields of a condition ask of an alert.

An operator looks at every value that an alert has for its field, says of each whether it is one that is wanted, and
finds one unknown value where there may be others that nobody told of: the sides of an attack without an attacker, the
place of a statement. A place that is only a country or a region may be anywhere in it.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from schemas import Actor, AlertBody, Kind, Place
from schemas.alert import Level
from worker.globe import distance_km
from worker.routing.answers import Answer
from worker.routing.condition import Near
from worker.routing.sites import Site
from worker.text.names import name_key, one_person
from worker.text.normalise import fold

LEVELS = get_args(Level)
TOLD = 8  # members of a list that are shown

_AREAS = frozenset({"country", "region"})
# The slots of the sides, and how many of each there are at least, whether they are told or not.
_SIDES: Mapping[str, Mapping[str, int]] = {
    "attack": {"attackers": 1, "targets": 1},
    "talks": {"participants": 2, "mediators": 0},
    "statement": {"speaker": 1, "addressees": 0},
    "aid_pledge": {"donors": 1, "recipients": 1, "funders": 0},
}


def listed(values: Iterable[object]) -> str:
    """The first of some values, on a line."""
    texts = list(map(str, values))
    return ", ".join(texts[:TOLD]) + (f" and {len(texts) - TOLD} more" if len(texts) > TOLD else "")


@dataclass(frozen=True)
class Finding:
    """One value of an alert, and whether it is one that is wanted."""

    text: str
    answer: Answer


@dataclass(frozen=True)
class Operator:
    """How a field is asked for and how what it wants is told."""

    find: Callable[[Any, AlertBody], Iterable[Finding]]
    tell: Callable[[Any], str] = listed


def _at_least(wanted: object) -> str:
    return f"at least {wanted}"


def _circle(wanted: Near) -> str:
    radius = listed(f"{kind} {km:g} km" for kind, km in (wanted.km or {}).items())
    if wanted.km and len(set(wanted.km.values())) == 1 and len(wanted.km) > 1:
        radius = f"{next(iter(wanted.km.values())):g} km"
    around = listed("any site" if name == "*" else name for name in wanted.site or (f"{wanted.lat:g}, {wanted.lon:g}",))
    return f"{radius} around {around}" if radius else f"around {around}"


def _one_of(value: str | None, wanted: Collection[str]) -> Finding:
    return Finding(value or "not known", None if value is None else value in wanted)


def _kind(wanted: Collection[str], alert: AlertBody) -> Iterator[Finding]:
    yield _one_of(alert.event.kind, wanted)


def _country(wanted: Collection[str], alert: AlertBody) -> Iterator[Finding]:
    for place in alert.event.places:
        found = _one_of(place.country, wanted)
        yield Finding(f"{place.name} ({found.text})", found.answer)
    yield from _unless(alert.event.places, "no place is known")


def _place(wanted: Collection[str], alert: AlertBody) -> Iterator[Finding]:
    keys = _keys(tuple(wanted))
    for place in alert.event.places:
        region = f" in {place.admin1}" if place.admin1 else ""
        yield Finding(f"{place.name}{region} ({place.kind})", _is_named(place, keys))
    yield from _unless(alert.event.places, "no place is known")


def _is_named(place: Place, keys: Collection[str]) -> Answer:
    if name_key(place.name) in keys or (place.admin1 and name_key(place.admin1) in keys):
        return True
    return None if place.kind in _AREAS or place.admin1 is None else False


def _near(wanted: Near, alert: AlertBody) -> Iterator[Finding]:
    circles = wanted.circles()
    for place in alert.event.places:
        if place.kind in _AREAS or place.lat is None or place.lon is None:
            yield Finding(f"{place.name}: where exactly is not known ({place.kind})", None)
        else:
            yield _nearest(place.name, place.lat, place.lon, alert.event.kind, circles)
    yield from _unless(alert.event.places, "no place is known")


def _nearest(name: str, lat: float, lon: float, kind: Kind, circles: Collection[Site]) -> Finding:
    """How far a place is from the site that it is near to, else from the nearest; one without a radius says nothing."""
    by_kind = [(distance_km(lat, lon, site.lat, site.lon), site) for site in circles if kind in site.km]
    if not by_kind:
        return Finding(f"{name}: there is no radius for {kind}", None)
    inside = [(km, site) for km, site in by_kind if km <= site.km[kind]]
    km, site = min(inside or by_kind, key=lambda pair: pair[0])
    answer = True if inside else (None if len(by_kind) < len(circles) else False)
    return Finding(f"{name}: {km:.1f} km from {site.name}", answer)


def _actor(wanted: Collection[str], alert: AlertBody) -> Iterator[Finding]:
    keys = _keys(tuple(wanted))
    for actor in sides(alert):
        same = actor.kind == "person" and any(one_person(name, actor.name) for name in wanted)
        yield Finding(actor.name, same or name_key(actor.name) in keys)
    yield from _untold(alert)


def _actor_country(wanted: Collection[str], alert: AlertBody) -> Iterator[Finding]:
    for actor in sides(alert):
        found = _one_of(actor.country, wanted)
        yield Finding(f"{actor.name} ({found.text})", found.answer)
    yield from _untold(alert)


def sides(alert: AlertBody) -> Iterator[Actor]:
    """Yield who acts, is acted on, talks, mediates, speaks, is spoken to, gives, gets and pays."""
    for slot in _SIDES[alert.event.kind]:
        value = getattr(alert.event, slot)
        yield from (value,) if isinstance(value, Actor) else value


def _untold(alert: AlertBody) -> Iterator[Finding]:
    """Sides that there are and that are not told."""
    for slot, least in _SIDES[alert.event.kind].items():
        value = getattr(alert.event, slot)
        if not isinstance(value, Actor) and len(value) < least:
            yield Finding(f"{'more ' if value else ''}{slot} not known", None)


def _severity(wanted: str, alert: AlertBody) -> Iterator[Finding]:
    level = alert.severity.level
    yield Finding(level, LEVELS.index(level) >= LEVELS.index(wanted))


def _standing(wanted: Collection[str], alert: AlertBody) -> Iterator[Finding]:
    yield _one_of(alert.standing, wanted)


def _independent_sources(wanted: int, alert: AlertBody) -> Iterator[Finding]:
    yield Finding(str(alert.independent_sources), alert.independent_sources >= wanted)


def _source(wanted: Collection[str], alert: AlertBody) -> Iterator[Finding]:
    for report in alert.told_in:
        yield _one_of(report.source, wanted)


def _outlet(wanted: Collection[str], alert: AlertBody) -> Iterator[Finding]:
    keys = _keys(tuple(wanted))
    for report in alert.told_in:
        yield Finding(report.outlet or "not known", name_key(report.outlet) in keys if report.outlet else None)


def _language(wanted: Collection[str], alert: AlertBody) -> Iterator[Finding]:
    for report in alert.told_in:
        yield _one_of(report.language, wanted)


def _words(wanted: Collection[str], alert: AlertBody) -> Iterator[Finding]:
    pattern = _pattern(tuple(wanted))
    for where, text in _texts(alert):
        if match := pattern.search(_folded(text)):
            yield Finding(f'"{match[0]}" in the {where}', True)
            return
    yield Finding("none of them", False)


def _texts(alert: AlertBody) -> Iterator[tuple[str, str]]:
    yield "headline", alert.headline
    yield from (("title", report.title) for report in alert.told_in)
    sentences = [*alert.event.evidence, *(evidence for report in alert.told_in for evidence in report.evidence)]
    yield from (("evidence", text) for text in dict.fromkeys(evidence.text for evidence in sentences))


def _unless(values: Collection[object], missing: str) -> Iterator[Finding]:
    """One unknown value where none is told."""
    if not values:
        yield Finding(missing, None)


@lru_cache(maxsize=1_000)  # for all routes of an alert
def _folded(text: str) -> str:
    return fold(unicodedata.normalize("NFC", text))


@lru_cache(maxsize=1_000)
def _keys(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(name_key, names))


@lru_cache(maxsize=1_000)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that takes time in proportion to the text."""
    spaced = (r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)")


OPERATORS: Mapping[str, Operator] = {
    "kind": Operator(_kind),
    "country": Operator(_country),
    "place": Operator(_place),
    "near": Operator(_near, _circle),
    "actor": Operator(_actor),
    "actor_country": Operator(_actor_country),
    "severity": Operator(_severity, _at_least),
    "standing": Operator(_standing),
    "independent_sources": Operator(_independent_sources, _at_least),
    "source": Operator(_source),
    "outlet": Operator(_outlet),
    "language": Operator(_language),
    "words": Operator(_words),
}
