"""When two known attacks turn out to be one: a report that is clearly both, and with which each is clearly the other.

A wave is told town by town at first, and in the morning as a whole. Other kinds are never joined: who sums up the calls
of a day tells two talks in one sentence, and they stay two. Neither are attacks that one article tells both, nor those
between which a veto stands; only that two strikes hit towns far from each other is none where one account names both
towns, and their figures may be those of one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from schemas import AlertBody, Article, FieldChange
from worker.identity import attack
from worker.identity.account import Account, AnyEvent, of_body, of_reading, reported_at
from worker.identity.headline import joined_headline
from worker.identity.matching import CLEAR
from worker.identity.merge import merge
from worker.identity.origins import NEVER
from worker.identity.recount import tells
from worker.identity.similarity import same
from worker.identity.standing import contradict


def joined(
    article: Article, readings: Sequence[AnyEvent], found: Mapping[int, AlertBody], known: Sequence[AlertBody]
) -> Mapping[int, tuple[AlertBody, ...]]:
    """Those of `known` that a reading shows to be one with the event `found` for it, by the place of the reading."""
    taken = {body.event.id for body in found.values()}
    free = sorted((b for b in known if b.event.id not in taken and _may_join(b)), key=lambda b: b.event.id)
    others: dict[int, tuple[AlertBody, ...]] = {}
    for i, body in sorted(found.items()):
        if article.announce and _may_join(body) and not tells(article, body):
            others[i] = tuple(_others(of_reading(readings[i], article), body, free))
            free = [b for b in free if b not in others[i]]
    return others


def by_age(bodies: Sequence[AlertBody]) -> list[AlertBody]:
    """Those that were announced first, of these the one told first: it is the event that the others are."""
    return sorted(bodies, key=lambda b: (not b.revision, reported_at(b.reports[0]) or NEVER, b.event.id))


def ended(younger: AlertBody, elder: AlertBody) -> AlertBody:
    """What is known of an event that turned out to be `elder`: as it was last, and which one it is."""
    return younger.model_copy(
        update={
            "change": "retracted",
            "revision": younger.revision + bool(younger.revision),
            "changes": (
                FieldChange(field="standing", before=younger.standing, after="retracted"),
                FieldChange(field="joined", before=None, after=elder.event.id),
            ),
            "standing": "retracted",
            "headline": joined_headline(younger.event),
            "joined": elder.event.id,
        }
    )


def _others(reading: Account[Any], body: AlertBody, free: Sequence[AlertBody]) -> Iterator[AlertBody]:
    ours: Account[Any] = of_body(body)
    articles = _articles(body)
    if not _clearly_one(reading, ours):
        return
    for other in free:
        theirs: Account[Any] = of_body(other)
        if _clearly_one(reading, theirs) and not articles & _articles(other):
            whole = _together(ours, reading)
            if _clearly_one(whole, theirs) and attack.differ_in_place_alone(ours, theirs):
                yield other
                ours, articles = _together(ours, theirs), articles | _articles(other)


def _clearly_one(a: Account[Any], b: Account[Any]) -> bool:
    verdict = same(a, b, whole=False)
    return verdict.veto is None and verdict.margin >= CLEAR and not contradict(a.event, b.event)


def _may_join(body: AlertBody) -> bool:
    return body.event.kind == "attack" and body.standing not in ("retracted", "contested")


def _articles(body: AlertBody) -> frozenset[str]:
    return frozenset(report.article for report in body.reports)


def _together(a: Account[Any], b: Account[Any]) -> Account[Any]:
    return Account(merge(a.event, b.event), tuple(sorted({*a.told, *b.told})), (*a.tellings, *b.tellings))
