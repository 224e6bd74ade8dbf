"""What hundreds of reports, copies and sentences may do to an event."""

from datetime import timedelta

from identity_helpers import MORNING, World, article, attack, evidence, place, quantity

KYIV = attack(places=(place("Kyiv"),), method="drone", killed=quantity(20, None))


def later(hours: int):
    return MORNING + timedelta(hours=hours)


def test_an_event_that_hundreds_report_does_not_grow_without_bound():
    world = World()
    for n in range(150):
        town = KYIV.places[0].model_copy(update={"name": f"Town {n}"})
        (decision,) = world.tell(
            article(f"a{n}", later(n // 30), outlet=f"Outlet {n}"),
            KYIV.model_copy(update={"places": (place("Kyiv"), town)}),
        ).decisions
    body = decision.body
    assert [report.article for report in body.reports] == [f"a{n}" for n in (*range(20), *range(70, 150))]
    assert len(body.event.places) == len(body.event.evidence) == 100
    assert body.independent_sources == 100


def test_a_further_origin_corroborates_also_what_many_copies_told():
    world = World()
    for n in range(101):
        world.tell(article(f"a{n}", outlet="One voice"), KYIV)
    (decision,) = world.tell(article("b", later(1), outlet="Another"), KYIV).decisions
    assert (decision.body.change, decision.body.independent_sources) == ("corroborated", 2)


def test_an_article_that_repeats_itself_hundreds_of_times_is_kept_short():
    many = tuple(evidence(f"Sentence {n}.") for n in range(300))
    (decision,) = World().tell(article("a"), KYIV.model_copy(update={"evidence": many})).decisions
    assert len(decision.body.event.evidence) == len(decision.body.reports[0].evidence) == 30
