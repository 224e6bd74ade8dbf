"""How many articles a second go through Redis and Celery, next to what reading and Celery allow by themselves.

    python bench/pipeline.py [--articles 600] [--processes 1 2 4]     needs psutil: pip install -e '.[bench]'

The labelled articles of 250 words and more, again and again under other ids and five weeks earlier each time, wait on
the ledger of an embedded Redis; the worker that reads, started as `depesche run` starts it, takes them from there to
the commit. For each number of processes is measured, one after the other: bare processes that read the same articles,
without Redis and Celery; the same worker with tasks that do nothing, five to an article; the articles. What is possible
is the time of reading and that of an empty task after each other. Beside the rates stands how long each keeps
processors busy, with Redis, and the share in these terms, which other load changes less. The rest is deciding about the
events and committing them. The first tenth does not count.
"""

import argparse
import gc
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import psutil

from schemas import Article
from worker import keys, log
from worker.app import store
from worker.extract import extract
from worker.pipeline import take, warm_up
from worker.settings import Settings
from worker.store import RedisServer
from worker.supervisor import commands
from worker.tasks import app, send

SHORTEST = 250  # words
APART = timedelta(weeks=5)  # between two appearances of a text: no report of the same events
EMPTY = 5  # tasks that do nothing to an article, or their time would be too short to measure
UNCOUNTED = 0.1
SAMPLED = 60  # articles whose events are counted
LOOK_S = 0.05
PATIENCE_S = 600.0
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@app.task(name="bench.nothing")  # type: ignore[untyped-decorator]  # the worker includes this file
def nothing(article_id: str) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Measured:
    """Tasks or articles a second, and the seconds for which each keeps processors busy."""

    rate: float
    busy_s: float


def main() -> None:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description="Articles a second through Redis and Celery.")
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 4])
    chosen = parser.parse_args()
    log.configure(level="warning")
    warm_up()
    gc.collect()
    gc.freeze()  # as the worker does before it forks
    with tempfile.TemporaryDirectory(prefix="depesche-bench-") as name, RedisServer(Path(name)) as server:
        os.environ |= Settings(home=Path(name), log_level="warning").write(Path(name) / "settings.json")
        os.environ.pop("REDIS_URL", None)
        tell_head(made_articles(0, chosen.articles))
        for number, processes in enumerate(chosen.processes):
            row(made_articles(number * chosen.articles, chosen.articles), processes, server)


def row(articles: Sequence[Article], processes: int, server: RedisServer) -> None:
    """Measure and print what so many processes do with the articles."""
    alone = read_alone(articles, processes)
    empty = measured(partial(send_nothing, EMPTY * len(articles)), EMPTY * len(articles), processes, server)
    through = measured(partial(enter, articles), len(articles), processes, server)
    tell(processes, alone, empty, through)


def made_articles(first: int, count: int) -> list[Article]:
    """Return the articles number `first` and following."""
    paths = sorted((Path(__file__).parent / "labelled").rglob("*.json"))
    found = [json.loads(path.read_text("utf-8")) for path in paths]
    long = [fields for fields in found if len(fields["text"].split()) >= SHORTEST]
    return [_article(number, *divmod(number, len(long)), long) for number in range(first, first + count)]


def _article(number: int, again: int, which: int, found: Sequence[dict[str, str]]) -> Article:
    fields = {key: found[which][key] for key in ("title", "text", "language", "published", "outlet")}
    article = Article.model_validate(fields | {"id": f"bench-{number}", "source": "bench", "fetched": NOW})
    return article.model_copy(update={"published": (article.published or NOW) - again * APART})


def read_alone(articles: Sequence[Article], processes: int) -> Measured:
    """Read them in so many processes, without anything else."""
    busy: list[float] = []
    began, uncounted = time.monotonic(), round(UNCOUNTED * len(articles))
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for seconds in pool.imap_unordered(_read, articles):
            busy.append(seconds)
            if len(busy) == uncounted:
                began = time.monotonic()
        return Measured((len(articles) - uncounted) / (time.monotonic() - began), statistics.mean(busy[uncounted:]))


def _read(article: Article) -> float:
    began = time.process_time()
    extract(article)
    return time.process_time() - began


def enter(articles: Sequence[Article]) -> None:
    """Put them on the ledger, and their tasks into the queue."""
    for article in articles:
        take(article, store(), send)


def send_nothing(count: int) -> None:
    """Put tasks that do nothing into the queue."""
    for number in range(count):
        nothing.apply_async((f"nothing-{number}",), queue=keys.PROCESS)


def measured(fill: Callable[[], None], count: int, processes: int, server: RedisServer) -> Measured:
    """Fill the queue with `count` tasks, and measure a worker that empties it."""
    fill()
    with worker(processes) as program:
        wait(lambda: left() <= (1 - UNCOUNTED) * count, program)
        counted, began, busy = left(), time.monotonic(), busy_s(program.pid, server)
        wait(lambda: left() == 0, program)
        seconds = time.monotonic() - began
        return Measured(counted / seconds, (busy_s(program.pid, server) - busy) / counted)


@contextmanager
def worker(processes: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The worker that reads, as the supervisor starts it, which knows also the task that does nothing."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "REMAP_SIGTERM": "SIGQUIT"}
    with subprocess.Popen([*commands(processes)["process"], "-I", Path(__file__).stem], env=environment) as program:
        try:
            yield program
        finally:
            program.terminate()


def wait(is_done: Callable[[], bool], program: "subprocess.Popen[bytes]") -> None:
    """Wait until it is done; ends the program where that cannot be."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_done():
        if time.monotonic() > deadline or program.poll() is not None:
            sys.exit("the worker did not empty its queue")
        time.sleep(LOOK_S)


def left() -> int:
    """Return how many tasks are not done: those in the queue, and those in hand."""
    with store().client.pipeline() as pipe:
        pipe.llen(keys.QUEUE.of(keys.PROCESS)).hlen(keys.UNACKED.name)
        return sum(pipe.execute())


def busy_s(worker_pid: int, server: RedisServer) -> float:
    """Seconds that the worker with its processes, and Redis, have kept processors busy."""
    parent = psutil.Process(worker_pid)
    running = [parent, *parent.children(recursive=True), psutil.Process(server.pid)]
    return sum(times.user + times.system for times in (process.cpu_times() for process in running))


def tell_head(articles: Sequence[Article]) -> None:
    """Print what is measured, and the head of the table."""
    words = statistics.mean(len(article.text.split()) for article in articles)
    events = statistics.mean(len(extract(article)) for article in articles[:SAMPLED])
    print(f"{len(articles)} articles of {words:.0f} words with {events:.1f} events, {os.cpu_count()} processors")
    print("| processes | articles/s | empty tasks/s | reading alone allows | share of what is possible | "
          "busy ms: article, empty task, reading | share | load average |")  # fmt: skip
    print("| --- " * 8 + "|", flush=True)


def tell(processes: int, alone: Measured, empty: Measured, through: Measured) -> None:
    """Print a row of the table."""
    possible = 1 / (1 / alone.rate + 1 / empty.rate)
    busy = ", ".join(f"{found.busy_s * 1_000:.1f}" for found in (through, empty, alone))
    print(f"| {processes} | {through.rate:.1f} | {empty.rate:.0f} | {alone.rate:.1f} | {through.rate / possible:.0%} | "
          f"{busy} | {(alone.busy_s + empty.busy_s) / through.busy_s:.0%} | {os.getloadavg()[0]:.1f} |",
          flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
