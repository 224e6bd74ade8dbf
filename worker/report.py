"""Articles and their events as lines of JSON: for programs, and to be measured."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from schemas import Article, Event
from worker.sources.folder import Config, scan
from worker.sources.formats import Refusal, read
from worker.store import Store

AT_ONCE = 500  # results asked for at a time


def report(folders: Sequence[Config], store: Store) -> Iterator[str]:
    """Yield the line of each article of the folders; an article that could not be read has no events."""
    ids = iter(dict.fromkeys(found for folder in folders for found in _ids(folder, store)))
    while some := list(islice(ids, AT_ONCE)):
        results = {result.article: result.events for result in store.results(some)}
        now = store.joined(event.id for events in results.values() for event in events)
        yield from (as_line(i, (_as_now(event, now) for event in results.get(i, ()))) for i in some)


def _as_now(event: Event, now: Mapping[str, str]) -> Event:
    return event.model_copy(update={"id": now.get(event.id, event.id)})


def _ids(folder: Config, store: Store) -> Iterator[str]:
    """Yield the ids under which the articles of a folder were taken."""
    for file in scan(folder):
        path = str(file.path)
        known = store.seen([path]).get(path)
        if known and known.article:
            yield known.article
        elif not file.trouble:
            yield from (item.id for item in _read(file.path, folder.name, None, None) if isinstance(item, Article))


def as_line(article_id: str, events: Iterable[Event]) -> str:
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
