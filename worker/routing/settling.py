"""What follows from an attempt to deliver: rules alone, no network and no clock.

A delivery that failed is tried again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, the schedule of
Standard Webhooks 1.0, each up to a tenth later by chance and not before a Retry-After is over, up to a day. Then it is
dead: kept aside until a person sends it again.

A receiver that fails PAUSE_AFTER times in a row is paused, a minute at first, twice as long with each probe that fails,
up to an hour; so is one that asks for time (429, 503 with Retry-After). Deliveries to it wait and use up no tries; when
it takes one again, those that had failed are due at once. One that answers 410 is disabled until a person resumes it or
its address changes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from worker.deliveries import Delivery, Receipt, ReceiverState

SCHEDULE_S = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
JITTER = 0.1
DAY_S = 86_400.0
PAUSE_AFTER = 5
PAUSE_S, LONGEST_PAUSE_S = 60.0, 3_600.0


@dataclass(frozen=True)
class Settled:
    """What becomes of a delivery and its receiver.

    `due` is when it is tried again, None where it is over; `dead` tells that it failed for good. `recovered` tells that
    the receiver is back. `told` is what and detail of messages about it.
    """

    delivery: Delivery
    state: ReceiverState
    due: datetime | None = None
    dead: bool = False
    recovered: bool = False
    told: tuple[tuple[str, str], ...] = ()


def settle(delivery: Delivery, state: ReceiverState, receipt: Receipt, now: datetime, chance: float) -> Settled:
    """Return what follows from `receipt`; `chance` is a random number between 0 and 1."""
    if receipt.outcome == "delivered":
        return _delivered(delivery, state, now)
    if receipt.outcome == "lost":
        return Settled(delivery.model_copy(update={"reason": receipt.detail}), _with_dead(state), dead=True)
    tried = delivery.model_copy(update={"tries": delivery.tries + 1, "reason": receipt.detail})
    failing = state.model_copy(
        update={"failures": state.failures + 1, "failed": state.failed + 1, "reason": receipt.detail}
    )
    if receipt.outcome == "gone":
        disabled = failing.model_copy(update={"disabled": True, "paused_until": None})
        return Settled(tried, disabled, due=now, told=(("receiver_disabled", receipt.detail),))
    paused = _paused(failing, receipt, now)
    told = (("receiver_paused", receipt.detail),) if paused.paused_until and not state.paused_until else ()
    if tried.tries > len(SCHEDULE_S):
        told = (*told, ("delivery_dead", f"{delivery.id}: {receipt.detail}"))
        return Settled(tried, _with_dead(paused), dead=True, told=told)
    wait_s = SCHEDULE_S[tried.tries - 1] * (1 + JITTER * chance)
    wait_s = max(wait_s, min(receipt.retry_after_s, DAY_S))
    return Settled(tried, paused, due=now + timedelta(seconds=wait_s), told=told)


def _delivered(delivery: Delivery, state: ReceiverState, now: datetime) -> Settled:
    told = (("receiver_recovered", f"it failed with: {state.reason}"),) if state.paused_until else ()
    well = state.model_copy(
        update={
            "failures": 0,
            "paused_until": None,
            "reason": None,
            "delivered": state.delivered + 1,
            "last_delivered": now,
        }
    )
    return Settled(delivery, well, recovered=bool(state.paused_until), told=told)


def _with_dead(state: ReceiverState) -> ReceiverState:
    return state.model_copy(update={"dead": state.dead + 1})


def _paused(state: ReceiverState, receipt: Receipt, now: datetime) -> ReceiverState:
    """Return the state of a receiver that failed, with the end of its pause where it gets one."""
    pause_s = min(receipt.retry_after_s, DAY_S)
    if state.failures >= PAUSE_AFTER:
        doublings = min(state.failures - PAUSE_AFTER, 10)
        pause_s = max(pause_s, min(PAUSE_S * 2.0**doublings, LONGEST_PAUSE_S))
    return state.model_copy(update={"paused_until": now + timedelta(seconds=pause_s)}) if pause_s else state
