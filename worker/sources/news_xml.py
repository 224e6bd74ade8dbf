"""News in XML, told apart by the root element."""

from collections.abc import Callable
from typing import Any

from worker.errors import SourceError
from worker.sources import newsml, newsml1, nitf
from worker.sources.draft import Draft
from worker.sources.feed_document import FeedError
from worker.sources.feed_encoding import decode
from worker.sources.feed_markup import Markup, any_markup
from worker.sources.news_tree import tree

READERS: dict[str, Callable[[Any], Draft | list[Draft]]] = {
    "nitf": nitf.read,
    "newsitem": newsml.read,
    "newsmessage": newsml.read,
    "newsml": newsml1.read,
}
OTHERS = {
    "rss": "a feed, not an article: it is read by its address, in depesche.toml",
    "rdf": "a feed, not an article: it is read by its address, in depesche.toml",
    "feed": "a feed, not an article: it is read by its address, in depesche.toml",
    "opml": "a list of feeds, not an article: `depesche feeds import` takes it",
    "html": "a web page: it is read where its name ends in .html",
}


def read(data: bytes) -> Draft | list[Draft]:
    """Return the articles of a file of NewsML-G2, NewsML 1 or NITF. Raises SourceError, for others says what it is."""
    found = _markup(data)
    reader = READERS.get(found.root)
    if reader is None:
        raise SourceError(OTHERS.get(found.root, f"no news: <{found.root}> is none of {', '.join(READERS)}"))
    return reader(tree(found))


def _markup(data: bytes) -> Markup:
    try:
        return any_markup(decode(data, None))
    except FeedError as error:
        raise SourceError("not XML: it has no element" if error.cause == "not_a_feed" else str(error)) from error
