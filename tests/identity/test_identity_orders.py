"""Reports get the same identities in whatever order they come: what a summary brings together stays two."""

from datetime import timedelta
from itertools import permutations

import pytest
from identity_helpers import MORNING, World, article, attack, country, on, person, place, quantity, talks

from schemas import Attack, Talks

Told = tuple[str, Attack | Talks]  # the key of an event, empty where it sums up two; what is told of it


def strike(dead: int, *cities: str, **fields: object) -> Attack:
    places = tuple(map(place, cities))
    return attack(**{"places": places, "when": on(21), "method": "air_strike", "killed": quantity(dead, dead)} | fields)


def call(*others: str) -> Talks:
    return talks(participants=(person("Volodymyr Zelensky", "UA"), *map(country, others)), format="phone")


SUM = ("", strike(8, "Kyiv", "Odesa"))
STRIKES = [("kyiv", strike(5, "Kyiv")), ("kyiv", strike(5, "Kyiv")), ("odesa", strike(3, "Odesa")), SUM]
CALLS = [("paris", call("FR")), ("paris", call("FR")), ("berlin", call("DE")), ("", call("FR", "DE"))]
WAVE = [
    ("wave", strike(4, "Kyiv", "Odesa", "Sumy", launched=quantity(158, 158))),
    ("wave", strike(3, "Kyiv")),
    ("wave", strike(1, "Odesa")),
]


def identities(told: tuple[tuple[int, Told], ...]) -> dict[str, set[str]]:
    """The events that each key got, where one article after the other tells one; `told` has the hours of each."""
    world = World()
    for hours, (key, event) in told:
        name = f"{key}{hours}"
        world.tell(article(name, MORNING + timedelta(hours=hours)), event.model_copy(update={"id": name}))
    found: dict[str, set[str]] = {}
    for hours, (key, _) in told:
        now = {
            body.joined or body.event.id
            for body in world.known.values()
            if any(report.article == f"{key}{hours}" for report in body.reports)
        }
        found.setdefault(key, set()).update(now)
    return found


@pytest.mark.parametrize("told", [STRIKES, CALLS])
def test_two_that_one_report_sums_up_stay_two_in_any_order(told: list[Told]) -> None:
    for order in permutations(enumerate(told)):
        found = identities(order)
        keys = [name for name in found if name]
        assert [len(found[key]) for key in keys] == [1, 1], order
        assert not found[keys[0]] & found[keys[1]], order


def test_the_towns_of_a_wave_belong_to_it_once_somebody_tells_the_whole() -> None:
    for order in permutations(list(enumerate(WAVE))[1:]):
        assert [len(events) for events in identities(((0, WAVE[0]), *order)).values()] == [1]


def test_who_names_the_same_town_meets_the_strike_whatever_else_was_put_to_it() -> None:
    told = (SUM, STRIKES[0], ("kyiv", strike(7, "Kyiv")))
    assert len(identities(tuple(enumerate(told)))["kyiv"]) == 1


def test_a_mediator_whom_one_report_leaves_out_parts_no_talks() -> None:
    both, three = talks(participants=(country("RU"), country("UA"))), ("RU", "UA", "TR")
    told = (("", both), ("", talks(participants=tuple(map(country, three)))), ("", both))
    assert len(identities(tuple(enumerate(told)))[""]) == 1


def test_an_early_toll_that_comes_late_meets_the_strike_that_was_told_with_it() -> None:
    first, *later = (("", attack(killed=quantity(n, None), method="shelling", when=on(21))) for n in (5, 14, 40))
    assert len(identities(tuple(enumerate((first, *later, first))))[""]) == 1


@pytest.mark.parametrize("order", ["abc", "bac"])
def test_a_count_is_found_in_whichever_report_it_was(order: str):
    kyiv = attack(when=on(21), method="missile", places=(place("Kyiv"),), injured=quantity(23, 23))
    told = {
        "a": kyiv,
        "b": kyiv.model_copy(update={"injured": quantity(41, 41)}),
        "c": kyiv.model_copy(update={"places": (place("Kharkiv"),)}),
    }
    world = World()
    for name in order:
        world.tell(article(name), told[name].model_copy(update={"id": name}))
    assert world.results["c"][0].id == world.results["a"][0].id
