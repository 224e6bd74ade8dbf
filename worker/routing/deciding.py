"""Which routes an alert takes, when, and why it does not take the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from schemas import Alert
from schemas.alert import Level
from worker.routing.checking import Check, check, holds
from worker.routing.config import Group, Quiet, Route
from worker.routing.operators import LEVELS, listed

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Routed:
    """A route that an alert takes: not before `hold_until`, and together with all that have its `group_key`."""

    route: Route
    hold_until: datetime | None
    group_key: str | None


@dataclass(frozen=True)
class Explanation:
    """What a route asks of an alert, in its order, and what follows; `routed` is None where not everything holds."""

    route: Route
    checks: tuple[Check, ...]
    routed: Routed | None


def route(alert: Alert, routes: Sequence[Route], now: datetime) -> tuple[Routed, ...]:
    """Return the routes that `alert` takes at `now`. Each is for itself: none keeps an alert from another."""
    return tuple(_routed(alert, one, now) for one in routes if _takes(one, alert))


def explain(alert: Alert, routes: Sequence[Route], now: datetime) -> tuple[Explanation, ...]:
    """Return for each route whether `alert` takes it at `now`, and why."""
    return tuple(
        Explanation(one, tuple(_checks(one, alert)), _routed(alert, one, now) if _takes(one, alert) else None)
        for one in routes
    )


def _takes(one: Route, alert: Alert) -> bool:
    return alert.change in one.changes and (one.match is None or holds(one.match, alert))


def _checks(one: Route, alert: Alert) -> Iterator[Check]:
    yield Check("changes", alert.change in one.changes, listed(one.changes), alert.change)
    if one.match:
        yield check(one.match, alert, "match")


def _routed(alert: Alert, one: Route, now: datetime) -> Routed:
    quiet = quiet_until(one.quiet, alert.severity.level, now) if one.quiet else None
    return Routed(one, quiet, group_key(one.group, alert) if one.group else None)


def quiet_until(quiet: Quiet, level: Level, now: datetime) -> datetime | None:
    """Return the end of the quiet hours that `now` is in, in UTC; None where it is in none or `level` passes.

    A clock time that a change of the clocks skips is taken for the moment with the offset before it; of two, the first
    counts.
    """
    if quiet.except_from and LEVELS.index(level) >= LEVELS.index(quiet.except_from):
        return None
    zone = ZoneInfo(quiet.timezone)
    today = now.astimezone(zone).date()
    over_midnight = DAY if quiet.end < quiet.begin else timedelta()
    for day in (today - DAY, today):
        begin = datetime.combine(day, quiet.begin, zone).astimezone(UTC)
        end = datetime.combine(day + over_midnight, quiet.end, zone).astimezone(UTC)
        if begin <= now < end:
            return end
    return None


def group_key(group: Group, alert: Alert) -> str:
    """Return what alerts that are sent together have in common; those in no known country are together."""
    countries = sorted({place.country for place in alert.event.places if place.country})
    values = {"event": alert.event.id, "kind": alert.event.kind, "country": "+".join(countries)}
    return ",".join(f"{name}={values[name]}" for name in group.by)
