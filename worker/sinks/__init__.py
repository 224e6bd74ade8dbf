"""Where alerts leave the house: one module per kind of receiver, each with `send(receiver, delivery, means)`.

    Sinks(client, publish).send(receiver, "219dede455676f23f111-1", [message], now)  ->  Receipt; no exception

A message goes out as it was published, or as the text that the receiver's template makes of it. A receipt says what
became of it; what follows from that is decided by whoever keeps the deliveries.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from pydantic import ValidationError

from worker.deliveries import Outcome, Receipt
from worker.errors import DepescheError
from worker.http import Client
from worker.routing.config import Receiver
from worker.sinks import apprise, channel, webhook
from worker.sinks.records import Means, Outgoing, Send
from worker.sinks.secrets import SecretError

__all__ = ["SINKS", "Outcome", "Receipt", "Sinks"]

# By the scheme of a receiver's address; a channel has none. Every other scheme is Apprise's.
SINKS: Mapping[str, Send] = {
    "https": webhook.send,
    "http": webhook.send,
    "": channel.send,
}


class Sinks:
    """Sends alerts to receivers. `publish` sends a message on a Redis channel and may raise DepescheError."""

    def __init__(
        self,
        client: Client,
        publish: Callable[[str, str], object],
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._means = Means(client, publish, environment)

    def send(self, receiver: Receiver, delivery_id: str, messages: Sequence[str], now: datetime) -> Receipt:
        """Send `messages`, CloudEvents as published, once, as one delivery. Return what became of it."""
        scheme = (receiver.url or "").partition("://")[0].lower()
        delivery = Outgoing(delivery_id, tuple(messages), now)
        try:
            return SINKS.get(scheme, apprise.send)(receiver, delivery, self._means)
        except SecretError as error:  # an operator mends it, and nothing is lost meanwhile
            return Receipt("again", str(error))
        except ValidationError:
            return Receipt("rejected", "it is not an alert, so there is no text for it")
        except DepescheError as error:
            return Receipt("again", str(error))
