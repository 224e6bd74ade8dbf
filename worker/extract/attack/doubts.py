"""Why a word of violence may tell no strike: what it stands for in its sentence, and what the sentence lacks."""

from worker.extract.analysis import Analysis, Reading
from worker.extract.attack.munitions import Arm, find_arms, find_downings
from worker.extract.attack.strike import Strike
from worker.extract.attack.tolls import find_tolls, is_culprit
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments, attributive, reduced
from worker.extract.grammar.lexicon import QUOTES
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.reality import Standing, reality_of
from worker.languages.pack import (
    AttackWord,
    HitWord,
    Reality,
    SpeechWord,
    Weapon,
)

_GOVERNED = 3  # words from an infinitive to the phrase that it governs
_STRUCK = frozenset({"object=target", "object=victim"})


def words_of_violence(reading: Reading) -> tuple[Trigger[AttackWord], ...]:
    """The words of a sentence for violence, without parts of verbs ("unter Beschuss" of "unter Beschuss nehmen")."""
    words = find_triggers(reading, AttackWord)
    verbs = [w for w in words if w.form.fixed]
    return tuple(
        w for w in words if not any(w.clause is v.clause and set(w.form.words) <= set(v.form.fixed) for v in verbs)
    )


def no_predicate(trigger: Trigger[AttackWord], analysis: Analysis) -> bool:
    """Is it a weapon's name, or a participle in a noun phrase, which tells what something is ("the occupied town")?"""
    named = [w for w in find_triggers(trigger.reading, Weapon) if w.index <= trigger.index <= w.last]
    armed = bool(named)
    inside = any(trigger.last < w.last for w in named)  # "Pinaka rocket launchers"
    if inside or (armed and not trigger.verbal and not _works(trigger, analysis)):
        return True
    if "object=weapon" in trigger.entry.roles and any(a.everyday for a in find_arms(trigger.reading)):
        return True  # "pagers used by members of the group"
    alone = (m for m in trigger.reading.actors if m.first == m.last == trigger.index)  # "Bewaffnete"
    somebody = trigger.form.tag == "adj" and any(alone)
    if somebody or _of_unit(trigger) or _of_speech(trigger) or _only_holds(trigger):
        return True
    word, finite = trigger.reading.words[trigger.index], trigger.clause.finite
    if armed and trigger.verbal and finite and finite.index != trigger.index and not word.infinitive:
        return True
    behind = trigger.reading.words[trigger.last + 1 : trigger.last + 2]
    if word.infinitive and not trigger.verbal:
        return True  # "to strike"
    if trigger.form.tag == "pres" and any(w.lower in trigger.reading.grammar.genitive_prepositions for w in behind):
        return trigger.reading.grammar.word_order == "subject_verb"  # "levels of violence"
    if trigger.form.tag == "pres" and finite is not None and finite.index != trigger.index and not word.participle:
        return True  # "had bombed missile plants"
    if any(f.tag == "part_adj" for f in word.verbs) and (_by_agent(trigger) or _has_auxiliary(trigger.clause)):
        return True  # "in dem von Russland besetzten Werk wurde ..."
    if trigger.form.tag == "ger" and trigger.index:  # "the group's devastating losses"
        before = trigger.reading.words[trigger.index - 1].lower
        if before in trigger.reading.grammar.possessive_suffixes and any(w.nouns or not w.closed for w in behind):
            return True
    described = trigger.verbal or trigger.form.tag == "adj"
    return described and (attributive(trigger) or _quoted_alone(trigger) or _counted(trigger) or _of_those(trigger))


def tells_in_attribute(trigger: Trigger[AttackWord]) -> bool:
    """Does a participle before its noun tell who struck that, and on which day ("der am Montag von Israel |
    bombardierte | Hafen")?
    """
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if phrase is None or trigger.form.tag != "part_adj" or not attributive(trigger):
        return False
    dated = any(phrase.first <= t.first and t.last < trigger.index and t.names_day for t in reading.times)
    return dated and bool(arguments(trigger, "subject"))


def _counted(trigger: Trigger[AttackWord]) -> bool:
    """Is it a participle that stands for people behind their number ("counted seven dead and 52 | wounded")?"""
    reading, clause, finite = trigger.reading, trigger.clause, trigger.clause.finite
    if finite is None or not clause.first < trigger.index or finite.index >= trigger.index:
        return False
    before = reading.words[trigger.index - 1]
    counted = reading.words[trigger.index].participle and (before.number or before.token.text.isdigit())
    tells = any(w.participle for w in reading.words[finite.index + 1 : trigger.index - 1])  # "has reported two killed"
    return counted and not clause.passive and (tells or not finite.auxiliaries)


def _of_those(trigger: Trigger[AttackWord]) -> bool:
    """Does a participle only say who is meant, of whom the text has told ("one of those | killed"), by nobody?"""
    words, finite = trigger.reading.words, trigger.clause.finite
    before = words[trigger.index - 1] if trigger.index else None
    if before is None or before.determiner is None or before.relative or not trigger.verbal:
        return False
    told = finite is not None and finite.index == trigger.index and finite.auxiliaries
    return words[trigger.index].participle and not told and not arguments(trigger, "subject")


def _of_unit(trigger: Trigger[AttackWord]) -> bool:
    """Is it a noun that only says what a unit or an office is for ("assault | brigade", "operations | chiefs")?"""
    generic = (m for m in trigger.reading.actors if m.form != "name" and m.head == trigger.last + 1)
    return not trigger.verbal and any(m.actor.kind == "military" or m.actor.role for m in generic)


def _of_speech(trigger: Trigger[AttackWord]) -> bool:
    """Is it a part of a longer verb of saying ("push | for")?"""
    said = (t for t in find_triggers(trigger.reading, SpeechWord) if t.index == trigger.index and t.form.fixed)
    return trigger.verbal and not trigger.form.fixed and any(said)


def _only_holds(trigger: Trigger[AttackWord]) -> bool:
    """Does a participle behind a noun only say who holds that ("a palace | occupied by the rebels")?"""
    owning = trigger.reading.grammar.owning_participles
    return trigger.verbal and trigger.reading.words[trigger.index].lower in owning and reduced(trigger)


def _quoted_alone(trigger: Trigger[AttackWord]) -> bool:
    """Is it a participle in quotation marks before its noun ("of 'devastating' losses")?"""
    words, i = trigger.reading.words, trigger.index
    if i < 1 or i + 2 >= len(words) or trigger.clause.finite is words[i] or words[max(i - 2, 0)].auxiliaries:
        return False
    return words[i - 1].token.text in QUOTES and words[i + 1].token.text in QUOTES and not words[i + 2].punctuation


def _has_auxiliary(clause: Clause) -> bool:
    return any(w.auxiliaries for w in clause.words)


def _by_agent(trigger: Trigger[AttackWord]) -> bool:
    """Does an agent stand before it, and no subject ("in dem - von Russland besetzten - Werk")?"""
    reading = trigger.reading
    before = reading.phrase_at(trigger.index - 1)
    agent = before is not None and before.preposition in reading.grammar.agent_prepositions
    return agent and reading.subject(trigger.clause) is None


def _works(trigger: Trigger[AttackWord], analysis: Analysis) -> bool:
    """Is a weapon at work where its noun stands for violence: at a place, on somebody, beside a toll, as what hits
    something or does something to a thing that can be hit, or by itself in a headline?"""
    reading, clause = trigger.reading, trigger.clause
    if clause.role == "fragment" and reading.sentence.role != "body":
        return True
    hits = clause.finite is not None and any(w.index == clause.finite.index for w in find_triggers(reading, AttackWord))
    things = [h.index for h in find_triggers(reading, HitWord) if clause.holds(h.index) and h.index > trigger.last]
    hits = hits or (bool(things) and not clause.passive)
    if hits and (subject := reading.subject(clause)) is not None and subject.covers(trigger.index, trigger.last):
        return True
    places = (place for place, _, _ in (rule.partition("=") for rule in trigger.entry.roles) if place != "modifier")
    return any(arguments(trigger, place) for place in places) or bool(find_tolls(trigger.reading, analysis))


def of_habit(trigger: Trigger[AttackWord]) -> bool:
    """Were people only hurt in what happens all the time ("killed in almost daily | exchanges of fire"), on no day
    of their own?
    """
    if not trigger.verbal or not any(r.endswith("=victim") for r in trigger.entry.roles):
        return False
    reading, clause = trigger.reading, trigger.clause
    if any(t.names_day and clause.holds(t.first) for t in reading.times):
        return False
    nouns = (t for t in words_of_violence(reading) if not t.verbal and t.clause is clause and t.index > trigger.index)
    inside = [t for t in nouns if (p := reading.phrase_at(t.index)) and p.preposition in reading.grammar.locatives]
    return any(reality_of(t).type == "historical" for t in inside)


def intended(trigger: Trigger[AttackWord], standing: Standing) -> bool:
    """Is it only meant: an infinitive of purpose, or a noun that an infinitive governs, that nobody is said to plan?"""
    if standing.cue is not None:
        return False
    words = trigger.reading.words
    if trigger.verbal:
        return words[trigger.index].infinitive or goes_on_infinitive(trigger.clause, trigger.reading)
    phrase = trigger.reading.phrase_at(trigger.index)
    first = phrase.first if phrase else trigger.index
    governs = [w for w in trigger.clause.words if w.infinitive and w.index < first]
    if trigger.clause.role == "infinitive":
        return True
    return bool(governs) and first - governs[-1].index <= _GOVERNED


def goes_on_infinitive(clause: Clause, reading: Reading) -> bool:
    """Does it go on with the infinitive of the clause before ("decided to mine the road | and blow up a bridge"), to
    which it did not come?
    """
    verb = clause.finite
    first = clause.words[clause.words[0].coordinator]
    if clause.number == 0 or verb is None or verb is not first or not any(f.tag == "inf" for f in verb.verbs):
        return False
    before = reading.clauses[clause.number - 1]
    done = any(t.entry.type == "achieved" and t.clause is before for t in find_triggers(reading, Reality))
    return not done and (any(w.infinitive for w in before.words) or goes_on_infinitive(before, reading))


def shot_down(trigger: Trigger[AttackWord]) -> bool:
    """Is a verb for bringing down said of munitions in flight or of attackers, which is defence?"""
    reading = trigger.reading
    if _aims_at_arms(trigger) or _repels(trigger):
        return True
    things = [h.entry.hit_kind for h in find_triggers(reading, HitWord) if trigger.clause.holds(h.index)]
    arms = find_arms(reading)
    objects = arguments(trigger, "object") if trigger.verbal else ()
    flying = [a.trigger.last for a in arms if a.munition]
    site = any(_is_site(a.phrase, reading) for a in objects if a.phrase is not None)
    thing = (bool(things) and not flying) or site
    struck = [m for a in objects if a.phrase is None or a.phrase.head not in flying for m in a.actors]
    people = any(m.form not in ("compound", "adjective") for m in struck)  # not "Raketen der Huthi"
    shooter = None if trigger.clause.passive or trigger.clause.finite is None else reading.subject(trigger.clause)
    planes = (a.trigger for a in arms if a.slot.kind == "aircraft")
    aircraft = any(not (shooter and shooter.covers(t.index, t.last)) for t in planes)
    spared = thing or people or "transport" in things or aircraft
    return any(c.index == trigger.index for c in find_downings(reading)) and not spared


def _is_site(phrase: Phrase, reading: Reading) -> bool:
    """Is what a verb destroys a site ("destroyed a depot | with missiles"), where the object stands right behind it?"""
    follows = reading.grammar.word_order == "subject_verb"
    return follows and any(h.last == phrase.head for h in find_triggers(reading, HitWord))


def _aims_at_arms(trigger: Trigger[AttackWord]) -> bool:
    """Is what a verb strikes munitions ("air defences targeted missiles"), or what somebody laid ("struck a mine")?"""
    roles = trigger.entry.roles
    if not trigger.verbal or _STRUCK.isdisjoint(roles) or "object=weapon" in roles:
        return False
    arms = (a for a in find_arms(trigger.reading) if a.munition or a.laid)
    flying = [a.trigger.last for a in arms if not a.launches]
    heads = {a.phrase.head for a in arguments(trigger, "object") if a.phrase is not None}
    return any(last in heads for last in flying)


def run_into(arm: Arm) -> bool:
    """Is it a thing that somebody laid, and that others drove onto ("their lorry hit an IED")?"""
    if not arm.laid:
        return False
    verbs = (t for t in find_triggers(arm.trigger.reading, AttackWord) if _aims_at_arms(t))
    return any(a.phrase.head == arm.trigger.last for t in verbs for a in arguments(t, "object") if a.phrase is not None)


def _repels(trigger: Trigger[AttackWord]) -> bool:
    """Is what a verb that also tells of defence strikes an attack ("schlug Angriffe zurück")?"""
    cues = (c for c in find_triggers(trigger.reading, Reality) if c.index == trigger.index)
    if not trigger.verbal or all(c.entry.type != "foiled" for c in cues):
        return False
    heads = {a.phrase.head for a in arguments(trigger, "object") if a.phrase is not None}
    return any(w.last in heads for w in words_of_violence(trigger.reading) if not w.verbal)


def stops_attackers(trigger: Trigger[AttackWord], strike: Strike) -> bool:
    """Is whom a verb strikes without munitions only the one who had attacked ("police shot the attacker dead")?"""
    if not trigger.verbal or not strike.targets or any(a.munition for a in strike.arms):
        return False
    several = any(
        m.first <= q.last + 1 and q.first <= m.last for q in trigger.reading.quantities for m in strike.targets
    )
    return not several and all(is_culprit(m, trigger.reading) for m in strike.targets)


def meets(trigger: Trigger[AttackWord], strike: Strike, mutual: bool) -> bool:
    """Is a word that also means to meet said, without a weapon, of a person, who does it or has it done to him, or of
    two sides who do it to each other ("Armee und Rebellen | treffen | sich in Doha")?
    """
    persons = any(m.actor.kind == "person" for m in (*strike.targets, *strike.attackers))
    return "meeting" in dict(trigger.entry.senses) and (persons or mutual) and not strike.arms
