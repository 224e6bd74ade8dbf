"""Who was killed, where a pronoun stands for him."""

from worker.extract.analysis import Analysis
from worker.extract.grammar.anaphora import meant_by
from worker.extract.grammar.nominal import Argument
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.languages.pack import AttackWord, Casualty, SpeechWord


def not_the_teller(argument: Argument, trigger: Trigger[AttackWord], analysis: Analysis) -> Phrase | None:
    """The pronoun for somebody killed that would mean who tells of it ("X said so hours after | he | was killed")."""
    reading, phrase = trigger.reading, argument.phrase
    killed = any(t.index == trigger.index and t.entry.slot == "killed" for t in find_triggers(reading, Casualty))
    if phrase is None or not (phrase.pronoun and killed):
        return None
    said = [t.clause for t in find_triggers(reading, SpeechWord) if t.verbal and t.clause is not trigger.clause]
    spoken = {m.actor.name for c in said if (s := reading.subject(c)) is not None for m in reading.actors_of(s)}
    told = any(m.actor.name in spoken for m in meant_by(argument, reading, trigger.clause, analysis))
    return phrase if told else None
