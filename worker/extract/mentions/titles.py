"""Offices and nouns of sides with their owners: "der französische Außenminister", "officials in Kyiv"."""

from collections.abc import Iterator, Mapping
from typing import Generic, NamedTuple

from worker.extract.mentions.line import Line, may_modify, tails
from worker.extract.mentions.owning import ADJECTIVES, Kind, Owner, in_table, owner_before, owner_behind, owning
from worker.extract.mentions.scan import LONGEST_WORD
from worker.languages.actors import ActorNoun, Actors, OfficeForm
from worker.languages.name_rows import Body, Country
from worker.languages.names import Names
from worker.text.normalise import fold

RULING = frozenset({"head_of_state", "head_of_government"})
# Ranks of those who are sent, and what the name of their field may be.
SENT = frozenset({"diplomat", "international"})
_ADVISER = "adviser"
_FIELDS = frozenset({"country", "region", "part", "place", "capital"})


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
    found = in_table(line, i, rules.offices, rules) or _compound(line, i, rules.offices)
    if found is None and rules.adjective_endings:
        found = _closed_compound(line, i, rules.offices)
    if found is None or (line.name_over(i, found[1]) and not _before_name(line, i, found[1], names)):
        return None
    if found[0].office.capital and line.word(i).islower():
        return None
    office = found[0].office
    several = found[1] > i and line.lower(found[1]) in rules.plural_offices
    if several and office.rank in RULING and office.countries and line.word(i)[:1].isupper():
        return None  # "British leaders" are not its prime minister
    return _with_owner(line, i, *found, names, rules)


def _before_name(line: Line, first: int, last: int, names: Names) -> bool:
    """Is a body's name the office of somebody who is named right behind it ("Bundesrat | Reto Bär")?"""
    body, behind = line.hit_over(first), line.hit_from(last + 1)
    named = line.lower(last + 1) in names.given_names or (behind and behind.sense("person", "surname"))
    return body is not None and (body.first, body.last) == (first, last) and bool(named)


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
    found = in_table(line, i, rules.nouns, rules)
    return found[1] if found else i


def noun_at(line: Line, i: int, names: Names, rules: Actors) -> Titled[ActorNoun] | None:
    """The noun of a side whose own words begin at token `i`."""
    if not line.may_open(i, rules):
        return None
    found = in_table(line, i, rules.nouns, rules) or _compound(line, i, rules.nouns)
    if found is None and rules.adjective_endings:
        found = _closed_compound(line, i, rules.nouns)
    # Behind a part that is no name, only heads that make no other words count (not "Hiobsbotschaft").
    if found and found[2] and not found[0].tail:
        return None
    if found is None:
        return None
    titled = _with_owner(line, i, *found, names, rules)
    return None if _is_named(line, titled) else titled


def named_by(word: str, rules: Actors) -> ActorNoun | None:
    """The noun that a name is or ends with ("US-Verteidigungsministerium", "Bundes|verteidigungsministerium")."""
    last = word.rpartition("-")[2]
    starts = (0, *tails(last)) if rules.adjective_endings else (0,)
    return next((rules.nouns[last[k:]] for k in starts if last[k:] in rules.nouns), None)


def is_media(line: Line, k: int, rules: Actors) -> bool:
    """Do media stand at token `k`, to whom somebody speaks ("sagte ein Sprecher der | Nachrichtenagentur AFP")?"""
    noun = rules.nouns.get(line.lower(k))
    hits = (line.hit_from(k), line.hit_from(k + 1))  # "der | Agentur | AFP"
    senses = (s.entry for h in hits if h for s in h.senses)
    return (noun is not None and noun.sort == "media") or any(isinstance(e, Body) and e.sort == "media" for e in senses)


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
    sent = isinstance(what, OfficeForm) and what.office.rank in SENT and not rules.adjective_endings
    if before and sent:
        start, before = _sender(line, start, before, rules)
        before = None if _is_field(line, what, before) and before.last == i - 1 else before
    inside = next(
        (h for h in line.hits if h.first <= last and h.last >= i and (h.tail or h.first > i or h.last < last)), None
    )
    # "Malis | UN-Botschafter", "die iranische | UN-Vertretung"
    seated = before and (what.office.rank == "diplomat" if isinstance(what, OfficeForm) else what.abroad)
    own = owning(inside) if inside and not (before and sent) else None
    own = None if own and seated and isinstance(own.entry, Body) and not own.entry.country else own
    own = None if own and inside and _is_field(line, what, Owner(own, inside.first, inside.last)) else own
    owner = Owner(own, i, last) if own else before
    seats = isinstance(what, ActorNoun) and line.lower(start - 1) not in rules.possessives
    advises = isinstance(what, OfficeForm) and what.office.office == _ADVISER and not rules.adjective_endings
    end, behind = (last, None)
    if owner is None:
        end, behind = owner_behind(line, last, names, rules, seats=seats, advises=advises)
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
        sense = owning(hit) if hit and not hit.tail else None
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


def tells_plural(rules: Actors, article: str, office: str) -> bool:
    """Does an article, or the ending of the office behind it, tell the plural ("den Ministern")?"""
    several = article in rules.plural_words and not office.endswith(rules.singular_endings.get(article, ()))
    return several or office.endswith(rules.plural_endings.get(article, ()))
