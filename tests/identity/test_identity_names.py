"""Sides and speakers by canonical names."""

from identity_helpers import attack, body, country, group, on, person, verdict

from schemas import Actor
from worker.identity.names import is_state, load_led, load_parts, same_office, same_person, side
from worker.languages.name_keys import name_key as lookup_key
from worker.languages.names import load_names
from worker.text.names import name_key
from worker.text.normalise import fold


def test_who_acts_for_a_state_is_that_state_and_a_group_is_itself():
    assert side(country("RU")) == side(person("Vladimir Putin", "RU")) == "RU"
    assert side(group("Hamas", "PS")) == "hamas"
    assert is_state("RU")
    assert not is_state("un")


def test_who_is_sent_to_talks_stands_for_his_country_and_a_body_for_itself():
    sent = ("Russian delegation", "Russian negotiators", "Russian negotiating team")
    assert {side(body(name, "RU")) for name in sent} == {"RU"}
    assert side(body("Gazprom", "RU")) == "gazprom"
    assert side(body("Hamas delegation")) == "hamas delegation"


def test_accents_and_signs_do_not_part_names():
    assert name_key("Jean-Noël  BARROT") == name_key("Jean Noel Barrot")


def test_a_full_name_of_another_person_is_not_the_same():
    assert same_person(person("Peskov", "RU"), person("Dmitry Peskov", "RU"))
    assert not same_person(person("Andrei Peskov", "RU"), person("Dmitry Peskov", "RU"))


def test_a_full_name_is_one_person_whatever_country_is_read_beside_it():
    assert same_person(person("Dmitry Peskov", "RU"), person("Dmitry Peskov", "UA"))
    assert not same_person(person("Peskov", "RU"), person("Dmitry Peskov", "UA"))
    assert not same_person(person("Peskov", "RU"), person("Peskov", "UA"))


def test_a_speaker_of_whom_no_table_knows_is_one_person_in_two_spellings():
    assert same_person(person("Olexij Tschernyschow", "UA"), person("Oleksii Chernyshov", "UA"))
    assert same_person(person("Tschernyschow", "UA"), person("Oleksii Chernyshov", "UA"))
    assert not same_person(person("Tschernyschow", "UA"), person("Oleksii Chernyshov", "RU"))
    assert not same_person(person("Olexij Tschernyschow", "UA"), person("Serhii Chernyshov", "UA"))
    assert not same_person(person("Hans Scholz", "DE"), person("Schulz", "DE"))


def test_who_is_called_by_an_office_that_one_holds_is_whoever_holds_it():
    nameless = person("Sudanese prime minister", "SD", "prime minister")
    assert same_office(nameless, person("Kamil Idris", "SD", "prime minister"))
    assert not same_office(nameless, person("Kamil Idris", "SD"))
    assert not same_office(nameless, person("Kamil Idris", "TD", "prime minister"))
    assert not same_office(person("Jane Doe", "SD", "prime minister"), person("Kamil Idris", "SD", "prime minister"))
    minister = person("Sudanese minister", "SD", "minister")
    assert not same_office(minister, person("Kamil Idris", "SD", "minister"))


def test_every_part_of_a_larger_body_is_called_as_the_reader_calls_it():
    names = load_names()
    for name in {name for part in load_parts() for name in (part.name, part.whole)}:
        senses = names.senses(lookup_key(fold(name).split()))
        assert name in [sense.entry.name for sense in senses if sense.standing == "body"]
    assert side(body("European Commission")) == side(body("European Union"))


def test_a_coalition_acts_as_the_state_that_leads_it():
    assert side(body("Saudi-led coalition")) == "SA"
    assert side(body("US-led coalition")) == "US"
    assert side(body("rebel coalition")) == "rebel coalition"
    assert all(is_state(led.country) for led in load_led())
    strike = attack(
        attackers=(body("Saudi-led coalition"),), targets=(group("Houthis", "YE"),), when=on(21), method="air_strike"
    )
    saudi = Actor(name="Saudi Arabia", kind="country", country="SA", text="Saudi Arabia")
    assert verdict(strike, strike.model_copy(update={"attackers": (saudi,)})).veto is None
    assert verdict(strike, strike.model_copy(update={"attackers": (country("US"),)})).veto == "another attacker"
