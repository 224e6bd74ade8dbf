"""Names as keys: what counts as one name."""

import unicodedata
from functools import lru_cache

_STROKES = str.maketrans("łøđħı", "lodhi")  # accents that Unicode does not take apart


@lru_cache(maxsize=10_000)
def name_key(name: str) -> str:
    """A name without case, accents and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain.casefold().translate(_STROKES)).split())


def one_person(name: str, other: str) -> bool:
    """May both name one person? A surname alone will do."""
    one, two = name_key(name).split(), name_key(other).split()
    return one == two or (1 in (len(one), len(two)) and bool(one and two) and one[-1] == two[-1])
