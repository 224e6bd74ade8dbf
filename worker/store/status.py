"""The store at a glance."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import redis

from worker import keys
from worker.deliveries import ReceiverState
from worker.feeds import FeedState
from worker.store.counts import below
from worker.store.packing import load
from worker.store.records import Memory, Refusal, Status


def read(
    client: "redis.Redis",
    refusals: int,
    feeds: Mapping[str, FeedState],
    receivers: Mapping[str, ReceiverState],
    waiting: Mapping[str, int],
    size: int,
    memory: Memory,
) -> Status:
    """Return counts, times, the newest `refusals`, and `feeds` and `receivers` with what waits for them.

    `size` is what the history takes, in bytes, `memory` what Redis does.
    """
    newest = client.zrevrange(keys.REFUSED_AT.name, 0, refusals - 1)
    with client.pipeline(transaction=False) as pipe:
        pipe.hgetall(keys.COUNTS.name)
        pipe.hgetall(keys.TIMES.name)
        pipe.zcard(keys.PENDING.name)
        pipe.zrange(keys.PENDING.name, 0, 0, withscores=True)
        pipe.zcard(keys.PAGES.name)
        pipe.zcard(keys.EVENTS.name)
        pipe.xlen(keys.ALERTS.name)
        pipe.hlen(keys.DEAD.name)
        pipe.get(keys.SEQUENCE.name)
        pipe.hmget(keys.REFUSED.name, cast("list[str]", newest) or [""])
        for queue in keys.QUEUES:
            pipe.llen(keys.QUEUE.of(queue))
        texts, times, pending, oldest, pages, events, alerts, dead, sequence, refused, *queued = pipe.execute()
    counts = {name: float(text) for name, text in texts.items()}
    return Status(
        taken=int(counts.get("taken", 0)),
        processed=_numbers("processed:", counts),
        alerts=_by_change(counts),
        refused=int(counts.get("refused", 0)),
        pending=pending,
        oldest_pending=_time(oldest[0][1]) if oldest else None,
        last_taken=_time(times.get("taken")),
        last_processed=_time(times.get("processed")),
        last_alert=_time(times.get("alert")),
        last_sweep=_time(times.get("sweep")),
        sequence=int(sequence or 0),
        queued=dict(zip(keys.QUEUES, queued, strict=True)),
        refusals=tuple(load(Refusal, text) for text in refused if text),
        feeds=feeds,
        receivers=receivers,
        waiting=waiting,
        dead=dead,
        memory=memory,
        kept={"events": events, "alerts": alerts, "bytes": size},
        pages=_numbers("page:", counts) | ({"waiting": pages} if pages else {}),
        counts=counts,
    )


def _numbers(prefix: str, counts: Mapping[str, float]) -> dict[str, int]:
    return {name: int(count) for name, count in below(prefix, counts).items()}


def _by_change(counts: Mapping[str, float]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for name, count in _numbers("alert:", counts).items():
        found[name.partition(":")[0]] += count
    return dict(found)


def _time(seconds: Any) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(float(seconds), UTC)
