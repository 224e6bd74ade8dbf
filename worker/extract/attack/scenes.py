"""Names beside a word of violence that are not the side they look like: only where it happened ("the Beirut strikes",
"a Kabul mosque attack"), whose town was struck, who fired, and subjects that are told to be under it ("came under
fire").
"""

from collections.abc import Iterator

from worker.extract.attack.credit import credits_of
from worker.extract.attack.doubts import words_of_violence
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.nominal import Argument, argument_of
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.languages.names import load_names
from worker.languages.pack import AttackWord, Casualty, HitWord

_BESIDE = 2  # words from a noun to what its preposition governs
_FIGHTERS = frozenset({"military", "armed_group"})


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
