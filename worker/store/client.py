"""The one place where connections to Redis are made.

redis-py retries ten times or not at all, depending on how a client is built; here it is said. A call that is repeated
because its reply was lost must not act twice: every write of the store is a script that ends early the second time.
"""

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Any

import redis
from redis.backoff import ExponentialWithJitterBackoff
from redis.commands.core import Script
from redis.retry import Retry

from worker.errors import StoreError
from worker.store import sentinel

SOCKET_TIMEOUT_S = 5.0  # a blocking read waits less
CONNECT_TIMEOUT_S = 5.0
RETRIES = 6  # waits up to 0.1 + 0.2 + ... + 2 s, about five seconds: the time that a restart of Redis takes
HEALTH_CHECK_S = 25
_FULL = "not allowed when used memory > 'maxmemory'"  # an error of its own class, but not where a script meets it


def connect(url: str, retries: int = RETRIES) -> "redis.Redis":
    """Return a client for `url` (redis://, rediss://, unix:// or sentinel://) whose replies are str.

    Nothing is sent yet.
    """
    options: dict[str, Any] = {
        "decode_responses": True,
        "socket_timeout": SOCKET_TIMEOUT_S,
        "socket_connect_timeout": CONNECT_TIMEOUT_S,
        "health_check_interval": HEALTH_CHECK_S,
        "retry": Retry(ExponentialWithJitterBackoff(base=0.1, cap=2.0), retries),
        "retry_on_error": [redis.ConnectionError, redis.TimeoutError],
    }
    if url.startswith(sentinel.SCHEME):
        return sentinel.connected(url, options)
    try:
        return redis.Redis.from_url(url, **options)
    except ValueError as error:
        raise StoreError(f"not the URL of a Redis: {error}") from error


@contextmanager
def translated() -> Iterator[None]:
    """Raise what redis-py raises as StoreError; also a decorator."""
    try:
        yield
    except redis.RedisError as error:
        reason = "no memory left for what is written (maxmemory)" if _FULL in str(error) else error
        raise StoreError(f"Redis: {reason}") from error


def script(client: "redis.Redis", name: str) -> Script:
    """Return the script `name`.lua of this package, with common.lua in front of it, for `client`."""
    folder = resources.files("worker.store")
    text = "\n".join((folder / f"{part}.lua").read_text("utf-8") for part in ("common", name))
    return client.register_script(text)


def lease_token() -> str:
    """Return a word that proves who holds a lease: this process, this time."""
    return holder(os.getpid()) + secrets.token_hex(8)


def holder(pid: int) -> str:
    """What the tokens of a process of this machine begin with, so that its leases can be ended when it has."""
    return f"{socket.gethostname()}:{pid}:"
