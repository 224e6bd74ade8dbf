"""Does every hostile text end in time, with events or a named refusal?

    python bench/hostile.py [--count 10000] [--first 0]

Reads texts that are made to cost time or memory or to break what reads them (bench/hostile_texts.py), each as a file of
one kind or another or as an article, on all processors. A text fails that is still read after the time that an article
gets in the workers, that raises anything but a refusal, or whose events do not stand in its text. Prints how many there
were, the slowest, and what was refused why; ends with 1 where one failed. `--first N --count 1` reads text N alone.
"""

import argparse
import multiprocessing
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import FrameType

from pydantic import ValidationError

from schemas import Article, Event
from worker import log
from worker.extract import extract
from worker.sources.formats import Refusal, read

try:
    from hostile_texts import Hostile, hostile
except ImportError:  # as a module of the tests
    from bench.hostile_texts import Hostile, hostile

LIMIT_S = 10.0  # of processor time; the soft limit of worker/app.py
NOW = datetime(2026, 1, 1, tzinfo=UTC)


class LateError(Exception):
    """The time is over."""


@dataclass(frozen=True)
class Outcome:
    """What became of one text: `events` of it were read, or it was refused, or it `failed`, with a traceback."""

    seconds: float
    number: int
    kind: str
    length: int
    events: int = 0
    refusal: str = ""
    failed: str = ""


def outcome(text: Hostile, limit_s: float = LIMIT_S) -> Outcome:
    """Read `text` in at most `limit_s` of processor time."""
    begun = time.process_time()
    signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, limit_s)
    events, refusal, failed = 0, "", ""
    try:
        for article in articles(text):
            if isinstance(article, Refusal):
                refusal = article.reason.partition(":")[0]
                continue
            found = extract(article)
            events += len(found)
            check(found, article)
    except Exception:  # noqa: BLE001 - whatever it is, it is told
        failed = traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    spent = time.process_time() - begun
    return Outcome(spent, text.number, text.kind, len(text.text), events, refusal, failed)


def articles(text: Hostile) -> Iterator[Article | Refusal]:
    """`text` as a source hands it on."""
    if text.way != "article":
        content = text.text.encode("utf-8", "surrogatepass")
        yield from read(content, name=f"hostile{text.way}", source="bench", fetched=NOW, language=text.language)
        return
    try:
        yield Article(
            id=f"{text.number}", title=text.title, text=text.text, language=text.language, published=NOW, fetched=NOW,
            source="bench",
        )  # fmt: skip
    except ValidationError as error:
        yield Refusal("article", error.errors()[0]["type"])


def check(events: Sequence[Event], article: Article) -> None:
    """Do the events stand in the text, and can they be handed on?"""
    for event in events:
        assert all(e.text == article.text[e.start : e.end] for e in event.evidence)
        assert type(event).model_validate_json(event.model_dump_json()) == event


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise LateError


def _numbered(number: int) -> Outcome:
    return outcome(hostile(number))


def _megabytes() -> float:
    usage = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(usage) / 1024


def main() -> int:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    log.configure(level="error")
    numbers = range(arguments.first, arguments.first + arguments.count)
    outcomes = []
    with multiprocessing.Pool(maxtasksperchild=1_000) as pool:
        for done in pool.imap_unordered(_numbered, numbers, chunksize=10):
            outcomes.append(done)
            if done.failed:
                print(f"{done.number} ({done.kind}, {done.length:,} characters) failed:\n{done.failed}", flush=True)
    return report(outcomes)


def report(outcomes: Sequence[Outcome]) -> int:
    failed = sum(1 for o in outcomes if o.failed)
    told = sum(1 for o in outcomes if o.events)
    refusals = Counter(o.refusal for o in outcomes if o.refusal)
    characters = sum(o.length for o in outcomes)
    print(f"{len(outcomes):,} texts, {characters:,} characters, {failed} failed, {told:,} with events")
    print(f"{sum(refusals.values()):,} refused: " + ", ".join(f"{r} ({n})" for r, n in refusals.most_common()))
    print("slowest:")
    for o in sorted(outcomes, key=lambda o: -o.seconds)[:5]:
        print(f"  {o.seconds:.1f} s  {o.kind}, {o.length:,} characters (--first {o.number} --count 1)")
    print(f"memory: {_megabytes():.0f} MB in the largest process")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
