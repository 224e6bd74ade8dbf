"""Who takes back what it said: a claimant that denies its own claim, an outlet that corrects its own report.

A denial of what somebody else says contests it and takes nothing back (`standing`). Who denies is whom the account is
credited to, or who says so in the sentence that tells it; where that is nobody, it is the outlet itself. A report is
taken back where all to whom it credits the event deny it now, or, where the outlet denies, where it is one of its own.
An article that calls itself a correction takes back what its outlet told before of the same events: what it tells now
stands instead.
"""

from collections.abc import Iterable, Sequence

from schemas import CORRECTION, Actor, AlertBody, Article
from worker.identity.account import AnyEvent
from worker.identity.names import same_person, side
from worker.identity.origins import voice
from worker.identity.recount import Readings, upheld
from worker.text.names import name_key

_WHOLE = frozenset({"country", "government"})  # these speak for all who act for their state


def may_take_back(reading: AnyEvent) -> bool:
    """Is it an account that may take earlier ones back?"""
    return reading.status == "denied" or CORRECTION in reading.rules


def taken_back(
    article: Article, reading: AnyEvent, readings: Sequence[AnyEvent], known: AlertBody, said: Readings
) -> frozenset[str]:
    """The articles whose reports of the event `reading`, one of `readings` of `article`, takes back.

    `said` is what each report said.
    """
    if not may_take_back(reading):
        return frozenset()
    deniers = _deniers(reading, readings) if reading.status == "denied" else ()
    ours = voice(article)
    others = [r for r in upheld(known.reports) if r.article in said and r.article != article.id]
    return frozenset(
        r.article
        for r in others
        if said[r.article].status != "denied"
        and (_all_deny(said[r.article].attribution, deniers) if deniers else voice(r) == ours)
    )


def _deniers(reading: AnyEvent, readings: Iterable[AnyEvent]) -> tuple[Actor, ...]:
    """Who denies: whom the account is credited to, and who denies in one of its sentences."""
    spans = {(e.start, e.end) for e in reading.evidence}
    speakers = (
        other.speaker
        for other in readings
        if other.kind == "statement" and other.act == "deny" and any((e.start, e.end) in spans for e in other.evidence)
    )
    return (*reading.attribution, *speakers)


def _all_deny(claimants: Sequence[Actor], deniers: Sequence[Actor]) -> bool:
    return bool(claimants) and all(any(_is_one(claimant, denier) for denier in deniers) for claimant in claimants)


def _is_one(a: Actor, b: Actor) -> bool:
    """Are both one claimant: one person, one body, or a state and whoever acts for it?"""
    if a.kind == b.kind == "person":
        return same_person(a, b)
    return name_key(a.name) == name_key(b.name) or (side(a) == side(b) and bool({a.kind, b.kind} & _WHOLE))
