"""Where a phrase ends: which words go on with the one that begins it."""

from dataclasses import dataclass
from typing import Final

from worker.extract.grammar.verbal import completes_verb
from worker.extract.grammar.words import Word
from worker.languages.grammar import Grammar

_MAX_PHRASE: Final = 40


@dataclass(init=False, slots=True, unsafe_hash=True)
class Names:
    """What mentions say about words: first token of a name -> its last, tokens that are adjectives of names, and first
    tokens of names in the genitive.

    `finite`: the finite verb of the clause, which stands in no phrase; `ends`: last tokens of times and
    places, which no name goes on; `starts`: first tokens of times, which go on no noun.
    """

    spans: dict[int, int]
    adjectives: frozenset[int]
    owners: frozenset[int]
    finite: int | None
    opener: int | None
    ends: frozenset[int]
    starts: frozenset[int]

    def __init__(
        self,
        spans: dict[int, int],
        adjectives: frozenset[int],
        owners: frozenset[int] = frozenset(),
        finite: int | None = None,
        opener: int | None = None,
        ends: frozenset[int] = frozenset(),
        starts: frozenset[int] = frozenset(),
    ) -> None:
        self.spans = spans
        self.adjectives = adjectives
        self.owners = owners
        self.finite = finite
        self.opener = opener
        self.ends = ends
        self.starts = starts

    def __contains__(self, index: int) -> bool:
        return index in self.spans

    def within(self, finite: int | None, opener: int | None) -> "Names":
        """The same in a clause with these."""
        return Names(self.spans, self.adjectives, self.owners, finite, opener, self.ends, self.starts)


def end_of_phrase(words: tuple[Word, ...], k: int, grammar: Grammar, names: Names) -> int:
    """Position behind the phrase that begins at `k`; `k` itself when none begins there."""
    return max(behind := _behind_owner(words, k, names), _end(words, behind, grammar, names))


def _end(words: tuple[Word, ...], k: int, grammar: Grammar, names: Names) -> int:
    if words[k].index == names.opener or _stands_alone(words, k, grammar, names) or _parts_off(words, k, grammar):
        return k + 1
    if completes_verb(words, k, grammar) or _manner(words, k, grammar, names) or _governs(words, k, grammar, names):
        return k
    start, noun = k, -1
    while k < len(words) and k - start < _MAX_PHRASE:
        word = words[k]
        if k > start and _parted(word, words[k - 1], names) and (noun >= 0 or not _in_row(word, words[k - 1], names)):
            break
        if noun < 0 and k > start and words[k - 1].index in names.ends and word.number:
            return k  # "bis 2016 | drei Milliarden Euro"
        owned = k > start and words[k - 1].lower in grammar.possessive_suffixes  # "Hamas's | 7 October attack"
        begins = word.index in names.starts or (noun >= 0 and _begins_next(word, words[k - 1], grammar, names))
        if (noun >= 0 and not owned and begins) or _manner(words, k, grammar, names):
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
        described = k == start and _describes(words, k)
        if (
            not described
            and is_noun(word, grammar, names)
            and (k > start or not word.verbs or word.capital or word.nouns)
        ):
            noun = k
        elif not _modifies(words, k, grammar, names):
            break
        k += 1
    return noun + 1 if noun >= 0 else start


def _goes_on(words: tuple[Word, ...], k: int, grammar: Grammar, names: Names) -> bool:
    """Is word `k` a gerund behind an auxiliary, with its object behind it ("is | training | soldiers")?"""
    if not 0 < k < len(words) - 1 or all(f.tag != "ger" for f in words[k].verbs):
        return False
    behind = words[k + 1]
    near = behind.index == words[k].index + 1 and any(a.kind == "be" for a in words[k - 1].auxiliaries)
    return near and (behind.determiner is not None or (not behind.closed and is_noun(behind, grammar, names)))


def _governs(words: tuple[Word, ...], k: int, grammar: Grammar, names: Names) -> bool:
    return _goes_on(words, k, grammar, names) or _takes_count(words, k, grammar)


def _takes_count(words: tuple[Word, ...], k: int, grammar: Grammar) -> bool:
    """Is word `k` a participle, and no noun, with a number for its object ("has killed two and | hurt | six")?"""
    if grammar.word_order != "subject_verb" or not words[k].participle or k + 1 >= len(words) or words[k].capital:
        return False
    behind = words[k + 1]
    counts = behind.number or behind.token.text[:1].isdigit()
    return counts and behind.index == words[k].index + 1


def _manner(words: tuple[Word, ...], k: int, grammar: Grammar, names: Names) -> bool:
    """Is word `k` an adverb right before the finite verb ("Macron strongly | condemned")?"""
    word = words[k]
    if names.finite != word.index + 1 or not word.lower.endswith(grammar.adverb_endings) or word.index in names:
        return False
    return not (word.capital or word.nouns or word.lower in grammar.no_adverbs)


def _behind_owner(words: tuple[Word, ...], k: int, names: Names) -> int:
    """Position behind the name in the genitive at `k` where what it owns can follow ("Moskaus | neue Angriffe")."""
    if words[k].index not in names.owners:
        return k
    last = names.spans[words[k].index]
    behind = next((n for n in range(k, len(words)) if words[n].index > last), k)
    return behind if words[behind].index == last + 1 and not words[behind].closed else k


def _behind_small_word(words: tuple[Word, ...], k: int, start: int, noun: int, grammar: Grammar, names: Names) -> int:
    """Position behind an article, a possessive mark or a coordinator at `k` with which the phrase goes on, else `k`."""
    if words[k].determiner and k == start:
        return _behind_attribute(words, k)
    if k == start and k > 0 and words[k - 1].preposition:
        k = _behind_attribute(words, k - 1)  # "in | von Russland besetzten Gebieten"
    if noun >= 0:
        return k + _owns_next(words, k, grammar, names)
    return k + (words[k].determiner is not None or _joins_adjectives(words, k, names) or _grades(words, k, names))


def _grades(words: tuple[Word, ...], k: int, names: Names) -> bool:
    """Stands an adverb between article and participle ("der | weitgehend | zerstörten Stadt")?"""
    if not 0 < k < len(words) - 1 or not words[k - 1].determiner:
        return False
    described = words[k + 1]
    if words[k].capital or words[k].coordinator or (words[k].closed and not words[k].adverb):
        return False
    return any(f.tag == "part_adj" for f in described.verbs) and described.index != names.finite


def _behind_attribute(words: tuple[Word, ...], k: int) -> int:
    """Position behind the article at `k` and the attribute of several words that follows it, if one does."""
    graded = k + 2 < len(words) and not (words[k + 1].capital or words[k + 1].preposition or words[k + 1].punctuation)
    first = k + 1 + graded  # "der | mutmaßlich | von Siedlern verübte Anschlag"
    if first < len(words) and words[first].preposition:
        for n in range(first + 1, len(words)):
            if words[n].index != words[n - 1].index + 1:
                break
            if words[n].attribute:
                return n + 1
    n = k + 1 + (k + 1 < len(words) and words[k + 1].determiner is not None)
    while n < len(words) and words[n].capital and words[n].index == words[n - 1].index + 1:
        n += 1
    named = n > k + 1 and words[n - 1].capital and n < len(words) and words[n].attribute
    return n + 1 if named else k + 1  # "die | Al-Kaida nahestehende Gruppe"


def _joins_adjectives(words: tuple[Word, ...], k: int, names: Names) -> bool:
    """Does word `k` stand between adjectives of names ("Russian and Ukrainian attacks")?"""
    if not (words[k].coordinator or words[k].token.text == ",") or not 0 < k < len(words) - 1:
        return False
    return words[k - 1].index in names.adjectives and words[k + 1].index in names.adjectives


def _parted(word: Word, before: Word, names: Names) -> bool:
    return word.index != before.index + 1 or _behind_end(word, before, names)


def _in_row(word: Word, before: Word, names: Names) -> bool:
    """Does only a comma part two adjectives of names ("with the Kenyan, | Chadian and Sudanese ministers")?"""
    row = word.index in names.adjectives and before.index in names.adjectives
    return row and word.behind_comma and word.index == before.index + 2


def _behind_end(word: Word, before: Word, names: Names) -> bool:
    """Does a name right behind a time or place begin another phrase ("On Monday | Israel said")?"""
    return word.index in names and before.index in names.ends


def _stands_alone(words: tuple[Word, ...], k: int, grammar: Grammar, names: Names) -> bool:
    """Is word `k` a pronoun and no determiner of what follows?"""
    return bool(words[k].pronoun) and words[k].index not in names and not _determines(words, k, grammar, names)


def _parts_off(words: tuple[Word, ...], k: int, grammar: Grammar) -> bool:
    """Does a determiner stand for some or all of what "of" behind it names ("sent | some | of its tanks")?"""
    behind = words[k + 1] if words[k].determiner and k + 1 < len(words) else None
    fixed = grammar.word_order == "subject_verb"
    return fixed and behind is not None and behind.lower in grammar.genitive_prepositions


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


def _owns_next(words: tuple[Word, ...], k: int, grammar: Grammar, names: Names) -> bool:
    """Is word `k` a possessive mark behind which the phrase goes on ("Yemen's Houthi rebels")?"""
    if words[k].lower not in grammar.possessive_suffixes or k + 1 >= len(words):
        return False
    if words[k + 1].index != words[k].index + 1:
        return False
    following = words[k + 1]
    if following.closed or following.auxiliaries or following.index == names.finite:
        return False
    return following.index in names or is_noun(following, grammar, names) or _modifies(words, k + 1, grammar, names)


def _describes(words: tuple[Word, ...], k: int) -> bool:
    """Is word `k` an adjective that has its capital from the sentence ("Mutmaßliche | Rebellen")?"""
    word, behind = words[k], words[k + 1 : k + 2]
    return word.opens and _only_adjective(word) and any(w.index == word.index + 1 and w.capital for w in behind)


def _determines(words: tuple[Word, ...], k: int, grammar: Grammar, names: Names) -> bool:
    """Is a word that can be determiner or pronoun ("die", "diese", "her") a determiner here?"""
    if not words[k].determiner or k + 1 >= len(words):
        return False
    nxt = words[k + 1]
    if nxt.index == names.finite and nxt.index not in names:  # "Dieser | warnte Russland"
        return False
    return nxt.index == words[k].index + 1 and (
        nxt.index in names or is_noun(nxt, grammar, names) or _modifies(words, k + 1, grammar, names)
    )


def is_noun(word: Word, grammar: Grammar, names: Names) -> bool:
    if word.punctuation or word.index in names.adjectives:
        return False
    if grammar.nouns_are_capitalised:
        inflected = word.lower.endswith(grammar.adjective_endings) and not word.nouns
        return word.capital and not (word.opens and inflected) and not _only_adjective(word)
    if any(f.tag in ("part", "ger") for f in word.verbs):
        return word.capital or any(f.tag in ("sg", "pl") for f in word.nouns)
    return True


def _only_adjective(word: Word) -> bool:
    """Is all that is known of it an adjective ("Verantwortlich | ist ...")?"""
    alone = [f.tag for f in word.nouns if len(f.words) == 1]
    return bool(alone) and set(alone) == {"adj"}


def _modifies(words: tuple[Word, ...], k: int, grammar: Grammar, names: Names) -> bool:
    """Is word `k` a number or adjective before a noun of the same phrase?"""
    word = words[k]
    if word.token.text[:1].isdigit() or word.index in names.adjectives:
        return True
    if k + 1 >= len(words) or words[k + 1].index != word.index + 1:
        return False
    nxt = words[k + 1]
    if not grammar.nouns_are_capitalised:
        counted = nxt.number or nxt.token.text[:1].isdigit()  # "had shelled it and killed | nine people"
        noun = is_noun(nxt, grammar, names) or nxt.index in names
        return bool(word.verbs) and word.participle and noun and not counted
    if word.capital:
        return True
    if not (word.number or word.lower.endswith(grammar.adjective_endings) or word.nouns):
        return False
    if nxt.index in names or nxt.capital:
        return True
    return not nxt.closed and not nxt.auxiliaries and _modifies(words, k + 1, grammar, names)
