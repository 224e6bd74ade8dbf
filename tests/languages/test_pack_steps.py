"""No pattern of a pack takes a number of steps that grows faster than the sentence, whatever the sentence repeats."""

from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from typing import Any

import pytest

from worker.extract.values import times
from worker.languages import patterns
from worker.languages.pack import Pack, languages, load_pack
from worker.languages.patterns import parse
from worker.languages.time_rules import TimeRules
from worker.text import document
from worker.text.document import SplitRules

STEPS = 100  # for each word of the sentence
WORDS = 60
LANGUAGES = languages()


class Counted:
    """A function that counts how often it is called."""

    def __init__(self, function: Any) -> None:
        self.function, self.calls = function, 0

    def __call__(self, *arguments: Any) -> Any:
        self.calls += 1
        return self.function(*arguments)


def pumped(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Sentences of these words again and again: all of them, each alone, each with an unknown one behind it."""
    rows = [tuple(words), *((w,) for w in words), *((w, "x") for w in words)]
    for row in dict.fromkeys(r for r in rows if r):
        yield tuple(islice(cycle(row), WORDS))


def tokens_of(pack: Pack) -> Iterator[tuple[str, ...]]:
    for rows in pack.patterns.values():
        for _, pattern in rows:
            yield pattern.tokens


@pytest.mark.parametrize("language", LANGUAGES)
def test_patterns_take_steps_in_proportion(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(patterns._walk)
    monkeypatch.setattr(patterns, "_walk", counted)
    pack = load_pack(language)
    for tokens in tokens_of(pack):
        pattern = patterns.Pattern(tokens, next(i for i, t in enumerate(tokens) if not patterns._open(t)))
        for words in pumped([t for t in tokens if not patterns._open(t)]):
            counted.calls = 0
            for start in range(len(words)):
                patterns.match(pattern, words, start)
            assert counted.calls <= STEPS * len(words), (tokens, words[:4])


def test_a_pattern_with_many_open_places_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(patterns._walk)
    monkeypatch.setattr(patterns, "_walk", counted)
    words = ("a",) * WORDS
    patterns.match(parse("a {b} a {c} a {d} a {e} a {f} z"), words, 0)
    assert counted.calls > STEPS * len(words)


def words_of(rules: TimeRules, pattern: str) -> Iterator[list[str]]:
    """For each word of its elements a sentence of the rule: of a class some member, of several words each in turn."""
    choices = [_words(element, rules) for element in pattern.split()]
    for turn in range(max(map(len, choices))):
        yield [choice[turn % len(choice)] for choice in choices]


SIGNS = {"{day}": "12", "{number}": "12", "{clock}": "12", "{year}": "2025", "{numeric}": "12.3.2025"}


def _words(element: str, rules: TimeRules) -> list[str]:
    """Some words that stand for an element: of an expression within it a weekday, of a class its first members."""
    found: list[str] = []
    for part in element.removesuffix("?").split("|"):
        name = "weekday" if part == "{time}" else part[1:-1]
        found += list(rules.classes.get(name, ()))[:3] if part.startswith("{") else [part]
        found += [SIGNS[part]] if part in SIGNS else []
    return found or ["x"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_time_rules_take_steps_in_proportion(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(times._walk)
    monkeypatch.setattr(times, "_walk", counted)
    rules = load_pack(language).times
    for pattern in dict.fromkeys(rule.pattern for rule in rules.rules):
        for words in (sentence for row in words_of(rules, pattern) for sentence in pumped(row)):
            (sentence,) = document.parse(" ".join(words), "", SplitRules()).sentences[:1]
            counted.calls = 0
            times.find_times(sentence, rules)
            assert counted.calls <= STEPS * len(sentence.tokens), (pattern, words[:6])
