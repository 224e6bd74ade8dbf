"""What Prometheus reads, from Redis at the moment it asks: so it is true of all processes of the installation.

Names follow https://prometheus.io/docs/practices/naming/. What never happened has no time.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from worker import keys
from worker.endpoint.feed_metrics import of_feeds
from worker.endpoint.news_metrics import of_news
from worker.endpoint.receiver_metrics import of_receivers
from worker.errors import StoreError
from worker.store import Memory, Status, Store, Worker


def registry(store: Store) -> CollectorRegistry:
    """Return the metrics of an installation."""
    found = CollectorRegistry()
    found.register(_Installation(store))
    return found


class _Installation(Collector):
    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[Metric]:
        """Yield every metric; where Redis does not answer, only that."""
        try:
            status, alive = self._store.status(refusals=1), self._store.workers.alive()
        except StoreError:
            yield GaugeMetricFamily("depesche_redis_up", "Whether Redis answers.", 0)
            return
        yield GaugeMetricFamily("depesche_redis_up", "Whether Redis answers.", 1)
        yield from _of_redis(status.memory)
        yield from of_news(status)
        yield from _of_work(status, alive, datetime.now(UTC))
        yield from of_feeds(status.feeds)
        yield from of_receivers(status)


def _of_redis(memory: Memory) -> Iterator[Metric]:
    yield GaugeMetricFamily("depesche_redis_memory_used_bytes", "What Redis has in use.", memory.used)
    yield GaugeMetricFamily("depesche_redis_memory_limit_bytes", "What Redis allows itself; 0: any.", memory.limit)


def _of_work(status: Status, alive: Sequence[Worker], now: datetime) -> Iterator[Metric]:
    yield GaugeMetricFamily("depesche_articles_pending", "Articles on the ledger without a result.", status.pending)
    age = max(0.0, (now - status.oldest_pending).total_seconds()) if status.oldest_pending else 0.0
    yield GaugeMetricFamily("depesche_oldest_pending_age_seconds", "How long the oldest of them has waited.", age)
    yield _by_queue("depesche_queue_tasks", "Tasks waiting.", status.queued)
    serving = Counter(queue for worker in alive for queue in worker.queues)
    yield _by_queue("depesche_workers", "Worker processes alive, by queue that they serve.", serving)
    kept = status.kept
    yield GaugeMetricFamily("depesche_events_kept", "Events in the history.", kept.get("events", 0))
    yield GaugeMetricFamily("depesche_history_bytes", "Memory of events and alerts, about.", kept.get("bytes", 0))
    reloads = CounterMetricFamily("depesche_config_reloads", "Changes of the configuration.", labels=["outcome"])
    reloads.add_metric(["ok"], status.counts.get("told:config_reloaded", 0))
    reloads.add_metric(["refused"], status.counts.get("told:config_refused", 0))
    yield reloads
    yield _time("taken", "When an article was last put on the ledger.", status.last_taken)
    yield _time("processed", "When an article last got its result.", status.last_processed)
    yield _time("alert", "When an alert was last published.", status.last_alert)
    yield _time("sweep", "When the ledger was last searched for lost tasks.", status.last_sweep)


def _time(what: str, meaning: str, time: datetime | None) -> Metric:
    return GaugeMetricFamily(f"depesche_last_{what}_timestamp_seconds", meaning, time.timestamp() if time else None)


def _by_queue(name: str, meaning: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=["queue"])
    for queue in keys.QUEUES:
        family.add_metric([queue], values.get(queue, 0))
    return family
