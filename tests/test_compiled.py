"""Compiled (see setup.py), the worker tells the same events, and of them the same, as in plain Python."""

import ast
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMPILER = shlex.split(sysconfig.get_config_var("CC") or "cc")[0]
HEADER = Path(sysconfig.get_path("include"), "Python.h")


def read(program: Path) -> list[str]:
    """What the reader in the folder `program` runs as, and the events of each text with what is known of them then."""
    done = subprocess.run(
        (sys.executable, "-P", ROOT / "tests/reading_all.py"),
        env=os.environ | {"PYTHONPATH": str(program)}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def test_no_star_stands_in_a_tuple_behind_in() -> None:
    """What mypyc cannot have is told at once, not by a build of minutes."""
    starred = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(ROOT.glob("worker/**/*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn)
        for behind in node.comparators
        if isinstance(behind, ast.Tuple | ast.List) and any(isinstance(e, ast.Starred) for e in behind.elts)
    ]
    assert not starred, "write a set, {*some, None}"


@pytest.mark.skipif(shutil.which(COMPILER) is None, reason=f"there is no {COMPILER} here")
@pytest.mark.skipif(not HEADER.is_file(), reason=f"there is no {HEADER} here")
@pytest.mark.timeout(900)
def test_compiled_it_reads_and_decides_the_same(tmp_path: Path) -> None:
    for folder in ("worker", "schemas"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.so"))
    for file in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, tmp_path)
    plain, *events = read(tmp_path)

    build = (sys.executable, "setup.py", "--quiet", "build_ext", "--inplace")
    subprocess.run(build, env=os.environ | {"DEPESCHE_COMPILE": "1"}, cwd=tmp_path, check=True)
    compiled, *same = read(tmp_path)

    assert (plain, compiled) == (".py", ".so")
    assert len(events) > 500
    assert same == events
