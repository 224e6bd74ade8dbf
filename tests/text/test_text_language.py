"""Which language a text is in."""

import pytest

from worker.text.language import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Russische Raketen treffen Wohnhaus in Kiew", "de"),
        ("Ministers meet in Paris to discuss the ceasefire", "en"),
        ("Les forces russes ont attaqué la ville", "fr"),
        ("Нічна атака на Київ: є загиблі", "uk"),
        ("Las tropas entraron en la ciudad por la noche", "es"),
    ],
)
def test_headline_tells_its_language(text: str, language: str) -> None:
    assert identify(text) == language


def test_source_decides_where_the_text_does_not() -> None:
    assert identify("Gaza", "de") == "de"


def test_a_language_that_is_read_can_be_told() -> None:
    text = "Vladimir Putin amefika Beijing kwa mazungumzo na rais wa China"
    assert identify(text) != "sw"
    assert identify(text, read=("de", "sw")) == "sw"


def test_source_decides_where_nobody_can_tell_the_language() -> None:
    assert identify("Die Regierung hat beschlossen, der Ukraine zu helfen.", "xx", read=("xx",)) == "xx"


def test_source_does_not_decide_against_the_text() -> None:
    assert identify("Die Regierung in Berlin hat am Montag neue Hilfen für die Ukraine beschlossen.", "en") == "de"
