"""Who does it to whom: the arguments of a predicate of violence, and what its sentence tells beside them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeGuard

from worker.extract.analysis import Analysis, Reading
from worker.extract.attack.blame import is_charged
from worker.extract.attack.contexts import in_war, is_of_talks
from worker.extract.attack.credit import credits_of
from worker.extract.attack.doubts import words_of_violence
from worker.extract.attack.order import answered, ends, tells_more
from worker.extract.attack.owners import holders_of, is_side, of_army, own_troops
from worker.extract.attack.scenes import (
    comes_under,
    fends_off,
    fires,
    is_hurt,
    is_label,
    is_scene,
    is_struck,
    is_struck_town,
    names_scene,
    only_hosts,
    owns_subject,
    suffers,
)
from worker.extract.attack.sequence import behind_sequence_word
from worker.extract.attack.spots import calls_site, owns_deed
from worker.extract.attack.strike import Strike, is_homeless
from worker.extract.attack.victims import not_the_teller
from worker.extract.draft import actor_of_country, country_of, extend
from worker.extract.grammar.anaphora import meant_by, struck_by, subjects_before
from worker.extract.grammar.frames import arguments, attributive, reduced
from worker.extract.grammar.nominal import Argument, argument_of, places_owning
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.languages.pack import AttackWord, HitWord, LightVerb, Weapon

_BESIDE = 2  # words from a noun to what its preposition governs
_STRUCK = frozenset({"target", "place"})
_HELD = _STRUCK | {"origin"}
_FIGHTERS = frozenset({"military", "armed_group"})
_SIDES = frozenset({"military", "armed_group", "government", "country"})


def roles_of(trigger: Trigger[AttackWord], analysis: Analysis) -> Iterable[tuple[str, Argument, str]]:
    """(role, argument, rule) of the predicate itself, then of the light verb that carries it."""
    own = [*_own_roles(trigger, analysis), *suffers(trigger)]
    yield from ((role, argument, trigger.rule) for role, argument in own)
    if trigger.verbal or behind_sequence_word(trigger.reading, trigger.index):
        return
    if answered(trigger):
        return
    doers = [m for role, argument in own if role == "attacker" for m in argument.actors]
    told = not all(map(is_homeless, doers))  # not only "a | military | offensive"
    aimed = any(role == "target" and argument.actors for role, argument in own)  # "foiled an attack on | the embassy"
    for light in find_triggers(trigger.reading, LightVerb):
        if not (light.clause.holds(trigger.index) and _carries(light, trigger)) and not tells_more(light, trigger):
            continue
        if trigger.index <= light.index <= trigger.last:
            continue
        for rule in light.entry.roles:
            place, _, role = rule.partition("=")
            if (role == "target" and not aimed) or (role == "attacker" and not told):
                for argument in arguments(light, place):
                    if argument.phrase and light.reading.words[argument.phrase.first].negation:
                        continue  # "no group has claimed it"
                    if role == "attacker" and (is_struck(argument, light) or ends(light, trigger)):
                        continue
                    if role in _STRUCK and _is_object(argument.phrase, light):
                        yield role, replace(argument, actors=_meant(argument.phrase, light, analysis)), light.rule
                        continue
                    yield role, _resolved(argument, light, analysis), light.rule


def _carries(light: Trigger[LightVerb], trigger: Trigger[AttackWord]) -> bool:
    """Is the noun what the verb says happens, or is that open ("launched | a wave of | strikes", not "launched missiles
    in answer to | the killing")?
    """
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    places = [place for place, _, role in (rule.partition("=") for rule in light.entry.roles) if role == "attack"]
    told = [a.phrase for place in places for a in arguments(light, place) if a.phrase is not None]
    rows = [q for p in told for q in group(reading.phrases, p)]
    while phrase is not None and phrase not in rows:
        part = phrase.preposition in {None, *reading.grammar.content_prepositions}
        before = (p for p in reading.phrases if 0 < phrase.first - p.last <= _BESIDE)
        phrase = next(before, None) if part else None
    return phrase is not None or not rows


def _own_roles(trigger: Trigger[AttackWord], analysis: Analysis) -> Iterable[tuple[str, Argument]]:
    for rule in trigger.entry.roles:
        place, _, role = rule.partition("=")
        agent = place.partition("+")[0] in trigger.reading.grammar.agent_prepositions
        if agent and ((role == "attacker" and not _has_agent(trigger)) or (role == "holder" and not _active(trigger))):
            continue
        if place == "possessive" and role == "victim":
            continue  # an owner before the noun is told by the adjective's place
        for told in _at(place, trigger):
            argument = _without_kind(told, trigger.reading) if role == "attacker" else told
            if place == "modifier" and role == "target" and any(m.form == "generic" for m in argument.actors):
                continue  # the "artillery" of its fire
            if _has_no_part(role, argument, trigger):
                continue
            if other := _turned(role, argument, place, trigger):
                yield other, argument
                continue
            if holders := _told_holders(role, argument, trigger.reading):
                yield "holder" if role in _STRUCK else role, replace(argument, actors=holders)
            if place == "adjective":
                yield from _owner_roles(trigger, role, argument)
            elif pronoun := _of_another(role, argument, trigger, analysis):
                yield role, replace(argument, actors=_meant(pronoun, trigger, analysis))
            elif role in _STRUCK and (towns := _towns_in_part(argument, trigger.reading)):
                yield role, replace(argument, places=towns)
            else:
                resolved = _resolved(argument, trigger, analysis)
                forces = any(m.inferred and m.actor.kind == "military" for m in argument.actors)
                troops = role == "victim" and forces and resolved.actors != argument.actors
                yield "target" if troops else role, resolved  # NATO is struck where "its soldiers" are


def _turned(role: str, argument: Argument, place: str, trigger: Trigger[AttackWord]) -> str:
    """The other side's part, where what stands at a place has that."""
    if role == "attacker":
        return _suffers(argument, place, trigger)
    return "attacker" if role == "target" and place == "genitive" and fires(argument, trigger) else ""


def _told_holders(role: str, argument: Argument, reading: Reading) -> tuple[ActorMention, ...]:
    """Who holds what was struck; of where something was fired an armed group alone, since others than a state that
    holds it may fire there ("aus dem von der Hisbollah beherrschten Gebiet").
    """
    if role not in _HELD:
        return ()
    holders = holders_of(argument.phrase, reading)
    return holders if role in _STRUCK else tuple(m for m in holders if m.actor.kind == "armed_group")


def _is_arm(mention: ActorMention, trigger: Trigger[AttackWord]) -> bool:
    """Is what stands before a noun only with what it is done, whosever that is ("artillery | shelling")?"""
    return mention.inferred and any(t.last == mention.head for t in find_triggers(trigger.reading, Weapon))


def _has_no_part(role: str, argument: Argument, trigger: Trigger[AttackWord]) -> bool:
    """Is what stands at the place of an attacker only struck or where it happened, at that of its origin only how far
    away or who tells it, at that of an opponent what they fight for, or at another only a venue?
    """
    if role == "attacker":
        scene = is_scene(argument, trigger) or names_scene(argument, trigger) or owns_subject(argument, trigger)
        scene = scene or only_hosts(argument.phrase, trigger.reading)
        return scene or is_struck(argument, trigger) or fends_off(argument, trigger)
    if role == "origin":
        sources = credits_of(trigger.reading)  # "according to a statement | from the army"
        return _is_distance(argument, trigger.reading) or any(m in sources for m in argument.actors)
    if role == "opponent" and _tells_aim(argument, trigger):
        return True
    venues = [is_of_talks(p, trigger.reading) for p in argument.places] if role in _STRUCK else []
    return (bool(venues) and all(venues)) or (role in _STRUCK and is_charged(argument, trigger))


def _tells_aim(argument: Argument, trigger: Trigger[AttackWord]) -> bool:
    """Does a phrase only go on with what somebody fights for ("fighting for independence or a merger | with Chad")?"""
    reading, phrase = trigger.reading, argument.phrase
    if phrase is None or phrase.preposition is None:
        return False
    before = next((p for p in reading.phrases if trigger.index < p.first and p.last == phrase.first - _BESIDE), None)
    if before is None or reading.names_time(before) or reading.places_of(before):
        return False
    where = {None, *reading.grammar.locatives, *reading.grammar.border_nouns}
    return before.joined or where.isdisjoint({before.preposition, reading.words[before.head].lower})


def _without_kind(argument: Argument, reading: Reading) -> Argument:
    """Without the word that only tells of which kind a deed is ("a | terrorist | attack")."""
    phrase, kinds = argument.phrase, reading.grammar.deed_kinds
    heads = {k for m in argument.actors if reading.words[k := m.head].lower in kinds and m.sentence == reading.index}
    heads -= {phrase.head} if phrase else set()
    return replace(argument, actors=tuple(m for m in argument.actors if m.head not in heads)) if heads else argument


def _is_distance(argument: Argument, reading: Reading) -> bool:
    """Does a phrase only tell how far from it something is, or in which direction ("a village 50 km | from Goma")?"""
    if argument.phrase is None or argument.phrase.first < _BESIDE:
        return False
    word = reading.words[argument.phrase.first - _BESIDE].lower
    unit = reading.pack.quantities.after.word(word) == "unit" or (word[0].isdigit() and word[-1].isalpha())  # "10km"
    return unit or word.startswith(reading.pack.actors.directions)


def _at(place: str, trigger: Trigger[AttackWord]) -> tuple[Argument, ...]:
    """What stands at a place of the word; what a participle describes is its object."""
    phrase = trigger.reading.phrase_at(trigger.index)
    if place == "object" and phrase is not None and trigger.verbal and attributive(trigger):
        return (argument_of(trigger.reading, phrase),)
    return arguments(trigger, place)


def _towns_in_part(argument: Argument, reading: Reading) -> tuple[PlaceMention, ...]:
    """The town whose part a phrase names that names no side or place ("entered the centre | of Goma")."""
    phrase = argument.phrase
    if phrase is None or argument.actors or argument.places:
        return ()
    return tuple(m for m in places_owning(reading, phrase) if m.form != "country")


def _is_object(phrase: Phrase | None, trigger: Trigger[Any]) -> TypeGuard[Phrase]:
    """Is it a pronoun that is not the subject ("attacked them")?"""
    return phrase is not None and phrase.pronoun and phrase != trigger.reading.subject(trigger.clause)


def _of_another(role: str, argument: Argument, trigger: Trigger[AttackWord], analysis: Analysis) -> Phrase | None:
    """The pronoun for whom it struck that means another than the subject."""
    if role == "victim":
        return not_the_teller(argument, trigger, analysis)
    phrase = argument.phrase
    return phrase if role in _STRUCK and _is_object(phrase, trigger) else None


def _meant(phrase: Phrase, trigger: Trigger[Any], analysis: Analysis) -> tuple[ActorMention, ...]:
    """Whom a pronoun means that is struck: not who strikes, nor, in his own words, who tells of it."""
    if trigger.clause.quoted:
        return ()
    reading, clause = trigger.reading, trigger.clause
    subject = reading.subject(clause)
    doers = meant_by(Argument(subject, reading.actors_of(subject), ()), reading, clause, analysis) if subject else ()
    return struck_by(phrase, doers or subjects_before(reading, clause, analysis), reading, clause, analysis)


def _suffers(argument: Argument, place: str, trigger: Trigger[AttackWord]) -> str:
    """The role of what stands at the place of an attacker and is none."""
    under = place == "subject" and comes_under(argument, trigger)
    if under or is_struck_town(argument, place, trigger) or is_label(argument, trigger):
        return "target"
    return "victim" if place == "subject" and is_hurt(argument, trigger) else ""


def _owner_roles(trigger: Trigger[AttackWord], role: str, argument: Argument) -> Iterable[tuple[str, Argument]]:
    """An owner before a noun of killing is its victim where it is a person ("the leader's assassination")."""
    deadly = any(rule.endswith("=victim") for rule in trigger.entry.roles)
    persons = tuple(m for m in argument.actors if deadly and m.actor.kind == "person")
    if persons:
        yield "victim", replace(argument, actors=persons)
    yield role, replace(argument, actors=tuple(m for m in argument.actors if not (m in persons or _is_arm(m, trigger))))


def _has_agent(trigger: Trigger[AttackWord]) -> bool:
    """Is a phrase with the preposition of agents the trigger's own? Not of a verb in the active ("von X gelieferte
    Bomben"), nor of a noun behind a verb in the passive ("declared a terror attack by police").
    """
    clause = trigger.clause
    if clause.finite is None:
        return True
    if trigger.verbal and trigger.reading.grammar.word_order == "subject_verb":
        return not arguments(trigger, "object") or not _active(trigger)
    if trigger.verbal:
        return not _active(trigger)
    phrase = trigger.reading.phrase_at(trigger.index)
    governed = phrase is not None and phrase.preposition is not None  # "hurt in an attack by settlers"
    return governed or not (clause.passive and clause.finite.index < trigger.index)


def _active(trigger: Trigger[AttackWord]) -> bool:
    return not (trigger.clause.passive or attributive(trigger) or reduced(trigger))


def _resolved(argument: Argument, trigger: Trigger[Any], analysis: Analysis) -> Argument:
    """The argument with the actors that are meant: by a pronoun, else of an office by its owner behind it."""
    actors = meant_by(argument, trigger.reading, trigger.clause, analysis)
    actors = tuple(m for m in actors if not in_war(m, trigger.reading))
    offices = bool(actors) and all(m.form == "office" and m.inferred and not m.group for m in actors)
    if argument.phrase is not None and offices:
        actors = trigger.reading.owners_of(argument.phrase) or actors
    return Argument(argument.phrase, actors, argument.places)


def fill(strike: Strike, role: str, argument: Argument, reading: Reading) -> None:
    actors = [_named_before(m, reading) for m in argument.actors if is_side(m)]
    match role:
        case "attacker" | "opponent" | "opponents":
            acting = (of_army(m, reading) for m in actors if m.speaks or m.actor.kind in _FIGHTERS)
            extend(strike.attackers, acting)
            strike.mutual = strike.mutual or (role != "attacker" and bool(actors))
        case "target" | "victim":
            meant = (m for m in actors if not (_bystander(m, role) or calls_site(m, reading)))
            struck = [own_troops(_as_target(m, role, argument), reading) for m in meant]
            strike.victims |= {m.actor.name for m in struck if m.actor.kind == "person" and m.form == "name"}
            extend(strike.targets, [m for m in struck if m not in strike.attackers])
            extend(strike.places, (p for p in argument.places if not calls_site(p, reading)))
        case "holder":
            homes = {m.actor.country for m in strike.attackers}
            held = [m for m in actors if m.actor.kind in _SIDES and m not in strike.attackers]
            extend(strike.targets, (m for m in held if m.actor.kind != "country" or m.actor.country not in homes))
        case "place":
            words = words_of_violence(reading)
            extend(strike.places, (p for p in argument.places if not owns_deed(p, words)))
            held = [m for m in actors if m.form == "compound" and m not in strike.attackers and _holds(m, reading)]
            strike.targets = strike.targets or held  # "in Russian-held Donetsk"
        case "origin":
            whence = [replace(m, inferred=True) for m in actors if m.actor.kind in _SIDES]
            strike.attackers = strike.attackers or whence or lands_of(argument)


def _named_before(mention: ActorMention, reading: Reading) -> ActorMention:
    """Whose name a description stands behind ("Hezbollah, the | Iran-backed militia, fired ...")."""
    words, article = reading.words, mention.first - 1
    described = mention.form == "body" and not words[mention.head].capital and mention.sentence == reading.index
    if not described or article < _BESIDE or words[article].determiner is None or not words[article].behind_comma:
        return mention
    named = (m for m in reading.actors if m.last == article - _BESIDE and m.actor.kind == mention.actor.kind)
    return next(named, mention)


def _holds(mention: ActorMention, reading: Reading) -> bool:
    """Is a place in a compound a side's, and not only called after a country ("im Saudi-Krankenhaus")?"""
    word = reading.words[mention.last].lower
    return mention.actor.kind != "country" or word.rpartition("-")[2] in reading.grammar.owning_participles


def lands_of(argument: Argument) -> list[ActorMention]:
    """The countries of the places that fire comes from or goes to."""
    lands = ((p, actor_of_country(p.place)) for p in argument.places)
    return [ActorMention(p.sentence, p.first, p.last, p.last, a, "country", inferred=True) for p, a in lands if a]


def _bystander(mention: ActorMention, role: str) -> bool:
    """Is it an organization whose people are killed where another side is struck, or one of the media?"""
    return mention.actor.kind == "organization" and (role == "victim" or not mention.speaks)


def _as_target(mention: ActorMention, role: str, argument: Argument) -> ActorMention:
    """A capital that is struck is a place of its country, not the government; whoever holds an office is not struck
    himself with what is his or his country's ("the attacks on | his country", "our airspace").
    """
    actor, phrase = mention.actor, argument.phrase
    if mention.form == "capital":
        return replace(mention, actor=actor.model_copy(update={"kind": "country"}))
    himself = phrase is not None and mention.first <= phrase.head <= mention.last
    owns = role == "target" and actor.kind == "person" and not (himself or mention.group)
    return replace(mention, actor=country_of(actor)) if owns and actor.role and actor.country else mention


def things_in(reading: Reading, argument: Argument) -> list[Trigger[HitWord]]:
    """What a phrase names that can be hit."""
    phrase = argument.phrase
    return [t for t in find_triggers(reading, HitWord) if phrase and phrase.covers(t.index, t.last)]


def appositions(trigger: Trigger[AttackWord]) -> list[ActorMention]:
    """The armed group set between a subject that names nobody and its verb ("fighters of a group, the IS, ...")."""
    reading, clause = trigger.reading, trigger.clause
    if not trigger.verbal or clause.passive or "subject=attacker" not in trigger.entry.roles:
        return []
    subject = reading.subject(clause)
    if subject is None or subject.first > trigger.index:
        return []
    groups = [m for m in reading.actors if m.actor.kind == "armed_group" and m.form == "body" and clause.holds(m.first)]
    return [m for m in groups if m.last < trigger.index and _stands_free(m, reading)][-1:]


def _stands_free(mention: ActorMention, reading: Reading) -> bool:
    """Is it a phrase of its own, and not the owner of another noun ("a stronghold of X", "an X stronghold")?"""
    phrase = reading.phrase_at(mention.first)
    if phrase is None:
        return True
    owns = any(p.last == phrase.first - 1 for p in reading.phrases)
    return phrase.preposition is None and mention.last == phrase.head and not owns


def reciprocal(trigger: Trigger[AttackWord]) -> bool:
    """Do two subjects of this verb fight each other ("the army and rebels clashed", "haben sich beschossen")?"""
    places = [rule.partition("=")[0] for rule in trigger.entry.roles if rule.endswith("=opponent")]
    themselves = not trigger.reading.grammar.reflexives.isdisjoint(w.lower for w in trigger.clause.words)
    if not trigger.verbal:  # "überziehen sich mit Angriffen"
        lights = (t for t in find_triggers(trigger.reading, LightVerb) if t.clause is trigger.clause and themselves)
        return any("object=target" in t.entry.roles for t in lights)
    return (themselves and "object=target" in trigger.entry.roles) or any(place != "object" for place in places)
