"""Where the tables stand: in the folder that VARIABLE names, if it does, and beside this file."""

import os
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from worker.errors import PackError

VARIABLE = "DEPESCHE_PACKS"

Root = Path | Traversable


@cache
def roots() -> tuple[Root, ...]:
    """The folders of packs. Of a language in several the first holds; tables of names are added to each other."""
    own = os.environ.get(VARIABLE)
    if own and not Path(own).is_dir():
        raise PackError(f"{VARIABLE}: no folder {own!r}")
    return (*([Path(own)] if own else []), files("worker.languages"))


def tables_of_names(name: str) -> Iterator[Path | Traversable]:
    """The table of names `name` of every folder that has it, the installed one first."""
    for root in reversed(roots()):
        path = root / "names" / name
        if path.is_file():
            yield path
