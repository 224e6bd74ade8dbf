"""How the account of a further article goes into what is known."""

from datetime import date

import pytest
from hypothesis import given
from identity_helpers import (
    applied,
    attack,
    attacks,
    country,
    during,
    events,
    meetings,
    night_to,
    on,
    person,
    place,
    pledge,
    pledges,
    quantity,
    statement,
    statements,
    talks,
)  # fmt: skip

from schemas import Attack, Item, Money, Place, Weapon
from worker.identity.differences import content, differences, facts
from worker.identity.merge import STATUS_ORDER, merge


@pytest.mark.parametrize(
    ("known", "new", "kept"),
    [
        (None, (3, 3), (3, 3)),
        ((3, 3), None, (3, 3)),
        ((20, None), (31, None), (31, None)),
        ((31, None), (20, None), (31, None)),
        ((34, None), (34, 34), (34, 34)),
        ((34, 34), (34, None), (34, 34)),
        ((None, 40), (2, None), (2, None)),
    ],
)
def test_the_figure_that_tells_more_is_kept(known, new, kept):
    figures = [None if pair is None else quantity(*pair) for pair in (known, new, kept)]
    merged = merge(attack(killed=figures[0]), attack(killed=figures[1]))
    assert isinstance(merged, Attack)
    assert merged.killed == figures[2]


def test_the_more_precise_time_is_kept():
    month = during(date(2025, 7, 1), date(2025, 7, 31)).model_copy(update={"precision": "month"})
    for known, new in ((month, on(21)), (on(21), month), (None, on(21)), (on(21), None)):
        assert merge(attack(when=known), attack(when=new)).when == on(21)
    assert merge(attack(when=night_to(21)), attack(when=on(21))).when == night_to(21)


def test_places_are_kept_once_by_their_canonical_name():
    merged = merge(attack(places=(place("Kyiv", "Kiew"),)), attack(places=(place("Kyiv"), place("Sumy"))))
    assert [(p.name, p.text) for p in merged.places] == [("Kyiv", "Kiew"), ("Sumy", "Sumy")]


def test_a_country_is_no_new_place_where_a_city_in_it_is_known():
    land = Place(name="Ukraine", kind="country", country="UA", text="Ukraine")
    city, whole = attack(places=(place("Kyiv"),)), attack(places=(land,))
    assert merge(city, whole).places == city.places
    assert merge(whole, city).places == (land, *city.places)
    assert merge(attack(places=(place("Belgorod"),)), whole).places == (place("Belgorod"), land)


def test_a_side_is_named_once():
    known = attack(attackers=(country("RU"),))
    merged = merge(known, attack(attackers=(person("Vladimir Putin", "RU"), country("PK"))))
    assert [actor.name for actor in merged.attackers] == ["Russia", "Pakistan"]


def test_what_one_account_names_twice_is_no_change_when_it_is_told_again():
    drones = Weapon(kind="drone", text="drones"), Weapon(kind="drone", count=quantity(20, 20), text="20 drones")
    told = attack(attackers=(country("RU"), person("Vladimir Putin", "RU")), weapons=drones)
    assert differences(told, merge(told, told)) == ()


def test_weapons_of_one_kind_are_one_entry_with_the_better_count():
    merged = merge(
        attack(weapons=(Weapon(kind="drone", text="Drohnen"),)),
        attack(
            weapons=(Weapon(kind="drone", count=quantity(400, 400), text="400 drones"), Weapon(kind="bomb", text=""))
        ),
    )
    assert [(w.kind, w.count) for w in merged.weapons] == [("drone", quantity(400, 400)), ("bomb", None)]


def test_items_of_one_make_are_one_entry():
    leopard = Item(kind="armour", name="Leopard")
    merged = merge(pledge(items=(leopard,)), pledge(items=(leopard.model_copy(update={"count": quantity(14, 14)}),)))
    assert [(i.name, i.count) for i in merged.items] == [("Leopard", quantity(14, 14))]


def test_the_sum_with_more_digits_is_kept():
    rounded, exact = (Money(value=v, currency="EUR", text="") for v in (1e9, 1.05e9))
    assert merge(pledge(amount=rounded), pledge(amount=exact)).amount == exact
    assert merge(pledge(amount=exact), pledge(amount=rounded)).amount == exact


def test_unknown_values_give_way():
    assert merge(attack(method="other"), attack(method="drone")).method == "drone"
    assert merge(attack(method="drone"), attack(method="combined")).method == "combined"
    assert merge(attack(method="drone"), attack(method="missile")).method == "drone"
    assert merge(talks(), talks(format="phone")).format == "phone"
    assert merge(statement(act="say"), statement(act="warn")).act == "warn"
    assert merge(statement(act="warn"), statement(act="say")).act == "warn"


def test_the_fuller_name_of_a_speaker_is_kept():
    short, full = statement(speaker=person("Peskov", "RU")), statement(speaker=person("Dmitry Peskov", "RU"))
    assert merge(short, full).speaker.name == merge(full, short).speaker.name == "Dmitry Peskov"


def test_every_status_has_a_place_in_the_order_of_its_kind():
    for kind in (attack, talks, statement, pledge):
        event = kind()
        allowed = type(event).model_fields["status"].annotation.__args__
        assert sorted(STATUS_ORDER[event.kind]) == sorted(allowed)


def test_codes_follow_what_is_known_now():
    merged = merge(talks(status="planned"), talks(status="held", format="phone"))
    assert (merged.status, merged.codes.plover_mode) == ("held", "phone")


def test_a_new_wording_is_no_new_fact():
    known = attack(places=(place("Kyiv", "Kiew"),))
    other = known.model_copy(update={"places": (place("Kyiv"),)})
    changes = differences(known, other)
    assert [change.field for change in changes] == ["places"]
    assert facts("attack", changes) == ()


@given(attacks, attacks)
def test_merging_never_loses_a_place_a_side_or_a_dead(known, new):
    merged = merge(known, new)
    for event in (known, new):
        assert {p.name for p in event.places} <= {p.name for p in merged.places}
        assert {a.country for a in event.attackers} <= {a.country for a in merged.attackers}
        if event.killed is not None:
            assert (merged.killed.min or 0) >= (event.killed.min or 0)


@given(events, events)
def test_changes_applied_to_the_old_content_give_the_new(known, new):
    if known.kind == new.kind:
        merged = merge(known, new)
        assert applied(content(known), differences(known, merged)) == content(merged)


@pytest.mark.parametrize("of_kind", [attacks, meetings, statements, pledges])
def test_merging_the_same_account_again_changes_nothing(of_kind):
    @given(of_kind, of_kind)
    def check(known, new):
        merged = merge(known, new)
        assert merge(merged, new) == merged

    check()


def test_what_a_report_tells_stands_for_what_an_article_suggests():
    told = statement(topics=("hostages",), rules=("speech:say", "topics:hostage"))
    suggested = statement(topics=("nuclear",), rules=("speech:say", "article:topics"))
    for merged in (merge(told, suggested), merge(suggested, told)):
        assert merged.topics == ("hostages",)
        assert set(merged.rules) == {"speech:say", "topics:hostage"}
    day, guess = attack(when=on(20)), attack(when=on(21), rules=("article:when",))
    assert merge(guess, day).when == merge(day, guess).when == on(20)
    assert merge(guess, guess) == guess


def test_a_name_stands_for_the_office_by_which_another_report_calls_the_speaker():
    nameless = statement(speaker=person("Sudanese prime minister", "SD", "prime minister"))
    named = statement(speaker=person("Kamil Idris", "SD", "prime minister"))
    assert merge(nameless, named).speaker == merge(named, nameless).speaker == named.speaker
