"""A real Redis for every test that asks for one."""

import socket
from collections.abc import Iterator

import pytest
import redis

from worker import keys
from worker.store import RedisServer, Store


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """The embedded server, in a home of its own."""
    with RedisServer(tmp_path_factory.mktemp("home")) as server:
        yield server


@pytest.fixture
def store(redis_server: RedisServer) -> Iterator[Store]:
    """An empty store; afterwards every key in it must be declared, of its type, and with its time to live."""
    store = Store.open(redis_server.url, "/depesche/test")
    store.client.flushdb()
    yield store
    problems = undeclared_keys(store.client)
    store.client.close()
    assert not problems, problems


def undeclared_keys(client: "redis.Redis") -> list[str]:
    """Return one line for every key that is not what worker/keys.py says."""
    problems = []
    for name in client.scan_iter(count=1000):
        key, ttl, kind = keys.declared(name), client.ttl(name), client.type(name)
        if kind == "none" or ttl == -2:  # workers that run have deleted it since
            continue
        if key is None:
            problems.append(f"{name}: not declared")
        elif key.type != kind:
            problems.append(f"{name}: a {kind}, declared as {key.type}")
        elif key.ttl_s is not None and not 0 < ttl <= key.ttl_s:
            problems.append(f"{name}: lives {ttl} s, declared are {key.ttl_s}")
        elif key.ttl_s is None and ttl != -1:
            problems.append(f"{name}: expires, although it must not")
    return problems


@pytest.fixture
def unused_port() -> int:
    """A TCP port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
