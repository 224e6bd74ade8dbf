"""One spelling for signs that are written in many ways, so that texts and language packs meet.

Both go through the same functions. `normalise` keeps the length: offsets into its result are offsets into the text,
which the sources have brought to NFC before.
"""

# Every kind of apostrophe (Ukrainian texts use four), double quotation mark, dash and blank.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ´`′‛＇", "'"),
        **dict.fromkeys("‐‑‒", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\u3000\t", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufeff", " "),
    }
)


def normalise(text: str) -> str:
    """`text` with one sign for each kind of apostrophe, hyphen and blank; of the same length."""
    return text.translate(_SIGNS)


def fold(word: str) -> str:
    """`word` as lookups spell it: normalised and in lower case, ß kept."""
    return normalise(word).lower()
