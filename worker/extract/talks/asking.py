"""Whom somebody asks to confer, presses to, or says to have done so."""

from worker.extract.analysis import Reading
from worker.extract.draft import side
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.talks.around import nominal, stands_under, under_infinitive
from worker.extract.talks.senders import sent_by
from worker.extract.talks.table import at_war, told
from worker.languages.pack import SpeechWord, TalksStatus, TalksWord

_ASK, _ACCUSE = "demand", "accuse"
_ASKING = "object+to-infinitive"


def asked(trigger: Trigger[TalksWord]) -> tuple[ActorMention, ...]:
    """Who is asked to confer ("urged | Kigali | to talk with Kinshasa")."""
    reading = trigger.reading
    for word in find_triggers(reading, SpeechWord):
        if word.verbal and _asks(word, trigger):
            addressed = [a for place in word.entry.addressees for a in arguments(word, place)]
            mentions = [m for a in addressed for m in (a.actors or _sent(a.phrase, reading))]
            if found := tuple(m for m in mentions if m.last < trigger.index and (told(m) or at_war(m))):
                return found
    return _pressed(trigger)


def charged(trigger: Trigger[TalksWord]) -> tuple[ActorMention, ...]:
    """Who is said to do what an infinitive tells of the talks ("accused | Kigali | of dragging out talks")."""
    words = [w for w in find_triggers(trigger.reading, SpeechWord) if w.verbal and w.entry.act == _ACCUSE]
    accused = [(w, p) for w in words if under_infinitive(w, trigger) for p in (*w.entry.addressees, "object")]
    found = (tuple(m for a in arguments(w, p) for m in a.actors if m.last < trigger.index) for w, p in accused)
    return next((tuple(filter(told, actors)) for actors in found if actors), ())


def _asks(word: Trigger[SpeechWord], trigger: Trigger[TalksWord]) -> bool:
    """Are the talks what a verb of speech asks somebody to hold, or to come to ("drängte | Kigali | zu Gesprächen")?"""
    if under_infinitive(word, trigger):
        return word.entry.act == _ASK or _ASKING in word.entry.government
    under = stands_under(trigger)
    if under is None or word.clause is not trigger.clause or not nominal(trigger):
        return False
    cues = (c for c in find_triggers(trigger.reading, TalksStatus) if c.index == word.index)
    return word.entry.act == _ASK and any(f"{under}:talks" in c.entry.needs for c in cues)


def _sent(phrase: Phrase | None, reading: Reading) -> list[ActorMention]:
    """The sides of people without a name ("urged representatives | of Chad and Sudan | to ...")."""
    return sent_by(reading, phrase, acts=True) if phrase is not None and not phrase.pronoun else []


def _pressed(trigger: Trigger[TalksWord]) -> tuple[ActorMention, ...]:
    """Two sides on whom a noun before an infinitive is put ("the pressure on | Chad and Sudan | to resume talks")."""
    reading, grammar = trigger.reading, trigger.reading.grammar
    if not trigger.verbal or not reading.words[trigger.index].infinitive:
        return ()
    before = next((p for p in reversed(reading.phrases) if p.last == trigger.index - 2), None)
    first = next((p for p in reading.phrases if before is not None and before in group(reading.phrases, p)), before)
    if first is None or before is None or first.preposition not in grammar.matter_prepositions:
        return ()
    found = tuple(m for m in reading.actors if first.first <= m.first <= before.last and told(m))
    return found if len({side(m.actor) for m in found}) > 1 else ()
