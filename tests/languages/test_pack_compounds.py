"""Nouns that are in no table: taken apart where the head is known, left alone where they mean something else."""

import pytest

from worker.languages.pack import (
    AidItem,
    AidWord,
    AttackWord,
    Casualty,
    CompoundPart,
    HitWord,
    TalksWord,
    Weapon,
    load_pack,
)


@pytest.mark.parametrize(
    ("word", "table", "head", "modifier", "tag"),
    [
        ("Raketenangriff", AttackWord, "Angriff", "raketen", "sg"),
        ("Drohnenangriffen", AttackWord, "Angriff", "drohnen", "pl"),
        ("Öltanker-Angriff", AttackWord, "Angriff", "öltanker", "sg"),
        ("US-Drohnenschlag", AttackWord, "Drohnenschlag", "us", "sg"),
        ("Militärhilfen", AidWord, "Hilfe", "militär", "pl"),
        ("Milliardenhilfe", AidWord, "Hilfe", "milliarden", "sg"),
        ("Friedensgespräche", TalksWord, "Gespräch", "friedens", "pl"),
        ("Ukraine-Gespräche", TalksWord, "Gespräch", "ukraine", "pl"),
        ("Patriot-Systeme", AidItem, "System", "patriot", "pl"),
        ("Shahed-Drohnen", Weapon, "Drohne", "shahed", "pl"),
        ("Kinderklinik", HitWord, "Klinik", "kinder", "sg"),
        ("Zivilverletzte", Casualty, "Verletzter", "zivil", "pl"),
    ],
)
def test_compound_is_its_first_part_and_a_known_head(
    word: str, table: type, head: str, modifier: str, tag: str
) -> None:
    readings = [c for c in load_pack("de").compound(word) if isinstance(c.head.entry, table)]
    assert {(c.head.entry.lemma, c.modifier) for c in readings} == {(head, modifier)}
    assert tag in {c.head.tag for c in readings}


@pytest.mark.parametrize(
    "word",
    ["Herzattacke", "Panikattacken", "Verkehrstote", "Steuerhafen", "Arbeitsmarkt", "Zeitbombe", "Kostenexplosion",
     "Charmeoffensive", "Teetasse", "Angriff", "Ausschüssen", "Truppenabzüge", "Wahltermine",
     "Obergeschosses"],
)  # fmt: skip
def test_compound_that_means_something_else_is_left_alone(word: str) -> None:
    assert load_pack("de").compound(word) == ()


def test_first_part_says_method_and_weapon() -> None:
    reading = load_pack("de").compound("Drohnenangriffe")[0]
    assert {p.method for p in reading.parts if isinstance(p, CompoundPart)} == {"drone"}
    assert {p.weapon_kind for p in reading.parts if isinstance(p, Weapon)} == {("drone",)}


def test_first_part_in_an_exception_says_nothing_of_the_head() -> None:
    parts = load_pack("de").compound("Luftabwehrstellung")[0].parts
    assert not any(isinstance(p, CompoundPart) and p.lemma == "Luft" for p in parts)


def test_english_compounds_are_taken_apart_at_hyphens_alone() -> None:
    pack = load_pack("en")
    assert {c.head.entry.lemma for c in pack.compound("Houthi-strike")} == {"strike"}
    assert pack.compound("houthistrike") == ()
