"""Noun and prepositional phrases of a clause, and which of them is its subject or object."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from worker.extract.grammar.clauses import Clause, behind_gerund
from worker.extract.grammar.insertions import shares_noun
from worker.extract.grammar.verbal import completes_verb, is_particle
from worker.extract.grammar.words import Word
from worker.languages.grammar import Grammar
from worker.languages.pack import SpeechWord

_OF_SOMEBODY = frozenset({"accuse", "criticise", "condemn", "praise"})
ALL_CASES = frozenset({"nom", "acc", "dat", "gen"})
_MAX_PHRASE = 40
_NEXT = 4  # tokens from one member of an enumeration to the next
_BESIDE = 2  # tokens from a verb to the subject behind it


@dataclass(slots=True, eq=False)  # frozen, it would take three times as long to make
class Phrase:
    """A noun phrase, with its preposition where it has one. Token indexes; `last` is inclusive.

    `core`: its first token behind an attribute of several words ("die von Ruanda unterstützte | Miliz").
    `cases`: the cases that determiner and endings leave open; `joined`: it goes on an
    enumeration with the phrase before.
    """

    first: int
    last: int
    head: int
    preposition: str | None
    cases: frozenset[str]
    plural: bool | None
    joined: bool
    pronoun: bool
    clause: int
    core: int

    def covers(self, first: int, last: int) -> bool:
        """Does it hold these tokens as its own, not as part of its attribute?"""
        return self.core <= first and last <= self.last


@dataclass(frozen=True, slots=True)
class Names:
    """What mentions say about words: first token of a name -> its last, and tokens that are adjectives of names.

    `finite`: the finite verb of the clause, which stands in no phrase; `ends`: last tokens of times and
    places, which no name goes on; `starts`: first tokens of times, which go on no noun.
    """

    spans: Mapping[int, int]
    adjectives: frozenset[int]
    finite: int | None = None
    opener: int | None = None
    ends: frozenset[int] = frozenset()
    starts: frozenset[int] = frozenset()

    def __contains__(self, index: int) -> bool:
        return index in self.spans


def find_phrases(clause: Clause, grammar: Grammar, names: Names) -> tuple[Phrase, ...]:
    """The phrases of `clause` in order."""
    names = replace(
        names,
        finite=clause.finite.index if clause.finite else None,
        opener=clause.relative.index if clause.relative else None,
    )
    words = clause.words
    found: list[Phrase] = []
    k, joined = 0, False
    preposition: Word | None = None
    outer: Word | None = None
    while k < len(words):
        word = words[k]
        end = _end_of_phrase(words, k, grammar, names)
        if end > k:
            before = found[-1] if found else None
            if outer and preposition is None and before and before.preposition and word.index == before.last + 1:
                preposition, outer = outer, None
            if words[k].behind_bracket and before is not None and preposition is None:
                found.append(_bracketed(words[k:end], before, grammar, names, clause.number))
                k, joined = end, _goes_on(words, end)
                continue
            found.append(
                _phrase(
                    words[k:end],
                    preposition,
                    before,
                    grammar,
                    names,
                    joined and _continues(found, preposition) and not _reports(words, k, end, clause),
                    clause.number,
                )
            )
            k, preposition, joined = end, None, _goes_on(words, end)
            if k < len(words) and words[k].preposition and words[k].lower in grammar.postpositions:
                _postpone(found, words[k].lower, grammar)
                k, joined = k + 1, False
            continue
        if _between_numbers(words, k):
            k += 1
            continue
        if (
            word.preposition
            and k + 1 < len(words)
            and not _subordinates(word, clause)
            and not is_particle(words, k, grammar)
        ):
            preposition, joined = word, joined and word.preposition is not None
        elif not (word.coordinator or shares_noun(words, k, names.adjectives) or (word.adverb and preposition)):
            attribute = word.determiner and k + 1 < len(words) and words[k + 1].preposition
            outer = preposition if attribute else outer  # "mit der | von Kenia | unterstützten Regierung"
            preposition, joined = None, False
        k += 1
    verb = clause.finite.index if grammar.word_order == "subject_verb" and clause.finite else -1
    headed = any(p.preposition is None and not p.joined and p.last < verb for p in found)
    return tuple(found if headed else _introduced(found, clause, verb))


def _introduced(found: Sequence[Phrase], clause: Clause, verb: int) -> Iterator[Phrase]:
    """Parts from a prepositional phrase what only commas put beside it before the verb ("In Nairobi, | envoys met")."""
    joins = {w.index for w in clause.words if w.coordinator}
    lone = False
    for n, phrase in enumerate(found):
        if not phrase.joined:
            row = list(takewhile(lambda p: p.joined, found[n + 1 :]))
            gaps = zip((phrase, *row), row, strict=False)
            lone = phrase.preposition is not None and not any(joins & {*range(a.last, b.first)} for a, b in gaps)
        parted = lone and phrase.preposition is None and phrase.last < verb
        yield replace(phrase, joined=False) if parted else phrase


def _postpone(found: list[Phrase], word: str, grammar: Grammar) -> None:
    """Gives the phrase before a postposition, and the one that it is the genitive of, that preposition."""
    cases = frozenset(grammar.prepositions[word].cases)
    owner = len(found) > 1 and found[-1].cases == {"gen"} and found[-2].preposition is None
    for k in (-2, -1) if owner else (-1,):
        found[k] = replace(found[k], preposition=word, cases=cases or found[k].cases)


def _bracketed(words: Sequence[Word], before: Phrase, grammar: Grammar, names: Names, clause: int) -> Phrase:
    """A phrase in brackets stands for the one before and shares its place ("according to the army (FARDC), ...")."""
    phrase = _phrase(words, None, before, grammar, names, True, clause)
    return replace(phrase, preposition=before.preposition, cases=before.cases)


def _between_numbers(words: Sequence[Word], k: int) -> bool:
    """ "40 to 50 soldiers": a preposition that only makes a range."""
    if words[k].preposition is None or not 0 < k < len(words) - 1:
        return False
    return all(words[i].token.text[:1].isdigit() for i in (k - 1, k + 1))


def _reports(words: Sequence[Word], k: int, end: int, clause: Clause) -> bool:
    """Is the phrase behind a comma who reports the rest (", he said,", ", officials said,")?"""
    finite = clause.finite
    if not words[k].behind_comma or finite is not words[-1] or end != len(words) - 1:
        return False
    return any(isinstance(f.entry, SpeechWord) for f in finite.verbs)


def _subordinates(word: Word, clause: Clause) -> bool:
    """Does a word that can be a preposition open the clause ("after he had left", "um ihn zu treffen")?"""
    opens = clause.opener is not None and clause.opener.index == word.index
    return opens and clause.role in ("subordinate", "infinitive")


def _continues(found: Sequence[Phrase], preposition: Word | None) -> bool:
    """Can a phrase go on the enumeration before it: without a preposition of its own, or with the same?"""
    start = next((p for p in reversed(found) if not p.joined), None)
    if start is None or preposition is None or preposition.preposition is None:
        return bool(found)
    return preposition.preposition.lemma in (start.preposition, found[-1].preposition)


def _goes_on(words: Sequence[Word], k: int) -> bool:
    """Does an enumeration go on after position `k`: a coordinator, or a comma between adjacent phrases?"""
    if k >= len(words):
        return False
    return words[k].coordinator or (words[k].behind_comma and words[k].index <= words[k - 1].index + 2)


def _end_of_phrase(words: Sequence[Word], k: int, grammar: Grammar, names: Names) -> int:
    """Position behind the phrase that begins at `k`; `k` itself when none begins there."""
    if words[k].index == names.opener or _stands_alone(words, k, grammar, names):
        return k + 1
    if completes_verb(words, k, grammar):
        return k
    start, noun = k, -1
    while k < len(words) and k - start < _MAX_PHRASE:
        word = words[k]
        if k > start and (word.index != words[k - 1].index + 1 or _behind_end(word, words[k - 1], names)):
            break
        if noun >= 0 and (word.index in names.starts or _begins_next(word, words[k - 1], grammar, names)):
            break
        if word.index in names:
            last = names.spans[word.index]
            while k < len(words) and words[k].index <= last:
                k += 1
            noun = k - 1
            continue
        behind = _behind_small_word(words, k, start, noun, grammar, names)
        if behind > k:
            k = behind
            continue
        if word.closed or _verbal(word, names) or word.lower in grammar.possessive_suffixes:
            break
        if _is_noun(word, grammar, names) and (k > start or not word.verbs or word.capital or word.nouns):
            noun = k
        elif not _modifies(words, k, grammar, names):
            break
        k += 1
    return noun + 1 if noun >= 0 else start


def _behind_small_word(words: Sequence[Word], k: int, start: int, noun: int, grammar: Grammar, names: Names) -> int:
    """Position behind an article, a possessive mark or a coordinator at `k` with which the phrase goes on, else `k`."""
    if words[k].determiner and k == start:
        return _behind_attribute(words, k)
    if noun >= 0:
        return k + _owns_next(words, k, grammar, names)
    return k + (words[k].determiner is not None or _joins_adjectives(words, k, names))


def _behind_attribute(words: Sequence[Word], k: int) -> int:
    """Position behind the article at `k` and the attribute of several words that follows it, if one does."""
    if k + 1 < len(words) and words[k + 1].preposition:
        for n in range(k + 2, len(words)):
            if words[n].index != words[n - 1].index + 1:
                break
            if words[n].attribute:
                return n + 1
    return k + 1


def _joins_adjectives(words: Sequence[Word], k: int, names: Names) -> bool:
    """Does word `k` stand between adjectives of names ("Russian and Ukrainian attacks")?"""
    if not (words[k].coordinator or words[k].token.text == ",") or not 0 < k < len(words) - 1:
        return False
    return words[k - 1].index in names.adjectives and words[k + 1].index in names.adjectives


def _behind_end(word: Word, before: Word, names: Names) -> bool:
    """Does a name right behind a time or place begin another phrase ("On Monday | Israel said")?"""
    return word.index in names and before.index in names.ends


def _stands_alone(words: Sequence[Word], k: int, grammar: Grammar, names: Names) -> bool:
    """Is word `k` a pronoun and no determiner of what follows?"""
    return bool(words[k].pronoun) and words[k].index not in names and not _determines(words, k, grammar, names)


def _verbal(word: Word, names: Names) -> bool:
    """Is it a word of the predicate: an auxiliary, a marked infinitive, the finite verb?"""
    return bool(word.auxiliaries) or word.infinitive or word.index == names.finite


def _begins_next(word: Word, before: Word, grammar: Grammar, names: Names) -> bool:
    """Does a word behind a noun begin the next phrase: where nouns are capitalised all but a name, else a number or
    article behind a name ("gave Ukraine ten tanks")?"""
    named = word.index in names and not (word.determiner or word.pronoun)
    if grammar.nouns_are_capitalised and not named:
        return True
    counted = word.token.text[:1].isdigit() or word.determiner is not None
    return counted and any(first <= before.index == last for first, last in names.spans.items())


def _owns_next(words: Sequence[Word], k: int, grammar: Grammar, names: Names) -> bool:
    """Is word `k` a possessive mark behind which the phrase goes on ("Yemen's Houthi rebels")?"""
    if words[k].lower not in grammar.possessive_suffixes or k + 1 >= len(words):
        return False
    if words[k + 1].index != words[k].index + 1:
        return False
    following = words[k + 1]
    if following.closed or following.auxiliaries or following.index == names.finite:
        return False
    return following.index in names or _is_noun(following, grammar, names) or _modifies(words, k + 1, grammar, names)


def _determines(words: Sequence[Word], k: int, grammar: Grammar, names: Names) -> bool:
    """Is a word that can be determiner or pronoun ("die", "diese", "her") a determiner here?"""
    if not words[k].determiner or k + 1 >= len(words):
        return False
    nxt = words[k + 1]
    return nxt.index == words[k].index + 1 and (
        nxt.index in names or _is_noun(nxt, grammar, names) or _modifies(words, k + 1, grammar, names)
    )


def _is_noun(word: Word, grammar: Grammar, names: Names) -> bool:
    if word.punctuation or word.index in names.adjectives:
        return False
    if grammar.nouns_are_capitalised:
        return word.capital and not (word.opens and word.lower.endswith(grammar.adjective_endings) and not word.nouns)
    if any(f.tag in ("part", "ger") for f in word.verbs):
        return word.capital or any(f.tag in ("sg", "pl") for f in word.nouns)
    return True


def _modifies(words: Sequence[Word], k: int, grammar: Grammar, names: Names) -> bool:
    """Is word `k` a number or adjective before a noun of the same phrase?"""
    word = words[k]
    if word.token.text[:1].isdigit() or word.index in names.adjectives:
        return True
    if k + 1 >= len(words) or words[k + 1].index != word.index + 1:
        return False
    nxt = words[k + 1]
    if not grammar.nouns_are_capitalised:
        return bool(word.verbs) and word.participle and (_is_noun(nxt, grammar, names) or nxt.index in names)
    if word.capital:
        return True
    if not word.lower.endswith(grammar.adjective_endings) and not word.nouns:
        return False
    if nxt.index in names or nxt.capital:
        return True
    return not nxt.closed and not nxt.auxiliaries and _modifies(words, k + 1, grammar, names)


def _phrase(
    words: Sequence[Word], preposition: Word | None, before: Phrase | None, grammar: Grammar, names: Names,
    joined: bool, clause: int,
) -> Phrase:  # fmt: skip
    behind = max((n for n, w in enumerate(words) if w.attribute), default=-1) + 1
    head = _head(words[behind:] or words, grammar, names)
    noun = next((w for w in words if w.index == head), words[-1])
    cases, plural = _agreement(words, noun, preposition, grammar, words[0].index in names)
    if preposition is None and "gen" in cases and len(cases) < len(ALL_CASES) and _governs(before, words[0], names):
        cases = frozenset({"gen"})
    return Phrase(
        first=words[0].index,
        last=words[-1].index,
        head=head,
        preposition=preposition.preposition.lemma if preposition and preposition.preposition else None,
        cases=cases,
        plural=plural,
        joined=joined,
        pronoun=bool(words[0].pronoun) and len(words) == 1,
        clause=clause,
        core=words[behind].index if behind else words[0].index,
    )


def _governs(before: Phrase | None, word: Word, names: Names) -> bool:
    """Does the phrase before, a common noun right before `word`, take it as its genitive?"""
    if before is None or before.pronoun or before.last != word.index - 1:
        return False
    return not any(first <= before.head <= last for first, last in names.spans.items())


def _head(words: Sequence[Word], grammar: Grammar, names: Names) -> int:
    """The head: first noun where nouns are capitalised ("Angaben Selenskyjs"), last one elsewhere."""
    if not grammar.nouns_are_capitalised:
        return words[-1].index
    for w in words:
        if w.index in names and names.spans[w.index] >= w.index and w.capital:
            return names.spans[w.index]
        if _is_noun(w, grammar, names) and not w.closed:
            return w.index
    return words[-1].index


def _agreement(
    words: Sequence[Word], noun: Word, preposition: Word | None, grammar: Grammar, named: bool
) -> tuple[frozenset[str], bool | None]:
    """Cases and number that the first determiner, pronoun or adjective ending and the gender of the noun leave open;
    `named`: the first word is part of a name ("Den Haag") and tells nothing."""
    marker = None if named else words[0].determiner or words[0].pronoun
    readings: tuple[str, ...] = marker.cases if marker else ()
    if not readings and not (words[0].relative and marker):  # "dessen Minister"
        readings = _ending_readings(words[0].lower, grammar) if len(words) > 1 and not words[0].capital else ()
    governed = preposition.preposition.cases if preposition and preposition.preposition else ()
    if not readings and not governed:
        return ALL_CASES, None
    return _left_open(readings, grammar.gender(noun.lower) if len(words) > 1 else None, governed)


@lru_cache(maxsize=4096)
def _left_open(
    readings: tuple[str, ...], gender: str | None, prepositional: tuple[str, ...]
) -> tuple[frozenset[str], bool | None]:
    """Cases and number by the readings of a determiner or ending, the gender of the noun and the preposition."""
    if gender:
        readings = tuple(r for r in readings if r.count(".") < 2 or r.endswith(gender)) or readings
    cases = frozenset(r.split(".")[0] for r in readings) or ALL_CASES
    if prepositional:
        governed = frozenset(prepositional)
        readings = tuple(r for r in readings if r.split(".")[0] in governed)
        cases = (cases & governed) or governed
    numbers = {r.split(".")[1] for r in readings if "." in r}
    return cases, (numbers == {"pl"}) if len(numbers) == 1 else None


def _ending_readings(lower: str, grammar: Grammar) -> tuple[str, ...]:
    return next((readings for ending, readings in grammar.strong_endings if lower.endswith(ending)), ())


def group(phrases: Sequence[Phrase], phrase: Phrase) -> tuple[Phrase, ...]:
    """`phrase` with the phrases that its enumeration goes on with ("Kyjiw, Charkiw und Sumy")."""
    start = phrases.index(phrase)
    end = start + 1
    while end < len(phrases) and phrases[end].joined and phrases[end].preposition in (None, phrase.preposition):
        if phrases[end].first - phrases[end - 1].last > _NEXT:
            break
        end += 1
    return tuple(phrases[start:end])


def subject_of(clause: Clause, phrases: Sequence[Phrase], grammar: Grammar) -> Phrase | None:
    """The grammatical subject of `clause`, None where it has none of its own (imperatives, participles)."""
    bare = [p for p in phrases if p.preposition is None and not p.joined]
    if clause.finite is None:  # a headline: "Zelenskiy to meet Trump"
        infinitive = next((w.index for w in clause.words if w.infinitive), -1)
        return next((p for p in bare if p.last < infinitive), None) if grammar.word_order == "subject_verb" else None
    if grammar.word_order == "subject_verb":
        titled = len(clause.words) > 1 and clause.words[1].capital  # "Acting President ..."
        start = clause.first if titled else clause.words[behind_gerund(clause.words)].index
        before = [p for p in bare if start <= p.first and p.last < clause.finite.index]
        if not before:  # behind an introduction: "In Washington, the White House said"
            before = _enumeration(
                [p for p in phrases if p.preposition is None and start <= p.first and p.last < clause.finite.index]
            )
        before = [p for p in before if not _of_gerund(p, clause)] or before
        inverted = clause.finite is clause.words[0] and _inverts(clause.finite)
        behind = [p for p in bare[:1] if p.first <= clause.finite.index + _BESIDE]
        return before[-1] if before else behind[0] if inverted and behind else None
    elided = clause.words[0].coordinator and len(clause.words) > 1 and clause.words[1] is clause.finite
    return None if elided else _nominative(clause, bare)  # "... und machte die Miliz verantwortlich"


def _of_gerund(phrase: Phrase, clause: Clause) -> bool:
    """Is it the object of a gerund before it ("strikes targeting the group killed ...")?"""
    before = next((w for w in clause.words if w.index == phrase.first - 1), None)
    return before is not None and any(f.tag == "ger" for f in before.verbs)


def _enumeration(phrases: list[Phrase]) -> list[Phrase]:
    """`phrases` up to the first member of the enumeration that ends them ("In Paris, | France, Italy and Spain")."""
    while len(phrases) > 1 and phrases[-1].joined and phrases[-1].first - phrases[-2].last <= _NEXT - 1:
        phrases = phrases[:-1]
    return phrases


def _inverts(finite: Word) -> bool:
    """Can a subject follow this verb ("..., said the minister")? Behind some verbs of saying stands their object."""
    speech = [f.entry for f in finite.verbs if isinstance(f.entry, SpeechWord)]
    return bool(speech) and not finite.auxiliaries and not any(e.act in _OF_SOMEBODY for e in speech)


def _nominative(clause: Clause, bare: Sequence[Phrase]) -> Phrase | None:
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


def object_of(clause: Clause, phrases: Sequence[Phrase], subject: Phrase | None, grammar: Grammar) -> Phrase | None:
    """The accusative (direct) object: the first bare phrase that is not the subject and can stand in the accusative."""
    bare = [p for p in phrases if p.preposition is None and not p.joined and p is not subject]
    if grammar.word_order == "subject_verb":
        if clause.finite is None:
            return bare[0] if bare else None
        return next((p for p in bare if p.first > clause.finite.index), None)
    return next((p for p in bare if "acc" in p.cases and p.cases != {"gen"}), None)


def dative_of(phrases: Sequence[Phrase], subject: Phrase | None, grammar: Grammar) -> Phrase | None:
    """The dative object, where the language marks one."""
    if grammar.word_order == "subject_verb":
        return None
    return next(
        (
            p
            for p in phrases
            if p.preposition is None
            and p is not subject
            and "dat" in p.cases
            and "nom" not in p.cases
            and "acc" not in p.cases
        ),
        None,
    )
