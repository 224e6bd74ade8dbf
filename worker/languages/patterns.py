"""Phrases with open places: "nach Angaben {source}", "{killed} dead and {injured} wounded".

A pattern is parsed once into tokens; matching is a walk over the words of a sentence from its first literal word.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar

from worker.languages.words import words_of

# Words that an open place and a "*" may take up.
_WIDEST_SLOT: Final = 12
_WIDEST_GAP: Final = 4
_GAP: Final = "*"
T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Pattern:
    """`tokens`: folded words, "{name}" and "*"; `anchor`: index of the first word, `word`; `before`, `rest`: what
    stands before and behind that one, of the rest `literals` the words that follow it directly.
    """

    tokens: tuple[str, ...]
    anchor: int
    word: str = field(init=False)
    before: tuple[str, ...] = field(init=False)
    rest: tuple[str, ...] = field(init=False)
    literals: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.word = self.tokens[self.anchor]
        self.before, self.rest = self.tokens[: self.anchor], self.tokens[self.anchor + 1 :]
        self.literals = self.rest[: next((i for i, t in enumerate(self.rest) if _open(t)), len(self.rest))]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an open place stands: word indexes, `last` inclusive. At the edge of a pattern it is as wide as may be:
    the reader looks for what it seeks from the pattern outwards. Open places side by side have one span."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Match:
    """`first` and `last` word of the pattern itself, open places at its edges left out."""

    first: int
    last: int
    slots: tuple[Slot, ...]


def parse(text: str) -> Pattern:
    """The pattern that `text` writes; ValueError when it has no word of its own."""
    tokens = tuple(w for t in _pieces(text) for w in ((t,) if _open(t) else words_of(t)))
    anchor = next((i for i, t in enumerate(tokens) if not _open(t)), None)
    if anchor is None:
        raise ValueError(f"pattern without a word: {text!r}")
    return Pattern(tokens, anchor)


def _pieces(text: str) -> list[str]:
    return text.replace("{", " {").replace("}", "} ").split()


def _open(token: str) -> bool:
    return token.startswith("{") or token == _GAP


def find(patterns: dict[str, tuple[tuple[T, Pattern], ...]], words: tuple[str, ...]) -> Iterator[tuple[T, Match]]:
    """Where `patterns`, each with what it stands for and by their first words, stand in the folded `words`."""
    for start, word in enumerate(words):
        for value, pattern in patterns.get(word, ()):
            if found := match(pattern, words, start):
                yield value, found


def match(pattern: Pattern, words: tuple[str, ...], start: int) -> Match | None:
    """How `pattern` stands in the folded `words` with its first literal word at `start`; None where it does not."""
    if not (0 <= start < len(words)) or words[start] != pattern.word or (pattern.before and start == 0):
        return None
    if words[start + 1 : start + 1 + len(pattern.literals)] != pattern.literals:
        return None
    leading = tuple(Slot(t[1:-1], max(0, start - _WIDEST_SLOT), start - 1) for t in pattern.before if t != _GAP)
    rest = _walk(pattern.rest, words, start + 1)
    if rest is None:
        return None
    last, slots = rest
    return Match(start, last, leading + slots)


def _walk(tokens: tuple[str, ...], words: tuple[str, ...], position: int) -> tuple[int, tuple[Slot, ...]] | None:
    """(last literal word, open places) of `tokens` from `position`, each open place as narrow as may be."""
    literals = next((i for i, t in enumerate(tokens) if _open(t)), len(tokens))
    if words[position : position + literals] != tokens[:literals]:
        return None
    position, tokens = position + literals, tokens[literals:]
    if not tokens:
        return position - 1, ()
    width = next((i for i, t in enumerate(tokens) if not _open(t)), len(tokens))
    names = [t[1:-1] for t in tokens[:width] if t != _GAP]
    if width == len(tokens):
        end = min(len(words), position + _WIDEST_SLOT) - 1
        return (position - 1, tuple(Slot(n, position, end) for n in names)) if end >= position or not names else None
    word = tokens[width]
    for end in range(position + len(names), min(len(words), position + _widest(names) + 1)):
        rest = _walk(tokens[width:], words, end) if words[end] == word else None
        if rest:
            return rest[0], tuple(Slot(n, position, end - 1) for n in names) + rest[1]
    return None


def _widest(names: list[str]) -> int:
    return _WIDEST_SLOT if names else _WIDEST_GAP
