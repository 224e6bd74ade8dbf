"""Signatures of Standard Webhooks 1.0: made for receivers, and checked as a receiver should.

Signed are id, timestamp and body, joined by dots, with HMAC-SHA256 under each secret. Source:
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from worker.errors import DepescheError
from worker.sinks.secrets import SecretError

PREFIX = "whsec_"
SHORTEST, LONGEST, NEW = 24, 64, 32  # bytes of a secret
TOLERANCE_S = 5 * 60
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"


class SignatureError(DepescheError):
    """A delivery that does not prove who sent it, or when."""


def new_secret() -> str:
    """Return a secret that nobody has yet."""
    return PREFIX + base64.b64encode(secrets.token_bytes(NEW)).decode("ascii")


def key_of(secret: str) -> bytes:
    """Return the key that a secret spells. Raises SecretError."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):  # ValueError: letters beyond ASCII
        key = b""
    if not secret.startswith(PREFIX) or not SHORTEST <= len(key) <= LONGEST:
        raise SecretError(f"a secret is {PREFIX} and {SHORTEST} to {LONGEST} bytes in base64, one here is not")
    return key


def headers(keys: Iterable[bytes], delivery_id: str, time: datetime, body: bytes) -> dict[str, str]:
    """Return the headers that prove to whoever has one of `keys` that `body` was sent by us, at `time`."""
    timestamp = str(int(time.timestamp()))
    signatures = " ".join(_signature(key, delivery_id, timestamp, body) for key in keys)
    return {ID: delivery_id, TIMESTAMP: timestamp} | ({SIGNATURE: signatures} if signatures else {})


def verify(keys: Iterable[bytes], received: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Check a delivery; the headers `received` are by lower-case name. Raises SignatureError, which says why."""
    delivery_id, timestamp = received.get(ID, ""), received.get(TIMESTAMP, "")
    missing = [name for name in (ID, TIMESTAMP, SIGNATURE) if not received.get(name)]
    if missing:
        raise SignatureError(f"it has no {missing[0]}")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        raise SignatureError("its timestamp is no number")
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE_S:
        raise SignatureError(f"its timestamp is more than {TOLERANCE_S // 60} minutes off")
    given = [signature.encode("utf-8", "replace") for signature in received[SIGNATURE].split()]
    expected = [_signature(key, delivery_id, timestamp, body).encode("ascii") for key in keys]
    same = [hmac.compare_digest(one, other) for one in given for other in expected]  # all of them, in constant time
    if not any(same):
        raise SignatureError("none of its signatures is ours")


def _signature(key: bytes, delivery_id: str, timestamp: str, body: bytes) -> str:
    signed = f"{delivery_id}.{timestamp}.".encode("utf-8", "replace") + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode("ascii")
