"""The sides that actors stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from schemas import Actor
from worker.languages.tables import rows
from worker.text.names import name_key, one_person, sound_alike

# Groups and bodies act for themselves, whatever country they sit in; all others act for their country.
_OWN_SIDE = frozenset({"armed_group", "organization", "other"})


def side(actor: Actor) -> str:
    """What counts as one side: the country code of a state and of all who act for it, else the key of the name."""
    if actor.country and actor.kind not in _OWN_SIDE:
        return actor.country
    key = name_key(actor.name)
    return _wholes().get(key, key)


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


@dataclass(frozen=True)
class Part:
    """A body that acts for a larger one: `name` for `whole`."""

    name: str
    whole: str


@cache
def load_parts() -> tuple[Part, ...]:
    """The table `sides.toml`."""
    return rows(files("worker.identity") / "sides.toml", "parts", Part)


@cache
def _wholes() -> Mapping[str, str]:
    return {name_key(part.name): name_key(part.whole) for part in load_parts()}
