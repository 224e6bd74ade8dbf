"""What an article or sentence is about when it is not about events of ours: sport, labour, health, history ...

A cue of such a domain silences a trigger in its reach, and tells the sense of a word that is ambiguous that way, unless
the sentence names what only a real event has: a weapon, an armed force, an armed group.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from worker.extract.analysis import Analysis, Reading
from worker.extract.grammar.frames import Trigger, find_triggers
from worker.languages.pack import AttackWord, Silence, Weapon

_WEIGHT = {"strong": 2.0, "medium": 1.0, "weak": 0.5, "hint": 0.0}
# An article belongs to a domain when its cues there weigh this much and outweigh the marks of war.
_ARTICLE_WEIGHT = 4.0
_ARMED = frozenset({"military", "armed_group"})


@dataclass(frozen=True, eq=False)
class Scene:
    """What silences what: per sentence the cues that stand in it, for the article the domains that rule it."""

    cues: tuple[tuple[Trigger[Silence], ...], ...]
    armed: tuple[bool, ...]
    domains: frozenset[str]
    at_war: bool

    def silences(self, trigger: Trigger[Any], kind: str) -> Silence | None:
        """The cue that takes an event of `kind` from `trigger`, or None."""
        sentence = trigger.reading.index
        if self.armed[sentence]:
            return None
        for cue in self.cues[sentence]:
            entry = cue.entry
            if kind in entry.silences and self._reaches(cue, trigger):
                return entry
        return self._other_sense(trigger, kind)

    def _reaches(self, cue: Trigger[Silence], trigger: Trigger[Any]) -> bool:
        entry = cue.entry
        if entry.scope == "clause" and not trigger.clause.holds(cue.index):
            return False
        return entry.strength == "strong" or entry.domain in self.domains

    def _other_sense(self, trigger: Trigger[Any], kind: str) -> Silence | None:
        """A cue of a sense that the trigger's own entry warns of, in its sentence. Hints tell words of violence only:
        a truce or a minister beside it is no sign against talks; and of these only the one that warns of them."""
        senses = dict(trigger.entry.senses)
        violent = {t.index: dict(t.entry.senses) for t in find_triggers(trigger.reading, AttackWord)}
        for cue in self.cues[trigger.reading.index]:
            entry = cue.entry
            if entry.domain not in senses or cue.index == trigger.index:
                continue
            # A word of violence is no sign against another unless it is ambiguous the same way.
            told = cue.index in violent and entry.domain not in violent[cue.index]
            if told or (self.at_war and entry.strength == "weak"):
                continue
            if entry.strength != "hint" or (kind == "attack" and entry.lemma in senses[entry.domain]):
                return entry
        return None

    def off_topic(self) -> bool:
        """Is the whole article of a domain that has no events of ours?"""
        return bool(self.domains) and not self.at_war


def set_scene(analysis: Analysis) -> Scene:
    """Reads the domains of `analysis` from its cues."""
    cues = tuple(tuple(c for c in find_triggers(r, Silence) if not _in_name(c)) for r in analysis.readings)
    armed = tuple(_armed(r) for r in analysis.readings)
    weights: defaultdict[str, float] = defaultdict(float)
    for entry in {c.entry for sentence in cues for c in sentence}:
        weights[entry.domain] += _WEIGHT[entry.strength]
    war = sum(2.0 for a in armed if a)
    domains = frozenset(d for d, w in weights.items() if w >= _ARTICLE_WEIGHT and w > war)
    return Scene(cues, armed, domains, war >= _ARTICLE_WEIGHT)


def _in_name(cue: Trigger[Silence]) -> bool:
    """Is the cue only a part of the name of a side ("European Union leaders")?"""
    span = (cue.index, cue.last)
    return any(m.first <= cue.index and cue.last <= m.last and span != (m.first, m.last) for m in cue.reading.actors)


def _armed(reading: Reading) -> bool:
    if any(m.side.actor.kind in _ARMED for m in reading.actors):
        return True
    return any(t.entry.role != "aid" and not t.entry.ambiguity for t in find_triggers(reading, Weapon))
