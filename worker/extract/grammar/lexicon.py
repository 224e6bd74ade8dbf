"""What the pack knows of a word as it is written, wherever it stands."""

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Final

from worker.languages.grammar import Grammar
from worker.languages.grammar_rows import Auxiliary, Determiner, Preposition
from worker.languages.pack import Casualty, Compound, Form, Pack, TalksStatus, Topic
from worker.text.kept import Kept
from worker.text.tokens import Token

FINITE: Final = frozenset({"pres", "past", "konj1", "konj2"})
INFINITE: Final = frozenset({"inf", "zu_inf", "part", "part_adj", "pres_part", "ger"})
VERBAL: Final = FINITE | INFINITE
_SHORTEST_COMPOUND = 6
_MARKED = 4  # tokens of a determiner and one word in quotation marks
_DATE = 4  # tokens of a date before its year, and digits of that
QUOTES = frozenset("\"'”“’»«„‘")


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What the pack knows of a word, as it is written, wherever it stands. `longer`: some of `forms` are of several
    words, whose second ones are `seconds`; `verbs` and `nouns`: the forms by what they are; `loose`: it may be in a
    phrase that stands for an adverb; `inflected`: it ends like an adjective before its noun, where that tells a noun.
    """

    forms: tuple[Form, ...]
    verbs: tuple[Form, ...]
    nouns: tuple[Form, ...]
    compounds: tuple[Compound, ...]
    longer: bool
    seconds: frozenset[str]
    auxiliaries: tuple[Auxiliary, ...]
    determiner: Determiner | None
    pronoun: Determiner | None
    preposition: Preposition | None
    subordinator: bool
    relative: bool
    coordinator: bool
    negation: bool
    adverb: bool
    loose: bool
    be_perfect: bool
    closed: bool
    joins: bool
    capital: bool
    acronym: bool
    punctuation: bool
    inflected: bool
    number: bool
    finite_ending: bool
    infinitive_ending: bool


_known: Final[dict[Pack, Kept[Known]]] = {}


def look_up(pack: Pack, text: str) -> Known:
    known = _known.get(pack)
    if known is None:
        known = _known[pack] = Kept(partial(_look_up, pack))
    return known.of(text)


def _look_up(pack: Pack, text: str) -> Known:
    grammar, lower = pack.grammar, text.lower()
    capital = _capitalised(text, grammar)
    forms = _written(pack.forms.get(lower, ()), capital, grammar)
    return Known(
        forms=forms,
        verbs=tuple(f for f in forms if f.tag in VERBAL),
        nouns=tuple(f for f in forms if f.tag not in VERBAL),
        compounds=_compounds(text, forms, pack),
        longer=any(len(f.words) > 1 for f in forms),
        seconds=frozenset(f.words[1] for f in forms if len(f.words) > 1),
        auxiliaries=grammar.auxiliaries.get(lower, ()),
        determiner=grammar.determiners.get(lower),
        pronoun=grammar.pronouns.get(lower),
        preposition=grammar.prepositions.get(lower),
        subordinator=lower in grammar.subordinators,
        relative=lower in grammar.relative_pronouns,
        coordinator=lower in grammar.coordinators,
        negation=lower in grammar.negations,
        adverb=lower in grammar.adverbs,
        loose=lower in grammar.adverb_phrase_words,
        be_perfect=lower in grammar.be_perfect,
        joins=lower in grammar.coordinator_phrase_words,
        closed=is_closed(lower, grammar),
        capital=capital,
        acronym=is_acronym(text),
        punctuation=not any(c.isalnum() for c in text),
        inflected=is_inflected(text, grammar),
        number=not text[:1].isdigit() and lower in pack.quantities.numerals.words,
        finite_ending=_ends_like_a_finite_verb(lower, grammar),
        infinitive_ending=lower.endswith(grammar.infinitive_endings),
    )


def _written(forms: tuple[Form, ...], capital: bool, grammar: Grammar) -> tuple[Form, ...]:
    """Those of `forms` that a word with or without a capital can be."""
    if capital or not grammar.nouns_are_capitalised:
        return forms
    return tuple(f for f in forms if f.tag in VERBAL or len(f.words) > 1 or not f.entry.lemma[0].isupper())


@lru_cache(maxsize=32768)
def look_up_before(pack: Pack, text: str, behind: str) -> Known:
    """The same without the longer forms whose second word is not `behind`."""
    known = look_up(pack, text)
    forms = tuple(f for f in known.forms if len(f.words) == 1 or f.words[1] == behind)
    return replace(
        known,
        forms=forms,
        verbs=tuple(f for f in forms if f.tag in VERBAL),
        nouns=tuple(f for f in forms if f.tag not in VERBAL),
        longer=any(len(f.words) > 2 for f in forms),
    )


def _capitalised(text: str, grammar: Grammar) -> bool:
    """Is it written with a capital, at the end where it begins with a number ("50-Millionen-Paket") or ends in an
    adjective ("Kaida-nahen")?
    """
    last = text.rpartition("-")[2]
    adjective = last != text and last.startswith(grammar.joined_adjectives)
    if grammar.nouns_are_capitalised and (text[:1].isdigit() or adjective):
        return last[:1].isupper()
    return text[:1].isupper()


def is_inflected(text: str, grammar: Grammar) -> bool:
    """Has a word without a capital the ending of an adjective, where a capital tells a noun?"""
    if not grammar.nouns_are_capitalised or text[:1].isupper():
        return False
    return text.lower().endswith(grammar.adjective_endings)


def is_acronym(text: str) -> bool:
    """ "US": capitals that happen to spell a small word."""
    return len(text) > 1 and text.isupper() and text.isalpha()


def is_closed(lower: str, grammar: Grammar) -> bool:
    return lower in grammar.determiners or lower in grammar.pronouns or lower in grammar.prepositions


def _ends_like_a_finite_verb(lower: str, grammar: Grammar) -> bool:
    """An unknown word with the ending of a finite verb; only where verbs have endings of their own."""
    if len(lower) <= 3 or not lower.endswith(grammar.finite_endings):
        return False
    return not (grammar.participle_prefix and lower.startswith(grammar.participle_prefix))


def _compounds(text: str, forms: tuple[Form, ...], pack: Pack) -> tuple[Compound, ...]:
    """What an unknown noun is made of: any word that can be a noun and that no table has as a whole, but those that
    only say what it is about or what became of it ("Rahmen|abkommen").
    """
    if (
        any(len(f.words) == 1 and not isinstance(f.entry, Topic | TalksStatus) for f in forms)
        or len(text) < _SHORTEST_COMPOUND
    ):
        return ()
    if pack.grammar.nouns_are_capitalised and not _capitalised(text, pack.grammar):
        return ()
    return pack.compound(text.lower())


def preposition_at(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> Preposition | None:
    """The preposition that ends at token `i`, the longest that there is ("in response to" before "to")."""
    alone = grammar.prepositions.get(tokens[i].lower)
    if alone is None or tokens[i].lower not in grammar.preposition_ends:
        return alone
    longer = (" ".join(t.lower for t in tokens[i - n : i + 1]) for n in (3, 2, 1) if n <= i)
    return next((p for words in longer if (p := grammar.prepositions.get(words))), alone)


def before_time(i: int, tokens: tuple[Token, ...], pack: Pack) -> bool:
    """Is it an adverb, though a verb as well, before a unit of time or a day ("killed in Goma | last | week")?"""
    if tokens[i].lower not in pack.grammar.adverbs or i + 1 >= len(tokens):
        return False
    return any(tokens[i + 1].lower in pack.times.classes[name] for name in ("unit", "weekday"))


def is_be(lower: str, grammar: Grammar) -> bool:
    """Is it a form of the verb that no other follows in the present or the infinitive?"""
    auxiliaries = grammar.auxiliaries.get(lower, ())
    return bool(auxiliaries) and all(a.kind == "be" for a in auxiliaries)


def behind_quoted(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """Do a determiner and a word or two in quotation marks stand right before it ("a “barbaric” | attack")?"""
    if i < _MARKED or tokens[i - 1].text not in QUOTES:
        return False
    opened = next((k for k in (i - 3, i - 4) if tokens[k].text in QUOTES), 0)
    return opened > 0 and tokens[opened - 1].lower in grammar.determiners


def marks_infinitive(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """Does an infinitive follow, and no longer preposition end here ("in response to | rocket fire")?"""
    if tokens[i].lower not in grammar.infinitive_markers:
        return False
    ends = preposition_at(i, tokens, grammar)
    return ends is None or " " not in ends.form


def behind_harmed(i: int, tokens: tuple[Token, ...], pack: Pack) -> bool:
    """Does a name behind a preposition stand before it, whose deed others came to harm in ("5 killed in Houthi | attack
    on ...")?
    """
    if i <= 2 or not tokens[i - 1].text[:1].isupper() or tokens[i - 2].lower not in pack.grammar.prepositions:
        return False
    return any(isinstance(f.entry, Casualty) for f in pack.forms.get(tokens[i - 3].lower, ()))


def ends_date(i: int, tokens: tuple[Token, ...], pack: Pack) -> bool:
    """Is a number the day behind its month, or a year ("on Oct. | 7", "on March 12, | 2025", "in | 2025")?"""
    ahead = [t.lower for t in tokens[max(i - _DATE, 0) : i] if t.text != "."] or [""]
    months, year = pack.times.classes["month"], len(tokens[i].text) == _DATE and tokens[i].text.isdigit()
    governed = year and (any(word in months for word in ahead) or ahead[-1] in pack.grammar.prepositions)
    return governed or ahead[-1] in months
