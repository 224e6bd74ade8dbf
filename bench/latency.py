"""How long it takes from a file renamed into the watched folder to the message on the channel.

    python bench/latency.py [--files 200] [--interval 0.1] [--workers N]

Starts `depesche run` in a temporary home, listens on `depesche:alerts:*`, and renames small articles into the folder,
one after the other, each about an event of its own. Prints median, 99th percentile and maximum in milliseconds; ends
with 1 when a file brought no alert within ten seconds.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from worker.store import RedisServer, Store

PATIENCE_S = 10.0
START_S = 60.0
FIRST = datetime(2024, 1, 1, 6, 0, tzinfo=UTC)
PLACES = ("Kyiv", "Kharkiv", "Odesa", "Sumy", "Dnipro", "Lviv", "Zaporizhzhia", "Poltava")
TEXT = (
    "KYIV - Russian drones attacked {place} on {day}, killing at least {killed} people and wounding {injured}, "
    "officials said. A power plant and several apartment blocks were hit."
)


def main() -> int:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description="Latency from file to channel.")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--interval", type=float, default=0.1, help="seconds between two files")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="depesche-bench-") as name:
        folder = Path(name) / "in"
        folder.mkdir()
        with running(Path(name), folder, chosen.workers) as store:
            taken = list(measure(store, folder, chosen.files, chosen.interval))
    return tell([seconds for seconds in taken if seconds is not None], len(taken))


@contextmanager
def running(home: Path, folder: Path, workers: int) -> Iterator[Store]:
    """An installation that has shown, with a first article, that it works."""
    command = [sys.executable, "-c", "from worker.cli import main; main()", "run", "--watch", str(folder)]
    environment = os.environ | {
        "DEPESCHE_HOME": str(home),
        "DEPESCHE_WORKERS": str(workers),
        "DEPESCHE_CONFIG": os.devnull,
    }
    environment.pop("REDIS_URL", None)
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as program:
        try:
            deadline = time.monotonic() + START_S
            server = RedisServer(home)
            while server.pid is None and time.monotonic() < deadline:
                time.sleep(0.05)
            store = Store.open(server.url)
            put(folder, 0)
            while store.status().sequence == 0:
                if time.monotonic() > deadline or program.poll() is not None:
                    sys.exit("the installation did not publish its first alert")
                time.sleep(0.05)
            yield store
        finally:
            program.terminate()


def measure(store: Store, folder: Path, files: int, interval: float) -> Iterator[float | None]:
    """Yield for each file the seconds until its first message, None where none came."""
    subscription = store.client.pubsub(ignore_subscribe_messages=True)
    subscription.psubscribe("depesche:alerts:*")
    subscription.get_message(timeout=1.0)
    for number in range(1, files + 1):
        began = put(folder, number)
        yield first_message(subscription, article_id(number), began)
        time.sleep(interval)


def first_message(subscription: Any, wanted: str, began: float) -> float | None:
    """Wait for a message about an article; return the seconds since `began`."""
    while (left := began + PATIENCE_S - time.monotonic()) > 0:
        message = subscription.get_message(timeout=left)
        arrived = time.monotonic()
        if message and any(report["article"] == wanted for report in json.loads(message["data"])["data"]["reports"]):
            return arrived - began
    return None


def put(folder: Path, number: int) -> float:
    """Write an article beside the folder, rename it into it and return the time of renaming."""
    day = FIRST + timedelta(days=number)
    text = TEXT.format(place=PLACES[number % len(PLACES)], day=f"{day:%A}", killed=number + 2, injured=number + 5)
    fields = {
        "id": article_id(number), "title": "", "text": text, "language": "en", "published": day.isoformat(),
        "outlet": f"Outlet {number}",
    }  # fmt: skip
    part = folder.parent / f"{number}.part"
    part.write_text(json.dumps(fields), "utf-8")
    began = time.monotonic()
    part.rename(folder / f"{number}.json")
    return began


def article_id(number: int) -> str:
    return f"latency-{number}"


def tell(seconds: list[float], files: int) -> int:
    """Print the figures."""
    if len(seconds) > 1:
        ninety_ninth = statistics.quantiles(seconds, n=100, method="inclusive")[98]
        figures = {"median": statistics.median(seconds), "p99": ninety_ninth, "max": max(seconds)}
        print(f"{files} files: " + ", ".join(f"{name} {value * 1000:.0f} ms" for name, value in figures.items()))
    if len(seconds) < files:
        print(f"{files - len(seconds)} of {files} files brought no alert within {PATIENCE_S:.0f} s")
    return 0 if len(seconds) == files else 1


if __name__ == "__main__":
    sys.exit(main())
