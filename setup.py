"""Compiles what reads articles where DEPESCHE_COMPILE is set; without it all is plain Python, and does the same.

mypy compiles, by the types of what the code imports: build without isolation, where both are installed. All else of the
build stands in pyproject.toml.
"""

import os
from pathlib import Path

from setuptools import Extension, setup

COMPILE = bool(os.environ.get("DEPESCHE_COMPILE"))
if COMPILE:
    from mypyc.build import mypycify

TABLES = ("compounds", "forms", "inflection", "patterns", "phrases", "tables", "words")
READING = ("extract/**/*.py", "text/*.py", *(f"languages/{name}.py" for name in TABLES))
# Tables are read into its class by annotations, which mypyc drops.
PLAIN = {"sentences.py"}


def compiled() -> list[Extension]:
    """The modules that reading takes its time in. More than -O1 takes half as long again, and makes nothing faster."""
    found = sorted({path for pattern in READING for path in Path("worker").glob(pattern)})
    chosen = [path for path in found if path.name not in PLAIN | {"__init__.py"} and not _keeps_properties(path)]
    return mypycify([str(path) for path in chosen], opt_level="1", debug_level="0", multi_file=True)


def _keeps_properties(path: Path) -> bool:
    """Has it properties that are found once? mypyc would have them found each time."""
    return "cached_property" in path.read_text("utf-8")


setup(ext_modules=compiled() if COMPILE else [])
