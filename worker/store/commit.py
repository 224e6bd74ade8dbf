"""What the commit script is told: everything that it writes, laid out before it runs."""

import json
from datetime import datetime
from typing import Any

from schemas import Article
from worker import keys
from worker.store import counts
from worker.store.message import alert_message
from worker.store.packing import pack
from worker.store.records import Candidates, Decided, Resolved, Result

CANDIDATES = 100  # known events that one event is compared with, at most
ALERTS_LENGTH = 1_000  # characters of the numbers of an event's alerts


def plan(
    article: Article, resolution: Resolved, candidates: Candidates, now: datetime, source: str, kept_s: int
) -> str:
    """Return the argument of commit.lua for the decisions about one article. Events are kept for `kept_s`."""
    events = tuple(decision.event for decision in resolution.decisions)
    outcome = "events" if events else "no_events"
    result = Result(article=article.id, source=article.source, outcome=outcome, time=now, events=events)
    return json.dumps(
        {
            "article": article.id,
            "version": article.version,
            "outcome": outcome,
            "result": pack(result.model_dump_json()),
            "now": repr(now.timestamp()),
            "ttl": kept_s,
            "result_ttl": max(kept_s, keys.REMEMBERED),
            "read_ttl": keys.READ_TTL_S,
            "alerts_kept": keys.ALERTS_KEPT,
            "alerts_length": ALERTS_LENGTH,
            "per_key": keys.EVENTS_PER_KEY,
            "candidates": CANDIDATES,
            "groups": [len(group) for group in candidates.keys],
            "told": candidates.told,
            "event_prefix": keys.EVENT.name,
            "source": article.source,
            "counts": counts.of_resolution(article, resolution, now),
            "expected": [[event_id, str(version)] for event_id, version in candidates.versions],
            "writes": [_write(decision, now, source) for decision in (*resolution.decisions, *resolution.withdrawn)],
        },
        ensure_ascii=False,
    )


def _write(decision: Decided, now: datetime, source: str) -> dict[str, Any]:
    body = decision.body
    write: dict[str, Any] = {
        "event": body.event.id,
        "body": pack(body.model_dump_json()),
        "index_keys": [keys.INDEX.of(key) for key in decision.keys],
    }
    if decision.publish:
        write["message"] = alert_message(body, source, now)
        write["channel"] = keys.channel(body.event.kind)
    return write
