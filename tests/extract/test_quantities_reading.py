"""Counts and sums of money."""

from importlib.resources import files

import pytest

from worker.extract.values.money import find_money
from worker.extract.values.quantities import Quantified, find_quantities
from worker.languages.quantity_rows import Collective, Pair, Qualifier
from worker.languages.quantity_rules import REASONS, load_quantity_rules
from worker.languages.sentence_rules import load_split_rules
from worker.text.document import Sentence, parse

FOLDER = files("worker.languages")
RULES = {language: load_quantity_rules(FOLDER / language / "quantities.toml") for language in ("de", "en")}
SPLIT = {language: load_split_rules(FOLDER / language / "sentences.toml") for language in RULES}
READS = {"exact": "20", "at_least": "20-", "up_to": "-20"}
NOUN = {"de": "Drohnen", "en": "drones"}


def _sentence(text: str, language: str) -> Sentence:
    return parse(text, "", SPLIT[language]).sentences[0]


def _found(text: str, language: str) -> tuple[Quantified, ...]:
    return find_quantities(_sentence(text, language), RULES[language])


def _told(q: Quantified) -> str:
    """ "20", "20-" (at least), "-20" (up to), "20-30", and the relation."""
    low, high = q.quantity.min, q.quantity.max
    ends = f"{low}" if low == high else "-".join("" if end is None else str(end) for end in (low, high))
    return f"{ends} {q.relation}" if q.relation else ends


def _reads(text: str, language: str) -> str:
    return " | ".join(_told(q) for q in _found(text, language))


def _entries(key: str) -> list[tuple[str, object]]:
    return [(language, entry) for language, rules in RULES.items() for entry in rules.examples[key]]


def _id(value: object) -> str:
    return value if isinstance(value, str) else str(getattr(value, "form", None) or getattr(value, "example", value))


@pytest.mark.parametrize(("language", "pair"), _entries("pairs"), ids=_id)
def test_example_of_two_numbers_reads_as_told(language: str, pair: Pair) -> None:
    assert _reads(pair.example, language) == pair.reads


@pytest.mark.parametrize(("language", "entry"), _entries("collectives"), ids=_id)
def test_collective_has_its_ends_in_its_example(language: str, entry: Collective) -> None:
    (found,) = _found(entry.example, language)
    assert (found.quantity.min, found.quantity.max) == (entry.min, entry.max)


@pytest.mark.parametrize(("language", "entry"), _entries("before"), ids=_id)
def test_words_before_a_number_do_what_their_entry_says(language: str, entry: Qualifier) -> None:
    expected = "" if entry.effect in REASONS else READS.get(entry.effect, f"20 {entry.effect}")
    assert _reads(f"{entry.form} 20 {NOUN[language]}", language) == expected


@pytest.mark.parametrize(("language", "entry"), _entries("after"), ids=_id)
def test_words_behind_a_number_do_what_their_entry_says(language: str, entry: Qualifier) -> None:
    expected = "" if entry.effect in REASONS else READS.get(entry.effect, f"20 {entry.effect}")
    assert _reads({"de": "Es waren 20 ", "en": "It was 20 "}[language] + entry.form, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "mindestens zwei Menschen", "2-"),
        ("de", "insgesamt mindestens 20 Tote", "20- total"),
        ("de", "mindestens schon 20 Tote", "20-"),
        ("de", "mehr als 1.200 Tote", "1200-"),
        ("de", "1'200 Soldaten und 1 200 Panzer", "1200 | 1200"),
        ("de", "zweihundertfünfzig Panzer", "250"),
        ("de", "dreitausendvierhundert Soldaten", "3400"),
        ("de", "siebenhundertneunundzwanzigtausendsiebenhundertsiebenundzwanzig Euromünzen", "729727"),
        ("de", "zwei Millionen Vertriebene", "2000000"),
        ("de", "eine halbe Million und anderthalb Millionen Menschen", "500000 | 1500000"),
        ("de", "mehrere Hundert Häuser, Dutzende Millionen Menschen", "200- | 24000000-"),
        ("de", "knapp zwei Dutzend Drohnen", "24"),
        ("de", "zwei bis drei Millionen Menschen", "2000000-3000000"),
        ("de", "mindestens 10, möglicherweise 15 Tote", "10-15"),
        ("de", "122 Raketen und 36 Drohnen; 114 davon habe man abgefangen", "122 | 36 | 114 share"),
        ("de", "zwölf Tote und 20 weitere Verletzte", "12 | 20 increment"),
        ("en", "killing four people and wounding at least 20", "4 | 20-"),
        ("en", "some 650,000 people", "650000"),
        ("en", "three hundred and twenty thousand soldiers", "320000"),
        ("en", "twenty-one soldiers and a hundred drones", "21 | 100"),
        ("en", "two and a half million people", "2500000"),
        ("en", "tens of thousands of people", "20000-"),
        ("en", "31 people, two children among them", "31 | 2 subset"),
        ("en", "killed six and wounded nine others", "6 | 9 increment"),
        ("en", "the toll rose to at least 14 from 12", "14- | 12 former"),
    ],
)
def test_count_has_the_ends_that_its_words_leave(language: str, text: str, expected: str) -> None:
    assert _reads(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "im Jahr 2024"), ("de", "seit 2014"), ("de", "Weber (54) kam"),
        ("de", "um 3.15 Uhr"), ("de", "mit 155-mm-Granaten"), ("de", "das Flugzeug SU 34"),
        ("de", "800 Kilometer"), ("de", "40 Prozent"), ("de", "1,5 Milliarden Euro"),
        ("de", "nach drei Tagen"), ("de", "Panzer Leopard 2"), ("de", "1,5 Punkte mehr"),
        ("en", "in 2022"), ("en", "the 2022 invasion"), ("en", "aged 54"),
        ("en", "Reed, 54, said"), ("en", "a five-storey building"), ("en", "$250 million"),
        ("en", "on July 4"), ("en", "flight MH 17"), ("en", "600 kilometers"),
    ],
)  # fmt: skip
def test_years_ages_units_and_shares_count_nothing(language: str, text: str) -> None:
    assert _found(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "am 24. Februar"), ("de", "das System S-300"), ("de", "die 2. Brigade"), ("de", "Sie siegten 3:2"),
        ("de", "um 11:12 Uhr"), ("en", "12:30 am"), ("en", "F-16 jets"), ("en", "the vote was 24-23"),
        ("en", "on 9/11"),
    ],
)  # fmt: skip
def test_ordinals_models_clocks_and_scores_count_nothing(language: str, text: str) -> None:
    assert _found(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text", "noun"),
    [
        ("de", "Zwei russische Raketen trafen Kiew", "Raketen"),
        ("de", "15 Kiewer Bürger flohen", "Bürger"),
        ("de", "Hunderte von schwer verletzten Menschen", "Menschen"),
        ("de", "mehr als 130 wurden verletzt", None),
        ("en", "Two Russian ballistic missiles hit Kyiv", "missiles"),
        ("en", "more than 100 police officers came", "officers"),
        ("en", "at least 31 dead", "dead"),
        ("en", "and wounding 84.", None),
    ],
)
def test_number_counts_the_noun_behind_its_adjectives_and_no_other(language: str, text: str, noun: str | None) -> None:
    sentence = _sentence(text, language)
    (found,) = find_quantities(sentence, RULES[language])
    assert (None if found.noun is None else sentence.tokens[found.noun].text) == noun
    counted = [t.text for i, t in enumerate(sentence.tokens) if i > found.last and found.counts(i, i)]
    assert noun in (*counted, None)
    assert "Kiew" not in counted


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Eine Frau starb", "1"),
        ("de", "Mindestens ein Mensch starb", "1-"),
        ("de", "Ein 54-Jähriger starb", "1"),
        ("de", "Eine Frau und zwei Kinder starben", "3"),
        ("de", "Elf Zivilisten und ein Soldat starben", "12"),
        ("de", "Zwei Männer und eine Frau starben", "3"),
        ("de", "Ein Angriff und zwei Brände", "2"),
        ("de", "Drei Frachter und eine Frau", "3 | 1"),
        ("en", "A 7-year-old girl died", "1"),
        ("en", "a woman and two children died", "3"),
        ("en", "two men and a girl died", "3"),
        ("en", "three generators and a soldier", "3 | 1"),
    ],
)
def test_person_with_an_article_counts_as_one(language: str, text: str, expected: str) -> None:
    assert _reads(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "value", "currency"),
    [
        ("de", "1,5 Milliarden Euro", 1_500_000_000, "EUR"),
        ("de", "2,5 Mrd. US-Dollar", 2_500_000_000, "USD"),
        ("de", "ein 60,8-Milliarden-Dollar-Paket", 60_800_000_000, "USD"),
        ("de", "ein Zwei-Milliarden-Dollar-Kredit", 2_000_000_000, "USD"),
        ("de", "300 Mio. Schweizer Franken", 300_000_000, "CHF"),
        ("de", "US$ 61 Mrd. für Waffen", 61_000_000_000, "USD"),
        ("de", "bis zu 10 Milliarden schwedische Kronen", 10_000_000_000, "SEK"),
        ("de", "zwei bis drei Millionen Euro", 2_000_000, "EUR"),
        ("en", "$250 million", 250_000_000, "USD"),
        ("en", "a $61 billion package", 61_000_000_000, "USD"),
        ("en", "between $2 and $3 billion", 2_000_000_000, "USD"),
        ("en", "€8bn", 8_000_000_000, "EUR"),
        ("en", "£120m", 120_000_000, "GBP"),
        ("en", "A$1.5 billion", 1_500_000_000, "AUD"),
        ("en", "200 million euros", 200_000_000, "EUR"),
        ("en", "a 300-million-euro package", 300_000_000, "EUR"),
    ],
)
def test_sum_is_in_plain_units_and_its_currency(language: str, text: str, value: float, currency: str) -> None:
    found = find_money(_sentence(f"Sie gaben {text} dafür", language), RULES[language])
    assert [(m.money.value, m.money.currency) for m in found] == [(value, currency)]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Berlin gave €8bn (£6.7bn)."), ("de", "Oslo gab 5 Milliarden Kronen, umgerechnet 430 Millionen Euro.")],
)
def test_sum_that_restates_another_is_a_conversion(language: str, text: str) -> None:
    assert [m.converted for m in find_money(_sentence(text, language), RULES[language])] == [False, True]


def test_all_sums_in_one_bracket_restate_the_sum_before_it() -> None:
    found = find_money(_sentence("Berlin gave €8bn (£6.7bn; $8.7bn).", "en"), RULES["en"])
    assert [m.converted for m in found] == [False, True, True]


def test_sum_a_day_or_piece_is_a_rate() -> None:
    assert [m.rate for m in find_money(_sentence("Das kostet 5 Millionen Euro pro Tag.", "de"), RULES["de"])] == [True]


@pytest.mark.parametrize(("language", "text"), [("en", "two 2,000-pound bombs"), ("de", "eine 900-Pfund-Bombe")])
def test_pounds_behind_a_hyphen_are_a_weight(language: str, text: str) -> None:
    assert find_money(_sentence(text, language), RULES[language]) == ()


def test_crowns_are_those_of_the_country_that_gives_them() -> None:
    (found,) = find_money(_sentence("Sie zahlen 1,5 Milliarden Kronen.", "de"), RULES["de"])
    assert [found.in_currency_of(c).currency for c in ("NO", "CZ", "FR")] == ["NOK", "CZK", found.money.currency]


@pytest.mark.parametrize("text", ["hundreds of millions of dollars", "billions of euros"])
def test_vague_sum_is_neither_money_nor_a_count(text: str) -> None:
    sentence = _sentence(text, "en")
    assert (find_money(sentence, RULES["en"]), find_quantities(sentence, RULES["en"])) == ((), ())


def test_text_of_a_count_are_its_words_with_their_qualifiers() -> None:
    (found,) = _found("Dort starben mindestens zwei Menschen", "de")
    assert found.quantity.text == "mindestens zwei"
    assert (found.first, found.number, found.last) == (2, 3, 3)


@pytest.mark.parametrize(
    "text",
    ["9" * 50_000, "1." * 20_000, "1 " * 20_000, "zwei und " * 20_000, "hundert" * 5_000, "Millionen " * 20_000,
     "$" * 50_000, "mehr als " * 20_000, "\u202e12\u200f Tote " * 5_000, "eine " * 20_000],
    ids=["digits", "ordinals", "numbers", "words", "compound", "multipliers", "signs", "qualifiers", "marks", "one"],
)  # fmt: skip
@pytest.mark.timeout(30)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    for sentence in parse(text, "", SPLIT["de"]).sentences:
        for found in find_quantities(sentence, RULES["de"]):
            assert 0 <= (found.quantity.min or 0) <= 10**15
        find_money(sentence, RULES["de"])
