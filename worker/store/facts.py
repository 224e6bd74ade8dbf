"""What the Redis server is like: its version, its memory, and whether it keeps what it was told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import redis

from worker.store.client import translated
from worker.store.records import Memory


@dataclass(frozen=True)
class ServerFacts:
    """`append_only`: it keeps a file of all that is written; `time` is its clock's."""

    version: str
    append_only: bool
    memory: Memory
    time: datetime


@translated()
def facts_of(client: "redis.Redis") -> ServerFacts:
    """Return what the server behind `client` is like."""
    with client.pipeline(transaction=False) as pipe:
        for section in ("server", "memory", "persistence"):
            pipe.info(section)
        pipe.time()
        server, memory, file, (seconds, microseconds) = pipe.execute()
    return ServerFacts(
        version=str(server["redis_version"]),
        append_only=bool(file["aof_enabled"]),
        memory=_memory(memory, file),
        time=datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=microseconds),
    )


@translated()
def memory_of(client: "redis.Redis") -> Memory:
    """Return how much memory the server uses, how much it may, and whether its disk takes what is written."""
    return _memory(client.info("memory"), client.info("persistence"))


def _memory(memory: Mapping[str, Any], file: Mapping[str, Any]) -> Memory:
    disk_fails = file.get("aof_last_write_status", "ok") != "ok"
    return Memory(int(memory["used_memory"]), int(memory["maxmemory"]), str(memory["maxmemory_policy"]), disk_fails)
