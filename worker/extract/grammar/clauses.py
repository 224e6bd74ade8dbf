"""Sentence -> clauses: which words belong to which finite verb, and what tense, mood and voice it has.

Clauses are found from marks that news prose sets reliably: commas, dashes, quotation marks, subordinating words and,
where the language is verb-second, the place of the finite verb. A stretch without a finite verb belongs to the clause
that is still open; one that a subordinator or relative pronoun opens is a clause of its own.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Literal

from worker.extract.grammar.insertions import enumerates, glued, in_brackets, joins_names
from worker.extract.grammar.words import FINITE, Word, is_finite
from worker.languages.grammar import Auxiliary, Grammar
from worker.languages.pack import Casualty, SpeechWord
from worker.text.document import Sentence

Role = Literal["main", "subordinate", "relative", "infinitive", "fragment"]
_BREAKS = frozenset(",;:()[]–—-/…")
# Marks that no clause goes on over.
_STOPS = frozenset(";:")
_NO_MODALS = frozenset({"be", "have", "become", "do"})
_TO_DO = "object+to-infinitive"


@dataclass(frozen=True)
class Clause:
    """One clause. `words` in order; `opener` the subordinator or relative pronoun; `parent` the clause it hangs on.

    tense: present, past, pluperfect, future; mood: indicative, reported, irrealis; `modal`: kind of modal or None.
    """

    number: int
    role: Role
    words: tuple[Word, ...]
    opener: Word | None
    finite: Word | None
    tense: str
    mood: str
    passive: bool
    modal: str | None
    negated: bool
    quoted: bool
    parent: int | None

    @property
    def past(self) -> bool:
        return self.tense in ("past", "pluperfect")

    @property
    def first(self) -> int:
        return self.words[0].index

    @property
    def last(self) -> int:
        return self.words[-1].index

    @property
    def relative(self) -> Word | None:
        """The relative pronoun that opens it and stands for a noun, unlike an adverb ("wo")."""
        adverb = self.opener is not None and self.opener.subordinator and not self.opener.determiner
        return self.opener if self.role == "relative" and not adverb else None

    def holds(self, index: int) -> bool:
        return index in self._indexes

    @cached_property
    def _indexes(self) -> frozenset[int]:
        return frozenset(w.index for w in self.words)


@dataclass(slots=True)
class _Open:
    """A clause that is being collected."""

    role: Role
    words: list[Word]
    opener: Word | None
    parent: int | None
    quoted: bool
    has_finite: bool = False


def find_clauses(
    sentence: Sentence, words: Sequence[Word], grammar: Grammar, names: Collection[int] = ()
) -> tuple[Clause, ...]:
    """The clauses of one sentence in order of their first word; `names` are the tokens at which a name begins."""
    opened: list[_Open] = []
    for piece in _pieces(sentence, words, grammar, names):
        _place(piece, opened, sentence, grammar)
    return tuple(_close(n, c, grammar) for n, c in enumerate(opened) if c.words)


def _pieces(
    sentence: Sentence, words: Sequence[Word], grammar: Grammar, names: Collection[int]
) -> Iterator[list[Word]]:
    """Stretches between breaks: punctuation, edges of quoted clauses, openers, and coordinators before a new verb."""
    piece: list[Word] = []
    for word in words:
        if word.index < sentence.body_first:
            continue
        if word.punctuation:
            inserted = in_brackets(words, word.index) or glued(words, word.index)
            if word.token.text in _BREAKS and piece and not (inserted or enumerates(words, word.index, piece)):
                yield from _split(piece, grammar, names)
                piece = []
            continue
        if (
            piece
            and sentence.quoted[word.index] != sentence.quoted[piece[-1].index]
            and _clause_like(sentence, words, word, piece, grammar)
        ):
            yield from _split(piece, grammar, names)
            piece = []
        piece.append(word)
    if piece:
        yield from _split(piece, grammar, names)


def _clause_like(
    sentence: Sentence, words: Sequence[Word], word: Word, piece: Sequence[Word], grammar: Grammar
) -> bool:
    """Is the stretch of quotation that begins or ends at `word` a clause of its own rather than quoted words in one?"""
    if sentence.quoted[word.index]:
        rest = words[word.index :]
        end = next((k for k, w in enumerate(rest) if not sentence.quoted[w.index]), len(rest))
        quoted: Sequence[Word] = rest[:end]
    else:
        quoted = [w for w in piece if sentence.quoted[w.index]]
    return any(map(is_finite, quoted)) and any(is_finite(w) for w in words if not sentence.quoted[w.index])


def _split(piece: list[Word], grammar: Grammar, names: Collection[int]) -> Iterator[list[Word]]:
    """`piece` cut before openers inside it and before coordinators that join two predicates."""
    start = 0
    for k in range(1, len(piece)):
        word = piece[k]
        before, after = piece[start:k], piece[k:]
        if _says_clause(before, after, grammar, names):
            yield before
            start = k
            continue
        joins = word.coordinator and any(map(is_finite, before)) and _own_finite(before, after)
        opens = _opens_inside(word, piece, k, grammar) and _has_finite(after)
        if joins or opens:
            yield before
            start = k
    yield piece[start:]


def _says_clause(before: Sequence[Word], after: Sequence[Word], grammar: Grammar, names: Collection[int]) -> bool:
    """ "Poland said | a missile had crossed": a verb of saying before a clause that no word opens.

    Between them may stand when and where it was said ("said on Friday | it had"), or to whom ("told AFP | at least").
    """
    if grammar.word_order == "verb_second" or not _begins_subject(before, after, names):
        return False
    verb = next((k for k in range(len(before) - 1, -1, -1) if is_finite(before[k])), None)
    if verb is None or not _governs_clause(before[verb], before[verb + 1 :]):
        return False
    said = [f.entry for f in before[verb].verbs if isinstance(f.entry, SpeechWord)]
    gives = any("two-objects" in e.government for e in said)  # "promised those hit by"
    finite = next((k for k, w in enumerate(after) if is_finite(w) and not (gives and _reduced(w, after, grammar))), 0)
    if any(_TO_DO in e.government for e in said) and any(w.infinitive for w in after[: finite + 1]):
        return False  # "urged | Iran to return to talks"
    return finite > 0 and not any(_parts(k, after, names) for k in range(1, finite))


def _begins_subject(before: Sequence[Word], after: Sequence[Word], names: Collection[int]) -> bool:
    """Can a subject begin here: right behind the verb with nearly any word, further on with one that opens a phrase?"""
    first, last = after[0], before[-1]
    counted = first.token.text[:1].isdigit() or (len(after) > 1 and after[1].adverb and bool(first.preposition))
    opens = bool(first.determiner or first.pronoun or first.index in names) or counted or first.adverb
    if is_finite(last):
        return opens or first.capital or not first.closed
    return opens and not (last.preposition or last.determiner or last.coordinator or last.token.text[:1].isdigit())


def _governs_clause(verb: Word, between: Sequence[Word]) -> bool:
    """Can a clause follow this verb: right behind it, behind an adverbial, or behind whom it tells?"""
    said = [f.entry for f in verb.verbs if not f.fixed and f.particle is None and f.tag in FINITE]
    governments = [e.government for e in said if isinstance(e, SpeechWord)]
    if between and not (between[0].preposition or between[0].adverb):
        return any("object+that" in g for g in governments)
    return any("that" in g or not g for g in governments)


def _parts(k: int, after: Sequence[Word], names: Collection[int]) -> bool:
    """Does word `k` show that what follows a verb of saying is no clause with a subject of its own?"""
    word = after[k]
    if word.coordinator and k + 1 < len(after):
        return not (after[k + 1].determiner or after[k + 1].index in names or after[k + 1].token.text[:1].isdigit())
    return word.subordinator or word.relative or word.coordinator


def _own_finite(before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Has the part behind a coordinator a finite verb of its own, and not only a participle of the auxiliary before?"""
    finites = [w for w in after if is_finite(w)]
    if not finites or (_past(before) and all(w.plural_noun for w in finites)):
        return False
    if _perfect_infinitive(before, after):
        finites = finites[:-1]
    modal = any(a.kind not in ("be", "have", "do") for w in before for a in w.auxiliaries)
    if modal and finites and finites[-1] is after[-1] and any(f.tag == "inf" for f in after[-1].verbs):
        finites = finites[:-1]
    if finites and finites[0] not in after[:2] and _lists_losses(before[-1], finites[0]):
        return False
    shared = any(w.auxiliaries for w in before) and all(w.participle and not w.auxiliaries for w in finites)
    return not shared or _takes_object(after)


def _past(words: Sequence[Word]) -> bool:
    """Is the finite verb of the words in the past?"""
    return any(f.tag == "past" for w in words if not w.nouns for f in w.verbs)


def _lists_losses(word: Word, other: Word) -> bool:
    """ "left three dead and eight wounded": do both words tell what became of people?"""
    return all(any(isinstance(f.entry, Casualty) for f in (*w.verbs, *w.nouns)) for w in (word, other))


def _takes_object(after: Sequence[Word]) -> bool:
    """Is the verb behind a coordinator, or behind a subject there, a past form with an object, hence no participle
    ("... and urged it to ...", "... but the army denied the report")?"""
    k = next((k for k, w in enumerate(after) if k and is_finite(w)), 0)
    if not k or k + 1 >= len(after) or not any(f.tag == "past" for f in after[k].verbs):
        return False
    if k > 1 and not (after[1].pronoun or after[1].determiner or after[1].capital):
        return False
    thing = after[k + 1]
    return bool(thing.pronoun or thing.determiner or thing.capital) and not thing.preposition


def _perfect_infinitive(before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Does the part behind a coordinator end in the infinitive of a modal before it ("wollen A und B getan haben")?"""
    last = after[-1]
    modal = any(a.kind not in ("be", "have", "become", "do") for w in before for a in w.auxiliaries)
    return modal and len(after) > 1 and after[-2].participle and any(a.lemma == last.lower for a in last.auxiliaries)


def _opens_inside(word: Word, piece: Sequence[Word], k: int, grammar: Grammar) -> bool:
    """Does `word` open a clause without a comma before it? Only where the language writes none."""
    if grammar.word_order == "verb_second":
        return False
    if word.relative and (not word.subordinator or not (piece[k - 1].verbs or piece[k - 1].auxiliaries)):
        return True
    return word.subordinator and (not word.preposition or _clause_follows(piece[k + 1 :], grammar))


def _clause_follows(words: Sequence[Word], grammar: Grammar) -> bool:
    """Do a subject and a finite verb follow a word that is preposition and subordinator ("after Kyiv launched ...")?"""
    for k, word in enumerate(words):
        if word.subordinator or word.relative or (word.coordinator and not joins_names(words, k, grammar)):
            return False
        if is_finite(word) and (word.auxiliaries or any(f.tag == "past" for f in word.verbs)):
            return k > 0
        if k and is_finite(word) and words[k - 1].capital and not word.capital and _no_noun(word, words[k + 1 :]):
            return True  # "after Tokyo suspends deliveries"
    return False


def _no_noun(word: Word, after: Sequence[Word]) -> bool:
    """Is a verb in the present no noun as well, or has it an object that shows it?"""
    if not word.nouns or not after:
        return not word.nouns
    return bool(after[0].determiner or after[0].pronoun or after[0].capital or (after[0].nouns and not after[0].verbs))


def _has_finite(words: Sequence[Word]) -> bool:
    return bool(_predicates(words))


def _predicates(words: Sequence[Word]) -> list[Word]:
    """The words that can be the finite verb: known forms, guesses only where there are none."""
    subject = bool(words[0].nouns) and len(words) > 1 and is_finite(words[1])  # "Shelling killed eight"
    if any(f.tag == "ger" for f in words[0].verbs) and not words[0].capital and not subject:
        return []
    known = [w for w in words if is_finite(w)]
    sure = [w for w in known if w.auxiliaries or any(f.tag == "past" for f in w.verbs)]
    if sure and len(sure) < len(known):
        known = [w for w in known if w in sure or not w.nouns]
    if _infinitive(words):
        rest = [w for w in known if w.auxiliaries or not w.participle or any(f.tag == "past" for f in w.verbs)]
        return [w for w in rest if not _perfect_part(w, words[-1])]
    return known or [w for k, w in enumerate(words) if _guessed(k, words)]


def _perfect_part(word: Word, last: Word) -> bool:
    """Is it a part of a perfect infinitive at the end ("beschossen zu haben")?"""
    return last.infinitive and (word is last or (word.participle and word.index == last.index - 2))


def _infinitive(words: Sequence[Word]) -> bool:
    """Does the stretch hold an infinitive with its marker ("zu liefern", "abzuziehen", "to strike")?"""
    return any(w.infinitive for w in words)


def _guessed(k: int, words: Sequence[Word]) -> bool:
    """An unknown word with the ending of a finite verb that does not stand before a noun as adjectives do."""
    return words[k].guess and not (k + 1 < len(words) and (words[k + 1].capital or words[k + 1].guess))


def _place(piece: list[Word], opened: list[_Open], sentence: Sentence, grammar: Grammar) -> None:
    """Adds `piece` to the clause that waits for it, or opens a new one."""
    lead = piece[1] if piece[0].coordinator and len(piece) > 1 else piece[0]
    finite = _has_finite(piece)
    quoted = all(sentence.quoted[w.index] for w in piece)
    relative = _relative(piece, lead, opened, grammar)
    if opened and not finite and _infinitive(piece) and grammar.word_order == "verb_second":
        opened.append(_Open("infinitive", piece, lead if lead.subordinator else None, _last(opened), quoted, True))
        return
    if relative or (lead.subordinator and _subordinates(lead, piece, grammar)):
        opener = relative or lead
        opened.append(_Open("relative" if relative else "subordinate", piece, opener, _last(opened), quoted, finite))
        return
    if ended := _ended_by(piece, opened, quoted, grammar):
        ended.words.extend(piece)
        return
    waiting = next((c for c in reversed(opened) if not c.has_finite and c.quoted == quoted), None)
    if sentence.tokens[piece[0].index - 1].text in _STOPS:
        waiting = None
    if finite or (waiting and piece[0].guess):
        if waiting:
            waiting.words.extend(piece)
            waiting.has_finite = True
            waiting.role = "main" if waiting.role == "fragment" else waiting.role
        else:
            role: Role = "main"
            parent = None
            last = opened[-1].role if opened and grammar.word_order == "verb_second" else None
            if piece[0].coordinator and last in ("subordinate", "relative") and _verb_last(piece):
                role, parent = opened[-1].role, opened[-1].parent
            opened.append(_Open(role, piece, None, parent, quoted, True))
    elif opened and opened[-1].quoted == quoted:
        (_reported(piece, opened, grammar) or opened[-1]).words.extend(piece)
    else:
        opened.append(_Open("fragment", piece, None, _last(opened), quoted, False))


def _reported(piece: Sequence[Word], opened: Sequence[_Open], grammar: Grammar) -> _Open | None:
    """The clause that a participle goes on behind who reports it ("shelled the port, the navy said, killing two")."""
    if grammar.word_order == "verb_second" or len(opened) < 2 or not any(f.tag == "ger" for f in piece[0].verbs):
        return None
    last, verb = opened[-1], opened[-1].words[-1]
    reports = last.words[0].behind_comma and any(isinstance(f.entry, SpeechWord) for f in verb.verbs)
    return opened[-2] if reports and last.role == "main" and opened[-2].role == "main" else None


def _ended_by(piece: Sequence[Word], opened: Sequence[_Open], quoted: bool, grammar: Grammar) -> _Open | None:
    """The clause that waits for the participle at the end of `piece`, behind an enumeration ("haben die Minister A, B |
    und C verhandelt")."""
    if grammar.word_order != "verb_second" or _predicates(piece) != [piece[-1]]:
        return None
    last = next((c for c in reversed(opened) if c.has_finite and c.role != "infinitive"), None)
    if last is None or last.quoted != quoted:
        return None
    auxiliary = next((w for w in last.words if w.auxiliaries), None)
    waits = auxiliary is not None and not any(w.participle or w.verbs for w in last.words if w is not auxiliary)
    return last if waits and piece[-1].participle and not piece[-1].auxiliaries and len(piece) > 2 else None


def _last(opened: Sequence[_Open]) -> int | None:
    return len(opened) - 1 if opened else None


def _relative(piece: Sequence[Word], lead: Word, opened: Sequence[_Open], grammar: Grammar) -> Word | None:
    """The relative pronoun that opens `piece`, alone or behind a preposition."""
    if not opened:
        return None
    pronoun = lead
    if lead.preposition and len(piece) > 1 and piece[1].relative and not lead.subordinator:
        pronoun = piece[1]
    if not pronoun.relative:
        return None
    if grammar.word_order == "verb_second":
        return pronoun if _verb_last(piece) else None
    after_verb = opened[-1].words[-1].verbs or opened[-1].words[-1].auxiliaries
    return None if pronoun.subordinator and after_verb else pronoun


def _subordinates(word: Word, piece: Sequence[Word], grammar: Grammar) -> bool:
    """Does a subordinator open a clause here? Its verb must stand last, or still be to come; "seit Montag" has none."""
    if not _has_finite(piece):
        return not word.preposition
    return grammar.word_order != "verb_second" or _verb_last(piece)


def _verb_last(piece: Sequence[Word]) -> bool:
    """Does the finite verb stand at the end, alone or in a cluster of verbs, and none before it?"""
    last = len(piece) - 1
    if _guessed(last, piece) and not any(map(is_finite, piece)):
        return True
    start = last + 1
    while start > 0 and (piece[start - 1].verbs or piece[start - 1].auxiliaries or piece[start - 1].infinitive):
        start -= 1
    if not any(map(is_finite, piece[start:])):
        return False
    return not any(w.auxiliaries or (is_finite(w) and not w.participle) for w in piece[:start])


def _close(number: int, found: _Open, grammar: Grammar) -> Clause:
    words = tuple(sorted(found.words, key=lambda w: w.index))
    finite = _finite_of(words, found.role, grammar)
    tense, mood, passive, modal = _verbal_complex(words, finite, grammar)
    return Clause(
        number=number, role=found.role, words=words, opener=found.opener, finite=finite, tense=tense, mood=mood,
        passive=passive, modal=modal, negated=any(w.negation for w in words), quoted=found.quoted, parent=found.parent,
    )  # fmt: skip


def behind_gerund(words: Sequence[Word]) -> int:
    """Where the clause itself begins behind a gerund with a comma ("Speaking to reporters, Putin said ..."), else 0."""
    if not any(f.tag == "ger" for f in words[0].verbs):
        return 0
    return next((k for k in range(1, len(words)) if words[k].index > words[k - 1].index + 1), 0)


def _finite_of(words: Sequence[Word], role: Role, grammar: Grammar) -> Word | None:
    """The finite verb: the last candidate of a verb-final clause, the first of any other."""
    candidates = _predicates(words[behind_gerund(words) :])
    if not candidates:
        return None
    if grammar.word_order == "verb_second" and role in ("subordinate", "relative"):
        return candidates[-1]
    if grammar.word_order == "verb_second" and candidates[0] is words[0] and words[0].participle:
        cluster = list(takewhile(lambda w: w.auxiliaries, words[1:]))  # "bezahlt werden sollen sie von ..."
        return cluster[-1] if cluster else candidates[0]
    return next((w for w in candidates if not _reduced(w, words, grammar)), candidates[0])


def _reduced(word: Word, words: Sequence[Word], grammar: Grammar) -> bool:
    """A participle that only looks finite: "drones launched by Russia", "talks aimed at a truce were held"."""
    if word.auxiliaries or not word.participle or grammar.word_order == "verb_second":
        return False
    after = next((w for w in words if w.index == word.index + 1), None)
    if after is None or after.preposition is None or after.lower in grammar.agent_prepositions:
        return after is not None and after.preposition is not None
    says = any(isinstance(f.entry, SpeechWord) for f in word.verbs)
    later = (w for w in words if w.index > after.index and is_finite(w))
    return not says and any(w.auxiliaries or not w.participle for w in later)


def _verbal_complex(words: Sequence[Word], finite: Word | None, grammar: Grammar) -> tuple[str, str, bool, str | None]:
    """(tense, mood, passive, modal) from the finite verb and the participles and infinitives beside it."""
    if finite is None:
        return "present", "indicative", False, None
    participles = [w for w in words if w is not finite and (w.participle or w.lower in grammar.passive_particles)]
    infinitives = [w for w in words if w is not finite and any(f.tag in ("inf", "zu_inf") for f in w.verbs)]
    if not finite.auxiliaries:
        form = next((f for f in finite.verbs if f.tag in FINITE), None)
        mood = {"konj1": "reported", "konj2": "irrealis"}.get(form.tag, "indicative") if form else "indicative"
        return ("past" if form and form.tag == "past" else "present"), mood, False, None
    aux = finite.auxiliaries[0]
    passive = _passive(aux, participles, words, grammar)
    if aux.kind not in _NO_MODALS:
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


def _last_modal(words: Sequence[Word], finite: Word) -> str | None:
    """The kind of a modal in the infinitive at the end of a verbal complex ("hätten | sterben können")."""
    last = next((w for w in reversed(words) if w is not finite), finite)
    kinds = (a.kind for a in last.auxiliaries if a.lemma == last.lower and a.kind not in _NO_MODALS)
    return next(kinds, None)


def _passive(aux: Auxiliary, participles: Sequence[Word], words: Sequence[Word], grammar: Grammar) -> bool:
    if not participles:
        return False
    particle = next((w for w in words if w.lower in grammar.passive_particles), None)
    if particle is not None:  # "has been denied", but not "has denied being behind it"
        verb = next((w for w in participles if w.lower not in grammar.passive_particles), None)
        return verb is None or verb.index > particle.index or grammar.word_order == "verb_second"
    if any(aux_.lemma in grammar.passive_auxiliaries for w in words for aux_ in w.auxiliaries):
        return True
    return aux.kind == "be" and not any(w.lower in grammar.be_perfect for w in participles)
