"""What the readers of feed formats find, before it becomes articles."""

from dataclasses import dataclass, field
from typing import Literal

from worker.errors import SourceError
from worker.feeds import Skipped

Cause = Literal["no_content", "html", "not_a_feed", "not_text", "entities", "too_large", "broken"]

LARGEST_DOCUMENT = 10_000_000  # bytes, after decompression; the largest feeds of news sites have 2 MB
MOST_ENTRIES = 5_000  # of one document
LONGEST_MARKUP = 500_000  # characters of one title, teaser or content


class FeedError(SourceError):
    """A document that is no readable feed. `cause` is for programs, the text for people."""

    def __init__(self, cause: Cause, reason: str) -> None:
        super().__init__(reason)
        self.cause: Cause = cause


@dataclass(frozen=True)
class Entry:
    """One item as the document tells it. None means that it does not say; dates are as written.

    `title` and `text` are plain text, `id` is guid, atom:id, rdf:about or the JSON id as written. `link` is absolute
    where the document says enough; `permanent` is another address of the same page, which a redirecting link hides.
    """

    title: str | None = None
    link: str | None = None
    permanent: str | None = None
    id: str | None = None
    published: str | None = None
    updated: str | None = None
    text: str = ""
    language: str | None = None


@dataclass(frozen=True)
class Document:
    """One feed as it stands in its document. `ttl_s`: seconds that its publisher asks readers to wait between visits.
    `skipped`: when not to visit at all.

    `remarks` tell what was wrong with it and what was left out for that.
    """

    format: str
    title: str | None
    language: str | None
    ttl_s: int | None
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...] = ()
    skipped: Skipped = field(default_factory=Skipped)
