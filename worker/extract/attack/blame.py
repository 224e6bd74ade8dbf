"""Who is said to have done it where another sentence tells the deed: claimed, blamed."""

from collections.abc import Iterator
from dataclasses import dataclass

from worker.extract.allies import allies_in
from worker.extract.analysis import Analysis, Reading
from worker.extract.attack.strike import Strike, is_vague
from worker.extract.grammar.anaphora import meant_by
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments, attributive
from worker.extract.grammar.nominal import Argument
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.memory import once
from worker.extract.mentions import ActorMention
from worker.extract.reality import reality_of
from worker.languages.pack import AttackWord, Casualty, Damage, Responsibility

_BESIDE = 2  # words from a phrase to the one behind a preposition
_UNSAID = frozenset({"negated", "hypothetical", "historical"})
_TELLS = frozenset({"blamed", "claimed"})
_STRUCK = frozenset({"target", "victim"})
_FIGHTING = frozenset({"armed_group", "country", "government", "military"})


@dataclass(frozen=True, slots=True)
class Blame:
    """`doers` are said to have done what the sentence or one before tells; `claimed`: by themselves; index, clause:
    where the word stands.
    """

    doers: tuple[ActorMention, ...]
    claimed: bool
    index: int
    clause: int
    rule: str


@once
def find_blames(reading: Reading, analysis: Analysis) -> tuple[Blame, ...]:
    """What one sentence says of who did it, in order of the text."""
    return tuple(_blames(reading, analysis))


def _blames(reading: Reading, analysis: Analysis) -> Iterator[Blame]:
    for trigger in find_triggers(reading, Responsibility):
        if trigger.entry.relation not in _TELLS or reality_of(trigger).type in _UNSAID:
            continue
        if not (_of_an_attack(trigger) and _of_attackers(trigger, analysis)) or _part_of_verb(trigger):
            continue
        if _of_others(trigger) or (not trigger.verbal and _describes_struck(trigger)):
            continue
        doers = _doers(trigger, analysis) or _beside(trigger)
        if doers:
            found = tuple(dict.fromkeys((*doers, *allies_in(trigger.clause, reading))))
            claimed, clause = trigger.entry.relation == "claimed", trigger.clause.number
            yield Blame(found, claimed, trigger.index, clause, trigger.rule)


def _describes_struck(trigger: Trigger[Responsibility]) -> bool:
    """Does an adjective describe those who are struck themselves ("the army killed two | suspected | rebels")?"""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    verbs = (t for t in find_triggers(reading, AttackWord) if t.verbal)
    roles = ((t, rule.partition("=")) for t in verbs for rule in t.entry.roles)
    places = ((t, place) for t, (place, _, role) in roles if role in _STRUCK)
    return phrase is not None and any(a.phrase == phrase for t, place in places for a in arguments(t, place))


def _doers(trigger: Trigger[Responsibility], analysis: Analysis) -> list[ActorMention]:
    reading, clause = trigger.reading, trigger.clause
    found: list[ActorMention] = []
    for rule in trigger.entry.roles:
        place, _, role = rule.partition("=")
        if role != "attacker":
            continue
        told = arguments(trigger, place) or (arguments(trigger, "object") if place == "dative" else ())
        if place == "subject" and not trigger.verbal and (subject := reading.subject(clause)):
            told = (Argument(subject, reading.actors_of(subject), ()),)
        meant = ((a.phrase, m) for a in told for m in meant_by(a, reading, clause, analysis))
        found += [m.side for phrase, m in meant if not (m.owns and phrase and not phrase.covers(m.first, m.last))]
    sides = [m for m in found if m.actor.kind != "person" and not _none_of(m, analysis)]
    if trigger.entry.relation == "claimed":  # not "bloggers confirmed the strike"
        sides = [m for m in sides if m.actor.kind in _FIGHTING]
    return [m for m in sides if not is_vague(m)] or sides


def _none_of(mention: ActorMention, analysis: Analysis) -> bool:
    """Is it said of none of them ("no group has claimed ...")?"""
    reading = analysis.readings[mention.sentence]
    phrase = reading.phrase_at(mention.first)
    return phrase is not None and reading.words[phrase.first].negation


def _beside(trigger: Trigger[Responsibility]) -> list[ActorMention]:
    """Where a description tells the claimant, the armed group whose name is set beside it ("die Gruppe ... (JNIM)")."""
    reading = trigger.reading
    if trigger.entry.relation != "claimed":
        return []
    groups = [m for m in reading.actors if m.actor.kind == "armed_group" and m.form == "body"]
    bare = [m for m in groups if (p := reading.phrase_at(m.first)) is None or p.preposition is None]
    return bare[-1:]


def _of_others(trigger: Trigger[Responsibility]) -> bool:
    """Is it said of other deeds, that this one is only like ("reminiscent of other raids | that were blamed on X")?"""
    reading, clause = trigger.reading, trigger.clause
    told = reading.subject(clause) if clause.relative is not None else None
    if told is not None and told.preposition in reading.grammar.locatives:  # "other raids in Goma | that ..."
        told = next((p for p in reading.phrases if told and p.last == told.first - _BESIDE), None)
    deeds = {t.index for t in find_triggers(reading, AttackWord) if not t.verbal}
    if told is None or told.head not in deeds:
        return False
    return any(w.lower in reading.grammar.other_words for w in reading.words[told.first : told.head])


def _part_of_verb(trigger: Trigger[Responsibility]) -> bool:
    """Is it the adjective of a verb of several words in its clause ("verantwortlich" of "verantwortlich machen")?"""
    verbs = [t for t in find_triggers(trigger.reading, Responsibility) if t.verbal and t.form.fixed]
    return not trigger.verbal and any(t.clause.number == trigger.clause.number for t in verbs)


def only_group(reading: Reading, strike: Strike) -> list[ActorMention]:
    """The one armed group of a sentence that tells what an attack led to ("to destroy Hamas in response to ...")."""
    struck = strike.struck()
    groups = [m for m in reading.actors if m.actor.kind == "armed_group" and m.form == "body"]
    named = {m.actor.name for m in groups}
    alone = len(named) == 1 and bool(struck) and all(p.state or p.name == p.country for p in struck)
    return groups[:1] if alone and groups[0].actor.country not in {p.country for p in struck} else []


def _of_an_attack(trigger: Trigger[Responsibility]) -> bool:
    """Is what a verb claims or admits an attack, where it says what ("claimed the raid", not "claimed lives")?
    Is it one that somebody is blamed for, where the sentence says for what?
    """
    told, blamed = _matters(trigger), trigger.entry.relation == "blamed"
    if any(_is_deed(p, trigger) for p in told):
        return True
    if blamed:
        return bool(find_triggers(trigger.reading, AttackWord, Casualty, Damage)) or not _says_what(trigger)
    attacks = [t.index for t in find_triggers(trigger.reading, AttackWord) if not t.verbal]
    relative, clause = trigger.clause.relative, trigger.clause
    if relative is not None and any(i < clause.first for i in attacks):
        return all(p.first <= relative.index <= p.last for p in told)  # "the raid, | which it claimed"
    if not told:
        return "object=attack" not in trigger.entry.roles
    return any(p.pronoun or any(p.first <= i <= p.last for i in attacks) for p in told)


def _matters(trigger: Trigger[Responsibility]) -> list[Phrase]:
    """What somebody is blamed for or claims, as phrases."""
    places = [place for place, _, role in (rule.partition("=") for rule in trigger.entry.roles) if role == "attack"]
    return [a.phrase for place in places for a in arguments(trigger, place) if a.phrase is not None]


def _is_deed(phrase: Phrase, trigger: Trigger[Responsibility]) -> bool:
    """Does it only take up what is told before ("die Tat")?"""
    return trigger.reading.words[phrase.head].lower in trigger.reading.grammar.deed_nouns


def _of_attackers(trigger: Trigger[Responsibility], analysis: Analysis) -> bool:
    """Is somebody who is only known as an attacker what a word tells more of that asks for it ("the gunmen | belonged
    to ...")?
    """
    reading, clause, places = trigger.reading, trigger.clause, _culprits_at(trigger)
    told = [m for place in places for a in arguments(trigger, place) for m in meant_by(a, reading, clause, analysis)]
    return not places or any(map(is_vague, told))


def _culprits_at(trigger: Trigger[Responsibility]) -> list[str]:
    """The places of a word at which it asks for attackers."""
    return [place for place, _, role in (rule.partition("=") for rule in trigger.entry.roles) if role == "culprit"]


def _says_what(trigger: Trigger[Responsibility]) -> bool:
    """Does the word have a complement, other than a pronoun, that says what somebody is blamed for?"""
    reading, clause = trigger.reading, trigger.clause
    places = [p for p, _, role in (rule.partition("=") for rule in trigger.entry.roles) if role == "attack"]
    following = reading.clauses[clause.number + 1 : clause.number + 2]
    if "clause" in places and any(c.role == "infinitive" for c in following):
        return True
    behind = {w.lower for w in clause.words if w.index > trigger.index}
    if any(place in behind and not arguments(trigger, place) for place in places):
        return True  # "of using"
    return any(a.phrase and not a.phrase.pronoun for place in places for a in arguments(trigger, place))


@once
def charges(reading: Reading) -> tuple[Trigger[Responsibility], ...]:
    """The verbs that charge somebody with an attack, and no adjectives ("suspected rebels")."""
    blamed = (t for t in find_triggers(reading, Responsibility) if t.verbal and t.entry.relation == "blamed")
    return tuple(t for t in blamed if not (attributive(t) or _culprits_at(t)))


def charged_by_both(trigger: Trigger[AttackWord]) -> bool:
    """Do two sides only charge each other with it ("blamed each other for | attacks on the plant")?"""
    mutual = (t for t in find_triggers(trigger.reading, Responsibility) if t.entry.relation == "mutual")
    return any(0 <= trigger.clause.number - t.clause.number <= 1 and t.index < trigger.index for t in mutual)


def accuser(charge: Trigger[Responsibility], analysis: Analysis) -> tuple[ActorMention, ...]:
    """Who charges somebody with an attack did not do it; of a country, he was struck by it."""
    if charge.clause.passive or "subject=attacker" in charge.entry.roles:
        return ()
    reading, subject = charge.reading, charge.reading.subject(charge.clause)
    if subject is None:
        return ()
    return meant_by(Argument(subject, reading.actors_of(subject), ()), reading, charge.clause, analysis)


def acts_too(accuses: Clause, trigger: Trigger[AttackWord]) -> bool:
    """Is it what the accuser does himself ("accused Kyiv of sabotage and | shelled | Sumy")?"""
    reading, clause = trigger.reading, trigger.clause
    goes_on = clause.number > accuses.number and clause.role == "main" and clause.words[0].coordinator
    if not (goes_on and trigger.verbal) or clause.passive:
        return False
    subject = reading.subject(accuses)
    return subject is not None and reading.subject(clause) is subject


def is_charged(argument: Argument, trigger: Trigger[AttackWord]) -> bool:
    """Does a phrase behind a noun only say who is charged with what that tells ("blamed the attack | on Moscow")?"""
    if trigger.verbal or argument.phrase is None:
        return False
    for charge in charges(trigger.reading):
        places = (rule.partition("=")[0] for rule in charge.entry.roles if rule.endswith("=attacker"))
        told = [a.phrase for place in places for a in arguments(charge, place) if a.phrase is not None]
        if charge.index < trigger.index and told and told[-1] == argument.phrase:
            return argument.phrase.preposition is not None
    return False
