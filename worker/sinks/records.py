"""What sinks are given and what they answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from worker.http import Client
from worker.routing.config import Receiver

Outcome = Literal[
    "delivered",
    "again",  # it may pass: nobody answers, or the answer says so
    "rejected",  # it does not pass by itself
    "gone",  # the receiver wants no more
]


@dataclass(frozen=True)
class Receipt:
    """What became of a delivery; `detail` says it in one line, with how the answer begins.

    `status` is that of HTTP, None where there was none. `retry_after_s` is how long the receiver asks to be left alone.
    """

    outcome: Outcome
    detail: str = ""
    status: int | None = None
    retry_after_s: float = 0.0


@dataclass(frozen=True)
class Delivery:
    """Messages that are sent at once, under an id that is the same at each attempt; `time` is that of the attempt."""

    id: str
    messages: tuple[str, ...]
    time: datetime


@dataclass(frozen=True)
class Means:
    """What sinks reach the world with."""

    client: Client
    publish: Callable[[str, str], object]  # channel, message
    environment: Mapping[str, str] = field(repr=False)


Send = Callable[[Receiver, Delivery, Means], Receipt]
