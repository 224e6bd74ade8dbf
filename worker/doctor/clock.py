"""Clocks: what is due, and how old news is, is told by them."""

from collections.abc import Iterator

from worker.doctor.snapshot import Finding, Snapshot

SUBJECT = "clock"
APART_S, FAR_APART_S = 2.0, 30.0


def check(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield whether this machine and that of Redis agree, and whether time zones are known."""
    if not snapshot.zones:
        yield Finding(SUBJECT, "error", "no time zones are known here: install the package tzdata")
    if isinstance(snapshot.redis, str):
        return
    apart = abs(snapshot.redis.ahead_s)
    if apart > APART_S:
        how = "ahead of" if snapshot.redis.ahead_s > 0 else "behind"
        text = f"the clock of Redis is {apart:.0f} s {how} this one: set both by NTP"
        yield Finding(SUBJECT, "error" if apart > FAR_APART_S else "warning", text)
    else:
        yield Finding(SUBJECT, "ok", f"{apart * 1_000:.0f} ms from that of Redis; {snapshot.zones} time zones known")
