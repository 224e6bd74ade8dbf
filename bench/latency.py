"""How long it takes from a file renamed into the watched folder to its alert, at rates of arrival.

    python bench/latency.py [--rates 1 10 50] [--seconds 30] [--workers N]     needs psutil: pip install -e '.[bench]'

Starts `depesche run` in a temporary home, with a webhook on a local server, and renames files into the folder at a
steady rate: first flashes, each about an attack of its own, then the same followed by a labelled article. Prints for
each rate what passes until the first message about a file is on its channel, and until that alert is at the webhook.
Where a queue builds up, these times would only tell how long it was let grow: then the rate that is reached stands
there. Ends with 1 where an alert does not come at all. Items of feeds wait for the next poll of their feed, half of its
interval on average, beside which the rest is nothing: bench/polling.py.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from background import Background

from worker import log
from worker.store import Store

PATIENCE_S = 300.0
LISTEN_S = 0.1
GROWN_S = 1.0  # a queue builds up where the last tenth waits so much longer than the first
SHORTEST = 250  # words of a labelled article
FIRST = datetime(2010, 1, 1, 6, 0, tzinfo=UTC)
PLACES = ("Kyiv", "Kharkiv", "Odesa", "Sumy", "Dnipro", "Lviv", "Zaporizhzhia", "Poltava")
TEXT = (
    "KYIV - Russian drones attacked {place} on {day}, killing at least {killed} people and wounding {injured}, "
    "officials said. A power plant and several apartment blocks were hit."
)


@dataclass(frozen=True)
class Row:
    """Files that arrived at a rate: when each was renamed, and how many words it has on average."""

    rate: float
    words: float
    put_at: dict[str, float]


class Listener(Background):
    """Hears the channels: `heard` tells of each article the time of the first message about it, and its alert."""

    def __init__(self, store: Store) -> None:
        self.heard: dict[str, tuple[float, str]] = {}
        self._subscription = store.client.pubsub(ignore_subscribe_messages=True)
        self._subscription.psubscribe("depesche:alerts:*")
        super().__init__()

    def _run(self) -> None:
        while not self._ended.is_set():
            message = self._subscription.get_message(timeout=LISTEN_S)
            now = time.time()
            if message:
                alert = json.loads(message["data"])
                for report in alert["data"]["reports"]:
                    self.heard.setdefault(report["article"], (now, alert["id"]))


def main() -> int:
    """Run the measurement; see the top of the file."""
    from delivery import Webhooks  # these need psutil, the rest of this file does not
    from faults import free_port
    from wrecking import Installation

    parser = argparse.ArgumentParser(description="Latency from file to alert, at rates of arrival.")
    parser.add_argument("--rates", type=float, nargs="+", default=[1, 10, 50], help="files a second")
    parser.add_argument("--seconds", type=float, default=30.0, help="for which files arrive at each rate")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    log.configure(level="error")
    ours, theirs = multiprocessing.Pipe()
    port = free_port()
    multiprocessing.Process(target=Webhooks.serve, args=(port, 1, theirs), daemon=True).start()
    ours.recv()
    with tempfile.TemporaryDirectory(prefix="depesche-bench-") as name:
        installation = Installation(Path(name), chosen.workers, port, 1, free_port())
        store = installation.start(1)
        try:
            listener = Listener(store)
            rows = measure(store, Path(name) / "in", chosen.rates, chosen.seconds)
            listener.stop()
        finally:
            installation.stop()
    ours.send("end")
    print(f"{chosen.workers} processes that read, {os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f}")
    return tell(rows, listener.heard, {alert: at for alert, (at, _) in ours.recv().arrived.get(0, {}).items()})


def measure(store: Store, folder: Path, rates: Sequence[float], seconds: float) -> list[Row]:
    """Let files arrive at each rate, flashes and then articles; each time until all is read and sent."""
    put(folder, 0)
    wait(store, 1)  # until it works
    files, rows = 1, []
    for rest in ([""], labelled()):
        for rate in rates:
            numbers = range(files, files + max(2, round(rate * seconds)))
            rows.append(arrive(folder, numbers, rate, rest))
            files = numbers.stop
            wait(store, files)
    return rows


def arrive(folder: Path, numbers: range, rate: float, rest: Sequence[str]) -> Row:
    """Let files arrive, each with the next of the texts in `rest`."""
    began = time.time()
    put_at: dict[str, float] = {}
    for number in numbers:
        time.sleep(max(0.0, began + (number - numbers.start) / rate - time.time()))
        put_at[article_id(number)] = put(folder, number, rest[number % len(rest)])
    return Row(rate, len(TEXT.split()) + statistics.mean(len(text.split()) for text in rest), put_at)


def wait(store: Store, files: int) -> None:
    """Wait until so many files are read and their alerts sent."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        status, waiting = store.status(), store.deliveries.waiting()
        if status.taken == files and not status.pending and store.deliveries.are_idle(waiting):
            return
        time.sleep(0.2)
    sys.exit(f"not done within {PATIENCE_S:.0f} s")


def labelled() -> list[str]:
    """Return the texts of the long English articles."""
    paths = sorted((Path(__file__).parent / "labelled").rglob("*.json"))
    found = [json.loads(path.read_text("utf-8")) for path in paths]
    return [f["text"] for f in found if f["language"] == "en" and len(f["text"].split()) >= SHORTEST]


def put(folder: Path, number: int, rest: str = "") -> float:
    """Write an article beside the folder, rename it into it and return the time of renaming."""
    day = FIRST + timedelta(days=number)
    text = TEXT.format(place=PLACES[number % len(PLACES)], day=f"{day:%A}", killed=number + 2, injured=number + 5)
    fields = {
        "id": article_id(number), "title": "", "text": f"{text}\n\n{rest}", "language": "en",
        "published": day.isoformat(), "outlet": f"Outlet {number}",
    }  # fmt: skip
    part = folder.parent / f"{number}.part"
    part.write_text(json.dumps(fields), "utf-8")
    began = time.time()
    part.rename(folder / f"{number}.json")
    return began


def article_id(number: int) -> str:
    return f"latency-{number}"


def tell(rows: Sequence[Row], heard: dict[str, tuple[float, str]], sent: dict[str, float]) -> int:
    """Print the figures. Return 1 where an alert is missing."""
    print("| words | files a second | files | channel: median, 95 %, 99 % | webhook: median, 95 %, 99 % |")
    print("| --- " * 5 + "|")
    missing = 0
    for row in rows:
        on_channel = {name: heard[name][0] for name in row.put_at if name in heard}
        at_webhook = {name: sent[heard[name][1]] for name in on_channel if heard[name][1] in sent}
        missing += 2 * len(row.put_at) - len(on_channel) - len(at_webhook)
        figures = " | ".join(shown(row.put_at, arrived) for arrived in (on_channel, at_webhook))
        print(f"| {row.words:.0f} | {row.rate:g} | {len(row.put_at)} | {figures} |")
    if missing:
        print(f"{missing} alerts did not come")
    return int(bool(missing))


def shown(put_at: dict[str, float], arrived: dict[str, float]) -> str:
    """Return how long it took, or where a queue built up the rate that was reached. The order is that of arrival."""
    waits = [arrived[name] - at for name, at in put_at.items() if name in arrived]
    if len(waits) < 2:
        return "-"
    tenth = max(1, len(waits) // 10)
    if statistics.median(waits[-tenth:]) - statistics.median(waits[:tenth]) > GROWN_S:
        return f"cannot keep up: {len(waits) / (max(arrived.values()) - min(put_at.values())):.1f} a second"
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    return ", ".join(f"{cuts[at - 1] * 1_000:.0f} ms" for at in (50, 95, 99))


if __name__ == "__main__":
    sys.exit(main())
