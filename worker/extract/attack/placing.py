"""Sentences and labels that only tell when or where something happened ("The strike was in Odesa", "Mali: ...")."""

from collections.abc import Sequence

from worker.extract.analysis import Reading
from worker.extract.grammar.phrases import group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.memory import once
from worker.extract.mentions import PlaceMention
from worker.languages.pack import AttackWord, Casualty, Damage, HitWord, LightVerb, SpeechWord

_BESIDE = 2  # words from a phrase to the one behind its preposition
_LABEL = 4  # words of a label before its place


@once
def placings(reading: Reading) -> tuple[Trigger[LightVerb], ...]:
    """Verbs for happening whose subject only stands for what was told before ("It happened", "The incident took
    place", "The strike was carried out").
    """
    return tuple(t for t in find_triggers(reading, LightVerb) if _happens(t) and _recalls(t))


def only_places(trigger: Trigger[AttackWord]) -> bool:
    """Is all that is told of a noun that it happened, or was done?"""
    subject = trigger.reading.subject(trigger.clause)
    if trigger.verbal or subject is None or not subject.covers(trigger.index, trigger.last):
        return False
    return any(t.clause is trigger.clause for t in placings(trigger.reading))


def _happens(verb: Trigger[LightVerb]) -> bool:
    told = "object=attack" if verb.clause.passive else "subject=attack"
    return verb.entry.makes and told in verb.entry.roles and not verb.clause.negated


def _recalls(verb: Trigger[LightVerb]) -> bool:
    reading, subject = verb.reading, verb.reading.subject(verb.clause)
    if subject is None or subject.pronoun:
        return True
    deeds = any(subject.covers(t.index, t.last) and not t.verbal for t in find_triggers(reading, AttackWord))
    known = reading.words[subject.first].lower in reading.pack.actors.definite
    return known and (deeds or reading.words[subject.head].lower in reading.grammar.deed_nouns)


def labels(reading: Reading) -> list[PlaceMention]:
    """The place that a headline begins with before a colon, or that its label is about ("Mali: Army kills 20
    civilians", "Terror in Moskau: 130 Tote bei Anschlag").
    """
    if reading.sentence.role == "body":
        return []
    ended = [m for m in reading.places if reading.before_colon(m.last) and (m.first == 0 or _names_scene(m, reading))]
    return ended or [m for m in reading.places if m.first == 0 and _names_war(m, reading)]


def _names_war(place: PlaceMention, reading: Reading) -> bool:
    """Is a label the name of a war ("Gaza | war: Israeli strike kills 12")?"""
    words = (t for t in find_triggers(reading, AttackWord) if t.index == place.last + 1 and not t.verbal)
    return any(t.entry.extent == "background" and reading.before_colon(t.last) for t in words)


def _names_scene(place: PlaceMention, reading: Reading) -> bool:
    """Does a label say no more than what there is at a place ("Krieg im Sudan"), and nothing of who is there?"""
    before = reading.words[: place.first]
    before = before[:-1] if before and before[-1].determiner else before
    if not 1 < len(before) <= _LABEL or before[-1].lower not in reading.grammar.locatives:
        return False
    return not any(m.first < place.first for m in reading.actors) and before[0].preposition is None


def where_brought_about(trigger: Trigger[AttackWord]) -> list[PlaceMention]:
    """Where somebody was who brought it about that he did what an infinitive tells ("In Kabul gelang es ihm, sich | in
    die Luft zu sprengen"), and not where somebody spoke of it.
    """
    reading, clause = trigger.reading, trigger.clause
    if clause.role != "infinitive" or clause.parent is None:
        return []
    above = reading.clauses[clause.parent]
    if any(above.holds(t.index) for t in find_triggers(reading, SpeechWord)):
        return []
    held = ((m, reading.phrase_at(m.first)) for m in reading.places if above.holds(m.first) and m.first < clause.first)
    return [m for m, phrase in held if phrase is not None and phrase.preposition in reading.grammar.locatives]


def lands_in_row(places: Sequence[PlaceMention], reading: Reading) -> frozenset[str]:
    """The countries that lie side by side in a phrase that tells where it was ("in Mali und im Niger")."""
    found: set[str] = set()
    for place in places:
        phrase = reading.phrase_at(place.first) if place.sentence == reading.index else None
        if phrase is None or phrase.preposition not in reading.grammar.locatives:
            continue
        row = [m for m in places if any(p.covers(m.first, m.last) for p in group(reading.phrases, phrase))]
        lands = {m.place.country for m in row if m.sentence == reading.index and m.place.country}
        found |= lands if len(lands) > 1 else set()
    return frozenset(found)


def takes_in(place: PlaceMention, reading: Reading) -> bool:
    """Is it a clinic to which those who were hurt elsewhere came ("the wounded were taken to | Nasser Hospital")?"""
    phrase = reading.phrase_at(place.first)
    if phrase is None or phrase.preposition not in reading.grammar.recipient_prepositions:
        return False
    named = (t for t in find_triggers(reading, HitWord) if phrase.covers(t.index, t.last))
    clinic = any(t.entry.hit_kind == "health" for t in named)
    damaged = any(not t.verbal and t.last == phrase.first - _BESIDE for t in find_triggers(reading, Damage))
    return clinic and not damaged and bool(find_triggers(reading, Casualty))


def is_home(place: PlaceMention, reading: Reading) -> bool:
    """Does a place only say where people are from ("peacekeepers | from Bangladesh", "drei Lehrer | aus Goma"), or
    beside another town a town where somebody is from or in office ("killed the mayor | of Sumy in Odesa")?
    """
    phrase, grammar, people = reading.phrase_at(place.first), reading.grammar, reading.pack.quantities
    if phrase is None or phrase.preposition not in grammar.origin_prepositions | grammar.genitive_prepositions:
        return False
    before = next((p for p in reading.phrases if p.last == phrase.first - _BESIDE), None)
    if before is None:
        return False
    whom = reading.words[before.head].lower
    if phrase.preposition in grammar.origin_prepositions and (place.form == "country" or grammar.nouns_are_capitalised):
        one = any(q.first <= before.head <= q.last for q in reading.quantities)  # "two sailors and | one | from Kenya"
        if one or whom in people.persons | people.people:
            return True
    towns = (p.place for p in reading.places if p.place.kind == "city" and p.place.name != place.place.name)
    return place.place.kind == "city" and whom in people.persons and any(towns)
