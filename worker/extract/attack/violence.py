"""Predicates of violence and weapons at work -> strikes of one sentence: who does it to whom, where and with what."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from worker.extract.analysis import Analysis, Reading
from worker.extract.attack.blame import find_blames
from worker.extract.attack.munitions import Arm, arms_named_by, find_arms, find_downings, owner_of
from worker.extract.attack.strike import Strike
from worker.extract.attack.tolls import find_tolls
from worker.extract.draft import extend, resolve, time_of
from worker.extract.grammar.anaphora import meant_by, subjects_before
from worker.extract.grammar.frames import Argument, Trigger, arguments, attributive, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.reality import Standing, reality_of
from worker.extract.silence import Scene
from worker.languages.pack import AttackWord, CompoundPart, Damage, HitWord, LightVerb, Responsibility, Weapon

_STATUS = {"threatened": "threatened", "planned": "threatened", "denied": "denied", "foiled": "foiled"}
_DROPPED = frozenset({"exercise", "false_alarm", "negated", "hypothetical", "requested", "historical", "stopped"})
_GOVERNED = 3  # words from an infinitive to the phrase that it governs
_BEFORE = 12  # words that may stand between a place and a noun of violence behind it
_BESIDE = 4  # words from a place to one that only says where it lies
_SEATED = frozenset({"government", "military", "organization", "person"})
_STRUCK = frozenset({"target", "victim", "place"})


def strikes_in(reading: Reading, analysis: Analysis, scene: Scene) -> list[Strike]:
    """The strikes that one sentence tells of, in order of the words that tell them."""
    told: dict[int, Strike] = {}
    refused: set[int] = set()
    for trigger in find_triggers(reading, AttackWord):
        if trigger.index in refused and trigger.form.tag == "adj":
            continue  # the participle of a verb that tells of no violence here
        strike = _strike(trigger, analysis, scene)
        if strike is None and trigger.verbal:
            refused.add(trigger.index)
        known = told.get(trigger.index)
        if strike and (known is None or _sides(strike) > _sides(known)):
            told[trigger.index] = strike
    return [*told.values(), *_by_weapon(reading, analysis, scene)]


def _sides(strike: Strike) -> int:
    """How much a reading of a word tells of who is involved."""
    return bool(strike.attackers) + bool(strike.targets)


def _strike(trigger: Trigger[AttackWord], analysis: Analysis, scene: Scene) -> Strike | None:
    """The strike that one predicate tells of, None where it tells of none."""
    entry = trigger.entry
    if entry.extent == "background" or _no_predicate(trigger) or scene.silences(trigger, "attack"):
        return None
    standing = reality_of(trigger)
    accused = [b for b in find_blames(trigger.reading, analysis) if not b.claimed and b.index < trigger.index]
    charges = _charges(trigger.reading)
    charged = any(t.index < trigger.index for t in charges)
    over = standing.cue is not None and standing.cue.scope == "sentence" and standing.type == "stopped"
    if (
        (standing.type in _DROPPED and not over)
        or (_intended(trigger, standing) and not charged)
        or _shot_down(trigger)
    ):
        return None
    strike = Strike(
        sentences={trigger.reading.index}, clause=trigger.clause.number, index=trigger.index,
        rules=[f"attack:{entry.lemma}"], ongoing=entry.extent == "ongoing", quoted=trigger.clause.quoted,
    )  # fmt: skip
    things = False
    for role, argument in _arguments(trigger, analysis):
        _fill(strike, role, argument)
        named = _things(trigger.reading, argument)
        if role == "target" and not strike.vessel:
            strike.vessel = next((t.text for t in named if t.entry.hit_kind == "vessel"), "")
            strike.sunk = bool(strike.vessel)
        things = things or (role in _STRUCK and bool(named))
    if charged and not strike.targets and not accused:
        strike.targets += [m for t in charges for m in _accuser(t)]
    if accused and trigger.clause.role == "infinitive":  # its subject is whom the main clause charges
        strike.attackers = []
    if not strike.attacking():
        strike.attackers += [m for b in accused for m in b.doers if m not in strike.targets]
        strike.attackers += _possessor(trigger, analysis) or _appositions(trigger)
    for arm in find_arms(trigger.reading):
        if _within(arm, trigger):
            strike.add_arm(arm)
            strike.attackers = strike.attackers or _owners(arm, analysis)
    if not _needs_met(trigger, strike, things, analysis, scene) or _meets(trigger, strike):
        return None
    extend(strike.places, _clause_places(trigger))
    acting = [(m.first, m.last) for m in strike.attackers if m.sentence == trigger.reading.index]
    strike.places = [p for p in strike.places if not any(first <= p.first <= last for first, last in acting)]
    for arm in arms_named_by(trigger, analysis):
        strike.add_arm(arm)
    own = _methods(trigger)
    flying = trigger.verbal and any(a.munition and a.methods for a in strike.arms)
    strike.methods = [*strike.methods, *own] if flying else [*own, *strike.methods]
    strike.status = _STATUS.get(standing.type, entry.status_default or "reported")
    if not _out_of_sequence(trigger):
        strike.when = resolve(time_of(trigger.reading, trigger.clause, trigger.index), trigger.clause, analysis.article)
    strike.sure = bool(strike.attackers or strike.arms)
    strike.mutual = strike.mutual and len(strike.attacking()) > 1 and not strike.targets
    return strike


def _accuser(charge: Trigger[Responsibility]) -> tuple[ActorMention, ...]:
    """Who charges an unnamed other with an attack was struck by it."""
    subject = charge.reading.subject(charge.clause)
    found = charge.reading.actors_of(subject) if subject is not None else ()
    return tuple(m for m in found if m.actor.country)


def _meets(trigger: Trigger[AttackWord], strike: Strike) -> bool:
    """Is a word that also means to meet said of a person, without a weapon?"""
    persons = [m for m in strike.targets if m.actor.kind == "person"]
    return "meeting" in dict(trigger.entry.senses) and bool(persons) and not strike.arms


def _charges(reading: Reading) -> tuple[Trigger[Responsibility], ...]:
    """The verbs that charge somebody with an attack."""
    return tuple(t for t in find_triggers(reading, Responsibility) if t.verbal and t.entry.relation == "blamed")


def _no_predicate(trigger: Trigger[AttackWord]) -> bool:
    """Is it a weapon's name, or a participle in a noun phrase, which tells what something is ("the occupied town")?"""
    armed = any(w.index <= trigger.index <= w.last for w in find_triggers(trigger.reading, Weapon))
    if armed and trigger.verbal and trigger.clause.finite and trigger.clause.finite.index != trigger.index:
        return True
    word = trigger.reading.words[trigger.index]
    finite = trigger.clause.finite
    if trigger.form.tag == "pres" and finite is not None and finite.index != trigger.index and not word.participle:
        return True  # "had bombed missile plants"
    if any(f.tag == "part_adj" for f in word.verbs) and any(w.auxiliaries for w in trigger.clause.words):
        return True  # "in dem von Russland besetzten Werk wurde ..."
    return (trigger.verbal or trigger.form.tag == "adj") and attributive(trigger)


def _intended(trigger: Trigger[AttackWord], standing: Standing) -> bool:
    """Is it only meant: an infinitive of purpose, or a noun that an infinitive governs, that nobody is said to plan?"""
    if standing.cue is not None:
        return False
    words = trigger.reading.words
    if trigger.verbal:
        return words[trigger.index].infinitive
    phrase = trigger.reading.phrase_at(trigger.index)
    first = phrase.first if phrase else trigger.index
    governs = [w for w in trigger.clause.words if w.infinitive and w.index < first]
    if trigger.clause.role == "infinitive":
        return True
    return bool(governs) and first - governs[-1].index <= _GOVERNED


def _shot_down(trigger: Trigger[AttackWord]) -> bool:
    """Is a verb for bringing down aircraft said of munitions in flight, which is defence?"""
    reading = trigger.reading
    downs = any(c.index == trigger.index for c in find_downings(reading))
    transport = [h for h in find_triggers(reading, HitWord) if h.entry.hit_kind == "transport"]
    manned = any(trigger.clause.holds(h.index) for h in transport)
    return downs and not manned and all(a.slot.kind != "aircraft" for a in find_arms(reading))


def _within(arm: Arm, trigger: Trigger[AttackWord]) -> bool:
    """Does the arm stand in the clause, or in what its relative pronoun means ("Raketen, die ein Haus trafen")?"""
    if trigger.clause.holds(arm.index):
        return True
    subject = trigger.reading.subject(trigger.clause) if trigger.clause.role == "relative" else None
    return subject is not None and subject.first <= arm.index <= subject.last


def _possessor(trigger: Trigger[AttackWord], analysis: Analysis) -> list[ActorMention]:
    """Whose a noun with a possessive is: the subject's of its clause ("they announced their raid on ...")."""
    reading = trigger.reading
    phrase = reading.phrase_at(trigger.index)
    if trigger.verbal or phrase is None or reading.words[phrase.first].lower not in reading.grammar.possessives:
        return []
    subject = reading.subject(trigger.clause)
    own = reading.actors_of(subject) if subject is not None and subject != phrase else ()
    return list(own or subjects_before(reading, trigger.clause, analysis))


def _appositions(trigger: Trigger[AttackWord]) -> list[ActorMention]:
    """The armed group set between a subject that names nobody and its verb ("fighters of a group, the IS, ...")."""
    reading, clause = trigger.reading, trigger.clause
    if not trigger.verbal or clause.passive or "subject=attacker" not in trigger.entry.roles:
        return []
    subject = reading.subject(clause)
    if subject is None or subject.first > trigger.index:
        return []
    groups = [m for m in reading.actors if m.actor.kind == "armed_group" and m.form == "body"]
    return [m for m in groups if clause.first <= m.first and m.last < trigger.index][-1:]


def _methods(trigger: Trigger[AttackWord]) -> list[str]:
    """The method that the first part of a compound tells ("Drohnen|angriff"), then the word's own."""
    parts = [p.method for p in trigger.parts if isinstance(p, CompoundPart)]
    parts += [p.method[0] for p in trigger.parts if isinstance(p, Weapon) and p.method]
    return parts[:1] or ([trigger.entry.method] if trigger.entry.method else [])


def _arguments(trigger: Trigger[AttackWord], analysis: Analysis) -> Iterable[tuple[str, Argument]]:
    """(role, argument) pairs of the predicate itself, then of the light verb that carries it."""
    for rule in trigger.entry.roles:
        place, _, role = rule.partition("=")
        if role == "attacker" and place in trigger.reading.grammar.agent_prepositions and _agent_of_a_verb(trigger):
            continue
        for argument in arguments(trigger, place):
            yield role, _resolved(argument, trigger, analysis)
    if trigger.verbal:
        return
    for light in find_triggers(trigger.reading, LightVerb):
        if not light.clause.holds(trigger.index):
            continue
        for rule in light.entry.roles:
            place, _, role = rule.partition("=")
            if role in ("attacker", "target"):
                for argument in arguments(light, place):
                    yield role, _resolved(argument, light, analysis)


def _agent_of_a_verb(trigger: Trigger[AttackWord]) -> bool:
    """Does the agent behind a noun belong to a verb in the passive before it ("declared a terror attack by police")?"""
    finite = trigger.clause.finite
    return not trigger.verbal and trigger.clause.passive and finite is not None and finite.index < trigger.index


def _resolved(argument: Argument, trigger: Trigger[Any], analysis: Analysis) -> Argument:
    return replace(argument, actors=meant_by(argument, trigger.reading, trigger.clause, analysis))


def _owners(arm: Arm, analysis: Analysis) -> list[ActorMention]:
    """Whose a weapon is; a possessive pronoun means the subject before it ("said its drones had struck")."""
    found = owner_of(arm.trigger)
    reading = arm.trigger.reading
    phrase = reading.phrase_at(arm.index)
    if found or phrase is None or reading.words[phrase.first].lower not in reading.grammar.possessives:
        return found
    owners = subjects_before(reading, arm.trigger.clause, analysis)
    return [m for m in owners if _is_side(m)]


def _fill(strike: Strike, role: str, argument: Argument) -> None:
    actors = [m for m in argument.actors if _is_side(m)]
    match role:
        case "attacker" | "opponent" | "opponents":
            extend(strike.attackers, actors)
            strike.mutual = strike.mutual or (role != "attacker" and bool(actors))
        case "target" | "victim":
            struck = [m for m in actors if m.speaks or m.actor.kind != "organization"]
            extend(strike.targets, [m for m in struck if m not in strike.attackers])
            extend(strike.places, argument.places)
        case "place":
            extend(strike.places, argument.places)
        case "origin":
            strike.attackers = strike.attackers or actors


def _is_side(mention: ActorMention) -> bool:
    """No private person or crowd ("witnesses", "both sides") without a country."""
    if mention.members:
        return True
    return mention.actor.kind not in ("person", "other") or mention.actor.country is not None


def _things(reading: Reading, argument: Argument) -> list[Trigger[HitWord]]:
    """What a phrase names that can be hit."""
    phrase = argument.phrase
    return [t for t in find_triggers(reading, HitWord) if phrase and phrase.covers(t.index, t.last)]


def _clause_places(trigger: Trigger[AttackWord]) -> list[PlaceMention]:
    """Places of the clause that the word is nearest to, without its subject and the seats of governments."""
    reading, clause = trigger.reading, trigger.clause
    subject = reading.subject(clause)
    told = sorted({t.index for t in find_triggers(reading, AttackWord) if clause.holds(t.index)})
    found = []
    for m in reading.places:
        if is_seat(m, reading) or reading.in_attribute(m.first):
            continue
        before = [i for i in told if i < m.first]
        nearest = before[-1] if before else told[0]
        far = not trigger.verbal and trigger.index - m.last > _BEFORE
        if clause.holds(m.first) and nearest == trigger.index and not far:
            found.append(m)
    return [m for m in found if not (subject and subject.covers(m.first, m.last))]


def is_seat(place: PlaceMention, reading: Reading) -> bool:
    """Does a place only say where a source sits ("the army in Bangkok"), or what the place meant lies near?"""
    if place.form == "seat":
        return True
    words, grammar = reading.words, reading.grammar
    near = place.first > 0 and words[place.first - 1].lower in grammar.near_words
    if near and any(0 < place.first - p.last <= _BESIDE for p in reading.places):
        return True
    owners = [m for m in reading.actors if m.actor.kind in _SEATED and m.actor.country == place.place.country]
    return place.form == "capital" and any(m.head < place.first and place.first - m.last <= 2 for m in owners)


def _out_of_sequence(trigger: Trigger[AttackWord]) -> bool:
    """Is it told as what came before or after the rest of its sentence, without a time of its own?

    A noun ("Nach dem Beschuss hat Moskau am Montag ...") or a clause ("..., weeks after Kyiv attacked").
    """
    opener, before = trigger.clause.opener, trigger.reading.grammar.sequence_words
    if opener and opener.lower in before and not any(trigger.clause.holds(t.first) for t in trigger.reading.times):
        return True
    phrase = trigger.reading.phrase_at(trigger.index)
    if trigger.verbal or phrase is None or phrase.preposition is None:
        return False
    inside = any(phrase.first <= t.first <= phrase.last for t in trigger.reading.times)
    return phrase.preposition in before and not inside


def _needs_met(trigger: Trigger[AttackWord], strike: Strike, things: bool, analysis: Analysis, scene: Scene) -> bool:
    """Does the sentence give what the pack asks before the word counts as violence of war?"""
    needs = trigger.entry.needs
    if scene.off_topic() and not (strike.arms and strike.attackers):
        return False
    have = {
        "weapon": bool(strike.arms),
        "object_place": bool(strike.targets or strike.places) or things,
        "military_context": scene.at_war or scene.armed[trigger.reading.index],
    }
    if not needs or any(all(have.get(n, True) for n in way.split("+")) for way in needs):
        return True
    # A side's own fire beside a toll needs no place ("13 Tote durch indisches Feuer").
    return bool(strike.attackers) and have["military_context"] and bool(find_tolls(trigger.reading, analysis))


def _defenders(reading: Reading) -> list[ActorMention]:
    """Who shot down what was aimed at him."""
    downs = [c for c in find_downings(reading) if c.verbal]
    return [m for c in downs for a in arguments(c, "subject") for m in a.actors if m.actor.country]


def _by_weapon(reading: Reading, analysis: Analysis, scene: Scene) -> Iterator[Strike]:
    """A strike told without a predicate of violence: a side's weapons beside a toll or damage in one sentence."""
    arms = find_arms(reading)
    owned = next((a for a in arms if a.strikes and _owners(a, analysis)), None)
    if owned is None or scene.silences(owned.trigger, "attack"):
        return
    standing = reality_of(owned.trigger).type
    hurt = bool(find_tolls(reading, analysis)) or bool(find_triggers(reading, Damage))
    if standing not in ("asserted", "foiled") or not (hurt or find_downings(reading)):
        return
    clause = owned.trigger.clause
    strike = Strike(
        sentences={reading.index}, clause=clause.number, index=owned.index, attackers=_owners(owned, analysis),
        rules=[f"weapon:{owned.trigger.entry.lemma}"], sure=True, status="reported" if hurt else "foiled",
    )  # fmt: skip
    for arm in arms:
        strike.add_arm(arm)
    if not hurt:
        strike.targets += [m for m in _defenders(reading) if m not in strike.attackers]
    strike.places += [p for p in reading.places if not is_seat(p, reading)]
    strike.when = resolve(time_of(reading, clause, owned.index), clause, analysis.article)
    yield strike
