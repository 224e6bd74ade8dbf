"""Attacks: one side's strike or wave in one stretch of time, told over any number of sentences.

Predicates of the pack make strikes, and so do weapons of a side beside a toll or damage; strikes of the same sides and
time are one event; sentences that only add a toll, a place or a figure join the strike they stand behind.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from schemas import Attack, Hit, Quantity
from schemas import Weapon as WeaponSlot
from worker.extract.analysis import Analysis, Reading
from worker.extract.attack_sides import fill_sides, targets_of
from worker.extract.draft import event_id, evidence, resolve, side, time_of, unique_actors, unique_places
from worker.extract.frames import Argument, Trigger, arguments, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.reality import reality_of
from worker.extract.silence import Scene
from worker.extract.strike import REACH, Strike, join
from worker.languages.pack import AttackWord, Casualty, Damage, HitWord, LightVerb, Reality, Weapon

_STATUS = {"threatened": "threatened", "planned": "threatened", "denied": "denied", "foiled": "foiled"}
_DROPPED = frozenset({"exercise", "false_alarm", "negated", "hypothetical", "requested", "historical"})
_OWNER_REACH = 3


def find_attacks(analysis: Analysis, scene: Scene) -> tuple[Attack, ...]:
    """The attacks that the article reports, in order of the text."""
    strikes: list[Strike] = []
    for reading in analysis.readings:
        own = [s for s in (_strike(t, analysis, scene) for t in find_triggers(reading, AttackWord)) if s]
        own.extend(_by_weapon(reading, analysis, scene))
        for strike in own:
            join(strike, strikes)
        _elaborate(reading, strikes, bool(own))
    fill_sides(strikes)
    return tuple(_event(s, analysis) for s in strikes if _complete(s, scene))


def _strike(trigger: Trigger[AttackWord], analysis: Analysis, scene: Scene) -> Strike | None:
    """The strike that one predicate tells of, None where it tells of none."""
    entry = trigger.entry
    if scene.silences(trigger, "attack") or scene.off_topic() or entry.extent == "background":
        return None
    standing = reality_of(trigger)
    if standing.type in _DROPPED:
        return None
    strike = Strike(sentences={trigger.reading.index}, rules=[f"attack:{entry.lemma}"])
    for role, argument in _arguments(trigger):
        _fill(strike, role, argument)
    _weapons(strike, trigger)
    _casualties(strike, trigger.reading)
    if not _needs_met(entry, strike, trigger.reading, scene):
        return None
    strike.methods += [entry.method] if entry.method else []
    strike.status = _STATUS.get(standing.type, entry.status_default or "reported")
    strike.when = resolve(time_of(trigger.reading, trigger.clause, trigger.index), trigger.clause, analysis.article)
    strike.places += [p for p in _clause_places(trigger) if p not in strike.places]
    strike.sure = bool(strike.attackers or strike.figures or strike.weapons)
    return strike


def _arguments(trigger: Trigger[AttackWord]) -> Iterable[tuple[str, Argument]]:
    """(role, argument) pairs of the predicate itself, then of the light verb that carries it."""
    for rule in trigger.entry.roles:
        place, _, role = rule.partition("=")
        for argument in arguments(trigger, place):
            yield role, argument
    if trigger.verbal:
        return
    for light in find_triggers(trigger.reading, LightVerb):
        if not light.clause.holds(trigger.index):
            continue
        for rule in light.entry.roles:
            place, _, role = rule.partition("=")
            if role in ("attacker", "target"):
                for argument in arguments(light, place):
                    yield role, argument


def _fill(strike: Strike, role: str, argument: Argument) -> None:
    match role:
        case "attacker" | "opponent" | "opponents":
            strike.attackers += [m for m in argument.actors if m not in strike.attackers]
        case "weapon":
            strike.attackers += [m for m in argument.actors if m.form == "adjective" and m not in strike.attackers]
        case "target" | "victim":
            strike.targets += [m for m in argument.actors if m not in strike.targets]
            strike.places += [m for m in argument.places if m not in strike.places]
        case "place":
            strike.places += [m for m in argument.places if m not in strike.places]
        case "origin":
            strike.attackers += [m for m in argument.actors if m not in strike.attackers and not strike.attackers]


def _clause_places(trigger: Trigger[AttackWord]) -> list[PlaceMention]:
    """Places of the clause that stand behind a preposition of place, subjects and speakers' seats left out."""
    subject = trigger.reading.subject(trigger.clause)
    return [
        m
        for m in trigger.reading.places
        if trigger.clause.holds(m.first) and not (subject and subject.covers(m.first, m.last))
    ]


def _weapons(strike: Strike, trigger: Trigger[AttackWord]) -> None:
    """Weapons named in the trigger's sentence, with their counts; the owner of one in its clause is the attacker."""
    for weapon in find_triggers(trigger.reading, Weapon):
        _add_weapon(strike, weapon)
        if not strike.attackers and trigger.clause.holds(weapon.index):
            strike.attackers += _owner(weapon)


def _add_weapon(strike: Strike, weapon: Trigger[Weapon]) -> None:
    entry = weapon.entry
    if entry.role == "aid" or not entry.weapon_kind:
        return
    count = next((q.quantity for q in weapon.reading.quantities if q.counts(weapon.index, weapon.last)), None)
    slot = WeaponSlot(kind=entry.weapon_kind[0], count=count, text=_text(weapon.reading, weapon.index, weapon.last))
    if all(w.text != slot.text for w in strike.weapons):
        strike.weapons.append(slot)
        strike.methods += entry.method[:1]


def _owner(weapon: Trigger[Weapon]) -> list[ActorMention]:
    """Whose a weapon is: the adjective or possessor before it ("russische Raketen", "Russia's drones")."""
    actors = weapon.reading.actors
    near = [
        m
        for m in actors
        if m.form in ("adjective", "compound") and weapon.index - _OWNER_REACH <= m.last <= weapon.index
    ]
    return near[-1:]


def _by_weapon(reading: Reading, analysis: Analysis, scene: Scene) -> Iterator[Strike]:
    """A strike told without a predicate of violence: a side's weapons beside a toll or damage in one sentence."""
    if scene.off_topic():
        return
    weapons = [w for w in find_triggers(reading, Weapon) if w.entry.role != "aid"]
    owned = next((w for w in weapons if _owner(w)), None)
    if owned is None or scene.silences(owned, "attack") or reality_of(owned).type != "asserted":
        return
    strike = Strike(
        sentences={reading.index}, attackers=_owner(owned), rules=[f"weapon:{owned.entry.lemma}"], sure=True
    )
    if not _casualties(strike, reading) and not find_triggers(reading, Damage):
        return
    for weapon in weapons:
        _add_weapon(strike, weapon)
    strike.places += [p for p in reading.places if p.form != "seat"]
    strike.when = resolve(time_of(reading, owned.clause, owned.index), owned.clause, analysis.article)
    yield strike


def _text(reading: Reading, first: int, last: int) -> str:
    tokens = reading.sentence.tokens
    return " ".join(t.text for t in tokens[first : last + 1])


def _casualties(strike: Strike, reading: Reading) -> bool:
    """Tolls told in `reading`; True where there is one. The first figure of a slot stays."""
    found = False
    for toll in find_triggers(reading, Casualty):
        entry = toll.entry
        if entry.slot in ("", "none") or entry.effect in ("subset", "not_a_count", "increment"):
            continue
        quantity = _counted(toll)
        if quantity:
            strike.figures.setdefault(entry.slot, quantity)
            strike.rules.append(f"casualty:{entry.lemma}")
            found = True
    return found


def _counted(toll: Trigger[Any]) -> Quantity | None:
    """The number that a casualty word counts: on the word itself, else on the phrase at its place, else the nearest."""
    reading = toll.reading
    counts = [q for q in reading.quantities if q.relation not in ("subset", "increment")]
    for q in counts:
        if not toll.verbal and q.counts(toll.index, toll.last):
            return q.quantity
    if toll.verbal:
        for place in ("object", "subject", "passive_subject"):
            for argument in arguments(toll, place):
                phrase = argument.phrase
                inside = next((q for q in counts if phrase and phrase.first <= q.first <= phrase.last), None)
                if inside:
                    return inside.quantity
        return None
    near = [q for q in counts if toll.clause.holds(q.first) and 0 < toll.index - q.last <= 3]
    return near[-1].quantity if near else None


def _needs_met(entry: AttackWord, strike: Strike, reading: Reading, scene: Scene) -> bool:
    """Does the sentence give what the pack asks before the word counts as violence of war?"""
    have = {
        "none": True,
        "weapon": bool(strike.weapons),
        "object_place": bool(strike.targets or strike.places),
        "military_context": scene.at_war or scene.armed[reading.index],
    }
    return not entry.needs or any(all(have.get(n, True) for n in way.split("+")) for way in entry.needs)


def _elaborate(reading: Reading, strikes: Sequence[Strike], own: bool) -> None:
    """Lets a sentence without a strike of its own add its toll, what was hit, and figures to the strike before it."""
    if not strikes:
        return
    strike = strikes[-1]
    if reading.index - max(strike.sentences) > REACH:
        return
    told = _casualties(strike, reading) if not own else False
    told = _hits(strike, reading) or told
    told = _air_defence(strike, reading) or told
    if told:
        strike.sentences.add(reading.index)
        strike.places += [p for p in reading.places if p not in strike.places and not own]


def _hits(strike: Strike, reading: Reading) -> bool:
    """What was hit: nouns of the hit table in a sentence that speaks of hitting or damage."""
    damaged = {t.clause.number for t in find_triggers(reading, Damage)}
    damaged |= {t.clause.number for t in find_triggers(reading, AttackWord)}
    found = False
    for noun in find_triggers(reading, HitWord):
        if noun.clause.number not in damaged:
            continue
        slot = Hit(kind=noun.entry.hit_kind, text=_text(reading, noun.index, noun.last))
        if all(h.kind != slot.kind for h in strike.hit):
            strike.hit.append(slot)
        found = True
    return found


def _air_defence(strike: Strike, reading: Reading) -> bool:
    """How many were launched and how many shot down."""
    found = False
    for cue in find_triggers(reading, Reality):
        if cue.entry.slot != "intercepted":
            continue
        quantity = _counted(cue) or next((q.quantity for q in reading.quantities if cue.clause.holds(q.first)), None)
        if quantity:
            strike.figures.setdefault("intercepted", quantity)
            found = True
    for weapon in find_triggers(reading, Weapon):
        count = next((q.quantity for q in reading.quantities if q.counts(weapon.index, weapon.last)), None)
        launched = [t for t in find_triggers(reading, AttackWord) if t.entry.count_slot == "launched"]
        if count and launched and weapon.entry.role != "aid":
            strike.figures.setdefault("launched", count)
            found = True
    return found


def _complete(strike: Strike, scene: Scene) -> bool:
    """Worth reporting: somebody is struck, by a known side or in a place at war."""
    armed = scene.at_war or any(scene.armed[i] for i in strike.sentences)
    return bool(targets_of(strike)) and bool(strike.attackers or (armed and (strike.figures or strike.weapons)))


def _method(strike: Strike) -> str:
    methods = [m for m in dict.fromkeys(strike.methods) if m != "other"]
    if "combined" in methods or {"drone", "missile"} <= set(methods):
        return "combined"
    return methods[0] if methods else "other"


def _event(strike: Strike, analysis: Analysis) -> Attack:
    found = evidence(analysis, strike.sentences)
    attackers, targets = unique_actors(strike.attackers), targets_of(strike)
    return Attack.model_validate(
        {
            "id": event_id(analysis.article, "attack", found, "|".join(sorted(side(a) for a in attackers))),
            "status": strike.status,
            "when": strike.when,
            "places": unique_places(strike.places),
            "attribution": unique_actors(strike.attribution),
            "evidence": found,
            "confidence": 0.8 if strike.sure and strike.attackers else 0.6,
            "attackers": attackers,
            "targets": targets,
            "method": _method(strike),
            "weapons": tuple(strike.weapons),
            "hit": tuple(strike.hit),
            "rules": tuple(dict.fromkeys(strike.rules)),
            **strike.figures,
        }
    )
