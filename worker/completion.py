"""The watched folders from outside: what stands in them, is all of it processed, and what became of it.

This only looks: what takes the files is the worker that watches the folders.
"""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from schemas import Article, Event
from worker.sources.folder import Config, scan
from worker.sources.formats import Refusal, read
from worker.store import Store

AT_ONCE = 500  # questions to the store at a time
REST_SHARE = 5  # a look through the folders is followed by a rest so many times as long


class Completion:
    """Tells when every file is taken or refused as it is now, and every article taken has its result."""

    def __init__(self, folders: Sequence[Config], store: Store) -> None:
        self._folders = folders
        self._store = store
        self._next_look = 0.0

    def reached(self) -> bool:
        """Look, unless the last look was a moment ago. Raises SourceError where a folder is gone, StoreError."""
        began = time.monotonic()
        if began < self._next_look or self._store.pending():
            return False
        done = all(self._is_known(folder) for folder in self._folders)
        self._next_look = time.monotonic() + REST_SHARE * (time.monotonic() - began)
        # A file is remembered after its articles were entered, so this order misses none.
        return done and not self._store.pending()

    def _is_known(self, folder: Config) -> bool:
        files = scan(folder)
        while some := list(islice(files, AT_ONCE)):
            seen = self._store.seen([str(file.path) for file in some])
            if any(str(file.path) not in seen or seen[str(file.path)].stamp != file.stamp for file in some):
                return False
        return True


def report(folders: Sequence[Config], store: Store) -> Iterator[str]:
    """Yield the line of each article of the folders; an article that could not be read has no events."""
    found = (item.id for folder in folders for item in items(folder.path, folder.name) if isinstance(item, Article))
    ids = iter(dict.fromkeys(found))
    while some := list(islice(ids, AT_ONCE)):
        results = {result.article: result for result in store.results(some)}
        yield from (line(i, results[i].events if i in results else ()) for i in some)


def line(article_id: str, events: Iterable[Event]) -> str:
    """Return an article and its events as one line of JSON."""
    return json.dumps({"id": article_id, "events": [e.model_dump(mode="json") for e in events]}, ensure_ascii=False)


def items(
    path: Path, source: str, language: str | None = None, published: datetime | None = None
) -> Iterator[Article | Refusal]:
    """Yield the articles of a file, or of a folder with everything below it, and what of it cannot be read.

    `language` and `published` stand in where the article does not say.
    """
    if not path.is_dir():
        yield from _read(path, source, language, published)
        return
    for file in scan(Config(path, source)):
        if file.trouble:
            yield Refusal(str(file.path), file.trouble)
        else:
            yield from _read(file.path, source, language, published)


def _read(path: Path, source: str, language: str | None, published: datetime | None) -> Iterator[Article | Refusal]:
    now = datetime.now(UTC)
    return read(path, name=str(path), source=source, fetched=now, language=language, published=published)
