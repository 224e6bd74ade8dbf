"""Article text to sentences with their tokens, quotation marks and place on the page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from worker.text.normalise import normalise
from worker.text.tokens import Token, tokens

Role = Literal["headline", "heading", "body"]

LONGEST_SENTENCE = 300  # tokens; a longer one is cut, so that no text takes more than linear time
LONGEST_HEADING = 16  # tokens of a line without a full stop that counts as a heading
LONGEST_QUOTATION = 5_000  # characters; a mark that is not closed by then was none

_PARAGRAPH = re.compile(r"[^\n]+")
_END = re.compile(r"[.!?…]++[\"“”»«'’)\]]*+(?=\s)|(?<=[^\W\d_A-Z]{2})[.!?](?=[A-ZÄÖÜ][^\W\d_])")
_LAST_WORD = re.compile(r"[\w.\-]+$")
_NEXT_WORD = re.compile(r"\s*[\"„“”»«'(\[]*([^\W_]+)")
# "KYIV, April 13 - ", "Kiew (dpa) – ": a place in capitals or an agency in brackets before a dash.
_DATELINE = re.compile(r"(?:[A-ZÄÖÜ]{2}[^\n–—]{0,60}?|[A-ZÄÖÜ][^\n–—.]{0,40}?\([^)\n]{2,30}\)) ?[–—-] ")
_CLOSES = {"„": '“”"', "“": "”", "»": "«", "«": "»", '"': '"', "”": "”"}


@dataclass(frozen=True, slots=True)
class SplitRules:
    """What a language says about sentence ends: words before a point that end none, words that only begin sentences,
    and whether a number with a point is an ordinal ("2. Brigade")."""

    abbreviations: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    ordinals: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """`quoted`: per token, does it stand in direct speech; `body_first`: the first token behind a dateline."""

    index: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    paragraph: int
    role: Role
    quoted: tuple[bool, ...]
    body_first: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """Direct speech without its marks."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """The text, normalised, with its sentences in order."""

    text: str
    title: str
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]


def parse(text: str, title: str, rules: SplitRules) -> Document:
    """`text` as sentences; `title` is the headline where the text begins with it."""
    normal = normalise(text)
    quotations = tuple(_quotations(normal))
    sentences: list[Sentence] = []
    body = _headline_end(normal, normalise(title))
    if body:
        sentences.extend(_sentences(normal, 0, body, 0, "headline", quotations, 0))
    for number, found in enumerate(_PARAGRAPH.finditer(normal, body), start=1):
        spans = list(_split(normal, found.start(), found.end(), rules))
        role: Role = "heading" if _is_heading(normal, spans, found.end()) else "body"
        for start, end in spans:
            sentences.extend(_sentences(normal, start, end, number, role, quotations, len(sentences)))
    return Document(normal, title, tuple(sentences), quotations)


def _headline_end(text: str, title: str) -> int:
    """Where the headline ends with which the text begins, 0 where it does not."""
    title = title.strip()
    begins = bool(title) and text.startswith(title) and text[len(title) : len(title) + 1] in ("\n", "")
    return len(title) if begins else 0


def _is_heading(text: str, spans: Sequence[tuple[int, int]], end: int) -> bool:
    """A short line without a full stop that other lines follow."""
    if len(spans) != 1 or not text[end:].strip():
        return False
    line = text[spans[0][0] : spans[0][1]]
    return line[-1:] not in '.!?:;…"“”»«' and line.count(" ") < LONGEST_HEADING


def _sentences(
    text: str, start: int, end: int, paragraph: int, role: Role, quotations: Sequence[Quotation], index: int
) -> Iterator[Sentence]:
    """The sentence `text[start:end]`, in pieces where it is longer than any sentence."""
    found = list(tokens(text, start, end))
    dateline = _DATELINE.match(text, start, end) if role == "body" else None
    skip = sum(t.end <= dateline.end() for t in found) if dateline else 0
    for first in range(0, len(found), LONGEST_SENTENCE):
        piece = tuple(found[first : first + LONGEST_SENTENCE])
        whole = len(found) <= LONGEST_SENTENCE
        yield Sentence(
            index=index,
            start=start if whole else piece[0].start,
            end=end if whole else piece[-1].end,
            tokens=piece,
            paragraph=paragraph,
            role=role,
            quoted=_quoted(piece, quotations),
            body_first=skip if whole and skip < len(piece) else 0,
        )
        index += 1


def _quoted(piece: Sequence[Token], quotations: Sequence[Quotation]) -> tuple[bool, ...]:
    if not piece:
        return ()
    near = [q for q in quotations if q.start < piece[-1].end and piece[0].start < q.end]
    if not near:
        return (False,) * len(piece)
    return tuple(any(q.start <= t.start and t.end <= q.end for q in near) for t in piece)


def _split(text: str, start: int, end: int, rules: SplitRules) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of one paragraph, without the blanks around them."""
    begin = start
    for found in _END.finditer(text, start, end):
        if found.end() < end and _ends(text, begin, found, end, rules):
            yield from _trimmed(text, begin, found.end())
            begin = found.end()
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    if left < start + len(piece.rstrip()):
        yield left, start + len(piece.rstrip())


def _ends(text: str, begin: int, found: re.Match[str], end: int, rules: SplitRules) -> bool:
    """Does the sentence end here? Not before a small letter, after an abbreviation, an initial or an ordinal."""
    follows = _NEXT_WORD.match(text, found.end(), end)
    word = follows.group(1) if follows else ""
    if word[:1].islower():
        return False
    if found.group()[0] != ".":
        return True
    last = _LAST_WORD.search(text, max(begin, found.start() - 40), found.start())
    before = last.group().lower() if last else ""
    starts = word.lower() in rules.starters
    if before.isdigit():
        return starts or not rules.ordinals or len(before) > 2
    if f"{before}." in rules.abbreviations:
        return False
    if len(before) == 1 or (before[1:2] == "." and len(before) <= 5):
        return starts
    return True


def _quotations(text: str) -> Iterator[Quotation]:
    """Stretches between quotation marks; a paragraph that opens without closing is speech that goes on to its end."""
    for paragraph in _PARAGRAPH.finditer(text):
        opened = ""
        begin = 0
        for found in re.finditer(r"[\"„“”»«]", paragraph.group()):
            position, mark = paragraph.start() + found.start(), found.group()
            if opened and mark in _CLOSES.get(opened, ""):
                if begin < position <= begin + LONGEST_QUOTATION:
                    yield Quotation(begin, position)
                opened = ""
            elif not opened and mark in _CLOSES:
                opened, begin = mark, position + 1
        if opened and begin < paragraph.end() <= begin + LONGEST_QUOTATION and opened != "”":
            yield Quotation(begin, paragraph.end())
