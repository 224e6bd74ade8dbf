"""Which worker processes live: each says so every few seconds, by the clock of Redis."""

from typing import Any, cast

import redis

from schemas.base import Frozen
from worker import keys
from worker.store.client import translated
from worker.store.packing import read


class Worker(Frozen):
    """A process that takes tasks from `queues`; `version` is that of the package."""

    host: str
    pid: int
    queues: tuple[str, ...]
    version: str


class Workers:
    """The workers of an installation, over one Redis client."""

    def __init__(self, client: "redis.Redis") -> None:
        self._client = client

    @translated()
    def beat(self, worker: Worker) -> None:
        """Note that `worker` lives, and forget those that no longer say so."""
        now = self._now()
        with self._client.pipeline() as pipe:
            pipe.zremrangebyscore(keys.WORKERS.name, "-inf", now - keys.ALIVE_S)
            pipe.zadd(keys.WORKERS.name, {worker.model_dump_json(): now})
            pipe.expire(keys.WORKERS.name, cast("int", keys.WORKERS.ttl_s))
            pipe.execute()

    @translated()
    def alive(self) -> tuple[Worker, ...]:
        """Return the workers that live, by host and process id."""
        least: Any = self._now() - keys.ALIVE_S
        found = cast("list[str]", self._client.zrangebyscore(keys.WORKERS.name, least, "+inf"))
        workers = (read(Worker, text) for text in found)
        return tuple(sorted(filter(None, workers), key=lambda worker: (worker.host, worker.pid)))

    def _now(self) -> int:
        return int(self._client.time()[0])
