"""What Prometheus reads of the receivers."""

from collections.abc import Iterator

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from worker.store import Status


def of_receivers(status: Status) -> Iterator[Metric]:
    """Yield how many deliveries are dead, and how each receiver is doing by name."""
    yield GaugeMetricFamily("depesche_deliveries_dead", "Deliveries that failed for good.", status.dead)
    up = GaugeMetricFamily("depesche_receiver_up", "Whether it is neither paused nor disabled.", labels=["receiver"])
    waiting = GaugeMetricFamily("depesche_receiver_waiting", "Deliveries still to be made.", labels=["receiver"])
    tried = CounterMetricFamily("depesche_receiver_attempts", "Attempts.", labels=["receiver", "outcome"])
    over = CounterMetricFamily("depesche_deliveries", "Deliveries that are over.", labels=["receiver", "outcome"])
    for name, state in status.receivers.items():
        up.add_metric([name], not state.paused_until and not state.disabled)
        waiting.add_metric([name], status.waiting[name])
        tried.add_metric([name, "delivered"], state.delivered)
        tried.add_metric([name, "failed"], state.failed)
        over.add_metric([name, "delivered"], state.delivered)
        over.add_metric([name, "dead"], state.dead)
    yield from (up, waiting, tried, over)
