"""From files in a watched folder to articles on the ledger.

The seam to the store is four functions; `worker.store.Store` has three of them by these names:

    take(article)                   puts it on the ledger and sends its task; idempotent by article id and version;
                                    one without text was taken back by its publisher
    refuse(source, path, reason)    keeps why a file was not taken, one reason per path
    seen(paths)                     path -> what is remembered of it (`stamp` and `article` are looked at)
    remember(path, stamp, outcome, article)    outcome "taken" or "refused"; `article`: id of the only one in the file

A file that is replaced tells another version of its article: where this says neither its id nor its address, it keeps
the id that it had. A file of many articles is none of that sort.

A path is remembered only after its last article was taken. When the program dies in between, the file is read again
and its articles, being known by their ids, are taken once.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Literal, Protocol

import structlog

from schemas import Article
from worker.errors import DepescheError
from worker.sources.draft import content_id
from worker.sources.folder import Candidate, Config, look, scan, wanted
from worker.sources.formats import FORMATS, Refusal, Withdrawal, read

AT_ONCE = 500  # paths per question to the store
TOLD = 10  # refused lines of one file whose reasons are told

log = structlog.get_logger()


class Remembered(Protocol):
    """What is remembered of a path."""

    @property
    def stamp(self) -> str:
        """The stamp of the file when it was dealt with."""

    @property
    def article(self) -> str:
        """The id of the one article that it held, empty where it held none or several."""


@dataclass(frozen=True)
class Swept:
    """What one look through the folder came to, in files. `waiting` are still being written, or changed just now."""

    taken: int = 0
    refused: int = 0
    waiting: int = 0


Outcome = Literal["taken", "refused", "waiting", "known"]


class FolderIntake:
    """Takes each file of a folder once. Its methods may be called from several threads."""

    def __init__(
        self,
        config: Config,
        take: Callable[[Article], object],
        refuse: Callable[[str, str, str], object],
        seen: Callable[[Collection[str]], Mapping[str, Remembered]],
        remember: Callable[[str, str, Literal["taken", "refused"], str], object],
    ) -> None:
        self.config = config
        self._take = take
        self._refuse = refuse
        self._seen = seen
        self._remember = remember
        self._first_looks: dict[Path, tuple[str, float]] = {}  # unsettled -> stamp, monotonic time
        self._busy: set[Path] = set()
        self._lock = threading.Lock()

    def arrived(self, path: Path) -> Outcome:
        """Take the file at `path`, which is known to be complete: closed after writing, or renamed into place.

        An empty file is left to `sweep`: many writers make a file first and fill it later. Errors of the four
        functions pass through; the file is then taken by a later sweep.
        """
        found = look(path) if wanted(path) else None
        if found is None or (found.size == 0 and found.trouble is None):
            return "waiting"
        return self._deal(found)

    def sweep(self, writing: Collection[Path] = ()) -> Swept:
        """Take every settled file of the folder that is not known as it is now, but none of `writing`.

        Raises SourceError when the folder is not there, and what the four functions raise of DepescheError.
        """
        counts = {"taken": 0, "refused": 0, "waiting": 0, "known": 0}
        unsettled: dict[Path, tuple[str, float]] = {}
        for found in self._unknown():
            if found.trouble is None and (found.path in writing or not self._settled(found, unsettled)):
                counts["waiting"] += 1
            else:
                counts[self._deal_safely(found)] += 1
        self._first_looks = unsettled
        return Swept(counts["taken"], counts["refused"], counts["waiting"])

    def _unknown(self) -> Iterator[Candidate]:
        candidates = scan(self.config)
        while some := list(islice(candidates, AT_ONCE)):
            known = self._seen([str(found.path) for found in some])
            yield from (found for found in some if not _is_known(found, known))

    def _settled(self, found: Candidate, unsettled: dict[Path, tuple[str, float]]) -> bool:
        """Tell whether a file has rested long enough; the second measure is for clocks that differ, as on a network."""
        if time.time() - found.ctime_ns / 1e9 >= self.config.settle_s:
            return True
        now = time.monotonic()
        stamp, since = self._first_looks.get(found.path, (found.stamp, now))
        if stamp != found.stamp:
            since = now
        unsettled[found.path] = (found.stamp, since)
        return now - since >= self.config.settle_s

    def _deal_safely(self, found: Candidate) -> Outcome:
        try:
            return self._deal(found)
        except DepescheError:
            raise
        except Exception:  # a fault that one file brings out must not hide the files behind it; it is tried again
            log.exception("file_not_taken", path=str(found.path))
            return "waiting"

    def _deal(self, found: Candidate) -> Outcome:
        with self._claimed(found.path) as ours:
            if not ours:
                return "waiting"
            path = str(found.path)
            remembered = self._seen([path])
            if _is_known(found, remembered):
                return "known"
            before = remembered[path].article if path in remembered else ""
            reasons, article = ([found.trouble], before) if found.trouble else self._read(found, before)
            if not found.trouble and look(found.path) != found:
                return "waiting"  # it changed meanwhile: what was wrong with it may be right now
            if reasons:
                reason = "; ".join(reasons)
                self._refuse(self.config.name, path, reason)
                log.warning("file_refused", source=self.config.name, path=path, reason=reason)
            outcome: Literal["taken", "refused"] = "refused" if reasons else "taken"
            self._remember(path, found.stamp, outcome, article)
            return outcome

    @contextmanager
    def _claimed(self, path: Path) -> Iterator[bool]:
        """Keep a file to one thread at a time; False where another has it."""
        with self._lock:
            ours = path not in self._busy
            self._busy.add(path)
        try:
            yield ours
        finally:
            if ours:
                with self._lock:
                    self._busy.discard(path)

    def _read(self, found: Candidate, before: str) -> tuple[list[str], str]:
        """Take the articles of a file; return what was wrong with it, and the id of its article where it holds one.

        `before` is the id of the article that it held before.
        """
        name, only = found.path.name, ""
        outcomes: Iterable[Article | Refusal] = read(
            found.path, name=name, source=self.config.name, fetched=datetime.now(UTC)
        )
        if not FORMATS[found.path.suffix.lower()].by_line:
            outcomes, only = _only(list(outcomes), before)
        reasons: list[str] = []
        more = 0
        for outcome in outcomes:
            if isinstance(outcome, Withdrawal):
                self._take(outcome.article)
            if not isinstance(outcome, Refusal):
                self._take(outcome)
            elif len(reasons) < TOLD:
                reasons.append(outcome.reason)
            else:
                more += 1
        return [*reasons, f"{more} more"] if more else reasons, only


def _only(outcomes: Sequence[Article | Refusal], before: str) -> tuple[Sequence[Article | Refusal], str]:
    """Return what a file holds, and the id of its article where that is the only one; else what it was `before`."""
    articles = [outcome for outcome in outcomes if isinstance(outcome, Article)]
    if len(articles) != 1:
        return outcomes, before
    (article,) = articles
    if before and article.id == content_id(article.title, article.text):
        article = article.model_copy(update={"id": before})
    return [article if isinstance(outcome, Article) else outcome for outcome in outcomes], article.id


def _is_known(found: Candidate, known: Mapping[str, Remembered]) -> bool:
    remembered = known.get(str(found.path))
    return remembered is not None and remembered.stamp == found.stamp
