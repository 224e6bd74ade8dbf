"""When are two accounts one meeting, call or round of talks."""

from datetime import date

import pytest
from identity_helpers import article, body, country, during, group, on, person, place, talks, verdict

from schemas import Actor
from worker.identity import index_keys

ISTANBUL = talks(places=(place("Istanbul"),), format="in_person", topics=("ceasefire",))


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("leaders for their countries", {"participants": (person("Putin", "RU"), person("Zelensky", "UA"))}),
        ("the host taken for a participant", {"participants": (country("RU"), country("UA"), country("TR"))}),
        ("no date", {"when": None}),
        ("no venue", {"places": ()}),
        ("still planned", {"status": "planned"}),
        ("without a result", {"status": "failed"}),
        ("other topics named", {"topics": ("peace",)}),
    ],
)
def test_one_meeting_is_told_in_many_ways(what: str, other: dict):
    assert verdict(ISTANBUL, ISTANBUL.model_copy(update=other)).same, what


@pytest.mark.parametrize(
    ("veto", "other"),
    [
        ("another date", {"when": on(2, 6)}),
        ("another venue", {"places": (place("Geneva"),)}),
        ("another partner", {"participants": (country("UA"), country("US"))}),
        ("another form", {"format": "phone"}),
        ("what was rejected, and another stage", {"status": "rejected"}),
        ("talks cancelled, and talks held", {"status": "cancelled"}),
    ],
)
def test_other_talks_are_never_the_same(veto: str, other: dict):
    assert verdict(ISTANBUL, ISTANBUL.model_copy(update=other)).veto == veto


def test_what_a_mediator_says_to_one_side_is_another_talk():
    mediated = talks(mediators=(country("US"),))
    assert verdict(mediated, talks(participants=(country("US"), country("UA")))).veto == "another partner"


def test_talks_without_a_date_that_are_told_on_the_date_of_others_are_those():
    flash = talks(when=None)
    assert verdict(flash, ISTANBUL).same
    assert not verdict(ISTANBUL, flash, hours=48).same


def test_a_second_round_is_another_event():
    first = talks(when=on(2, 6), places=(place("Istanbul"),))
    assert verdict(first, talks(when=on(23), places=(place("Istanbul"),))).veto == "another date"


def test_the_next_round_that_is_only_planned_is_not_the_round_just_held():
    assert not verdict(ISTANBUL, talks(status="planned", when=None)).same


def test_planned_talks_are_held_on_their_date():
    planned = talks(status="planned", when=on(25), places=(place("Istanbul"),))
    assert verdict(planned, talks(when=on(25), places=(place("Istanbul"),)), hours=24 * 4).same


def test_a_date_within_the_week_that_was_announced_is_no_other_date():
    week = during(date(2025, 7, 21), date(2025, 7, 27)).model_copy(update={"precision": "week"})
    planned = talks(status="planned", when=week, places=(place("Istanbul"),))
    assert verdict(planned, talks(status="planned", when=on(23), places=(place("Istanbul"),))).same


def test_rounds_of_two_months_are_not_one_of_the_rounds():
    rounds = during(date(2025, 5, 1), date(2025, 7, 31)).model_copy(update={"precision": "month"})
    assert not verdict(talks(when=rounds, places=(place("Istanbul"),)), ISTANBUL).same


def test_an_offer_repeated_within_days_is_one_offer():
    offer = talks(status="proposed", when=None)
    assert verdict(offer, offer, hours=24).same
    assert verdict(offer, offer, hours=24 * 9).veto == "another offer"


def test_an_offer_with_another_venue_is_another_offer():
    offer = talks(status="proposed", when=None)
    assert not verdict(offer, offer.model_copy(update={"places": (place("Geneva"),)})).same


def test_an_offer_is_not_the_meeting():
    assert not verdict(talks(status="proposed", when=None), ISTANBUL.model_copy(update={"places": ()})).same


def test_a_country_that_holds_the_venue_is_no_other_venue():
    turkey = place("Istanbul").model_copy(update={"name": "Turkey", "kind": "country", "lat": None, "lon": None})
    assert verdict(ISTANBUL, ISTANBUL.model_copy(update={"places": (turkey,)})).same


def test_a_body_meets_as_itself():
    summit = talks(participants=(body("European Union"), country("UA")))
    part = talks(participants=(body("European Commission"), country("UA")))
    assert verdict(summit, part).same
    assert verdict(summit, talks(participants=(body("NATO"), country("UA")))).veto == "another partner"


def test_a_meeting_in_another_country_is_hardly_the_same():
    turkey = place("Istanbul").model_copy(update={"name": "Turkey", "kind": "country", "lat": None, "lon": None})
    cancelled = talks(status="cancelled", when=None, places=(turkey,), format="in_person", topics=("peace",))
    planned = talks(status="planned", when=None, places=(place("Geneva"),), format="in_person", topics=("peace",))
    assert not verdict(cancelled, planned).same
    assert verdict(planned, planned.model_copy(update={"places": (place("Geneva"), turkey)})).same


def test_who_meets_a_president_does_not_meet_his_vice_president():
    host, guest = person("Joe Biden", "US", "president"), person("Benjamin Netanyahu", "TR", "prime minister")
    met = talks(participants=(host, guest), places=(place("Geneva"),), format="in_person")
    vice = met.model_copy(update={"participants": (person("Kamala Harris", "US", "vice president"), guest)})
    assert verdict(met, vice).veto == "other persons of one side"
    for meant in (
        country("US"),
        person("Biden", "US", "former president"),
        person("Joseph R. Bidn", "US", "president"),
        person("American leader", "US", "leader"),
    ):
        assert verdict(met, met.model_copy(update={"participants": (meant, guest)})).same
    both = met.model_copy(update={"participants": (*vice.participants, host)})
    assert verdict(met, both).same


def test_other_names_of_one_side_speak_against_one_meeting():
    guest = person("Volodymyr Zelensky", "UA", "president")
    met_by = (country("UA"), person("Biden", "US"))
    planned = talks(status="planned", when=None, format="in_person", participants=met_by)
    other = planned.model_copy(update={"participants": (guest, person("Donald Trump", "US"))})
    assert verdict(planned, planned.model_copy(update={"participants": (guest, person("Joe Biden", "US"))})).same
    assert not verdict(planned, other).same
    assert verdict(planned, other).veto is None


def test_leaders_whom_nobody_names_may_be_those_that_are_named():
    leaders = Actor(name="European leaders", kind="other", text="European leaders")
    hosted = talks(participants=(country("FR"), leaders), places=(place("Geneva"),))
    named = talks(participants=(country("FR"), country("DE")), places=(place("Geneva"),))
    assert verdict(hosted, named).same
    other = talks(participants=(country("DE"), leaders), places=(place("Geneva"),))
    assert verdict(hosted, other).veto == "another partner"


def test_rebels_without_a_name_are_the_group_of_their_country_that_has_one():
    government = Actor(name="Sudanese government", kind="government", country="SD", text="the government")
    rebels, group_of_it = group("Sudanese rebels", "SD"), group("Sudan Liberation Movement", "SD")
    told = talks(participants=(government, rebels), when=None)
    named = talks(participants=(government, group_of_it), when=None)
    assert verdict(told, named).same
    assert set(index_keys(told, article())) & set(index_keys(named, article()))
    abroad = talks(participants=(government, group("Lord's Resistance Army", "UG")), when=None)
    assert not verdict(told, abroad).same
    other = talks(participants=(government, group("Justice and Equality Movement", "SD")), when=None)
    assert verdict(named, other).veto == "another partner"
