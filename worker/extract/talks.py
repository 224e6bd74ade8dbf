"""Talks: two or more sides conferring, offered, dated, held, failed or refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas import Outcome, Talks, When
from worker.extract.analysis import Analysis
from worker.extract.draft import event_id, evidence, overlap, resolve, side, time_of, unique_actors, unique_places
from worker.extract.frames import Argument, Trigger, arguments, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.phrases import dative_of
from worker.extract.reality import reality_of
from worker.extract.silence import Scene
from worker.extract.topics import topics_of
from worker.languages.pack import TalksStatus, TalksWord

_SENSES = frozenset({"event", "meet", "visit", "contact", "mediate", "mediation", "host"})
_PARTICIPANTS = frozenset({"participants", "guest", "host", "side"})
_STATUS = {
    "planned": "planned",
    "requested": "proposed",
    "denied": "rejected",
    "threatened": "planned",
    "negated": "failed",
}
_DROPPED = frozenset({"exercise", "hypothetical"})
# Which status wins where a clause has cues of several.
_TELLING = ("cancelled", "rejected", "failed", "proposed", "planned", "under_way", "held")
_REACH = 3
_STRENGTH = {"strong": 2, "medium": 1, "weak": 0}


@dataclass(slots=True)
class Meeting:
    """Talks that are being put together."""

    sentences: set[int]
    participants: list[ActorMention] = field(default_factory=list)
    mediators: list[ActorMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    when: When | None = None
    rules: list[str] = field(default_factory=list)
    strength: int = 0

    def sides(self) -> frozenset[str]:
        return frozenset(side(m.actor) for m in self.participants)


def find_talks(analysis: Analysis, scene: Scene) -> tuple[Talks, ...]:
    """The talks that the article reports, in order of the text."""
    meetings: list[Meeting] = []
    for reading in analysis.readings:
        for trigger in find_triggers(reading, TalksWord):
            meeting = _meeting(trigger, analysis, scene)
            if meeting:
                _join(meeting, meetings)
    return tuple(_event(m, analysis) for m in meetings if len(m.sides()) >= 2 and m.strength > 0)


def _meeting(trigger: Trigger[TalksWord], analysis: Analysis, scene: Scene) -> Meeting | None:
    entry = trigger.entry
    if entry.sense not in _SENSES or scene.silences(trigger, "talks") or scene.off_topic():
        return None
    standing = reality_of(trigger)
    if standing.type in _DROPPED:
        return None
    meeting = Meeting(
        {trigger.reading.index}, rules=[f"talks:{entry.lemma}"], strength=_STRENGTH.get(entry.strength, 1)
    )
    for rule in entry.roles:
        place, _, role = rule.partition("=")
        for argument in arguments(trigger, place):
            _fill(meeting, role, argument)
    if not trigger.verbal:
        _carrier(meeting, trigger)
    meeting.formats += [entry.format] if entry.format != "unknown" else []
    meeting.when = resolve(time_of(trigger.reading, trigger.clause, trigger.index), trigger.clause, analysis.article)
    meeting.statuses.append(_status(trigger, meeting, standing.type))
    return meeting


def _fill(meeting: Meeting, role: str, argument: Argument) -> None:
    if role in _PARTICIPANTS:
        meeting.participants += [m for m in argument.actors if m not in meeting.participants]
    elif role == "mediator":
        meeting.mediators += argument.actors
    elif role == "venue":
        meeting.places += argument.places


def _carrier(meeting: Meeting, trigger: Trigger[TalksWord]) -> None:
    """Who stands around the verb that carries a noun of talks takes part: its subject, its dative, and the phrases
    that the noun would take ("Kiew und Moskau führten Gespräche", "schlug Russland Gespräche vor")."""
    reading, clause = trigger.reading, trigger.clause
    phrases = [p for p in reading.phrases_of(clause) if not p.covers(trigger.index, trigger.index)]
    subject = reading.subject(clause)
    wanted = {
        r.partition("=")[0].partition("+")[0] for r in trigger.entry.roles if r.partition("=")[2] in _PARTICIPANTS
    }
    around = [
        p
        for p in phrases
        if p is subject or p is dative_of(phrases, subject, reading.grammar) or p.preposition in wanted
    ]
    for phrase in around:
        meeting.participants += [m for m in reading.actors_of(phrase) if m not in meeting.participants]
    meeting.places += [m for m in reading.places if clause.holds(m.first) and m.form == "place"]


def _status(trigger: Trigger[TalksWord], meeting: Meeting, standing: str) -> str:
    """Status from the pack's cues in the clause, else from tense and modality; what is to come has not been held."""
    found: list[str] = []
    for cue in find_triggers(trigger.reading, TalksStatus):
        entry = cue.entry
        if not cue.clause.holds(trigger.index):
            continue
        if entry.field == "outcome":
            meeting.outcomes.append(Outcome(kind=entry.value, text=entry.lemma))
        else:
            meeting.rules.append(f"status:{entry.lemma}")
            found.append(entry.value)
    ahead = standing in _STATUS
    found = [v for v in found if not (ahead and v in ("held", "under_way"))]
    if found:
        return min(found, key=_TELLING.index)
    if ahead:
        return _STATUS[standing]
    return "held" if trigger.clause.tense in ("past", "pluperfect") else "planned"


def _join(meeting: Meeting, meetings: list[Meeting]) -> None:
    for known in reversed(meetings):
        sides, known_sides = meeting.sides(), known.sides()
        near = min(meeting.sentences) - max(known.sentences) <= _REACH
        fits = not sides or not known_sides or sides <= known_sides or known_sides <= sides
        if near and fits and overlap(meeting.when, known.when) and meeting.statuses[0] == known.statuses[0]:
            known.sentences |= meeting.sentences
            for name in ("participants", "mediators", "places", "formats", "outcomes", "rules"):
                have = getattr(known, name)
                have.extend(x for x in getattr(meeting, name) if x not in have)
            known.when = known.when or meeting.when
            known.strength = max(known.strength, meeting.strength)
            return
    meetings.append(meeting)


def _outcomes(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    return tuple({o.kind: o for o in reversed(outcomes)}.values())[::-1]


def _event(meeting: Meeting, analysis: Analysis) -> Talks:
    found = evidence(analysis, meeting.sentences)
    mediators = unique_actors(meeting.mediators)
    return Talks.model_validate(
        {
            "id": event_id(analysis.article, "talks", found, "|".join(sorted(meeting.sides()))),
            "status": meeting.statuses[0],
            "when": meeting.when,
            "places": unique_places(meeting.places),
            "evidence": found,
            "confidence": 0.6 + 0.1 * meeting.strength,
            "participants": unique_actors(meeting.participants),
            "mediators": mediators,
            "format": meeting.formats[0] if meeting.formats else "unknown",
            "topics": topics_of(analysis, sorted(meeting.sentences)),
            "outcomes": _outcomes(meeting.outcomes),
            "rules": tuple(dict.fromkeys(meeting.rules)),
        }
    )
