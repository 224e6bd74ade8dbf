"""What a sentence must give before a word in it counts as violence of war: a weapon, a target, a side, no mishap."""

from worker.extract.analysis import Analysis, Reading
from worker.extract.attack.doubts import words_of_violence
from worker.extract.attack.munitions import Arm, arms_named_by, find_arms
from worker.extract.attack.strike import Strike
from worker.extract.attack.tolls import find_tolls
from worker.extract.draft import land_of
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.silence import Scene
from worker.languages.pack import (
    AttackWord,
    Damage,
    HitWord,
    LightVerb,
    TalksWord,
)

_STATE = frozenset({"country", "government", "military"})
_CONFERRING = frozenset({"event", "mediation", "offer", "accord"})


def _is_weapon_of(arm: Arm, trigger: Trigger[AttackWord]) -> bool:
    """Is it something to strike with: where it does so by itself, nothing with a crew that may have an accident ("a
    fighter jet crashed into a house")?"""
    roles = trigger.entry.roles
    return arm.slot.kind != "aircraft" or "subject=weapon" not in roles or "subject=attacker" in roles


def needs_met(
    trigger: Trigger[AttackWord], strike: Strike, named: frozenset[str], analysis: Analysis, scene: Scene
) -> bool:
    """Does the sentence give what the pack asks before the word counts as violence of war? `named`: roles that tell."""
    needs = trigger.entry.needs
    if _caused(trigger) and trigger.drop("attack", "description"):
        return False
    if strike.arms and not any(_is_weapon_of(a, trigger) for a in strike.arms):
        return not trigger.drop("attack", "needs", "weapon")
    if not (tells_deed(trigger) or strike.attackers) and crashes(trigger.reading):
        return not trigger.drop("attack", "needs", "weapon")
    if not strike.arms and _of_something_else(trigger) and trigger.drop("attack", "needs", "weapon"):
        return False
    harmed = bool(strike.arms or find_tolls(trigger.reading, analysis))
    if not harmed and _of_talks(trigger) and trigger.drop("attack", "meeting"):
        return False
    if scene.off_topic("attack") and not (strike.arms and strike.attackers):
        return not trigger.drop("attack", "off_topic", scene.about)
    have = {
        "weapon": bool(strike.arms or arms_named_by(trigger, analysis)),
        "munition": any(a.flies for a in strike.arms),
        "object_place": bool(strike.targets or strike.places) or strike.mutual or "thing" in named,
        "target": "target" in named,
        "thing": "thing" in named,
        "military_context": scene.at_war
        or scene.armed[trigger.reading.index]
        or _in_attack(trigger)
        or _abroad(strike, named, trigger, analysis),
        "attacker": bool(strike.attackers),
    }
    if not needs or any(all(have.get(n, True) for n in way.split("+")) for way in needs):
        return True
    # A side's own fire beside a toll needs no place ("13 Tote durch indisches Feuer").
    if strike.attackers and have["military_context"] and find_tolls(trigger.reading, analysis):
        return True
    return not trigger.drop("attack", "needs", " or ".join(needs))


def _of_something_else(trigger: Trigger[AttackWord]) -> bool:
    """Has a verb for the use of weapons an object that is neither one nor an attack ("launched | an inquiry")?"""
    if not trigger.verbal or "object=weapon" not in trigger.entry.roles:
        return False
    phrases = [a.phrase for a in arguments(trigger, "object") if a.phrase is not None]
    words = words_of_violence(trigger.reading)
    return bool(phrases) and not any(
        p.pronoun or p.last + 1 == w.index or p.covers(w.index, w.last) for p in phrases for w in (*words, trigger)
    )


def _in_attack(trigger: Trigger[AttackWord]) -> bool:
    """Is it told of somebody's attack ("damaged in a Syrian attack")?"""
    others = (w for w in words_of_violence(trigger.reading) if not w.verbal and trigger.clause.holds(w.index))
    return trigger.verbal and any(a.actors for w in others for a in arguments(w, "adjective"))


def _of_talks(trigger: Trigger[AttackWord]) -> bool:
    """Is what a verb strikes only talks or what they are to bring ("torpedoed | the talks in Doha")?"""
    objects = (a.phrase for a in arguments(trigger, "object") if a.phrase is not None) if trigger.verbal else ()
    heads = {p.head for p in objects} - {t.last for t in find_triggers(trigger.reading, HitWord)}  # "a gathering"
    talks = (t for t in find_triggers(trigger.reading, TalksWord) if not t.verbal and t.entry.sense in _CONFERRING)
    return any(t.last in heads for t in talks)


def _abroad(strike: Strike, named: frozenset[str], trigger: Trigger[AttackWord], analysis: Analysis) -> bool:
    """Does a state strike another ("Israel strikes Iran"), a town or region that it holds, a thing there ("Israel
    struck sites in Iran") or of that land ("struck Iranian sites") or a ship, or is there a toll of what it does in
    another country ("Syria: Ten dead in Israeli raid")?
    """
    states = {m.actor.country for m in strike.attackers if m.actor.kind in _STATE}
    if strike.vessel and states and "target" in named:
        return True
    if _state_on_state(strike, trigger):
        return True
    beside = (p for p in trigger.reading.places if "thing" in named and trigger.clause.holds(p.first))
    spots = (p for p in (*strike.places, *beside) if "thing" in named or p.form in ("place", "capital"))
    there = {land_of(p.place, states) for p in spots}
    if not states or None in states:
        return False
    owners = {m.actor.country for m in strike.targets if m.form == "adjective"}
    aimed = trigger.verbal and "politics" not in dict(trigger.entry.senses)  # "targets Iranian banks"
    if "thing" in named and aimed and owners - {*states, None}:
        return True
    lands = {p.place.country for p in trigger.reading.places if p.form != "seat"} - {*states, None}
    return bool(there - states) if "target" in named else bool(lands and find_tolls(trigger.reading, analysis))


def _state_on_state(strike: Strike, trigger: Trigger[AttackWord]) -> bool:
    """Does one state strike another, both by their names, where no verb in the plural makes a team of it ("England |
    hit Scotland")?
    """
    sides = (strike.attackers, strike.targets)
    if not trigger.verbal or not all(side and all(m.form == "country" for m in side) for side in sides):
        return False
    finite = trigger.clause.finite
    team = finite is not None and finite.index == trigger.index and trigger.form.tag == "inf"
    return len(strike.attackers) > 1 or not team


def tells_deed(trigger: Trigger[AttackWord]) -> bool:
    """Does it tell more than that somebody was killed, or that a mine killed him?"""
    if not any(r.endswith("=victim") for r in trigger.entry.roles):
        return True
    mines = [a.index for a in find_arms(trigger.reading) if a.slot.kind == "mine"]
    doers = [a.phrase for a in arguments(trigger, "subject") if a.phrase is not None] if mines else []
    return any(p.covers(i, i) for p in doers for i in mines)


def crashes(reading: Reading) -> bool:
    """Does something with a crew crash in a sentence that tells of no deed ("the helicopter crashed, killing six")?"""
    words = [t for t in words_of_violence(reading) if tells_deed(t) and not _caused(t)]
    falls = [t for t in words if "subject=weapon" in t.entry.roles and "subject=attacker" not in t.entry.roles]
    if not falls or len({t.index for t in words}) > len({t.index for t in falls}):
        return False
    craft = {a.index for a in find_arms(reading) if a.slot.kind == "aircraft"}
    doers = [a.phrase for t in falls for a in arguments(t, "subject") if a.phrase is not None]
    return any(p.covers(index, index) for p in doers for index in craft)


def _caused(trigger: Trigger[AttackWord]) -> bool:
    """Is it what something else than a weapon caused ("sparking a | fire")?"""
    reading, clause = trigger.reading, trigger.clause
    if trigger.verbal or all(t.index != trigger.index for t in find_triggers(reading, Damage)):
        return False
    lights = [t for t in find_triggers(reading, LightVerb) if "object=damage" in t.entry.roles and t.clause is clause]
    arms = {a.index for a in find_arms(reading)}
    doers = (a.phrase for t in lights for a in arguments(t, "subject") if a.phrase is not None)
    return any(t.index < trigger.index for t in lights) and not any(p.head in arms for p in doers)


def may_be_mishap(trigger: Trigger[AttackWord], scene: Scene) -> bool:
    """Can it have happened by itself where nothing speaks of war ("explosion in an apartment block")?"""
    laid = any(a.slot.kind == "mine" and trigger.clause.holds(a.index) for a in find_arms(trigger.reading))
    war = laid or scene.at_war or scene.armed[trigger.reading.index]
    return "accident" in dict(trigger.entry.senses) and not war
