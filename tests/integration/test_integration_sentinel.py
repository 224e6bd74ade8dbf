"""The master of a Redis behind Sentinel is really killed, and everything goes on with the other server."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import redis
from helpers import wait_until
from installation import assert_each_once, settings_for, supervised, write_article, write_articles

from worker.errors import StoreError
from worker.store import Store
from worker.store.binary import find_binary
from worker.supervisor import Supervisor

pytestmark = pytest.mark.integration

HALF = 40
PASSWORD = "pass"
WATCHED = """
port {sentinel}
bind 127.0.0.1
sentinel monitor news 127.0.0.1 {master} 1
sentinel auth-pass news {password}
sentinel down-after-milliseconds news 1000
sentinel failover-timeout news 5000
"""
SERVER = (
    "--bind", "127.0.0.1", "--requirepass", PASSWORD, "--masterauth", PASSWORD, "--save", "",
    "--repl-diskless-sync-delay", "0", "--maxmemory-policy", "noeviction",
)  # fmt: skip


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A server of its own folder; killed at the end, should it still run."""
    folder.mkdir()
    command = (find_binary(), *arguments, "--logfile", str(folder / "log"), "--dir", str(folder))
    with subprocess.Popen(command) as process:
        try:
            yield process
        finally:
            process.kill()


def replicated(port: int) -> bool:
    """Has the master a replica that is where it is?"""
    with redis.Redis(port=port, password=PASSWORD) as client:
        try:
            return client.info("replication").get("slave0", {}).get("state") == "online" and client.wait(1, 100) == 1
        except redis.ConnectionError:
            return False


def knows_replica(port: int) -> bool:
    with redis.Redis(port=port, decode_responses=True) as client:
        try:
            return len(client.sentinel_slaves("news")) == 1
        except redis.RedisError:
            return False


def count(store: Store, ids: list[str]) -> int:
    """How many articles have been read, none where no server answers."""
    try:
        return len(store.results(ids))
    except StoreError:
        return 0


def unused_ports(count: int) -> list[int]:
    """TCP ports that were free a moment ago."""
    with ExitStack() as probes:
        sockets = [probes.enter_context(socket.socket()) for _ in range(count)]
        for probe in sockets:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in sockets]


def test_after_a_failover_everything_goes_on_with_the_new_master(tmp_path: Path) -> None:
    master, replica, sentinel = unused_ports(3)
    watched = tmp_path / "sentinel.conf"
    watched.write_text(WATCHED.format(sentinel=sentinel, master=master, password=PASSWORD), "utf-8")
    with ExitStack() as servers:
        first = servers.enter_context(running(tmp_path / "a", "--port", str(master), *SERVER))
        second = ("--port", str(replica), "--replicaof", "127.0.0.1", str(master), *SERVER)
        servers.enter_context(running(tmp_path / "b", *second))
        wait_until(lambda: replicated(master), "the replica follows")
        servers.enter_context(running(tmp_path / "c", str(watched), "--sentinel"))
        wait_until(lambda: knows_replica(sentinel), "Sentinel knows the replica", seconds=30)

        url = f"sentinel://:{PASSWORD}@127.0.0.1:{sentinel}/news"
        settings = settings_for(tmp_path / "home").model_copy(update={"redis_url": url})
        with Supervisor(settings) as supervisor:
            store = Store.open(url)
            ids = write_articles(tmp_path / "home/in", HALF)
            supervised(supervisor, lambda: len(store.results(ids)) == HALF, "the first half was read")
            wait_until(lambda: replicated(master), "the replica has it all")
            first.kill()
            more = [f"later-{number}" for number in range(HALF, 2 * HALF)]
            for number, article_id in enumerate(more, HALF):
                write_article(tmp_path / "home/in", article_id, number)
            supervised(supervisor, lambda: count(store, more) == HALF, "the second half was read")
            assert_each_once(store, [*ids, *more])
