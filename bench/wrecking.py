"""An installation whose processes are killed, and whoever starts it again when its supervisor is killed, too."""

import contextlib
import os
import random
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import psutil
import redis

from worker.endpoint.access import TOKEN_VARIABLE
from worker.errors import StoreError
from worker.store import RedisServer, Store

AGAIN_S = 0.5  # after the supervisor died
START_S = 60.0
FULL_S = 5.0
CHILDREN = {"process@": "reading worker", "poll@": "polling worker", " beat ": "beat", "worker.endpoint": "endpoint"}

KILLED = ("supervisor", "reader", *CHILDREN.values())


class Installation:
    """`depesche run` in the folder `home`, with an endpoint and `receivers` webhooks on local ports.

    Its program is started again whenever it ends, as a service manager does.
    """

    def __init__(self, home: Path, workers: int, webhooks: int, receivers: int, listen: int) -> None:
        self.server = RedisServer(home)
        self.token = secrets.token_hex(16)
        self.url = f"http://127.0.0.1:{listen}"
        self.ends: Counter[int] = Counter()  # exit codes of the program
        self._home = home
        self._ended = threading.Event()
        self._environment = os.environ | {
            "DEPESCHE_HOME": str(home), "DEPESCHE_WORKERS": str(workers), TOKEN_VARIABLE: self.token,
        }  # fmt: skip
        self._environment.pop("REDIS_URL", None)
        self._program: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._configure(webhooks, receivers, listen)

    def _configure(self, webhooks: int, receivers: int, listen: int) -> None:
        (self._home / "in").mkdir(parents=True)
        tables = [f'[endpoint]\nlisten = "127.0.0.1:{listen}"\n[delivery]\nallow = ["127.0.0.0/8"]\n']
        tables += ['[[folders]]\npath = "in"\n']
        tables += [f'[[receivers]]\nname = "r{n}"\nurl = "http://127.0.0.1:{webhooks}/{n}"\n' for n in range(receivers)]
        tables += [f'[[routes]]\nname = "all"\nreceivers = {[f"r{n}" for n in range(receivers)]}\n']
        (self._home / "depesche.toml").write_text("".join(tables), "utf-8")

    def start(self, receivers: int) -> Store:
        """Start it. Return its store when it serves its receivers."""
        self._thread.start()
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            try:
                store = Store.open(self.server.url)
                if len(store.deliveries.states()) == receivers:
                    return store
            except StoreError:
                pass
            time.sleep(0.1)
        sys.exit(f"the installation did not start, see {self._home}/run.log")

    def stop(self) -> None:
        """End it."""
        self._ended.set()
        if self._program:
            self._program.terminate()
        self._thread.join()

    def _keep(self) -> None:
        command = [sys.executable, "-c", "from worker.cli import main; main()", "run"]
        with (self._home / "run.log").open("ab") as output:
            while not self._ended.is_set():
                self._program = subprocess.Popen(
                    command, cwd=self._home, env=self._environment, stdout=subprocess.DEVNULL, stderr=output
                )
                self.ends[self._program.wait()] += 1
                self._ended.wait(AGAIN_S)

    def processes(self) -> dict[str, list[psutil.Process]]:
        """Return what runs now, by what it is."""
        found: dict[str, list[psutil.Process]] = {}
        try:
            program = psutil.Process(self._program.pid if self._program else -1)
            found["supervisor"] = [program]
            for child in program.children():
                command = " ".join(child.cmdline())
                name = next((name for part, name in CHILDREN.items() if part in command), None)
                if name:
                    found[name] = [child]
                if name == "reading worker":
                    found["reader"] = child.children()
            if pid := self.server.pid:
                found["redis"] = [psutil.Process(pid)]
        except (psutil.Error, ValueError):
            pass  # it ends just now
        return {name: running for name, running in found.items() if running}


class Wrecker:
    """Kills one process of an installation after the other, by chance; `done` counts them by what they were."""

    def __init__(self, installation: Installation, chance: random.Random) -> None:
        self.done: Counter[str] = Counter()
        self._installation = installation
        self._chance = chance

    def kill(self) -> None:
        """Kill a process that is not Redis; what is being started again is waited for."""
        name = self._chance.choice(KILLED)
        deadline = time.monotonic() + START_S
        while not (running := self._installation.processes().get(name)) and time.monotonic() < deadline:
            time.sleep(0.05)
        if running:
            self._end(name, self._chance.choice(running), signal.SIGKILL)

    def end_redis(self) -> None:
        """End Redis, in turn asked to and killed."""
        is_asked = self.done["redis, asked"] <= self.done["redis, killed"]
        name, number = ("redis, asked", signal.SIGTERM) if is_asked else ("redis, killed", signal.SIGKILL)
        for process in self._installation.processes().get("redis", ()):
            self._end(name, process, number)

    def fill_redis(self) -> None:
        """Leave Redis no memory for a while."""
        with contextlib.suppress(StoreError, redis.RedisError):
            store = Store.open(self._installation.server.url)
            store.client.config_set("maxmemory", store.memory().used)
            self.done["redis, full"] += 1
            time.sleep(FULL_S)
            store.client.config_set("maxmemory", 0)

    def _end(self, name: str, process: psutil.Process, number: signal.Signals) -> None:
        try:
            process.send_signal(number)
            self.done[name] += 1
        except psutil.NoSuchProcess:
            pass
