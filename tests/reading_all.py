"""Prints what the reader runs as, and then for each labelled article and each case its events and what becomes of them
after those before, a line each.
"""

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas import AlertBody, Article
from worker.extract import extract, reading
from worker.identity import index_keys, resolve

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
    known: dict[str, AlertBody] = {}
    index: defaultdict[str, set[str]] = defaultdict(set)
    for found in articles():
        article = Article.model_validate({k: v for k, v in found.items() if k in Article.model_fields} | FETCHED)
        events = extract(article)
        print(json.dumps([event.model_dump(mode="json") for event in events]))  # noqa: T201
        near = {i for event in events for key in index_keys(event, article) for i in index[key]}
        candidates = [known[i] for i in sorted(near)]
        resolution = resolve(article, events, candidates, article.fetched)
        for decision in (*resolution.decisions, *resolution.withdrawn):
            known[decision.event.id] = decision.body
            for key in decision.keys:
                index[key].add(decision.event.id)
            print(decision.body.model_dump_json())  # noqa: T201
