"""Which known event each event of an article is: each of them once, the best pairs first."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from schemas import AlertBody, Article, Report
from worker.identity.account import AnyEvent, of_body, of_reading, reported_at, text_of, told_at
from worker.identity.recount import Readings, tells, twins
from worker.identity.similarity import same
from worker.identity.sketch import same_text, sketch
from worker.identity.verdict import Verdict
from worker.identity.windows import as_day
from worker.identity.wording import is_copy, is_edit, same_marks

CLEAR = 0.5  # margin from which a pair is clear without company
LIKELY = -1.0  # margin from which a pair counts as company for others, half
EACH = 0.5  # what each event adds that two articles clearly have in common
COMPANY = 1.5  # the most that company adds to a pair
COMPANY_ATTACKS = 1.0  # ... of attacks, of which some wars bring several a day
COMPANY_LATER = 0.5  # ... where the two articles were told more than AT_ONE_TIME apart
COMPANY_ALIKE = 0.25  # ... of those kinds of which one article tells several between the same sides
AT_ONE_TIME = timedelta(hours=12)  # between two articles on one state of affairs
NEWS = timedelta(7)  # within which an event that two articles have in common says that they tell of one

_MOST = {"attack": COMPANY_ATTACKS, "talks": COMPANY_ALIKE, "aid_pledge": COMPANY_ALIKE, "statement": COMPANY}
_COPIED = 5.0  # what the same words in a copied article add, where nothing speaks against one event
_OWN = 1000.0  # above every margin: what this very article told
_OWN_VETOED = 500.0  # two events in the same sentences: each goes to the one it does not contradict
_REPEATED = 200.0  # and first of all what it told of that event to the letter
_BEGAN = 100.0  # and rather to the one that began with it
_EDITED = 100.0  # what an earlier version of the article told in nearly the same words


@dataclass(frozen=True)
class Pair:
    """A reading, by its place in the article, and a known event that it may be."""

    reading: int
    body: AlertBody
    verdict: Verdict


@dataclass(frozen=True)
class Link:
    """A reading and the known event that it clearly or likely is; what that is worth to other pairs."""

    reading: int
    body: AlertBody
    weight: float


def partners(
    article: Article,
    readings: Sequence[AnyEvent],
    known: Sequence[AlertBody],
    said: Mapping[str, Readings] = MappingProxyType({}),
) -> Mapping[int, AlertBody]:
    """The known event of each reading that has one, by the place of the reading. `said` as in `resolve`.

    First what is clear by itself. Then the rest, with the company it keeps: articles that tell several events in common
    very likely mean the same one where both quote one speaker or count one toll. The events of an article are never one
    with each other, since no known event is taken twice. The order of `known` does not matter.
    """
    pairs = list(_pairs(article, readings, known, said))
    alone = [(p.verdict.margin, p) for p in pairs]
    clear = _choose({}, alone, CLEAR)
    likely = _choose(clear, alone, LIKELY)
    recent = [(i, body) for i, body in likely.items() if _recent(article, readings[i], body)]
    links = [Link(i, body, EACH if i in clear else EACH / 2) for i, body in recent]
    return _choose(clear, [(p.verdict.margin + _bonus(article, p, links), p) for p in pairs], 0.0)


def _choose(
    chosen: Mapping[int, AlertBody], pairs: Collection[tuple[float, Pair]], at_least: float
) -> dict[int, AlertBody]:
    """`chosen` with the best pairs whose reading and event are both free."""
    found = dict(chosen)
    taken = {body.event.id for body in chosen.values()}
    for margin, pair in sorted(pairs, key=_rank):
        if margin >= at_least and pair.reading not in found and pair.body.event.id not in taken:
            found[pair.reading] = pair.body
            taken.add(pair.body.event.id)
    return found


def _rank(scored: tuple[float, Pair]) -> tuple[float, int, str, int]:
    """Best margin first; then the event with more reports, and whatever makes the order complete."""
    margin, pair = scored
    return -margin, -len(pair.body.reports), pair.body.event.id, pair.reading


def _pairs(
    article: Article, readings: Sequence[AnyEvent], known: Sequence[AlertBody], said: Mapping[str, Readings]
) -> Iterator[Pair]:
    """All pairs of one kind that nothing forbids."""
    accounts = [(body, of_body(body)) for body in known]
    copied = _copied(article, known)
    for i, reading in enumerate(readings):
        ours = of_reading(reading, article)
        for body, theirs in accounts:
            if body.event.kind == reading.kind:
                repeated = _told_by(article, reading, body)
                own = repeated or tells(article, body)
                verdict = same(ours, theirs, whole=own)
                if source := _copied_from(copied, reading, body):
                    dated = _dated_as_in(source, reading, body)
                    again = same(of_reading(dated, article), theirs, whole=own)
                    verdict = Verdict(again.margin + _COPIED, again.veto)
                if repeated:
                    before = said.get(body.event.id, {}).get(article.id)
                    began = _REPEATED * _repeats(reading, before) + _BEGAN * (body.event.id == reading.id)
                    verdict = Verdict(verdict.margin + (_OWN_VETOED if verdict.veto else _OWN) + began)
                elif own:
                    verdict = _edited(article, reading, body, verdict)
                if verdict.veto is None:
                    yield Pair(i, body, verdict)


def _copied(article: Article, known: Sequence[AlertBody]) -> frozenset[str]:
    """The articles behind known events that this one copies, or that copy it, at one time: some texts come daily."""
    own, told = sketch(article.text), told_at(article)
    reports = {r.article: r for body in known for r in body.reports if r.sketch and _at_one_time(told, r)}
    return frozenset(n for n, r in reports.items() if n != article.id and same_text(own, r.sketch or ""))


def _copied_from(copied: Collection[str], reading: AnyEvent, body: AlertBody) -> str | None:
    """The sentences of the reading as one of the copied articles had them when it told the known event."""
    told = (text_of(report.evidence) for report in body.reports if report.article in copied)
    words = text_of(reading.evidence)
    return next((text for text in told if is_copy(words, text) and same_marks(words, text)), None)


def _dated_as_in(source: str, reading: AnyEvent, body: AlertBody) -> AnyEvent:
    """The reading, with the date of the known event where the same words stand for it.

    "Last night" is another night where the copy came out after midnight, and "on Tuesday" is not "on Monday".
    """
    moved = reading.when is not None and reading.when.text not in source
    return reading if moved else reading.model_copy(update={"when": body.event.when})


def _told_by(article: Article, reading: AnyEvent, body: AlertBody) -> bool:
    return any(r.article == article.id and r.evidence == reading.evidence for r in body.reports)


def _repeats(reading: AnyEvent, before: AnyEvent | None) -> bool:
    return before is not None and before.model_copy(update={"id": reading.id}) == reading


def _edited(article: Article, reading: AnyEvent, body: AlertBody, verdict: Verdict) -> Verdict:
    """The verdict where an earlier version of the article told the known event.

    In nearly the same words it means it still; then what nobody else told may have been corrected in every slot.
    """
    words = text_of(reading.evidence)
    if not any(r.article == article.id and is_edit(words, text_of(r.evidence)) for r in body.reports):
        return Verdict(verdict.margin + COMPANY, verdict.veto)
    own = {article.id, *twins(article, body)}
    alone = all(r.article in own for r in body.told_in)
    return Verdict(verdict.margin + _EDITED, None if alone else verdict.veto)


def _bonus(article: Article, pair: Pair, links: Sequence[Link]) -> float:
    """What the events add that the article has in common with one behind the known event, besides the pair itself."""
    company: defaultdict[str, float] = defaultdict(float)
    for link in links:
        for report in link.body.reports if link.reading != pair.reading else ():
            company[report.article] += link.weight
    most, told = _MOST[pair.body.event.kind], told_at(article)
    caps = ((r, most if _at_one_time(told, r) else min(most, COMPANY_LATER)) for r in pair.body.reports)
    return max((min(company[r.article], cap) for r, cap in caps if r.article != article.id), default=0.0)


def _recent(article: Article, reading: AnyEvent, body: AlertBody) -> bool:
    """Is it news in the article? What everybody recalls for months brings no two articles together."""
    first = reported_at(body.reports[0])
    days = (first and first.date(), reading.when and as_day(reading.when.end))
    return all(abs(told_at(article).date() - day) <= NEWS for day in days if day)


def _at_one_time(told: datetime, report: Report) -> bool:
    other = reported_at(report)
    return other is not None and abs(other - told) <= AT_ONE_TIME
