"""Feeds: how their last polls went, and whether they answer now."""

from collections.abc import Iterator

from worker.doctor.snapshot import Finding, Snapshot

SUBJECT = "feeds"
UNWELL = ("failing", "stale", "ended")


def check(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield which feeds are not well, else that they are."""
    if not snapshot.settings.feeds:
        return
    problems = [*_polled(snapshot), *_asked(snapshot)]
    yield from problems
    if not problems:
        known = "all answer now" if snapshot.answers else "none is known to fail; --online asks each of them"
        yield Finding(SUBJECT, "ok", f"{len(snapshot.settings.feeds)} feeds, {known}")


def _polled(snapshot: Snapshot) -> Iterator[Finding]:
    states = {} if isinstance(snapshot.redis, str) else snapshot.redis.status.feeds
    for name, state in states.items():
        if state.health in UNWELL:
            text = f"{name} is {state.health} ({state.reason or state.outcome}): try `depesche feeds test {name}`"
            yield Finding(SUBJECT, "warning", text)


def _asked(snapshot: Snapshot) -> Iterator[Finding]:
    for name, trouble in snapshot.answers.items():
        if trouble:
            text = f"{name} does not answer here ({trouble}): see its address, the network and [polling] allow"
            yield Finding(SUBJECT, "warning", text)
