"""The configuration, which could be loaded."""

from collections.abc import Iterator

from worker.doctor.snapshot import Finding, Snapshot

SUBJECT = "configuration"


def check(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield what is probably not meant, and whether there is anything to do."""
    chosen = snapshot.settings
    yield from (Finding(SUBJECT, "warning", f"{doubt}: correct it in depesche.toml") for doubt in snapshot.doubts)
    if not chosen.folders and not chosen.feeds and not chosen.endpoint.listen:
        yield Finding(SUBJECT, "error", "nothing to watch: name folders or feeds in depesche.toml")
    elif not snapshot.doubts:
        counts = f"{len(chosen.folders)} folders, {len(chosen.feeds)} feeds, {len(chosen.routes)} routes"
        yield Finding(SUBJECT, "ok", f"{counts}, no mistakes")
