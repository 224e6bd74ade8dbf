"""Strikes told without a predicate of violence: by what was used, beside what it did or who shot it down."""

from collections.abc import Container, Iterator

from worker.extract.analysis import Analysis, Reading
from worker.extract.attack.doubts import run_into
from worker.extract.attack.munitions import Arm, arms_felled, find_arms, find_downings, shooters, shoots_down
from worker.extract.attack.owners import owners_of
from worker.extract.attack.roles import lands_of
from worker.extract.attack.spots import is_seat
from worker.extract.attack.strike import Strike
from worker.extract.attack.tolls import find_tolls
from worker.extract.dating import happened, told_when
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.nominal import argument_of
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.reality import reality_of
from worker.extract.silence import Scene
from worker.languages.pack import Damage


def by_weapon(reading: Reading, used: Container[int], analysis: Analysis, scene: Scene) -> Iterator[Strike]:
    """A strike told without a predicate of violence: a side's weapons beside a toll or damage, or any shot down."""
    arms = find_arms(reading)
    owned = next((a for a in arms if a.strikes and owners_of(a, analysis)), None)
    alone = owned is None and bool(find_tolls(reading, analysis))  # "died when their car hit a mine"
    laid = next((a for a in arms if a.slot.kind == "mine" or run_into(a)), None) if alone else None
    owned = owned or laid or next((a for a in arms_felled(reading) if a.munition), None)
    if owned is None or owned.index in used or scene.silences(owned.trigger, "attack"):
        return
    standing = reality_of(owned.trigger)
    spared = {d.index for d in find_triggers(reading, Damage) if _of_munitions(d)}
    damaged = any(d.index not in spared for d in find_triggers(reading, Damage))
    hurt = bool(find_tolls(reading, analysis)) or damaged
    if any(a.trigger.clause.negated for a in arms) and owned.trigger.drop("attack", "unreal", "negated"):
        return
    if standing.type not in ("asserted", "foiled") and owned.trigger.drop("attack", "unreal", standing.told):
        return
    if not (hurt or find_downings(reading)) and owned.trigger.drop("attack", "harmless"):
        return
    clause = owned.trigger.clause
    strike = Strike(
        sentences={reading.index}, clause=clause.number, index=owned.index, rules=[owned.rule], sure=True,
        status="reported" if hurt else "foiled", deed=laid is not None, violent=laid is not None,
    )  # fmt: skip
    (strike.targets if owned.everyday else strike.attackers).extend(owners_of(owned, analysis))
    defenders = [m for c in find_downings(reading) for m in shooters(c)]
    for arm in (laid,) if laid else (a for a in arms if not shoots_down(a)):
        strike.add_arm(arm)
    if not hurt:
        struck = _aimed_at(owned, strike) or [m for m in defenders if m.actor.country]
        strike.targets += [m for m in struck if m not in strike.attackers]
        strike.rules += [c.rule for c in find_downings(reading)]
    inside = (p for p in reading.places if p.first >= reading.sentence.body_first)
    acting = {m.first for m in defenders}
    strike.places += [p for p in inside if not (is_seat(p, reading) or p.first in acting)]
    word = (reading, clause, owned.index, analysis.published)
    strike.when, strike.told = happened(*word), told_when(*word)
    yield strike


def _aimed_at(arm: Arm, strike: Strike) -> list[ActorMention]:
    """The country towards which it flew when somebody shot it down ("downed drones | on their way to Israel")."""
    reading, homes = arm.trigger.reading, {m.actor.country for m in strike.attackers}
    aims = (p for p in reading.phrases if p.first > arm.index and p.preposition in reading.grammar.aim_prepositions)
    lands = (lands_of(argument_of(reading, p)) for p in aims)
    return next((found for found in lands if found and not homes & {m.actor.country for m in found}), [])


def _of_munitions(damage: Trigger[Damage]) -> bool:
    """Is what is damaged only what was shot down ("destroyed 12 drones")?"""
    flying = [a.index for a in find_arms(damage.reading) if a.munition]
    return any(a.phrase and a.phrase.covers(i, i) for a in arguments(damage, "object") for i in flying)
