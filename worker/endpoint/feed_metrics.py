"""What Prometheus reads of the feeds."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import get_args

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from worker.feeds import Counts, FeedState, Health

POLLS = ("polls", "unchanged", "failed")
READ = ("taken", "known")
QUIET = ("before_first_contact", "undated_at_first_contact")
DROPPED = tuple(name for name in Counts.model_fields if name not in POLLS + READ + QUIET)
DOWN = ("failing", "ended")


def of_feeds(feeds: Mapping[str, FeedState]) -> Iterator[Metric]:
    """Yield how many feeds are how well, and how each one is by name."""
    healths = Counter(state.health for state in feeds.values())
    by_health = GaugeMetricFamily("depesche_feeds", "Feeds that are configured.", labels=["health"])
    for health in get_args(Health):
        by_health.add_metric([health], healths[health])
    yield by_health
    yield from _gauges(feeds)
    yield from _counters(feeds)


def _gauges(feeds: Mapping[str, FeedState]) -> Iterator[Metric]:
    up = GaugeMetricFamily("depesche_feed_up", "Whether the feed is neither failing nor ended.", labels=["feed"])
    failures = GaugeMetricFamily("depesche_feed_failures", "Failed polls in a row.", labels=["feed"])
    success = GaugeMetricFamily("depesche_feed_last_success_timestamp_seconds", "Last good answer.", labels=["feed"])
    news = GaugeMetricFamily("depesche_feed_last_new_timestamp_seconds", "Last new item.", labels=["feed"])
    for name, state in feeds.items():
        up.add_metric([name], state.health not in DOWN)
        failures.add_metric([name], state.failures)
        if state.last_success:
            success.add_metric([name], state.last_success.timestamp())
        if state.last_new:
            news.add_metric([name], state.last_new.timestamp())
    yield from (up, failures, success, news)


def _counters(feeds: Mapping[str, FeedState]) -> Iterator[Metric]:
    polls = CounterMetricFamily("depesche_feed_polls", "Polls.", labels=["feed", "outcome"])
    items = CounterMetricFamily("depesche_feed_items", "Items that were read.", labels=["feed", "outcome"])
    quiet = CounterMetricFamily("depesche_feed_items_quiet", "Items not announced.", labels=["feed", "reason"])
    dropped = CounterMetricFamily("depesche_feed_items_dropped", "Items not read.", labels=["feed", "reason"])
    for name, state in feeds.items():
        counts = state.counts
        polls.add_metric([name, "changed"], counts.polls - counts.unchanged - counts.failed)
        polls.add_metric([name, "unchanged"], counts.unchanged)
        polls.add_metric([name, "failed"], counts.failed)
        for outcome in READ:
            items.add_metric([name, outcome], getattr(counts, outcome))
        for reason in QUIET:
            quiet.add_metric([name, reason], getattr(counts, reason))
        for reason in DROPPED:
            dropped.add_metric([name, reason], getattr(counts, reason))
    yield from (polls, items, quiet, dropped)
