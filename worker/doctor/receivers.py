"""Receivers: have they their secrets, and do they take what they are sent?"""

from collections.abc import Iterator

from worker.deliveries import ReceiverState
from worker.doctor.snapshot import Finding, Snapshot

SUBJECT = "receivers"


def check(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield which receivers are not well, else that they are."""
    problems = [*_secrets(snapshot), *_deliveries(snapshot)]
    yield from problems
    if snapshot.settings.receivers and not problems:
        yield Finding(SUBJECT, "ok", f"{len(snapshot.settings.receivers)} receivers have what they need")


def _secrets(snapshot: Snapshot) -> Iterator[Finding]:
    for receiver in snapshot.settings.receivers:
        trouble = snapshot.secrets.get(receiver.name)
        is_webhook = (receiver.url or "").startswith(("http://", "https://"))
        if trouble:
            yield Finding(SUBJECT, "error", f"{trouble}: set it here and where the workers start")
        elif is_webhook and not (receiver.secret_env or receiver.secret_file or receiver.header_env):
            text = f"{receiver.name} cannot tell who sends: give it a secret, see `depesche webhooks secret`"
            yield Finding(SUBJECT, "warning", text)


def _deliveries(snapshot: Snapshot) -> Iterator[Finding]:
    if isinstance(snapshot.redis, str):
        return
    for name, state in snapshot.redis.status.receivers.items():
        if state.disabled or state.failures:
            yield _unwell(name, state)
    if dead := snapshot.redis.status.dead:
        text = f"{dead} deliveries failed for good: see `depesche webhooks dead`, then `webhooks resend`"
        yield Finding(SUBJECT, "warning", text)


def _unwell(name: str, state: ReceiverState) -> Finding:
    if state.disabled:
        text = f"{name} wants nothing more ({state.reason}): take it out, or `depesche webhooks resume {name}`"
        return Finding(SUBJECT, "error", text)
    text = f"{name} failed {state.failures} times in a row ({state.reason}): try `depesche webhooks test {name}`"
    return Finding(SUBJECT, "warning", text)
