"""Totals that only grow, in one hash: what its fields are called, and how much an alert may lag.

taken, refused, stale              articles put on the ledger, inputs that were not taken, decisions made again
processed:<outcome>                articles
source:<outcome>:<source>          articles of the sources that are configured, of all others together as `other`
event:<kind>:<language>            events read
alert:<change>:<kind>              alerts; without a kind where an older version counted them
lag:<since>:<seconds>, lag:<since>:sum    alerts by how long they lagged, in the narrowest bucket, and all seconds
page:<outcome>, told:<what>        pages asked for, messages about the system
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast, get_args

import redis

from schemas import Article
from worker import keys
from worker.store.records import ArticleOutcome, Resolved

OTHER = "other"
UNKNOWN = "unknown"  # the language of an article that does not say it
# Upper ends of buckets in seconds. `intake`: since an article was put on the ledger; `publication`: since its outlet
# published it. What lags more is in the bucket `inf`.
LAGS: Mapping[str, tuple[float, ...]] = {
    "intake": (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800),
    "publication": (10, 30, 60, 120, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400),
}


def of_resolution(article: Article, resolution: Resolved) -> list[tuple[str, int]]:
    """Return what the events and alerts of an article add to the totals."""
    language = article.language or UNKNOWN
    events = (f"event:{decision.event.kind}:{language}" for decision in resolution.decisions)
    decided = (*resolution.decisions, *resolution.withdrawn)
    alerts = (f"alert:{d.body.change}:{d.body.event.kind}" for d in decided if d.publish)
    return list(Counter((*events, *alerts)).items())


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
