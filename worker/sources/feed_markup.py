"""Text of a feed or an OPML file -> markup that an XML parser can read, from its root element on.

Everything before the root is cut off: XML declaration, comments, and the document type, so that nothing is declared,
expanded or fetched. Entities of HTML and those that the document itself declares as plain characters become these
characters. A document whose entities are made of entities or files is an attack and refused.
"""

import re
from dataclasses import dataclass
from html.entities import html5
from xml.sax.saxutils import escape

from worker.sources.feed_document import FeedError

LONGEST_PROLOGUE = 65_536  # characters that may stand before the root element
LONGEST_ENTITY = 16  # characters of a declared one; a reference takes three, so that no text grows much
MOST_REFERENCES = 1_000_000  # that are mended; parsers leave out what they do not know

PARSING = {  # how lxml is to read markup: what is broken as far as it goes, and nothing from outside
    "recover": True, "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False,
    "remove_comments": True, "remove_pis": True, "encoding": "utf-8",
}  # fmt: skip

ROOTS = frozenset({"rss", "rdf", "feed", "channel", "opml"})

_START = re.compile(r"<(?:([A-Za-z_][\w.-]{0,60}):)?([A-Za-z_][\w.-]{0,60})")
_EMBEDDED = re.compile(
    r"""<(?:[\w.-]{1,60}:)?(?:rss\s[^<>]{0,2000}?version|feed\s[^<>]{0,2000}?w3\.org/2005/Atom)""", re.IGNORECASE
)
_ENTITY = re.compile(
    r"""<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[\w.:-]{1,100})\s+"""
    r"""(?:(?P<outside>SYSTEM|PUBLIC)\b|"(?P<double>[^"]*)"|'(?P<single>[^']*)')"""
)
_REFERENCE = re.compile(  # but for those that XML itself knows
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:#(\d{1,7});|#[xX]([0-9a-fA-F]{1,6});|([A-Za-z][\w.-]{0,40});)?"
)
_NO_TAG = re.compile(r"<(?!/?[A-Za-z_]|\?|!--)")
_VOID = re.compile(r"<((br|hr|img|wbr)(?:\s[^<>]{0,2000})?)(?<!/)>(?!\s{0,100}</\2)", re.IGNORECASE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ALTERNATE = re.compile(r"<link\b[^<>]{0,500}>", re.IGNORECASE)
_ADDRESS = re.compile(r"""\bhref\s*=\s*["']?([^"'\s<>]{1,500})""", re.IGNORECASE)


@dataclass(frozen=True)
class Markup:
    """Markup of which the first thing is its root element, whose local name in small letters is `root`."""

    root: str
    text: str


def markup(text: str) -> Markup:
    """Return what is to be parsed; raises FeedError for text that is no feed and no OPML, and says what it is."""
    text = _FORBIDDEN.sub("", text)
    entities: dict[str, str] = {}
    position = _root_position(text, entities)
    name = _name(text, position)
    if name not in ROOTS:
        position = _embedded(text, name)
    return _from(text, position, entities)


def any_markup(text: str) -> Markup:
    """Return what is to be parsed of a document of whatever kind; raises FeedError for text that is no XML."""
    text = _FORBIDDEN.sub("", text)
    entities: dict[str, str] = {}
    return _from(text, _root_position(text, entities), entities)


def _from(text: str, position: int, entities: dict[str, str]) -> Markup:
    lines_before = "\n" * text.count("\n", 0, position)  # so that parsers name the lines of the document
    return Markup(_name(text, position), lines_before + _repaired(text[position:], entities))


def _name(text: str, position: int) -> str:
    root = _START.match(text, position)
    return root[2].lower() if root else ""


def _root_position(text: str, entities: dict[str, str]) -> int:
    """Return where the root element begins; what a document type declares goes into `entities`."""
    position = 0
    while True:
        position = text.find("<", position)
        if position < 0 or position > LONGEST_PROLOGUE:
            raise FeedError("not_a_feed", "not a feed: neither XML nor JSON")
        if text.startswith("<!--", position):
            end = text.find("-->", position + 4)
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            end = _document_type(text, position, entities)
        elif text.startswith(("<?", "<!"), position):
            end = text.find(">", position)
        elif _START.match(text, position):
            return position
        else:
            end = position
        position = end + 1 if end >= 0 else len(text)


def _document_type(text: str, start: int, entities: dict[str, str]) -> int:
    """Return where the document type ends."""
    head = text[start : start + LONGEST_PROLOGUE]
    end = head.find(">")
    subset = head.find("[", 0, end if end >= 0 else len(head))
    if subset >= 0:
        close = re.search(r"\]\s{0,100}>", head[subset:])
        end = subset + close.end() - 1 if close else -1
    if end < 0:
        raise FeedError("entities", "its document type does not end within 64 kB")
    entities |= _declared(head[:end])
    return start + end


def _declared(document_type: str) -> dict[str, str]:
    """Return the entities that stand for plain characters. Raises FeedError for those made of entities or files."""
    found: dict[str, str] = {}
    declared = list(_ENTITY.finditer(document_type))
    if len(declared) < document_type.count("<!ENTITY"):
        raise FeedError("entities", "it declares entities in a way that is not read")
    for entity in declared:
        if entity["parameter"] and entity["outside"]:  # a list of names kept elsewhere; never fetched
            continue
        value = entity["double"] or entity["single"] or ""
        if entity["outside"] or entity["parameter"]:
            raise FeedError("entities", f"its entity {entity['name']!r} would read another file or declaration")
        named = {reference[3] for reference in _REFERENCE.finditer(value) if reference[3]}
        if len(value) > LONGEST_ENTITY or any(f"{name};" not in html5 for name in named):
            raise FeedError("entities", f"its entity {entity['name']!r} is made of other entities or too long")
        found[entity["name"]] = _known(value, {})
    return found


def _embedded(text: str, name: str) -> int:
    """Return where a feed begins that stands inside an HTML page; raises FeedError where there is none."""
    found = _EMBEDDED.search(text)
    if found:
        return found.start()
    if name != "html" and not re.search(r"<(?:html|body|head)\b", text[:LONGEST_PROLOGUE], re.IGNORECASE):
        raise FeedError("not_a_feed", f"not a feed: its root element is <{name}>")
    links = (_ADDRESS.search(link[0]) for link in _ALTERNATE.finditer(text) if re.search(r"(rss|atom)\+xml", link[0]))
    named = next((link[1] for link in links if link), None)
    raise FeedError("html", "an HTML page, not a feed" + (f"; it names the feed {named}" if named else ""))


def _repaired(text: str, entities: dict[str, str]) -> str:
    """Return `text` mended outside of CDATA sections, of which an open one is not closed.

    Signs of less that begin no tag are escaped, references become ones that XML knows, and the elements of HTML that
    are never closed are closed, so that the rest of the document does not end up in them.
    """
    pieces: list[str] = []
    position = 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        end = text.find("]]>", start)
        pieces.append(_mended(text[position:start], entities))
        position = end + 3 if end >= 0 else len(text)
        pieces.append(text[start:position])
    pieces.append(_mended(text[position:], entities))
    return "".join(pieces)


def _mended(text: str, entities: dict[str, str]) -> str:
    text = _VOID.sub(r"<\1/>", text)
    return _known(_NO_TAG.sub("&lt;", text, MOST_REFERENCES), entities)


def _known(text: str, entities: dict[str, str]) -> str:
    def replaced(reference: re.Match[str]) -> str:
        if reference[3] in entities:
            return entities[reference[3]]
        character = _character(reference)
        return "&amp;" + reference[0][1:] if character is None else character

    return _REFERENCE.sub(replaced, text, MOST_REFERENCES)


def _character(reference: re.Match[str]) -> str | None:
    """Return what a reference stands for as XML, None where it stands for nothing that is known."""
    decimal, hexadecimal, name = reference.groups()
    if name:
        return escape(html5[f"{name};"]) if f"{name};" in html5 else None
    if decimal or hexadecimal:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        return reference[0] if code <= 0x10FFFF and not _FORBIDDEN.match(chr(code)) else ""
    return None
