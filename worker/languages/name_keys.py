"""Keys under which names are looked up, whatever ending German and English give them."""

import re
from collections.abc import Iterable
from typing import Final

from worker.text.kept import Kept
from worker.text.normalise import fold

_INNER_ENDING = re.compile(r"(?<=...)e[rsnm]?$")
_LAST_ENDING = re.compile(r"(?<=...)(?:e?s|(?<=e)n)$")


def name_key(words: Iterable[str]) -> str:
    """Lookup key of a name: one word as it is, several with the endings left open in which German and English inflect.

    `words` are folded (`worker.text.normalise.fold`).
    """
    *inner, last = words
    if not inner:
        return last
    return " ".join([*map(open_inner, inner), open_last(last)])


def key_of(name: str) -> str:
    """The `name_key` of a name as it is written."""
    return name_key(fold(name).split(" "))


def openers(keys: Iterable[str]) -> dict[str, int]:
    """First word of each key of several words -> most words that a key beginning so has: where to stop looking."""
    found: dict[str, int] = {}
    for key in keys:
        words = key.count(" ") + 1
        if words > 1:
            first = key.split(" ", 1)[0]
            found[first] = max(found.get(first, 0), words)
    return found


_inner: Final = Kept(lambda word: _INNER_ENDING.sub("", word))
_last: Final = Kept(lambda word: _LAST_ENDING.sub("", word))


def open_inner(word: str) -> str:
    """`word` as it stands in the key of a longer name before the last word."""
    return _inner.of(word)


def open_last(word: str) -> str:
    """`word` as it stands at the end of the key of a longer name."""
    return _last.of(word)
