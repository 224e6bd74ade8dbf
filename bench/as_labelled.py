"""The events that labels tell, as a reader without a fault would read them: how far identity alone can come.

Labels name the slots that a text states; what they call by several names (scoring.py) is called here as the tables of
names have it. Two things differ from a perfect reader: what labels leave out is not known, and an actor with a country
who is in no table counts as a person.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from scoring import ACTORS, OF_A_KIND, QUANTITIES, SETS, WORDS, Json

from schemas import Article, event_adapter
from worker.languages.name_keys import key_of
from worker.languages.name_rows import Body, NamedPlace, Person, Region
from worker.languages.names import Sense, load_names

MONTH = range(28, 32)  # days; a night is two


def events(label: Json, article: Article) -> tuple[Any, ...]:
    """An event for each label of an article, in their order."""
    return tuple(_event(f"{article.id}-{n}", told, article) for n, told in enumerate(label["events"]))


def _event(name: str, label: Json, article: Article) -> Any:
    evidence = [{"start": a, "end": b, "text": article.text[a:b]} for a, b in label["spans"]]
    told = (article.published or article.fetched).date()
    slots = {slot: read(label[slot]) for slot, read in _READ.items() if label.get(slot)}
    slots |= {slot: [_actor(name, told) for name in label[slot]] for slot in ACTORS & label.keys() - {"speaker"}}
    if label["kind"] == "statement":
        slots = {"act": "say"} | slots | {"speaker": _actor(label["speaker"], told)}
    return event_adapter.validate_python(
        {"id": name, "kind": label["kind"], "evidence": evidence, "confidence": 0.9} | slots
    )


def _actor(label: str, told: date) -> Json:
    country, _, names = label.rpartition(":")
    if len(label) == 2 and label.isupper() and load_names().country(label):
        return {"name": load_names().country(label), "kind": "country", "country": label, "text": label}
    known = next(
        (s.entry for s in _senses(names) if isinstance(s.entry, Body) and s.entry.country in (country, "")), None
    )
    known = known or _person(names, country, told)
    kind = known.kind if isinstance(known, Body) else "person" if known or country else "organization"
    name = known.name if known else names.partition("|")[0]
    return {"name": name, "kind": kind, "country": country or getattr(known, "country", None) or None, "text": names}


def _person(names: str, country: str, told: date) -> Person | None:
    """Who is called so, and holds an office of the country when it is told; a surname without a country is nobody."""
    people = {s.entry.name: s.entry for s in _senses(names) if isinstance(s.entry, Person)}
    terms = {name: load_names().term_at(name, told) for name in people}
    in_office = [name for name, term in terms.items() if term and term.country == country]
    return people[(in_office or list(people))[0]] if people and country else None


def _place(label: str) -> Json:
    found = next((s.entry for s in _senses(label) if isinstance(s.entry, (NamedPlace, Region))), None)
    if isinstance(found, NamedPlace):
        where = {"country": found.country, "admin1": found.region or None, "lat": found.lat, "lon": found.lon}
        return {"name": found.name, "kind": found.kind, "text": label} | where
    if found:
        country = found.countries[0] if len(found.countries) == 1 else None
        where = {"country": country, "lat": found.lat, "lon": found.lon}
        return {"name": found.name, "kind": "region", "text": label} | where
    country = next((s.entry for s in _senses(label) if s.standing == "country"), None)
    if country:
        return {"name": country.name, "kind": "country", "country": country.iso2, "text": label}
    return {"name": label.partition("|")[0], "kind": "city", "text": label}


def _senses(names: str) -> Iterator[Sense]:
    """What the names stand for, towns before the regions around them that are called alike."""
    found = [sense for name in names.split("|") for sense in load_names().senses(key_of(name))]
    return iter(sorted(found, key=lambda sense: sense.standing == "part"))


def _when(days: list[str]) -> Json:
    count = (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days + 1
    precision = {1: "day", 2: "part_of_day", 7: "week"}.get(count, "month" if count in MONTH else "day")
    return {"start": days[0], "end": days[-1], "precision": precision, "text": ""}


def _quantity(bounds: list[int | None]) -> Json:
    return {"min": bounds[0], "max": bounds[1], "text": ""}


def _each(read: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    return lambda values: [read(value) for value in values]


def _kind(value: Any) -> Json:
    return {"kind": value, "text": ""}


def _as_it_is(value: Any) -> Any:
    return value


_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(QUANTITIES, _quantity),
    **dict.fromkeys(SETS | WORDS, _as_it_is),
    **dict.fromkeys(OF_A_KIND, _each(_kind)),
    "items": _each(lambda kind: {"kind": kind, "name": kind}),
    "places": _each(_place),
    "when": _when,
    "amount": lambda amount: {"value": amount[0], "currency": amount[1], "text": ""},
}
