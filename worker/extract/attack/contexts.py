"""Lands and places that only tell which war or which talks are meant, and not whose or where a strike was."""

from worker.extract.analysis import Reading
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.languages.pack import AttackWord, TalksWord

_BEHIND = 2  # words from a phrase to the one behind its preposition
_TOWNS = frozenset({"city", "district", "site"})  # which no war is called by


def is_of_war(place: PlaceMention, reading: Reading) -> bool:
    """Is it only where the war is that something belongs to ("fighting sparked by the war | in Gaza")?"""
    phrase = reading.phrase_at(place.first)
    if phrase is None or phrase.preposition not in reading.grammar.locatives:
        return False
    held = next((p for p in reading.phrases if p.last == phrase.first - _BEHIND), None)
    return held is not None and place.place.kind not in _TOWNS and _is_war(held, reading)


def in_war(side: ActorMention, reading: Reading) -> bool:
    """Does a land only tell which war is meant ("the largest raid of the | Ukraine war"), and not whose?"""
    phrase = reading.phrase_at(side.head) if side.sentence == reading.index else None
    if phrase is None or not _is_war(phrase, reading):
        return False
    beside = side.form != "adjective" and side.last + 1 == phrase.head  # "the Ukraine | war", not "Russia's | war"
    return side.form == "compound" or (beside and not reading.grammar.nouns_are_capitalised)


def _is_war(phrase: Phrase, reading: Reading) -> bool:
    return any(t.last == phrase.head for t in find_triggers(reading, AttackWord) if names_war(t))


def names_war(trigger: Trigger[AttackWord]) -> bool:
    """Is it a noun for a war as a whole?"""
    return trigger.entry.extent == "background" and not trigger.verbal


def is_of_talks(place: PlaceMention, reading: Reading) -> bool:
    """Is it where those confer whose talks only say when the rest was ("vor Beginn der Gespräche | in Istanbul")?"""
    phrase, grammar = reading.phrase_at(place.first), reading.grammar
    talks = {t.last for t in find_triggers(reading, TalksWord) if not t.verbal and t.entry.sense == "event"}
    if phrase is None or not talks:
        return False
    near = (p for p in reading.phrases if _BEHIND <= phrase.first - p.last <= _BEHIND + 1)  # "talks failed | in Doha"
    held = next((p for p in near if p.head in talks), None)
    while held is not None and held.preposition is None and held.cases == {"gen"}:
        held = next((p for p in reading.phrases if held and p.last == held.first - 1), None)
    return held is not None and held.preposition in grammar.sequence_words | grammar.given_words | grammar.parallels
