"""The feeds: which there are, when each is due, who polls it now, what is known of it.

A poll is a lease. Only its holder may say what came of it, in one call that also makes the next poll due. A worker
that dies holding it loses it LEASE_S later, or as soon as somebody who saw it die says so. Nothing of its poll is known
then: the next one finds the same items, and the ledger knows those that were taken.
"""

import json
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import redis

from worker import keys
from worker.feeds import Feed, FeedState
from worker.http import host_of
from worker.store.client import holder, lease_token, script, translated
from worker.store.message import system_message
from worker.store.packing import load

LEASE_S = 60  # a poll asks for 30 s at most, then its items go on the ledger
LOOKED_AT = 10_000  # feeds that are due but whose host is not free


@dataclass(frozen=True)
class Claim:
    """A feed that may be polled now, by the holder of `token` alone."""

    feed: Feed
    state: FeedState
    token: str


class Feeds:
    """The feeds of an installation, over one Redis client. `source` is the CloudEvents source of what is told."""

    def __init__(self, client: "redis.Redis", source: str) -> None:
        self._client = client
        self._source = source
        self._configure = script(client, "feed_configure")
        self._claim = script(client, "feed_claim")
        self._release = script(client, "feed_release")
        self._abandon = script(client, "feed_abandon")

    @translated()
    def configure(self, feeds: Sequence[Feed]) -> None:
        """Poll `feeds` and no others from now on. One with another address than before begins afresh, due at once."""
        rows = [(feed.name, feed.model_dump_json(), feed.url, host_of(feed.url)) for feed in feeds]
        self._configure(_NAMES, [time.time(), keys.FEED_SEEN.name, json.dumps(rows)])

    @translated()
    def claim(self) -> Claim | None:
        """Return the feed that is due longest and whose host is free; None when there is none."""
        now, token = time.time(), lease_token()
        arguments: list[str | float] = [now, now + LEASE_S, token, keys.DAY, LOOKED_AT]
        reply = cast("list[Any] | None", self._claim([*_NAMES, keys.HOSTS.name], arguments))
        if reply is None:
            return None
        feed = load(Feed, reply[1])
        return Claim(feed, _state(feed, reply[2]), token)

    @translated()
    def release(
        self,
        claim: Claim,
        state: FeedState,
        *,
        due: datetime | None,
        rest_s: float,
        seen: Collection[str] = (),
        told: Iterable[tuple[str, str]] = (),
    ) -> bool:
        """Keep what came of a poll. Return False where the lease was lost meanwhile; then nothing is kept.

        `due` is when the feed is polled next, None for never; its host is left alone for `rest_s`. `seen` are the ids
        of all articles of its document, `told` is what and detail of messages about it.
        """
        now = time.time()
        name = claim.feed.name
        plan = {
            "name": name,
            "token": claim.token,
            "state": state.model_dump_json(),
            "due": due.timestamp() if due else False,
            "host": host_of(state.url),
            "rested": now + rest_s,
            "hosts_ttl": keys.DAY,
            "now": now,
            "ttl": keys.REMEMBERED,
            "kept": keys.SEEN_KEPT,
            "seen": list(seen),
            "messages": [system_message(what, name, detail, self._source) for what, detail in told],
            "channel": keys.SYSTEM_CHANNEL,
        }
        return bool(self._release([*_NAMES, keys.HOSTS.name, keys.FEED_SEEN.of(name)], [json.dumps(plan)]))

    @translated()
    def abandon(self, pid: int, rest_s: float) -> None:
        """Make due what a process of this machine held that has ended; its hosts are left alone for `rest_s`."""
        now = time.time()
        self._abandon([*_NAMES, keys.HOSTS.name], [now, now + rest_s, holder(pid), keys.DAY])

    @translated()
    def seen(self, name: str, ids: Sequence[str]) -> frozenset[str]:
        """Return those of `ids` that were seen in this feed before."""
        if not ids:
            return frozenset()
        scores = self._client.zmscore(keys.FEED_SEEN.of(name), list(ids))
        return frozenset(article_id for article_id, score in zip(ids, scores, strict=True) if score is not None)

    @translated()
    def are_idle(self, names: Collection[str]) -> bool:
        """Tell whether the feeds called so are the configured ones, none of them is due and none is polled now."""
        with self._client.pipeline(transaction=False) as pipe:
            pipe.hkeys(keys.FEEDS.name)
            pipe.zcount(keys.FEED_DUE.name, "-inf", time.time())
            pipe.hlen(keys.FEED_LEASE.name)
            known, due, leased = pipe.execute()
        return set(known) == set(names) and not due and not leased

    @translated()
    def states(self) -> dict[str, FeedState]:
        """Return what is known of each configured feed, by name."""
        with self._client.pipeline(transaction=False) as pipe:
            pipe.hgetall(keys.FEEDS.name)
            pipe.hgetall(keys.FEED_STATE.name)
            feeds, states = pipe.execute()
        return {name: _state(load(Feed, feeds[name]), states.get(name)) for name in sorted(feeds)}


def _state(feed: Feed, text: str | None) -> FeedState:
    return load(FeedState, text) if text else FeedState(url=feed.url, interval_s=feed.interval)


# The keys that every script about feeds gets first, in this order.
_NAMES = [keys.FEEDS.name, keys.FEED_STATE.name, keys.FEED_HOST.name, keys.FEED_LEASE.name, keys.FEED_DUE.name]
