"""Decide what an article's events are: new, a further report of a known one, or nothing to tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas import AlertBody, Article, Event, FieldChange, Report
from schemas.alert import Change
from worker.identity.account import AnyEvent, of_body, of_reading
from worker.identity.differences import differences, facts
from worker.identity.headline import headline
from worker.identity.keys import keys_of
from worker.identity.matching import partners
from worker.identity.merge import merge
from worker.identity.origins import independent_sources
from worker.identity.severity import severity
from worker.identity.standing import contradict, standing

MOST_SURE = 0.99  # nothing that was read is certain
SENTENCES = 30  # kept of one report; an article that repeats itself may have hundreds
FIRST_REPORTS, LAST_REPORTS = 20, 80  # kept of an event: one told by hundreds does not grow without bound


@dataclass(frozen=True)
class Decision:
    """What becomes of one event of an article.

    `body`: what is known about the event from now on; `body.event.id` is its identity. `event`: the article's own
    reading, carrying that identity. `publish`: is there something to tell. `keys`: index keys of the event.
    """

    body: AlertBody
    event: Event
    publish: bool
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Resolution:
    """The decisions about one article, one per event, in their order."""

    decisions: tuple[Decision, ...]


def resolve(article: Article, events: Sequence[Event], known: Sequence[AlertBody], now: datetime) -> Resolution:
    """Decide about `events` of `article` against the candidates `known`, in whatever order they come.

    Pure and deterministic. A new event takes the id of its first reading. Deciding again about an article that `known`
    has already gives what is known, with nothing to publish. `now` is the moment of the decision: what claims to be
    published after it is taken as published then.
    """
    readings = tuple(_signed(event, article) for event in events)
    found = partners(_dated(article, now), readings, known)
    return Resolution(tuple(_decide(article, reading, found.get(i)) for i, reading in enumerate(readings)))


def _decide(article: Article, reading: AnyEvent, known: AlertBody | None) -> Decision:
    body = _begun(article, reading) if known is None else _continued(article, reading, known)
    published = 0 if known is None else known.revision
    keys = dict.fromkeys((*keys_of(of_body(body)), *keys_of(of_reading(reading, article))))
    return Decision(body, reading.model_copy(update={"id": body.event.id}), body.revision > published, tuple(keys))


def _begun(article: Article, reading: AnyEvent) -> AlertBody:
    return _body(
        "new", int(article.announce), reading, (), (_report(article, reading),), independent=1, contested=False
    )


def _continued(article: Article, reading: AnyEvent, known: AlertBody) -> AlertBody:
    """What is known after a further report.

    A changed fact is `updated`, whether or not the outlet is a further one; a further origin without one is
    `corroborated`, and lists what it adds; all else is kept without being told. An event that only articles told that
    are not announced is `new` with the first one that is.
    """
    reports = _with(known.reports, _report(article, reading))
    independent = max(known.independent_sources, independent_sources(reports))
    further = independent > known.independent_sources and all(r.article != article.id for r in known.reports)
    merged = merge(known.event, reading)
    merged = merged.model_copy(update={"confidence": _surer(known.event.confidence, reading.confidence, further)})
    contested = known.standing == "contested" or contradict(known.event, reading)
    changes = (*differences(known.event, merged), *_doubt(known, contested))
    if not known.revision:
        return _body("new", int(article.announce), merged, (), reports, independent, contested)
    if article.announce and facts(reading.kind, changes):
        return _body("updated", known.revision + 1, merged, changes, reports, independent, contested)
    if article.announce and further:
        return _body("corroborated", known.revision + 1, merged, changes, reports, independent, contested)
    return _kept(known, merged, reports, independent)


def _kept(known: AlertBody, merged: AnyEvent, reports: tuple[Report, ...], independent: int) -> AlertBody:
    """What was known, with one more report: content changes only with an alert, so that alerts tell the whole story."""
    event = known.event.model_copy(update={"evidence": merged.evidence, "confidence": merged.confidence})
    return known.model_copy(update={"event": event, "reports": reports, "independent_sources": independent})


def _doubt(known: AlertBody, contested: bool) -> tuple[FieldChange, ...]:
    """The change that sources contradict each other from now on."""
    if contested and known.standing != "contested":
        return (FieldChange(field="standing", before=known.standing, after="contested"),)
    return ()


def _body(
    change: Change,
    revision: int,
    event: AnyEvent,
    changes: tuple[FieldChange, ...],
    reports: tuple[Report, ...],
    independent: int,
    contested: bool,
) -> AlertBody:
    return AlertBody(
        change=change,
        revision=revision,
        event=event,
        changes=changes,
        reports=reports,
        independent_sources=independent,
        standing=standing(event, independent, contested),
        severity=severity(event),
        headline=headline(event),
    )


def _dated(article: Article, now: datetime) -> Article:
    return article if article.fetched <= now else article.model_copy(update={"fetched": now})


def _signed(event: AnyEvent, article: Article) -> AnyEvent:
    """The event with the article's id on its evidence, of which the first SENTENCES are kept."""
    signed = tuple(e.model_copy(update={"article": article.id}) for e in event.evidence[:SENTENCES])
    return event.model_copy(update={"evidence": signed})


def _report(article: Article, reading: AnyEvent) -> Report:
    return Report(
        article=article.id,
        outlet=article.outlet,
        source=article.source,
        origin=article.origin,
        url=article.url,
        title=article.title,
        language=article.language,
        published=article.published,
        fetched=article.fetched,
        evidence=reading.evidence,
    )


def _with(reports: tuple[Report, ...], report: Report) -> tuple[Report, ...]:
    """The reports with this one, in the place of an earlier one of its article; of very many the first and the last."""
    found = tuple(({r.article: r for r in reports} | {report.article: report}).values())
    return found if len(found) <= FIRST_REPORTS + LAST_REPORTS else (*found[:FIRST_REPORTS], *found[-LAST_REPORTS:])


def _surer(known: float, reading: float, further: bool) -> float:
    """Noisy-or of independent origins, capped: each may be wrong by itself. A repetition proves nothing new."""
    both = min(1 - (1 - known) * (1 - reading), MOST_SURE) if further else reading
    return max(known, both)
