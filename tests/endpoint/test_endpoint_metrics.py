"""/metrics and /readyz: what stands in Redis, as Prometheus and load balancers read it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from endpoint_helpers import Endpoint, endpoint
from helpers import NOW, article, attack
from prometheus_client.parser import text_string_to_metric_families

from schemas import When
from worker import keys, pipeline
from worker.endpoint.readiness import SILENT, STALLED, problem_of
from worker.feeds import Counts, Feed
from worker.store import Memory, RedisServer, Status, Store, Worker

ODD = 'odd "name" \\ with\ttab, {brackets} and ü'
READER = Worker(host="a", pid=1, queues=(keys.PROCESS, keys.QUIET), version="1")
POLLER = Worker(host="a", pid=2, queues=(keys.POLL, keys.DELIVER), version="1")
PUBLICATION = "depesche_alert_publication_lag_seconds"
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


def read(store: Store, article_id: str, *, fails: bool = False, day: int = 24, **fields: Any) -> None:
    def events(article: Any) -> Any:
        if fails:
            raise ValueError("cannot be read")
        when = When(start=date(2026, 11, day), end=date(2026, 11, day), precision="day", text="on that day")
        return (attack(f"event of {article.id}", when=when),)

    store.enter(article(article_id, **fields))
    for _ in range(pipeline.ATTEMPTS if fails else 1):
        pipeline.process(article_id, store, lambda _: None, events)


def test_a_new_installation_tells_zeros_and_no_times(running: Endpoint, store: Store) -> None:
    found = scraped(running)
    assert found.pop(("depesche_redis_up", ())) == 1
    assert found.pop(("depesche_redis_memory_used_bytes", ())) > 100_000
    assert set(found.values()) == {0}
    names = {name for name, _ in found}
    assert all(name.startswith("depesche_") for name in names)
    assert not any("timestamp" in name for name in names)
    assert ("depesche_articles_processed_total", (("outcome", "failed"),)) in found
    assert ("depesche_alerts_published_total", (("change", "new"), ("kind", "attack"))) in found


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
    assert found["depesche_alerts_published_total", (("change", "new"), ("kind", "attack"))] == 1
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


def test_an_installation_is_ready_while_its_ledger_is_swept_and_a_worker_reads(running: Endpoint, store: Store) -> None:
    for act in (lambda: None, store.overdue, lambda: store.workers.beat(POLLER)):
        act()
        answer = running.ask("GET", "/readyz")
        assert (answer.status, "no worker" in answer.json["error"]) == (503, True)
    store.workers.beat(READER)
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
    found = problem_of(status, [READER], NOW.astimezone(UTC))
    assert (found is None) if problem is None else problem in str(found)
    full = replace(status, memory=Memory(used=90_000_000, limit=90_000_000))
    assert "maxmemory" in str(problem_of(full, [READER], NOW.astimezone(UTC)))


def test_receivers_are_told_by_name(running: Endpoint, store: Store) -> None:
    store.deliveries.configure([("desk", "https://desk.example/")])
    found = scraped(running)
    assert found["depesche_receiver_up", (("receiver", "desk"),)] == 1
    assert found["depesche_receiver_waiting", (("receiver", "desk"),)] == 0
    assert found["depesche_receiver_attempts_total", (("outcome", "delivered"), ("receiver", "desk"))] == 0
    assert found["depesche_deliveries_total", (("outcome", "dead"), ("receiver", "desk"))] == 0
    assert found["depesche_deliveries_dead", ()] == 0


def test_articles_are_counted_by_the_source_that_is_configured_and_others_together(
    running: Endpoint, store: Store
) -> None:
    def outcomes() -> dict[tuple[str, str], float]:
        name = "depesche_source_articles_total"
        found = {labels: n for (metric, labels), n in scraped(running).items() if metric == name and n}
        return {(source, outcome): n for ((_, outcome), (_, source)), n in found.items()}

    store.count_sources([ODD, "a:b"])
    for number, source in enumerate((ODD, "a:b", "a:b", "made up", "made up too")):
        read(store, f"a{number}", source=source)
    read(store, "bad", fails=True, source="a:b")
    known = {(ODD, "events"): 1, ("a:b", "events"): 2, ("a:b", "failed"): 1, ("other", "events"): 2}
    assert outcomes() == known
    store.count_sources([ODD])
    assert outcomes() == {(ODD, "events"): 1, ("other", "events"): 2}


def test_events_are_counted_by_kind_and_language_and_alerts_by_how_long_they_took(
    running: Endpoint, store: Store
) -> None:
    ago = datetime.now(UTC) - timedelta(seconds=100)
    read(store, "a1", language="de", published=ago, fetched=datetime.now(UTC))
    read(store, "a2", day=14, language="xx", published=ago - timedelta(days=9))
    read(store, "a3", day=4, published=ago + timedelta(days=9))
    read(store, "old", day=9, language="de", announce=False)
    found = scraped(running)
    assert found["depesche_events_total", (("kind", "attack"), ("language", "de"))] == 2
    assert found["depesche_events_total", (("kind", "attack"), ("language", "unknown"))] == 2
    lag = {dict(labels)["le"]: n for (name, labels), n in found.items() if name == f"{PUBLICATION}_bucket"}
    assert {le: lag[le] for le in ("10.0", "60.0", "120.0", "86400.0", "+Inf")} == {
        "10.0": 1, "60.0": 1, "120.0": 2, "86400.0": 2, "+Inf": 3,
    }  # fmt: skip
    assert found[f"{PUBLICATION}_count", ()] == 3
    assert 200 + 9 * 86_400 <= found[f"{PUBLICATION}_sum", ()] < 300 + 9 * 86_400
    assert found["depesche_alert_intake_lag_seconds_count", ()] == 3
    assert found["depesche_alert_intake_lag_seconds_bucket", (("le", "60.0"),)] == 1


def test_what_an_older_version_counted_has_no_kind(running: Endpoint, store: Store) -> None:
    store.client.hset(keys.COUNTS.name, "alert:new", 7)
    read(store, "a1")
    found = scraped(running)
    assert found["depesche_alerts_published_total", (("change", "new"), ("kind", ""))] == 7
    assert found["depesche_alerts_published_total", (("change", "new"), ("kind", "attack"))] == 1
    assert store.status().alerts == {"new": 8}


def test_workers_memory_and_reloads_are_told(running: Endpoint, store: Store) -> None:
    for worker in (READER, POLLER, POLLER.model_copy(update={"pid": 3})):
        store.workers.beat(worker)
    store.tell("config_refused", "depesche.toml", "line 7")
    found = scraped(running)
    told = {dict(labels)["queue"]: n for (name, labels), n in found.items() if name == "depesche_workers"}
    assert told == {"poll": 2, "process": 1, "quiet": 1, "deliver": 2}
    assert found["depesche_redis_memory_limit_bytes", ()] == 0
    assert found["depesche_config_reloads_total", (("outcome", "refused"),)] == 1
    assert found["depesche_config_reloads_total", (("outcome", "ok"),)] == 0
