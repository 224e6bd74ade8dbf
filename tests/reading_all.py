"""Prints what the reader runs as, and then the events of each labelled article and of each case, a line each."""

import json
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas import Article
from worker.extract import extract, reading

ROOT = Path(__file__).parent.parent
FETCHED = {"fetched": datetime(2026, 1, 1, tzinfo=UTC), "source": "test"}


def articles() -> Iterator[dict[str, Any]]:
    """The keys of Article, and others."""
    for path in sorted((ROOT / "bench/labelled").rglob("*.json")):
        yield json.loads(path.read_text("utf-8"))
    for path in sorted((ROOT / "tests/cases").rglob("*.toml")):
        yield {"id": path.stem, "language": path.parent.name} | tomllib.loads(path.read_text("utf-8"))


if __name__ == "__main__":
    print(Path(reading.__file__).suffix)  # noqa: T201
    for found in articles():
        fields = {k: v for k, v in found.items() if k in Article.model_fields} | FETCHED
        print(json.dumps([event.model_dump(mode="json") for event in extract(Article.model_validate(fields))]))  # noqa: T201
