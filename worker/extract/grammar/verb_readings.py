"""Which readings of a word as a verb can stand between the words beside it."""

from worker.extract.grammar.lexicon import (
    FINITE,
    QUOTES,
    VERBAL,
    before_time,
    behind_harmed,
    behind_quoted,
    ends_date,
    is_acronym,
    is_be,
    is_closed,
    marks_infinitive,
)
from worker.languages.grammar import Grammar
from worker.languages.pack import AidWord, AttackWord, Casualty, Form, Pack, Reality, SpeechWord
from worker.text.tokens import Token

_ENDS = {"-": "pl", "–": "pl", "—": "pl", ":": "sg"}  # signs, and the number of a noun that stands before one
_COUNTED = 4  # tokens from a gerund to the number behind it
_OWNED = 3  # tokens of an owner, its mark and an adverb
_LET = 3  # tokens from the mark of an infinitive to the verb behind its object
_MARKED = 4  # tokens of a marked infinitive and two adjectives


def as_verb(
    i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], verbs: tuple[Form, ...], pack: Pack,
    adjectives: frozenset[int], opens: bool,
) -> tuple[Form, ...]:  # fmt: skip
    """Those of `verbs`, which are some of `forms`, that can be one between the words beside it."""
    grammar = pack.grammar
    present = all(f.tag in ("pres", "inf") for f in verbs)
    deed = any(isinstance(f.entry, AttackWord) for f in verbs)
    if present and (before_time(i, tokens, pack) or (deed and _heads_compound(i, tokens, forms))):
        return ()
    if i and not grammar.nouns_are_capitalised and is_be(tokens[i - 1].lower, grammar):  # "was open to talks"
        verbs = tuple(f for f in verbs if f.tag not in ("pres", "inf"))
    if grammar.nouns_are_capitalised and _says_how(i, tokens, grammar):
        return ()
    if behind_object(i, tokens, forms, grammar) or _hedges(i, tokens, forms, grammar):
        verbs = tuple(f for f in verbs if f.tag not in FINITE)
    if any(f.tag == "ger" for f in verbs) and _named_deed(i, tokens, forms, pack, adjectives):
        return tuple(f for f in verbs if f.tag != "ger")
    if opens and grammar.nouns_are_capitalised and _heads_phrase(i, tokens, forms, grammar):
        return tuple(f for f in verbs if f.tag not in FINITE and f.tag != "inf")
    past = any(f.tag == "past" for f in verbs)
    if not (past and _behind_relative(i, tokens, pack)) and _names_deed(i, tokens, forms, pack, adjectives, opens):
        return tuple(f for f in verbs if f.tag not in FINITE and f.tag != "inf")
    return verbs


def _says_how(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """Is it an adverb, though a participle as well, between an auxiliary and the rest of its clause ("haben | gezielt |
    Kliniken beschossen", but "hat die Drohung wiederholt")?"""
    if tokens[i].lower not in grammar.adverbs or i + 1 >= len(tokens):
        return False
    behind = tokens[i + 1]
    ends = not behind.text[0].isalnum() or behind.lower in grammar.coordinators or behind.lower in grammar.auxiliaries
    if ends:
        return False
    for token in reversed(tokens[:i]):
        if not token.text[0].isalnum():
            return False
        if token.lower in grammar.auxiliaries:
            return True
    return False


def _heads_phrase(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], grammar: Grammar) -> bool:
    """Does a word that is a noun as well open a sentence before a preposition ("Kämpfe | zwischen ...")?"""
    noun = any(f.tag in ("sg", "pl") and len(f.words) == 1 for f in forms)
    return noun and i + 1 < len(tokens) and tokens[i + 1].lower in grammar.prepositions


def _heads_compound(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...]) -> bool:
    """Is it the first word of a noun of several ("a rocket attack", not "they rocket ...")?"""
    nouns = (f.words for f in forms if f.tag in ("sg", "pl") and len(f.words) > 1)
    return any([t.lower for t in tokens[i : i + len(words)]] == list(words) for words in nouns)


def _behind_relative(i: int, tokens: tuple[Token, ...], pack: Pack) -> bool:
    """Does what could be an article stand for a noun right before it ("the attack | that hit Goma")?"""
    grammar = pack.grammar
    if i < 2 or tokens[i - 1].lower not in grammar.relative_pronouns or grammar.nouns_are_capitalised:
        return False
    before = tokens[i - 2].lower
    tags = {f.tag for f in pack.forms.get(before, ()) if len(f.words) == 1}
    if not before.isalpha() or is_closed(before, grammar) or before in grammar.coordinators | grammar.adverbs:
        return False
    return not tags or not tags <= VERBAL


def is_parted(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], pack: Pack) -> bool:
    """Does an unknown word part an infinitive from its auxiliary or marker ("will jointly send", "to fully stop", "will
    no longer arm")?"""
    grammar = pack.grammar
    if grammar.nouns_are_capitalised or i < 2 or not any(f.tag == "inf" for f in forms):
        return False
    negated = tokens[i - 2].lower in grammar.negations and i > 2
    between, before = tokens[i - 1], tokens[i - 2 - negated].lower
    modal = any(a.kind not in ("be", "have") for a in grammar.auxiliaries.get(before, ()))
    loose = between.text.islower() and not pack.forms.get(between.lower) and not is_closed(between.lower, grammar)
    return loose and (modal or before in grammar.infinitive_markers)


def _nominal(
    i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], pack: Pack, adjectives: frozenset[int], opens: bool
) -> bool:
    """Where nouns are not capitalised: does the word stand where a noun must ("the strikes", "Russian attacks")?"""
    grammar = pack.grammar
    if grammar.nouns_are_capitalised or not any(f.tag in FINITE for f in forms):
        return False
    third = tokens[i].lower.endswith(grammar.third_person_endings) and not any(f.tag == "inf" for f in forms)
    this = third and i > 0 and tokens[i - 1].lower in grammar.demonstratives  # "this includes"
    if this or (i and marks_infinitive(i - 1, tokens, grammar)):
        return False
    present = all(f.tag == "pres" for f in forms if f.tag in FINITE)
    if opens or (present and behind_quoted(i, tokens, grammar)):
        return present
    before = tokens[i - 1].lower
    marked = any(t.lower in grammar.infinitive_markers for t in tokens[max(i - 3, 0) : max(i - 1, 0)])
    marked = marked or (i > _MARKED and _ends_object(i, tokens, grammar))
    if present and marked and not is_closed(before, grammar):  # "to host talks", "to hold border talks"
        return True
    if is_acronym(tokens[i - 1].text):
        ahead = tokens[i - 2].lower if i > 1 else ""
        governed = ahead in grammar.prepositions and ahead not in grammar.subordinators  # "by US bombs"
        several = ahead in {",", *grammar.coordinators} and not _verb_follows(i, tokens, forms, pack)
        one = not (several or tokens[i].lower.endswith(grammar.third_person_endings) or _only_violent(forms))
        return i - 1 in adjectives or (present and (governed or one))
    if present and ((i == 1 and _verb_follows(i, tokens, forms, pack)) or _without_object(i, tokens, forms)):
        return True
    agrees = _agrees(before, third, grammar) or (_only_violent(forms) and not is_closed(before, grammar))
    agrees = agrees or _says_on(i, tokens, forms, grammar) or _leads_to(i, tokens, forms, grammar)
    if present and tokens[i - 1].text[:1].islower() and not agrees:
        return True
    behind_name = (_behind_one_name(i, tokens, grammar) or behind_harmed(i, tokens, pack)) and not _only_says(forms)
    if present and (behind_name or _of_something(i, tokens, grammar) or _ends_owned(i, tokens, pack)):
        return True
    if before in grammar.determiners or before in grammar.prepositions or _behind_owner(i, tokens, grammar):
        return before not in grammar.pronouns or before in grammar.determiners
    counted = before[-1].isdigit() and not (_only_suffered(forms) or ends_date(i - 1, tokens, pack))
    numbered = before[0].isdigit() and (present or counted)  # "15 attacks", "the 31st assault brigade"
    several = before in pack.quantities.numerals.words and pack.times.numbers.get(before) != 1
    people = any(pack.quantities.is_people(t.lower) for t in tokens[i + 1 : i + 2])  # "two | suspected | rebels"
    numbered = numbered or (several and (third if present else people))  # "killed a judge and two | guards"
    return i - 1 in adjectives or numbered or _owned(i, tokens, grammar)


def behind_object(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], grammar: Grammar) -> bool:
    """Is it what a marked infinitive lets a pronoun do ("to help them | rebuild")?"""
    pronoun = grammar.pronouns.get(tokens[i - 1].lower) if i >= _LET else None
    if pronoun is None or grammar.word_order != "subject_verb" or not any(f.tag == "inf" for f in forms):
        return False
    object_ = any(case.startswith("acc") for case in pronoun.cases)
    return object_ and not is_closed(tokens[i - 2].lower, grammar) and marks_infinitive(i - _LET, tokens, grammar)


def _ends_object(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """Does it stand behind a marked infinitive and two words ("to meet urgent medical | needs")?"""
    between = tokens[i - _MARKED + 2 : i]
    plain = all(t.text.isalpha() and t.text.islower() and not is_closed(t.lower, grammar) for t in between)
    return plain and tokens[i - _MARKED].lower in grammar.infinitive_markers


def _behind_owner(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """Does the mark of an owner stand before the word ("the rebels' | claim"), none that ends a quote, or "whose"?"""
    mark = tokens[i - 1].lower
    whose = mark in grammar.possessives and mark in grammar.relative_pronouns
    return whose or (i > 1 and mark in grammar.possessive_suffixes and tokens[i - 2].text[0].isalnum())


def _owned(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """ "Israel's newly | declared | aim": does only an adverb stand between the word and whose that is?"""
    if i < _OWNED or not grammar.adverb_endings or not tokens[i - 1].lower.endswith(grammar.adverb_endings):
        return False
    owner, mark = tokens[i - 3].lower, tokens[i - 2].lower
    return mark in grammar.possessives or (mark in grammar.possessive_suffixes and owner not in grammar.pronouns)


def _ends_owned(i: int, tokens: tuple[Token, ...], pack: Pack) -> bool:
    """Does the word end what somebody owns, behind words that are no verbs ("the rebels' main supply | needs.")?"""
    if i + 1 < len(tokens) and tokens[i + 1].text[0].isalnum():
        return False
    k, grammar = i - 1, pack.grammar
    while k > max(i - _OWNED, 0) and tokens[k].text[0].isalpha() and tokens[k].text.islower():
        lower = tokens[k].lower
        if is_closed(lower, grammar) and lower not in grammar.adverbs | grammar.ranking_words:
            break
        if {f.tag for f in pack.forms.get(lower, ()) if len(f.words) == 1} & FINITE:
            return False
        k -= 1
    return k < i - 1 and (tokens[k].lower in grammar.possessives or _behind_owner(k + 1, tokens, grammar))


def _only_violent(forms: tuple[Form, ...]) -> bool:
    """Is it a verb of violence and no noun, which many can do under a name in the singular ("militia | kill")?"""
    return all(isinstance(f.entry, AttackWord | Casualty) and f.tag in VERBAL for f in forms)


def _only_suffered(forms: tuple[Form, ...]) -> bool:
    """Is it a verb of dying, which has no object and so no participle that those would stand before ("26 | died")?"""
    return any(isinstance(f.entry, Casualty) and f.entry.number == ("subject",) for f in forms)


def _says_on(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], grammar: Grammar) -> bool:
    """Is it a verb of saying and no noun, with what it says behind it ("who fled the area say | the army")?"""
    after = tokens[i + 1] if i + 1 < len(tokens) else tokens[i]
    told = after.lower in grammar.determiners or after.lower in grammar.pronouns or after.text[:1].isupper()
    return told and _only_says(forms)


def _only_says(forms: tuple[Form, ...]) -> bool:
    """Is it a verb of saying and no noun ("the Taliban | deny it", but "the Houthi claim")?"""
    return any(isinstance(f.entry, SpeechWord) for f in forms) and all(f.tag in VERBAL for f in forms)


def _leads_to(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], grammar: Grammar) -> bool:
    """Is it a verb and no noun, with an infinitive behind it ("its raids this morning appear | to have ...")?"""
    behind = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    return behind in grammar.infinitive_markers and all(f.tag in VERBAL for f in forms)


def _verb_follows(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], pack: Pack) -> bool:
    """Has a headline a verb in the third person behind a word that is none ("Suicide blast in Mogadishu kills 12")?"""
    endings = pack.grammar.third_person_endings
    if not endings or tokens[i].lower.endswith(endings) or not any(f.tag == "sg" for f in forms):
        return False
    for token in tokens[i + 1 :]:
        if not token.text[0].isalnum():
            return False
        known = pack.forms.get(token.lower, ())
        alike = token.text.islower() or tokens[i].text[:1].isupper()  # "Haiti Massacre Leaves 110 Dead"
        if alike and token.lower.endswith(endings) and any(f.tag == "pres" for f in known):
            return not any(f.tag == "pl" for f in known)
    return False


def _without_object(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...]) -> bool:
    """Does a word of violence end a label ("Mali | attack: ") or stand before a dash ("church | blasts - ...")?"""
    tag = _ENDS.get(tokens[i + 1].text) if i + 1 < len(tokens) else None
    return any(f.tag == tag for f in forms) and any(isinstance(f.entry, AttackWord) for f in forms)


def _behind_one_name(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """Does a form of the plural stand behind an article and a name in the singular ("the Houthi attack on ...")?"""
    if i < 2 or tokens[i - 2].lower not in grammar.determiners or not tokens[i - 1].text[:1].isupper():
        return False
    endings = grammar.third_person_endings
    return bool(endings) and not tokens[i - 1].lower.endswith(endings) and not tokens[i].lower.endswith(endings)


def _of_something(i: int, tokens: tuple[Token, ...], grammar: Grammar) -> bool:
    """Does a form of the plural stand behind a name in the singular and before "of" ("the Arab state of Oman")?"""
    endings = grammar.third_person_endings
    if i < 2 or i + 1 >= len(tokens) or tokens[i + 1].lower not in grammar.genitive_prepositions:
        return False
    if not endings or not tokens[i - 1].text[:1].isupper() or tokens[i - 2].lower in grammar.coordinators:
        return False
    return not tokens[i - 1].lower.endswith(endings) and not tokens[i].lower.endswith(endings)


def _hedges(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], grammar: Grammar) -> bool:
    """Where nouns are not capitalised: is it an adjective of hearsay before its noun ("by suspected rebels")?"""
    if grammar.nouns_are_capitalised or not any(f.tag == "adj" and isinstance(f.entry, Reality) for f in forms):
        return False
    before = tokens[i - 1].lower if i else ","
    after = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    opens = not before[0].isalnum() or is_closed(before, grammar) or before in grammar.subordinators
    return opens and after[:1].isalpha() and not is_closed(after, grammar) and after not in grammar.subordinators


def _named_deed(
    i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], pack: Pack, adjectives: frozenset[int]
) -> bool:
    """Does a word in "-ing" that is a noun as well stand behind what only nouns follow ("a meeting", "Friday's")?"""
    if i == 0 or not any(f.tag == "sg" for f in forms):
        return False
    before, grammar = tokens[i - 1].lower, pack.grammar
    if before in grammar.determiners or _behind_owner(i, tokens, grammar) or i - 1 in adjectives:
        return True
    behind = tokens[i + 1].lower if i + 1 < len(tokens) else "."
    told = before in grammar.genitive_prepositions and behind in grammar.locatives  # "reports of | shelling | in Goma"
    told = told or behind in grammar.genitive_prepositions  # "the country's biggest | slaying | of farmers"
    if told and any(isinstance(f.entry, AttackWord) for f in forms):
        return True
    if _counts(i, tokens, forms, grammar):
        return False
    if i > 1 and _between_article_and_preposition(i, tokens, pack):
        return True
    if i > 1 and tokens[i - 1].text[:1].isupper():  # "at a Baku meeting", "postpones Baku meeting"
        lead = tokens[i - 2].lower
        return lead in grammar.prepositions or any(f.tag in FINITE for f in pack.forms.get(lead, ()))
    known = [f for f in pack.forms.get(before, ()) if len(f.words) == 1]
    given = any(isinstance(f.entry, AidWord) and "object=item" in f.entry.roles and f.tag in VERBAL for f in known)
    if given and (behind in grammar.prepositions or behind in grammar.subordinators or not behind[0].isalnum()):
        return True  # "decided to withhold | funding | while ..."
    return "-" in before or any(f.tag in ("adj", "part") for f in known)


def takes_object(i: int, tokens: tuple[Token, ...], verbs: tuple[Form, ...], grammar: Grammar) -> bool:
    """Is it, where nouns are not capitalised, a gerund behind a preposition, "be" or "begin", and before its object
    ("after | meeting | Museveni")? One of violence may be told by who stands there ("in shelling Kigali denied")."""
    if grammar.nouns_are_capitalised or not 0 < i < len(tokens) - 1 or not any(f.tag == "ger" for f in verbs):
        return False
    named = tokens[i + 1].text[:1].isupper() or tokens[i + 1].lower in grammar.determiners
    before, violent = tokens[i - 1].lower, any(isinstance(f.entry, AttackWord) for f in verbs)
    led = before in grammar.prepositions or before in grammar.phase_verbs or is_be(before, grammar)
    return named and not violent and led


def _between_article_and_preposition(i: int, tokens: tuple[Token, ...], pack: Pack) -> bool:
    """Stands the word behind an article and a noun that no table has, with no object ("to a border | meeting | in")?"""
    grammar = pack.grammar
    before, behind = tokens[i - 1], tokens[i + 1].lower if i + 1 < len(tokens) else "."
    alone = behind in grammar.prepositions or not behind[0].isalnum()
    return _plain(before, pack) and alone and tokens[i - 2].lower in grammar.determiners


def _counts(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], grammar: Grammar) -> bool:
    """Does a gerund of harm have behind it how many it hurt ("strikes across Gaza | killing | at least 40")?"""
    behind = tokens[i + 1 : i + _COUNTED]
    harm = any(f.tag == "ger" and isinstance(f.entry, Casualty) for f in forms)
    of_it = bool(behind) and behind[0].lower in grammar.genitive_prepositions
    return harm and not of_it and any(t.text[:1].isdigit() for t in behind)


def _before_past(i: int, tokens: tuple[Token, ...], pack: Pack) -> bool:
    """Does a form of the present stand right before one of the past, as an adverb does ("last spoke"), or a plural
    alone before its verb (", reports | said")?"""
    behind = pack.forms.get(tokens[i + 1].lower, ()) if i + 1 < len(tokens) else ()
    adverb = tokens[i].lower in pack.grammar.adverbs
    alone = i == 0 or not tokens[i - 1].text[0].isalnum()
    return any(f.tag == "past" and (adverb or (alone and isinstance(f.entry, SpeechWord))) for f in behind)


def _names_deed(
    i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], pack: Pack, adjectives: frozenset[int], opens: bool
) -> bool:
    """Is a form that could be a finite verb none where it stands?"""
    if is_parted(i, tokens, forms, pack):
        return False
    if _before_past(i, tokens, pack) or _object(i, tokens, forms, pack) or _listed(i, tokens, forms, pack):
        return True
    return _nominal(i, tokens, forms, pack, adjectives, opens)


def _object(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], pack: Pack) -> bool:
    """Does a noun that could be a verb in the present stand right behind an adjective, or a verb that can have no verb
    behind it ("nuclear talks", "cancelled talks")?"""
    if i == 0 or pack.grammar.nouns_are_capitalised or not any(f.tag == "pl" for f in forms):
        return False
    if any(f.tag in FINITE and f.tag != "pres" for f in forms):
        return False
    k = i - 2 if i > 1 and tokens[i - 1].text in QUOTES else i - 1  # '"frank" talks'
    if k and any(f.particle == tokens[k].lower for f in pack.forms.get(tokens[k - 1].lower, ())):  # "rules out talks"
        return True
    if k and _plain(tokens[k], pack):  # "announced | new | talks"
        k -= 1
    tags = {f.tag for f in pack.forms.get(tokens[k].lower, ()) if len(f.words) == 1}
    return bool(tags & {"past", "part", "ger", "adj"}) and not tags & {"sg", "pl"}


def _plain(token: Token, pack: Pack) -> bool:
    """Is it a word without a capital that no table has?"""
    grammar, lower = pack.grammar, token.lower
    known = any(len(f.words) == 1 for f in pack.forms.get(lower, ())) or is_closed(lower, grammar)
    small = lower in grammar.coordinators | grammar.subordinators | grammar.adverbs or lower in grammar.auxiliaries
    return token.text.islower() and not (known or small)


def _listed(i: int, tokens: tuple[Token, ...], forms: tuple[Form, ...], pack: Pack) -> bool:
    """Does a plural that could be a verb stand behind another and "and", without an object ("rockets and bombs")?"""
    grammar = pack.grammar
    if grammar.nouns_are_capitalised or i < 2 or tokens[i - 1].lower not in grammar.coordinators:
        return False
    if not any(f.tag == "pl" for f in forms) or any(f.tag == "past" for f in forms):
        return False
    after = tokens[i + 1].lower if i + 1 < len(tokens) else "."
    parallel = any(f.tag == "pl" for f in pack.forms.get(tokens[i - 2].lower, ()) if len(f.words) == 1)
    return parallel and (after in grammar.prepositions or not after[0].isalnum())


def _agrees(before: str, third: bool, grammar: Grammar) -> bool:
    """Can the lower-case word before be the subject, or stand between subject and verb, of a verb in the present, in
    the `third` person singular or not ("trucks cross")?"""
    if before in grammar.pronouns or before in grammar.adverbs or before in grammar.coordinators:
        return True
    if before in grammar.relative_pronouns or before in grammar.auxiliaries or before in grammar.negations:
        return True
    endings = grammar.third_person_endings
    return not endings or before.endswith(endings) != third
