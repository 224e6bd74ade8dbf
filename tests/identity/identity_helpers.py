"""Builders of accounts for the tests of the identity room, and strategies that make events at random."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from schemas import (
    Actor,
    AidPledge,
    AlertBody,
    Article,
    Attack,
    Evidence,
    FieldChange,
    Hit,
    Item,
    Money,
    Place,
    Quantity,
    Quote,
    Statement,
    Talks,
    Weapon,
    When,
    codes_of,
)  # fmt: skip
from worker.identity import Resolution, recounts, resolve
from worker.identity.account import Account, AnyEvent, of_reading
from worker.identity.similarity import same
from worker.identity.verdict import Verdict

NOW = datetime(2025, 7, 31, 12, 0, tzinfo=UTC)
NO_WORDS = "A sentence that tells of it."
MORNING = datetime(2025, 7, 21, 8, 0, tzinfo=UTC)
NAMES = {
    "UA": "Ukraine", "RU": "Russia", "US": "United States", "DE": "Germany", "FR": "France", "IN": "India",
    "PK": "Pakistan", "TR": "Turkey",
}  # fmt: skip
CITIES = {
    "Kyiv": ("UA", "Kyiv", 50.45, 30.52),
    "Lukianivka": ("UA", "Kyiv", 50.46, 30.48),
    "Kharkiv": ("UA", "Kharkiv Oblast", 49.99, 36.23),
    "Sumy": ("UA", "Sumy Oblast", 50.91, 34.8),
    "Odesa": ("UA", "Odesa Oblast", 46.48, 30.73),
    "Belgorod": ("RU", "Belgorod Oblast", 50.6, 36.59),
    "Istanbul": ("TR", "Istanbul", 41.01, 28.96),
    "Geneva": ("CH", "Geneva", 46.2, 6.15),
}


def country(code: str) -> Actor:
    return Actor(name=NAMES[code], kind="country", country=code, text=NAMES[code])


def group(name: str, code: str | None = None) -> Actor:
    return Actor(name=name, kind="armed_group", country=code, text=name)


def body(name: str, code: str | None = None) -> Actor:
    return Actor(name=name, kind="organization", country=code, text=name)


def person(name: str, code: str | None = None, role: str | None = None) -> Actor:
    return Actor(name=name, kind="person", country=code, role=role, text=name)


def place(name: str, text: str | None = None) -> Place:
    code, region, lat, lon = CITIES[name]
    kind = "district" if name == "Lukianivka" else "city"
    return Place(name=name, kind=kind, country=code, admin1=region, lat=lat, lon=lon, text=text or name)


def region(name: str, code: str) -> Place:
    return Place(name=name, kind="region", country=code, lat=50.0, lon=34.0, text=name)


def quantity(low: int | None, high: int | None) -> Quantity:
    return Quantity(min=low, max=high, text=f"{low} to {high}")


def on(day: int, month: int = 7) -> When:
    """One day of 2025."""
    return When(start=date(2025, month, day), end=date(2025, month, day), precision="day", text="")


def night_to(day: int, month: int = 7) -> When:
    """The night to a day of 2025."""
    end = date(2025, month, day)
    return When(start=end - timedelta(1), end=end, precision="part_of_day", text="")


def during(start: date, end: date) -> When:
    """A stretch of days."""
    return When(start=start, end=end, precision="day", text="")


def _event(kind: type[Any], values: dict[str, Any], fields: dict[str, Any]) -> Any:
    common = {"id": "e1", "confidence": 0.8, "evidence": (evidence(NO_WORDS),)}
    event = kind(**(common | values | fields))
    return event.model_copy(update={"codes": codes_of(event)})


def evidence(text: str, start: int = 0) -> Evidence:
    return Evidence(start=start, end=start + len(text), text=text)


def attack(**fields: Any) -> Attack:
    values = {"status": "reported", "attackers": (country("RU"),), "targets": (country("UA"),), "when": night_to(21)}
    return _event(Attack, values, fields)


def talks(**fields: Any) -> Talks:
    return _event(Talks, {"status": "held", "participants": (country("RU"), country("UA")), "when": on(21)}, fields)


def statement(**fields: Any) -> Statement:
    return _event(Statement, {"status": "made", "speaker": person("Dmitry Peskov", "RU"), "act": "say"}, fields)


def pledge(**fields: Any) -> AidPledge:
    values = {"status": "pledged", "donors": (country("US"),), "recipients": (country("UA"),)}
    return _event(AidPledge, values, fields)


def article(article_id: str = "a1", told: datetime = MORNING, **fields: Any) -> Article:
    values = {
        "id": article_id,
        "text": "",
        "source": "wire",
        "outlet": f"Outlet of {article_id}",
        "language": "en",
        "published": told,
        "fetched": told + timedelta(minutes=1),
    }
    return Article(**(values | fields))


def account(
    event: AnyEvent, told: datetime = MORNING, language: str = "en", article_id: str = "a1"
) -> Account[AnyEvent]:
    return of_reading(event, article(article_id, told, language=language))


def verdict(a: AnyEvent, b: AnyEvent, hours: int = 3, languages: tuple[str, str] = ("de", "en")) -> Verdict:
    """The verdict on two accounts, told some hours apart; it does not depend on who comes first."""
    one = account(a, language=languages[0])
    other = account(b, MORNING + timedelta(hours=hours), languages[1], "a2")
    assert same(one, other) == same(other, one)
    return same(one, other)


def in_words_of(told: Article, events: tuple[AnyEvent, ...]) -> tuple[AnyEvent, ...]:
    """The events, those without words of their own in words that only this article has."""
    own = evidence(" ".join(f"{told.id}{n}" for n in range(8)))
    return tuple(e.model_copy(update={"evidence": (own,)}) if e.evidence[0].text == NO_WORDS else e for e in events)


def applied(old: dict[str, Any], changes: Iterable[FieldChange]) -> dict[str, Any]:
    """The content after `changes`."""
    return old | {change.field: change.after for change in changes}


class World:
    """What is known, article after article; one that comes again is edited."""

    def __init__(self) -> None:
        self.known: dict[str, AlertBody] = {}
        self.results: dict[str, tuple[AnyEvent, ...]] = {}

    def tell(self, told: Article, *events: AnyEvent) -> Resolution:
        """Decide about the events of an article and keep what follows."""
        resolution = self.decide(told, *events)
        self.known |= {d.body.event.id: d.body for d in (*resolution.decisions, *resolution.withdrawn)}
        self.results[told.id] = tuple(d.event for d in resolution.decisions)
        return resolution

    def decide(self, told: Article, *events: AnyEvent, known: Sequence[AlertBody] | None = None) -> Resolution:
        """Decide about the events of an article; `known` is what is known, in another order."""
        known = known or tuple(self.known.values())
        asked = {body.event.id: {body.event.id, *body.joins} for body in recounts(told, events, known)}
        said = {i: {a: e for a, es in self.results.items() for e in es if e.id in ids} for i, ids in asked.items()}
        return resolve(told, in_words_of(told, events), known, NOW, said)


# --- at random -------------------------------------------------------------------------------------------------------

_text = st.sampled_from(["one two three", "Kharkiv 34", "a longer sentence about Sumy and Istanbul in 2025"])
_countries = st.lists(st.sampled_from(sorted(NAMES)), max_size=2, unique=True).map(
    lambda codes: tuple(map(country, codes))
)
_places = st.lists(st.sampled_from(sorted(CITIES)), max_size=3, unique=True).map(lambda names: tuple(map(place, names)))
_number = st.none() | st.tuples(st.integers(0, 40), st.integers(0, 40) | st.none()).map(
    lambda pair: quantity(pair[0], None if pair[1] is None else pair[0] + pair[1])
)
_when = st.none() | st.integers(18, 24).flatmap(lambda day: st.sampled_from([on(day), night_to(day)]))
_evidence = st.tuples(_text, st.integers(0, 5)).map(lambda pair: (evidence(pair[0], 100 * pair[1]),))
_common: dict[str, Any] = {
    "when": _when,
    "places": _places,
    "attribution": _countries,
    "evidence": _evidence,
    "confidence": st.sampled_from([0.3, 0.6, 0.9]),
}


def _some(values: list[str], most: int = 2) -> Any:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def _kinded(kind: Any, values: list[str]) -> Any:
    return _some(values).map(lambda kinds: tuple(kind(kind=k, text=k) for k in kinds))


_quotes = st.lists(_text, max_size=1).map(
    lambda texts: tuple(Quote(text=t, start=0, end=5, direct=True) for t in texts)
)
attacks = st.builds(
    Attack, **_common, id=st.just("x"), status=st.sampled_from(["reported", "foiled", "denied"]), attackers=_countries,
    targets=_countries, method=st.sampled_from(["drone", "missile", "combined", "shelling", "other"]),
    weapons=_kinded(Weapon, ["drone", "missile"]), launched=_number, intercepted=_number, killed=_number,
    injured=_number, missing=_number, hit=_kinded(Hit, ["energy", "residential", "health"]),
)  # fmt: skip
meetings = st.builds(
    Talks, **_common, id=st.just("x"), status=st.sampled_from(["proposed", "planned", "held", "failed", "cancelled"]),
    participants=_countries, mediators=_countries, format=st.sampled_from(["in_person", "phone", "unknown"]),
    topics=_some(["peace", "ceasefire", "energy"]),
)  # fmt: skip
statements = st.builds(
    Statement, **_common, id=st.just("x"), status=st.sampled_from(["made", "reported", "denied"]),
    speaker=st.sampled_from([person("Dmitry Peskov", "RU"), person("Peskov", "RU"), country("UA")]),
    act=st.sampled_from(["say", "announce", "accuse", "reject"]), addressees=_countries,
    topics=_some(["peace", "attack"]), quotes=_quotes,
)  # fmt: skip
pledges = st.builds(
    AidPledge, **_common, id=st.just("x"), status=st.sampled_from(["proposed", "pledged", "delivered", "refused"]),
    donors=_countries, recipients=_countries, funders=_countries, aid_types=_some(["military", "financial"]),
    amount=st.none() | st.sampled_from([1e9, 1.05e9, 3e8]).map(lambda v: Money(value=v, currency="EUR", text="")),
    items=_some(["armour", "missile"]).map(lambda kinds: tuple(Item(kind=k, name=k) for k in kinds)),
)  # fmt: skip
events = attacks | meetings | statements | pledges


@st.composite
def told_articles(draw: st.DrawFn, most: int = 4) -> list[tuple[Article, tuple[AnyEvent, ...]]]:
    """Articles of some days with their events; ids are unique."""
    found = []
    for n in range(draw(st.integers(1, most))):
        told = MORNING + timedelta(hours=draw(st.integers(0, 60)))
        outlet = draw(st.sampled_from(["Blatt", "Gazette", None]))
        language = draw(st.sampled_from(["de", "en"]))
        readings = draw(st.lists(events, max_size=3))
        named = tuple(e.model_copy(update={"id": f"a{n}-{i}"}) for i, e in enumerate(readings))
        found.append((article(f"a{n}", told, outlet=outlet, language=language), named))
    return found


@st.composite
def variations(draw: st.DrawFn) -> tuple[AnyEvent, AnyEvent]:
    """An event and another account of it, in which some slots are told differently."""
    strategy = draw(st.sampled_from([attacks, meetings, statements, pledges]))
    event, other = draw(strategy), draw(strategy)
    slots = draw(st.sets(st.sampled_from(sorted(set(type(event).model_fields) - {"kind", "id", "codes"})), max_size=4))
    return event, event.model_copy(update={slot: getattr(other, slot) for slot in slots})
