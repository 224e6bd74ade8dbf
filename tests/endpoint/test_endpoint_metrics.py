"""/metrics and /readyz: what stands in Redis, as Prometheus and load balancers read it."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from endpoint_helpers import Endpoint, endpoint
from helpers import NOW, article, attack
from prometheus_client.parser import text_string_to_metric_families

from worker import keys, pipeline
from worker.endpoint.readiness import SILENT, STALLED, problem_of
from worker.feeds import Counts, Feed
from worker.store import RedisServer, Status, Store

ODD = 'odd "name" \\ with\ttab, {brackets} and ü'
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture(scope="module")
def running(redis_server: RedisServer) -> Iterator[Endpoint]:
    with endpoint(redis_server.url) as started:
        yield started


def scraped(running: Endpoint) -> Samples:
    """Every sample by name and labels; each family has its meaning, and each sample stands once."""
    answer = running.ask("GET", "/metrics")
    assert (answer.status, answer.headers["content-type"][:10]) == (200, "text/plain")
    families = list(text_string_to_metric_families(answer.body.decode()))
    assert all(family.documentation for family in families)
    samples = [sample for family in families for sample in family.samples]
    found = {(sample.name, tuple(sorted(sample.labels.items()))): sample.value for sample in samples}
    assert len(found) == len(samples)
    return found


def read(store: Store, article_id: str, *, fails: bool = False) -> None:
    def events(article: Any) -> Any:
        if fails:
            raise ValueError("cannot be read")
        return (attack(f"event of {article.id}"),)

    store.enter(article(article_id))
    for _ in range(pipeline.ATTEMPTS if fails else 1):
        pipeline.process(article_id, store, lambda _: None, events)


def test_a_new_installation_tells_zeros_and_no_times(running: Endpoint, store: Store) -> None:
    found = scraped(running)
    assert found.pop(("depesche_redis_up", ())) == 1
    assert set(found.values()) == {0}
    names = {name for name, _ in found}
    assert all(name.startswith("depesche_") for name in names)
    assert not any("timestamp" in name for name in names)
    assert ("depesche_articles_processed_total", (("outcome", "failed"),)) in found
    assert ("depesche_alerts_published_total", (("change", "new"),)) in found


def test_articles_and_alerts_are_counted_by_what_became_of_them(running: Endpoint, store: Store) -> None:
    read(store, "a1")
    read(store, "a2", fails=True)
    store.enter(article("waiting"))
    store.client.zadd(keys.PENDING.name, {"waiting": time.time() - 100})
    store.client.lpush(keys.QUEUE.of(keys.PROCESS), "task")
    store.refuse("seeds", "/in/bad.json", "broken JSON")
    store.overdue()
    found = scraped(running)
    assert found["depesche_articles_taken_total", ()] == 3
    assert found["depesche_articles_processed_total", (("outcome", "events"),)] == 1
    assert found["depesche_articles_processed_total", (("outcome", "failed"),)] == 1
    assert found["depesche_alerts_published_total", (("change", "new"),)] == 1
    assert found["depesche_inputs_refused_total", ()] == 1
    assert found["depesche_articles_pending", ()] == 1
    assert found["depesche_queue_tasks", (("queue", "process"),)] == 1
    assert 100 <= found["depesche_oldest_pending_age_seconds", ()] < 200
    for what in ("taken", "processed", "alert", "sweep"):
        assert abs(found[f"depesche_last_{what}_timestamp_seconds", ()] - time.time()) < 60


def test_feeds_are_told_by_name_with_every_reason_for_a_drop(running: Endpoint, store: Store) -> None:
    store.feeds.configure([Feed(url="https://a.example/", name=ODD), Feed(url="https://b.example/", name="b")])
    claim = store.feeds.claim()
    assert claim is not None
    counts = Counts(polls=9, unchanged=3, failed=2, taken=5, known=40, undated_at_first_contact=7, repeated=1)
    state = claim.state.model_copy(
        update={"health": "failing", "failures": 2, "last_success": NOW, "last_new": NOW, "counts": counts}
    )
    store.feeds.release(claim, state, due=None, rest_s=0)
    name = claim.feed.name
    found = scraped(running)
    assert found["depesche_feeds", (("health", "failing"),)] == found["depesche_feeds", (("health", "new"),)] == 1
    assert found["depesche_feed_up", (("feed", name),)] == 0
    assert sum(value for (metric, _), value in found.items() if metric == "depesche_feed_up") == 1
    assert found["depesche_feed_failures", (("feed", name),)] == 2
    assert found["depesche_feed_last_success_timestamp_seconds", (("feed", name),)] == NOW.timestamp()
    of_feed = {labels: (metric, value) for (metric, labels), value in found.items() if ("feed", name) in labels}
    told = {labels[1]: value for labels, (_, value) in of_feed.items() if len(labels) == 2}
    assert told == {
        ("outcome", "changed"): 4, ("outcome", "unchanged"): 3, ("outcome", "failed"): 2, ("outcome", "taken"): 5,
        ("outcome", "known"): 40, ("reason", "before_first_contact"): 0, ("reason", "undated_at_first_contact"): 7,
        ("reason", "too_old"): 0, ("reason", "unreadable"): 0, ("reason", "repeated"): 1,
    }  # fmt: skip


def test_names_of_feeds_come_through_whatever_they_hold(running: Endpoint, store: Store) -> None:
    store.feeds.configure([Feed(url="https://a.example/", name=ODD)])
    assert scraped(running)["depesche_feed_up", (("feed", ODD),)] == 1


def test_openmetrics_is_told_to_who_asks_for_it(running: Endpoint, store: Store) -> None:
    answer = running.ask("GET", "/metrics", Accept="application/openmetrics-text; version=1.0.0")
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.body.endswith(b"# EOF\n")


def test_an_installation_is_ready_while_its_ledger_is_swept(running: Endpoint, store: Store) -> None:
    answer = running.ask("GET", "/readyz")
    assert (answer.status, "no worker" in answer.json["error"]) == (503, True)
    store.overdue()
    assert running.ask("GET", "/readyz").status == 200


@pytest.mark.parametrize(
    ("swept_ago", "waits_for", "read_ago", "problem"),
    [
        (timedelta(0), None, None, None),
        (SILENT * 2, None, None, "no worker has looked after the ledger"),
        (None, None, None, "no worker has looked after the ledger"),
        (timedelta(0), STALLED / 2, None, None),
        (timedelta(0), STALLED * 2, None, "5 articles wait and none was read lately"),
        (timedelta(0), STALLED * 2, STALLED * 2, "5 articles wait and none was read lately"),
        (timedelta(0), STALLED * 9, timedelta(seconds=1), None),
    ],
)
def test_ready_is_who_sweeps_and_reads_what_waits(
    swept_ago: timedelta | None, waits_for: timedelta | None, read_ago: timedelta | None, problem: str | None
) -> None:
    def at(ago: timedelta | None) -> datetime | None:
        return None if ago is None else NOW - ago

    status = Status(
        taken=9, processed={}, alerts={}, refused=0, pending=5 if waits_for else 0, oldest_pending=at(waits_for),
        last_taken=NOW, last_processed=at(read_ago), last_alert=None, sequence=0, queued={}, refusals=(),
        last_sweep=at(swept_ago),
    )  # fmt: skip
    found = problem_of(status, NOW.astimezone(UTC))
    assert (found is None) if problem is None else problem in str(found)


def test_receivers_are_told_by_name(running: Endpoint, store: Store) -> None:
    store.deliveries.configure([("desk", "https://desk.example/")])
    found = scraped(running)
    assert found["depesche_receiver_up", (("receiver", "desk"),)] == 1
    assert found["depesche_receiver_waiting", (("receiver", "desk"),)] == 0
    assert found["depesche_receiver_attempts_total", (("outcome", "delivered"), ("receiver", "desk"))] == 0
    assert found["depesche_deliveries_dead", ()] == 0
