"""The look at the world. Nothing is changed or started; what cannot be looked at says why."""

import os
import platform
import shutil
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from worker.doctor.snapshot import Seen, Snapshot
from worker.endpoint.access import token
from worker.errors import ConfigError, DepescheError, StoreError
from worker.feeds import Feed
from worker.http import Client, Failure
from worker.routing.config import Receiver
from worker.settings import Settings
from worker.sinks import signing
from worker.sinks.secrets import secret_headers, secrets_of
from worker.sources.feed import ACCEPT
from worker.store import RedisServer, Store, connect, facts_of, sentinel, version_of

PINGS = 5
ASKED_AT_ONCE = 8


def gather(
    chosen: Settings, doubts: Sequence[str], *, online: bool, environment: Mapping[str, str] = os.environ
) -> Snapshot:
    """Look at everything that `chosen` names. With `online` every feed is asked for, without keeping anything."""
    own = RedisServer(chosen.home)
    return Snapshot(
        now=datetime.now(UTC),
        settings=chosen,
        doubts=tuple(doubts),
        redis=_redis(chosen, own),
        folders={str(folder.path): _unreadable(folder.path) for folder in chosen.folders},
        endpoint=_endpoint(chosen, environment),
        free=shutil.disk_usage(chosen.home).free if not chosen.redis_url and own.has_data else None,
        zones=len(available_timezones()),
        secrets={receiver.name: _secret(receiver, environment) for receiver in chosen.receivers},
        answers=_answers(chosen) if online else {},
        package=version("depesche"),
        python=platform.python_version(),
    )


def _redis(chosen: Settings, own: RedisServer) -> Seen | str:
    try:
        if not chosen.redis_url and own.pid is None:
            return f"none runs for {chosen.home}: start `depesche run`, or set REDIS_URL"
        return _seen(chosen.redis_url or own.url, chosen.source)
    except StoreError as error:
        return f"{str(error).removeprefix('Redis: ')}: see that it runs, and what REDIS_URL says"


def _seen(url: str, source: str) -> Seen:
    with connect(url, retries=1) as client:
        seconds = []
        for _ in range(PINGS + 1):  # the first one connects
            began = time.monotonic()
            facts = facts_of(client)
            seconds.append(time.monotonic() - began)
        store = Store(client, source)
        hosts, has_password = _place(url)
        return Seen(
            facts=facts,
            latency_s=median(seconds[1:]),
            ahead_s=facts.time.timestamp() - time.time(),
            hosts=hosts,
            has_password=has_password,
            data_version=version_of(client),
            status=store.status(),
            workers=store.workers.alive(),
        )


def _place(url: str) -> tuple[tuple[str, ...], bool]:
    """Return the hosts that a URL of Redis names, and whether it holds a password."""
    if url.startswith(sentinel.SCHEME):
        found = sentinel.parsed(url)
        return tuple(host for host, _ in found.hosts), "password" in found.credentials
    parts = urlsplit(url)
    return () if parts.scheme == "unix" else (parts.hostname or "localhost",), bool(parts.password)


def _unreadable(path: Path) -> str | None:
    try:
        with os.scandir(path) as entries:
            next(entries, None)
    except OSError as error:
        return error.strerror
    return None if os.access(path, os.X_OK) else "its files cannot be opened"


def _endpoint(chosen: Settings, environment: Mapping[str, str]) -> str | None:
    try:
        if chosen.endpoint.listen:
            token(chosen.endpoint, environment)
    except ConfigError as error:
        return str(error)
    return None


def _secret(receiver: Receiver, environment: Mapping[str, str]) -> str | None:
    try:
        words = secrets_of(receiver, environment)
        secret_headers(receiver, environment)
        if (receiver.url or "").startswith(("http://", "https://")):
            for word in words:
                signing.key_of(word)
    except DepescheError as error:
        return str(error)
    return None


def _answers(chosen: Settings) -> dict[str, str | None]:
    client = Client(chosen.polling.allow, chosen.polling.contact)

    def trouble(feed: Feed) -> str | None:
        answer = client.get(feed.url, ACCEPT)
        if isinstance(answer, Failure):
            return f"{answer.outcome}: {answer.detail}"
        return None if answer.status == 200 else f"the server answers {answer.status}"

    with ThreadPoolExecutor(ASKED_AT_ONCE) as pool:
        return dict(zip((feed.name for feed in chosen.feeds), pool.map(trouble, chosen.feeds), strict=True))
