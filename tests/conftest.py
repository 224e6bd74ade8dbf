"""A real Redis for every test that asks for one."""

import socket
from collections.abc import Iterator

import pytest
from helpers import undeclared_keys

from worker.store import RedisServer, Store


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """The embedded server, in a home of its own."""
    with RedisServer(tmp_path_factory.mktemp("home")) as server:
        yield server


@pytest.fixture
def store(redis_server: RedisServer) -> Iterator[Store]:
    """An empty store, left empty; every key in it must be declared, of its type, and with its time to live."""
    store = Store.open(redis_server.url, "/depesche/test")
    store.client.flushdb()
    yield store
    problems = undeclared_keys(store.client)
    store.client.flushdb()  # a program that another test starts on this server is to find nothing of it
    store.client.close()
    assert not problems, problems


@pytest.fixture
def unused_port() -> int:
    """A TCP port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
