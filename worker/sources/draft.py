"""What a reader of one format finds, and how it becomes an Article."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import structlog

from schemas import Article
from worker.errors import SourceError
from worker.sources.decoding import clean
from worker.text import links

LONGEST_TEXT = 500_000  # characters; a long report has 100,000
LONGEST_FIELD = links.LONGEST  # characters of a title, url, outlet or id
YEARS = range(1900, 2101)  # of publication; further out lie typing errors, and dates that no time zone can shift

EMBARGOED = "embargoed"  # so marked, a story is not taken back, but not to be published yet
VERSION_LENGTH = 16  # hexadecimal digits

T = TypeVar("T")

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)

log = structlog.get_logger()


@dataclass(frozen=True)
class Draft:
    """An article as a file tells it, nothing checked yet. None and "" mean that the file does not say.

    `withheld` is the word by which its publisher takes it back ("canceled"), `embargo` the date before which it is not
    to be published.
    """

    text: str
    title: str = ""
    id: str | None = None
    url: str | None = None
    language: str | None = None
    published: str | None = None
    outlet: str | None = None
    withheld: str | None = None
    embargo: str | None = None


@dataclass(frozen=True)
class Origin:
    """What the installation knows of an article; `language` and `published` stand in where the file does not say."""

    source: str
    fetched: datetime
    language: str | None = None
    published: datetime | None = None


class WithheldError(SourceError):
    """An article that its publisher takes back: `article` is all that is left of it, without a text."""

    def __init__(self, reason: str, article: Article) -> None:
        super().__init__(reason)
        self.article = article


def finish(draft: Draft, origin: Origin) -> Article:
    """Return the article of `draft`.

    An article without an id of its own gets a digest of its address, else of title and text, so that the same page, or
    the same content in two files, is one article. A language, date or address that makes no sense is left out with a
    warning: the text can still be read.
    Raises SourceError for an article without text, for one that is too long, and for one that is not to be published;
    WithheldError, where it is known which article that is.
    """
    _check_release(draft, origin)
    text = clean(within_limit(draft.text))
    if not text:
        raise SourceError("empty: it has no text")
    title = _line("title", draft.title)
    url = _sensible("url", _line("url", draft.url), address)
    return Article(
        id=_line("id", draft.id) or _page_id(url) or content_id(title, text),
        url=url,
        title=title,
        text=text,
        language=_sensible("language", draft.language, language) or origin.language,
        published=_sensible("published", draft.published, moment) or origin.published,
        fetched=origin.fetched,
        source=origin.source,
        outlet=_line("outlet", draft.outlet) or None,
        version=version(title, text),
    )


def content_id(title: str, text: str) -> str:
    """Return the id of an article that has none of its own, nor an address."""
    return digest(title, text)


def version(title: str, text: str) -> str:
    """Return what tells this version of an article from others: a digest of its words and figures in their order.

    Blanks, punctuation, case and addresses make no other version.
    """
    return digest(*re.findall(r"\w+", _ADDRESS.sub(" ", f"{title}\n{text}").casefold()))[:VERSION_LENGTH]


def within_limit(text: str) -> str:
    """Return `text`, raise SourceError where it is longer than any article; before work that grows with it."""
    if len(text) > LONGEST_TEXT:
        raise SourceError(f"too long: {len(text):,} characters of text, {LONGEST_TEXT:,} are read")
    return text


def headed(title: str, text: str) -> str:
    """Return `text` with its title as the first paragraph, where it does not begin with it."""
    return f"{title}\n\n{text}" if title and text and not text.startswith(title) else text


def digest(*parts: str) -> str:
    """Return an id that `parts` have in common with nothing else: 128 bits of SHA-256, as 32 hexadecimal digits."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def moment(value: str) -> datetime | None:
    """Return the moment that an ISO 8601 or RFC 5322 date tells, None where it is neither; without offset it is UTC."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = parse(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if found.year in YEARS:
            return found if found.utcoffset() is not None else found.replace(tzinfo=UTC)
    return None


def language(value: str) -> str | None:
    """Return the two letters of a language tag (de, de-AT, en_GB), None where it does not begin with them."""
    found = re.match(r"([a-z]{2})(?:[-_.]|$)", value.strip().lower())
    return found[1] if found else None


def address(value: str) -> str | None:
    """Return `value` where it is the address of a web page, else None: it ends up in the links of subscribers."""
    return value if links.is_address(value) else None


def _page_id(url: str | None) -> str | None:
    """Return the id of the article at an address; a whole site is no article."""
    page = links.same_page(url) if url else ""
    return digest("page", page) if "/" in page else None


def _check_release(draft: Draft, origin: Origin) -> None:
    if draft.withheld:
        word = _line("withheld", draft.withheld)
        reason = f"not to be published: its publisher marks it {word!r}"
        known = _line("id", draft.id) or _page_id(_sensible("url", _line("url", draft.url), address))
        if not known or word == EMBARGOED:
            raise SourceError(reason)
        left = Article(id=known, text="", fetched=origin.fetched, source=origin.source, version=version(word, ""))
        raise WithheldError(reason, left)
    if not draft.embargo:
        return
    until = moment(draft.embargo)
    if until is None or until > origin.fetched:
        raise SourceError(f"under embargo until {_line('embargo', draft.embargo)}")


def _sensible(key: str, value: str | None, parse: Callable[[str], T | None]) -> T | None:
    if not value:
        return None
    found = parse(value)
    if found is None:
        log.warning("article_field_dropped", key=key, value=value[:100])
    return found


def _line(key: str, value: str | None) -> str:
    """Return a short field on one line."""
    line = " ".join(clean((value or "")[: LONGEST_FIELD * 2]).split())
    if len(line) > LONGEST_FIELD:
        raise SourceError(f"'{key}' is too long: {LONGEST_FIELD:,} characters are read")
    return line
