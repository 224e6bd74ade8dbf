"""What several machines with workers ask of the one Redis that they share. Each is a network namespace of its own.

    sudo python bench/nodes.py [--articles 300] [--nodes 1 2 3]     Linux, iproute2, psutil: pip install -e '.[bench]'

The articles of pipeline.py wait on the ledger; each node is the worker that reads, with one process, which knows of the
others only what stands in Redis, over TCP and a bridge that is taken down at the end. All nodes share the processors
of one machine, so their rate says little; beside it stand the processor time of Redis for an article, at how many
articles a second its one thread would be full, the commands and the bytes in both directions, and how many decisions
were made again because another node came between. At the end every article must be done, and the numbers of the alerts
without a gap, or it exits with 1. The first tenth does not count.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline import PATIENCE_S, UNCOUNTED, enter, left, made_articles

from schemas import Article
from worker import keys, log
from worker.app import store
from worker.pipeline import warm_up
from worker.settings import Settings
from worker.store import RedisServer
from worker.supervisor import commands

IP, PORT = "/usr/sbin/ip", 26_479
BRIDGE, NETWORK = "depesche-bench", "10.203.77"  # of this machine alone, as long as it runs
LOOK_S = 0.05


def main() -> None:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description="Worker nodes in network namespaces, and one Redis.")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1, 2, 3])
    chosen = parser.parse_args()
    if os.geteuid() != 0 or not Path(IP).exists():
        sys.exit("network namespaces need root and iproute2")
    log.configure(level="error")
    warm_up()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="depesche-bench-")))
        server = stack.enter_context(RedisServer(home, PORT))
        stack.enter_context(bridge())
        os.environ |= Settings(home=home, log_level="error").write(home / "settings.json")
        os.environ.pop("REDIS_URL", None)
        store().client.config_set("bind", f"127.0.0.1 {NETWORK}.254")
        url = f"redis://:{server.password}@{NETWORK}.254:{PORT}/0"
        remote = Settings(home=home, redis_url=url, log_level="error").write(home / "remote.json")
        print(f"{os.cpu_count()} processors")
        print("| nodes | articles/s | Redis: ms per article | full at articles/s | commands | KB in | KB out | "
              "decided again | alerts |")  # fmt: skip
        print("| --- " * 9 + "|", flush=True)
        for number, nodes in enumerate(chosen.nodes):
            row(made_articles(number * chosen.articles, chosen.articles), nodes, os.environ | remote)


def row(articles: Sequence[Article], nodes: int, environment: dict[str, str]) -> None:
    """Let so many nodes empty the ledger, print what it took, and end the program where something is missing."""
    enter(articles)
    last = store().status().sequence
    with ExitStack() as stack:
        programs = [stack.enter_context(node(n, environment)) for n in range(1, nodes + 1)]
        wait(round((1 - UNCOUNTED) * len(articles)), programs)
        before, counted, began = asked(), left(), time.monotonic()
        wait(0, programs)
        seconds = time.monotonic() - began
        spent = {name: (value - before[name]) / counted for name, value in asked().items()}
    alerts = check(articles, last)
    print(f"| {nodes} | {counted / seconds:.1f} | {1_000 * spent['busy']:.2f} | {1 / spent['busy']:.0f} | "
          f"{spent['commands']:.0f} | {spent['in'] / 1_000:.1f} | {spent['out'] / 1_000:.1f} | "
          f"{spent['stale'] * counted:.0f} | {alerts} |", flush=True)  # fmt: skip


def asked() -> dict[str, float]:
    """Return what was asked of Redis since it began: seconds of its processor, commands, bytes, stale decisions."""
    client = store().client
    cpu, stats = client.info("cpu"), client.info("stats")
    return {
        "busy": cpu["used_cpu_user_main_thread"] + cpu["used_cpu_sys_main_thread"],
        "commands": stats["total_commands_processed"],
        "in": stats["total_net_input_bytes"],
        "out": stats["total_net_output_bytes"],
        "stale": float(client.hget(keys.COUNTS.name, "stale") or 0),
    }


def check(articles: Sequence[Article], last: int) -> int:
    """Return how many alerts came after number `last`. Ends the program where an article or a number is missing."""
    done = store().results([article.id for article in articles])
    numbers: list[int] = []
    while found := store().alerts(numbers[-1] if numbers else last):
        numbers += [number for number, _ in found]
    if len(done) != len(articles) or numbers != list(range(last + 1, store().status().sequence + 1)):
        sys.exit(f"{len(articles) - len(done)} articles have no result, {len(numbers)} alerts after number {last}")
    return len(numbers)


def wait(count: int, programs: Sequence["subprocess.Popen[bytes]"]) -> None:
    """Wait until so many tasks are left. Ends the program where a node has died, or that takes too long."""
    deadline = time.monotonic() + PATIENCE_S
    while left() > count:
        if time.monotonic() > deadline or any(program.poll() is not None for program in programs):
            sys.exit("the nodes did not empty the queue")
        time.sleep(LOOK_S)


@contextmanager
def bridge() -> Iterator[None]:
    """A bridge that this machine has an address on."""
    with made(("link", "add", BRIDGE, "type", "bridge"), ("link", "del", BRIDGE)):
        run("address", "add", f"{NETWORK}.254/24", "dev", BRIDGE)
        run("link", "set", BRIDGE, "up")
        yield


@contextmanager
def node(number: int, environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A network namespace on the bridge, and the worker that reads in it."""
    name, ours, theirs = f"{BRIDGE}-{number}", f"dep-o{number}", f"dep-t{number}"
    with made(("netns", "add", name), ("netns", "del", name)):
        run("link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", name)
        run("link", "set", ours, "master", BRIDGE, "up")
        run("-n", name, "address", "add", f"{NETWORK}.{number}/24", "dev", theirs)
        run("-n", name, "link", "set", theirs, "up")
        worker = [f"process@{name}" if part == "process@%h" else part for part in commands(1)["process"]]
        environment = environment | {"REMAP_SIGTERM": "SIGQUIT"}
        with subprocess.Popen([IP, "netns", "exec", name, *worker], env=environment) as program:
            try:
                yield program
            finally:
                program.terminate()


@contextmanager
def made(make: Sequence[str], undo: Sequence[str]) -> Iterator[None]:
    """What one command of iproute2 makes and another takes away; what an ended run has left goes first."""
    with contextlib.suppress(subprocess.CalledProcessError):
        run(*undo)
    run(*make)
    try:
        yield
    finally:
        run(*undo)


def run(*arguments: str) -> None:
    """Run iproute2. Raises CalledProcessError."""
    subprocess.run([IP, *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    main()
