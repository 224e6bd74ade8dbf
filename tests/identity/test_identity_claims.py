"""Who takes back what: a claimant its claim, an outlet its report; the other side only contests."""

from datetime import timedelta

import pytest
from identity_helpers import (
    MORNING,
    World,
    article,
    attack,
    body,
    country,
    evidence,
    person,
    place,
    quantity,
    statement,
)  # fmt: skip

from schemas import CORRECTION, Actor, Attack

KYIV = attack(places=(place("Kyiv"),), method="drone", killed=quantity(12, 12))
AIR_FORCE = Actor(name="Ukrainian Air Force", kind="military", country="UA", text="air force")
MAYOR = person("Vitali Klitschko", "UA", "mayor")


def later(hours: int):
    return MORNING + timedelta(hours=hours)


def credited(*actors: Actor, **fields: object) -> Attack:
    return KYIV.model_copy(update={"attribution": actors, **fields})


def denied(*actors: Actor) -> Attack:
    return credited(*actors, status="denied", id="denial", killed=None)


@pytest.mark.parametrize(
    ("claimants", "deniers", "change", "standing"),
    [
        ((AIR_FORCE,), (AIR_FORCE,), "retracted", "retracted"),
        ((AIR_FORCE,), (country("UA"),), "retracted", "retracted"),
        ((MAYOR,), (person("Klitschko", "UA"),), "retracted", "retracted"),
        ((AIR_FORCE,), (MAYOR,), "updated", "contested"),
        ((AIR_FORCE,), (country("RU"),), "updated", "contested"),
        ((AIR_FORCE, body("Red Cross")), (AIR_FORCE,), "updated", "contested"),
        ((), (country("RU"),), "updated", "contested"),
        ((AIR_FORCE,), (), "updated", "contested"),
    ],
)
def test_a_claimant_takes_its_claim_back_and_the_other_side_contests_it(
    claimants: tuple[Actor, ...], deniers: tuple[Actor, ...], change: str, standing: str
) -> None:
    world = World()
    world.tell(article("a"), credited(*claimants))
    (decision,) = world.tell(article("b", later(2)), denied(*deniers)).decisions
    assert (decision.body.change, decision.body.standing, decision.publish) == (change, standing, True)
    assert [r.article for r in decision.body.reports if r.withdrawn] == (["a"] if change == "retracted" else [])


def test_who_denies_in_the_same_sentence_is_who_denies() -> None:
    world, sentence = World(), evidence("The air force denied that the city of Kyiv had been struck by drones.")
    world.tell(article("a"), credited(AIR_FORCE))
    denial = denied().model_copy(update={"evidence": (sentence,)})
    said = statement(id="said", speaker=AIR_FORCE, act="deny", evidence=(sentence,))
    (first, _) = world.tell(article("b", later(2)), denial, said).decisions
    assert first.body.change == "retracted"


def test_what_others_tell_remains_where_a_claimant_takes_its_claim_back() -> None:
    world = World()
    world.tell(article("a"), credited(AIR_FORCE, injured=quantity(40, 40)))
    world.tell(article("b", later(1)), KYIV)
    (decision,) = world.tell(article("c", later(2)), denied(AIR_FORCE)).decisions
    assert (decision.body.change, decision.body.standing) == ("updated", "contested")
    assert [r.article for r in decision.body.told_in] == ["b", "c"]
    assert {change.field for change in decision.body.changes} == {"injured", "standing"}


def test_an_outlet_takes_its_own_report_back() -> None:
    world = World()
    world.tell(article("a", outlet="Gazette"), KYIV)
    (decision,) = world.tell(article("b", later(2), outlet="Gazette"), denied()).decisions
    assert decision.body.change == "retracted"
    (again,) = world.tell(article("c", later(3), outlet="Blatt"), denied()).decisions
    assert (again.publish, again.body.standing) == (False, "retracted")
    (back,) = world.tell(article("d", later(4), outlet="Blatt"), KYIV).decisions
    assert (back.body.change, back.body.standing) == ("updated", "contested"), "c still denies it"


def test_a_correction_takes_the_place_of_what_its_outlet_told_before() -> None:
    world = World()
    world.tell(article("a", outlet="Gazette"), KYIV)
    world.tell(article("b", later(1), outlet="Blatt"), KYIV.model_copy(update={"killed": quantity(3, 3)}))
    corrected = KYIV.model_copy(update={"killed": quantity(2, 2), "rules": (CORRECTION,)})
    (decision,) = world.tell(article("c", later(2), outlet="Gazette"), corrected).decisions
    assert decision.body.change == "updated"
    (killed,) = [change for change in decision.body.changes if change.field == "killed"]
    assert (killed.before["min"], killed.after["min"]) == (12, 3)
    assert [r.article for r in decision.body.told_in] == ["b", "c"]
    (other,) = world.tell(article("d", later(3), outlet="Harbour"), corrected).decisions
    assert [r.article for r in other.body.told_in] == ["b", "c", "d"], "another outlet corrects itself alone"


def test_each_report_keeps_its_figures_and_the_headline_has_the_highest_that_is_certain() -> None:
    world = World()
    ours, theirs = credited(AIR_FORCE), credited(country("RU"), killed=quantity(2, 2), launched=quantity(None, 40))
    world.tell(article("a"), ours)
    (decision,) = world.tell(article("b", later(1)), theirs).decisions
    found = [(r.attribution, {slot: (q.min, q.max) for slot, q in r.figures.items()}) for r in decision.body.reports]
    assert found == [
        (("Ukrainian Air Force",), {"killed": (12, 12)}),
        (("Russia",), {"launched": (None, 40), "killed": (2, 2)}),
    ]
    assert decision.body.headline == "Russia attacks Ukraine: Kyiv; 12 killed; up to 40 munitions"


def test_an_old_denial_that_nobody_is_told_of_takes_nothing_back() -> None:
    world = World()
    world.tell(article("a"), credited(AIR_FORCE))
    (decision,) = world.tell(article("b", later(2), announce=False), denied(AIR_FORCE)).decisions
    assert not decision.publish
    assert [r.article for r in decision.body.told_in] == ["a", "b"]
