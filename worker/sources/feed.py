"""One feed document -> articles: what `depesche feeds test` shows and what polling takes.

Whatever cannot be read comes out as an outcome with its reason and never as an exception. An item is the same one in
every fetch of its feed by the first of these that it has: its id (guid, atom:id, rdf:about), its link without
tracking, its title with its date, its text. An id that most items of a document share tells nothing and is left out.
The same page in two feeds is two articles: routes may ask for either feed, and each has versions of its own, or two
teasers of one page would take each other for edits. What both tell is one report's worth, which identity knows by their
address, and a correction in one feed stands for the other that told the same.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import structlog

from schemas import Article
from worker.errors import SourceError
from worker.feeds import Skipped
from worker.sources import feed_json, feed_xml
from worker.sources.draft import LONGEST_FIELD, LONGEST_TEXT, Draft, Origin, digest, finish
from worker.sources.draft import language as language_of
from worker.sources.feed_dates import date_of, not_ahead
from worker.sources.feed_document import Cause, Document, Entry, FeedError
from worker.sources.feed_encoding import decode
from worker.sources.feed_markup import markup
from worker.text import links

SHARED_BY = 3  # items with one id and different links, and most of the document: then it is the id of none of them

ACCEPT = {  # the header with which a feed is asked for
    "Accept": "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.8, application/json;q=0.8, */*;q=0.1"
}

Outcome = Literal["items", "empty", "refused"]

log = structlog.get_logger()


@dataclass(frozen=True)
class Item:
    """One item: what it tells, and the article that is read from it.

    `link` is as the feed gives it, made absolute; `article.url` is the same page without tracking. `published` is None
    where the item has no date of publication, then `article.published` is that of its last change. `article` is None
    where there is nothing to read, `trouble` says why.
    """

    title: str | None
    link: str | None
    published: datetime | None
    updated: datetime | None
    id: str | None
    article: Article | None
    trouble: str | None = None


@dataclass(frozen=True)
class ParsedFeed:
    """One feed document. `empty` is a feed in which nothing stands now; `refused` is none, and says nothing of news.

    `cause` names the kind of refusal, `reason` says it in words; `remarks` tell what was wrong with a feed that was
    read all the same. `ttl_s` is how many seconds its publisher asks readers to wait, `skipped` when not to ask at all.
    """

    outcome: Outcome
    cause: Cause | None = None
    reason: str | None = None
    format: str | None = None
    title: str | None = None
    language: str | None = None
    ttl_s: int | None = None
    items: tuple[Item, ...] = ()
    remarks: tuple[str, ...] = ()
    skipped: Skipped = field(default_factory=Skipped)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, each once, in the order of the document."""
        found = {item.article.id: item.article for item in reversed(self.items) if item.article}
        return tuple(reversed(found.values()))


def parse_feed(
    content: bytes,
    *,
    url: str | None,
    content_type: str | None,
    source: str,
    fetched: datetime,
    language: str | None = None,
    outlet: str | None = None,
) -> ParsedFeed:
    """Read a feed document: RSS 0.90 to 2.0, RDF, Atom or JSON Feed, whatever its content type says.

    `url` is where it was fetched, after redirects, None for a file; links are resolved against it. `source` is the
    name of the feed, within which items are told apart. `language` and `outlet` are what its configuration says and
    go before what the feed says. A date later than `fetched` is taken as `fetched`.
    """
    try:
        found = _document(content, url, content_type)
    except FeedError as refusal:
        return ParsedFeed("refused", refusal.cause, str(refusal))
    except Exception as error:  # a fault in a reader costs this document, not the worker
        log.exception("feed_reader_failed", error=type(error).__name__)
        return ParsedFeed("refused", "broken", f"the reader failed: {type(error).__name__}")
    spoken = language_of(found.language or "")
    origin = Origin(source, fetched, spoken)
    shared = _shared_ids(found.entries)
    return ParsedFeed(
        outcome="items" if found.entries else "empty",
        format=found.format,
        title=found.title,
        language=spoken,
        ttl_s=found.ttl_s,
        items=tuple(_item(entry, origin, outlet, language, shared) for entry in found.entries),
        remarks=found.remarks,
        skipped=found.skipped,
    )


def _document(content: bytes, url: str | None, content_type: str | None) -> Document:
    text = decode(content, content_type)
    if text.lstrip()[:1] in ("{", "["):
        return feed_json.read(text, url)
    found = markup(text)
    if found.root == "opml":
        raise FeedError("not_a_feed", "a list of feeds (OPML), not a feed: import it")
    return feed_xml.read(found, url)


def _shared_ids(entries: tuple[Entry, ...]) -> frozenset[str]:
    """Return the ids that say nothing about which item it is."""
    pages = {(entry.id, entry.link) for entry in entries if entry.id and entry.link}
    counts = Counter(known for known, _ in pages)
    return frozenset(known for known, count in counts.items() if count >= SHARED_BY and count * 2 > len(entries))


def _item(entry: Entry, origin: Origin, outlet: str | None, language: str | None, shared: frozenset[str]) -> Item:
    published, updated = date_of(entry.published), date_of(entry.updated)
    date = not_ahead(published or updated, origin.fetched)
    draft = Draft(
        text=entry.text[:LONGEST_TEXT],
        title=(entry.title or "")[:LONGEST_FIELD],
        id=digest(origin.source, _identity(entry, shared)),
        url=links.page(entry.permanent) or links.page(entry.link),
        language=language or entry.language,
        published=date.isoformat() if date else None,
        outlet=outlet,
    )
    article, trouble = None, None
    try:
        article = finish(draft, origin)
    except SourceError as error:
        trouble = str(error)
    return Item(
        title=entry.title,
        link=entry.link,
        published=published,
        updated=updated,
        id=entry.id,
        article=article,
        trouble=trouble,
    )


def _identity(entry: Entry, shared: frozenset[str]) -> str:
    """Return what tells an item from all others of its feed; the first letter keeps the ways apart."""
    if entry.id and entry.id not in shared:
        return f"i{entry.id}"
    if entry.link:
        return f"l{links.same_page(entry.link)}"
    if entry.title and entry.published:
        return f"t{entry.title}\0{entry.published}"
    return f"x{entry.title or ''}\0{entry.text}"
