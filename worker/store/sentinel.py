"""Redis behind Sentinel: sentinel://:password@one:26379,two:26379,three:26379/mymaster?db=0&sentinel_password=...

The password, and a user before it, is that of Redis; the Sentinels have one of their own or none. Each connection asks
them first which server is the master now, so that after a failover everybody goes on with the new one.
"""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import redis
from redis.sentinel import Sentinel

from worker.errors import StoreError

SCHEME = "sentinel://"
PORT = 26_379
_PARAMETERS = {"db", "sentinel_password"}
_FORM = "sentinel://:password@host:port,host:port/name-of-the-master"


@dataclass(frozen=True)
class Sentinels:
    """What a URL says: who is asked for which master, and how to log in. `login` is as it stands before the @."""

    hosts: tuple[tuple[str, int], ...]
    master: str
    login: str
    db: int
    password: str | None  # of the Sentinels

    @property
    def credentials(self) -> dict[str, str]:
        """User and password of Redis, those that there are."""
        user, _, password = self.login.partition(":")
        return {name: unquote(value) for name, value in (("username", user), ("password", password)) if value}

    @property
    def broker_url(self) -> str:
        """The same as kombu spells it; `broker_options` says the rest."""
        login = f"{self.login}@" if self.login else ""
        return ";".join(f"{SCHEME}{login}{_host(host)}:{port}/{self.db}" for host, port in self.hosts)

    @property
    def broker_options(self) -> dict[str, Any]:
        """The transport options of kombu that belong to `broker_url`."""
        return {"master_name": self.master, "sentinel_kwargs": {"password": self.password} if self.password else {}}


def parsed(url: str) -> Sentinels:
    """Return what a sentinel:// URL says. Raises StoreError, which does not quote it: it may hold a password."""
    # Newer versions of urlsplit refuse [::1] in a list of hosts.
    where, _, rest = url.removeprefix(SCHEME).partition("/")
    login, _, hosts = where.rpartition("@")
    path, _, query = rest.partition("?")
    asked, master = dict(parse_qsl(query)), unquote(path.strip("/"))
    try:
        found, db = tuple(_address(host) for host in hosts.split(",")), int(asked.get("db", 0))
    except ValueError:
        found, db = (), 0
    if not found or not master or asked.keys() - _PARAMETERS:
        raise StoreError(f"not the URL of a Redis behind Sentinel, {_FORM}")
    return Sentinels(found, master, login, db, asked.get("sentinel_password"))


def connected(url: str, options: dict[str, Any]) -> "redis.Redis":
    """Return a client for the master that `url` names; `options` are those of its connections. Nothing is sent yet."""
    found = parsed(url)
    sockets = {name: value for name, value in options.items() if name.startswith("socket_")}
    asked = Sentinel(  # type: ignore[no-untyped-call]
        found.hosts, sentinel_kwargs=sockets | {"password": found.password}, db=found.db, **found.credentials, **options
    )
    return cast("redis.Redis", asked.master_for(found.master))  # type: ignore[no-untyped-call]


def _address(text: str) -> tuple[str, int]:
    parts = urlsplit(f"//{text}")
    if not parts.hostname:
        raise ValueError(text)
    return parts.hostname, parts.port or PORT


def _host(name: str) -> str:
    return f"[{name}]" if ":" in name else name
