"""Which routes an alert takes, and when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from helpers import attack
from routing_helpers import BELGOROD, KYIV, SOMEWHERE, alert, route_of

from schemas import AlertMessage, Severity
from worker.routing.config import Group, Quiet
from worker.routing.deciding import explain, group_key, quiet_until, route
from worker.routing.rehearsal import rehearse

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def names(taken):
    return [one.route.name for one in taken]


def test_routes_are_independent_and_keep_their_order():
    routes = [route_of("all"), route_of("ua", match={"country": "UA"}), route_of("talks", match={"kind": "talks"})]
    assert names(route(alert(), routes, NOON)) == ["all", "ua"]
    assert names(route(alert(), routes[::-1], NOON)) == ["ua", "all"]
    assert route(alert(), [], NOON) == ()


@pytest.mark.parametrize("change", ["new", "updated", "corroborated", "retracted"])
def test_a_route_takes_the_changes_that_it_names(change):
    routes = [route_of("all"), route_of("some", changes=["new", "retracted"])]
    taken = names(route(alert(change=change), routes, NOON))
    assert taken == (["all", "some"] if change in ("new", "retracted") else ["all"])


def quiet(begin="22:00", end="06:00", timezone="UTC", except_from="critical"):
    return Quiet(begin=begin, end=end, timezone=timezone, except_from=except_from)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


BERLIN, KYIV_ZONE = "Europe/Berlin", "Europe/Kyiv"


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        (quiet(), "2026-11-25 21:59:59", None),
        (quiet(), "2026-11-25 22:00", "2026-11-26 06:00"),
        (quiet(), "2026-11-26 05:59:59", "2026-11-26 06:00"),
        (quiet(), "2026-11-26 06:00", None),
        (quiet("12:00", "14:00"), "2026-11-25 11:59", None),
        (quiet("12:00", "14:00"), "2026-11-25 12:00", "2026-11-25 14:00"),
        (quiet("12:00", "14:00"), "2026-11-25 14:00", None),
        (quiet("00:00", "06:00"), "2026-12-31 00:00", "2026-12-31 06:00"),
        (quiet("22:00", "00:00"), "2026-12-31 23:00", "2027-01-01 00:00"),
        (quiet("06:01", "06:00"), "2026-11-25 06:00:30", None),  # all but a minute
        (quiet("06:01", "06:00"), "2026-11-25 06:02", "2026-11-26 06:00"),
        (quiet(timezone=KYIV_ZONE), "2026-11-25 20:30", "2026-11-26 04:00"),  # two hours ahead in winter
        (quiet(timezone=KYIV_ZONE), "2026-07-01 19:30", "2026-07-02 03:00"),  # three in summer
        (quiet(timezone="Pacific/Auckland"), "2026-11-25 10:00", "2026-11-25 17:00"),
        # The night of 28 to 29 March 2026 has no hour from two to three in Berlin; that of 24 to 25 October has two.
        (quiet(timezone=BERLIN), "2026-03-28 21:30", "2026-03-29 04:00"),
        (quiet(timezone=BERLIN), "2026-10-24 20:30", "2026-10-25 05:00"),
        (quiet("22:00", "02:30", BERLIN), "2026-03-29 00:45", "2026-03-29 01:30"),
        (quiet("22:00", "02:30", BERLIN), "2026-10-25 00:15", "2026-10-25 00:30"),
        (quiet("22:00", "02:30", BERLIN), "2026-10-25 00:45", None),
        (quiet("02:30", "03:30", BERLIN), "2026-10-25 00:45", "2026-10-25 02:30"),
    ],
)
def test_alerts_wait_in_quiet_hours_until_they_end(hours, now, until):
    held = quiet_until(hours, "high", utc(now))
    assert held == (utc(until) if until else None)
    if held:
        assert quiet_until(hours, "high", held) is None
        assert quiet_until(hours, "high", held - timedelta(seconds=1)) == held
        elsewhere = utc(now).astimezone(ZoneInfo(hours.timezone))
        assert quiet_until(hours, "high", elsewhere) == held


@pytest.mark.parametrize(
    ("level", "except_from", "passes"),
    [
        ("critical", "critical", True),
        ("high", "critical", False),
        ("high", "high", True),
        ("critical", "medium", True),
        ("critical", None, False),
    ],
)
def test_what_is_severe_enough_passes_through_quiet_hours(level, except_from, passes):
    one = route_of(quiet={"begin": "11:00", "end": "13:00", "except_from": except_from})
    (taken,) = route(alert(severity=Severity(level=level)), [one], NOON)
    assert taken.hold_until == (None if passes else utc("2026-11-25 13:00"))


def test_an_alert_that_escalates_passes_where_the_one_before_it_waits():
    one = route_of(quiet={"begin": "11:00", "end": "13:00"})
    first, second = alert(), alert(change="updated", revision=2, severity=Severity(level="critical"))
    assert [route(each, [one], NOON)[0].hold_until is None for each in (first, second)] == [False, True]


def test_alerts_with_a_common_key_belong_together():
    here, there = alert(), alert(attack("e2", places=[KYIV]))
    over, lost = alert(attack("e3", places=[KYIV, BELGOROD, SOMEWHERE])), alert(attack("e4", places=[SOMEWHERE]))
    group = Group(by=["kind", "country"], wait=60)
    assert group_key(group, here) == group_key(group, there) == "kind=attack,country=UA"
    assert group_key(group, over) == "kind=attack,country=RU+UA"
    assert group_key(group, lost) == "kind=attack,country="
    assert group_key(Group(by=["event"], wait=60), here) != group_key(Group(by=["event"], wait=60), there)
    assert group_key(Group(wait=60), here) == group_key(Group(wait=60), lost)
    assert [taken.group_key for taken in route(here, [route_of()], NOON)] == [None]


FALLEN = alert(change="updated", revision=2, sequence=9, severity=Severity(level="medium"))


def test_what_follows_an_alert_takes_also_routes_whose_condition_no_longer_holds_if_they_sent_it():
    high = {"severity": "high"}
    routes = [route_of("all"), route_of("high", match=high), route_of("first", match=high, changes=["new"])]
    assert [(one.route.name, one.follows) for one in route(FALLEN, routes, NOON)] == [("all", False), ("high", True)]
    assert names(route(alert(severity=Severity(level="medium")), routes, NOON)) == ["all"]


@pytest.mark.parametrize(
    ("told", "taken", "found"),
    [({"high": 7}, True, "alert 7"), ({"other": 7}, False, "none"), ({"high": 9}, False, "none")],
)
def test_an_explanation_tells_whether_an_earlier_alert_was_sent(told, taken, found):
    (one,) = explain(FALLEN, [route_of("high", match={"severity": "high"})], NOON, told)
    assert (one.routed is not None) == taken
    assert [(check.name, check.answer) for check in one.checks] == [
        ("changes", True),
        ("match", False),
        ("told", taken),
    ]
    assert one.checks[-1].found == found


def test_a_rehearsal_tells_on_what_it_told():
    routes = [route_of("high", match={"severity": "high"})]
    later = [FALLEN, alert(attack("e2"), change="updated", revision=2, severity=Severity(level="low"))]
    found = rehearse(map(message, [alert(), *later]), routes, samples=9)
    assert (found.routes["high"].sent, found.unrouted) == (2, 1)
    assert [one.data.sequence for one in found.routes["high"].samples] == [7, 9]


def message(body):
    return AlertMessage(
        id=f"{body.event.id}-{body.revision}", source="/test", type=f"depesche.alert.attack.{body.change}", time=NOON,
        data=body,
    )  # fmt: skip


def test_an_explanation_tells_every_stage_and_agrees_with_the_route():
    routes = [
        route_of("ua", match={"country": "UA", "severity": "critical"}, changes=["new"]),
        route_of("old", changes=["updated"], match={"country": "UA"}),
        route_of("all", group={"by": ["kind"], "wait": 60}),
    ]
    explained = explain(alert(), routes, NOON)
    assert [one.routed for one in explained if one.routed] == list(route(alert(), routes, NOON))
    changes, match = explained[0].checks
    assert (changes.answer, changes.found) == (True, "new")
    assert [(part.name, part.answer, part.wanted, part.found) for part in match.parts] == [
        ("country", True, "UA", "Kyiv (UA)"),
        ("severity", False, "at least critical", "high"),
    ]
    assert [one.answer for one in explained[1].checks] == [False, True]
    assert len(explained[2].checks) == 1
