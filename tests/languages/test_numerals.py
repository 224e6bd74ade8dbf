"""Numbers in words and figures."""

from importlib.resources import files

import pytest

from worker.languages.numerals import Numerals
from worker.languages.tables import read_toml
from worker.text.tokens import Token, tokens

NUMERALS = {
    language: Numerals.of(read_toml(files("worker.languages") / language / "quantities.toml"))
    for language in ("de", "en")
}
BELOW_TEN = ["", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
TENS = ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]


def _tokens(text: str) -> list[Token]:
    return list(tokens(text, 0, len(text)))


def test_every_german_number_from_21_to_99_is_read() -> None:
    for n in range(21, 100):
        unit = BELOW_TEN[n % 10]
        word = f"{unit}und{TENS[n // 10]}" if unit else TENS[n // 10]
        assert NUMERALS["de"].read(_tokens(word), 0) == (n, 0), word


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("de", "hunderteins", 101), ("de", "hundertundeins", 101), ("de", "elfhundert", 1100),
        ("de", "zweihundertfünfzig", 250), ("de", "neunzehnhundertachtzig", 1980), ("de", "eintausend", 1000),
        ("de", "dreihundertzwanzigtausendvierhundert", 320_400), ("de", "tausendzwei", 1002),
        ("en", "twenty one", 21), ("en", "twenty-one", 21), ("en", "one hundred and five", 105),
        ("en", "fifteen hundred", 1500), ("en", "one thousand two hundred thirty-five", 1235),
        ("en", "three hundred and twenty thousand four hundred", 320_400), ("en", "five thousand and two", 5002),
    ],
)  # fmt: skip
def test_number_words_have_their_value(language: str, text: str, value: int) -> None:
    row = _tokens(text)
    assert NUMERALS[language].read(row, 0) == (value, len(row) - 1)


@pytest.mark.parametrize(("text", "value"), [("two three", 2), ("two and three", 2), ("ten people", 10)])
def test_words_that_do_not_go_together_are_two_numbers(text: str, value: int) -> None:
    assert NUMERALS["en"].read(_tokens(text), 0) == (value, 0)


@pytest.mark.parametrize("word", ["ein", "eine", "Hundertschaft", "tausendfach", "undzwanzig"])
def test_word_that_is_no_number_is_none(word: str) -> None:
    assert NUMERALS["de"].read(_tokens(word), 0) is None


@pytest.mark.parametrize(
    ("language", "figure", "value"),
    [
        ("de", "1.200", 1200), ("de", "1.200.000", 1_200_000), ("de", "1,5", 1.5), ("de", "1'200", 1200),
        ("de", "1.5", 1.5), ("de", "12:30", None), ("de", "07.10.2023", None), ("en", "1,200,000", 1_200_000),
        ("en", "1.5", 1.5), ("en", "1,200.5", 1200.5), ("en", "9" * 30, None),
    ],
)  # fmt: skip
def test_figures_group_and_split_as_the_language_writes_them(language: str, figure: str, value: float | None) -> None:
    found = NUMERALS[language].figure(_tokens(figure)[0])
    assert (found and found.value) == value
