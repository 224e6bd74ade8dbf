"""How many were killed, injured or missing, as one sentence tells it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schemas import Quantity
from worker.extract.analysis import Analysis, Reading
from worker.extract.attack.owners import own_troops
from worker.extract.grammar.frames import arguments, attributive
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.grammar.words import Word
from worker.extract.memory import once
from worker.extract.mentions import ActorMention
from worker.extract.reality import reality_of
from worker.extract.values.quantities import Quantified
from worker.languages.pack import AttackWord, Casualty, CasualtyPattern, HitWord, Match, Weapon, rule_of
from worker.text.tokens import text_of

_REACH = 20  # words between a casualty word and its number
_NEAR, _ADJOINS = 3, 1
_OWNED = 2  # words from a phrase to the one behind its preposition
_OF = frozenset({"genitive", "of"})
_SLOTS = frozenset({"killed", "injured", "missing"})


@dataclass(frozen=True, slots=True)
class Toll:
    """`quantity` people are told as `slot` (killed, injured, missing) by the word at token `index`.

    stands: it replaces what was told before ("rose to 14"); more: it comes on top of that ("two more"); people: the
    side that they are of, where their noun says it ("seven Indians"). named: somebody is told to be dead or hurt, which
    counts no others. vague: "dozens", or a name: any exact figure says more. doers: they are known only by what they
    did ("two attackers").
    """

    slot: str
    quantity: Quantity
    index: int
    rule: str
    stands: bool = False
    more: bool = False
    people: tuple[ActorMention, ...] = ()
    named: bool = False
    vague: bool = False
    doers: bool = False


@once
def find_tolls(reading: Reading, analysis: Analysis) -> tuple[Toll, ...]:
    """The tolls of one sentence in order of their words; of one slot in one clause the first."""
    words = find_triggers(reading, Casualty)
    if not words:
        return ()
    counts = _people(reading)
    lowers = tuple(t.lower for t in reading.sentence.tokens)
    patterns = tuple(analysis.pack.match(lowers, CasualtyPattern))
    no_toll = [match for pattern, match in patterns if pattern.effect != "update"]
    excluded = {q.first for match in no_toll for q in _within(match, counts, reading.words)}
    parts = [q for q in counts if q.first in excluded or q.relation == "subset"]
    counts = tuple(q for q in counts if q not in parts and not any(_of_them(q, part, reading) for part in parts))
    stands = any(pattern.effect == "update" for pattern, _ in patterns)
    found = [t for pattern, match in patterns if pattern.effect == "update" for t in _updates(pattern, match, counts)]
    taken = {t.index for t in found}
    for word in _in_order_of_number(words):
        if word.entry.slot == "" or not word.entry.number or _might_have(word):
            continue
        toll = _toll(word, counts, taken, stands, analysis)
        if toll:
            found.append(toll)
    return tuple(sorted(found, key=lambda t: t.index))


def _might_have(word: Trigger[Casualty]) -> bool:
    """Did it not come to that ("dozens could have been killed")?"""
    return word.verbal and word.clause.modal == "can" and word.clause.mood == "irrealis"


def _within(match: Match, counts: Iterable[Quantified], words: tuple[Word, ...]) -> Iterator[Quantified]:
    """The counts that fill a pattern's open places: of one at the edge the nearest, with no sign between."""
    leading = all(slot.last < match.first for slot in match.slots)
    for slot in match.slots:
        inside = [q for q in counts if slot.first <= q.last and q.first <= slot.last]
        if not inside or (leading and any(0 < q.number - match.last <= _ADJOINS for q in counts)):
            continue  # "at least a dozen people, among them two children"
        q = inside[-1] if slot.last < match.first else inside[0]
        between = words[q.last + 1 : match.first] or words[match.last + 1 : q.first]
        if len(between) < _NEAR and not any(w.punctuation for w in between):
            yield q


def _updates(pattern: CasualtyPattern, match: Match, counts: Sequence[Quantified]) -> Iterator[Toll]:
    """What a pattern says by itself ("the number of people killed when a mine went off rose to seven")."""
    for slot in match.slots:
        behind = (q for q in counts if slot.name in _SLOTS and slot.first <= q.first <= slot.first + 1)
        for q in list(behind)[:1]:
            quantity = q.quantity.model_copy(update={"min": q.quantity.max}) if _is_range(q) else q.quantity
            yield Toll(slot.name, quantity, q.first, rule_of(pattern), stands=True, vague=q.vague)


def _people(reading: Reading) -> tuple[Quantified, ...]:
    """Counts of the sentence that can count people: not those of weapons ("three fighters" are people here), of
    buildings ("burning dozens of houses") and of attacks ("three deadly attacks").
    """
    weapons, people = find_triggers(reading, Weapon), reading.pack.quantities.people
    armed = tuple(q for q in reading.quantities if any(q.counts(w.index, w.last) for w in weapons))
    things = {k for w in find_triggers(reading, HitWord) for k in range(w.index, w.last + 1)}
    things |= {w.last for w in find_triggers(reading, AttackWord) if not w.verbal}
    armed = (*armed, *(q for q in reading.quantities if q.noun in things))
    excluded = [q for q in armed if q.noun is None or reading.words[q.noun].lower not in people]
    return tuple(q for q in reading.quantities if q not in excluded)


def _in_order_of_number(words: Sequence[Trigger[Casualty]]) -> list[Trigger[Casualty]]:
    """Words that stand right beside their number choose first; of several readings of one word the verb."""
    first: dict[int, Trigger[Casualty]] = {}
    for word in words:
        kept = first.get(word.index)
        if kept is None or (not kept.entry.slot and word.entry.slot):
            first[word.index] = word
    return sorted(first.values(), key=lambda w: (w.verbal, w.index))


def _toll(
    word: Trigger[Casualty], counts: Sequence[Quantified], taken: set[int], stands: bool, analysis: Analysis
) -> Toll | None:
    before = word.reading.words[max(word.index - 1, 0)]
    if word.verbal and word.form.tag in ("part", "past") and before.determiner is not None and not before.relative:
        return None  # "thousands mourned those killed"
    if _gerund(word) and word.entry.number == ("subject",) and _describes_thing(word):
        return None  # "falling debris from one of the drones"
    free = [q for q in counts if q.first not in taken]
    told = [q for q in free if not q.from_article or _touches(q, word)]
    number = _number(word, told) or _number(word, free) or _meant(word, free)
    named = False
    quantity: Quantity | None
    if number is not None:
        taken.add(number.first)
        quantity, more = number.quantity, number.relation == "increment"
        if word.entry.effect == "update" and _is_range(number):  # "rose from 12 to 14"
            quantity = quantity.model_copy(update={"min": quantity.max})
    else:
        quantity, more = _single(word, counts, analysis), False
        named = quantity is None
        quantity = quantity or _named(word, counts, analysis)
    if quantity is None:
        return None
    updates = (word.entry.effect == "update" and not _put_at(word, number)) or (stands and not more)
    people = _people_of(number, word.reading) if number is not None else _person_in(word) if not named else ()
    vague = number.vague if number is not None else named
    doers = bool(people) and all(is_culprit(m, word.reading) for m in people)
    return Toll(word.entry.slot, quantity, word.index, word.rule, updates, more, people, named, vague, doers)


def is_culprit(mention: ActorMention, reading: Reading) -> bool:
    """Is somebody known by what he did alone ("the attacker")?"""
    if mention.sentence != reading.index:
        return False
    noun = reading.pack.actors.nouns.get(reading.words[mention.head].lower)
    return noun is not None and noun.culprit


def _describes_thing(word: Trigger[Casualty]) -> bool:
    """Does a gerund stand before a noun that it describes, and not behind those who die?"""
    phrase = word.reading.phrase_at(word.index)
    return phrase is not None and phrase.head > word.last


def _put_at(word: Trigger[Casualty], number: Quantified | None) -> bool:
    """Does somebody only put the toll at a number of his own ("put the death toll | at 15", not "rose to 15")?"""
    before = word.reading.words[number.first - 1] if number is not None and number.first > word.last + 1 else None
    if before is None or before.preposition is None or "after_number" in word.entry.number:
        return False
    return all(place.partition("+")[0] != before.lower for place in word.entry.number)


def _touches(q: Quantified, word: Trigger[Casualty]) -> bool:
    """Does a person told with an article stand right beside the word ("einen Menschen getötet", "killing a man")?"""
    return q.reach == word.index - 1 or (_object_behind(word) and q.first == word.last + 1)


def _people_of(number: Quantified, reading: Reading) -> tuple[ActorMention, ...]:
    """The actors in the phrase that a number stands in."""
    phrase = reading.phrase_at(number.last)
    held = (m for m in reading.actors if phrase is not None and phrase.covers(m.first, m.last))
    return tuple(own_troops(m, reading) for m in held)


def _person_in(word: Trigger[Casualty]) -> tuple[ActorMention, ...]:
    """The actors in the phrase for one victim who is not counted ("a British soldier died")."""
    reading, phrase = word.reading, _victim(word) if word.verbal else None
    held = (m for m in reading.actors if phrase is not None and phrase.covers(m.first, m.last))
    return tuple(own_troops(m, reading) for m in held)


def _number(word: Trigger[Casualty], counts: Sequence[Quantified]) -> Quantified | None:
    """The count of a casualty word: beside a noun, behind an update, on the object or subject side of a verb."""
    words = word.reading.words
    if word.entry.effect == "update" or "after_number" in word.entry.number:
        behind = _behind(word, counts)
        if behind:
            return behind
    if word.entry.number == ("to",):
        return None  # "two toll booths"
    if _attributive(word) and not _gerund(word):
        beside = next((q for q in counts if q.counts(word.index, word.last)), None)
        return beside or _whose(word, counts) or _close_before(word, counts)
    if _object_behind(word):
        return next((q for q in counts if 0 < q.first - word.last <= _REACH and _same_clause(word, q)), None)
    doer = _doer(word)
    if doer:  # "Two soldiers shot a man"
        counts = [q for q in counts if not doer.first <= q.first <= doer.last]
    doing = word.reading.subject(word.clause) if doer is None else None
    of_it = [q for q in counts if doing is not None and doing.covers(q.first, q.last)]
    near = [q for q in counts if q in of_it or (word.index - q.last <= _REACH and _same_clause(word, q))]
    before = [q for q in near if q.last < word.index]
    after = [q for q in counts if 0 < q.first - word.last <= _REACH and _same_clause(word, q)]
    # Not "killed and three hurt", "getötet und drei verletzt".
    after = [q for q in after if not any(w.coordinator for w in words[word.last + 1 : q.first])]
    if word.reading.grammar.word_order == "subject_verb":  # "died in two raids", "shells fell, wounding two"
        after = [q for q in after if (p := word.reading.phrase_at(q.first)) is None or p.preposition is None]
        after = after if word.entry.number != ("subject",) else []
    while len(before) > 1 and _of_them(before[-1], before[-2], word.reading):
        before = before[:-1]
    return before[-1] if before else after[0] if after and word.verbal else None


def _meant(word: Trigger[Casualty], counts: Sequence[Quantified]) -> Quantified | None:
    """The count of those whom a pronoun means ("took 12 farmers away and shot | them | dead")."""
    if not word.verbal or "object" not in word.entry.number or word.clause.passive:
        return None
    phrases = [a.phrase for a in arguments(word, "object") if a.phrase is not None]
    if not any(p.pronoun and p.first > word.index for p in phrases):
        return None
    before = [q for q in counts if q.last < word.index and q.noun is not None and not q.from_article]
    people = word.reading.pack.quantities
    return next((q for q in reversed(before) if people.is_people(word.reading.words[q.noun or 0].lower)), None)


def _whose(word: Trigger[Casualty], counts: Sequence[Quantified]) -> Quantified | None:
    """The count of those whose death a noun tells ("der Tod | zweier Helfer", "the killing | of 15 medics")."""
    reading = word.reading
    own = reading.phrase_at(word.index) if _OF & set(word.entry.number) else None
    behind = (p for p in reading.phrases if own and own.last < p.first <= own.last + _OWNED)
    phrase = next((p for p in behind if p.preposition in {None, *reading.grammar.genitive_prepositions}), None)
    if phrase is None or (phrase.preposition is None and phrase.cases != {"gen"}):
        return None
    return next((q for q in counts if phrase.covers(q.first, q.last)), None)


def _of_them(q: Quantified, whole: Quantified, reading: Reading) -> bool:
    """Does a count only say whose those are that the one before it counts ("seven members | of one family")?"""
    phrase, before = reading.phrase_at(q.first), reading.phrase_at(whole.number)
    if phrase is None or before is None or phrase.preposition not in reading.grammar.genitive_prepositions:
        return False
    return phrase.first == before.last + _OWNED


def _behind(word: Trigger[Casualty], counts: Sequence[Quantified]) -> Quantified | None:
    """ "The number of dead rose to 17": the last count behind the word that no other casualty word claims."""
    words = word.reading.words
    for q in counts:
        tied = q.first > word.last and (words[q.first - 1].preposition is not None or _is_range(q))
        if tied and q.relation is None and _same_clause(word, q):
            return next((r for r in counts if _goes_on_to(q, r, words)), q)
    return None


def _is_range(q: Quantified) -> bool:
    return None not in (q.quantity.min, q.quantity.max) and q.quantity.min != q.quantity.max


def _goes_on_to(q: Quantified, other: Quantified, words: tuple[Word, ...]) -> bool:
    """ "from 12 to 14": does `other` follow behind one preposition?"""
    return other.first == q.last + 2 and other.relation is None and words[q.last + 1].preposition is not None


def _close_before(word: Trigger[Casualty], counts: Sequence[Quantified]) -> Quantified | None:
    near = [q for q in counts if 0 < word.index - q.last <= _NEAR and _same_clause(word, q)]
    return near[-1] if near else None


def _attributive(word: Trigger[Casualty]) -> bool:
    """Is it a noun, or does it stand inside a noun phrase ("43 getötete Gläubige")?"""
    if word.form.tag in ("sg", "pl", "gen"):
        return True
    return attributive(word)


def _gerund(word: Trigger[Casualty]) -> bool:
    return any(f.tag == "ger" for f in word.reading.words[word.index].verbs)


def _object_behind(word: Trigger[Casualty]) -> bool:
    """Where the object follows its verb: does this one stand in the active, so that whom it counts comes behind?"""
    if word.reading.grammar.word_order != "subject_verb" or "object" not in word.entry.number:
        return False
    words = word.reading.words
    if _gerund(word):
        return True
    finite = word.clause.finite
    if finite is None or word.clause.passive or not (finite.index == word.index or _helped(word, finite)):
        return False
    # "Three killed in strike", "reported four killed and nine hurt": a participle, where no object follows.
    following = words[word.last + 1] if word.last + 1 < len(words) else None
    if following is None or following.coordinator:
        return False
    return following.preposition is None and not following.punctuation


def _helped(word: Trigger[Casualty], finite: Word) -> bool:
    """Is it what the auxiliary right before it helps ("have reportedly | killed")?"""
    between = word.reading.words[finite.index + 1 : word.index]
    return bool(finite.auxiliaries) and finite.index < word.index and all(w.adverb or w.auxiliaries for w in between)


def _same_clause(word: Trigger[Casualty], q: Quantified) -> bool:
    return word.reading.clause_at(q.first).number == word.clause.number


def _single(word: Trigger[Casualty], counts: Sequence[Quantified], analysis: Analysis) -> Quantity | None:
    """One victim told without a number ("a woman was killed", "starb eine Frau")."""
    own = word.reading.phrase_at(word.index)
    noun = own is not None and not word.verbal and own.first < word.index and "before" in word.entry.number
    predicate = word.verbal or (
        word.form.tag == "adj" and not attributive(word)
    )  # no victim: "a day after the deadly raid"
    phrase = own if noun else _victim(word) if predicate else None
    if phrase is None or any(phrase.first - 1 <= q.last and q.first <= phrase.last for q in counts):
        return None
    tokens = word.reading.sentence.tokens
    if tokens[phrase.first].lower not in word.reading.grammar.indefinite_articles or (phrase == own and not noun):
        return None
    qualified = analysis.pack.quantities.before.before(tokens, phrase.first)
    open_end = qualified is not None and qualified[0] == "at_least"
    return Quantity(min=1, max=None if open_end else 1, text=tokens[phrase.first].text)


def _named(word: Trigger[Casualty], counts: Sequence[Quantified], analysis: Analysis) -> Quantity | None:
    """Victims told by name, or as somebody known ("Haniyeh and his guard were killed", "kills rebel leader")."""
    phrase = _victim(word) if word.verbal and reality_of(word).type == "asserted" else None
    if phrase is None or any(phrase.first - 1 <= q.last and q.first <= phrase.last for q in counts):
        return None
    members = group(word.reading.phrases, phrase)
    words = word.reading.words[members[0].first : members[-1].last + 1]
    members = members if any(w.coordinator for w in words) else members[:1]  # "killed Barak, a general who led ..."
    if not all(_is_somebody(p, word.reading, analysis) for p in members):
        return None
    text = text_of(word.reading.sentence.tokens, members[0].first, members[-1].last)
    return Quantity(min=len(members), max=len(members), text=text)


def _is_somebody(phrase: Phrase, reading: Reading, analysis: Analysis) -> bool:
    persons = (m for m in reading.actors if m.form in ("name", "office") and m.actor.kind == "person")
    opens = not (phrase.first or reading.grammar.nouns_are_capitalised)
    national = (m for m in reading.actors if opens and m.form == "demonym" and m.number != "pl")
    if any(m.first <= phrase.head <= m.last for m in (*persons, *national)):  # "Palestinian | shot dead in Nablus"
        return True
    return phrase.first < phrase.head and reading.words[phrase.head].lower in analysis.pack.quantities.persons


def _doer(word: Trigger[Casualty]) -> Phrase | None:
    """Who did it, where the verb stands in the active and tells what is done to others, and can stand anywhere."""
    if word.reading.grammar.word_order == "subject_verb":
        return None
    active = word.verbal and "object" in word.entry.number and not word.clause.passive
    return word.reading.subject(word.clause) if active else None


def _victim(word: Trigger[Casualty]) -> Phrase | None:
    reading = word.reading
    armed = {w.index for w in find_triggers(reading, Weapon)}
    doer = _doer(word)
    bare = [p for p in reading.phrases_of(word.clause) if not (p.preposition or p.head in armed or p is doer)]
    behind = [p for p in bare if p.first > word.last and (doer or p.first - word.last <= _NEAR)]
    before = [p for p in bare if p.last < word.index]
    if reading.grammar.word_order != "subject_verb":  # "den Luftraum verletzt und einen Markt bombardiert"
        behind = [p for p in behind if not any(w.coordinator for w in reading.words[word.last + 1 : p.first])]
    if _object_behind(word) or (word.reading.grammar.word_order != "subject_verb" and behind):
        return behind[0] if behind else None
    return before[-1] if before else None
