"""What is kept by the thousand, made short: events and results as JSON take a third of their size.

Deflated with a dictionary of what such JSON is made of, which does more for a short text than the text itself, then
base64, since all that is kept in Redis here is text. What was kept before it was packed reads as it is.
"""

import zlib
from base64 import b64decode, b64encode
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

from schemas import AlertBody
from schemas.base import Frozen

M = TypeVar("M", bound=Frozen)

# Both stay as they are for as long as anything is kept that was packed with them: a better dictionary gets a mark, too.
_MARK = "1:"
_DICTIONARY = (files("worker.store") / "packing.txt").read_bytes()
# Copied for each text: it has read the dictionary. Level 3 takes 6 % more room than the default, and 60 % of its time.
_DEFLATE = zlib.compressobj(3, zdict=_DICTIONARY)


def pack(text: str) -> str:
    """Return what `unpack` makes `text` of."""
    deflate = _DEFLATE.copy()
    return _MARK + b64encode(deflate.compress(text.encode()) + deflate.flush()).decode()


def unpack(kept: str) -> str:
    """Return the text that was packed. Raises ValueError where it was damaged or packed by another version."""
    if not kept.startswith(_MARK):
        return kept
    inflate = zlib.decompressobj(zdict=_DICTIONARY)
    try:
        text = inflate.decompress(b64decode(kept.removeprefix(_MARK))) + inflate.flush()
    except zlib.error as error:
        raise ValueError(f"not as it was packed: {error}") from error
    if not inflate.eof:
        raise ValueError("not as it was packed: its end is missing")
    return text.decode()


def load(model: type[M], text: str) -> M:
    """Return what was kept as JSON, without the fields that a newer version adds. Raises ValueError."""
    return model.model_validate_json(text, extra="ignore")


def read(model: type[M], kept: str) -> M | None:
    """Return what was kept, packed or not; None where that is something else, or cannot be read by this version."""
    try:
        return load(model, unpack(kept))
    except ValueError:
        return None


@lru_cache(maxsize=1_000)  # the candidates of one article are mostly those of the next one, too
def read_body(kept: str) -> AlertBody | None:
    """Return what is known of an event, None where that cannot be read."""
    return read(AlertBody, kept)
