"""Markdown: front matter says who and when, the marks are stripped.

The marks are those of CommonMark (https://spec.commonmark.org/0.31.2/) that stand in prose. Stripping works line by
line and then on whole paragraphs; it aims at sentences that read right, not at a faithful rendering.
"""

import re

from worker.sources.decoding import clean, decode
from worker.sources.draft import Draft, headed, within_limit

FRONT_KEYS = {
    "id": "id", "title": "title", "url": "url", "outlet": "outlet", "language": "language", "lang": "language",
    "published": "published", "date": "published",
}  # fmt: skip

_FRONT = re.compile(r"(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>.*?)^(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"([A-Za-z]+)[ \t]*[:=][ \t]*+(.*)")
_HEADING = re.compile(r"#{1,6}[ \t]++(.*)")
_RULE = re.compile(r"[-=*_:|](?:[ \t]*+[-=*_:|])+")  # also the underline of a heading or of a table's head
_FENCE = re.compile(r"```|~~~")
_OPENER = re.compile(r"(?:>[ \t]?|[-*+][ \t]+)+")
_NUMBER = re.compile(r"\d{1,3}[.)][ \t]")  # stays: a wrapped line may begin with a date
_DEFINITION = re.compile(r"\[[^\]]{1,200}\]:[ \t]*\S")
_INLINE = (
    (re.compile(r"!\[[^\[\]\n]{0,500}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])?"), ""),  # images
    (re.compile(r"<(https?://[^>\s]{1,2000})>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]{0,500}>|<!--[^<]{0,500}?-->"), ""),
    (re.compile(r"\[\^[^\]\n]{1,50}\]"), ""),  # footnotes
    (re.compile(r"\[([^\[\]\n]{0,500})\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])"), r"\1"),
    (re.compile(r"(?<![\\\w])(\*{1,3}|_{1,3}|~~|`{1,2})(?=\S)([^\n]{1,300}?)(?<=[^\s\\])\1(?!\w)"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def read(data: bytes) -> Draft:
    """Return the article of a .md file: front matter in YAML (---) or TOML (+++) of one line per key, then the text.

    The title is that of the front matter, else the first heading; it is the first paragraph of the text.
    """
    source = clean(within_limit(decode(data)))
    front = _FRONT.match(source)
    fields = _fields(front["fields"]) if front else {}
    heading, paragraphs = _paragraphs(source[front.end() :] if front else source)
    title = fields.pop("title", "") or heading
    return Draft(text=headed(title, "\n\n".join(paragraphs)), title=title, **fields)


def _fields(lines: str) -> dict[str, str]:
    found = {}
    for line in lines.splitlines():
        field = _FIELD.fullmatch(line)
        key = FRONT_KEYS.get(field[1].lower()) if field else None
        if field and key:
            found[key] = _unquoted(field[2].strip())
    return found


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _paragraphs(source: str) -> tuple[str, list[str]]:
    """Return the first heading and the paragraphs, headings among them, each on one line."""
    heading = ""
    found: list[list[str]] = [[]]
    for line in map(str.strip, source.split("\n")):
        mark = _HEADING.fullmatch(line)
        if mark:
            heading = heading or _inline(_closed(mark[1]))
            found += [[_closed(mark[1])], []]
        elif _RULE.fullmatch(line):
            underlines = not heading and len(found[-1]) == 1 and not line.strip("=-")
            heading = _inline(found[-1][0]) if underlines else heading
            found.append([])
        elif not line or _FENCE.match(line) or _DEFINITION.match(line):
            found.append([])
        else:
            _add(line, found)
    return heading, [text for lines in found if (text := _inline(" ".join(lines)))]


def _closed(heading: str) -> str:
    """Return `heading` without the marks that may close it, which a blank parts from the words."""
    words = heading.rstrip("#")
    return words.rstrip() if words != words.rstrip() or not words else heading


def _add(line: str, found: list[list[str]]) -> None:
    """Add a line of prose to the last paragraph; each item of a list is a paragraph."""
    opener = _OPENER.match(line)
    item = opener and not line.startswith(">")
    numbered = _NUMBER.match(line) and found[-1] and _NUMBER.match(found[-1][0])
    if item or numbered:
        found.append([])
    found[-1].append(line[opener.end() :] if opener else line)


def _inline(text: str) -> str:
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return " ".join(text.replace("|", " ").split())
