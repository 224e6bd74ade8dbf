"""Text to tokens: words, numbers and signs with their offsets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A number may group and have decimals ("1.200", "1,5", "1'200"), be a clock or a score ("11:12", "3:2") or two years
# ("2024/25"), and carry letters ("155-mm", "1.5bn", "300-Millionen-Euro-Paket"); currency signs stand alone. An ordinal
# keeps its point before a word ("2. Brigade"). A word may hold hyphens ("US-Präsident", "S-300"), inner points ("U.S.")
# and apostrophes ("Sana'a"), but a possessive 's is a token. Lengths are bounded: nothing longer is a word, and what
# reads tokens need not guard against one of a megabyte. Plain words come first, and what can be told by its first sign
# begins with one: most alternatives are then passed over at a glance.
_TOKEN = re.compile(
    r"""
    [A-Za-zÄÖÜäöüß][A-Za-zÄÖÜäöüß]{0,79}+(?=[\ ,])
    | \d\d{0,29}+(?:[.,:'/]\d{1,30}+){0,8}(?:-?[^\W\d_]{1,40}+(?:-[^\W_]{1,40}+){0,8}|\.(?=\ [^\W\d_]))?
    | [^\W\d_]\.(?:[^\W\d_]\.){1,7}
    | '[sS]\b
    | [^\W_][^\W_]{0,79}+(?:(?:-|'(?![sS]\b))[^\W_]{1,80}+){0,12}
    | \S
    """,
    re.VERBOSE,
)


@dataclass(slots=True, eq=False, init=False)  # filled field by field: with arguments, it would take longer to make
class Token:
    """`text` as written, `lower` as lookups spell it; offsets in code points of the article's text."""

    start: int
    end: int
    text: str
    lower: str


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of `text[start:end]`; `text` is normalised."""
    for found in _TOKEN.finditer(text, start, end):
        token = Token()
        token.start, token.end = found.span()
        token.text = found.group()
        token.lower = token.text.lower()
        yield token


def words(text: str) -> tuple[str, ...]:
    """The tokens of `text`, which is normalised, as lookups spell them."""
    return tuple(word.lower() for word in _TOKEN.findall(text))


def text_of(tokens: tuple[Token, ...], first: int, last: int) -> str:
    """The words of tokens `first` to `last` with the blanks that the text has between them."""
    text = tokens[first].text
    for k in range(first + 1, last + 1):
        text += (" " if tokens[k].start > tokens[k - 1].end else "") + tokens[k].text
    return text
