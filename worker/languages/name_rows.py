"""The rows of the tables of names: countries, regions, places, people with their offices, bodies, and the words beside
them.
"""

from dataclasses import dataclass
from typing import Literal

from schemas.event import ActorKind

Gender = Literal["", "m", "f"]
PartKind = Literal["region", "city", "district", "site"]
Needs = Literal["never", "caps", "context", "cue", "both", "introduced"]


@dataclass(frozen=True, slots=True)
class Country:
    """A country, territory or de facto state; `stems` are German adjectives without ending.

    `army`: ISO code of the state whose forces "the army" means there, where it has none of its own; `occupier`: whose
    "the occupiers" are, if they are others; `hosts`: others meet there to talk about their war;
    `divided`: its own sides are at war, or have been. Of a part of a country, a rough centre in degrees.
    """

    iso2: str
    name: str
    kind: Literal["country", "territory", "de_facto", "region"]
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    peoples: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    city_adjectives: tuple[str, ...] = ()
    government: tuple[str, ...] = ()
    foreign_ministry: tuple[str, ...] = ()
    parliament: tuple[str, ...] = ()
    military: tuple[str, ...] = ()
    army: str = ""
    occupier: str = ""
    hosts: bool = False
    divided: bool = False
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """`names` stand alone; `bare` ones need a part word beside them ("region", "Oblast"). A rough centre in degrees.

    `held_by`: ISO code of the state that holds it, or fights from it, where it belongs to another.
    """

    name: str
    kind: Literal["region", "area", "sea", "river", "strait"]
    lat: float
    lon: float
    countries: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    held_by: str = ""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A city, district or site; `region` is a Region's name; `minor` where a namesake is larger. WGS 84 degrees."""

    country: str
    name: str
    kind: Literal["city", "district", "site"]
    lat: float
    lon: float
    region: str = ""
    names: tuple[str, ...] = ()
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """`names` are full spellings besides `name`; `short` are surnames and other forms used alone."""

    name: str
    gender: Gender = ""
    names: tuple[str, ...] = ()
    short: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """An office of a person: `since` and `until` as YYYY or YYYY-MM, both inclusive, empty where open."""

    name: str
    office: str
    country: str = ""
    body: str = ""
    since: str = ""
    until: str = ""

    def holds(self, month: str) -> bool:
        """Was the office held in `month` (YYYY-MM)?"""
        return self.since <= month and (not self.until or month[: len(self.until)] <= self.until)


@dataclass(frozen=True, slots=True)
class Body:
    """An organization, military, armed group or ministry; `seats` are cities that stand for it. `event`: others meet
    there, and it is no side itself. `whole`: the body that it acts for."""

    name: str
    kind: ActorKind
    country: str = ""
    whole: str = ""
    sort: Literal["", "media", "party", "event"] = ""
    names: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """What must hold before a form that is also a word or another name is read as the name.

    An empty `language` means all.
    """

    of: Literal["country", "region", "place", "body", "person"]
    form: str
    needs: Needs
    language: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A word beside a place's name that says what it is; `behind`: it may stand after the name too, `follows`: only.

    several: the plural, which names may follow that a conjunction joins; listed: only beside names of the tables; bare:
    only where the name has no article, with which it is that of people ("the Tiv community"). An empty `language` means
    all.
    """

    form: str
    kind: PartKind
    behind: bool = False
    follows: bool = False
    several: bool = False
    listed: bool = False
    bare: bool = False
    language: str = ""
