"""What is read in many articles, one event a line: `diff` shows what a change of the rules reads otherwise.

    python bench/readings.py ARTICLES... > before
    (change a rule)
    python bench/readings.py ARTICLES... > after
    diff before after

ARTICLES are folders of articles (one JSON file each: the keys of Article; labels are not looked at) and JSON lines, as
they are or gzipped. A line has the article's id, the event's headline, its slots that the headline leaves out, and the
first words of its evidence. How many events there are per 1,000 articles is printed at the end, to stderr: on articles
without any, those are all false.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from quality import article

from schemas import Event
from worker.extract import extract
from worker.identity.headline import headline

EVIDENCE = 90  # characters
BESIDES = ("addressees", "attribution", "method", "missing", "topics", "outcomes", "items", "aid_types")


def records(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield json.loads(file.read_text("utf-8"))
    else:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def slots(event: Event) -> Iterator[str]:
    """The status, when, and what the headline leaves out."""
    yield event.status
    if event.when:
        yield f"{event.when.start} {event.when.end}"
    for name, value in event.model_dump(include=set(BESIDES)).items():
        if value:
            yield f"{name} " + ", ".join(map(called, value if isinstance(value, list | tuple) else [value]))


def called(value: str | dict[str, Any]) -> str:
    return value if isinstance(value, str) else value.get("name") or value.get("kind") or value["text"]


def lines(record: dict[str, Any]) -> list[str]:
    """The events of an article, in the order of the text."""
    events = sorted(extract(article(record)), key=lambda e: (e.evidence[0].start, e.kind))
    return [
        " | ".join((record["id"], e.kind, headline(e), *slots(e), " ".join(e.evidence[0].text[:EVIDENCE].split())))
        for e in events
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+")
    paths = parser.parse_args().articles
    with ProcessPoolExecutor() as processes:
        found = list(processes.map(lines, (record for path in paths for record in records(path)), chunksize=8))
    for told in found:
        print("\n".join(told), end="\n" if told else "")
    events = sum(map(len, found))
    rate = 1000 * events / max(len(found), 1)
    print(f"{len(found)} articles, {events} events, {rate:.1f} per 1,000", file=sys.stderr)


if __name__ == "__main__":
    main()
