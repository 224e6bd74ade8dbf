"""What was used: weapons of a sentence with their counts, how many were launched and how many shot down."""

from dataclasses import dataclass, replace
from typing import Any

from schemas import Quantity
from schemas import Weapon as WeaponSlot
from worker.extract.analysis import Analysis, Reading
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.grammar.words import Word
from worker.extract.memory import once
from worker.extract.mentions import ActorMention
from worker.extract.reality import fires, reality_of
from worker.extract.values.quantities import Quantified
from worker.languages.pack import AttackWord, Casualty, Damage, HitWord, Reality, Silence, Weapon, rule_of
from worker.text.tokens import text_of

# Kinds that fly at a target and can be shot down; the others carry, guard or fight.
_MUNITIONS = frozenset({"drone", "missile", "rocket", "bomb"})
_LAID = frozenset({"explosive", "mine"})
_LAUNCHERS = frozenset({"air_defence", "artillery"})
# Weapons that a side has rather than uses on another: their mention alone tells no method.
_CARRIERS = frozenset({"vehicle", "vessel"})
_PEOPLE = frozenset({"armed_group", "military", "person"})
_MEANS = frozenset({"weapon", "cause"})  # roles of what something is done with
_REAL = frozenset({"asserted", "foiled"})
_OWNER_REACH = 3
_NEAR = 3  # words from a noun of shooting down to its number


@dataclass(frozen=True, slots=True)
class Arm:
    """A weapon at token `index`: its slot value, the methods that it tells, and the entry that names it; `struck`: it
    is what is struck, and not what with."""

    trigger: Trigger[Any]
    slot: WeaponSlot
    methods: tuple[str, ...]
    rule: str
    struck: bool = False

    @property
    def index(self) -> int:
        return self.trigger.index

    @property
    def strikes(self) -> bool:
        """Does it hurt by itself, and not carry or guard?"""
        return self.slot.kind not in ("vehicle", "vessel", "aircraft")

    @property
    def launches(self) -> bool:
        """Does it stand for what fires, too ("four S-400s were destroyed")?"""
        entry = self.trigger.entry
        return isinstance(entry, Weapon) and not _LAUNCHERS.isdisjoint(entry.item_kind)

    @property
    def everyday(self) -> bool:
        """Is it a thing of everyday made to explode ("their pagers"), which hurts its owner?"""
        entry = self.trigger.entry
        return self.slot.kind == "explosive" and isinstance(entry, Weapon) and entry.item_kind[:1] == ("other",)

    @property
    def laid(self) -> bool:
        """Is it hidden for others to come to it?"""
        return self.slot.kind in _LAID

    @property
    def munition(self) -> bool:
        """Does it fly at a target by itself?"""
        return self.slot.kind in _MUNITIONS

    @property
    def flies(self) -> bool:
        """Is it fired at a target, by itself or from a gun?"""
        return self.munition or "ammunition" in self.trigger.entry.item_kind


@once
def find_arms(reading: Reading) -> tuple[Arm, ...]:
    """The weapons that a sentence names as used, in order; of two readings of one word the first."""
    found: dict[int, Arm] = {}
    names = [(m.first, m.last) for m in reading.actors if m.form in ("body", "name")]
    names += [(s.index, s.last) for s in find_triggers(reading, Silence) if s.last > s.index]  # "a drone view shows"
    names += [(t.index, t.last) for t in find_triggers(reading, HitWord)]  # "a fuel tank"
    for trigger in find_triggers(reading, Weapon):
        entry = trigger.entry
        own = (trigger.index, trigger.last)
        if any(first <= own[0] and own[1] <= last and own != (first, last) for first, last in names):
            continue
        if entry.role == "aid" or not entry.weapon_kind or entry.weapon_kind[0] == "other" or trigger.verbal:
            continue
        if entry.lemma[0].isupper() and trigger.text.islower():
            continue  # "a spike in violence"
        if _of_unit(trigger) or _of_site(trigger) or _is_somebody(trigger):
            continue
        count = next((q.quantity for q in reversed(_counts_of(trigger))), None)
        slot = WeaponSlot(kind=entry.weapon_kind[0], count=count, text=trigger.text)
        methods = entry.method[:1] if entry.weapon_kind[0] not in _CARRIERS else ()
        found.setdefault(trigger.index, Arm(trigger, slot, methods, trigger.rule))
    return tuple(found.values())


def _of_unit(weapon: Trigger[Weapon]) -> bool:
    """Does a weapon only tell what troops or people are for who do nothing here ("killed the head of its | missile
    units")?
    """
    reading = weapon.reading
    phrase = reading.phrase_at(weapon.index)
    if phrase is None or (phrase is reading.subject(weapon.clause) and not weapon.clause.passive):
        return False
    named = any(m.first <= weapon.index and weapon.last < m.last for m in reading.actors)
    return named or (
        phrase.head == weapon.last + 1 and reading.words[phrase.head].lower in reading.pack.quantities.people
    )


def _is_somebody(weapon: Trigger[Weapon]) -> bool:
    """Is a word that also means who strikes told of one of whom nothing more is said ("the | bomber | struck", not
    "bombers struck", "a Russian bomber")?
    """
    reading, phrase = weapon.reading, weapon.reading.phrase_at(weapon.index)
    noun = reading.pack.actors.nouns.get(weapon.text.lower())
    if noun is None or not noun.civil or weapon.form.tag != "sg" or weapon.last > weapon.index or phrase is None:
        return False
    before = reading.words[phrase.first : weapon.index]
    return bool(before) and all(w.determiner is not None for w in before)


def _of_site(weapon: Trigger[Weapon]) -> bool:
    """Does a weapon only tell what a building or site is for ("hit a | drone | factory")?"""
    phrase = weapon.reading.phrase_at(weapon.index)
    if phrase is None or phrase.head <= weapon.last:
        return False
    return any(h.last == phrase.head for h in find_triggers(weapon.reading, HitWord))


def arms_named_by(word: Trigger[AttackWord], analysis: Analysis) -> tuple[Arm, ...]:
    """The weapon that the first part of a compound names ("Raketen|beschuss")."""
    if word.verbal or word.index != word.last:
        return ()
    token = word.reading.words[word.index].token
    parts = [p for c in analysis.pack.compound(token.lower) for p in c.parts if isinstance(p, Weapon)]
    arms = [p for p in parts if p.weapon_kind and p.role != "aid" and p.weapon_kind[0] != "other"]
    slots = ((p, WeaponSlot(kind=p.weapon_kind[0], text=token.text)) for p in arms[:1])
    return tuple(Arm(word, slot, p.method[:1], rule_of(p)) for p, slot in slots)


def acts_with(arm: Arm, trigger: Trigger[AttackWord]) -> bool:
    """Does it strike, or carry those who do, and not only shoot down what does, or stand where it happened ("went off
    near | their lorry")?"""
    phrase, grammar = trigger.reading.phrase_at(arm.index), trigger.reading.grammar
    if shoots_down(arm):
        return False
    before = arm.index < trigger.index and trigger.verbal  # "on Sunday Israeli jets bombed ..."
    if arm.strikes or before or phrase is None or phrase.preposition is None:
        return True
    means = f"{phrase.preposition}=weapon" in trigger.entry.roles
    return means or phrase.preposition in grammar.agent_prepositions | grammar.origin_prepositions


def is_felled(arm: Arm) -> bool:
    """Does a verb of its sentence tell that it was struck itself ("a jet | came under fire, killing two")?"""
    reading = arm.trigger.reading
    words = (t for t in find_triggers(reading, AttackWord) if t.verbal)
    places = ((t, rule.partition("=")[0]) for t in words for rule in t.entry.roles if rule.endswith("=target"))
    phrases = (a.phrase for t, place in places for a in arguments(t, place) if a.phrase is not None)
    return any(_stands_for(arm, part) for p in phrases for part in (p, whole_of(p, reading)) if part is not None)


def _stands_for(arm: Arm, phrase: Phrase) -> bool:
    """Is it what a phrase names, or does it only say of what kind that is ("S-400 launchers")?"""
    return phrase.head == arm.trigger.last or (arm.launches and phrase.covers(arm.index, arm.trigger.last))


def whole_of(phrase: Phrase, reading: Reading) -> Phrase | None:
    """What a number behind which it is told counts a part of ("one | of Oman's jets")."""
    head, owning = reading.words[phrase.head], reading.grammar.genitive_prepositions
    if not (head.number or any(q.number == phrase.head for q in reading.quantities)):
        return None
    return next((p for p in reading.phrases if p.first == phrase.last + 2 and p.preposition in owning), None)


@once
def arms_used(reading: Reading) -> tuple[Arm, ...]:
    """The weapons that a sentence says something was done with, or that were brought down."""
    words: tuple[Trigger[Any], ...] = find_triggers(reading, AttackWord, Damage)
    places = ((w, rule.partition("=")) for w in words for rule in w.entry.roles)
    held = [a.phrase for w, (place, _, role) in places if role in _MEANS for a in arguments(w, place) if a.phrase]
    members = {p.head for phrase in held for p in group(reading.phrases, phrase)}
    fallen = arms_felled(reading)
    used = (a for a in find_arms(reading) if a.strikes and (a.trigger.last in members or a in fallen))
    return tuple(a for a in used if reality_of(a.trigger).type in _REAL)


@once
def arms_felled(reading: Reading) -> tuple[Arm, ...]:
    """The weapons that a sentence counts as shot down, all or some of them ("40 of 50 drones")."""
    down = [q for cue in find_downings(reading) for q in _downed(cue)]
    whole = [w for w in reading.quantities for q in down if w.relation == "total" and w.number == q.last + 2]
    fallen = {q.noun for q in (*down, *whole)}
    return tuple(a for a in find_arms(reading) if a.index in fallen)


def _counts_of(weapon: Trigger[Any]) -> list[Quantified]:
    """How many there are; a number before the singular is that of a model ("a Hermes 900 | drone")."""
    counts = _numbers_at(weapon)
    plural = weapon.form.tag != "sg" or any(f.tag == "pl" for f in weapon.reading.words[weapon.index].nouns)
    return counts if plural else [q for q in counts if 1 in (q.quantity.min, q.quantity.max)]


def _numbers_at(weapon: Trigger[Any]) -> list[Quantified]:
    return [q for q in weapon.reading.quantities if q.counts(weapon.index, weapon.last)]


def _of_model(q: Quantified, reading: Reading) -> bool:
    return any(q in _numbers_at(a.trigger) and q not in _counts_of(a.trigger) for a in find_arms(reading))


def owner_of(weapon: Trigger[Weapon]) -> list[ActorMention]:
    """Whose a weapon is: the adjective or possessor before it ("russische Raketen", "Russia's drones"), or its maker's
    genitive and origin behind it ("Drohnen aus der Ukraine", "missiles fired by Iran"), or who stands in its attribute
    ("die aus dem Jemen abgefeuerte Rakete").
    """
    reading = weapon.reading
    phrase = reading.phrase_at(weapon.index)
    first = max(weapon.index - _OWNER_REACH, phrase.core if phrase else 0)
    near = [m for m in reading.actors if first <= m.first and m.last <= weapon.index and m.head < weapon.index]
    near = [m for m in near if not any(map(_parts, reading.words[m.last + 1 : weapon.index]))]
    if near:
        return near[-1:]
    inside = [m for m in reading.actors if m.form == "compound" and m.first == weapon.index]
    behind = ("genitive", *sorted(reading.grammar.origin_prepositions | reading.grammar.genitive_prepositions))
    return (
        inside
        or [m for p in behind for a in arguments(weapon, p) for m in a.actors if m.actor.country or _fights(m)][:1]
        or [m for m in reading.actors if phrase and phrase.first <= m.first and m.last < phrase.core][-1:]
        or _whence_fired(weapon)
    )


def _whence_fired(weapon: Trigger[Weapon]) -> list[ActorMention]:
    """The origin before a participle without an article ("aus dem Jemen | abgefeuerte Raketen")."""
    reading, phrase = weapon.reading, weapon.reading.phrase_at(weapon.index)
    if phrase is None or not any(f.tag == "part_adj" for f in reading.words[phrase.first].verbs):
        return []
    before = [p for p in reading.phrases if p.last == phrase.first - 1]
    whence = [p for p in before if p.preposition in reading.grammar.origin_prepositions]
    return [m for p in whence for m in reading.actors_of(p) if m.actor.country][:1]


def _parts(word: Word) -> bool:
    """Is it a sign, or a participle: "von X gelieferte Bomben" are not X's any more."""
    return word.punctuation or word.participle or any(f.tag == "part_adj" for f in word.verbs)


def _fights(mention: ActorMention) -> bool:
    return mention.actor.kind in ("armed_group", "military")


def launched(reading: Reading) -> Quantified | None:
    """How many munitions were sent: counted beside a verb of launching, hitting or counting, or the whole of which some
    fell.
    """
    sent = (a for a in find_arms(reading) if a.flies and not (a.launches and is_felled(a)))
    counted = [(a, q) for a in sent for q in _counts_of(a.trigger) if q.relation != "subset"]
    told = {t.clause.number for t in find_triggers(reading, AttackWord) if t.verbal}
    told |= {c.clause.number for c in find_triggers(reading, Reality) if c.entry.slot == "launched"}
    down = [r for cue in find_downings(reading) for q in _downed(cue) for r in (q, *_row(q, reading))]
    fell = max((q.quantity.min or 0 for q in down), default=0)
    kinds = {a.slot.kind for a in arms_felled(reading)}  # "49 drones fell, 25 | drones over Rostov"
    counted = [(a, q) for a, q in counted if a.slot.kind not in kinds or (q.quantity.max or fell) >= fell]
    whole = [q for _, q in counted if down and q not in down]
    whole = whole or [q for arm, q in counted if arm.trigger.clause.number in told and q not in down]
    return _added(whole[0], reading) if whole else None


def intercepted(reading: Reading) -> Quantified | None:
    """How many munitions were shot down."""
    others = {t.last for t in find_triggers(reading, HitWord)}  # houses, and jets on the ground, that were destroyed
    others |= {a.trigger.last for a in find_arms(reading) if not a.flies}
    down = next((q for cue in find_downings(reading) for q in _downed(cue) if q.noun not in others), None)
    return _added(down, reading) if down else None


def _added(count: Quantified, reading: Reading) -> Quantified:
    """A count of munitions with those that are told beside it: "145 drones and 12 missiles" are 157."""
    row = _row(count, reading)
    sizes = [q.quantity.min for q in row if q.quantity.min == q.quantity.max and q.quantity.min]
    if len(row) < 2 or len(sizes) < len(row):
        return count
    text = text_of(reading.sentence.tokens, row[0].first, row[-1].last)
    return replace(count, quantity=Quantity(min=sum(sizes), max=sum(sizes), text=text))


def _row(count: Quantified, reading: Reading) -> list[Quantified]:
    """The counts of munitions that go with one: all that fell, or all of which they fell ("50 of 67 missiles and 406 of
    458 drones"), else what a conjunction puts beside it.
    """
    told = list(dict.fromkeys(q for a in find_arms(reading) if a.munition for q in _counts_of(a.trigger)))
    wholes = [q for q in told if _part_of_whole(q, reading)]
    pairs = [(part, whole) for whole in wholes if (part := _bare_part(whole, reading)) is not None]
    for side in zip(*pairs, strict=True):
        if count in side:
            return list(side)
    return [q for q in told if q == count or _joined(q, count, reading) or _joined(count, q, reading)]


def _bare_part(whole: Quantified, reading: Reading) -> Quantified | None:
    """The number right before a whole that is a part of it ("50 | of 67 missiles")."""
    near = (q for q in reading.quantities if 1 < whole.first - q.last <= _NEAR and q.noun is None)
    return next((q for q in near if not any(w.punctuation for w in reading.words[q.last : whole.first])), None)


def _joined(first: Quantified, second: Quantified, reading: Reading) -> bool:
    """Does a conjunction alone stand between two counts?"""
    return second.first - first.reach == 2 and reading.words[second.first - 1].coordinator


@once
def find_downings(reading: Reading) -> tuple[Trigger[Reality], ...]:
    """The words of a sentence for shooting down."""
    cues = (c for c in find_triggers(reading, Reality) if c.entry.slot == "intercepted")
    return tuple(c for c in cues if not (_arms_act(c) or _of_people(c) or _of_things(c) or fires(c)))


def shooters(cue: Trigger[Reality]) -> tuple[ActorMention, ...]:
    """Who shoots down what others launched."""
    return tuple(m for a in arguments(cue, "subject") for m in a.actors) if cue.verbal else ()


def shoots_down(arm: Arm) -> bool:
    """Is it what shoots down what others launched ("a US | destroyer | downed three missiles")?"""
    doers = (m for cue in find_downings(arm.trigger.reading) for m in shooters(cue))
    return any(m.first <= arm.index <= m.last + 1 for m in doers)


def _of_things(cue: Trigger[Reality]) -> bool:
    """Is a word that also tells of damage said where nothing flies ("the town was destroyed")?"""
    damages = any(t.index == cue.index for t in find_triggers(cue.reading, Damage))
    return damages and not any(a.flies for a in find_arms(cue.reading))


def _of_people(cue: Trigger[Reality]) -> bool:
    """Is a word that also tells of deaths said of fighters, with no munitions ("ten extremists were taken out")?"""
    deadly = any(t.index == cue.index for t in find_triggers(cue.reading, Casualty))
    people = any(m.actor.kind in _PEOPLE and cue.clause.holds(m.first) for m in cue.reading.actors)
    return deadly and people and not any(a.munition for a in find_arms(cue.reading))


def _arms_act(cue: Trigger[Reality]) -> bool:
    """Is a weapon what destroys, and none what is destroyed ("tanks destroyed the gate")?"""
    if not cue.verbal or cue.clause.passive:
        return False
    armed = [a.index for a in find_arms(cue.reading)]
    subject, objects = ([a.phrase for a in arguments(cue, place) if a.phrase] for place in ("subject", "object"))
    acts = any(p.covers(i, i) for p in subject for i in armed)
    return acts and bool(objects) and not any(p.covers(i, i) for p in objects for i in armed)


def _downed(cue: Trigger[Reality]) -> list[Quantified]:
    """The number of what was shot down: behind a noun or an active verb, else the nearest before the word."""
    reading = cue.reading
    inside = [q for q in reading.quantities if cue.clause.holds(q.first) and not _of_model(q, reading)]
    lost = {t.last + 1 for t in find_triggers(reading, Casualty) if t.verbal and t.index != cue.index}
    inside = [q for q in inside if q.first not in lost]  # "repelled an attack, killing nine"
    armed = {arm.index for arm in find_arms(reading)}
    inside = [q for q in inside if q.noun is None or q.noun in armed] or inside  # not "over nine regions"
    bare = [q for q in inside if not _part_of_whole(q, reading)] or inside
    behind = [q for q in bare if q.first > cue.last]
    if cue.form.tag in ("sg", "pl", "gen"):
        return [q for q in inside if 0 < q.first - cue.last <= _NEAR][:1]
    finite = cue.clause.finite
    follows = reading.grammar.word_order == "subject_verb" or (finite is not None and finite.index == cue.index)
    if cue.verbal and finite is not None and follows and not cue.clause.passive and behind:
        return behind[:1]
    return [q for q in bare if q.last < cue.index][-1:]


def _part_of_whole(q: Quantified, reading: Reading) -> bool:
    """Is it the whole of which a part fell ("of 158 missiles", "von 49 Drohnen")?"""
    phrase = reading.phrase_at(q.last)
    behind = phrase is not None and phrase.preposition in reading.grammar.genitive_prepositions
    return behind or q.relation == "total"
