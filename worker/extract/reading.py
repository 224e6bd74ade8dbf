"""Article -> events: the order in which an article is read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from schemas import CORRECTION, Article, Statement, codes_of
from worker.extract.aid_pledge import find_pledges
from worker.extract.analysis import Analysis, analyse
from worker.extract.attack import find_attacks
from worker.extract.captions import find_captions
from worker.extract.confidence import confidence
from worker.extract.draft import drop
from worker.extract.silence import Scene, set_scene
from worker.extract.statement import find_statements
from worker.extract.statement.matter import Deed
from worker.extract.talks import find_talks
from worker.languages.pack import languages
from worker.text.language import identify
from worker.text.normalise import fold

AnyEvent = Deed | Statement

_OPENING = re.compile(r"\W{0,3}([^\W\d_]+(?: [^\W\d_]+){0,2}) ?[:\-–—/|\])]")


@dataclass(frozen=True, eq=False)
class Account:
    """An article with what was read of it. Without a text, or a pack for its language, there is no analysis."""

    article: Article
    language: str
    events: tuple[AnyEvent, ...] = ()
    analysis: Analysis | None = None
    scene: Scene | None = None


def extract(article: Article) -> tuple[AnyEvent, ...]:
    """The events that `article` tells, in order of the text; none in a language that has no pack.

    Pure: the same article gives the same events, with the same ids, in every process.
    """
    account = read(article)
    for reading in account.analysis.readings if account.analysis else ():
        reading.forget()
    return account.events


def read(article: Article, *, listening: bool = False) -> Account:
    """The same with all that was found on the way; `listening`: also what was dropped, and why."""
    language = identify(f"{article.title}\n{article.text}", article.language, languages())
    if language not in languages() or not article.text.strip():
        return Account(article, language)
    analysis = analyse(article, language, listening=listening)
    scene = set_scene(analysis)
    attacks = find_attacks(analysis, scene)
    deeds: tuple[Deed, ...] = (
        *attacks,
        *find_talks(analysis, scene),
        *find_pledges(analysis, scene, attacks),
    )
    told: list[AnyEvent] = [*deeds, *find_statements(analysis, scene, deeds)]
    shown = find_captions(analysis)
    events = [e for e in told if not _only_shown(e, shown, analysis)] if shown else told
    more = (CORRECTION,) if _corrects(article, analysis) else ()
    judged = (
        e.model_copy(update={"codes": codes_of(e), "confidence": confidence(e), "rules": (*e.rules, *more)})
        for e in events
    )
    dated = judged if article.published else _undated(judged, analysis)
    ordered = sorted(dated, key=lambda e: (e.evidence[0].start, e.kind, e.id))
    return Account(article, language, tuple(_with_own_ids(ordered)), analysis, scene)


def _only_shown(event: AnyEvent, shown: frozenset[int], analysis: Analysis) -> bool:
    """Do captions alone tell the event?"""
    starts = {analysis.readings[i].sentence.start: i for i in shown}
    if not all(e.start in starts for e in event.evidence):
        return False
    return drop(analysis, (starts[e.start] for e in event.evidence), event.rules, event.kind, "caption")


def _corrects(article: Article, analysis: Analysis) -> bool:
    """Does the article begin by saying that it is a correction ("CORRECTED-", "[Korrektur] ", "Korrektur: ")?"""
    openings = (_OPENING.match(text) for text in (article.title, article.text))
    return any(found is not None and fold(found[1]) in analysis.pack.corrections for found in openings)


def _undated(events: Iterable[AnyEvent], analysis: Analysis) -> Iterator[AnyEvent]:
    """The events of an article without a date, with those times alone that the text gives in full."""
    full = {t.text: t.resolve(None) for reading in analysis.readings for t in reading.times}
    return (e.model_copy(update={"when": e.when and full.get(e.when.text)}) for e in events)


def _with_own_ids(events: Iterable[AnyEvent]) -> Iterator[AnyEvent]:
    """The events, no two with one id: one sentence may tell two of the same sides, talks called off and a call."""
    taken: set[str] = set()
    for event in events:
        own = event.id
        while own in taken:
            own = sha256(own.encode()).hexdigest()[: len(own)]
        taken.add(own)
        yield event if own == event.id else event.model_copy(update={"id": own})
