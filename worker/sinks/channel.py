"""Redis channels: a message to whoever listens on them now."""

from worker.deliveries import Receipt
from worker.routing.config import Receiver
from worker.sinks import text
from worker.sinks.records import Means, Outgoing


def send(receiver: Receiver, delivery: Outgoing, means: Means) -> Receipt:
    """Publish each message on the channel of `receiver`. Raises what `publish` raises, ValidationError."""
    messages = text.texts(receiver.template, delivery.messages) if receiver.template else delivery.messages
    for message in messages:
        means.publish(receiver.channel or "", message)
    return Receipt("delivered", f"{len(messages)} on {receiver.channel}")
