"""Chat, mail and phone by way of Apprise (https://github.com/caronc/apprise), which is installed where it is wanted.

Apprise opens its own connections, with its own time limits, and past the guard of worker/http: its addresses are to be
as trusted as the configuration they stand in. It tells whether a message went out, not why it did not, so that what
fails is always tried again.
"""

import logging
from urllib.parse import quote

from worker.deliveries import Receipt
from worker.routing.config import Receiver
from worker.sinks import text
from worker.sinks.records import Means, Outgoing
from worker.sinks.secrets import secrets_of, without

DEFAULT = "$headline\n$standing, $outlets\n$url"
TITLE = "$severity: $kind, $change"
SHOWN = 500  # characters of what Apprise logs


def send(receiver: Receiver, delivery: Outgoing, means: Means) -> Receipt:
    """Send the text of a delivery to an address of Apprise. Raises SecretError, ValidationError."""
    try:
        import apprise  # noqa: PLC0415 - an extra
    except ImportError:
        return Receipt("again", f"{receiver.name}: Apprise is missing: pip install 'depesche[apprise]'")
    secrets = secrets_of(receiver, means.environment)
    body = text.BETWEEN.join(text.texts(receiver.template or DEFAULT, delivery.messages))
    count = len(delivery.messages)
    title = text.texts(TITLE, delivery.messages)[0] if count == 1 else f"{count} alerts"
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as log:
        messenger = apprise.Apprise(asset=apprise.AppriseAsset(storage_mode="memory"))
        if not messenger.add(_address(receiver, secrets)):
            return Receipt("rejected", f"{receiver.name}: Apprise knows no such address")
        try:
            done = messenger.notify(body, title, body_format=apprise.NotifyFormat.TEXT)
        except Exception as error:  # noqa: BLE001 - of a hundred modules of others
            return Receipt("again", f"Apprise failed: {type(error).__name__}")
        said = " ".join(without(log.getvalue(), secrets).split())[:SHOWN]
    return Receipt("delivered" if done else "again", said or f"Apprise {'sent' if done else 'could not send'} it")


def _address(receiver: Receiver, secrets: tuple[str, ...]) -> str:
    """Return the address with its secret, of two the first."""
    return (receiver.url or "").replace("$secret", quote(secrets[0], safe="") if secrets else "")
