"""The example routes send what they are there for, and not what is like it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers import attack
from routing_helpers import (
    BELGOROD,
    BROVARY,
    HAMAS,
    KYIV,
    KYIV_GOVERNMENT,
    OBLAST,
    RUSSIA,
    ZELENSKYY,
    alert,
    pledge,
    statement,
    talks,
)

from schemas import Report, Severity
from worker import settings
from worker.routing.deciding import route

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "routes.toml"
NIGHT = datetime(2026, 11, 25, 23, tzinfo=UTC)
ZELENSKY = ZELENSKYY.model_copy(update={"name": "Volodymyr Zelensky"})


def severe(level, event, **fields):
    return alert(event, severity=Severity(level=level), **fields)


def of(outlet, title="Treffer am Umspannwerk"):
    return [Report(article="a", source="s", outlet=outlet, title=title, language="de")]


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        (severe("low", attack(places=[BROVARY])), {"near-our-sites"}),
        (severe("low", attack(places=[OBLAST])), set()),
        (severe("medium", attack(places=[OBLAST])), {"our-countries"}),
        (severe("medium", attack(places=[OBLAST]), change="corroborated"), set()),
        (severe("critical", attack(places=[BELGOROD])), set()),
        (severe("high", attack(places=[BELGOROD]), independent_sources=2), {"breaking"}),
        (severe("high", attack(places=[BELGOROD]), independent_sources=2, standing="contested"), set()),
        (severe("high", attack(places=[BELGOROD]), standing="official"), {"breaking"}),
        (severe("medium", pledge(donors=[RUSSIA], recipients=[KYIV_GOVERNMENT])), {"our-countries"}),
        (severe("low", talks(participants=[RUSSIA, HAMAS])), {"diplomacy"}),
        (severe("low", talks(participants=[HAMAS, HAMAS])), set()),
        (severe("low", statement(speaker=ZELENSKY), headline="Zelensky on peace talks"), {"diplomacy"}),
        (severe("low", statement(speaker=ZELENSKY), headline="Zelensky on the weather"), set()),
        (severe("low", attack(places=[BELGOROD]), reports=of("Nordost")), {"energy"}),
        (severe("low", attack(places=[BELGOROD]), reports=of("Agentur Echo")), set()),
        (severe("low", attack(places=[BELGOROD]), reports=of("Agentur Echo"), independent_sources=2), {"energy"}),
        (severe("low", attack(places=[BELGOROD]), reports=of("Nordost", "Treffer am Wohnhaus")), set()),
    ],
)
def test_an_alert_takes_the_routes_that_are_meant_for_it(given, taken):
    routes = settings.load(file=EXAMPLE, environment={}).routes
    assert {one.route.name for one in route(given, routes, NIGHT)} == taken


def test_at_night_the_duty_officer_sleeps_unless_it_is_near_or_critical():
    routes = settings.load(file=EXAMPLE, environment={}).routes
    held = [severe(level, attack(places=[KYIV])) for level in ("high", "critical")]
    waits = [{one.route.name: one.hold_until for one in route(each, routes, NIGHT)} for each in held]
    assert waits[0] == {"near-our-sites": None, "our-countries": datetime(2026, 11, 26, 4, 30, tzinfo=UTC)}
    assert waits[1] == {"near-our-sites": None, "our-countries": None}
