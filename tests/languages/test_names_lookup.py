"""What a name can stand for, in every spelling that German and English outlets use."""

from datetime import date
from pathlib import Path

import pytest

from worker.errors import PackError
from worker.languages.name_keys import key_of, name_key, openers
from worker.languages.name_rows import Country
from worker.languages.names import load_names
from worker.languages.tables import rows

NAMES = load_names()


def entries(name: str) -> set[str]:
    return {s.entry.name for s in NAMES.senses(key_of(name))}


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Charkiw", "Kharkiv"),
        ("Kharkov", "Kharkiv"),
        ("Lemberg", "Lviv"),
        ("Selenskyj", "Volodymyr Zelensky"),
        ("Zelenskyy", "Volodymyr Zelensky"),
        ("Peskow", "Dmitry Peskov"),
        ("Vereinten Nationen", "United Nations"),
        ("Vereinte Nationen", "United Nations"),
        ("Hisbollah", "Hezbollah"),
        ("russischen Streitkräften", "Russian Armed Forces"),
        ("Pont-Sonde", "Pont-Sondé"),
        ("Vereinigten Staaten", "United States"),
    ],
)
def test_spellings_lead_to_one_name(spelling: str, name: str) -> None:
    assert name in entries(spelling)


def test_inflection_of_a_longer_name_does_not_change_its_key() -> None:
    keys = {key_of(n) for n in ("Roter Halbmond", "Roten Halbmonds", "Rote Halbmond")}
    assert len(keys) == 1


def test_a_single_word_is_its_own_key() -> None:
    assert name_key(["wales"]) == "wales"


def test_openers_tell_how_many_words_a_name_can_have() -> None:
    assert openers(["new york", "new york city", "kyiv"]) == {"new": 3}


def test_a_country_is_named_in_english_by_its_code() -> None:
    assert NAMES.country("UA") == "Ukraine"
    assert NAMES.country("IL") == "Israel"
    assert NAMES.country(None) is None
    assert NAMES.country("ZZ") is None


def test_an_office_is_the_one_held_when_the_article_was_published() -> None:
    before, after = NAMES.term_at("Donald Trump", date(2019, 5, 1)), NAMES.term_at("Donald Trump", date(2023, 5, 1))
    assert before is not None
    assert before.office == "president"
    assert after is None or after.office != "president"


def test_holders_of_an_office_change_with_time() -> None:
    assert [p.name for p in NAMES.holders("US", "president", date(2023, 5, 1))] == ["Joe Biden"]
    assert [p.name for p in NAMES.holders("US", "president", date(2025, 5, 1))] == ["Donald Trump"]


def test_a_guard_counts_only_in_its_language() -> None:
    country = next(s for s in NAMES.senses("jordan") if s.standing == "country")
    assert country.needs("de") == ("never",)
    assert country.needs("en") == ()


def test_a_table_with_an_unknown_key_is_refused_with_its_place(tmp_path: Path) -> None:
    table = tmp_path / "countries.toml"
    table.write_text('countries = [\n  {iso2 = "UA", name = "Ukraine", kind = "country", colour = "blue"},\n]\n')
    with pytest.raises(PackError, match=r"countries\.toml.*colour"):
        rows(table, "countries", Country)


def test_names_are_loaded_once_per_process() -> None:
    assert load_names() is NAMES
