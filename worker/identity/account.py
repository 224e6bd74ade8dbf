"""One event as it was told: what two of them are compared by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from schemas import AidPledge, AlertBody, Article, Attack, Event, Evidence, Report, Statement, Talks

AnyEvent = Attack | Talks | Statement | AidPledge
EventT_co = TypeVar("EventT_co", bound=AnyEvent, covariant=True)


@dataclass(frozen=True)
class Telling:
    """The sentences in which one article told the event."""

    article: str
    language: str | None
    text: str


class Account(NamedTuple, Generic[EventT_co]):
    """An event, when it was told (oldest first, empty where nobody knows) and how each article put it."""

    event: EventT_co
    told: tuple[datetime, ...]
    tellings: tuple[Telling, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which it was told, as its outlets date them, oldest first."""
        return tuple(sorted({moment.date() for moment in self.told}))


def gap(a: Account[AnyEvent], b: Account[AnyEvent]) -> timedelta | None:
    """The time between the tellings of one and of the other; zero where they overlap, None where nobody knows."""
    if not a.told or not b.told:
        return None
    return max(b.told[0] - a.told[-1], a.told[0] - b.told[-1], timedelta(0))


def of_reading(event: Event, article: Article) -> Account[AnyEvent]:
    """The account that one article gives."""
    return Account(event, (told_at(article),), (Telling(article.id, article.language, text_of(event.evidence)),))


def of_body(body: AlertBody) -> Account[AnyEvent]:
    """The account that all reports behind a known event give together."""
    told = {moment for report in body.told_in if (moment := reported_at(report))}
    tellings = tuple(Telling(r.article, r.language, text_of(r.evidence)) for r in body.told_in)
    return Account(body.event, tuple(sorted(told)), tellings)


def told_at(article: Article) -> datetime:
    """When the article could be read; later than its arrival means a wrong clock at the outlet."""
    return _earlier(article.published, article.fetched)


def text_of(evidence: Iterable[Evidence]) -> str:
    """The sentences as one text."""
    return " ".join(e.text for e in evidence)


def reported_at(report: Report) -> datetime | None:
    """When the article behind a report could be read; None where nobody noted it."""
    known = report.published or report.fetched
    return _earlier(known, report.fetched or known) if known else None


def _earlier(published: datetime | None, fetched: datetime) -> datetime:
    return fetched if published is None else min(published, fetched)
