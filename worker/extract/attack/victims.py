"""Who was killed or struck, where a pronoun stands for him or only what he did in answer tells it."""

from collections.abc import Sequence

from worker.extract.analysis import Analysis
from worker.extract.attack.order import answer
from worker.extract.grammar.anaphora import meant_by
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.nominal import Argument
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.languages.pack import AttackWord, Casualty, SpeechWord

_STRUCK = frozenset({"target", "victim"})


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


def answerers(trigger: Trigger[AttackWord], analysis: Analysis) -> list[ActorMention]:
    """Who alone answers an attack was struck by it ("vowed to respond to the attack", "in response to rocket fire,
    Israel ..."), unless others were killed, or are named.
    """
    reading, roles = trigger.reading, [rule.partition("=")[::2] for rule in trigger.entry.roles]
    if trigger.verbal or any(r == "victim" or (r == "target" and arguments(trigger, p)) for p, r in roles):
        return []
    word, phrase = answer(trigger), reading.phrase_at(trigger.index)
    told: Sequence[ActorMention] = ()
    if word is not None and word.verbal:
        told = [m for a in arguments(word, "subject") for m in meant_by(a, reading, word.clause, analysis)]
    elif phrase is not None and phrase.preposition in reading.grammar.answering_words:
        subject = reading.subject(trigger.clause)
        told = [m for m in reading.actors if subject is not None and m.first <= subject.head <= m.last]
    return [m for m in told if m.actor.country or m.actor.kind == "armed_group"] if len(told) == 1 else []


def stops_doers(trigger: Trigger[AttackWord]) -> bool:
    """Does a clause only tell how who did what the clause before tells was stopped ("killed two | before he was shot",
    "stormed a hotel | before the police killed them")?
    """
    clause, reading = trigger.clause, trigger.reading
    if not trigger.verbal or clause.opener is None or clause.opener.lower not in reading.grammar.preceding_words:
        return False
    words = (t for t in find_triggers(reading, AttackWord) if t.verbal and t.clause.number == clause.parent)
    if not any("subject=attacker" in t.entry.roles and not t.clause.passive for t in words):
        return False
    if clause.passive and reading.own_subject(clause) is None:  # "before being shot"
        return True
    struck = [place for place, _, role in (r.partition("=") for r in trigger.entry.roles) if role in _STRUCK]
    return any(a.phrase is not None and a.phrase.pronoun for place in struck for a in arguments(trigger, place))
