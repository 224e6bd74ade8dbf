"""What somebody else than the subject meant to do: "police foiled a plot by the group to bomb the embassy"."""

from worker.extract.analysis import Reading
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.languages.pack import AttackWord, Reality

_FAR = 16  # words from the noun to what was planned last ("to bomb the embassies ... and kill the ambassador")
_BESIDE = 2  # words from a phrase to the one behind a preposition


def plot_of(trigger: Trigger[AttackWord]) -> Phrase | None:
    """The noun for a plot behind which an infinitive tells what was to be done."""
    reading, plots = trigger.reading, trigger.reading.grammar.plot_nouns
    if not (plots and trigger.verbal and any(f.tag == "inf" for f in reading.words[trigger.index].verbs)):
        return None
    for k in range(trigger.index - 1, max(trigger.index - _FAR, 0), -1):
        phrase = reading.phrase_at(k) if reading.words[k].lower in plots else None
        if phrase is not None and phrase.head == k:
            return phrase if _meant(phrase, trigger) else None
    return None


def _meant(plot: Phrase, trigger: Trigger[AttackWord]) -> bool:
    """Does an infinitive stand right behind a plot, or behind whose it is, and is it this one or one before it?"""
    reading = trigger.reading
    behind = (_owner(plot, reading) or plot).last + 1
    return behind < trigger.index and reading.words[behind].lower in reading.grammar.infinitive_markers


def _owner(plot: Phrase, reading: Reading) -> Phrase | None:
    agents = reading.grammar.agent_prepositions
    return next((p for p in reading.phrases if p.first == plot.last + _BESIDE and p.preposition in agents), None)


def plotters(plot: Phrase, reading: Reading) -> list[ActorMention]:
    """Whose a plot is: by what stands before or behind its noun ("an | Iranian | plot", "a plot by | Iran")."""
    owner = _owner(plot, reading)
    inside = [m for m in reading.actors if plot.first <= m.first and m.last < plot.head]
    return inside or (list(reading.actors_of(owner)) if owner is not None else [])


def foiled(plot: Phrase, reading: Reading) -> Reality | None:
    """The verb that says that it did not come to a plot ("broke up | a plot", "a plot | was foiled")."""
    for cue in find_triggers(reading, Reality):
        places = ("object", "passive_subject") if cue.verbal and cue.entry.type == "foiled" else ()
        if any(a.phrase == plot for place in places for a in arguments(cue, place)):
            return cue.entry
    return None
