"""What is published: alerts, but for their numbers, which are known only inside the commit, and system messages."""

import secrets
from datetime import UTC, datetime

from schemas import Alert, AlertBody, AlertMessage, SystemEvent, SystemMessage
from worker.store.packing import read

_NOT_TOLD = {"data": {"reports": {"__all__": {"sketch", "named"}}}}
_END = "1}}"  # sequence is the last field of an alert and data the last of its envelope


def alert_message(body: AlertBody, source: str, now: datetime) -> tuple[str, str]:
    """Return what stands before and behind the sequence number in the CloudEvents message of `body`.

    `source` names the installation. The id is `<event id>-<revision>`, so that the same decision is the same alert.
    """
    alert = Alert(**{name: getattr(body, name) for name in AlertBody.model_fields}, sequence=1)
    text = AlertMessage(
        id=f"{body.event.id}-{body.revision}",
        source=source,
        type=f"depesche.alert.{body.event.kind}.{body.change}",
        subject=body.event.id,
        time=now,
        data=alert,
    ).model_dump_json(exclude=_NOT_TOLD)
    if not text.endswith(f'"sequence":{_END}'):
        raise ValueError("the sequence number is not the last field of an alert")
    return text.removesuffix(_END), _END[1:]


def read_alert(text: str) -> AlertMessage | None:
    """Return a message of the stream, None where another version wrote it or it is none."""
    return read(AlertMessage, text)


def system_message(what: str, subject: str, detail: str, source: str) -> str:
    """Return the CloudEvents message that tells `what` happened to the source or receiver called `subject`."""
    return SystemEvent(
        id=secrets.token_hex(16),
        source=source,
        type=f"depesche.system.{what}",
        subject=subject,
        time=datetime.now(UTC),
        data=SystemMessage(what=what, detail=detail),
    ).model_dump_json()
