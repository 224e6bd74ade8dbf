"""Deliveries: from the stream of alerts, through a consumer group, to what each receiver is still to get.

An entry of the stream is acknowledged in the same step that makes its deliveries, so that an alert is routed once,
whoever dies when. A delivery leaves by its success, or to the dead ones, which are kept for a person. One sender at a
time has a receiver, as a lease: a slow receiver occupies one thread, and what it is sent keeps its order.
"""

import json
import secrets
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, cast

import redis

from worker import keys
from worker.deliveries import Delivery, ReceiverState
from worker.store.client import holder, lease_token, script, translated
from worker.store.message import system_message
from worker.store.packing import load

GROUP = "receivers"
LEASE_S = 150  # an attempt takes a minute at most
ABANDONED_MS = 30_000  # an entry that was read and not routed for so long is another's
AT_ONCE = 100
MOST_IN_BATCH = 100  # alerts, about 300 kB
LOOKED_AT = 100  # receivers that seem due


@dataclass(frozen=True)
class Entry:
    """An alert that is to be routed: its entry in the stream, its number, its message."""

    id: str
    sequence: int
    message: str


@dataclass(frozen=True)
class Rated:
    """No more than `alerts` in `seconds` of what has `key`."""

    key: str
    alerts: int
    seconds: float


@dataclass(frozen=True)
class NewDelivery:
    """A delivery that an alert leads to; when there is one of its id that waits for more, the alert goes with it.

    `event` is that of the alert. With `follows` there is one only where its route sent an earlier alert of the event.
    """

    delivery: Delivery
    due: datetime
    rate: Rated | None = None
    event: str = ""
    follows: bool = False


@dataclass(frozen=True)
class DeliveryClaim:
    """A delivery that may be tried now, by the holder of `token` alone."""

    delivery: Delivery
    state: ReceiverState
    token: str


class SettledLike(Protocol):
    """What `settle` needs of a decision about an attempt."""

    @property
    def delivery(self) -> Delivery:
        """The delivery as it is now."""

    @property
    def state(self) -> ReceiverState:
        """Its receiver as it is now."""

    @property
    def due(self) -> datetime | None:
        """When it is tried again, None where it is over."""

    @property
    def dead(self) -> bool:
        """Did it fail for good?"""

    @property
    def recovered(self) -> bool:
        """Is the receiver back?"""

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What and detail of messages about the receiver."""


class Deliveries:
    """The deliveries of an installation, over one Redis client. `source` is the CloudEvents source of what is told."""

    def __init__(self, client: "redis.Redis", source: str) -> None:
        self._client = client
        self._source = source
        self._route = script(client, "delivery_route")
        self._claim = script(client, "delivery_claim")
        self._settle = script(client, "delivery_settle")
        self._configure = script(client, "delivery_configure")
        self._revive = script(client, "delivery_revive")
        self._resume = script(client, "delivery_resume")
        self._abandon = script(client, "delivery_abandon")
        self._consumer = secrets.token_hex(8)

    @translated()
    def configure(self, receivers: Sequence[tuple[str, str]]) -> None:
        """Serve `receivers`, pairs of name and target, and no others. Alerts are routed from the first of them on."""
        rows = [(name, ReceiverState(target=target).model_dump_json()) for name, target in receivers]
        arguments: list[str | float] = [time.time(), keys.DELIVERY_DUE.name, json.dumps(rows), GROUP, ABANDONED_MS]
        self._configure([*_NAMES, keys.RATE.name, keys.ALERTS.name], arguments)
        if not receivers:
            if self._client.exists(keys.ALERTS.name):
                self._client.xgroup_destroy(keys.ALERTS.name, GROUP)
            return
        try:
            self._client.xgroup_create(keys.ALERTS.name, GROUP, id="$", mkstream=True)
        except redis.ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    @translated()
    def unrouted(self, wait_s: float) -> tuple[Entry, ...]:
        """Return alerts that nobody routed, waiting up to `wait_s` (< 5) for one; first those that somebody left."""
        reply = self._client.xautoclaim(
            keys.ALERTS.name, GROUP, self._consumer, min_idle_time=ABANDONED_MS, count=AT_ONCE
        )
        found = reply[1]
        if not found:
            streams = cast("Any", {keys.ALERTS.name: ">"})
            block = max(1, int(wait_s * 1000))
            read = cast("list[Any] | None", self._client.xreadgroup(GROUP, self._consumer, streams, AT_ONCE, block))
            found = read[0][1] if read else []
        lost = [entry_id for entry_id, fields in found if not fields]  # left the stream before anybody routed it
        if lost:
            self._client.xack(keys.ALERTS.name, GROUP, *lost)
        return tuple(_entry(entry_id, fields) for entry_id, fields in found if fields)

    @translated()
    def route(self, routed: Iterable[tuple[Entry, Sequence[NewDelivery]]]) -> int:
        """Turn alerts into deliveries, each once. Return how many deliveries are new.

        An alert stays unrouted, for ABANDONED_MS, while another worker has an earlier one of its event.
        """
        plan = {
            "group": GROUP,
            "event_prefix": keys.EVENT.name,
            "due_prefix": keys.DELIVERY_DUE.name,
            "most": MOST_IN_BATCH,
            "most_waiting": keys.ALERTS_KEPT,
            "dead_kept": keys.DEAD_KEPT,
            "now": time.time(),
            "ttl": keys.REMEMBERED,
            "entries": [
                {"id": entry.id, "rows": [_row(new, number) for new in deliveries]}
                for number, (entry, deliveries) in enumerate(routed)
            ],
        }
        names = [
            keys.ALERTS.name, _ROW, _DUE, _LEASE, _PAUSE, keys.RATE.name, keys.DEAD.name, keys.DEAD_AT.name, _STATE,
        ]  # fmt: skip
        return int(cast("int", self._route(names, [json.dumps(plan)])))

    @translated()
    def claim(self) -> DeliveryClaim | None:
        """Return the delivery that is due longest and whose receiver nobody serves now; None when there is none."""
        now, token = time.time(), lease_token()
        arguments: list[str | float] = [now, now + LEASE_S, token, keys.DELIVERY_DUE.name, LOOKED_AT]
        reply = cast("list[Any] | None", self._claim([_DUE, _LEASE, _ROW, _STATE], arguments))
        if reply is None:
            return None
        delivery = load(Delivery, reply[2])
        return DeliveryClaim(delivery, load(ReceiverState, reply[1]), token)

    @translated()
    def settle(self, claim: DeliveryClaim, settled: SettledLike, *, go_on: bool) -> DeliveryClaim | None:
        """Keep what came of an attempt. With `go_on` return the receiver's next delivery, where one is due.

        Nothing is kept where the lease was lost meanwhile: then somebody else tries the same delivery.
        """
        now = time.time()
        state = settled.state
        until = "inf" if state.disabled else state.paused_until.timestamp() if state.paused_until else False
        subject = claim.delivery.receiver
        plan = {
            "receiver": subject,
            "token": claim.token,
            "id": claim.delivery.id,
            "delivery": settled.delivery.model_dump_json(),
            "state": state.model_dump_json(),
            "due": settled.due.timestamp() if settled.due else False,
            "dead": settled.dead,
            "dead_kept": keys.DEAD_KEPT,
            "recovered": settled.recovered,
            "ttl": keys.REMEMBERED,
            "paused_until": until,
            "messages": [system_message(what, subject, detail, self._source) for what, detail in settled.told],
            "channel": keys.SYSTEM_CHANNEL,
            "go_on": go_on,
            "now": now,
            "lease_end": now + LEASE_S,
        }
        names = [*_NAMES, keys.DEAD.name, keys.DEAD_AT.name, keys.DELIVERY_DUE.of(subject)]
        reply = cast("str | None", self._settle(names, [json.dumps(plan)]))
        return DeliveryClaim(load(Delivery, reply), state, claim.token) if reply else None

    @translated()
    def abandon(self, pid: int) -> None:
        """Let others serve the receivers that a process of this machine served and that has ended."""
        self._abandon([_DUE, _LEASE], [time.time(), holder(pid)])

    @translated()
    def messages(self, sequences: Iterable[int]) -> tuple[str, ...]:
        """Return the messages of alerts by their numbers; those that are no longer kept are missing."""
        with self._client.pipeline(transaction=False) as pipe:
            for number in sequences:
                pipe.xrange(keys.ALERTS.name, f"{number}-0", f"{number}-0")
            found = pipe.execute()
        return tuple(entries[0][1]["message"] for entries in found if entries)

    @translated()
    def are_idle(self, names: Collection[str]) -> bool:
        """Tell whether the receivers called so are those configured, every alert is routed, and nothing is due now."""
        if set(self.names()) != set(names):
            return False
        if not names:
            return True
        groups = self._client.xinfo_groups(keys.ALERTS.name)
        group = next(found for found in groups if found["name"] == GROUP)
        newest = self._client.xinfo_stream(keys.ALERTS.name)["last-generated-id"]
        if group["pending"] or group["last-delivered-id"] != newest:
            return False
        return not self._client.zcount(_DUE, "-inf", time.time()) and not self._client.hlen(_LEASE)

    @translated()
    def states(self) -> dict[str, ReceiverState]:
        """Return how each configured receiver is doing, by name."""
        states = cast("dict[str, str]", self._client.hgetall(_STATE))
        return {name: load(ReceiverState, states[name]) for name in sorted(states)}

    @translated()
    def names(self) -> list[str]:
        """Return the names of the configured receivers."""
        return cast("list[str]", self._client.hkeys(_STATE))

    @translated()
    def waiting(self) -> dict[str, int]:
        """Return how many deliveries wait for each configured receiver."""
        names = sorted(self.names())
        with self._client.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.zcard(keys.DELIVERY_DUE.of(name))
            return dict(zip(names, pipe.execute(), strict=True))

    @translated()
    def dead(self) -> tuple[tuple[datetime, Delivery], ...]:
        """Return the deliveries that failed for good, and when, the newest first."""
        rows = cast("list[tuple[str, float]]", self._client.zrevrange(keys.DEAD_AT.name, 0, -1, withscores=True))
        texts = cast("dict[str, str]", self._client.hgetall(keys.DEAD.name))
        return tuple((datetime.fromtimestamp(at, UTC), load(Delivery, texts[name])) for name, at in rows)

    @translated()
    def resend(self, ids: Iterable[str]) -> int:
        """Let dead deliveries be tried again from the beginning. Return how many of them there are."""
        names = [*_NAMES, keys.DEAD.name, keys.DEAD_AT.name]
        return sum(cast("int", self._revive(names, [dead, time.time(), keys.DELIVERY_DUE.name])) for dead in ids)

    @translated()
    def resume(self, receiver: str) -> bool:
        """Serve a receiver again that is paused or disabled. Return False where there is none of this name."""
        return bool(self._resume(_NAMES, [receiver, time.time()]))


def _entry(entry_id: str, fields: dict[str, str]) -> Entry:
    return Entry(entry_id, int(entry_id.partition("-")[0]), fields.get("message", ""))


def _row(new: NewDelivery, number: int) -> dict[str, Any]:
    return {
        "delivery": new.delivery.model_dump(mode="json"),
        "due": new.due.timestamp() + number * 1e-6,  # what is due at once goes in the order of the stream
        "rate": new.rate.__dict__ if new.rate else False,
        "event": new.event,
        "follows": new.follows,
    }


# The keys that most scripts about deliveries get first, in this order.
_NAMES = _DUE, _LEASE, _ROW, _STATE, _PAUSE = [
    keys.RECEIVER_DUE.name, keys.RECEIVER_LEASE.name, keys.DELIVERY.name, keys.RECEIVER_STATE.name,
    keys.RECEIVER_PAUSE.name,
]  # fmt: skip
