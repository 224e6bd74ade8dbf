"""Is nothing lost and nothing doubled while processes are killed at random?

    python bench/faults.py [--articles 5000] [--kills 100] [--redis-restarts 10] [--full 5] [--interval 12] [--seed 1]
    python bench/faults.py --rate 10 --minutes 60     # a soak: steady arrival, faults at random, receivers that fail

Starts `depesche run` in a temporary home. Made-up articles (made_news.py) arrive, nine of ten as files, the others
through the endpoint. Round after round, some arrive and, while they are read, one process gets SIGKILL: a reader, its
worker, the polling worker, the beat, the endpoint, or the supervisor; or Redis ends, in turn asked to and killed, or
has no memory left for a while. Webhooks listen, and a subscriber that is away now and then. Afterwards all is compared
with what one process makes of the same articles in the same order, undisturbed. Prints what was found beside what is
promised; ends with 1 where they differ.
"""

import argparse
import contextlib
import multiprocessing
import os
import queue
import random
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx2
import psutil
from background import Background
from evidence import compared, found_of, judged, tell, told_at, undisturbed
from made_news import DAYS, made_news
from witnesses import Subscriber, Unsteady, told
from wrecking import Installation, Wrecker

from schemas import Article
from worker import log
from worker.errors import StoreError
from worker.store import Store

BLOCK = timedelta(days=-(-DAYS // 7) * 7)  # whole weeks, so that the names of days stay right
PUSHED = 10  # every so many articles come through the endpoint
BURST_S = 1.5  # in which a process is killed after articles came
PATIENCE_S = 600.0
AGAIN_S = 0.5
SAMPLE_S = 10.0


def main() -> int:
    """Run it; see the top of the file."""
    parser = argparse.ArgumentParser(description="Is nothing lost and nothing doubled while processes are killed?")
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=100, help="processes killed")
    parser.add_argument("--redis-restarts", type=int, default=10, help="times that Redis ends")
    parser.add_argument("--full", type=int, default=5, help="times that Redis has no memory left")
    parser.add_argument("--interval", type=float, default=12.0, help="seconds between two rounds, on average")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, help="articles a second, for --minutes")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="home of the installation, which stays")
    chosen = parser.parse_args()
    if chosen.rate:
        chosen.articles = round(chosen.rate * 60 * chosen.minutes)
        chosen.kills = round(60 * chosen.minutes / chosen.interval) - chosen.redis_restarts - chosen.full
    log.configure(level="error")
    with tempfile.TemporaryDirectory(prefix="depesche-bench-") as name:
        return Run(chosen, chosen.keep or Path(name)).verdict()


def made_articles(count: int, seed: int) -> list[Article]:
    """Return so many articles in the order of their publication: forty days, then forty days more."""
    blocks = count // len(made_news(seed)) + 2  # they differ a little in length
    articles = [
        told.article.model_copy(
            update={
                "id": f"{n}-{told.article.id}".replace(":", "-"),
                "published": told.article.published - BLOCK * (blocks - n),
            }
        )
        for n in range(blocks)
        for told in made_news(seed + n)
    ]
    return articles[:count]


class Run:
    """An installation, what arrives at it, what is done to it, and who watches."""

    def __init__(self, chosen: argparse.Namespace, home: Path) -> None:
        self._chosen = chosen
        self._home = home
        self._chance = random.Random(chosen.seed)
        self._articles = made_articles(chosen.articles, chosen.seed)
        self._receivers = 2 if chosen.rate else 1
        webhooks, listen = free_port(), free_port()
        self._webhooks, pipe = multiprocessing.Pipe()
        multiprocessing.Process(target=Unsteady.serve, args=(webhooks, 1, pipe), daemon=True).start()
        self._webhooks.recv()
        self._installation = Installation(home, chosen.workers, webhooks, self._receivers, listen)
        self._wrecker = Wrecker(self._installation, self._chance)
        self._inbox = Inbox(home, self._installation)

    def verdict(self) -> int:
        """Do it all and print what came of it. Return the exit code."""
        store = self._installation.start(self._receivers)
        subscriber, memory = Subscriber(self._installation.server), Memory(self._installation)
        began = time.monotonic()
        try:
            self._go_on()
            self._inbox.finish()
            is_done = wait(partial(self._is_done, store))
            took = time.monotonic() - began
            subscriber.stop()
            memory.stop()
            found = found_of(store, self._articles, self._home / "in")
        finally:
            self._installation.stop()
        ended = ", ".join(f"{name} {count}" for name, count in sorted(self._wrecker.done.items()))
        print(f"{len(self._articles)} articles in {took / 60:.1f} min, load average {os.getloadavg()[0]:.1f}")
        print(f"ended: {ended}; exit codes of the supervisor: {dict(self._installation.ends)}")
        rows = judged(found, subscriber, told(self._webhooks), self._receivers, self._inbox.unsent)
        rows += compared(found, undisturbed(found, self._chosen.workers))
        if self._chosen.rate:
            tell_latency([at - self._inbox.put_at[name] for name, at in told_at(found, subscriber.arrived).items()])
            memory.tell()
        return int(not (tell(rows) and is_done))

    def _go_on(self) -> None:
        """Let articles arrive, and end a process while they are read, round after round."""
        rate, wrecker = self._chosen.rate, self._wrecker
        faults = [wrecker.kill] * self._chosen.kills + [wrecker.end_redis] * self._chosen.redis_restarts
        faults += [wrecker.fill_redis] * self._chosen.full
        self._chance.shuffle(faults)
        batch = -(-len(self._articles) // len(faults))
        steady = threading.Thread(target=self._inbox.put, args=[self._articles, rate])
        if rate:
            steady.start()
        for number, fault in enumerate(faults):
            until = time.monotonic() + self._chance.uniform(0.5, 1.5) * self._chosen.interval
            if not rate:
                self._inbox.put(self._articles[number * batch : (number + 1) * batch])
            time.sleep(self._chance.uniform(0, BURST_S))
            fault()
            time.sleep(max(0.0, until - time.monotonic()))
        if rate:
            steady.join()

    def _is_done(self, store: Store) -> bool:
        """Tell whether every article was read and every alert sent."""
        try:
            status = store.status()
            waiting = store.deliveries.waiting()
            return (
                status.taken == len(self._articles) and not status.pending and not sum(waiting.values())
                and store.deliveries.are_idle(waiting)
            )  # fmt: skip
        except StoreError:
            return False


class Inbox:
    """Where articles arrive: most as files that are renamed into the folder, some through the endpoint.

    `put_at` tells when each did; `unsent` are those that the endpoint did not take.
    """

    def __init__(self, home: Path, installation: Installation) -> None:
        self.put_at: dict[str, float] = {}
        self.unsent: set[str] = set()
        self.asked_again = 0
        self._home = home
        self._installation = installation
        self._posts: queue.Queue[tuple[str, str] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()

    def put(self, articles: Sequence[Article], rate: float | None = None) -> None:
        """Let articles arrive, `rate` a second where it is given."""
        began = time.monotonic()
        for n, article in enumerate(articles):
            if rate:
                time.sleep(max(0.0, began + n / rate - time.monotonic()))
            text = article.model_dump_json(include={"id", "title", "text", "language", "published", "outlet"})
            if n % PUSHED == 0:
                self.unsent.add(article.id)
                self._posts.put((article.id, text))
            else:
                part = self._home / f"{article.id}.part"
                part.write_text(text, "utf-8")
                part.rename(self._home / "in" / f"{article.id}.json")
            self.put_at[article.id] = time.monotonic()

    def finish(self) -> None:
        """Wait until the endpoint took all that it was sent."""
        self._posts.put(None)
        self._thread.join(PATIENCE_S)

    def _send(self) -> None:
        while post := self._posts.get():
            while not self._is_taken(post[1]):
                self.asked_again += 1
                time.sleep(AGAIN_S)
            self.unsent.discard(post[0])

    def _is_taken(self, text: str) -> bool:
        headers = {"Authorization": f"Bearer {self._installation.token}", "Content-Type": "application/json"}
        try:
            answer = httpx2.post(f"{self._installation.url}/articles", content=text, headers=headers, timeout=10)
        except httpx2.HTTPError:
            return False
        return answer.status_code == 202


class Memory(Background):
    """What each process of an installation takes, in megabytes, every SAMPLE_S."""

    def __init__(self, installation: Installation) -> None:
        self._taken: dict[str, list[float]] = defaultdict(list)
        self._installation = installation
        super().__init__()

    def tell(self) -> None:
        """Print it: median of the first and the last quarter of the time, and the most that one process took."""
        print("| memory, MB | first quarter | last quarter | most |\n| --- | --- | --- | --- |")
        for name, taken in sorted(self._taken.items()):
            quarter = -(-len(taken) // 4)
            first, last = statistics.median(taken[:quarter]), statistics.median(taken[-quarter:])
            print(f"| {name} | {first:.0f} | {last:.0f} | {max(taken):.0f} |")

    def _run(self) -> None:
        while not self._ended.wait(SAMPLE_S):
            for name, running in self._installation.processes().items():
                for process in running:
                    with contextlib.suppress(psutil.Error):
                        self._taken[name].append(process.memory_info().rss / 1e6)


def tell_latency(seconds: Sequence[float]) -> None:
    """Print how long it took from an article's arrival to its alert on the channel."""
    if len(seconds) > 1:
        cuts = statistics.quantiles(seconds, n=100, method="inclusive")
        print(f"arrival to channel, {len(seconds)} articles: median {cuts[49]:.2f} s, "
              f"90 % {cuts[89]:.2f} s, 99 % {cuts[98]:.1f} s, longest {max(seconds):.0f} s")  # fmt: skip


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait(is_done: Callable[[], bool]) -> bool:
    """Wait until it is done. Return False where that takes longer than PATIENCE_S."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_done():
        if time.monotonic() > deadline:
            print(f"not done within {PATIENCE_S:.0f} s")
            return False
        time.sleep(0.5)
    return True


if __name__ == "__main__":
    sys.exit(main())
