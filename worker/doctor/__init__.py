"""What is wrong with an installation, and what to do about it: a look at the world, then pure checks of what was seen.

    examine(gather(settings, doubts, online=False)) -> findings, one sentence each

A module per subject, each with `check(snapshot)`.
"""

from collections.abc import Iterator

from worker.doctor import clock, configuration, feeds, inputs, receivers, server, versions, work
from worker.doctor.gathering import gather
from worker.doctor.snapshot import Finding, Snapshot

__all__ = ["Finding", "Snapshot", "examine", "gather"]

CHECKS = (configuration, versions, server, clock, inputs, feeds, receivers, work)


def examine(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield what is found, subject by subject; of each subject what is well is one finding, too."""
    for subject in CHECKS:
        yield from subject.check(snapshot)
