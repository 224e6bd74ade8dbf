"""What was hit: nouns of the hit table at the place of a predicate of violence or damage where the thing hit stands."""

from collections.abc import Iterator
from typing import Any

from schemas import Hit
from worker.extract.analysis import Reading
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.memory import once
from worker.languages.pack import AttackWord, Damage, HitWord, LightVerb, SpeechWord, Weapon

_HIT_ROLES = frozenset({"target", "hit", "victim", "place"})


@once
def find_hits(reading: Reading) -> tuple[tuple[int, Hit, str], ...]:
    """(token, what was hit, its entry) in order of the text, one per kind; "other" only where nothing else is told."""
    spans = tuple(_struck_spans(reading))
    weapons = {w.index: w.last for w in find_triggers(reading, Weapon)}
    names = [(m.first, m.last) for m in reading.places] + [(m.first, m.last) for m in reading.actors]
    found: dict[str, tuple[int, Hit, str]] = {}
    for noun in find_triggers(reading, HitWord):
        if reading.words[noun.index].capital and any(a <= noun.index and noun.last <= b and a < b for a, b in names):
            continue  # "the West Bank", "Port Sudan"
        if weapons.get(noun.index, -1) >= noun.last or not any(first <= noun.index <= last for first, last in spans):
            continue
        if _tells(noun):
            continue
        hit = Hit(kind=noun.entry.hit_kind, text=noun.text)
        found.setdefault(noun.entry.hit_kind, (noun.index, hit, noun.rule))
    if len(found) > 1:
        found.pop("other", None)
    return tuple(found.values())


def _tells(noun: Trigger[HitWord]) -> bool:
    """Is it who tells of it ("der Sender Al-Manar meldete ...")?"""
    reading = noun.reading
    told = (t.clause for t in find_triggers(reading, SpeechWord) if t.verbal and not t.clause.passive)
    return any(s.covers(noun.index, noun.last) for s in map(reading.own_subject, told) if s is not None)


def _struck_spans(reading: Reading) -> Iterator[tuple[int, int]]:
    """Token spans of phrases, with their enumerations, that stand where a predicate has what it hits."""
    for trigger in find_triggers(reading, AttackWord):
        yield from _spans(trigger, trigger.entry.roles)
    for light in find_triggers(reading, LightVerb):
        yield from _spans(light, light.entry.roles)
    for damage in find_triggers(reading, Damage):
        spans = tuple(_spans(damage, damage.entry.roles))
        yield from spans or ((damage.clause.first, damage.clause.last),)


def _row(phrase: Phrase, reading: Reading) -> tuple[Phrase, ...]:
    """A phrase with those in a row with it, its owner between them perhaps ("the port of X and two power stations")."""
    own = group(reading.phrases, phrase)
    owner = next((p for p in reading.phrases if own[-1].last < p.first <= own[-1].last + 2), None)
    if owner is None or owner.preposition not in reading.grammar.genitive_prepositions:
        return own
    return own + group(reading.phrases, owner)[1:]


def _spans(trigger: Trigger[Any], roles: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for rule in roles:
        place, _, role = rule.partition("=")
        if role not in _HIT_ROLES:
            continue
        for argument in arguments(trigger, place):
            if argument.phrase is not None:
                yield from ((p.first, p.last) for p in _row(argument.phrase, trigger.reading))
        if place in ("modifier", "head"):
            phrase = trigger.reading.phrase_at(trigger.index)
            if phrase is not None:
                yield phrase.first, phrase.last
