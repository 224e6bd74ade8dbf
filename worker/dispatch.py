"""The way out, once: alert -> deliveries -> receiver.

    dispatch:  stream -> routes -> deliveries, in one step with the acknowledgement
    deliver:   receiver that is due -> attempt -> what follows -> its next delivery

A worker may die at any point: before the step, the alert is routed by another; during an attempt, the delivery is tried
again when the lease ends, and a receiver knows by its id what it has already.
"""

import hashlib
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from schemas import AlertMessage
from worker.deliveries import Delivery, Receipt
from worker.routing import settling
from worker.routing.config import Receiver, Route
from worker.routing.deciding import Routed, route
from worker.sinks import Sinks
from worker.store import DeliveryClaim, NewDelivery, Rated, Store, read_alert

SPELL_S = 10.0  # a receiver is served so long at a time, then others have their turn

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Sender:
    """What alerts are sent through, and to whom. `chance` gives numbers between 0 and 1."""

    sinks: Sinks
    receivers: Mapping[str, Receiver]
    chance: Callable[[], float] = random.random


def dispatch(store: Store, routes: Sequence[Route], wait_s: float) -> int:
    """Turn alerts that nobody routed into deliveries, waiting up to `wait_s` (< 5) for one. Return how many."""
    entries = store.deliveries.unrouted(wait_s)
    now = datetime.now(UTC)
    routed = []
    for entry in entries:
        alert = read_alert(entry.message)
        if alert is None:
            log.warning("alert_not_read", sequence=entry.sequence)
        routed.append((entry, tuple(_deliveries(alert, entry.sequence, routes, now)) if alert else ()))
    return store.deliveries.route(routed) if routed else 0


def _deliveries(message: AlertMessage, sequence: int, routes: Sequence[Route], now: datetime) -> Iterator[NewDelivery]:
    for found in route(message.data, routes, now):
        for receiver in found.route.receivers:
            yield _delivery(message, sequence, found, receiver, now)


def _delivery(message: AlertMessage, sequence: int, found: Routed, receiver: str, now: datetime) -> NewDelivery:
    chosen = found.route
    due = found.hold_until or now
    about = message.id
    if chosen.group:  # one delivery per stretch of time: whatever comes within it goes along
        stretch = int(now.timestamp() // chosen.group.wait) + 1
        due = max(due, datetime.fromtimestamp(stretch * chosen.group.wait, UTC))
        about = f"{chosen.name}:{found.group_key}:{due.timestamp():.0f}"
    return NewDelivery(
        Delivery(
            id=f"{receiver}:{about}",
            receiver=receiver,
            route=chosen.name,
            alerts=(sequence,),
            batch=chosen.group is not None,
            since=now,
        ),
        due,
        Rated(f"{chosen.name}:{receiver}", chosen.rate.alerts, chosen.rate.seconds) if chosen.rate else None,
        event=message.data.event.id,
        follows=found.follows,
    )


def deliver(sender: Sender, store: Store, more: Callable[[], object]) -> bool:
    """Serve the receiver whose delivery is due longest, for a while. Return False where none is due.

    `more` is called once it is claimed: others may be due; and at the end, when there may be more for this one.
    """
    claim = store.deliveries.claim()
    if claim is None:
        return False
    more()
    until = time.monotonic() + SPELL_S
    while claim is not None:
        claim = _attempt(claim, sender, store, go_on=time.monotonic() < until)
    if time.monotonic() >= until:
        more()
    return True


def _attempt(claim: DeliveryClaim, sender: Sender, store: Store, *, go_on: bool) -> DeliveryClaim | None:
    delivery = claim.delivery
    receipt = _send(delivery, sender, store)
    settled = settling.settle(delivery, claim.state, receipt, datetime.now(UTC), sender.chance())
    log.info(
        "delivery_tried", delivery=delivery.id, outcome=receipt.outcome, status=receipt.status, tries=delivery.tries
    )
    return store.deliveries.settle(claim, settled, go_on=go_on)


def _send(delivery: Delivery, sender: Sender, store: Store) -> Receipt:
    receiver = sender.receivers.get(delivery.receiver)
    messages = store.deliveries.messages(delivery.alerts)
    if receiver is None:
        return Receipt("again", "this worker does not know the receiver yet")
    if not messages:
        return Receipt("lost", "the alert is no longer in the stream")
    return sender.sinks.send(receiver, _public_id(delivery), messages, datetime.now(UTC))


def _public_id(delivery: Delivery) -> str:
    """Return what a receiver tells deliveries apart by: the id of the alert, or one that a batch gets.

    The first alert is part of it: where the clock was turned back, a stretch of time comes again, with other alerts.
    """
    about = delivery.id.removeprefix(f"{delivery.receiver}:")
    if not delivery.batch:
        return about
    return f"batch-{hashlib.sha256(f'{about}:{delivery.alerts[0]}'.encode()).hexdigest()[:32]}"
