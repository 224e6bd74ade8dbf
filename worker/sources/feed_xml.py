"""RSS 0.9x to 2.0, RDF and Atom -> Document. feedparser reads, and only ever bytes that are put in order.

feedparser takes a string for an address or a file name, retries what is broken at length, and follows neither limits
nor time: so it is handed well-formed documents of bounded size (see `feed_tree`), and its own repairs are left off.
"""

import re
from typing import Any

import feedparser

from worker.sources.draft import address
from worker.sources.feed_document import Document, Entry, FeedError
from worker.sources.feed_markup import Markup
from worker.sources.feed_text import joined, teaser_of, title_of
from worker.sources.feed_tree import Tree, ordered

FORMATS = {
    "rss090": "rss-0.90", "rss091n": "rss-0.91", "rss091u": "rss-0.91", "rss092": "rss-0.92", "rss093": "rss-0.93",
    "rss094": "rss-0.94", "rss10": "rss-1.0", "rss20": "rss-2.0", "atom01": "atom-0.1", "atom02": "atom-0.2",
    "atom03": "atom-0.3", "atom10": "atom-1.0",
}  # fmt: skip
UNVERSIONED = {"rss": "rss", "rdf": "rss-1.0", "feed": "atom", "channel": "rss-1.1"}
PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
LONGEST_TTL_S = 31_536_000
HEADERS = {"content-type": "application/xml; charset=utf-8"}


def read(markup: Markup, fetched_from: str | None) -> Document:
    """Return the feed in `markup`. Raises FeedError where nothing in it can be read."""
    tree = ordered(markup, fetched_from)
    parsed = feedparser.parse(tree.content, response_headers=HEADERS, sanitize_html=False, resolve_relative_uris=False)
    form = FORMATS.get(parsed.version) or UNVERSIONED[markup.root]
    feed = parsed.feed
    entries = tuple(_entry(found, is_atom=form.startswith("atom")) for found in parsed.entries)
    _check(markup.root, tree, parsed)
    return Document(
        format=form,
        title=title_of(feed.get("title")),
        language=feed.get("language"),
        ttl_s=_ttl(feed),
        entries=entries,
        remarks=tree.remarks,
        skipped=tree.skipped,
    )


def _check(root: str, tree: Tree, parsed: Any) -> None:
    """Raise FeedError where there is no item, and either none is complete or this was no feed to begin with."""
    if parsed.entries:
        return
    if not tree.closed:
        raise FeedError("broken", f"broken XML: no item in it is complete ({tree.remarks[0]})")
    known = root == "rss" or parsed.feed or parsed.version in FORMATS
    if not known and not re.search("atom|rss|^$", parsed.namespaces.get("", ""), re.IGNORECASE):
        raise FeedError("not_a_feed", f"not a feed: <{root}> of another kind")


def _entry(found: Any, *, is_atom: bool) -> Entry:
    told = dict(found)  # feedparser's own dictionary answers with other keys where one is missing
    title = title_of(told.get("title"), plain=is_atom and _is_plain(told.get("title_detail")))
    contents = [teaser_of(part.get("value"), plain=is_atom and _is_plain(part)) for part in told.get("content", ())]
    content = max(contents, key=len, default="")
    summary = teaser_of(told.get("summary"), plain=is_atom and _is_plain(told.get("summary_detail")))
    return Entry(
        title=title,
        link=_link(told),
        permanent=told.get("feedburner_origlink"),
        id=told.get("id") or None,
        published=told.get("published") or told.get("created") or None,
        updated=told.get("updated") or None,
        text=joined(title, summary, content),
        language=_language(told),
    )


def _is_plain(detail: Any) -> bool:
    return bool(detail) and detail.get("type") == "text/plain"


def _link(told: dict[str, Any]) -> str | None:
    """Return the page of an item: its link, else a guid that is an address and not said to be none."""
    links = [link for link in told.get("links", ()) if link.get("rel", "alternate") == "alternate"]
    hrefs = [told.get("link"), *(link.get("href") for link in links)]
    if told.get("guidislink"):  # feedparser says so of every guid without a link beside it
        hrefs = [href for href in hrefs if href != told.get("id") or address(href)]
    return next((href.strip() for href in hrefs if href and not _is_other_scheme(href)), None)


def _is_other_scheme(href: str) -> bool:
    """Tell whether an address names something other than a web page (tag:, urn:, mailto:)."""
    scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", href)
    return scheme is not None and scheme[1].lower() not in ("http", "https")


def _language(told: dict[str, Any]) -> str | None:
    detail = told.get("title_detail") or {}
    return told.get("language") or detail.get("language")


def _ttl(feed: Any) -> int | None:
    """Return <ttl> (minutes), else sy:updatePeriod divided by sy:updateFrequency, as seconds."""
    minutes = str(feed.get("ttl") or "").strip()
    if re.fullmatch(r"\d{1,9}", minutes) and int(minutes):
        return min(int(minutes) * 60, LONGEST_TTL_S)
    period = PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    times = str(feed.get("sy_updatefrequency") or "1").strip()
    if period and re.fullmatch(r"\d{1,6}", times) and int(times):
        return max(60, period // int(times))
    return None
