"""Names of all languages: countries, regions, places, people and bodies, and what each name can stand for.

The tables in `names/` hold German and English spellings together, because outlets borrow each other's. A name of
several words is looked up with its endings left open (`name_key`): "Vereinten Nationen" finds "Vereinte Nationen".
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import Literal, NamedTuple, TypeVar

from schemas.event import Place
from worker.errors import PackError
from worker.languages.collector import collector_paused
from worker.languages.folders import tables_of_names
from worker.languages.name_keys import key_of, openers
from worker.languages.name_rows import (
    Body,
    Country,
    Gender,
    Guard,
    NamedPlace,
    Needs,
    Part,
    Person,
    Region,
    Term,
)
from worker.languages.tables import read_toml, rows
from worker.text.normalise import fold

Row = TypeVar("Row")
Standing = Literal[
    "country", "adjective", "people", "peoples", "capital", "city_adjective", "government", "foreign_ministry",
    "parliament", "military", "region", "part", "place", "body", "body_seat", "person", "surname",
]  # fmt: skip


class Sense(NamedTuple):
    """One reading of a name."""

    standing: Standing
    entry: Country | Region | NamedPlace | Body | Person
    guards: tuple[Guard, ...] = ()

    def needs(self, language: str) -> tuple[Needs, ...]:
        """What the article must show, all of it, before this reading holds in a text of `language`."""
        return tuple(g.needs for g in self.guards if g.language in ("", language))


_GROUPS: Mapping[Standing, str] = {
    "capital": "country", "city_adjective": "country", "adjective": "country", "people": "country",
    "peoples": "country", "government": "country", "foreign_ministry": "country",
    "parliament": "country", "military": "country",
    "part": "region", "body_seat": "body", "surname": "person",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Names:
    """All names; build with `load_names`. Frozen, shared by every article of the process.

    `given_names` maps to "m", "f" or "" (either); `held` is country, None where there are several, and name of a
    region -> ISO code of who holds it; `wholes`: body -> the one that it acts for; `apart`: states
    that rule themselves on the soil of a country that does not; `openers` see the function of that name.
    """

    countries: dict[str, Country]
    stems: dict[str, Country]
    people: dict[str, Person]
    terms: dict[str, tuple[Term, ...]]
    parts: dict[str, Part]
    held: dict[tuple[str | None, str | None], str]
    wholes: dict[str, str]
    apart: frozenset[str]
    given_names: dict[str, Gender]
    openers: dict[str, int]
    _index: dict[str, tuple[Sense, ...]]
    _offices: dict[tuple[str, str], tuple[Term, ...]]

    def senses(self, key: str) -> tuple[Sense, ...]:
        """What the name with this `name_key` can stand for; empty where it is none."""
        return self._index.get(key, ())

    def part(self, word: str, language: str) -> Part | None:
        """The part word that `word` (folded) is in a text of `language`."""
        found = self.parts.get(word)
        return found if found and found.language in ("", language) else None

    def country(self, iso2: str | None) -> str | None:
        """English name of a country by its ISO 3166-1 alpha-2 code."""
        found = self.countries.get(iso2) if iso2 else None
        return found.name if found else None

    def holder(self, place: Place) -> str | None:
        """ISO code of the state that holds a region, or that of a place, which belongs to another."""
        return self.held.get((place.country, place.admin1)) or self.held.get((place.country, place.name))

    def army_in(self, iso2: str | None) -> str | None:
        """The country whose forces "the army" means in news of a country."""
        found = self.countries.get(iso2) if iso2 else None
        return found.army if found and found.army else iso2

    def occupier_of(self, iso2: str | None) -> str | None:
        """The country whose forces "the occupiers" are in news of a country."""
        found = self.countries.get(iso2) if iso2 else None
        return found.occupier if found and found.occupier else self.army_in(iso2)

    def divided(self, iso2: str | None) -> bool:
        """Are, or were, the sides of a country at war with one another?"""
        found = self.countries.get(iso2) if iso2 else None
        return found is not None and found.divided

    def term_at(self, person: str, published: date | None) -> Term | None:
        """The office that `person` held when the article was published (the last one where no date is known)."""
        terms = self.terms.get(person, ())
        if published is None:
            return terms[-1] if terms else None
        month = _month(published)
        return next((t for t in reversed(terms) if t.holds(month)), None)

    def holders(self, owner: str, office: str, published: date | None) -> tuple[Person, ...]:
        """Who held `office` (short English) of `owner`, a country or a body's name, when the article was published."""
        terms = self._offices.get((owner, office), ())
        month = _month(published) if published else None
        return tuple(self.people[t.name] for t in terms if (t.holds(month) if month else not t.until))


def _month(day: date) -> str:
    """ "2026-01", as `strftime` would say it, which takes fifty times as long."""
    return f"{day.year:04}-{day.month:02}"


def plain(name: str) -> str:
    """A table name without what tells it from a namesake ("National Liberation Army (Colombia)")."""
    return name.partition(" (")[0]


@cache
@collector_paused()
def load_names() -> Names:
    """The names of all languages, read once per process; PackError where a table is not sound."""
    countries = _rows("countries", Country)
    regions = _rows("regions", Region)
    persons = _rows("people", Person)
    people = {p.name: p for p in reversed(persons)}
    index = _Index(_rows("guards", Guard))
    for country in countries:
        index.add_country(country)
    for region in regions:
        index.add("region", region, (region.name, *region.names))
        index.add("part", region, region.bare)
    for place in sorted(_rows("places", NamedPlace), key=lambda p: p.minor):
        index.add("place", place, (place.name, *place.names))
    parts = {fold(p.form): p for p in _rows("parts", Part)}
    spellings = [s for t in map(read_toml, tables_of_names("bodies.toml")) for s in t.get("spellings", ())]
    bodies = _rows("bodies", Body)
    for body in bodies:
        forms = body.names if body.hidden else (body.name, *body.names)
        index.add("body", body, [s for form in forms for s in _spellings(form, spellings)])
        index.add("body_seat", body, body.seats)
    for person in persons:
        index.add("person", person, [n for n in (person.name, *person.names) if n not in person.short])
        index.add("surname", person, person.short)
    terms = _by_person(_rows("terms", Term), people)
    return Names(
        countries={c.iso2: c for c in reversed(countries)},
        stems={fold(s): c for c in reversed(countries) for s in c.stems},
        people=people,
        terms=terms,
        parts=parts,
        held={(r.countries[0] if len(r.countries) == 1 else None, r.name): r.held_by for r in regions if r.held_by},
        wholes={b.name: b.whole for b in bodies if b.whole},
        apart=frozenset(c.name for c in countries if c.kind == "de_facto"),
        given_names=_given_names(map(read_toml, tables_of_names("given_names.toml"))),
        openers=openers(index.senses),
        _index=index.senses,
        _offices=_by_office(terms.values()),
    )


def _rows(name: str, cls: type[Row]) -> tuple[Row, ...]:
    return tuple(row for path in tables_of_names(f"{name}.toml") for row in rows(path, name, cls))


def _spellings(form: str, spellings: Iterable[Sequence[str]]) -> Iterator[str]:
    """A form and what it is with each other beginning that stands for its own."""
    yield form
    for own in spellings:
        for start in own:
            if form.startswith(start):
                yield from (other + form.removeprefix(start) for other in own if other != start)


def _given_names(tables: Iterable[Mapping[str, list[str]]]) -> dict[str, Gender]:
    genders: Mapping[str, Gender] = {"male": "m", "female": "f", "either": ""}
    return {fold(name): gender for t in tables for key, gender in genders.items() for name in t.get(key, ())}


def _by_person(terms: Iterable[Term], people: Mapping[str, Person]) -> dict[str, tuple[Term, ...]]:
    found: dict[str, tuple[Term, ...]] = {}
    for term in terms:
        if term.name not in people:
            raise PackError(f"terms.toml: {term.name!r} is not in people.toml")
        found[term.name] = (*found.get(term.name, ()), term)
    return found


def _by_office(terms: Iterable[tuple[Term, ...]]) -> dict[tuple[str, str], tuple[Term, ...]]:
    found: defaultdict[tuple[str, str], tuple[Term, ...]] = defaultdict(tuple)
    for term in chain.from_iterable(terms):
        found[term.body or term.country, term.office] += (term,)
    return found


class _Index:
    """Collects senses by key while the tables are read."""

    def __init__(self, guards: Iterable[Guard]) -> None:
        self._guards: defaultdict[tuple[str, str], tuple[Guard, ...]] = defaultdict(tuple)
        for guard in guards:
            self._guards[guard.of, key_of(guard.form)] += (guard,)
        self.senses: dict[str, tuple[Sense, ...]] = {}

    def add(
        self, standing: Standing, entry: Country | Region | NamedPlace | Body | Person, forms: Iterable[str]
    ) -> None:
        """Files `entry` under each form, once."""
        of = _GROUPS.get(standing, standing)
        for key in dict.fromkeys(k for form in forms for k in _keys(form)):
            known = self.senses.get(key, ())
            if not any(s.standing == standing and s.entry is entry for s in known):
                self.senses[key] = (*known, Sense(standing, entry, self._guards.get((of, key), ())))

    def add_country(self, country: Country) -> None:
        """Files a country under all that stands for it."""
        self.add("country", country, (country.name, *country.names))
        for standing, forms in _country_forms(country):
            self.add(standing, country, forms)


def _country_forms(country: Country) -> Iterator[tuple[Standing, tuple[str, ...]]]:
    yield "adjective", country.adjectives
    yield "people", country.people
    yield "peoples", country.peoples
    yield "city_adjective", country.city_adjectives
    if country.kind in ("country", "de_facto"):
        yield "capital", country.capitals
    yield "government", country.government
    yield "foreign_ministry", country.foreign_ministry
    yield "parliament", country.parliament
    yield "military", country.military


def _keys(form: str) -> Iterator[str]:
    """Keys of a form: as it is, and without the marks on its letters and with ss for ß, as some outlets spell."""
    yield key_of(form)
    if not form.isascii():
        form = form.replace("ß", "ss")
        yield key_of(form)
        yield key_of("".join(c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c)))
