"""How sure a word of talks tells of any, by its pack entry and by who stands around it."""

from worker.extract.draft import STRENGTH, side
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.talks.around import (
    called_on,
    converses,
    has_company,
    has_partner,
    invited,
    is_joint,
    jointly,
    meanwhile,
    rings,
    sees_person,
)
from worker.extract.talks.hosting import hosts_talks
from worker.extract.talks.status import Outlook
from worker.extract.talks.table import Table
from worker.languages.pack import AttackWord, Casualty, SpeechWord, TalksWord

# Senses that alone are not yet talks: a guest who travels may meet nobody.
_FAINT = frozenset({"travel", "visit", "contact", "mediate", "mediation"})
# Senses of verbs that mean something else as often: weak ones count where they have both sides.
DOUBTFUL = frozenset({"meet", "attend", "host"})


def strength_of(trigger: Trigger[TalksWord], table: Table, outlook: Outlook) -> int:
    """How sure the word tells of talks: a faint one only where it names both sides, between whom somebody mediates, or
    the other side as such ("called his counterpart"), or tells what becomes of them ("rejected dialogue")."""
    entry = trigger.entry
    if entry.sense in _FAINT:
        sees = entry.sense in ("travel", "visit") and (sees_person(trigger) or invited(trigger))
        two = len(table.sides()) > 1 and (table.mediators or _by_wire(trigger) or _between_two(trigger, table, outlook))
        return max(STRENGTH[entry.strength], int(bool(two))) if sees or two else 0
    if entry.sense == "host" and (sees_person(trigger) or hosts_talks(trigger)):
        return max(STRENGTH[entry.strength], 1)
    if entry.sense == "event":
        sure = len(table.sides()) > 1 and bool(outlook.sure > 1 or outlook.rules or has_company(trigger))
    else:
        sure = entry.sense in DOUBTFUL and any(f(trigger) for f in (has_partner, rings, jointly, converses))
        sure = sure or (is_joint(trigger) and _assembled(table))
    return max(STRENGTH[entry.strength], int(sure))


def _between_two(trigger: Trigger[TalksWord], table: Table, outlook: Outlook) -> bool:
    """Does a visit or journey of one side to another tell of talks: since it is one of state or called off, or the
    guest speaks to people there ("told her on a visit to Kyiv"), or since it is envoys of two who come?"""
    if trigger.entry.sense == "visit":
        harm = (t for t in find_triggers(trigger.reading, AttackWord, Casualty) if t.clause is trigger.clause)
        hurt = any(t.verbal and not t.reading.words[t.index].infinitive for t in harm)
        told = not hurt and meanwhile(trigger) and len(table.core()) > 1  # not "was killed during a visit to Tehran"
        told = told or _tells_host(trigger, table) or trigger.entry.strength == "strong"
        return told or outlook.value in ("cancelled", "rejected")
    if trigger.entry.sense == "travel" and (called_on(trigger) or _tells_host(trigger, table)):
        return True
    subjects = [a.phrase for a in arguments(trigger, "subject") if a.phrase] if trigger.entry.sense == "travel" else []
    envoys = (t for t in find_triggers(trigger.reading, TalksWord) if t.entry.sense in ("person", "body"))
    return len(table.core()) > 1 and any(p.covers(t.index, t.index) for t in envoys for p in subjects)


def _tells_host(trigger: Trigger[TalksWord], table: Table) -> bool:
    """Does the guest say something to a person of the land he comes to ("paid a visit to Kyiv, telling Zelensky ...",
    "besuchte Kiew und sagte Selenskyj ...")?"""
    reading, homes = trigger.reading, {m.place.country for m in table.places} - {None}
    near = (trigger.clause.number, trigger.clause.number + 1)
    said = [t for t in find_triggers(reading, SpeechWord) if t.verbal and t.index > trigger.index]
    said = [t for t in said if t.clause.number in near and homes]
    told = (m for t in said for place in ("object", *t.entry.addressees) for a in arguments(t, place) for m in a.actors)
    return any(m.actor.kind == "person" and side(m.actor) in homes for m in told)


def _assembled(table: Table) -> bool:
    """Are people of two sides in one place ("Thai and Cambodian ministers | gathered in | Penang")?"""
    people = [m for m in table.participants if m.actor.kind == "person" and m.actor.role]
    return bool(people and table.places) and len(table.sides()) > 1


def _by_wire(trigger: Trigger[TalksWord]) -> bool:
    """Does a phrase say by what means two sides speak ("told him by phone")?"""
    spoken = find_triggers(trigger.reading, SpeechWord)
    return trigger.entry.pos in ("phrase", "adj") and any(t.verbal and t.clause is trigger.clause for t in spoken)
