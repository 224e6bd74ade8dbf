"""The stretches of a sentence that clauses are put together from."""

from collections.abc import Collection, Iterator
from typing import Final

from worker.extract.grammar.insertions import enumerates, glued, in_brackets, joins_names, says_of_gift, says_when
from worker.extract.grammar.lexicon import FINITE
from worker.extract.grammar.predicates import has_finite, has_predicate, reduced
from worker.extract.grammar.verbal import by_agent
from worker.extract.grammar.words import Word, is_finite, may_be_verb
from worker.languages.grammar import Grammar
from worker.languages.pack import AttackWord, Casualty, SpeechWord
from worker.text.document import Sentence

_BREAKS = frozenset(",;:()[]–—-/…")
_SAYING: Final = frozenset({*FINITE, "ger"})
_TO_DO = "object+to-infinitive"
_AROUND = 2  # words from a coordinator to the one behind the noun that it joins
_SUBJECT_AND_VERB: Final = 2  # words
_UNKNOWN = 3  # words from a relative pronoun to the object of its verb
_ALONE = 1  # place of a verb right behind the coordinator that a part begins with


def pieces(
    sentence: Sentence, words: tuple[Word, ...], grammar: Grammar, names: Collection[int]
) -> Iterator[tuple[Word, ...]]:
    """Stretches between breaks: punctuation, edges of quoted clauses, openers, and coordinators before a new verb."""
    piece: list[Word] = []
    for word in words:
        if word.index < sentence.body_first:
            continue
        if word.punctuation:
            inserted = in_brackets(words, word.index) or glued(words, word.index)
            if word.token.text in _BREAKS and piece and not (inserted or enumerates(words, word.index, tuple(piece))):
                yield from _split(tuple(piece), grammar, names)
                piece = []
            continue
        if (
            piece
            and sentence.quoted[word.index] != sentence.quoted[piece[-1].index]
            and _clause_like(sentence, words, word, tuple(piece), grammar)
        ):
            yield from _split(tuple(piece), grammar, names)
            piece = []
        piece.append(word)
    if piece:
        yield from _split(tuple(piece), grammar, names)


def _clause_like(
    sentence: Sentence, words: tuple[Word, ...], word: Word, piece: tuple[Word, ...], grammar: Grammar
) -> bool:
    """Is the stretch of quotation that begins or ends at `word` a clause of its own rather than quoted words in one?"""
    if sentence.quoted[word.index]:
        rest = words[word.index :]
        end = next((k for k, w in enumerate(rest) if not sentence.quoted[w.index]), len(rest))
        quoted = rest[:end]
    else:
        quoted = tuple(w for w in piece if sentence.quoted[w.index])
    if sentence.quoted[word.index] and _goes_on(piece, word):
        return False
    alone = len(quoted) == 1 and quoted[0].participle  # "has “destroyed” the base"
    around = any(is_finite(w) for w in words if not sentence.quoted[w.index])
    return not alone and around and any(map(is_finite, quoted))


def _goes_on(piece: tuple[Word, ...], verb: Word) -> bool:
    """Is the word in quotation marks the verb of the subject before it ("said the raid | “killed | dozens”")?"""
    past = any(f.tag == "past" for f in verb.verbs) and not verb.nouns
    last = max((k for k, w in enumerate(piece) if is_finite(w)), default=-1)
    subject = piece[last + 1 :]
    return past and len(subject) > 1 and any(w.determiner for w in subject)


def _split(piece: tuple[Word, ...], grammar: Grammar, names: Collection[int]) -> Iterator[tuple[Word, ...]]:
    """`piece` cut before openers inside it and before coordinators that join two predicates."""
    start = 0
    for k in range(1, len(piece)):
        word = piece[k]
        before, after = piece[start:k], piece[k:]
        if _says_clause(before, after, grammar, names):
            yield before
            start = k
            continue
        told = word.coordinator and has_predicate(before, after, grammar, names)
        joins = told and _own_finite(before, after, grammar, names) and not _shares(after)
        opens = _opens_inside(word, piece, k, grammar) and has_finite(after)
        inner = (opens and word.relative) or _touches(before, after, grammar, names)
        cut = k - int(opens and _governed(word, before[-1], grammar))  # "the raid | in which two died"
        if not (before := piece[start:cut]):
            continue
        if inner and (end := _resumes(before, after, grammar, names)):
            outer = _split((*before, *after[end:]), grammar, names)
            yield next(outer)
            yield from _split((*piece[cut:k], *after[:end]), grammar, names)
            yield from outer
            return
        if joins or (opens and not _shares(after)):
            yield before
            start = cut
    yield piece[start:]


def _governed(word: Word, before: Word, grammar: Grammar) -> bool:
    """Is it a relative pronoun behind its preposition, but for that of a part ("two of which")?"""
    governed = before.preposition is not None and before.lower not in grammar.genitive_prepositions
    return governed and word.relative and not word.subordinator


def _touches(before: tuple[Word, ...], after: tuple[Word, ...], grammar: Grammar, names: Collection[int]) -> bool:
    """Does a relative clause without a pronoun begin behind its noun ("the drone | Russia fired | hit a mill")?"""
    if grammar.word_order == "verb_second" or len(after) < _SUBJECT_AND_VERB or not before[0].determiner:
        return False
    noun, subject, verb = before[-1], after[0], after[1]
    named = (subject.index in names and subject.capital) or (subject.pronoun and not subject.determiner)
    plain = not (noun.closed or noun.capital or noun.number or noun.verbs) or bool(noun.nouns)
    return bool(named and plain and len(before) > 1 and is_finite(verb) and not (verb.auxiliaries or verb.nouns))


def _resumes(before: tuple[Word, ...], after: tuple[Word, ...], grammar: Grammar, names: Collection[int]) -> int:
    """Where a clause without a verb so far goes on behind a relative one that no comma ends ("rebels who hold Goma |
    have shelled it"), or 0. Each clause inside the relative one takes one more verb, and so does what is said in it.
    """
    if any(is_finite(w) and not w.nouns for w in before) or any(map(is_finite, before[:-1])):
        return 0
    # Verbs to come before the one looked for; the word behind the last one.
    wanted, behind = (0, 2) if _unknown_verb(after, names) else (1, 1)
    said = False
    for k in range(1, len(after)):
        if k < behind:
            continue
        if after[k].infinitive:
            behind = _behind_complex(k, after, grammar)
            continue
        if _opens_inside(after[k], after, k, grammar):
            wanted += 1
        if not is_finite(after[k]) or (k > 1 and _is_noun(k, after, names)):
            continue
        if wanted == 0 and not _may_resume(k, after, grammar, names):
            continue
        wanted += said - 1
        if wanted < 0:
            before[-1].verbs = () if before[-1].nouns else before[-1].verbs
            return _with_adverbs(k, after)
        behind = _behind_complex(k, after, grammar)
        said = governs_clause(after[k], ()) and not said
    return 0


def _unknown_verb(after: tuple[Word, ...], names: Collection[int]) -> bool:
    """Is what parts a relative pronoun from an object a verb that no table knows ("allies that border Chad")?"""
    if len(after) < _UNKNOWN or is_finite(after[1]) or not after[0].relative:
        return False
    opens = after[2].determiner or after[2].index in names
    return bool(opens) and after[1].index not in names and may_be_verb(after[1])


def _with_adverbs(k: int, words: tuple[Word, ...]) -> int:
    """Where the adverbs right before word `k` begin."""
    while k > 1 and words[k - 1].adverb:
        k -= 1
    return k


def _behind_complex(k: int, words: tuple[Word, ...], grammar: Grammar) -> int:
    """The word behind a verb and the one that it helps ("have repeatedly attacked", "be shot")."""
    helps = bool(words[k].auxiliaries) or words[k].lower in grammar.passive_auxiliaries
    for j in range(k + 1, len(words)) if helps else ():
        word = words[j]
        between = word.adverb or word.negation or word.lower.endswith(grammar.adverb_endings)
        if word.auxiliaries or between or word.lower in grammar.passive_particles:
            k = j
        else:
            return j + bool(word.verbs)
    return k + 1


def _is_noun(k: int, words: tuple[Word, ...], names: Collection[int]) -> bool:
    """Is what could be a verb in the present a noun, with no object behind it?"""
    word, after = words[k], next(iter(words[k + 1 :]), words[k])
    if not word.nouns or word.auxiliaries or any(f.tag == "past" for f in word.verbs):
        return False
    return not (after.determiner or after.pronoun or after.index in names)


def _may_resume(k: int, words: tuple[Word, ...], grammar: Grammar, names: Collection[int]) -> bool:
    """Can the verb at `k` be that of a subject further back: no attribute or participle, joined to none before it, and
    without a subject right before it?"""
    last = words[_with_adverbs(k, words) - 1]
    if last.coordinator or last.determiner or last.preposition or last.number or last.pronoun:
        return False
    return not reduced(words[k], words, grammar, names)


def _says_clause(before: tuple[Word, ...], after: tuple[Word, ...], grammar: Grammar, names: Collection[int]) -> bool:
    """ "Poland said | a missile had crossed": a verb of saying before a clause that no word opens.

    Between them may stand when and where it was said ("said on Friday | it had"), or to whom ("told AFP | at least").
    """
    if grammar.word_order == "verb_second" or says_when(after, grammar):
        return False
    when = next((k for k in range(len(before), 0, -1) if not before[k - 1].time), 0)
    before = before[:when] or before
    if not _begins_subject(before, after, names):
        return False
    verb = next((k for k in range(len(before) - 1, -1, -1) if is_finite(before[k])), None)
    if verb is None and any(f.tag == "ger" for f in before[0].verbs):
        verb = 0  # ", saying | the army had ..."
    if verb is None or not governs_clause(before[verb], before[verb + 1 :]):
        return False
    said = [f.entry for f in before[verb].verbs if isinstance(f.entry, SpeechWord)]
    # "promised those hit by", "pledged $3m at a conference hosted by"
    gives = any("two-objects" in e.government or e.pledge for e in said)
    inner = next((k for k, w in enumerate(after) if w.relative), 0)
    if inner and _resumes(after[:inner], after[inner:], grammar, names):
        return True  # "said | rebels who hold Goma had shelled it"
    finite = next((k for k, w in enumerate(after) if is_finite(w) and not (gives and reduced(w, after, grammar))), 0)
    if finite == 1 and after[0].token.text[:1].isdigit() and any(f.tag == "sg" for f in after[1].nouns):
        return False  # "proposes $5bn loan"
    counted = any(w.number or w.token.text[:1].isdigit() for w in after[:finite])
    if counted and after[finite].plural_noun and not any(map(is_finite, after[finite + 1 :])):
        return False  # "promised Kyiv 1.5 million shells"
    if _ends_phrase(finite, after) or (finite and says_of_gift(before[verb], after[: finite + 1], after[finite + 1 :])):
        return False
    if any(_TO_DO in e.government for e in said) and any(w.infinitive for w in after[: finite + 1]):
        return False  # "urged | Iran to return to talks"
    if all(e.act != "say" for e in said) and _goes_on_elsewhere(after[: finite + 1], names):
        return False
    return finite > 0 and not any(_parts(k, after, names) for k in range(1, finite))


def _ends_phrase(k: int, words: tuple[Word, ...]) -> bool:
    """Is what looks like a verb the noun of a phrase under a preposition ("announced a suspension | of the Doha talks |
    on Friday")?"""
    opener = next((n for n in range(k - 1, 0, -1) if words[n].preposition), 0)
    inside, behind = words[opener + 1 : k], words[k + 1 : k + 2]
    bare = opener > 0 and len(inside) > 1 and bool(inside[0].determiner) and not any(w.determiner for w in inside[1:])
    ends = all(w.preposition or w.coordinator for w in behind)
    ends = ends and not any(is_finite(w) or w.infinitive for w in words[k + 1 :])
    return words[k].plural_noun and bare and ends


def _goes_on_elsewhere(words: tuple[Word, ...], names: Collection[int]) -> bool:
    """Ends the object of a verb, and begins another subject, at a coordinator ("announced | aid for Kyiv and Poland
    sent tanks")?"""
    joint = next((k for k, w in enumerate(words) if w.coordinator), 0)
    thing = words[0].index not in names or any(w.preposition for w in words[:joint])
    return joint > 0 and thing and not words[-1].auxiliaries


def _begins_subject(before: tuple[Word, ...], after: tuple[Word, ...], names: Collection[int]) -> bool:
    """Can a subject begin here: right behind the verb with nearly any word, further on with one that opens a phrase?"""
    first, last = after[0], before[-1]
    counted = first.token.text[:1].isdigit() or (len(after) > 1 and after[1].adverb and bool(first.preposition))
    opens = bool(first.determiner or first.pronoun or first.index in names) or counted or first.adverb
    if is_finite(last) or (len(before) == 1 and any(f.tag == "ger" for f in last.verbs)):
        return opens or first.capital or not first.closed
    return opens and not (last.preposition or last.determiner or last.coordinator or last.token.text[:1].isdigit())


def governs_clause(verb: Word, between: tuple[Word, ...]) -> bool:
    """Can a clause follow this verb: right behind it, behind an adverbial, or behind whom it tells?"""
    said = [f.entry for f in verb.verbs if not f.fixed and f.particle is None and f.tag in _SAYING]
    governments = [e.government for e in said if isinstance(e, SpeechWord)]
    if between and not (between[0].preposition or between[0].adverb):
        return any("object+that" in g for g in governments)
    return any("that" in g or not g for g in governments)


def _parts(k: int, after: tuple[Word, ...], names: Collection[int]) -> bool:
    """Does word `k` show that what follows a verb of saying is no clause with a subject of its own?"""
    word = after[k]
    if word.coordinator and k + 1 < len(after):
        joined = after[k + 1]
        if joined.determiner or joined.index in names or joined.token.text[:1].isdigit():
            return False
        return is_finite(joined) or joined.closed
    return word.subordinator or word.relative or word.coordinator


def _own_finite(before: tuple[Word, ...], after: tuple[Word, ...], grammar: Grammar, names: Collection[int]) -> bool:
    """Has the part behind a coordinator a finite verb of its own, and not only a participle of the auxiliary before?"""
    described = (k + 1 for k in range(2, len(after) - 1) if after[k + 1].relative and _bare_plural(k, after))
    after = after[: next(described, len(after))]
    finites = tuple(w for k, w in enumerate(after) if is_finite(w) and not _bare_plural(k, after))
    hosted = len(finites) == 1 and finites[0] not in after[:2] and by_agent(finites[0], after, grammar, names)
    if not finites or hosted or (_past(before) and all(w.plural_noun for w in finites)):
        return False
    if finites[0] in after[2:] and after[after.index(finites[0]) - 1].coordinator:
        return False  # "met Xi | and Modi in May and | will visit"
    if _tells_no_speaker(after):
        return False
    if _past(finites) and all(_governing_noun(k, before) for k, w in enumerate(before) if is_finite(w)):
        return False  # "strikes on the north and south killed nine"
    if _perfect_infinitive(before, after):
        finites = finites[:-1]
    modal = any(a.kind not in ("be", "have", "do") for w in before for a in w.auxiliaries)
    if modal and finites and finites[-1] is after[-1] and any(f.tag == "inf" for f in after[-1].verbs):
        finites = finites[:-1]
    if finites and finites[0] not in after[:2] and _lists_losses(before[-1], finites[0]):
        return False
    shared = any(w.auxiliaries for w in before) and all(w.participle and not w.auxiliaries for w in finites)
    return not shared or _takes_object(after)


def _tells_no_speaker(after: tuple[Word, ...]) -> bool:
    """Comes the speaker of a verb of saying behind a later coordinator, no deed being one ("condemned the shelling |
    and raids on Burundi and | Angola called for a truce")?"""
    deed = any(isinstance(f.entry, AttackWord) for f in after[1].nouns) if len(after) > 1 else False
    later = (k for k in range(2, len(after)) if deed and after[k].coordinator)
    behind = after[next(later, len(after)) :]
    verb = next((w for w in behind if is_finite(w)), None)
    return verb is not None and any(isinstance(f.entry, SpeechWord) for f in verb.verbs)


def _shares(after: tuple[Word, ...]) -> bool:
    """Does a verb stand right behind a later coordinator, so that what comes before that has none of its own ("hit Kyiv
    | and Odesa and killed nine", "described it | as bad and left")?"""
    verb = next((k for k, w in enumerate(after) if is_finite(w)), 0)
    return verb > _ALONE and after[verb - 1].coordinator and not after[verb].plural_noun


def _bare_plural(k: int, words: tuple[Word, ...]) -> bool:
    """Is a word in the plural, rather than a verb whose subject stands before it ("and other attacks")?"""
    before = words[1:k]
    subject = before and (before[-1].capital or any(w.pronoun or w.determiner for w in before[:-1]))
    return words[k].plural_noun and k > 1 and not subject


def _governing_noun(k: int, words: tuple[Word, ...]) -> bool:
    """Is a word a noun in the plural with a preposition behind it ("strikes on the north")?"""
    return words[k].plural_noun and (k + 1 == len(words) or words[k + 1].preposition is not None)


def _past(words: tuple[Word, ...]) -> bool:
    """Is the finite verb of the words in the past?"""
    return any(f.tag == "past" for w in words if not w.nouns for f in w.verbs)


def _lists_losses(word: Word, other: Word) -> bool:
    """ "left three dead and eight wounded": do both words tell what became of people?"""
    return all(any(isinstance(f.entry, Casualty) for f in (*w.verbs, *w.nouns)) for w in (word, other))


def _takes_object(after: tuple[Word, ...]) -> bool:
    """Is the verb behind a coordinator, or behind a subject there, a past form with an object, hence no participle
    ("... and urged it to ...", "... but the army denied the report")?"""
    k = next((k for k, w in enumerate(after) if k and is_finite(w)), 0)
    if not k or k + 1 >= len(after) or not any(f.tag == "past" for f in after[k].verbs):
        return False
    if k > 1 and not (after[1].pronoun or after[1].determiner or after[1].capital):
        return False
    thing = after[k + 1]
    if any(isinstance(f.entry, SpeechWord) and (*f.fixed, f.preposition)[0] == thing.lower for f in after[k].verbs):
        return True
    return bool(thing.pronoun or thing.determiner or thing.capital) and not thing.preposition


def _perfect_infinitive(before: tuple[Word, ...], after: tuple[Word, ...]) -> bool:
    """Does the part behind a coordinator end in the infinitive of a modal before it ("wollen A und B getan haben")?"""
    last = after[-1]
    modal = any(a.kind not in ("be", "have", "become", "do") for w in before for a in w.auxiliaries)
    return modal and len(after) > 1 and after[-2].participle and any(a.lemma == last.lower for a in last.auxiliaries)


def _opens_inside(word: Word, piece: tuple[Word, ...], k: int, grammar: Grammar) -> bool:
    """Does `word` open a clause without a comma before it? Only where the language writes none."""
    if grammar.word_order == "verb_second":
        return False
    if word.relative and (not word.subordinator or not (piece[k - 1].verbs or piece[k - 1].auxiliaries)):
        return True
    return word.subordinator and (not word.preposition or _clause_follows(piece[k + 1 :], grammar))


def _clause_follows(words: tuple[Word, ...], grammar: Grammar) -> bool:
    """Do a subject and a finite verb follow a word that is preposition and subordinator ("after Kyiv launched ...")?"""
    for k, word in enumerate(words):
        joins = word.coordinator and (joins_names(words, k, grammar) or _joins_noun(words, k))
        if word.subordinator or word.relative or (word.coordinator and not joins):
            return False
        if is_finite(word) and (word.auxiliaries or any(f.tag == "past" for f in word.verbs)):
            return k > 0
        if k and is_finite(word) and words[k - 1].capital and not word.capital and _no_noun(word, words[k + 1 :]):
            return True  # "after Tokyo suspends deliveries"
    return False


def _joins_noun(words: tuple[Word, ...], k: int) -> bool:
    """Does the coordinator at `k` join a noun that shares an article ("a clinic | and school in Kobani")?"""
    if not 0 < k < len(words) - _AROUND or words[k + 1].capital or not words[k - 1].nouns:
        return False
    one = any(f.tag == "sg" for f in words[k + 1].nouns)
    return one and (words[k + 2].preposition is not None or is_finite(words[k + 2]))


def _no_noun(word: Word, after: tuple[Word, ...]) -> bool:
    """Is a verb in the present no noun as well, or has it an object that shows it?"""
    if not word.nouns or not after:
        return not word.nouns
    return bool(after[0].determiner or after[0].pronoun or after[0].capital or (after[0].nouns and not after[0].verbs))
