"""Every table of names is sound: codes, coordinates, references and keys."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from importlib.resources import files

import pytest

from worker.languages.name_rows import Body, Country, Guard, NamedPlace, Part, Person, Region, Term
from worker.languages.names import load_names
from worker.languages.tables import read_toml, rows

FOLDER = files("worker.languages") / "names"
COUNTRIES = rows(FOLDER / "countries.toml", "countries", Country)
REGIONS = rows(FOLDER / "regions.toml", "regions", Region)
PLACES = rows(FOLDER / "places.toml", "places", NamedPlace)
PEOPLE = rows(FOLDER / "people.toml", "people", Person)
TERMS = rows(FOLDER / "terms.toml", "terms", Term)
BODIES = rows(FOLDER / "bodies.toml", "bodies", Body)
GUARDS = rows(FOLDER / "guards.toml", "guards", Guard)
PARTS = rows(FOLDER / "parts.toml", "parts", Part)
CODES = {c.iso2 for c in COUNTRIES}
ACTOR_KINDS = {"person", "country", "government", "military", "armed_group", "organization", "other"}


def repeated(keys: Iterable[Hashable]) -> list[Hashable]:
    return [key for key, count in Counter(keys).items() if count > 1]


def test_every_country_has_an_iso_code_and_a_known_kind() -> None:
    assert all(re.fullmatch("[A-Z]{2}", code) for code in CODES)
    assert {c.kind for c in COUNTRIES} <= {"country", "territory", "de_facto", "region"}
    assert len(CODES) > 240


def test_every_code_in_the_tables_is_a_country_of_the_tables() -> None:
    assert {code for r in REGIONS for code in r.countries} <= CODES
    assert {p.country for p in PLACES} <= CODES
    assert {b.country for b in BODIES if b.country} <= CODES
    assert {t.country for t in TERMS if t.country} <= CODES


def test_coordinates_are_on_the_globe() -> None:
    located: tuple[Region | NamedPlace, ...] = (*REGIONS, *PLACES)
    for entry in located:
        assert -90 <= entry.lat <= 90, entry
        assert -180 <= entry.lon <= 180, entry


def test_every_place_lies_in_a_region_that_exists() -> None:
    regions = {(code, r.name) for r in REGIONS for code in r.countries}
    assert [p for p in PLACES if p.region and (p.country, p.region) not in regions] == []


@pytest.mark.parametrize(
    "keys",
    [
        [(c.iso2, c.name) for c in COUNTRIES],
        [(r.countries, r.name) for r in REGIONS],
        [(p.country, p.region, p.name, p.kind) for p in PLACES],
        [p.name for p in PEOPLE],
        [b.name for b in BODIES],
        [(g.of, g.form, g.needs, g.language) for g in GUARDS],
        [p.form.casefold() for p in PARTS],
        list(TERMS),
    ],
    ids=["countries", "regions", "places", "people", "bodies", "guards", "parts", "terms"],
)
def test_no_key_stands_twice(keys: list[Hashable]) -> None:
    assert repeated(keys) == []


def test_no_entry_lists_a_form_twice_or_an_empty_one() -> None:
    named: tuple[Country | Region | NamedPlace | Person | Body, ...] = (*COUNTRIES, *REGIONS, *PLACES, *PEOPLE, *BODIES)
    for entry in named:
        assert repeated(entry.names) == [], entry.name
        assert all(form == form.strip() != "" for form in entry.names), entry.name


def test_kinds_and_genders_are_those_of_the_contract() -> None:
    assert {b.kind for b in BODIES} <= ACTOR_KINDS
    assert {b.sort for b in BODIES} <= {"", "media", "party", "event"}
    assert {p.gender for p in PEOPLE} <= {"", "m", "f"}
    assert {p.kind for p in PARTS} <= {"region", "city", "district", "site"}


def test_terms_are_of_known_people_with_dates_in_order() -> None:
    people = {p.name for p in PEOPLE}
    for term in TERMS:
        assert term.name in people
        assert all(re.fullmatch(r"(\d{4}(-\d\d)?)?", d) for d in (term.since, term.until)), term
        assert not term.until or term.since[: len(term.until)] <= term.until, term


def test_guards_say_what_they_need_in_known_words() -> None:
    assert {g.needs for g in GUARDS} <= {"never", "caps", "context", "cue", "both", "introduced"}
    assert {g.language for g in GUARDS} <= {"", "de", "en"}


def test_given_names_have_one_gender_each() -> None:
    table = read_toml(FOLDER / "given_names.toml")
    assert repeated([*table["male"], *table["female"], *table["either"]]) == []


def test_capitals_are_places_too() -> None:
    names = load_names()
    for code in ("UA", "RU", "DE", "FR", "US", "IL", "IR", "CN", "SD", "PK"):
        capital = names.countries[code].capitals[0]
        standings = {s.standing for s in names.senses(capital.casefold())}
        assert {"capital", "place"} <= standings, capital
