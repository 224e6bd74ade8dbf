"""One spelling for signs that are written in many ways, so that texts and language packs meet.

Both go through the same functions. `normalise` keeps the length: an offset into its result is an offset into the text.
It composes nothing, so the text has to be in NFC already; the sources bring it there.
"""

import re

# Every kind of apostrophe (Ukrainian texts use four), hyphen and blank. Double quotation marks and dashes stay as they
# are: their direction tells where speech begins, and a dash is no hyphen.
_SIGNS = {
    **dict.fromkeys("’‘ʼ´`′‛＇", "'"),
    **dict.fromkeys("‐‑‒", "-"),
    **dict.fromkeys("―", "—"),
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    ),
    **dict.fromkeys("\t\v\f\x1c\x1d\x1e\x1f", " "),
    **dict.fromkeys("\r\x85\u2028\u2029", "\n"),
    **dict.fromkeys(
        "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u00ad\ufeff",
        " ",
    ),
}
_SIGN = re.compile(f"[{re.escape(''.join(_SIGNS))}]")


def normalise(text: str) -> str:
    """`text` with one sign for each kind of apostrophe, hyphen, blank and line end; of the same length."""
    if text.isascii() and text.isprintable() and "`" not in text:  # most of what tables are made of
        return text
    return _SIGN.sub(lambda found: _SIGNS[found[0]], text)


def fold(word: str) -> str:
    """`word` as lookups spell it: normalised and in lower case, ß kept."""
    return normalise(word).lower()
