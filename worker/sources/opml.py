"""Lists of feeds: OPML 1.0 to 2.0 (http://opml.org/spec2.opml), as all feed readers export and import them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pydantic import ValidationError

from worker.errors import SourceError
from worker.feeds import Feed
from worker.sources.draft import language as language_of
from worker.sources.feed_encoding import decode
from worker.sources.feed_markup import PARSING, markup
from worker.sources.formats import Refusal

MOST_FEEDS = 10_000
LONGEST_NAME = 100  # characters, as in `Feed`
MOST_TAGS = 20  # of one feed
NAMESPACE = "urn:depesche:opml"  # of the attributes that OPML does not have
OWN = ("outlet", "origin", "interval", "full_text")  # fields of `Feed` that they hold


@dataclass(frozen=True)
class FeedList:
    """The feeds of an OPML file, each once, in the order of the file; `refused` are entries that are no feed to poll.

    `remarks` tell what was wrong with a file that was read all the same.
    """

    format: str
    feeds: tuple[Feed, ...]
    refused: tuple[Refusal, ...]
    remarks: tuple[str, ...] = ()


def parse_opml(content: bytes) -> FeedList:
    """Read an OPML file; folders and categories become tags, a feed in two folders is one feed with both.

    Raises SourceError where the file is none, or cut off: half a list would go unnoticed.
    """
    found = markup(decode(content, None))
    if found.root != "opml":
        raise SourceError(f"not OPML: its root element is <{found.root}>")
    root, remarks = _tree(found.text)
    feeds: dict[str, Feed] = {}
    refused: list[Refusal] = []
    for outline, folders in _outlines(root):
        attributes = {_key(name): value.strip() for name, value in outline.items()}
        if "xmlurl" not in attributes:
            continue
        if len(feeds) >= MOST_FEEDS:
            raise SourceError(f"too long: {MOST_FEEDS:,} feeds are read")
        feed = _feed(attributes, folders)
        if isinstance(feed, Refusal):
            refused.append(feed)
        elif feed.url in feeds:
            known = feeds[feed.url]
            feeds[feed.url] = known.model_copy(update={"tags": tuple(dict.fromkeys(known.tags + feed.tags))})
        else:
            feeds[feed.url] = feed
    version = re.sub(r"[^\d.]", "", root.get("version") or "")[:5]
    return FeedList(f"opml-{version or '1.0'}", tuple(feeds.values()), tuple(refused), remarks)


def to_opml(feeds: Iterable[Feed]) -> str:
    """Return an OPML 2.0 file of `feeds`, tags as categories, for this program and every feed reader."""
    root = etree.Element("opml", {"version": "2.0"}, {"depesche": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Depesche"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        attributes = {"type": "rss", "text": feed.name, "xmlUrl": feed.url}
        if feed.language:
            attributes["language"] = feed.language
        if feed.tags:
            attributes["category"] = ",".join(tag.replace(",", " ") for tag in feed.tags)
        own = feed.model_dump(include=set(OWN), exclude_defaults=True)
        attributes |= {f"{{{NAMESPACE}}}{name}": str(value) for name, value in own.items()}
        etree.SubElement(body, "outline", attributes)
    text = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return str(text.decode("utf-8"))


def _tree(text: str) -> tuple[Any, tuple[str, ...]]:
    if not re.search(r"</opml\s*>\s*$|/>\s*$", text[-1_000:], re.IGNORECASE):
        raise SourceError("broken OPML: it is cut off")
    parser = etree.XMLParser(**PARSING)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.LxmlError as error:
        raise SourceError(f"broken OPML: {error}") from error
    if root is None:
        raise SourceError("broken OPML: nothing in it can be read")
    faults = parser.error_log
    return root, (f"not well-formed, line {faults[0].line}: {faults[0].message}",) if len(faults) else ()


def _outlines(root: Any) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Yield each outline with the folders that it stands in, the outermost first."""
    folders: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end"), tag="outline"):
        if event == "start":
            yield element, tuple(folder for folder in folders if folder)
            folders.append(_line(element.get("title") or element.get("text")) if element.get("xmlUrl") is None else "")
        else:
            folders.pop()


def _key(name: str) -> str:
    """Return an attribute's name in small letters; programs put theirs beside those of OPML, and ours stand apart."""
    qualified = etree.QName(name)
    return f"{'own:' if qualified.namespace == NAMESPACE else ''}{qualified.localname.lower()}"


def _feed(attributes: dict[str, str], folders: tuple[str, ...]) -> Feed | Refusal:
    url = re.sub(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", "", attributes["xmlurl"], flags=re.IGNORECASE)
    url = f"http:{url}" if url.startswith("//") else url
    name = _line(attributes.get("title") or attributes.get("text"))
    categories = (category.strip().strip("/") for category in attributes.get("category", "").split(","))
    tags = dict.fromkeys(tag for tag in (*folders, *map(_line, categories)) if tag)
    try:
        return Feed(
            url=url,
            name=name,
            **{name: _line(attributes[f"own:{name}"]) for name in OWN if attributes.get(f"own:{name}")},
            language=language_of(attributes.get("language", "")),
            tags=tuple(tags)[:MOST_TAGS],
        )
    except ValidationError as error:
        reason = str(error.errors(include_url=False)[0]["msg"]).removeprefix("Value error, ")
        return Refusal(name or url[:LONGEST_NAME] or "an outline", reason)


def _line(value: str | None) -> str:
    return " ".join((value or "").split())[:LONGEST_NAME].strip()
