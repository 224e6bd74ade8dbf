"""What happened: the events that are known, by their last report, and the log of alerts.

What another version wrote, or somebody else, is told apart and passed over. No call keeps Redis busy for long, and
nothing is read as a whole: there may be a million events.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import mean
from typing import Any, cast

import redis

from schemas import AlertBody, AlertMessage
from worker import keys
from worker.errors import ConfigError
from worker.store.client import script, translated
from worker.store.message import read_alert
from worker.store.packing import read_body

CHUNK = 500  # events or alerts at a time, about 2 MB
SAMPLED = 50  # events whose memory is asked for
INDEXED = 1.7  # what an event takes with its place in the index, by what it takes itself: see bench/growth.py


@dataclass(frozen=True)
class Known:
    """What is known of an event, when its last report was read, and the numbers of its alerts.

    `told`: the number of the first of them that each route sent, by its name.
    """

    body: AlertBody
    last_report: datetime
    alerts: tuple[int, ...] = ()
    told: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Unreadable:
    """The id of an event, or the number of an alert, that this version cannot read."""

    name: str


class History:
    """The past of an installation, over one Redis client."""

    def __init__(self, client: "redis.Redis") -> None:
        self._client = client
        self._forget = script(client, "forget")

    def events(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[Known | Unreadable]:
        """Yield the events whose last report was read at `since` or later, and before `until`, the newest first."""
        for rows in self._by_last_report(since, until):
            found = self._fields([event_id for event_id, _ in rows])
            known = (_known(event_id, at, fields) for (event_id, at), fields in zip(rows, found, strict=True))
            yield from (event for event in known if event)

    @translated()
    def event(self, event_id: str) -> Known | Unreadable | None:
        """Return one event, None where there is none."""
        at = self._client.zscore(keys.EVENTS.name, event_id)
        return None if at is None else _known(event_id, at, *self._fields([event_id]))

    def alerts(
        self, since: datetime | int | None = None, until: datetime | None = None
    ) -> Iterator[AlertMessage | Unreadable]:
        """Yield the alerts from a time or a number on, and before `until`, the oldest first."""
        least = since if isinstance(since, datetime) else datetime.min.replace(tzinfo=UTC)
        first = self._number_at(since) if isinstance(since, datetime) else since or 0
        for number, message in self._entries(first):
            if message is None:
                yield Unreadable(str(number))
            elif least <= message.time and (
                until is None or message.time < until
            ):  # the clock may have been turned back
                yield message

    def add(self, stream: str, messages: Iterable[str]) -> int:
        """Append messages to a stream that a person named, trimmed as that of alerts is. Return how many.

        Raises ConfigError where there is something else of that name.
        """
        with translated():
            kind = cast("str", self._client.type(stream))
        if kind not in ("none", "stream"):
            raise ConfigError(f"{stream} is a {kind} in Redis, no stream")
        added, rest = 0, iter(messages)
        while some := list(islice(rest, CHUNK)):
            with translated(), self._client.pipeline(transaction=False) as pipe:
                for message in some:
                    pipe.xadd(stream, {"message": message}, maxlen=keys.ALERTS_KEPT, approximate=True)
                pipe.execute()
            added += len(some)
        return added

    # Within a set time and memory

    @translated()
    def now(self) -> datetime:
        """Return the time by the clock of Redis, which also ends what has a time to live."""
        seconds, microseconds = self._client.time()
        return datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=microseconds)

    @translated()
    def size(self) -> int:
        """Return about how many bytes events, their index and alerts take of Redis."""
        count = self._client.zcard(keys.EVENTS.name)
        with self._client.pipeline(transaction=False) as pipe:
            for number in range(min(SAMPLED, count)):
                rank = number * count // min(SAMPLED, count)
                pipe.zrange(keys.EVENTS.name, rank, rank)
            ids = [row[0] for row in pipe.execute() if row]
            for event_id in ids:
                pipe.memory_usage(keys.EVENT.of(event_id))
            pipe.memory_usage(keys.EVENTS.name)
            pipe.memory_usage(keys.ALERTS.name)
            *sizes, events, alerts = (size or 0 for size in pipe.execute())
        return int(count * INDEXED * (mean(sizes) if sizes else 0) + events + alerts)

    @translated()
    def oldest(self) -> datetime | None:
        """Return the time of the oldest event or alert."""
        rows = cast("list[tuple[str, float]]", self._client.zrange(keys.EVENTS.name, 0, 0, withscores=True))
        times = [datetime.fromtimestamp(at, UTC) for _, at in rows]
        times += [message.time for _, message in islice(self._entries(0), 1) if message]
        return min(times, default=None)

    def forget(self, dropped: Sequence[tuple[str, Sequence[str]]], before: datetime) -> int:
        """Drop events, each with its index keys, that had no report since `before`. Return how many there were."""
        rows = [[event_id, [keys.INDEX.of(key) for key in index_keys]] for event_id, index_keys in dropped]
        with translated():
            arguments: list[str | float] = [before.timestamp(), keys.EVENT.name, json.dumps(rows)]
            return int(cast("int", self._forget([keys.EVENTS.name], arguments)))

    @translated()
    def forget_expired(self) -> None:
        """Take the events off the list that have expired."""
        while ids := cast("list[str]", self._client.zrange(keys.EVENTS.name, 0, CHUNK - 1)):
            with self._client.pipeline(transaction=False) as pipe:
                for event_id in ids:
                    pipe.exists(keys.EVENT.of(event_id))
                gone = [event_id for event_id, is_there in zip(ids, pipe.execute(), strict=True) if not is_there]
            if gone:
                self._client.zrem(keys.EVENTS.name, *gone)
            if len(gone) < len(ids):
                return

    @translated()
    def forget_alerts(self, before: datetime) -> int:
        """Drop the alerts from before that time, but for those that share a node of the stream with later ones."""
        first = self._number_at(before)
        return int(self._client.xtrim(keys.ALERTS.name, minid=f"{first}-0", approximate=True))

    # Reading

    def _by_last_report(self, since: datetime | None, until: datetime | None) -> Iterator[list[tuple[str, float]]]:
        """Yield ids and times, the newest first, some at a time; those that come in between may be missed."""
        least: Any = since.timestamp() if since else "-inf"
        most: Any = f"({until.timestamp()!r}" if until else "+inf"
        met: set[str] = set()  # of the last time: one commit may write many events
        while True:
            with translated():
                found = self._client.zrevrangebyscore(
                    keys.EVENTS.name, most, least, start=0, num=CHUNK + len(met), withscores=True
                )
            rows = [row for row in cast("list[tuple[str, float]]", found) if row[0] not in met]
            if not rows:
                return
            yield rows
            last = rows[-1][1]
            met = {event_id for event_id, at in rows if at == last} | (met if last == most else set())
            most = last

    @translated()
    def _fields(self, ids: Sequence[str]) -> list[Any]:
        """Return body, numbers of alerts and who was told of each event; an error where its key holds anything else."""
        with self._client.pipeline(transaction=False) as pipe:
            for event_id in ids:
                pipe.hmget(keys.EVENT.of(event_id), "body", "alerts", "told")
            return pipe.execute(raise_on_error=False)

    def _entries(self, first: int) -> Iterator[tuple[int, AlertMessage | None]]:
        """Yield the alerts from number `first` on, None for one that cannot be read."""
        at_once = 1
        while True:
            with translated():
                found = cast("list[Any]", self._client.xrange(keys.ALERTS.name, min=f"{first}-0", count=at_once))
            for entry_id, fields in found:
                first = int(entry_id.partition("-")[0]) + 1
                yield first - 1, read_alert(fields.get("message", ""))
            if not found:
                return
            at_once = CHUNK

    def _number_at(self, moment: datetime) -> int:
        """Return the number of the first alert at `moment` or later, one more than there are where there is none."""

        def is_since(number: int) -> bool:
            return next((message.time >= moment for _, message in self._entries(number) if message), True)

        with translated():
            newest = cast("list[Any]", self._client.xrevrange(keys.ALERTS.name, count=1))
        last = int(newest[0][0].partition("-")[0]) if newest else 0
        return bisect_left(range(last + 1), True, key=is_since)


def _known(event_id: str, at: float, fields: Any) -> Known | Unreadable | None:
    """Return what is kept of an event, None where it has expired."""
    if fields == [None, None, None]:
        return None
    body = read_body(fields[0] or "") if isinstance(fields, list) else None
    if body is None:
        return Unreadable(event_id)
    numbers = tuple(int(number) for number in (fields[1] or "").split() if number.isdecimal())
    pairs = (pair.rpartition(":") for pair in (fields[2] or "").split())
    told = {route: int(number) for route, _, number in pairs if number.isdecimal()}
    return Known(body, datetime.fromtimestamp(at, UTC), numbers, told)
