"""Whether a word of talks tells of any where it stands: no name, no offer of anything, no agreement to meet."""

from worker.extract.analysis import Analysis
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.phrases import group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.reality import reality_of
from worker.extract.talks.accord import SETTLED, brokered
from worker.extract.talks.around import converses, has_company, nominal, under_infinitive
from worker.extract.talks.status import Outlook
from worker.extract.talks.table import Table
from worker.extract.topics import topics_of, topics_within
from worker.languages.pack import SpeechWord, TalksStatus, TalksWord, Topic

_DONE = frozenset({"held", "failed", "under_way"})


def is_verb(trigger: Trigger[TalksWord]) -> bool:
    """Does a word that can be a noun predicate here ("Lula | calls | Maduro a dictator")?"""
    phrase, finite = trigger.reading.phrase_at(trigger.index), trigger.clause.finite
    under = phrase is not None and phrase.preposition is not None
    acts = finite is not None and finite.index == trigger.index and not under
    beside = (t for t in find_triggers(trigger.reading, TalksWord) if t.verbal and t.index == trigger.index)
    return acts or (trigger.reading.words[trigger.index].infinitive and any(beside))


def in_name(trigger: Trigger[TalksWord]) -> bool:
    """Does a word that seldom means talks end the name of a body ("the Families Forum")?"""
    bodies = (m for m in trigger.reading.actors if m.form == "body" and m.first < trigger.index == m.last)
    return trigger.entry.strength == "weak" and any(bodies)


def only_says(trigger: Trigger[TalksWord]) -> bool:
    """Is a weak verb of talking a part of a longer one of saying ("called | for a ceasefire")?"""
    weak = trigger.verbal and trigger.entry.strength == "weak" and not trigger.form.fixed
    said = [t for t in find_triggers(trigger.reading, SpeechWord) if weak and t.index == trigger.index]
    alone = trigger.entry.roles == ("subject=participants",) and not converses(trigger)  # "spoke of progress"
    return any(t.form.fixed for t in said) or (bool(said) and alone)


def earlier(trigger: Trigger[TalksWord]) -> bool:
    """Does it speak of earlier talks that no time dates ("during previous visits to Doha"), or of what somebody often
    does ("have frequently met")?"""
    standing = reality_of(trigger)
    dated = any(trigger.clause.holds(t.first) for t in trigger.reading.times)
    often = standing.cue is not None and standing.cue.pos == "adverb" and trigger.verbal
    return (previous(trigger) or (standing.type == "historical" and often)) and not dated


def previous(trigger: Trigger[TalksWord]) -> bool:
    """Is it a noun for talks before those that the text tells of ("the previous round")?"""
    standing = reality_of(trigger)
    return standing.type == "historical" and standing.of_noun and nominal(trigger)


def offers(trigger: Trigger[TalksWord]) -> bool:
    """Unless it is a noun for an offer of anything: is that on what is settled at talks, and what the clause is about
    ("rejected a truce proposal", not "the terms of a truce proposal")?"""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    of_anything = any(r.endswith("=topic") for r in trigger.entry.roles)
    if trigger.verbal or trigger.entry.sense != "offer" or not of_anything or phrase is None:
        return True
    acts = reading.subject(trigger.clause) == phrase and not trigger.clause.passive
    if phrase.preposition is not None or acts or _of_talks(trigger):
        return False
    parts = (p for c in reading.words[trigger.index].compounds for p in c.parts)
    compound = {p.topic for p in parts if isinstance(p, Topic)}
    return bool(SETTLED & {*compound, *topics_within(reading, phrase.first, trigger.last), *topics_told(trigger)})


def _of_talks(trigger: Trigger[TalksWord]) -> bool:
    """Is an offer one of talks that name a side themselves ("a proposal for talks with Kinshasa")?"""
    places = [r.partition("=")[0] for r in trigger.entry.roles if r.endswith("=topic")]
    phrases = [a.phrase for place in places for a in arguments(trigger, place) if a.phrase is not None]
    words = (t for t in find_triggers(trigger.reading, TalksWord) if nominal(t) and t.entry.sense == "event")
    return any(has_company(t) and any(p.covers(t.index, t.last) for p in phrases) for t in words)


def carried_out(trigger: Trigger[TalksWord], outlook: Outlook) -> bool:
    """Is an exchange told for itself, and not as what talks are on or an agreement is about?"""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    before = reading.words[phrase.first - 1].lower if phrase is not None and phrase.first else ""
    matter = phrase is not None and phrase.preposition and phrase.preposition not in reading.grammar.locatives
    if matter or before in reading.grammar.matter_prepositions:
        return False  # "sprachen | über einen Austausch", but "in an exchange"
    words = (t for t in find_triggers(trigger.reading, TalksWord) if t.clause is trigger.clause)
    if any(t.entry.sense == "outcome" for t in words):
        return False
    return bool(outlook.rules) or outlook.value not in _DONE or _takes_place(trigger)


def _takes_place(trigger: Trigger[TalksWord]) -> bool:
    """Does it open a clause whose verb says that it was ("the biggest swap since the war | took place | on Friday")?"""
    reading, clause = trigger.reading, trigger.clause
    first = next(iter(reading.phrases_of(clause)), None)
    opens = first is not None and first.preposition is None and first.covers(trigger.index, trigger.index)
    marks, later = reading.grammar.lasting_words, clause.number + 1
    verbs = [c for c in find_triggers(reading, TalksStatus) if c.verbal and c.clause.past and c.entry.value == "held"]
    verbs = [c for c in verbs if "subject:talks" in c.entry.needs and c.clause.number in (clause.number, later)]
    since = [c for c in verbs if c.clause is not clause and c.clause.opener and c.clause.opener.lower in marks]
    whole = (c for c in since if clause.finite is None or clause.finite.index > c.index)
    return opens and any((*(c for c in verbs if c.clause is clause and clause.past), *whole))


def settles(trigger: Trigger[TalksWord], table: Table, analysis: Analysis) -> bool:
    """Is it an agreement on what is settled at talks, of those who fight each other, or that somebody has mediated, and
    not one to meet?"""
    words = find_triggers(trigger.reading, TalksWord)
    if any(_agreed(word, trigger) for word in words):
        return False
    named = any(nominal(w) and w.entry.sense == "event" and w.clause is trigger.clause for w in words)
    done = not named and not trigger.reading.words[trigger.index].infinitive  # not on resuming | talks, nor "failed to"
    foes = done and (table.divided() or (len(table.sides()) > 1 and table.at_odds()))
    return foes or bool(SETTLED & set(topics_of(analysis, [trigger.reading.index]))) or brokered(trigger.reading)


def _agreed(word: Trigger[TalksWord], agreement: Trigger[TalksWord]) -> bool:
    """Is a word of talks what an agreement is on ("agreed to meet", "agreed on talks")?"""
    if word.entry.sense in ("meet", "travel"):
        return word.index > agreement.index and word.reading.words[word.index].infinitive
    phrase = word.reading.phrase_at(word.index)
    if word.entry.sense in ("exchange", "contact"):
        return False
    if nominal(word) and word.index > agreement.index and under_infinitive(agreement, word):
        return True
    topics = {r.partition("=")[0] for r in agreement.entry.roles if r.endswith("=topic")}
    return nominal(word) and word.clause is agreement.clause and phrase is not None and phrase.preposition in topics


def topics_told(trigger: Trigger[TalksWord]) -> list[str]:
    """What a word of talks says they are about ("discussed trade", "talks on migration")."""
    places = [r.partition("=")[0] for r in trigger.entry.roles if r.endswith("=topic")]
    phrases = (a.phrase for place in places for a in arguments(trigger, place))
    rows = (q for p in phrases if p is not None for q in group(trigger.reading.phrases, p))
    return list(dict.fromkeys(t for q in rows for t in topics_within(trigger.reading, q.first, q.last)))
