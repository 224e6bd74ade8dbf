"""A watched folder: what is in it, and when a file in it is complete.

The folder is only looked at. Links to files and folders are followed; a link that leads back to a folder above it is
told as a directory loop. Left alone without a word: files of other kinds, and names that say "not yet": those that
begin with a dot or a tilde, and those that end in `~`, `.part` or `.tmp`, which are no suffixes that are read.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from worker.errors import SourceError
from worker.sources.formats import format_of, reason_of

DEEPEST = 20  # folders within folders

Identity = tuple[int, int]


@dataclass(frozen=True)
class Config:
    """A folder to watch. `name` is the `source` of its articles.

    `settle_s`: a file that nobody saw being closed or renamed into place counts as complete when it has not changed
    for that long.
    """

    path: Path
    name: str
    settle_s: float = 1.0

    @property
    def root(self) -> Path:
        """The folder itself, where `path` is or goes through a link."""
        return Path(os.path.realpath(self.path))


@dataclass(frozen=True)
class Candidate:
    """A file that may be read, as it was at one look; `trouble` says why it, or a folder, cannot be looked into."""

    path: Path
    size: int
    mtime_ns: int
    ctime_ns: int
    trouble: str | None = None

    @property
    def stamp(self) -> str:
        """Equal as long as the file did not change; the change time tells of new permissions and of replacement too."""
        return f"{self.size}:{self.mtime_ns}:{self.ctime_ns}"


def wanted(path: Path) -> bool:
    """Tell whether a file of this name is meant to be read."""
    return not _hidden(path.name) and format_of(path.name) is not None


def within(root: Path, path: Path) -> bool:
    """Tell whether a file at `path` is one that `scan` of `root` would name."""
    return wanted(path) and path.is_relative_to(root) and not any(map(_hidden, path.relative_to(root).parts))


def look(path: Path) -> Candidate | None:
    """Look at one file; None when it is gone."""
    try:
        return _candidate(path, os.stat(path))
    except FileNotFoundError:
        return next(_troubled(path, "a link that leads nowhere"), None)  # nothing where it is gone altogether
    except OSError as error:
        return next(_troubled(path, reason_of(error)), None)


def scan(config: Config) -> Iterator[Candidate]:
    """Yield what is to be read in the folder and below, sorted by name within each folder.

    Raises SourceError when the folder itself is not there or may not be read.
    """
    root = config.root
    try:
        top = os.stat(root)
        os.scandir(root).close()
    except FileNotFoundError as error:
        raise SourceError(f"{config.path}: the folder does not exist") from error
    except NotADirectoryError as error:
        raise SourceError(f"{config.path}: not a folder") from error
    except OSError as error:
        raise SourceError(f"{config.path}: {reason_of(error)}") from error
    yield from _walk(root, (_identity(top),), set())


def _walk(folder: Path, above: tuple[Identity, ...], visited: set[Identity]) -> Iterator[Candidate]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted((entry for entry in listed if not _hidden(entry.name)), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        yield from _troubled(folder, reason_of(error))
        return
    for entry in entries:
        path = folder / entry.name
        try:
            if entry.is_dir():
                yield from _below(path, above, visited)
                continue
        except OSError as error:  # a link that leads to itself
            yield from _troubled(path, reason_of(error))
            continue
        if wanted(path) and (found := look(path)):
            yield found


def _below(folder: Path, above: tuple[Identity, ...], visited: set[Identity]) -> Iterator[Candidate]:
    try:
        identity = _identity(os.stat(folder))
    except OSError:  # gone since it was listed
        return
    if identity in above:
        yield from _troubled(folder, "a directory loop: the link leads back to a folder above it")
    elif len(above) > DEEPEST:
        yield from _troubled(folder, f"nested too deeply: {DEEPEST} folders within folders are read")
    elif identity not in visited:  # links between folders could make more paths than can be walked
        visited.add(identity)
        yield from _walk(folder, (*above, identity), visited)


def _identity(found: os.stat_result) -> Identity:
    return found.st_dev, found.st_ino


def _hidden(name: str) -> bool:
    return name.startswith((".", "~"))


def _candidate(path: Path, found: os.stat_result, trouble: str | None = None) -> Candidate:
    return Candidate(path, found.st_size, found.st_mtime_ns, found.st_ctime_ns, trouble)


def _troubled(path: Path, trouble: str) -> Iterator[Candidate]:
    try:
        yield _candidate(path, os.lstat(path), trouble)
    except OSError:  # gone, and its trouble with it
        return
