"""The text that a template makes of an alert; TEMPLATE_NAMES in worker/routing/fields.py are its names."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from string import Template

from schemas import AlertMessage

BETWEEN = "\n\n"  # two texts of one delivery


def texts(template: str, messages: Iterable[str]) -> tuple[str, ...]:
    """Return the text of each message. Raises ValidationError where one is no alert."""
    return tuple(Template(template).substitute(_values(message)) for message in messages)


def as_json(template: str, messages: Sequence[str]) -> str:
    """Return the JSON that a template makes, an array for several messages: values are escaped as in a JSON string."""
    made = [Template(template).substitute(_values(message, _escaped)) for message in messages]
    return made[0] if len(made) == 1 else f"[{','.join(made)}]"


def _values(message: str, escape: Callable[[str], str] = str) -> dict[str, str]:
    envelope = AlertMessage.model_validate_json(message, extra="ignore")  # of a newer version
    alert = envelope.data
    values = {
        "alert_id": envelope.id,
        "change": alert.change,
        "countries": _listed(place.country for place in alert.event.places),
        "event_id": alert.event.id,
        "headline": alert.headline,
        "independent_sources": str(alert.independent_sources),
        "kind": alert.event.kind,
        "outlets": _listed(report.outlet or report.source for report in alert.told_in),
        "places": _listed(place.name for place in alert.event.places),
        "revision": str(alert.revision),
        "sequence": str(alert.sequence),
        "severity": alert.severity.level,
        "standing": alert.standing,
        "time": f"{envelope.time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "url": next((report.url for report in alert.told_in if report.url), ""),
    }
    return {name: escape(value) for name, value in values.items()}


def _listed(values: Iterable[str | None]) -> str:
    return ", ".join(dict.fromkeys(value for value in values if value))


def _escaped(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
