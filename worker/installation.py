"""The store of an installation, as a command reaches it."""

from collections.abc import Iterator
from contextlib import contextmanager

from worker.errors import StoreError
from worker.settings import Settings
from worker.store import RedisServer, Store, check_version


@contextmanager
def kept(chosen: Settings) -> Iterator[tuple[Store, dict[str, str]]]:
    """Yield the store of an installation; of one that is stopped, what it left, with no way to subscribe."""
    server = RedisServer(chosen.home)
    if chosen.redis_url or server.pid is not None or not server.has_data:
        yield running(chosen)
        return
    with server:
        yield Store.open(server.url, chosen.source), {}


def running(chosen: Settings) -> tuple[Store, dict[str, str]]:
    """Return the store of an installation that runs, and the ways to subscribe to it. Raises StoreError."""
    if chosen.redis_url:
        return Store.open(chosen.redis_url, chosen.source), {"url": chosen.redis_url}
    server = RedisServer(chosen.home)
    if server.pid is None:
        raise StoreError(f"no Redis runs for {chosen.home}: start `depesche run`, or set REDIS_URL")
    access = {"url": server.url, "redis-cli": f"REDISCLI_AUTH={server.password} redis-cli -s {server.socket}"}
    if tcp := server.tcp_url:
        access["tcp"] = tcp
    return Store.open(server.url, chosen.source), access


def writable(chosen: Settings) -> Store:
    """Return the store of an installation that runs and understands what this version writes. Raises StoreError."""
    store, _ = running(chosen)
    check_version(store.client)
    return store
