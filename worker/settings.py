"""Configuration: flags over environment over `depesche.toml` over defaults.

[run]                       environment            default
home = "..."                DEPESCHE_HOME          the platform's user data folder
redis_url = "..."           REDIS_URL              none: the program starts its own Redis in `home`
redis_port = 6390           DEPESCHE_REDIS_PORT    none: its own Redis listens on a unix socket only
workers = 4                 DEPESCHE_WORKERS       number of processors
name = "default"            DEPESCHE_NAME          part of the CloudEvents source, /depesche/<name>
log_format = "console"      DEPESCHE_LOG_FORMAT    console or json
log_level = "warning"       DEPESCHE_LOG_LEVEL     debug, info, warning or error

[[folders]]                 DEPESCHE_FOLDERS       ./seeds where that exists
path = "..."                (a JSON list of the    relative to the file, else to where the program runs
name = "..."                same tables)           the last part of the path

[[feeds]]                   DEPESCHE_FEEDS         none
url = "..."                 (a JSON list of the    of RSS, Atom or JSON Feed
name = "..."                same tables)           the host of the address
outlet = "..."                                     who publishes it, where an article is to say so
language = "de"                                    what its items say
interval = 300                                     the shortest time between two polls, in seconds
full_text = "off"                                  off, auto (where the feed gives a teaser) or always: fetch the pages
origin = "..."                                     who speaks, where several feeds are one voice
tags = ["..."]                                     none

[polling]                   DEPESCHE_POLLING
contact = "..."             (a JSON object)        none: a page or mailbox that servers are told in the User-Agent
allow = ["10.0.0.0/8"]                             none: networks that feeds may be in beside the public ones
spacing = 5                                        seconds between two requests to one host
first_hours = 24                                   older items are read and not announced at the first contact

[endpoint]                  DEPESCHE_ENDPOINT
listen = "127.0.0.1:8390"   (a JSON object)        none: articles are not taken over HTTP
token_file = "..."          DEPESCHE_ENDPOINT_TOKEN holds the token itself; relative to the file
beyond_loopback = false                            may `listen` be an address that other machines reach?

[[receivers]]               DEPESCHE_RECEIVERS     none: worker/routing/config.py says what a receiver is
name = "..."                (a JSON list of the    letters, digits and . _ @ -
url = "https://..."         same tables)           a webhook, or an address of Apprise; or a Redis channel:
channel = "desk:kyiv"
secret_env = "..."                                 the variable, or two, in which its secret is; or secret_file
headers = {X = "..."}                              sent with each request; header_env = {X = "VARIABLE"} for secret ones
timeout = 15                                       seconds
template = "..."                                   none: the message as published; else text with $headline and the like

[[routes]]                  DEPESCHE_ROUTES        none
name = "..."                (a JSON list of the    letters, digits and . _ @ -
receivers = ["..."]         same tables)           their names
changes = ["new", ...]                             all
match = {...}                                      every alert: worker/routing/condition.py says what can be asked
group = {...}                                      by = ["event", "kind", "country"], wait in seconds
rate = {...}                                       alerts, in so many seconds
quiet = {...}                                      begin = 22:00:00, end = 06:00:00, timezone, except_from = "critical"

[delivery]                  DEPESCHE_DELIVERY
allow = ["10.0.0.0/8"]      (a JSON object)        none: networks that receivers may be in beside the public ones

[routing]                   DEPESCHE_ROUTING
sites = "sites.csv"         (a JSON object)        none: a list of sites (name, lat, lon, km, a column for each kind)
"""

import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, IPvAnyNetwork, TypeAdapter, ValidationError, model_validator

from schemas.base import Frozen
from worker import settings_file
from worker.errors import ConfigError
from worker.feeds import Feed
from worker.routing.config import Receiver, Route
from worker.routing.sites import Site, parse_sites
from worker.routing.wiring import wired

FILE_NAME = "depesche.toml"
ENVIRONMENT = {
    "DEPESCHE_HOME": "home",
    "REDIS_URL": "redis_url",
    "DEPESCHE_REDIS_PORT": "redis_port",
    "DEPESCHE_WORKERS": "workers",
    "DEPESCHE_NAME": "name",
    "DEPESCHE_LOG_FORMAT": "log_format",
    "DEPESCHE_LOG_LEVEL": "log_level",
}
FOLDERS_VARIABLE = "DEPESCHE_FOLDERS"
FEEDS_VARIABLE = "DEPESCHE_FEEDS"
POLLING_VARIABLE = "DEPESCHE_POLLING"
ENDPOINT_VARIABLE = "DEPESCHE_ENDPOINT"
RECEIVERS_VARIABLE = "DEPESCHE_RECEIVERS"
ROUTES_VARIABLE = "DEPESCHE_ROUTES"
ROUTING_VARIABLE = "DEPESCHE_ROUTING"
DELIVERY_VARIABLE = "DEPESCHE_DELIVERY"
RELOADED = ("folders", "feeds", "polling", "receivers", "routes", "routing", "delivery")  # while the program runs
CONFIG_VARIABLE = "DEPESCHE_CONFIG"
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


class Settings(Frozen):
    """Everything a person can set. Paths are absolute."""

    home: Path = Field(default_factory=lambda: user_data_path("depesche"))
    redis_url: str | None = Field(None, repr=False, pattern=r"^(rediss?|unix)://")
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


TABLES: Mapping[str, tuple[str, Any]] = {
    FOLDERS_VARIABLE: ("folders", tuple[Folder, ...]),
    FEEDS_VARIABLE: ("feeds", tuple[Feed, ...]),
    POLLING_VARIABLE: ("polling", Polling),
    ENDPOINT_VARIABLE: ("endpoint", Endpoint),
    RECEIVERS_VARIABLE: ("receivers", tuple[Receiver, ...]),
    ROUTES_VARIABLE: ("routes", tuple[Route, ...]),
    ROUTING_VARIABLE: ("routing", Routing),
    DELIVERY_VARIABLE: ("delivery", Delivering),
}
_TABLE_NAMES = {field for field, _ in TABLES.values()}


def load(
    flags: Mapping[str, object] | None = None,
    file: Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Return the settings in force.

    `flags` are fields of `Settings` given on the command line (None means not given; `folders` as Folder objects or
    their tables), `file` is the configuration file (default: DEPESCHE_CONFIG, else ./depesche.toml where that exists).
    Raises ConfigError, which names the file, variable or flag, and the field.
    """
    if environment.get(WRITTEN_VARIABLE):
        return Settings.model_validate_json(Path(environment[WRITTEN_VARIABLE]).read_bytes())
    path = file or _default_file(environment)
    layers = [
        settings_file.read(path, _TABLE_NAMES) if path else {},
        _from_environment(environment),
        {field: value for field, value in (flags or {}).items() if value is not None},
    ]
    # Each layer by itself, so that an error names the place where it was written.
    merged: dict[str, Any] = {}
    written: dict[str, Path | str | None] = {}
    for place, layer in zip((path, "environment", "command line"), layers, strict=True):
        _validated(layer, place)
        merged |= layer
        written |= dict.fromkeys(layer, place)
    merged.setdefault("folders", _default_folders())
    return _wired(_absolute(_validated(merged, "settings")), written)


def file_named(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the file that `load` reads, whether or not it is there."""
    named = environment.get(WRITTEN_VARIABLE) or environment.get(CONFIG_VARIABLE) or FILE_NAME
    return Path(named)


def _default_file(environment: Mapping[str, str]) -> Path | None:
    path = file_named(environment)
    return path if environment.get(CONFIG_VARIABLE) or path.is_file() else None


def _default_folders() -> tuple[Folder, ...]:
    return (Folder(path=Path("seeds")),) if Path("seeds").is_dir() else ()


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        field: environment[variable] for variable, field in ENVIRONMENT.items() if environment.get(variable)
    }
    for variable, (field, kind) in TABLES.items():
        text = environment.get(variable)
        if text:
            try:
                found[field] = TypeAdapter(kind).validate_json(text)
            except ValidationError as error:
                raise ConfigError(f"{variable}: {_first(error)}") from error
    return found


def _validated(values: Mapping[str, Any], place: Path | str | None) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        problem = _first(error)
        raise ConfigError(f"{_at(place, problem)}{problem}") from error


def _wired(chosen: Settings, written: Mapping[str, Path | str | None]) -> Settings:
    """Return settings in which routes know their sites; `written` is where each field comes from."""
    try:
        routes = wired(chosen.routes, chosen.receivers, _sites(chosen.routing.sites))
    except ConfigError as error:
        field = str(error).partition("[")[0].partition(".")[0]
        raise ConfigError(f"{_at(written.get(field), str(error)) if field in written else ''}{error}") from error
    return chosen.model_copy(update={"routes": routes})


def _sites(path: Path | None) -> tuple[Site, ...]:
    """Raises ConfigError, which begins with the field or, where the list itself is wrong, with its file and line."""
    if path is None:
        return ()
    try:
        with path.open("rb") as file:
            content = file.read(settings_file.LARGEST_FILE + 1)
    except OSError as error:
        raise ConfigError(f"routing.sites: {path}: cannot be read: {error.strerror}") from error
    if len(content) > settings_file.LARGEST_FILE:
        raise ConfigError(f"routing.sites: {path}: is larger than {settings_file.LARGEST_FILE:,} bytes")
    try:
        return parse_sites(content.decode("utf-8"))
    except (ConfigError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _at(place: Path | str | None, problem: str) -> str:
    return settings_file.at(place, problem) if isinstance(place, Path) else f"{place}: "


def _first(error: ValidationError) -> str:
    """Return the first problem as one line, `folders[1].path: Field required`, without the value: it may be secret."""
    problem = error.errors(include_input=False, include_url=False)[0]
    field = re.sub(r"\.(\d+)", r"[\1]", ".".join(str(part) for part in problem["loc"]))
    message = problem["msg"].removeprefix("Value error, ")
    return f"{field}: {message}" if field else message


def _absolute(settings: Settings) -> Settings:
    folders = tuple(Folder(path=f.path.expanduser().absolute(), name=f.name) for f in settings.folders)
    endpoint = settings.endpoint
    if endpoint.token_file:
        endpoint = endpoint.model_copy(update={"token_file": endpoint.token_file.expanduser().absolute()})
    sites = settings.routing.sites
    routing = Routing(sites=sites and sites.expanduser().absolute())
    home = settings.home.expanduser().absolute()
    return settings.model_copy(update={"home": home, "folders": folders, "endpoint": endpoint, "routing": routing})
