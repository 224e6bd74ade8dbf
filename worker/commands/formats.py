"""The forms in which events leave: each takes events and yields the parts of a file."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from worker.commands.told import told
from worker.console import printable
from worker.store import Known

Cell = str | int | float | None

LONGEST = 32_000  # characters of a cell; spreadsheets take 32,767
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # what a spreadsheet would reckon with
AREAS = ("country", "region")


def as_object(known: Known) -> dict[str, Any]:
    """Return all that is known of an event as JSON."""
    about = {"last_report": known.last_report.isoformat(), "alerts": list(known.alerts), "told": dict(known.told)}
    return known.body.model_dump(mode="json") | about


def jsonl(events: Iterable[Known]) -> Iterator[str]:
    """One line of JSON for each event."""
    for known in events:
        yield json.dumps(as_object(known), ensure_ascii=False) + "\n"


def as_csv(events: Iterable[Known]) -> Iterator[str]:
    """One row for each event (RFC 4180). A text that a spreadsheet would take for a formula begins with '."""
    yield _row(COLUMNS)
    for known in events:
        yield _row(map(_safe, cells(known, COLUMNS)))


def geojson(events: Iterable[Known]) -> Iterator[str]:
    """A FeatureCollection (RFC 7946), a feature for each event; those that are nowhere on the map are left out."""
    yield '{"type": "FeatureCollection", "features": ['
    before = "\n"
    for known in events:
        if spots := located(known):
            yield before + json.dumps(_feature(known, spots), ensure_ascii=False)
            before = ",\n"
    yield "\n]}\n"


FORMATS: Mapping[str, Callable[[Iterable[Known]], Iterator[str]]] = {"jsonl": jsonl, "csv": as_csv, "geojson": geojson}


def located(known: Known) -> list[list[float]]:
    """Return longitude and latitude of the event's places; of areas only where nothing within them is told."""
    places = known.body.event.places
    points = [(p.kind, p.lon, p.lat) for p in places if p.lat is not None and p.lon is not None]
    spots = [point for point in points if point[0] not in AREAS] or points
    return [[lon, lat] for lon, lat in dict.fromkeys((lon, lat) for _, lon, lat in spots)]


def _feature(known: Known, spots: list[list[float]]) -> dict[str, Any]:
    one = len(spots) == 1
    return {
        "type": "Feature",
        "id": known.body.event.id,
        "geometry": {"type": "Point" if one else "MultiPoint", "coordinates": spots[0] if one else spots},
        "properties": dict(zip(PROPERTIES, cells(known, PROPERTIES), strict=True)),
    }


def cells(known: Known, names: Iterable[str]) -> Iterator[Cell]:
    """Yield what those columns have of an event, texts on one line."""
    slots = known.body.event.model_dump(mode="json")
    for name in names:
        find = COLUMNS[name]
        value = find(known) if find else told(slots.get(name)) or None
        yield printable(" ".join(value.split()))[:LONGEST] if isinstance(value, str) else value


def _row(values: Iterable[Cell]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(values)
    return line.getvalue()


def _safe(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _each(values: Iterable[str | None]) -> Cell:
    return "; ".join(dict.fromkeys(filter(None, values))) or None


def _of_reports(field: str) -> Callable[[Known], Cell]:
    return lambda known: _each(getattr(report, field) for report in known.body.told_in)


def _first_report(known: Known) -> Cell:
    times = [time for report in known.body.reports for time in (report.published, report.fetched) if time]
    return _time(min(times)) if times else None


def _time(time: datetime) -> str:
    """In UTC, as spreadsheets read it."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _of_first(field: str) -> Callable[[Known], Cell]:
    """A coordinate of the first spot on the map."""
    index = ("lon", "lat").index(field)
    return lambda known: spots[0][index] if (spots := located(known)) else None


def _figure(slot: str, end: str) -> Callable[[Known], Cell]:
    return lambda known: getattr(getattr(known.body.event, slot, None), end, None)


def _when(field: str) -> Callable[[Known], Cell]:
    return lambda known: str(getattr(known.body.event.when, field)) if known.body.event.when else None


_FIGURES = ("killed", "injured", "missing", "launched", "intercepted")

# The columns of a table, and how each is found; those without a way are slots of the event.
COLUMNS: Mapping[str, Callable[[Known], Cell] | None] = {
    "id": None,
    "kind": None,
    "status": None,
    "headline": lambda known: known.body.headline,
    "severity": lambda known: known.body.severity.level,
    "severity_reasons": lambda known: _each(known.body.severity.reasons),
    "standing": lambda known: known.body.standing,
    "independent_sources": lambda known: known.body.independent_sources,
    "reports": lambda known: len(known.body.told_in),
    "revision": lambda known: known.body.revision,
    "first_report_utc": _first_report,
    "last_report_utc": lambda known: _time(known.last_report),
    "when_start": _when("start"),
    "when_end": _when("end"),
    "when_precision": _when("precision"),
    "places": None,
    "countries": lambda known: _each(place.country for place in known.body.event.places),
    "lat": _of_first("lat"),
    "lon": _of_first("lon"),
    **dict.fromkeys(("attackers", "targets", "method", "weapons", "hit")),
    **{f"{slot}_{end}": _figure(slot, end) for slot in _FIGURES for end in ("min", "max")},
    **dict.fromkeys(("participants", "mediators", "format", "speaker", "act", "addressees", "topics", "outcomes")),
    **dict.fromkeys(("donors", "recipients", "funders", "aid_types", "items")),
    "amount": _figure("amount", "value"),
    "currency": _figure("amount", "currency"),
    "outlets": _of_reports("outlet"),
    "languages": _of_reports("language"),
    "urls": _of_reports("url"),
    "evidence": lambda known: " / ".join(evidence.text for evidence in known.body.event.evidence),
}
PROPERTIES = tuple(name for name in COLUMNS if name not in ("id", "lat", "lon"))
