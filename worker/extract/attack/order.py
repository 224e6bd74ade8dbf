"""What a strike is told in relation to: what it answers, follows, precedes or only dates."""

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from schemas import When
from worker.extract.analysis import Analysis, Reading
from worker.extract.attack.sequence import behind_sequence_word, end_of
from worker.extract.attack.strike import Strike
from worker.extract.dating import first_known, governs, happened, recalls
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments, reduced
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.grammar.words import is_finite
from worker.extract.memory import once
from worker.extract.values.expressions import day_of
from worker.languages.pack import AttackWord, Casualty, Damage, HitWord, LightVerb, TalksWord

_OPENING = 4  # words of a sentence among which one for another deed stands
_INSERTED = 12  # words among which it stands between commas ("in Goma, | meanwhile, | ...")


def answered(trigger: Trigger[AttackWord]) -> bool:
    """Is it what another word answers ("revenge for the strike"), hence done whatever becomes of the answer?"""
    if trigger.verbal:
        told = _antecedent(trigger)
        return _given(trigger) or (told is not None and _comes_first(told, trigger.reading))
    return behind_sequence_word(trigger.reading, trigger.index) or _given(trigger) or answer(trigger) is not None


def answer(trigger: Trigger[AttackWord]) -> Trigger[Any] | None:
    """The word that answers it ("responded to the strike")."""
    for word, places in _answering(trigger.reading):
        phrases = (a.phrase for place in places for a in arguments(word, place) if a.phrase is not None)
        if any(p.first <= trigger.index <= p.last or _how_they_died(trigger, p) for p in phrases):
            return word
    return None


@once
def _answering(reading: Reading) -> list[tuple[Trigger[Any], list[str]]]:
    """The words of a sentence that have a role for what they answer, and its places in their frames."""
    words: tuple[Trigger[Any], ...] = find_triggers(reading, AttackWord, LightVerb)
    roles = ((word, [rule.partition("=") for rule in word.entry.roles]) for word in words)
    found = [(word, [place for place, _, role in rules if role == "cause"]) for word, rules in roles]
    return [(word, places) for word, places in found if places]


def _how_they_died(trigger: Trigger[AttackWord], phrase: Phrase) -> bool:
    """Does it tell in what those died whose death `phrase` names ("for the death of two generals | in a raid")?"""
    reading = trigger.reading
    inside = reading.phrase_at(trigger.index)
    if inside is None or inside.preposition not in reading.grammar.locatives or trigger.verbal:
        return False
    deaths = any(t.index == phrase.head for t in find_triggers(reading, Casualty))
    return deaths and phrase.last < trigger.index < end_of(phrase, reading)


def is_answered(reading: Reading, index: int, word: int) -> bool:
    """Does what stands at `index` belong to what a strike told at `word` answers ("in revenge for the | death")?"""
    held = reading.phrase_at(index)
    return held is not None and held.preposition in reading.grammar.answering_words and not held.covers(word, word)


def is_given(reading: Reading, index: int) -> bool:
    """Does a noun stand behind a word for what has happened ("amid strikes", "amid renewed Syrian fire")?"""
    phrase, given = reading.phrase_at(index), reading.grammar.given_words
    if phrase is None or phrase.preposition is not None:
        return phrase is not None and phrase.preposition in given
    described = phrase.first > 1 and reading.words[phrase.first - 1].participle
    return described and reading.words[phrase.first - 2].lower in given


def only_convenes(trigger: Trigger[AttackWord]) -> bool:
    """Does a noun only say upon what some met, hence not where ("wegen des | Angriffs | tagte der Rat in Berlin")?"""
    reading = trigger.reading
    if trigger.verbal or not is_given(reading, trigger.index):
        return False
    struck = {t.index for t in find_triggers(reading, AttackWord, Damage) if t.verbal}
    met = (t for t in find_triggers(reading, TalksWord) if t.verbal and t.clause is trigger.clause)
    return any(t.entry.sense == "meet" and (t.form.reflexive or t.index not in struck) for t in met)


def stands_apart(reading: Reading, index: int, deed: Strike) -> bool:
    """Does a noun tell what came before or after a deed, or amid what somebody did it?"""
    around = _surrounds(reading, index) and not deed.attackers
    return behind_sequence_word(reading, index) or (is_given(reading, index) and not around)


def _surrounds(reading: Reading, index: int) -> bool:
    phrase = reading.phrase_at(index)
    return phrase is not None and phrase.preposition in reading.grammar.surrounding_words


def only_around(index: int, told: Mapping[int, Strike], reading: Reading) -> bool:
    """Does a noun only tell amid what somebody did another deed ("killed by rebels | amid clashes")?"""
    return _surrounds(reading, index) and any(s.attackers for s in told.values() if s is not told[index])


def _given(trigger: Trigger[AttackWord]) -> bool:
    """Does it stand behind a word for what has happened ("amid strikes on", "amid the army launching a raid")?"""
    reading, index = trigger.reading, trigger.index
    phrase = reading.phrase_at(index)
    if not trigger.verbal:
        if phrase is None or is_given(reading, index):
            return phrase is not None
        index = phrase.first - 1  # of what a gerund has behind it
    subject = next((p for p in reading.phrases if p.last == index - 1), None)
    gerund = index > 0 and any(f.tag == "ger" for f in reading.words[index].verbs)
    return gerund and subject is not None and subject.preposition in reading.grammar.given_words


def out_of_sequence(trigger: Trigger[AttackWord]) -> bool:
    """Is it told as what came before or after the rest of its sentence, without a time of its own?

    A noun ("Nach dem Beschuss hat Moskau am Montag ...") or a clause ("..., weeks after Kyiv attacked").
    """
    clause, reading, before = trigger.clause, trigger.reading, trigger.reading.grammar.sequence_words
    if any(governs(t, reading, clause, trigger.index) for t in reading.times):
        return False
    times = [t for t in reading.times if not t.governs]
    if clause.opener and clause.opener.lower in before and not any(clause.holds(t.first) for t in times):
        return True
    phrase = _antecedent(trigger) if trigger.verbal else reading.phrase_at(trigger.index)
    if phrase is None:
        return False
    own = any(phrase.first <= t.last and t.first <= end_of(phrase, reading) for t in times)
    own = own or (trigger.verbal and any(clause.holds(t.first) for t in times))
    return _comes_first(phrase, reading) and not own


def _comes_first(phrase: Phrase, reading: Reading) -> bool:
    """Is it what something answers or follows ("in revenge for raids", "after raids")?"""
    return phrase.preposition in reading.grammar.answering_words or behind_sequence_word(reading, phrase.head)


def _antecedent(trigger: Trigger[AttackWord]) -> Phrase | None:
    """The noun of violence that a relative clause tells more of ("in revenge for raids | that killed ...")."""
    reading, clause = trigger.reading, trigger.clause
    meant = reading.subject(clause) if clause.relative is not None else None
    nouns = {t.index for t in find_triggers(reading, AttackWord) if not t.verbal}
    return meant if meant is not None and meant.head in nouns else None


def told_aside(trigger: Trigger[AttackWord], given: bool) -> bool:
    """Does its clause tell of something else that has a day of its own ("on Sunday mourned | those killed in a raid"),
    or of its end?
    `given`: it is told of as known.
    """
    reading, clause = trigger.reading, trigger.clause
    if any(light.clause is clause and ends(light, trigger) for light in find_triggers(reading, LightVerb)):
        return True
    if clause.finite is None or any(clause.holds(t.first) and t.first > trigger.index for t in reading.times):
        return False
    kinds = (AttackWord, LightVerb, Casualty, Damage)
    told: tuple[Trigger[Any], ...] = find_triggers(reading, *kinds)
    verbs = [t for t in told if t.verbal and t.clause is clause]
    if any(not reduced(t) for t in verbs):
        return False
    phrase = reading.phrase_at(trigger.index)
    if phrase is not None and any(phrase.covers(t.first, t.last) for t in reading.times):
        return False  # "the toll of Monday's raids"
    return bool(verbs) or (given and phrase is not None and phrase.preposition is not None)


def ends(light: Trigger[LightVerb], trigger: Trigger[AttackWord]) -> bool:
    """Does somebody only end what others do: at home, or what was not known before ("ended a raid on a hotel")?"""
    reading = trigger.reading
    phrase = reading.phrase_at(trigger.index)
    if not light.entry.ends or phrase is None or phrase.head != trigger.last:
        return False
    subject = reading.subject(light.clause)
    lands = {m.actor.country for m in reading.actors_of(subject)} if subject is not None else set()
    new = reading.words[phrase.first].lower in reading.grammar.indefinite_articles
    return new or any(p.place.country in lands for p in reading.places)


def only_since(trigger: Trigger[AttackWord]) -> bool:
    """Is it told only to say since when the rest holds, on no day of its own ("killed | since Russia invaded")?"""
    clause, reading = trigger.clause, trigger.reading
    if not trigger.verbal or clause.opener is None or clause.opener.lower not in reading.grammar.lasting_words:
        return False
    return not any(clause.holds(t.first) for t in reading.times)


def goes_on(trigger: Trigger[AttackWord]) -> bool:
    """Does a relative clause only tell what goes on there ("soldiers who are fighting in Goma"), on no day of its own
    ("where rebels began an offensive | last week"), or what somebody does time and again ("in recent weeks")?
    """
    if trigger.clause.role != "relative":
        return False
    kinds = {t.kind for t in trigger.reading.times if trigger.clause.holds(t.first)}
    fights = trigger.clause.tense == "present" and any(
        r.endswith(("=opponents", "=opponent")) for r in trigger.entry.roles
    )
    return "point" not in kinds and (trigger.entry.extent == "ongoing" or fights or "recap" in kinds)


def happens_again(trigger: Trigger[AttackWord]) -> bool:
    """Does a verb in the present tell what happens time and again ("the missiles | breach | our airspace"), and not the
    opening of a text or a headline what is news?
    """
    finite, sentence = trigger.clause.finite, trigger.reading.sentence
    tags = {f.tag for f in trigger.reading.words[trigger.index].verbs}
    simple = finite is not None and finite.index == trigger.index and "pres" in tags and "past" not in tags
    return trigger.verbal and simple and sentence.role == "body" and trigger.reading.index > 0


def told_apart(trigger: Trigger[AttackWord]) -> bool:
    """Is it told only to say when the rest was, which is another deed ("it came | hours after Kyiv struck ...", "since
    Hamas attacked in 2023")?
    """
    clause, reading = trigger.clause, trigger.reading
    if not trigger.verbal or clause.opener is None:
        return False
    if clause.opener.lower in reading.grammar.preceding_words | reading.grammar.lasting_words:
        return True
    return any(governs(t, reading, clause, trigger.index) for t in reading.times)


def brought(trigger: Trigger[AttackWord], deed: Strike, other: Strike) -> bool:
    """Does a clause behind tell how somebody was hurt, where nothing else does ("killed | when a rocket hit X")?"""
    clause = trigger.reading.clauses[other.clause]
    opens = clause.opener is not None and clause.opener.lower in trigger.reading.grammar.causing_words
    days = {(s.when.start, s.when.end) for s in (deed, other) if s.when}
    told = deed.attackers or deed.arms or len(days) > 1 or (deed.spots() and not deed.spots() & other.spots())
    by_somebody = other.arms or other.attackers
    return opens and clause.parent == deed.clause and not (told or other.apart) and bool(by_somebody)


def relates(trigger: Trigger[AttackWord], index: int, told: Collection[int]) -> bool:
    """Does a relative clause tell what the noun at `index` did ("a strike | that killed him", "| in which he was
    killed")?
    """
    opener, reading = trigger.clause.relative, trigger.reading
    if opener is None or not index < opener.index < trigger.index:
        return False
    inside = reading.words[opener.index - 1].preposition is not None
    if trigger.clause.passive and not inside:
        return False
    between = reading.words[index + 1 : opener.index]
    subject = reading.subject(trigger.clause)
    apart = any(is_finite(w) or w.coordinator or w.index in told for w in between)
    return not apart and not reading.words[index].verbs and subject is not None and subject.last < trigger.index


def dates_another(trigger: Trigger[AttackWord]) -> bool:
    """Does a noun only tell when another deed of its clause was ("fired rockets a day after the attack")?"""
    reading, clause, word = trigger.reading, trigger.clause, trigger.index
    if trigger.verbal:
        return False
    timed = behind_sequence_word(reading, word) or any(governs(t, reading, clause, word) for t in reading.times)
    return timed and any(t.verbal and clause.holds(t.index) for t in find_triggers(reading, AttackWord))


def of_another(trigger: Trigger[AttackWord], index: int) -> bool:
    """Does what stands at `index` belong to another deed: what it answers or with which it was answered, or one that
    only dates it ("fired rockets a day after the | drone attack")?
    """
    reading, answering = trigger.reading, trigger.reading.grammar.answering_words
    inside, held = reading.phrase_at(trigger.index), reading.phrase_at(index)
    if inside is not None and dates_another(trigger) and index not in range(inside.first, end_of(inside, reading)):
        return True
    dating = (reading.phrase_at(t.index) for t in find_triggers(reading, AttackWord) if dates_another(t))
    if held is not None and held != inside and (held.preposition in answering or held in dating):
        return True
    answers = inside is not None and inside.preposition in answering
    cause = inside if answers or answer(trigger) else None
    return cause is not None and not cause.covers(index, index)


def told_as_another(trigger: Trigger[AttackWord]) -> bool:
    """Does its sentence begin with a word for another deed ("In a separate attack, ...", not "Another girl died")?"""
    reading, people = trigger.reading, trigger.reading.pack.quantities
    if recalls(reading, trigger.clause):
        return True
    words = list(reading.words[:_OPENING])
    words += [w for w, comma in pairwise(reading.words[:_INSERTED]) if w.behind_comma and comma.token.text == ","]
    words = [w for w in words if w.lower in reading.grammar.parting_words]
    heads = [p.head if (p := reading.phrase_at(w.index)) else w.index for w in words]
    told = [reading.words[k].lower for k in heads]
    return any(not (word in people.persons or people.is_people(word)) for word in told)


def is_another(trigger: Trigger[AttackWord]) -> bool:
    """Does a noun go by such a word itself ("after | a similar attack")?"""
    phrase, words = trigger.reading.phrase_at(trigger.index), trigger.reading.grammar.parting_words
    before = trigger.reading.words[phrase.first : trigger.index] if phrase is not None and not trigger.verbal else ()
    return any(w.lower in words for w in before)


def is_known(trigger: Trigger[AttackWord]) -> bool:
    """Is a noun told of as known ("the raid", "beim Angriff", "Saturday's raid")?"""
    reading, phrase = trigger.reading, None if trigger.verbal else trigger.reading.phrase_at(trigger.index)
    if phrase is None:
        return False
    first = reading.words[phrase.first]
    if first.lower in reading.pack.actors.definite:
        return True
    before = reading.words[phrase.first - 1] if phrase.first else first
    contracted = before.preposition is not None and before.preposition.lemma != before.preposition.form
    contracted = contracted and reading.grammar.nouns_are_capitalised
    dated = any(t.first == phrase.first for t in reading.times)
    marks = reading.grammar.possessive_suffixes
    return contracted or (dated and any(w.lower in marks for w in reading.words[phrase.first : phrase.head]))


def named_in(trigger: Trigger[AttackWord]) -> frozenset[str]:
    """The words for things that tell which deed a noun means ("the attack on the bus", "the market bombing")."""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if phrase is None or trigger.verbal:
        return frozenset()
    end = end_of(phrase, reading)
    return frozenset(t.entry.lemma.casefold() for t in find_triggers(reading, HitWord) if phrase.first <= t.index < end)


def only_precedes(strike: Strike, reading: Reading) -> bool:
    """Is it what the rest followed or answers ("hours after strikes on Kyiv, ...", "in response to the raid, ...")?"""
    if min(strike.sentences) != reading.index:
        return False
    word, clause = strike.index, reading.clauses[strike.clause]
    phrase = reading.phrase_at(word)
    answers = phrase is not None and phrase.preposition in reading.grammar.answering_words
    return (
        answers or behind_sequence_word(reading, word) or any(governs(t, reading, clause, word) for t in reading.times)
    )


def told_inside(trigger: Trigger[AttackWord], analysis: Analysis) -> When | None:
    """When that happened which an attribute tells, by the times in it."""
    phrase = trigger.reading.phrase_at(trigger.index)
    inside = (t for t in trigger.reading.times if phrase and phrase.first <= t.first and t.last < trigger.index)
    return first_known(inside, trigger.clause, analysis.published, done=True)


def is_over(trigger: Trigger[AttackWord], analysis: Analysis) -> bool:
    """Has a noun a day of its own that is past, whatever its verb says ("planned | the 7 October attacks")?"""
    phrase = None if trigger.verbal else trigger.reading.phrase_at(trigger.index)
    inside = (t for t in trigger.reading.times if phrase and phrase.first <= t.last and t.first <= trigger.index)
    when = first_known(inside, trigger.clause, analysis.published, done=True)
    return when is not None and day_of(when.end) < analysis.published.date()


def told_behind(trigger: Trigger[AttackWord], analysis: Analysis) -> When | None:
    """When a noun's relative clause says that it happened ("the raid, | which took place on Sunday, | killed ..."), or
    what happened in it ("der Anschlag, | bei dem im Mai 26 Menschen starben").
    """
    reading = trigger.reading
    for light in find_triggers(reading, LightVerb) if not trigger.verbal else ():
        meant = reading.subject(light.clause) if light.entry.makes and light.clause.role == "relative" else None
        of_it = (a.phrase for rule in trigger.entry.roles for a in arguments(trigger, rule.partition("=")[0]))
        if meant is not None and (meant.covers(trigger.index, trigger.last) or meant in of_it):
            return happened(reading, light.clause, light.index, analysis.published)
    for clause in reading.clauses if not trigger.verbal else ():
        inside = clause.words[0].preposition is not None and clause.words[0].lower in reading.grammar.locatives
        if inside and _describes(clause, trigger) and any(clause.holds(t.first) for t in reading.times):
            return happened(reading, clause, clause.last, analysis.published)
    return None


def _describes(clause: Clause, trigger: Trigger[AttackWord]) -> bool:
    """Does a relative clause stand behind a noun, with nothing between but what belongs to that?"""
    reading, opener, own = trigger.reading, clause.relative, trigger.reading.phrase_at(trigger.index)
    if opener is None or own is None or own.last >= opener.index:
        return False
    between = [p for p in reading.phrases if own.last < p.first < opener.index]
    verbs = any(is_finite(w) for w in reading.words[own.last + 1 : opener.index])
    return not verbs and all(p.preposition or p.cases == {"gen"} for p in between)


def tells_more(light: Trigger[LightVerb], trigger: Trigger[AttackWord]) -> bool:
    """Is the noun what a relative clause with the verb says who did ("der Angriff, | den die Armee verübte")?"""
    opener = light.clause.relative
    if opener is None or "object=attack" not in light.entry.roles or not _describes(light.clause, trigger):
        return False
    subject = light.reading.own_subject(light.clause)
    return light.clause.passive or (subject is not None and not subject.covers(opener.index, opener.index))
