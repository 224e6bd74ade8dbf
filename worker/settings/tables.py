"""What a person can set: one frozen model per table of the configuration."""

import ipaddress
import os
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, IPvAnyNetwork, model_validator

from schemas.base import Frozen
from worker.feeds import Feed
from worker.routing.config import Receiver, Route

RELOADED = (
    "folders",
    "feeds",
    "polling",
    "receivers",
    "routes",
    "routing",
    "delivery",
    "severity",
)  # while the program runs
WRITTEN_VARIABLE = "DEPESCHE_SETTINGS"  # of child processes: what Settings.write wrote


class Folder(Frozen):
    """A watched folder; `name` is the `source` of its articles."""

    path: Path
    name: str = Field("", max_length=100, description="Empty: the last part of the path.")

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("path") and not data.get("name"):
            return data | {"name": Path(data["path"]).resolve().name or "root"}
        return data


class Polling(Frozen):
    """How feeds are polled; `allow` opens networks that are not public to them."""

    contact: str | None = Field(None, pattern=r"^[!-'*-~]{3,200}$", description="URL or mail address, no brackets.")
    allow: tuple[IPvAnyNetwork, ...] = ()
    spacing: float = Field(5.0, ge=0, le=600, description="Seconds between two requests to one host.")
    first_hours: float = Field(24.0, ge=0, le=24 * 365)


class Delivering(Frozen):
    """How receivers are reached; `allow` opens networks that are not public to them."""

    allow: tuple[IPvAnyNetwork, ...] = ()


class History(Frozen):
    """How long after its last report an event is kept, with its alerts, and in how much memory of Redis, all in all."""

    days: int = Field(30, ge=1, le=3_650)
    megabytes: int = Field(1_000, ge=10, le=1_000_000)


class Endpoint(Frozen):
    """Where articles are taken over HTTP; nowhere without `listen`. The token itself is no setting: see token.py."""

    listen: str | None = Field(None, pattern=r"^[0-9A-Za-z.:\[\]]{1,60}$", description="IP address and port.")
    token_file: Path | None = None
    beyond_loopback: bool = False

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if self.listen is not None:
            host, _ = self.address
            if not self.beyond_loopback and not ipaddress.ip_address(host).is_loopback:
                raise ValueError(f"listen: {host} is for other machines, too: that needs beyond_loopback = true")
        return self

    @property
    def address(self) -> tuple[str, int]:
        """The IP address and the port of `listen`."""
        try:
            parts = urlsplit(f"//{self.listen}")
            host, port = parts.hostname or "", parts.port
            ipaddress.ip_address(host := "127.0.0.1" if host == "localhost" else host)
        except ValueError:
            port = None
        if not port:
            raise ValueError(f"listen: {self.listen} is no IP address with a port, such as 127.0.0.1:8390")
        return host, port


class Routing(Frozen):
    """What routes share."""

    sites: Path | None = Field(None, description="A CSV file of named points.")


class Grading(Frozen):
    """How grave events are taken to be."""

    table: Path | None = Field(None, description="A TOML file that replaces the published table.")
    text: str = Field("", repr=False, description="What stands in it, as it was when it was checked.")


class Settings(Frozen):
    """Everything a person can set. Paths are absolute."""

    home: Path = Field(default_factory=lambda: user_data_path("depesche"))
    redis_url: str | None = Field(None, repr=False, pattern=r"^(rediss?|unix|sentinel)://")
    redis_port: int | None = Field(None, ge=1, le=65535)
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256)
    name: str = Field("default", pattern=r"^[A-Za-z0-9._-]{1,64}$")
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    folders: tuple[Folder, ...] = ()
    feeds: tuple[Feed, ...] = ()
    polling: Polling = Polling()
    endpoint: Endpoint = Endpoint()
    receivers: tuple[Receiver, ...] = ()
    routes: tuple[Route, ...] = ()
    routing: Routing = Routing()
    delivery: Delivering = Delivering()
    history: History = History()
    severity: Grading = Grading()

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        taken: set[tuple[str, str]] = set()
        for table, what in (("folders", "source"), ("feeds", "source"), ("receivers", "receiver"), ("routes", "route")):
            for number, named in enumerate(getattr(self, table)):
                if (what, named.name) in taken:
                    raise ValueError(f"{table}[{number}].name: a {what} is called {named.name!r} already")
                taken.add((what, named.name))
        return self

    @property
    def source(self) -> str:
        """The installation as CloudEvents source."""
        return f"/depesche/{self.name}"

    def write(self, path: Path) -> dict[str, str]:
        """Write them to `path`, at once and for this user alone. Return the environment that makes `load` read them."""
        new = path.with_suffix(".new")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(self.model_dump_json())
        new.replace(path)
        return {WRITTEN_VARIABLE: str(path)}
