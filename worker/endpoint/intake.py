"""From bytes that somebody hands over to articles on the ledger, through the readers of files.

Other than a file, JSON that is handed over may also be a list of articles.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, cast

import click

from schemas import Article
from worker.errors import SourceError
from worker.pipeline import Send, take
from worker.sources import record
from worker.sources.draft import Origin, finish
from worker.sources.formats import FORMATS, LARGEST_FILE, Refusal, Withdrawal, format_of, read, reason_of
from worker.store import Store

# How content begins that says nowhere what it is; what begins in no such way is text.
_LINES = re.compile(rb"(\xef\xbb\xbf)?\s*\{[^\n]*\}[ \t\r]*\n\s*\S")
_RECORD = re.compile(rb"(\xef\xbb\xbf)?\s*(\{|\[\s*[\]{])")


@dataclass
class Taken:
    """What became of articles: ids that are on the ledger, ids of what was there before, and what could not be read."""

    taken: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def of_file(path: str, suffix: str | None, origin: Origin) -> Iterator[Article | Refusal]:
    """Yield the articles of a file, of standard input where `path` is `-`, and what of it cannot be read.

    Without `suffix` the format is that of the file's name, where it is one that is read, else what its content seems
    to be. Lines of JSON are read one by one, so they may be endless.
    """
    suffix = suffix or (os.path.splitext(path)[1].lower() if format_of(path) else None)
    try:
        with cast("BinaryIO", click.open_file(path, "rb")) as file:
            if suffix and FORMATS[suffix].by_line:
                yield from items(file, path, suffix, origin)
            else:
                content = _bounded(file)
                yield from items(content, path, suffix or sniffed(content), origin)
    except SourceError as error:
        yield Refusal(path, str(error))
    except OSError as error:
        yield Refusal(path, reason_of(error))


def sniffed(content: bytes) -> str:
    """Return the suffix of JSON, JSON Lines or text, whichever `content` seems to be."""
    return ".jsonl" if _LINES.match(content) else ".json" if _RECORD.match(content) else ".txt"


def items(content: bytes | BinaryIO, name: str, suffix: str, origin: Origin) -> Iterator[Article | Refusal]:
    """Yield the articles of `content`, which has the format of `suffix`, and what of it cannot be read.

    Only what is read line by line may be a stream. Raises SourceError where there is no JSON and ought to be.
    """
    if isinstance(content, bytes) and suffix == ".json":
        yield from _of_json(content, name, origin)
        return
    found = read(
        content, name=f"{name}{suffix}", source=origin.source, fetched=origin.fetched,
        language=origin.language, published=origin.published,
    )  # fmt: skip
    yield from (replace(item, name=name) if isinstance(item, Refusal) else item for item in found)


def take_all(found: Iterable[Article | Refusal], store: Store, send: Send) -> Taken:
    """Take every article of `found`. Raises StoreError; the same may then be taken again."""
    told = Taken()
    for item in found:
        if isinstance(item, Withdrawal):
            take(item.article, store, send)
        if isinstance(item, Refusal):
            told.refused.append(Refusal(item.name, item.reason))
        else:
            (told.taken if take(item, store, send) else told.known).append(item.id)
    return told


def _of_json(content: bytes, name: str, origin: Origin) -> Iterator[Article | Refusal]:
    found = record.parsed(content)
    if not isinstance(found, list):
        yield _article(found, name, origin)
        return
    for number, item in enumerate(found, 1):
        yield _article(item, f"{name}: article {number}", origin)


def _article(found: object, name: str, origin: Origin) -> Article | Refusal:
    try:
        return finish(record.draft(found), origin)
    except SourceError as error:
        return Refusal(name, str(error))


def _bounded(file: BinaryIO) -> bytes:
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise SourceError(f"too large: up to {LARGEST_FILE / 1e6:,.0f} MB are read at once, of JSON Lines any number")
    return content
