"""Are same events told as one, and different ones apart?

    python bench/identity.py [--seeds 10] [--late HOURS] [--show N]
    python bench/identity.py --labelled bench/labelled [--orders 3]

Reads made-up streams of news in the order of publication, as the pipeline does: forty days as they mostly are
(made_news.py), and three weeks of news as it breaks (made_breaking.py). Prints per kind of event: reports, reports that
were read, reports that were merged with another event, alerts, alerts that announced an event again, and how often such
events were joined afterwards. Ends with 1 where an aim is missed. With --late each article arrives up to so many hours
after its publication, so that a summary may come before what it sums up.

With --labelled it lets `depesche run` read a folder of labelled articles (scoring.py has their form) in shuffled orders
with four processes, and prints how well reports of one event are told from those of others, how far the orders differ,
and what the rules of identity do with readings that are as the labels.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import orders
from following import follow
from made_breaking import made_breaking
from made_news import Told, made_news

from schemas import Event

FALSE_MERGES, DUPLICATES = 0.005, 0.02  # of the reports read, of the alerts; what was joined since is none


@dataclass
class Outcome:
    """What became of the reports of one kind; `wrong` names some of those that are."""

    reports: int = 0
    read: int = 0
    merged: int = 0
    alerts: int = 0
    again: int = 0
    joined: int = 0
    wrong: list[str] = field(default_factory=list)


def outcomes(told: Sequence[Told]) -> dict[str, Outcome]:
    """Per kind of event what happened. The first report of an identity says which event it is."""
    found: defaultdict[str, Outcome] = defaultdict(Outcome)
    meant: dict[str, str] = {}
    begun: set[str] = set()
    articles = {one.article.id: one.article for one in told}
    decided = dict(zip(articles, follow(articles.values()), strict=True))
    for one in filter(lambda one: one.key, told):
        outcome = found[one.kind]
        outcome.reports += 1
        own = [d for d in decided[one.article.id] if d.event.kind == one.kind and told_in(d.event, one)]
        outcome.alerts += sum(d.publish for d in own)
        outcome.read += bool(own)
        for decision in own[:1]:
            for identity in (decision.body.event.id, *decision.body.joins):
                if meant.setdefault(identity, one.key) != one.key:
                    outcome.merged += 1
                    outcome.wrong.append(f"{one.article.id} is merged with {meant[identity]}")
                    break
            if decision.publish and decision.body.change == "new":
                if one.key in begun:
                    outcome.again += 1
                    outcome.wrong.append(f"{one.article.id} is announced again")
                begun.add(one.key)
            outcome.joined += decision.publish and any(c.field == "joins" for c in decision.body.changes)
    return dict(found)


def late(told: Sequence[Told], hours: float, seed: int) -> list[Told]:
    """The reports in the order in which their articles arrive, each up to so many hours after its publication."""
    chance = random.Random(seed)
    arrived = {one.article.id: one.article.fetched + timedelta(hours=chance.uniform(0, hours)) for one in told}
    moved = (replace(x, article=x.article.model_copy(update={"fetched": arrived[x.article.id]})) for x in told)
    return sorted(moved, key=lambda one: one.article.fetched)


def told_in(event: Event, one: Told) -> bool:
    """Does the article tell the event where it has the words of the report?"""
    return any(e.text in one.words or one.words in e.text for e in event.evidence)


def rows(found: dict[str, Outcome]) -> Iterator[tuple[str, Outcome]]:
    """Each kind, and all together."""
    yield from sorted(found.items())
    total = Outcome()
    for outcome in found.values():
        for name in ("reports", "read", "merged", "alerts", "again", "joined"):
            setattr(total, name, getattr(total, name) + getattr(outcome, name))
    yield "all", total


def main() -> int:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--late", type=float, default=0.0, metavar="HOURS")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print up to N wrong reports of each kind")
    parser.add_argument("--labelled", type=Path, metavar="FOLDER")
    parser.add_argument("--orders", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.labelled:
        orders.measure(arguments.labelled, arguments.orders)
        return 0
    missed = [
        tell(f"Seed {seed}, {what}", outcomes(late(made(seed), arguments.late, seed)), arguments.show)
        for seed in range(arguments.seeds)
        for what, made in (("days as they mostly are", made_news), ("news as it breaks", made_breaking))
    ]
    return int(any(missed))


def tell(title: str, found: dict[str, Outcome], show: int) -> bool:
    """Print what happened, and up to `show` wrong reports of each kind. Return whether an aim is missed."""
    print(f"\n{title}\n\n|  | reports | read | false merges | alerts | announced again | and joined |\n|{' --- |' * 7}")
    for name, o in rows(found):
        merged, again = o.merged / max(o.read, 1), o.again / max(o.alerts, 1)
        print(f"| {name} | {o.reports} | {o.read} | {merged:.2%} | {o.alerts} | {again:.2%} | {o.joined} |")
    for outcome in found.values():
        print(*outcome.wrong[:show], sep="\n", end="\n" if show else "")
    return merged >= FALSE_MERGES or (o.again - o.joined) / max(o.alerts, 1) >= DUPLICATES


if __name__ == "__main__":
    sys.exit(main())
