"""Where direct speech begins and ends."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worker.text.sentences import Span

LONGEST = 5_000  # characters; a mark that is not closed by then was none
LONGEST_SINGLE = 600  # the same between single marks, which are apostrophes as well
QUOTATION_MARKS = frozenset('"„“”»«')
_MARK = re.compile(r"[\"„“”»«‚'](?:(?<!')|(?<!\w')(?=[^\W\d_]))")
_SINGLE_CLOSE = re.compile(r"(?<=\S)'(?!\w)")
_OPENS_AFTER = frozenset("([{-–—/:„“»«\"'")
_CLOSES_BEFORE = frozenset(".,;:!?…)]}-–—/'\"”“»«")
_CLOSES = {"„": '“”"', "“": '”“"', "»": "«", "«": "»", '"': '"“”', "”": "”"}


@dataclass(slots=True)
class _Open:
    mark: str
    start: int


def find_quotations(text: str, paragraphs: Sequence[tuple[Span, ...]]) -> Iterator[Span]:
    """Spans of direct speech without its marks, in order; `paragraphs`: the sentences of each paragraph.

    Speech that a paragraph leaves open goes on where the next one closes it, or begins with a mark again; any other
    open mark was forgotten, and speech ends with its sentence. Nested speech is part of the outer one.
    """
    carried: _Open | None = None
    for number, sentences in enumerate(paragraphs):
        if not sentences:
            continue
        opened = carried
        for start, end, opened in _within(text, sentences, carried):  # noqa: B007 - the last state is what goes on
            if start < end <= start + LONGEST:
                yield start, end
        carried = None
        if opened is not None:
            following = paragraphs[number + 1] if number + 1 < len(paragraphs) else ()
            if _closes_later(text, following, opened):
                carried = opened
            else:
                yield from _unclosed(text, sentences, following, opened)


def _within(text: str, sentences: tuple[Span, ...], opened: _Open | None) -> Iterator[tuple[int, int, _Open | None]]:
    """(start, end, mark still open) of speech that ends in one paragraph; the last is empty and has what stays open."""
    begin, end = sentences[0][0], sentences[-1][1]
    position = begin
    while found := _MARK.search(text, position, end):
        place, mark = found.start(), found.group()
        position = place + 1
        opening, closing = _opening(text, place, begin), _closing(text, place, end)
        if opened is not None:
            if mark in _CLOSES.get(opened.mark, "") and (closing or not opening):
                yield opened.start, place, None
                opened = None
            elif opening and not closing and mark == opened.mark:
                yield from _forgotten(sentences, opened, place)
                opened = _Open(mark, place + 1)
        elif mark in "'‚":
            close = _single_close(text, place + 1, end, sure=mark == "‚")
            if close is not None:
                yield place + 1, close, None
                position = close + 1
        elif mark in _CLOSES and (opening or not closing):
            opened = _Open(mark, place + 1)
    yield end, end, opened


def _opening(text: str, place: int, begin: int) -> bool:
    """Does the mark stand where speech begins: nothing or a blank before it, a word behind it?"""
    if text[place] == "„":
        return True
    before = text[place - 1] if place > begin else " "
    return (before.isspace() or before in _OPENS_AFTER) and not text[place + 1 : place + 2].isspace()


def _closing(text: str, place: int, end: int) -> bool:
    """Does the mark stand where speech ends: a word or a stop before it, a blank or a sign behind it?"""
    behind = text[place + 1] if place + 1 < end else " "
    return (
        text[place] != "„" and (behind.isspace() or behind in _CLOSES_BEFORE) and not text[place - 1 : place].isspace()
    )


def _single_close(text: str, start: int, end: int, *, sure: bool) -> int | None:
    """The apostrophe that closes speech opened at `start`, rather than one of a plural owner ("the allies' demands").

    `sure`: the mark that opened is no apostrophe, so that the first one closes.
    """
    owner: int | None = None
    for found in _SINGLE_CLOSE.finditer(text, start, min(end, start + LONGEST_SINGLE)):
        place = found.start()
        behind = text[place + 1 : place + 3]
        if sure or not (text[place - 1] in "sS" and behind[:1] == " " and behind[1:].islower()):
            return place
        owner = owner or place
    return owner


def _forgotten(sentences: tuple[Span, ...], opened: _Open, place: int) -> Iterator[tuple[int, int, None]]:
    """Speech whose closing mark is missing, at the end of its sentence, when another one opens at `place`."""
    end = next((e for _, e in sentences if opened.start < e), place)
    if end < place:
        yield opened.start, end, None


def _closes_later(text: str, following: tuple[Span, ...], opened: _Open) -> bool:
    """Is the next mark of the paragraph that follows one that closes?"""
    if not following:
        return False
    begin, end = following[0][0], min(following[-1][1], opened.start + LONGEST)
    found = _MARK.search(text, begin, end) if begin < end else None
    return found is not None and found.group() in _CLOSES[opened.mark] and not _opening(text, found.start(), begin)


def _unclosed(text: str, sentences: tuple[Span, ...], following: tuple[Span, ...], opened: _Open) -> Iterator[Span]:
    """Speech that a paragraph leaves open: to its end where the next one opens again, else to the sentence's."""
    goes_on = bool(following) and text[following[0][0]] in _CLOSES
    end = sentences[-1][1] if goes_on else next((e for _, e in sentences if opened.start < e), opened.start)
    if opened.start < end <= opened.start + LONGEST:
        yield opened.start, end
