"""How long programs take to start, and how much memory the processes of an installation hold.

    python bench/startup.py [--runs 5] [--files 400] [--workers N]     needs psutil: pip install -e '.[bench]'

Prints what `depesche --help` takes and what a process needs until it can read articles (imports, then the language
packs), as time of processors, which other load hardly changes; and what passes from `depesche run` in an empty home to
its first alert on stdout. Each is the median of some runs. Then, of one installation, the memory of each of its
processes at rest and the largest while it reads that many articles, in MB: what is theirs alone (USS), and with their
share of what they have in common (PSS).
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from latency import put

from worker.store import RedisServer, Store

MAIN = (sys.executable, "-c", "from worker.cli import main; main()")
READY = """
import time
began = time.process_time()
from worker import pipeline
imported = time.process_time()
pipeline.warm_up()
print(imported - began, time.process_time() - imported)
"""
PATIENCE_S = 120.0
REST_S = 10.0  # until an installation is at rest
LOOK_S = 0.25
MB = 1e6


def main() -> None:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description="Time until programs are ready, and memory of processes.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--files", type=int, default=400, help="articles that are read while memory is looked at")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    tell("depesche --help, busy", [helped() for _ in range(chosen.runs)])
    imports, packs = zip(*(ready() for _ in range(chosen.runs)), strict=True)
    tell("imports of what reads, busy", list(imports))
    tell("language packs, busy", list(packs))
    tell("depesche run to its first alert", [first_alert(chosen.workers) for _ in range(chosen.runs)])
    tell_memory(chosen.workers, chosen.files)


def tell(what: str, seconds: list[float]) -> None:
    """Print the median of some runs."""
    print(f"{what:<34} {statistics.median(seconds):6.2f} s (from {min(seconds):.2f} to {max(seconds):.2f})", flush=True)


def helped() -> float:
    """Seconds that the help of the command keeps a processor busy."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*MAIN, "--help"], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ready() -> tuple[float, float]:
    """Seconds of imports, and of packs, in a process of its own."""
    shown = subprocess.run([sys.executable, "-c", READY], capture_output=True, text=True, check=True).stdout
    imports, packs = map(float, shown.split())
    return imports, packs


def first_alert(workers: int) -> float:
    """Seconds from the start of an installation with an article in its folder to the line of its alert."""
    began = time.perf_counter()
    with installation(workers):
        return time.perf_counter() - began


@contextmanager
def installation(workers: int) -> Iterator[tuple[Path, "subprocess.Popen[bytes]", Path]]:
    """An installation that has printed its first alert: its home, its process, its folder."""
    with tempfile.TemporaryDirectory(prefix="depesche-bench-") as name:
        folder = Path(name) / "in"
        folder.mkdir()
        put(folder, 0)
        environment = {n: v for n, v in os.environ.items() if n != "REDIS_URL"} | {
            "DEPESCHE_HOME": name, "DEPESCHE_WORKERS": str(workers), "DEPESCHE_CONFIG": os.devnull,
        }  # fmt: skip
        command = [*MAIN, "run", "--json", "--watch", str(folder)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as program:
            try:
                if not program.stdout or not program.stdout.readline():
                    sys.exit("the installation did not publish its first alert")
                yield Path(name), program, folder
            finally:
                program.terminate()


def tell_memory(workers: int, files: int) -> None:
    """Print the memory of each process at rest and under load."""
    with installation(workers) as (home, program, folder):
        store = Store.open(RedisServer(home).url)
        server = RedisServer(home).pid or 0
        time.sleep(REST_S)
        at_rest = memory(program.pid, server)
        for number in range(1, files + 1):
            put(folder, number)
        largest = dict(at_rest)
        wait(lambda: processed(store) > files, lambda: keep_largest(largest, memory(program.pid, server)))
    print(f"{'memory in MB (USS, PSS)':<34} {'at rest':>13} {'largest':>13}")
    for name in at_rest:
        print(f"  {name:<32} {shown(at_rest[name]):>13} {shown(largest[name]):>13}")
    total = [tuple(map(sum, zip(*found.values(), strict=True))) for found in (at_rest, largest)]
    print(f"  {'all':<32} {shown(total[0]):>13} {shown(total[1]):>13}")


def processed(store: Store) -> int:
    return sum(store.status().processed.values())


def wait(done: Callable[[], bool], look: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        if time.monotonic() > deadline:
            sys.exit(f"the articles were not read within {PATIENCE_S:.0f} s")
        look()
        time.sleep(LOOK_S)


def keep_largest(largest: dict[str, tuple[float, ...]], now: dict[str, tuple[float, ...]]) -> None:
    for name, sizes in now.items():
        largest[name] = tuple(map(max, largest.get(name, sizes), sizes))


def memory(pid: int, server: int) -> dict[str, tuple[float, ...]]:
    """USS and PSS of the program, its children by what they do, and Redis; of several that do the same, the sum."""
    program = psutil.Process(pid)
    found: dict[str, tuple[float, ...]] = {}
    for process in [program, *program.children(recursive=True)]:
        name = "Redis" if process.pid == server else "supervisor" if process.pid == pid else duty(process)
        sizes = process.memory_full_info()
        found[name] = tuple(map(sum, zip(found.get(name, (0.0, 0.0)), (sizes.uss, sizes.pss), strict=True)))
    return found


def duty(process: psutil.Process) -> str:
    """What a child is there for, as the supervisor calls it; processes of a pool apart from who holds them."""
    words = process.cmdline()
    if "beat" in words:
        return "beat"
    name = next((word.partition("@")[0] for word in words if word.endswith("@%h")), "other")
    parent = process.parent()
    return f"{name}, its pool" if parent and parent.cmdline() == words else name


def shown(sizes: tuple[float, ...]) -> str:
    return "  ".join(f"{size / MB:5.0f}" for size in sizes)


if __name__ == "__main__":
    main()
