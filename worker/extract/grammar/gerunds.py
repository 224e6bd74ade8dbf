"""Whose doing a gerund tells: of the noun before it, of a subject of its own, or of the clause that it hangs on."""

from worker.extract.analysis import Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.lexicon import QUOTES
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.words import Word
from worker.languages.pack import AttackWord, Casualty, SpeechWord

_JUDGING = frozenset({"condemn", "criticise", "accuse", "praise"})
_BEHIND = 2  # words from a noun to the one behind its preposition
_TO_NOUN = 3  # words from a gerund to the noun that a participle between them describes


def is_deed(reading: Reading, index: int) -> bool:
    """Is a gerund a noun: behind an article and before its object in the genitive ("the | targeting | of clinics")?"""
    words = reading.words
    if not (0 < index < len(words) - 1) or words[index + 1].lower not in reading.grammar.genitive_prepositions:
        return False
    return words[index - 1].determiner is not None


def doer_of(reading: Reading, clause: Clause, index: int, subject: Phrase | None) -> Phrase | None:
    """Who does what the gerund at `index` of `clause` tells; `subject` is that of the clause."""
    if _described(reading, clause, index):
        return next((p for p in reading.phrases if p.last == index - _TO_NOUN), None)
    return (
        _before(reading, clause, index)
        or _judged(reading, clause, index)
        or _absolute(reading, clause, index)
        or _of_deed(reading, clause, index)
        or _left(reading, clause, index, subject)
    )


def _before(reading: Reading, clause: Clause, index: int) -> Phrase | None:
    """What a gerund behind a phrase, and behind where that was, tells of ("strikes on Tyre | targeting the group"),
    None behind a comma.
    """
    quoted = reading.words[index - 1].token.text in QUOTES  # "identified '30 drones' crossing into ..."
    before = next((p for p in reading.phrases if p.last == index - 1 - quoted), None)
    while before is not None and before.preposition and reading.places_of(before):
        further = next((p for p in reading.phrases if p.last == before.first - _BEHIND), None)
        if further is None:
            break
        before = further
    return before if before is not None and before.clause == clause.number else None


def _described(reading: Reading, clause: Clause, index: int) -> bool:
    """Is the gerund governed by a participle that only describes somebody ("measures against those accused of
    killing")?"""
    words = reading.words
    if index < _TO_NOUN or words[index - 1].preposition is None or not words[index - 2].participle:
        return False
    auxiliary = any(w.auxiliaries for w in words[index - _TO_NOUN : index - 2])
    return words[index - 2] is not clause.finite and not auxiliary


def _judged(reading: Reading, clause: Clause, index: int) -> Phrase | None:
    """Whom somebody judges for what the gerund behind a preposition tells ("condemned | Chad | on Monday for raiding
    Goma")."""
    if reading.words[index - 1].preposition is None:
        return None
    whom = next((p for p in reading.phrases if p.last == index - _BEHIND), None)
    while whom is not None and whom.preposition:
        first = whom.first
        whom = next((p for p in reading.phrases if p.last == first - _BEHIND), None)
    if whom is None or whom.clause != clause.number:
        return None
    verbs = (f.entry for w in clause.words if w.index < whom.first for f in w.verbs)
    judging = any(isinstance(e, SpeechWord) and e.act in _JUDGING for e in verbs)
    return whom if judging else None


def _absolute(reading: Reading, clause: Clause, index: int) -> Phrase | None:
    """Who does it that a gerund before it tells of ("with | the army | admitting responsibility for firing at")."""
    gerunds = (w for w in clause.words if w.index < index and any(f.tag == "ger" for f in w.verbs))
    for word in gerunds:
        before = next((p for p in reading.phrases if p.last == word.index - 1), None)
        if before is not None and before.preposition in reading.grammar.absolute_words:
            return before
    return None


def _of_deed(reading: Reading, clause: Clause, index: int) -> Phrase | None:
    """The subject of the clause of violence that a gerund of harm tells more of, over one that only says when ("fired
    rockets at the palace as envoys left, | killing a guard").
    """
    gerunds = (w.index for w in clause.words if w.behind_comma and any(f.tag == "ger" for f in w.verbs))
    first = next(gerunds, index + 1)  # ", killing a guard | and wounding others"
    if clause.parent is None or clause.role != "subordinate" or first > index:
        return None
    above, inside = reading.clauses[clause.parent], (w for w in clause.words if w.index < first)
    if above.number > clause.number or not _tells(reading.words[index], AttackWord, Casualty):
        return None
    told = any(_tells(w, AttackWord) for w in above.words) and not any(_tells(w, AttackWord) for w in inside)
    return reading.subject(above) if told else None


def _tells(word: Word, *tables: type[AttackWord | Casualty]) -> bool:
    return any(isinstance(f.entry, tables) for f in (*word.verbs, *word.nouns))


def _left(reading: Reading, clause: Clause, index: int, subject: Phrase | None) -> Phrase | None:
    """The subject of the clause, unless it stands behind the gerund, being that of a verb further on (", killing | ten
    men | in a raid Kigali says was ..."); then the one of the clause before.
    """
    if subject is None or subject.first < index or not clause.number:
        return subject
    before = reading.clauses[clause.number - 1]
    own = clause.finite is not None and subject.last == clause.finite.index - 1  # "killing civilians violates the law"
    return None if own or clause.quoted != before.quoted else reading.subject(before)
