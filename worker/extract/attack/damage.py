"""What was hit: nouns of the hit table at the place of a predicate of violence or damage where the thing hit stands,
and what carries arms there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from schemas import Hit
from worker.extract.analysis import Reading
from worker.extract.attack.munitions import Arm, find_arms
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.nominal import Argument
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.memory import once
from worker.languages.pack import AttackWord, Damage, HitWord, LightVerb, SpeechWord, Weapon

_STRUCK = frozenset({"target", "hit"})  # roles of things, and of what they are a part of
_HIT_ROLES = _STRUCK | {"victim", "place"}
# What arms of a kind are when they are struck themselves; vehicles that are no armour belong to the traffic.
_CARRIERS = {"vehicle": "military", "aircraft": "military", "artillery": "military", "vessel": "vessel"}


@dataclass(frozen=True, slots=True)
class Thing:
    """What was hit, told at token `index`; `vague` as in its entry."""

    index: int
    slot: Hit
    rule: str
    vague: bool = False


def clear(things: Sequence[Thing]) -> list[Thing]:
    """One of each kind, in order; those that are vague only where nothing else is told."""
    told = [t for t in things if not t.vague] or things
    first: dict[str, Thing] = {}
    for thing in told:
        first.setdefault(thing.slot.kind, thing)
    return list(first.values())


@once
def find_hits(reading: Reading) -> tuple[Thing, ...]:
    """What a sentence tells to be hit, in order of the text, one per kind."""
    spans = [(p.first, p.last) for p, role in _struck(reading) if role != "place"] + _scenes(reading)
    sites = [(p.first, p.last) for p, role in _struck(reading) if role == "place"]
    carriers = {a.index: a for a in struck_arms(reading)}
    weapons = {w.index: w.last for w in find_triggers(reading, Weapon) if w.index not in carriers}
    names = [(m.first, m.last) for m in reading.places if m.place.kind != "site"]  # "Nasser Hospital" is one
    names += [(m.first, m.last) for m in reading.actors]
    found: list[Thing] = []
    for noun in find_triggers(reading, HitWord):
        carriers.pop(noun.index, None)
        if reading.words[noun.index].capital and any(a <= noun.index and noun.last <= b and a < b for a, b in names):
            continue  # "the West Bank", "Port Sudan"
        if weapons.get(noun.index, -1) >= noun.last or _in_name(noun):
            continue
        treats = noun.entry.hit_kind == "health"  # "hurt in the raid, he died in hospital"
        if not any(first <= noun.index <= last for first, last in (spans if treats else spans + sites)):
            continue
        if not _tells(noun):
            found.append(Thing(noun.index, _hit(noun), noun.rule, noun.entry.vague))
    found += [Thing(a.index, Hit(kind=_kind(a), text=a.slot.text), a.rule) for a in carriers.values()]
    return tuple(clear(sorted(found, key=lambda t: t.index)))


def _in_name(noun: Trigger[HitWord]) -> bool:
    """Is it but the second part of a name ("in Herzl Street")?"""
    words = noun.reading.words
    if noun.reading.grammar.nouns_are_capitalised or not (noun.entry.vague and noun.index):
        return False
    return words[noun.index].capital and words[noun.index - 1].capital


def _hit(noun: Trigger[HitWord]) -> Hit:
    return Hit.model_validate({"kind": noun.entry.hit_kind, "text": noun.text})


def _kind(arm: Arm) -> Any:
    entry = arm.trigger.entry
    civil = arm.slot.kind == "vehicle" and isinstance(entry, Weapon) and entry.item_kind[:1] == ("vehicle",)
    return "transport" if civil else _CARRIERS[arm.slot.kind]


@once
def struck_arms(reading: Reading) -> tuple[Arm, ...]:
    """What carries arms, or is a gun, and is struck itself ("sank a frigate", "a strike on a car")."""
    heads = {p.head for p, role in _struck(reading) if role != "place"}
    return tuple(a for a in find_arms(reading) if a.slot.kind in _CARRIERS and not a.flies and a.trigger.last in heads)


def is_carrier(argument: Argument, reading: Reading) -> bool:
    """Is it a vehicle, a vessel or an aircraft ("a helicopter came under fire")?"""
    carriers = (a.trigger.last for a in find_arms(reading) if not a.strikes)
    return argument.phrase is not None and argument.phrase.head in carriers


def _tells(noun: Trigger[HitWord]) -> bool:
    """Is it who tells of it ("der Sender Al-Manar meldete ...")?"""
    reading = noun.reading
    harmed = {t.index for t in find_triggers(reading, Damage)}  # "ist in Brand geraten", which raten has as well
    spoken = (t for t in find_triggers(reading, SpeechWord) if t.verbal and t.index not in harmed)
    told = (t.clause for t in spoken if not t.clause.passive)
    return any(s.covers(noun.index, noun.last) for s in map(reading.own_subject, told) if s is not None)


@once
def _struck(reading: Reading) -> tuple[tuple[Phrase, str], ...]:
    """Phrases, with their enumerations, that stand where a predicate has what it hits, and as what."""
    triggers: Iterable[Trigger[Any]] = find_triggers(reading, AttackWord, LightVerb, Damage)
    return tuple(found for trigger in triggers for found in _phrases(trigger))


def _scenes(reading: Reading) -> list[tuple[int, int]]:
    """The clauses of words for damage that say nowhere else what it was done to."""
    damages = (d for d in find_triggers(reading, Damage) if not any(_phrases(d)))
    return [(d.clause.first, d.clause.last) for d in damages]


def _phrases(trigger: Trigger[Any]) -> Iterator[tuple[Phrase, str]]:
    for rule in trigger.entry.roles:
        place, _, role = rule.partition("=")
        if role not in _HIT_ROLES:
            continue
        for argument in arguments(trigger, place):
            if argument.phrase is not None:
                yield from ((p, role) for p in _row(argument.phrase, role, trigger.reading))
        phrase = trigger.reading.phrase_at(trigger.index) if place in ("modifier", "head") else None
        if phrase is not None:
            yield phrase, role


def _row(phrase: Phrase, role: str, reading: Reading) -> tuple[Phrase, ...]:
    """A phrase with those in a row with it, its owner between them perhaps ("the port of X and two power stations"),
    and with its owner where it is but a part of that ("a section of the pipeline").
    """
    own = group(reading.phrases, phrase)
    owner = next((p for p in reading.phrases if own[-1].last < p.first <= own[-1].last + 2), None)
    if owner is None or not _owns(owner, own[-1], reading):
        return own
    owners = group(reading.phrases, owner)
    return own + (owners if role in _STRUCK and _is_part(own[-1], reading) else owners[1:])


def _owns(phrase: Phrase, thing: Phrase, reading: Reading) -> bool:
    genitive = phrase.preposition is None and phrase.cases == {"gen"} and phrase.first == thing.last + 1
    return genitive or phrase.preposition in reading.grammar.genitive_prepositions


def _is_part(phrase: Phrase, reading: Reading) -> bool:
    """Does its noun name nobody, and nothing that tells what it is?"""
    named = [(m.first, m.last) for m in reading.actors] + [(m.first, m.last) for m in reading.places]
    if any(first <= phrase.head <= last for first, last in named):
        return False
    return all(t.entry.vague for t in find_triggers(reading, HitWord) if t.last == phrase.head)
