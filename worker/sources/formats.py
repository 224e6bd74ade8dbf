"""Bytes -> articles: which suffix is read how, within which limits.

Every reader has one shape, bytes -> Draft, or a list of them where one file holds many articles, and stands in
FORMATS; a new format is one module and one line here.
"""

import errno
import io
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import structlog

from schemas import Article
from worker.errors import SourceError
from worker.sources import eml, html, markdown, news_xml, plain, record
from worker.sources.draft import Draft, Origin, WithheldError, finish

LARGEST_FILE = 10_000_000  # bytes of one article
LARGEST_LINES = 1_000_000_000  # bytes of a file of many articles, which is read line by line
LONGEST_LINE = 2_000_000  # bytes of one of its lines; 500,000 characters take at most that many as UTF-8

REASONS = {
    errno.EACCES: "no permission to read it",
    errno.EPERM: "no permission to read it",
    errno.ENOENT: "it vanished before it could be read",
    errno.ELOOP: "a directory loop: the link leads back to itself",
    errno.EISDIR: "not a file",
    errno.ENXIO: "not a file",
}

log = structlog.get_logger()


@dataclass(frozen=True)
class Format:
    """How files of one suffix are read. `by_line`: every line that is not blank is an article of its own."""

    read: Callable[[bytes], Draft | list[Draft]]
    by_line: bool = False


FORMATS = {
    ".txt": Format(plain.read),
    ".md": Format(markdown.read),
    ".html": Format(html.read),
    ".htm": Format(html.read),
    ".json": Format(record.read),
    ".jsonl": Format(record.read, by_line=True),
    ".eml": Format(eml.read),
    ".xml": Format(news_xml.read),
    ".nitf": Format(news_xml.read),
    ".newsml": Format(news_xml.read),
}


@dataclass(frozen=True)
class Refusal:
    """An input, or one line or item of it, that was not taken, and why in one line."""

    name: str
    reason: str


@dataclass(frozen=True)
class Withdrawal(Refusal):
    """An article that was not taken because its publisher takes it back; `article` is it without a text."""

    article: Article


def format_of(name: str) -> Format | None:
    """Return how a file called `name` is read, None where it is not meant to be read."""
    return FORMATS.get(os.path.splitext(name)[1].lower())


def reason_of(error: OSError) -> str:
    """Return in words why the operating system does not hand over a file."""
    return REASONS.get(error.errno or 0, f"it cannot be read: {error.strerror or error}")


def read(
    content: Path | bytes | BinaryIO,
    *,
    name: str,
    source: str,
    fetched: datetime,
    language: str | None = None,
    published: datetime | None = None,
) -> Iterator[Article | Refusal]:
    """Read a file, a stream, or what stood in a file called `name`; its suffix tells the format.

    Whatever cannot be read comes out as a Refusal among the articles and never as an exception: one for the whole
    input, or in a file of many articles one for each that is bad. `source` and `fetched` go into the articles;
    `language` and `published` where the file does not tell them. A date without an offset is taken as UTC.
    """
    origin = Origin(source, fetched, language, published)
    try:
        kind = _known(name)
        with _opened(content, LARGEST_LINES if kind.by_line else LARGEST_FILE) as file:
            if kind.by_line:
                yield from _lines(file, kind, name, origin)
            else:
                yield from _items(_drafts(kind, _whole(file)), name, origin)
    except SourceError as error:
        yield Refusal(name, str(error))
    except OSError as error:
        yield Refusal(name, reason_of(error))


def _known(name: str) -> Format:
    kind = format_of(name)
    if kind is None:
        raise SourceError(f"unknown kind of file: {', '.join(FORMATS)} are read")
    return kind


def _opened(content: Path | bytes | BinaryIO, limit: int) -> BinaryIO:
    """Open what is to be read, after a look at its size: nothing large is ever in memory."""
    if not isinstance(content, Path | bytes):
        return content  # of unknown size: read as far as one article or line may go
    if isinstance(content, bytes):
        _check_size(len(content), limit)
        return io.BytesIO(content)
    # Without O_NONBLOCK a named pipe would hold up everything until somebody writes into it.
    file = os.fdopen(os.open(content, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    try:
        _check_file(os.fstat(file.fileno()), limit)
    except BaseException:
        file.close()
        raise
    return file


def _check_file(found: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise SourceError("not a file")
    _check_size(found.st_size, limit)


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise SourceError(f"too large: {size / 1e6:,.0f} MB, up to {limit / 1e6:,.0f} MB are read")
    if size == 0:
        raise SourceError("empty: it has no text")


def _whole(file: BinaryIO) -> bytes:
    data = file.read(LARGEST_FILE + 1)
    _check_size(len(data), LARGEST_FILE)
    return data


def _drafts(kind: Format, data: bytes) -> list[Draft]:
    try:
        found = kind.read(data)
    except SourceError:
        raise
    except Exception as error:  # a fault in a reader costs this input, not the ones after it
        log.exception("reader_failed", error=type(error).__name__)
        raise SourceError(f"the reader failed: {type(error).__name__}") from error
    return [found] if isinstance(found, Draft) else found


def _items(drafts: list[Draft], name: str, origin: Origin) -> Iterator[Article | Refusal]:
    for number, draft in enumerate(drafts, 1):
        try:
            yield finish(draft, origin)
        except SourceError as error:
            reason = f"item {number}: {error}" if len(drafts) > 1 else str(error)
            yield Withdrawal(name, reason, error.article) if isinstance(error, WithheldError) else Refusal(name, reason)


def _lines(file: BinaryIO, kind: Format, name: str, origin: Origin) -> Iterator[Article | Refusal]:
    empty = True
    for number, line in enumerate(_bounded(file), 1):
        if line == b"":
            continue
        empty = False
        try:
            yield from (finish(draft, origin) for draft in _drafts(kind, _utf8(line)))
        except SourceError as error:
            yield Refusal(name, f"line {number}: {error}")
    if empty:
        raise SourceError("empty: it has no text")


def _bounded(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines of `file` without blanks around them, None for one that is too long."""
    while line := file.readline(LONGEST_LINE + 1):
        complete = len(line) <= LONGEST_LINE or line.endswith(b"\n")
        while not complete:
            rest = file.readline(LONGEST_LINE)
            complete = not rest or rest.endswith(b"\n")
            line = b""
        yield line.strip() if line else None


def _utf8(line: bytes | None) -> bytes:
    """JSON Lines are UTF-8 (https://jsonlines.org); guessing per line could read one file in two ways."""
    if line is None:
        raise SourceError(f"too long: up to {LONGEST_LINE / 1e6:,.0f} MB are read")
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"wrong encoding: not UTF-8 (byte {error.start} does not fit)") from error
    return line
