"""Which routes an alert takes, when, and why it does not take the others.

Once told, told on: a route that sent an alert of an event also sends what follows, whether or not its condition still
holds. Else those who were told that twenty are dead would not hear that it were two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from schemas import Alert
from schemas.alert import Level
from worker.routing.checking import Check, check, holds
from worker.routing.config import Group, Quiet, Route
from worker.routing.operators import LEVELS, listed

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Routed:
    """A route that an alert takes: not before `hold_until`, and together with all that have its `group_key`.

    `follows`: its condition does not hold, so it takes it only where it sent an earlier alert of the event.
    """

    route: Route
    hold_until: datetime | None
    group_key: str | None
    follows: bool = False


@dataclass(frozen=True)
class Explanation:
    """What a route asks of an alert, in its order, and what follows; `routed` is None where it does not take it."""

    route: Route
    checks: tuple[Check, ...]
    routed: Routed | None


def route(alert: Alert, routes: Sequence[Route], now: datetime) -> tuple[Routed, ...]:
    """Return the routes that `alert` takes at `now`. Each is for itself: none keeps an alert from another.

    Whether those that follow sent an earlier alert is for the caller to say.
    """
    wanted = [one for one in routes if alert.change in one.changes]
    held = {one.name for one in wanted if one.match is None or holds(one.match, alert)}
    return tuple(
        _routed(alert, one, now, follows=one.name not in held)
        for one in wanted
        if one.name in held or alert.revision > 1
    )


def explain(
    alert: Alert, routes: Sequence[Route], now: datetime, told: Mapping[str, int] = MappingProxyType({})
) -> tuple[Explanation, ...]:
    """Return for each route whether `alert` takes it at `now`, and why.

    `told`: the number of the first alert of the event that each route sent, by its name.
    """
    taken = {found.route.name: found for found in route(alert, routes, now)}
    return tuple(_explained(alert, one, taken.get(one.name), told.get(one.name)) for one in routes)


def _explained(alert: Alert, one: Route, found: Routed | None, first: int | None) -> Explanation:
    checks = [Check("changes", alert.change in one.changes, listed(one.changes), alert.change)]
    checks += [check(one.match, alert, "match")] if one.match else []
    if found is None or not found.follows:
        return Explanation(one, tuple(checks), found)
    told = first is not None and first < alert.sequence
    checks.append(Check("told", told, "an earlier alert of this event", f"alert {first}" if told else "none"))
    return Explanation(one, tuple(checks), found if told else None)


def _routed(alert: Alert, one: Route, now: datetime, *, follows: bool) -> Routed:
    quiet = quiet_until(one.quiet, alert.severity.level, now) if one.quiet else None
    return Routed(one, quiet, group_key(one.group, alert) if one.group else None, follows)


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
