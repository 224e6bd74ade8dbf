"""Are copies of one wire text told from other articles on the same event?

    python bench/copies.py [LABELLED] [--seed N] [--show N] [--read]

Makes copies of each labelled article (quality.py has their form) as outlets make them, and compares what is kept of
their words (worker/identity/sketch.py) with what is kept of the original and of all other articles. Prints as Markdown
how many copies of each sort are known as such, and how many pairs of different articles are taken for copies; pairs
whose labels name one event are the hard ones. Ends with 1 where an aim is missed. With --read each copy is read after
its original, as the work of another outlet an hour later, and what is told of its events is counted; takes minutes.
"""

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from following import follow
from quality import article, labelled

from worker.identity.sketch import COPY, contained, same_text, sketch

PRECISION, RECALL = 0.999, 0.97  # recall: of articles that are no short ones
SHORT = 60  # words of an article that is as short as a feed item
EDITED = 0.05  # of the words
LEADS = {
    "de": "Die Lage bleibt angespannt, wie am Abend verlautete, und viele fragen nach den Folgen.",
    "en": "The situation remained tense on Tuesday evening as officials and residents took stock of what happened.",
}
FURNITURE = {
    "de": "Foto: Symbolbild / Archiv. Lesen Sie auch: Was wir wissen und was nicht. Jetzt den Newsletter bestellen und "
    "keine Meldung mehr verpassen. Teilen, merken, drucken. Alle Rechte vorbehalten.",
    "en": "Photo: file picture. Read more: what we know so far and what not. Sign up for our daily newsletter and "
    "never miss a story. Share this article. All rights reserved.",
}

Make = Callable[[str, str, random.Random], str]


def cut(text: str, language: str, chance: random.Random) -> str:
    """The first third, to the end of a word."""
    return text[: len(text) // 3].rsplit(" ", 1)[0]


def with_furniture(text: str, language: str, chance: random.Random) -> str:
    return f"{text}\n\n{FURNITURE[language]}"


def with_own_lead(text: str, language: str, chance: random.Random) -> str:
    """Another title and another first sentence."""
    sentences = re.split(r"(?<=[.!?])\s+", text.partition("\n")[2].strip() or text)
    return " ".join((LEADS[language], *sentences[1:]))


def edited(text: str, language: str, chance: random.Random) -> str:
    """One word in twenty is another or left out."""
    words = text.split()
    for n in chance.sample(range(len(words)), round(len(words) * EDITED)):
        words[n] = chance.choice(("", chance.choice(words)))
    return " ".join(words)


def everything(text: str, language: str, chance: random.Random) -> str:
    """Cut to a third, edited, with a lead of its own, and page furniture around it."""
    short = edited(cut(with_own_lead(text, language, chance), language, chance), language, chance)
    return with_furniture(short, language, chance)


SORTS: Mapping[str, Make] = {
    "whole": lambda text, language, chance: text,
    "with page furniture": with_furniture,
    "another title and lead": with_own_lead,
    "edited": edited,
    "cut to a third": cut,
    "all of that": everything,
}


def known(labels: Sequence[dict[str, Any]], seed: int, show: int) -> float:
    """Print how many copies of each sort are known as such; return the share of all that are not of short articles."""
    right = 0
    long = [label for label in labels if len(label["text"].split()) >= SHORT]
    print(f"| copies | of {len(long)} articles | of {len(labels) - len(long)} short ones |\n| --- | --- | --- |")
    for sort, make in SORTS.items():
        chance = random.Random(seed)
        made = {x["id"]: make(x["text"], x["language"], chance) for x in labels}
        missed = [x for x in labels if not same_text(sketch(x["text"]), sketch(made[x["id"]]))]
        missed_long = [x["id"] for x in missed if x in long]
        of_long = 1 - len(missed_long) / len(long)
        of_short = 1 - (len(missed) - len(missed_long)) / max(len(labels) - len(long), 1)
        print(f"| {sort} | {of_long:.0%} | {of_short:.0%} |")
        print("".join(f"{name} is not known\n" for name in missed_long[:show]), end="")
        right += len(long) - len(missed_long)
    return right / (len(long) * len(SORTS))


def told_apart(labels: Sequence[dict[str, Any]], show: int) -> float:
    """Print how many pairs of different articles are taken for copies; return the share of those that are not."""
    kept = [(x["id"], {event["key"] for event in x["events"]}, sketch(x["text"])) for x in labels]
    pairs = [(f"{a[0]} and {b[0]}", bool(a[1] & b[1]), contained(a[2], b[2])) for a, b in combinations(kept, 2)]
    print("\n| different articles | pairs | taken for copies | most in common |\n| --- | --- | --- | --- |")
    for name, told in (("that tell one event", [p for p in pairs if p[1]]), ("all", pairs)):
        wrong = [p for p in told if p[2] >= COPY]
        print(f"| {name} | {len(told):,} | {len(wrong)} | {max(share for *_, share in told):.0%} |")
        print("".join(f"{two} are taken for copies\n" for two, *_ in wrong[:show]), end="")
    return 1 - sum(share >= COPY for *_, share in pairs) / len(pairs)


def read(labels: Sequence[dict[str, Any]], seed: int) -> None:
    """Print what is told of the events of copies that are no short articles."""
    print("\n| copies | events | told as new | updated | corroborated |\n| --- | --- | --- | --- | --- |")
    long = [label for label in labels if len(label["text"].split()) >= SHORT]
    for sort, make in SORTS.items():
        chance, told = random.Random(seed), Counter[str]()
        for label in long:
            original = article(label)
            other = {"id": f"{original.id}-copy", "title": "", "outlet": "Copyist"}
            later = {"published": (original.published or original.fetched) + timedelta(hours=1)}
            text = {"text": make(original.text, label["language"], chance)}
            _, decisions = follow([original, original.model_copy(update=other | later | text)])
            told.update(decision.body.change if decision.publish else "" for decision in decisions)
        changes = " | ".join(str(told[change]) for change in ("new", "updated", "corroborated"))
        print(f"| {sort} | {told.total()} | {changes} |", flush=True)


def main() -> int:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="?", default=Path(__file__).parent / "labelled")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print up to N of each sort that are wrong")
    parser.add_argument("--read", action="store_true")
    arguments = parser.parse_args()
    labels = labelled(arguments.labelled)
    recall, precision = known(labels, arguments.seed, arguments.show), told_apart(labels, arguments.show)
    if arguments.read:
        read(labels, arguments.seed)
    return int(recall < RECALL or precision < PRECISION)


if __name__ == "__main__":
    sys.exit(main())
