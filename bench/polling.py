"""Does it read every new item of hundreds of feeds exactly once, and soon, whatever some of them do?

    python bench/polling.py [--feeds 500] [--minutes 10] [--factor 5] [--workers N] [--only-healthy] [--kill]

Starts `depesche run` on made-up feeds (bench/newsrooms.py) of local servers: 4 % slow, 4 % failing, 2 % lying about
dates, of the others one half with news all the time and one half calm. The ten minutes are pressed into ten minutes /
factor: intervals and rests between requests are as much shorter. With --kill the workers are killed all the while.
Prints what was published, read and told, the time from an item's appearance to its alert, the share of answers 304
where nothing had changed, and the shortest rest of a host; ends with 1 where an item was lost or told twice, where
fewer than 95 % were 304, or where a host was asked too soon.
"""

import argparse
import json
import multiprocessing
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from newsrooms import Newsroom, Newsrooms, newsrooms

from worker.store import RedisServer, Store

INTERVAL_S, SPACING_S, PERIOD_S = 60.0, 5.0, 60.0  # before they are divided by the factor
START_S, SETTLE_S = 90.0, 240.0
PRECISION_S = 0.05  # of the measured rest of a host: what is measured is when a request arrives


def main() -> int:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description="Hundreds of feeds at once.")
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--factor", type=float, default=5.0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only-healthy", action="store_true", help="without slow, failing and lying feeds")
    parser.add_argument("--kill", action="store_true", help="kill a worker every ten seconds")
    chosen = parser.parse_args()
    seconds = chosen.minutes * 60 / chosen.factor
    rooms = newsrooms(chosen.feeds, seconds, PERIOD_S / chosen.factor)
    polled = [room for room in rooms if not chosen.only_healthy or room.manner in ("busy", "calm")]
    port, start = _free_port(), time.monotonic() + START_S
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=Newsrooms.serve, args=(rooms, port, start, theirs), daemon=True)
    server.start()
    ours.recv()
    with tempfile.TemporaryDirectory(prefix="depesche-bench-") as name:
        _configure(Path(name), polled, port, chosen.factor)
        with _running(Path(name), chosen.workers) as (store, program):
            heard = _Heard(store)
            _wait_for_first_contact(store, polled, start)
            workers = _Workers(program, start, seconds, kill=chosen.kill)
            _sleep_until(start + seconds)
            workers.end()
            told = heard.until(_expected(polled, seconds), SETTLE_S)
            status = store.status()
    ours.send("end")
    failures = sum(state.counts.failed for state in status.feeds.values())
    print(f"{len(polled)} feeds, {seconds:.0f} s, load average {os.getloadavg()[0]:.1f}; polls that failed: {failures}")
    print(f"memory of the worker that polls: {workers.memory / 1e6:.0f} MB; workers killed: {workers.killed}")
    complete = _tell_items(polled, seconds, start, told)
    return int(not (_tell_manners(ours.recv(), SPACING_S / chosen.factor) and complete))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _configure(folder: Path, rooms: list[Newsroom], port: int, factor: float) -> None:
    tables = [f'[polling]\nallow = ["127.0.0.0/8"]\nspacing = {SPACING_S / factor}\n']
    tables += [
        f'[[feeds]]\nurl = "http://{room.host}:{port}/feed/{room.number}"\nname = "f{room.number}"\n'
        f'outlet = "Newsroom {room.number}"\nlanguage = "en"\ninterval = {max(5, int(INTERVAL_S / factor))}\n'
        for room in rooms
    ]
    (folder / "depesche.toml").write_text("".join(tables), "utf-8")


@contextmanager
def _running(home: Path, workers: int) -> Iterator[tuple[Store, "subprocess.Popen[bytes]"]]:
    command = [sys.executable, "-c", "from worker.cli import main; main()", "run"]
    environment = os.environ | {"DEPESCHE_HOME": str(home), "DEPESCHE_WORKERS": str(workers)}
    environment.pop("REDIS_URL", None)
    with subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.DEVNULL) as program:
        try:
            redis = RedisServer(home)
            while redis.pid is None:
                time.sleep(0.05)
            yield Store.open(redis.url), program
        finally:
            program.terminate()


def _wait_for_first_contact(store: Store, rooms: list[Newsroom], start: float) -> None:
    """Wait until every feed that answers was met, and what it held is read."""
    names = {f"f{room.number}" for room in rooms if room.manner != "failing"}
    while time.monotonic() < start:
        states = store.feeds.states()
        met = {name for name, state in states.items() if state.first_contact}
        if names <= met and not store.pending():
            _sleep_until(start)
            return
        time.sleep(0.5)
    sys.exit(f"{len(names - met)} feeds were not met within {START_S:.0f} s")


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def _expected(rooms: list[Newsroom], seconds: float) -> set[tuple[int, int]]:
    """Return newsroom and number of every item that can be read."""
    return {
        (room.number, item) for room in rooms if room.manner != "failing" for item in range(room.published(seconds))
    }


class _Heard:
    """Listens; `times` is when alerts were heard about each item."""

    def __init__(self, store: Store) -> None:
        self.times: dict[tuple[int, int], list[float]] = defaultdict(list)
        self._subscription = store.client.pubsub(ignore_subscribe_messages=True)
        self._subscription.psubscribe("depesche:alerts:*")
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            message: Any = self._subscription.get_message(timeout=1.0)
            if message:
                arrived = time.monotonic()
                for report in json.loads(message["data"])["data"]["reports"]:
                    number, item = report["url"].rsplit("/", 2)[1:]
                    self.times[int(number), int(item)].append(arrived)

    def until(self, expected: set[tuple[int, int]], patience_s: float) -> dict[tuple[int, int], list[float]]:
        """Wait until all that is expected was heard."""
        deadline = time.monotonic() + patience_s
        while expected - self.times.keys() and time.monotonic() < deadline:
            time.sleep(0.5)
        time.sleep(1.0)  # for what would come twice
        return dict(self.times)


class _Workers:
    """Watches the memory of the worker that polls, and kills workers."""

    def __init__(self, program: "subprocess.Popen[bytes]", start: float, seconds: float, *, kill: bool) -> None:
        self.memory = 0
        self.killed = 0
        self._program = psutil.Process(program.pid)
        self._ended = threading.Event()
        self._kill = kill
        self._chance = random.Random(2)
        threading.Thread(target=self._watch, daemon=True).start()

    def end(self) -> None:
        self._ended.set()

    def _watch(self) -> None:
        ticks = 0
        while not self._ended.wait(1.0):
            ticks += 1
            children = [c for c in self._program.children() if "worker.tasks" in " ".join(c.cmdline())]
            pollers = [c for c in children if "poll@%h" in c.cmdline()]
            self.memory = max([self.memory, *(c.memory_info().rss for c in pollers)])
            if self._kill and ticks % 10 == 0 and children:
                self._chance.choice(children).send_signal(signal.SIGKILL)
                self.killed += 1


def _tell_items(rooms: list[Newsroom], seconds: float, start: float, told: dict[tuple[int, int], list[float]]) -> bool:
    """Print what became of the items. Return True where each was told once."""
    expected = _expected(rooms, seconds)
    by_number = {room.number: room for room in rooms}
    lost = expected - told.keys()
    twice = [key for key in expected & told.keys() if len(told[key]) > 1]
    print(f"items published {len(expected)}, lost {len(lost)}, told twice {len(twice)}; time to the alert in seconds:")
    for manner in ("busy", "calm", "slow", "lying"):
        waits = [
            told[key][0] - start - by_number[key[0]].appears(key[1])
            for key in expected & told.keys()
            if by_number[key[0]].manner == manner
        ]
        if len(waits) > 1:
            cuts = statistics.quantiles(waits, n=100, method="inclusive")
            figures = {"median": statistics.median(waits), "p95": cuts[94], "p99": cuts[98], "longest": max(waits)}
            print(f"  {manner:<6} {len(waits):5} items  " + "  ".join(f"{n} {v:5.1f}" for n, v in figures.items()))
    return not lost and not twice


def _tell_manners(served: dict[str, Any], spacing_s: float) -> bool:
    """Print how the servers were treated. Return True where that was well."""
    unchanged = served["unchanged"] + served["repeated"]
    share = served["unchanged"] / max(1, unchanged)
    print(f"answers 304 where nothing had changed: {share:.1%} of {unchanged}")
    print(f"shortest rest of a host: {served['gap']:.2f} s, the limit is {spacing_s:.2f} s")
    return share >= 0.95 and served["gap"] >= spacing_s - PRECISION_S


if __name__ == "__main__":
    sys.exit(main())
