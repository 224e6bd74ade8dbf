"""The models: what they refuse, what stays as it was written, what equal content is."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

import schemas
from schemas import (
    Actor,
    AidPledge,
    Article,
    Attack,
    Evidence,
    Hit,
    Item,
    Money,
    Outcome,
    Place,
    Quantity,
    Quote,
    Statement,
    Talks,
    Weapon,
    When,
    event_adapter,
)
from schemas.base import Frozen

CET = timezone(timedelta(hours=1))
BASE: dict[str, Any] = {
    "id": "e1",
    "evidence": (Evidence(start=3, end=9, text="struck", article="a1", slots=("killed",)),),
    "confidence": 0.75,
    "when": When(
        start=date(2023, 12, 28), end=date(2023, 12, 29), precision="part_of_day", text="in der Nacht zum Freitag"
    ),
    "places": (Place(name="Kyiv", kind="city", country="UA", lat=50.45, lon=30.52, geonames_id=703448, text="Kiew"),),
    "rules": ("attack.strike",),
}
RUSSIA = Actor(name="Russia", kind="country", country="RU", text="Moskau")
UKRAINE = Actor(name="Ukraine", kind="country", country="UA", text="Ukraine")
PESKOV = Actor(name="Dmitry Peskov", kind="person", country="RU", role="spokesperson", text="Peskow")
EVENTS = {
    "attack": Attack(
        **BASE, status="reported", attackers=(RUSSIA,), targets=(UKRAINE,), method="combined",
        weapons=(Weapon(kind="drone", count=Quantity(min=36, max=36, text="36"), text="Drohnen"),),
        launched=Quantity(min=158, max=158, text="158"), killed=Quantity(min=2, text="mindestens zwei"),
        hit=(Hit(kind="energy", text="Umspannwerk"),),
    ),
    "talks": Talks(
        **BASE, status="held", participants=(RUSSIA, UKRAINE), format="in_person", topics=("ceasefire",),
        outcomes=(Outcome(kind="prisoner_exchange", text="je 1000"),),
    ),
    "statement": Statement(
        **BASE, status="made", speaker=PESKOV, act="warn", addressees=(UKRAINE,), topics=("attack", "nuclear"),
        quotes=(Quote(text="Nein", start=4, end=8, direct=True),),
    ),
    "aid_pledge": AidPledge(
        **BASE, status="pledged", donors=(UKRAINE,), aid_types=("military",),
        amount=Money(value=1_500_000_000, currency="EUR", text="1,5 Milliarden Euro"),
        items=(Item(kind="air_defence", name="Patriot", count=Quantity(min=2, max=2, text="zwei")),),
    ),
}  # fmt: skip
ARTICLE = Article(id="a1", text="Text", fetched=datetime(2023, 12, 29, 18, tzinfo=CET), source="seeds")
MODELS = sorted(
    (value for value in vars(schemas).values() if isinstance(value, type) and issubclass(value, Frozen)),
    key=lambda model: model.__name__,
)


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_event_is_the_same_after_a_round_trip_through_json(kind: str) -> None:
    event = EVENTS[kind]
    assert event_adapter.validate_json(event_adapter.dump_json(event)) == event
    assert type(event_adapter.validate_json(event.model_dump_json())) is type(event)
    assert event_adapter.validate_python(event.model_dump(mode="json")) == event


def test_article_is_the_same_after_a_round_trip_through_json() -> None:
    article = Article(
        **dict(ARTICLE) | {"language": "de", "published": "2023-12-29T15:40:00+01:00", "outlet": "Agentur"}
    )
    assert Article.model_validate_json(article.model_dump_json()) == article


def test_lone_surrogates_are_replaced_in_place() -> None:
    given = {"title": "a\ud800b", "text": "a\udc9db\U0001f600", "source": "\udfff", "outlet": None, "origin": "x\ud800"}
    article = Article.model_validate(dict(ARTICLE) | given)
    assert (article.title, article.text, article.source) == ("a\ufffdb", "a\ufffdb\U0001f600", "\ufffd")
    assert (article.outlet, article.origin) == (None, "x\ufffd")
    assert Article.model_validate_json(article.model_dump_json()) == article


def test_an_id_with_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(ValidationError, match="unicode"):
        Article.model_validate(dict(ARTICLE) | {"id": "a\ud800"})


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_equal_content_is_equal_and_hashes_alike(kind: str) -> None:
    event = EVENTS[kind]
    again = type(event).model_validate(event.model_dump())
    assert again == event
    assert hash(again) == hash(event)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_refuses_keys_it_does_not_know(model: type[Frozen]) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate({"no_such_key": 1})
    assert ("no_such_key",) in {error["loc"] for error in caught.value.errors() if error["type"] == "extra_forbidden"}


def test_an_extra_key_deep_inside_an_event_is_refused() -> None:
    raw = json.loads(EVENTS["attack"].model_dump_json())
    raw["weapons"][0]["count"]["about"] = True
    with pytest.raises(ValidationError, match="about"):
        event_adapter.validate_python(raw)


@pytest.mark.parametrize("value", [*EVENTS.values(), ARTICLE], ids=lambda value: type(value).__name__)
def test_values_cannot_be_changed(value: Frozen) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(value, "id", "other")  # noqa: B010


def test_the_kind_decides_which_model_an_event_is() -> None:
    raw = json.loads(EVENTS["talks"].model_dump_json())
    with pytest.raises(ValidationError):
        event_adapter.validate_python(raw | {"kind": "attack"})
    with pytest.raises(ValidationError, match="kind"):
        event_adapter.validate_python({key: value for key, value in raw.items() if key != "kind"})


@pytest.mark.parametrize(("low", "high"), [(2, None), (2, 2), (None, 40), (24, None), (0, 0), (None, None)])
def test_quantity_may_be_open_at_either_end(low: int | None, high: int | None) -> None:
    assert (Quantity(min=low, max=high, text="x").min, Quantity(min=low, max=high, text="x").max) == (low, high)


@pytest.mark.parametrize(("low", "high"), [(3, 2), (-1, None), (None, -1), (1.5, None)])
def test_quantity_refuses_what_is_no_count(low: Any, high: Any) -> None:
    with pytest.raises(ValidationError):
        Quantity(min=low, max=high, text="x")


@pytest.mark.parametrize(
    ("value", "currency"), [(-1, "EUR"), (1, "euro"), (1, "€"), (float("inf"), "EUR"), (float("nan"), "EUR")]
)
def test_money_refuses_what_is_no_sum(value: float, currency: str) -> None:
    with pytest.raises(ValidationError):
        Money(value=value, currency=currency, text="x")


def when(start: Any, end: Any) -> When:
    return When(start=start, end=end, precision="day", text="x")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2023-12-28", "2023-12-29"),
        ("2023-12-28", "2023-12-28"),
        ("2023-12-28T22:00:00+01:00", "2023-12-28T21:30:00Z"),
        ("2023-12-28T23:00:00+01:00", "2023-12-28"),
        ("2023-12-28", "2023-12-28T00:00:00Z"),
    ],
)
def test_when_runs_from_start_to_end(start: str, end: str) -> None:
    assert json.loads(when(start, end).model_dump_json())["start"] == start


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2023-12-29", "2023-12-28"),
        ("2023-12-28T22:00:00Z", "2023-12-28T22:00:00+01:00"),
        ("2023-12-29T00:00:00Z", "2023-12-28"),
        ("2023-12-28T22:00:00", "2023-12-28T23:00:00"),
        ("2023-12-28 22:00", "2023-12-29"),
        ("2023-02-30", "2023-03-01"),
    ],
    ids=["backwards", "backwards by offset", "day before", "no offset", "no T", "no such day"],
)
def test_when_refuses_what_is_no_interval(start: str, end: str) -> None:
    with pytest.raises(ValidationError):
        when(start, end)


def test_midnight_stays_a_time_and_a_day_stays_a_day() -> None:
    midnight, day = datetime(2023, 12, 28, tzinfo=CET), date(2023, 12, 28)
    for value in (midnight, day):
        made = when(value, value)
        assert type(made.start) is type(value)
        assert When.model_validate(made.model_dump(mode="json")) == made
        assert When.model_validate_json(made.model_dump_json()) == made


@pytest.mark.parametrize("model", [Evidence, Quote])
def test_span_ends_where_it_starts_or_later(model: type[Evidence] | type[Quote]) -> None:
    adapter = TypeAdapter(model)
    raw: dict[str, Any] = {"start": 5, "end": 5, "text": ""} | ({"direct": True} if model is Quote else {})
    assert adapter.validate_python(raw).end == 5
    with pytest.raises(ValidationError, match="before it starts"):
        adapter.validate_python(raw | {"end": 4})


def test_article_times_need_an_offset() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        Article(id="a", text="", fetched=datetime(2023, 12, 29), source="s")  # noqa: DTZ001


def test_importing_the_contract_imports_pydantic_and_no_worker() -> None:
    code = "import sys, schemas; print({'worker', 'redis', 'celery', 'structlog'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "set()"


def test_every_public_name_is_in_all() -> None:
    modules = ("alert", "article", "base", "codes", "event", "publish")
    public = {name for name, value in vars(schemas).items() if not name.startswith("_") and name not in modules}
    assert public == set(schemas.__all__)
