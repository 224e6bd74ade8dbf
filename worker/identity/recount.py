"""What an event comes to where a report of it is told otherwise, or no longer.

Two counts are compared: of what the reports said before, and of what they say now. Each puts the readings together as
`merge` does, in the order in which the reports came. Only the fields in which the counts differ change in what is
known, so a figure that another report told as well stays, one that was its own goes with it, and nothing changes that
the correction does not. Where it is no longer kept what some report said, what is known stands for it in both counts,
and nothing of it is taken away.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import reduce

from schemas import AlertBody, Article, Evidence, Report, codes_of
from worker.identity.account import AnyEvent, text_of
from worker.identity.differences import NO_CONTENT, differences, facts
from worker.identity.merge import KEPT, merge
from worker.identity.origins import independent_sources, origins, voice
from worker.text.links import is_one_page

MOST_SURE = 0.99  # nothing that was read is certain
FIRST_REPORTS, LAST_REPORTS = 20, 80  # kept of an event: one told by hundreds does not grow without bound

Readings = Mapping[str, AnyEvent]  # what each article told of one event, by article


def upheld(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports that nobody took back."""
    return tuple(report for report in reports if report.withdrawn is None)


def tells(article: Article, body: AlertBody) -> bool:
    """Does a version of `article` that was read before tell the event?"""
    return any(report.article == article.id for report in upheld(body.reports))


def twins(article: Article, body: AlertBody) -> frozenset[str]:
    """The articles of other feeds that tell the event in the words of `article` before, on its page.

    What it no longer tells, they told for the last time: in their feeds the page may not stand any more.
    """
    own = {text_of(report.evidence) for report in body.reports if report.article == article.id}
    return frozenset(r.article for r in _of_page(article, body) if text_of(r.evidence) in own)


def outdated(article: Article, reading: AnyEvent, body: AlertBody, said: Readings) -> frozenset[str]:
    """The articles of other feeds that told of the page of `article` the facts that it told before and corrects now."""
    old = said.get(article.id, reading)
    if _same_facts(old, reading):
        return frozenset()
    told = (report.article for report in _of_page(article, body))
    return frozenset(name for name in told if name in said and _same_facts(said[name], old))


def _of_page(article: Article, body: AlertBody) -> tuple[Report, ...]:
    told = upheld(body.reports)
    own = [report for report in told if report.article == article.id]
    return tuple(r for r in told if any(r.source != o.source and is_one_page(r.url, o.url) for o in own))


def _same_facts(a: AnyEvent, b: AnyEvent) -> bool:
    return not facts(a.kind, differences(a, b))


def without(reports: Sequence[Report], articles: Collection[str], now: datetime) -> tuple[Report, ...]:
    """The reports, those of `articles` withdrawn from now on."""
    gone = {report.article for report in upheld(reports)} & set(articles)
    return tuple(r.model_copy(update={"withdrawn": now}) if r.article in gone else r for r in reports)


def recounted(known: AlertBody, reports: Sequence[Report], before: Readings, after: Readings) -> AnyEvent:
    """The event as `reports`, some of them upheld, tell it; they said `before` what `known` holds, and now `after`."""
    whole = _is_whole(known, known.reports, before) and _is_whole(known, reports, after)
    old, new = (_count(known, r, said, whole=whole) for r, said in ((known.reports, before), (reports, after)))
    fields = [field for field in type(new).model_fields if field not in NO_CONTENT]
    changed = {field: getattr(new, field) for field in fields if getattr(new, field) != getattr(old, field)}
    if whole and (sure := _confidence(reports, after)) != _confidence(known.reports, before):
        changed["confidence"] = sure
    event = known.event.model_copy(update={**changed, "evidence": evidence_of(reports)})
    return event.model_copy(update={"codes": codes_of(event)}) if changed else event


def is_told(known: AlertBody, reports: Sequence[Report], readings: Readings) -> bool:
    """Does one of the reports still say that it happened? Of what was only ever denied: does one still tell it?"""
    left = upheld(reports)
    denied = {article for article, reading in readings.items() if reading.status == "denied"}
    return bool(left) and (known.event.status == "denied" or any(report.article not in denied for report in left))


def is_contested(known: AlertBody, reports: Sequence[Report], readings: Readings) -> bool:
    """Does one report deny what another tells?"""
    said = {readings[r.article].status == "denied" for r in upheld(reports) if r.article in readings}
    return len(said) > 1 or (known.standing == "contested" and not _is_whole(known, reports, readings))


def origins_left(known: AlertBody, reports: Sequence[Report]) -> int:
    """The number of origins behind `reports`; of many reports not all are kept, so those are counted that went."""
    gone = independent_sources(upheld(known.reports)) - independent_sources(upheld(reports))
    return max(known.independent_sources - gone, 1)


def _count(known: AlertBody, reports: Sequence[Report], readings: Readings, *, whole: bool) -> AnyEvent:
    told = [readings[report.article] for report in upheld(reports) if report.article in readings]
    return reduce(merge, told if whole else [known.event, *told])


def _is_whole(known: AlertBody, reports: Sequence[Report], readings: Readings) -> bool:
    """Is it kept what each report said, and every report?"""
    left = upheld(reports)
    return bool(left) and len(known.reports) < FIRST_REPORTS + LAST_REPORTS and all(r.article in readings for r in left)


def evidence_of(reports: Sequence[Report]) -> tuple[Evidence, ...]:
    """The sentences of the reports that nobody took back, the first of very many."""
    found = {(e.article, e.start, e.end): e for report in upheld(reports) for e in report.evidence}
    return tuple(found.values())[:KEPT]


def _confidence(reports: Sequence[Report], readings: Readings) -> float:
    """Noisy-or of the origins, as sure as the surest report of each."""
    left = upheld(reports)
    sure = {voice(report): 0.0 for report in origins(left)}
    for report in left:
        if voice(report) in sure:
            sure[voice(report)] = max(sure[voice(report)], readings[report.article].confidence)
    both = reduce(lambda a, b: 1 - (1 - a) * (1 - b), sure.values())
    return min(both, max(MOST_SURE, *sure.values()))
