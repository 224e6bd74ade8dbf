"""Counts and sums of money."""

from importlib.resources import files

import pytest

from worker.extract.quantities import find_money, find_quantities
from worker.languages.quantity_rules import Collective, Qualifier, load_quantity_rules
from worker.languages.sentence_rules import load_split_rules
from worker.languages.tables import rows
from worker.text.document import Sentence, parse

FOLDER = files("worker.languages")
RULES = {language: load_quantity_rules(FOLDER / language / "quantities.toml") for language in ("de", "en")}
SPLIT = {language: load_split_rules(FOLDER / language / "sentences.toml") for language in RULES}


def _sentence(text: str, language: str) -> Sentence:
    return parse(text, "", SPLIT[language]).sentences[0]


def _counts(text: str, language: str) -> list[tuple[int | None, int | None]]:
    return [(q.quantity.min, q.quantity.max) for q in find_quantities(_sentence(text, language), RULES[language])]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "mindestens zwei Menschen", [(2, None)]),
        ("de", "mehr als 1.200 Tote", [(1200, None)]),
        ("de", "rund 200 Raketen", [(200, 200)]),
        ("de", "bis zu 40 Kämpfer", [(None, 40)]),
        ("de", "Dutzende Raketen", [(24, None)]),
        ("de", "Hunderte Menschen", [(200, None)]),
        ("de", "zwischen 20 und 30 Drohnen", [(20, 30)]),
        ("de", "zehn bis 15 Tote", [(10, 15)]),
        ("de", "zweihundertfünfzig Panzer", [(250, 250)]),
        ("de", "dreitausendvierhundert Soldaten", [(3400, 3400)]),
        ("de", "zwei Millionen Vertriebene", [(2_000_000, 2_000_000)]),
        ("en", "at least 31 people", [(31, None)]),
        ("en", "killing four people and wounding at least 20", [(4, 4), (20, None)]),
        ("en", "more than 1,200 dead", [(1200, None)]),
        ("en", "up to 40 fighters", [(None, 40)]),
        ("en", "dozens of drones", [(24, None)]),
        ("en", "some 650,000 people", [(650_000, 650_000)]),
        ("en", "between 10 and 15 soldiers", [(10, 15)]),
    ],
)
def test_count_has_the_ends_that_its_words_leave(
    language: str, text: str, expected: list[tuple[int | None, int | None]]
) -> None:
    assert _counts(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "im Jahr 2024"), ("de", "ein 54-Jähriger"), ("de", "am 24. Februar"), ("de", "um 11:12 Uhr"),
        ("de", "800 Kilometer"), ("de", "40 Prozent"), ("de", "das System S-300"), ("de", "1,5 Milliarden Euro"),
        ("en", "in 2022"), ("en", "aged 54"), ("en", "12:30 am"), ("en", "a five-storey building"), ("en", "$250 million"),
    ],
)  # fmt: skip
def test_year_age_date_rate_and_money_are_no_counts(language: str, text: str) -> None:
    assert _counts(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "value", "currency"),
    [
        ("de", "1,5 Milliarden Euro", 1_500_000_000, "EUR"),
        ("de", "2,5 Mrd. US-Dollar", 2_500_000_000, "USD"),
        ("de", "ein 60,8-Milliarden-Dollar-Paket", 60_800_000_000, "USD"),
        ("de", "300 Mio. Schweizer Franken", 300_000_000, "CHF"),
        ("en", "$250 million", 250_000_000, "USD"),
        ("en", "€8bn", 8_000_000_000, "EUR"),
        ("en", "£120m", 120_000_000, "GBP"),
        ("en", "200 million euros", 200_000_000, "EUR"),
    ],
)
def test_sum_is_in_plain_units_and_its_currency(language: str, text: str, value: float, currency: str) -> None:
    assert [
        (m.money.value, m.money.currency)
        for m in find_money(_sentence(f"Sie gaben {text} dafür", language), RULES[language])
    ] == [(value, currency)]


def test_sum_in_brackets_is_a_conversion() -> None:
    found = find_money(_sentence("Berlin gave €8bn (£6.7bn).", "en"), RULES["en"])
    assert [m.converted for m in found] == [False, True]


def test_number_counts_the_noun_behind_its_adjectives_and_no_other() -> None:
    sentence = _sentence("Zwei russische Raketen trafen Kiew", "de")
    found = find_quantities(sentence, RULES["de"])[0]
    at = {t.text: i for i, t in enumerate(sentence.tokens)}
    assert found.counts(at["Raketen"], at["Raketen"])
    assert not found.counts(at["Kiew"], at["Kiew"])


def test_part_of_a_number_is_told_apart() -> None:
    found = find_quantities(_sentence("fünf Tote, darunter zwei Kinder", "de"), RULES["de"])
    assert [q.relation for q in found] == [None, "subset"]


@pytest.mark.parametrize("language", RULES)
def test_examples_of_the_table_hold_a_number(language: str) -> None:
    path = FOLDER / language / "quantities.toml"
    silent = [
        e.example
        for key, cls in (("collectives", Collective), ("qualifiers", Qualifier))
        for e in rows(path, key, cls)
        if e.example and getattr(e, "effect", "") != "not_count"
        and not find_quantities(_sentence(f"Es sind {e.example} da", language), RULES[language])
    ]  # fmt: skip
    assert not silent
