"""Tables of a language pack: TOML files of one-line entries, each checked against a frozen dataclass.

A file is one or more arrays of inline tables, one entry a line, so that a word is one line of a diff:

    entries = [
      {lemma = "angreifen", pos = "verb", particle = "an", example = "Drohnen griffen Kiew an."},
    ]
"""

import os
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

import tomli

from worker.errors import PackError
from worker.text.normalise import fold

Row = TypeVar("Row")


def label(path: Path | Traversable) -> str:
    """The file as errors name it: "en/attack.toml"."""
    return "/".join(str(path).split(os.sep)[-2:])


def read_toml(path: Path | Traversable) -> Mapping[str, Any]:
    """The document in `path`; PackError names file and line when it is no TOML."""
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{label(path)}: {error}") from error


def rows(path: Path | Traversable, key: str, cls: type[Row]) -> tuple[Row, ...]:
    """The entries of array `key` as instances of the dataclass `cls`; lists become tuples.

    PackError names file, entry and key when an entry has a key that `cls` does not know or lacks one it needs, or a
    value that cannot stand there.
    """
    return rows_of(read_toml(path), label(path), key, cls)


def rows_of(document: Mapping[str, Any], name: str, key: str, cls: type[Row]) -> tuple[Row, ...]:
    """As `rows`, from a document that was read from the file `name` before."""
    entries = document.get(key, [])
    if not isinstance(entries, list):
        raise PackError(f"{name}: {key} is no list of entries")
    fields = {field: _field(hint) for field, hint in get_type_hints(cls).items()}
    return tuple(_row(cls, fields, entry, f"{name}: {key}[{n}]") for n, entry in enumerate(entries))


def words_in(document: Mapping[str, Any], key: str) -> frozenset[str]:
    """The words of array `key`, folded; a missing one is empty."""
    return frozenset(fold(word) for word in document.get(key, ()))


def only(document: Mapping[str, Any], name: str, *known: str | type[Any]) -> None:
    """PackError where a document has a key that nobody reads, or one word where a list is; a class in `known` stands
    for its fields."""
    hints: dict[str, Any] = {}
    for one in known:
        hints |= {one: Any} if isinstance(one, str) else get_type_hints(one)
    for key, value in document.items():
        if key not in hints:
            raise PackError(f"{name}: unknown key {key!r}")
        if (get_origin(hints[key]) or hints[key]) in (tuple, frozenset) and isinstance(value, str):
            raise PackError(f"{name}: {key} = {value!r} is no list")


def _row(cls: type[Row], fields: Mapping[str, "_Field"], entry: Any, where: str) -> Row:
    if not isinstance(entry, dict):
        raise PackError(f"{where}: {entry!r} is no entry")
    for key, value in entry.items():
        if key not in fields:
            raise PackError(f"{where}: unknown key {key!r} in {entry!r}")
        if not fields[key].takes(value):
            raise PackError(f"{where}: {key} cannot be {value!r} but {fields[key]} in {entry!r}")
    try:
        return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()})
    except TypeError as error:
        raise PackError(f"{where}: {error} in {entry!r}") from error


class _Field(NamedTuple):
    """What TOML may hold for a field: values of `types`, among the `choices` if there are any, lists of `members`."""

    types: tuple[type, ...]
    choices: tuple[Any, ...] = ()
    members: tuple[type, ...] = (object,)

    def takes(self, value: Any) -> bool:
        if not isinstance(value, self.types) or (self.choices and value not in self.choices):
            return False
        return not isinstance(value, list) or all(isinstance(member, self.members) for member in value)

    def __str__(self) -> str:
        names = " or ".join(t.__name__ for t in self.types)
        if self.choices:
            return "one of " + ", ".join(map(repr, self.choices))
        return f"list of {' or '.join(t.__name__ for t in self.members)}" if self.types == (list,) else names


def _field(hint: Any) -> _Field:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _Field(tuple({type(a) for a in arguments}), arguments)
    if origin is tuple:
        return _Field((list,), members=_field(arguments[0]).types)
    if origin in (Union, UnionType):
        return next(_field(a) for a in arguments if a is not NoneType)
    return _Field((int, float) if hint is float else (hint,))
