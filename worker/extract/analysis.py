"""An article taken apart: per sentence its words, clauses, phrases, mentions, times and figures.

Everything that the four kinds read from stands here, found once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from schemas import Article
from worker.extract.dropped import Dropped
from worker.extract.grammar.clauses import Clause, find_clauses
from worker.extract.grammar.extents import Names
from worker.extract.grammar.insertions import hedging
from worker.extract.grammar.phrases import Phrase, find_phrases, group
from worker.extract.grammar.subject_search import own_subject_in, subject_in
from worker.extract.grammar.words import Word, is_finite, tag
from worker.extract.grouping import grouped
from worker.extract.mentions import ActorMention, Mentions, PlaceMention, find_mentions
from worker.extract.values.anchors import anchored, day_of_news
from worker.extract.values.money import MoneyMention, find_money
from worker.extract.values.quantities import Quantified, find_quantities, loose_words
from worker.extract.values.times import TimeExpression, find_times
from worker.languages.grammar import Grammar
from worker.languages.name_keys import name_key
from worker.languages.names import load_names
from worker.languages.pack import Attribution, Entry, Form, Match, Pack, Silence, Weapon, load_pack
from worker.text.document import Document, Sentence, parse

# Mentions whose words are names and nouns, never verbs ("European Commission head", "the Border Guard").
_NOUN_FORMS = frozenset({"name", "office", "body", "generic", "seat", "capital", "country", "group"})


@dataclass(eq=False)
class Reading:
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
    _by_class: dict[type[Entry], tuple[int, ...]] = field(init=False, repr=False)
    _clause_by_word: dict[int, Clause] = field(init=False, repr=False)
    _phrase_by_word: dict[int, Phrase] = field(init=False, repr=False)
    _phrases_by_clause: dict[int, tuple[Phrase, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.grammar = self.pack.grammar
        self.credits = tuple(self.pack.match(tuple(t.lower for t in self.sentence.tokens), Attribution))
        self._by_class = grouped((cls, w.index) for w in self.words for cls in _classes(w))
        self._clause_by_word = {w.index: c for c in reversed(self.clauses) for w in c.words}
        self._phrase_by_word = {i: p for p in reversed(self.phrases) for i in range(p.first, p.last + 1)}
        self._phrases_by_clause = grouped((p.clause, p) for p in self.phrases)

    def forget(self) -> None:
        """Forgets what was found and refers to it: nobody has to look for what is no longer needed then."""
        for found in (self.triggers, self.filled, self.memory):
            found.clear()

    @property
    def index(self) -> int:
        return self.sentence.index

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
        return self._clause_by_word.get(index, self.clauses[0])

    def phrases_of(self, clause: Clause) -> tuple[Phrase, ...]:
        return self._phrases_by_clause.get(clause.number, ())

    def phrase_at(self, index: int) -> Phrase | None:
        return self._phrase_by_word.get(index)

    def own_subject(self, clause: Clause) -> Phrase | None:
        """The subject that stands in `clause` itself."""
        if clause.number not in self.own_subjects:
            self.own_subjects[clause.number] = own_subject_in(self, clause, self.phrases_of(clause))
        return self.own_subjects[clause.number]

    def in_attribute(self, index: int) -> bool:
        """Is token `index` part of an attribute of several words before a noun ("die von Ruanda unterstützte")?"""
        return any(p.first <= index < p.core for p in self.phrases)

    def subject(self, clause: Clause) -> Phrase | None:
        """The subject of `clause`: its own, what its relative pronoun stands for, or that of the clause it goes on."""
        if clause.number not in self.subjects:
            self.subjects[clause.number] = subject_in(self, clause)
        return self.subjects[clause.number]

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
            if found and found[-1].actor.kind == "person" and self.in_brackets(member):
                continue  # "Boris Pistorius (SPD)"
            inside = [m for m in self.actors if member.first <= m.first and member.core <= m.last <= member.last]
            heads = [m for m in inside if m.first <= member.head <= m.last or m.head == member.head]
            lead = [m for m in inside if m.form == "name" and m.first <= member.first + 1 and m.last > m.head]
            heads = lead or heads  # "Lazzarini, head of the UN agency"
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

    def _branch_of(self, phrase: Phrase) -> list[ActorMention]:
        """The armed group whose branch in a country a phrase names ("der jemenitische Ableger von Al-Kaida")."""
        nouns = self.grammar.branch_nouns
        whose = self.owners_of(phrase) if self.words[phrase.head].lower in nouns else ()
        return [m for m in whose if m.actor.kind == "armed_group"]

    def owners_of(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """The actors in the genitive behind a phrase, over others ("Stellungen der Hisbollah", "the head of the arms
        branch of the militia").
        """
        following = next((p for p in self.phrases if p.first in (phrase.last + 1, phrase.last + 2)), None)
        bare = following is not None and following.preposition is None and following.cases == {"gen"}
        if following is None or not (bare or following.preposition in self.grammar.genitive_prepositions):
            return ()
        found = tuple(m for m in self.actors if following.covers(m.first, m.last))
        return found or self.owners_of(following)

    def places_of(self, phrase: Phrase) -> tuple[PlaceMention, ...]:
        members = group(self.phrases, phrase)
        return tuple(m for m in self.places if any(p.covers(m.first, m.last) for p in members))


def _classes(word: Word) -> set[type[Entry]]:
    """The classes of the entries that a word is, or ends in."""
    if not (word.verbs or word.nouns or word.compounds):
        return set()
    return {type(f.entry) for f in (*word.verbs, *word.nouns, *(c.head for c in word.compounds))}


@dataclass(frozen=True, eq=False)
class Analysis:
    """The article, its language's knowledge, and a Reading per sentence; `published`: as of when it is read, which is
    made up where the article does not say.
    """

    article: Article
    published: datetime
    document: Document
    pack: Pack
    mentions: Mentions
    readings: tuple[Reading, ...]


def analyse(article: Article, language: str, *, listening: bool = False) -> Analysis:
    """Takes `article` apart with the pack of `language`; `listening`: rules are to note what they drop."""
    pack, names = load_pack(language), load_names()
    document = parse(article.text, article.title, pack.sentences)
    mentions = find_mentions(document, pack.actors, names, article.published)
    times = anchored(find_times(sentence, pack.times) for sentence in document.sentences)
    readings = tuple(_read(s, t, mentions, pack) for s, t in zip(document.sentences, times, strict=True))
    if listening:
        readings = tuple(replace(r, dropped=[]) for r in readings)
    published = article.published or day_of_news(t for found in times for t in found)
    return Analysis(article, published, document, pack, mentions, readings)


def _whole(phrases: tuple[Phrase, ...], spans: Sequence[tuple[int, int]]) -> tuple[Phrase, ...]:
    """The phrases with those as one that lie in one of `spans` ("100 Millionen | Euro")."""
    found: list[Phrase] = []
    for phrase in phrases:
        if found and any(first <= found[-1].head and phrase.last <= last for first, last in spans):
            found[-1] = replace(found[-1], last=phrase.last, head=phrase.head)
        else:
            found.append(phrase)
    return tuple(found)


def _make_plain(word: Word, loose: bool) -> None:
    """Takes from a word what it is as a verb; a loose one only qualifies a number."""
    word.verbs = ()
    if loose:
        word.preposition = word.determiner = word.pronoun = None
        word.subordinator = word.relative = False
        word.adverb = True
    else:
        word.negation = False  # "Ärzte ohne Grenzen"
        word.auxiliaries = ()  # "Mohammed bin Salman"


def _parts_name(word: Word, words: tuple[Word, ...], pack: Pack) -> bool:
    """Is it a small word between the parts of a name that no table knows ("Khalid | bin | Sultan")?"""
    inside = word.lower in pack.actors.name_particles and 0 < word.index < len(words) - 1
    return inside and words[word.index - 1].capital and words[word.index + 1].capital


def _words_of_region(place: PlaceMention, words: tuple[Word, ...], pack: Pack) -> Sequence[int]:
    """The noun that ends a place or stands behind a region and says what that is ("in Rakhine | state")."""
    last = place.last + (place.place.kind == "region" and place.last == place.first)
    part = load_names().part(words[last].lower, pack.actors.language) if place.first < last < len(words) else None
    return () if part is None else (last,)


def _is_noun(form: Form) -> bool:
    """Is it a noun, of several words perhaps ("military aid"), and no mere cue ("police said")?"""
    return form.tag in ("sg", "pl") and not isinstance(form.entry, Silence)


def _is_weapon(word: Word) -> bool:
    if any(isinstance(f.entry, Weapon) for f in word.nouns):
        return True
    return any(isinstance(c.head.entry, Weapon) for c in word.compounds)


def _only_noun(place: PlaceMention, sentence: Sentence, pack: Pack) -> bool:
    """Is what was guessed to be a place only a noun ("in der Stadt Gebäude zerstört")?"""
    word = sentence.tokens[place.first].lower
    if not place.guessed or "-" in word or not pack.quantities.nouns_are_capitalised:
        return False
    counted = pack.quantities.people | pack.quantities.persons
    return word in pack.forms or word in counted or bool(pack.compound(word))


def _meets_place(last: int, places: tuple[PlaceMention, ...]) -> bool:
    """Does a place follow that is another part of the clause ("griff die Armee | Goma an", not "die Armee Gomas")?"""
    names = ((p.place.text, p.place.name) for p in places if p.first == last + 1)
    return any(name.endswith("s") or not text.endswith("s") for text, name in names)


def _read(sentence: Sentence, times: tuple[TimeExpression, ...], mentions: Mentions, pack: Pack) -> Reading:
    actors = mentions.actors_in(sentence.index)
    sentence = _without_quoted_names(sentence, actors)
    places = tuple(p for p in mentions.places_in(sentence.index) if not _only_noun(p, sentence, pack))
    places = tuple(p for p in places if not (p.guessed and any(t.first <= p.first <= t.last for t in times)))
    before_noun = {"adjective"} if pack.grammar.nouns_are_capitalised else {"adjective", "compound"}  # "US-led"
    adjectives = frozenset(m.first for m in actors if m.form in before_noun)
    named = frozenset(
        i for m in actors if m.form in _NOUN_FORMS and not _acts(m, sentence, pack) for i in range(m.first, m.last + 1)
    )
    words = tag(sentence, pack, adjectives)
    money = find_money(sentence, pack.quantities)
    named |= {k for m in money for k in range(m.first, m.last + 1)}  # "160 million pounds"
    named |= {w.index + k for w in words for f in w.nouns if _is_noun(f) for k in range(1, len(f.words))}
    quantities = tuple(q for q in find_quantities(sentence, pack.quantities) if not _dates(q, times))
    least = 1 if pack.grammar.word_order == "subject_verb" else 2  # "ein Paket über 50 Millionen"
    loose = loose_words(sentence, quantities, money, pack.quantities, least)
    named |= {w.index for w in words if w.auxiliaries and _parts_name(w, words, pack)}
    named |= {k for p in places for k in _words_of_region(p, words, pack)}
    behind = (t.last + 1 for t in times if words[t.first].determiner and t.last + 1 < len(words))
    named |= {k for k in behind if words[k].nouns}  # "the May 7 | attacks"
    for index in named | loose:
        _make_plain(words[index], index in loose)
    directions = pack.actors.directions
    for k in range(1, len(words)):
        if words[k].lower in directions and _says_which_side(words, k, pack):
            _make_plain(words[k], loose=True)
    for k in hedging(words, pack.grammar):
        _make_plain(words[k], loose=True)
        words[k].auxiliaries, words[k].infinitive, words[k].participle = (), False, False
    for time in times:
        for word in words[time.first : time.last + 1]:
            word.time = True
        if time.last > time.first and words[time.first].adverb and any(map(is_finite, words[: time.first])):
            words[time.first].verbs = ()  # "met in Doha | last | week"
    spans = {m.first: m.last for m in actors if m.form not in ("adjective", "pronoun")}
    spans |= {m.first: m.last for m in places if m.last > spans.get(m.first, -1)}  # "US-Bundesstaat | Alaska"
    spans = {first: last for first, last in spans.items() if not first == last in adjectives}  # "US-russisch"
    clauses = find_clauses(sentence, words, pack.grammar, adjectives.union(spans))
    owners = frozenset(first for first, last in spans.items() if (sentence.index, last) in mentions.owners)
    ends = {t.last for t in times}
    starts = {t.first for t in times if t.last > t.first or _ends_phrase(words, t.last + 1)}
    if pack.grammar.nouns_are_capitalised:  # "empfing in Peking | Taiwans Präsidenten"
        people = {m.last + 1 for m in actors if m.form in ("name", "office")}  # "sagte Erdogan | Putin"
        starts |= {m.first for m in actors if m.form == "name" and m.first in people}
        doers = {m.last for m in actors if not m.owns} | {w.index for w in words if _is_weapon(w)}
        ends |= {m.last for m in places} | {last for last in doers if _meets_place(last, places)}
    bare = {w.index - 1 for w in words if (w.capital or w.number) and w.index not in owners}
    ends |= {w.index for w in words if w.index in bare and w.lower.endswith(pack.grammar.closing_nouns)}
    names = Names(spans, adjectives, owners, ends=frozenset(ends), starts=frozenset(starts))
    sums = tuple((m.first, m.last) for m in money)
    phrases = tuple(p for c in clauses for p in _whole(find_phrases(c, pack.grammar, names), sums))
    if described := {(p.first, p.last) for p in places if _describes(p, words, phrases)}:
        places = tuple(p for p in places if (p.first, p.last) not in described)
        actors = tuple(replace(m, form="adjective") if (m.first, m.last) in described else m for m in actors)
    return Reading(
        sentence=sentence, words=words, clauses=clauses, phrases=phrases, actors=actors, places=places,
        times=times, quantities=quantities,
        money=money, pack=pack,
    )  # fmt: skip


def _without_quoted_names(sentence: Sentence, actors: tuple[ActorMention, ...]) -> Sentence:
    """The sentence with what is but a name between its quotation marks as no direct speech ("die Bewegung „M23“")."""
    if not any(sentence.quoted):
        return sentence
    quoted = list(sentence.quoted)
    for m in actors:
        around = (*quoted[max(m.first - 1, 0) : m.first], *quoted[m.last + 1 : m.last + 2])
        if m.form in ("body", "name") and all(quoted[m.first : m.last + 1]) and not any(around):
            quoted[m.first : m.last + 1] = [False] * (m.last + 1 - m.first)
    return replace(sentence, quoted=tuple(quoted))


def _describes(place: PlaceMention, words: tuple[Word, ...], phrases: tuple[Phrase, ...]) -> bool:
    """Is the short name of a country, which is its adjective, too, one here ("in a | US | air strike in Yemen")?"""
    if place.form != "country" or not place.place.text.isupper():
        return False
    name = name_key([w.lower for w in words[place.first : place.last + 1]])
    if all(s.standing != "adjective" for s in load_names().senses(name)):
        return False
    return any(p.first <= place.first and place.last < p.head for p in phrases)


def _dates(number: Quantified, times: tuple[TimeExpression, ...]) -> bool:
    """Is a number only that of a day ("on 10 | March")?"""
    last = number.last if number.noun is None else number.noun
    return any(t.names_day and t.first <= number.number and last <= t.last for t in times)


def _says_which_side(words: tuple[Word, ...], k: int, pack: Pack) -> bool:
    """Does a quarter of the compass only say on which side of a place something is ("a base | north of the town")?"""
    if k + 1 >= len(words) or words[k].capital or words[k + 1].lower not in pack.grammar.genitive_prepositions:
        return False
    return not (words[k - 1].determiner or words[k - 1].coordinator)


def _ends_phrase(words: tuple[Word, ...], k: int) -> bool:
    """Does no noun phrase go on over word `k` ("met Polish leaders Thursday | in Warsaw")?"""
    return k >= len(words) or words[k].punctuation or words[k].preposition is not None


def _acts(mention: ActorMention, sentence: Sentence, pack: Pack) -> bool:
    """Is a noun the verb that an auxiliary or a mark of the infinitive governs ("will chair the talks")?"""
    if mention.form not in ("office", "generic") or mention.first != mention.last or mention.first == 0:
        return False
    before, grammar = sentence.tokens[mention.first - 1].lower, pack.grammar
    modal = any(a.kind not in ("be", "have") for a in grammar.auxiliaries.get(before, ()))
    return modal or before in grammar.infinitive_markers
