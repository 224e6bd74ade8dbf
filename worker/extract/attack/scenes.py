"""Names beside a word of violence that are not the side they look like: only where it happened ("the Beirut strikes",
"a Kabul mosque attack"), whose town was struck, who fired, and subjects that are told to be under it ("came under
fire").
"""

from collections.abc import Iterator
from typing import Any

from worker.extract.analysis import Reading
from worker.extract.attack.credit import credits_of
from worker.extract.attack.doubts import words_of_violence
from worker.extract.attack.munitions import find_arms, find_downings
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.nominal import Argument, argument_of
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.languages.names import load_names
from worker.languages.pack import AttackWord, Casualty, HitWord, LightVerb, SpeechWord, TalksWord

_BESIDE = 2  # words from a noun to what its preposition governs
_FIGHTERS = frozenset({"military", "armed_group"})
_NOT_ALONE = frozenset({"target", "place", "opponents"})


def is_scene(argument: Argument, trigger: Trigger[AttackWord]) -> bool:
    """Is a capital, or a country that strikes nothing of another, before a noun only where it happened ("killed in a
    Beirut | strike", "the Beirut | strikes hit", "in a Chad | ambush", "Chad | massacre", "a Kabul mosque | attack")?
    """
    reading, lands = trigger.reading, {m.actor.country for m in argument.actors}
    phrase = reading.phrase_at(trigger.index) if argument.phrase is None else None
    located = phrase is not None and phrase.preposition in reading.grammar.locatives
    alone = all(p.place.country in lands or p.form == "seat" for p in reading.places)
    forms = {"capital", "country"} if alone else {"capital"}
    mutual = not trigger.verbal and any(r.endswith(("=opponents", "=victim")) for r in trigger.entry.roles)
    known = phrase is not None and reading.words[phrase.first].lower in reading.pack.actors.definite
    known = known or (alone and reading.sentence.role != "body")  # headlines have no articles
    if known and argument.actors and all(_is_spot(m) for m in argument.actors):
        aims = (place for place, _, role in (r.partition("=") for r in trigger.entry.roles) if role == "target")
        return not any(a.phrase and a.phrase.preposition for place in aims for a in arguments(trigger, place))
    hits = [t.index for t in find_triggers(reading, HitWord) if phrase and phrase.first < t.index < trigger.index]
    named = alone and all(m.actor.country in lands for m in reading.actors)
    named = named and any(m.last < k for m in argument.actors for k in hits)
    found = located or named or (mutual and alone)
    return found and bool(argument.actors) and all(m.form in forms or _is_spot(m) for m in argument.actors)


def _is_spot(mention: ActorMention) -> bool:
    """Is it a capital, or a land that is only part of one ("Gaza"), by its bare name?"""
    land = load_names().countries.get(mention.actor.country or "")
    part = mention.form == "country" and land is not None and land.name != mention.actor.name
    return (mention.form == "capital" or part) and not mention.owns


def names_scene(argument: Argument, trigger: Trigger[AttackWord]) -> bool:
    """Is the subject of a verb a deed by where it happened ("the Beirut strikes | hit a market")?"""
    phrase, doers = argument.phrase, Argument(None, argument.actors, ())
    nouns = (t for t in words_of_violence(trigger.reading) if phrase and trigger.verbal and not t.verbal)
    return any(t.last == phrase.head and is_scene(doers, t) for t in nouns if phrase)


def fires(argument: Argument, trigger: Trigger[AttackWord]) -> bool:
    """Is it fire of those whom a genitive names, by which others were hurt ("Durch Beschuss | der Armee starben
    Zivilisten", not "Beschuss | der Stadt")?
    """
    reading, phrase = trigger.reading, argument.phrase
    if trigger.entry.method != "shelling" or phrase is None or argument.places or not argument.actors:
        return False
    kinds = {m.actor.kind for m in argument.actors if m.head == phrase.head}
    others = {m.actor.kind for m in reading.actors if m not in argument.actors and m not in credits_of(reading)}
    hurt = any(t.entry.slot for t in find_triggers(reading, Casualty))
    return hurt and len(kinds) == 1 and kinds <= _FIGHTERS and kinds.isdisjoint(others)


def owns_subject(argument: Argument, trigger: Trigger[AttackWord]) -> bool:
    """Is it only whose that is which stands before a verb in the passive ("Die Hauptstadt von | Mali ist von Rebellen
    angegriffen worden")?
    """
    phrase, finite = argument.phrase, trigger.clause.finite
    if phrase is None or finite is None or not (trigger.clause.passive and trigger.verbal):
        return False
    if phrase.preposition not in trigger.reading.grammar.agent_prepositions:
        return False
    return phrase.last < finite.index < trigger.index and any(
        p.last == phrase.first - _BESIDE for p in trigger.reading.phrases_of(trigger.clause)
    )


def comes_under(argument: Argument, trigger: Trigger[AttackWord]) -> bool:
    """Did who seems to do what a gerund tells only suffer it ("came under rocket fire, | killing two")?"""
    reading, clause = trigger.reading, trigger.clause
    if trigger.form.tag != "ger" or argument.phrase is None or argument.phrase != reading.subject(clause):
        return False
    deeds = {t.last for t in words_of_violence(reading) if not t.verbal or t.form.fixed}
    under = (p for p in reading.phrases_of(clause) if p.preposition in reading.grammar.undergone_words)
    return any(p.head in deeds or p.head + 1 in deeds for p in under if p.first < trigger.index)


def suffers(trigger: Trigger[AttackWord]) -> Iterator[tuple[str, Argument]]:
    """The subject as target of a noun that it is told to be under ("troops came under | mortar fire")."""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    subject = reading.subject(trigger.clause)
    if trigger.verbal or phrase is None or phrase.preposition not in reading.grammar.undergone_words:
        return
    if subject is not None and subject != phrase and phrase.head == trigger.last:
        yield "target", argument_of(reading, subject)


def fends_off(argument: Argument, trigger: Trigger[AttackWord]) -> bool:
    """Does who seems to do what a gerund tells only bring that down ("intercepted drones, | targeting Goma")?"""
    reading, clause = trigger.reading, trigger.clause
    if trigger.form.tag != "ger" or argument.phrase is None or argument.phrase != reading.subject(clause):
        return False
    arms = [a.index for a in find_arms(reading) if a.munition]
    downed = (t.index for t in find_downings(reading) if t.verbal and t.clause is clause and not clause.passive)
    return any(k < i < trigger.index for k in downed for i in arms)


def is_struck_town(argument: Argument, place: str, trigger: Trigger[AttackWord]) -> bool:
    """Is what a noun of violence has behind its genitive preposition a town ("the assault of Beirut")?"""
    towns = bool(argument.actors) and all(m.form == "capital" for m in argument.actors)
    return towns and not trigger.verbal and place.partition("+")[0] in trigger.reading.grammar.genitive_prepositions


def is_label(argument: Argument, trigger: Trigger[AttackWord]) -> bool:
    """Is it the land that a headline's label names an attack after ("Nigeria attack: Gunmen kill 20")?"""
    reading = trigger.reading
    lands = bool(argument.actors) and all(m.form == "country" and m.first == 0 for m in argument.actors)
    label = reading.sentence.role != "body" and reading.before_colon(trigger.last)
    return lands and label and not trigger.verbal


def is_struck(argument: Argument, trigger: Trigger[Any]) -> bool:
    """Is what a relative pronoun seems to mean only what a noun strikes ("the raid on Goma, which killed ..."), or one
    of two who fight ("clashes between X and Y that killed ...")?
    """
    if trigger.clause.role != "relative" or argument.phrase is None:
        return False
    reading, phrase = trigger.reading, argument.phrase
    meant = [phrase]
    if phrase.preposition in reading.grammar.genitive_prepositions:  # "in the state | of Oman, | which killed ..."
        meant += [p for p in reading.phrases if p.last == phrase.first - _BESIDE]
    nouns = (t for t in find_triggers(reading, AttackWord) if not t.verbal and t.index < trigger.clause.first)
    for noun in nouns:
        places = (place for place, _, role in (rule.partition("=") for rule in noun.entry.roles) if role in _NOT_ALONE)
        told = (a.phrase for place in places for a in arguments(noun, place) if a.phrase is not None)
        if any(p in meant for first in told for p in group(reading.phrases, first)):
            return True
    return False


def is_hurt(argument: Argument, trigger: Trigger[AttackWord]) -> bool:
    """Does its clause tell of who seems to do what a gerund tells that they were hurt in it ("died in shelling")?"""
    reading, clause = trigger.reading, trigger.clause
    if trigger.form.tag != "ger" or argument.phrase is None or argument.phrase != reading.subject(clause):
        return False
    hurt = "passive_subject" if clause.passive else "subject"
    words = (t for t in find_triggers(reading, Casualty) if t.verbal and t.entry.slot and hurt in t.entry.number)
    return any(t.clause is clause and argument.phrase.last < t.index < trigger.index for t in words)


def only_hosts(phrase: Phrase | None, reading: Reading) -> bool:
    """Is it who only hosts or says what a participle before it tells ("a strike, at talks hosted by | Peru", "in a move
    welcomed by | Peru")?
    """
    grammar = reading.grammar
    if phrase is None or phrase.preposition not in grammar.agent_prepositions or grammar.word_order != "subject_verb":
        return False
    if phrase.first < _BESIDE:
        return False
    participle = reading.words[phrase.first - _BESIDE]
    told = [f.entry for f in participle.verbs]
    harms = any(isinstance(e, AttackWord | LightVerb) for e in told)
    return participle.participle and not harms and any(isinstance(e, TalksWord | SpeechWord) for e in told)
