"""What a request to POST /articles says, or why it is refused: an HTTPException or, of its content, a SourceError."""

import asyncio
import hmac
from datetime import UTC, datetime
from email.message import Message
from typing import NoReturn

from starlette.exceptions import HTTPException
from starlette.requests import Request

from worker.endpoint.limits import Limits
from worker.errors import SourceError
from worker.sources.decoding import decode
from worker.sources.draft import Origin, language, moment
from worker.sources.formats import FORMATS

CONTENT_TYPES = {
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "message/rfc822": ".eml",
    "application/xml": ".xml",
    "text/xml": ".xml",
}
ACCEPTED = {name: suffix for name, suffix in CONTENT_TYPES.items() if suffix in FORMATS}
PARAMETERS = {"source", "language", "published"}
SOURCE = "push"  # of articles whose sender names none
LONGEST_SOURCE = 100  # characters, as of a folder's name


def authorise(request: Request, token: str) -> None:
    """Refuse who does not show the token; how long that takes tells nothing of it."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode("latin-1"), token.encode())
    if scheme.lower() != "bearer" or not same:
        raise HTTPException(401, "the token is missing or wrong", {"WWW-Authenticate": "Bearer"})


def suffix_of(request: Request) -> str:
    """Return the suffix that a file with this content would have."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(415, "the body must not be compressed", {"Accept-Encoding": "identity"})
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ACCEPTED:
        raise HTTPException(415, f"Content-Type must be one of {', '.join(ACCEPTED)}", {"Accept": ", ".join(ACCEPTED)})
    return ACCEPTED[kind]


def origin_of(request: Request) -> Origin:
    """Return what the parameters say of articles that do not say it themselves."""
    given = dict(request.query_params)
    unknown = sorted(given.keys() - PARAMETERS)
    if unknown:
        raise HTTPException(400, f"unknown parameter, there are {', '.join(sorted(PARAMETERS))}")
    source = given.get("source", SOURCE).strip()
    if not source or not source.isprintable() or len(source) > LONGEST_SOURCE:
        raise HTTPException(400, f"'source' must be a name of up to {LONGEST_SOURCE} characters")
    spoken, published = language(given.get("language", "")), moment(given.get("published", ""))
    if spoken is None and "language" in given:
        raise HTTPException(400, "'language' must be two letters such as de or en")
    if published is None and "published" in given:
        raise HTTPException(400, "'published' must be a time such as 2025-05-16T17:05:00Z; a + is written %2B")
    return Origin(source, datetime.now(UTC), spoken, published)


async def body_of(request: Request, limits: Limits) -> bytes:
    """Return the body, of which never more than the limit is in memory; text as UTF-8, whatever it came in."""
    if int(request.headers.get("content-length", 0)) > limits.body:
        _too_large(limits)
    body = bytearray()
    try:
        async with asyncio.timeout(limits.body_s):
            async for part in request.stream():
                body += part
                if len(body) > limits.body:
                    _too_large(limits)
    except TimeoutError as error:
        raise HTTPException(408, f"the body did not arrive within {limits.body_s:g} s") from error
    if not body:
        raise SourceError("the body is empty")
    charset = _charset(request.headers.get("content-type", ""))
    return decode(bytes(body), charset).encode() if charset else bytes(body)


def _too_large(limits: Limits) -> NoReturn:
    raise HTTPException(413, f"too large: up to {limits.body:,} bytes are read at once")


def _charset(content_type: str) -> str | None:
    """Return the encoding that a type of text names. XML names its own, and would do so wrongly in another."""
    message = Message()
    message["Content-Type"] = content_type
    is_text = message.get_content_maintype() == "text" and message.get_content_subtype() != "xml"
    return message.get_content_charset() if is_text else None
