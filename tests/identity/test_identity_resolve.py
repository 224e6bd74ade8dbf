"""From accounts to alerts: what is new, what changed, who confirms it, and what is not told."""

import random
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
    evidence,
    night_to,
    on,
    person,
    place,
    pledge,
    quantity,
    statement,
    talks,
    told_articles,
)  # fmt: skip

from schemas import Hit, Item
from worker.identity.differences import content

KYIV = attack(places=(place("Kyiv"),), method="drone", killed=quantity(20, None))
SPOKEN = "Zelensky called it an attack on all who live in the city, and asked for Patriot systems."


def later(hours: int):
    return MORNING + timedelta(hours=hours)


def test_a_first_report_is_new_and_gives_the_identity():
    (decision,) = World().tell(article("a"), KYIV.model_copy(update={"id": "first"})).decisions
    assert (decision.body.change, decision.body.revision, decision.publish) == ("new", 1, True)
    assert decision.body.event.id == decision.event.id == "first"
    assert decision.body.standing == "unconfirmed"
    assert decision.keys


def test_the_same_strike_from_two_outlets_is_one_event_and_corroborated():
    world = World()
    world.tell(article("a", language="de"), KYIV.model_copy(update={"id": "first"}))
    (decision,) = world.tell(article("b", later(1)), KYIV.model_copy(update={"id": "second"})).decisions
    assert (decision.body.change, decision.body.revision, decision.publish) == ("corroborated", 2, True)
    assert decision.body.event.id == decision.event.id == "first"
    assert decision.body.independent_sources == 2
    assert decision.body.standing == "corroborated"
    assert [report.article for report in decision.body.reports] == ["a", "b"]


def test_a_rising_toll_is_two_updates_that_say_what_changed():
    world = World()
    world.tell(article("a"), KYIV)
    tolls = [world.tell(article(a, later(h)), KYIV.model_copy(update={"killed": quantity(n, None)})).decisions[0].body
             for a, h, n in (("b", 3, 31), ("c", 20, 34))]  # fmt: skip
    assert [body.change for body in tolls] == ["updated", "updated"]
    assert [body.revision for body in tolls] == [2, 3]
    assert [(c.field, c.before["min"], c.after["min"]) for body in tolls for c in body.changes] == [
        ("killed", 20, 31),
        ("killed", 31, 34),
    ]
    assert tolls[-1].independent_sources == 3
    assert tolls[-1].headline == "Russia attacks Ukraine: Kyiv; at least 34 killed"


def test_an_older_toll_that_comes_late_changes_nothing():
    world = World()
    world.tell(article("a"), KYIV.model_copy(update={"killed": quantity(34, 34)}))
    (decision,) = world.tell(article("b", later(1)), KYIV).decisions
    assert decision.body.change == "corroborated"
    assert decision.body.event.killed == quantity(34, 34)


def test_the_next_night_is_a_new_event_and_so_is_the_counter_strike():
    world = World()
    world.tell(article("a"), KYIV.model_copy(update={"id": "wave"}))
    next_night = KYIV.model_copy(update={"id": "next", "when": night_to(22)})
    answer = attack(id="answer", attackers=(country("UA"),), targets=(country("RU"),), places=(place("Belgorod"),))
    changes = [d.body.change for d in world.tell(article("b", later(24)), next_night, answer).decisions]
    assert changes == ["new", "new"]
    assert sorted(world.known) == ["answer", "next", "wave"]


def test_what_is_not_announced_is_known_and_new_with_the_first_article_that_is():
    world = World()
    silent = [
        world.tell(article(a, later(h), announce=False), KYIV.model_copy(update={"id": a})).decisions[0]
        for a, h in (("a", 0), ("b", 1))
    ]
    assert [(d.body.change, d.body.revision, d.publish) for d in silent] == [("new", 0, False)] * 2
    (heard,) = world.tell(article("c", later(2)), KYIV.model_copy(update={"killed": quantity(31, None)})).decisions
    assert (heard.body.change, heard.body.revision, heard.publish, heard.body.changes) == ("new", 1, True, ())
    assert heard.body.event.id == "a"
    assert [report.article for report in heard.body.reports] == ["a", "b", "c"]
    assert heard.body.event.killed == quantity(31, None)


def test_what_is_not_announced_changes_nothing_that_was_told():
    world = World()
    world.tell(article("a"), KYIV)
    more = KYIV.model_copy(update={"killed": quantity(31, None)})
    (silent,) = world.tell(article("b", later(1), announce=False), more).decisions
    assert (silent.body.revision, silent.publish) == (1, False)
    assert silent.body.event.killed == KYIV.killed
    (heard,) = world.tell(article("c", later(2)), more).decisions
    assert (heard.body.change, heard.body.independent_sources) == ("updated", 3)


def test_one_outlet_that_repeats_itself_is_not_told():
    world = World()
    world.tell(article("a", outlet="Gazette"), KYIV)
    (decision,) = world.tell(article("b", later(1), outlet="Gazette"), KYIV).decisions
    assert not decision.publish
    assert decision.body.revision == 1
    assert decision.body.independent_sources == 1
    assert len(decision.body.reports) == 2


def test_one_outlet_that_knows_more_is_an_update_without_a_further_source():
    world = World()
    world.tell(article("a", outlet="Gazette"), KYIV)
    more = KYIV.model_copy(update={"places": (place("Kyiv"), place("Sumy"))})
    (decision,) = world.tell(article("b", later(1), outlet="Gazette"), more).decisions
    assert (decision.body.change, decision.body.independent_sources) == ("updated", 1)
    assert [change.field for change in decision.body.changes] == ["places"]


def test_a_wire_text_at_three_outlets_is_one_origin():
    world = World()
    text = "Drones struck the city of Kyiv in the night to Monday, killing at least 20 people, the mayor said."
    wire = KYIV.model_copy(update={"evidence": (evidence(text),)})
    cut = KYIV.model_copy(update={"evidence": (evidence(text.removesuffix(", the mayor said.")),)})
    own = KYIV.model_copy(update={"evidence": (evidence("A night of drones left 20 dead in the capital."),)})
    told = [
        world.tell(article(a, later(n)), e).decisions[0]
        for n, (a, e) in enumerate(zip("abcd", (wire, wire, cut, own), strict=True))
    ]
    assert [d.publish for d in told] == [True, False, False, True]
    assert [d.body.independent_sources for d in told] == [1, 1, 1, 2]


def test_a_copied_article_confirms_nothing_but_may_change_a_fact():
    world = World()
    text = " ".join(f"The mayor told of street {n} where {n + 3} houses burned in the night." for n in range(30))
    copied = f"Another title\n\nA lead of the editors. {text[:700]} Read more about the war."
    lead = KYIV.model_copy(update={"evidence": (evidence("A lead of the editors, who sum up the night."),)})
    more = lead.model_copy(update={"killed": quantity(23, None)})
    told = [
        world.tell(article("a", text=text), KYIV).decisions[0],
        world.tell(article("b", later(1), text=copied), lead).decisions[0],
        world.tell(article("c", later(2), text=copied), more).decisions[0],
    ]
    assert [(d.publish, d.body.change, d.body.independent_sources) for d in told] == [
        (True, "new", 1),
        (False, "new", 1),
        (True, "updated", 1),
    ]
    assert [report.article for report in told[-1].body.reports] == ["a", "b", "c"]


def test_a_copy_that_comes_out_after_midnight_tells_nothing_new():
    world = World()
    text = " ".join(f"Drones hit street {n} last night, the mayor of house {n + 3} said." for n in range(20))
    hit = attack(evidence=(evidence(text[:200]),), attackers=(country("RU"), person("Vladimir Putin", "RU")))
    evening, night = MORNING + timedelta(hours=15), MORNING + timedelta(hours=17)
    assert world.tell(article("a", evening, text=text), hit).decisions[0].publish
    shifted = hit.model_copy(update={"when": night_to(22), "id": "copied"})
    (copy,) = world.tell(article("b", night, text=text), shifted).decisions
    assert (copy.publish, copy.body.independent_sources, copy.body.event.when) == (False, 1, hit.when)
    (next_day,) = world.tell(article("c", night + timedelta(hours=23), text=text), shifted).decisions
    assert next_day.body.change == "new"


def test_a_report_after_the_pattern_of_yesterdays_is_no_copy_of_it():
    def pattern(day: str, dead: int) -> str:
        return f"A strike on a house in the city of Kharkiv killed {dead} people on {day}, the governor said."

    def told(name: str, hours: int, day: int, words: str, dead: int):
        when = on(day).model_copy(update={"text": words})
        hit = attack(id=name, when=when, places=(place("Kharkiv"),), killed=quantity(dead, dead))
        text = pattern(words, dead)
        copied = hit.model_copy(update={"evidence": (evidence(text),)})
        return world.tell(article(name, later(hours), text=text), copied).decisions[0].body

    world = World()
    assert told("a", 13, 21, "Monday", 8).change == "new"
    assert told("b", 24, 22, "Tuesday", 6).change == "new"
    assert told("c", 25, 22, "Tuesday", 6).event.id == "b"


def test_one_page_in_two_feeds_is_one_origin():
    world = World()
    for name, words in (("a", "Drones struck the capital."), ("b", "Kyiv has had a night of explosions.")):
        item = article(name, later(ord(name) - 97), source=name, outlet=None, url="https://wire.example/kyiv")
        told = world.tell(item, KYIV.model_copy(update={"evidence": (evidence(words),)})).decisions[0]
    assert (told.publish, told.body.independent_sources, len(told.body.reports)) == (False, 1, 2)


def test_what_a_further_outlet_adds_is_listed_with_its_confirmation():
    world = World()
    world.tell(article("a"), talks(topics=("peace",), places=(place("Istanbul"),)))
    more = talks(topics=("peace", "ceasefire"), format="in_person", places=(place("Istanbul"),))
    (decision,) = world.tell(article("b", later(1)), more).decisions
    assert decision.body.change == "corroborated"
    assert [change.field for change in decision.body.changes] == ["codes", "format", "topics"]


def test_what_is_planned_and_then_held_is_one_event_that_goes_forward():
    world = World()
    planned = talks(status="planned", when=on(22), places=(place("Istanbul"),))
    world.tell(article("a"), planned)
    held = planned.model_copy(update={"status": "held"})
    (decision,) = world.tell(article("b", later(36)), held).decisions
    assert (decision.body.change, decision.body.event.status) == ("updated", "held")
    assert world.tell(article("c", later(37)), planned).decisions[0].body.event.status == "held"


def test_a_denial_contests_an_event_and_is_told():
    world = World()
    world.tell(article("a"), KYIV)
    (decision,) = world.tell(article("b", later(1)), KYIV.model_copy(update={"status": "denied"})).decisions
    assert (decision.body.change, decision.body.standing) == ("updated", "contested")
    assert decision.body.event.status == "reported"
    assert [change.field for change in decision.body.changes] == ["standing"]
    assert world.tell(article("c", later(2)), KYIV).decisions[0].body.standing == "contested"


def test_a_side_that_speaks_for_itself_makes_an_event_official():
    claimed = KYIV.model_copy(update={"attribution": (country("RU"),)})
    assert World().tell(article("a"), claimed).decisions[0].body.standing == "official"


def test_events_of_one_article_are_never_merged():
    world = World()
    twins = (KYIV.model_copy(update={"id": "one"}), KYIV.model_copy(update={"id": "two"}))
    assert [d.body.change for d in world.tell(article("a"), *twins).decisions] == ["new", "new"]
    more = (KYIV.model_copy(update={"id": "three"}), KYIV.model_copy(update={"id": "four"}))
    identities = [d.event.id for d in world.tell(article("b", later(1)), *more).decisions]
    assert sorted(identities) == ["one", "two"]


def test_two_events_in_one_sentence_keep_their_identities_when_the_article_comes_again():
    world = World()
    both = (
        pledge(id="german", donors=(country("DE"),), items=(Item(kind="armour", name="Leopard"),)),
        pledge(id="french", donors=(country("FR"),), items=(Item(kind="armour", name="Leclerc"),)),
    )
    first = world.tell(article("a"), *both)
    again = world.tell(article("a"), *both)
    assert [d.event.id for d in again.decisions] == [d.event.id for d in first.decisions] == ["german", "french"]
    assert not any(d.publish for d in again.decisions)


def test_articles_with_events_in_common_mean_the_same_statement():
    unclear = statement(speaker=person("Volodymyr Zelensky", "UA"), evidence=(evidence(SPOKEN),))
    german = unclear.model_copy(update={"evidence": (evidence("Selenskyj sprach von einem Angriff auf alle."),)})
    alone, together = World(), World()
    alone.tell(article("a", language="de"), german.model_copy(update={"id": "s"}))
    assert alone.tell(article("b", later(1)), unclear.model_copy(update={"id": "t"})).decisions[0].body.change == "new"

    day = (KYIV, talks(places=(place("Istanbul"),)), pledge(items=(Item(kind="armour", name="Abrams"),)))
    together.tell(article("a", language="de"), *_named("x", *day, german))
    decisions = together.tell(article("b", later(1)), *_named("y", *day, unclear)).decisions
    assert [d.event.id for d in decisions] == ["x0", "x1", "x2", "x3"]


def test_what_everybody_recalls_is_no_company():
    unclear = statement(speaker=person("Volodymyr Zelensky", "UA"), evidence=(evidence(SPOKEN),))
    german = unclear.model_copy(update={"evidence": (evidence("Selenskyj sprach von einem Angriff auf alle."),)})
    towns = ("Kyiv", "Kharkiv", "Odesa", "Sumy")
    old = [attack(when=on(day, 3), places=(place(town),)) for day, town in enumerate(towns, 10)]
    world = World()
    world.tell(article("a", language="de"), *_named("x", *old, german))
    decisions = world.tell(article("b", later(1)), *_named("y", *old, unclear)).decisions
    assert [d.event.id for d in decisions] == ["x0", "x1", "x2", "x3", "y4"]


def test_articles_with_events_in_common_may_tell_two_packages_of_one_donor():
    shells = pledge(status="allocated", items=(Item(kind="ammunition", name="shells"),))
    energy = pledge(aid_types=("energy",))
    day = (KYIV, talks(places=(place("Istanbul"),)), talks(participants=(country("US"), country("TR"))))
    world = World()
    world.tell(article("a"), *_named("x", *day, shells))
    changes = [d.body.change for d in world.tell(article("b", later(1)), *_named("y", *day, energy)).decisions]
    assert changes[:3] != ["new"] * 3
    assert changes[3] == "new"


def test_articles_with_events_in_common_may_tell_two_strikes_of_one_side():
    strikes = [attack(when=None, hit=(Hit(kind=kind, text=""),)) for kind in ("energy", "residential")]
    said = statement(act="reject", topics=("sanctions",), addressees=(country("US"),))
    day = (talks(places=(place("Istanbul"),)), pledge(items=(Item(kind="armour", name="Abrams"),)), said)
    world = World()
    world.tell(article("a"), *_named("x", *day, strikes[0]))
    changes = [d.body.change for d in world.tell(article("b", later(1)), *_named("y", *day, strikes[1])).decisions]
    assert changes[3] == "new"
    assert changes[:3] == ["corroborated"] * 3


def test_articles_with_events_in_common_may_tell_two_statements_of_one_speaker():
    threat = statement(act="threaten", topics=("trade",), evidence=(evidence("There would be no deal for either."),))
    praise = statement(act="praise", topics=("peace",), evidence=(evidence("Er lobte beide Seiten."),))
    day = (KYIV, talks(places=(place("Istanbul"),)), pledge(items=(Item(kind="armour", name="Abrams"),)))
    world = World()
    world.tell(article("a"), *_named("x", *day, threat))
    decisions = world.tell(article("b", later(1), language="de"), *_named("y", *day, praise)).decisions
    assert [d.event.id for d in decisions] == ["x0", "x1", "x2", "y3"]


def _named(prefix: str, *events):
    return tuple(e.model_copy(update={"id": f"{prefix}{n}"}) for n, e in enumerate(events))


def test_confidence_grows_with_origins_and_never_reaches_certainty():
    world = World()
    sure = [world.tell(article(f"a{n}", later(n)), KYIV).decisions[0].body.event.confidence for n in range(6)]
    assert sure == sorted(sure)
    assert 0.9 < sure[1] < sure[-1] <= 0.99
    repeated = world.tell(article("again", later(7), outlet="Outlet of a1"), KYIV).decisions[0].body.event.confidence
    assert repeated == sure[-1]


quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(told_articles(), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_does_not_matter(told, rng: random.Random):
    world = World()
    for news, events in told:
        known = list(world.known.values())
        rng.shuffle(known)
        assert world.decide(news, *events, known=known) == world.tell(news, *events)


def test_two_events_alike_in_one_article_keep_their_identities():
    world, twins = World(), [KYIV.model_copy(update={"id": name}) for name in ("b", "a")]
    for _ in range(2):
        assert [d.event.id for d in world.tell(article("x"), *twins).decisions] == ["b", "a"]


@quick
@given(told_articles())
def test_deciding_again_about_an_article_changes_nothing(told):
    world = World()
    for news, events in told:
        first = world.tell(news, *events)
        again = world.decide(news, *events)
        assert [d.body for d in again.decisions] == [d.body for d in first.decisions]
        assert [d.event for d in again.decisions] == [d.event for d in first.decisions]
        assert [d.keys for d in again.decisions] == [d.keys for d in first.decisions]
        assert not any(d.publish for d in again.decisions)


@quick
@given(told_articles(most=6))
def test_the_changes_of_alerts_explain_every_difference_between_revisions(told):
    world = World()
    for news, events in told:
        before = dict(world.known)
        for decision in world.tell(news, *events).decisions:
            old = before.get(decision.body.event.id)
            if old is None:
                assert (decision.body.change, decision.body.revision, decision.body.changes) == ("new", 1, ())
                continue
            changes = tuple(c for c in decision.body.changes if c.field != "standing") if decision.publish else ()
            assert applied(content(old.event), changes) == content(decision.body.event)
            assert decision.body.revision == old.revision + decision.publish
            assert {p.name for p in old.event.places} <= {p.name for p in decision.body.event.places}


@quick
@given(told_articles(most=6))
def test_no_article_is_counted_twice_and_no_event_twice_in_one_article(told):
    world = World()
    for news, events in (*told, *told):
        decisions = world.tell(news, *events).decisions
        assert len({d.body.event.id for d in decisions}) == len(events)
    for body in world.known.values():
        articles = [report.article for report in body.reports]
        assert len(set(articles)) == len(articles)
        assert 1 <= body.independent_sources <= len(articles)
