"""Which phrase of a clause is its subject, its object, its dative."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.phrases import NEXT, Phrase
from worker.extract.grammar.predicates import behind_gerund
from worker.extract.grammar.words import Word
from worker.languages.grammar import Grammar
from worker.languages.pack import SpeechWord

_OF_SOMEBODY = frozenset({"accuse", "criticise", "condemn", "praise"})
_MARKED: Final = 3  # words of a participle, the mark of an infinitive and that
_PAIR: Final = 2  # words of an adverb phrase
_BESIDE = 2  # tokens from a verb to the subject behind it


def subject_of(clause: Clause, phrases: tuple[Phrase, ...], grammar: Grammar) -> Phrase | None:
    """The grammatical subject of `clause`, None where it has none of its own (imperatives, participles)."""
    bare = [p for p in phrases if p.preposition is None and not p.joined]
    if clause.finite is None:  # a headline: "Zelenskiy to meet Trump"
        infinitive = next((w.index for w in clause.words if w.infinitive), -1)
        if grammar.word_order != "subject_verb":
            return None
        found = [p for p in bare if p.last < infinitive]
        return next((p for p in found if not _labels(p, clause)), found[0] if found else None)
    if grammar.word_order == "subject_verb":
        titled = len(clause.words) > 1 and clause.words[1].capital  # "Acting President ..."
        start = clause.first if titled else clause.words[behind_gerund(clause.words)].index
        before = [p for p in bare if start <= p.first and p.last < clause.finite.index]
        if not before:  # behind an introduction: "In Washington, the White House said"
            before = _enumeration(
                [p for p in phrases if p.preposition is None and start <= p.first and p.last < clause.finite.index]
            )
        before = [p for p in before if not (_of_nonfinite(p, clause, grammar) or _among(p, clause))] or before
        inverted = clause.finite is clause.words[0] and _inverts(clause.finite)
        things = {w.index for w in clause.words if w.nouns and not w.capital}  # "..., pledges | aid"
        behind = [p for p in bare[:1] if p.first <= clause.finite.index + _BESIDE and p.head not in things]
        return before[-1] if before else behind[0] if inverted and behind else None
    elided = clause.words[0].coordinator and len(clause.words) > 1 and clause.words[1] is clause.finite
    return None if elided else _nominative(clause, bare)  # "... und machte die Miliz verantwortlich"


def _labels(phrase: Phrase, clause: Clause) -> bool:
    """Does a mark that is no comma part a phrase from what follows ("Serbia: | Vucic to meet Kurti")?"""
    behind = next((w for w in clause.words if w.index > phrase.last), None)
    return behind is not None and behind.index == phrase.last + 2 and not behind.behind_comma


def _of_nonfinite(phrase: Phrase, clause: Clause, grammar: Grammar) -> bool:
    """Is it the object of a gerund before it, or of an infinitive behind a participle or noun ("strikes targeting the
    group killed ...", "a school used to shelter refugees was ...", "efforts to supply Chad could ...")?
    """
    before = [w for w in clause.words if phrase.first - _MARKED <= w.index < phrase.first]
    if not before or before[-1].index != phrase.first - 1:
        return False
    infinitive = len(before) == _MARKED and before[1].lower in grammar.infinitive_markers and not before[2].closed
    first = next(w for w in clause.words if w.index == phrase.first)
    named = before[-1].infinitive and bool(
        first.capital or first.determiner or first.nouns
    )  # "efforts to supply | Chad"
    return (infinitive and (before[0].participle or (named and not before[0].closed))) or any(
        f.tag == "ger" for f in before[-1].verbs
    )


def _among(phrase: Phrase, clause: Clause) -> bool:
    """ "soldiers, among them | two officers, stormed ...": are these only some of those named before?"""
    opens = [w for w in clause.words if phrase.first - _PAIR <= w.index < phrase.first]
    return len(opens) == _PAIR and opens[0].behind_comma and all(w.adverb for w in opens)


def _enumeration(phrases: list[Phrase]) -> list[Phrase]:
    """`phrases` up to the first member of the enumeration that ends them ("In Paris, | France, Italy and Spain")."""
    while len(phrases) > 1 and phrases[-1].joined and phrases[-1].first - phrases[-2].last <= NEXT - 1:
        phrases = phrases[:-1]
    return phrases


def _inverts(finite: Word) -> bool:
    """Can a subject follow this verb ("..., said the minister")? Behind some verbs of saying stands their object."""
    speech = [f.entry for f in finite.verbs if isinstance(f.entry, SpeechWord) and f.particle is None]
    return bool(speech) and not finite.auxiliaries and not any(e.act in _OF_SOMEBODY for e in speech)


def _nominative(clause: Clause, bare: list[Phrase]) -> Phrase | None:
    plural = finite_plural(clause.finite) if clause.finite else None
    fits = [p for p in bare if "nom" in p.cases and (p.plural is None or plural is None or p.plural == plural)]
    sure = [p for p in fits if p.cases == {"nom"}]
    if sure:
        return sure[0]
    return fits[0] if fits else None


def finite_plural(finite: Word) -> bool | None:
    """Is a finite verb plural? None where its form does not tell."""
    numbers = {a.number for a in finite.auxiliaries} or {f.number for f in finite.verbs if f.number}
    return (numbers == {"pl"}) if len(numbers) == 1 and numbers <= {"sg", "pl"} else None


def stands_for_subject(relative: Word, noun: Word, finite: Word | None, grammar: Grammar) -> bool:
    """Can a relative pronoun be the subject, by gender and number of the noun before it and the number of its verb?"""
    marker = relative.determiner or relative.pronoun
    if marker is None or not marker.cases or grammar.word_order == "subject_verb":
        return True
    forms = (*noun.nouns, *(c.head for c in noun.compounds))
    genders = {f.entry.gender or grammar.gender(noun.lower) for f in forms} - {None}
    numbers = {"pl" if f.tag == "pl" else "sg" for f in forms}
    plural = finite_plural(finite) if finite else None
    left = [r.split(".") for r in marker.cases if r.startswith("nom.")]
    left = [r for r in left if not genders or r[1] == "pl" or r[2] in genders]
    left = [r for r in left if not numbers or r[1] in numbers]
    return any(plural is None or (r[1] == "pl") == plural for r in left)


def object_of(clause: Clause, phrases: tuple[Phrase, ...], subject: Phrase | None, grammar: Grammar) -> Phrase | None:
    """The accusative (direct) object: the first bare phrase that is not the subject and can stand in the accusative."""
    bare = [p for p in phrases if p.preposition is None and not p.joined and p is not subject]
    if grammar.word_order == "subject_verb":
        if clause.finite is None:
            return bare[0] if bare else None
        return next((p for p in bare if p.first > clause.finite.index), None)
    if clause.finite is None:  # a headline: "Anschlag der Hamas: | Drei Soldaten getötet"
        bare = [p for p in bare if p.first >= _behind_mark(clause)] or bare
    return next((p for p in bare if "acc" in p.cases and p.cases != {"gen"}), None)


def _behind_mark(clause: Clause) -> int:
    """The first token behind the last mark in a clause that is no comma, 0 where there is none."""
    gaps = ((a, b) for a, b in pairwise(clause.words) if b.index == a.index + 2)
    return max((b.index for _, b in gaps if not (b.behind_comma or b.behind_bracket)), default=0)


def dative_of(phrases: Sequence[Phrase], subject: Phrase | None, grammar: Grammar) -> Phrase | None:
    """The dative object, where the language marks one; of what could be a subject too, one that stands behind it, and
    behind no noun whose genitive it could be ("Der Angriff wird | der JNIM | zugeschrieben").
    """
    if grammar.word_order == "subject_verb":
        return None
    alone = (p for k, p in enumerate(phrases) if not (p.joined and _governed(phrases[:k])))
    bare = [p for p in alone if p.preposition is None and p is not subject and "dat" in p.cases]
    sure = next((p for p in bare if not p.cases & {"nom", "acc"}), None)
    if sure is not None or subject is None:
        return sure
    ends = {p.last for p in phrases}
    behind = (p for p in bare if p.first > subject.last and not p.joined and p.first - 1 not in ends)
    return next((p for p in behind if "acc" not in p.cases), None)


def _governed(before: Sequence[Phrase]) -> bool:
    """Does the enumeration that goes on behind `before` stand behind a preposition ("aus Mali, | dem Tschad ...")?"""
    start = next((p for p in reversed(before) if not p.joined), None)
    return start is not None and start.preposition is not None
