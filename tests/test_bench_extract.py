"""What the bench of reading speed measures, and when it says that an aim is missed."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from bench import extract
from bench.extract import Labelled, Measured, measure, reached

ARTICLES: list[Labelled] = [
    {"language": "de", "text": "Wort " * 700},
    {"language": "en", "text": "word " * 350},
    {"language": "de", "text": "Wort " * 350},
]


def well(**changed: Any) -> Measured:
    return Measured(**{"load_s": 2.0, "memory_mb": 350.0, "passes": {"de": [1.0, 40.0, 41.0], "en": [60.0]}} | changed)


def test_every_pass_reads_all_articles_of_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = count()
    monkeypatch.setattr(extract.time, "process_time", lambda: float(next(seconds)))  # each look at it costs a second
    read: list[Labelled] = []

    def load() -> Callable[[Labelled], object]:
        return read.append

    measured = measure(load, ARTICLES, passes=2)

    assert read == [ARTICLES[0], ARTICLES[2], ARTICLES[1]] * 2
    assert measured.passes == {"de": [3.0, 3.0], "en": [1.0, 1.0]}  # in articles of 350 words
    assert measured.load_s == 1.0
    assert measured.memory_mb > 1


def test_depesche_reads_labelled_articles() -> None:
    labelled = {"id": "1", "text": "Russian drones attacked Kyiv.", "language": "en", "events": [], "story": "s"}
    assert extract.depesche()(labelled)


def test_aims_are_reached_by_the_median_pass() -> None:
    assert reached(well())


@pytest.mark.parametrize("changed", [{"load_s": 2.1}, {"memory_mb": 351.0}, {"passes": {"de": [50.0, 39.0, 39.0]}}])
def test_one_missed_aim_is_told(changed: dict[str, Any]) -> None:
    assert not reached(well(**changed))
