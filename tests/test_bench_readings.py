"""What is read in many articles is printed one event a line, so that two readings can be compared."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
STRIKE = {
    "id": "strike",
    "language": "en",
    "published": "2025-07-21T10:00:00+00:00",
    "title": "Drones hit Kyiv",
    "text": "Russia attacked Kyiv with 40 drones on Sunday, killing two people.",
}
WEATHER = STRIKE | {"id": "weather", "title": "Rain", "text": "Tomorrow it will rain in the north."}


def test_events_of_lines_gzipped_lines_and_folders_are_printed_one_a_line(tmp_path: Path) -> None:
    lines = "\n".join(map(json.dumps, (STRIKE, WEATHER))) + "\n"
    (tmp_path / "news.jsonl").write_text(lines, "utf-8")
    (tmp_path / "news.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "strike.json").write_text(json.dumps(STRIKE), "utf-8")
    names = (str(tmp_path / name) for name in ("news.jsonl", "news.jsonl.gz", "news"))
    ended = subprocess.run(
        [sys.executable, "bench/readings.py", *names], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = ended.stdout.splitlines()
    assert len(told) == 3
    assert {line.split(" | ")[0] for line in told} == {"strike"}
    assert "attack | Russia attacks Ukraine: Kyiv; 2 killed" in told[0]
    assert "5 articles, 3 events, 600.0 per 1,000" in ended.stderr
