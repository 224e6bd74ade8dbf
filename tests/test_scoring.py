"""What counts as agreement with a label, and what does not."""

from typing import Any

import pytest

from bench.scoring import Agreement, Score, compare, same_identity, score

RUSSIA = {"name": "Russia", "country": "RU", "text": "Moskau"}
UKRAINE = {"name": "Ukraine", "country": "UA", "text": "Ukraine"}
PESKOV = {"name": "Dmitri Peskov", "country": "RU", "text": "Peskow"}


def label(**slots: Any) -> dict[str, Any]:
    plain = {"key": "k", "kind": "attack", "need": "must", "spans": [[0, 50]], "attackers": ["RU"], "targets": ["UA"]}
    return plain | slots


def event(start: int = 10, end: int = 40, **slots: Any) -> dict[str, Any]:
    told = {"kind": "attack", "id": "e", "evidence": [{"start": start, "end": end}], "attackers": [RUSSIA]}
    return told | {"targets": [UKRAINE]} | slots


def counts(agreement: Agreement) -> tuple[Score, Score]:
    return agreement.found["attack"], agreement.keyed["attack"]


def test_right_sides_on_the_right_sentence_are_found_and_keyed() -> None:
    assert counts(compare([label()], [event()])) == (Score(1, 1, 1), Score(1, 1, 1))


@pytest.mark.parametrize(
    "wrong",
    [{"attackers": [UKRAINE]}, {"targets": []}, {"targets": [UKRAINE, RUSSIA]}],
    ids=["swapped", "none", "more"],
)
def test_a_wrong_side_is_found_but_not_keyed(wrong: dict[str, Any]) -> None:
    assert counts(compare([label()], [event(**wrong)])) == (Score(1, 1, 1), Score(0, 1, 1))


def test_an_event_on_other_sentences_is_missed_and_false() -> None:
    assert counts(compare([label()], [event(60, 90)])) == (Score(0, 1, 1), Score(0, 1, 1))


def test_a_second_event_on_the_same_sentence_is_false() -> None:
    assert counts(compare([label()], [event(), event(id="f")]))[0] == Score(1, 1, 2)


def test_what_readers_differ_about_costs_and_wins_nothing() -> None:
    may = label(need="may")
    assert counts(compare([may], [])) == counts(compare([may], [event(), event(id="f")])) == (Score(), Score())


def test_of_two_events_the_one_with_the_right_sides_stands_for_the_label() -> None:
    swapped = event(0, 50, attackers=[UKRAINE], targets=[RUSSIA])
    assert counts(compare([label()], [swapped, event()]))[1] == Score(1, 1, 2)


@pytest.mark.parametrize(
    ("slot", "wanted", "value", "agreement"),
    [
        ("speaker", "RU:Peskow|Peskov", PESKOV, Score(1, 1, 1)),
        ("speaker", "RU:Lawrow|Lavrov", PESKOV, Score(0, 1, 1)),
        ("participants", ["EU"], [{"name": "European Union", "country": None, "text": "EU"}], Score(1, 1, 1)),
        (
            "places",
            ["Kyiv|Kiew"],
            [{"name": "Kyiv", "text": "Kiew"}, {"name": "Odesa", "text": "Odessa"}],
            Score(1, 1, 2),
        ),
        ("killed", [2, None], {"min": 2, "max": None}, Score(1, 1, 1)),
        ("killed", [2, None], {"min": 2, "max": 2}, Score(0, 1, 1)),
        ("killed", None, None, Score()),
        ("killed", None, {"min": 1, "max": 1}, Score(0, 0, 1)),
        ("amount", [1e9, "EUR"], {"value": 1_000_500_000, "currency": "EUR"}, Score(1, 1, 1)),
        ("amount", [1e9, "EUR"], {"value": 1e9, "currency": "USD"}, Score(0, 1, 1)),
        ("when", ["2025-07-20", "2025-07-21"], {"start": "2025-07-20T20:00", "end": "2025-07-21"}, Score(1, 1, 1)),
        ("when", ["2025-07-20"], {"start": "2025-07-20", "end": None}, Score(1, 1, 1)),
        ("weapons", ["drone"], [{"kind": "drone"}, {"kind": "drone"}, {"kind": "bomb"}], Score(1, 1, 2)),
        ("topics", ["peace", "grain"], ["grain"], Score(1, 2, 1)),
        ("status", "denied", "reported", Score(0, 1, 1)),
    ],
)
def test_a_slot_agrees_as_far_as_it_says_the_same(slot: str, wanted: Any, value: Any, agreement: Score) -> None:
    assert score(slot, wanted, value) == agreement


def test_identity_is_judged_on_pairs_of_reports() -> None:
    reports = [("a", "1"), ("a", "1"), ("a", "2"), ("b", "2")]
    assert same_identity(reports) == Score(1, 3, 2)
