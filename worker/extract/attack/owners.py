"""Whose a weapon, a deed or a place is, and whose soldiers are."""

from dataclasses import replace

from worker.extract.analysis import Analysis, Reading
from worker.extract.attack.credit import credits_of
from worker.extract.attack.munitions import Arm, owner_of
from worker.extract.grammar.anaphora import judged_for, subjects_before
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.languages.names import load_names
from worker.languages.pack import AttackWord, Casualty

_OF_A_STATE = frozenset({"military", "government"})
_MANY = 1000  # soldiers that no army tells it lost at once
_BESIDE = 2  # words from a noun to what its preposition governs
_FIGHTERS = frozenset({"military", "armed_group"})


def owners_of(arm: Arm, analysis: Analysis) -> list[ActorMention]:
    """Whose a weapon is; a possessive pronoun means the subject before it ("said its drones had struck")."""
    found = [m for m in owner_of(arm.trigger) if m.speaks or m.actor.kind in _FIGHTERS]
    reading = arm.trigger.reading
    phrase = reading.phrase_at(arm.index)
    if found or phrase is None or reading.words[phrase.first].lower not in reading.grammar.possessives:
        return found
    if any(_hurts(c, reading) for c in reading.clauses[: arm.trigger.clause.number]):
        return []  # "was killed when a bomb in | his car | exploded"
    owners = subjects_before(reading, arm.trigger.clause, analysis)
    return [m for m in owners if is_side(m)]


def _hurts(clause: Clause, reading: Reading) -> bool:
    return clause.passive and any(t.verbal and t.clause is clause for t in find_triggers(reading, Casualty))


def possessor(trigger: Trigger[AttackWord], analysis: Analysis) -> list[ActorMention]:
    """Whose a noun with a possessive is: the subject's of its clause ("they announced their raid on ...", not "they
    mourned his killing"), or his who is judged for it.
    """
    reading = trigger.reading
    phrase = reading.phrase_at(trigger.index)
    if trigger.verbal or phrase is None or reading.words[phrase.first].lower not in reading.grammar.possessives:
        return []
    places = [place for place, _, role in (rule.partition("=") for rule in trigger.entry.roles) if role == "victim"]
    if places and not any(a.phrase and a.phrase.preposition for p in places for a in arguments(trigger, p)):
        return []
    before = next((p for p in reading.phrases if p.last == phrase.first - _BESIDE), None)
    if phrase.preposition and before is not None and (owner := _owner_in(before, reading)):
        return owner
    if blamed := judged_for(phrase, reading, trigger.clause):
        return list(blamed)
    subject = reading.subject(trigger.clause)
    if subject is None or subject == phrase or subject.pronoun:
        return list(subjects_before(reading, trigger.clause, analysis))
    return list(reading.actors_of(subject))


def _owner_in(phrase: Phrase, reading: Reading) -> list[ActorMention]:
    """Whose a noun is by a possessor in its phrase ("Russia's sanctuary | for its attacks")."""
    words, marks = reading.words, reading.grammar.possessive_suffixes
    owned = [k for k in range(phrase.first + 1, phrase.head) if words[k].lower in marks]
    return [m for m in reading.actors if m.last + 1 in owned]


def holders_of(phrase: Phrase | None, reading: Reading) -> tuple[ActorMention, ...]:
    """Who holds what a phrase names: before the noun ("von X besetzt") or behind it ("held by X")."""
    if phrase is None:
        return ()
    words, owning = reading.words, reading.grammar.owning_participles
    before = [w.index for w in words[phrase.first : phrase.head] if w.lower in owning]
    if before:
        return tuple(m for m in reading.actors if m.last == before[0] - 1)
    if phrase.last + 1 < len(words) and words[phrase.last + 1].lower in owning:
        behind = next((p for p in reading.phrases if p.first > phrase.last + 1), None)
        near = behind is not None and behind.preposition is not None and behind.first <= phrase.last + 4
        return reading.actors_of(behind) if behind is not None and near else ()
    return ()


def is_side(mention: ActorMention) -> bool:
    """No private person or crowd ("witnesses", "both sides") without a country."""
    armed = mention.group is not None and mention.group.kind == "armed_group"  # "the Islamic State | leader"
    if mention.members or armed:
        return True
    return mention.actor.kind not in ("person", "other") or mention.actor.country is not None


def own_troops(mention: ActorMention, reading: Reading) -> ActorMention:
    """Soldiers whose country nothing tells are of the state that alone tells what happened to them ("six soldiers were
    killed in Iraq, the Turkish army said"), not so many as others count in a war.
    """
    counted = (q.quantity.min or 0 for q in reading.quantities if q.noun == mention.head)
    if not (mention.at_home and mention.actor.kind == "military") or max(counted, default=0) >= _MANY:
        return mention
    tellers = [m for m in credits_of(reading) if m.actor.kind in _OF_A_STATE and not m.inferred]
    lands = {m.actor.country for m in tellers}
    if len(lands) != 1 or None in lands or any(m.first == mention.first for m in tellers):
        return mention
    army = next((m.actor for m in tellers if m.actor.kind == "military"), None)
    land = tellers[0].actor.country
    name = army.name if army else (land and load_names().country(land)) or mention.actor.name
    actor = mention.actor.model_copy(update={"name": name, "country": land, "kind": "military" if army else "country"})
    return replace(mention, actor=actor, at_home=False)


def of_army(mention: ActorMention, reading: Reading) -> ActorMention:
    """Soldiers of the army that alone tells what they did ("the army said | soldiers | had shelled a farm")."""
    army = own_troops(mention, reading)
    return army if army.actor.kind == "military" else mention
