"""Which events and alerts a command is about: options in the words of routes, and the condition they make."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

import click
from pydantic import ValidationError

from worker.commands.moments import moment
from worker.routing.condition import Condition, Near
from worker.store import Unreadable

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


def near(value: str) -> Near:
    """Return a circle on the map; the type of an option."""
    try:
        lat, lon, km = map(float, value.split(","))
        return Near.model_validate({"lat": lat, "lon": lon, "km": km})
    except ValueError as error:
        raise click.BadParameter("latitude, longitude and kilometres, such as 50.45,30.52,30") from error


# One option for each field of a condition: its flags, how its value is told, what it asks.
OPTIONS: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "kind": (("--kind",), "KIND", "attack, talks, statement or aid_pledge."),
    "country": (("--country",), "CC", "Where it happens: UA."),
    "place": (("--place",), "NAME", "English name of a place, or of the region it lies in."),
    "near": (("--near",), "LAT,LON,KM", "Within so many kilometres of a point."),
    "actor": (("--actor",), "NAME", "English name of a side; of a person, the surname will do."),
    "actor_country": (("--actor-country",), "CC", "The country of a side."),
    "severity": (("--severity",), "LEVEL", "At least low, medium, high or critical."),
    "standing": (("--standing",), "STANDING", "unconfirmed, corroborated, official, contested or retracted."),
    "independent_sources": (("--independent-sources",), "N", "At least so many origins."),
    "source": (("--source",), "NAME", "Name of a folder or feed."),
    "outlet": (("--outlet",), "NAME", "Who published a report."),
    "language": (("--language",), "LL", "Of a report: de."),
    "words": (("--words", "--text"), "TEXT", "Whole words of the headline, a title or a sentence."),
}
ONE = {"near", "severity", "independent_sources"}  # the others may be repeated, and one of their values must hold


def filtered(command: F) -> F:
    """Give a command the options of conditions; it gets their values by their names."""
    for name, (flags, metavar, text) in reversed(list(OPTIONS.items())):
        kind = near if name == "near" else None
        several = name not in ONE
        command = click.option(*flags, name, metavar=metavar, type=kind, multiple=several, help=text)(command)
    return command


Since = click.option("--since", type=moment, metavar="TIME", help="Reported since then: 12h, 14d, 2026-11-25.")
Until = click.option("--until", type=moment, metavar="TIME", help="And before then.")


def condition(asked: Mapping[str, Any]) -> Condition | None:
    """Return what the options ask, None where they ask nothing."""
    given = {name: value for name, value in asked.items() if value not in ((), None)}
    try:
        return Condition.model_validate(given) if given else None
    except ValidationError as error:
        problem = error.errors(include_input=False, include_url=False)[0]
        flags, _, _ = OPTIONS[str(problem["loc"][0])]
        raise click.BadParameter(problem["msg"].removeprefix("Value error, "), param_hint=flags[0]) from error


def check_order(since: object, until: datetime | None) -> None:
    """Refuse an end before the beginning."""
    if until is not None and isinstance(since, datetime) and until <= since:
        raise click.UsageError("--until is not after --since")


def readable(found: Iterator[T | Unreadable]) -> Iterator[T]:
    """Yield what can be read; at the end, tell how much cannot."""
    passed = 0
    for one in found:
        if isinstance(one, Unreadable):
            passed += 1
        else:
            yield one
    if passed:
        click.echo(f"{passed} passed over: another version of Depesche wrote them, or something else", err=True)
