"""Canonical names as keys, and the sides that actors stand for."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from schemas import Actor
from worker.languages.tables import rows

# Groups and bodies act for themselves, whatever country they sit in; all others act for their country.
_OWN_SIDE = frozenset({"armed_group", "organization", "other"})


def name_key(name: str) -> str:
    """A name without case, accents and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain.casefold()).split())


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
    """Are both one person? A surname alone will do where the country is the same."""
    if a.country and b.country and a.country != b.country:
        return False
    one, other = name_key(a.name).split(), name_key(b.name).split()
    return one == other or (1 in (len(one), len(other)) and bool(one and other) and one[-1] == other[-1])


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
