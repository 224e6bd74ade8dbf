"""Decisions, and a toy that makes them by the speaker's name."""

from collections.abc import Sequence
from datetime import datetime

from helpers import NOW, alert_body, article, statement

from schemas import AlertBody, Article, Report, Statement
from worker.identity import Decision, Resolution
from worker.store import Commit, Store


def new_event(event: Statement, article_id: str, keys: tuple[str, ...] = ("k",)) -> Decision:
    return Decision(alert_body(event, article_id), event, True, keys)


def resolve(article: Article, events: Sequence[Statement], known: Sequence[AlertBody]) -> Resolution:
    """One event per speaker: its first report is new, each further one corroborates it."""
    decisions = []
    for event in events:
        old = next((body for body in known if body.event.speaker.name == event.speaker.name), None)
        new = new_event(event, article.id, (event.speaker.name,))
        decisions.append(new if old is None else _more(old, event, article))
    return Resolution(tuple(decisions))


def _more(old: AlertBody, event: Statement, article: Article) -> Decision:
    body = alert_body(
        old.event,
        change="corroborated",
        revision=old.revision + 1,
        reports=(*old.reports, Report(article=article.id, source=article.source)),
        independent_sources=old.independent_sources + 1,
    )
    return Decision(body, event.model_copy(update={"id": old.event.id}), True, (event.speaker.name,))


def decide(store: Store, article: Article, events: Sequence[Statement], now: datetime) -> tuple[Commit, int]:
    """Decide until nobody came between. Return the commit and how often it was stale."""
    for stale in range(100):
        candidates = store.candidates(event.speaker.name for event in events)
        commit = store.commit(article, resolve(article, events, candidates.known), candidates, now)
        if commit.outcome != "stale":
            return commit, stale
    raise AssertionError("never committed")


def published(store: Store, count: int) -> None:
    """Publish `count` alerts more, each of a new event."""
    before = store.status().sequence
    for number in range(before + 1, before + count + 1):
        item = article(f"a{number}")
        store.enter(item)
        resolution = Resolution((new_event(statement(f"e{number}"), item.id),))
        assert store.commit(item, resolution, store.candidates([]), NOW).sequences == (number,)
