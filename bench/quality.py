"""How well are labelled articles read?

    python bench/quality.py LABELLED SCORER [--order file|published|shuffled] [--seed N]

Reads every article of a folder of labelled articles (one JSON file each: the keys of Article, and the labels, which
are not looked at), tells same events from different ones as the pipeline does, and hands the result to SCORER, a
program called as `SCORER LABELLED PREDICTIONS`. Prints what it prints, then the reading speed on one core.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from schemas import AlertBody, Article
from worker.extract import extract
from worker.identity import index_keys, resolve

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEYS = ("id", "title", "text", "language", "published", "outlet", "url")


def articles(folder: Path, order: str, seed: int) -> list[Article]:
    """The articles of `folder` in the order asked for."""
    loaded = [json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json"))]
    if order == "published":
        loaded.sort(key=lambda labelled: str(labelled["published"]))
    elif order == "shuffled":
        random.Random(seed).shuffle(loaded)
    own = ({k: v for k, v in labelled.items() if k in KEYS} for labelled in loaded)
    return [Article.model_validate(fields | {"fetched": NOW, "source": "bench"}) for fields in own]


def predictions(read: Iterable[Article]) -> Iterator[str]:
    """One line per article; the events known so far are kept as the store keeps them."""
    known: dict[str, AlertBody] = {}
    index: dict[str, dict[str, None]] = {}
    for article in read:
        events = extract(article)
        near = dict.fromkeys(i for e in events for key in index_keys(e, article) for i in index.get(key, ()))
        decisions = resolve(article, events, [known[i] for i in near], NOW).decisions
        for decision in decisions:
            known[decision.body.event.id] = decision.body
            for key in decision.keys:
                index.setdefault(key, {})[decision.body.event.id] = None
        yield json.dumps({"id": article.id, "events": [d.event.model_dump(mode="json") for d in decisions]})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--order", choices=["file", "published", "shuffled"], default="published")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    read = articles(arguments.labelled, arguments.order, arguments.seed)
    for language in {a.language for a in read}:
        extract(read[0].model_copy(update={"language": language}))  # loads the pack outside the measured time
    start = time.process_time()
    lines = list(predictions(read))
    seconds = time.process_time() - start
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        out.write("\n".join(lines))
        out.flush()
        subprocess.run([sys.executable, str(arguments.scorer), str(arguments.labelled), out.name], check=True)
    words = sum(len(a.text.split()) for a in read)
    print(f"{len(read) / seconds:.1f} articles a second and core, {words / len(read):.0f} words each")


if __name__ == "__main__":
    main()
