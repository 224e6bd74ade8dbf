"""What only goes on with a strike that was told before: in the same sentence, or as the losses of who struck."""

from collections.abc import Iterable, Sequence

from worker.extract.analysis import Reading
from worker.extract.attack.merging import merge
from worker.extract.attack.strike import REACH, Strike, is_vague, named_alike, parties
from worker.extract.dating import overlap

_FIGHTS = frozenset({"ground", "shooting"})  # where both sides stand face to face


def of_one_deed(told: Iterable[Strike], reading: Reading) -> list[Strike]:
    """The strikes of a sentence, as one those whose verbs share a subject, where the second only tells what the first
    led to ("sprengte sich in Mossul in die Luft | und tötete vier Menschen").
    """
    found: list[Strike] = []
    for strike in told:
        known = next((k for k in found[-1:] if _goes_on(strike, k, reading)), None)
        if known is None:
            found.append(strike)
        else:
            merge(strike, known)
    return found


def _goes_on(strike: Strike, known: Strike, reading: Reading) -> bool:
    clause, before = reading.clauses[strike.clause], reading.clauses[known.clause]
    subject = reading.subject(clause) if clause.words[0].coordinator else None
    shared = subject is not None and subject is reading.subject(before)
    apart = strike.places or strike.arms or strike.when or strike.status != known.status
    return shared and bool(strike.tolls and known.struck()) and not (apart or known.tolls)


def as_losses(strike: Strike, strikes: Sequence[Strike]) -> Strike | None:
    """The fight right before whose own fighters a toll counts, which is no strike of another side ("Auch fünf
    PKK-Kämpfer seien getötet worden"); the toll is told of it.
    """
    known = max(strikes, key=lambda s: max(s.sentences), default=None)
    told = strike.attackers or strike.places or strike.arms or strike.when or strike.methods or not strike.tolls
    if known is None or told or min(strike.sentences) - max(known.sentences) > (REACH if known.mutual else 1):
        return None
    if not (known.mutual or known.opposed or _FIGHTS & {*known.methods}):
        return None
    fighters = any(m.actor.kind == "armed_group" for m in known.attackers)
    own = bool(strike.targets) and fighters and all(map(is_vague, strike.targets))
    if not (own or named_alike(parties(strike.targets), known.attacking())):
        return None
    known.sentences |= strike.sentences
    return known


def of_one_arm(told: Iterable[Strike]) -> list[Strike]:
    """The strikes of a sentence, as one those by the same munitions ("the rockets, fired on Sunday, hit a farm"), of a
    bomb and its blast ("a car bomb | went off"), or with the same dead ("the killing of Deif, who died in a raid").
    """
    found: list[Strike] = []
    for strike in told:
        flown = {a.index for a in strike.arms if a.munition}
        used = {a.index for a in strike.arms}
        by_arm = (k for k in found if (k.index in used or any(a.index in flown for a in k.arms)) and _may_be(strike, k))
        known = next(by_arm, next((k for k in found if k.victims & strike.victims), None))
        if known is None:
            found.append(strike)
        else:
            merge(strike, known)
    return found


def _may_be(strike: Strike, known: Strike) -> bool:
    """Does one tell only of the flight, and nothing of time or status part them?"""
    bare = any(not (s.attackers or s.targets or s.places or s.accusers) for s in (strike, known))
    return bare and strike.status == known.status and overlap(strike.when, known.when)
