"""What sinks are given and what they answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from worker.deliveries import Receipt
from worker.http import Client
from worker.routing.config import Receiver


@dataclass(frozen=True)
class Outgoing:
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


Send = Callable[[Receiver, Outgoing, Means], Receipt]
