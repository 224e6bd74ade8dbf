"""Tables of a language pack: TOML files of one-line entries, each checked against a frozen dataclass.

A file is one or more arrays of inline tables, one entry a line, so that a word is one line of a diff:

    entries = [
      {lemma = "angreifen", pos = "verb", particle = "an", example = "Drohnen griffen Kiew an."},
    ]
"""

import dataclasses
from collections.abc import Mapping, Set
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import tomli

from worker.errors import PackError
from worker.text.normalise import fold

Row = TypeVar("Row")


def read_toml(path: Path | Traversable) -> Mapping[str, Any]:
    """The document in `path`; PackError names file and line when it is no TOML."""
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{path.name}: {error}") from error


def rows(path: Path | Traversable, key: str, cls: type[Row]) -> tuple[Row, ...]:
    """The entries of array `key` as instances of the dataclass `cls`; lists become tuples.

    PackError names file, entry and key when an entry has a key that `cls` does not know or lacks one it needs.
    """
    return rows_of(read_toml(path), path.name, key, cls)


def rows_of(document: Mapping[str, Any], name: str, key: str, cls: type[Row]) -> tuple[Row, ...]:
    """As `rows`, from a document that was read from the file `name` before."""
    fields = {f.name for f in dataclasses.fields(cls)}  # type: ignore[arg-type]
    return tuple(_row(cls, fields, entry, f"{name}: {key}[{n}]") for n, entry in enumerate(document.get(key, ())))


def words_in(document: Mapping[str, Any], key: str) -> frozenset[str]:
    """The words of array `key`, folded; a missing one is empty."""
    return frozenset(fold(word) for word in document.get(key, ()))


def _row(cls: type[Row], fields: Set[str], entry: Mapping[str, Any], where: str) -> Row:
    if unknown := entry.keys() - fields:
        raise PackError(f"{where}: unknown key {min(unknown)!r} in {dict(entry)!r}")
    try:
        return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()})
    except TypeError as error:
        raise PackError(f"{where}: {error} in {dict(entry)!r}") from error
