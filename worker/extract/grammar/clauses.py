"""Sentence -> clauses: which words belong to which finite verb, and what tense, mood and voice it has.

Clauses are found from marks that news prose sets reliably: commas, dashes, quotation marks, subordinating words and,
where the language is verb-second, the place of the finite verb. A stretch without a finite verb belongs to the clause
that is still open; one that a subordinator or relative pronoun opens is a clause of its own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from worker.extract.grammar.going_on import Open, bracketed, ended_by, going_on, infinite, interrupted, parted, reopened
from worker.extract.grammar.insertions import is_helped, is_to_come, measured, negates_aside, says_inside
from worker.extract.grammar.lexicon import FINITE
from worker.extract.grammar.pieces import governs_clause, pieces
from worker.extract.grammar.predicates import (
    NO_MODALS,
    Role,
    closes_as_participle,
    finite_of,
    guessed,
    has_finite,
    holds_infinitive,
    only_nouns,
    verbal_complex,
)
from worker.extract.grammar.words import Word, is_finite, may_be_verb
from worker.languages.grammar import Grammar
from worker.languages.pack import SpeechWord
from worker.text.document import Sentence

# Marks that no clause goes on over.
_STOPS = frozenset(";:")
_DASHES = frozenset("-–—")
_FEW = 2


@dataclass(init=False, slots=True, unsafe_hash=True)
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

    def __init__(  # noqa: PLR0913, PLR0917 - its fields
        self,
        number: int,
        role: Role,
        words: tuple[Word, ...],
        opener: Word | None,
        finite: Word | None,
        tense: str,
        mood: str,
        passive: bool,
        modal: str | None,
        negated: bool,
        quoted: bool,
        parent: int | None,
    ) -> None:
        self.number = number
        self.role = role
        self.words = words
        self.opener = opener
        self.finite = finite
        self.tense = tense
        self.mood = mood
        self.passive = passive
        self.modal = modal
        self.negated = negated
        self.quoted = quoted
        self.parent = parent
        self._indexes = frozenset(w.index for w in self.words)

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


def find_clauses(
    sentence: Sentence, words: tuple[Word, ...], grammar: Grammar, names: Collection[int] = ()
) -> tuple[Clause, ...]:
    """The clauses of one sentence in order of their first word; `names` are the tokens at which a name begins."""
    opened: list[Open] = []
    for piece in pieces(sentence, words, grammar, names):
        if opened and _credits(piece, grammar):
            quoted = all(sentence.quoted[w.index] for w in piece)
            opened.append(Open("relative", piece, None, _last(opened), quoted, True))
        else:
            _place(piece, opened, sentence, grammar)
    heading = sentence.role != "body"
    quoting = frozenset(c.words[0].index - _FEW for c in opened if c.words and c.quoted)
    telling = frozenset(c.words[0].index - _FEW for c in opened if c.words and not heading and _is_told(c, grammar))
    closed: list[Clause] = []
    for clause in (_close(n, c, grammar, names, heading, quoting, telling) for n, c in enumerate(opened) if c.words):
        closed.append(_under_modal(clause, closed[-1], grammar) if closed else clause)
    taking = {c.parent for c in opened if c.words and _is_content(c, grammar)}
    return tuple(replace(c, passive=False) if c.number in taking and _says(c) else c for c in closed)


def _is_content(found: Open, grammar: Grammar) -> bool:
    """Is it what is said ("announced on Monday | that the army ...")?"""
    opener, behind = found.opener, next(iter(found.words[1:2]), None)
    if opener is None or behind is None or not opener.subordinator or opener.lower in grammar.adverbial_subordinators:
        return False
    return found.role == "subordinate" or (found.role == "relative" and not is_finite(behind))


def _says(clause: Clause) -> bool:
    """Can its verb, which stands without an auxiliary, take a clause for its object?"""
    finite = clause.finite
    return clause.passive and finite is not None and not finite.auxiliaries and governs_clause(finite, ())


def _is_told(found: Open, grammar: Grammar) -> bool:
    """Is it an infinitive or a clause that a verb before the comma takes ("bestritten, | Raketen zu haben")?"""
    lead, depends = found.words[0], found.role in ("infinitive", "subordinate")
    return depends and lead.behind_comma and not found.quoted and lead.lower not in grammar.adverbial_subordinators


def _under_modal(clause: Clause, before: Clause, grammar: Grammar) -> Clause:
    """A clause that only goes on the infinitive behind a modal is under it too ("will meet | and discuss ...")."""
    head, finite = before.finite, clause.finite
    if grammar.word_order != "subject_verb" or head is None or finite is None or not clause.words[0].coordinator:
        return clause
    bare = finite.index == clause.first + 1 and not finite.auxiliaries and any(f.tag == "inf" for f in finite.verbs)
    if not bare or all(a.kind in NO_MODALS for a in head.auxiliaries):
        return clause
    return replace(clause, tense=before.tense, mood=before.mood, modal=before.modal)


def _place(piece: tuple[Word, ...], opened: list[Open], sentence: Sentence, grammar: Grammar) -> None:
    """Adds `piece` to the clause that waits for it, or opens a new one."""
    lead = measured(piece, grammar) or (piece[1] if piece[0].coordinator and len(piece) > 1 else piece[0])
    if said := says_inside(piece, lead, grammar):
        parent = _last(opened)
        quoted = all(sentence.quoted[w.index] for w in piece)
        opened.append(Open("relative", piece[1:said], None, parent, quoted, True))
        opened.append(Open("relative", (lead, *piece[said:]), lead, parent, quoted, True))
        return
    finite = has_finite(piece)
    quoted = all(sentence.quoted[w.index] for w in piece)
    helped = opened[-1] if opened and is_helped(piece, opened[-1].words[-1], grammar) else None
    if outer := helped or bracketed(piece, lead, opened, quoted, grammar):
        outer.words += piece
        return
    relative = _relative(piece, lead, opened, grammar)
    if opened and not finite and holds_infinitive(piece) and grammar.word_order == "verb_second":
        opened.append(Open("infinitive", piece, lead if lead.subordinator else None, _last(opened), quoted, True))
        return
    if relative or (lead.subordinator and _subordinates(lead, piece, grammar) and not _judges(lead, piece, opened)):
        opener = relative or lead
        whole = finite or (relative is not None and _unknown_verb(piece, relative, grammar))
        opened.append(Open("relative" if relative else "subordinate", piece, opener, _last(opened), quoted, whole))
        return
    if ended := ended_by(piece, opened, quoted, grammar):
        ended.words += piece
        return
    waiting = next((c for c in reversed(opened) if not c.has_finite and c.quoted == quoted), None)
    waiting = waiting or interrupted(piece, opened, quoted, grammar) or reopened(piece, opened, quoted, grammar)
    waiting = waiting or parted(piece, opened, quoted, grammar)
    stopped = sentence.tokens[piece[0].index - 1].text in _STOPS or _kicked(piece, opened, sentence, grammar)
    if stopped or (waiting and is_to_come(waiting.words, piece, grammar)):
        waiting = None
    if finite or (waiting and piece[0].guess):
        if waiting:
            waiting.words += piece
            waiting.has_finite = True
            waiting.role = "main" if waiting.role == "fragment" else waiting.role
        else:
            role: Role = "main"
            parent = None
            last = opened[-1].role if opened and grammar.word_order == "verb_second" else None
            if piece[0].coordinator and last in ("subordinate", "relative") and _verb_last(piece):
                role, parent = opened[-1].role, opened[-1].parent
            opened.append(Open(role, piece, None, parent, quoted, True))
    elif opened and opened[-1].quoted == quoted and not _labelled(piece, opened, sentence):
        latest = max(opened, key=lambda c: c.words[-1].index)
        (going_on(piece, opened, grammar) or latest).words += piece
    else:
        opened.append(Open("fragment", piece, None, _last(opened), quoted, False))


def _credits(piece: tuple[Word, ...], grammar: Grammar) -> bool:
    """Does a piece without a verb say whose words the rest is ("Kiew habe, | so der Minister, | Raketen bestellt")?"""
    opens = piece[0].behind_comma and piece[0].lower in grammar.credit_adverbs and len(piece) > 1
    return opens and not any(w.verbs or w.auxiliaries for w in piece)


def _unknown_verb(piece: tuple[Word, ...], relative: Word, grammar: Grammar) -> bool:
    """Is what stands right behind the pronoun a verb that nobody knows ("Kigali, which | borders Congo, said ...")?"""
    behind = next((w for w in piece if w.index == relative.index + 1), None)
    if behind is None or grammar.word_order == "verb_second" or relative.subordinator:
        return False
    return may_be_verb(behind) and len(piece) > 2


def _labelled(piece: tuple[Word, ...], opened: Sequence[Open], sentence: Sentence) -> bool:
    """Does a headline's label end before `piece` ("Army: | two fighters killed in Rafah")?"""
    colon = sentence.tokens[piece[0].index - 1].text == ":"
    return colon and sentence.role != "body" and len(opened) == 1 and opened[0].role == "fragment"


def _kicked(piece: tuple[Word, ...], opened: Sequence[Open], sentence: Sentence, grammar: Grammar) -> bool:
    """Does a headline's label end with a dash before a clause that has its verb second ("Krieg im Jemen - | Iran wirft
    Riad Verbrechen vor")?
    """
    dashed = sentence.tokens[piece[0].index - 1].text in _DASHES and sentence.role != "body"
    whole = has_finite(piece) and not (is_finite(piece[0]) or piece[0].coordinator)
    return dashed and whole and grammar.word_order == "verb_second" and len(opened) == 1


def _last(opened: Sequence[Open]) -> int | None:
    return len(opened) - 1 if opened else None


def _relative(piece: tuple[Word, ...], lead: Word, opened: Sequence[Open], grammar: Grammar) -> Word | None:
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


def _subordinates(word: Word, piece: tuple[Word, ...], grammar: Grammar) -> bool:
    """Does a subordinator open a clause here? Its verb must stand last, or still be to come; "seit Montag" has none."""
    if not has_finite(piece):
        return not (word.preposition or _shortened(word, piece, grammar))
    return grammar.word_order != "verb_second" or _verb_last(piece)


def _judges(word: Word, piece: tuple[Word, ...], opened: Sequence[Open]) -> bool:
    """Does a subordinator only open what a verb of saying calls its object ("rejected | as baseless | the claim")?"""
    before = opened[-1].words[-1] if opened else None
    adjacent = before is not None and before.index == word.index - 1 and not has_finite(piece)
    return adjacent and before is not None and any(isinstance(f.entry, SpeechWord) for f in before.verbs)


def _shortened(word: Word, piece: tuple[Word, ...], grammar: Grammar) -> bool:
    """Has a subordinator a participle or a place in the stead of a clause ("while speaking in Doha, | he said")?"""
    behind = next((w for w in piece if w.index == word.index + 1), None)
    if behind is None or grammar.word_order == "verb_second":
        return False
    return behind.preposition is not None or any(f.tag == "ger" for f in behind.verbs)


def _verb_last(piece: tuple[Word, ...]) -> bool:
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


def _second(cluster: tuple[Word, ...], start: int) -> bool:
    """Does a row of verbs begin with the finite one, which stands second ("der Angriff | sei abgewehrt worden"), and
    not last ("die abgewehrt worden sei", "die haben wollen")? `start`: words before it.
    """
    first, last = cluster[0], cluster[-1]
    if len(cluster) < _FEW or start < _FEW or not first.auxiliaries or not infinite(last):
        return False
    both = len(cluster) == _FEW and bool(last.auxiliaries)
    return not (both and any(a.lemma == first.lower for a in first.auxiliaries))


def _close(
    number: int, found: Open, grammar: Grammar, names: Collection[int], heading: bool, quoting: Collection[int],
    telling: Collection[int],
) -> Clause:  # fmt: skip
    """`quoting`: the words right before direct speech, which is their object where they are verbs; `telling`: those
    before what a verb takes, which are finite."""
    words = tuple(sorted(found.words, key=lambda w: w.index))
    finite = finite_of(words, found.role, grammar, names)
    sure = finite is not None and finite.index in telling
    if found.role == "main" and finite and not sure and closes_as_participle(finite, words, grammar):
        finite.verbs = tuple(f for f in finite.verbs if f.tag not in FINITE)
        found.role, finite = "fragment", None
    for word in only_nouns(words, finite, grammar):
        word.verbs = ()
    for k, word in enumerate(words):
        word.negation = word.negation and not negates_aside(k, words, grammar)
    tense, mood, passive, modal = verbal_complex(words, finite, grammar, heading=heading)
    if finite is not None and not finite.auxiliaries and finite.index in quoting:  # "rejected | "accusations of ..." "
        passive = False
    return Clause(
        number=number, role=found.role, words=words, opener=found.opener, finite=finite, tense=tense, mood=mood,
        passive=passive, modal=modal, negated=any(w.negation for w in words), quoted=found.quoted, parent=found.parent,
    )  # fmt: skip
