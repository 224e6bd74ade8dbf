"""One sentence as the mentions in it are read: its names, and which words are taken."""

from dataclasses import dataclass, field
from functools import cache, partial
from itertools import takewhile

from worker.extract.mentions.scan import LONGEST_WORD, Hit, goes_on
from worker.languages.actors import ActorNoun, Actors
from worker.languages.name_keys import name_key, open_inner
from worker.text.document import Sentence
from worker.text.kept import Kept
from worker.text.tokens import Token, text_of

# Shortest ending of a closed compound that is read as an office ("Regionalgouverneur").
_SHORTEST_TAIL = 7
_COUNT_REACH = 4  # words that may stand between an article and its office
_MODIFIERS = 3  # plain words between "former" and its noun
_ARTICLE_REACH = 5  # tokens that may stand between an article and its noun
_BEHIND_ADVERB = 2  # from a participle, over its adverb, to the mark of an owner


@dataclass(slots=True)
class Line:
    """One sentence being read: its names, the tokens that a mention has taken, and those of persons' names."""

    sentence: Sentence
    hits: tuple[Hit, ...]
    taken: set[int] = field(default_factory=set)
    personal: set[int] = field(default_factory=set)
    tokens: tuple[Token, ...] = field(init=False)
    _words: list[str] = field(init=False, repr=False)
    _from: dict[int, Hit] = field(init=False, repr=False)
    _to: dict[int, Hit] = field(init=False, repr=False)
    _openings: frozenset[int] | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        self.tokens = self.sentence.tokens
        self._words = [t.lower for t in self.tokens]
        self._from = {h.first: h for h in reversed(self.hits) if h.senses}
        self._to = {h.last: h for h in reversed(self.hits) if h.senses}

    def lower(self, i: int) -> str:
        """Folded token `i`, empty outside of the sentence."""
        return self._words[i] if 0 <= i < len(self._words) else ""

    def word(self, i: int) -> str:
        """Token `i` as written, empty outside of the sentence."""
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def hit_from(self, i: int) -> Hit | None:
        return self._from.get(i)

    def hit_to(self, i: int) -> Hit | None:
        return self._to.get(i)

    def hit_over(self, i: int) -> Hit | None:
        return next((h for h in self.hits if h.first <= i <= h.last and h.senses), None)

    def name_over(self, first: int, last: int) -> Hit | None:
        """The longer name that these tokens are part of ("West" in "West Bank"), or the body that they are."""
        hit = self.hit_over(first)
        if hit is None or hit.tail or hit.last < last:
            return None
        return hit if (hit.first, hit.last) != (first, last) or hit.sense("body") else None

    def free(self, first: int, last: int) -> bool:
        return self.taken.isdisjoint(range(first, last + 1))

    def take(self, first: int, last: int) -> None:
        self.taken.update(range(first, last + 1))

    def may_open(self, i: int, rules: Actors) -> bool:
        """Can token `i` be an office, a noun of a side or a group, or begin one? Spares most words the tables."""
        if self._openings is None:
            opening = _opening(rules)
            self._openings = frozenset(
                k
                for k, token in enumerate(self.tokens)
                if opening.of(token.text) or (k + 1 < len(self.tokens) and goes_on(token, self.tokens[k + 1]))
            )
        return i in self._openings

    def noun_ending(self, last: int, rules: Actors) -> ActorNoun | None:
        """The noun of two words or one that ends at token `last` ("Chad's | foreign ministry")."""
        ends = (name_key(self._words[first : last + 1]) for first in (max(last - 1, 0), last))
        return next((rules.nouns[key] for key in ends if key in rules.nouns), None)

    def article_before(self, first: int, rules: Actors) -> str:
        """The article of a noun at token `first`, over words between ("the Iran-backed Shia militia"); empty: none."""
        before = (self.lower(k) for k in range(first - 1, first - 1 - _ARTICLE_REACH, -1))
        return next((w for w in before if w in rules.definite or w in rules.indefinite), "")

    def count_before(self, first: int, rules: Actors) -> str:
        """The article or count of an office at token `first`, over words between ("a Tuareg group spokesman"); empty:
        none."""
        for k in range(first - 1, max(first - 1 - _COUNT_REACH, -1), -1):
            word = self.lower(k)
            if word in rules.definite | rules.indefinite | rules.plural_words:
                return word
            if not self.word(k)[:1].isalpha() or word in rules.place_cues:
                return ""
        return ""

    def was_before(self, first: int, rules: Actors) -> bool:
        """Does a word before a noun, over plain ones, say that they are it no longer ("former senior US officials")?"""
        before = range(first - 1, first - 1 - _MODIFIERS, -1)
        words = takewhile(lambda k: k == 0 or self.word(k).islower() or self.hit_over(k) is not None, before)
        return self.lower(first) in rules.former or any(self.lower(k) in rules.former for k in words)

    def in_one_clause(self, first: int, last: int, rules: Actors) -> bool:
        """Does no sign or joining word part token `last` from `first`, where signs mark clauses?"""
        between = range(first + 1, last) if rules.adjective_endings else ()
        return bool(between) and all(
            self.word(k)[:1].isalnum() and self.lower(k) not in rules.joining_words for k in between
        )

    def opens(self, i: int) -> bool:
        """Is token `i` the first word of the sentence, so that its capital says nothing?"""
        return not any(t.text[0].isalnum() for t in self.tokens[self.sentence.body_first : i])

    def text(self, first: int, last: int) -> str:
        """The article's words from token `first` to `last`."""
        return text_of(self.tokens, first, last)


def may_modify(line: Line, k: int, rules: Actors) -> bool:
    """Could token `k` stand between an owner and its noun: a lower-case word that is no closed class word here?"""
    word, lower = line.word(k), line.lower(k)
    if not word[:1].isalpha() or lower in rules.definite or lower in rules.owner_words or lower in rules.indefinite:
        return False
    if lower in rules.auxiliaries or lower in rules.verbs:
        return False
    if rules.adjective_endings:
        return word[0].islower() and lower.endswith(rules.adjective_endings) and lower not in rules.place_cues
    by_adverb = line.lower(k - _BEHIND_ADVERB) in rules.possessive_marks  # "Sudan's internationally recognised ..."
    owned = line.lower(k - 1) in rules.possessive_marks  # "Sudan's embattled government", "Sudan's new government"
    return (
        word[0].islower()
        and (len(word) > 3 or owned)
        and ("-" in word or not lower.endswith(rules.past_endings) or owned or by_adverb)  # "Sudan's army-backed ..."
        and lower not in rules.place_cues
    )


@cache
def _opening(rules: Actors) -> Kept[bool]:
    """May an office, a noun of a side or a group begin with a word?"""
    return Kept(partial(_may_open, rules))


def _may_open(rules: Actors, text: str) -> bool:
    lower = text.lower()
    if open_inner(lower) in rules.openers or "-" in lower:
        return True
    closed = rules.adjective_endings and text[:1].isupper() and len(lower) <= LONGEST_WORD
    ends = (lower, *(lower[k:] for k in tails(lower))) if closed else (lower,)
    return any(end in table for end in ends for table in (rules.offices, rules.nouns, rules.groups))


def tails(lower: str) -> range:
    """Where the last part of a closed compound may begin."""
    return range(3, len(lower) - _SHORTEST_TAIL + 1)
