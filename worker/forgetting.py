"""What is forgotten, and when: alerts with the time for which events are kept, and the oldest of both for want of room.

Events expire by themselves. What is younger than YOUNG stays: receivers may still be waiting for it.
"""

from datetime import datetime, timedelta
from itertools import islice

import structlog

from worker.identity.account import of_body
from worker.identity.keys import keys_of
from worker.store import Known, Store, Unreadable

YOUNG = timedelta(days=3)  # as long as an alert is tried at a receiver
SHARE = 10  # one in so many, by time, goes at once
AT_ONCE = 500  # events

log = structlog.get_logger(__name__)


def forget(store: Store, days: int, megabytes: int, now: datetime) -> None:
    """Drop alerts that are older than `days`, and the oldest events and alerts while both take more memory."""
    store.history.forget_expired()
    store.history.forget_alerts(now - timedelta(days=days))
    while (size := store.history.size()) > megabytes * 1_000_000 and (oldest := store.history.oldest()):
        before = oldest + max((now - oldest) / SHARE, timedelta(hours=1))
        if before > now - YOUNG:
            log.warning("history_too_large", megabytes=size // 1_000_000, allowed=megabytes)
            return
        log.warning("history_cut", megabytes=size // 1_000_000, before=before, events=_drop(store, before))


def _drop(store: Store, before: datetime) -> int:
    """Drop what had its last report before that time. Return how many events."""
    old, dropped = store.history.events(until=before), 0
    while some := list(islice(old, AT_ONCE)):
        dropped += store.history.forget([_with_keys(event) for event in some], before)
    store.history.forget_alerts(before)
    return dropped


def _with_keys(event: Known | Unreadable) -> tuple[str, tuple[str, ...]]:
    """An event and where the index has it; in the case of one that cannot be read, nobody knows."""
    return (event.body.event.id, keys_of(of_body(event.body))) if isinstance(event, Known) else (event.name, ())
