"""What an article or sentence is about when it is not about events of ours: sport, labour, health, history ...

A cue of such a domain silences a trigger in its reach, and tells the sense of a word that is ambiguous that way, unless
the sentence names what only a real event has: a weapon, an armed force, an armed group.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from schemas import Kind
from worker.extract.analysis import Analysis, Reading
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.retold import find_tales
from worker.languages.name_keys import name_key
from worker.languages.pack import AttackWord, Casualty, HitWord, Silence, Topic, Weapon

_WEIGHT = {"strong": 2.0, "medium": 1.0, "weak": 0.5, "hint": 0.0}
# An article belongs to a domain when its cues there weigh this much and outweigh the marks of war.
_ARTICLE_WEIGHT = 4.0
# Events are history when they lie back so many years.
_LONG_AGO = 10
# Deaths that no ordinary crime causes.
_MANY = 4
_HISTORY = "history"
_DRILLS = "exercise"  # the business of armed forces
_CALAMITIES = frozenset({"accident", "weather"})
_ARMED = frozenset({"military", "armed_group"})
# Topics that only texts on wars have.
_OF_WAR = frozenset({
    "ceasefire", "peace", "prisoner_exchange", "hostages", "military_aid", "territory", "security_guarantees",
    "war_crimes",
})  # fmt: skip


@dataclass(frozen=True, eq=False)
class Scene:
    """What silences what: per sentence the cues that stand in it, for the article the domains that rule it, and the
    kinds of event that these take from all of it. `civil`: it tells for sure of violence or harm that is none of war.
    `tales`: per sentence, does it go on with what happened long ago? `invented`: does it tell what is made up?
    """

    cues: tuple[tuple[Trigger[Silence], ...], ...]
    armed: tuple[bool, ...]
    domains: frozenset[str]
    ruled: frozenset[str]
    civil: bool
    at_war: bool
    tales: tuple[bool, ...]
    invented: tuple[bool, ...]

    def silences(self, trigger: Trigger[Any], kind: Kind) -> bool:
        """Does a tale, told or made up, or a cue take an event of `kind` from `trigger`?"""
        sentence = trigger.reading.index
        if self.tales[sentence] or self.invented[sentence]:
            return trigger.drop(kind, "tale")
        armed = self.armed[sentence]
        cues = (c for c in self.cues[sentence] if kind in c.entry.silences and (c.entry.armed or not armed))
        cue = next((c for c in cues if self._reaches(c, trigger)), None)
        cue = cue or (None if armed else self._other_sense(trigger, kind))
        return cue is not None and trigger.drop(kind, "silenced", told(cue))

    def _reaches(self, cue: Trigger[Silence], trigger: Trigger[Any]) -> bool:
        entry = cue.entry
        if entry.scope == "clause" and not trigger.clause.holds(cue.index):
            return False
        return entry.strength == "strong" or entry.domain in self.domains

    def _other_sense(self, trigger: Trigger[Any], kind: Kind) -> Trigger[Silence] | None:
        """A cue of a sense that the trigger's own entry warns of, in its sentence. Hints tell words of violence only:
        a truce or a minister beside it is no sign against talks; and of these only the one that warns of them."""
        senses = dict(trigger.entry.senses)
        cues = self.cues[trigger.reading.index] if senses and not (kind == "attack" and _deadly(trigger)) else ()
        own = trigger.form.fixed  # "in Brand setzen"
        cues = tuple(c for c in cues if c.entry.domain in senses and c.index != trigger.index)
        cues = tuple(c for c in cues if not set(c.form.words) <= set(own))
        if kind == "attack" and _is_news(trigger.reading):
            cues = tuple(c for c in cues if not _is_struck(c, trigger))
        if cues and kind == "attack" and not trigger.verbal and "attacker" in _told(trigger):
            cues = tuple(c for c in cues if c.entry.domain not in _CALAMITIES)  # "Russian strike sparks blaze"
        triggers = find_triggers(trigger.reading, AttackWord) if cues else ()
        violent = {k: dict(t.entry.senses) for t in triggers for k in range(t.index, t.last + 1)}
        for cue in cues:
            entry = cue.entry
            # A word of violence is no sign against another unless it is ambiguous the same way, and more than weak.
            same = cue.index in violent and entry.domain in violent[cue.index] and entry.strength != "weak"
            if (cue.index in violent and not same) or (entry.strength == "weak" and (self.at_war or _of_topic(cue))):
                continue
            if entry.strength != "hint" or (kind == "attack" and entry.lemma in senses[entry.domain]):
                return cue
        return None

    def calamity(self, reading: Reading) -> bool:
        """Does a sentence tell of harm that nobody did to anybody?"""
        return self.mishap(reading.index) and not self.armed[reading.index]

    def mishap(self, sentence: int) -> bool:
        """Is there a word in it for such harm, to soldiers perhaps ("a helicopter crash")?"""
        cues = [c.entry for c in self.cues[sentence] if c.entry.strength in ("strong", "medium")]
        return any(e.domain in _CALAMITIES for e in cues)

    def off_topic(self, kind: str) -> bool:
        """Is the whole article of a domain that has no events of `kind`?"""
        return kind in self.ruled and not self.at_war

    @property
    def about(self) -> str:
        """The domains of the article in words."""
        return ", ".join(sorted(self.domains))

    def signs(self) -> dict[str, tuple[str, ...]]:
        """The words that tell the domains of the article, by domain."""
        cues = [c for sentence in self.cues for c in sentence]
        return {d: tuple(dict.fromkeys(c.text for c in cues if c.entry.domain == d)) for d in sorted(self.domains)}


def _of_topic(cue: Trigger[Silence]) -> bool:
    """Is it part of the name of what sides talk about ("the nuclear | deal")?"""
    return any(t.index < cue.index <= t.last for t in find_triggers(cue.reading, Topic))


def _deadly(trigger: Trigger[Any]) -> bool:
    """Is it somebody's deed against somebody or some place, beside a toll ("killed in a Russian strike on Kharkiv"), or
    that of a weapon ("a drone hit the bus")?"""
    toll = any(t.entry.slot for t in find_triggers(trigger.reading, Casualty))
    if not toll or not isinstance(trigger.entry, AttackWord):
        return False
    doers = [a.phrase for a in arguments(trigger, "subject") if a.phrase is not None] if trigger.verbal else []
    if any(p.head == t.last for p in doers for t in find_triggers(trigger.reading, Weapon)):
        return True
    return {"attacker", "target"} <= _told(trigger)


def _told(trigger: Trigger[Any]) -> set[str]:
    """The roles of a word of violence that somebody or some place has ("a | Russian | strike on | Kharkiv")."""
    roles: tuple[str, ...] = getattr(trigger.entry, "roles", ())  # a weapon has none
    rules = [rule.partition("=")[::2] for rule in roles]
    return {role for place, role in rules for a in arguments(trigger, place) if a.actors or a.places}


def _is_news(reading: Reading) -> bool:
    """Does a headline tell it, or a toll stand beside it, so that nobody only speaks of it?"""
    return reading.sentence.role != "body" or any(t.entry.slot for t in find_triggers(reading, Casualty))


def _is_struck(cue: Trigger[Silence], trigger: Trigger[Any]) -> bool:
    """Is a cue only the building or thing that a word of violence has for its target or place ("attack on a clinic",
    "explosion at a market")?
    """
    roles: tuple[str, ...] = getattr(trigger.entry, "roles", ())  # a weapon has none
    places = (place for place, _, role in (r.partition("=") for r in roles) if role in ("target", "place"))
    phrases = [a.phrase for place in places for a in arguments(trigger, place) if a.phrase is not None]
    return any(h.index == cue.index for h in find_triggers(cue.reading, HitWord)) and any(
        p.covers(cue.index, cue.index) for p in phrases
    )


def told(cue: Trigger[Silence]) -> str:
    """A cue as explanations name it: its domain and its words."""
    return f"{cue.entry.domain}: {cue.text}"


def set_scene(analysis: Analysis) -> Scene:
    """Reads the domains of `analysis` from its cues."""
    readings = analysis.readings
    cues = tuple(tuple(c for c in find_triggers(r, Silence) if not _in_name(c)) for r in readings)
    entries = {c.entry for sentence in cues for c in sentence}
    past = [_long_ago(r, analysis) for r in readings]
    civil = any(e.strength in ("strong", "medium") and "attack" in e.silences and e.domain != _DRILLS for e in entries)
    armed = tuple(
        not old and (_armed(r, civil=not civil) or _massacre(r)) for old, r in zip(past, readings, strict=True)
    )
    fought = any(armed) and [r for old, r in zip(past, readings, strict=True) if not old and _armed(r, civil=True)]
    war = 2.0 * len(fought or ())
    domains = _domains(entries, past, war + sum(_of_war(r) for r in readings))
    # Home politics and everyday life mix with matters of war: they take nothing beyond their sentences.
    ruling = [e.silences for e in entries if e.domain in domains and "attack" in e.silences]
    ruled = frozenset(kind for kinds in ruling for kind in kinds)
    tales, invented = find_tales(analysis), tuple(_invented(cues, readings))
    return Scene(cues, armed, domains, ruled, civil, war >= _ARTICLE_WEIGHT, tales, invented)


def _invented(cues: Sequence[Sequence[Trigger[Silence]]], readings: Sequence[Reading]) -> Iterator[bool]:
    """Per sentence: does it tell what a film, a game or a study makes up, or go on with it in the paragraph?"""
    paragraph, told = -1, False
    for sentence, reading in zip(cues, readings, strict=True):
        told = told and reading.sentence.paragraph == paragraph
        told = told or any(c.entry.scope == "tale" and c.entry.strength == "strong" for c in sentence)
        paragraph = reading.sentence.paragraph
        yield told


def _domains(entries: Collection[Silence], past: Sequence[bool], war: float) -> frozenset[str]:
    """The domains whose cues weigh enough and outweigh the marks of war."""
    weights: defaultdict[str, float] = defaultdict(float)
    for entry in entries:
        weights[entry.domain] += _WEIGHT[entry.strength]
    weights[_HISTORY] += _WEIGHT["medium"] * sum(past)
    return frozenset(d for d, w in weights.items() if w >= _ARTICLE_WEIGHT and w > war)


def _long_ago(reading: Reading, analysis: Analysis) -> bool:
    """Does the sentence name a time so long back that it is history?"""
    published = analysis.published
    times = (e.resolve(published, "past") for e in reading.times)
    return any(t and int(str(t.end)[:4]) <= published.year - _LONG_AGO for t in times)


def _in_name(cue: Trigger[Silence]) -> bool:
    """Is the cue only a part of the name of a side ("European Union leaders"), or of who helps ("aid | workers")?"""
    words = cue.reading.words[max(cue.index - 1, 0) : cue.last + 1]
    noun = cue.reading.pack.actors.nouns.get(name_key([w.lower for w in words]))
    if noun is not None and len(words) > 1 and not noun.civil:
        return True
    actors = (m for m in cue.reading.actors if m.form != "generic")  # "Mexican drug cartels" is no name
    named = (m for m in actors if (m.first <= cue.index and cue.last <= m.last) or _ends_in(cue, m))
    return any(m.first < cue.index or (m.form == "body" and cue.last < m.last) for m in named)


def _ends_in(cue: Trigger[Silence], mention: ActorMention) -> bool:
    """Does the name of a body end inside the cue ("African | Union | leaders")?"""
    return mention.form == "body" and mention.first < cue.index <= mention.last


def _armed(reading: Reading, *, civil: bool) -> bool:
    if any(m.side.actor.kind in _ARMED and (civil or not is_civil(m, reading)) for m in reading.actors):
        return True
    arms = [t for t in find_triggers(reading, Weapon) if t.entry.role != "aid"]
    return any(not t.entry.ambiguity or _of_country(t) for t in arms)


def _massacre(reading: Reading) -> bool:
    """Do several armed people kill many, which no ordinary crime does ("gunmen killed 20 villagers")?"""
    people = reading.pack.quantities.people
    doers = (m for m in reading.actors if m.actor.kind == "armed_group")
    if not any(reading.words[m.head].lower in people for m in doers):
        return False
    killed = any(t.verbal and t.entry.slot == "killed" for t in find_triggers(reading, Casualty))
    people |= frozenset(
        w.lower for m in reading.actors if m.form == "generic" for w in reading.words[m.head : m.head + 1]
    )
    persons = (q for q in reading.quantities if q.noun is None or q.from_article)
    counted = (*persons, *(q for q in reading.quantities if q.noun and reading.words[q.noun].lower in people))
    return killed and any((q.quantity.min or 0) >= _MANY for q in counted)


def _of_country(arm: Trigger[Weapon]) -> bool:
    """Is it a country's own weapon ("a Russian missile")?"""
    return any(m.form == "adjective" and m.last == arm.index - 1 for m in arm.reading.actors)


def _of_war(reading: Reading) -> bool:
    return any(t.entry.strength == "strong" and t.entry.topic in _OF_WAR for t in find_triggers(reading, Topic))


def is_civil(mention: ActorMention, reading: Reading) -> bool:
    """Is it somebody armed of no side that the text names, or who goes by a word of crime ("gunman", "X cartel")?"""
    word = reading.words[mention.head]
    noun = reading.pack.actors.nouns.get(word.lower)
    if noun is None or not noun.civil:
        return False
    crime = any(isinstance(f.entry, Silence) and "attack" in f.entry.silences for f in word.nouns)
    return mention.guessed or mention.form == "body" or (noun.speaks and crime)
