"""Flags over environment over file over defaults, and for each mistake the place where it was made."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from worker.errors import ConfigError, PackError
from worker.feeds import Feed
from worker.routing.config import Receiver, Route
from worker.routing.sites import Site, parse_sites
from worker.routing.wiring import wired
from worker.settings import file as settings_file
from worker.settings.tables import (
    WRITTEN_VARIABLE,
    Delivering,
    Endpoint,
    Folder,
    Grading,
    History,
    Polling,
    Routing,
    Settings,
)

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
HISTORY_VARIABLE = "DEPESCHE_HISTORY"
SEVERITY_VARIABLE = "DEPESCHE_SEVERITY"
CONFIG_VARIABLE = "DEPESCHE_CONFIG"

TABLES: Mapping[str, tuple[str, Any]] = {
    FOLDERS_VARIABLE: ("folders", tuple[Folder, ...]),
    FEEDS_VARIABLE: ("feeds", tuple[Feed, ...]),
    POLLING_VARIABLE: ("polling", Polling),
    ENDPOINT_VARIABLE: ("endpoint", Endpoint),
    RECEIVERS_VARIABLE: ("receivers", tuple[Receiver, ...]),
    ROUTES_VARIABLE: ("routes", tuple[Route, ...]),
    ROUTING_VARIABLE: ("routing", Routing),
    DELIVERY_VARIABLE: ("delivery", Delivering),
    HISTORY_VARIABLE: ("history", History),
    SEVERITY_VARIABLE: ("severity", Grading),
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
    """Return settings in which routes know their sites, and the table of severity is known; `written` is where each
    field comes from.
    """
    try:
        routes = wired(chosen.routes, chosen.receivers, _sites(chosen.routing.sites))
        severity = _graded(chosen.severity.table)
    except ConfigError as error:
        field = str(error).partition("[")[0].partition(".")[0]
        raise ConfigError(f"{_at(written.get(field), str(error)) if field in written else ''}{error}") from error
    return chosen.model_copy(update={"routes": routes, "severity": severity})


def _sites(path: Path | None) -> tuple[Site, ...]:
    """Raises ConfigError, which begins with the field or, where the list itself is wrong, with its file and line."""
    if path is None:
        return ()
    content = _content("routing.sites", path)
    try:
        return parse_sites(content.decode("utf-8"))
    except (ConfigError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _graded(path: Path | None) -> Grading:
    """Raises ConfigError as `_sites` does."""
    if path is None:
        return Grading()
    from worker.identity.severity_table import parse_table  # noqa: PLC0415 - imports more than a command needs

    try:
        text = _content("severity.table", path).decode("utf-8")
        parse_table(text, str(path))
    except PackError as error:
        raise ConfigError(str(error)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: {error}") from error
    return Grading(table=path, text=text)


def _content(field: str, path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(settings_file.LARGEST_FILE + 1)
    except OSError as error:
        raise ConfigError(f"{field}: {path}: cannot be read: {error.strerror}") from error
    if len(content) > settings_file.LARGEST_FILE:
        raise ConfigError(f"{field}: {path}: is larger than {settings_file.LARGEST_FILE:,} bytes")
    return content


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
    table = settings.severity.table
    severity = Grading(table=table and table.expanduser().absolute())
    home = settings.home.expanduser().absolute()
    return settings.model_copy(
        update={"home": home, "folders": folders, "endpoint": endpoint, "routing": routing, "severity": severity}
    )
