"""An article taken apart: per sentence its words, clauses, phrases, mentions, times and figures.

Everything that the four kinds read from stands here, found once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from schemas import Article
from worker.extract.grammar.clauses import Clause, find_clauses
from worker.extract.grammar.extents import Names
from worker.extract.grammar.insertions import hedging
from worker.extract.grammar.phrases import Phrase, find_phrases
from worker.extract.grammar.subject_search import own_subject_in, subject_in
from worker.extract.grammar.words import Word, is_finite, tag
from worker.extract.mentions import ActorMention, Mentions, PlaceMention, find_mentions
from worker.extract.nationals import with_nationals
from worker.extract.parts import Parts
from worker.extract.plain_capitals import without_plain_capitals
from worker.extract.values.anchors import anchored, day_of_news
from worker.extract.values.money import find_money
from worker.extract.values.quantities import Quantified, find_quantities, loose_words
from worker.extract.values.times import TimeExpression, find_times
from worker.languages.name_keys import name_key
from worker.languages.names import load_names
from worker.languages.pack import Form, Pack, Silence, Weapon, load_pack
from worker.text.document import Document, Sentence, parse

# Mentions whose words are names and nouns, never verbs ("European Commission head", "the Border Guard").
_NOUN_FORMS = frozenset({"name", "office", "body", "generic", "seat", "capital", "country", "group"})


class Reading(Parts):
    """One sentence with all that is known of it."""

    def own_subject(self, clause: Clause) -> Phrase | None:
        """The subject that stands in `clause` itself."""
        return own_subject_in(self, clause)

    def subject(self, clause: Clause) -> Phrase | None:
        """The subject of `clause`: its own, what its relative pronoun stands for, or that of the clause it goes on."""
        return subject_in(self, clause)


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
    without_plain_capitals(document, pack, names)
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
    actors = with_nationals(mentions.actors_in(sentence.index), sentence, pack)
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
    for k in range(1, len(words)):
        if words[k].lower in pack.actors.directions and _says_which_side(words, k, pack):
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
    """Does no noun phrase go on over word `k` ("met leaders Thursday | in Warsaw", "rebels Thursday | denied", "killed
    rebels Thursday | as envoys arrived")?
    """
    if k >= len(words) or words[k].punctuation or words[k].preposition is not None or words[k].subordinator:
        return True
    return bool(words[k].auxiliaries) or (not words[k].nouns and any(f.tag == "past" for f in words[k].verbs))


def _acts(mention: ActorMention, sentence: Sentence, pack: Pack) -> bool:
    """Is a noun the verb that an auxiliary or a mark of the infinitive governs ("will chair the talks"), or that of a
    relative clause before an article ("who | heads | the militia")?"""
    if mention.form not in ("office", "generic") or mention.first != mention.last or mention.first == 0:
        return False
    before, grammar = sentence.tokens[mention.first - 1].lower, pack.grammar
    modal = any(a.kind not in ("be", "have") for a in grammar.auxiliaries.get(before, ()))
    behind = sentence.tokens[mention.last + 1 : mention.last + 2]
    leads = before in grammar.personal_relatives and any(t.lower in grammar.determiners for t in behind)
    return modal or before in grammar.infinitive_markers or leads
