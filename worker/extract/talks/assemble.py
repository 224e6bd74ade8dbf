"""Talks: two or more sides conferring, offered, dated, held, failed or refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from schemas import Outcome, Talks, When
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import (
    STRENGTH,
    event_id,
    evidence,
    extend,
    governs,
    opening_day,
    overlap,
    side,
    unique_places,
    unique_sides,
)
from worker.extract.grammar.frames import Trigger, find_triggers
from worker.extract.silence import Scene
from worker.extract.talks.sides import Table, clauses_of, helps, nominal, relatives_of, row, seat
from worker.extract.talks.status import Outlook, outcomes_in, outlook_of
from worker.extract.topics import topics_of
from worker.extract.values.times import Tense, TimeExpression
from worker.languages.pack import TalksStatus, TalksWord

_SENSES = frozenset({"event", "meet", "visit", "contact", "mediate", "mediation", "host", "travel", "offer", "outcome"})
# Senses that alone are not yet talks: a guest who travels may meet nobody.
_FAINT = frozenset({"travel", "visit", "contact", "mediate", "mediation"})
# Topics that two sides settle at talks, so that an agreement on them tells of talks.
_SETTLED = frozenset({"peace", "ceasefire", "prisoner_exchange", "hostages", "humanitarian_access", "grain"})
# Statuses that one meeting can have in turn while an article goes on.
_CHAPTERS = (
    frozenset({"held", "under_way", "failed"}),
    frozenset({"proposed", "rejected"}),
    frozenset({"planned", "cancelled"}),
)
# Which status stays where two words are equally sure.
_TELLING = ("cancelled", "rejected", "failed", "under_way", "held", "planned", "proposed")
_AHEAD = frozenset({"planned", "proposed"})
_DONE = frozenset({"held", "failed", "under_way"})
_REACH = 6
_BY_WIRE = ("phone", "video")


@dataclass(slots=True)
class Meeting:
    """Talks that are being put together. `told`: how many words tell of it; `named`: one of them is a noun for it."""

    sentences: set[int]
    table: Table
    outlook: Outlook
    formats: list[str] = field(default_factory=list)
    when: When | None = None
    rules: list[str] = field(default_factory=list)
    strength: int = 0
    told: int = 1
    named: bool = False


def find_talks(analysis: Analysis, scene: Scene) -> tuple[Talks, ...]:
    """The talks that the article reports, in order of the text."""
    if scene.off_topic():
        return ()
    meetings: list[Meeting] = []
    for reading in analysis.readings:
        for meeting in _of_sentence(reading, analysis, scene):
            _join(meeting, meetings, analysis)
    return tuple(_event(m, analysis) for m in meetings if _complete(m, analysis, scene))


def _of_sentence(reading: Reading, analysis: Analysis, scene: Scene) -> list[Meeting]:
    """The meetings of one sentence: triggers of one clause that speak of the same are one."""
    found: list[Meeting] = []
    clauses: list[frozenset[int]] = []
    for trigger in find_triggers(reading, TalksWord):
        meeting = _meeting(trigger, analysis, scene)
        if meeting is None:
            continue
        around = frozenset(c.number for c in clauses_of(trigger))
        known = next((k for k, c in enumerate(clauses) if c & around and _same(meeting, found[k])), None)
        if known is None:
            found.append(meeting)
            clauses.append(around)
        else:
            _merge(meeting, found[known])
            clauses[known] |= around
    return found or list(_exchanges(reading, analysis))


def _meeting(trigger: Trigger[TalksWord], analysis: Analysis, scene: Scene) -> Meeting | None:
    entry = trigger.entry
    if entry.sense not in _SENSES or scene.silences(trigger, "talks"):
        return None
    if entry.sense == "outcome" and not _settles(trigger, analysis):
        return None
    if trigger.verbal and helps(trigger):
        return None
    outlook = outlook_of(trigger)
    if outlook is None:
        return None
    return Meeting(
        {trigger.reading.index},
        seat(trigger),
        outlook,
        formats=[entry.format] if entry.format != "unknown" else [],
        when=_when(trigger, outlook, analysis),
        rules=[f"talks:{entry.lemma}", *outlook.rules],
        strength=0 if entry.sense in _FAINT else STRENGTH[entry.strength],
        named=nominal(trigger) and entry.sense == "event",
    )


def _settles(trigger: Trigger[TalksWord], analysis: Analysis) -> bool:
    """Is it an agreement on what is settled at talks, and not one to meet?"""
    words = find_triggers(trigger.reading, TalksWord)
    if any(_agreed(word, trigger) for word in words):
        return False
    return bool(_SETTLED & set(topics_of(analysis, [trigger.reading.index])))


def _agreed(word: Trigger[TalksWord], agreement: Trigger[TalksWord]) -> bool:
    """Is a word of talks what an agreement is on ("agreed to meet", "agreed on talks")?"""
    if word.entry.sense in ("meet", "travel"):
        return word.index > agreement.index and word.reading.words[word.index].infinitive
    phrase = word.reading.phrase_at(word.index)
    topics = {r.partition("=")[0] for r in agreement.entry.roles if r.endswith("=topic")}
    return nominal(word) and word.clause is agreement.clause and phrase is not None and phrase.preposition in topics


def _exchanges(reading: Reading, analysis: Analysis) -> Iterator[Meeting]:
    """Two sides that exchange prisoners have agreed to it."""
    for cue in find_triggers(reading, TalksStatus):
        subject = reading.subject(cue.clause)
        if cue.entry.value != "prisoner_exchange" or subject is None or not cue.clause.past:
            continue
        table = Table()
        table.add(row(reading, reading.actors_of(subject)))
        if len(table.sides()) > 1:
            yield Meeting(
                {reading.index}, table, Outlook("held", 1), rules=[f"outcome:{cue.entry.lemma}"], strength=1,
                when=next((w for t in reading.times if (w := t.resolve(analysis.article.published, "past"))), None),
            )  # fmt: skip
            return


def _when(trigger: Trigger[TalksWord], outlook: Outlook, analysis: Analysis) -> When | None:
    """The time of the talks: the nearest in their clauses that fits their status; behind them where another verb has
    announced them, whose own time it may be."""
    published = analysis.article.published
    clauses = (trigger.clause, *relatives_of(trigger))
    reading, index = trigger.reading, trigger.index
    inside = [t for t in reading.times if not t.governs and any(c.holds(t.first) for c in clauses)]
    times = [t for t in inside if not _bounds(t, trigger)]
    governed = [t for t in reading.times if governs(t, reading, trigger.clause, index)]
    if outlook.announced and outlook.value not in _DONE:
        governed, times = [], [t for t in times if t.first > index]
    elif not inside and outlook.value in _DONE:
        times = [t for t in reading.times if t.names_day and t.last < index]
    for time in (*governed, *sorted(times, key=lambda t: abs(t.first - index))):
        when = time.resolve(published, _tense(outlook))
        if when and (published is None or _fits(when, outlook, published.date())):
            return when
    return None


def _bounds(time: TimeExpression, trigger: Trigger[TalksWord]) -> bool:
    """Does a time only say since or before when ("the first visit since April")?"""
    cues = find_triggers(trigger.reading, TalksStatus)
    before = (time.first - 1,) if time.kind == "point" else (time.first - 1, time.first)
    return any("governs:talks" in c.entry.needs and c.last in before for c in cues)


def _tense(outlook: Outlook) -> Tense | None:
    return "future" if outlook.value in _AHEAD else "past" if outlook.sure else None


def _fits(when: When, outlook: Outlook, published: date) -> bool:
    if outlook.value in _AHEAD and outlook.sure:
        return str(when.end)[:10] >= str(published)
    return not (outlook.value in ("held", "failed") and outlook.sure) or str(when.start)[:10] <= str(published)


def _join(meeting: Meeting, meetings: list[Meeting], analysis: Analysis) -> None:
    known = next((k for k in reversed(meetings) if _same(meeting, k)), None)
    if known is None:
        _ask_before(meeting, analysis)
        meetings.append(meeting)
    else:
        _merge(meeting, known)


def _same(meeting: Meeting, known: Meeting) -> bool:
    """Can both be one meeting: the same sides or one only pointed at, one time, one way, one place, one fate?"""
    sides, before = meeting.table.core(), known.table.core()
    whole = len(sides) >= 2 and len(before) >= 2
    fits = sides <= before or before <= sides or sides <= known.table.sides()
    if not fits and (whole or meeting.sentences != known.sentences):
        return False
    if not whole and min(meeting.sentences) - max(known.sentences) > _REACH:
        return False
    return (
        overlap(meeting.when, known.when)
        and _one_way(meeting, known)
        and _one_place(meeting, known)
        and _one_fate(meeting.outlook, known.outlook)
    )


def _one_way(meeting: Meeting, known: Meeting) -> bool:
    ways = [{f in _BY_WIRE for f in m.formats} for m in (meeting, known)]
    return not all(ways) or bool(ways[0] & ways[1])


def _one_place(meeting: Meeting, known: Meeting) -> bool:
    countries = [{m.place.country for m in x.table.places} for x in (meeting, known)]
    return not all(countries) or bool(countries[0] & countries[1])


def _one_fate(a: Outlook, b: Outlook) -> bool:
    return not (a.sure and b.sure) or a.value == b.value or any({a.value, b.value} <= c for c in _CHAPTERS)


def _merge(meeting: Meeting, known: Meeting) -> None:
    """Adds what `meeting` tells to what is `known` of it."""
    known.sentences |= meeting.sentences
    known.table.add(meeting.table.participants)
    extend(known.table.hosts, meeting.table.hosts)
    extend(known.table.mediators, meeting.table.mediators)
    extend(known.table.places, meeting.table.places)
    extend(known.formats, meeting.formats)
    extend(known.rules, meeting.rules)
    known.when = known.when or meeting.when
    known.strength = max(known.strength, meeting.strength)
    known.told += meeting.told
    known.named = known.named or meeting.named
    first, second = known.outlook, meeting.outlook
    if (second.sure, -_TELLING.index(second.value)) > (first.sure, -_TELLING.index(first.value)):
        known.outlook = second


def _ask_before(meeting: Meeting, analysis: Analysis) -> None:
    """A meeting told with one side ("in a call on Wednesday, Mr Biden ...") is with the one person of another side that
    the sentence before names beside it."""
    sides, first = meeting.table.sides(), min(meeting.sentences)
    if len(sides) != 1 or not meeting.named or not meeting.strength or not first:
        return
    before = [m for m in analysis.readings[first - 1].actors if m.actor.kind == "person" and m.actor.country]
    others = {side(m.actor) for m in before} - sides
    if len(others) == 1 and any(side(m.actor) in sides for m in before):
        meeting.table.add([m for m in before if side(m.actor) in others])
        meeting.sentences.add(first - 1)


def _complete(meeting: Meeting, analysis: Analysis, scene: Scene) -> bool:
    """Are there two sides, or a body of several, that are told to confer?"""
    topical = scene.at_war or bool(topics_of(analysis, sorted(meeting.sentences)))
    if meeting.strength == 0 and (meeting.told < 2 or not topical):
        return False
    sides = meeting.table.sides()
    if len(sides) >= 2:
        return True
    if not meeting.named or not sides or not meeting.strength:
        return False
    present = [a for m in meeting.table.present() for a in m.actors]
    many = all(a.country is None and a.kind in ("organization", "other") for a in present)
    return many and bool(topics_of(analysis, sorted(meeting.sentences)))


def _format(meeting: Meeting) -> str:
    wire = next((f for f in meeting.formats if f in _BY_WIRE), None)
    return wire or next(iter(meeting.formats), "in_person" if meeting.table.places else "unknown")


def _outcomes(outcomes: Iterator[Outcome]) -> tuple[Outcome, ...]:
    return tuple({o.kind: o for o in outcomes}.values())


def _event(meeting: Meeting, analysis: Analysis) -> Talks:
    found = evidence(analysis, meeting.sentences)
    sentences = sorted(meeting.sentences)
    done = meeting.outlook.value in _DONE
    return Talks.model_validate(
        {
            "id": event_id(analysis.article, "talks", found, "|".join(sorted(meeting.table.sides()))),
            "status": meeting.outlook.value,
            "when": meeting.when or (opening_day(analysis, sentences) if done else None),
            "places": unique_places(meeting.table.places),
            "evidence": found,
            "confidence": 0.5 + 0.1 * meeting.strength + 0.1 * (meeting.outlook.sure > 0),
            "participants": unique_sides(meeting.table.present()),
            "mediators": unique_sides(meeting.table.between()),
            "format": _format(meeting),
            "topics": topics_of(analysis, sentences),
            "outcomes": _outcomes(outcomes_in(analysis.readings[i] for i in sentences)) if done else (),
            "rules": tuple(dict.fromkeys(meeting.rules)),
        }
    )
