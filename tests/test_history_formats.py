"""What leaves as a table or a map can be opened, whatever strangers wrote; and what is told of changes."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from helpers import NOW, alert_body, attack, statement
from hypothesis import given
from hypothesis import strategies as st

from schemas import Actor, AlertBody, Evidence, FieldChange, Money, Place, Quantity, Report, When
from schemas.event import AidPledge, Item
from worker.commands.formats import COLUMNS, FORMATS, LONGEST, PROPERTIES, located
from worker.commands.told import change_line, told
from worker.store import Known

FORMULA = "=+-@＝＋－＠\t\r\n"
TEXT = st.text(max_size=40) | st.builds(str.__add__, st.sampled_from(list(FORMULA)), st.text(max_size=20))
ACTOR = st.builds(Actor, name=TEXT, kind=st.sampled_from(["country", "person"]), text=TEXT)
PLACE = st.builds(
    Place,
    name=TEXT,
    kind=st.sampled_from(["country", "region", "city", "site"]),
    country=st.sampled_from(["UA", None]),
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    text=TEXT,
)
REPORT = st.builds(
    Report, article=st.just("a1"), source=TEXT, outlet=st.none() | TEXT, url=st.none() | TEXT, title=TEXT,
    published=st.none() | st.datetimes(timezones=st.just(UTC)),
)  # fmt: skip
EVENTS = st.builds(
    attack,
    attackers=st.lists(ACTOR, max_size=3).map(tuple),
    places=st.lists(PLACE, max_size=3).map(tuple),
    killed=st.none() | st.builds(Quantity, min=st.none() | st.integers(0, 9), max=st.none(), text=TEXT),
    evidence=st.builds(Evidence, start=st.just(0), end=st.just(1), text=TEXT).map(lambda evidence: (evidence,)),
)
KNOWN = st.builds(
    lambda event, headline, reports: Known(alert_body(event, headline=headline, reports=tuple(reports)), NOW),
    EVENTS, TEXT, st.lists(REPORT, min_size=1, max_size=3),
)  # fmt: skip


def written(form: str, *known: Known) -> str:
    return "".join(FORMATS[form](known))


@given(st.lists(KNOWN, max_size=5))
def test_a_table_of_whatever_texts_has_its_rows_and_no_formula(known: list[Known]) -> None:
    text = written("csv", *known)
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert header == list(COLUMNS)
    assert [len(row) for row in rows] == [len(COLUMNS)] * len(known)
    assert text.count("\r\n") == len(known) + 1
    numbers = {"lat", "lon"}
    for row in rows:
        for name, cell in zip(header, row, strict=True):
            assert name in numbers or not cell.startswith(tuple(FORMULA))
            assert cell.isprintable()


@given(st.lists(KNOWN, max_size=5))
def test_a_map_of_whatever_places_is_geojson(known: list[Known]) -> None:
    found = json.loads(written("geojson", *known))
    assert list(found) == ["type", "features"]
    assert len(found["features"]) == sum(1 for event in known if located(event))
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        kind, points = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        points = [points] if kind == "Point" else points
        assert len(points) > 1 or kind == "Point"
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in points)
        assert list(feature["properties"]) == list(PROPERTIES)


@given(st.lists(KNOWN, max_size=5))
def test_lines_of_json_are_the_events(known: list[Known]) -> None:
    lines = [json.loads(line) for line in written("jsonl", *known).split("\n") if line]
    bodies = [{name: line[name] for name in AlertBody.model_fields} for line in lines]
    assert [AlertBody.model_validate_json(json.dumps(body)) for body in bodies] == [event.body for event in known]


def test_negative_coordinates_stay_numbers_in_a_table() -> None:
    sydney = Place(name="-Sydney", kind="city", country="AU", lat=-33.87, lon=151.21, text="Sydney")
    (row,) = csv.DictReader(io.StringIO(written("csv", Known(alert_body(attack(places=(sydney,))), NOW))))
    assert (row["lat"], row["lon"], row["places"]) == ("-33.87", "151.21", "'-Sydney")


def test_a_cell_is_never_longer_than_a_spreadsheet_takes() -> None:
    body = alert_body(statement(evidence=(Evidence(start=0, end=1, text="x" * 50_000),)))
    (row,) = csv.DictReader(io.StringIO(written("csv", Known(body, NOW))))
    assert len(row["evidence"]) == LONGEST


def test_a_pledge_is_told_in_its_columns() -> None:
    donor = Actor(name="Germany", kind="country", country="DE", text="Berlin")
    event = AidPledge(
        id="e1", status="pledged", donors=(donor,), amount=Money(value=1.5e9, currency="EUR", text="x"),
        items=(Item(kind="generator", name="generators", count=Quantity(min=None, max=40, text="x")),),
        evidence=(), confidence=0.5,
        when=When(start=datetime(2026, 11, 24, 18, tzinfo=UTC), end=datetime(2026, 11, 24, 18, tzinfo=UTC),
                  precision="instant", text="x"),
    )  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(written("csv", Known(alert_body(event), NOW))))
    assert (row["donors"], row["amount"], row["currency"]) == ("Germany", "1500000000.0", "EUR")
    assert (row["items"], row["when_start"]) == ("up to 40 generators", "2026-11-24 18:00:00+00:00")


def test_every_slot_of_every_kind_of_event_has_its_column() -> None:
    from typing import get_args

    from schemas import Event
    from schemas.event import EventBase

    kinds = get_args(get_args(Event)[0])
    figures = ("killed", "injured", "missing", "launched", "intercepted", "amount", "when")
    left_out = {"quotes", "attribution", "confidence", "codes", "rules", *figures}
    slots = {slot for kind in kinds for slot in (*kind.model_fields, *EventBase.model_fields)}
    assert slots - left_out <= COLUMNS.keys()


@pytest.mark.parametrize(
    ("field", "before", "after", "line"),
    [
        ("killed", {"min": 20, "max": None, "text": ""}, {"min": 31, "max": 31, "text": ""}, "at least 20 → 31"),
        ("injured", None, {"min": 2, "max": 5, "text": ""}, "not known → 2 to 5"),
        ("killed", {"min": 2, "max": 2, "text": "zwei"}, {"min": 2, "max": 2, "text": "two"}, "2, in other words"),
        ("places", [{"name": "Kyiv"}], [{"name": "Kyiv"}, {"name": "Sumy"}], "+ Sumy"),
        ("places", [{"name": "Kyiv"}], [{"name": "Sumy"}], "+ Sumy; - Kyiv"),
        ("places", [{"name": "Kyiv", "text": "Kiew"}], [{"name": "Kyiv", "text": "Kyiv"}], "in other words"),
        ("standing", "unconfirmed", "contested", "unconfirmed → contested"),
        ("when", None, {"start": "2026-11-24", "end": "2026-11-25", "precision": "day"},
         "not known → 2026-11-24 to 2026-11-25"),
        ("amount", None, {"value": 1.5e9, "currency": "EUR", "text": ""}, "not known → 1,500,000,000 EUR"),
        ("weapons", [], [{"kind": "drone", "count": {"min": None, "max": 9}, "text": ""}], "+ up to 9 drone"),
        ("codes", {"cameo": "19", "acled": None}, {"cameo": "194", "acled": None}, "cameo 19 → cameo 194"),
        ("of_a_later_version", 1, [], "1 → not known"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_a_line(field: str, before: Any, after: Any, line: str) -> None:
    assert change_line(FieldChange(field=field, before=before, after=after)) == f"{field}: {line}"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["start", "end", "min", "max", "name", "kind", "text", "count"]), inner)
    ),
)


@given(JSON, JSON)
def test_any_change_can_be_told(before: Any, after: Any) -> None:
    assert change_line(FieldChange(field="x", before=before, after=after)).startswith("x: ")
    assert told(date(2026, 1, 1)) == "2026-01-01"
