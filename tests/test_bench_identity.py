"""Same events are told as one and different ones apart, and copies from articles of their own, as benches demand."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def bench(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_forty_days_have_no_false_merges_and_no_doubles() -> None:
    told = bench("bench/identity.py", "--seeds", "1")
    assert "| all | 633 | 633 | 0.00% |" in told
    assert "| all | 598 | 598 | 0.00% |" in told


def test_neither_have_reports_that_come_late() -> None:
    told = bench("bench/identity.py", "--seeds", "1", "--late", "12")
    assert "| all | 633 | 633 | 0.00% |" in told
    assert "| all | 598 | 598 | 0.00% |" in told


def test_readings_that_are_as_the_labels_get_the_identities_of_the_labels() -> None:
    told = bench("bench/identity.py", "--labelled", "bench/labelled", "--orders", "0")
    (found,) = re.findall(r"labels as readings \| (\S+) \| (\S+), (\S+) \|", told)
    f1, precision, recall = map(float, found)
    assert (f1 >= 0.93, precision >= 0.95, recall >= 0.91) == (True, True, True), told


def test_copies_are_told_from_articles_of_their_own() -> None:
    assert "| that tell one event | 112 | 0 |" in bench("bench/copies.py")
