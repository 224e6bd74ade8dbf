"""Webhooks with real workers: every alert arrives, signed, whoever is killed on the way."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from helpers import undeclared_keys
from installation import store_of, supervised, write_article
from standardwebhooks import Webhook

from worker.routing.config import Receiver, Route
from worker.settings import Delivering, Folder, Settings
from worker.store import Store
from worker.supervisor import Supervisor

pytestmark = pytest.mark.integration

SECRET = "whsec_" + "c2VjcmV0" * 4
ARTICLES = 20


class Receiving(ThreadingHTTPServer):
    """Takes deliveries and verifies them; answers 503 while it is `down`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.down = False
        self.bodies: dict[str, set[bytes]] = {}  # webhook-id -> what came under it


class Handler(BaseHTTPRequestHandler):
    server: Receiving

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.server.down:
            self.send_response(503)
        else:
            Webhook(SECRET).verify(body, dict(self.headers))
            self.server.bodies.setdefault(self.headers["webhook-id"], set()).add(body)
            self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def receiving() -> Iterator[Receiving]:
    with Receiving() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def settings_with(home: Path, server: Receiving) -> Settings:
    (home / "in").mkdir()
    (home / "secret").write_text(SECRET)
    receiver = Receiver(name="desk", url=f"http://127.0.0.1:{server.server_port}/", secret_file=str(home / "secret"))
    return Settings(
        home=home, workers=1, folders=(Folder(path=home / "in"),), receivers=(receiver,),
        routes=(Route(name="all", receivers=("desk",)),), delivery=Delivering(allow=("127.0.0.0/8",)),
    )  # fmt: skip


def published(store: Store) -> set[str]:
    return {json.loads(message)["id"] for _, message in store.alerts(0)}


def test_every_alert_arrives_although_workers_are_killed(tmp_path: Path) -> None:
    with receiving() as server, Supervisor(settings := settings_with(tmp_path, server)) as supervisor:
        store = store_of(settings)
        supervised(supervisor, store.deliveries.states, "the receiver is known")
        for number in range(ARTICLES):
            write_article(tmp_path / "in", f"a{number}", number)
            if number % 10 == 9:
                supervised(supervisor, lambda: server.bodies, "something arrived")
                os.kill(supervisor.pids["poll"], signal.SIGKILL)
                supervised(supervisor, lambda: "poll" in supervisor.pids, "there is another worker")
        supervised(supervisor, lambda: store.status().taken == ARTICLES and not store.pending(), "all is read", 90)
        supervised(supervisor, lambda: server.bodies.keys() == published(store), "every alert arrived", 60)
        assert all(len(bodies) == 1 for bodies in server.bodies.values())
        assert undeclared_keys(store.client) == []


def test_what_came_while_the_receiver_was_down_arrives_when_it_is_back(tmp_path: Path) -> None:
    with receiving() as server, Supervisor(settings := settings_with(tmp_path, server)) as supervisor:
        store = store_of(settings)
        supervised(supervisor, store.deliveries.states, "the receiver is known")
        server.down = True
        write_article(tmp_path / "in", "one")
        supervised(supervisor, lambda: store.deliveries.states()["desk"].failures, "it was tried")
        assert server.bodies == {}
        server.down = False
        supervised(supervisor, lambda: server.bodies.keys() == published(store), "it arrived", 30)


def test_a_run_that_ends_has_sent_what_it_published(tmp_path: Path) -> None:
    with receiving() as server:
        settings = settings_with(tmp_path, server)
        write_article(tmp_path / "in", "one")
        environment = os.environ | settings.write(tmp_path / "settings.json")
        command = [sys.executable, "-c", "from worker.cli import main; main(['run', '--once', '--json'])"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90, check=True)
        assert server.bodies.keys() == {json.loads(line)["id"] for line in done.stdout.splitlines()} != set()
