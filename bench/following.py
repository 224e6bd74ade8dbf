"""Articles read one after the other, their events told apart from known ones, as the pipeline does."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from schemas import AlertBody, Article, Event
from worker.extract import extract
from worker.identity import Decision, index_keys, resolve


def follow(
    articles: Iterable[Article], readings: Iterable[Sequence[Event] | None] = repeat(None)
) -> Iterator[tuple[Decision, ...]]:
    """What becomes of the events of each article; what is known so far is kept as the store keeps it.

    `readings` are the events of each article, where they are not to be read from its text.
    """
    known: dict[str, AlertBody] = {}
    index: dict[str, dict[str, None]] = {}
    for article, given in zip(articles, readings, strict=False):
        events = extract(article) if given is None else given
        near = dict.fromkeys(i for e in events for key in index_keys(e, article) for i in index.get(key, ()))
        resolution = resolve(article, events, [known[i] for i in near], article.fetched)
        decisions = resolution.decisions
        for decision in (*decisions, *resolution.withdrawn):
            known[decision.body.event.id] = decision.body
            for key in decision.keys:
                index.setdefault(key, {})[decision.body.event.id] = None
        yield decisions


def in_the_end(
    articles: Iterable[Article], readings: Iterable[Sequence[Event] | None] = repeat(None)
) -> list[tuple[Event, ...]]:
    """The events of each article with the identities that they have when all is read: some turn out to be one."""
    decided = list(follow(articles, readings))
    now = {younger: d.body.event.id for decisions in decided for d in decisions for younger in d.body.joins}
    return [
        tuple(d.event.model_copy(update={"id": now.get(d.event.id, d.event.id)}) for d in decisions)
        for decisions in decided
    ]
