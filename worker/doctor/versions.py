"""Versions: of the program, of what Redis holds, of the workers that run."""

from collections.abc import Iterator

from worker.doctor.snapshot import Finding, Snapshot
from worker.store import DATA_VERSION

SUBJECT = "versions"


def check(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield what does not fit together."""
    yield Finding(SUBJECT, "ok", f"depesche {snapshot.package}, Python {snapshot.python}")
    if isinstance(snapshot.redis, str):
        return
    held = snapshot.redis.data_version
    if held is not None and held > DATA_VERSION:
        text = f"Redis holds data of version {held}, this program knows {DATA_VERSION}: install the newer depesche here"
        yield Finding(SUBJECT, "error", text)
    elif held != DATA_VERSION and snapshot.redis.status.taken:
        yield Finding(SUBJECT, "warning", "Redis holds data of an older version: restart the workers to bring it up")
    for worker in snapshot.redis.workers:
        if worker.version != snapshot.package:
            text = f"the worker {worker.pid} on {worker.host} is depesche {worker.version}: upgrade or restart it"
            yield Finding(SUBJECT, "warning", text)
