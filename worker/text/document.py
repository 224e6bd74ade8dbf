"""Article text to sentences with their tokens, quotation marks and place on the page."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from worker.text.furniture import unglued
from worker.text.normalise import normalise
from worker.text.quotations import find_quotations
from worker.text.sentences import Span, SplitRules, paragraphs, parted, split
from worker.text.tokens import Token, tokens

__all__ = ["Document", "Quotation", "Role", "Sentence", "SplitRules", "parse"]

Role = Literal["headline", "heading", "body"]

LONGEST_SENTENCE = 200  # tokens; a longer one is cut, so that no text takes more than linear time
LONGEST_DOCUMENT = 20_000  # tokens; what stands behind them is not read. A long report has 4,000
LONGEST_HEADING = 16  # words of a line without a full stop that counts as a heading

# "KYIV, April 13 - ", "Kiew (dpa) – ", "Beirut/Tel Aviv - ": places before a dash that opens a paragraph, in capitals
# also before a colon ("ACCRA: ") or, perhaps with an agency, a bar ("BERLIN taz | "); or the hour of an entry ("10:42
# Uhr: ").
_DATELINE = re.compile(
    r"""
    \d{1,2}[:.]\d{2}(?:\ [A-Za-z.]{1,4})?(?::|\ ?[–—-])\ (?=[„“"»A-ZÄÖÜ])
    | [A-ZÄÖÜ]{3,20}+(?:[/\ -][A-ZÄÖÜ]{2,20}+){0,2}\ (?:[a-z]{2,5}+(?:/[a-z]{2,5}+){0,2}\ )?[|■]\ (?=[„“"»A-ZÄÖÜ])
    | [A-ZÄÖÜ]{3,20}+(?:[/\ -][A-ZÄÖÜ]{2,20}+){0,2}\ [a-z]{2,5}+(?:/[a-z]{2,5}+){0,2}\ [–—-]\ (?=[„“"»A-ZÄÖÜ])
    | (?:[A-ZÄÖÜ]{4,20}+|[A-ZÄÖÜ]{2,3}[/\ -][A-ZÄÖÜ]{2,20}+)(?:[/\ -][A-ZÄÖÜ]{2,20}+){0,2}:\ (?=[„“"»A-ZÄÖÜ])
    | (?: (?P<loud>[A-ZÄÖÜ]{2}[A-ZÄÖÜ/.\ -]{0,40}(?:,\ (?:[^\n–—.:,"]|\.(?=\ \d)){2,25})?)  # with country or day
      | [A-ZÄÖÜ][\w.'-]{1,25}+(?:[/\ ]{1,2}[A-ZÄÖÜ][\w.'-]{0,25}+){0,3}
        (?P<day>,\ (?:[A-ZÄ][a-zä.]{2,9}\ \d{1,2}|\d{1,2}\.?\ [A-ZÄ][a-zä.]{2,9})(?:,?\ \d{4})?,?)?
        (?P<land>,\ [A-ZÄ][a-zä]{2,11})? )
    (?: \ ?\((?P<agency>[^)\n]{2,30})\) )?
    (?: \ ?(?:--|[–—-])\ |(?<=[)\ ])[–—] | (?(loud)\ ?(?:--|—)|(?!)) | (?(land)[–—]\ |(?!))
      | (?(day)(?(agency)\ |(?!))|(?!)) | (?<=\))(?P<bare>\ ) )
    (?=[„“"»A-ZÄÖÜ])
    """,
    re.VERBOSE,
)

_PARTS = re.compile(r"[/,]\s*")  # of "AFP/dpa"


@dataclass(init=False, slots=True, unsafe_hash=True)
class Sentence:
    """`quoted`: per token, does it stand in direct speech; `body_first`: the first token behind a dateline."""

    index: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    paragraph: int
    role: Role
    quoted: tuple[bool, ...]
    body_first: int

    def __init__(  # noqa: PLR0913, PLR0917 - its fields
        self,
        index: int,
        start: int,
        end: int,
        tokens: tuple[Token, ...],
        paragraph: int,
        role: Role,
        quoted: tuple[bool, ...],
        body_first: int = 0,
    ) -> None:
        self.index = index
        self.start = start
        self.end = end
        self.tokens = tokens
        self.paragraph = paragraph
        self.role = role
        self.quoted = quoted
        self.body_first = body_first


@dataclass(frozen=True, slots=True)
class Quotation:
    """Direct speech without its marks, from sentence `first` to sentence `last`."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """The text, normalised, with its sentences in order; `paragraphs` counts them, the headline included."""

    text: str
    title: str
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]
    paragraphs: int


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """`proper`: where its first sentence begins behind a dateline."""

    number: int
    role: Role
    proper: int
    sentences: tuple[Span, ...]


def parse(text: str, title: str, rules: SplitRules) -> Document:
    """`text` as sentences; `title` is the headline where the text begins with it. Linear in time and memory."""
    normal = normalise(text)
    found = tuple(_paragraphs(normal, normalise(title).strip(), rules))
    speech = tuple(find_quotations(normal, [p.sentences for p in found]))
    sentences = tuple(_within_limit(normal, found, speech))
    starts = [s.start for s in sentences]
    end = sentences[-1].end if sentences else 0
    quotations = tuple(
        Quotation(s, e, bisect_right(starts, s) - 1, bisect_left(starts, e) - 1) for s, e in speech if s < end
    )
    return Document(normal, title, sentences, quotations, len(found))


def _within_limit(text: str, paragraphs: Sequence[_Paragraph], speech: tuple[Span, ...]) -> Iterator[Sentence]:
    """The sentences of all paragraphs, as many as are read."""
    index = count = 0
    for paragraph in paragraphs:
        for span in paragraph.sentences:
            for sentence in _sentences(text, span, paragraph, speech, index):
                count += len(sentence.tokens)
                if count > LONGEST_DOCUMENT:
                    return
                yield sentence
                index += 1


def _paragraphs(text: str, title: str, rules: SplitRules) -> Iterator[_Paragraph]:
    begins = bool(title) and text.startswith(title) and text[len(title) : len(title) + 1] in ("\n", "")
    body = len(title) if begins else 0
    number = 0
    if begins:
        yield _Paragraph(number, "headline", 0, tuple(parted(text, 0, body)) or ((0, body),))
        number += 1
    last = len(text.rstrip())
    for start, end in paragraphs(text, body):
        spans = tuple(piece for s in split(text, start, end, rules) for piece in unglued(text, s, rules))
        if not spans:
            continue
        heading = end < last and _is_heading(text, spans)
        proper = 0 if heading else _behind_dateline(text, spans[0], rules)
        yield _Paragraph(number, "heading" if heading else "body", proper, spans)
        number += 1


def _behind_dateline(text: str, span: Span, rules: SplitRules) -> int:
    """Where the sentence begins behind "KYIV, April 13 - ", or "Kano (AFP) "; words that begin sentences begin no
    dateline, but for a name in capitals ("NEW DELHI: ").
    """
    found = _DATELINE.match(text, *span)
    if found is None:
        return span[0]
    first, *rest = found.group().split()
    loud = first.isupper() and rest and rest[0].isupper()
    if first.lower() in rules.starters and not loud:
        return span[0]
    if found["bare"] and not rules.credits.issuperset(_PARTS.split(found["agency"].lower())):
        return span[0]
    return found.end()


def _is_heading(text: str, spans: tuple[Span, ...]) -> bool:
    """A short line without a full stop, where other lines follow."""
    if len(spans) != 1:
        return False
    line = text[slice(*spans[0])]
    return line[-1] not in '.!?:;…"“”»«' and line.count(" ") < LONGEST_HEADING


def _sentences(
    text: str, span: Span, paragraph: _Paragraph, speech: tuple[Span, ...], index: int
) -> Iterator[Sentence]:
    """The sentence at `span`, in pieces where it is longer than any sentence."""
    found = list(tokens(text, *span))
    whole = len(found) <= LONGEST_SENTENCE
    for first in range(0, len(found), LONGEST_SENTENCE):
        piece = tuple(found[first : first + LONGEST_SENTENCE])
        skip = sum(t.end <= paragraph.proper for t in piece) if piece[0].start < paragraph.proper else 0
        yield Sentence(
            index=index,
            start=span[0] if whole else piece[0].start,
            end=span[1] if whole else piece[-1].end,
            tokens=piece,
            paragraph=paragraph.number,
            role=paragraph.role,
            quoted=_quoted(piece, speech),
            body_first=skip if skip < len(piece) else 0,
        )
        index += 1


def _quoted(piece: tuple[Token, ...], speech: tuple[Span, ...]) -> tuple[bool, ...]:
    """Per token, does it stand in one of the spans, which are in order and apart?"""
    first = max(bisect_right(speech, piece[0].start, key=_start) - 1, 0)
    near = speech[first : bisect_left(speech, piece[-1].end, lo=first, key=_start)]
    return tuple(_inside(t, near) for t in piece) if near else (False,) * len(piece)


def _inside(token: Token, near: tuple[Span, ...]) -> bool:
    k = bisect_right(near, token.start, key=_start) - 1
    return k >= 0 and token.end <= near[k][1]


def _start(span: Span) -> int:
    return span[0]
