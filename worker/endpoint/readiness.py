"""Is an article that is taken now read soon?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from worker.keys import PROCESS
from worker.store import Status, Worker

SILENT = timedelta(seconds=30)  # the beat has the ledger swept every five seconds
STALLED = timedelta(seconds=60)  # as long as a worker's watchdog waits


def problem_of(status: Status, alive: Iterable[Worker], now: datetime) -> str | None:
    """Return what stands in the way as a sentence, None where nothing does.

    A sweep shows that the beat and the worker of the inputs work. The workers `alive` that read articles have to be
    seen reading only while there is something to read.
    """
    if status.memory.trouble:
        return f"Redis refuses what is taken: {status.memory.trouble}"
    if status.last_sweep is None or now - status.last_sweep > SILENT:
        return "no worker has looked after the ledger lately: is `depesche run` running, with its beat?"
    if not any(PROCESS in worker.queues for worker in alive):
        return "no worker that reads articles gives a sign of life: is one running?"
    if status.oldest_pending is None or now - status.oldest_pending < STALLED:
        return None
    if status.last_processed is None or now - status.last_processed > STALLED:
        return f"{status.pending} articles wait and none was read lately: is a worker running that reads them?"
    return None
