"""Words of a sentence with what the pack knows of them: the ground on which clauses and phrases are found."""

from dataclasses import dataclass

from worker.extract.grammar.lexicon import (
    FINITE,
    VERBAL,
    Known,
    is_closed,
    is_inflected,
    look_up,
    look_up_before,
    marks_infinitive,
    preposition_at,
)
from worker.extract.grammar.verb_readings import as_verb, behind_object, is_parted, takes_object
from worker.languages.grammar import Grammar
from worker.languages.grammar_rows import Auxiliary, Determiner, Preposition
from worker.languages.pack import Compound, Form, Pack, SpeechWord
from worker.text.document import Sentence
from worker.text.tokens import Token

_LABEL = 5  # tokens to behind the colon of a label
# Tokens from the article to the participle of "die von ... unterstützte Miliz".
_SHORTEST_ATTRIBUTE, _LONGEST_ATTRIBUTE = 3, 14
_LONGEST_NAME = 5  # tokens from an article over a name to the adjective that has it before it
_DESCRIBING = frozenset({"adj", "part_adj"})


@dataclass(slots=True, eq=False, init=False)  # filled field by field, which takes half the time of so many arguments
class Word:
    """One token. `verbs` and `nouns` are the pack's readings that begin here; closed classes are None where not.

    attribute: it ends an attribute of several words before its noun ("die von Ruanda unterstützte Miliz").
    `opens`: its capital may be only that of the sentence; number: it is a number word ("drei"); time: it is one of
    those that say when.
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
    number: bool
    time: bool

    @property
    def lower(self) -> str:
        return self.token.lower

    @property
    def plural_noun(self) -> bool:
        """Can it be a noun in the plural as well as a verb in the present ("rockets")?"""
        return any(f.tag == "pl" for f in self.nouns) and all(f.tag in ("pres", "inf") for f in self.verbs)

    @property
    def begins_phrase(self) -> bool:
        """Does one of the pack's phrases of several words begin here ("by phone")?"""
        return any(f.tag == "phrase" and len(f.words) > 1 for f in self.nouns)

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
    tokens, grammar = sentence.tokens, pack.grammar
    return tuple(
        _word(i, tokens, pack, adjectives, i == first or _opens_behind_colon(i, tokens, grammar))
        for i in range(len(tokens))
    )


def _opens_behind_colon(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """Does an auxiliary, or where nouns have none a capital, begin what a label announces ("Huthi: | Haben Frachter
    angegriffen", "WHO: | Attack on clinic kills 9")?
    """
    if not i or tokens[i - 1].text != ":":
        return False
    capital = i <= _LABEL and tokens[i].text[0].isupper() and not grammar.nouns_are_capitalised
    return capital or tokens[i].lower in grammar.auxiliaries


def _is_month(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """Is an auxiliary with a capital a name or a month: behind a number, a preposition or a small word ("on 7 May")?"""
    before = tokens[i - 1] if i else None
    return before is not None and (
        before.lower in grammar.prepositions or before.text[:1].isdigit() or before.text.islower()
    )


def _standing(known: Known, i: int, tokens: tuple[Token, ...]) -> tuple[Form, ...]:
    """The forms of token `i`, of the longer ones those that stand there."""
    if not known.longer:
        return known.forms
    return tuple(f for f in known.forms if len(f.words) <= 2 or _stands_here(f, i, tokens))


def _word(i: int, tokens: tuple[Token, ...], pack: Pack, adjectives: frozenset[int], opens: bool) -> Word:
    token, grammar = tokens[i], pack.grammar
    known = look_up(pack, token.text)
    if known.longer:
        behind = tokens[i + 1].lower if i + 1 < len(tokens) else ""
        known = look_up_before(pack, token.text, behind if behind in known.seconds else "")
    upper, before = known.capital, tokens[i - 1].text if i else ""
    noun = upper and not opens and grammar.nouns_are_capitalised
    name_like = noun or known.acronym
    postpositive = _is_postpositive(i, tokens, grammar)
    forms = () if postpositive else _standing(known, i, tokens)
    joins = known.joins and _in_phrase(i, tokens, grammar.coordinator_phrases)
    loose = not joins and ((known.loose and _in_phrase(i, tokens, grammar.adverb_phrases)) or _floats(i, tokens, pack))
    closed = postpositive or (known.closed and not name_like)
    attribute = known.inflected and not closed and _ends_attribute(i, tokens, grammar, adjectives)
    verbs = () if noun else known.verbs if forms is known.forms else tuple(f for f in forms if f.tag in VERBAL)
    if verbs and (closed or attribute or _infinitive_or_attribute(i, tokens, forms, grammar, adjectives)):
        himself = closed and any(t.lower in grammar.reflexives for t in tokens)  # "einigen | sich"
        verbs = tuple(f for f in verbs if f.tag not in FINITE or (himself and f.reflexive))
    if verbs and i and _floats(i - 1, tokens, pack):
        verbs = tuple(f for f in known.verbs if (f.tag in FINITE) != (tokens[i - 2].lower in grammar.auxiliaries))
    elif verbs:
        verbs = as_verb(i, tokens, forms, verbs, pack, adjectives, opens)
    word = Word()
    word.index = i
    word.token = token
    word.auxiliaries = () if name_like or (upper and not opens and _is_month(i, tokens, grammar)) else known.auxiliaries
    word.determiner = None if name_like or loose else known.determiner
    word.pronoun = None if name_like or loose else known.pronoun
    word.preposition = None if loose or joins else known.preposition and preposition_at(i, tokens, grammar)
    word.subordinator = known.subordinator and not (known.acronym or joins)
    word.relative = known.relative and not known.acronym  # "the WHO", "a US strike", "an IT company"
    word.coordinator = joins or (known.coordinator and not (known.adverb and _amid(i, tokens)))
    word.negation = known.negation
    word.adverb = loose or postpositive or (known.adverb and not (name_like or _counts_on(i, tokens, pack)))
    word.verbs = verbs
    word.nouns = known.nouns if forms is known.forms else tuple(f for f in forms if f.tag not in VERBAL)
    if word.nouns and takes_object(i, tokens, verbs, grammar):
        word.nouns = tuple(f for f in word.nouns if len(f.words) > 1)
    word.compounds = known.compounds
    word.punctuation = known.punctuation
    word.capital = upper and not (
        (opens and (closed or bool(verbs) or known.adverb)) or _counts_noun(i, tokens, pack, opens)
    )
    word.opens = opens and not _before_closed(i, tokens, pack)
    word.behind_comma = before == ","
    word.infinitive = (known.infinitive_ending or bool(forms)) and _infinitive(i, tokens, forms, pack)
    word.guess = known.finite_ending and not (upper or closed or forms or attribute)
    word.attribute = attribute
    word.behind_bracket = before == "("
    word.number = known.number and not closed
    word.time = False
    word.participle = (known.be_perfect and not name_like) or any(f.tag == "part" for f in verbs)
    return word


def _is_postpositive(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """Does an adjective follow its noun ("officials | familiar | with the talks")?"""
    if tokens[i].lower not in grammar.postpositives or not 0 < i < len(tokens) - 1:
        return False
    before = tokens[i - 1]
    told = before.lower in grammar.auxiliaries or before.lower in grammar.determiners or not before.text[-1].isalpha()
    return not told and tokens[i + 1].lower in grammar.prepositions


def _floats(i: int, tokens: tuple[Token, ...], pack: Pack) -> bool:
    """Does a word between a noun and its verb only say that each does it ("Chad and Mali | each | sent ten trucks")?"""
    if tokens[i].lower not in pack.grammar.floating or not 0 < i < len(tokens) - 1:
        return False
    before, after = look_up(pack, tokens[i - 1].text), look_up(pack, tokens[i + 1].text)
    if not before.auxiliaries and (before.closed or before.verbs or not tokens[i - 1].text[-1].isalnum()):
        return False
    return not after.nouns and bool(after.auxiliaries or any(f.tag in FINITE or f.tag == "part" for f in after.verbs))


def _in_phrase(i: int, tokens: tuple[Token, ...], phrases: frozenset[str]) -> bool:
    """Is token `i` in one of the phrases that stand for an adverb ("vor allem") or a coordinator ("als auch")?"""
    for length in (2, 3):
        for first in range(max(i - length + 1, 0), i + 1):
            if " ".join(t.lower for t in tokens[first : first + length]) in phrases:
                return True
    return False


def is_finite(word: Word) -> bool:
    """Is `word` known as a finite form? A form that may be a participle as well counts; see `_predicates`."""
    return bool(word.auxiliaries) or any(f.tag in FINITE for f in word.verbs)


def _before_closed(i: int, tokens: tuple[Token, ...], pack: Pack) -> bool:
    """Stands a word before a preposition or verb, as no adjective does ("Offiziere aus ...")?"""
    behind = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if behind in pack.grammar.prepositions or behind in pack.grammar.auxiliaries:
        return True
    return any(f.tag in FINITE and len(f.words) == 1 for f in pack.forms.get(behind, ()))


def _counts_on(i: int, tokens: tuple[Token, ...], pack: Pack) -> bool:
    """Does a word stand between a number and its noun ("two more batteries")?"""
    if (
        i == 0
        or i + 1 >= len(tokens)
        or not tokens[i + 1].text[0].isalpha()
        or is_closed(tokens[i + 1].lower, pack.grammar)
    ):
        return False
    return tokens[i - 1].text[0].isdigit() or tokens[i - 1].lower in pack.quantities.numerals.words


def _counts_noun(i: int, tokens: tuple[Token, ...], pack: Pack, opens: bool) -> bool:
    """Is it a number word before its noun ("Zwei | Soldaten"), or a noun for a number inflected as they are ("mit
    Hunderten | Drohnen")?"""
    word = tokens[i].lower
    behind = i + 1 + (i + 2 < len(tokens) and is_inflected(tokens[i + 1].text, pack.grammar))  # "Zwei russische | Jets"
    noun = behind < len(tokens) and tokens[behind].text[0].isupper()
    inflected = pack.grammar.nouns_are_capitalised and word.endswith(pack.grammar.adjective_endings)
    many = inflected and pack.quantities.collectives.word(word) is not None
    return noun and (many or (opens and word in pack.quantities.numerals.words))


def _amid(i: int, tokens: tuple[Token, ...]) -> bool:
    """Does a word stand right behind another, no mark between ("has not yet confirmed")?"""
    return i > 0 and any(c.isalnum() for c in tokens[i - 1].text)


def _infinitive_or_attribute(
    i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], grammar: Grammar, adjectives: frozenset[int]
) -> bool:
    """Does the word before mark an infinitive ("zu liefern"), or stand this one between article and noun?"""
    if i == 0:
        return False
    before = tokens[i - 1].lower
    if marks_infinitive(i - 1, tokens, grammar):
        return True
    more = {i + 1} if i + 1 < len(tokens) and _is_adjective(tokens[i + 1], grammar) else set()
    if not _before_noun(i, tokens, grammar, adjectives | more):
        return False
    if before in grammar.determiners:
        return not _says_that(i, tokens, forms, grammar)
    return any(f.tag in _DESCRIBING for f in forms) and _opens_phrase(i - 1, tokens, grammar)


def _is_adjective(token: Token, grammar: Grammar) -> bool:
    """Has a word that is not a small one the ending of an adjective ("die anerkannte | jemenitische | Regierung")?"""
    return is_inflected(token.text, grammar) and not is_closed(token.lower, grammar)


def _opens_phrase(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """Opens a preposition a phrase at `i`, and none that could stand behind its noun ("im | besetzten Gebiet", but "von
    Syrien aus | beschossen"), or an adverb behind it or an article ("die schwer | verletzten Männer")?"""
    word = tokens[i]
    if found := grammar.prepositions.get(word.lower):
        behind = i > 0 and tokens[i - 1].text[:1].isupper()
        return not behind or found.form != found.lemma
    if i == 0 or not word.text.islower() or _joins_or_opens(word.lower, grammar):
        return False
    before = tokens[i - 1].lower
    contracted = before in grammar.prepositions and grammar.prepositions[before].lemma != before
    return contracted or before in grammar.determiners


def _joins_or_opens(lower: str, grammar: Grammar) -> bool:
    """Is it a small word that stands inside no phrase?"""
    if lower in grammar.coordinators or lower in grammar.subordinators or lower in grammar.relative_pronouns:
        return True
    return is_closed(lower, grammar) and lower not in grammar.adverbs


def _says_that(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], grammar: Grammar) -> bool:
    """Is it a finite verb behind a pronoun that looks like an article ("Das | sagte | Präsident ...")?"""
    if not grammar.nouns_are_capitalised or not any(f.tag == "past" for f in forms):
        return False
    if not any(f.tag in _DESCRIBING for f in forms):
        return True
    cases = grammar.determiners[tokens[i - 1].lower].cases
    pronoun = i == 1 and all(case.endswith(".sg.n") for case in cases)
    says = any(isinstance(f.entry, SpeechWord) for f in forms)
    return pronoun and says and grammar.gender(tokens[i + 1].lower) != "n"


def _before_noun(i: int, tokens: tuple[Token, ...], grammar: Grammar, adjectives: frozenset[int]) -> bool:
    """Has a word the ending of an adjective and a capital behind it, where that tells a noun, at most with the
    adjective of a name between ("der belagerten | sudanesischen Stadt")?
    """
    if not is_inflected(tokens[i].text, grammar):
        return False
    noun = i + 1 + (i + 1 in adjectives)
    return noun < len(tokens) and tokens[noun].text[:1].isupper()


def _ends_attribute(i: int, tokens: tuple[Token, ...], grammar: Grammar, adjectives: frozenset[int]) -> bool:
    """Stands the word between two nouns in a phrase that begins with article and preposition, or with an article where
    it takes a bare name ("die Al-Kaida | nahestehende Gruppe")?
    """
    if i > 1 and _takes_name(tokens[i].lower, grammar) and _before_noun(i, tokens, grammar, adjectives):
        return any(tokens[k].lower in grammar.determiners for k in range(max(i - _LONGEST_NAME, 0), i - 1))
    if i < _SHORTEST_ATTRIBUTE or not tokens[i - 1].text[:1].isupper():
        return False
    if not _before_noun(i, tokens, grammar, adjectives):
        return False
    for k in range(i - 2, max(i - _LONGEST_ATTRIBUTE, 0), -1):
        if not tokens[k].text[0].isalnum() or tokens[k].lower in grammar.auxiliaries:
            return False
        if tokens[k].lower in grammar.prepositions:
            before = tokens[k - 1].lower
            if tokens[k - 1].text.islower() and k > 1 and not _joins_or_opens(before, grammar):
                before = tokens[k - 2].lower  # "der mutmaßlich von Siedlern | verübte Anschlag"
            if before in grammar.determiners:
                return before not in grammar.prepositions and not _attributed(k, i, tokens, grammar)
            if before in grammar.prepositions:  # "in von Russland | besetzten Gebieten"
                return tokens[k].lower in grammar.agent_prepositions
    return False


def _attributed(first: int, last: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """Is there a noun with its attribute between two tokens ("die in | Genf versammelten Minister | forderten ...")?"""
    return any(
        tokens[k].text.islower()
        and is_inflected(tokens[k].text, grammar)
        and not is_closed(tokens[k].lower, grammar)
        and tokens[k - 1].text[0].isupper()
        and tokens[k + 1].text[0].isupper()
        for k in range(first + 2, last - 1)
    )


def _takes_name(lower: str, grammar: Grammar) -> bool:
    """Is it an adjective that has a name in the dative before it?"""
    endings = (e for e in grammar.adjective_endings if lower.endswith(e))
    return any(lower.removesuffix(e) in grammar.dative_adjectives for e in endings)


def _infinitive(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], pack: Pack) -> bool:
    grammar = pack.grammar
    if any(f.tag == "zu_inf" for f in forms):
        return True
    if i == 0 or tokens[i].text[:1].isupper():
        return False
    adjective = i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper()  # "zu indirekten Gesprächen"
    unknown = not (forms or adjective) and tokens[i].lower.endswith(grammar.infinitive_endings)
    if unknown and tokens[i].lower.startswith(grammar.infinitive_openings):
        return True
    parted = i > 1 and marks_infinitive(i - 2, tokens, grammar) and is_parted(i, tokens, forms, pack)
    parted = parted or behind_object(i, tokens, forms, grammar)
    if not parted and not marks_infinitive(i - 1, tokens, grammar):
        return False
    if any(f.tag == "inf" for f in forms):
        return True
    return unknown


def _stands_here(form: Form, i: int, tokens: tuple[Token, ...]) -> bool:
    """Do all words of a form that is several words long stand at `i`?"""
    words = form.words
    return len(tokens) >= i + len(words) and all(tokens[i + k].lower == w for k, w in enumerate(words))


def heightened(k: int, words: tuple[Word, ...], grammar: Grammar) -> bool:
    """Stands before word `k` an adverb that opens a phrase ("of | heavily | armed men", not "they | heavily bomb")?"""
    if not k or not (words[k - 1].adverb or words[k - 1].lower.endswith(grammar.adverb_endings)):
        return False
    before = words[k - 2] if k > 1 else None
    return before is None or bool(before.determiner or before.preposition or before.number)


def may_be_verb(word: Word) -> bool:
    """Can a word that no table knows be a verb, by its form?"""
    return word.token.text[:1].isalpha() and not (word.closed or word.capital or word.number or word.adverb)
