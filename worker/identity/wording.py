"""How alike two texts are, whatever their language.

For copies of one wire text, and as a last resort for statements.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from worker.text.names import name_key

_WORD = re.compile(r"[^\W_]+")
_SHINGLE = 4  # words
_COPY = 0.6  # share of the shorter text's shingles that the longer one repeats
_EDIT = 0.6  # share of the longer text's words that the shorter one has, too
_STEM = 6  # letters by which words of one language are compared: endings differ
_FEW = 3
_NAME = 4  # letters from which a capitalised word counts as a name


def is_copy(a: str, b: str) -> bool:
    """Is one text the other, whole, cut or slightly edited? Word shingles, contained rather than equal."""
    ours, theirs = _shingles(a), _shingles(b)
    shorter = min(len(ours), len(theirs))
    return bool(shorter) and len(ours & theirs) >= _COPY * shorter


def same_marks(a: str, b: str) -> bool:
    """Has one text no name or number that the other has not? Reports of one pattern differ in them, copies do not."""
    ours, theirs = _marks(a), _marks(b)
    return ours <= theirs or theirs <= ours


def is_edit(a: str, b: str) -> bool:
    """Is one text the other with some words changed, as in a correction? By the words that both have, in any order."""
    ours, theirs = Counter(name_key(a).split()), Counter(name_key(b).split())
    longer = max(ours.total(), theirs.total())
    return bool(longer) and (ours & theirs).total() >= _EDIT * longer


def shared_words(a: str, b: str, known: Iterable[str]) -> float:
    """Share of the long words of the shorter text that the other has too, by their first letters (0 to 1).

    `known` are words that both are known to hold and that prove nothing.
    """
    ignored = _beginnings(known, _STEM)
    return _share(_stems(a) - ignored, _stems(b) - ignored)


def shared_marks(a: str, b: str, known: Iterable[str]) -> tuple[int, float]:
    """Names and numbers that two texts of any languages share: how many, and their share in the text with fewer.

    `known` as in `shared_words`.
    """
    ignored = _beginnings(known, _NAME)
    ours, theirs = _marks(a) - ignored, _marks(b) - ignored
    return len(ours & theirs), _share(ours, theirs)


def _beginnings(texts: Iterable[str], letters: int) -> frozenset[str]:
    return frozenset(word[:letters] for text in texts for word in name_key(text).split())


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared members over those of the smaller set, which counts for no fewer than a few: one of one proves little."""
    shorter = max(min(len(a), len(b)), _FEW)
    return len(a & b) / shorter


@lru_cache(maxsize=4096)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = name_key(text).split()
    size = min(_SHINGLE, len(words))
    return frozenset(tuple(words[i : i + size]) for i in range(len(words) - size + 1)) if words else frozenset()


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(w[:_STEM] for w in name_key(text).split() if len(w) >= _STEM)


@lru_cache(maxsize=4096)
def _marks(text: str) -> frozenset[str]:
    """Numbers, and capitalised words by their first letters; where nouns are capitalised, they are shared by nobody."""
    words = _WORD.findall(text)
    return frozenset(
        name_key(w)[:_NAME] if not w.isdigit() else w
        for w in words
        if w.isdigit() or (w[0].isupper() and len(w) >= _NAME)
    )
