"""The configuration file `depesche.toml`: what its tables hold, and on which line a problem with them stands."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import tomli

from worker.errors import ConfigError

LARGEST_FILE = 1_000_000  # bytes
PATHS = (("run", "home"), ("folders", "path"), ("endpoint", "token_file"))  # relative to the file

_HEADER = re.compile(r"\s*\[\[?\s*([\w-]+)\s*\]\]?\s*(#.*)?$")
_FIELD = re.compile(r"(?P<table>\w+)(?:\[(?P<number>\d+)\])?(?:\.(?P<key>\w+))?")  # feeds[1].url


def read(path: Path, tables: Collection[str]) -> dict[str, Any]:
    """Return the settings in the file at `path`: those of [run] by their names, and `tables`, as they stand there.

    Paths are made absolute, seen from the file. Raises ConfigError, which names the file and the line.
    """
    found = _parsed(path)
    unknown = sorted(set(found) - {"run", *tables})
    if unknown:
        raise ConfigError(f"{at(path, unknown[0])}there is no table [{unknown[0]}]")
    run = found.get("run", {})
    if not isinstance(run, dict) or run.keys() & set(tables):
        raise ConfigError(f"{at(path, 'run')}[run] is a table of settings; the others have tables of their own")
    for table, key in PATHS:
        entries = found.get(table)
        for entry in entries if isinstance(entries, list) else [entries]:
            if isinstance(entry, dict) and isinstance(entry.get(key), str):
                entry[key] = str(path.resolve().parent / Path(entry[key]).expanduser())
    return run | {name: table for name, table in found.items() if name != "run"}


def at(path: Path, field: str) -> str:
    """Return the place of a field such as `workers` or `feeds[1].url`, to put before a problem: "FILE: line 7: "."""
    line = _line(path.read_text("utf-8").splitlines(), _FIELD.match(field))
    return f"{path}: line {line}: " if line else f"{path}: "


def _line(lines: list[str], field: re.Match[str] | None) -> int | None:
    """Return the line of a field, else of the table that misses it, else None: TOML has more spellings than these."""
    if field is None:
        return None
    headers = [(number, match[1]) for number, line in enumerate(lines, 1) if (match := _HEADER.match(line))]
    ours = [number for number, name in headers if name == field["table"]]
    key = field["key"]
    if not ours:  # a setting of [run], or a table that is written as one value
        ours, key = [number for number, name in headers if name == "run"] or [0], field["table"]
    begin = ours[min(int(field["number"] or 0), len(ours) - 1)]
    end = next((number for number, _ in headers if number > begin), len(lines) + 1)
    within = range(begin + 1, end)
    return next((n for n in within if key and re.match(rf"\s*{key}\s*=", lines[n - 1])), begin or None)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_FILE).decode("utf-8")
        return tomli.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error  # tomli names line and column
