"""Two known events turn out to be one: what brings them together, what never does, and what is told of it."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from identity_helpers import (
    CITIES,
    MORNING,
    World,
    applied,
    article,
    attack,
    country,
    night_to,
    place,
    quantity,
    talks,
    told_articles,
)  # fmt: skip

from schemas import AlertBody, Attack
from worker.identity.differences import content

UKRAINIAN = [name for name, (code, *_) in CITIES.items() if code == "UA" and name != "Lukianivka"]


def later(hours: float):
    return MORNING + timedelta(hours=hours)


def strike(name: str, *cities: str, **fields: object) -> Attack:
    return attack(**{"id": name, "places": tuple(map(place, cities)), "method": "drone"} | fields)


FLASHES = (strike("kyiv", "Kyiv"), strike("odesa", "Odesa"))
WHOLE = strike("whole", "Kyiv", "Odesa", "Sumy", launched=quantity(158, 158))


def broken(*flashes: Attack) -> World:
    """Two flashes, each from an outlet of its own."""
    world = World()
    for n, flash in enumerate(flashes or FLASHES):
        world.tell(article(f"flash{n}", later(n / 2)), flash)
    return world


def standing(world: World) -> list[AlertBody]:
    return [body for body in world.known.values() if body.joined is None]


def test_a_report_that_is_both_makes_the_younger_one_part_of_the_elder():
    world = broken()
    assert [body.event.id for body in standing(world)] == ["kyiv", "odesa"]
    told = world.tell(article("whole", later(3)), WHOLE)
    (decision,) = told.decisions
    (younger,) = told.withdrawn
    assert (decision.event.id, decision.body.change, decision.body.revision) == ("kyiv", "updated", 2)
    assert decision.body.joins == ("odesa",)
    assert [r.article for r in decision.body.reports] == ["flash0", "flash1", "whole"]
    assert (decision.body.independent_sources, decision.body.standing) == (3, "corroborated")
    assert (younger.publish, younger.body.change, younger.body.revision) == (True, "retracted", 2)
    assert (younger.body.joined, younger.body.standing) == ("kyiv", "retracted")
    assert [(c.field, c.before, c.after) for c in younger.body.changes] == [
        ("standing", "unconfirmed", "retracted"),
        ("joined", None, "kyiv"),
    ]
    assert younger.body.headline == "Part of another event: Russia attacks Ukraine: Odesa"


def test_what_is_told_after_that_belongs_to_the_elder():
    world = broken()
    world.tell(article("whole", later(3)), WHOLE)
    (decision,) = world.tell(article("next", later(5)), strike("next", "Odesa", killed=quantity(2, 2))).decisions
    assert (decision.event.id, decision.body.joins) == ("kyiv", ("odesa",))


def test_a_corrected_report_of_the_younger_one_corrects_the_elder():
    world = broken(FLASHES[0], strike("odesa", "Odesa", killed=quantity(5, 5)))
    world.tell(article("whole", later(3)), WHOLE)
    corrected = strike("again", "Odesa", killed=quantity(3, 3))
    told = world.tell(article("flash1", later(0.5)), corrected)
    assert [(d.event.id, d.body.change, d.body.event.killed) for d in told.decisions] == [
        ("kyiv", "updated", quantity(3, 3))
    ]
    assert told.withdrawn == ()
    gone = world.tell(article("flash1", later(0.5)))
    assert [(d.body.event.id, d.body.joins, d.body.event.killed) for d in gone.withdrawn] == [
        ("kyiv", ("odesa",), None)
    ]


def test_more_than_two_are_joined_at_once():
    world = broken(*(strike(city, city) for city in ("Kyiv", "Odesa", "Sumy")))
    told = world.tell(article("whole", later(3)), WHOLE)
    assert told.decisions[0].body.joins == ("Odesa", "Sumy")
    assert len(standing(world)) == 1


@pytest.mark.parametrize(
    ("why", "first", "second"),
    [
        ("another toll", {"killed": quantity(3, 3)}, {"killed": quantity(5, 5)}),
        ("another night", {}, {"when": night_to(22)}),
        ("another target", {}, {"targets": (country("DE"),)}),
        ("a denial", {}, {"status": "denied"}),
        ("another method", {}, {"method": "ground"}),
    ],
)
def test_what_parts_two_events_keeps_them_two(why: str, first: dict, second: dict):
    world = broken(strike("kyiv", "Kyiv", **first), strike("odesa", "Odesa", **second))
    whole = WHOLE.model_copy(update={"method": "combined"})
    assert world.tell(article("whole", later(3)), whole).withdrawn == (), why
    assert len(standing(world)) == 2


def test_two_events_of_one_article_stay_two():
    world = World()
    world.tell(article("both"), *FLASHES)
    assert world.tell(article("whole", later(3)), WHOLE).withdrawn == ()


def test_two_events_of_one_article_do_not_become_one_by_a_third():
    world = broken(strike("kyiv", "Kyiv"))
    world.tell(article("both", later(0.5)), strike("odesa", "Odesa"), strike("sumy", "Sumy"))
    told = world.tell(article("whole", later(3)), WHOLE)
    assert [len(d.body.joins) for d in told.decisions] == [1]
    assert len(standing(world)) == 2


def test_two_calls_that_are_told_in_one_sentence_stay_two():
    world = World()
    for n, partner in enumerate(("FR", "DE")):
        call = talks(id=partner, participants=(country("UA"), country(partner)), format="phone")
        world.tell(article(f"a{n}", later(n)), call)
    for name in ("b", "c"):
        both = talks(participants=(country("UA"), country("FR"), country("DE")), format="phone")
        assert world.tell(article(name, later(3)), both).withdrawn == ()
    assert len(standing(world)) == 2


def test_an_article_that_is_not_announced_joins_nothing():
    world = broken()
    assert world.tell(article("whole", later(3), announce=False), WHOLE).withdrawn == ()


def test_of_what_was_not_announced_no_retraction_is_told():
    world = World()
    world.tell(article("flash0", announce=False), FLASHES[0])
    world.tell(article("flash1", later(0.5)), FLASHES[1])
    told = world.tell(article("whole", later(3)), WHOLE)
    assert (told.decisions[0].event.id, told.decisions[0].body.joins) == ("odesa", ("kyiv",))
    assert [(d.publish, d.body.joined) for d in told.withdrawn] == [(False, "odesa")]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(UKRAINIAN), st.integers(1, 4), st.data())
def test_a_wave_is_one_event_in_whatever_order_its_reports_come(cities: list[str], known: int, data: st.DataObject):
    flashes = [strike(f"flash{n}", city) for n, city in enumerate(cities[:known])]
    whole = [strike(f"whole{n}", *cities, launched=quantity(158, 158)) for n in range(2)]
    world = World()
    for n, event in enumerate(data.draw(st.permutations([*flashes, *whole]))):
        world.tell(article(event.id, later(n / 4)), event)
    (body,) = standing(world)
    assert {report.article for report in body.reports} == {event.id for event in (*flashes, *whole)}
    assert {p.name for p in body.event.places} == set(cities)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(told_articles(most=6))
def test_who_is_joined_is_found_in_the_event_that_stands(told):
    world = World()
    for one, events in told:
        before = dict(world.known)
        world.tell(one, *events)
        for body in world.known.values():
            old = before.get(body.event.id)
            if old and body.revision > old.revision and body.joined is None:
                assert applied(content(old.event) | {"joins": list(old.joins)}, body.changes) | {"standing": 0} == (
                    content(body.event) | {"joins": list(body.joins)} | {"standing": 0}
                )
    for body in world.known.values():
        end = body
        while end.joined:
            end = world.known[end.joined]
        assert body is end or body.event.id in end.joins
        assert {r.article for r in body.reports} <= {r.article for r in end.reports}
