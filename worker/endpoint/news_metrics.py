"""What Prometheus reads of articles, events and alerts: the totals that are kept, see worker/store/counts.py."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, product
from typing import get_args

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily

from schemas import Kind
from schemas.alert import Change
from worker.store import ArticleOutcome, Status
from worker.store.counts import LAGS, below

Counts = Mapping[str, float]

NONE_READ = {f"processed:{outcome}": 0.0 for outcome in get_args(ArticleOutcome)}
NONE_TOLD = {f"alert:{change}:{kind}": 0.0 for change, kind in product(get_args(Change), get_args(Kind))}
NO_PAGES = {"page:read": 0.0, "page:failed": 0.0}
LAGGED = {
    "intake": "From when an article was fetched to its alert.",
    "publication": "From an article's publication by its outlet to its alert.",
}


def of_news(status: Status) -> Iterator[Metric]:
    """Yield how many articles, events and alerts there were, and how long alerts took."""
    counts = status.counts
    yield CounterMetricFamily("depesche_articles_taken", "Articles put on the ledger.", status.taken)
    yield _total("articles_processed", "Articles with a result.", "processed:", ["outcome"], {**NONE_READ, **counts})
    about = "Articles with a result, by configured source; of all others together as other."
    yield _total("source_articles", about, "source:", ["outcome", "source"], counts)
    yield CounterMetricFamily("depesche_inputs_refused", "Inputs that were not taken.", status.refused)
    yield _total("pages", "Pages of feed items that were asked for.", "page:", ["outcome"], {**NO_PAGES, **counts})
    yield _total("events", "Events read in articles.", "event:", ["kind", "language"], counts)
    yield _total("alerts_published", "Alerts.", "alert:", ["change", "kind"], {**NONE_TOLD, **counts})
    decided = "Decisions that were made again because others came between."
    yield CounterMetricFamily("depesche_stale_decisions", decided, counts.get("stale", 0))
    for since, meaning in LAGGED.items():
        yield _lag(since, meaning, below(f"lag:{since}:", counts))


def _total(name: str, meaning: str, prefix: str, labels: Sequence[str], counts: Counts) -> Metric:
    """Return the totals below `prefix`, whose names hold a value for each label; the last one may hold anything."""
    family = CounterMetricFamily(f"depesche_{name}", meaning, labels=labels)
    for joined, count in below(prefix, counts).items():
        values = joined.split(":", len(labels) - 1)
        family.add_metric([*values, *[""] * (len(labels) - len(values))], count)
    return family


def _lag(since: str, meaning: str, found: Counts) -> Metric:
    counted = accumulate(found.get(f"{limit:g}", 0.0) for limit in LAGS[since])
    buckets = [(str(float(limit)), count) for limit, count in zip(LAGS[since], counted, strict=True)]
    alerts = sum(count for name, count in found.items() if name != "ms")
    return HistogramMetricFamily(
        f"depesche_alert_{since}_lag_seconds", meaning, [*buckets, ("+Inf", alerts)], found.get("ms", 0.0) / 1_000
    )
