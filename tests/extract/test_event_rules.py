"""Every event says what made it: entries of the pack by table and word, what the grammar says, and the article."""

import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from schemas import CORRECTION, Article
from worker.extract import extract
from worker.languages.pack import PATTERN_TABLES, WORD_TABLES, load_pack, rule_of

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*/*.toml"))
# Of each kind the tables of which one at least has a part in every event.
MAKING = {
    "attack": {"attack", "weapons"},
    "talks": {"talks", "talks.status"},
    "statement": {"speech", "speech.nouns", "speech.cues", "attribution.credits", "grammar"},
    "aid_pledge": {"aid"},
}


@cache
def entries(language: str) -> frozenset[str]:
    pack = load_pack(language)
    tables = (cls for _, _, cls in (*WORD_TABLES, *PATTERN_TABLES))
    return frozenset(rule_of(entry) for table in tables for entry in pack.table(table))


def article(text: str, language: str = "en", published: str = "2025-05-16T17:05:00+02:00", title: str = "") -> Article:
    return Article(
        id="a", title=title, text=text, language=language, published=datetime.fromisoformat(published),
        fetched=datetime(2026, 1, 1, tzinfo=UTC), source="test",
    )  # fmt: skip


def rules(text: str, kind: str) -> tuple[str, ...]:
    return next(e.rules for e in extract(article(text)) if e.kind == kind)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_event_names_entries_of_the_pack_and_rules_and_one_of_its_own_kind(language: str) -> None:
    kinds = set()
    for path in CASES:
        if path.parent.name != language:
            continue
        case = tomllib.loads(path.read_text("utf-8"))
        published = case.get("published") or "2025-05-16T17:05:00+02:00"
        for event in extract(article(case["text"].strip(), language, str(published), case.get("title", ""))):
            kinds.add(event.kind)
            tables = [rule.partition(":")[0] for rule in event.rules]
            assert MAKING[event.kind] & set(tables), event
            for table, rule in zip(tables, event.rules, strict=True):
                assert table in ("grammar", "article") or rule in entries(language), rule
    assert kinds == set(MAKING)


def test_a_strike_names_its_verb_weapon_toll_what_was_hit_and_that_the_place_tells_the_side() -> None:
    told = rules("Russia attacked the port of Odesa with 40 drones on Monday, killing two people.", "attack")
    assert {"attack:attack", "weapons:drone", "casualties:kill", "hits:port", "article:place"} <= set(told)


def test_a_denied_deed_names_the_word_that_denies() -> None:
    text = "Sudan's army denied an attack on the hospital in Nyala on Monday."
    assert "reality:deny" in rules(text, "attack")


def test_talks_name_the_word_for_what_becomes_of_them_or_the_grammar_and_their_topic() -> None:
    postponed = rules("Armenia and Azerbaijan postponed their talks on a ceasefire on Tuesday.", "talks")
    assert {"talks.status:postpone", "topics:ceasefire"} <= set(postponed)
    assert "grammar:planned" in rules("Armenia and Azerbaijan will hold talks in Geneva next week.", "talks")


def test_a_statement_names_the_cue_that_tells_its_act() -> None:
    told = rules('Sudan\'s foreign minister said on Monday: "The rebels must leave El Fasher at once."', "statement")
    assert {"speech:say", "speech.cues:must"} <= set(told)


def test_what_the_rest_of_the_article_tells_is_named() -> None:
    attack = "Sudan's army bombed El Fasher on Monday, killing 12 rebels. It shelled Nyala, too, with artillery."
    assert "attack:shell" in rules(attack, "attack")
    speech = "Sudan's foreign minister Ali Sharif warned Chad on Monday. He said that the border was closed to arms."
    assert "article:speaker" in rules(speech, "statement")


def test_a_day_that_only_the_telling_has_is_named() -> None:
    told = "Sudan's army said on Monday that rebels had killed 12 people in El Fasher."
    assert "article:when" in rules(told, "attack")
    assert "article:when" not in rules(told.replace("in El Fasher", "in El Fasher on Sunday"), "attack")
    assert "article:when" not in rules("Sudan's army bombed El Fasher on Monday, killing 12 rebels.", "attack")


@pytest.mark.parametrize(
    ("language", "title", "is_correction"),
    [
        ("en", "Correction: Strike on Gao", True), ("en", "CORRECTED-Strike on Gao", True),
        ("en", "[Correction] Strike on Gao", True), ("en", "Strike on Gao: correction of the toll", False),
        ("en", "Correction of the border after the strike: talks", False),
        ("en", "Correctional staff - a strike", False),
        ("de", "KORREKTUR/Angriff auf Gao", True), ("de", "Korrigierte Fassung - Angriff auf Gao", True),
    ],
)  # fmt: skip
def test_events_of_an_article_that_calls_itself_a_correction_say_so(
    language: str, title: str, is_correction: bool
) -> None:
    text = "Rebels attacked Gao in Mali on Monday, killing two people."
    text = text if language == "en" else "Rebellen griffen am Montag Gao in Mali an und töteten zwei Menschen."
    for told in (article(text, language, title=title), article(f"{title}\n\n{text}", language)):
        (attack,) = [event for event in extract(told) if event.kind == "attack"]
        assert (CORRECTION in attack.rules) == is_correction


def test_a_light_verb_and_a_clause_that_makes_a_gift_a_promise_are_named() -> None:
    assert "light_verbs:carry out" in rules("Rebels carried out an attack on Gao in Mali on Monday.", "attack")
    assert "reality:will" in rules("Japan will deliver ten howitzers to Kenya.", "aid_pledge")


def test_a_weapon_told_again_by_the_same_word_is_listed_once_with_its_number() -> None:
    text = "A Russian drone strike killed two people in Kherson on Monday. In all 12 drones hit the city that day."
    strike = next(e for e in extract(article(text)) if e.kind == "attack")
    assert [(w.kind, w.count and w.count.min) for w in strike.weapons] == [("drone", 12)]
