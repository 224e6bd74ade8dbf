"""Words of a sentence with what the pack knows of them: the ground on which clauses and phrases are found."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from worker.languages.grammar import Auxiliary, Determiner, Grammar, Preposition
from worker.languages.pack import Compound, Form, Pack, Reality
from worker.text.document import Sentence
from worker.text.tokens import Token

FINITE = frozenset({"pres", "past", "konj1", "konj2"})
INFINITE = frozenset({"inf", "zu_inf", "part", "part_adj", "pres_part", "ger"})
VERBAL = FINITE | INFINITE
_SHORTEST_COMPOUND = 6
# Tokens from the article to the participle of "die von ... unterstützte Miliz".
_SHORTEST_ATTRIBUTE, _LONGEST_ATTRIBUTE = 3, 10
QUOTES = frozenset("\"'”“’»«„‘")


class _Entry(NamedTuple):
    """What the pack knows of a word, as it is written, wherever it stands. `longer`: some of `forms` are of several
    words; `verbs` and `nouns`: the forms by what they are; `loose`: it may be in a phrase that stands for an adverb;
    `inflected`: it ends like an adjective before its noun, where that tells a noun.
    """

    forms: tuple[Form, ...]
    verbs: tuple[Form, ...]
    nouns: tuple[Form, ...]
    compounds: tuple[Compound, ...]
    longer: bool
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
    capital: bool
    acronym: bool
    punctuation: bool
    inflected: bool
    finite_ending: bool
    infinitive_ending: bool


@dataclass(slots=True, eq=False)  # frozen, it would take three times as long to make
class Word:
    """One token. `verbs` and `nouns` are the pack's readings that begin here; closed classes are None where not.

    attribute: it ends an attribute of several words before its noun ("die von Ruanda unterstützte Miliz").
    `opens`: its capital may be only that of the sentence.
    """

    index: int
    token: Token
    auxiliaries: tuple[Auxiliary, ...]
    determiner: Determiner | None
    pronoun: Determiner | None
    preposition: Preposition | None
    subordinator: bool
    relative: bool
    coordinator: bool
    negation: bool
    adverb: bool
    verbs: tuple[Form, ...]
    nouns: tuple[Form, ...]
    compounds: tuple[Compound, ...]
    punctuation: bool
    capital: bool
    opens: bool
    behind_comma: bool
    behind_bracket: bool
    participle: bool
    infinitive: bool
    guess: bool
    attribute: bool

    @property
    def lower(self) -> str:
        return self.token.lower

    @property
    def plural_noun(self) -> bool:
        """Can it be a noun in the plural as well as a verb in the present ("rockets")?"""
        return any(f.tag == "pl" for f in self.nouns) and all(f.tag in ("pres", "inf") for f in self.verbs)

    @property
    def closed(self) -> bool:
        """Is this a word of a closed class, hence no noun, verb or adjective of its own?"""
        return bool(
            self.determiner
            or self.pronoun
            or self.preposition
            or self.subordinator
            or self.coordinator
            or self.negation
            or self.adverb
        )


def tag(sentence: Sentence, pack: Pack, adjectives: frozenset[int]) -> tuple[Word, ...]:
    """The words of `sentence`, one per token; `adjectives` are the tokens that are adjectives of names."""
    first = next((i for i, t in enumerate(sentence.tokens) if i >= sentence.body_first and t.text[:1].isalnum()), 0)
    return tuple(_word(i, sentence.tokens, pack, adjectives, i == first) for i in range(len(sentence.tokens)))


@lru_cache(maxsize=32768)
def _look_up(pack: Pack, text: str) -> _Entry:
    grammar, lower = pack.grammar, text.lower()
    capital = _capitalised(text, grammar)
    forms = _written(pack.forms.get(lower, ()), capital, grammar)
    return _Entry(
        forms=forms,
        verbs=tuple(f for f in forms if f.tag in VERBAL),
        nouns=tuple(f for f in forms if f.tag not in VERBAL),
        compounds=_compounds(text, forms, pack),
        longer=any(len(f.words) > 1 for f in forms),
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
        closed=_closed(lower, grammar),
        capital=capital,
        acronym=_acronym(text),
        punctuation=not any(c.isalnum() for c in text),
        inflected=_inflected(text, grammar),
        finite_ending=_ends_like_a_finite_verb(lower, grammar),
        infinitive_ending=lower.endswith(grammar.infinitive_endings),
    )


def _written(forms: tuple[Form, ...], capital: bool, grammar: Grammar) -> tuple[Form, ...]:
    """Those of `forms` that a word with or without a capital can be."""
    if capital or not grammar.nouns_are_capitalised:
        return forms
    return tuple(f for f in forms if f.tag in VERBAL or len(f.words) > 1 or not f.entry.lemma[0].isupper())


@lru_cache(maxsize=32768)
def _look_up_before(pack: Pack, text: str, behind: str) -> _Entry:
    """The same without the longer forms whose second word is not `behind`."""
    known = _look_up(pack, text)
    forms = tuple(f for f in known.forms if len(f.words) == 1 or f.words[1] == behind)
    return known._replace(
        forms=forms,
        verbs=tuple(f for f in forms if f.tag in VERBAL),
        nouns=tuple(f for f in forms if f.tag not in VERBAL),
        longer=any(len(f.words) > 2 for f in forms),
    )


def _standing(known: _Entry, i: int, tokens: Sequence[Token]) -> tuple[Form, ...]:
    """The forms of token `i`, of the longer ones those that stand there."""
    if not known.longer:
        return known.forms
    return tuple(f for f in known.forms if len(f.words) <= 2 or _stands_here(f, i, tokens))


def _word(i: int, tokens: Sequence[Token], pack: Pack, adjectives: frozenset[int], opens: bool) -> Word:
    token, grammar = tokens[i], pack.grammar
    known = _look_up(pack, token.text)
    if known.longer:
        known = _look_up_before(pack, token.text, tokens[i + 1].lower if i + 1 < len(tokens) else "")
    upper, before = known.capital, tokens[i - 1].text if i else ""
    noun = upper and not opens and grammar.nouns_are_capitalised
    name_like = noun or known.acronym
    forms = _standing(known, i, tokens)
    loose = known.loose and _in_adverb_phrase(i, tokens, grammar)
    closed = known.closed and not name_like
    attribute = known.inflected and not closed and _ends_attribute(i, tokens, grammar)
    verbs = () if noun else known.verbs if forms is known.forms else tuple(f for f in forms if f.tag in VERBAL)
    if verbs and (closed or attribute or _infinitive_or_attribute(i, tokens, grammar)):
        verbs = tuple(f for f in verbs if f.tag not in FINITE or (closed and f.reflexive))
    if verbs:
        verbs = _as_verb(i, tokens, forms, verbs, pack, adjectives, opens)
    return Word(
        index=i,
        token=token,
        auxiliaries=() if name_like else known.auxiliaries,
        determiner=None if name_like or loose else known.determiner,
        pronoun=None if name_like or loose else known.pronoun,
        preposition=None if loose else known.preposition and _preposition(i, tokens, grammar),
        subordinator=known.subordinator,
        relative=known.relative,
        coordinator=known.coordinator and not (known.adverb and _amid(i, tokens)),
        negation=known.negation,
        adverb=loose or (known.adverb and not (name_like or _counts_on(i, tokens, pack))),
        verbs=verbs,
        nouns=known.nouns if forms is known.forms else tuple(f for f in forms if f.tag not in VERBAL),
        compounds=known.compounds,
        punctuation=known.punctuation,
        capital=upper and not (opens and (closed or bool(verbs) or known.adverb)),
        opens=opens and not _before_closed(i, tokens, pack),
        behind_comma=before == ",",
        infinitive=(known.infinitive_ending or bool(forms)) and _infinitive(i, tokens, forms, pack),
        guess=known.finite_ending and not (upper or closed or forms or attribute),
        attribute=attribute,
        behind_bracket=before == "(",
        participle=(known.be_perfect and not name_like) or any(f.tag == "part" for f in verbs),
    )


def _as_verb(
    i: int, tokens: Sequence[Token], forms: Sequence[Form], verbs: tuple[Form, ...], pack: Pack,
    adjectives: frozenset[int], opens: bool,
) -> tuple[Form, ...]:  # fmt: skip
    """Those of `verbs`, which are some of `forms`, that can be one between the words beside it."""
    grammar = pack.grammar
    if _hedges(i, tokens, forms, grammar):
        verbs = tuple(f for f in verbs if f.tag not in FINITE)
    if any(f.tag == "ger" for f in verbs) and _named_deed(i, tokens, forms, pack, adjectives):
        return tuple(f for f in verbs if f.tag != "ger")
    past = any(f.tag == "past" for f in verbs)
    if not (past and _behind_relative(i, tokens, pack)) and _names_deed(i, tokens, forms, pack, adjectives, opens):
        return tuple(f for f in verbs if f.tag not in FINITE and f.tag != "inf")
    return verbs


def _behind_relative(i: int, tokens: Sequence[Token], pack: Pack) -> bool:
    """Does what could be an article stand for a noun right before it ("the attack | that hit Goma")?"""
    grammar = pack.grammar
    if i < 2 or tokens[i - 1].lower not in grammar.relative_pronouns or grammar.nouns_are_capitalised:
        return False
    before = tokens[i - 2].lower
    tags = {f.tag for f in pack.forms.get(before, ()) if len(f.words) == 1}
    if not before.isalpha() or _closed(before, grammar) or before in grammar.coordinators | grammar.adverbs:
        return False
    return not tags or not tags <= VERBAL


def _in_adverb_phrase(i: int, tokens: Sequence[Token], grammar: Grammar) -> bool:
    """Is token `i` in a phrase that stands for an adverb ("vor allem")?"""
    for length in (2, 3):
        for first in range(max(i - length + 1, 0), i + 1):
            if " ".join(t.lower for t in tokens[first : first + length]) in grammar.adverb_phrases:
                return True
    return False


def _capitalised(text: str, grammar: Grammar) -> bool:
    """Is it written with a capital, at the end where it begins with a number ("50-Millionen-Paket")?"""
    if text[:1].isdigit() and grammar.nouns_are_capitalised:
        return text.rpartition("-")[2][:1].isupper()
    return text[:1].isupper()


def _preposition(i: int, tokens: Sequence[Token], grammar: Grammar) -> Preposition | None:
    """The preposition that ends at token `i`, the longest that there is ("in response to" before "to")."""
    alone = grammar.prepositions.get(tokens[i].lower)
    if alone is None:
        return None
    longer = (" ".join(t.lower for t in tokens[i - n : i + 1]) for n in (2, 1) if n <= i)
    return next((p for words in longer if (p := grammar.prepositions.get(words))), alone)


def is_finite(word: Word) -> bool:
    """Is `word` known as a finite form? A form that may be a participle as well counts; see `_predicates`."""
    return bool(word.auxiliaries) or any(f.tag in FINITE for f in word.verbs)


def _before_closed(i: int, tokens: Sequence[Token], pack: Pack) -> bool:
    """Stands a word before a preposition or verb, as no adjective does ("Offiziere aus ...")?"""
    behind = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if behind in pack.grammar.prepositions or behind in pack.grammar.auxiliaries:
        return True
    return any(f.tag in FINITE and len(f.words) == 1 for f in pack.forms.get(behind, ()))


def _counts_on(i: int, tokens: Sequence[Token], pack: Pack) -> bool:
    """Does a word stand between a number and its noun ("two more batteries")?"""
    if (
        i == 0
        or i + 1 >= len(tokens)
        or not tokens[i + 1].text[0].isalpha()
        or _closed(tokens[i + 1].lower, pack.grammar)
    ):
        return False
    return tokens[i - 1].text.isdigit() or tokens[i - 1].lower in pack.quantities.numerals.words


def _amid(i: int, tokens: Sequence[Token]) -> bool:
    """Does a word stand right behind another, no mark between ("has not yet confirmed")?"""
    return i > 0 and any(c.isalnum() for c in tokens[i - 1].text)


def _infinitive_or_attribute(i: int, tokens: Sequence[Token], grammar: Grammar) -> bool:
    """Does the word before mark an infinitive ("zu liefern"), or stand this one between article and noun?"""
    if i == 0:
        return False
    before = tokens[i - 1].lower
    if before in grammar.infinitive_markers:
        return True
    return before in grammar.determiners and _before_noun(i, tokens, grammar)


def _before_noun(i: int, tokens: Sequence[Token], grammar: Grammar) -> bool:
    """Has a word the ending of an adjective and a capital behind it, where that tells a noun?"""
    return i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper() and _inflected(tokens[i].text, grammar)


def _inflected(text: str, grammar: Grammar) -> bool:
    """Has a word without a capital the ending of an adjective, where a capital tells a noun?"""
    if not grammar.nouns_are_capitalised or text[:1].isupper():
        return False
    return text.lower().endswith(grammar.adjective_endings)


def _ends_attribute(i: int, tokens: Sequence[Token], grammar: Grammar) -> bool:
    """Stands the word between two nouns in a phrase that begins with article and preposition?"""
    if i < _SHORTEST_ATTRIBUTE or not tokens[i - 1].text[:1].isupper() or not _before_noun(i, tokens, grammar):
        return False
    for k in range(i - 2, max(i - _LONGEST_ATTRIBUTE, 0), -1):
        if not tokens[k].text[0].isalnum() or tokens[k].lower in grammar.auxiliaries:
            return False
        if tokens[k].lower in grammar.prepositions and tokens[k - 1].lower in grammar.determiners:
            return tokens[k - 1].lower not in grammar.prepositions
    return False


def _infinitive(i: int, tokens: Sequence[Token], forms: Sequence[Form], pack: Pack) -> bool:
    grammar = pack.grammar
    if any(f.tag == "zu_inf" for f in forms):
        return True
    if i == 0 or tokens[i].text[:1].isupper():
        return False
    parted = i > 1 and tokens[i - 2].lower in grammar.infinitive_markers and _parted(i, tokens, forms, pack)
    if not parted and tokens[i - 1].lower not in grammar.infinitive_markers:
        return False
    if any(f.tag == "inf" for f in forms):
        return True
    adjective = i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper()  # "zu indirekten Gesprächen"
    return not forms and not adjective and tokens[i].lower.endswith(grammar.infinitive_endings)


def _parted(i: int, tokens: Sequence[Token], forms: Sequence[Form], pack: Pack) -> bool:
    """Does an unknown word part an infinitive from its auxiliary or marker ("will jointly send", "to fully stop")?"""
    grammar = pack.grammar
    if grammar.nouns_are_capitalised or i < 2 or not any(f.tag == "inf" for f in forms):
        return False
    between, before = tokens[i - 1], tokens[i - 2].lower
    modal = any(a.kind not in ("be", "have") for a in grammar.auxiliaries.get(before, ()))
    loose = between.text.islower() and not pack.forms.get(between.lower) and not _closed(between.lower, grammar)
    return loose and (modal or before in grammar.infinitive_markers)


def _nominal(
    i: int, tokens: Sequence[Token], forms: Sequence[Form], pack: Pack, adjectives: frozenset[int], opens: bool
) -> bool:
    """Where nouns are not capitalised: does the word stand where a noun must ("the strikes", "Russian attacks")?"""
    grammar = pack.grammar
    if grammar.nouns_are_capitalised or not any(f.tag in FINITE for f in forms):
        return False
    if i and tokens[i - 1].lower in grammar.infinitive_markers:
        return False
    present = all(f.tag == "pres" for f in forms if f.tag in FINITE)
    if opens:
        return present
    before = tokens[i - 1].lower
    marked = any(t.lower in grammar.infinitive_markers for t in tokens[max(i - 3, 0) : max(i - 1, 0)])
    if present and marked and not _closed(before, grammar):  # "to host talks", "to hold border talks"
        return True
    if _acronym(tokens[i - 1].text):
        return i - 1 in adjectives or (present and not tokens[i].lower.endswith(grammar.third_person_endings))
    if present and i == 1 and _verb_follows(i, tokens, forms, pack):
        return True
    if present and tokens[i - 1].text[:1].islower() and not _agrees(before, tokens[i].lower, grammar):
        return True
    if present and _behind_one_name(i, tokens, grammar):
        return True
    if before in grammar.determiners or before in grammar.prepositions or before in grammar.possessive_suffixes:
        return before not in grammar.pronouns or before in grammar.determiners
    return i - 1 in adjectives or before.isdigit()


def _verb_follows(i: int, tokens: Sequence[Token], forms: Sequence[Form], pack: Pack) -> bool:
    """Has a headline a verb in the third person behind a word that is none ("Suicide blast in Mogadishu kills 12")?"""
    endings = pack.grammar.third_person_endings
    if not endings or tokens[i].lower.endswith(endings) or not any(f.tag == "sg" for f in forms):
        return False
    for token in tokens[i + 1 :]:
        if not token.text[0].isalnum():
            return False
        known = pack.forms.get(token.lower, ())
        if token.text.islower() and token.lower.endswith(endings) and any(f.tag == "pres" for f in known):
            return not any(f.tag == "pl" for f in known)
    return False


def _behind_one_name(i: int, tokens: Sequence[Token], grammar: Grammar) -> bool:
    """Does a form of the plural stand behind an article and a name in the singular ("the Houthi attack on ...")?"""
    if i < 2 or tokens[i - 2].lower not in grammar.determiners or not tokens[i - 1].text[:1].isupper():
        return False
    endings = grammar.third_person_endings
    return bool(endings) and not tokens[i - 1].lower.endswith(endings) and not tokens[i].lower.endswith(endings)


def _hedges(i: int, tokens: Sequence[Token], forms: Sequence[Form], grammar: Grammar) -> bool:
    """Where nouns are not capitalised: is it an adjective of hearsay before its noun ("by suspected rebels")?"""
    if grammar.nouns_are_capitalised or not any(f.tag == "adj" and isinstance(f.entry, Reality) for f in forms):
        return False
    before = tokens[i - 1].lower if i else ","
    after = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    opens = not before[0].isalnum() or _closed(before, grammar) or before in grammar.subordinators
    return opens and after[:1].isalpha() and not _closed(after, grammar) and after not in grammar.subordinators


def _acronym(text: str) -> bool:
    """ "US": capitals that happen to spell a small word."""
    return len(text) > 1 and text.isupper() and text.isalpha()


def _named_deed(i: int, tokens: Sequence[Token], forms: Sequence[Form], pack: Pack, adjectives: frozenset[int]) -> bool:
    """Does a word in "-ing" that is a noun as well stand behind what only nouns follow ("a meeting", "Friday's")?"""
    if i == 0 or not any(f.tag == "sg" for f in forms):
        return False
    before, grammar = tokens[i - 1].lower, pack.grammar
    if before in grammar.determiners or before in grammar.possessive_suffixes or i - 1 in adjectives:
        return True
    return "-" in before or any(f.tag in ("adj", "part") and len(f.words) == 1 for f in pack.forms.get(before, ()))


def _before_past(i: int, tokens: Sequence[Token], pack: Pack) -> bool:
    """Does a form of the present stand right before one of the past, as an adverb does ("last spoke")?"""
    if tokens[i].lower not in pack.grammar.adverbs or i + 1 >= len(tokens):
        return False
    return any(f.tag == "past" for f in pack.forms.get(tokens[i + 1].lower, ()))


def _names_deed(
    i: int, tokens: Sequence[Token], forms: Sequence[Form], pack: Pack, adjectives: frozenset[int], opens: bool
) -> bool:
    """Is a form that could be a finite verb none where it stands?"""
    if _parted(i, tokens, forms, pack):
        return False
    if _before_past(i, tokens, pack) or _object(i, tokens, forms, pack) or _listed(i, tokens, forms, pack):
        return True
    return _nominal(i, tokens, forms, pack, adjectives, opens)


def _object(i: int, tokens: Sequence[Token], forms: Sequence[Form], pack: Pack) -> bool:
    """Does a noun that could be a verb in the present stand right behind an adjective, or a verb that can have no verb
    behind it ("nuclear talks", "cancelled talks")?"""
    if i == 0 or pack.grammar.nouns_are_capitalised or not any(f.tag == "pl" for f in forms):
        return False
    if any(f.tag in FINITE and f.tag != "pres" for f in forms):
        return False
    k = i - 2 if i > 1 and tokens[i - 1].text in QUOTES else i - 1  # '"frank" talks'
    if k and any(f.particle == tokens[k].lower for f in pack.forms.get(tokens[k - 1].lower, ())):  # "rules out talks"
        return True
    before = [f for f in pack.forms.get(tokens[k].lower, ()) if len(f.words) == 1]
    tags = {f.tag for f in before}
    return bool(tags & {"past", "part", "ger", "adj"}) and not tags & {"sg", "pl"}


def _listed(i: int, tokens: Sequence[Token], forms: Sequence[Form], pack: Pack) -> bool:
    """Does a plural that could be a verb stand behind another and "and", without an object ("rockets and bombs")?"""
    grammar = pack.grammar
    if grammar.nouns_are_capitalised or i < 2 or tokens[i - 1].lower not in grammar.coordinators:
        return False
    if not any(f.tag == "pl" for f in forms) or any(f.tag == "past" for f in forms):
        return False
    after = tokens[i + 1].lower if i + 1 < len(tokens) else "."
    parallel = any(f.tag == "pl" for f in pack.forms.get(tokens[i - 2].lower, ()) if len(f.words) == 1)
    return parallel and (after in grammar.prepositions or not after[0].isalnum())


def _agrees(before: str, verb: str, grammar: Grammar) -> bool:
    """Can the lower-case word before be the subject, or stand between subject and verb, of a verb in the present?"""
    if before in grammar.pronouns or before in grammar.adverbs or before in grammar.coordinators:
        return True
    if before in grammar.relative_pronouns or before in grammar.auxiliaries or before in grammar.negations:
        return True
    endings = grammar.third_person_endings
    return not endings or before.endswith(endings) != verb.endswith(endings)


def _closed(lower: str, grammar: Grammar) -> bool:
    return lower in grammar.determiners or lower in grammar.pronouns or lower in grammar.prepositions


def _ends_like_a_finite_verb(lower: str, grammar: Grammar) -> bool:
    """An unknown word with the ending of a finite verb; only where verbs have endings of their own."""
    if len(lower) <= 3 or not lower.endswith(grammar.finite_endings):
        return False
    return not (grammar.participle_prefix and lower.startswith(grammar.participle_prefix))


def _compounds(text: str, forms: Sequence[Form], pack: Pack) -> tuple[Compound, ...]:
    """What an unknown noun is made of: any word that can be a noun and that no table has as a whole."""
    if any(len(f.words) == 1 for f in forms) or len(text) < _SHORTEST_COMPOUND:
        return ()
    if pack.grammar.nouns_are_capitalised and not _capitalised(text, pack.grammar):
        return ()
    return pack.compound(text.lower())


def _stands_here(form: Form, i: int, tokens: Sequence[Token]) -> bool:
    """Do all words of a form that is several words long stand at `i`?"""
    words = form.words
    return len(tokens) >= i + len(words) and all(tokens[i + k].lower == w for k, w in enumerate(words))
