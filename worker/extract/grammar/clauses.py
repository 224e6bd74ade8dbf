"""Sentence -> clauses: which words belong to which finite verb, and what tense, mood and voice it has.

Clauses are found from marks that news prose sets reliably: commas, dashes, quotation marks, subordinating words and,
where the language is verb-second, the place of the finite verb. A stretch without a finite verb belongs to the clause
that is still open; one that a subordinator or relative pronoun opens is a clause of its own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from worker.extract.grammar.insertions import is_to_come, measured, negates_aside, says_inside
from worker.extract.grammar.lexicon import FINITE
from worker.extract.grammar.pieces import governs_clause, may_be_verb, pieces
from worker.extract.grammar.predicates import (
    NO_MODALS,
    Role,
    closes_as_participle,
    finite_of,
    guessed,
    has_finite,
    holds_infinitive,
    only_nouns,
    predicates,
    reduced,
    verbal_complex,
    violent,
)
from worker.extract.grammar.words import Word, is_finite
from worker.languages.grammar import Grammar
from worker.languages.pack import SpeechWord
from worker.text.document import Sentence

# Marks that no clause goes on over.
_STOPS = frozenset(";:")
_FEW = 2


@dataclass(frozen=True, slots=True)
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
    _indexes: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_indexes", frozenset(w.index for w in self.words))

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
    for piece in pieces(sentence, words, grammar, names):
        _place(piece, opened, sentence, grammar)
    heading = sentence.role != "body"
    closed: list[Clause] = []
    for clause in (_close(n, c, grammar, names, heading) for n, c in enumerate(opened) if c.words):
        closed.append(_under_modal(clause, closed[-1], grammar) if closed else clause)
    return tuple(closed)


def _under_modal(clause: Clause, before: Clause, grammar: Grammar) -> Clause:
    """A clause that only goes on the infinitive behind a modal is under it too ("will meet | and discuss ...")."""
    head, finite = before.finite, clause.finite
    if grammar.word_order != "subject_verb" or head is None or finite is None or not clause.words[0].coordinator:
        return clause
    bare = finite.index == clause.first + 1 and not finite.auxiliaries and any(f.tag == "inf" for f in finite.verbs)
    if not bare or all(a.kind in NO_MODALS for a in head.auxiliaries):
        return clause
    return replace(clause, tense=before.tense, mood=before.mood, modal=before.modal)


def _place(piece: list[Word], opened: list[_Open], sentence: Sentence, grammar: Grammar) -> None:
    """Adds `piece` to the clause that waits for it, or opens a new one."""
    lead = measured(piece, grammar) or (piece[1] if piece[0].coordinator and len(piece) > 1 else piece[0])
    if said := says_inside(piece, lead, grammar):
        parent = _last(opened)
        quoted = all(sentence.quoted[w.index] for w in piece)
        opened.append(_Open("relative", piece[1:said], None, parent, quoted, True))
        opened.append(_Open("relative", [lead, *piece[said:]], lead, parent, quoted, True))
        return
    finite = has_finite(piece)
    quoted = all(sentence.quoted[w.index] for w in piece)
    if outer := _bracketed(piece, lead, opened, quoted, grammar):
        outer.words.extend(piece)
        return
    relative = _relative(piece, lead, opened, grammar)
    if opened and not finite and holds_infinitive(piece) and grammar.word_order == "verb_second":
        opened.append(_Open("infinitive", piece, lead if lead.subordinator else None, _last(opened), quoted, True))
        return
    if relative or (lead.subordinator and _subordinates(lead, piece, grammar) and not _judges(lead, piece, opened)):
        opener = relative or lead
        whole = finite or (relative is not None and _unknown_verb(piece, relative, grammar))
        opened.append(_Open("relative" if relative else "subordinate", piece, opener, _last(opened), quoted, whole))
        return
    if ended := _ended_by(piece, opened, quoted, grammar):
        ended.words.extend(piece)
        return
    waiting = next((c for c in reversed(opened) if not c.has_finite and c.quoted == quoted), None)
    waiting = waiting or _interrupted(piece, opened, quoted, grammar) or _reopened(piece, opened, quoted, grammar)
    if sentence.tokens[piece[0].index - 1].text in _STOPS or (waiting and is_to_come(waiting.words, piece, grammar)):
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
    elif opened and opened[-1].quoted == quoted and not _labelled(piece, opened, sentence):
        latest = max(opened, key=lambda c: c.words[-1].index)
        (_reported(piece, opened, grammar) or _killed_by(piece, opened, grammar) or latest).words.extend(piece)
    else:
        opened.append(_Open("fragment", piece, None, _last(opened), quoted, False))


def _unknown_verb(piece: Sequence[Word], relative: Word, grammar: Grammar) -> bool:
    """Is what stands right behind the pronoun a verb that nobody knows ("Kigali, which | borders Congo, said ...")?"""
    behind = next((w for w in piece if w.index == relative.index + 1), None)
    if behind is None or grammar.word_order == "verb_second" or relative.subordinator:
        return False
    return may_be_verb(behind) and len(piece) > 2


def _labelled(piece: Sequence[Word], opened: Sequence[_Open], sentence: Sentence) -> bool:
    """Does a headline's label end before `piece` ("Army: | two fighters killed in Rafah")?"""
    colon = sentence.tokens[piece[0].index - 1].text == ":"
    return colon and sentence.role != "body" and len(opened) == 1 and opened[0].role == "fragment"


def _interrupted(piece: Sequence[Word], opened: Sequence[_Open], quoted: bool, grammar: Grammar) -> _Open | None:
    """The clause whose verb `piece` begins with, behind an insertion, where a participle only looks finite ("jets sent
    to Sudan, among them new ones, | hit bases").
    """
    last = opened[-1] if opened else None
    if last is None or last.quoted != quoted or grammar.word_order == "verb_second" or not is_finite(piece[0]):
        return None
    known = predicates(last.words)
    whole = [*last.words, *piece]
    return last if len(known) == 1 and piece[0].behind_comma and reduced(known[0], whole, grammar) else None


def _reopened(piece: Sequence[Word], opened: list[_Open], quoted: bool, grammar: Grammar) -> _Open | None:
    """The clause behind "that" or behind the verb of saying itself, whose verb `piece` begins with, behind an insertion
    ("said that their chief, X, | was shot", "said a colonel, X, | was shot", "said that jets, sent by Oman, | hit it");
    takes it out of the one before.
    """
    inserted = len(opened) > 1 and _is_attribute(opened[-1])
    last = opened[-1 - inserted] if opened else None
    verb = piece[0].behind_comma and grammar.word_order == "subject_verb" and (inserted or piece[0].auxiliaries)
    if last is None or last.quoted != quoted or not verb or not is_finite(piece[0]):
        return None
    place = len(opened) - inserted
    finites = [k for k, w in enumerate(last.words) if is_finite(w)]
    begins = finites[-1] + 1 if finites else len(last.words)
    that = next((k for k in range(begins, len(last.words)) if last.words[k].subordinator), len(last.words))
    if finites and that == len(last.words) and governs_clause(last.words[finites[-1]], ()):
        begun = last.words[begins:]
        counted = begun and (begun[0].number or begun[0].token.text[0].isdigit())
        if not (counted or (begun and (begun[0].determiner or begun[0].capital))):
            return None
        told = _Open("main", begun, None, place - 1, quoted)
        last.words = last.words[:begins]
        opened.insert(place, told)
        return told
    if not 0 < that < len(last.words) - 1 or last.words[that].preposition:
        return None
    told = _Open("subordinate", last.words[that:], last.words[that], place - 1, quoted)
    last.words = last.words[:that]
    opened.insert(place, told)
    return told


def _is_attribute(clause: _Open) -> bool:
    """Does a participle between commas tell more of the noun before it (", supported by tanks, ")?"""
    first = clause.words[0]
    return first.behind_comma and first.participle and not first.auxiliaries and len(clause.words) > 1


def _reported(piece: Sequence[Word], opened: Sequence[_Open], grammar: Grammar) -> _Open | None:
    """The clause that a participle goes on behind who reports it ("shelled the port, the navy said, killing two")."""
    if grammar.word_order == "verb_second" or len(opened) < 2 or not any(f.tag == "ger" for f in piece[0].verbs):
        return None
    last, verb = opened[-1], opened[-1].words[-1]
    reports = last.words[0].behind_comma and any(isinstance(f.entry, SpeechWord) for f in verb.verbs)
    return opened[-2] if reports and last.role == "main" and opened[-2].role == "main" else None


def _killed_by(piece: Sequence[Word], opened: Sequence[_Open], grammar: Grammar) -> _Open | None:
    """The clause of violence that a participle of it goes on with ("struck a house where they met, killing two")."""
    last, goes_on = opened[-1], piece[0].behind_comma and any(f.tag == "ger" for f in piece[0].verbs)
    outer = opened[last.parent] if last.role == "relative" and last.parent is not None else None
    if outer is None or not goes_on or grammar.word_order == "verb_second":
        return None
    return outer if violent(piece[:1]) and violent(outer.words) and not violent(last.words) else None


def _ended_by(piece: Sequence[Word], opened: Sequence[_Open], quoted: bool, grammar: Grammar) -> _Open | None:
    """The clause that waits for the participle at the end of `piece`, behind an enumeration or an insertion ("haben die
    Minister A, B | und C verhandelt", "wurden Menschen, darunter A, | verletzt"), or goes on with more of them ("haben
    A überfallen, | B getötet und C verschleppt").
    """
    if grammar.word_order != "verb_second":
        return None
    last = next((c for c in reversed(opened) if c.has_finite and c.role != "infinitive"), None)
    if last is None or last.quoted != quoted:
        return None
    if last is opened[-1] and _goes_on(piece, last, grammar.passive_particles):
        return last
    if predicates(piece) != [piece[-1]]:
        return None
    auxiliary = next((w for w in last.words if w.auxiliaries), None)
    waits = auxiliary is not None and not any(w.participle or w.verbs for w in last.words if w is not auxiliary)
    return last if waits and piece[-1].participle and not piece[-1].auxiliaries else None


def _bracketed(
    piece: Sequence[Word], lead: Word, opened: Sequence[_Open], quoted: bool, grammar: Grammar
) -> _Open | None:
    """The main clause whose predicate `piece` ends behind a clause inside it ("hat das Dorf, das X hielt, | am Montag
    beschossen", "griff das Dorf, das X hielt, | am Montag an").
    """
    if grammar.word_order != "verb_second" or not opened:
        return None
    inside = opened[-1].role in ("subordinate", "relative", "infinitive")
    mains = [c for c in opened if c.role == "main"]
    outer = mains[-1] if inside and mains else mains[-2] if len(mains) > 1 and opened[-1] is mains[-1] else None
    if outer is None or outer.quoted != quoted:
        return None
    finite = next((k for k, w in enumerate(outer.words) if is_finite(w)), len(outer.words))
    if any(map(_infinite, outer.words[finite + 1 :])):
        return None
    ends = any(_ends_predicate(piece[-1], w, outer) for w in outer.words[finite:][:1])
    if ends and not _infinite(piece[-1]):  # "wies den Vorwurf, sie lieferten Waffen, | als haltlos zurück"
        return None if any(w.auxiliaries or (is_finite(w) and not w.participle) for w in piece) else outer
    verbs = next((k for k, w in enumerate(piece) if is_finite(w) or _infinite(w)), len(piece))
    whole = all(w.auxiliaries or _infinite(w) for w in piece[verbs:])
    return outer if inside and ends and whole and not lead.subordinator else None


def _infinite(word: Word) -> bool:
    """Can it be the infinite part of a predicate?"""
    helps = any(a.lemma == word.lower for a in word.auxiliaries)
    return word.participle or helps or (not word.capital and any(f.tag == "inf" for f in word.verbs))


def _ends_predicate(last: Word, finite: Word, clause: _Open) -> bool:
    """Is `last` the infinite verb or the particle that `finite` waits for?"""
    if finite.auxiliaries:
        return _infinite(last)
    particles = {f.particle for f in finite.verbs if f.particle and f.tag in FINITE}
    return last.lower in particles and all(w.lower != last.lower for w in clause.words)


def _goes_on(piece: Sequence[Word], last: _Open, passive: Collection[str]) -> bool:
    """Does `piece` only add participles to those at the end of a main clause with an auxiliary, and the infinitives
    that it has behind them ("sollen A erschossen | und B verschleppt haben")?
    """
    closing = list(takewhile(lambda w: w.auxiliaries or w.lower in passive, reversed(piece)))
    rest = piece[: len(piece) - len(closing)]
    ends = [*rest[-1:], *(w for w, behind in pairwise(rest) if behind.coordinator)]
    if last.role != "main" or not all(w.participle for w in (last.words[-1], *ends)):
        return False
    helped = any(w.auxiliaries for w in last.words)
    return helped and len(rest) > 1 and all(w in ends or w in closing for w in predicates(piece))


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
    if not has_finite(piece):
        return not (word.preposition or _shortened(word, piece, grammar))
    return grammar.word_order != "verb_second" or _verb_last(piece)


def _judges(word: Word, piece: Sequence[Word], opened: Sequence[_Open]) -> bool:
    """Does a subordinator only open what a verb of saying calls its object ("rejected | as baseless | the claim")?"""
    before = opened[-1].words[-1] if opened else None
    adjacent = before is not None and before.index == word.index - 1 and not has_finite(piece)
    return adjacent and before is not None and any(isinstance(f.entry, SpeechWord) for f in before.verbs)


def _shortened(word: Word, piece: Sequence[Word], grammar: Grammar) -> bool:
    """Has a subordinator a participle or a place in the stead of a clause ("while speaking in Doha, | he said")?"""
    behind = next((w for w in piece if w.index == word.index + 1), None)
    if behind is None or grammar.word_order == "verb_second":
        return False
    return behind.preposition is not None or any(f.tag == "ger" for f in behind.verbs)


def _verb_last(piece: Sequence[Word]) -> bool:
    """Does the finite verb stand at the end, alone or in a cluster of verbs, and none before it?"""
    last = len(piece) - 1
    if guessed(last, piece) and not any(map(is_finite, piece)):
        return True
    start = last + 1
    while start > 0 and (piece[start - 1].verbs or piece[start - 1].auxiliaries or piece[start - 1].infinitive):
        start -= 1
    if not any(map(is_finite, piece[start:])) or _second(piece[start:], start):
        return False
    return not any(w.auxiliaries or (is_finite(w) and not w.participle) for w in piece[:start])


def _second(cluster: Sequence[Word], start: int) -> bool:
    """Does a row of verbs begin with the finite one, which stands second ("der Angriff | sei abgewehrt worden"), and
    not last ("die abgewehrt worden sei", "die haben wollen")? `start`: words before it.
    """
    first, last = cluster[0], cluster[-1]
    if len(cluster) < _FEW or start < _FEW or not first.auxiliaries or not _infinite(last):
        return False
    both = len(cluster) == _FEW and bool(last.auxiliaries)
    return not (both and any(a.lemma == first.lower for a in first.auxiliaries))


def _close(number: int, found: _Open, grammar: Grammar, names: Collection[int], heading: bool) -> Clause:
    words = tuple(sorted(found.words, key=lambda w: w.index))
    finite = finite_of(words, found.role, grammar, names)
    if found.role == "main" and finite and closes_as_participle(finite, words, grammar):
        finite.verbs = tuple(f for f in finite.verbs if f.tag not in FINITE)
        found.role, finite = "fragment", None
    for word in only_nouns(words, finite, grammar):
        word.verbs = ()
    for k, word in enumerate(words):
        word.negation = word.negation and not negates_aside(k, words, grammar)
    tense, mood, passive, modal = verbal_complex(words, finite, grammar, heading=heading)
    return Clause(
        number=number, role=found.role, words=words, opener=found.opener, finite=finite, tense=tense, mood=mood,
        passive=passive, modal=modal, negated=any(w.negation for w in words), quoted=found.quoted, parent=found.parent,
    )  # fmt: skip
