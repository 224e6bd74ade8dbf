"""What came of a run in which processes died, beside what was promised."""

import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from schemas import AlertMessage, Article
from worker.extract import extract
from worker.identity import index_keys, resolve
from worker.sources.folder import Config, scan
from worker.store import Known, RedisServer, Result, Store

if TYPE_CHECKING:
    from delivery import Webhooks
    from witnesses import Subscriber


class Row(NamedTuple):
    """Something that was counted, and what it has to be; where `promised` is None nothing is promised."""

    what: str
    count: int
    promised: int | None = 0


@dataclass(frozen=True)
class Found:
    """What an installation keeps at the end."""

    articles: Mapping[str, Article]  # all that arrived
    results: Sequence[Result]
    alerts: Sequence[tuple[int, str]]  # number and message, as on the stream
    events: Mapping[str, frozenset[str]]  # event -> articles that report it
    left: Collection[str]  # files that were never taken
    pending: int


def found_of(store: Store, articles: Sequence[Article], folder: Path) -> Found:
    """Look into a store in which nothing is going on."""
    paths = [str(found.path) for found in scan(Config(folder, "in"))]
    seen = store.seen(paths)
    return Found(
        articles={article.id: article for article in articles},
        results=store.results(article.id for article in articles),
        alerts=store.alerts(after=0, limit=1_000_000),
        events=events_of(store),
        left=[path for path in paths if path not in seen or seen[path].outcome != "taken"],
        pending=store.pending(),
    )


def events_of(store: Store) -> dict[str, frozenset[str]]:
    """Return the articles that report each event."""
    known = (event for event in store.history.events() if isinstance(event, Known))
    return {event.body.event.id: frozenset(report.article for report in event.body.reports) for event in known}


def judged(
    found: Found, subscriber: "Subscriber", webhooks: "Webhooks", receivers: int, unsent: Collection[str]
) -> list[Row]:
    """Return what was lost, and what came twice."""
    messages = [AlertMessage.model_validate_json(message) for _, message in found.alerts]
    numbers = [number for number, _ in found.alerts]
    within = [message.data.sequence for message in messages]
    ids = {message.id for message in messages}
    arrived = [webhooks.arrived.get(number, {}).keys() for number in range(receivers)]
    outcomes = Counter(result.outcome for result in found.results)
    return [
        Row("articles without an outcome", len(found.articles) - len(found.results)),
        Row("articles still on the ledger", found.pending),
        Row("files never taken", len(found.left)),
        Row("articles that the endpoint never took", len(unsent)),
        Row("articles failed, with a reason", outcomes["failed"], None),
        Row("alerts", len(messages), None),
        Row("gaps in their numbers", sum(a != b for a, b in zip(numbers, range(1, len(numbers) + 1), strict=True))),
        Row("numbers that differ from those within", sum(a != b for a, b in zip(numbers, within, strict=True))),
        Row("alerts with two numbers", doubles(message.id for message in messages)),
        Row("revisions of an event told twice", doubles((m.subject, m.data.revision) for m in messages)),
        Row("events told as new twice", doubles(m.subject for m in messages if m.data.change == "new")),
        Row("messages that came twice on a channel", subscriber.again),
        Row("messages that the subscriber missed or heard otherwise", len(set(found.alerts) ^ set(subscriber.heard))),
        Row("of these, read from the stream after a gap", subscriber.filled, None),
        Row("webhooks that never arrived", sum(len(ids - names) for names in arrived)),
        Row("webhooks about nothing on the stream", sum(len(names - ids) for names in arrived)),
        Row("webhooks that came again, with the same id", webhooks.again, None),
        Row("webhook ids with two contents", webhooks.different),
    ]  # fmt: skip


def told_at(found: Found, arrived: Mapping[int, float]) -> dict[str, float]:
    """Return when the first alert of each article came. It has the time at which the article was decided about."""
    decided = {result.time: result.article for result in found.results}
    told: dict[str, float] = {}
    for number, message in found.alerts:
        article = decided.get(AlertMessage.model_validate_json(message).time)
        if article and number in arrived:
            told.setdefault(article, arrived[number])
    return told


def doubles(things: Iterable[object]) -> int:
    """Return how many things are there a second time."""
    return sum(count - 1 for count in Counter(things).values())


def undisturbed(found: Found, processes: int) -> dict[str, frozenset[str]]:
    """Return what one process makes of the articles that were read, in the order in which that was decided."""
    read = sorted((result for result in found.results if result.outcome != "failed"), key=lambda result: result.time)
    articles = [found.articles[result.article] for result in read]
    with (
        tempfile.TemporaryDirectory(prefix="depesche-bench-") as home,
        RedisServer(Path(home)) as server,
        ProcessPoolExecutor(processes) as pool,
    ):
        store = Store.open(server.url)
        for article, events, result in zip(articles, pool.map(extract, articles, chunksize=20), read, strict=True):
            store.enter(article)
            candidates = store.candidates(*(index_keys(event, article) for event in events))
            resolution = resolve(article, events, candidates.known, result.time)
            store.commit(article, resolution, candidates, result.time)
        return events_of(store)


def compared(found: Found, expected: Mapping[str, frozenset[str]]) -> list[Row]:
    """Return where the run differs from one that nobody disturbed."""
    told = {name for names in found.events.values() for name in names}
    others = (Counter(found.events.values()) - Counter(expected.values())).total()  # ids follow versions, which differ
    wanted = {name for names in expected.values() for name in names}
    return [
        Row("events", len(found.events), None),
        Row("articles that tell events here or undisturbed alone", len(told ^ wanted)),
        Row("events more or fewer than undisturbed", abs(len(found.events) - len(expected))),
        Row("events with other reports, as two were committed in another order than decided", others, None),
    ]


def tell(rows: Iterable[Row]) -> bool:
    """Print a table. Return whether every promise is kept."""
    print("| what | found | promised |\n| --- | --- | --- |")
    kept = True
    for what, count, promised in rows:
        broken = promised not in (None, count)
        kept = kept and not broken
        print(f"| {what} | {count:,} | {'' if promised is None else promised}{' BROKEN' if broken else ''} |")
    return kept
