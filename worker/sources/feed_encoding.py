"""Bytes of a feed -> text.

Feeds say wrongly how they are encoded so often that the bytes go first: a byte order mark, zeros of UTF-16, and bytes
that are UTF-8 throughout say more than any declaration. Then the document is believed, then its server. Without a
believable declaration, encodings of East Asian and Cyrillic scripts are tried where the result is nearly all letters
of that script; what is left is refused rather than guessed.
"""

import codecs
import re
import zlib

from worker.sources.decoding import BYTE_ORDER_MARKS, MOST_CONTROLS, MOST_WESTERN
from worker.sources.feed_document import LARGEST_DOCUMENT, FeedError

GZIP = b"\x1f\x8b"
WIDE = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
# What documents mean when they name an encoding: its superset, as browsers do (https://encoding.spec.whatwg.org).
SUPERSETS = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs", "tis-620": "cp874", "iso8859-11": "cp874",
}  # fmt: skip
SEVEN_BIT = frozenset({"iso2022_jp", "iso2022_kr", "hz"})  # every byte of which is ASCII
BARRED = frozenset({"utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-7", "idna", "punycode", "unicode_escape"})
GUESSES = (  # encoding, what its text consists of, what it cannot be without; single letters may be Latin ones misread
    ("cp932", "[\u3040-\u30ff\u3400-\u9fff\u3001\u3002]{2,}", "[\u3040-\u30ff]"),
    ("euc_jp", "[\u3040-\u30ff\u3400-\u9fff\u3001\u3002]{2,}", "[\u3040-\u30ff]"),
    ("cp949", "[\uac00-\ud7a3]{2,}", "[\uac00-\ud7a3]"),
    ("gb18030", "[\u4e00-\u9fa5\u3001\u3002]{2,}", "[\u4e00-\u9fa5]"),
    ("cp1251", "[\u0400-\u045f]{3,}", "[\u0430-\u044f]{2}"),
)
MOST_LETTERS = 0.7  # share of that among the characters outside ASCII
MOST_BROKEN = 0.02  # share of sequences in UTF-8 that may be damaged

_DECLARED = re.compile(rb"""^[^>]{0,200}?\bencoding\s*=\s*+["']?\s*+([\w.:-]{1,40})""")
_CHARSET = re.compile(r"""charset\s*=\s*+["']?\s*+([\w.:-]{1,40})""", re.IGNORECASE)


def decode(content: bytes, content_type: str | None) -> str:
    """Return the text of a feed or a list of feeds; raises FeedError for bytes that are none, and above the limit."""
    if not content.strip():
        raise FeedError("no_content", "empty: there is no document")
    data = _inflated(content)
    encoding = _evident(data)
    if encoding:
        return data.decode(encoding, "replace").removeprefix("\ufeff")
    head = re.sub(rb"^[^<]{0,1000}|<!--.{0,5000}?-->\s*", b"", data[:10_000], count=2, flags=re.DOTALL)
    found = _DECLARED.match(head) if head.startswith(b"<?xml") else None
    served = _CHARSET.search(content_type or "")
    told = [name for name in (found and found[1].decode("ascii"), served and served[1]) if name]
    seven_bit = [codec for name in told if (codec := _codec(name)) in SEVEN_BIT]
    text = None if seven_bit else _utf8(data)
    if text is None:
        text = next((text for name in told if (text := _decoded(data, _codec(name))) is not None), None)
    return text if text is not None else _guessed(data)


def _inflated(data: bytes) -> bytes:
    """Return `data`, decompressed where it is gzip that nobody announced."""
    if data.startswith(GZIP):
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            data = inflater.decompress(data, LARGEST_DOCUMENT + 1)
        except zlib.error as error:
            raise FeedError("broken", f"broken gzip: {error}") from error
        if not data:
            raise FeedError("broken", "broken gzip: nothing in it")
    if len(data) > LARGEST_DOCUMENT:
        raise FeedError("too_large", f"too large: more than {LARGEST_DOCUMENT / 1e6:,.0f} MB")
    return data


def _evident(data: bytes) -> str | None:
    """Return the encoding that a mark or the zeros of wide characters show."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark) and (encoding != "utf-8" or _utf8(data) is not None):
            return encoding
    start = data.lstrip(b"\t\n\r ")[:4]
    return next((encoding for sign, encoding in WIDE if start.startswith(sign)), None)


def _utf8(data: bytes) -> str | None:
    """Return `data` as UTF-8, of which a little may be damaged."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    whole = _count(r"[^\x00-\x7f\ufffd]", text)
    return text if broken <= MOST_BROKEN * whole or (broken == 1 and whole and text.endswith("\ufffd")) else None


def _codec(name: str) -> str | None:
    """Return the codec of Python for a declared name, None for one that is unknown or none of text."""
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if known.name in BARRED or not known._is_text_encoding:
        return None
    return SUPERSETS.get(known.name, known.name)


def _decoded(data: bytes, codec: str | None) -> str | None:
    if codec is None or codec == "utf-8":
        return None
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    damaged = text.count("\N{REPLACEMENT CHARACTER}")
    return text if damaged <= MOST_BROKEN * _count(r"[^\x00-\x7f]", text) else None


def _guessed(data: bytes) -> str:
    for codec, letters, needed in GUESSES:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        foreign = _count(r"[^\x00-\x7f]", text)
        own = sum(len(run[0]) for run in re.finditer(letters, text))
        if own >= MOST_LETTERS * foreign and re.search(needed, text):
            return text
    return _western(data)


def _western(data: bytes) -> str:
    """Return `data` as Windows-1252 where that gives words of a language in Latin letters."""
    text = data.decode("cp1252", "replace")
    controls = _count(r"[\x00-\x08\x0b\x0e-\x1f\ufffd]", text)
    foreign = sum(map(str.isalpha, re.sub(r"[\x00-\x7f]+", "", text)))
    if controls > MOST_CONTROLS * len(text) or foreign > MOST_WESTERN * sum(map(str.isalpha, text)):
        raise FeedError("not_text", "not text: neither UTF-8 nor another encoding that it declares or shows")
    return text


def _count(pattern: str, text: str) -> int:
    return sum(1 for _ in re.finditer(pattern, text))
