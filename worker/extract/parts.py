"""A sentence taken apart: its words, clauses, phrases, mentions, times and figures, and how they lie to each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from worker.extract.dropped import Dropped
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.words import Word, is_finite
from worker.extract.grouping import grouped
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.values.money import MoneyMention
from worker.extract.values.quantities import Quantified
from worker.extract.values.times import TimeExpression
from worker.languages.grammar import Grammar
from worker.languages.pack import Attribution, Entry, Form, Match, Pack
from worker.text.document import Sentence


@dataclass(eq=False)
class Parts:
    """One sentence with all that is known of it; `dropped`: why rules made no event of it, None where nobody listens.
    `triggers` to `memory` remember what was found in it; `credits`: the phrases that credit somebody for what it tells
    ("nach Angaben von").
    """

    sentence: Sentence
    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]
    phrases: tuple[Phrase, ...]
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    times: tuple[TimeExpression, ...]
    quantities: tuple[Quantified, ...]
    money: tuple[MoneyMention, ...]
    pack: Pack
    dropped: list[Dropped] | None = None
    triggers: dict[tuple[type, ...], Any] = field(default_factory=dict)
    forms: dict[int, tuple[Form, ...]] = field(default_factory=dict)
    subjects: dict[int, Phrase | None] = field(default_factory=dict)
    own_subjects: dict[int, Phrase | None] = field(default_factory=dict)
    vocabularies: dict[int, frozenset[str]] = field(default_factory=dict)
    actors_by_phrase: dict[Phrase, tuple[ActorMention, ...]] = field(default_factory=dict)
    filled: dict[tuple[int, Form, str], Any] = field(default_factory=dict)
    memory: dict[Any, Any] = field(default_factory=dict)
    grammar: Grammar = field(init=False, repr=False)
    credits: tuple[tuple[Attribution, Match], ...] = field(init=False)
    _by_class: dict[type[Entry], list[int]] = field(init=False, repr=False)
    _clause_by_word: list[Clause] = field(init=False, repr=False)
    _phrase_by_word: list[Phrase | None] = field(init=False, repr=False)
    _phrases_by_clause: dict[int, tuple[Phrase, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.grammar = self.pack.grammar
        self.credits = tuple(self.pack.match(tuple(t.lower for t in self.sentence.tokens), Attribution))
        self._by_class = _by_class(self.words)
        self._clause_by_word = [*self.clauses[:1]] * len(self.words)
        for clause in reversed(self.clauses):
            for word in clause.words:
                self._clause_by_word[word.index] = clause
        self._phrase_by_word = [None] * len(self.words)
        for phrase in reversed(self.phrases):
            for i in range(phrase.first, phrase.last + 1):
                self._phrase_by_word[i] = phrase
        self._phrases_by_clause = grouped((p.clause, p) for p in self.phrases)

    def forget(self) -> None:
        """Forgets what was found and refers to it: nobody has to look for what is no longer needed then."""
        for found in (self.triggers, self.filled, self.memory):
            found.clear()

    @property
    def index(self) -> int:
        return self.sentence.index

    def has(self, classes: tuple[type[Entry], ...]) -> bool:
        """Is a word, or does one end in, an entry of one of `classes`? Mostly none is, and this is asked most often."""
        return any(cls in self._by_class for cls in classes)

    def where(self, classes: tuple[type[Entry], ...]) -> Sequence[int]:
        """Indexes of the words that are, or end in, an entry of one of `classes`."""
        found = [self._by_class[cls] for cls in classes if cls in self._by_class]
        return found[0] if len(found) == 1 else sorted({i for places in found for i in places})

    def vocabulary(self, clause: Clause) -> frozenset[str]:
        """The words of `clause`, its prepositions by their lemma as well ("zum": "zu")."""
        found = self.vocabularies.get(clause.number)
        if found is None:
            lemmas = (w.preposition.lemma for w in clause.words if w.preposition)
            found = self.vocabularies[clause.number] = frozenset((*(w.lower for w in clause.words), *lemmas))
        return found

    def clause_at(self, index: int) -> Clause:
        """The clause that holds token `index` (the first one where none does)."""
        return self._clause_by_word[index] if 0 <= index < len(self.words) else self.clauses[0]

    def phrases_of(self, clause: Clause) -> tuple[Phrase, ...]:
        return self._phrases_by_clause.get(clause.number, ())

    def phrase_at(self, index: int) -> Phrase | None:
        return self._phrase_by_word[index] if 0 <= index < len(self.words) else None

    def in_attribute(self, index: int) -> bool:
        """Is token `index` part of an attribute of several words before a noun ("die von Ruanda unterstützte")?"""
        return any(p.first <= index < p.core for p in self.phrases)

    def in_brackets(self, phrase: Phrase) -> bool:
        """Does a phrase stand right behind an opening bracket ("Boris Pistorius (SPD)")?"""
        return phrase.first > 0 and self.words[phrase.first - 1].token.text == "("

    def before_colon(self, last: int) -> bool:
        """Does a colon follow token `last`, as behind the label of a headline ("Mali: ...")?"""
        return any(w.token.text == ":" for w in self.words[last + 1 : last + 2])

    def names_time(self, phrase: Phrase) -> bool:
        """Does a phrase only say when, how long or how often ("three hours", "this weekend", "70 Mal")?"""
        word, times = self.words[phrase.head].lower, self.pack.times
        if word in self.grammar.counting_nouns and phrase.first < phrase.head:
            return True
        if word in times.units or word in times.numbers:
            behind = self.words[phrase.last + 1 : phrase.last + 2]
            if word in times.numbers and behind:
                owned = behind[0].lower in self.grammar.genitive_prepositions  # "two | of the tanks"
                if owned or (phrase.preposition is None and is_finite(behind[0])):
                    return False  # "said | three | were killed"
            return not any(m.first <= phrase.head <= m.last for m in self.actors)  # "the two" are sides
        return any(t.first <= phrase.head <= t.last for t in self.times)

    def actors_of(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """The actors that a phrase and its enumeration stand for: heads, else the owner in adjective or genitive."""
        if phrase not in self.actors_by_phrase:
            self.actors_by_phrase[phrase] = self._actors_of(phrase)
        return self.actors_by_phrase[phrase]

    def _actors_of(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        found: list[ActorMention] = []
        for member in group(self.phrases, phrase):
            party = bool(found) and found[-1].actor.kind == "person" and self.in_brackets(member)
            if party or self.words[member.head].lower in self.grammar.making_nouns:
                continue  # "Boris Pistorius (SPD)"
            inside = [m for m in self.actors if member.first <= m.first and member.core <= m.last <= member.last]
            heads = [m for m in inside if m.first <= member.head <= m.last or m.head == member.head]
            lead = [m for m in inside if m.form == "name" and m.first <= member.first + 1 and m.last > m.head]
            heads = lead or heads or self._governor_of(member)  # "Lazzarini, head of the UN agency"
            named = [m for m in inside if m.form not in ("adjective", "compound", "office")]
            if all(m.form == "compound" for m in heads) and named:  # "der Al-Kaida-Ableger JNIM"
                heads = named
            inside = [m for m in inside if m.form != "office"]  # "the general hospital"
            if not heads and all(m.form == "adjective" for m in inside):
                heads = self._branch_of(member)
            if not heads and self.words[member.head].lower in self.grammar.relatives:
                fighters = [m for m in self.owners_of(member) if m.actor.kind == "armed_group" and not m.inferred]
                found.extend(fighters)  # "Angehörige der Hisbollah", but "Kim's sister"
                continue
            found.extend(heads or inside or (() if member.pronoun else self.owners_of(member)))
        return tuple(dict.fromkeys(found))

    def _governor_of(self, phrase: Phrase) -> list[ActorMention]:
        """The office that opens a phrase which ends in a part of a country ("head of Chad's Lac area")."""
        part = next((p for p in self.places if phrase.first < p.first <= phrase.head <= p.last), None)
        if part is None:
            return []
        opening = range(phrase.first, phrase.first + 2)
        return [m for m in self.actors if m.form == "office" and m.first in opening and m.last < part.first]

    def _branch_of(self, phrase: Phrase) -> list[ActorMention]:
        """The armed group whose branch in a country a phrase names ("der jemenitische Ableger von Al-Kaida")."""
        nouns = self.grammar.branch_nouns
        whose = self.owners_of(phrase) if self.words[phrase.head].lower in nouns else ()
        return [m for m in whose if m.actor.kind == "armed_group"]

    def owners_of(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """The actors in the genitive behind a phrase, over others ("the head of the arms branch of the militia")."""
        following = next((p for p in self.phrases if p.first in (phrase.last + 1, phrase.last + 2)), None)
        bare = following is not None and following.preposition is None and following.cases == {"gen"}
        made = following is not None and self.words[following.head].lower in self.grammar.making_nouns
        if following is None or made or not (bare or following.preposition in self.grammar.genitive_prepositions):
            return ()
        members = group(self.phrases, following)
        if not any(w.coordinator for w in self.words[following.last : members[-1].first]):
            members = (following,)  # "the head of Hamas, | Sinwar"
        found = tuple(m for m in self.actors if any(p.covers(m.first, m.last) for p in members))
        return found or self.owners_of(following)

    def places_of(self, phrase: Phrase) -> tuple[PlaceMention, ...]:
        members = group(self.phrases, phrase)
        return tuple(m for m in self.places if any(p.covers(m.first, m.last) for p in members))


def _by_class(words: tuple[Word, ...]) -> dict[type[Entry], list[int]]:
    """Indexes of words by the classes of the entries that they are, or end in."""
    found: dict[type[Entry], list[int]] = {}
    for word in words:
        for forms in (word.verbs, word.nouns, [c.head for c in word.compounds]):
            for form in forms:
                places = found.setdefault(type(form.entry), [])
                if not places or places[-1] != word.index:
                    places.append(word.index)
    return found
