"""What Prometheus reads, from Redis at the moment it asks: so it is true of all processes of the installation.

Names follow https://prometheus.io/docs/practices/naming/. What never happened has no time.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TypeVar, get_args

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from schemas.alert import Change
from worker.endpoint.feed_metrics import of_feeds
from worker.endpoint.receiver_metrics import of_receivers
from worker.errors import StoreError
from worker.store import ArticleOutcome, Status, Store

NONE_READ = dict.fromkeys(get_args(ArticleOutcome), 0)
NONE_TOLD = dict.fromkeys(get_args(Change), 0)

Family = TypeVar("Family", CounterMetricFamily, GaugeMetricFamily)


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
            status = self._store.status(refusals=1)
        except StoreError:
            yield GaugeMetricFamily("depesche_redis_up", "Whether Redis answers.", 0)
            return
        yield GaugeMetricFamily("depesche_redis_up", "Whether Redis answers.", 1)
        yield from _of_articles(status)
        yield from _of_work(status, datetime.now(UTC))
        yield from of_feeds(status.feeds)
        yield from of_receivers(status)


def _of_articles(status: Status) -> Iterator[Metric]:
    yield CounterMetricFamily("depesche_articles_taken", "Articles put on the ledger.", status.taken)
    processed = CounterMetricFamily("depesche_articles_processed", "Articles with a result.", labels=["outcome"])
    yield _each(processed, NONE_READ | dict(status.processed))
    yield CounterMetricFamily("depesche_inputs_refused", "Inputs that were not taken.", status.refused)
    alerts = CounterMetricFamily("depesche_alerts_published", "Alerts.", labels=["change"])
    yield _each(alerts, NONE_TOLD | dict(status.alerts))


def _of_work(status: Status, now: datetime) -> Iterator[Metric]:
    yield GaugeMetricFamily("depesche_articles_pending", "Articles on the ledger without a result.", status.pending)
    age = max(0.0, (now - status.oldest_pending).total_seconds()) if status.oldest_pending else 0.0
    yield GaugeMetricFamily("depesche_oldest_pending_age_seconds", "How long the oldest of them has waited.", age)
    yield _each(GaugeMetricFamily("depesche_queue_tasks", "Tasks waiting.", labels=["queue"]), status.queued)
    yield _time("taken", "When an article was last put on the ledger.", status.last_taken)
    yield _time("processed", "When an article last got its result.", status.last_processed)
    yield _time("alert", "When an alert was last published.", status.last_alert)
    yield _time("sweep", "When the ledger was last searched for lost tasks.", status.last_sweep)


def _time(what: str, meaning: str, time: datetime | None) -> Metric:
    return GaugeMetricFamily(f"depesche_last_{what}_timestamp_seconds", meaning, time.timestamp() if time else None)


def _each(family: Family, values: Mapping[str, float]) -> Family:
    for name, value in values.items():
        family.add_metric([name], value)
    return family
