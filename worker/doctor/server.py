"""Redis: is it there, does it keep what it is told, is it for us alone, has it room?"""

import ipaddress
import re
from collections.abc import Iterator

from worker.doctor.snapshot import Finding, Level, Seen, Snapshot

SUBJECT = "redis"
OLDEST = (6, 2)
SLOW_S = 0.01
NEARLY_FULL, FULL = 0.8, 0.95
MEGABYTE = 1_000_000
MORE_ROOM = "raise maxmemory or lower [history] megabytes"


def check(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield what is wrong with the server, else that it is well."""
    seen = snapshot.redis
    if isinstance(seen, str):
        yield Finding(SUBJECT, "error" if snapshot.settings.redis_url else "warning", seen)
        return
    problems = [*_settings(seen), *_room(seen, snapshot.settings.history.megabytes)]
    yield from problems
    if not problems:
        used = f"{seen.facts.memory.used / MEGABYTE:,.0f} MB of {_limit(seen)} used"
        answer = f"answers in {seen.latency_s * 1_000:.1f} ms"
        yield Finding(SUBJECT, "ok", f"version {seen.facts.version} {answer}, keeps every write, {used}")


def _settings(seen: Seen) -> Iterator[Finding]:
    facts = seen.facts
    if tuple(map(int, re.findall(r"\d+", facts.version)[:2])) < OLDEST:
        yield Finding(SUBJECT, "error", f"version {facts.version} is too old: install Redis 6.2 or newer, or Valkey")
    if not facts.append_only:
        text = "a restart of Redis would lose articles and alerts: set `appendonly yes` in its configuration"
        yield Finding(SUBJECT, "error", text)
    elif facts.memory.disk_fails:
        yield Finding(SUBJECT, "error", "Redis could not write its file: make room on its disk and see its log")
    if facts.memory.policy != "noeviction":
        level: Level = "error" if facts.memory.limit else "warning"
        text = f"maxmemory-policy {facts.memory.policy} forgets articles when memory is short: set it to noeviction"
        yield Finding(SUBJECT, level, text)
    if not seen.has_password and not all(map(_is_loopback, seen.hosts)):
        text = "Redis can be reached from other machines without a password: set `requirepass`, and it in REDIS_URL"
        yield Finding(SUBJECT, "error", text)
    if seen.latency_s > SLOW_S:
        text = f"Redis takes {seen.latency_s * 1_000:.0f} ms to answer: bring it nearer or take load from its machine"
        yield Finding(SUBJECT, "warning", text)


def _room(seen: Seen, megabytes: int) -> Iterator[Finding]:
    memory = seen.facts.memory
    if not memory.limit:
        return
    if memory.used > NEARLY_FULL * memory.limit:
        level: Level = "error" if memory.used > FULL * memory.limit else "warning"
        yield Finding(SUBJECT, level, f"{memory.used / memory.limit:.0%} of {_limit(seen)} are used: {MORE_ROOM}")
    elif memory.limit < megabytes * MEGABYTE:
        text = f"the history may take {megabytes} MB, Redis {_limit(seen)}: {MORE_ROOM}"
        yield Finding(SUBJECT, "warning", text)


def _limit(seen: Seen) -> str:
    return f"{seen.facts.memory.limit / MEGABYTE:,.0f} MB" if seen.facts.memory.limit else "any memory"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
