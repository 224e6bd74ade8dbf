"""Over forty made-up days, same events are told as one and different ones apart, as the bench of it demands."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_forty_days_have_no_false_merges_and_no_doubles() -> None:
    ended = subprocess.run(
        [sys.executable, "bench/identity.py", "--seeds", "1"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "| all | 633 | 633 | 0.00% |" in ended.stdout
