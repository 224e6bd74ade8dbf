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
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

import tomli
from platformdirs import user_data_path
from pydantic import Field, TypeAdapter, ValidationError, model_validator

from schemas.base import Frozen
from worker.errors import ConfigError

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
CONFIG_VARIABLE = "DEPESCHE_CONFIG"
LARGEST_FILE = 1_000_000  # bytes of a configuration file


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

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [folder.name for folder in self.folders]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two folders are called {twice[0]!r}: give one of them another name")
        return self

    @property
    def source(self) -> str:
        """The installation as CloudEvents source."""
        return f"/depesche/{self.name}"

    def environment(self) -> dict[str, str]:
        """Return the variables from which `load` makes these settings again, for child processes."""
        values = self.model_dump(mode="json")
        scalars = {variable: str(values[field]) for variable, field in ENVIRONMENT.items() if values[field] is not None}
        folders = TypeAdapter(tuple[Folder, ...]).dump_json(self.folders).decode()
        return scalars | {FOLDERS_VARIABLE: folders, CONFIG_VARIABLE: os.devnull}


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
    path = file or _default_file(environment)
    layers = [
        _from_file(path) if path else {},
        _from_environment(environment),
        {field: value for field, value in (flags or {}).items() if value is not None},
    ]
    names = [str(path), "environment", "command line"]
    for name, layer in zip(names, layers, strict=True):
        _validated(layer, name)  # each layer by itself, so that an error names the place where it was written
    merged: dict[str, Any] = {}
    for layer in layers:
        merged |= layer
    merged.setdefault("folders", _default_folders())
    return _absolute(_validated(merged, "settings"))


def _default_file(environment: Mapping[str, str]) -> Path | None:
    named = environment.get(CONFIG_VARIABLE)
    if named:
        return None if named == os.devnull else Path(named)
    return Path(FILE_NAME) if Path(FILE_NAME).is_file() else None


def _default_folders() -> tuple[Folder, ...]:
    return (Folder(path=Path("seeds")),) if Path("seeds").is_dir() else ()


def _from_file(path: Path) -> dict[str, Any]:
    tables = _tables(path)
    unknown = sorted(set(tables) - {"run", "folders"})
    if unknown:
        raise ConfigError(f"{path}: there is no table [{unknown[0]}]")
    run = tables.get("run", {})
    if not isinstance(run, dict) or "folders" in run:
        raise ConfigError(f"{path}: [run] is a table of settings, folders stand in [[folders]]")
    if "home" in run:
        run["home"] = path.resolve().parent / Path(str(run["home"])).expanduser()
    if "folders" not in tables:
        return run
    folders = tables["folders"]
    for folder in folders if isinstance(folders, list) else ():
        if isinstance(folder, dict) and isinstance(folder.get("path"), str):
            folder["path"] = str(path.resolve().parent / Path(folder["path"]).expanduser())
    return run | {"folders": folders}


def _tables(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_FILE).decode("utf-8")
        return tomli.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error  # tomli names line and column


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        field: environment[variable] for variable, field in ENVIRONMENT.items() if environment.get(variable)
    }
    folders = environment.get(FOLDERS_VARIABLE)
    if folders:
        try:
            found["folders"] = TypeAdapter(tuple[Folder, ...]).validate_json(folders)
        except ValidationError as error:
            raise ConfigError(f"{FOLDERS_VARIABLE}: {_first(error)}") from error
    return found


def _validated(values: Mapping[str, Any], where: str) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise ConfigError(f"{where}: {_first(error)}") from error


def _first(error: ValidationError) -> str:
    """Return the first problem as one line, `folders[1].path: Field required`, without the value: it may be secret."""
    problem = error.errors(include_input=False, include_url=False)[0]
    field = re.sub(r"\.(\d+)", r"[\1]", ".".join(str(part) for part in problem["loc"]))
    message = problem["msg"].removeprefix("Value error, ")
    return f"{field}: {message}" if field else message


def _absolute(settings: Settings) -> Settings:
    folders = tuple(Folder(path=f.path.expanduser().absolute(), name=f.name) for f in settings.folders)
    return settings.model_copy(update={"home": settings.home.expanduser().absolute(), "folders": folders})
