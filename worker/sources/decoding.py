"""Bytes -> clean plain text.

What cannot be decoded with certainty is refused rather than guessed: a wrongly guessed letter would be a wrong name in
an alert. UTF-8 is what nearly everything is; Windows-1252 is what old German and English systems export.
"""

import codecs
import re
import unicodedata

from worker.errors import SourceError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Names of encodings a page may declare. Python knows more, and some of them are no encodings of text (hex, rot13).
DECLARABLE = re.compile(
    r"utf-?8|us-ascii|(iso-?8859|windows|cp)-?\d{1,4}(-\d{1,2})?|latin-?[1-9]|koi8-[ru]"
    r"|gbk|gb2312|gb18030|big5|shift_jis|euc-(jp|kr)",
    re.IGNORECASE,
)
WESTERN = frozenset(  # what stands in German and English text beside ASCII, of the 123 characters of Windows-1252
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŒœŠšŸŽž"
    "€‚ƒ„…†‰‹‘’“”•–—™›\u00a0¡£§©«\u00ad®°±²´·»¼½¾¿×"
)
MOST_WESTERN = 0.25  # share of letters outside ASCII: German has 0.02, Cyrillic read as Windows-1252 nearly 1
MOST_CONTROLS = 0.01

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_UNSEEN = {
    code: None
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xAD, 0x200B, 0x2060, 0xFEFF)
    if chr(code) not in "\t\n"
}
# From the first of several blanks alone, or a long row of them takes quadratic time.
_TRAILING = re.compile(r"(?<![^\S\n])[^\S\n]++$", re.MULTILINE)
# Normalisation takes quadratic time on a run of combining marks. Thirty in a row are allowed, as in the Stream-Safe
# Text Format of Unicode Standard Annex 15; the class is wider than the marks, which does no harm.
_ENDLESS_MARKS = re.compile(r"([^\w\s\x00-\x7f]{30})[^\w\s\x00-\x7f]++")


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of `data`, which may begin with a byte order mark; `declared` is what the content says of itself.

    Raises SourceError for binary data and where the encoding is not certain.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\0" in data:
        raise SourceError("not text: it holds zero bytes (UTF-16 needs a byte order mark)")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _legacy(data, declared, error)
    if _controls(text) > MOST_CONTROLS * len(text):
        raise SourceError("not text: it holds control characters")
    return text


def clean(text: str) -> str:
    """Return `text` as articles hold it: NFC, line feeds, no blanks at the end of lines, no invisible characters."""
    text = _LINE_ENDS.sub("\n", text).translate(_UNSEEN)
    text = unicodedata.normalize("NFC", _ENDLESS_MARKS.sub(r"\1", text))
    return _TRAILING.sub("", text).strip()


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"wrong encoding: its mark says {encoding}, byte {error.start} does not fit") from error


def _legacy(data: bytes, declared: str | None, utf8: UnicodeDecodeError) -> str:
    if declared and DECLARABLE.fullmatch(declared):
        try:
            return data.decode("cp1252" if declared.lower() in ("iso-8859-1", "latin1", "us-ascii") else declared)
        except (UnicodeDecodeError, LookupError):
            pass
    text = data.decode("cp1252", "replace")
    foreign = [character for character in text if not character.isascii()]
    letters = sum(map(str.isalpha, foreign))
    if WESTERN.issuperset(foreign) and letters <= MOST_WESTERN * sum(map(str.isalpha, text)):
        return text
    raise SourceError(f"wrong encoding: neither UTF-8 (byte {utf8.start} does not fit) nor Windows-1252")


def _controls(text: str) -> int:
    return sum(1 for character in text if character < " " and character not in "\t\n\r\f")
