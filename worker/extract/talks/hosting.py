"""Who only makes room for those who meet: the body whose event it is, the host whose city a guest comes to."""

from collections.abc import Sequence

from worker.extract.draft import actor_of_country
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.talks.around import company, governed, has_company, is_talks, sees_person
from worker.extract.talks.table import Table
from worker.languages.names import load_names
from worker.languages.pack import TalksWord


def keep_apart(table: Table, trigger: Trigger[TalksWord]) -> None:
    """Whose event it is where a preposition only says at what the sides meet ("at the G20 summit", not "with NATO")."""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if phrase is None or trigger.entry.sense != "event":
        return
    marks, words = reading.grammar.possessive_suffixes, reading.words
    ends = phrase.first - 2 if phrase.first and words[phrase.first - 1].lower in marks else None
    owner = next((p for p in reading.phrases if p.last == ends), None)  # "at the G20 ministers' | meeting"
    if phrase.preposition is None and (owner is None or owner.preposition is None):
        return
    beside, held = company(trigger), reading.actors_of(owner) if owner is not None else ()
    owning = [m for m in (*held, *reading.actors_of(phrase), *reading.owners_of(phrase)) if m not in beside]
    nameless = [m for m in owning if m.form == "generic" and m.actor.kind == "organization"]  # "of the committee"
    table.bodies = [m for m in table.participants if m in owning and (m.actor.country is None or m in nameless)]
    table.participants = [m for m in table.participants if m not in table.bodies]


def has_come(trigger: Trigger[TalksWord]) -> bool:
    """Tells a headline without a verb for what somebody is there ("Kagame in Luanda for talks")?"""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if reading.sentence.role == "body" or trigger.clause.finite is not None or phrase is None:
        return False
    aim = phrase.preposition is not None and trigger.entry.sense == "event"
    return aim and not governed(trigger) and not has_company(trigger)


def to_confer(trigger: Trigger[TalksWord]) -> bool:
    """Does a noun for talks say for what somebody travels, without a visit to anybody there?"""
    words = (t for t in find_triggers(trigger.reading, TalksWord) if not t.verbal and t.clause is trigger.clause)
    return trigger.entry.sense == "travel" and any(t.entry.sense == "event" for t in words)


def receive(table: Table, *, others: bool) -> None:
    """A guest who comes to a foreign city sees the people of that country: adds it as the host; unless he comes to
    confer where `others` meet too."""
    guests, names = table.sides(), load_names()
    for place in table.places:
        host = actor_of_country(place.place)
        land = names.countries.get(host.country or "") if host else None
        if host and host.country not in guests and not (others and land and land.hosts):
            table.hosts.append(
                ActorMention(place.sentence, place.first, place.last, place.last, host, "country", inferred=True)
            )
            return


def takes_thing(trigger: Trigger[TalksWord]) -> bool:
    """Is what somebody receives a thing, and nobody who comes ("received | a copy"), or welcomes one of somebody's
    ("welcomed | Erdogan's decision")?
    """
    found = arguments(trigger, "object") if trigger.verbal and trigger.entry.sense in ("host", "meet") else ()
    phrases = [a.phrase for a in found if a.phrase is not None and not a.phrase.pronoun]
    praises = trigger.entry.sense == "host" and trigger.entry.strength == "weak"
    told = (m for a in found for m in a.actors)
    if any(not praises or any(m.first <= p.head <= m.last for p in phrases) for m in told) or not phrases:
        return False
    if trigger.entry.sense == "meet":  # "pledged to meet | 2.5% | by 2030"
        return all(trigger.reading.words[p.head].token.text[:1].isdigit() for p in phrases)
    words = find_triggers(trigger.reading, TalksWord)
    return not any(p.covers(t.index, t.index) for p in phrases for t in words)


def greets(trigger: Trigger[TalksWord], hosts: Sequence[ActorMention]) -> bool:
    """Does a person receive people who come to him, and not to talks of others ("received Fidan and Vucic")?"""
    if not trigger.verbal or trigger.entry.sense != "host" or any(m.actor.kind != "person" for m in hosts):
        return False
    words = (t for t in find_triggers(trigger.reading, TalksWord) if t.clause is trigger.clause)
    return sees_person(trigger) and not any(not t.verbal and t.entry.sense in ("event", "mediation") for t in words)


def hosts_talks(trigger: Trigger[TalksWord]) -> bool:
    """Is what somebody hosts talks ("richtet einen Gipfel aus")?"""
    hosted = (a.phrase for a in arguments(trigger, "object") if trigger.verbal)
    return any(p is not None and is_talks(p, trigger.reading) for p in hosted)


def habitual(trigger: Trigger[TalksWord]) -> bool:
    """Does a verb in the simple present tell whom somebody always has with him ("Qatar hosts leaders of Hamas")?"""
    reading, clause = trigger.reading, trigger.clause
    simple = trigger.verbal and clause.finite is not None and clause.finite.index == trigger.index
    running = reading.sentence.role != "body" or any(clause.holds(t.first) for t in reading.times)
    english = reading.grammar.word_order == "subject_verb"  # others tell in it what goes on
    return trigger.entry.sense == "host" and english and simple and clause.tense == "present" and not running
