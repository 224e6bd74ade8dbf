"""Phrases of a language's tables: where they stand in a row of tokens."""

from collections import defaultdict
from collections.abc import Iterable, Set
from typing import Generic, TypeVar

from worker.text.normalise import normalise
from worker.text.tokens import Token, tokens

Words = tuple[str, ...]
Value = TypeVar("Value")


class Phrases(Generic[Value]):
    """Values by phrases of folded words; what a phrase writes without a blank has to stand without one ("A$")."""

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        found = [(_phrase(form), value) for form, value in entries]
        self._forward = _by_word(found, 0)
        self._backward = _by_word(found, -1)

    def word(self, word: str) -> Value | None:
        """The value of a phrase that is this one word."""
        return next((value for phrase, value in self._forward.get(word, ()) if len(phrase) == 1), None)

    def starts(self) -> Set[str]:
        """The words that a phrase can begin with."""
        return self._forward.keys()

    def at(self, tokens: tuple[Token, ...], i: int) -> tuple[Value, int] | None:
        """The value of the longest phrase that begins at token `i`, and its last token."""
        if i >= len(tokens):
            return None
        for phrase, value in self._forward.get(tokens[i].lower, ()):
            if len(phrase) == 1 or _stands(phrase, tokens, i):
                return value, i + len(phrase) - 1
        return None

    def before(self, tokens: tuple[Token, ...], end: int) -> tuple[Value, int] | None:
        """The value of the longest phrase that ends right before token `end`, and its first token."""
        if end <= 0:
            return None
        for phrase, value in self._backward.get(tokens[end - 1].lower, ()):
            start = end - len(phrase)
            if len(phrase) == 1 or (start >= 0 and _stands(phrase, tokens, start)):
                return value, start
        return None


_Phrase = tuple[tuple[str, bool], ...]  # words, and whether each is written right behind the one before


def _phrase(form: str) -> _Phrase:
    text = normalise(form)
    ends = -1
    found = []
    for token in tokens(text, 0, len(text)):
        found.append((token.lower, token.start == ends))
        ends = token.end
    return tuple(found)


def _by_word(found: Iterable[tuple[_Phrase, Value]], place: int) -> dict[str, tuple[tuple[_Phrase, Value], ...]]:
    """The phrases by their first or last word, longest first."""
    index: dict[str, list[tuple[_Phrase, Value]]] = defaultdict(list)
    for phrase, value in found:
        index[phrase[place][0]].append((phrase, value))
    return {word: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for word, entries in index.items()}


def _stands(phrase: _Phrase, row: tuple[Token, ...], start: int) -> bool:
    if start + len(phrase) > len(row):
        return False
    return all(
        row[start + k].lower == word and not (glued and row[start + k].start > row[start + k - 1].end)
        for k, (word, glued) in enumerate(phrase)
    )


def stand_at(words: Words, row: tuple[Token, ...], start: int) -> bool:
    """Do these words stand at token `start`?"""
    return 0 <= start <= len(row) - len(words) and all(row[start + k].lower == w for k, w in enumerate(words))
