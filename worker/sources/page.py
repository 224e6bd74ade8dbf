"""The full text of a feed item, from the page that it links to.

The title and the teaser of the feed come first and what the page has beyond them follows. A page that does not tell
what the item tells is none: a question for consent, a paywall, a page that says that there is no such page.
"""

import re
from datetime import datetime

import structlog

from schemas import Article
from worker.errors import SourceError
from worker.feeds import Feed
from worker.http import Failure, Response
from worker.http.caching import retry_after_s
from worker.sources import html
from worker.sources.decoding import clean
from worker.sources.draft import LONGEST_TEXT, headed, language, moment
from worker.text import links

ACCEPT = {"Accept": "text/html, application/xhtml+xml;q=0.9"}
TYPES = ("text/html", "application/xhtml+xml")
LARGEST_PAGE = 2_000_000  # bytes; what takes seconds to find the text in is larger
FULL_FROM = 1_000  # characters; what is shorter may be a teaser
TELLING = 5  # letters of a word that tells what a text is about
SHARED = 0.3  # of the telling words of an item, which its page has too
REPEATED = 0.8  # of those of a teaser: then the page begins with it, or nearly so

TRIES = 3  # of asking for a page
TRY_AGAIN_S = 60.0  # then four times as long
LONGEST_WAIT_S = 600.0  # a page is waited for half an hour in all
log = structlog.get_logger()

PASSING = ("timeout", "connection", "dns", "incomplete")
BUSY = (408, 425, 429, 500, 502, 503, 504)


def wants_page(feed: Feed, article: Article) -> bool:
    """Tell whether the page of an item of `feed` is to be fetched: not for what nobody is told of."""
    if feed.full_text == "off" or not article.announce:
        return False
    return feed.full_text == "always" or len(article.text) < FULL_FROM


def try_again_s(answer: Response | Failure, tries: int, now: datetime) -> float | None:
    """Return how many seconds to wait before the page is asked for once more, None where that is of no use.

    `tries` is how often it was asked for.
    """
    passing = answer.outcome in PASSING if isinstance(answer, Failure) else answer.status in BUSY
    if not passing or tries >= TRIES:
        return None
    asked_s = 0.0 if isinstance(answer, Failure) else retry_after_s(answer.headers, now)
    return min(max(TRY_AGAIN_S * 4.0 ** (tries - 1), asked_s), LONGEST_WAIT_S)


def with_page(article: Article, answer: Response | Failure) -> Article:
    """Return `article` with the text of its page. Raises SourceError, which says why it has none."""
    if isinstance(answer, Failure):
        raise SourceError(f"{answer.outcome}: {answer.detail}")
    if answer.status != 200:
        raise SourceError(f"the server answers {answer.status}")
    if (sent := answer.headers.get("content-type", TYPES[0]).partition(";")[0].strip().lower()) not in TYPES:
        raise SourceError(f"no page: {sent[:100]}")
    if len(answer.body) > LARGEST_PAGE:
        raise SourceError(f"too large: {LARGEST_PAGE / 1e6:,.0f} MB are read of a page")
    page = html.read(answer.body)
    return article.model_copy(
        update={
            "text": _joined(article, _body(answer)),
            "url": links.canonical_page(article.url, page.url, answer.url),
            "published": article.published or moment(page.published or ""),
            "language": article.language or language(page.language or ""),
            "outlet": article.outlet or page.outlet,
        }
    )


def _body(answer: Response) -> str:
    """Return the main text of a page, a paragraph per line."""
    import trafilatura  # noqa: PLC0415 - 40 MB that workers without pages do not need

    markup = html.decoded(answer.body)
    try:
        found = trafilatura.extract(markup, fast=True, include_comments=False, include_tables=False)
    except Exception as error:  # whatever a page does to it, its teaser is read
        log.exception("page_reader_failed", error=type(error).__name__)
        raise SourceError(f"the reader failed: {type(error).__name__}") from error
    return clean(found or "")


def _joined(article: Article, body: str) -> str:
    """Return title, teaser unless the page repeats it, and page."""
    teaser = article.text.removeprefix(article.title).strip()
    paragraphs = [line for line in body.split("\n") if line and line != article.title]
    text = "\n\n".join(paragraphs)
    if len(text) <= len(teaser):
        raise SourceError("its text is no longer than the teaser")
    shared = _share(teaser or article.title, text)
    if shared < SHARED:
        raise SourceError("its text is about something else")
    if teaser and shared < REPEATED:
        text = f"{teaser}\n\n{text}"
    return headed(article.title, text)[:LONGEST_TEXT]


def _share(item: str, page: str) -> float:
    """Return how many of the telling words of an item its page has (0 to 1)."""
    words = _telling(item)
    return len(words & _telling(page)) / len(words) if words else 1.0


def _telling(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", text.lower()) if len(word) >= TELLING)
