"""What a language pack may hold about predicates: one frozen class per table, one instance per line of TOML.

Fields that name an enumeration of the contract hold its values; `CHOICES` says which, and a test compares.
Roles are strings "place=role". A place is where a phrase stands around the word: `subject`, `object` (accusative),
`dative`, `genitive`, `possessive`, `adjective` (demonym or possessive determiner before the noun), `modifier` (first
part of a compound, noun before a noun), `head` (the noun that an adjective stands before), `self` (the word itself),
`passive_subject`, `owner` (whose the object is), `clause` (a dependent clause or gerund), or a preposition, with "+acc"
or "+dat" where case decides its meaning.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from schemas import event

Pos = Literal["verb", "noun", "adj", "phrase", "adverb", "name"]
Strength = Literal["strong", "medium", "weak"]
CompoundUse = Literal["none", "head", "modifier", "both"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """A word, or a phrase that stands for one. `lemma` is its dictionary form: infinitive, singular, uninflected.

    Of a verb of several words all but the verb itself must stand in its clause; `particle` is the part of the verb
    that leaves it; `preposition` must govern something in the clause. `tight`: the words follow the verb directly.
    `plural`: "-" where there is none, empty where the rules of morphology.toml make it.
    `compound`: may the noun be the head or the first part of a compound; `modifier` is its form as first part;
    `exceptions` are compounds with it that mean something else.
    """

    lemma: str
    pos: Pos = "noun"
    particle: str = ""
    preposition: str = ""
    tight: bool = False
    gender: str = ""
    plural: str = ""
    compound: CompoundUse = "none"
    modifier: str = ""
    exceptions: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AmbiguousEntry(Entry):
    """A word that tells an event by itself, if it does not stand there in another sense."""

    ambiguity: tuple[str, ...] = ()

    @property
    def senses(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Other senses of the word, (domain of silence.toml, hints of that domain that tell it)."""
        return _senses(self.ambiguity)


@cache
def _senses(ambiguity: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    pairs = (s.partition("=") for s in ambiguity)
    return tuple((domain, tuple(words.split(",")) if words else ()) for domain, _, words in pairs)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verb(Entry):
    """A verb of no table of its own: known so that clauses and moods are found."""

    pos: Pos = "verb"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AttackWord(AmbiguousEntry):
    """Violence. `needs`: ways to be sure of it, "weapon", "munition", "object_place", "military_context", "attacker",
    "target", "thing" (that is struck) or several with "+".
    """

    method: str = ""
    needs: tuple[str, ...] = ()
    extent: Literal["event", "ongoing", "background"] = "event"
    roles: tuple[str, ...] = ()
    status_default: str = "reported"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LightVerb(Entry):
    """A verb that says of an attack noun what happens to it. `makes`: denied, there is no attack ("launch"); `ends`:
    who does it has not attacked where that is at home or not known yet ("police ended an attack on a hotel").
    """

    pos: Pos = "verb"
    roles: tuple[str, ...] = ()
    makes: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Casualty(Entry):
    """What becomes of people. `slot`: killed, injured, missing or empty; `number`: places where the count stands, none
    of a word that counts nobody ("deadly").

    effect "update": the count replaces what was told before.
    """

    slot: Literal["", "killed", "injured", "missing"] = ""
    number: tuple[str, ...] = ()
    effect: Literal["total", "update"] = "total"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Damage(Entry):
    """What becomes of things. Roles: `hit` is the thing, `cause` what did it."""

    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Responsibility(Entry):
    """Who is said to have done it. Roles: `attacker`, `attack`, `culprit`, who is only known as one who did it."""

    relation: Literal["blamed", "claimed", "denied", "unclaimed", "mutual", "silent", "neutral"]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weapon(AmbiguousEntry):
    """A weapon or military item: `weapon_kind` as used, `item_kind` as given; best kind first."""

    variants: tuple[str, ...] = ()
    named: bool = False
    weapon_kind: tuple[str, ...] = ()
    item_kind: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    role: Literal["attack", "aid", "both"] = "both"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HitWord(Entry):
    """Something that can be hit. `vague`: anything may be called so, or have it ("building", "roof"), so that it tells
    nothing where something else does.
    """

    hit_kind: str
    vague: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reality(Entry):
    """How real an attack is that stands in `scope` of the word. `slot`: the figure its number fills."""

    type: str
    scope: str = "clause"
    slot: Literal["", "intercepted", "launched"] = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Silence(Entry):
    """A sign that the text is about something else. Domain, kinds, scope and `armed` come from the domain's line.

    strong: silences alone; medium, weak: with others; hint: only tells the sense of a word whose `ambiguity` names it.
    """

    strength: Literal["strong", "medium", "weak", "hint"] = "strong"
    domain: str = ""
    silences: tuple[str, ...] = ()
    scope: str = ""
    armed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpeechWord(Entry):
    """A verb of saying. `government`: what may follow ("object", "that", "quote", "konjunktiv", "zu-infinitive" ...;
    "act": an object that names what is done, "renewed his threat").

    `addressees`: places of whom it is said to; `pledge`: a promise of help that is no statement of its own;
    `events`: other events it tells when its object is one ("talks:proposed"); strength "negative": nothing is said;
    `resumes`: who speaks goes on with what was said before ("he added"); `quotes`: its object is who speaks, where that
    is a side ("Tass quoted the minister as saying ...").
    """

    pos: Pos = "verb"
    act: str
    government: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    pledge: bool = False
    events: tuple[str, ...] = ()
    resumes: bool = False
    quotes: bool = False
    strength: Literal["strong", "medium", "weak", "negative"] = "medium"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpeechNoun(Entry):
    """A noun of saying. Roles: `speaker`, `addressee`. `act`: what its speaker does ("criticism from Berlin")."""

    roles: tuple[str, ...] = ()
    act: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ActCue(Entry):
    """A word in what is said that makes a neutral "said" an act. `future`: only of what is still to come; `negated`:
    only of what is not done; `feels`: a headline tells by it alone that somebody has said so ("UN chief appalled").
    What another side will or will not do is no act of the speaker's.
    """

    act: str
    future: bool = False
    negated: bool = False
    feels: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TalksWord(AmbiguousEntry):
    """Conferring. `sense`: event, meet, visit, travel, contact, host, mediate, body, person, outcome ..."""

    format: str = "unknown"
    sense: str
    roles: tuple[str, ...] = ()
    strength: Strength = "medium"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TalksStatus(Entry):
    """What becomes of talks: `value` is a status or an outcome. `needs`: where the talks stand to the word, any of
    "subject:talks", "object:talks", "genitive:talks", "near:talks", "infinitive:talks" (a verb of talks in the
    infinitive), "governs:talks" (right behind it), "<preposition>:talks"; "subject:side": it is the verb of talks;
    "object:accord" and "subject:accord": an agreement stands there.
    """

    field: Literal["status", "outcome"] = "status"
    value: str
    needs: tuple[str, ...] = ()
    tense: Literal["", "past", "present"] = ""
    strength: Strength = "medium"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AidWord(AmbiguousEntry):
    """Help. `status`: what it can mean, best first. Roles: donor, recipient, funder, item, amount.

    "subject=package": the verb says what a package holds; "self=trade": a sale; "self=other": a deed done with a thing,
    no gift of it. A verb without roles only looks like one that gives.
    """

    status: tuple[str, ...] = ()
    aid_types: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    strength: Strength = "medium"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AidItem(Entry):
    """Something that is given."""

    item_kind: str
    aid_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Topic(Entry):
    """A word that names what is talked about."""

    topic: str
    strength: Strength = "medium"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CompoundPart(Entry):
    """A first part of compounds that tells the method of the head."""

    method: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PatternEntry:
    """A phrase with open places, "{name}"; "*" stands for up to four words. See worker.languages.patterns."""

    pattern: str
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CasualtyPattern(PatternEntry):
    """{killed}, {injured}, {missing} and {count} are numbers, {people} whom they count, {attack} what did it.

    effect "update": the number replaces what was told before; any other: why it is no toll of one attack.
    """

    effect: Literal[
        "update", "update_open", "subset", "cumulative", "unknown", "zero", "total_both", "total_plural", "claim"
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attribution(PatternEntry):
    """A credit phrase with {source} (and {other}), or with the adjective of an {owner}.

    `introduces`: speaker, medium, both, unnamed, anaphoric or empty.
    `statement`: with a position in its clause the credit makes a statement; False: it only credits a fact.
    `clause`: where it stands, "before" or "after" what is credited, empty for both.
    """

    introduces: Literal["", "speaker", "medium", "both", "unnamed", "anaphoric"] = ""
    clause: Literal["", "before", "after"] = ""
    statement: bool = False


_KINDS = frozenset(get_args(event.Kind))
_STATUSES = frozenset(get_args(event.AttackStatus))
_AID_TYPES = frozenset(get_args(event.AidType))
_ITEMS = frozenset(get_args(event.ItemKind))
_METHODS = frozenset(get_args(event.AttackMethod))
_ACTS = frozenset(get_args(event.Act))
_TOPICS = frozenset(a for part in get_args(event.StatementTopic) for a in get_args(part))

CHOICES: dict[type[Any], dict[str, frozenset[str]]] = {
    AttackWord: {"method": _METHODS, "status_default": _STATUSES},
    Weapon: {"weapon_kind": frozenset(get_args(event.WeaponKind)), "item_kind": _ITEMS, "method": _METHODS},
    HitWord: {"hit_kind": frozenset(get_args(event.HitKind))},
    Silence: {"silences": _KINDS},
    SpeechWord: {"act": _ACTS},
    SpeechNoun: {"act": _ACTS | {""}},
    ActCue: {"act": _ACTS},
    TalksWord: {"format": frozenset(get_args(event.TalksFormat))},
    TalksStatus: {"value": frozenset(get_args(event.TalksStatus)) | frozenset(get_args(event.OutcomeKind))},
    AidWord: {"status": frozenset(get_args(event.AidStatus)), "aid_types": _AID_TYPES},
    AidItem: {"item_kind": _ITEMS, "aid_types": _AID_TYPES},
    Topic: {"topic": _TOPICS},
    CompoundPart: {"method": _METHODS},
}


def problem_with(row: Any) -> str:
    """Why an entry cannot be used, although each of its values is of the right type; empty where it can."""
    if isinstance(row, Entry) and not row.lemma.strip():
        return "no lemma"
    if wrong := next((r for r in getattr(row, "roles", ()) if not all(r.partition("="))), None):
        return f"{wrong!r} is no place=role"
    for name, allowed in CHOICES.get(type(row), {}).items():
        value = getattr(row, name)
        for one in value if isinstance(value, tuple) else (value,):
            if one and one not in allowed:
                return f"no {name} {one!r}: one of {', '.join(sorted(allowed))}"
    return ""
