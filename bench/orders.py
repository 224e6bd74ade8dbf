"""Identity over labelled articles: in several orders of arrival, and with the labels themselves as readings."""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from as_labelled import events
from following import in_the_end
from quality import KEYS, article, in_order, labelled
from scoring import Json, Score, compare, same_identity

WORKERS = 4
COMMAND = [sys.executable, "-c", "import sys; from worker.cli import main; sys.exit(main())", "run", "--once"]
Reading = tuple[str, str, int, int]  # article, kind, first and last character of what was read


def measure(folder: Path, orders: int) -> None:
    """Print how well the articles of `folder` get their identities by `depesche run`, in so many orders of arrival."""
    labels = labelled(folder)
    print(f"{len(labels)} articles, {WORKERS} processes\n\n| | identity F1 | P, R |\n| --- | --- | --- |")
    runs = []
    for seed in range(orders):
        runs.append(read_in_order(labels, seed))
        row(f"order {seed}", [pair for x in labels for pair in compare(x["events"], runs[-1][x["id"]]).identities])
    row("labels as readings", as_labelled(labels))
    if runs:
        tell_difference([one_event(found) for found in runs])


def row(name: str, identities: Sequence[tuple[str, str]]) -> None:
    """Print a row of the table: each identity is a label's key and the id that its event got."""
    score: Score = same_identity(identities)
    print(f"| {name} | {score.f1:.3f} | {score.precision:.2f}, {score.recall:.2f} |", flush=True)


def read_in_order(labels: Sequence[Json], seed: int) -> Mapping[str, list[Json]]:
    """The events of each article, by its id, as `depesche run --once --report` tells them in a home of its own.

    A folder is read in the order of names, which here is that of `seed`.
    """
    order = random.Random(seed).sample(range(len(labels)), len(labels))
    with tempfile.TemporaryDirectory(prefix="depesche-bench-") as home:
        folder, report = Path(home, "in"), Path(home, "report.jsonl")
        folder.mkdir()
        for place, n in enumerate(order):
            own = {key: labels[n][key] for key in KEYS if key in labels[n]}
            (folder / f"{place:06}.json").write_text(json.dumps(own), "utf-8")
        environment = os.environ | {"DEPESCHE_HOME": f"{home}/home", "DEPESCHE_CONFIG": os.devnull}
        environment.pop("REDIS_URL", None)
        command = [*COMMAND, "--watch", str(folder), "--report", str(report), "--workers", str(WORKERS)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        told = map(json.loads, report.read_text("utf-8").splitlines())
        return {line["id"]: line["events"] for line in told}


def as_labelled(labels: list[Json]) -> list[tuple[str, str]]:
    """The identities that the events of the labels get, read in the order of publication."""
    ordered = in_order(list(labels), "published", 0)
    told = in_the_end(map(article, ordered), [events(x, article(x)) for x in ordered])
    return [
        (label["key"], event.id)
        for x, found in zip(ordered, told, strict=True)
        for label, event in zip(x["events"], found, strict=True)
    ]


def one_event(found: Mapping[str, Iterable[Json]]) -> frozenset[frozenset[Reading]]:
    """All pairs of readings that were taken for one event."""
    clusters = defaultdict(set)
    for name, told in found.items():
        for event in told:
            spans = [place for e in event["evidence"] for place in (e["start"], e["end"])]
            clusters[event["id"]].add((name, event["kind"], min(spans), max(spans)))
    return frozenset(frozenset(pair) for members in clusters.values() for pair in combinations(members, 2))


def tell_difference(runs: Sequence[frozenset[frozenset[Reading]]]) -> None:
    """Print how many pairs of readings are one event in some orders and not in others."""
    everywhere, anywhere = frozenset.intersection(*runs), frozenset.union(*runs)
    share = 1 - len(everywhere) / max(len(anywhere), 1)
    print(f"\nOf {len(anywhere)} pairs of reports that are one event in any order, {share:.0%} are not in all orders.")
