"""Webhooks: one POST per delivery, signed as Standard Webhooks asks for, CloudEvents inside."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from worker.deliveries import Outcome, Receipt
from worker.http import Failure, Response
from worker.http.caching import retry_after_s
from worker.routing.config import Receiver
from worker.sinks import signing, text
from worker.sinks.records import Means, Outgoing
from worker.sinks.secrets import secret_headers, secrets_of, without

ONE = "application/cloudevents+json; charset=utf-8"
SEVERAL = "application/cloudevents-batch+json; charset=utf-8"
JSON = "application/json"
PLAIN = "text/plain; charset=utf-8"

GONE = 410
MAY_PASS = (408, 425, 429)  # and 500 to 599
HOPELESS = ("bad_address", "refused_address")
LONGEST_WAIT_S = 24 * 60 * 60.0
SHOWN = 500  # characters of an answer


def send(receiver: Receiver, delivery: Outgoing, means: Means) -> Receipt:
    """Send a delivery to the address of `receiver`. Raises SecretError, ValidationError."""
    secrets = secrets_of(receiver, means.environment)
    hidden = secret_headers(receiver, means.environment)
    content, content_type = _content(receiver, delivery.messages)
    body = content.encode("utf-8", "replace")
    signed = signing.headers(map(signing.key_of, secrets), delivery.id, delivery.time, body)
    headers = _merged({"Content-Type": content_type}, receiver.headers, hidden, signed)
    answer = means.client.post(receiver.url or "", body, headers, receiver.timeout)
    return judged(answer, delivery.time, (*secrets, *hidden.values()))


def judged(answer: Response | Failure, now: datetime, hidden: Iterable[str] = ()) -> Receipt:
    """Return what an answer means. Its status alone counts, whatever becomes of its body."""
    if isinstance(answer, Failure):
        outcome: Outcome = "rejected" if answer.outcome in HOPELESS else "again"
        return Receipt(outcome, f"{answer.outcome}: {answer.detail}")
    told = without(answer.body.decode("utf-8", "replace"), hidden)
    detail = f"it answers {answer.status}" + (f": {line}" if (line := _line(told)) else "")
    if 200 <= answer.status < 300:
        return Receipt("delivered", detail, answer.status)
    if answer.status == GONE:
        return Receipt("gone", detail, answer.status)
    if answer.status in MAY_PASS or 500 <= answer.status < 600:
        return Receipt("again", detail, answer.status, min(retry_after_s(answer.headers, now), LONGEST_WAIT_S))
    return Receipt("rejected", detail, answer.status)


def _content(receiver: Receiver, messages: tuple[str, ...]) -> tuple[str, str]:
    """Return what is sent, and as what."""
    if receiver.template is None:
        return (messages[0], ONE) if len(messages) == 1 else (f"[{','.join(messages)}]", SEVERAL)
    if receiver.sends_json:
        return text.as_json(receiver.template, messages), JSON
    return text.BETWEEN.join(text.texts(receiver.template, messages)), PLAIN


def _merged(*layers: Mapping[str, str]) -> dict[str, str]:
    """Return one header of each name, however it is spelled: the one of the last layer."""
    found = {name.lower(): (name, value) for layer in layers for name, value in layer.items()}
    return dict(found.values())


def _line(told: str) -> str:
    """Return how an answer begins, on one line, without what moves a cursor."""
    shown = "".join(character if character.isprintable() else " " for character in told[: 4 * SHOWN])
    return " ".join(shown.split())[:SHOWN]
