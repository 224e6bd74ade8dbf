"""Does every receiver get every alert, and none wait for another that is down?

    python bench/delivery.py [--alerts 10000] [--receivers 20] [--down 3] [--rate 50] [--kill]

Starts `depesche run` with webhooks on a local server, publishes alerts at `rate` a second, and counts what arrives by
`webhook-id`. Every second alert corrects the one before, in a way that the route would not take by itself, and has to
follow it. The last `down` receivers are down for half of the time, a minute at a time. With --kill a worker is
killed every ten seconds. Prints for healthy receivers and for the others: alerts missing, deliveries of one id with
another body, deliveries more than one, and the time from the alert on its channel to its arrival; ends with 1 where
something is missing or differs.
"""

import argparse
import asyncio
import hashlib
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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from schemas import Actor, AlertBody, Article, Evidence, Report, Severity, Statement
from worker.identity import Decision, Resolution
from worker.store import RedisServer, Store

DOWN_S = 60.0
PATIENCE_S = 900.0


@dataclass
class Webhooks:
    """Receivers by number on one port; those from `healthy` on are down every other minute."""

    port: int
    healthy: int
    arrived: dict[int, dict[str, tuple[float, str]]] = field(default_factory=dict)  # id -> first time, body
    again: int = 0
    different: int = 0

    @classmethod
    def serve(cls, port: int, healthy: int, pipe: Connection) -> None:
        """Serve until "end" comes through `pipe`, then send what came of it; else how much has arrived."""
        asyncio.run(cls(port, healthy)._serve(pipe))

    async def _serve(self, pipe: Connection) -> None:
        async with await asyncio.start_server(self._answer, "127.0.0.1", self.port, backlog=1000):
            pipe.send("ready")
            while True:
                await asyncio.sleep(0.2)
                if pipe.poll():
                    if pipe.recv() == "end":
                        break
                    pipe.send(sum(map(len, self.arrived.values())))
        pipe.send(self)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head.split("\r\n"))}
            body = await reader.readexactly(int(headers["content-length"]))
            number = int(head.split()[1].removeprefix("/"))
            status = await self.status(number)
            if status == "204 No Content":
                self._take(number, headers["webhook-id"], hashlib.sha256(body).hexdigest())
            writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
        except (OSError, ValueError, KeyError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def status(self, number: int) -> str:
        """Return what a receiver answers now; 204 takes the delivery."""
        is_down = number >= self.healthy and int(time.time() // DOWN_S) % 2
        return "503 Service Unavailable" if is_down else "204 No Content"

    def _take(self, number: int, name: str, body: str) -> None:
        now = (time.time(), body)
        first = self.arrived.setdefault(number, {}).setdefault(name, now)
        self.again += first is not now
        self.different += first[1] != body


def main() -> int:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description="Alerts to many webhooks.")
    parser.add_argument("--alerts", type=int, default=10_000)
    parser.add_argument("--receivers", type=int, default=20)
    parser.add_argument("--down", type=int, default=3, help="receivers that are down for half of the time")
    parser.add_argument("--rate", type=float, default=50.0, help="alerts a second")
    parser.add_argument("--kill", action="store_true", help="kill a worker every ten seconds")
    chosen = parser.parse_args()
    port = _free_port()
    ours, theirs = multiprocessing.Pipe()
    healthy = chosen.receivers - chosen.down
    multiprocessing.Process(target=Webhooks.serve, args=(port, healthy, theirs), daemon=True).start()
    ours.recv()
    with tempfile.TemporaryDirectory(prefix="depesche-bench-") as name:
        _configure(Path(name), port, chosen.receivers)
        with _running(Path(name), chosen.receivers) as (store, program):
            ended = threading.Event()
            if chosen.kill:
                threading.Thread(target=_kill, args=(program, ended), daemon=True).start()
            published = dict(_publish(store, chosen.alerts, chosen.rate))
            ended.set()
            _wait(ours, len(published) * chosen.receivers)
            waiting, dead = store.deliveries.waiting(), len(store.deliveries.dead())
    ours.send("end")
    print(f"{chosen.alerts} alerts to {chosen.receivers} receivers, {chosen.down} of them down for half of the time, "
          f"load average {os.getloadavg()[0]:.1f}; still waiting {sum(waiting.values())}, dead {dead}")  # fmt: skip
    return _tell(ours.recv(), published, healthy, chosen.receivers)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _configure(folder: Path, port: int, receivers: int) -> None:
    (folder / "in").mkdir()
    tables = ['[delivery]\nallow = ["127.0.0.0/8"]\n[[folders]]\npath = "in"\n']
    tables += [f'[[receivers]]\nname = "r{n}"\nurl = "http://127.0.0.1:{port}/{n}"\n' for n in range(receivers)]
    names = ", ".join(f'"r{n}"' for n in range(receivers))
    tables.append(f'[[routes]]\nname = "high"\nreceivers = [{names}]\nmatch = {{severity = "high"}}\n')
    (folder / "depesche.toml").write_text("".join(tables), "utf-8")


@contextmanager
def _running(home: Path, receivers: int) -> Iterator[tuple[Store, "subprocess.Popen[bytes]"]]:
    command = [sys.executable, "-c", "from worker.cli import main; main()", "run"]
    environment = os.environ | {"DEPESCHE_HOME": str(home), "DEPESCHE_WORKERS": "1"}
    environment.pop("REDIS_URL", None)
    with subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.DEVNULL) as program:
        try:
            redis = RedisServer(home)
            while redis.pid is None:
                time.sleep(0.05)
            store = Store.open(redis.url)
            while len(store.deliveries.states()) < receivers:
                time.sleep(0.05)
            yield store, program
        finally:
            program.terminate()


def _publish(store: Store, alerts: int, rate: float) -> Iterator[tuple[str, float]]:
    """Publish alerts, two of each event; yield the id of each and when it was published."""
    begin = time.monotonic()
    for number in range(alerts):
        time.sleep(max(0.0, begin + number / rate - time.monotonic()))
        item = Article(id=f"a{number}", text="Holt spoke.", fetched=datetime.now(UTC), source="bench")
        event = Statement(
            id=f"e{number // 2}", status="made", act="say", speaker=Actor(name="Holt", kind="person", text="Holt"),
            evidence=(Evidence(start=0, end=11, text="Holt spoke."),), confidence=0.5,
        )  # fmt: skip
        corrects = number % 2
        body = AlertBody(
            change="updated" if corrects else "new", revision=1 + corrects, event=event,
            reports=(Report(article=item.id, source="bench"),), independent_sources=1, standing="unconfirmed",
            severity=Severity(level="low" if corrects else "high"), headline="Holt speaks",
        )  # fmt: skip
        store.enter(item)
        store.commit(item, Resolution((Decision(body, event, True, ()),)), store.candidates([]), datetime.now(UTC))
        yield f"{event.id}-{body.revision}", time.time()


def _kill(program: "subprocess.Popen[bytes]", ended: threading.Event) -> None:
    chance = random.Random(3)
    parent = psutil.Process(program.pid)
    while not ended.wait(10):
        children = [child for child in parent.children() if "worker.tasks" in " ".join(child.cmdline())]
        if children:
            chance.choice(children).send_signal(signal.SIGKILL)


def _wait(pipe: Connection, expected: int) -> None:
    """Wait until everything has arrived."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        pipe.send("how many")
        if pipe.recv() >= expected:
            return
        time.sleep(0.5)


def _tell(webhooks: Webhooks, published: dict[str, float], healthy: int, receivers: int) -> int:
    """Print the figures. Return 1 where one falls short."""
    missing = 0
    for what, numbers in (("healthy", range(healthy)), ("at times down", range(healthy, receivers))):
        arrived = [webhooks.arrived.get(number, {}) for number in numbers]
        lost = sum(len(published.keys() - found.keys()) for found in arrived)
        waits = [found[name][0] - at for found in arrived for name, at in published.items() if name in found]
        missing += lost
        if len(waits) > 1:
            cuts = statistics.quantiles(waits, n=100, method="inclusive")
            print(f"{what:<14} {len(waits):7} arrived, {lost} missing; alert to arrival: median "
                  f"{statistics.median(waits) * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms, "
                  f"longest {max(waits):.1f} s")  # fmt: skip
    print(f"arrived more than once {webhooks.again}, one id with different content {webhooks.different}")
    return int(bool(missing or webhooks.different))


if __name__ == "__main__":
    sys.exit(main())
