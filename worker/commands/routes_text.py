"""What a person and a program read of routes: a route, a rehearsal, an explanation."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from schemas import Alert, AlertMessage
from worker.console import alert_line, printable
from worker.routing.answers import Answer
from worker.routing.checking import Check, told
from worker.routing.config import Group, Quiet, Rate, Route
from worker.routing.deciding import Explanation, Routed
from worker.routing.operators import listed, sides
from worker.routing.rehearsal import Rehearsal

ANSWERS: dict[Answer, str] = {True: "yes", False: "no", None: "unknown"}


def route_line(route: Route) -> str:
    """Return a route on one line."""
    parts = [told(route.match) if route.match else "every alert"]
    parts += [f"changes {', '.join(route.changes)}"] if route.changes != Route.model_fields["changes"].default else []
    parts += [part for part in (_quiet(route.quiet), _group(route.group), _rate(route.rate)) if part]
    return f"{route.name:<20}  to {', '.join(route.receivers)}: {'; '.join(parts)}"


def _quiet(quiet: Quiet | None) -> str:
    if quiet is None:
        return ""
    passing = f", except from {quiet.except_from}" if quiet.except_from else ""
    return f"quiet {quiet.begin:%H:%M} to {quiet.end:%H:%M} {quiet.timezone}{passing}"


def _group(group: Group | None) -> str:
    by = ", ".join(group.by) if group and group.by else "all"
    return f"grouped by {by}, {group.wait:g} s" if group else ""


def _rate(rate: Rate | None) -> str:
    return f"at most {rate.alerts} in {rate.seconds:g} s" if rate else ""


def rehearsal_object(found: Rehearsal, begin: datetime, wanted: Sequence[Route]) -> dict[str, Any]:
    """Return what `routes test --json` prints."""
    return {
        "since": begin.isoformat(),
        "first": found.first.time.isoformat() if found.first else None,
        "alerts": found.alerts,
        "unrouted": found.unrouted,
        "routes": [
            {
                "name": route.name,
                "receivers": route.receivers,
                "alerts": found.routes[route.name].sent,
                "held": found.routes[route.name].held,
                "samples": [
                    {"id": m.id, "sequence": m.data.sequence, "time": m.time.isoformat(), "headline": m.data.headline}
                    for m in found.routes[route.name].samples
                ],
            }
            for route in wanted
        ],
    }


def rehearsal_lines(found: Rehearsal, begin: datetime) -> Iterator[str]:
    """Yield what `routes test` prints."""
    oldest = f", the oldest of {found.first.time.astimezone():%Y-%m-%d %H:%M}" if found.first else ""
    yield f"{_alerts(found.alerts)} since {begin.astimezone():%Y-%m-%d %H:%M}{oldest}; {found.unrouted} to no route"
    for name, tally in found.routes.items():
        held = f", {tally.held} of them after quiet hours" if tally.held else ""
        yield f"{name:<20}  {_alerts(tally.sent) + held if tally.sent else 'matched nothing'}"
        yield from (f"    {m.time.astimezone():%Y-%m-%d}  {alert_line(m)}" for m in tally.samples)


def _alerts(number: int) -> str:
    return f"{number} alert{'' if number == 1 else 's'}"


def known_lines(message: AlertMessage) -> Iterator[str]:
    """Yield an alert, and what routes ask of it."""
    alert = message.data
    yield f"{message.time.astimezone():%Y-%m-%d}  {alert_line(message)}"
    for name, value in _known(alert).items():
        yield f"{name:<20}  {printable(listed(value)) or 'not known'}"


def _known(alert: Alert) -> dict[str, list[str]]:
    """What routes ask of an alert, in words."""
    return {
        "id": [f"{alert.event.id}-{alert.revision}", f"number {alert.sequence}"],
        "kind": [alert.event.kind, alert.change],
        "places": [f"{place.name} ({place.kind}, {_or_unknown(place.country)})" for place in alert.event.places],
        "actors": [f"{actor.name} ({_or_unknown(actor.country)})" for actor in sides(alert)],
        "severity": [alert.severity.level, *alert.severity.reasons],
        "standing": [alert.standing],
        "independent_sources": [str(alert.independent_sources)],
        "reports": [
            f"{report.outlet or 'no outlet'} ({report.source}, {_or_unknown(report.language)})"
            for report in alert.told_in
        ],
    }


def _or_unknown(value: str | None) -> str:
    return value or "not known"


def explained_lines(one: Explanation) -> Iterator[str]:
    """Yield why a route takes an alert or does not."""
    receivers = ", ".join(one.route.receivers)
    yield ""
    yield f"{one.route.name:<20}  {f'taken, to {receivers}' if one.routed else 'not taken'}"
    for each in one.checks:
        yield from _check_lines(each, 1)
    if one.routed:
        yield from (f"  then     {stage}: {text}" for stage, text in _stages(one.routed))


def _check_lines(each: Check, depth: int) -> Iterator[str]:
    told = f": {each.wanted}; found: {each.found}" if each.found else ""
    yield printable(f"{'  ' * depth}{ANSWERS[each.answer]:<7}  {each.name}{told}")
    for part in each.parts:
        yield from _check_lines(part, depth + 1)


def _stages(routed: Routed) -> Iterator[tuple[str, str]]:
    """What becomes of an alert that takes a route, stage by stage."""
    route = routed.route
    if route.quiet:
        until = routed.hold_until
        yield (
            "quiet",
            f"{f'waits until {until:%Y-%m-%d %H:%M} UTC' if until else 'does not wait'}; {_quiet(route.quiet)}",
        )
    if route.group:
        yield "group", f"with all that have {routed.group_key or 'this route'}; {_group(route.group)}"
    if route.rate:
        yield "rate", _rate(route.rate)


def explained_object(message: AlertMessage, explained: Sequence[Explanation]) -> dict[str, Any]:
    """Return what `explain --json` prints."""
    return {
        "id": message.id,
        "sequence": message.data.sequence,
        "time": message.time.isoformat(),
        "headline": message.data.headline,
        "known": _known(message.data),
        "routes": [
            {
                "name": one.route.name,
                "receivers": one.route.receivers,
                "taken": one.routed is not None,
                "checks": [_check_object(each) for each in one.checks],
                "then": dict(_stages(one.routed)) if one.routed else {},
                "hold_until": one.routed.hold_until.isoformat() if one.routed and one.routed.hold_until else None,
                "group_key": one.routed.group_key if one.routed else None,
            }
            for one in explained
        ],
    }


def _check_object(each: Check) -> dict[str, Any]:
    return asdict(each) | {"answer": ANSWERS[each.answer], "parts": [_check_object(part) for part in each.parts]}
