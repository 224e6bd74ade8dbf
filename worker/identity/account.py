"""One event as it was told: what two of them are compared by."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Generic, NamedTuple, TypeVar, get_args

from schemas import AidPledge, AlertBody, Article, Attack, Event, Evidence, Quantity, Report, Statement, Talks
from worker.identity.names import is_vague, sides
from worker.identity.places import spots

AnyEvent = Attack | Talks | Statement | AidPledge
EventT_co = TypeVar("EventT_co", bound=AnyEvent, covariant=True)


class Telling(NamedTuple):
    """The sentences in which one article told the event, how many it told by slot, and what `named_in` it."""

    article: str
    language: str | None
    text: str
    figures: Mapping[str, Quantity]
    named: tuple[str, ...]


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
    telling = Telling(article.id, article.language, text_of(event.evidence), figures_of(event), named_in(event))
    return Account(event, (told_at(article),), (telling,))


def of_body(body: AlertBody) -> Account[AnyEvent]:
    """The account that all reports behind a known event give together."""
    told = {moment for report in body.told_in if (moment := reported_at(report))}
    tellings = tuple(Telling(r.article, r.language, text_of(r.evidence), r.figures, r.named) for r in body.told_in)
    return Account(body.event, tuple(sorted(told)), tellings)


def figures_of(event: Event) -> dict[str, Quantity]:
    """How many an account tells, by slot."""
    slots = ((slot, getattr(event, slot)) for slot in _counted(type(event)))
    return {slot: value for slot, value in slots if value is not None}


@cache
def _counted(kind: type[Event]) -> tuple[str, ...]:
    """The slots of a kind of event that tell how many."""
    return tuple(slot for slot, field in kind.model_fields.items() if Quantity in get_args(field.annotation))


def named_in(event: Event) -> tuple[str, ...]:
    """What tells an account from one of another event at the same time.

    The towns of an attack, the sides of talks, the donors of a pledge.
    """
    if isinstance(event, Attack):
        return tuple(sorted(place.name for place in spots(event.places)))
    if isinstance(event, Talks):
        return tuple(sorted(sides(p for p in event.participants if not is_vague(p))))
    return tuple(sorted(sides(event.donors))) if isinstance(event, AidPledge) else ()


def is_guessed(event: Event, slot: str) -> bool:
    """Is the slot what the rest of an article suggests, not what a sentence of the event tells?"""
    return guessed(slot) in event.rules


def guessed(slot: str) -> str:
    """The rule by which a slot is what the rest of the article suggests."""
    return f"article:{slot}"


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
