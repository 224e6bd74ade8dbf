"""A mail: the newsletter or wire story in it, by RFC 5322 and MIME as mail programs really write them.

A mail that is attached to another (forwards, digests) is an article of its own; all other attachments are left alone.
The library's older policy is used: it takes headers as they stand, its newer one fails on broken ones in many ways.
"""

import re
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses

from worker.errors import SourceError
from worker.sources import html
from worker.sources.draft import Draft, headed, within_limit
from worker.sources.feed_encoding import decode

MOST_NESTED = 100  # parts of a mail that hold other parts
MOST_WORK = 20_000_000  # these parts times lines: the library compares each line with the boundary of each open part
LONGEST_HEADER = 10_000  # characters
KNOWN_BY = ("From", "Subject", "Date", "Message-ID", "MIME-Version")  # a mail has at least one of them
STUB = 4  # times as long, and ENOUGH besides, is the HTML beside a plain text that only says "this mail needs HTML"

_HOLDER = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_ENDLESS = re.compile(  # the library takes quadratic time on their parameters
    rb"^content-(?:type|disposition|transfer-encoding):(?:[^\n]|\n[ \t]){10000}", re.IGNORECASE | re.MULTILINE
)
_REPLIED = re.compile(r"(?:(?:re|aw|fwd?|wg)\s{0,3}:\s{0,9})+", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
_SIGNATURE = re.compile(r"^-- $", re.MULTILINE)


def read(data: bytes) -> list[Draft]:
    """Return the article of a mail, and one of each mail attached to it; the subject is the first paragraph."""
    try:
        mail = _parsed(data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
        if not _is_mail(mail):
            raise SourceError("not a mail: it has no header")
        return _drafts(mail)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:  # the library's
        raise SourceError(f"broken mail: {type(error).__name__} in its headers or parts") from error


def _parsed(data: bytes) -> Message:
    """Return a mail that is bounded in what costs the library more than linear time. Raises SourceError for others."""
    holders = sum(1 for _ in _HOLDER.finditer(data))
    if holders > MOST_NESTED or holders * data.count(b"\n") > MOST_WORK:
        raise SourceError("nested too deeply: it has too many parts that hold other parts")
    if _ENDLESS.search(data):
        raise SourceError(f"broken mail: a header of a part is longer than {LONGEST_HEADER:,} characters")
    return BytesParser(policy=compat32).parsebytes(data)


def _is_mail(mail: Message) -> bool:
    return any(name in mail for name in KNOWN_BY)


def _drafts(mail: Message) -> list[Draft]:
    attached: list[Message] = []
    text = _text(mail, attached, is_body=True).strip() if _is_mail(mail) else ""
    inner = [draft for message in attached for draft in _drafts(message)]
    return inner if inner and not text else [_draft(mail, text), *inner]


def _draft(mail: Message, text: str) -> Draft:
    title = _REPLIED.sub("", _header(mail, "Subject"), 1)
    identity = _MESSAGE_ID.search(_header(mail, "Message-ID"))
    name, address = next(iter(getaddresses([_raw(mail, "From")])), ("", ""))  # of several senders the first
    return Draft(
        text=headed(title, text),
        title=title,
        id=identity[1] if identity else None,
        language=_header(mail, "Content-Language").partition(",")[0],
        published=_header(mail, "Date"),
        outlet=_decoded_words(name) or address.rpartition("@")[2],
    )


def _raw(mail: Message, name: str) -> str:
    """Return a header unfolded; letters that should have been encoded are read as far as they can be."""
    value = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), "")
    line = " ".join(str(value)[:LONGEST_HEADER].split())
    return line if line.isascii() else decode(line.encode("ascii", "surrogateescape"), None)


def _header(mail: Message, name: str) -> str:
    return _decoded_words(_raw(mail, name))


def _decoded_words(value: str) -> str:
    """Return `value` with its encoded words (RFC 2047) decoded."""
    try:
        pieces = decode_header(value)
    except HeaderParseError:
        return value
    return " ".join("".join(_piece(piece, charset) for piece, charset in pieces).split())


def _piece(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    if charset is None:  # what stands between encoded words, as the library hands it over
        return piece.decode("raw-unicode-escape", "replace")
    return _decoded(piece, charset.partition("*")[0])


def _decoded(data: bytes, charset: object) -> str:
    return decode(data, f"charset={charset}") if data.strip() else ""


def _text(part: Message, attached: list[Message], *, is_body: bool = False) -> str:
    """Return the text of a part; mails within it go into `attached`. `is_body`: it is the whole of the mail."""
    kind = part.get_content_type()
    held = _held(part)
    if kind in ("message/rfc822", "message/global"):
        attached += held
        return ""
    if kind.startswith("multipart/"):
        if not part.is_multipart():
            raise SourceError("broken mail: it names no boundary between its parts")
        texts = [(inner.get_content_type(), _text(inner, attached)) for inner in held]
        return _chosen(texts) if kind == "multipart/alternative" else "\n\n".join(text for _, text in texts if text)
    if not is_body and (part.get_content_disposition() == "attachment" or part.get_filename()):
        return ""
    return _own_text(kind, part)


def _held(part: Message) -> list[Message]:
    return [inner for inner in part.get_payload() if isinstance(inner, Message)] if part.is_multipart() else []


def _chosen(texts: list[tuple[str, str]]) -> str:
    """Return the plain one of several forms of a text, unless it is empty or only stands in for the HTML."""
    plain = next((text for kind, text in texts if kind == "text/plain" and text.strip()), "")
    rich = next((text for kind, text in reversed(texts) if kind != "text/plain" and text), "")
    return rich if not plain or len(rich) > STUB * len(plain) + html.ENOUGH else plain


def _own_text(kind: str, part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or kind not in ("text/plain", "text/html"):
        return ""
    charset = part.get_content_charset()
    if kind == "text/html":
        return "\n\n".join(html.text_of(_decoded(data, charset) if charset else html.decoded(data)))
    text = within_limit(_decoded(data, charset)).replace("\r\n", "\n")
    *_, signature = (len(text), *(found.start() for found in _SIGNATURE.finditer(text)))
    text = text[:signature]
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    return _unwrapped(text, delsp=str(part.get_param("delsp", "")).lower() == "yes") if flowed else text


def _unwrapped(text: str, *, delsp: bool) -> str:
    """Return text of the format "flowed" with each paragraph on one line (RFC 3676, section 4).

    A line that ends in a blank goes on in the next one of the same depth of quotation; `delsp`: that blank is no part
    of the text.
    """
    paragraphs: list[list[str]] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        goes_on = words.endswith(" ")
        if open_depth != depth:
            paragraphs.append([])
        paragraphs[-1].append(words[:-1] if goes_on and delsp else words)
        open_depth = depth if goes_on else -1
    return "\n".join("".join(pieces) for pieces in paragraphs)
