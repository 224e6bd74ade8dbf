"""Which of the times of a sentence dates what a word tells, and which only when it was told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from schemas import When
from schemas.event import Precision
from worker.extract.analysis import Reading
from worker.extract.draft import side
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.ranks import ranked
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.memory import once
from worker.extract.reality import hearsay
from worker.extract.values.expressions import day_of
from worker.extract.values.times import Tense, TimeExpression
from worker.languages.pack import AttackWord, Casualty, CasualtyPattern, Damage, SpeechNoun, SpeechWord

_STRETCHES: tuple[tuple[Precision, int], ...] = (("year", 365), ("month", 31), ("week", 7))  # days that are more
_NAMED = 2  # words from a verb to its time
_WIDE = frozenset({"week", "month", "year"})


def when_of(reading: Reading, clause: Clause, index: int, published: datetime) -> When | None:
    """When that happened which the word at `index` tells, else when it was told."""
    return happened(reading, clause, index, published) or told_when(reading, clause, index, published)


def happened(reading: Reading, clause: Clause, index: int, published: datetime, *, done: bool = False) -> When | None:
    """When that happened which the word at `index` tells, by the first of its times that can be worked out. `done`: it
    lies behind, whatever the tense of its clause.
    """
    telling, done = _of_telling(reading, clause, index), done or hearsay(clause, reading.grammar)
    times = (t for t in _times_of(reading, clause, index) if t not in telling and not _compares(t, reading, clause))
    when = first_known([_as_told(_own_day(t, reading, index), reading) for t in times], clause, published, done)
    since = when is not None and any(t.text == when.text and _says_since(t, reading) for t in reading.times)
    return _until(published, when) if when is not None and since else when


def _until(published: datetime, when: When) -> When:
    """The stretch from a time until the publication."""
    days = (published.date() - day_of(when.start)).days
    precision = next((name for name, least in _STRETCHES if days > least), when.precision)
    return when.model_copy(update={"end": published.date(), "precision": precision}) if days > 0 else when


def _own_day(time: TimeExpression, reading: Reading, index: int) -> TimeExpression:
    """The day within "since Monday" where that only governs the noun itself ("since Monday's | raid")."""
    phrase = reading.phrase_at(index)
    inside = time.meaning.rule.means == "since" and phrase is not None and phrase.first - 1 <= time.last < index
    return replace(time, meaning=time.meaning.values.inner[0]) if inside else time


def _compares(time: TimeExpression, reading: Reading, clause: Clause) -> bool:
    """Does a time only say since when something is the greatest ("the deadliest raid since March")?"""
    since = reading.words[time.first].lower in reading.grammar.sequence_words
    return since and ranked(clause, time.first, reading.grammar)


def told_when(reading: Reading, clause: Clause, index: int, published: datetime) -> When | None:
    """When somebody told of it ("..., officials said on Sunday")."""
    telling = _of_telling(reading, clause, index)
    return first_known((t for t in _times_of(reading, clause, index) if t in telling), clause, published, done=True)


def _of_telling(reading: Reading, clause: Clause, index: int) -> list[TimeExpression]:
    """The times of other clauses in which somebody says something, and those before a noun that is said something of
    ("on Monday condemned the strike") or that accuses of a deed ("accused him on Monday of shelling"), or behind a verb
    for giving it out ("in a statement released on Monday"); who attacks an army does not.
    """
    deeds = {t.index for t in find_triggers(reading, AttackWord)}
    spoken = [t for t in find_triggers(reading, SpeechWord) if t.verbal and (t.form.fixed or t.index not in deeds)]
    said = {t.clause.number: t.clause for t in spoken if t.clause is not clause}
    clauses = [c for c in said.values() if reading.subject(c) is not None]
    times = [t for t in reading.times if not governs(t, reading, clause, index)]
    own = any(t.clause is clause and clause.finite is reading.words[t.index] and t.index < index for t in spoken)
    phrase = reading.phrase_at(index) if own and not reading.words[index].verbs else None
    of_deed = own and index > 0 and reading.words[index - 1].lower in reading.grammar.genitive_prepositions
    begins = phrase.first if phrase else index if of_deed else 0
    before = [t for t in times if clause.holds(t.first) and t.last < begins]
    texts = [t.index for t in spoken if t.form.fixed]
    texts += [t.last for t in find_triggers(reading, SpeechNoun) if _in_text(t, reading)]
    dated = [t for t in times if any(0 < t.first - k <= _NAMED for k in texts)]
    return [*before, *(t for t in times if t in dated or any(c.holds(t.first) for c in clauses))]


def tells_count(time: TimeExpression, reading: Reading, index: int | None = None) -> bool:
    """Does a time only say when a toll rose, for what is told in its clause or by the word at `index` in it ("the toll
    of the | raid on Sumy rose to 45 | on Friday")?
    """
    for subject, verb in _counting(reading):
        clause = reading.clause_at(verb)
        own = index is None or subject <= index < verb or reading.clause_at(index) is clause
        if own and clause.holds(time.first) and (time.last < subject or subject < verb < time.first):
            return True
    return False


@once
def _counting(reading: Reading) -> tuple[tuple[int, int], ...]:
    """Where a toll is told as one that changes: its first word, and the last that says so."""
    tolls = find_triggers(reading, Casualty)
    lowers = tuple(t.lower for t in reading.sentence.tokens) if tolls else ()
    patterns = reading.pack.match(lowers, CasualtyPattern) if lowers else ()
    told = [(m.first, m.last) for p, m in patterns if p.effect == "update" and any(s.name == "attack" for s in m.slots)]
    for toll in tolls:
        subject, verb = reading.subject(toll.clause), toll.clause.finite
        changes = toll.entry.effect == "update" and subject is not None and subject.covers(toll.index, toll.index)
        if changes and subject is not None and verb is not None:
            told.append((subject.first, verb.index))
    return tuple(told)


def _in_text(noun: Trigger[SpeechNoun], reading: Reading) -> bool:
    """Is it where something was said ("claimed the raid in a statement | on Saturday")?"""
    phrase = reading.phrase_at(noun.index)
    return phrase is not None and phrase.head == noun.last and phrase.preposition in reading.grammar.locatives


def first_known(
    times: Iterable[TimeExpression], clause: Clause, published: datetime, done: bool = False
) -> When | None:
    """The first of `times` that can be worked out, where `clause` is about it."""
    future = not done and (clause.tense == "future" or clause.modal in ("want", "shall"))
    tense: Tense | None = "future" if future else "past" if done or clause.tense != "present" else None
    for time in times:
        when = time.resolve(published, tense)
        if when and tense == "past" and _to_come(when, published):
            when = time.resolve(published, "done")
        if when and not (tense == "past" and _to_come(when, published)):
            return when
    return None


def _to_come(when: When, published: datetime) -> bool:
    """Is it later than the publication? A clause in the past tells then of something else that it dates."""
    return day_of(when.start) > published.date()


def _times_of(reading: Reading, clause: Clause, index: int) -> list[TimeExpression]:
    """The times that can date a word, best first: the nearest in its clause, else the nearest of its sentence.

    What names a day goes before what only says since, for or until when.
    """
    governed = [t for t in reading.times if governs(t, reading, clause, index)]
    phrase = reading.phrase_at(index)
    told = governed and clause.opener is not None  # "two days after it was launched | on Tuesday"
    own = [t for t in reading.times if told and t.names_day and not t.governs and clause.holds(t.first)]
    own += [t for t in reading.times if governed and phrase and 0 < t.first - phrase.last <= 1]
    since = max((t.last for t in governed), default=-1)
    times = [t for t in reading.times if not t.governs and t.first > since and not _of_given(t, reading, clause, index)]
    times = [t for t in times if not (_of_other_noun(t, reading, clause, index) or tells_count(t, reading, index))]
    times = [t for t in times if not (t.may_rank and ranked(clause, t.first, reading.grammar))]
    inside = [t for t in times if clause.holds(t.first)]
    apart = _of_its_object(clause, reading)
    if not inside and clause.parent is not None and not apart:
        inside = [t for t in times if reading.clauses[clause.parent].holds(t.first)]
    # Not of a relative clause beside it ("Oslo, which cut it in May, gave ...").
    beside = [t for t in times if reading.clause_at(t.first).role != "relative" and not apart]
    beside = [t for t in beside if not _of_other_side(reading.clause_at(t.first), clause, reading)]
    dated = [t for t in inside or beside if not t.recap]
    return [*own, *governed, *sorted(dated or inside, key=lambda t: (t.kind != "point", abs(t.first - index)))]


def _says_since(time: TimeExpression, reading: Reading) -> bool:
    """Does a time only say when that began since which something is told ("seit Ausbruch der Kämpfe | am 12. Juli")?"""
    end = time.first
    for phrase in reversed([p for p in reading.phrases if p.last < time.first]):
        if phrase.last != end - 1 or phrase.cases.isdisjoint({"gen", "dat"}):
            return False
        if phrase.preposition is not None:
            return phrase.preposition in reading.grammar.lasting_words
        end = phrase.first
    return False


def _of_other_noun(time: TimeExpression, reading: Reading, clause: Clause, index: int) -> bool:
    """Does a time belong to another noun ("Tuesday's statement", "one of the October 7 | planners") than the word at
    `index`, and to none that its clause tells more of ("at Tuesday's conference, | where they gave ...")? That of a
    deed dates verbs, too, but no other deed ("Tuesday's raid is the latest in a row of | attacks").
    """
    if _dates_deed(time, reading, index) or _dates_thing(time, reading, index):
        return True
    phrase, marks = reading.phrase_at(time.last), reading.grammar.possessive_suffixes
    owns = any(w.lower in marks for w in reading.words[time.last : time.last + 2])
    if phrase is None or not (owns or _describes(time, phrase, reading)) or phrase.covers(index, index):
        return False
    if clause.role == "relative" and 0 < clause.first - phrase.last <= 2:
        return False
    if all(t.index != phrase.head for t in find_triggers(reading, AttackWord)):
        return True
    noun = reading.phrase_at(index)
    return not noun.joined if noun is not None and noun.head == index else _of_somebody(phrase, reading)


def _of_somebody(phrase: Phrase, reading: Reading) -> bool:
    """Does a phrase only tell whose part in a deed somebody had ("killed a planner | of the May 7 attacks")?"""
    owner = next((p for p in reading.phrases if p.last == phrase.first - _NAMED), None)
    if owner is None or owner.preposition or phrase.preposition not in reading.grammar.genitive_prepositions:
        return False
    return all(not owner.covers(t.index, t.last) for t in find_triggers(reading, AttackWord, Casualty))


def _describes(time: TimeExpression, phrase: Phrase, reading: Reading) -> bool:
    """Does it stand before its noun, which no preposition of time governs ("the October 7 | attackers")?"""
    bare = phrase.preposition in {None, *reading.grammar.genitive_prepositions}
    inside = bare and phrase.first <= time.first and time.last < phrase.head
    return inside and (time.names_day or time.recap) and reading.grammar.word_order == "subject_verb"


def _dates_deed(time: TimeExpression, reading: Reading, index: int) -> bool:
    """Does a time belong to the noun of another deed right before it ("the raids answer | an attack of 22 April",
    "follow | on a raid on Monday"), for the one that a noun tells?
    """
    first = reading.words[time.first]
    owning = reading.grammar.genitive_prepositions | reading.grammar.origin_prepositions
    lemma = first.preposition.lemma if first.preposition else first.lower
    deeds = [t for t in find_triggers(reading, AttackWord) if not t.verbal]
    if all(t.index != index for t in deeds):
        return False
    others = [reading.phrase_at(t.index) for t in deeds if t.last == time.first - 1 and t.index != index]
    return any(
        lemma in owning or (p.preposition is not None and _opens_anew(p, reading))
        for p in others
        if p is not None and not p.covers(index, index)
    )


def _dates_thing(time: TimeExpression, reading: Reading, index: int) -> bool:
    """Does a time belong to a thing right before it, which is no deed ("das Foto | vom 8. Juni zeigt den Angriff")?"""
    words, ends = reading.words, {p.last: p for p in reading.phrases}
    first = time.first - (time.first > 0 and words[time.first].preposition is None)
    held, preposition = ends.get(first - 1), words[first].preposition
    if held is None or preposition is None or not reading.grammar.nouns_are_capitalised:
        return False
    if preposition.lemma not in reading.grammar.genitive_prepositions or held.preposition or held.first - 1 in ends:
        return False
    deeds = find_triggers(reading, AttackWord, Casualty, Damage)
    return not (held.covers(index, index) or any(held.covers(t.index, t.last) for t in deeds))


def _opens_anew(phrase: Phrase, reading: Reading) -> bool:
    return reading.words[phrase.first].lower in reading.grammar.indefinite_articles


def _of_its_object(clause: Clause, reading: Reading) -> bool:
    """Does a relative clause tell what somebody else did to what it describes ("left Goma, | which M23 held")?"""
    opener, subject = clause.relative, reading.own_subject(clause)
    if opener is None or subject is None or opener.subordinator or reading.grammar.word_order != "subject_verb":
        return False
    return not subject.covers(opener.index, opener.index)


def _of_other_side(other: Clause, clause: Clause, reading: Reading) -> bool:
    """Does a clause tell what another side did before or after ("Israel struck Beirut | after Hezbollah fired ...",
    "after | a similar raid killed two"), or only since when the rest holds ("has grown | since they attacked")? A group
    of a country is another side than its state.
    """
    if other.opener is None or other.opener.lower not in reading.grammar.sequence_words:
        return False
    subjects = [reading.subject(c) for c in (clause, other)]
    if other.opener.lower in reading.grammar.lasting_words or (subjects[1] and names_another(subjects[1], reading)):
        return True
    actors = [[a for m in reading.actors_of(p) for a in m.actors] if p is not None else [] for p in subjects]
    sides = [{(side(a), a.kind == "armed_group") for a in told} for told in actors]
    return not clause.passive and all(sides) and not sides[0] & sides[1]


def _of_given(time: TimeExpression, reading: Reading, clause: Clause, index: int) -> bool:
    """Does a time only date what is given for the word at `index`, in its phrase or behind it ("halts funding over its
    Oct 7 raid", "following the raid in Sumy on Sunday, it ...")?
    """
    end = time.first - 1
    deeds = [t.index for t in find_triggers(reading, AttackWord)]  # not "nach eigenen Angaben am Samstag"
    for phrase in reversed(reading.phrases):
        behind = phrase.last <= end <= phrase.last + 1 and not reading.names_time(phrase)
        if not (behind or phrase.covers(time.first, time.last)) or phrase.preposition is None:
            continue
        if phrase.preposition in reading.grammar.given_words:
            owned = phrase.last < end and reading.words[end].lower in reading.grammar.possessive_suffixes
            held = reading.phrase_at(time.last) if owned else phrase  # "following Hamas' | October 7 attack"
            inside = held is not None and time.last < held.head and not held.covers(index, index)
            of_it = reading.words[max(time.first - 1, 0)].lower in reading.grammar.genitive_prepositions
            answered = phrase.preposition in reading.grammar.answering_words or of_it or names_another(phrase, reading)
            opens = time.last < index and clause.role != "relative" and not reading.places_of(phrase)
            told = behind and any(phrase.covers(k, k) for k in deeds)
            return inside or (told and (opens or (answered and index < phrase.first)))
        end = phrase.first - 2
    return False


def names_another(phrase: Phrase, reading: Reading) -> bool:
    """Does a phrase name another deed of its kind ("after | a similar raid")?"""
    return any(w.lower in reading.grammar.parting_words for w in reading.words[phrase.first : phrase.head])


def recalls(reading: Reading, clause: Clause) -> bool:
    """Does a sentence begin with how lately something was, which other things were not ("Erst am Freitag | hatten
    Kämpfer ...", "Only last week, ...")?
    """
    second, grammar = reading.sentence.body_first + 1, reading.grammar
    if len(reading.words) <= second or reading.words[second - 1].lower not in grammar.recalling_words:
        return False
    earlier = clause.tense == "pluperfect" or grammar.word_order == "subject_verb"
    dated = reading.words[second].lower in grammar.additive_adverbs
    return earlier and (dated or any(second <= t.first <= second + 1 for t in reading.times))


def _as_told(time: TimeExpression, reading: Reading) -> TimeExpression:
    """A night without a day is the one before that on which it is told ("bombed overnight, he said on Wednesday")."""
    if time.meaning.rule.means != "night":
        return time
    said = [t.clause for t in find_triggers(reading, SpeechWord) if t.verbal]
    days = [t for t in reading.times if t.names_day and t != time and any(c.holds(t.first) for c in said)]
    return replace(time, anchor=days[0]) if days and not any(c.holds(time.first) for c in said) else time


def governs(time: TimeExpression, reading: Reading, clause: Clause, index: int) -> bool:
    """Does the word stand in the clause or the phrase that `time` opens ("two days after the vote")?"""
    phrase = reading.phrase_at(index)
    last = reading.words[time.last]
    opens = last.subordinator and not last.preposition and time.first == clause.first  # "Tage nachdem sie wählten"
    begins = (time.last if opens else clause.first, phrase.first if phrase else index)
    return time.governs and any(time.last <= first <= time.last + 1 for first in begins)


def closer(known: When | None, new: When | None) -> When | None:
    """What is known of a time, or the closer one that lies in its weeks or months."""
    if known is None or new is None:
        return known or new
    return new if known.precision in _WIDE and new.precision not in _WIDE and overlap(known, new) else known


def _is_night(when: When) -> bool:
    """Is it one night, which has two dates?"""
    return when.precision == "part_of_day" and day_of(when.end) - day_of(when.start) == timedelta(1)


def overlap(a: When | None, b: When | None) -> bool:
    """Can both be the same time? An open time fits every other; two nights that share a date are two, unless the same
    words tell both ("overnight").
    """
    if a is None or b is None:
        return True
    if a.start != b.start and a.text != b.text and _is_night(a) and _is_night(b):
        return False
    return day_of(a.start) <= day_of(b.end) and day_of(b.start) <= day_of(a.end)
