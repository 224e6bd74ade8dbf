"""An event is found again by its keys, and they are few."""

from datetime import timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st
from identity_helpers import (
    CITIES,
    MORNING,
    NAMES,
    account,
    article,
    attack,
    country,
    events,
    evidence,
    night_to,
    on,
    person,
    place,
    pledge,
    statement,
    talks,
    variations,
)  # fmt: skip

from worker.identity import index_keys
from worker.identity.keys import keys_of
from worker.identity.similarity import same


def shared(a, b, hours: int = 0) -> set[str]:
    one = index_keys(a, article("a"))
    return set(one) & set(index_keys(b, article("b", MORNING + timedelta(hours=hours))))


def test_an_attack_is_found_by_sides_and_by_place():
    assert shared(attack(when=night_to(21)), attack(when=on(21)))
    assert shared(attack(when=on(21)), attack(when=None), hours=24)
    assert shared(attack(attackers=(), places=(place("Kyiv"),)), attack(places=(place("Lukianivka"),)))


def test_another_war_or_another_place_is_no_candidate():
    other = attack(attackers=(country("IN"),), targets=(country("PK"),), places=(place("Istanbul"),))
    assert not shared(attack(places=(place("Kyiv"),)), other)


def test_a_strike_a_month_later_is_no_candidate():
    assert not shared(attack(when=on(2, 6)), attack(when=on(21)))


def test_talks_are_found_from_the_day_they_are_announced():
    assert shared(talks(status="planned", when=on(30)), talks(status="held", when=on(30)), hours=24 * 9)
    assert shared(talks(status="planned", when=None), talks(status="held", when=on(25)), hours=24 * 4)


def test_a_statement_is_found_by_the_surname():
    assert shared(statement(), statement(speaker=person("Peskov", "RU")))


def test_a_statement_without_a_date_is_found_by_a_sentence_weeks_later():
    stock = (evidence("The group says that it only fires at ships of those who help its enemy."),)
    said = statement(evidence=stock)
    weeks_later = article("a2", MORNING + timedelta(days=20))
    assert set(index_keys(said, article())) & set(index_keys(said, weeks_later))
    dated = statement(evidence=stock, when=on(21))
    assert not set(index_keys(dated, article())) & set(index_keys(said, weeks_later))


def test_a_speaker_is_found_by_the_sound_of_the_surname():
    german = statement(speaker=person("Olexij Tschernyschow", "UA"))
    assert shared(german, statement(speaker=person("Oleksii Chernyshov", "UA")))


def test_a_speaker_is_found_by_an_office_that_one_alone_holds():
    nameless = statement(speaker=person("Sudanese prime minister", "SD", "prime minister"))
    assert shared(nameless, statement(speaker=person("Kamil Idris", "SD", "prime minister")))


def test_a_package_is_found_for_a_month():
    assert shared(pledge(), pledge(status="delivered"), hours=24 * 29)


def test_keys_are_few_however_much_is_named():
    everywhere = tuple(place(name) for name in CITIES)
    everybody = tuple(country(code) for code in NAMES)
    most = attack(places=everywhere, attackers=everybody, targets=everybody, when=None)
    assert len(index_keys(most, article())) <= 64
    assert (
        len(index_keys(talks(participants=everybody, status="cancelled", when=None, places=everywhere), article()))
        <= 64
    )


@settings(max_examples=400, deadline=None)
@given(variations(), st.integers(0, 60))
def test_two_accounts_of_one_event_share_a_key(pair, hours):
    one, other = account(pair[0]), account(pair[1], MORNING + timedelta(hours=hours), "de", "a2")
    same_event = all(map(_sides_known, pair)) and same(one, other).same
    event(f"{pair[0].kind}: {'same' if same_event else 'not the same'}")
    if same_event:
        assert set(keys_of(one)) & set(keys_of(other))


@given(events)
def test_every_event_has_a_key(found):
    assert keys_of(account(found))


def _sides_known(found) -> bool:
    """Are the slots known by which events of this kind are filed?"""
    if found.kind == "attack":
        return bool(found.attackers and found.targets)
    if found.kind == "talks":
        return len(found.participants) > 1
    return found.kind == "statement" or bool(found.donors and found.recipients)
