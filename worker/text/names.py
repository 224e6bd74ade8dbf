"""Names as keys: what counts as one name."""

import re
import unicodedata
from functools import lru_cache

_STROKES = str.maketrans("łøđħı", "lodhi")  # accents that Unicode does not take apart

_HISS = re.compile("schtsch|shch|tsch|tch|sch|sh|zh|ch|kh")
_SIMPLE = (("ph", "v"), ("ck", "k"), ("x", "ks"), ("ts", "s"), ("tz", "s"))
_LIKE = str.maketrans("wfqcz", "vvkks", "aeiouyj")
_TWICE = re.compile(r"(.)\1")
_SPOKEN = 4  # consonants from which a name that sounds like another one is hardly another name


@lru_cache(maxsize=10_000)
def name_key(name: str) -> str:
    """A name without case, accents and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain.casefold().translate(_STROKES)).split())


def one_person(name: str, other: str) -> bool:
    """May both name one person? A surname alone will do."""
    one, two = name_key(name).split(), name_key(other).split()
    return one == two or (1 in (len(one), len(two)) and bool(one and two) and one[-1] == two[-1])


@lru_cache(maxsize=10_000)
def sound_key(name: str) -> str:
    """The consonants of a name, roughly as they sound, so that its spellings in two languages are one key.

    "Tschernyschow" and "Chernyshov" differ in every second letter, and in no sound.
    """
    return " ".join(map(_sound, name_key(name).split()))


def sound_alike(name: str, other: str) -> bool:
    """May both be one name in the spelling of two languages? A surname alone will do if it is a long one."""
    one, two = sound_key(name).split(), sound_key(other).split()
    if 1 in (len(one), len(two)):
        one, two = one[-1:], two[-1:]
    return one == two and sum(map(len, one)) >= _SPOKEN


def _sound(word: str) -> str:
    sound = _HISS.sub("h", word)
    for letters, simple in _SIMPLE:
        sound = sound.replace(letters, simple)
    return _TWICE.sub(r"\1", sound).translate(_LIKE) or word
