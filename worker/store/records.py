"""What the store takes and hands out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from pydantic import AwareDatetime

from schemas import AlertBody, Article, Event
from schemas.base import Frozen
from worker.deliveries import ReceiverState
from worker.feeds import FeedState

ArticleOutcome = Literal["events", "no_events", "failed"]
FileOutcome = Literal["taken", "refused"]
CommitOutcome = Literal["done", "stale", "already", "superseded"]
ROOM = 4_000_000  # bytes; the connections of an installation take less, so that what ends for want of memory frees less


class Decided(Protocol):
    """What `commit` needs of a decision about one event."""

    @property
    def body(self) -> AlertBody:
        """What is known about the event from now on; `body.event.id` is its identity."""

    @property
    def event(self) -> Event:
        """The article's own reading, carrying that identity as its id."""

    @property
    def publish(self) -> bool:
        """False where there is nothing to tell."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Index keys of the event as known now."""


class Resolved(Protocol):
    """What `commit` needs of a resolution."""

    @property
    def decisions(self) -> Sequence[Decided]:
        """One per event of the article, in order."""

    @property
    def withdrawn(self) -> Sequence[Decided]:
        """One per event that its version before told and it does not."""


@dataclass(frozen=True)
class Begun:
    """An article taken off the shelf for reading; `attempt` counts from 1.

    `told` are the events that the version read before it told, with their identities.
    """

    article: Article
    attempt: int
    told: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Candidates:
    """The known events that those of an article may be, and what `commit` checks about them.

    `keys` are the index keys of each event of the article, `told` the ids of events that its version before told.
    """

    keys: tuple[tuple[str, ...], ...]
    known: tuple[AlertBody, ...]
    versions: tuple[tuple[str, int], ...]
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Commit:
    """`stale`: a candidate changed, read and decide again; `already`: the article had its result before;
    `superseded`: a newer version of it is pending.

    `sequences` are the numbers of the alerts that this commit published.
    """

    outcome: CommitOutcome
    sequences: tuple[int, ...] = ()


class Result(Frozen):
    """What became of an article. `events` are its own readings, each with the identity it was given as id."""

    article: str
    source: str
    outcome: ArticleOutcome
    reason: str | None = None
    time: AwareDatetime
    events: tuple[Event, ...] = ()


class Refusal(Frozen):
    """An input that was not taken (`what` is its path) or an article that could not be read (`what` is its id)."""

    source: str
    what: str
    outcome: Literal["refused", "failed"]
    reason: str
    time: AwareDatetime


@dataclass(frozen=True)
class Seen:
    """What is remembered of a file: `stamp` is equal as long as the file did not change.

    `article` is the id of the one article that it held, empty where it held none or several.
    """

    stamp: str
    outcome: FileOutcome
    article: str = ""


@dataclass(frozen=True)
class Memory:
    """What Redis uses, in bytes. `limit` is its maxmemory, 0 where it has none, `policy` what it does at the limit.

    `disk_fails`: its append-only file could not be written to.
    """

    used: int = 0
    limit: int = 0
    policy: str = "noeviction"
    disk_fails: bool = False

    @property
    def trouble(self) -> str | None:
        """Why it refuses what is written, or will soon; None where it does not."""
        if self.disk_fails:
            return "its append-only file cannot be written to, is the disk full?"
        if 0 < self.limit < self.used + ROOM:
            return f"{self.used / 1e6:.1f} of {self.limit / 1e6:.1f} MB of its maxmemory are used"
        return None

    @property
    def evicts(self) -> bool:
        """Does it drop what it keeps, rather than refuse what is written?"""
        return self.limit > 0 and self.policy != "noeviction"


@dataclass(frozen=True)
class Status:
    """The store at a glance. Counts are totals of the installation; times are None where nothing happened yet."""

    taken: int
    processed: Mapping[str, int]  # outcome of an article -> articles
    alerts: Mapping[str, int]  # change -> alerts
    refused: int
    pending: int
    oldest_pending: datetime | None
    last_taken: datetime | None
    last_processed: datetime | None
    last_alert: datetime | None
    sequence: int  # of the last alert
    queued: Mapping[str, int]  # queue -> tasks waiting
    refusals: tuple[Refusal, ...]  # newest first
    feeds: Mapping[str, FeedState] = field(default_factory=dict)  # by name
    receivers: Mapping[str, ReceiverState] = field(default_factory=dict)  # by name
    waiting: Mapping[str, int] = field(default_factory=dict)  # receiver -> deliveries that it is still to get
    dead: int = 0  # deliveries that failed for good
    pages: Mapping[str, int] = field(default_factory=dict)  # read, failed, waiting -> pages of feed items
    last_sweep: datetime | None = None  # of the ledger, for tasks that were lost
    memory: Memory = Memory()
    kept: Mapping[str, int] = field(default_factory=dict)  # events, alerts, bytes of both, about -> how many
    counts: Mapping[str, float] = field(default_factory=dict)  # totals by name, see counts.py
