"""What a ship is called: the capitals behind its noun ("the tanker Marlin Luanda", "the MV True Confidence")."""

from worker.extract.analysis import Reading
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.languages.pack import HitWord

_LONGEST = 4


def ship_name(ship: Trigger[HitWord]) -> str:
    """The noun for a ship with the name behind it."""
    words = ship.reading.words[ship.last + 1 : _end_of_name(ship) + 1]
    return " ".join((ship.text, *(w.token.text for w in words)))


def in_ship_name(mention: ActorMention | PlaceMention, reading: Reading) -> bool:
    """Does a mention stand in the name of a ship, of several words?"""
    if mention.sentence != reading.index or reading.grammar.nouns_are_capitalised:
        return False
    ships = (h for h in find_triggers(reading, HitWord) if h.entry.hit_kind == "vessel" and h.last < mention.first)
    return any(mention.last <= _end_of_name(ship) for ship in ships)


def _end_of_name(ship: Trigger[HitWord]) -> int:
    """The last token of a ship's name, that of its noun where it has none of several words behind a noun in full."""
    reading, last = ship.reading, ship.last
    if reading.grammar.nouns_are_capitalised or reading.sentence.role != "body":
        return last
    while last < min(ship.last + _LONGEST, len(reading.words) - 1) and _may_name(reading, last + 1):
        last += 1
    return last if last > ship.last + 1 or ship.text.isupper() else ship.last  # "the MV Tutor"


def _may_name(reading: Reading, k: int) -> bool:
    word = reading.words[k]
    return word.capital and not (word.closed or word.punctuation or word.auxiliaries)
