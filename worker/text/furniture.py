"""What a page puts around an article and its text runs into: credits of pictures, links to other articles."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from worker.text.sentences import Span, SplitRules, trimmed

# A word behind one that no mark ends, or a quotation that opens there.
_SEAM = re.compile(r"(?<=[^\W_])[”’'»)]?\s+(?:([^\W\d_]{1,20})(?=\s)|(?=[\"“„»](\w)))")


def unglued(text: str, span: Span, rules: SplitRules) -> Iterator[Span]:
    """The pieces of a sentence: apart behind a picture's credit ("Ana Lee/AFP") and before a link; of a link only what
    stands behind its heading, as far as a word that begins sentences shows where that ends.
    """
    start, end = span
    for mark in _marks(rules).finditer(text, start, end) if _has_mark(text, span, rules) else ():
        if mark["link"]:
            yield from trimmed(text, start, mark.start())
            start = _behind_heading(text, mark.start(), mark.end(), end, rules)
        else:
            yield from trimmed(text, start, mark.end())
            start = mark.end()
    yield from trimmed(text, start, end)


def _has_mark(text: str, span: Span, rules: SplitRules) -> bool:
    """May there be a mark? Nearly always not, and the pattern, which tries all of them at each letter, is slow."""
    piece = text[span[0] : span[1]]
    return (bool(rules.credits) and "/" in piece) or any(link in piece for link in rules.links)


def credit_at(text: str, span: Span, rules: SplitRules) -> int | None:
    """Where the agencies of a picture's credit begin at the end of a sentence ("Ana Lee | /AFP"), None without one."""
    credited = rules.credits and text.find("/", *span) >= 0
    found = _credit(rules).search(text, *span) if credited else None
    return found.start() if found else None


@cache
def _credit(rules: SplitRules) -> re.Pattern[str]:
    return re.compile(rf"(?:/(?i:{_any_of(rules.credits)})\b){{1,4}}[).]{{0,2}}$")


@cache
def _marks(rules: SplitRules) -> re.Pattern[str]:
    links, credits = _any_of(rules.links), _any_of(rules.credits)
    return re.compile(rf"\b(?P<link>{links})\b|(?:/(?i:{credits})\b){{1,4}}\)?(?=\s+[^\Wa-zäöü])")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), reverse=True))


def _behind_heading(text: str, start: int, heading: int, end: int, rules: SplitRules) -> int:
    first = text.find(" ", heading + 1, end)
    for seam in _SEAM.finditer(text, first, end) if first > 0 else ():
        word, quoted = seam.groups()
        if quoted and quoted.isupper():
            return seam.end()
        if word and word == word.capitalize() and word.lower() in rules.starters:
            return seam.start(1)
    return start
