"""Text to tokens: words, numbers and signs with their offsets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worker.text.normalise import fold

# A number may group and have decimals ("1.200", "1,5", "11:12"), an ordinal keeps its point ("2. Brigade").
# A word may hold hyphens, inner points ("U.S.") and apostrophes ("Sana'a"), but not a possessive 's, which is a token.
_TOKEN = re.compile(
    r"""
    \d++(?:[.,:]\d++)*+(?:-?[^\W\d_]++(?:-[^\W_]++)*+|\.(?=\ [^\W\d_]))?   # numbers, 155-mm, 1.5bn, 20. (before a word)
    | (?:[^\W\d_]\.){2,}                                                     # U.S., z.B.
    | '[sS]\b                                                                # possessive
    | [^\W_]++(?:(?:-|'(?![sS]\b))[^\W_]++)*+                                # words with hyphens and apostrophes
    | \S
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """`text` as written, `lower` as lookups spell it; offsets in code points of the article's text."""

    start: int
    end: int
    text: str
    lower: str


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of `text[start:end]`; `text` is normalised."""
    for found in _TOKEN.finditer(text, start, end):
        word = found.group()
        yield Token(found.start(), found.end(), word, fold(word))


def text_of(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words of tokens `first` to `last` with the blanks that the text has between them."""
    parts = [tokens[first].text]
    for before, token in zip(tokens[first:last], tokens[first + 1 : last + 1], strict=True):
        parts.append((" " if token.start > before.end else "") + token.text)
    return "".join(parts)
