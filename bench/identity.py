"""Are same events told as one, and different ones apart?

    python bench/identity.py [--seeds 10] [--show N]
    python bench/identity.py --labelled bench/labelled [--orders 3]

Reads made-up streams of news of forty days (made_news.py) in the order of publication, as the pipeline does, and prints
per kind of event: reports, reports that were read, reports that were merged with another event, events that were
announced more than once, and alerts. Ends with 1 where an aim is missed.

With --labelled it lets `depesche run` read a folder of labelled articles (scoring.py has their form) in shuffled orders
with four processes, and prints how well reports of one event are told from those of others, how far the orders differ,
and what the rules of identity do with readings that are as the labels.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orders
from following import follow
from made_news import DAYS, Told, made_news

FALSE_MERGES, DUPLICATES = 0.005, 0.02  # of the reports read, of the alerts


@dataclass
class Outcome:
    """What became of the reports of one kind; `wrong` names some of those that are."""

    reports: int = 0
    read: int = 0
    merged: int = 0
    alerts: int = 0
    again: int = 0
    wrong: list[str] = field(default_factory=list)


def outcomes(told: Sequence[Told]) -> dict[str, Outcome]:
    """Per kind of event what happened. The first report of an identity says which event it is."""
    found: defaultdict[str, Outcome] = defaultdict(Outcome)
    meant: dict[str, str] = {}
    begun: Counter[str] = Counter()
    for one, decisions in zip(told, follow(t.article for t in told), strict=True):
        outcome = found[one.kind]
        outcome.reports += 1
        own = [d for d in decisions if d.event.kind == one.kind]
        outcome.alerts += sum(d.publish for d in own)
        outcome.read += bool(own)
        for decision in own[:1]:
            if meant.setdefault(decision.body.event.id, one.key) != one.key:
                outcome.merged += 1
                outcome.wrong.append(f"{one.article.id} is merged with {meant[decision.body.event.id]}")
            elif decision.publish and decision.body.change == "new":
                begun[one.key] += 1
                outcome.again += begun[one.key] > 1
                if begun[one.key] > 1:
                    outcome.wrong.append(f"{one.article.id} is announced again")
    return dict(found)


def rows(found: dict[str, Outcome]) -> Iterator[tuple[str, Outcome]]:
    """Each kind, and all together."""
    yield from sorted(found.items())
    total = Outcome()
    for outcome in found.values():
        for name in ("reports", "read", "merged", "alerts", "again"):
            setattr(total, name, getattr(total, name) + getattr(outcome, name))
    yield "all", total


def main() -> int:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print up to N wrong reports of each kind")
    parser.add_argument("--labelled", type=Path, metavar="FOLDER")
    parser.add_argument("--orders", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.labelled:
        orders.measure(arguments.labelled, arguments.orders)
        return 0
    missed = False
    for seed in range(arguments.seeds):
        found = outcomes(made_news(seed))
        print(f"\nSeed {seed}: {DAYS} days\n\n|  | reports | read | false merges | alerts | announced again |")
        print(f"|{' --- |' * 6}")
        for name, o in rows(found):
            merged, again = o.merged / max(o.read, 1), o.again / max(o.alerts, 1)
            print(f"| {name} | {o.reports} | {o.read} | {merged:.2%} | {o.alerts} | {again:.2%} |")
            missed |= name == "all" and (merged >= FALSE_MERGES or again >= DUPLICATES)
        for outcome in found.values():
            for line in outcome.wrong[: arguments.show]:
                print(line)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
