"""Articles read one after the other, their events told apart from known ones, as the pipeline does."""

from collections.abc import Iterable, Iterator

from schemas import AlertBody, Article
from worker.extract import extract
from worker.identity import Decision, index_keys, resolve


def follow(articles: Iterable[Article]) -> Iterator[tuple[Decision, ...]]:
    """What becomes of the events of each article; what is known so far is kept as the store keeps it."""
    known: dict[str, AlertBody] = {}
    index: dict[str, dict[str, None]] = {}
    for article in articles:
        events = extract(article)
        near = dict.fromkeys(i for e in events for key in index_keys(e, article) for i in index.get(key, ()))
        decisions = resolve(article, events, [known[i] for i in near], article.fetched).decisions
        for decision in decisions:
            known[decision.body.event.id] = decision.body
            for key in decision.keys:
                index.setdefault(key, {})[decision.body.event.id] = None
        yield decisions
