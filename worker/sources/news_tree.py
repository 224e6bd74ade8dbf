"""What the readers of news in XML share: a safe tree, and the text of a story.

A wire file that is broken or cut off is refused, not mended as a feed is: half a story would be taken for the whole
one under its id. Names are compared without namespace and in small letters, for both are left out or wrong so often.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from worker.errors import SourceError
from worker.sources.draft import headed, moment
from worker.sources.feed_markup import PARSING, Markup
from worker.sources.feed_text import joined
from worker.sources.feed_tree import local

MOST_TAGS = 500_000
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
WITHHELD = frozenset({"canceled", "cancelled", "withheld"})  # statuses of a story; others are "usable" and "embargoed"


@dataclass(frozen=True)
class Story:
    """What is to be read of a story. `dateline` is its place as it stands before the first sentence."""

    title: str = ""
    lead: str = ""
    dateline: str = ""
    paragraphs: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the text of the article; a flash is a title alone."""
        body = "\n\n".join(part for part in self.paragraphs if part != self.title)
        place = self.dateline.strip(" -–—:")
        if body and place and not body.casefold().startswith(re.split(r"[\s,/]", place)[0].casefold()):
            body = f"{place} – {body}"
        return headed(self.title, joined(None, self.lead, body)) or self.title


def tree(markup: Markup) -> Any:
    """Return the root element, all names in small letters without namespace. Raises SourceError for broken XML."""
    if markup.text.count("<") > MOST_TAGS:
        raise SourceError(f"too large: {MOST_TAGS:,} tags are read")
    parser = etree.XMLParser(**PARSING)
    try:
        root = etree.fromstring(markup.text.encode("utf-8"), parser)
        faults = [fault for fault in parser.error_log if fault.domain != etree.ErrorDomains.NAMESPACE]
        if faults or root is None:
            raise SourceError(f"broken XML: {_told(faults)}")
        for element in root.iter():
            element.tag = local(element)
    except (etree.LxmlError, ValueError) as error:
        raise SourceError(f"broken XML: {error}") from error
    return root


def _told(faults: list[Any]) -> str:
    return " ".join(f"line {faults[0].line}: {faults[0].message}".split()) if faults else "no element can be read"


def line(element: Any) -> str:
    """Return the text in an element on one line, "" where there is no element."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def told(element: Any, path: str, name: str) -> str:
    """Return an attribute of the first element at `path` that has it, else ""."""
    return next((value for found in element.iterfind(path) if (value := found.get(name))), "")


def when(values: Iterable[str]) -> str | None:
    """Return the first of `values` that is a moment, else the first that is at least a day."""
    dates = [value for value in values if value and moment(value)]
    return next((date for date in dates if re.search(r"\d[T ]\d", date)), None) or next(iter(dates), None)
