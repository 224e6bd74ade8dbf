"""Signatures: made as Standard Webhooks has it, checked as a receiver should, and both against its own library."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from helpers import NOW
from standardwebhooks import Webhook, WebhookVerificationError

from worker.sinks import signing
from worker.sinks.secrets import SecretError
from worker.sinks.signing import SignatureError, headers, key_of, new_secret, verify

BODY = '{"headline": "Größe"}'.encode()
SECRET, OTHER = new_secret(), new_secret()
VECTORS = json.loads((Path(__file__).parents[2] / "docs" / "webhook-vectors.json").read_text("utf-8"))


def signed(*secrets: str, at: datetime = NOW, body: bytes = BODY) -> dict[str, str]:
    return headers(map(key_of, secrets), "e1-2", at, body)


def check(received: dict[str, str], body: bytes = BODY, now: datetime = NOW, secret: str = SECRET) -> None:
    verify([key_of(secret)], received, body, now)


def test_what_is_signed_verifies_here_and_with_the_public_library() -> None:
    now = datetime.now(UTC)
    received = signed(SECRET, at=now)
    check(received, now=now)
    assert Webhook(SECRET).verify(BODY, received) == json.loads(BODY)


def test_while_a_secret_is_replaced_receivers_may_have_either() -> None:
    now = datetime.now(UTC)
    received = signed(SECRET, OTHER, at=now)
    for secret in (SECRET, OTHER):
        check(received, now=now, secret=secret)
        Webhook(secret).verify(BODY, received)


def test_without_a_secret_nothing_is_signed() -> None:
    assert signed() == {"webhook-id": "e1-2", "webhook-timestamp": str(int(NOW.timestamp()))}


ALTERED: dict[str, tuple[dict[str, str], bytes, str]] = {
    "a changed byte": ({}, BODY.replace(b"G", b"g"), "none of its signatures"),
    "a byte more": ({}, BODY + b" ", "none of its signatures"),
    "another id": ({"webhook-id": "e1-3"}, BODY, "none of its signatures"),
    "a later time": ({"webhook-timestamp": str(int(NOW.timestamp()) + 1)}, BODY, "none of its signatures"),
    "no signature": ({"webhook-signature": ""}, BODY, "it has no webhook-signature"),
    "no id": ({"webhook-id": ""}, BODY, "it has no webhook-id"),
    "a signature of another kind": ({"webhook-signature": "v1a,AAAA v2,BBBB , v1, v1"}, BODY, "none of its signatures"),
    "a signature that is no text": ({"webhook-signature": "v1,\u00fc\ud800"}, BODY, "none of its signatures"),
    "a time that is none": ({"webhook-timestamp": "soon"}, BODY, "no number"),
    "a time beyond numbers": ({"webhook-timestamp": "9" * 5_000}, BODY, "no number"),
    "figures of another script": ({"webhook-timestamp": "\u0661\u0662"}, BODY, "no number"),
}


@pytest.mark.parametrize("what", ALTERED)
def test_what_was_altered_is_refused_with_the_reason(what: str) -> None:
    change, body, reason = ALTERED[what]
    with pytest.raises(SignatureError, match=reason):
        check(signed(SECRET) | change, body)


def test_another_secret_is_refused_here_and_there() -> None:
    now = datetime.now(UTC)
    with pytest.raises(SignatureError, match="none of its signatures"):
        check(signed(OTHER, at=now), now=now)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY, signed(OTHER, at=now))


def test_a_changed_byte_is_refused_by_the_public_library_too() -> None:
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY + b" ", signed(SECRET, at=datetime.now(UTC)))


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_time_too_old_or_too_new_is_refused_here_and_there(minutes: int) -> None:
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    with pytest.raises(SignatureError, match="more than 5 minutes off"):
        check(signed(SECRET, at=at), now=datetime.now(UTC))
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY, signed(SECRET, at=at))


def test_five_minutes_are_no_reason_to_refuse() -> None:
    check(signed(SECRET), now=NOW + timedelta(minutes=5))
    check(signed(SECRET), now=NOW - timedelta(minutes=5))


def test_new_secrets_are_of_32_bytes_and_differ() -> None:
    assert len(key_of(SECRET)) == 32
    assert SECRET != OTHER


@pytest.mark.parametrize("length", [24, 64])
def test_a_secret_may_have_24_to_64_bytes(length: int) -> None:
    assert len(key_of("whsec_" + base64.b64encode(b"k" * length).decode())) == length


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "hunter2", SECRET.removeprefix("whsec_"), SECRET[:-1], SECRET + "=", SECRET.replace("_", "-"),
     "whsec_" + base64.b64encode(b"k" * 23).decode(), "whsec_" + base64.b64encode(b"k" * 65).decode(),
     "whsec_\u00fc" + SECRET[7:], "whsec_!" + SECRET[7:]],
)  # fmt: skip
def test_what_is_no_secret_is_refused_and_not_shown(secret: str) -> None:
    with pytest.raises(SecretError) as caught:
        key_of(secret)
    assert len(secret) < 7 or secret not in str(caught.value)


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda vector: vector["what"])
def test_the_published_vectors_are_right_for_both(vector: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("standardwebhooks.webhooks.datetime", Clock)
    Clock.at = at = datetime.fromtimestamp(vector["timestamp"], UTC)
    received = {
        "webhook-id": vector["id"],
        "webhook-timestamp": str(vector["timestamp"]),
        "webhook-signature": vector["signature"],
    }
    body, keys = vector["body"].encode(), [key_of(secret) for secret in vector["secret"].split()]
    assert (signing.headers(keys, vector["id"], at, body) == received) == vector["valid"]
    for secret, key in zip(vector["secret"].split(), keys, strict=True):
        if vector["valid"]:
            verify([key], received, body, at)
            Webhook(secret).verify(body, received, json_parse=False)
        else:
            with pytest.raises(SignatureError):
                verify([key], received, body, at)
            with pytest.raises(WebhookVerificationError):
                Webhook(secret).verify(body, received, json_parse=False)


class Clock(datetime):
    """The time at which a vector was signed: the library asks what time it is."""

    at = NOW

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return cls.at
