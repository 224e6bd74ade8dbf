"""The subject of a clause by the sentence around it: its own, what its relative pronoun stands for, that of the clause
it goes on, or who says something of the thing that stands before the verb.
"""

from typing import Final

from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.subjects import finite_plural, stands_for_subject, subject_of
from worker.extract.grammar.words import Word
from worker.extract.parts import Parts
from worker.languages.pack import AttackWord, HitWord, Silence, SpeechNoun, SpeechWord, Weapon

# Acts of verbs that have somebody for their object.
_OF_SOMEBODY: Final = frozenset({"accuse", "criticise", "praise"})
_NAMED = frozenset({"name", "country", "body", "capital"})
_BESIDE = 2  # words from a phrase to the one behind a preposition


def subject_in(reading: Parts, clause: Clause) -> Phrase | None:
    """The subject of `clause`, None where nothing in its sentence is one."""
    if clause.number not in reading.subjects:
        reading.subjects[clause.number] = _subject_of(reading, clause)
    return reading.subjects[clause.number]


def own_subject_in(reading: Parts, clause: Clause) -> Phrase | None:
    """The subject that stands in `clause` itself."""
    if clause.number not in reading.own_subjects:
        reading.own_subjects[clause.number] = _own_among(reading, clause, reading.phrases_of(clause))
    return reading.own_subjects[clause.number]


def _subject_of(reading: Parts, clause: Clause) -> Phrase | None:
    opener = clause.relative.index if clause.relative else -1  # "der | kommende Woche"
    timed = {p.first for p in reading.phrases_of(clause) if p.first != opener and reading.names_time(p)}
    timed |= _credited_behind(reading)
    phrases = tuple(p for p in reading.phrases_of(clause) if not (p.first in timed or reading.in_brackets(p)))
    own = _own_among(reading, clause, phrases)
    if own and clause.relative and own.covers(clause.relative.index, clause.relative.index):
        named = _last_before(reading, clause.first)
        noun = reading.words[named.head] if named else None
        others = tuple(p for p in phrases if p is not own)
        inert = named is not None and (_is_thing(reading, named) or _is_launched(reading, clause, named))
        object_first = inert and any(_is_side(reading, p) for p in others)
        if noun and (object_first or not stands_for_subject(clause.relative, noun, clause.finite, reading.grammar)):
            return subject_of(clause, others, reading.grammar)
    opens = own is not None and clause.opener is not None and own.covers(clause.opener.index, clause.opener.index)
    stands_for = own is not None and own.pronoun and (clause.opener is None or own.last <= clause.opener.index)
    if own and not (clause.role == "relative" and (stands_for or opens)):
        return own
    if own is None and _goes_on(reading, clause):
        before = [p for p in reading.phrases if p.last < clause.first and p.preposition is None]
        return before[-1] if before else None
    if clause.role == "relative" and clause.opener:
        return antecedent(reading, clause, clause.opener)
    if clause.number and clause.role in ("main", "fragment", "infinitive"):
        if (pronoun := _before_quotation(reading, clause)) is not None:
            return antecedent(reading, clause, pronoun)
        return _interrupted(reading, clause) or subject_in(
            reading, reading.clauses[clause.number - (2 if _behind_insertion(reading, clause) else 1)]
        )
    return None


def _before_quotation(reading: Parts, clause: Clause) -> Word | None:
    """The relative pronoun that a quotation parts from its clause ("praised the officers who “| shot the gunman”")."""
    last = reading.clauses[clause.number - 1].words[-1]
    apart = clause.quoted and last.index == clause.first - _BESIDE
    return last if apart and last.relative and clause.words[0] is clause.finite else None


def _credited_behind(reading: Parts) -> set[int]:
    """Where those begin who are credited behind a sign for what stands before it ("..., so | der hohe Offizier")."""
    if reading.grammar.word_order == "subject_verb":
        return set()
    behind = (m for e, m in reading.credits if e.clause == "after" and m.first)
    signs = (m for m in behind if reading.words[m.first - 1].punctuation)
    return {s.first for m in signs for s in m.slots if s.name == "source"}


def _is_thing(reading: Parts, phrase: Phrase) -> bool:
    """Is it a town, or a thing that is struck or said, and hence does nothing itself ("das Dorf, das | die Armee
    eroberte", "eine Version, die | Moskau bestreitet")?"""
    head = phrase.head
    placed = any(m.first <= head <= m.last and m.place.kind != "country" for m in reading.places_of(phrase))
    if any(m.first <= head <= m.last for m in reading.actors):
        return placed and phrase.preposition in reading.grammar.locatives
    return placed or any(isinstance(f.entry, HitWord | SpeechNoun) for f in reading.words[head].nouns)


def _is_launched(reading: Parts, clause: Clause, phrase: Phrase) -> bool:
    """Is it a weapon that a clause tells was sent ("die Rakete, die | Moskau abfeuerte", but not "die Moskau traf")?"""
    told = (f.entry for w in clause.words for f in w.verbs)
    sends = any(isinstance(e, AttackWord) and "object=weapon" in e.roles for e in told)
    return sends and any(isinstance(f.entry, Weapon) for f in reading.words[phrase.head].nouns)


def _is_side(reading: Parts, phrase: Phrase) -> bool:
    named = phrase.preposition is None and "nom" in phrase.cases
    return named and any(m.first <= phrase.head <= m.last for m in reading.actors)


def tells_own_deed(reading: Parts, clause: Clause) -> bool:
    """Does a headline's label tell what it did itself ("Huthi: | Haben Frachter angegriffen")?"""
    heads = reading.sentence.role != "body" and reading.grammar.word_order == "verb_second"
    return heads and clause.words[0] is clause.finite and reading.before_colon(clause.first - 2)


def _own_among(reading: Parts, clause: Clause, phrases: tuple[Phrase, ...]) -> Phrase | None:
    """The subject that stands in `clause` itself, one of its `phrases`."""
    if tells_own_deed(reading, clause):
        return None
    phrases = tuple(p for p in phrases if not (too_few(reading, p, clause) or _too_many(reading, p, clause))) or phrases
    own = subject_of(clause, phrases, reading.grammar)
    return (own and _speaker_behind(reading, own, clause, phrases)) or own


def _speaker_behind(reading: Parts, first: Phrase, clause: Clause, phrases: tuple[Phrase, ...]) -> Phrase | None:
    """Who says something of the thing that stands before the verb ("Die Forderung | lehnte Kigali | ab")."""
    finite = clause.finite
    if finite is None or first.last > finite.index or "acc" not in first.cases or not _is_said(reading, clause):
        return None
    sides = [m for m in reading.actors if not m.owns]
    begins = first.first + (reading.words[first.first].determiner is not None)
    inside = reading.words[first.first : first.last + 1]
    known = any(w.compounds or any(not isinstance(f.entry, Silence) for f in w.nouns) for w in inside)
    if not (first.pronoun or known) or any(m.first <= begins <= m.last for m in sides):
        return None
    behind = (p for p in phrases if p.first > finite.index and p.preposition is None and "nom" in p.cases)
    return next((p for p in behind if any(m.first <= p.head <= m.last for m in sides)), None)


def _is_said(reading: Parts, clause: Clause) -> bool:
    """Is the verb one of saying that has a matter, and nobody, for its object, where nouns tell no case?"""
    if reading.grammar.word_order != "verb_second":
        return False
    verbs = (f for w in clause.words for f in w.verbs if w is clause.finite or w.participle)
    known = {w.lower for w in clause.words}
    whole = (f for f in verbs if known.issuperset(f.fixed) and f.particle in {*known, None})
    said = [f.entry for f in whole if isinstance(f.entry, SpeechWord)]
    return bool(said) and all(e.act not in _OF_SOMEBODY and "object" not in e.addressees for e in said)


def too_few(reading: Parts, phrase: Phrase, clause: Clause) -> bool:
    """Is it one town beside a verb in the plural, whose subject it cannot be ("Goma | haben Rebellen erobert"), or one
    land behind it ("Anwohner werfen | Israel | Angriffe vor")?"""
    if clause.finite is None or not reading.places or not reading.grammar.nouns_are_capitalised:
        return False
    behind = phrase.first > clause.finite.index
    single = (p for p in reading.places if p.place.kind == "city" or (behind and p.place.kind == "country"))
    one = any((p.first, p.last) == (phrase.first, phrase.last) for p in single)
    return one and len(group(reading.phrases, phrase)) == 1 and bool(finite_plural(clause.finite))


def _too_many(reading: Parts, phrase: Phrase, clause: Clause) -> bool:
    """Are they several before a verb in the singular, behind which somebody stands whose object they are ("Togo und
    Benin | rief die EU auf")?"""
    finite = clause.finite
    if finite is None or reading.grammar.word_order != "verb_second" or phrase.last > finite.index:
        return False
    row = range(phrase.last + 1, group(reading.phrases, phrase)[-1].first)
    if finite_plural(finite) is not False or not any(reading.words[k].coordinator for k in row):
        return False
    first = next((w.index for w in reading.words[finite.index + 1 :] if not w.adverb), -1)
    return any(p.first == first and _is_side(reading, p) for p in reading.phrases_of(clause))


def antecedent(reading: Parts, clause: Clause, opener: Word) -> Phrase | None:
    """What a relative pronoun stands for: the phrase before it, not where or when somebody is that it means ("rebels |
    in Goma | on Monday, | who ..."); not a pronoun, nor over a word that only points at people ("those | who ...").
    """
    found = _last_before(reading, opener.index, clause.number)
    last = reading.words[max(opener.index - 1 - opener.behind_comma, 0)]
    if found is not None and (found.pronoun or (found.last < last.index and last.determiner is not None)):
        return None
    if found is not None and found.joined:  # "the ministers of Egypt | and Qatar, who ...", "Ägypten | und Katar, die"
        several = {m.first for m in reading.actors if m.number == "pl"}
        plural = clause.finite is not None and finite_plural(clause.finite)
        rows = (p for p in reading.phrases if found in group(reading.phrases, p)[1:])
        found = next((p for p in rows if plural or any(p.first <= k <= p.last for k in several)), found)
    told_apart = opener.lower in reading.grammar.personal_relatives
    # A relative clause without a comma tells which is meant, and no name needs that ("attacks | in Israel that ...").
    bound = reading.grammar.word_order == "subject_verb" and not opener.behind_comma
    while (told_apart or bound) and found is not None and found.preposition:
        named = any(m.first <= found.head <= m.last for m in reading.places_of(found)) or reading.names_time(found)
        named = named or (bound and any(m.first <= found.head <= m.last for m in reading.actors if m.form in _NAMED))
        before = next((p for p in reading.phrases if p.last == found.first - _BESIDE), None)
        if not named or before is None:
            break
        found = before
    return found


def _last_before(reading: Parts, index: int, without: int | None = None) -> Phrase | None:
    """The last phrase before token `index`, whichever clause but `without` it belongs to."""
    before = (p for p in reading.phrases if p.last < index and p.clause != without)
    return max(before, key=lambda p: p.last, default=None)


def _interrupted(reading: Parts, clause: Clause) -> Phrase | None:
    """The subject that who reports it parts from its verb (" Moscow, he said, had attacked")."""
    before = reading.clauses[clause.number - 1]
    if clause.words[0] is not clause.finite or reading.words[clause.first - 1].token.text != ",":
        return None
    said = before.finite is before.words[-1] and any(isinstance(f.entry, SpeechWord) for f in before.finite.verbs)
    bare = [p for p in reading.phrases_of(before) if p.preposition is None and not p.joined]
    apart = len(bare) > 1 and reading.words[bare[0].last + 1].token.text == ","
    return bare[0] if said and apart else None


def _behind_insertion(reading: Parts, clause: Clause) -> bool:
    """Does a coordinated clause go on behind one that only says who reports (", the army said, and set ...")?"""
    if clause.number < 2 or not clause.words[0].coordinator:
        return False
    said = reading.clauses[clause.number - 1]
    return said.finite is said.words[-1] and any(isinstance(f.entry, SpeechWord) for f in said.finite.verbs)


def _goes_on(reading: Parts, clause: Clause) -> bool:
    """Does a clause begin with its auxiliary, its subject cut off by an insertion ("The forces (RSF) were ...")?"""
    first = clause.words[0]
    behind_sign = clause.first > 0 and reading.words[clause.first - 1].token.text == ")"
    return reading.grammar.word_order == "subject_verb" and first is clause.finite and behind_sign
