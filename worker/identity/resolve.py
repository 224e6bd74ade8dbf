"""Decide what an article's events are: new, a further report of a known one, or nothing to tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from types import MappingProxyType

from schemas import AlertBody, Article, Event, FieldChange, Report
from schemas.alert import Change, Standing
from worker.identity.account import AnyEvent, figures_of, named_in, of_body, of_reading
from worker.identity.claims import may_take_back, taken_back
from worker.identity.differences import differences, facts
from worker.identity.headline import headline, retraction
from worker.identity.joining import by_age, ended, joined
from worker.identity.keys import keys_of
from worker.identity.matching import partners
from worker.identity.merge import KEPT, merge
from worker.identity.origins import independent_sources
from worker.identity.recount import (
    FIRST_REPORTS,
    LAST_REPORTS,
    MOST_SURE,
    Readings,
    evidence_of,
    is_contested,
    is_told,
    origins_left,
    outdated,
    recounted,
    tells,
    twins,
    upheld,
    without,
)  # fmt: skip
from worker.identity.severity import severity
from worker.identity.severity_table import Table
from worker.identity.sketch import sketch
from worker.identity.standing import contradict, standing

SENTENCES = 30  # kept of one report; an article that repeats itself may have hundreds


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
    """The decisions about one article, one per event, in their order; `withdrawn`: about those that it tells no longer.

    The event of a decision of the latter is what is known of it.
    """

    decisions: tuple[Decision, ...]
    withdrawn: tuple[Decision, ...] = ()


def resolve(
    article: Article,
    events: Sequence[Event],
    known: Sequence[AlertBody],
    now: datetime,
    said: Mapping[str, Readings] = MappingProxyType({}),
    table: Table | None = None,
) -> Resolution:
    """Decide about `events` of `article` against the candidates `known`, in whatever order they come.

    Pure and deterministic. A new event takes the id of its first reading. Deciding again about an article that `known`
    has already gives what is known, with nothing to publish. `now` is the moment of the decision: what claims to be
    published after it is taken as published then. `said`: what each report said of those events that `recounts` names,
    by the id of the event and of the article. `table` says how grave events are, where not the published one does.
    """
    readings = tuple(_signed(event, article) for event in events)
    known = [body for body in known if body.joined is None]
    found = partners(_dated(article, now), readings, known, said)
    others = joined(_dated(article, now), readings, found, known)
    ages = {i: by_age((body, *others.get(i, ()))) for i, body in found.items()}
    decisions = [_decide(article, i, readings, ages.get(i, []), now, said) for i in range(len(readings))]
    kept = {body.event.id for body in found.values()}
    lost = sorted((b for b in known if tells(article, b) and b.event.id not in kept), key=lambda b: b.event.id)
    withdrawn = [_withdrawn(article, body, now, said) for body in lost]
    withdrawn += [_ended(younger, elder) for elder, *youngers in ages.values() for younger in youngers]
    return Resolution(*(tuple(_graded(d, table) for d in told) for told in (decisions, withdrawn)))


def _graded(decision: Decision, table: Table | None) -> Decision:
    """The decision with what `table` says of its event; like all content, that changes only with an alert."""
    body = decision.body
    if table is None or (body.revision and not decision.publish):
        return decision
    return replace(decision, body=body.model_copy(update={"severity": severity(body.event, table)}))


def recounts(article: Article, events: Sequence[Event], known: Sequence[AlertBody]) -> tuple[AlertBody, ...]:
    """Those of `known` of which has to be known what each report said.

    An earlier version of `article` told them, they may be what it takes back, or it may bring them back.
    """
    back = any(may_take_back(event) for event in events)
    known = [body for body in known if body.joined is None]
    return tuple(body for body in known if back or body.standing == "retracted" or tells(article, body))


def _decide(
    article: Article,
    number: int,
    readings: Sequence[AnyEvent],
    ages: Sequence[AlertBody],
    now: datetime,
    said: Mapping[str, Readings],
) -> Decision:
    """Decide about one of the readings of the article. `ages`: the known event that it is, and those that join it."""
    reading = readings[number]
    known, youngers = (ages[0], ages[1:]) if ages else (None, ())
    before = said.get(known.event.id, {}) if known else {}
    back = taken_back(article, reading, readings, known, before) if known and article.announce else frozenset()
    if known is None:
        body = _begun(article, reading)
    elif known.standing == "retracted":
        body = _returned(article, reading, known, before)
    elif back or tells(article, known):
        gone = back | outdated(article, reading, known, before)
        reports = _with(without(known.reports, gone, now), _report(article, reading))
        body = _recounted(known, reports, before, {**before, article.id: reading}, announce=article.announce)
    else:
        body = _continued(article, reading, known, youngers)
    published = 0 if known is None else known.revision
    added = (of_reading(reading, article),) if known else ()  # of a new event its own account tells as much
    accounts = (of_body(body), *added, *map(of_body, youngers))
    keys = dict.fromkeys(key for account in accounts for key in keys_of(account))
    if (joins := _joins(known, youngers)) != body.joins:
        body = body.model_copy(update={"joins": joins})
    own = reading if reading.id == body.event.id else reading.model_copy(update={"id": body.event.id})
    return Decision(body, own, body.revision > published, tuple(keys))


def _joins(known: AlertBody | None, youngers: Sequence[AlertBody]) -> tuple[str, ...]:
    found = [*(known.joins if known else ()), *(i for younger in youngers for i in (younger.event.id, *younger.joins))]
    return tuple(found[:KEPT])


def _ended(younger: AlertBody, elder: AlertBody) -> Decision:
    body = ended(younger, elder)
    return Decision(body, body.event, body.revision > younger.revision, keys_of(of_body(body)))


def _withdrawn(article: Article, known: AlertBody, now: datetime, said: Mapping[str, Readings]) -> Decision:
    readings = said.get(known.event.id, {})
    gone = {article.id, *twins(article, known)}
    body = _recounted(known, without(known.reports, gone, now), readings, readings)
    body = body.model_copy(update={"joins": known.joins})
    return Decision(body, known.event, body.revision > known.revision, keys_of(of_body(body)))


def _begun(article: Article, reading: AnyEvent) -> AlertBody:
    return _body(
        "new", int(article.announce), reading, (), (_report(article, reading),), independent=1, contested=False
    )


def _continued(article: Article, reading: AnyEvent, known: AlertBody, youngers: Sequence[AlertBody] = ()) -> AlertBody:
    """What is known after a further report, which may show that `youngers` are this event, too.

    A changed fact is `updated`, whether or not the outlet is a further one; a further origin without one is
    `corroborated`, and lists what it adds; all else is kept without being told. An event that only articles told that
    are not announced is `new` with the first one that is.
    """
    before = (*known.reports, *(report for younger in youngers for report in younger.reports))
    reports = _with(before, _report(article, reading))
    independent = max(known.independent_sources, independent_sources(upheld(reports)))
    further = independent > known.independent_sources
    merged = reduce(merge, (*(younger.event for younger in youngers), reading), known.event)
    merged = merged.model_copy(update={"confidence": _surer(known.event.confidence, reading.confidence, further)})
    contested = known.standing == "contested" or contradict(known.event, reading)
    changes = (*differences(known.event, merged), *_doubt(known, contested), *_grown(known, youngers))
    if not known.revision:
        return _body("new", int(article.announce), merged, (), reports, independent, contested)
    if article.announce and facts(reading.kind, changes):
        return _body("updated", known.revision + 1, merged, changes, reports, independent, contested)
    if article.announce and further:
        return _body("corroborated", known.revision + 1, merged, changes, reports, independent, contested)
    return _kept(known, merged, reports, independent)


def _recounted(
    known: AlertBody, reports: tuple[Report, ...], before: Readings, after: Readings, *, announce: bool = True
) -> AlertBody:
    """What is known where `reports` say `after` what they said `before`: told where a fact is another, or the standing.

    Nobody is told that what nobody was told of is otherwise.
    """
    if not is_told(known, reports, after):
        return _retracted(known, reports)
    event = recounted(known, reports, before, after)
    independent, contested = origins_left(known, reports), is_contested(known, reports, after)
    changes = (*differences(known.event, event), *_moved(known, standing(event, independent, contested)))
    if not known.revision:
        return _body("new", 0, event, (), reports, independent, contested)
    if announce and facts(event.kind, changes):
        return _body("updated", known.revision + 1, event, changes, reports, independent, contested)
    return _kept(known, event, reports, independent)


def _retracted(known: AlertBody, reports: tuple[Report, ...]) -> AlertBody:
    """What is known where nobody tells it any more: the event and the number of its origins as they were last."""
    if known.standing == "retracted":
        return known.model_copy(update={"reports": reports})
    return known.model_copy(
        update={
            "change": "retracted",
            "revision": known.revision + bool(known.revision),
            "changes": _moved(known, "retracted"),
            "reports": reports,
            "standing": "retracted",
            "headline": retraction(known.event),
        }
    )


def _returned(article: Article, reading: AnyEvent, known: AlertBody, before: Readings) -> AlertBody:
    """What is known where somebody tells what was retracted: the same event, of which only this is known."""
    reports = _with(known.reports, _report(article, reading))
    if not article.announce or (reading.status == "denied") != (known.event.status == "denied"):
        return known.model_copy(update={"reports": reports})
    event = reading.model_copy(update={"id": known.event.id, "evidence": evidence_of(reports)})
    independent = independent_sources(upheld(reports))
    contested = is_contested(known, reports, {**before, article.id: reading})
    if not known.revision:
        return _body("new", 1, event, (), reports, independent, contested)
    changes = (*differences(known.event, event), *_moved(known, standing(event, independent, contested)))
    return _body("updated", known.revision + 1, event, changes, reports, independent, contested)


def _moved(known: AlertBody, now: Standing) -> tuple[FieldChange, ...]:
    return (FieldChange(field="standing", before=known.standing, after=now),) if now != known.standing else ()


def _kept(known: AlertBody, merged: AnyEvent, reports: tuple[Report, ...], independent: int) -> AlertBody:
    """What was known, with one more report: content changes only with an alert, so that alerts tell the whole story."""
    event = known.event.model_copy(update={"evidence": merged.evidence, "confidence": merged.confidence})
    return known.model_copy(update={"event": event, "reports": reports, "independent_sources": independent})


def _doubt(known: AlertBody, contested: bool) -> tuple[FieldChange, ...]:
    """The change that sources contradict each other from now on."""
    if contested and known.standing != "contested":
        return (FieldChange(field="standing", before=known.standing, after="contested"),)
    return ()


def _grown(known: AlertBody, youngers: Sequence[AlertBody]) -> tuple[FieldChange, ...]:
    """The change that these are the event, too."""
    joins = _joins(known, youngers)
    return (FieldChange(field="joins", before=list(known.joins), after=list(joins)),) if youngers else ()


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
    if len(event.evidence) <= SENTENCES and all(e.article == article.id for e in event.evidence):
        return event  # as it is read
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
        figures=figures_of(reading),
        attribution=tuple(actor.name for actor in reading.attribution),
        evidence=reading.evidence,
        sketch=sketch(article.text),
        named=named_in(reading),
    )


def _with(reports: tuple[Report, ...], report: Report) -> tuple[Report, ...]:
    """The reports with this one, in the place of an earlier one of its article; of very many the first and the last.

    One that was withdrawn has no place: what its article tells again comes last.
    """
    earlier = {r.article: r for r in reports if r.withdrawn is None or r.article != report.article}
    found = tuple((earlier | {report.article: report}).values())
    return found if len(found) <= FIRST_REPORTS + LAST_REPORTS else (*found[:FIRST_REPORTS], *found[-LAST_REPORTS:])


def _surer(known: float, reading: float, further: bool) -> float:
    """Noisy-or of independent origins, capped: each may be wrong by itself. A repetition proves nothing new."""
    both = min(1 - (1 - known) * (1 - reading), MOST_SURE) if further else reading
    return max(known, both)
