"""Phrases with open places, and where they stand in a sentence."""

import pytest

from worker.languages.pack import Attribution, CasualtyPattern, load_pack
from worker.languages.patterns import Slot, match, parse
from worker.languages.words import words_of


def slots(pattern: str, sentence: str) -> dict[str, str] | None:
    """The words that each open place of `pattern` takes up in `sentence`, None where it does not stand there."""
    parsed, words = parse(pattern), words_of(sentence)
    for start in range(len(words)):
        found = match(parsed, words, start)
        if found:
            return {s.name: " ".join(words[s.first : s.last + 1]) for s in found.slots}
    return None


@pytest.mark.parametrize(
    ("pattern", "sentence", "expected"),
    [
        ("nach Angaben {source}", "Nach Angaben der Luftwaffe", {"source": "der luftwaffe"}),
        ("{source} zufolge", "Dem Ministerium zufolge", {"source": "dem ministerium"}),
        ("wie {source} mitteilte", "wie die Armee mitteilte", {"source": "die armee"}),
        ("by {source}'s count", "by the agency's count", {"source": "the agency"}),
        ("{killed} Tote, {injured} Verletzte", "Zwei Tote, 14 Verletzte", {"killed": "zwei", "injured": "14"}),
        ("left {killed} {people} dead", "It left 40 people dead", {"killed": "40 people", "people": "40 people"}),
        ("es gab * keine Opfer", "Es gab nach ersten Angaben keine Opfer", {}),
        ("es gab * keine Opfer", "Es gab keine Opfer", {}),
    ],
)
def test_open_places_take_up_the_words_between(pattern: str, sentence: str, expected: dict[str, str]) -> None:
    assert slots(pattern, sentence) == expected


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("{source} zufolge", "zufolge der Lage"),
        ("wie {source} mitteilte", "wie mitteilte"),
        ("laut {source}", "Er sprach laut"),
        ("es gab * keine Opfer", "Es gab viele Stunden lang erst einmal nur noch Rauch und keine Opfer"),
        ("nach Angaben {source}", "nach den Angaben"),
    ],
)
def test_pattern_does_not_stand_where_a_word_is_missing(pattern: str, sentence: str) -> None:
    assert slots(pattern, sentence) is None


def test_open_place_at_the_edge_is_as_wide_as_the_sentence_within_its_limit() -> None:
    found = match(parse("{source} said"), tuple(["word"] * 30 + ["said"]), 30)
    assert found is not None
    assert found.slots == (Slot("source", 18, 29),)


def test_pattern_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="without a word"):
        parse("{source} *")


def test_pack_finds_its_patterns_by_table() -> None:
    pack, words = load_pack("en"), words_of("Officials said the death toll has risen to 45.")
    tables = {type(e) for e, _ in pack.match(words, CasualtyPattern, Attribution)}
    assert tables == {CasualtyPattern, Attribution}
