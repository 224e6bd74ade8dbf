"""What is asked about words, of the same words again and again."""

from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
_MOST = 32_768  # words


class Kept(Generic[Answer]):
    """Answers to one question, which `find` is asked: none is None. Compiled, it is called as what it is, and not
    from outside as an `lru_cache`; where there are too many answers, all are forgotten.
    """

    def __init__(self, find: Callable[[str], Answer]) -> None:
        self._find = find
        self._found: dict[str, Answer] = {}

    def of(self, word: str) -> Answer:
        """The answer for `word`."""
        found = self._found.get(word)
        if found is None:
            if len(self._found) >= _MOST:
                self._found.clear()
            found = self._found[word] = self._find(word)
        return found
