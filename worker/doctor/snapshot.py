"""What the checks look at, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from worker.settings import Settings
from worker.store import ServerFacts, Status, Worker

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Finding:
    """One sentence about `subject`; where something is wrong, it says what to do."""

    subject: str
    level: Level
    text: str


@dataclass(frozen=True)
class Seen:
    """What was seen of Redis and in it."""

    facts: ServerFacts
    latency_s: float  # of a PING, the median of some
    ahead_s: float  # its clock before this machine's
    hosts: tuple[str, ...]  # where it is, as configured; none where it is a socket of this machine
    has_password: bool
    data_version: int | None
    status: Status
    workers: tuple[Worker, ...]


@dataclass(frozen=True)
class Snapshot:
    """An installation at one moment. What maps a name to None is well, else it says what is wrong."""

    now: datetime
    settings: Settings
    doubts: tuple[str, ...]  # about the configuration
    redis: Seen | str  # or why it cannot be looked at
    folders: Mapping[str, str | None]  # by path
    endpoint: str | None  # what keeps it from its token
    free: int | None  # bytes left where its own Redis keeps its data
    zones: int  # how many time zones this machine knows
    secrets: Mapping[str, str | None]  # by receiver
    answers: Mapping[str, str | None]  # of feeds, by name; empty where they were not asked
    package: str
    python: str
