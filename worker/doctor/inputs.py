"""Folders, the endpoint, and the disk that Redis writes to."""

from collections.abc import Iterator

from worker.doctor.snapshot import Finding, Snapshot

SUBJECT = "inputs"
LITTLE, HARDLY_ANY = 1_000_000_000, 200_000_000  # bytes


def check(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield which folders cannot be read, and whether the endpoint could start."""
    problems = [*_problems(snapshot)]
    yield from problems
    if not problems and (snapshot.folders or snapshot.settings.endpoint.listen):
        listens = f", articles are taken at {listen}" if (listen := snapshot.settings.endpoint.listen) else ""
        yield Finding(SUBJECT, "ok", f"{len(snapshot.folders)} folders can be read{listens}")


def _problems(snapshot: Snapshot) -> Iterator[Finding]:
    for path, trouble in snapshot.folders.items():
        if trouble:
            text = f"the folder {path} cannot be read ({trouble}): make it, or let this user read it"
            yield Finding(SUBJECT, "error", text)
    if snapshot.endpoint:
        yield Finding(SUBJECT, "error", f"the endpoint cannot start here: {snapshot.endpoint}")
    if snapshot.free is not None and snapshot.free < LITTLE:
        text = f"{snapshot.free // 1_000_000} MB are free below {snapshot.settings.home}: make room before Redis stops"
        yield Finding(SUBJECT, "error" if snapshot.free < HARDLY_ANY else "warning", text)
