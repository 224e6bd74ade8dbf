"""Which clause that was begun before does a piece of a sentence go on?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from worker.extract.grammar.lexicon import FINITE
from worker.extract.grammar.pieces import governs_clause
from worker.extract.grammar.predicates import Role, predicates, reduced, violent
from worker.extract.grammar.words import Word, is_finite
from worker.languages.grammar import Grammar
from worker.languages.pack import SpeechWord

_PERFECT = frozenset({"be", "have"})  # auxiliaries that a participle follows


@dataclass(slots=True)
class Open:
    """A clause that is being collected."""

    role: Role
    words: tuple[Word, ...]
    opener: Word | None
    parent: int | None
    quoted: bool
    has_finite: bool = False


def interrupted(piece: tuple[Word, ...], opened: Sequence[Open], quoted: bool, grammar: Grammar) -> Open | None:
    """The clause whose verb `piece` begins with, behind an insertion, where a participle only looks finite ("jets sent
    to Sudan, among them new ones, | hit bases").
    """
    last = opened[-1] if opened else None
    if last is None or last.quoted != quoted or grammar.word_order == "verb_second" or not is_finite(piece[0]):
        return None
    known = predicates(last.words)
    whole = (*last.words, *piece)
    return last if len(known) == 1 and piece[0].behind_comma and reduced(known[0], whole, grammar) else None


def reopened(piece: tuple[Word, ...], opened: list[Open], quoted: bool, grammar: Grammar) -> Open | None:
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
        told = Open("main", begun, None, place - 1, quoted)
        last.words = last.words[:begins]
        opened.insert(place, told)
        return told
    if not 0 < that < len(last.words) - 1 or last.words[that].preposition:
        return None
    told = Open("subordinate", last.words[that:], last.words[that], place - 1, quoted)
    last.words = last.words[:that]
    opened.insert(place, told)
    return told


def parted(piece: tuple[Word, ...], opened: list[Open], quoted: bool, grammar: Grammar) -> Open | None:
    """The clause behind "but", whose verb `piece` begins with, behind a relative clause ("Oslo denied it, but its
    minister, who ..., | hit out"); takes it out of the one before."""
    inside = opened[-1] if opened else None
    if inside is None or inside.role != "relative" or inside.parent is None or grammar.word_order == "verb_second":
        return None
    last = opened[inside.parent]
    begins = next((k for k, w in enumerate(last.words) if w.coordinator and w.lower in grammar.contrasting), 0)
    verb = piece[0].behind_comma and is_finite(piece[0]) and last.quoted == quoted
    if not (verb and any(map(is_finite, last.words[:begins]))) or any(map(is_finite, last.words[begins:])):
        return None
    told = Open("main", last.words[begins:], None, None, quoted)
    last.words = last.words[:begins]
    inside.parent = len(opened) - 1
    opened.insert(inside.parent, told)
    return told


def _is_attribute(clause: Open) -> bool:
    """Does a participle between commas tell more of the noun before it (", supported by tanks, ")?"""
    first = clause.words[0]
    return first.behind_comma and first.participle and not first.auxiliaries and len(clause.words) > 1


def going_on(piece: tuple[Word, ...], opened: Sequence[Open], grammar: Grammar) -> Open | None:
    """The earlier clause that a piece without a finite verb belongs to, None where it goes on the last one."""
    return (
        _reported(piece, opened, grammar)
        or _killed_by(piece, opened, grammar)
        or _behind_relative(piece, opened, grammar)
    )


def _reported(piece: tuple[Word, ...], opened: Sequence[Open], grammar: Grammar) -> Open | None:
    """The clause that a participle goes on behind who reports it ("shelled the port, the navy said, killing two")."""
    if grammar.word_order == "verb_second" or len(opened) < 2 or not any(f.tag == "ger" for f in piece[0].verbs):
        return None
    last, verb = opened[-1], opened[-1].words[-1]
    reports = last.words[0].behind_comma and any(isinstance(f.entry, SpeechWord) for f in verb.verbs)
    return opened[-2] if reports and last.role == "main" and opened[-2].role == "main" else None


def _killed_by(piece: tuple[Word, ...], opened: Sequence[Open], grammar: Grammar) -> Open | None:
    """The clause of violence that a participle of it goes on with ("struck a house where they met, killing two")."""
    last, goes_on = opened[-1], piece[0].behind_comma and any(f.tag == "ger" for f in piece[0].verbs)
    outer = opened[last.parent] if last.role == "relative" and last.parent is not None else None
    if outer is None or not goes_on or grammar.word_order == "verb_second":
        return None
    return outer if violent(piece[:1]) and violent(outer.words) and not violent(last.words) else None


def ended_by(piece: tuple[Word, ...], opened: Sequence[Open], quoted: bool, grammar: Grammar) -> Open | None:
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


def bracketed(
    piece: tuple[Word, ...], lead: Word, opened: Sequence[Open], quoted: bool, grammar: Grammar
) -> Open | None:
    """The main clause whose predicate `piece` ends behind a clause inside it ("hat das Dorf, das X hielt, | am Montag
    beschossen", "griff das Dorf, das X hielt, | am Montag an").
    """
    if grammar.word_order != "verb_second" or not opened:
        return None
    if _ends_list(piece, lead, opened[-1], quoted):
        return opened[-1]
    inside = opened[-1].role in ("subordinate", "relative", "infinitive")
    mains = [c for c in opened if c.role == "main"]
    outer = mains[-1] if inside and mains else mains[-2] if len(mains) > 1 and opened[-1] is mains[-1] else None
    if outer is None or outer.quoted != quoted:
        return None
    finite = next((k for k, w in enumerate(outer.words) if is_finite(w)), len(outer.words))
    if any(map(infinite, outer.words[finite + 1 :])):
        return None
    ends = any(_ends_predicate(piece[-1], w, outer) for w in outer.words[finite:][:1])
    if ends and not infinite(piece[-1]):  # "wies den Vorwurf, sie lieferten Waffen, | als haltlos zurück"
        return None if any(w.auxiliaries or (is_finite(w) and not w.participle) for w in piece) else outer
    verbs = next((k for k, w in enumerate(piece) if is_finite(w) or infinite(w)), len(piece))
    whole = all(w.auxiliaries or infinite(w) for w in piece[verbs:])
    return outer if inside and ends and whole and not lead.subordinator else None


def _ends_list(piece: tuple[Word, ...], lead: Word, last: Open, quoted: bool) -> bool:
    """Does `piece` end a list and the predicate that the main clause waits for ("will mit Chile, | Peru und Kuba
    sprechen")?"""
    finite = next((k for k, w in enumerate(last.words) if is_finite(w)), -1)
    listed = any(w.coordinator for w in piece[1:]) and not any(w.verbs or w.auxiliaries for w in piece[:-1])
    if last.role != "main" or last.quoted != quoted or not listed or finite < 0 or lead.subordinator:
        return False
    if lead.relative and not (lead.determiner and all(c.startswith("dat") for c in lead.determiner.cases)):
        return False  # "Kiew will Waffen, | die Ziele in Kursk und Belgorod treffen"
    helps = {a.kind for a in last.words[finite].auxiliaries}
    waits = not any(map(infinite, last.words[finite + 1 :]))
    return bool(helps) and waits and infinite(piece[-1]) and piece[-1].participle == bool(helps & _PERFECT)


def _ends_predicate(last: Word, finite: Word, clause: Open) -> bool:
    """Is `last` the infinite verb or the particle that `finite` waits for?"""
    if finite.auxiliaries:
        return infinite(last)
    particles = {f.particle for f in finite.verbs if f.particle and f.tag in FINITE}
    return last.lower in particles and all(w.lower != last.lower for w in clause.words)


def _goes_on(piece: tuple[Word, ...], last: Open, passive: Collection[str]) -> bool:
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


def infinite(word: Word) -> bool:
    """Can it be the infinite part of a predicate?"""
    helps = any(a.lemma == word.lower for a in word.auxiliaries)
    return word.participle or helps or (not word.capital and any(f.tag == "inf" for f in word.verbs))


def _behind_relative(piece: tuple[Word, ...], opened: Sequence[Open], grammar: Grammar) -> Open | None:
    """The clause that goes on with a phrase behind an inserted relative clause ("shot X, who led it, | in Oslo"), with
    its object as well where the relative one ends at its verb ("nannte den Angriff, bei dem X starb, | einen Mord").
    """
    last, first = opened[-1], piece[0]
    if last.role != "relative" or last.opener is None or last.parent is None:
        return None
    outer, phrase = opened[last.parent], first.preposition is not None
    if grammar.word_order == "subject_verb":
        phrase = phrase and last.opener.behind_comma
    else:
        count = first.number or first.token.text[0].isdigit()
        alone = len(piece) == 1 or piece[1].pronoun is None  # not "starben, | unter ihnen Kinder"
        phrase = alone and not first.adverb and (phrase or count or first.determiner is not None)
    return outer if first.behind_comma and phrase and outer.has_finite and outer.role == "main" else None
