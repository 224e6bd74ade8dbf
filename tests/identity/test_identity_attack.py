"""When are two accounts one attack."""

from datetime import date

import pytest
from identity_helpers import (
    attack,
    country,
    during,
    group,
    night_to,
    on,
    person,
    place,
    quantity,
    region,
    verdict,
)  # fmt: skip

from schemas import Actor, Hit

KYIV = attack(places=(place("Kyiv"),), method="combined", killed=quantity(2, None))


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("the morning after the night", {"when": on(21)}),
        ("no date", {"when": None}),
        ("a toll that has risen", {"killed": quantity(5, 5)}),
        ("more places", {"places": (place("Odesa"), place("Kyiv"), place("Sumy"))}),
        ("a district of the city", {"places": (place("Lukianivka"),)}),
        ("the other spelling of the city", {"places": (place("Kyiv", "Kiew"),)}),
        ("a part of what was used", {"method": "drone"}),
        ("an attacker who is not named", {"attackers": ()}),
        ("a leader for his country", {"attackers": (person("Vladimir Putin", "RU"),)}),
    ],
)
def test_one_strike_is_told_in_many_ways(what: str, other: dict):
    assert verdict(KYIV, KYIV.model_copy(update=other)).same, what


@pytest.mark.parametrize(
    ("veto", "other"),
    [
        ("another day", {"when": night_to(22)}),
        ("another day", {"when": on(23)}),
        ("another city", {"places": (place("Odesa"),), "method": "shelling"}),
        ("opposite direction", {"attackers": (country("UA"),), "targets": (country("RU"),)}),
        ("another attacker", {"attackers": (country("IN"),)}),
        ("another target", {"targets": (country("PK"),), "places": ()}),
        ("a threat, and a deed", {"status": "threatened"}),
        ("an attack on computers, and one with weapons", {"method": "cyber"}),
        ("one day, and a stretch of days", {"when": during(date(2025, 7, 18), date(2025, 7, 24))}),
        (
            "fighting of both sides, and one side's strike",
            {"attackers": (country("RU"), country("UA")), "targets": (country("UA"), country("RU"))},
        ),
    ],
)
def test_another_strike_is_never_the_same(veto: str, other: dict):
    found = verdict(KYIV, KYIV.model_copy(update=other))
    assert found.veto == veto
    assert not found.same


def test_what_is_told_at_one_time_without_a_date_means_the_day_that_the_other_names():
    dated = attack(when=on(21), method="shelling", hit=(Hit(kind="residential", text=""),))
    undated = dated.model_copy(update={"when": None})
    assert verdict(dated, undated, hours=5).same
    assert not verdict(dated, undated, hours=20).same


def test_a_region_says_less_than_what_happened_in_it():
    shostka = place("Sumy").model_copy(update={"name": "Shostka", "lat": 51.86, "lon": 33.47})
    town = attack(when=on(21), method="shelling", places=(shostka,), killed=quantity(3, 3))
    around = town.model_copy(update={"places": (region("Sumy Oblast", "UA"),)})
    assert verdict(town, around).same
    assert not verdict(town, around.model_copy(update={"killed": None})).same
    assert verdict(around, around.model_copy(update={"killed": None})).same


def test_two_sides_fight_in_two_regions_at_once():
    both = (country("RU"), country("UA"))
    fight = attack(when=on(21), method="ground", attackers=both, targets=both)
    here, there = (
        fight.model_copy(update={"places": (region(name, "UA"),)}) for name in ("Sumy Oblast", "Kharkiv Oblast")
    )
    assert verdict(fight, here).same
    assert not verdict(here, there).same


def test_the_same_city_on_two_nights_is_two_attacks():
    assert not verdict(KYIV, KYIV.model_copy(update={"when": night_to(22)}), hours=24).same


def test_two_nights_share_a_date_and_are_two():
    first, second = attack(when=night_to(21)), attack(when=night_to(22))
    assert first.when.end == second.when.start
    assert verdict(first, second).veto == "another day"


def test_a_number_that_nobody_counts_twice_outweighs_a_city_that_is_told_wrong():
    told = {"killed": quantity(23, 23), "method": "shelling"}
    one, misplaced = KYIV.model_copy(update=told), KYIV.model_copy(update=told | {"places": (place("Odesa"),)})
    assert verdict(one, misplaced).veto is None
    one, misplaced = (told.model_copy(update={"killed": quantity(20, 20)}) for told in (one, misplaced))
    assert verdict(one, misplaced).veto == "another city"


def test_two_waves_of_following_nights_are_two_however_alike_their_numbers_are():
    wave = KYIV.model_copy(update={"launched": quantity(158, 158)})
    assert verdict(wave, wave.model_copy(update={"when": night_to(22)}), hours=12).veto == "another day"


def test_the_wave_of_one_night_is_one_event_wherever_it_struck():
    one = attack(places=(place("Kyiv"), place("Kharkiv")), method="drone", launched=quantity(450, 450))
    other = attack(places=(place("Odesa"), place("Sumy")), method="combined", launched=quantity(426, 426))
    assert verdict(one, other).same


def test_more_than_four_hundred_and_426_are_one_number():
    one = attack(launched=quantity(400, None), when=on(21), method="drone")
    other = attack(launched=quantity(426, 426), when=on(21), method="drone")
    assert verdict(one, other).same
    assert not verdict(one, other.model_copy(update={"launched": quantity(49, 49)})).same


def test_sides_and_day_alone_are_not_enough():
    assert not verdict(attack(when=on(21)), attack(when=on(21))).same


def test_a_region_that_holds_the_city_is_no_other_place():
    one = attack(places=(region("Sumy Oblast", "UA"),), method="drone", when=on(21))
    other = attack(places=(place("Sumy"),), method="drone", when=on(21))
    assert verdict(one, other).same


def test_two_names_of_one_armed_group_do_not_part_a_raid():
    one = attack(attackers=(group("JNIM", "ML"),), places=(place("Kharkiv"),), when=on(21), method="ground")
    other = one.model_copy(update={"attackers": (group("Al-Qaeda"),), "killed": quantity(30, None)})
    assert verdict(one.model_copy(update={"killed": quantity(30, None)}), other).same


def test_a_group_is_not_the_country_it_sits_in():
    raid = attack(attackers=(group("Hamas", "PS"),), targets=(country("FR"),), when=on(21))
    assert verdict(raid, raid.model_copy(update={"attackers": (country("IN"),)})).veto == "another attacker"


def test_days_later_a_bare_date_means_the_attack_of_that_date():
    known = attack(when=on(21), method="missile")
    assert verdict(known, attack(when=on(21)), hours=72).same
    for hours in (5, 48):  # a weekday within days is that of any of its strikes
        assert not verdict(known, attack(when=on(21)), hours=hours).same


def test_an_attack_of_a_month_is_known_by_place_and_toll():
    month = attack(when=during(date(2025, 7, 1), date(2025, 7, 31)).model_copy(update={"precision": "month"}))
    vague = month.model_copy(update={"places": (place("Kyiv"),), "killed": quantity(26, 26)})
    assert verdict(vague, KYIV.model_copy(update={"killed": quantity(26, 26)})).same
    assert not verdict(month, KYIV).same


def test_what_lasts_since_one_day_is_one_whenever_it_is_told():
    since = [attack(when=during(date(2024, 10, 8), date(2025, 7, day)), method="missile") for day in (18, 21)]
    assert verdict(*since, hours=72).same
    weeks = [attack(when=during(date(2025, 7, day), date(2025, 7, day + 6)), method="missile") for day in (10, 14)]
    assert not verdict(*weeks, hours=72).same


def test_a_strike_of_today_is_none_of_the_many_since_last_year():
    long = attack(when=during(date(2024, 10, 8), date(2025, 7, 21)), places=(place("Kharkiv"),))
    year = during(date(2025, 1, 1), date(2025, 12, 31)).model_copy(update={"precision": "year"})
    for vague in (long, long.model_copy(update={"when": year})):
        today = attack(when=None, places=(place("Kharkiv"),))
        assert verdict(vague, today).veto == "one day, and a stretch of days"


def test_the_fighting_of_two_sides_goes_on_for_days():
    both = {"attackers": (country("RU"), country("UA")), "targets": (country("RU"), country("UA")), "method": "ground"}
    week = attack(when=during(date(2025, 7, 14), date(2025, 7, 20)), **both)
    assert verdict(week, attack(when=during(date(2025, 7, 16), date(2025, 7, 21)), **both)).same


def test_one_count_that_is_not_round_is_no_other_strike_on_the_next_day():
    def told(day: int, dead: int):
        return attack(when=on(day), places=(place("Kharkiv"),), killed=quantity(dead, dead))

    assert verdict(told(21, 53), told(22, 53)).same
    assert verdict(told(21, 53), told(23, 53)).veto == "another day"
    assert verdict(told(21, 50), told(22, 50)).veto == "another day"


def test_the_day_on_which_somebody_told_of_it_is_hardly_another_day():
    strike = attack(places=(place("Odesa"),), method="shelling", killed=quantity(6, 6), when=on(20))
    told = strike.model_copy(update={"when": on(21)})
    suggested = told.model_copy(update={"rules": ("attack:shelling", "article:when")})
    assert verdict(strike, told).veto == "another day"
    assert verdict(strike, suggested).same
    assert verdict(strike, suggested.model_copy(update={"killed": None})).veto == "another day"
    assert verdict(strike, suggested.model_copy(update={"killed": quantity(7, 7)})).veto == "another day"
    assert verdict(strike.model_copy(update={"when": on(22)}), suggested).veto == "another day"
    assert verdict(strike.model_copy(update={"when": on(15)}), suggested).veto == "another day"


def test_several_munitions_are_no_count_that_another_one_contradicts():
    counted = KYIV.model_copy(update={"launched": quantity(433, 433)})
    several = KYIV.model_copy(update={"launched": quantity(2, None)})
    assert verdict(counted, several).margin == verdict(KYIV, counted).margin
    assert verdict(counted, KYIV.model_copy(update={"launched": quantity(2, 2)})).margin < verdict(KYIV, counted).margin


def test_what_was_told_of_a_week_is_no_attack_later_in_it():
    week = during(date(2025, 7, 21), date(2025, 7, 27)).model_copy(update={"precision": "week"})
    vague = attack(when=week, places=(place("Kyiv"),), method="missile")
    later = vague.model_copy(update={"when": on(24)})
    assert verdict(vague, later, hours=24 * 4).veto == "another day"
    assert verdict(vague, vague.model_copy(update={"when": on(21)}), hours=24 * 4).same
    assert verdict(vague, vague, hours=24 * 4).same


def test_dozens_are_no_count_and_several_may_be_any_number():
    def hurt(**injured: object):
        return KYIV.model_copy(update=injured)

    dozens, counted = hurt(injured=quantity(24, None)), hurt(injured=quantity(40, 40))
    assert verdict(dozens, dozens).margin < verdict(counted, counted).margin
    several = hurt(injured=quantity(2, None))
    assert verdict(several, counted).margin == verdict(KYIV, counted).margin
    assert verdict(hurt(injured=quantity(2, 2)), counted).margin < verdict(KYIV, counted).margin


def test_gunmen_may_be_of_any_group_and_of_no_army():
    def raid(attacker: Actor):
        return attack(attackers=(attacker,), targets=(), places=(place("Kyiv"),), method="shooting", when=on(21))

    gunmen, named = raid(group("Pakistani gunmen", "PK")), raid(group("Lashkar-e-Taiba", "PK"))
    assert verdict(gunmen, named).margin == verdict(raid(group("Jaish-e-Mohammed")), named).margin + 1
    assert verdict(gunmen, raid(country("RU"))).veto == "another attacker"


def test_whose_land_it_was_is_no_other_target_than_whom_it_hit():
    abroad = attack(attackers=(group("Islamic State"),), targets=(country("US"),), places=(place("Kyiv"),))
    land = abroad.model_copy(update={"targets": (country("UA"),)})
    assert verdict(abroad, land).veto is None
    assert verdict(abroad, land).margin == verdict(abroad, abroad).margin - 1.5
    somewhere = land.model_copy(update={"places": ()})
    assert verdict(abroad, somewhere).veto == "another target"
    assert verdict(abroad, somewhere.model_copy(update={"rules": ("attack:attack", "article:place")})).veto is None
    assert verdict(abroad, abroad.model_copy(update={"targets": (country("PK"),)})).veto == "another target"


def test_a_group_in_a_state_is_no_other_target_than_the_state():
    state, armed = (attack(targets=(t,), places=(place("Kyiv"),)) for t in (country("UA"), group("Azov", "UA")))
    foreign = attack(targets=(group("Azov", "PK"),), places=(place("Kyiv"),))
    assert verdict(state, foreign).margin < verdict(state, armed).margin


def test_two_towns_beside_each_other_are_no_place_in_common():
    def struck(town: str, lat: float):
        return attack(
            places=(place("Kyiv").model_copy(update={"name": town, "lat": lat}),), method="missile", when=on(21)
        )

    assert verdict(struck("Khan Younis", 31.34), struck("Khan Younis", 31.34)).same
    assert not verdict(struck("Khan Younis", 31.34), struck("Rafah", 31.29)).same


def test_dozens_may_be_any_number_up_to_hundreds():
    told = {"places": (place("Sumy"),), "when": on(21)}
    dozens, exact = attack(injured=quantity(24, None), **told), attack(injured=quantity(140, 140), **told)
    assert verdict(dozens, exact).margin > verdict(attack(injured=quantity(25, None), **told), exact).margin
    assert verdict(dozens, exact).margin > verdict(dozens, attack(injured=quantity(900, 900), **told)).margin
