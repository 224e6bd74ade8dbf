"""The sides that actors stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from schemas import Actor
from worker.languages.tables import rows
from worker.text.names import name_key, one_person, sound_alike

# Groups and bodies act for themselves, whatever country they sit in; all others, and who is sent to talks, for it.
_OWN_SIDE = frozenset({"armed_group", "organization", "other"})


def side(actor: Actor) -> str:
    """What counts as one side: the country code of a state and of all who act for it, else the key of the name."""
    if actor.country and (actor.kind not in _OWN_SIDE or actor.name.endswith(_envoys())):
        return actor.country
    key = name_key(actor.name)
    return _wholes().get(key) or _leaders().get(key, key)


def sides(actors: Iterable[Actor]) -> frozenset[str]:
    """The sides of several actors."""
    return frozenset(side(a) for a in actors)


def is_state(key: str) -> bool:
    """Is this side a state? Keys of names are lower case."""
    return len(key) == 2 and key.isupper()


def same_person(a: Actor, b: Actor) -> bool:
    """Are both one person? A surname alone will do where the country is the same, and another language's spelling; a
    full name is nobody else's.
    """
    if a.country and b.country and a.country != b.country:
        return name_key(a.name) == name_key(b.name) and " " in name_key(a.name)
    return one_person(a.name, b.name) or (a.country == b.country and sound_alike(a.name, b.name))


def same_office(a: Actor, b: Actor) -> bool:
    """Is one called by an office alone that only one person holds, and the other who holds it?"""
    return sole_office(a) is not None and sole_office(a) == sole_office(b) and (is_nameless(a) or is_nameless(b))


def is_many(actor: Actor) -> bool:
    """Is it no body, but people of whom many speak for a side ("Israeli officials")?"""
    return actor.name.rpartition(" ")[2] in _named("many")


def is_anybody(actor: Actor) -> bool:
    """Is it whoever is meant, of no country and no body ("European leaders", "allies")?"""
    return actor.kind == "other" and actor.country is None


def is_vague(actor: Actor) -> bool:
    """Is it whoever is meant, or a group by what it is: rebels of a country are one of those that have a name?"""
    return is_anybody(actor) or (is_group(actor) and is_described(actor))


def is_group(actor: Actor) -> bool:
    """Is it an armed group, one that has a name or not?"""
    return actor.kind == "armed_group"


def is_described(actor: Actor) -> bool:
    """Is a group called by what it is and where, as worker/languages/*/actors.toml does ("Afghan gunmen")?"""
    return actor.name.rpartition(" ")[2].islower()


def is_nameless(actor: Actor) -> bool:
    """Is somebody called by an office alone ("Sudanese prime minister")?"""
    return actor.role is not None and actor.role in actor.name


def sole_office(actor: Actor) -> str | None:
    """The office of somebody that only one person of a country holds at a time, with the country."""
    sole = actor.kind == "person" and actor.country and actor.role in _named("offices")
    return f"{actor.country}/{actor.role}" if sole else None


@dataclass(frozen=True)
class Part:
    """A body that acts for a larger one: `name` for `whole`."""

    name: str
    whole: str


@cache
def load_parts() -> tuple[Part, ...]:
    """The table `sides.toml`."""
    return rows(files("worker.identity") / "sides.toml", "parts", Part)


@dataclass(frozen=True)
class Led:
    """A coalition that acts as the state which leads it: outlets call its strikes those of either."""

    name: str
    country: str


@cache
def load_led() -> tuple[Led, ...]:
    """The coalitions of `sides.toml`."""
    return rows(files("worker.identity") / "sides.toml", "led", Led)


@dataclass(frozen=True)
class Row:
    """What a table only names."""

    name: str


@cache
def _named(table: str) -> frozenset[str]:
    return frozenset(row.name for row in rows(files("worker.identity") / "sides.toml", table, Row))


@cache
def _envoys() -> tuple[str, ...]:
    return tuple(f" {name}" for name in sorted(_named("envoys")))


@cache
def _wholes() -> Mapping[str, str]:
    return {name_key(part.name): name_key(part.whole) for part in load_parts()}


@cache
def _leaders() -> Mapping[str, str]:
    return {name_key(led.name): led.country for led in load_led()}
