"""Totals that only grow, in one hash: what its fields are called, and how much an alert may lag.

taken, refused, stale              articles put on the ledger, inputs that were not taken, decisions made again
processed:<outcome>                articles
source:<outcome>:<source>          articles of the sources that are configured, of all others together as `other`
event:<kind>:<language>            events read
alert:<change>:<kind>              alerts; without a kind where an older version counted them
lag:<since>:<seconds>              alerts by how long they lagged, in the narrowest of LAGS
lag:<since>:ms                     how long all of them lagged together, in milliseconds
page:<outcome>, told:<what>        pages asked for, messages about the system
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import cast, get_args

import redis

from schemas import Article
from worker import keys
from worker.store.records import ArticleOutcome, Resolved

OTHER = "other"
UNKNOWN = "unknown"  # the language of an article that says none, or one that has no pack
# Upper ends of buckets in seconds: since the article was fetched, and since its outlet published it.
LAGS: Mapping[str, tuple[float, ...]] = {
    "intake": (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800),
    "publication": (10, 30, 60, 120, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400),
}
LONGER = "inf"


def of_resolution(article: Article, resolution: Resolved, now: datetime) -> list[tuple[str, int]]:
    """Return what the events and alerts of an article add to the totals."""
    language = article.language if article.language in _languages() else UNKNOWN
    found = Counter(f"event:{decision.event.kind}:{language}" for decision in resolution.decisions)
    decided = (*resolution.decisions, *resolution.withdrawn)
    alerts = [decision.body for decision in decided if decision.publish]
    found.update(f"alert:{body.change}:{body.event.kind}" for body in alerts)
    for since, begin in (("intake", article.fetched), ("publication", article.published)):
        if alerts and begin:
            lag_s = max(0.0, (now - begin).total_seconds())
            found[f"lag:{since}:{_bucket(since, lag_s)}"] += len(alerts)
            found[f"lag:{since}:ms"] += round(lag_s * 1_000) * len(alerts)
    return list(found.items())


@cache
def _languages() -> tuple[str, ...]:
    from worker.languages.pack import languages  # noqa: PLC0415 - takes long, and who commits has it

    return languages()


def _bucket(since: str, lag_s: float) -> str:
    return next((f"{limit:g}" for limit in LAGS[since] if lag_s <= limit), LONGER)


def register(client: "redis.Redis", sources: Iterable[str]) -> None:
    """Count articles of each of `sources` by itself from now on, and of all others together; forget what else was."""
    wanted = {f"source:{outcome}:{name}" for name in (*sources, OTHER) for outcome in get_args(ArticleOutcome)}
    known = {name for name in cast("list[str]", client.hkeys(keys.COUNTS.name)) if name.startswith("source:")}
    with client.pipeline() as pipe:
        for name in wanted - known:
            pipe.hsetnx(keys.COUNTS.name, name, "0")
        if known - wanted:
            pipe.hdel(keys.COUNTS.name, *(known - wanted))
        pipe.execute()


def below(prefix: str, counts: Mapping[str, float]) -> dict[str, float]:
    """Return the totals whose name begins with `prefix`, without it."""
    return {name.removeprefix(prefix): n for name, n in sorted(counts.items()) if name.startswith(prefix)}
