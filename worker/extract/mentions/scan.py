"""Names in a sentence: the longest run of tokens that the tables know, and names inside hyphened words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Final
from unicodedata import category

from worker.languages.actors import Actors
from worker.languages.name_keys import open_inner, open_last
from worker.languages.name_rows import Country, Person
from worker.languages.names import Names, Sense
from worker.text.kept import Kept
from worker.text.tokens import Token

_LONGEST: Final = 8
_TAIL: Final = 4  # letters of a noun behind a name in one word
# Longer words are no names, and taking them apart would cost quadratic time.
LONGEST_WORD: Final = 80
_JOINS: Final = frozenset("-–.'&/")
# What stands for a state as the place where it is governed ("the Kremlin"), in the order of choice.
SEATS = ("government", "foreign_ministry", "parliament", "military")
# What a genitive ending may be taken off: names of things, not adjectives or plurals.
_OWNS: Final = frozenset({
    "country", "capital", "region", "part", "place", "body", "body_seat", "person", "surname", *SEATS,
})  # fmt: skip
_PEOPLES: Final = frozenset({"peoples"})
# Names of which two can share their last part ("North and South Korea").
_PARTED = frozenset({"country", "adjective", "peoples", "region", "part"})


@dataclass(init=False, slots=True, unsafe_hash=True)
class Hit:
    """Tokens `first` to `last` (inclusive) are a name with these readings.

    `tail`: the rest of the hyphened word that the name begins; `genitive`: it carries the ending of an owner.
    """

    first: int
    last: int
    senses: tuple[Sense, ...]
    tail: str
    genitive: bool

    def __init__(
        self, first: int, last: int, senses: tuple[Sense, ...], tail: str = "", genitive: bool = False
    ) -> None:
        self.first = first
        self.last = last
        self.senses = senses
        self.tail = tail
        self.genitive = genitive

    def sense(self, *standings: str) -> Sense | None:
        """The first reading of one of these standings, in the order asked for."""
        for wanted in standings:
            for sense in self.senses:
                if sense.standing == wanted:
                    return sense
        return None

    def all(self, *standings: str) -> list[Sense]:
        """The readings of these standings, in the order of the tables."""
        return [s for s in self.senses if s.standing in standings]

    def only(self, senses: Sequence[Sense]) -> "Hit":
        """The same words with fewer readings."""
        return Hit(self.first, self.last, tuple(senses), self.tail, self.genitive)


def find_hits(tokens: tuple[Token, ...], names: Names, rules: Actors) -> tuple[Hit, ...]:
    """The names in `tokens` from left to right, the longest first, none overlapping but those that share one word."""
    hits: list[Hit] = []
    starting = _starting(names, rules)
    i = 0
    while i < len(tokens):
        found = _longest(tokens, i, names, rules) if starting.of(tokens[i].text) else None
        if found and i and f"{tokens[i - 1].lower} {tokens[i].lower}" in rules.blocs:
            found = None  # "the South | American | country"
        if found and _is_currency(tokens, found.last):
            found = None
        if found:
            if lead := _sharing(tokens, found, names, rules):
                hits = [*(h for h in hits if h.last < lead.first), lead]
            hits.append(found)
            i = found.last + 1
            continue
        if "-" in tokens[i].text and len(tokens[i].text) <= LONGEST_WORD:
            hits.extend(_inside(tokens[i], i, names, rules))
        elif tokens[i].lower.startswith(rules.closed_names) and tokens[i].text[:1].isupper():
            hits.extend(_opening(tokens[i], i, names, rules))
        i += 1
    return tuple(hits)


def keys_from(tokens: tuple[Token, ...], i: int, openers: dict[str, int]) -> list[tuple[int, str]]:
    """(last token, lookup key) of each run of tokens that begins at `i`, from short to long, as far as `openers` allow.

    Tokens without a blank between them are one word, so that keys do not depend on how a tokeniser cuts "U.S.".
    """
    if i >= len(tokens):
        return []
    inner, word, count, most = "", tokens[i].lower, 1, 0
    keys = [(i, word)]
    for j in range(i + 1, min(len(tokens), i + _LONGEST)):
        token = tokens[j]
        if not _joins(token):
            break
        if token.start > tokens[j - 1].end:
            opened = open_inner(word)
            most = most or openers.get(opened, 1)
            if count >= most:
                break
            inner, word, count = inner + opened + " ", token.lower, count + 1
        else:
            word += token.lower
        keys.append((j, inner + open_last(word) if inner else word))
    return keys


def _is_currency(tokens: tuple[Token, ...], last: int) -> bool:
    """Does a sign of money follow without a blank ("US$5 million")?"""
    if last + 1 >= len(tokens) or tokens[last + 1].start > tokens[last].end:
        return False
    return category(tokens[last + 1].text[0]) == "Sc"


def goes_on(token: Token, following: Token) -> bool:
    """Are two tokens without a blank between them one word?"""
    return token.end == following.start and _joins(following)


def _joins(token: Token) -> bool:
    return token.text[0].isalnum() or token.text[0] in _JOINS


@lru_cache(maxsize=32768)
def adjective_of(word: str, names: Names, rules: Actors) -> Country | None:
    """The country of an inflected adjective ("russischen", "nordostukrainische"), None where it is none."""
    for ending in rules.adjective_endings:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            found = names.stems.get(stem) or _directed(stem, names, rules)
            if found:
                return found
    return None


def _directed(stem: str, names: Names, rules: Actors) -> Country | None:
    for direction in rules.directions:
        if stem.startswith(direction):
            return names.stems.get(stem[len(direction) :])
    return None


@cache
def _starting(names: Names, rules: Actors) -> Kept[bool]:
    """May a name begin with a word?"""
    return Kept(partial(_may_start, names, rules))


def _may_start(names: Names, rules: Actors, text: str) -> bool:
    lower = text.lower()
    if not text.islower():
        return any(c.isupper() for c in text)
    if lower in rules.name_particles or lower in rules.name_adjectives:
        return True
    return text[0].isalpha() and (lower in names.stems or adjective_of(lower, names, rules) is not None)


def _longest(tokens: tuple[Token, ...], i: int, names: Names, rules: Actors) -> Hit | None:
    best: Hit | None = None
    capital = False
    for j, key in keys_from(tokens, i, names.openers):
        if j > i and tokens[j].lower in rules.possessive_marks and len(tokens[j].lower) > 1:
            continue  # an owner ends before its mark; a name goes on behind it ("People's Defence Force")
        if j > i and tells_of_next(tokens, j, names, rules):
            continue
        capital = capital or not (tokens[j].text.islower() or tokens[j].text.isdigit())
        senses = (_before_noun(tokens, i, names, rules) if j == i else ()) or names.senses(key) if capital else ()
        if best and tokens[j].lower in rules.possessive_marks and not senses:
            continue  # "Hamas'" is not the town of Hama's
        if senses:
            best = Hit(i, j, senses, genitive=j > i and _ends_as_owner(key, tokens[j].lower, senses))
        elif capital and (owner := _without(key, rules.genitive_endings, names, _OWNS)):
            best = Hit(i, j, owner, genitive=True)
        elif capital and (people := _without(key, rules.dative_endings, names, _PEOPLES)):
            best = Hit(i, j, people)
        elif j == i:
            best = _adjective(tokens, i, names, rules)
    return best


def _ends_as_owner(key: str, word: str, senses: tuple[Sense, ...]) -> bool:
    """Has the last word of a name an ending that its key leaves open, and not a surname's own ("Boris | Pistorius")?"""
    people = (s.entry for s in senses if isinstance(s.entry, Person))
    return not key.endswith(word) and not any(n.lower().endswith(word) for p in people for n in (p.name, *p.names))


def tells_of_next(tokens: tuple[Token, ...], j: int, names: Names, rules: Actors) -> bool:
    """Does token `j` say what is named behind it, not before ("the Gaza | city of Rafah")?"""
    if j + 2 >= len(tokens) or not tokens[j].text.islower() or tokens[j + 1].lower not in rules.owner_words:
        return False
    part = names.part(tokens[j].lower, rules.language)
    return part is not None and part.kind == "city" and tokens[j + 2].text[:1].isupper()


def _sharing(tokens: tuple[Token, ...], hit: Hit, names: Names, rules: Actors) -> Hit | None:
    """The name that leaves its last part to `hit` behind it ("North | and South Korea", "Nord- und Südkorea")."""
    standings = _PARTED & {s.standing for s in hit.senses}
    if hit.first < 2 or not standings or tokens[hit.first - 1].lower not in rules.joining_words:
        return None
    k, rest = hit.first - 2, tokens[hit.first + 1 : hit.last + 1]
    if rest:
        run = (tokens[k], *rest)
        keys = [key for j, key in keys_from(run, 0, names.openers) if j == len(rest)]
    elif k and tokens[k].text == "-" and len(tokens[hit.first].lower) <= LONGEST_WORD:
        k, word = k - 1, tokens[hit.first].lower
        keys = [tokens[k].lower + word[n:] for n in range(2, len(word) - 2)]
    else:
        return None
    for key in keys:
        country = adjective_of(key, names, rules)
        adjective = (Sense("adjective", country),) if country else ()
        found = (*names.senses(key), *_without(key, rules.genitive_endings, names, _OWNS), *adjective)
        if senses := tuple(s for s in found if s.standing in standings):
            return Hit(k, k, senses, genitive=hit.genitive)
    return None


def _adjective(tokens: tuple[Token, ...], i: int, names: Names, rules: Actors) -> Hit | None:
    """An inflected adjective of a country, or one of a city before its noun ("Genfer Hotel")."""
    word = tokens[i].lower
    country = adjective_of(word, names, rules) or _before_participle(tokens, i, names, rules)
    if country:
        return Hit(i, i, (Sense("adjective", country),))
    for ending in rules.place_adjective_endings:
        if word.endswith(ending) and i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper():
            found = names.senses(word[: -len(ending)])
            city = [s for s in found if s.standing in ("place", "part") and not s.guards]
            seat = [Sense("city_adjective", s.entry) for s in found if s.standing == "capital"]
            if city:
                return Hit(i, i, (*seat, *city))
    return None


def _before_noun(tokens: tuple[Token, ...], i: int, names: Names, rules: Actors) -> tuple[Sense, ...]:
    """An adjective before its noun that has its capital from the people and no ending ("die | Schweizer | Armee"), or
    that opens a sentence and would be the people elsewhere ("Deutsche | Soldaten")."""
    after = tokens[i + 1].text[:1] if i + 1 < len(tokens) else ""
    if not (after.isupper() and tokens[i].text[:1].isupper()):
        return ()
    word = tokens[i].lower
    opens = not i or not tokens[i - 1].text[0].isalnum()
    country = names.stems.get(word) or (adjective_of(word, names, rules) if opens else None)
    return (Sense("adjective", country),) if country else ()


def _before_participle(tokens: tuple[Token, ...], i: int, names: Names, rules: Actors) -> Country | None:
    """The country of an adjective without ending before an inflected participle ("russisch besetzt")."""
    country = names.stems.get(tokens[i].lower) if tokens[i].text.islower() else None
    after = tokens[i + 1].text if i + 1 < len(tokens) else ""
    return country if after.islower() and after.endswith(rules.adjective_endings or ("",)) else None


@lru_cache(maxsize=32768)
def _without(key: str, endings: tuple[str, ...], names: Names, standings: frozenset[str]) -> tuple[Sense, ...]:
    """What a name with the ending of a case is without it."""
    for ending in endings:
        if key.endswith(ending) and len(key) > len(ending) + 2:
            found = tuple(s for s in names.senses(key[: -len(ending)]) if s.standing in standings)
            if found:
                return found
    return ()


def _inside(token: Token, i: int, names: Names, rules: Actors) -> Iterator[Hit]:
    """Names inside a hyphened word: "russisch-ukrainisch", "Israel-Hamas", "US-Präsident", "Ukraine-Gespräche"."""
    parts, words = token.lower.split("-"), token.text.split("-")
    each = [_part(p, w, names, rules) for p, w in zip(parts, words, strict=True)] if len(parts) == len(words) else []
    if each and all(each) and parts[-1] not in rules.offices:  # "Hamas-Leiter", though many are called Leiter
        yield from (Hit(i, i, senses) for senses in each)
        return
    if len(each) > 2 and all(each[:-1]) and _acts(parts[-1], words[-1], rules):  # "Kenia-Uganda-Gespräche"
        yield from (Hit(i, i, senses, tail=parts[-1]) for senses in each[:-1])
        return
    for k in range(len(parts) - 1, 0, -1):
        keys = ("-".join(parts[:k]), " ".join(parts[:k])) if words[0][:1].isupper() else ()  # "Boko-Haram-Miliz"
        senses = next(filter(None, map(names.senses, keys)), ())
        tail = "-".join(parts[k:])
        if senses and tail and _acts(tail, words[-1], rules):
            yield Hit(i, i, senses, tail=tail)
            return


def _opening(token: Token, i: int, names: Names, rules: Actors) -> Iterator[Hit]:
    """The body whose name begins a word without a hyphen ("Bundeswehr|soldaten", not "Nato|n")."""
    name = next(n for n in rules.closed_names if token.lower.startswith(n))
    tail, senses = token.lower[len(name) :], names.senses(name)
    if senses and len(tail) >= _TAIL and not any(tail.endswith(o) for o in rules.opposing_tails):
        yield Hit(i, i, senses, tail=tail)


def _part(part: str, word: str, names: Names, rules: Actors) -> tuple[Sense, ...]:
    country = names.stems.get(part) or adjective_of(part, names, rules)
    if country:
        return (Sense("adjective", country),)
    return names.senses(part) if word[:1].isupper() and len(part) > 1 else ()


def _acts(tail: str, word: str, rules: Actors) -> bool:
    """Does the name before the hyphen own what the word says, and not only oppose or touch it?"""
    if any(tail.endswith(o) for o in rules.opposing_tails):
        return False
    return word[:1].isupper() or any(tail.startswith(a) for a in rules.acting_tails)
