"""The version of what is kept in Redis, and how what an older program left becomes what this one expects.

DATA_VERSION is how many STEPS there are. A step is added where programs before and after a change would misread each
other. What only adds a key, or a field that may be overlooked, needs none: who does not know it leaves it out. A step
may run twice: several programs may start at once, and each may be killed within it.
"""

import time
from collections.abc import Callable
from itertools import islice
from typing import Any, cast

import redis

from worker import keys
from worker.errors import VersionError
from worker.store.client import translated

CHUNK = 1_000  # keys


def _list_events(client: "redis.Redis") -> None:
    """Events were not listed at first, so that neither the history nor what forgets knew of them."""
    names = client.scan_iter(keys.EVENT.pattern, count=CHUNK)
    while some := list(islice(names, CHUNK)):
        now = time.time()
        with client.pipeline(transaction=False) as pipe:
            for name in some:
                pipe.ttl(name)
            for name, left in zip(some, pipe.execute(), strict=True):
                written = min(now, now - keys.REMEMBERED + left)
                if left > 0:
                    pipe.zadd(keys.EVENTS.name, {name.removeprefix(keys.EVENT.name): written}, nx=True)
            pipe.execute()


STEPS: tuple[Callable[["redis.Redis"], None], ...] = (_list_events,)
DATA_VERSION = len(STEPS)


@translated()
def version_of(client: "redis.Redis") -> int | None:
    """Return the version of what Redis holds, None where no program has said it yet."""
    return _number(client.get(keys.DATA_VERSION.name))


@translated()
def migrate(client: "redis.Redis") -> None:
    """Make of what an older program left what this one expects, and say so. Raises VersionError where it is newer."""

    def step(pipe: Any) -> None:
        found = _number(pipe.get(keys.DATA_VERSION.name)) or 0
        _refuse_newer(found)
        for advance in STEPS[found:]:
            advance(client)
        pipe.multi()
        pipe.set(keys.DATA_VERSION.name, DATA_VERSION)

    if version_of(client) != DATA_VERSION:
        client.transaction(step, keys.DATA_VERSION.name)


def check_version(client: "redis.Redis") -> None:
    """Raise VersionError where the programs that run would not understand what this one writes."""
    found = version_of(client)
    if found is None:
        return
    _refuse_newer(found)
    if found < DATA_VERSION:
        raise VersionError(f"Redis holds data of version {found}: first start the workers of this version again")


def _refuse_newer(found: int) -> None:
    if found > DATA_VERSION:
        raise VersionError(
            f"Redis holds data of version {found}, this program knows {DATA_VERSION}: install the version that wrote it"
        )


def _number(text: Any) -> int | None:
    if text is None:
        return None
    if not cast("str", text).isdecimal():
        raise VersionError(f"{keys.DATA_VERSION.name} in Redis holds no number: is it another program's?")
    return int(text)
