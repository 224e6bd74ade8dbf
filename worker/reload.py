"""Notices that the configuration changed while a program runs."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from worker.errors import ConfigError
from worker.settings import Settings

CHECK_S = 1.0  # between two looks at the file

Stamp = tuple[int, ...]

log = structlog.get_logger(__name__)


class Reloader:
    """Looks after the configuration file at `path`, from which `load` makes settings; `current` are those in force.

    It looks after their list of sites and their table of severity, too. A file is read when it was the same at two
    looks, so that one that is still being written is not. One that is broken or gone changes nothing; of a broken one
    `refused` is told why, once.
    """

    def __init__(
        self, path: Path, load: Callable[[], Settings], current: Settings, refused: Callable[[str], object]
    ) -> None:
        self.path = path
        self._load = load
        self.current = current
        self._refused = refused
        self._read = self._last = self._stamps()
        self._next = 0.0

    def changed(self) -> Settings | None:
        """Return new settings, None where there are none."""
        now = time.monotonic()
        if now < self._next:
            return None
        self._next = now + CHECK_S
        before, self._last = self._last, self._stamps()
        if self._last[0] is None or self._last == self._read or self._last != before:
            return None
        self._read = self._last
        try:
            found = self._load()
        except ConfigError as error:
            log.warning("config_refused", reason=str(error))
            self._refused(str(error))
            return None
        if found == self.current:
            return None
        self.current = found
        return found

    def _stamps(self) -> tuple[Stamp | None, ...]:
        named = (self.current.routing.sites, self.current.severity.table)
        return _stamp(self.path), *(_stamp(path) if path else None for path in named)


def _stamp(path: Path) -> Stamp | None:
    """Return what is equal as long as a file did not change; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
