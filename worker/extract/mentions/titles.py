"""Offices and nouns of sides with their owners: "der französische Außenminister", "officials in Kyiv"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from worker.extract.mentions.line import Line, may_modify, tails
from worker.extract.mentions.scan import LONGEST_WORD, SEATS, Hit, keys_from
from worker.languages.actors import ActorNoun, Actors, OfficeForm
from worker.languages.name_rows import Body, Country
from worker.languages.names import Names, Sense
from worker.text.normalise import fold

_REACH = 7
RULING = frozenset({"head_of_state", "head_of_government"})
_OWNING = (
    "body", "country", *SEATS, "adjective", "capital", "city_adjective", "peoples", "people", "body_seat", "region",
    "part", "place", "person", "surname",
)  # fmt: skip
# Ranks of those who are sent, and what the name of their field may be.
_SENT = frozenset({"diplomat", "international"})
_FIELDS = frozenset({"country", "region", "part", "place", "capital"})
ADJECTIVES = ("adjective", "city_adjective", "people")

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


class Titled(NamedTuple, Generic[Kind]):
    """An office or noun at tokens `first` to `last`; `start` and `end` take in its modifiers and owner.

    joined: further owners before that one ("French and German ministers").
    """

    what: Kind
    first: int
    last: int
    start: int
    end: int
    owner: Owner | None
    compound: bool = False
    plural: bool = False
    joined: tuple[Owner, ...] = ()

    @property
    def owners(self) -> tuple[Owner, ...]:
        """All owners from left to right."""
        return (*self.joined, self.owner) if self.owner else ()


def office_at(line: Line, i: int, names: Names, rules: Actors) -> Titled[OfficeForm] | None:
    """The office whose own words begin at token `i`."""
    if not line.may_open(i, rules):
        return None
    found = _in_table(line, i, rules.offices, rules) or _compound(line, i, rules.offices)
    if found is None and rules.adjective_endings:
        found = _closed_compound(line, i, rules.offices)
    if found is None or line.name_over(i, found[1]) or (found[0].office.capital and line.word(i).islower()):
        return None
    office = found[0].office
    several = found[1] > i and line.lower(found[1]) in rules.plural_offices
    if several and office.rank in RULING and office.countries and line.word(i)[:1].isupper():
        return None  # "British leaders" are not its prime minister
    return _with_owner(line, i, *found, names, rules)


def has_left(line: Line, titled: Titled[OfficeForm], rules: Actors) -> bool:
    """Does a word before an office say that it is held no longer ("a former Russian diplomat")?"""
    return any(line.lower(k) in rules.former for k in range(max(titled.start - 1, 0), titled.first))


def opening(line: Line, titled: Titled[OfficeForm], rules: Actors) -> int:
    """Where an office begins, with what stands before its owner ("the | deputy Kenyan ambassador")."""
    k = titled.start
    if titled.owner is None or titled.owner.first != k:
        return k
    while k > 0 and may_modify(line, k - 1, rules) and line.lower(k - 1) not in rules.former:
        k -= 1
    return k


def noun_end(line: Line, i: int, rules: Actors) -> int:
    """Last token of a noun of several words that begins at `i` ("prime minister's office"), `i` where there is none."""
    found = _in_table(line, i, rules.nouns, rules)
    return found[1] if found else i


def noun_at(line: Line, i: int, names: Names, rules: Actors) -> Titled[ActorNoun] | None:
    """The noun of a side whose own words begin at token `i`."""
    if not line.may_open(i, rules):
        return None
    found = _in_table(line, i, rules.nouns, rules) or _compound(line, i, rules.nouns)
    if found is None and rules.adjective_endings:
        found = _closed_compound(line, i, rules.nouns)
    # Behind a part that is no name, only heads that make no other words count (not "Hiobsbotschaft").
    if found and found[2] and not found[0].tail:
        return None
    if found is None:
        return None
    titled = _with_owner(line, i, *found, names, rules)
    return None if _is_named(line, titled) else titled


def _is_named(line: Line, titled: Titled[ActorNoun]) -> bool:
    """Is the noun a name by itself, and not that of another country's body ("niederländisches Außenamt")?"""
    hit = line.name_over(titled.first, titled.last)
    if hit and titled.what.sort == "group" and not hit.sense("body", "country"):
        return False
    body = hit.sense("body") if hit and hit.last == titled.last else None
    if hit is None or body is None or titled.owner is None or titled.owner.first >= hit.first:
        return hit is not None
    owner, own = titled.owner.sense.entry, body.entry
    return not (isinstance(owner, Country) and isinstance(own, Body) and own.country != owner.iso2)


def _in_table(line: Line, i: int, table: Mapping[str, Kind], rules: Actors) -> tuple[Kind, int, bool] | None:
    best: tuple[Kind, int, bool] | None = None
    if not line.may_open(i, rules):
        return None
    for j, key in keys_from(line.tokens, i, rules.openers):
        # Where nouns have capitals, a word without one is a verb or adjective ("leiter", "die sprecher" are none).
        if key in table and (not rules.adjective_endings or line.word(j)[:1].isupper()):
            best = (table[key], j, False)
    return best


def _compound(line: Line, i: int, table: Mapping[str, Kind]) -> tuple[Kind, int, bool] | None:
    """ "Hamas-Sprecher", "Vize-Außenminister": the last part of a hyphened word, or the whole without its hyphen."""
    lower = line.lower(i)
    if "-" not in lower or len(lower) > LONGEST_WORD:
        return None
    parts = lower.split("-")
    whole = table.get("".join(parts))
    if whole:
        return whole, i, False
    for k in range(1, len(parts)):
        found = table.get("-".join(parts[k:]))
        if found:
            hit = line.hit_from(i)
            return found, i, not (hit and hit.tail)
    return None


def _closed_compound(line: Line, i: int, table: Mapping[str, Kind]) -> tuple[Kind, int, bool] | None:
    lower = line.lower(i)
    if not line.word(i)[:1].isupper() or len(lower) > LONGEST_WORD:
        return None
    for k in tails(lower):
        found = table.get(lower[k:])
        if found:
            return found, i, True
    return None


def _with_owner(line: Line, i: int, what: Kind, last: int, compound: bool, names: Names, rules: Actors) -> Titled[Kind]:
    start, before = owner_before(line, i, names, rules)
    sent = isinstance(what, OfficeForm) and what.office.rank in _SENT and not rules.adjective_endings
    if before and sent:
        start, before = _sender(line, start, before, rules)
        before = None if _is_field(line, what, before) and before.last == i - 1 else before
    inside = next(
        (h for h in line.hits if h.first <= last and h.last >= i and (h.tail or h.first > i or h.last < last)), None
    )
    # "Malis | UN-Botschafter", "die iranische | UN-Vertretung"
    seated = before and (what.office.rank == "diplomat" if isinstance(what, OfficeForm) else what.abroad)
    own = _owning(inside) if inside and not (before and sent) else None
    own = None if own and seated and isinstance(own.entry, Body) and not own.entry.country else own
    own = None if own and inside and _is_field(line, what, Owner(own, inside.first, inside.last)) else own
    owner = Owner(own, i, last) if own else before
    seats = isinstance(what, ActorNoun) and line.lower(start - 1) not in rules.possessives
    end, behind = owner_behind(line, last, names, rules, seats=seats) if owner is None else (last, None)
    if behind and _is_told(what, behind, rules):
        end, behind = last, None
    if owner is None and behind is None and isinstance(what, ActorNoun) and what.kind == "government":
        end, behind = _led_by(line, last, rules)
    plural = isinstance(what, OfficeForm) and (what.plural or _plural(line, i, last, what, rules))
    joined: tuple[Owner, ...] = tuple(joined_owners(line, before, rules))[::-1] if before and owner is before else ()
    start = min((start, *(o.first for o in joined)))
    return Titled(what, i, last, start, end, owner or behind, compound, plural, joined)


def _is_told(what: OfficeForm | ActorNoun, behind: Owner, rules: Actors) -> bool:
    """Is what stands behind somebody only the medium to which he speaks ("sagte ein Sprecher | der Agentur AFP")?"""
    speaks = isinstance(what, ActorNoun) or what.office.office == "spokesperson"
    return speaks and bool(rules.adjective_endings) and behind.body is not None and behind.body.sort == "media"


def _led_by(line: Line, last: int, rules: Actors) -> tuple[int, Owner | None]:
    """Who leads a government, by the name right behind it where the language puts it there ("die Regierung Merz")."""
    hit = line.hit_from(last + 1) if rules.adjective_endings else None
    sense = hit.sense("person", "surname") if hit and not hit.tail else None
    return (hit.last, Owner(sense, hit.first, hit.last)) if hit and sense else (last, None)


def joined_owners(line: Line, owner: Owner, rules: Actors) -> Iterator[Owner]:
    """The adjectives that share the noun of `owner`, from right to left: "French, German and"."""
    k = owner.first - 1
    apart = k - (line.lower(k) in rules.definite)
    if line.word(apart) == "," and line.lower(owner.last + 1) in rules.possessive_marks:
        return  # "arms the M23, | Congo's president said", "UNRWA, | the UN's agency"
    while True:
        k -= line.lower(k) in rules.definite
        if line.lower(k) not in rules.joining_words:
            return
        while line.lower(k) in rules.joining_words:
            k -= 1
        k -= line.word(k) == "-"  # "nord- und südkoreanische"
        marked = line.lower(k) in rules.possessive_marks  # "Chad's and Sudan's presidents"
        hit = line.hit_to(k - marked)
        sense = _owning(hit) if hit and not hit.tail else None
        if hit is None or sense is None or not (marked or sense.standing in ADJECTIVES or line.word(k).isupper()):
            return
        yield Owner(sense, hit.first, hit.last)
        k = hit.first - 1


def _is_field(line: Line, what: OfficeForm | ActorNoun, owner: Owner) -> bool:
    """Is a land that touches an envoy the one to which he is sent ("the Syria | envoy", not "US envoy")?"""
    envoy = isinstance(what, OfficeForm) and what.office.office == "special envoy"
    return envoy and owner.sense.standing == "country" and not line.word(owner.first)[1:2].isupper()


def _sender(line: Line, start: int, owner: Owner, rules: Actors) -> tuple[int, Owner]:
    """Who sends an envoy whose field stands between ("the UN Syria envoy", "Trump's Iran envoy"), else the owner."""
    marked = line.lower(owner.first - 1) in rules.possessive_marks
    hit = line.hit_to(owner.first - 1 - marked) if owner.sense.standing in _FIELDS else None
    people = ("person", "surname") if marked else ()
    sense = hit.sense("body", "country", "adjective", *people) if hit and not hit.tail else None
    return (hit.first, Owner(sense, hit.first, hit.last)) if hit and sense else (start, owner)


def _plural(line: Line, first: int, last: int, what: OfficeForm, rules: Actors) -> bool:
    """Does an office end as plurals do, and is not written so in the singular ("chairman of the joint chiefs")?"""
    if line.lower(last) not in rules.plural_offices:
        return False
    return fold(line.text(first, last)) not in map(fold, what.office.forms)


def _owning(hit: Hit) -> Sense | None:
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
        hit = line.hit_to(k)
        if hit and not line.taken.intersection(range(hit.first, hit.last + 1)):
            sense = _owning(hit)
            if sense and (not hit.tail or not hit.tail[0].isupper()) and _touches(line, hit, sense, k, i, rules):
                start = i if _runs_what_follows(line, hit, rules) else hit.first
                return start, Owner(sense, hit.first, hit.last)
            return i, None
        backed = "-" in line.word(k) and line.word(k)[-1:].islower() and not rules.adjective_endings
        if not (may_modify(line, k, rules) or backed):  # "Yemen's | Saudi-backed | government"
            return i, None
        k -= 1
    return i, None


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


_QUOTES = frozenset('"„”“»«')
_SEATS = ("capital", "country", "body_seat", "body", "place")
_LONGEST_ATTRIBUTE, _ARTICLE = 8, 5  # tokens of an attribute, letters of an article


def owner_behind(line: Line, last: int, names: Names, rules: Actors, *, seats: bool) -> tuple[int, Owner | None]:
    """(last token of the owner behind `last`, the owner): genitives and "of" phrases; with `seats` also "in Kyiv"."""
    end, last = last, last + (line.word(last + 1) in _QUOTES)  # "ein "Soldat" | des IS"
    opener = line.lower(last + 1)
    if opener in rules.owner_words and not (seats and opener in rules.recipient_words):
        found, owner = _owner_in_phrase(line, last, names, rules)
        return (found, owner) if owner else (end, None)
    last = end
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
            sense = _owning(hit)
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
            noun = _in_table(line, k + 1, rules.nouns, rules) if not rules.adjective_endings else None
            return noun[1] if noun else k
        if line.lower(k) in rules.possessive_marks:
            owned = line.hit_from(k + 1)
            if owned and not owned.tail and owned.sense("body", *ADJECTIVES):  # "of the UN's Palestinian agency"
                return _noun_end(line, owned.last, names, rules)
            continue
        found = _in_table(line, k, rules.nouns, rules)
        if found:
            owns = line.lower(found[1] + 1) in rules.possessive_marks  # "of the Kenyan government's relief agency"
            return _noun_end(line, found[1], names, rules) if owns else found[1]
        if not may_modify(line, k, rules):
            return last
    return last


def tells_plural(rules: Actors, article: str, office: str) -> bool:
    """Does an article, or the ending of the office behind it, tell the plural ("den Ministern")?"""
    several = article in rules.plural_words and not office.endswith(rules.singular_endings.get(article, ()))
    return several or office.endswith(rules.plural_endings.get(article, ()))
