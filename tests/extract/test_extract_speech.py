"""What statements quote, and that sentences of nothing but verbs of saying are read."""

from datetime import UTC, datetime

import pytest

from schemas import Article, Statement
from worker.extract import extract


def _statements(text: str, language: str) -> list[Statement]:
    article = Article(
        id="a", title="", text=text, language=language, published=datetime(2025, 7, 21, tzinfo=UTC),
        fetched=datetime(2025, 7, 21, tzinfo=UTC), source="cases",
    )  # fmt: skip
    return [e for e in extract(article) if isinstance(e, Statement)]


def test_direct_speech_is_quoted_without_its_marks() -> None:
    text = "“We will not hand over Kharkiv to Russia,” Ukrainian President Volodymyr Zelensky said on Monday."
    (statement,) = _statements(text, "en")
    (quote,) = statement.quotes
    assert quote.direct
    assert quote.text == "We will not hand over Kharkiv to Russia,"
    assert text[quote.start : quote.end] == quote.text


def test_reported_content_is_quoted_as_not_direct() -> None:
    text = "Der ukrainische Präsident Wolodymyr Selenskyj sagte, Russland müsse seine Truppen abziehen."
    (statement,) = _statements(text, "de")
    (quote,) = statement.quotes
    assert not quote.direct
    assert quote.text == "Russland müsse seine Truppen abziehen"


def test_a_sentence_that_goes_on_is_reported_as_a_whole() -> None:
    text = "Der ukrainische Präsident Selenskyj wies Russlands Forderung zurück. Man werde kein Gebiet abtreten."
    (statement,) = _statements(text, "de")
    assert [q.text for q in statement.quotes if not q.direct][-1] == "Man werde kein Gebiet abtreten."


@pytest.mark.parametrize("piece", ["said ", "Russia said that Ukraine warned, saying ", "„“said: and ", "so Russia, "])
def test_sentences_of_nothing_but_speech_are_read(piece: str) -> None:
    assert isinstance(_statements(piece * 60, "en"), list)
