"""Compiles what reads articles and decides about them, where DEPESCHE_COMPILE is set; without it all is plain Python,
and does the same.

mypy compiles, by the types of what the code imports: build without isolation, where both are installed. All else of the
build stands in pyproject.toml.
"""

import os
from pathlib import Path

from setuptools import Extension, setup

COMPILE = bool(os.environ.get("DEPESCHE_COMPILE"))
if COMPILE:
    from mypyc.build import mypycify

TABLES = (
    "compounds",
    "forms",
    "grammar",
    "inflection",
    "name_keys",
    "names",
    "numerals",
    "patterns",
    "phrases",
    "quantity_rules",
    "tables",
    "time_rules",
    "words",
)
BUSY = ("extract/**/*.py", "text/*.py", "identity/*.py", *(f"languages/{name}.py" for name in TABLES))
# Rows of tables are read into their classes by annotations, of which mypyc drops half.
PLAIN = {"identity/headline.py", "identity/names.py", "identity/severity_table.py"}


def compiled() -> list[Extension]:
    """The modules that take the time. More than -O1 takes half as long again, and makes nothing faster."""
    found = {path for pattern in BUSY for path in Path("worker").glob(pattern) if path.name != "__init__.py"}
    plain = {Path("worker", name) for name in PLAIN}
    chosen = sorted(path for path in found - plain if not _keeps_properties(path))
    return mypycify([str(path) for path in chosen], opt_level="1", debug_level="0", multi_file=True)


def _keeps_properties(path: Path) -> bool:
    """Has it properties that are found once? mypyc would have them found each time."""
    return "cached_property" in path.read_text("utf-8")


setup(ext_modules=compiled() if COMPILE else [])
