"""The endpoint as a process of its own, and somebody who sends to it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from helpers import wait_until

from worker.endpoint.limits import LIMITS, Limits

TOKEN = "a-token-for-the-tests"
PROGRAM = """
import json, sys
from worker.endpoint.__main__ import main
from worker.endpoint.limits import Limits
sys.exit(main(Limits(**json.loads(sys.argv[1]))))
"""
PATIENCE_S = 15  # longer than every limit: who waits so long was held up


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Endpoint:
    """A running endpoint."""

    port: int
    process: "subprocess.Popen[bytes]"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send one request; names of headers are written with `_`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return Answer(response.status, dict(response.headers), response.read())
        finally:
            connection.close()

    def post(self, body: Any, kind: str = "application/json", query: str = "") -> Answer:
        """Send articles as they ought to be sent."""
        given = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", f"/articles{query}", given, Content_Type=kind, Authorization=f"Bearer {TOKEN}")

    @property
    def peak_kb(self) -> int:
        """The most memory that it ever held."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def environment_of(port: int, redis_url: str, **variables: str) -> dict[str, str]:
    """Return the environment of an endpoint."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DEPESCHE_")}
    table = json.dumps({"listen": f"127.0.0.1:{port}"})
    ours = {"REDIS_URL": redis_url, "DEPESCHE_CONFIG": os.devnull, "DEPESCHE_ENDPOINT": table}
    return kept | ours | {"DEPESCHE_ENDPOINT_TOKEN": TOKEN} | variables


@contextmanager
def endpoint(redis_url: str, limits: Limits = LIMITS) -> Iterator[Endpoint]:
    """A running endpoint over the Redis of `redis_url`."""
    port = free_port()
    command = [sys.executable, "-c", PROGRAM, json.dumps(asdict(limits))]
    with subprocess.Popen(command, env=environment_of(port, redis_url)) as process:
        try:
            wait_until(lambda: is_open(port) or process.poll() is not None, "the endpoint listens", seconds=60)
            assert process.poll() is None, "the endpoint has ended"
            yield Endpoint(port, process)
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
