"""Officials whose name follows the word for them ("Hamas official Basem Naim", "der Vertreter, Basem Naim, ..."), and
offices that a country has one of."""

from dataclasses import replace

from worker.extract.mentions.context import Context
from worker.extract.mentions.line import Line
from worker.extract.mentions.register import Register
from worker.extract.mentions.titles import Titled, noun_at
from worker.extract.mentions.types import ActorMention
from worker.languages.actors import Actors, Office, OfficeForm
from worker.languages.name_rows import Body

OF_ANYTHING = frozenset({"head", "president"})  # every centre and club has them
OF_STATES = frozenset({"defence minister", "foreign minister"})  # no part of a country has one
_FIRST = frozenset({"head_of_state", "head_of_government"})
_OFFICE = "official"
_LANDS = 5  # tokens from an office within which a noun tells that it is of several countries
_BODIES = frozenset({"armed_group", "organization"})


def names_official(line: Line, noun: ActorMention, name: ActorMention, rules: Actors) -> bool:
    """Is a name that of the official whom the noun right before it tells of, or between commas behind it?"""
    inserted = line.word(noun.last + 1) == line.word(name.last + 1) == "," and noun.last + 2 == name.first
    beside = inserted or noun.last + 1 == name.first
    if noun.form != "generic" or name.form != "name" or not (beside and noun.speaks):
        return False
    what = rules.nouns.get(line.lower(noun.head).rpartition("-")[2])
    return what is not None and what.official


def official(name: ActorMention, noun: ActorMention, register: Register) -> ActorMention:
    """A named official with the side that the noun before the name tells."""
    side = noun.actor if noun.actor.kind in _BODIES else None
    known = register.by_name.get(name.actor.name)
    if known and known.country is None and known.role is None:
        known.country, known.role, known.body = noun.actor.country, _OFFICE, side.name if side else ""
    told = {"country": name.actor.country or noun.actor.country, "role": name.actor.role or _OFFICE}
    actor = name.actor.model_copy(update=told)
    return replace(name, first=noun.first, actor=actor, group=name.group or side, speaks=True)


def employer(line: Line, last: int, rules: Actors) -> str:
    """The organization of no country at which somebody whose office ends at `last` holds it ("Sahel director | at Human
    Rights Watch"), "" where there is none."""
    if line.lower(last + 1) not in rules.employer_words:
        return ""
    hit = line.hit_from(last + 2 + (line.lower(last + 2) in rules.definite))
    sense = hit.sense("body") if hit else None
    body = sense.entry if sense else None
    return body.name if isinstance(body, Body) and body.kind == "organization" and not body.country else ""


def is_one(office: Office) -> bool:
    """Has a country one of these, so that several are of several countries ("the foreign ministers met in Cairo")?"""
    return office.rank in _FIRST or office.office in OF_STATES


def of_lands(line: Line, titled: Titled[OfficeForm], rules: Actors) -> bool:
    """Are several of one office of several countries, as a country has one of them or as it is told ("ministers of 25
    countries")?"""
    first = titled.last + 1
    of = line.lower(first) in rules.owner_words | rules.seat_words
    counted = range(first + 2, first + _LANDS) if of and line.lower(first + 1) not in rules.definite else ()
    told = any(line.lower(k) in rules.pair_lands for k in counted)
    return told or is_one(titled.what.office)


def for_stranger(line: Line, last: int, context: Context) -> bool:
    """Does a name that nobody knows follow a spokesperson ("a spokesperson for Gillham")?"""
    rules = context.rules
    if rules.adjective_endings or line.lower(last + 1) not in rules.owner_words:
        return False
    k = last + 2 + (line.lower(last + 2) in rules.definite)
    known = line.hit_over(k) or noun_at(line, k, context.names, rules) or line.lower(k) in rules.honorifics
    return line.word(k)[:1].isupper() and not known and line.free(k, k)


def of_government(office: str, rules: Actors) -> bool:
    """Does the word for an office begin with one for a government or an office of it ("Regierungssprecher")?"""
    found = (rules.nouns.get(office[:k].rstrip()) for k in range(len(office) - 1, 0, -1))
    noun = next(filter(None, found), None)
    return noun is not None and noun.kind == "government"
