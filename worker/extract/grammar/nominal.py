"""What fills a role beside a noun: its owners, its genitives and what modifies it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from worker.extract.analysis import Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.lexicon import QUOTES
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.languages.pack import AttackWord, Damage, LightVerb

_BEHIND = 2  # words from a noun to what is attached to it behind a preposition
_MARKED = 2  # tokens from a noun in quotation marks to what stands before these


@dataclass(init=False, slots=True, unsafe_hash=True)
class Argument:
    """What fills one role: a phrase, or only the mentions where the owner is an adjective or part of a compound."""

    phrase: Phrase | None
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]

    def __init__(
        self, phrase: Phrase | None, actors: tuple[ActorMention, ...], places: tuple[PlaceMention, ...]
    ) -> None:
        self.phrase = phrase
        self.actors = actors
        self.places = places


def argument_of(reading: Reading, phrase: Phrase) -> Argument:
    """What `phrase` names."""
    return Argument(phrase, reading.actors_of(phrase), reading.places_of(phrase))


def places_owning(reading: Reading, phrase: Phrase) -> tuple[PlaceMention, ...]:
    """The places that a genitive preposition right behind `phrase` brings ("the centre | of Goma")."""
    owning = reading.grammar.genitive_prepositions
    behind = (p for p in reading.phrases if p.first == phrase.last + 2 and p.preposition in owning)
    return tuple(m for p in behind for m in reading.places_of(p))


def owners(reading: Reading, phrase: Phrase, index: int) -> Iterator[Argument]:
    """Adjectives and possessors before the noun: "russische Angriffe", "Russia's attack", "Moskaus Angriff"."""
    mentions = tuple(m for m in reading.actors if phrase.core <= m.first and m.last < index)
    if not mentions:
        mark = reading.words[phrase.first - 1].lower if phrase.first else ""
        marked = mark in reading.grammar.possessive_suffixes  # "the States' strike"
        ends = [p for p in reading.phrases if p.last == phrase.first - 1 - marked]
        before = next((p for p in ends if p.preposition is None or marked), None)
        first = reading.words[phrase.first]  # "nach Angaben der Armee | drei Angriffe", "... | einen Angriff"
        apart = first.number or first.determiner is not None
        genitive = before is not None and (marked or (before.cases == {"gen"} and not apart))
        found = reading.actors_of(before) if before and genitive else ()
        mentions = found or _before_quote(reading, phrase) or _within_word(reading, index)
    if mentions:
        yield Argument(None, mentions, ())


def _before_quote(reading: Reading, phrase: Phrase) -> tuple[ActorMention, ...]:
    """The adjective before a noun that is set in quotation marks ("Syrian “raids”")."""
    if phrase.first < _MARKED or reading.words[phrase.first - 1].token.text not in QUOTES:
        return ()
    return tuple(m for m in reading.actors if m.form == "adjective" and m.last == phrase.first - _MARKED)


def _within_word(reading: Reading, index: int) -> tuple[ActorMention, ...]:
    """The owner that a hyphened noun begins with: a group or an abbreviation ("Hisbollah-Angriff", "US-Hilfe"), since a
    country there may be what the noun is aimed at ("Ukraine-Hilfe")."""
    first = reading.words[index].token.text.partition("-")[0]
    inside = (m for m in reading.actors if m.form == "compound" and m.first == m.last == index)
    return tuple(m for m in inside if first.isupper() or m.actor.kind == "armed_group")


def genitives(reading: Reading, phrase: Phrase, last: int) -> Iterator[Argument]:
    """The genitive behind the noun, in its own phrase ("Angriffe Russlands") or in the next ("der Armee")."""
    inside = tuple(m for m in reading.actors if m.first > last and m.last <= phrase.last)
    inside_places = tuple(m for m in reading.places if m.first > last and m.last <= phrase.last)
    if inside or inside_places:
        yield Argument(None, inside, inside_places)
        return
    words, first = reading.words, phrase.last + 1
    if first < len(words) and words[first].lower in reading.grammar.hedges:
        first += 1  # "Angriffe | mutmaßlich | islamistischer Kämpfer"
    following = next((p for p in reading.phrases if p.first == first and p.preposition is None), None)
    if following and "gen" in following.cases and not is_bare(following, reading):
        yield argument_of(reading, following)


def is_bare(phrase: Phrase, reading: Reading) -> bool:
    """Is it a noun alone, which no genitive is ("nach dem Angriff auf Haifa | Ziele in Sanaa bombardiert")?"""
    if not reading.grammar.nouns_are_capitalised or phrase.first < phrase.last or phrase.cases == {"gen"}:
        return False
    named = [m.first for m in reading.actors if m.form != "generic"] + [p.first for p in reading.places]
    return phrase.first not in named


def modifiers(reading: Reading, phrase: Phrase, index: int) -> Iterator[Argument]:
    """What is named in the phrase up to the noun ("Kyiv airport attack")."""
    actors = tuple(m for m in reading.actors if phrase.first <= m.first and m.last <= index)
    places = tuple(m for m in reading.places if phrase.first <= m.first and m.last <= index)
    if actors or places:
        yield Argument(None, actors, places)


def of_earlier(phrase: Phrase, reading: Reading) -> bool:
    """Does a phrase follow on the noun of another deed that tells when this one was ("a day after the raid | on X")?"""
    ends = {p.last: p for p in reading.phrases}
    before = ends.get(phrase.first - 1 - (phrase.preposition is not None))
    while before is not None:
        deeds = (t for t in find_triggers(reading, AttackWord) if before.covers(t.index, t.last))
        if before.preposition in reading.grammar.sequence_words and any(deeds):
            return True
        before = ends.get(before.first - 1 - (before.preposition is not None))
    return False


def of_noun(trigger: Trigger[Any], place: str, case: str) -> Iterator[Argument]:
    """What stands at a grammatical place of a noun."""
    reading, index = trigger.reading, trigger.index
    phrase = reading.phrase_at(index)
    if phrase is None:
        return
    match place:
        case "adjective" | "possessive":
            yield from owners(reading, phrase, index)
        case "genitive":
            yield from genitives(reading, phrase, trigger.last)
        case "modifier":
            yield from modifiers(reading, phrase, index)
        case "head" | "self":
            yield argument_of(reading, phrase)
        case "subject" | "object" | "dative" | "passive_subject":
            return
        case _:
            yield from (
                argument_of(reading, p)
                for p in _attached(reading, phrase, trigger)
                if p.preposition == place and (not case or case in p.cases)
            )


def _carriers(trigger: Trigger[Any]) -> Collection[int]:
    """Tokens of verbs that only say of their subject that it happens, or what damage it does ("fighting | broke out |
    between ...", "the strike | sparked | a fire in ...").
    """
    lights = (t for t in find_triggers(trigger.reading, LightVerb) if t.clause is trigger.clause)
    return {t.index for t in lights if "subject=attack" in t.entry.roles and not _takes_thing(t)}


def _takes_thing(light: Trigger[LightVerb]) -> bool:
    """Has it another thing for its object than an attack, or the damage of one?"""
    things = {role for role in light.entry.roles if role.startswith("object=")} - {"object=attack"}
    return bool(things) and not ("object=damage" in things and any(_damage(light.reading, light.clause)))


def _damage(reading: Reading, clause: Clause) -> Iterator[int]:
    """Tokens of the nouns in a clause that tell what became of things ("a | fire | at a depot")."""
    return (t.index for t in find_triggers(reading, Damage) if t.clause is clause and not t.verbal)


def _attached(reading: Reading, phrase: Phrase, trigger: Trigger[Any]) -> Iterator[Phrase]:
    """Prepositional phrases that follow the noun, up to the next verb that does more than to say that it happens."""
    carried = _carriers(trigger) if phrase is reading.subject(trigger.clause) else frozenset()
    done = frozenset(_damage(reading, trigger.clause)) if carried else frozenset()
    passed = done.union(carried)  # "strikes | sparked fires | in Odesa"
    verbs = [w.index for w in trigger.clause.words if (w.auxiliaries or w.verbs) and w.index not in passed]
    last = max(phrase.last, trigger.last)  # "round of talks"
    end = min((i for i in verbs if i > last), default=len(reading.words))
    reach = last
    close = frozenset[str]() if carried else reading.grammar.close_prepositions
    front = phrase.first if carried and reading.grammar.word_order == "verb_second" else 0
    for p in reading.phrases:
        if last < p.first <= reach + _BEHIND and (reading.names_time(p) or _is_where(reading, p)):
            reach = p.last  # "a meeting on Friday | between ...", "talks in Oslo | between ..."
        here = (p.last < front or last < p.first < end) and p.clause == phrase.clause
        far = p.preposition in close and p.first > reach + _BEHIND if here else False
        if here and p.preposition and not (p.joined or far):
            yield p
        behind = p.first > last and p.clause == phrase.clause and p.head not in done
        if behind and _is_deed(p, phrase, reading):
            return  # "the attacks in response to a raid | on Goma"


def _is_deed(phrase: Phrase, noun: Phrase, reading: Reading) -> bool:
    """Does a phrase behind a noun name another deed, and not one that the noun counts or that goes with it ("a series
    of | raids", "raids and | strikes")?
    """
    counted = phrase.preposition in reading.grammar.genitive_prepositions and phrase.first - noun.last <= _BEHIND
    if phrase.joined or counted or (phrase.preposition is None and phrase.cases == {"gen"}):
        return False
    return any(t.last == phrase.head and not t.verbal for t in find_triggers(reading, AttackWord))


def _is_where(reading: Reading, phrase: Phrase) -> bool:
    return phrase.preposition in reading.grammar.locatives and bool(reading.places_of(phrase))
