"""What is known of a delivery and of a receiver: the values that routing, sinks and the store share."""

from dataclasses import dataclass
from typing import Literal

from pydantic import AwareDatetime, Field

from schemas.base import Frozen

Outcome = Literal["delivered", "again", "rejected", "gone", "lost"]


@dataclass(frozen=True)
class Receipt:
    """What became of one attempt.

    `delivered`: the receiver has it. `again`: it may pass (no connection, a busy server). `rejected`: it will not pass
    by itself (a wrong address, a refusal). `gone`: the receiver wants nothing more (410). `lost`: there is nothing left
    to send.
    """

    outcome: Outcome
    detail: str
    status: int | None = None
    retry_after_s: float = 0.0


class Delivery(Frozen):
    """Alerts that are to go to one receiver together, by their sequence numbers; one unless `batch`."""

    id: str
    receiver: str
    route: str
    alerts: tuple[int, ...]
    batch: bool = False
    tries: int = 0
    since: AwareDatetime = Field(description="When it was routed.")
    reason: str | None = Field(None, description="Why the last attempt failed.")


class ReceiverState(Frozen):
    """How a receiver is doing. `target` is where it is, so that another address begins afresh."""

    target: str
    failures: int = Field(0, description="In a row.")
    paused_until: AwareDatetime | None = None
    disabled: bool = Field(False, description="It answered 410; nothing is sent until it is resumed.")
    reason: str | None = None
    delivered: int = 0
    failed: int = 0
    dead: int = 0
    last_delivered: AwareDatetime | None = None
