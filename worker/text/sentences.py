"""Where paragraphs and sentences begin and end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
# The sign stands first: a search then leaps from one to the next.
_END = re.compile(r"[.!?…](?:(?<![.!?…].)[.!?…]*+[\"“”»«'’)\]]*+(?=\s)|(?<=[^\W\d_A-Z]{2}[.!?])(?=[A-ZÄÖÜ][^\W\d_]))")
_PARTED = re.compile(r"(?<!\w)\+{2,}")
_LAST_WORD = re.compile(r"[\w.\-]{1,40}$")
_WORD_BEFORE = re.compile(r"([^\W_]+)[\s\"„“”»«'(\[]*$")
_NEXT_WORD = re.compile(r"\s*+[\"„“”»«'(\[]*+([^\W_]{1,40})")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_STOPS = '.!?…:"“”»«'
_WRAPPED = range(40, 101)  # length of a full line of a text that was broken into lines


@dataclass(frozen=True, slots=True)
class SplitRules:
    """What a language says about sentence ends; all words in lower case.

    abbreviations: words with a point that end no sentence; closing: those that may, before one of the `starters`, the
    words that with a capital begin one. letters: single letters that are words and no initials. ordinals: a number with
    a point may be one ("2. Brigade"), and is behind a word of `before_ordinal` or before one of `after_ordinal`.
    credits: agencies at the end of a picture's credit; links: what a page writes before another article's heading.
    """

    abbreviations: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    ordinals: bool = False
    before_ordinal: frozenset[str] = frozenset()
    after_ordinal: frozenset[str] = frozenset()
    credits: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()


def paragraphs(text: str, start: int) -> Iterator[Span]:
    """The paragraphs of `text` from `start` on: its lines, those that are one broken into several put together."""
    block: list[Span] = []
    for found in _LINE.finditer(text, start):
        if block and found.start() != block[-1][1] + 1:
            yield from _joined(text, block)
            block = []
        block.append(found.span())
    yield from _joined(text, block)


def _joined(text: str, block: list[Span]) -> Iterator[Span]:
    """The lines of one block: a line that goes on in small letters is none of its own."""
    goes_on = [text[start].islower() and text[end - 1] not in _STOPS for (_, end), (start, _) in pairwise(block)]
    if any(goes_on) and all(e - s in _WRAPPED for s, e in block[:-1]):
        goes_on = [True] * len(goes_on)
    first = 0
    for k in range(len(block)):
        if k == len(block) - 1 or not goes_on[k]:
            yield block[first][0], block[k][1]
            first = k + 1


def split(text: str, start: int, end: int, rules: SplitRules) -> Iterator[Span]:
    """Spans of the sentences of the paragraph `text[start:end]`, without the blanks around them."""
    for first, stop in parted(text, start, end):
        begin = first
        for found in _END.finditer(text, first, stop):
            if found.end() < stop and _ends(text, begin, found, stop, rules):
                yield from trimmed(text, begin, found.end())
                begin = found.end()
        yield from trimmed(text, begin, stop)


def parted(text: str, start: int, end: int) -> Iterator[Span]:
    """The pieces of `text[start:end]` between the marks of a live blog ("++ Explosion in Kiew ++")."""
    begin = start
    for mark in _PARTED.finditer(text, start, end):
        yield from trimmed(text, begin, mark.start())
        begin = mark.end()
    yield from trimmed(text, begin, end)


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """`text[start:end]` without the blanks around it; nothing where it is all blanks."""
    piece = text[start:end]
    left, right = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
    if left < right:
        yield left, right


def _ends(text: str, begin: int, found: re.Match[str], end: int, rules: SplitRules) -> bool:
    """Does the sentence end here? Not before a small letter, after an abbreviation, an initial or an ordinal."""
    follows = _NEXT_WORD.match(text, found.end(), end)
    word = follows.group(1) if follows else ""
    if word[:1].islower():
        return False
    if found.group()[0] != "." or found.group().startswith(".."):
        return True
    last = _LAST_WORD.search(text, max(begin, found.start() - 40), found.start())
    if last is None:
        return True
    before = last.group().lower()
    starts = word.lower() in rules.starters
    if before.isdigit():
        return not rules.ordinals or _after_number(text, begin, last.start(), before, word.lower(), rules)
    if f"{before}." in rules.abbreviations:
        return False
    if f"{before}." in rules.closing:
        return starts
    if _INITIALS.fullmatch(before):
        return starts or before in rules.letters
    return True


def _after_number(text: str, begin: int, start: int, digits: str, word: str, rules: SplitRules) -> bool:
    """Does a sentence end behind a number with a point, or is it an ordinal?"""
    if word in rules.after_ordinal:
        return False
    if word in rules.starters or len(digits) > 2:
        return True
    before = _WORD_BEFORE.search(text, max(begin, start - 40), start)
    return before is not None and before.group(1).lower() not in rules.before_ordinal
