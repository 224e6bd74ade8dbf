"""The configuration file `depesche.toml`: what its tables hold, and on which line a problem with them stands."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import tomli

from worker.errors import ConfigError

LARGEST_FILE = 1_000_000  # bytes
PATHS = (  # relative to the file
    ("run", "home"), ("folders", "path"), ("endpoint", "token_file"),
    ("receivers", "secret_file"), ("routing", "sites"), ("severity", "table"),
)  # fmt: skip

_KEY = r"[\w-]+"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*\]\]?\s*(#.*)?$")
_FIELD = re.compile(rf"{_KEY}(?:\[\d+\])*(?:\.{_KEY}(?:\[\d+\])*)*")  # routes[1].match.country[0]

Steps = tuple[str | int, ...]  # the same as ("routes", 1, "match", "country", 0)


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
    line = _line(path.read_text("utf-8").splitlines(), _steps(field))
    return f"{path}: line {line}: " if line else f"{path}: "


def _steps(field: str) -> Steps:
    match = _FIELD.match(field)
    parts = re.findall(rf"{_KEY}", match[0]) if match else []
    return tuple(int(part) if part.isdecimal() else part for part in parts)


def _line(lines: list[str], field: Steps) -> int | None:
    """Return the line of a field, else of the table that misses it, else None: TOML has more spellings than these."""
    text = list(_outside_strings(lines))
    tables = [(0, ()), *_tables(text)]
    begin, name = max(
        (table for table in tables if field[: len(table[1])] == table[1]), key=lambda table: len(table[1])
    )
    found = _key_line(text, tables, begin, field[len(name) :])
    if not found and field:  # a table that is written by its parts alone, [routes.match.near]
        found = next((line for line, name in tables if name[: len(field)] == field), None)
    if found or begin:
        return found or begin
    run = next((line for line, name in tables if name == ("run",)), 0)  # where settings without a table stand
    return (_key_line(text, tables, run, field) if run else None) or run or None


def _key_line(text: list[tuple[int, str]], tables: list[tuple[int, Steps]], begin: int, field: Steps) -> int | None:
    """Return the line of a key within the table that begins at line `begin`: `match.country =`, else `match =`."""
    end = next((line for line, _ in tables if line > begin), None)
    body = [(number, line) for number, line in text if number > begin and (end is None or number < end)]
    keys = [step for step in field if isinstance(step, str)]
    for several in range(len(keys), 0, -1):
        dotted = r"\s*\.\s*".join(map(re.escape, keys[:several]))
        for number, line in body:
            if re.match(rf"\s*{dotted}\s*[.=]", line):
                return number
    return None


def _tables(text: list[tuple[int, str]]) -> Iterator[tuple[int, Steps]]:
    """Yield the line of each header with the table that begins there, ("routes", 1, "match")."""
    counts: dict[Steps, int] = {}
    for number, line in text:
        if header := _HEADER.match(line):
            steps: Steps = ()
            for key in re.findall(_KEY, header[2]):
                steps += (counts[steps] - 1, key) if steps in counts else (key,)
            if header[1] == "[[":
                counts[steps] = counts.get(steps, 0) + 1
                steps += (counts[steps] - 1,)
            yield number, steps


def _outside_strings(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield numbers and lines, without those that stand within a string of several lines."""
    within = ""
    for number, line in enumerate(lines, 1):
        if within:
            within = "" if within in line else within
            continue
        yield number, line
        within = next((quotes for quotes in ('"""', "'''") if line.count(quotes) % 2), "")


def _parsed(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_FILE).decode("utf-8")
        return tomli.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomli.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: {error}") from error  # tomli names line and column
