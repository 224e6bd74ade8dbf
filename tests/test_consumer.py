"""A worker that cannot acknowledge a task connects anew."""

import logging
from collections.abc import Iterator

import pytest
from kombu.asynchronous import Hub
from kombu.message import Message

from worker.consumer import ReconnectingConsumer


class Gone:
    """The channel of a connection that is lost."""

    no_ack_consumers = None

    def basic_ack(self, tag: str, multiple: bool = False) -> None:
        raise ConnectionError(f"acknowledging {tag}")

    def basic_reject(self, tag: str, requeue: bool = False) -> None:
        raise ConnectionError(f"rejecting {tag}, {requeue=}")


@pytest.fixture
def hub() -> Iterator[Hub]:
    hub = Hub()
    yield hub
    hub.close()


@pytest.mark.parametrize(
    ("method", "more", "why"),
    [("ack_log_error", (), "acknowledging 7"), ("reject_log_error", (True,), "rejecting 7, requeue=True")],
)
def test_what_cannot_be_acknowledged_ends_the_event_loop(
    hub: Hub, method: str, more: tuple[bool, ...], why: str
) -> None:
    consumer = object.__new__(ReconnectingConsumer)  # it wants a whole worker
    consumer.hub = hub
    message = Message(channel=Gone(), delivery_tag="7")
    logger = logging.getLogger(__name__)
    consumer.call_soon_ack(getattr(message, method), logger, (ConnectionError,), *more)
    with pytest.raises(ConnectionError, match=why):
        next(hub.loop)
