"""What is kept of the words of an article, so that a copy of it is known when its text is gone.

A bottom-k sketch: the smallest of the hashes of all shingles, which are runs of words. Below the point up to which two
sketches are complete, both are the same sample of their texts, so what part of one the other has, too, is what part of
one text stands in the other. That knows a cut copy as well as a whole one; the permutations of MinHash tell how much
two texts resemble each other, and want twice the memory to tell as much of a cut one. A translation is no copy.
"""

import re
from base64 import b64decode, b64encode
from bisect import bisect
from functools import lru_cache
from hashlib import blake2b

SHINGLE = 3  # words: one that is changed costs three shingles
KEPT = 64  # hashes of a text, by which one that was cut to a seventh is still known
HASH_BYTES = 3
COPY = 0.3  # share of a text in another from which it is a copy: what outlets put around it counts against it
FEWEST = 8  # hashes that a share is taken of

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=8)  # once for all events of an article
def sketch(text: str) -> str:
    """Return the sketch of a text, 256 characters at most."""
    words = _WORD.findall(text.casefold())
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    hashes = {blake2b(shingle.encode(), digest_size=HASH_BYTES).digest() for shingle in shingles}
    return b64encode(b"".join(sorted(hashes)[:KEPT])).decode()


def same_text(a: str, b: str) -> bool:
    """Of two sketches: is one text the other, whole, cut or slightly edited? False where they are too short to tell."""
    return contained(a, b) >= COPY


def contained(a: str, b: str) -> float:
    """The share (0 to 1) of the shorter text that stands in the other; 0 where too little can be compared."""
    common = len(_members(a) & _members(b))
    if not common:
        return 0.0  # as nearly always
    ours, theirs = _hashes(a), _hashes(b)
    complete = min(_complete_to(ours), _complete_to(theirs))
    shorter = min(bisect(ours, complete), bisect(theirs, complete))
    return common / shorter if shorter >= FEWEST else 0.0


def _complete_to(hashes: tuple[bytes, ...]) -> bytes:
    """Up to which hash a sketch has all of its text: to the end where they were few."""
    return hashes[-1] if len(hashes) == KEPT else b"\xff" * HASH_BYTES


@lru_cache(maxsize=4096)
def _hashes(sketch: str) -> tuple[bytes, ...]:
    found = b64decode(sketch)
    return tuple(found[i : i + HASH_BYTES] for i in range(0, len(found), HASH_BYTES))


@lru_cache(maxsize=4096)
def _members(sketch: str) -> frozenset[bytes]:
    return frozenset(_hashes(sketch))
