"""Words of one language for actors: `actors.toml` of its pack as lookups.

Nouns of sides ("Streitkräfte", "officials"), offices ("Außenminister"), pronouns, groups ("both sides"), and the small
words that tie a noun to its owner or a name to a place.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from schemas.event import ActorKind
from worker.languages.collector import collector_paused
from worker.languages.name_keys import key_of, openers
from worker.languages.name_rows import Gender
from worker.languages.tables import label, only, read_toml, rows_of, words_in
from worker.text.normalise import fold


@dataclass(frozen=True, slots=True)
class ActorNoun:
    """A noun for a side or a part of one; `english` names it in English, `speaks`: it can make a statement.

    `tail`: it is also the end of closed compounds ("Grenzpolizei"); `weak`: without an owner it means something only
    where the article has named one ("die Gruppe"); `direction`: behind a word of place it is a quarter of the compass;
    sort `office`: it is a side only as that of a person ("Netanyahu's office"); `opposition`: where a country is at war
    with itself it is a side against the government;
    `whole`: without an owner it is the military that was named last, by whichever of these nouns;
    `civil`: ordinary crime has it too ("gunman"), so that it is no sign of war;
    `occupying`: in an occupied country it is of those who occupy it ("settlers");
    `recalls`: its first form behind a definite article means the body of its kind that was named last ("the militia");
    `leads`: it means the body that the last sentence to name one named first, armed or not ("die Organisation");
    `culprit`: it is known by what it did alone ("the attacker");
    `named`: it is a side only with a name in capitals before it ("the Sudan Doctors Network");
    `abroad`: it lies in another country than whose it is ("embassy");
    `tending`: it tends the victims, so it is of the land where they are ("health ministry");
    `adjective`: behind an indefinite article it is one ("a military campaign");
    `minister`: the office of who leads it; `official`: it is one person who acts for a side, and whose name may follow.
    """

    forms: tuple[str, ...]
    kind: ActorKind
    english: str = ""
    speaks: bool = False
    sort: Literal["", "media", "group", "office", "opposition"] = ""
    tail: bool = False
    weak: bool = False
    direction: bool = False
    whole: bool = False
    civil: bool = False
    occupying: bool = False
    recalls: bool = False
    leads: bool = False
    culprit: bool = False
    official: bool = False
    named: bool = False
    abroad: bool = False
    tending: bool = False
    adjective: bool = False
    minister: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """An office: `office` in short English, `countries`: it exists there alone, `private`: it speaks for no side;
    `capital`: without a capital it is another word ("a major attack").
    """

    office: str
    rank: str
    forms: tuple[str, ...] = ()
    feminine: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    private: bool = False
    capital: bool = False


@dataclass(frozen=True, slots=True)
class OfficeForm:
    """One form of an office with what the form itself tells."""

    office: Office
    gender: Gender
    plural: bool


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A personal pronoun that stands for a person."""

    form: str
    gender: Literal["m", "f"]


@dataclass(frozen=True, slots=True)
class Bloc:
    """An adjective for many states ("westlich"); `stems` without ending."""

    name: str
    stems: tuple[str, ...]
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupPhrase:
    """A phrase for sides; `members` says how they are found: two named before, a person's own country, the neighbour of
    one that was named, or left open."""

    form: str
    name: str
    members: Literal["pair", "own", "neighbour", "none"]


@dataclass(frozen=True, slots=True, eq=False)
class Actors:
    """What a language says about actors; all words folded, phrases under their `name_key`."""

    language: str
    adjective_endings: tuple[str, ...]
    past_endings: tuple[str, ...]
    verbs: frozenset[str]  # others, which part an owner from a noun
    genitive_endings: tuple[str, ...]
    dative_endings: tuple[str, ...]  # of peoples in the plural
    possessive_marks: frozenset[str]
    clause_openers: frozenset[str]
    auxiliaries: frozenset[str]
    owner_words: frozenset[str]
    employer_words: frozenset[str]
    loyal_phrases: frozenset[str]
    recipient_words: frozenset[str]  # of those, what says of a noun not whose it is but for whom
    joining_words: frozenset[str]
    seat_words: frozenset[str]
    foe_stems: tuple[str, ...]  # of adjectives for whoever fights the side that speaks ("gegnerische Truppen")
    account_words: frozenset[str]  # beside whoever tells what a sentence says ("nach ukrainischen Angaben")
    plural_verb_endings: tuple[str, ...]
    definite: frozenset[str]
    plural_words: frozenset[str]
    plural_endings: Mapping[str, tuple[str, ...]]  # of offices behind an article of both numbers ("den Premiers")
    singular_endings: Mapping[str, tuple[str, ...]]  # and of those that tell the singular ("die Gesandte")
    bare_plural_endings: tuple[str, ...]  # of adjectives without an article, before a noun that does not tell
    indefinite: frozenset[str]
    former: frozenset[str]
    place_cues: frozenset[str]
    place_adjective_endings: tuple[str, ...]
    unknown_place_cues: frozenset[str]
    place_endings: tuple[str, ...]  # of names behind these, where nouns have capitals as well
    inside_words: frozenset[str]
    capital_words: frozenset[str]
    soil_words: frozenset[str]  # behind the adjective of a country they name that ("on Polish soil")
    country_nouns: tuple[str, ...]  # or their ends, for a country that is not named
    directions: tuple[str, ...]
    acting_tails: frozenset[str]
    opposing_tails: tuple[str, ...]
    closed_names: tuple[str, ...]  # of bodies, that begin words without a hyphen ("Bundeswehr|konvoi")
    name_particles: frozenset[str]
    name_adjectives: frozenset[str]  # that begin a name without a capital ("prorussische Separatisten")
    not_in_names: frozenset[str]  # as written
    honorifics: frozenset[str]
    addressed: dict[str, str]  # honorifics that tell the gender of whom they stand before
    nouns: dict[str, ActorNoun]
    offices: dict[str, OfficeForm]
    plural_offices: frozenset[str]  # last words of plural forms, which a key with open endings does not tell
    pronouns: dict[str, Pronoun]
    possessives: dict[str, str]  # with the gender of the person who owns, "n" where it need not be one
    aged: frozenset[str]  # behind the number in "der 58-Jährige"
    blocs: dict[str, Bloc]
    groups: dict[str, GroupPhrase]
    pair: GroupPhrase
    pair_words: frozenset[str]
    pair_alone: frozenset[str]
    count_words: frozenset[str]
    pair_verbs: frozenset[str]
    pair_nouns: frozenset[str]
    pair_people: frozenset[str]  # of those, what people are
    pair_lands: frozenset[str]  # and what only countries are
    pair_foes: frozenset[str]  # words beside which they are those that fight each other
    openers: dict[str, int]


@collector_paused()
def load_actors(path: Path | Traversable, language: str, auxiliaries: Collection[str] = ()) -> Actors:
    """The actors of `language` from its `actors.toml`; what is missing is empty. PackError where it is not sound.

    `auxiliaries`: words of the grammar that part an owner from a noun.
    """
    data = read_toml(path) if path.is_file() else {}
    only(data, label(path), Actors, "offices", "pair_name", "honorifics_m", "honorifics_f")
    nouns = {key_of(f): n for n in rows_of(data, label(path), "nouns", ActorNoun) for f in n.forms}
    table = rows_of(data, label(path), "offices", Office)
    offices = _office_forms(table)
    groups = {key_of(g.form): g for g in rows_of(data, label(path), "groups", GroupPhrase)}
    return Actors(
        language=language,
        adjective_endings=tuple(data.get("adjective_endings", ())),
        past_endings=tuple(data.get("past_endings", ())),
        verbs=words_in(data, "verbs"),
        genitive_endings=tuple(data.get("genitive_endings", ())),
        dative_endings=tuple(data.get("dative_endings", ())),
        possessive_marks=words_in(data, "possessive_marks"),
        clause_openers=words_in(data, "clause_openers"),
        auxiliaries=frozenset(auxiliaries),
        owner_words=words_in(data, "owner_words"),
        employer_words=words_in(data, "employer_words"),
        loyal_phrases=words_in(data, "loyal_phrases"),
        recipient_words=words_in(data, "recipient_words"),
        joining_words=words_in(data, "joining_words"),
        seat_words=words_in(data, "seat_words"),
        foe_stems=tuple(fold(stem) for stem in data.get("foe_stems", ())),
        account_words=words_in(data, "account_words"),
        plural_verb_endings=tuple(data.get("plural_verb_endings", ())),
        definite=words_in(data, "definite"),
        plural_words=words_in(data, "plural_words"),
        plural_endings=_endings(data, "plural_endings"),
        singular_endings=_endings(data, "singular_endings"),
        bare_plural_endings=tuple(data.get("bare_plural_endings", ())),
        indefinite=words_in(data, "indefinite"),
        former=words_in(data, "former"),
        place_cues=words_in(data, "place_cues"),
        place_adjective_endings=tuple(data.get("place_adjective_endings", ())),
        unknown_place_cues=words_in(data, "unknown_place_cues"),
        place_endings=tuple(data.get("place_endings", ())),
        inside_words=words_in(data, "inside_words"),
        capital_words=words_in(data, "capital_words"),
        soil_words=words_in(data, "soil_words"),
        country_nouns=tuple(words_in(data, "country_nouns")),
        directions=tuple(sorted(data.get("directions", ()), key=len, reverse=True)),
        acting_tails=words_in(data, "acting_tails"),
        opposing_tails=tuple(data.get("opposing_tails", ())),
        closed_names=tuple(data.get("closed_names", ())),
        name_particles=words_in(data, "name_particles"),
        name_adjectives=words_in(data, "name_adjectives"),
        not_in_names=frozenset(data.get("not_in_names", ())),
        honorifics=words_in(data, "honorifics"),
        addressed={w: gender for gender in ("m", "f") for w in words_in(data, f"honorifics_{gender}")},
        nouns=nouns,
        offices=offices,
        plural_offices=frozenset(fold(f.split(" ")[-1]) for o in table for f in o.plural),
        pronouns={fold(p.form): p for p in rows_of(data, label(path), "pronouns", Pronoun)},
        possessives={fold(w): gender for gender, words in data.get("possessives", {}).items() for w in words},
        aged=words_in(data, "aged"),
        blocs={fold(s): b for b in rows_of(data, label(path), "blocs", Bloc) for s in b.stems},
        groups=groups,
        pair=GroupPhrase("", data.get("pair_name", ""), "pair"),
        pair_words=words_in(data, "pair_words"),
        pair_alone=words_in(data, "pair_alone"),
        count_words=words_in(data, "count_words"),
        pair_verbs=words_in(data, "pair_verbs"),
        pair_nouns=words_in(data, "pair_nouns"),
        pair_people=words_in(data, "pair_people"),
        pair_lands=words_in(data, "pair_lands"),
        pair_foes=words_in(data, "pair_foes"),
        openers=openers([*nouns, *offices, *groups]),
    )


def _endings(data: Mapping[str, Any], name: str) -> Mapping[str, tuple[str, ...]]:
    """Endings by the word that stands before them."""
    return {fold(word): tuple(ends) for word, ends in data.get(name, {}).items()}


def _office_forms(offices: Iterable[Office]) -> dict[str, OfficeForm]:
    found: dict[str, OfficeForm] = {}
    for office in offices:
        gender: Gender = "m" if office.feminine else ""
        for form in office.forms:
            found.setdefault(key_of(form), OfficeForm(office, gender, plural=False))
        for n, form in enumerate(office.feminine):  # of one, then of several
            found.setdefault(key_of(form), OfficeForm(office, "f", plural=n > 0))
        for form in office.plural:
            found.setdefault(key_of(form), OfficeForm(office, "", plural=True))
    return found
