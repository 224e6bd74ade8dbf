"""Does anybody work, and is what waits soon done?"""

from collections.abc import Iterator
from datetime import timedelta

from worker.doctor.snapshot import Finding, Level, Seen, Snapshot
from worker.endpoint.readiness import problem_of

SUBJECT = "work"
WAITS = timedelta(minutes=1)
WAITS_FOR_A_PAGE = timedelta(minutes=31)  # an article waits for its page for half an hour
WAITS_TOO_LONG = timedelta(hours=1)


def check(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield what keeps articles waiting, else that nothing does."""
    seen = snapshot.redis
    if isinstance(seen, str):
        return
    problems = [*_problems(seen, snapshot)]
    yield from problems
    if not problems:
        workers = f"{len(seen.workers)} workers live, {seen.status.pending} articles wait"
        yield Finding(SUBJECT, "ok", f"{workers}, {seen.status.refused} inputs were refused so far")


def _problems(seen: Seen, snapshot: Snapshot) -> Iterator[Finding]:
    if not seen.workers:
        yield Finding(SUBJECT, "warning", f"no worker lives, {seen.status.pending} articles wait: start `depesche run`")
    elif trouble := problem_of(seen.status, seen.workers, snapshot.now):
        yield Finding(SUBJECT, "error", trouble)
    oldest = seen.status.oldest_pending
    waited = snapshot.now - oldest if oldest else timedelta(0)
    if waited > (WAITS_FOR_A_PAGE if seen.status.pages.get("waiting") else WAITS):
        text = f"{seen.status.pending} articles wait, the oldest for {waited.total_seconds() / 60:,.0f} min"
        level: Level = "error" if waited > WAITS_TOO_LONG else "warning"
        yield Finding(SUBJECT, level, f"{text}: see the log of the workers, or let more of them read")
