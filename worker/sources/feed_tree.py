"""Markup of a feed -> a small well-formed document of the items in it, for feedparser to read.

libxml2 reads what is broken as far as it goes, within limits, and a document of a million items is left after the
first thousands. Then what is read of each item is copied in order, because feedparser takes whatever stands deeper in
an item for the item's own: elements with elements in them stay behind (images, authors, product variants, the feed
that an entry came from), markup that was not escaped becomes text, links become absolute.
"""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from worker.feeds import Skipped
from worker.sources.feed_document import LONGEST_MARKUP, MOST_ENTRIES, FeedError
from worker.sources.feed_markup import PARSING, Markup
from worker.text.links import joined_address

MOST_ELEMENTS = 500_000
CHUNK = 65_536  # bytes

ITEMS = frozenset({"item", "entry"})
TEXTS = frozenset({"title", "description", "summary", "content", "encoded", "body"})
ONCE = frozenset({"guid", "id", "pubdate", "published"})  # of several the first counts
DATES = frozenset({"pubdate", "published", "issued", "date"})
PARTS_OF_ITEM = TEXTS | DATES | {"link", "origlink", "guid", "id", "updated", "modified", "created", "language"}
PARTS_OF_FEED = frozenset({"title", "link", "language", "ttl", "updateperiod", "updatefrequency"})
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_PARTS = 100  # of one item, and of the feed itself
LONGEST_PART = 10_000  # characters of a part that is no text
KEPT_ATTRIBUTES = frozenset({
    "rel", "href", "type", "mode", "isPermaLink", "version", "encoding", "{http://www.w3.org/XML/1998/namespace}lang",
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about",
})  # fmt: skip
MEDIA = ("http://search.yahoo.com/mrss", "http://search.yahoo.com/mrss/")
PREFIXES = {  # that documents use without declaring them
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "a10": "http://www.w3.org/2005/Atom",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
UNDECLARED = "urn:undeclared"

_NOT_IN_ADDRESSES = re.compile(r"[^A-Za-z0-9:/.?#=&~+_@,;-]")


@dataclass(frozen=True)
class Tree:
    """A document for feedparser. `closed`: its root element ends; `remarks` tell what is wrong with the original.

    `skipped` is when its publisher asks not to be visited, which feedparser does not read.
    """

    content: bytes
    closed: bool
    remarks: tuple[str, ...]
    skipped: Skipped


def ordered(markup: Markup, address: str | None) -> Tree:
    """Return the items of a feed that was fetched from `address` (None for a file). Raises FeedError."""
    reading = _Reading()
    reading.read(markup.text.encode("utf-8"))
    if reading.root is None:
        raise FeedError("broken", f"broken XML: {reading.trouble or 'no element can be read'}")
    feed = next((child for child in reading.root if local(child) == "channel"), reading.root)
    content = etree.tostring(_document(reading, feed, address), encoding="utf-8")
    return Tree(content, reading.closed, reading.remarks(), _skipped(feed))


class _Reading:
    """The elements of one document as they come."""

    def __init__(self) -> None:
        self.root: Any = None
        self._begun: list[Any] = []
        self._ended: set[Any] = set()
        self.closed = False
        self.stopped = ""
        self.trouble = ""
        self._elements = 0
        self._parser = etree.XMLPullParser(events=("start", "end"), **PARSING)

    @property
    def items(self) -> list[Any]:
        """The items that are complete, in the order of the document."""
        return [item for item in self._begun if item in self._ended]

    def read(self, data: bytes) -> None:
        """Take in the document, up to its limits. What only the end of the data closes is not taken for an item."""
        try:
            for start in range(0, len(data), CHUNK):
                self._parser.feed(data[start : start + CHUNK])
                for event, element in self._parser.read_events():
                    self._take(event, element)
                if self.stopped or self.closed:
                    break
        except etree.LxmlError as error:
            self.trouble = str(error)
        faults = self._parser.feed_error_log
        self.trouble = self.trouble or (f"line {faults[0].line}: {faults[0].message}" if len(faults) else "")

    def _take(self, event: str, element: Any) -> None:
        if event == "start":
            self._start(element)
        elif element is self.root:
            self.closed = True
        elif local(element) in ITEMS and (len(element) or not _is_within_item(element)):
            self._ended.add(element)  # an empty item within another one is a fault of some programs

    def _start(self, element: Any) -> None:
        self._elements += 1
        if self.root is None:
            self.root = element
        if local(element) in ITEMS:
            self._begun.append(element)
        if len(self._begun) > MOST_ENTRIES:
            self.stopped = f"only its first {MOST_ENTRIES:,} items are read"
        elif self._elements > MOST_ELEMENTS:
            self.stopped = f"only its first {MOST_ELEMENTS:,} elements are read"

    def remarks(self) -> tuple[str, ...]:
        """Return what is wrong with the document, in words."""
        cut = "" if self.closed or self.stopped else "cut off or not closed: what is complete is read"
        broken = f"not well-formed, {self.trouble}" if self.trouble else ""
        return tuple(remark for remark in (broken, cut, self.stopped) if remark)


def local(element: Any) -> str:
    """Return the name of an element without namespace or prefix, in small letters."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _is_within_item(element: Any) -> bool:
    return any(local(above) in ITEMS for above in element.iterancestors())


def _own_address(feed: Any) -> str | None:
    """Return the address that the feed gives of itself, else of its site."""
    links = [child for child in feed if local(child) == "link"]
    named = [link.get("href") for link in links if link.get("rel") == "self"]
    named += [link.get("href") or link.text for link in links if link.get("rel", "alternate") == "alternate"]
    return next((value.strip() for value in named if value and value.strip().startswith(("http://", "https://"))), None)


def _skipped(feed: Any) -> Skipped:
    """Return what <skipHours> and <skipDays> say; RSS 0.91 counts the hours from 1 to 24, RSS 2.0 from 0 to 23."""
    told = {
        local(child): [(part.text or "").strip().lower() for part in child[:MOST_PARTS]]
        for child in feed
        if local(child) in ("skiphours", "skipdays")
    }
    hours = {int(hour) % 24 for hour in told.get("skiphours", ()) if re.fullmatch("[0-9]{1,2}", hour)}
    days = {DAYS.index(day) for day in told.get("skipdays", ()) if day in DAYS}
    return Skipped(hours=tuple(sorted(hours)), days=tuple(sorted(days)))


def _document(reading: _Reading, feed: Any, address: str | None) -> Any:
    """Return a new document with what is read of the feed itself and of its items."""
    root = _new(None, reading.root)
    holder = root if feed is reading.root else _new(root, feed)
    for part in [child for child in feed if local(child) in PARTS_OF_FEED and not len(child)][:MOST_PARTS]:
        _set_text(_new(holder, part), part.text, LONGEST_PART)
    base = address or _own_address(feed)
    for item in reading.items[:MOST_ENTRIES]:
        _put_in_order(item, _new(holder if local(reading.root) == "rss" else root, item), base)
    return root


def _put_in_order(item: Any, new: Any, base: str | None) -> None:
    """Copy into `new` what is read of `item`."""
    parts = [child for child in item if local(child) in PARTS_OF_ITEM][:MOST_PARTS]
    dated = any(_filled(child) for child in parts if local(child) in DATES - {"date"})
    known: set[str] = set()
    for child in parts:
        name = local(child)
        is_text = name in TEXTS
        if (name in ONCE and name in known) or (len(child) and not is_text) or _namespace(child) in MEDIA:
            continue
        if name == "date":
            if not dated:  # feedparser takes it for that of an update
                _set_text(etree.SubElement(new, "pubDate"), child.text, LONGEST_PART)
            continue
        copy = _new(new, child)
        if name in ("link", "origlink"):
            _set_link(copy, child, base)
        elif len(child):
            _set_text(copy, _escaped(child), LONGEST_MARKUP)
            copy.attrib.pop("mode", None)
            copy.set("type", "html")
        else:
            _set_text(copy, child.text, LONGEST_MARKUP if is_text and name != "title" else LONGEST_PART)
        if _filled(child):
            known.add(name)
    if not known & (TEXTS - {"title"}):
        _set_text(etree.SubElement(new, "description"), _caption(item), LONGEST_MARKUP)


def _new(parent: Any, original: Any) -> Any:
    """Return a new element, below `parent` where there is one, that is called like `original`."""
    namespace = _namespace(original) or (UNDECLARED if ":" in original.tag else "")
    name = original.tag.rpartition("}")[2].rpartition(":")[2]
    tag = f"{{{namespace}}}{name}" if namespace else name
    told = ((name, original.get(name)) for name in KEPT_ATTRIBUTES)  # there may be hundreds of thousands of others
    kept = {name: value[:LONGEST_PART] for name, value in told if value is not None}
    if parent is not None:
        return etree.SubElement(parent, tag, kept)
    default = _valid(original.nsmap.get(None, ""))
    return etree.Element(tag, kept, {None: default} if default else None)


def _set_text(element: Any, text: str | None, longest: int) -> None:
    """Let `element` hold `text` up to its limit; markup as CDATA, which feedparser is handed in far fewer pieces."""
    text = (text or "")[:longest]
    element.text = etree.CDATA(text) if "<" in text and "]]>" not in text else text


def _filled(element: Any) -> bool:
    return len(element) > 0 or bool((element.text or "").strip())


def _namespace(element: Any) -> str:
    """Return the namespace of an element, the usual one of its prefix where nothing declares it, else nothing."""
    tag = element.tag
    if tag.startswith("{"):
        return _valid(tag[1:].rpartition("}")[0])
    return PREFIXES.get(tag.rpartition(":")[0].lower(), "")


def _valid(namespace: str) -> str:
    """Return what of `namespace` can stand in an address, for lxml takes no other."""
    return _NOT_IN_ADDRESSES.sub("", namespace)


def _escaped(element: Any) -> str:
    """Return the elements in a text that should have been escaped, as HTML; items that follow an unclosed one go."""
    for inner in [inner for inner in element.iterdescendants() if local(inner) in ITEMS]:
        inner.getparent().remove(inner)
    for inner in element.iterdescendants(tag=etree.Element):
        inner.tag = re.sub(r"[^\w]", "", local(inner)) or "span"
        for name in [name for name in inner.attrib if ":" in name]:
            del inner.attrib[name]
    return (element.text or "") + "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)


def _set_link(copy: Any, link: Any, base: str | None) -> None:
    """Let `copy` have the address in a link, absolute as far as the document and the address fetched allow."""
    inner = link.base
    around = joined_address(base, inner) if inner else base
    href = link.get("href")
    written = " ".join((href if href is not None else link.text or "").split())
    absolute = joined_address(around, written) if written else ""
    if href is not None:
        copy.set("href", absolute)
    else:
        _set_text(copy, absolute, LONGEST_PART)


def _caption(item: Any) -> str | None:
    """Return what stands with the pictures or the film of an item, as in feeds of video channels."""
    media = (element for element in item.iter() if local(element) == "description" and _namespace(element) in MEDIA)
    return next((element.text for element in media if element.text), None)
