"""The finite verb of a clause, and the tense, mood and voice that it has with the verbs beside it."""

from collections.abc import Collection
from itertools import pairwise, takewhile
from typing import Final, Literal

from worker.extract.grammar.lexicon import FINITE, is_inflected
from worker.extract.grammar.verbal import behind_agent, by_agent, parted
from worker.extract.grammar.words import Word, heightened, is_finite
from worker.languages.grammar import Grammar
from worker.languages.grammar_rows import Auxiliary
from worker.languages.pack import AidWord, AttackWord, Casualty, SpeechWord, TalksWord, Weapon

Role = Literal["main", "subordinate", "relative", "infinitive", "fragment"]
NO_MODALS = frozenset({"be", "have", "become", "do"})
_FEW = 3  # words of an adjective, its noun and a verb
_NO_VERBS = frozenset({"be", "have", "become"})  # auxiliaries that no infinitive follows
_OF_VIOLENCE: Final = (AttackWord, Casualty)


def has_finite(words: tuple[Word, ...]) -> bool:
    """Can one of the words be a finite verb?"""
    return bool(predicates(words))


def predicates(words: tuple[Word, ...]) -> list[Word]:
    """The words that can be the finite verb: known forms, guesses only where there are none."""
    subject = bool(words[0].nouns) and _is_subject(words)
    if any(f.tag == "ger" for f in words[0].verbs) and not words[0].capital and not subject:
        beside = (w for w in words[1:] if not w.infinitive and any(a.lemma != w.lower for a in w.auxiliaries))
        return [*beside][:1]  # "Striking the airfields is ..."
    known = [w for w in words if is_finite(w)]
    known = [w for w, after in pairwise((*known, None)) if w and not _before_verb(w, after)]
    sure = [w for w in known if w.auxiliaries or any(f.tag == "past" for f in w.verbs)]
    if sure and len(sure) < len(known):
        known = [w for w in known if w in sure or not any(f.tag in ("sg", "pl") for f in w.nouns)]
    if holds_infinitive(words):
        rest = [w for w in known if w.auxiliaries or not w.participle or any(f.tag == "past" for f in w.verbs)]
        rest = [w for w in rest if not _perfect_part(w, words[-1])]
        return [] if rest and _joins_infinitive(rest[0], words) else rest
    return known or [w for k, w in enumerate(words) if guessed(k, words)]


def _before_verb(word: Word, after: Word | None) -> bool:
    """Does a plural noun that looks like a verb stand right before one that is nothing else ("The talks | stall")?"""
    if after is None or after.index != word.index + 1 or not any(f.tag == "pl" for f in word.nouns):
        return False
    if any(f.particle == after.lower for f in word.verbs):  # "China hits | back"
        return False
    return not after.nouns and not after.participle and any(f.tag == "pres" for f in after.verbs)


def _is_subject(words: tuple[Word, ...]) -> bool:
    """Is the noun that begins a clause what its verb tells of ("Shelling killed two", "Shelling in Sumy killed two"),
    with no comma between?
    """
    verb = next((k for k in range(1, len(words)) if is_finite(words[k])), 0)
    whole = all(b.index == a.index + 1 for a, b in pairwise(words[: verb + 1]))
    return verb == 1 or (verb > 1 and whole and words[1].preposition is not None)


def _perfect_part(word: Word, last: Word) -> bool:
    """Is it a part of an infinitive of two verbs at the end ("beschossen zu haben", "liefern zu wollen")?"""
    near = bool(last.auxiliaries) and word.index == last.index - 2  # not "vowed to retaliate"
    modal = any(f.tag == "inf" for f in word.verbs) and any(a.kind not in NO_MODALS for a in last.auxiliaries)
    return last.infinitive and (word is last or (near and (word.participle or modal)))


def _joins_infinitive(word: Word, words: tuple[Word, ...]) -> bool:
    """Is it a second infinitive under the mark of the first ("Kagame to visit Luanda and | meet ...")?"""
    marked = any(w.infinitive for w in words if w.index < word.index)
    joined = any(w.coordinator for w in words if w.index == word.index - 1)
    return marked and joined and not word.auxiliaries and any(f.tag == "inf" for f in word.verbs)


def violent(words: tuple[Word, ...]) -> bool:
    """Does one of the words tell of violence?"""
    return any(isinstance(f.entry, AttackWord) for w in words for f in (*w.verbs, *w.nouns))


def holds_infinitive(words: tuple[Word, ...]) -> bool:
    """Does the stretch hold an infinitive with its marker ("zu liefern", "abzuziehen", "to strike")?"""
    return any(w.infinitive for w in words)


def guessed(k: int, words: tuple[Word, ...]) -> bool:
    """An unknown word with the ending of a finite verb that does not stand before a noun as adjectives do."""
    return words[k].guess and not (k + 1 < len(words) and (words[k + 1].capital or words[k + 1].guess))


def behind_gerund(words: tuple[Word, ...]) -> int:
    """Where the clause itself begins behind a gerund with a comma ("Speaking to reporters, Putin said ..."), else 0."""
    noun = (
        bool(words[0].nouns) and len(words) > 1 and is_finite(words[1])
    )  # "Fighting broke out near Goma, killing ..."
    if noun or not any(f.tag == "ger" for f in words[0].verbs):
        return 0
    return next((k for k in range(1, len(words)) if words[k].index > words[k - 1].index + 1), 0)


def finite_of(words: tuple[Word, ...], role: Role, grammar: Grammar, names: Collection[int] = ()) -> Word | None:
    """The finite verb: the last candidate of a verb-final clause, the first of any other."""
    candidates = predicates(words[behind_gerund(words) :])
    if not candidates:
        return None
    if grammar.word_order == "verb_second" and role in ("subordinate", "relative"):
        return candidates[-1]
    if grammar.word_order == "verb_second" and (helper := _behind_attribute(candidates, words, grammar)):
        return helper
    if grammar.word_order == "verb_second" and candidates[0].participle and not candidates[0].auxiliaries:
        behind = words[words.index(candidates[0]) + 1 :]  # "bezahlt werden sollen sie von ..."
        cluster = list(takewhile(lambda w: w.auxiliaries, behind))
        return cluster[-1] if cluster else candidates[0]
    if grammar.word_order == "subject_verb" and _described(candidates[0], words):
        return next((w for w in candidates if w.auxiliaries), candidates[0])
    verb = next((w for w in candidates if not reduced(w, words, grammar, names)), None)
    return verb or behind_agent(candidates[0], words, grammar, names) or candidates[0]


def _behind_attribute(candidates: list[Word], words: tuple[Word, ...], grammar: Grammar) -> Word | None:
    """The auxiliary of a clause that begins with an adjective and its noun ("bewaffnete Gruppen | müssten ...")."""
    lead, *rest = candidates
    if lead is not words[0] or lead.auxiliaries or len(words) < _FEW or not words[1].capital:
        return None
    if words[1].index != lead.index + 1 or not is_inflected(lead.token.text, grammar):
        return None
    return next((w for w in rest if w.auxiliaries and not w.infinitive and w is not words[-1]), None)


def closes_as_participle(word: Word, words: tuple[Word, ...], grammar: Grammar) -> bool:
    """Is what could be the past a participle without its auxiliary, since it stands last where the finite verb stands
    second ("Gespräche in Genf verschoben")?
    """
    if grammar.word_order != "verb_second" or word is not words[-1] or word.auxiliaries or not word.participle:
        return False
    return len(words) > 1 and not any(w.pronoun for w in words) and not words[0].coordinator


def reduced(word: Word, words: tuple[Word, ...], grammar: Grammar, names: Collection[int] = ()) -> bool:
    """A participle that only looks finite: "drones launched by Russia", "talks aimed at a truce were held"."""
    if word.auxiliaries or not word.participle or grammar.word_order == "verb_second":
        return False
    following = tuple(w for w in words if w.index > word.index)
    if following and any(map(is_finite, following[1:])) and heightened(words.index(word), words, grammar):
        return following[0].index == word.index + 1 and not following[0].closed  # "heavily | armed | men stormed"
    if word is words[0] and following and any(map(is_finite, following[1:])):  # "Armed rebels ambushed ..."
        noun = following[0].capital or following[0].nouns or following[0].index in names
        return following[0].index == word.index + 1 and bool(noun) and not following[0].closed
    apart = 1 + parted(word, following)
    after = next((w for w in following[:apart] if w.index == word.index + apart), None)
    if after is None or after.preposition is None or after.lower in grammar.agent_prepositions:
        return after is not None and after.preposition is not None
    if _says_at_end(following):
        return True
    speech = (f.entry for f in word.verbs if isinstance(f.entry, SpeechWord) and not f.fixed)
    if any(e.strength != "weak" for e in speech):
        return False
    later = [w for w in following[1:] if is_finite(w)]
    if later and _is_given(word, after):
        return True
    return any(w.auxiliaries or not w.participle for w in later) or _takes_over(word, later, following)


def has_predicate(before: tuple[Word, ...], after: tuple[Word, ...], grammar: Grammar, names: Collection[int]) -> bool:
    """Has what stands before a coordinator a verb of its own, and not only a participle whose noun the verb behind it
    belongs to ("rebels | backed by Chad | and Mali attacked a town")?
    """
    finites = [w for w in before if is_finite(w) and not by_agent(w, before, grammar, names)]
    if not finites or grammar.word_order == "verb_second" or any(not w.participle or w.auxiliaries for w in finites):
        return bool(finites)
    verb = next((k for k, w in enumerate(after) if is_finite(w)), 0)
    acts = 1 < verb < len(after) - 1 and not (after[verb + 1].preposition or after[verb].auxiliaries)
    return not (acts and all(_described_by(w, before, grammar) for w in finites))


def _described_by(word: Word, words: tuple[Word, ...], grammar: Grammar) -> bool:
    """Does a participle behind its noun stand before who did it or what was given?"""
    after = next((w for w in words if w.index == word.index + 1), None)
    if after is None or word is words[0]:
        return False
    return after.lower in grammar.agent_prepositions or _is_given(word, after)


def _is_given(word: Word, after: Word) -> bool:
    """Is it a verb of giving with what is given behind it, and not to whom ("men | armed with | axes and knives")?"""
    given = [e.roles for f in word.verbs if isinstance(e := f.entry, AidWord)]
    return any("object=recipient" in roles and f"{after.lower}=item" in roles for roles in given)


def _says_at_end(following: tuple[Word, ...]) -> bool:
    """Does a clause end with a verb of saying, and nothing joins it to the one before ("officials briefed on the plan |
    said")?
    """
    last, between = following[-1], following[:-1]
    said = is_finite(last) and any(isinstance(f.entry, SpeechWord) for f in last.verbs)
    return said and not any(w.coordinator or w.punctuation or w.subordinator or w.behind_comma for w in between)


def _takes_over(word: Word, later: list[Word], following: tuple[Word, ...]) -> bool:
    """Has the first of the later verbs an object, and nothing that joins it to `word` ("hackers linked to Russia |
    attacked a dam", "the rockets, fired at dawn, | hit a farm")?"""
    if not later:
        return False
    before = [w for w in following if w.index < later[0].index]
    behind = next((w for w in following if w.index == later[0].index + 1), None)
    joined = any(w.coordinator or w.punctuation or w.subordinator or w.relative for w in before)
    inserted = word.behind_comma or any(w.behind_comma for w in before)  # both commas, or none
    joined = joined or inserted != later[0].behind_comma
    return not joined and behind is not None and not (behind.preposition or behind.punctuation)


def only_nouns(words: tuple[Word, ...], finite: Word | None, grammar: Grammar) -> list[Word]:
    """Nouns that look like verbs in the present, in a clause that has its verb ("killed in the Gaza | blast")."""
    if finite is None or grammar.word_order == "verb_second":
        return []
    if any(a.kind not in _NO_VERBS for a in finite.auxiliaries):
        return []
    found = []
    for before, word in pairwise(words):
        apart = before.index + 1 < word.index or before.coordinator or before.punctuation or before.relative
        if word is finite or apart or word.infinitive:
            continue
        if any(f.tag == "sg" for f in word.nouns) and all(f.tag in ("pres", "inf") for f in word.verbs):
            found.append(word)
    return found


def _described(word: Word, words: tuple[Word, ...]) -> bool:
    """Does a participle of violence only tell more of the subject of an auxiliary behind it ("a man shot on Friday was
    buried")?
    """
    if word.auxiliaries or not word.participle or not any(isinstance(f.entry, _OF_VIOLENCE) for f in word.verbs):
        return False
    behind = [w for w in words if w.index > word.index]
    inside = takewhile(lambda w: not _begins_clause(w), behind)
    return any(w.auxiliaries and not w.infinitive for w in inside)


def _begins_clause(word: Word) -> bool:
    said = not word.auxiliaries and any(isinstance(f.entry, SpeechWord) for f in word.verbs)
    return said or bool(word.coordinator or word.subordinator or word.relative or word.pronoun)


def verbal_complex(
    words: tuple[Word, ...], finite: Word | None, grammar: Grammar, *, heading: bool = False
) -> tuple[str, str, bool, str | None]:
    """(tense, mood, passive, modal) from the finite verb and the participles and infinitives beside it."""
    if finite is None:
        return "present", "indicative", False, None
    participles = [w for w in words if w is not finite and (w.participle or w.lower in grammar.passive_particles)]
    infinitives = [w for w in words if w is not finite and any(f.tag in ("inf", "zu_inf") for f in w.verbs)]
    if not finite.auxiliaries:
        form = next((f for f in finite.verbs if f.tag in FINITE), None)
        mood = {"konj1": "reported", "konj2": "irrealis"}.get(form.tag, "indicative") if form else "indicative"
        bare = _bare_passive(finite, words, grammar, heading=heading) or (
            heading and _headline_passive(finite, words, grammar)
        )
        return ("past" if form and form.tag == "past" else "present"), mood, bare, None
    aux = finite.auxiliaries[0]
    passive = _passive(aux, participles, words, grammar)
    if aux.kind not in NO_MODALS:
        if aux.lemma in grammar.future_auxiliaries:
            return "future", aux.mood, passive, None
        return aux.tense, aux.mood, passive, aux.kind
    if aux.kind == "have" and aux.mood == "irrealis" and (modal := _last_modal(words, finite)):
        return aux.tense, aux.mood, passive, modal
    was = participles and aux.tense == "past" and aux.mood == "indicative"  # "wurde empfangen"
    both = not was and all(w in infinitives for w in participles)  # "werden beraten"
    if aux.lemma in grammar.future_auxiliaries and infinitives and both:
        return "future", aux.mood, False, None
    perfect = (
        aux.kind in ("have", "be") and participles and not (grammar.word_order == "subject_verb" and aux.kind == "be")
    )
    if perfect:
        return ("pluperfect" if aux.tense == "past" else "past"), aux.mood, passive, None
    return aux.tense, aux.mood, passive, None


def _bare_passive(finite: Word, words: tuple[Word, ...], grammar: Grammar, *, heading: bool) -> bool:
    """The passive of a headline ("Two killed in ...", "Russia accused of ...", "Israel urged to ..."): where the object
    would stand behind a verb that cannot do without one, something else stands.
    """
    if grammar.word_order == "verb_second" or not finite.participle or words[0].relative:
        return False
    nxt = _next_to(finite.index, words)
    hurts = any(isinstance(f.entry, Casualty) and "passive_subject" in f.entry.number for f in finite.verbs)
    if hurts and not _is_armed(finite, words):
        after = _behind(finite, words)
        return after is None or after.preposition is not None or after.punctuation
    before = words[words.index(finite) - 1]
    named = before.capital or before.token.text.rpartition("-")[2][:1].isupper()  # "al-Sharaa pledged"
    said = [(f, f.entry) for f in finite.verbs if isinstance(f.entry, SpeechWord)]
    government = {g for _, entry in said for g in entry.government}
    marked = (a for a, b in pairwise(words) if a.lower in grammar.infinitive_markers and b.infinitive)
    mark = next((w for w in marked if w.index > finite.index), None)  # not "appealed to both sides"
    to_do = mark is not None and mark is nxt
    promises = (mark is not None and bool(said)) or (  # "the ministry vowed | on Friday | to ...", "vowed that"
        nxt is None and "that" in government and not heading
    )
    if _gives(finite) and not (named or promises) and before is not words[-1] and not _object_later(finite, words):
        return nxt is None or nxt.preposition is not None or nxt.punctuation  # "aid suspended for ..."
    if not government or nxt is None:
        return False
    if nxt.lower in grammar.infinitive_markers:
        return to_do and "object+to-infinitive" in government and "to-infinitive" not in government
    content = nxt.lower in (grammar.content_prepositions | grammar.agent_prepositions)
    content = content and all(nxt.lower not in f.fixed for f, _ in said)  # not "pushed for a truce"
    content = content and not nxt.begins_phrase  # not "talked by phone"
    return content and all(g.startswith("object") for g in government)


def _object_later(finite: Word, words: tuple[Word, ...]) -> bool:
    """Does the object stand behind what is told beside it ("rejected | on Friday | the plan")?"""
    behind = [w for w in words if w.index > finite.index]
    pairs = pairwise(behind)
    return any(w.determiner and not (last.closed or last.punctuation) for last, w in pairs)


def _headline_passive(finite: Word, words: tuple[Word, ...], grammar: Grammar) -> bool:
    """Is it a participle of violence without the object that it needs, and so its auxiliary left out ("Village attacked
    in Borno")? Headlines tell what somebody does in the present.
    """
    needs = any(isinstance(f.entry, AttackWord) and _strikes(f.entry) for f in finite.verbs)
    if not (needs and finite.participle) or grammar.word_order != "subject_verb" or _is_armed(finite, words):
        return False
    nxt = _behind(finite, words)
    return nxt is None or bool(nxt.preposition or nxt.subordinator or nxt.adverb)


def _behind(verb: Word, words: tuple[Word, ...]) -> Word | None:
    """The word behind a verb, or behind all of it where it has several words ("shot dead | in")."""
    own = {word for f in verb.verbs for word in f.fixed}
    last = verb.index + any(w.index == verb.index + 1 and w.lower in own for w in words)
    return _next_to(last, words)


def _next_to(last: int, words: tuple[Word, ...]) -> Word | None:
    """The word behind token `last`, which a sign of money may part from it ("pledged | $7 million")."""
    after = next((w for w in words if w.index > last), None)
    summed = after is not None and after.index == last + 2 and not after.behind_comma and after.token.text[:1].isdigit()
    return after if after is not None and (summed or after.index == last + 1) else None


def _strikes(entry: AttackWord) -> bool:
    return bool({"object=target", "object=victim"} & set(entry.roles))


def _is_armed(finite: Word, words: tuple[Word, ...]) -> bool:
    """Does a weapon stand before the verb, which strikes and is not struck ("jets struck near ...")?"""
    return any(isinstance(f.entry, Weapon) for w in words if w.index == finite.index - 1 for f in w.nouns)


def _gives(finite: Word) -> bool:
    """Is it a word of giving that tells what is given by its object?"""
    aid = [f.entry for f in finite.verbs if isinstance(f.entry, AidWord)]
    if any(isinstance(f.entry, TalksWord) for f in finite.verbs):  # "the ministers agreed on ..."
        return False
    return any(e.strength != "weak" and {"object=item", "subject=donor"} <= set(e.roles) for e in aid)


def _last_modal(words: tuple[Word, ...], finite: Word) -> str | None:
    """The kind of a modal in the infinitive at the end of a verbal complex ("hätten | sterben können")."""
    last = next((w for w in reversed(words) if w is not finite), finite)
    kinds = (a.kind for a in last.auxiliaries if a.lemma == last.lower and a.kind not in NO_MODALS)
    return next(kinds, None)


def _passive(aux: Auxiliary, participles: list[Word], words: tuple[Word, ...], grammar: Grammar) -> bool:
    if not participles:
        return False
    if grammar.word_order == "subject_verb":  # "the shells promised by the EU | have been sent"
        at = next(w.index for w in words if aux in w.auxiliaries)
        leads = participles[0] is words[0]  # "Killed were | two", but not "the United | Nations is"
        participles = [w for w in participles if w.index > at] or (participles if leads else [])
        if not participles:
            return False
        pairs = pairwise(
            w for w in words if w.index > at and not (w.adverb or w.lower.endswith(grammar.adverb_endings))
        )
        if any(a.lower in grammar.passive_auxiliaries and b is participles[0] for a, b in pairs):
            return True  # "will soon be sent"
    nouns = grammar.indefinite_articles | grammar.possessives
    named = [b.index for a, b in pairwise(words) if aux in a.auxiliaries and b.lower in nouns]
    if grammar.word_order == "subject_verb" and named and named[0] < participles[0].index:
        return False  # "is | a day of mourning for those killed in ..."
    particle = next((w for w in words if w.lower in grammar.passive_particles), None)
    if particle is not None and aux.kind != "be":  # "has been denied", but not "has denied being behind it"
        verb = next((w for w in participles if w.lower not in grammar.passive_particles), None)
        return verb is None or verb.index > particle.index or grammar.word_order == "verb_second"
    if any(aux_.lemma in grammar.passive_auxiliaries for w in words for aux_ in w.auxiliaries):
        return True
    return aux.kind == "be" and not any(w.lower in grammar.be_perfect for w in participles)
