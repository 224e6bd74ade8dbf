"""A saved web page: the article's own text without what stands around it.

Where the page marks its article (<article>, <main>, schema.org's articleBody) that is read, else the body. The finer
art of finding the text of any page is not tried here.
"""

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from lxml import etree

from worker.errors import SourceError
from worker.sources.decoding import decode
from worker.sources.draft import Draft, headed, moment

SKIPPED = frozenset({
    "head", "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "select", "iframe",
    "object", "svg", "canvas", "figure", "menu", "dialog",
})  # fmt: skip
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
})  # fmt: skip
CONTAINERS = (  # outermost ones only, so that a page is walked once however deeply it nests them
    "//*[@itemprop='articleBody'][not(ancestor::*[@itemprop='articleBody'])]",
    "//article[not(ancestor::article)]",
    "//main[not(ancestor::main)]",
    "//*[@role='main'][not(ancestor::*[@role='main'])]",
    "//body",
)
PUBLISHED = frozenset({
    "article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "parsely-pub-date",
})  # fmt: skip
LARGEST_JSON_LD = 1_000_000  # characters
ENOUGH = 200  # characters of text that make a container the article

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*+["']?\s*+([\w-]{1,40})|<\?xml[^>]{0,100}?encoding=["']([\w-]{1,40})""",
    re.IGNORECASE,
)


def read(data: bytes) -> Draft:
    """Return the article of a .html file; its title is the first paragraph of the text."""
    root = _tree(decoded(data))
    metas = _metas(root)
    title = metas.get("og:title") or _first(root, "//h1") or _first(root, "//title")
    text = "\n\n".join(part for part in _body(root) if part != title)
    return Draft(
        text=headed(title, text),
        title=title,
        url=next(iter(root.xpath("//link[@rel='canonical']/@href")), None) or metas.get("og:url"),
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or metas.get("og:locale"),
        published=_published(root, metas),
        outlet=metas.get("og:site_name"),
    )


def text_of(markup: str) -> list[str]:
    """Return the paragraphs of a piece of HTML."""
    try:
        return paragraphs(_tree(markup))
    except SourceError:
        return []


def paragraphs(container: Any) -> list[str]:
    """Return the text of `container`, broken where a block begins or ends."""
    found: list[str] = []
    piece: list[str] = []
    walk = etree.iterwalk(container, events=("start", "end"))
    for event, element in walk:
        starts = event == "start"
        if element.tag not in INLINE:
            found.append("".join(piece))
            piece = []
        if starts and (element.tag in SKIPPED or element.get("hidden") is not None):
            walk.skip_subtree()  # its end comes next
        elif starts:
            piece.append(element.text or "")
        elif element is not container:
            piece.append(element.tail or "")
    return [text for part in found if (text := " ".join(part.split()))]


def decoded(data: bytes) -> str:
    """Return the markup of a page, in the encoding that it declares. Raises SourceError."""
    return decode(data, _declared(data))


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:2048])
    return (found[1] or found[2]).decode() if found else None


def _tree(text: str) -> Any:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise SourceError(f"broken HTML: {error}") from error
    if root is None:
        raise SourceError("empty: it has no text")
    return root


def _metas(root: Any) -> dict[str, str]:
    """Return what the page says of itself: name, property or itemprop in small letters -> the first content."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if key and content:
            found.setdefault(key, content)
    return found


def _first(root: Any, path: str) -> str:
    return next((text for element in root.xpath(path) if (text := " ".join("".join(element.itertext()).split()))), "")


def _published(root: Any, metas: dict[str, str]) -> str | None:
    told = [content for key, content in metas.items() if key in PUBLISHED]
    told += _linked_data(root)
    for path in (
        "//time[@itemprop='datePublished' or @pubdate]/@datetime",
        "//article//time/@datetime",
        "//time/@datetime",
    ):
        told += root.xpath(path)
    return next((value for value in told if moment(value)), None)


def _linked_data(root: Any) -> Iterator[str]:
    """Yield each datePublished of the page's JSON-LD (https://schema.org/datePublished)."""
    for script in root.xpath("//script[@type='application/ld+json']"):
        text = script.text or ""
        if len(text) > LARGEST_JSON_LD:
            continue
        try:
            nodes = deque([json.loads(text)])
        except (ValueError, RecursionError):
            continue
        while nodes:
            node = nodes.popleft()
            if isinstance(node, list):
                nodes += node
            elif isinstance(node, dict):
                nodes.append(node.get("@graph"))
                if isinstance(node.get("datePublished"), str):
                    yield node["datePublished"]


def _body(root: Any) -> list[str]:
    """Return the paragraphs of the longest container of the first kind that holds an article; the body in the end."""
    longest: list[str] = []
    for path in CONTAINERS:
        candidates = [paragraphs(container) for container in root.xpath(path)]
        longest = max([longest, *candidates], key=_length)
        if _length(longest) >= ENOUGH:
            break
    return longest or paragraphs(root)


def _length(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))
