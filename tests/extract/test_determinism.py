"""The same article gives the same events, byte by byte, in every run and in every process."""

import json
import os
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from schemas import Article
from worker.extract import extract

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "cases").glob("*/*.toml"))
# Reads articles, a line of JSON each, and prints their events.
READER = """
import sys
from schemas import Article
from worker.extract import extract
for line in sys.stdin.buffer:
    for event in extract(Article.model_validate_json(line)):
        print(event.model_dump_json())
"""


def article(path: Path, text: str, published: object = None) -> Article:
    return Article.model_validate(
        {
            "id": path.stem, "text": text, "language": path.parent.name, "published": published,
            "fetched": datetime(2026, 1, 1, tzinfo=UTC), "source": "test",
        }
    )  # fmt: skip


def articles() -> list[Article]:
    """Every case, and every fourth of a language as one long article, where most can be mixed up."""
    cases = [(path, tomllib.loads(path.read_text("utf-8"))) for path in CASES]
    found = [article(path, case["text"].strip(), case.get("published")) for path, case in cases]
    for language in sorted({path.parent.name for path in CASES}):
        texts = [case["text"].strip() for path, case in cases if path.parent.name == language]
        found.append(article(ROOT / language / "long", "\n\n".join(texts[::4]), "2025-07-21T16:00:00Z"))
    return found


def read(lines: str, seed: str) -> str:
    """What a process of its own reads, whose strings have hashes of their own."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", READER], input=lines, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_every_process_reads_the_same() -> None:
    lines = "\n".join(a.model_dump_json() for a in articles())
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(partial(read, lines), ("1", "4711"))
    assert len(first.splitlines()) > 100
    assert first == second


def test_every_run_reads_the_same_whatever_was_read_before() -> None:
    found = articles()
    first = [e.model_dump_json() for a in found for e in extract(a)]
    second = [e.model_dump_json() for a in reversed(found) for e in reversed(extract(a))]
    assert first == second[::-1]


def test_two_events_of_the_same_sides_in_the_same_sentences_have_two_ids() -> None:
    told = json.loads((ROOT / "bench" / "labelled" / "world-b" / "wb3-gipfel-b.json").read_text("utf-8"))
    fetched = {"fetched": datetime(2026, 1, 1, tzinfo=UTC), "source": "test"}
    events = extract(
        Article.model_validate({key: told[key] for key in ("id", "text", "language", "published")} | fetched)
    )
    talks = [(event.evidence, event.status) for event in events if event.kind == "talks"]
    assert len({evidence for evidence, _ in talks}) < len(talks)
    assert len({event.id for event in events}) == len(events)
