"""Who owns an office or noun of sides: adjectives, genitives and "of" phrases beside it ("head of the UN agency")."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from worker.extract.mentions.line import Line, may_modify
from worker.extract.mentions.scan import SEATS, Hit, keys_from
from worker.languages.actors import ActorNoun, Actors, OfficeForm
from worker.languages.name_rows import Body
from worker.languages.names import Names, Sense

_REACH = 7
_OWNING = (
    "body", "country", *SEATS, "adjective", "capital", "city_adjective", "peoples", "people", "body_seat", "region",
    "part", "place", "person", "surname",
)  # fmt: skip
ADJECTIVES = ("adjective", "city_adjective", "people")
_QUOTES = frozenset('"„”“»«')
_LANDS = ("country", "adjective", "people", "peoples")
_SEATS = ("capital", "country", "body_seat", "body", "place")
_LEADING = ("person", "surname", "body")  # who has forces and officials loyal to him
_LONGEST_ATTRIBUTE, _ARTICLE = 8, 5  # tokens of an attribute, letters of an article

Kind = TypeVar("Kind", OfficeForm, ActorNoun)


@dataclass(frozen=True, slots=True)
class Owner:
    """A name that something belongs to; token indexes of the words that say so."""

    sense: Sense
    first: int
    last: int

    @property
    def body(self) -> Body | None:
        return self.sense.entry if isinstance(self.sense.entry, Body) else None


def in_table(line: Line, i: int, table: Mapping[str, Kind], rules: Actors) -> tuple[Kind, int, bool] | None:
    """(entry, last token, whether it ends a compound: never) of the longest run from `i` that is in a table."""
    best: tuple[Kind, int, bool] | None = None
    if not line.may_open(i, rules):
        return None
    for j, key in keys_from(line.tokens, i, rules.openers):
        # Where nouns have capitals, a word without one is a verb or adjective ("leiter", "die sprecher" are none).
        if key in table and (not rules.adjective_endings or line.word(j)[:1].isupper()):
            best = (table[key], j, False)
    return best


def owning(hit: Hit) -> Sense | None:
    """The sense by which a name can own something."""
    return hit.sense(*_OWNING)


def owner_before(line: Line, i: int, names: Names, rules: Actors) -> tuple[int, Owner | None]:
    """(first token of the modifiers before `i`, the owner among them): adjectives, genitives and possessives."""
    k = i - 1
    if not rules.adjective_endings and line.word(k) == ")" and line.word(k - 2) == "(":
        k -= 3  # "Sudanese Armed Forces (SAF) warplanes"
    while k >= 0 and i - k <= _REACH:
        if line.lower(k) in rules.possessive_marks:
            k -= 1
            continue
        if line.lower(k) in rules.country_nouns and line.lower(k + 1) in rules.possessive_marks:
            start = k - (line.lower(k - 1) in rules.definite)
            return start, _land_named(line, start, k)
        hit = line.hit_to(k)
        if hit and not line.taken.intersection(range(hit.first, hit.last + 1)):
            sense = owning(hit)
            if sense and (not hit.tail or not hit.tail[0].isupper()) and _touches(line, hit, sense, k, i, rules):
                start = i if _runs_what_follows(line, hit, rules) else hit.first
                return start, Owner(sense, hit.first, hit.last)
            return i, None
        backed = "-" in line.word(k) and line.word(k)[-1:].islower() and not rules.adjective_endings
        if not (may_modify(line, k, rules) or backed):  # "Yemen's | Saudi-backed | government"
            return i, None
        k -= 1
    return i, None


def _land_named(line: Line, first: int, last: int) -> Owner | None:
    """The country named last before the tokens `first` to `last`, by which they mean it ("the country's army")."""
    before = (hit.sense(*_LANDS) for hit in reversed(line.hits) if hit.last < first)
    sense = next((s for s in before if s), None)
    return Owner(sense, first, last) if sense else None


def _land_behind(line: Line, last: int, rules: Actors) -> int:
    """The noun for a country not named in the phrase behind token `last` ("the army | of the country"); 0: none."""
    noun = last + 2 + (line.lower(last + 2) in rules.definite)
    if line.lower(last + 1) not in rules.owner_words or line.lower(noun) not in rules.country_nouns:
        return 0
    named = line.hit_from(noun + 1) or line.word(noun + 1)[:1].isupper() or line.lower(noun + 1) in rules.owner_words
    return 0 if named else noun


def _touches(line: Line, hit: Hit, sense: Sense, k: int, i: int, rules: Actors) -> bool:
    """Can the name before an office own it: as adjective, in the genitive, or as a noun right before it in English?"""
    if sense.standing in ADJECTIVES or hit.genitive:
        return True
    if line.lower(k + 1) in rules.possessive_marks or _runs_what_follows(line, hit, rules):
        return True
    return not rules.adjective_endings and (k == i - 1 or sense.standing == "body")  # "the Hamas political chief"


def _runs_what_follows(line: Line, hit: Hit, rules: Actors) -> bool:
    """Does a participle behind a name say that it runs what follows ("von Russland eingesetzter Gouverneur")?"""
    before = hit.first - 1 - (line.lower(hit.first - 1) in rules.definite)
    return line.lower(before) in rules.owner_words and line.lower(hit.last + 1).startswith(tuple(rules.acting_tails))


def owner_behind(
    line: Line, last: int, names: Names, rules: Actors, *, seats: bool, advises: bool = False
) -> tuple[int, Owner | None]:
    """(last token of the owner behind `last`, the owner): genitives and "of" phrases; with `seats` also "in Kyiv", of
    who `advises` somebody "to the president"."""
    end, last = last, last + (line.word(last + 1) in _QUOTES)  # "ein "Soldat" | des IS"
    opener = line.lower(last + 1)
    owned = opener in rules.owner_words or (advises and opener in rules.place_cues)
    if (noun := _land_behind(line, last, rules)) and (owner := _land_named(line, last + 1, noun)):
        return noun, owner
    if owned and not (seats and opener in rules.recipient_words):
        found, owner = _owner_in_phrase(line, last, names, rules)
        return (found, owner) if owner else (end, None)
    last = end
    if f"{opener} {line.lower(last + 2)}" in rules.loyal_phrases:
        found, owner = _owner_in_phrase(line, last + 1, names, rules)
        return (found, owner) if owner and owner.sense.standing in _LEADING else (last, None)
    if opener in rules.seat_words:
        hit = line.hit_from(last + 2) or (line.hit_from(last + 3) if line.lower(last + 2) in rules.definite else None)
        sense = hit.sense(*(_SEATS if seats else ("body",))) if hit and not hit.tail else None
        body = sense.entry if sense and isinstance(sense.entry, Body) else None  # "minister in the | Foreign Office"
        if hit and sense and (seats or (body and body.kind == "government" and body.country)):
            return last, Owner(sense, hit.first, hit.last)
    hit = line.hit_from(last + 1)
    sense = hit.sense("country", "body", "region", "place") if hit and hit.genitive and not hit.tail else None
    return (hit.last, Owner(sense, hit.first, hit.last)) if hit and sense else (last, None)


def _owner_in_phrase(line: Line, last: int, names: Names, rules: Actors) -> tuple[int, Owner | None]:
    """The owner in the phrase that an owner word opens: the first name in it, an adjective only with its noun; no name
    in an attribute of its noun ("der von Ruanda unterstützten M23").
    """
    k = max(last + 2, _attribute_end(line, last + 2, rules))
    end = k + _REACH
    while k < min(len(line.tokens), end):
        hit = line.hit_from(k + (line.word(k) in _QUOTES))
        if hit and hit.tail[:1].islower() and (found := _owner_in_phrase(line, hit.last - 1, names, rules))[1]:
            return found  # "der Al-Kaida-nahen Gruppe JNIM"
        if hit:
            sense = owning(hit)
            end = _noun_end(line, hit.last, names, rules)
            if sense is None or (sense.standing in ADJECTIVES and end == hit.last):
                return _group_behind(line, hit, rules) or (last, None)
            return end, Owner(sense, hit.first, hit.last)
        word = line.word(k)
        if not word[:1].isalpha() or (
            line.lower(k) not in rules.owner_words | rules.definite and not _plain(line, k, names, rules)
        ):
            return last, None
        if _acts(line, k, rules):
            return last, None
        k += 1
    return last, None


def _group_behind(line: Line, adjective: Hit, rules: Actors) -> tuple[int, Owner] | None:
    """The armed group behind an adjective and others ("der libanesischen schiitischen | Hisbollah-Miliz")."""
    behind = range(adjective.last + 1, len(line.tokens))
    k = next((k for k in behind if not (line.word(k).islower() and may_modify(line, k, rules))), 0)
    hit = line.hit_from(k)
    sense = hit.sense("body") if hit else None
    if hit is None or sense is None or not isinstance(sense.entry, Body) or sense.entry.kind != "armed_group":
        return None
    return hit.last, Owner(sense, hit.first, hit.last)


def _acts(line: Line, k: int, rules: Actors) -> bool:
    """Is it the verb of a side whose noun stands before it ("a spokesman for the ministry | warned Kyiv")?"""
    word = line.lower(k)
    if rules.adjective_endings or line.lower(k - 1) not in rules.nouns:
        return False
    return word not in rules.owner_words | rules.definite and word not in rules.nouns and word not in rules.offices


def _attribute_end(line: Line, k: int, rules: Actors) -> int:
    """Behind the attribute of several words that begins at `k`, right behind an article ("der | von Ruanda
    unterstützten | Miliz"); `k` where there is none.
    """
    before, word = line.lower(k - 1), line.lower(k)
    if not rules.adjective_endings or before not in rules.definite or word in rules.definite:
        return k
    if not line.word(k).islower() or word.endswith(rules.adjective_endings) or line.hit_from(k):
        return k
    inside = range(k + 1, min(k + _LONGEST_ATTRIBUTE, len(line.tokens)))
    ends = (j for j in inside if line.word(j).islower() and may_modify(line, j, rules) and len(line.word(j)) > _ARTICLE)
    return next(ends, k - 1) + 1


def _plain(line: Line, k: int, names: Names, rules: Actors) -> bool:
    """A word that may stand before the name in an owner's phrase: adjectives, offices, nouns of sides and places."""
    lower = line.lower(k)
    if lower in rules.nouns or lower in names.parts or lower.split("-")[-1] in rules.nouns or lower in rules.offices:
        return True
    if rules.adjective_endings:
        return line.word(k).rpartition("-")[2][:1].islower() and lower.endswith(rules.adjective_endings)
    return line.word(k)[0].islower() and lower not in rules.place_cues


def _noun_end(line: Line, last: int, names: Names, rules: Actors) -> int:
    """Last token of the noun or part word behind a name ("of the Ukrainian air force"), `last` where there is none."""
    for k in range(last + 1, min(last + 4, len(line.tokens))):
        part = names.part(line.lower(k), rules.language)
        if part and part.behind:  # "of the Kharkiv region | military administration"
            noun = in_table(line, k + 1, rules.nouns, rules) if not rules.adjective_endings else None
            return noun[1] if noun else k
        if line.lower(k) in rules.possessive_marks:
            owned = line.hit_from(k + 1)
            if owned and not owned.tail and owned.sense("body", *ADJECTIVES):  # "of the UN's Palestinian agency"
                return _noun_end(line, owned.last, names, rules)
            continue
        held = in_table(line, k, rules.offices, rules) if line.lower(last + 1) in rules.possessive_marks else None
        if held:
            return held[1]  # "of Iran's supreme leader"
        found = in_table(line, k, rules.nouns, rules)
        if found:
            owns = line.lower(found[1] + 1) in rules.possessive_marks  # "of the Kenyan government's relief agency"
            return _noun_end(line, found[1], names, rules) if owns else found[1]
        if not may_modify(line, k, rules):
            return last
    return last
