"""Noun and prepositional phrases of a clause."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from worker.extract.grammar.cases import ALL_CASES, agreement
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.extents import Names, end_of_phrase, is_noun
from worker.extract.grammar.insertions import shares_noun
from worker.extract.grammar.verbal import is_particle
from worker.extract.grammar.words import Word
from worker.languages.grammar import Grammar
from worker.languages.pack import Silence, SpeechWord

NEXT = 4  # tokens from one member of an enumeration to the next
_OF_BOTH = "m/f"  # the gender of nouns made of adjectives, whose one form is singular and plural


@dataclass(init=False, slots=True, eq=False)
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

    def __init__(  # noqa: PLR0913, PLR0917 - its fields
        self,
        first: int,
        last: int,
        head: int,
        preposition: str | None,
        cases: frozenset[str],
        plural: bool | None,
        joined: bool,
        pronoun: bool,
        clause: int,
        core: int,
    ) -> None:
        self.first = first
        self.last = last
        self.head = head
        self.preposition = preposition
        self.cases = cases
        self.plural = plural
        self.joined = joined
        self.pronoun = pronoun
        self.clause = clause
        self.core = core

    def covers(self, first: int, last: int) -> bool:
        """Does it hold these tokens as its own, not as part of its attribute?"""
        return self.core <= first and last <= self.last


def find_phrases(clause: Clause, grammar: Grammar, names: Names) -> tuple[Phrase, ...]:
    """The phrases of `clause` in order."""
    names = names.within(
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
        if _begins_preposition(words, k):
            k, preposition, joined = k + 1, None, False
            continue
        end = end_of_phrase(words, k, grammar, names)
        if end > k:
            before = found[-1] if found else None
            if outer and preposition is None and before and before.preposition and word.index == before.last + 1:
                preposition, outer = outer, None
            if words[k].behind_bracket and before is not None and preposition is None:
                behind = _behind_short_name(words, end, grammar, names)
                if behind > end:
                    found[-1] = _over_bracket(words[:behind], before, grammar, names, clause.number)
                else:
                    found.append(_bracketed(words[k:end], before, grammar, names, clause.number))
                k, joined = behind, _goes_on(words, behind)
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
            if before is not None and words[k - 1].lower in grammar.hedges:
                _own_over_hedge(found[-1], before)
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
            and not words[k + 1].behind_comma  # "the day before, the army ..."
        ):
            preposition, joined = word, joined and word.preposition is not None
        elif not (word.coordinator or shares_noun(words, k, names.adjectives) or (word.adverb and preposition)):
            attribute = word.determiner and k + 1 < len(words) and words[k + 1].preposition
            outer = preposition if attribute else outer  # "mit der | von Kenia | unterstützten Regierung"
            preposition, joined = None, False
        k += 1
    verb = clause.finite.index if grammar.word_order == "subject_verb" and clause.finite else -1
    gerunds = frozenset(w.index + 1 for w in words if any(f.tag == "ger" for f in w.verbs))
    headed = any(p.preposition is None and not p.joined and p.last < verb and p.first not in gerunds for p in found)
    return tuple(
        found if headed else _introduced(_named_behind(found, clause, verb, grammar, names), clause, verb, gerunds)
    )


def _begins_preposition(words: tuple[Word, ...], k: int) -> bool:
    """Is it a word of a preposition of several that ends behind it ("Prior | to talks in Kigali, ...")?"""
    for n in range(k + 1, min(k + 3, len(words))):
        preposition = words[n].preposition
        if preposition and preposition.form.count(" ") >= n - k and words[n].index == words[k].index + n - k:
            return True
    return False


def _introduced(found: list[Phrase], clause: Clause, verb: int, gerunds: frozenset[int]) -> Iterator[Phrase]:
    """Parts from a prepositional phrase, or the object of a gerund, what only commas put beside it before the verb ("In
    Nairobi, | envoys met", "Without naming Rwanda, | Kinshasa warned"), also behind what "and" ends ("Amid a truce
    between Rwanda and Congo, | Kinshasa warned").
    """
    joins = {w.index for w in clause.words if w.coordinator}
    beside: set[int] = set()
    for n, phrase in enumerate(found):
        if not phrase.joined and (phrase.preposition is not None or phrase.first in gerunds):
            row = list(takewhile(lambda p: p.joined, found[n + 1 :]))
            gaps = zip((phrase, *row), row, strict=False)
            ties = [bool(joins & {*range(a.last, b.first)}) for a, b in gaps]
            led = phrase.preposition is not None
            apart = (k for k, tied in enumerate(ties) if not tied and (not any(ties) or (led and any(ties[:k]))))
            beside |= {row[k].first for k in apart}
        parted = phrase.first in beside and phrase.preposition is None and phrase.last < verb
        yield replace(phrase, joined=False) if parted else phrase


def _named_behind(found: list[Phrase], clause: Clause, verb: int, grammar: Grammar, names: Names) -> list[Phrase]:
    """Parts from a prepositional phrase before the verb the name at its end, where nothing else can be the subject ("At
    the summit | Macron warned ...", "In an interview with the BBC | Macron warned ...")."""
    k = end = next((k for k in reversed(range(len(found))) if found[k].last < verb), -1)
    while k > 0 and found[k].joined and found[k].preposition is None:
        k -= 1
    phrase = found[k] if k >= 0 else None
    if phrase is None or phrase.preposition is None or phrase.joined:
        return found
    begins = next((i for i, last in names.spans.items() if i > phrase.first and last == phrase.last), None)
    if begins is None or not all(w.adverb for w in clause.words if found[end].last < w.index < verb):
        return found
    words = [w for w in clause.words if phrase.first <= w.index <= phrase.last]
    before = next(w for w in words if w.index == begins - 1)
    noun = (
        words[0].determiner and before is not words[0] and before.token.text.isalpha() and before.token.text.islower()
    )
    if not (noun or before.index in names.spans.values()):
        return found
    name = _phrase(tuple(w for w in words if w.index >= begins), None, None, grammar, names, False, clause.number)
    return [*found[:k], replace(phrase, last=begins - 1, head=begins - 1), name, *found[k + 1 :]]


def _postpone(found: list[Phrase], word: str, grammar: Grammar) -> None:
    """Gives the phrase before a postposition, and the one that it is the genitive of, that preposition."""
    cases = frozenset(grammar.prepositions[word].cases)
    owner = len(found) > 1 and found[-1].cases == {"gen"} and found[-2].preposition is None
    for k in (-2, -1) if owner else (-1,):
        found[k] = replace(found[k], preposition=word, cases=cases or found[k].cases)


def _bracketed(words: tuple[Word, ...], before: Phrase, grammar: Grammar, names: Names, clause: int) -> Phrase:
    """A phrase in brackets stands for the one before and shares its place ("according to the army (FARDC), ...")."""
    phrase = _phrase(words, None, before, grammar, names, True, clause)
    return replace(phrase, preposition=before.preposition, cases=before.cases)


def _behind_short_name(words: tuple[Word, ...], end: int, grammar: Grammar, names: Names) -> int:
    """Position behind the noun whose first part ends with its short name in brackets, which end at `end`, else `end`
    ("an Israel Defense Forces (IDF) | drone")."""
    if grammar.word_order != "subject_verb" or end == len(words) or words[end].index != words[end - 1].index + 2:
        return end
    word = words[end]
    if word.behind_comma or word.closed or word.number or word.index in names or not is_noun(word, grammar, names):
        return end
    return end_of_phrase(words, end, grammar, names)


def _over_bracket(words: tuple[Word, ...], before: Phrase, grammar: Grammar, names: Names, clause: int) -> Phrase:
    """The phrase that begins as `before` and goes on behind a short name in brackets."""
    own = tuple(w for w in words if w.index >= before.first)
    phrase = _phrase(own, None, None, grammar, names, before.joined, clause)
    return replace(phrase, preposition=before.preposition, cases=before.cases)


def _between_numbers(words: tuple[Word, ...], k: int) -> bool:
    """ "40 to 50 soldiers": a preposition that only makes a range."""
    if words[k].preposition is None or not 0 < k < len(words) - 1:
        return False
    return all(words[i].token.text[:1].isdigit() for i in (k - 1, k + 1))


def _reports(words: tuple[Word, ...], k: int, end: int, clause: Clause) -> bool:
    """Is the phrase behind a comma who reports the rest (", he said,", ", officials said,")?"""
    finite = clause.finite
    if not words[k].behind_comma or finite is not words[-1] or end != len(words) - 1:
        return False
    return any(isinstance(f.entry, SpeechWord) for f in finite.verbs)


def _subordinates(word: Word, clause: Clause) -> bool:
    """Does a word that can be a preposition open the clause ("after he had left", "um ihn zu treffen")?"""
    opens = clause.opener is not None and clause.opener.index == word.index
    return opens and clause.role in ("subordinate", "infinitive")


def _continues(found: list[Phrase], preposition: Word | None) -> bool:
    """Can a phrase go on the enumeration before it: without a preposition of its own, or with the same?"""
    start = next((p for p in reversed(found) if not p.joined), None)
    if start is None or preposition is None or preposition.preposition is None:
        return bool(found)
    return preposition.preposition.lemma in (start.preposition, found[-1].preposition)


def _goes_on(words: tuple[Word, ...], k: int) -> bool:
    """Does an enumeration go on after position `k`: a coordinator, or a comma between adjacent phrases?"""
    if k >= len(words):
        return False
    return words[k].coordinator or (words[k].behind_comma and words[k].index <= words[k - 1].index + 2)


def _phrase(
    words: tuple[Word, ...], preposition: Word | None, before: Phrase | None, grammar: Grammar, names: Names,
    joined: bool, clause: int,
) -> Phrase:  # fmt: skip
    behind = max((n for n, w in enumerate(words) if w.attribute), default=-1) + 1
    head = _head(words[behind:] or words, grammar, names)
    noun = _gendered(words[behind:] or words, head, grammar, names)
    first = words[0].index
    cases, plural = agreement(words, noun, preposition, grammar, first in names, first in names.adjectives)
    known = [f for f in noun.nouns if len(f.words) == 1 and not isinstance(f.entry, Silence)]
    known = [f for f in known if f.entry.gender != _OF_BOTH or not words[0].determiner]  # "der | Gesandte"
    parted = head < names.spans.get(first, head)  # "Ärzte | ohne Grenzen" is one body
    many = {f.tag for f in known} == {"pl"} and not (words[0].number or parted)
    if preposition is None and "gen" in cases and len(cases) < len(ALL_CASES) and _governs(before, words[0], names):
        cases = frozenset({"gen"})
    return Phrase(
        first=words[0].index,
        last=words[-1].index,
        head=head,
        preposition=preposition.preposition.lemma if preposition and preposition.preposition else None,
        cases=cases,
        plural=True if plural is None and many else plural,
        joined=joined,
        pronoun=bool(words[0].pronoun) and len(words) == 1,
        clause=clause,
        core=words[behind].index if behind else words[0].index,
    )


def _own_over_hedge(phrase: Phrase, before: Phrase) -> None:
    """Makes a phrase the genitive of the one before, where only how sure it is stands between ("Angriffe | mutmaßlich |
    islamistischer Kämpfer").
    """
    marked = phrase.preposition is None and "gen" in phrase.cases and len(phrase.cases) < len(ALL_CASES)
    if marked and before.last == phrase.first - 2 and not before.pronoun:
        phrase.cases = frozenset({"gen"})


def _gendered(words: tuple[Word, ...], head: int, grammar: Grammar, names: Names) -> Word:
    """What an article agrees with: of a name the first noun whose gender is known ("die Terrorgruppe | IS")."""
    first = next((i for i, last in names.spans.items() if i <= head <= last), head)
    named = [w for w in words if first <= w.index <= head]
    known = (w for w in named if w.capital and grammar.gender(w.lower))
    found = next(known, named[-1] if named else words[-1])
    surname = found is named[-1] and len(named) > 2 if named else False  # "der Abgeordnete Uri | Halperin"
    return named[0] if surname and found.lower not in grammar.genders else found


def _governs(before: Phrase | None, word: Word, names: Names) -> bool:
    """Does the phrase before, a common noun right before `word`, take it as its genitive? Not "den | der Kreml"."""
    if before is None or before.pronoun or before.last != word.index - 1 or before.last == names.opener:
        return False
    if word.number and before.last in names.ends:  # "nach eigenen Angaben | vier Drohnen abgeschossen"
        return False
    return not any(first <= before.head <= last for first, last in names.spans.items())


def _head(words: tuple[Word, ...], grammar: Grammar, names: Names) -> int:
    """The head: first noun where nouns are capitalised ("Angaben Selenskyjs", "Armee von Mali"), last one elsewhere."""
    if not grammar.nouns_are_capitalised:
        return words[-1].index
    owner = names.spans[words[0].index] if words[0].index in names.owners else -1
    for w in [x for x in words if x.index > owner] or words:
        if w.index in names and names.spans[w.index] >= w.index and w.capital:
            inside = (x for x in words if w.index < x.index <= names.spans[w.index])
            return next((x.index - 1 for x in inside if x.preposition or x.determiner), names.spans[w.index])
        if is_noun(w, grammar, names) and not w.closed:
            return w.index
    return words[-1].index


def group(phrases: tuple[Phrase, ...], phrase: Phrase) -> tuple[Phrase, ...]:
    """`phrase` with the phrases that its enumeration goes on with ("Kyjiw, Charkiw und Sumy")."""
    start = phrases.index(phrase)
    end = start + 1
    while end < len(phrases) and phrases[end].joined and phrases[end].preposition in (None, phrase.preposition):
        if phrases[end].first - phrases[end - 1].last > NEXT:
            break
        end += 1
    return tuple(phrases[start:end])
