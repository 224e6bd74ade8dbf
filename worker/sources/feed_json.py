"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) -> Document. A field of the wrong type is left out."""

import json
import re
from collections.abc import Mapping
from typing import Any

from worker.sources.feed_document import MOST_ENTRIES, Document, Entry, FeedError
from worker.sources.feed_text import joined, teaser_of, title_of
from worker.text.links import joined_address

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/([\d.]{1,10})/?", re.IGNORECASE)


def read(text: str, address: str | None) -> Document:
    """Return the feed in `text`. Raises FeedError for JSON that is broken or none of this kind."""
    found = _parsed(text)
    version = _VERSION.match(_string(found.get("version")) or "")
    items = found.get("items")
    if not version:
        raise FeedError("not_a_feed", "not a feed: JSON without the 'version' of a JSON Feed")
    if not isinstance(items, list):
        raise FeedError("not_a_feed", "not a feed: JSON without a list of 'items'")
    base = address or _string(found.get("feed_url")) or _string(found.get("home_page_url"))
    remarks = (f"only its first {MOST_ENTRIES:,} items are read",) if len(items) > MOST_ENTRIES else ()
    return Document(
        format=f"json-{'1.0' if version[1] == '1' else version[1]}",
        title=title_of(_string(found.get("title")), plain=True),
        language=_string(found.get("language")),
        ttl_s=None,
        entries=tuple(_entry(item, base) for item in items[:MOST_ENTRIES] if isinstance(item, dict)),
        remarks=remarks,
    )


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text, parse_int=_number)
    except json.JSONDecodeError as error:
        raise FeedError("broken", f"broken JSON: {error.msg} (line {error.lineno}, column {error.colno})") from error
    except RecursionError as error:
        raise FeedError("broken", "broken JSON: nested too deeply") from error
    if not isinstance(found, dict):
        raise FeedError("not_a_feed", "not a feed: JSON that is no object")
    return found


def _number(digits: str) -> int | str:
    """Return a number, or its digits where it has thousands of them, which take quadratic time."""
    return int(digits) if len(digits) < 100 else digits


def _entry(item: Mapping[str, Any], base: str | None) -> Entry:
    title = title_of(_string(item.get("title")), plain=True)
    content = teaser_of(_string(item.get("content_html"))) or teaser_of(_string(item.get("content_text")), plain=True)
    summary = teaser_of(_string(item.get("summary")), plain=True)
    link = _string(item.get("url")) or _string(item.get("external_url"))
    return Entry(
        title=title,
        link=joined_address(base, link) if link else None,
        id=_identity(item.get("id")),
        published=_string(item.get("date_published")),
        updated=_string(item.get("date_modified")),
        text=joined(title, summary, content),
        language=_string(item.get("language")),
    )


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _identity(value: object) -> str | None:
    """Return an id; numbers are turned into text, as the specification asks."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return _string(value)
