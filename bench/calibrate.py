"""The weights of worker/extract/confidence.py, from labelled articles.

    python bench/calibrate.py [LABELLED ...] > worker/extract/confidence.toml

Reads the labelled articles that were looked at (quality.py tells which; the others show how reliable the result is),
and fits, per kind of event, a logistic regression of "right" on the features of confidence.py, with a penalty on large
weights, since some features are rare. LABELLED is bench/labelled unless given.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from math import exp
from pathlib import Path

from quality import article, labelled, set_aside
from scoring import compare

from worker.extract import extract
from worker.extract.confidence import FEATURES

STEPS, RATE, PENALTY = 4_000, 0.5, 2.0
Sample = tuple[list[float], bool]


def fit(samples: Sequence[Sample]) -> list[float]:
    """Weights of the first column, which is not penalised, and of the others, by gradient descent."""
    weights = [0.0] * len(samples[0][0])
    for _ in range(STEPS):
        gradient = [-PENALTY * w if i else 0.0 for i, w in enumerate(weights)]
        for row, right in samples:
            claimed = 1 / (1 + exp(-sum(w * x for w, x in zip(weights, row, strict=True))))
            for i, x in enumerate(row):
                gradient[i] += (right - claimed) * x
        weights = [w + RATE * g / len(samples) for w, g in zip(weights, gradient, strict=True)]
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="*", default=[Path(__file__).parent / "labelled"])
    samples: dict[str, list[Sample]] = defaultdict(list)
    for label in (x for folder in parser.parse_args().labelled for x in labelled(folder) if not set_aside(x["id"])):
        events = {e.id: e for e in extract(article(label))}
        told = [e.model_dump(mode="json") for e in events.values()]
        for judged, right in compare(label["events"], told).judged:
            event = events[judged["id"]]
            row = [1.0, *(float(holds(event)) for holds in FEATURES[event.kind].values())]
            samples[event.kind].append((row, right))
    print("# Log-odds per kind and feature; written by bench/calibrate.py, explained in confidence.py.")
    for kind, features in FEATURES.items():
        print(f"\n[{kind}]")
        for name, weight in zip(("base", *features), fit(samples[kind]), strict=True):
            print(f"{name} = {weight:.2f}")


if __name__ == "__main__":
    main()
