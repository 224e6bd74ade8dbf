"""Texts that are made to cost time or to break what reads them end in events or a named refusal.

Here a few of each kind; `python bench/hostile.py` reads ten thousand.
"""

import time
from datetime import UTC, datetime

import pytest

from bench import hostile
from bench.hostile_texts import KINDS
from schemas import Article
from worker import app
from worker.extract import extract
from worker.text import document

NAMES = sorted(KINDS)
LENGTHS = (100, 400, 1_000, 4_000)
SECONDS = 30.0  # of processor time


def article(text: str, language: str = "en") -> Article:
    return Article(id="1", text=text, language=language, fetched=datetime(2026, 1, 1, tzinfo=UTC), source="test")


@pytest.mark.parametrize("kind", NAMES)
def test_hostile_text_ends_in_events_or_a_named_refusal(kind: str) -> None:
    numbers = (NAMES.index(kind) + len(NAMES) * k for k in range(len(LENGTHS)))
    for number, length in zip(numbers, LENGTHS, strict=True):
        text = hostile.hostile(number, length)
        assert text.kind == kind
        assert not hostile.outcome(text, SECONDS).failed, text


def test_the_same_number_is_the_same_text() -> None:
    assert hostile.hostile(7) == hostile.hostile(7)
    assert hostile.hostile(7) != hostile.hostile(8)


def test_the_limit_is_that_of_the_workers() -> None:
    assert hostile.LIMIT_S == app.SOFT_LIMIT_S


def test_a_text_that_takes_too_long_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_: Article) -> None:
        while True:
            time.sleep(0)

    monkeypatch.setattr(hostile, "extract", endless)
    assert "Late" in hostile.outcome(hostile.hostile(NAMES.index("article"), 100), 0.05).failed


def test_an_error_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile, "extract", lambda _: {}["word"])
    assert "KeyError" in hostile.outcome(hostile.hostile(NAMES.index("article"), 100)).failed


def test_what_lies_behind_the_limit_of_a_document_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "LONGEST_DOCUMENT", 100)
    told = "Russia attacked Kyiv on Monday with 30 drones, killing three people."
    filler = "It rained all day long in the mountains near the border.\n" * 10
    assert len(extract(article(f"{told}\n{filler}"))) == 1
    assert extract(article(f"{filler}{told}")) == ()
