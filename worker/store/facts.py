"""What the Redis server is like: its version, its memory, and whether it keeps what it was told."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import redis

from worker.store.client import translated


@dataclass(frozen=True)
class ServerFacts:
    """`limit` is the memory that Redis allows itself, 0 where that is any; `time` is its clock's. Sizes in bytes."""

    version: str
    append_only: bool
    last_write_ok: bool
    policy: str  # what Redis does when `limit` is reached
    used: int
    limit: int
    time: datetime


@translated()
def facts_of(client: "redis.Redis") -> ServerFacts:
    """Return what the server behind `client` is like."""
    with client.pipeline(transaction=False) as pipe:
        for section in ("server", "memory", "persistence"):
            pipe.info(section)
        pipe.time()
        server, memory, persistence, (seconds, microseconds) = pipe.execute()
    return ServerFacts(
        version=str(server["redis_version"]),
        append_only=bool(persistence["aof_enabled"]),
        last_write_ok=persistence.get("aof_last_write_status", "ok") == "ok",
        policy=str(memory["maxmemory_policy"]),
        used=int(memory["used_memory"]),
        limit=int(memory["maxmemory"]),
        time=datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=microseconds),
    )
