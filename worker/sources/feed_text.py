"""Titles and teasers of feeds, which are HTML more often than they say, as plain text."""

import re
from html import unescape

from worker.sources.decoding import clean
from worker.sources.feed_document import LONGEST_MARKUP
from worker.sources.html import text_of

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|mark|p|q|s|small|span|strong|sub|sup|u|wbr)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_MARKED_UP = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>|&(?:#\w{1,8}|\w{1,32});")


def title_of(markup: str | None, *, plain: bool = False) -> str | None:
    """Return a title on one line, letters as they are, None for an empty one; `plain`: tags in it are to be read."""
    if not markup:
        return None
    text = markup[:LONGEST_MARKUP]
    text = unescape(unescape(text if plain else _TAG.sub(_space_for_break, text)))
    return " ".join(text.split()) or None


def _space_for_break(tag: re.Match[str]) -> str:
    return " " if tag[0].lower().startswith(("<br", "<p", "</p", "<div", "</div")) else ""


def teaser_of(markup: str | None, *, plain: bool = False) -> str:
    """Return the text of a teaser or content, paragraphs with a blank line between them."""
    text = (markup or "")[:LONGEST_MARKUP]
    if not plain and _MARKED_UP.search(text):
        return clean("\n\n".join(text_of(text)))
    paragraphs = re.split(r"\n\s*\n", clean(unescape(text)))
    return "\n\n".join(line for part in paragraphs if (line := " ".join(part.split())))


def joined(title: str | None, summary: str, content: str) -> str:
    """Return the text of an article: title, blank line, teaser, and the content where that says more.

    What is only said again is left out: a teaser that is the title, and one that the content begins with.
    """
    body = [part for part in (summary, content) if part and _squeezed(part) != _squeezed(title or "")]
    if len(body) > 1 and _contained(summary, content):
        body = [content]
    elif len(body) > 1 and _contained(content, summary):
        body = [summary]
    return "\n\n".join(part for part in (title, *body) if part)


def _contained(short: str, long: str) -> bool:
    """Tell whether `long` holds the text of `short`, which may end in an ellipsis."""
    beginning = re.sub(r"(?<!\s)\s*+(\[?(…|\.\.\.)\]?|\[&hellip;\])\s*$", "", short)
    return f" {_squeezed(beginning)} " in f" {_squeezed(long)} "


def _squeezed(text: str) -> str:
    return " ".join(text.split())
