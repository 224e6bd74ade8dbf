"""Sentences that only tell when and where something happened ("The strike took place on Monday in Odesa")."""

from worker.extract.analysis import Reading
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.memory import once
from worker.languages.pack import AttackWord, LightVerb


@once
def placings(reading: Reading) -> tuple[Trigger[LightVerb], ...]:
    """Verbs for happening whose subject only stands for what was told before ("It happened", "The incident took
    place", "The strike was carried out").
    """
    return tuple(t for t in find_triggers(reading, LightVerb) if _happens(t) and _recalls(t))


def only_places(trigger: Trigger[AttackWord]) -> bool:
    """Is all that is told of a noun that it happened, or was done?"""
    subject = trigger.reading.subject(trigger.clause)
    if trigger.verbal or subject is None or not subject.covers(trigger.index, trigger.last):
        return False
    return any(t.clause is trigger.clause for t in placings(trigger.reading))


def _happens(verb: Trigger[LightVerb]) -> bool:
    told = "object=attack" if verb.clause.passive else "subject=attack"
    return verb.entry.makes and told in verb.entry.roles and not verb.clause.negated


def _recalls(verb: Trigger[LightVerb]) -> bool:
    reading, subject = verb.reading, verb.reading.subject(verb.clause)
    if subject is None or subject.pronoun:
        return True
    deeds = any(subject.covers(t.index, t.last) and not t.verbal for t in find_triggers(reading, AttackWord))
    known = reading.words[subject.first].lower in reading.pack.actors.definite
    return known and (deeds or reading.words[subject.head].lower in reading.grammar.deed_nouns)
