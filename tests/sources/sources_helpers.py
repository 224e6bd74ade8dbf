"""A store that remembers in memory, and files that appear in the ways files appear."""

import os
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schemas import Article
from worker.errors import StoreError
from worker.sources.folder import Config
from worker.sources.intake import FolderIntake

NOBODY = 65534


@dataclass(frozen=True)
class Seen:
    stamp: str
    outcome: str
    article: str = ""


@dataclass
class Memory:
    """The four functions of the seam; `down` makes them fail as they do without Redis."""

    articles: dict[str, Article] = field(default_factory=dict)
    takes: Counter[str] = field(default_factory=Counter)  # text -> how often it was handed over
    refused: dict[str, str] = field(default_factory=dict)  # path -> reason
    refusals: Counter[str] = field(default_factory=Counter)
    paths: dict[str, Seen] = field(default_factory=dict)
    down: bool = False
    when_taken: Callable[[Article], Any] = lambda article: None
    lock: Any = field(default_factory=threading.Lock)

    def take(self, article: Article) -> bool:
        self._check()
        with self.lock:
            self.takes[article.text] += 1
            new = article.id not in self.articles
            self.articles[article.id] = article
        self.when_taken(article)
        return new

    def refuse(self, source: str, path: str, reason: str) -> None:
        self._check()
        self.refused[path] = reason
        self.refusals[path] += 1

    def seen(self, paths: Collection[str]) -> dict[str, Seen]:
        self._check()
        return {path: self.paths[path] for path in paths if path in self.paths}

    def remember(self, path: str, stamp: str, outcome: str, article_id: str) -> None:
        self._check()
        self.paths[path] = Seen(stamp, outcome, article_id)

    def texts(self) -> list[str]:
        with self.lock:
            return sorted(article.text for article in self.articles.values())

    def intake(self, config: Config) -> FolderIntake:
        return FolderIntake(config, self.take, self.refuse, self.seen, self.remember)

    def _check(self) -> None:
        if self.down:
            raise StoreError("no Redis")


def rename_into(folder: Path, name: str, text: str, by_way_of: Path | None = None) -> Path:
    """Write elsewhere, or under a name that is not read, and rename: the way that leaves no doubt."""
    before = (by_way_of or folder) / f".{name}.tmp"
    before.write_text(text)
    return before.rename(folder / name)


@contextmanager
def nobody() -> Iterator[None]:
    """Be a user without rights: permissions do not hold back root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
