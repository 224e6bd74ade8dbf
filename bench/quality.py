"""How well are labelled articles read?

    python bench/quality.py [LABELLED] [--order published|file|shuffled] [--seed N] [--set-aside | --looked-at]

Reads every article of a folder of labelled articles (one JSON file each: the keys of Article and the labels, which are
not looked at; scoring.py has their form), tells same events from different ones as the pipeline does, and prints as
Markdown how far the result agrees with the labels: per kind and language, per slot, how reliable `confidence` is, and
the identities. LABELLED is bench/labelled unless given. One article in four is set aside, by a hash of its id: it was
not looked at while the rules were written, and --set-aside measures on those alone, --looked-at on the others.
"""

import argparse
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from following import in_the_end
from scoring import Agreement, Score, compare, same_identity

from schemas import Article

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEYS = ("id", "title", "text", "language", "published", "outlet", "url")
LEVELS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def set_aside(id: str) -> bool:
    return int(hashlib.md5(id.encode()).hexdigest(), 16) % 4 == 0


def labelled(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json"))]


def article(label: dict[str, Any]) -> Article:
    own = {k: v for k, v in label.items() if k in KEYS}
    return Article.model_validate(own | {"fetched": NOW, "source": "bench"})


def in_order(labels: list[dict[str, Any]], order: str, seed: int) -> list[dict[str, Any]]:
    if order == "published":
        labels.sort(key=lambda label: str(label["published"]))
    elif order == "shuffled":
        random.Random(seed).shuffle(labels)
    return labels


def predictions(articles: Iterable[Article]) -> Iterator[list[dict[str, Any]]]:
    """The events of each article with their identities."""
    for events in in_the_end(articles):
        yield [event.model_dump(mode="json") for event in events]


def compare_all(labels: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], Agreement]]:
    """Per article its labels and how far they are met."""
    events = predictions(map(article, labels))
    return [(label, compare(label["events"], found)) for label, found in zip(labels, events, strict=True)]


def by_kind_and_language(compared: Sequence[tuple[dict[str, Any], Agreement]]) -> Iterator[Sequence[str]]:
    """A row of the table for everything, for each kind and for each language."""
    found: dict[str, Score] = defaultdict(Score)
    keyed: dict[str, Score] = defaultdict(Score)
    for label, agreement in compared:
        for kind in agreement.found:
            for row in ("all", kind, label["language"]):
                found[row] += agreement.found[kind]
                keyed[row] += agreement.keyed[kind]
    for row in ("all", *sorted(found.keys() - {"all"}, key=lambda name: (len(name) == 2, name))):
        yield row, *figures(found[row]), *figures(keyed[row]), str(found[row].labelled), str(found[row].predicted)


def by_slot(compared: Sequence[tuple[dict[str, Any], Agreement]]) -> Iterator[Sequence[str]]:
    slots: dict[str, Score] = defaultdict(Score)
    for _, agreement in compared:
        for slot, score in agreement.slots.items():
            slots[slot] += score
            slots["all"] += score
    for slot in sorted(slots, key=lambda name: (name != "all", name)):
        yield slot, *figures(slots[slot]), str(slots[slot].labelled)


def by_confidence(compared: Sequence[tuple[dict[str, Any], Agreement]]) -> Iterator[Sequence[str]]:
    """Per level of confidence: how many events, what they claim, how many are right."""
    judged = [(event["confidence"], right) for _, agreement in compared for event, right in agreement.judged]
    for low, high in pairwise(LEVELS):
        within = [(said, right) for said, right in judged if low <= said < high]
        if within:
            claimed, right = (sum(column) / len(within) for column in zip(*within, strict=True))
            yield f"{low:.1f} to {min(high, 1):.1f}", str(len(within)), f"{claimed:.2f}", f"{right:.2f}"


def figures(score: Score) -> tuple[str, str]:
    return f"{score.f1:.3f}", f"{score.precision:.2f}, {score.recall:.2f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    print(f"\n| {' | '.join(head)} |\n|{' --- |' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="?", default=Path(__file__).parent / "labelled")
    parser.add_argument("--order", choices=["file", "published", "shuffled"], default="published")
    parser.add_argument("--seed", type=int, default=0)
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--set-aside", dest="part", action="store_const", const=True)
    part.add_argument("--looked-at", dest="part", action="store_const", const=False)
    arguments = parser.parse_args()
    chosen = [x for x in labelled(arguments.labelled) if arguments.part in (None, set_aside(x["id"]))]
    compared = compare_all(in_order(chosen, arguments.order, arguments.seed))
    print(f"{len(chosen)} articles")
    table(("", "found F1", "P, R", "keyed F1", "P, R", "labelled", "predicted"), by_kind_and_language(compared))
    table(("slot", "F1", "P, R", "labelled"), by_slot(compared))
    table(("confidence", "events", "claimed", "right"), by_confidence(compared))
    identity = same_identity([pair for _, agreement in compared for pair in agreement.identities])
    print(f"\nidentity F1 {identity.f1:.3f} (P {identity.precision:.3f} R {identity.recall:.3f})")


if __name__ == "__main__":
    main()
