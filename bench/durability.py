"""What of the writes that Redis answered is lost when it is killed, by the policy of its append-only file?

    python bench/durability.py [--kills 20]

For each policy one program writes without a pause until Redis gets SIGKILL, after one to two and a half seconds; then
Redis is started again. Prints how many kills lost writes that were answered, the most of them, and writes a second.
`no` is what worker/store/server.py sets, with `sync` once a second as the supervisor calls it.
"""

import argparse
import random
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from worker.store.binary import find_binary
from worker.store.server import RedisServer

POLICIES = ("everysec", "always", "no")
VALUE = "x" * 3_000  # about what a commit writes


def main() -> None:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description="Writes lost when Redis is killed.")
    parser.add_argument("--kills", type=int, default=20)
    kills = parser.parse_args().kills
    print("| appendfsync | kills with loss | most writes lost | writes a second |\n| --- | --- | --- | --- |")
    for policy in POLICIES:
        lost, rates = zip(*(killed(policy, random.Random(number)) for number in range(kills)), strict=True)
        print(f"| {policy} | {sum(map(bool, lost))} of {kills} | {max(lost)} | {sum(rates) / kills:.0f} |", flush=True)


def killed(policy: str, chance: random.Random) -> tuple[int, float]:
    """Write until Redis is killed. Return how many writes are missing afterwards, and how many there were a second."""
    with tempfile.TemporaryDirectory(prefix="depesche-bench-") as home, syncing(Path(home), policy):
        answered, rate = written(Path(home) / "redis", policy, chance.uniform(1.0, 2.5))
        with server(Path(home) / "redis", policy) as (_, client):
            return max(0, answered - int(client.get("number") or 0)), rate  # one more where its answer was lost


def written(folder: Path, policy: str, seconds: float) -> tuple[int, float]:
    """Write for so long, then kill Redis. Return how many writes it answered, and how many a second."""
    answered, began = 0, time.monotonic()
    with server(folder, policy) as (process, client):
        threading.Timer(seconds, process.kill).start()
        try:
            while True:
                answered = int(client.incr("number"))
                client.set("value", VALUE)
        except redis.RedisError:
            return answered, 2 * answered / (time.monotonic() - began)


@contextmanager
def server(folder: Path, policy: str) -> "Iterator[tuple[subprocess.Popen[bytes], redis.Redis]]":
    """A server of `folder`, which is killed at the end."""
    folder.mkdir(exist_ok=True)
    options = {"port": "0", "unixsocket": f"{folder}/s", "dir": str(folder), "appendonly": "yes", "appendfsync": policy}
    command = [find_binary(), *(word for name, value in options.items() for word in (f"--{name}", value)), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        client = redis.Redis(unix_socket_path=f"{folder}/s")
        while not answers(client):
            time.sleep(0.01)
        yield process, client
        process.kill()


def answers(client: redis.Redis) -> bool:
    """Tell whether a server has loaded its data."""
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False


@contextmanager
def syncing(home: Path, policy: str) -> Iterator[None]:
    """With policy `no`, put what is written on the disk every second."""
    ended = threading.Event()

    def run() -> None:
        while not ended.wait(1.0):
            RedisServer(home).sync()

    thread = threading.Thread(target=run)
    if policy == "no":
        thread.start()
    yield
    ended.set()
    if policy == "no":
        thread.join()


if __name__ == "__main__":
    main()
