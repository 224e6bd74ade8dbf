"""Predicates of violence and weapons at work -> strikes of one sentence: who does it to whom, where and with what."""

from dataclasses import replace

from worker.extract.allies import allies_in
from worker.extract.analysis import Analysis, Reading
from worker.extract.attack.blame import accuser, acts_too, charged_by_both, charges, find_blames, only_group
from worker.extract.attack.by_weapon import by_weapon
from worker.extract.attack.damage import is_carrier, struck_arms
from worker.extract.attack.doubts import (
    intended,
    meets,
    no_predicate,
    of_habit,
    shot_down,
    stops_attackers,
    tells_in_attribute,
    words_of_violence,
)
from worker.extract.attack.going_on import of_one_arm
from worker.extract.attack.merging import merge
from worker.extract.attack.munitions import Arm, acts_with, arms_named_by, find_arms, is_felled, whole_of
from worker.extract.attack.needs import may_be_mishap, needs_met, tells_deed
from worker.extract.attack.order import (
    answered,
    brought,
    goes_on,
    happens_again,
    is_another,
    is_known,
    is_over,
    named_in,
    of_another,
    only_around,
    only_since,
    out_of_sequence,
    relates,
    stands_apart,
    told_apart,
    told_as_another,
    told_aside,
    told_behind,
    told_inside,
)
from worker.extract.attack.owners import holders_of, owners_of, possessor
from worker.extract.attack.placing import lands_in_row, only_places
from worker.extract.attack.plots import foiled, plot_of, plotters
from worker.extract.attack.roles import (
    appositions,
    fill,
    reciprocal,
    roles_of,
    things_in,
)
from worker.extract.attack.ships import ship_name
from worker.extract.attack.spots import (
    clause_places,
    is_town,
    land_meant,
    of_others,
    place_before,
    takes_town,
    town_meant,
)
from worker.extract.attack.strike import Strike, named_alike, party
from worker.extract.attack.victims import answerers, stops_doers
from worker.extract.dating import happened, overlap, told_when
from worker.extract.draft import extend, label_of
from worker.extract.grammar.anaphora import subjects_before
from worker.extract.grammar.nominal import Argument
from worker.extract.grammar.phrases import group
from worker.extract.grammar.subject_search import antecedent, tells_own_deed
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.reality import Standing, reality_of
from worker.extract.silence import Scene
from worker.languages.pack import AttackWord, Casualty, CompoundPart, Responsibility, Weapon, rule_of

_STATUS = {"threatened": "threatened", "planned": "threatened", "denied": "denied", "foiled": "foiled"}
_DROPPED = frozenset({"exercise", "false_alarm", "negated", "hypothetical", "requested", "historical", "stopped"})
# What becomes of the answer to a strike says nothing of the strike.
_AHEAD = frozenset({"hypothetical", "requested", "threatened", "planned"})
_STRUCK = frozenset({"target", "victim", "place"})


def strikes_in(reading: Reading, analysis: Analysis, scene: Scene) -> list[Strike]:
    """The strikes that one sentence tells of, in order of the words that tell them."""
    told: dict[int, Strike] = {}
    refused: set[int] = set()
    triggers = words_of_violence(reading)
    for trigger in triggers:
        finite = trigger.clause.finite is reading.words[trigger.index]
        taken = trigger.form.tag == "adj" or (finite and not trigger.verbal)
        if taken and trigger.index in refused and trigger.drop("attack", "participle"):
            continue  # the participle of a verb that tells of no violence here, or that verb taken for a noun
        strike = _strike(trigger, analysis, scene)
        if strike is None and trigger.verbal:
            refused.add(trigger.index)
        known = told.get(trigger.index)
        if strike and known:  # "wounded in shelling": as a noun it means nothing else
            strike.violent = known.violent = strike.violent or known.violent
        if strike and (known is None or _sides(strike) > _sides(known)):
            told[trigger.index] = strike
    for trigger in triggers:
        _gather(trigger, told)
    for strike in told.values():
        strike.row = lands_in_row(strike.places, reading)
    told = {index: s for index, s in told.items() if not only_around(index, told, reading)}
    used = {arm.index for strike in told.values() for arm in strike.arms}
    return [*of_one_arm(dict.fromkeys(told.values())), *by_weapon(reading, used, analysis, scene)]


def _gather(trigger: Trigger[AttackWord], told: dict[int, Strike]) -> None:
    """Takes a noun of violence beside a verb of killing in its clause for the same deed, aimed at the victims
    ("the strike on Beirut killed a commander"), or before one in a relative clause ("a strike | that killed him"), and
    a gerund of killing for what the verb before it tells.
    """
    deed = told.get(trigger.index)
    if deed is None or not trigger.verbal or not any(r.endswith("=victim") for r in trigger.entry.roles):
        return
    for index, other in told.items():
        reading = trigger.reading
        if brought(trigger, deed, other):
            merge(deed, other)
            told[trigger.index] = deed = other
            continue
        if other is deed or (other.clause != deed.clause and not relates(trigger, index, told)):
            continue
        if reading.words[index].verbs and not _is_subject(index, trigger):  # "fired rockets, killing two in Haifa"
            if trigger.form.tag == "ger" and index < trigger.index and named_alike(other.attacking(), deed.attacking()):
                merge(deed, other)
                told[trigger.index] = deed = other
            continue
        same = other.clause == deed.clause and stands_apart(reading, index, deed)
        if same or not overlap(deed.when, other.when):
            continue
        if deed.targets and not other.mutual:
            other.targets = []
        deed.mutual, deed.targets = (True, []) if other.mutual else (deed.mutual, deed.targets)
        deed.parted, deed.another = deed.parted or other.parted, deed.another or other.another
        merge(other, deed)
        told[index] = deed


def _is_subject(index: int, trigger: Trigger[AttackWord]) -> bool:
    """Is a word at `index` the noun that is the subject of a verb ("fighting | killed ten")?"""
    subject = trigger.reading.subject(trigger.clause)
    return subject is not None and subject.head == index


def _sides(strike: Strike) -> int:
    """How much a reading of a word tells of who is involved."""
    return bool(strike.attackers) + (strike.mutual or bool(strike.targets))


def _standing(trigger: Trigger[AttackWord], done: bool, described: bool) -> Standing:
    """How real it is: what an attribute tells, or what is answered, is done, whatever becomes of the rest."""
    standing, plot = reality_of(trigger), plot_of(trigger)
    if plot is not None and (stopped := foiled(plot, trigger.reading)):
        return Standing("foiled", stopped)
    answers = done and standing.type in _AHEAD and not standing.of_noun
    return Standing("asserted") if described or answers else standing


def _strike(trigger: Trigger[AttackWord], analysis: Analysis, scene: Scene) -> Strike | None:
    """The strike that one predicate tells of, None where it tells of none."""
    charged = [t for t in charges(trigger.reading) if t.index < trigger.index and not acts_too(t.clause, trigger)]
    done, described = answered(trigger) or is_over(trigger, analysis), tells_in_attribute(trigger)
    standing = _standing(trigger, done, described)
    if not described and no_predicate(trigger, analysis) and trigger.drop("attack", "description"):
        return None
    if not _told(trigger, standing, bool(charged) or done, scene):
        return None
    strike = Strike(
        sentences={trigger.reading.index}, clause=trigger.clause.number, index=trigger.index,
        words={(trigger.reading.index, trigger.index)},
        rules=[trigger.rule, *map(rule_of, trigger.parts)],
        ongoing=trigger.entry.extent == "ongoing" or happens_again(trigger),
        quoted=trigger.clause.quoted, violent=not trigger.entry.needs,
        heading=trigger.reading.sentence.role != "body", apart=told_apart(trigger), parted=told_as_another(trigger),
        another=is_another(trigger), before=done, deed=tells_deed(trigger) and not may_be_mishap(trigger, scene),
    )  # fmt: skip
    strike.given = is_known(trigger)
    strike.about = named_in(trigger) if strike.given else frozenset()
    strike.placed = strike.given and only_places(trigger)
    named, struck = _cast(strike, trigger, analysis)
    _name_sides(strike, trigger, charged, struck, analysis)
    town = town_meant(trigger, analysis) or place_before(trigger)
    if not (strike.targets or strike.places):
        extend(strike.places, town)
        named |= {"target"} if takes_town(trigger, town) else frozenset()
    if not needs_met(trigger, strike, named, analysis, scene):
        return None
    if meets(trigger, strike, reciprocal(trigger)) and trigger.drop("attack", "meeting"):
        return None
    if stops_attackers(trigger, strike) and trigger.drop("attack", "defence"):
        return None
    spots = clause_places(trigger, strike.targets)
    if not strike.targets:  # "struck a depot in a town held by the rebels"
        held = (m for p in spots for m in holders_of(trigger.reading.phrase_at(p.first), trigger.reading))
        fill(strike, "holder", Argument(None, tuple(held), ()), trigger.reading)
    extend(strike.places, spots)
    accused = [m for b in find_blames(trigger.reading, analysis) for m in b.doers]
    acting = [(m.first, m.last) for m in (*strike.attackers, *accused) if m.sentence == trigger.reading.index]
    strike.places = [p for p in strike.places if p.sentence != trigger.reading.index or not of_others(p, trigger)]
    strike.places = strike.places or town  # where the others turned out to be no places of it
    if not strike.targets:
        strike.places = strike.places or land_meant(trigger, analysis)
    strike.places = [p for p in strike.places if not any(first <= p.first <= last for first, last in acting)]
    if strike.attackers and not strike.targets and _only_at_home(strike):
        strike.targets = _lands_struck(trigger, strike)
    if done and not strike.attackers:
        strike.attackers = only_group(trigger.reading, strike)
    _equip(strike, trigger, analysis)
    strike.status = _STATUS.get(standing.type, trigger.entry.status_default or "reported")
    strike.rules += [standing.rule] if standing.type in _STATUS else []
    strike.when = told_inside(trigger, analysis) if described else told_behind(trigger, analysis)
    if not (described or out_of_sequence(trigger)):
        word = (trigger.reading, trigger.clause, trigger.index, analysis.published)
        strike.when, strike.told = strike.when or happened(*word, done=done), told_when(*word)
    if told_aside(trigger, strike.given):
        strike.when, strike.aside = None, True
    strike.sure = bool(strike.attackers or strike.arms)
    several = len({party(a).name for m in strike.attackers for a in m.actors}) > 1
    both = (strike.mutual or reciprocal(trigger)) and not allies_in(trigger.clause, trigger.reading)
    strike.mutual = several and not strike.targets and both
    strike.ongoing = strike.ongoing or (strike.mutual and not trigger.verbal and trigger.clause.tense == "present")
    strike.opposed = both and not (several or strike.targets or trigger.verbal)
    return strike


def _told(trigger: Trigger[AttackWord], standing: Standing, sure: bool, scene: Scene) -> bool:
    """Does the word tell violence that is more than background, imagined, or only meant (unless `sure`)?"""
    background = trigger.entry.extent == "background" or goes_on(trigger) or only_since(trigger) or of_habit(trigger)
    background = background or (charged_by_both(trigger) and not trigger.reading.times)
    if background and trigger.drop("attack", "background"):
        return False
    if scene.silences(trigger, "attack"):
        return False
    over = standing.cue is not None and standing.cue.scope == "sentence" and standing.type == "stopped"
    if standing.type in _DROPPED and not over and trigger.drop("attack", "unreal", standing.told):
        return False
    if not sure and intended(trigger, standing) and trigger.drop("attack", "purpose"):
        return False
    return not ((shot_down(trigger) or stops_doers(trigger)) and trigger.drop("attack", "defence"))


def _cast(
    strike: Strike, trigger: Trigger[AttackWord], analysis: Analysis
) -> tuple[frozenset[str], frozenset[tuple[int, int]]]:
    """Gives the arguments of the word their parts in the strike; (the parts that name a side, a place or a thing, the
    tokens of what is struck).
    """
    found, struck = set(), set()
    for role, argument, rule in roles_of(trigger, analysis):
        strike.rules.append(rule)
        fill(strike, role, argument, trigger.reading)
        things = things_in(trigger.reading, argument)
        if role == "target" and argument.phrase is not None:
            last = whole_of(argument.phrase, trigger.reading) or group(trigger.reading.phrases, argument.phrase)[-1]
            struck.add((argument.phrase.first, last.last))
        if role == "target" and not strike.vessel:
            strike.vessel = next((ship_name(t) for t in things if t.entry.hit_kind == "vessel"), "")
            strike.sunk = bool(strike.vessel)
        if things or argument.actors or argument.places:
            found.add(role)
        if role in _STRUCK and (things or is_carrier(argument, trigger.reading)):
            found.add("thing")
        if role == "target" and _is_any_town(argument, trigger.reading):
            found |= {role, "thing"}
    return frozenset(found), frozenset(struck)


def _is_any_town(argument: Argument, reading: Reading) -> bool:
    """Is it a town that goes without its name ("took | the largest town in the east")?"""
    phrase, language = argument.phrase, reading.pack.actors.language
    return phrase is not None and is_town(reading.words[phrase.head].lower, language)


def _name_sides(
    strike: Strike,
    trigger: Trigger[AttackWord],
    charged: list[Trigger[Responsibility]],
    struck: frozenset[tuple[int, int]],
    analysis: Analysis,
) -> None:
    """Adds sides that the sentence tells beside the word: by blame, possessive, apposition, and owners of weapons, but
    for what carries weapons and is struck itself ("shelled a UN helicopter").
    """
    blames = (b for b in find_blames(trigger.reading, analysis) if not b.claimed and b.index < trigger.index)
    accused = [b for b in blames if not acts_too(trigger.reading.clauses[b.clause], trigger)]
    strike.accusers = [m for t in charged for m in accuser(t, analysis)]
    if accused:  # who charges them with it did not do it, though the subject
        strike.attackers = [m for m in strike.attackers if m not in strike.accusers]
    words = trigger.reading.words
    what = trigger.form.tag == "ger" and words[trigger.index - 1].lower in trigger.reading.grammar.genitive_prepositions
    active = any(not t.clause.passive for t in charged)
    if active and (what or trigger.clause.role == "infinitive"):  # its subject is whom somebody charges
        strike.attackers = []
    if not strike.attacking():
        strike.attackers += [m for b in accused for m in b.doers if m not in strike.targets]
        strike.rules += [b.rule for b in accused]
        strike.attackers += possessor(trigger, analysis) or appositions(trigger)
    if plot := plot_of(trigger):
        strike.attackers = plotters(plot, trigger.reading)
        strike.plotted = foiled(plot, trigger.reading) is not None
    if trigger.verbal and tells_own_deed(trigger.reading, trigger.clause):
        strike.attackers = label_of(trigger.reading, trigger.clause)
    laid = any(a.index == trigger.index and a.laid for a in find_arms(trigger.reading))  # "drove onto | a mine"
    for arm in find_arms(trigger.reading):
        if of_another(trigger, arm.index):
            continue
        felled = any(first <= arm.index <= last for first, last in struck) or is_felled(arm)
        if arm in struck_arms(trigger.reading) or (felled and (arm.launches or not arm.strikes)):
            strike.add_arm(replace(arm, methods=(), struck=True))
        elif _within(arm, trigger):
            strike.add_arm(arm)
            acts = acts_with(arm, trigger) and (arm.strikes or not laid)
            owners = owners_of(arm, analysis) if acts else []
            strike.attackers = strike.attackers or (owners if not arm.everyday else [])
            strike.targets = strike.targets or (owners if arm.everyday else [])
    killed = (t for t in find_triggers(trigger.reading, Casualty) if t.verbal and t.clause is trigger.clause)
    felled = trigger.clause.passive and not strike.attackers  # "killed alongside him"
    felled = felled and (not strike.deed or (not trigger.verbal and any(killed)))
    beside = () if felled else allies_in(trigger.clause, trigger.reading)
    allies = [m for m in beside if m not in strike.attackers]
    if allies and not strike.attackers:
        strike.attackers = list(subjects_before(trigger.reading, trigger.clause, analysis))
    strike.attackers = list(dict.fromkeys(m.side for m in (*strike.attackers, *allies)))
    own = any(trigger.reading.words[first].lower in trigger.reading.grammar.possessives for first, _ in struck)
    strike.targets = strike.targets or (strike.accusers if own else answerers(trigger, analysis))
    strike.targets = [m.side for m in strike.targets if m.side not in strike.attackers]


def _only_at_home(strike: Strike) -> bool:
    """Do its places, if any, tell only that it was in the country of those who struck?"""
    homes = {m.actor.country for m in strike.attackers}
    return all(p.place.country in homes for p in strike.places)


def _lands_struck(trigger: Trigger[AttackWord], strike: Strike) -> list[ActorMention]:
    """The country of an adjective in a place that has no name ("shelled plants in seven Ukrainian regions")."""
    reading = trigger.reading
    homes = {m.actor.country for m in strike.attackers}
    adjectives = [m for m in reading.actors if m.form == "adjective" and trigger.clause.holds(m.first)]
    phrases = [(m, reading.phrase_at(m.first)) for m in adjectives if m.actor.country not in homes]
    others = {t.index for t in words_of_violence(reading)}
    others |= {w.index for w in trigger.clause.words if w.lower in reading.grammar.border_nouns}
    inside = [m for m, p in phrases if p and p.preposition in reading.grammar.locatives and p.head not in others]
    return inside if len(inside) == 1 else []


def _equip(strike: Strike, trigger: Trigger[AttackWord], analysis: Analysis) -> None:
    """Adds the weapon that the word itself names, and the methods: of munitions in flight before the word's own."""
    for arm in arms_named_by(trigger, analysis):
        strike.add_arm(arm)
    own = _methods(trigger)
    flying = trigger.verbal and any(a.munition and a.methods for a in strike.arms)
    strike.methods = [*strike.methods, *own] if flying else [*own, *strike.methods]


def _within(arm: Arm, trigger: Trigger[AttackWord]) -> bool:
    """Does the arm stand in the clause, or in what its relative pronoun means ("Raketen, die ein Haus trafen",
    "missiles that Russia fired")?"""
    reading, clause = trigger.reading, trigger.clause
    if clause.holds(arm.index):
        return True
    if clause.role != "relative" or clause.opener is None:
        return False
    meant = antecedent(reading, clause, clause.opener)  # "missiles | and drones that were fired"
    told = (reading.subject(clause), *(group(reading.phrases, meant) if meant else ()))
    return any(p is not None and p.first <= arm.index <= p.last for p in told)


def _methods(trigger: Trigger[AttackWord]) -> list[str]:
    """The method that the first part of a compound tells ("Drohnen|angriff"), then the word's own."""
    parts = [p.method for p in trigger.parts if isinstance(p, CompoundPart)]
    parts += [p.method[0] for p in trigger.parts if isinstance(p, Weapon) and p.method]
    return parts[:1] or ([trigger.entry.method] if trigger.entry.method else [])
