"""An article that is told again: corrected figures, facts that are taken back, events that nobody tells any more."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from identity_helpers import (
    MORNING,
    World,
    applied,
    article,
    attack,
    country,
    events,
    evidence,
    night_to,
    place,
    quantity,
    statement,
    talks,
)  # fmt: skip

from schemas import AlertBody
from worker.identity.differences import content

KYIV = attack(places=(place("Kyiv"),), method="drone", killed=quantity(12, 12))
TWO = KYIV.model_copy(update={"killed": quantity(2, 2)})
NO_TOLL = KYIV.model_copy(update={"killed": None})
TWELVE_DIED = "Drones struck the city of Kyiv in the night to Monday, killing twelve people, the mayor said."
TWO_DIED = TWELVE_DIED.replace("twelve", "two")


def later(hours: int):
    return MORNING + timedelta(hours=hours)


def changed(body: AlertBody) -> list[tuple[str, object, object]]:
    """The figures that changed."""
    figures = [c for c in body.changes if c.field in ("killed", "injured")]
    return [(c.field, *(value["min"] if value else None for value in (c.before, c.after))) for c in figures]


def test_a_corrected_figure_takes_the_place_of_its_own() -> None:
    world = World()
    world.tell(article("a"), KYIV)
    (decision,) = world.tell(article("a"), TWO).decisions
    assert (decision.body.change, decision.body.revision, decision.publish) == ("updated", 2, True)
    assert changed(decision.body) == [("killed", 12, 2)]
    assert decision.body.headline == "Russia attacks Ukraine: Kyiv; 2 killed"
    assert len(decision.body.reports) == 1


def test_a_corrected_figure_leaves_that_of_another_outlet() -> None:
    world = World()
    world.tell(article("a"), KYIV)
    world.tell(article("b", later(1)), TWO)
    (decision,) = world.tell(article("a"), TWO).decisions
    assert changed(decision.body) == [("killed", 12, 2)]
    (silent,) = world.tell(article("a"), NO_TOLL).decisions
    assert not silent.publish
    assert silent.body.event.killed == quantity(2, 2)


PAGE = {"url": "https://www.post.example/world/kyiv-42", "source": "politics", "outlet": None}
WORLD = {"url": "http://m.post.example/world/kyiv-42/", "source": "world", "outlet": None}
IN_WORDS = KYIV.model_copy(update={"evidence": (evidence(TWELVE_DIED),)})
TWO_IN_WORDS = TWO.model_copy(update={"evidence": (evidence(TWO_DIED),)})


def test_a_page_in_two_feeds_is_one_origin_however_its_address_is_written() -> None:
    world = World()
    world.tell(article("a", **PAGE), IN_WORDS)
    (decision,) = world.tell(article("b", later(1), **WORLD), KYIV).decisions
    assert (decision.publish, decision.body.independent_sources, decision.body.standing) == (False, 1, "unconfirmed")
    assert [report.source for report in decision.body.told_in] == ["politics", "world"]


def test_a_correction_in_one_feed_stands_for_the_other_that_told_the_same() -> None:
    world = World()
    world.tell(article("a", **PAGE), IN_WORDS)
    world.tell(article("b", later(1), **WORLD), IN_WORDS)
    reworded = KYIV.model_copy(update={"evidence": (evidence(f"{TWELVE_DIED} More follows."),)})
    (same,) = world.tell(article("a", **PAGE), reworded).decisions
    assert (same.publish, [report.source for report in same.body.told_in]) == (False, ["politics", "world"])
    (corrected,) = world.tell(article("a", **PAGE), TWO_IN_WORDS).decisions
    assert changed(corrected.body) == [("killed", 12, 2)]
    assert [report.source for report in corrected.body.told_in] == ["politics"]
    (again,) = world.tell(article("b", later(2), **WORLD), TWO_IN_WORDS).decisions
    assert (again.publish, {report.source for report in again.body.told_in}) == (False, {"politics", "world"})
    odesa = TWO_IN_WORDS.model_copy(
        update={"places": (place("Odesa"),), "evidence": (evidence(TWO_DIED.replace("Kyiv", "Odesa")),)}
    )
    (moved,) = world.tell(article("b", later(2), **WORLD), odesa).decisions
    assert [change.field for change in moved.body.changes] == ["places"]


def test_what_one_feed_no_longer_tells_is_retracted_unless_another_tells_it_in_its_own_words() -> None:
    for words, told in ((TWELVE_DIED, "retracted"), ("Twelve are dead in Kyiv after drones came at night.", "new")):
        world = World()
        world.tell(article("a", **PAGE), IN_WORDS)
        world.tell(article("b", later(1), **WORLD), KYIV.model_copy(update={"evidence": (evidence(words),)}))
        (loss,) = world.tell(article("a", **PAGE)).withdrawn
        assert (loss.body.change, loss.publish) == (told, told == "retracted")


def test_an_agencys_words_on_pages_of_others_are_not_taken_back_with_a_correction() -> None:
    world = World()
    world.tell(article("a", **PAGE), IN_WORDS)
    world.tell(article("b", later(1), url="https://herald.example/kyiv"), IN_WORDS)
    (corrected,) = world.tell(article("a", **PAGE), TWO_IN_WORDS).decisions
    assert [report.article for report in corrected.body.told_in] == ["a", "b"]


def test_an_edit_in_other_words_is_not_told() -> None:
    world = World()
    told = KYIV.model_copy(update={"evidence": (evidence(TWELVE_DIED),)})
    world.tell(article("a"), told)
    moved = told.model_copy(update={"id": "moved", "evidence": (evidence(TWELVE_DIED, 200),)})
    resolution = world.tell(article("a"), moved)
    assert [d.publish for d in resolution.decisions] == [False]
    assert resolution.decisions[0].body.event.evidence[0].start == 200
    assert resolution.withdrawn == ()


def test_a_corrected_place_is_the_same_event_where_nobody_else_told_it() -> None:
    world = World()
    told = KYIV.model_copy(update={"id": "first", "evidence": (evidence(TWELVE_DIED),)})
    world.tell(article("a"), told)
    odesa = told.model_copy(
        update={"id": "other", "places": (place("Odesa"),), "evidence": (evidence(TWO_DIED.replace("Kyiv", "Odesa")),)}
    )
    (decision,) = world.tell(article("a"), odesa).decisions
    assert (decision.body.change, decision.body.event.id) == ("updated", "first")
    assert [change.field for change in decision.body.changes] == ["places"]
    assert [p.name for p in decision.body.event.places] == ["Odesa"]


def test_a_corrected_place_of_what_others_tell_is_another_event() -> None:
    world = World()
    world.tell(article("a"), KYIV.model_copy(update={"id": "first", "evidence": (evidence(TWELVE_DIED),)}))
    world.tell(article("b", later(1)), KYIV)
    odesa = KYIV.model_copy(update={"id": "other", "places": (place("Odesa"),), "evidence": (evidence(TWO_DIED),)})
    resolution = world.tell(article("a"), odesa)
    assert [(d.body.event.id, d.body.change) for d in resolution.decisions] == [("other", "new")]
    assert [(d.body.event.id, d.body.change, d.body.independent_sources) for d in resolution.withdrawn] == [
        ("first", "updated", 1)
    ]


def test_what_the_only_report_no_longer_tells_is_retracted() -> None:
    world = World()
    meeting = talks(id="meeting")
    world.tell(article("a"), KYIV, meeting)
    resolution = world.tell(article("a"), meeting)
    (gone,) = resolution.withdrawn
    assert (gone.body.change, gone.body.revision, gone.body.standing, gone.publish) == (
        "retracted",
        2,
        "retracted",
        True,
    )
    assert [(c.field, c.before, c.after) for c in gone.body.changes] == [("standing", "unconfirmed", "retracted")]
    assert gone.body.headline == "Retracted: Russia attacks Ukraine: Kyiv; 12 killed"
    assert gone.body.event.killed == quantity(12, 12)
    assert [report.withdrawn is not None for report in gone.body.reports] == [True]
    assert [d.publish for d in resolution.decisions] == [False]
    assert world.tell(article("a"), meeting).withdrawn == ()


def test_what_others_tell_loses_a_report_and_what_it_alone_told() -> None:
    world = World()
    world.tell(article("a"), KYIV.model_copy(update={"injured": quantity(40, 40)}))
    world.tell(article("b", later(1)), TWO)
    world.tell(article("c", later(2)), TWO)
    (loss,) = world.tell(article("a")).withdrawn
    assert (loss.body.change, loss.body.independent_sources, loss.body.standing) == ("updated", 2, "corroborated")
    assert changed(loss.body) == [("killed", 12, 2), ("injured", 40, None)]
    assert [report.article for report in loss.body.told_in] == ["b", "c"]
    assert {e.article for e in loss.body.event.evidence} == {"b", "c"}


def test_a_report_that_told_nothing_of_its_own_goes_without_a_word() -> None:
    world = World()
    for hours, name in enumerate(("a", "b", "c")):
        world.tell(article(name, later(hours)), KYIV)
    (loss,) = world.tell(article("b", later(1))).withdrawn
    assert (loss.publish, loss.body.revision, loss.body.independent_sources) == (False, 3, 2)


def test_a_confirmation_that_is_taken_back_is_told() -> None:
    world = World()
    world.tell(article("a"), KYIV)
    world.tell(article("b", later(1)), KYIV)
    (loss,) = world.tell(article("b", later(1))).withdrawn
    assert (loss.body.change, loss.body.standing) == ("updated", "unconfirmed")
    assert [(c.field, c.before, c.after) for c in loss.body.changes] == [("standing", "corroborated", "unconfirmed")]


def test_a_denial_that_is_taken_back_ends_the_contest() -> None:
    world = World()
    world.tell(article("a"), KYIV)
    world.tell(article("b", later(1)), KYIV.model_copy(update={"status": "denied"}))
    (loss,) = world.tell(article("b", later(1))).withdrawn
    assert [(c.field, c.before, c.after) for c in loss.body.changes] == [("standing", "contested", "unconfirmed")]


def test_what_was_retracted_and_is_told_anew_is_the_same_event_of_which_only_this_is_known() -> None:
    world = World()
    world.tell(article("a"), KYIV.model_copy(update={"id": "first"}))
    world.tell(article("a"))
    (back,) = world.tell(article("b", later(2)), TWO).decisions
    assert (back.body.event.id, back.body.change, back.body.revision) == ("first", "updated", 3)
    assert changed(back.body) == [("killed", 12, 2)]
    assert (back.body.changes[-1].field, back.body.changes[-1].after) == ("standing", "unconfirmed")
    assert [report.article for report in back.body.told_in] == ["b"]
    (again,) = world.tell(article("a"), KYIV).decisions
    assert (again.body.change, again.body.independent_sources, again.body.event.killed) == (
        "updated", 2, quantity(12, 12),
    )  # fmt: skip


def test_what_is_told_anew_beside_a_denial_keeps_the_words_of_both() -> None:
    world = World()
    said = attack(id="said", places=(place("Kyiv"),), method="drone")
    world.tell(article("a"), said)
    world.tell(article("a", later(1)), said.model_copy(update={"status": "denied"}))
    (decision,) = world.tell(article("b", later(2)), said.model_copy(update={"id": "again"})).decisions
    assert (decision.event.id, decision.body.change, decision.body.standing) == ("said", "updated", "contested")
    assert [e.article for e in decision.body.event.evidence] == ["a", "b"]


def test_what_nobody_was_told_of_is_taken_back_without_a_word() -> None:
    world = World()
    world.tell(article("a", announce=False), KYIV)
    (gone,) = world.tell(article("a", announce=False)).withdrawn
    assert (gone.publish, gone.body.standing, gone.body.revision) == (False, "retracted", 0)
    (first,) = world.tell(article("b", later(1)), TWO).decisions
    assert (first.body.change, first.body.revision, first.body.event.killed) == ("new", 1, quantity(2, 2))


def test_nothing_is_taken_away_where_it_is_not_known_what_another_report_said() -> None:
    world = World()
    world.tell(article("a"), KYIV)
    world.tell(article("b", later(1)), TWO)
    del world.results["b"]
    (loss,) = world.tell(article("a")).withdrawn
    assert loss.body.event.killed == quantity(12, 12)
    assert loss.body.independent_sources == 1


def test_sides_are_corrected_too() -> None:
    world = World()
    wrong = KYIV.model_copy(update={"attackers": (country("IN"),), "evidence": (evidence(TWELVE_DIED),)})
    world.tell(article("a"), wrong)
    (decision,) = world.tell(article("a"), KYIV.model_copy(update={"evidence": (evidence(TWELVE_DIED, 9),)})).decisions
    assert [change.field for change in decision.body.changes] == ["attackers"]


def test_an_event_that_was_edited_out_and_another_one_are_two() -> None:
    world = World()
    world.tell(article("a"), KYIV.model_copy(update={"id": "night", "evidence": (evidence(TWELVE_DIED),)}))
    other = attack(id="next", when=night_to(22), places=(place("Sumy"),), evidence=(evidence("Sumy was hit."),))
    resolution = world.tell(article("a", later(24)), other)
    assert [(d.body.event.id, d.body.change) for d in resolution.decisions] == [("next", "new")]
    assert [(d.body.event.id, d.body.change) for d in resolution.withdrawn] == [("night", "retracted")]


OUTLETS = ("Blatt", "Gazette", "Harbour")


@st.composite
def versions(draw: st.DrawFn):
    """Versions of the articles of some outlets, in the order in which they come; most tell variations of few events."""
    pool = draw(st.lists(events, min_size=1, max_size=3))
    told = []
    for n in range(draw(st.integers(2, 8))):
        outlet = draw(st.sampled_from(OUTLETS))
        readings = []
        for i, event in enumerate(draw(st.lists(st.sampled_from(pool), max_size=3))):
            figures = {"killed": draw(st.sampled_from([None, quantity(2, 2), quantity(12, None)]))}
            update = {"id": f"{n}-{i}", "places": draw(st.sampled_from([event.places, (), (place("Sumy"),)]))}
            readings.append(event.model_copy(update={**update, **(figures if event.kind == "attack" else {})}))
        told.append((article(f"of {outlet}", later(n), outlet=outlet), tuple(readings)))
    return told


quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(versions())
def test_alerts_explain_every_difference_whatever_is_edited(told) -> None:
    world, published = World(), dict[str, AlertBody]()
    for news, readings in told:
        resolution = world.tell(news, *readings)
        for decision in (*resolution.decisions, *resolution.withdrawn):
            body, old = decision.body, published.get(decision.body.event.id)
            assert body.revision == (old.revision if old else 0) + decision.publish
            if old is None:
                assert (body.change, decision.publish, body.changes) == ("new", True, ())
            else:
                explains(old, body, decision.publish)
            published[body.event.id] = body


def explains(old: AlertBody, body: AlertBody, publish: bool) -> None:
    """The changes of an alert lead from the one before to this one; without an alert nothing that was told changes."""
    changes = [c for c in body.changes if c.field != "standing"] if publish else []
    before, after = content(old.event), content(body.event)
    assert applied(before, changes) == after
    assert all((c.before, c.after) == (before[c.field], after[c.field]) for c in changes)
    moved = [(c.before, c.after) for c in body.changes if c.field == "standing"] if publish else []
    if moved:
        assert moved == [(old.standing, body.standing)]
    elif old.standing != body.standing:
        assert publish
        assert body.independent_sources > old.independent_sources or body.standing == "official"
    assert (body.change == "retracted") <= (body.standing == "retracted")


@quick
@given(versions())
def test_what_is_delivered_again_changes_nothing(told) -> None:
    world = World()
    for news, readings in told:
        world.tell(news, *readings)
        before = dict(world.known)
        again = world.tell(news, *readings)
        assert not any(d.publish for d in (*again.decisions, *again.withdrawn))
        assert world.known == before


def test_events_in_the_same_words_stay_what_they_were() -> None:
    world, words = World(), (evidence("one two three"),)
    drones = attack(when=None, places=(place("Belgorod"),), attackers=(), method="drone", evidence=words)
    two, none = (drones.model_copy(update={"id": i, "killed": k}) for i, k in (("a-0", quantity(2, 2)), ("a-1", None)))
    world.tell(article("a"), two, none)
    turned = (two.model_copy(update={"id": "b-1"}), none.model_copy(update={"id": "b-0"}))
    world.tell(article("b", later(1)), *turned)
    before = dict(world.known)
    again = world.tell(article("b", later(1)), *reversed(turned))
    assert not any(d.publish for d in again.decisions)
    assert {d.event.killed: d.body.event.id for d in again.decisions} == {two.killed: "a-0", None: "a-1"}
    assert world.known == before


@quick
@given(versions())
def test_an_event_stands_as_long_as_somebody_tells_it(told) -> None:
    world = World()
    for news, readings in told:
        world.tell(news, *readings)
    for event_id, body in world.known.items():
        ids = {event_id, *body.joins}
        telling = {a for a, told_by in world.results.items() if any(e.id in ids for e in told_by)}
        assert {r.article for r in body.reports if r.withdrawn is None} == telling
        assert (body.standing == "retracted") >= (not telling)


def test_a_statement_is_taken_back_as_a_strike_is() -> None:
    world = World()
    world.tell(article("a"), statement())
    assert [d.body.change for d in world.tell(article("a")).withdrawn] == ["retracted"]
