"""Talks: two or more sides conferring, offered, dated, held, failed or refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from schemas import Outcome, Talks, When
from worker.extract.analysis import Analysis, Reading
from worker.extract.dating import governs
from worker.extract.draft import MOST_EVENTS, drop, event_id, evidence, extend, unique_places, unique_sides
from worker.extract.dropped import Reason
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.ranks import ranked
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.opening import dateline, opening_day
from worker.extract.retold import dates_other, is_old, tells_old
from worker.extract.silence import Scene
from worker.extract.talks.accord import SETTLED, accords, results
from worker.extract.talks.answers import answer
from worker.extract.talks.around import (
    attends,
    definite,
    goes_on,
    governed,
    helps,
    is_aim,
    modifies,
    nominal,
    repeats,
    to_others,
    with_somebody,
)  # fmt: skip
from worker.extract.talks.asking import asked
from worker.extract.talks.carrying import capitals, named_as_venue
from worker.extract.talks.clauses import clauses_of, relatives_of
from worker.extract.talks.hosting import habitual, takes_thing
from worker.extract.talks.meaning import (
    carried_out,
    earlier,
    in_name,
    is_verb,
    offers,
    only_says,
    previous,
    settles,
    topics_told,
)  # fmt: skip
from worker.extract.talks.meeting import BY_WIRE, Meeting, comes_to, go_by_place, join, merge, same
from worker.extract.talks.outcome import outcomes_in
from worker.extract.talks.sides import seat
from worker.extract.talks.status import Outlook, outlook_of
from worker.extract.talks.strength import DOUBTFUL, strength_of
from worker.extract.talks.table import Table, persons_first
from worker.extract.topics import topic_rules, topics_of
from worker.extract.values.expressions import day_of
from worker.extract.values.times import Tense, TimeExpression
from worker.languages.pack import TalksStatus, TalksWord

_SENSES = frozenset(
    {
        "event",
        "meet",
        "attend",
        "visit",
        "contact",
        "mediate",
        "mediation",
        "host",
        "travel",
        "offer",
        "outcome",
        "exchange",
    }
)
# A date without a year that is further off is the last one.
_SOON = timedelta(days=183)
_WIDE = frozenset({"month", "year"})
_AHEAD = frozenset({"planned", "proposed"})
_DONE = frozenset({"held", "failed", "under_way"})
# Kinds of a body of several, and of several that nobody names.
_SEVERAL = frozenset({"organization", "other"})
_NOTHING = "no_agreement"
_RESULTS = frozenset({"agreement", "partial_agreement", "prisoner_exchange"})


def find_talks(analysis: Analysis, scene: Scene) -> tuple[Talks, ...]:
    """The talks that the article reports, in order of the text."""
    if scene.off_topic("talks"):
        return ()
    meetings: list[Meeting] = []
    for reading in analysis.readings:
        if len(meetings) >= MOST_EVENTS:
            break
        for meeting in _of_sentence(reading, analysis, scene):
            join(meeting, meetings, analysis)
        answer(reading, meetings)
    for meeting in meetings:
        go_by_place(meeting, meetings)
    return tuple(_event(m, analysis) for m in meetings if _complete(m, analysis, scene))


def _of_sentence(reading: Reading, analysis: Analysis, scene: Scene) -> list[Meeting]:
    """The meetings of one sentence: triggers of one clause that speak of the same are one."""
    found: list[Meeting] = []
    clauses: list[frozenset[int]] = []
    triggers = find_triggers(reading, TalksWord)
    venues = frozenset(m.first for trigger in triggers for m in named_as_venue(trigger)) | capitals(reading)
    for trigger in triggers:
        meeting = _meeting(trigger, analysis, scene)
        if meeting is None:
            continue
        meeting.table.leave_out(venues)
        around = frozenset(c.number for c in clauses_of(trigger))
        beside = (k for k, c in zip(found, clauses, strict=True) if c & around and not k.journey)
        if is_aim(trigger) and any(len(k.table.core()) > 1 or (k.named and k.table.core()) for k in beside):
            meeting.table, meeting.outlook = Table(), Outlook("held", 0)
        there = ((k, found[k]) for k, c in enumerate(clauses) if c & around)
        fitting = (k for k, m in there if same(meeting, m) or comes_to(m, meeting) or comes_to(meeting, m))
        parties = meeting.table.parties()
        known = max(fitting, key=lambda k: len(found[k].table.parties() & parties), default=None)
        if known is None:
            found.append(meeting)
            clauses.append(around)
        else:
            merge(meeting, found[known])
            clauses[known] |= around
    found.sort(key=lambda m: m.further and not m.table.parties())  # the next round behind the one that was held
    return [*found, *results(reading, analysis), *accords(reading, analysis)]


def _meeting(trigger: Trigger[TalksWord], analysis: Analysis, scene: Scene) -> Meeting | None:
    entry = trigger.entry
    none = entry.sense not in _SENSES or in_name(trigger) or habitual(trigger) or only_says(trigger)
    if none and trigger.drop("talks", "no_talks"):
        return None
    if scene.silences(trigger, "talks"):
        return None
    if (tells_old(trigger.reading, trigger.clause, analysis) or earlier(trigger)) and trigger.drop("talks", "history"):
        return None
    if (helps(trigger) if trigger.verbal else is_verb(trigger)) and trigger.drop("talks", "auxiliary"):
        return None
    if not offers(trigger) and trigger.drop("talks", "no_offer"):
        return None
    outlook, table = outlook_of(trigger), seat(trigger, analysis)
    if entry.sense == "outcome" and not settles(trigger, table, analysis) and trigger.drop("talks", "unsettled"):
        return None
    extend(table.places, named_as_venue(trigger))
    if outlook is None:
        trigger.drop("talks", "never_held")
        return None
    if entry.sense == "exchange" and not carried_out(trigger, outlook) and trigger.drop("talks", "only_named"):
        return None
    strength, attended = strength_of(trigger, table, outlook), attends(trigger)
    named = entry.format == "phone" and entry.strength == "weak"  # "called Kigali a threat"
    lone = to_others(trigger) or takes_thing(trigger) or (not strength and (named or len(table.sides()) < 2))
    if entry.sense in DOUBTFUL and lone and not attended and trigger.drop("talks", "one_side"):
        return None
    now = not outlook.sure or (outlook.value == "under_way" and not trigger.clause.past)  # "resume next week"
    if outlook.value in _DONE and now and _to_come(trigger, analysis):
        outlook = Outlook("planned", 1)
    offered = entry.sense == "offer" and outlook.value in {*_DONE, "proposed"}
    sought = outlook.value in {*_DONE, "planned"} and bool(asked(trigger))
    if offered or sought:
        before = entry.sense == "offer" and trigger.clause.tense == "pluperfect"  # "had invited both"
        outlook = replace(
            outlook, value="proposed", sure=0 if before else max(outlook.sure, int(sought and trigger.verbal))
        )
    when = _when(trigger, outlook, analysis)
    if (gone := _day_before(trigger, outlook, when, analysis)) is not None:
        outlook, when = Outlook("held", 1), gone
    return Meeting(
        {trigger.reading.index},
        table,
        outlook,
        formats=[entry.format] if entry.format != "unknown" else [],
        topics=topics_told(trigger),
        when=when,
        rules=[trigger.rule, *(outlook.rules or (f"grammar:{outlook.value}",))],
        strength=strength,
        named=(nominal(trigger) and entry.sense == "event" and not modifies(trigger)) or _as_body(trigger, table),
        aside=governed(trigger),
        further=goes_on(trigger) if nominal(trigger) else repeats(trigger),
        attended=attended,
        journey=entry.sense == "travel" or (entry.sense == "visit" and not strength),
        joined=with_somebody(trigger),
        before=trigger.clause.tense == "pluperfect",
        previous=previous(trigger),
        certain=definite(trigger) if nominal(trigger) else entry.sense != "mediate" or entry.strength != "weak",
    )


def _as_body(trigger: Trigger[TalksWord], table: Table) -> bool:
    """Do people of a body of several meet, or several that share a name ("foreign ministers of the G7 | met"), or does
    one meet somewhere or some day, and nobody else?"""
    if not trigger.verbal or trigger.entry.sense != "meet":
        return False
    somewhere = bool(table.places) or any(trigger.clause.holds(t.first) for t in trigger.reading.times)
    alone = "object=participants" not in trigger.entry.roles or not any(arguments(trigger, "object"))
    forms = ("group", "body") if somewhere and alone else ("group",)
    return any(m.form in forms and m.actor.kind in _SEVERAL for m in table.participants)


def _to_come(trigger: Trigger[TalksWord], analysis: Analysis) -> bool:
    """Does a time show that the present tense tells of what is to come ("meet in Athens in April")?"""
    published, phrase = analysis.published, trigger.reading.phrase_at(trigger.index)
    clause = trigger.clause
    words = find_triggers(trigger.reading, TalksWord)
    goes = any(t.clause is clause and t.verbal and t.entry.sense == "travel" for t in words)  # "reist zu einem Gipfel"
    goes = goes or trigger.entry.sense == "visit"  # "kommt zu einem Staatsbesuch"
    if nominal(trigger) and phrase is not None and phrase.preposition and clause.finite and not goes:
        return False
    times = [
        t for t in trigger.reading.times if t.kind == "point" and clause.holds(t.first) and not _bounds(t, trigger)
    ]
    ahead = (t.resolve(published, "future") for t in times)
    today = published.date()
    return any(w and today < day_of(w.start) < today + _SOON for w in ahead)


def _when(trigger: Trigger[TalksWord], outlook: Outlook, analysis: Analysis) -> When | None:
    """The time of the talks: the nearest in their clauses that fits their status; behind them where another verb has
    announced them, whose own time it may be."""
    published = analysis.published
    clauses = (trigger.clause, *relatives_of(trigger))
    reading, index = trigger.reading, trigger.index
    aside = _elsewhere(trigger)
    inside = [t for t in reading.times if not t.governs and any(c.holds(t.first) for c in clauses)]
    times = [t for t in inside if not (_bounds(t, trigger) or _of_other(t, trigger) or _of_deed(t, trigger))]
    if outlook.value in _DONE:
        times = [t for t in times if t.kind != "deadline" and (aside is None or t.first < aside)]
    governed = [t for t in reading.times if governs(t, reading, trigger.clause, index)]
    if outlook.announced and outlook.value not in _DONE:
        governed, times = [], [t for t in times if t.first > index]
    elif not inside and outlook.value in _DONE and trigger.entry.sense != "mediate":
        times = [t for t in reading.times if t.names_day and t.last < index and not _parted(t, trigger)]
    dated = _dated_by(trigger) if outlook.value == "cancelled" else None
    tense = _tense(outlook) if dated is None else "future"
    for time in (*governed, *sorted(times, key=lambda t: abs(t.first - (dated or index)))):
        when = time.resolve(published, tense)
        of_accord = is_old(when, analysis) and dates_other(time, reading)
        if when and not of_accord and _fits(when, outlook, published.date()):
            return when
    return None


def _parted(time: TimeExpression, trigger: Trigger[TalksWord]) -> bool:
    """Does another time say that the talks came before or after that one ("on Friday, two days after | a visit where
    he met ..."), or is it that of the next ones ("another round is due on Friday, he said | after talks with ...")?"""
    reading = trigger.reading
    others = (t for t in find_triggers(reading, TalksWord) if nominal(t) and t.index != trigger.index)
    of_next = any(t.clause.holds(time.first) and goes_on(t) for t in others)
    return of_next or any(t.governs and time.last < t.first < trigger.index for t in reading.times)


def _of_deed(time: TimeExpression, trigger: Trigger[TalksWord]) -> bool:
    """Is it for when the sides agree to do something ("agreed | to free prisoners next week")?"""
    doing = (w.index for w in trigger.reading.words[trigger.index : time.first] if w.infinitive)
    return trigger.entry.sense == "outcome" and any(doing)


def _of_other(time: TimeExpression, trigger: Trigger[TalksWord]) -> bool:
    """Does a time stand behind a noun for earlier talks ("half as long as the previous round | on 3 March"), or for
    those before or after which these are ("came days after his visit to Kyiv | on Tuesday")?"""
    others = (t for t in find_triggers(trigger.reading, TalksWord) if t.index != trigger.index)
    others = (t for t in others if previous(t) or (nominal(t) and t.index > trigger.index and governed(t)))
    return any(t.clause.holds(time.first) and t.index < time.first for t in others)


def _day_before(trigger: Trigger[TalksWord], outlook: Outlook, when: When | None, analysis: Analysis) -> When | None:
    """The day just gone by on which talks were that somebody spoke ahead of ("ahead of Monday's talks she said"), where
    the next of that name is further off."""
    if when is None or outlook.value != "planned" or not (governed(trigger) and trigger.clause.past):
        return None
    published = analysis.published.date()
    past = _when(trigger, Outlook("held", 1), analysis)
    ahead = day_of(when.start) - published
    return past if past is not None and published - day_of(past.start) < ahead else None


def _elsewhere(trigger: Trigger[TalksWord]) -> int | None:
    """From which token on times are of what comes after the talks ("will after talks in Oslo | travel on Friday")."""
    clause, phrase = trigger.clause, trigger.reading.phrase_at(trigger.index)
    if clause.past or clause.finite is None or phrase is None or not governed(trigger):
        return None
    return clause.finite.index if clause.finite.index > trigger.index else phrase.last + 1


def _dated_by(trigger: Trigger[TalksWord]) -> int | None:
    """The word that says for when talks were planned which somebody has cancelled since."""
    cues = find_triggers(trigger.reading, TalksStatus)
    return next((c.index for c in cues if c.entry.value == "planned" and c.entry.pos != "phrase"), None)


def _bounds(time: TimeExpression, trigger: Trigger[TalksWord]) -> bool:
    """Does a time only say since or before when ("the first visit since April", "the first call in a year")?"""
    rule = time.meaning.rule
    wide = rule.means == "ahead_point" or (time.may_rank and rule.means in _WIDE)  # "their third call this year"
    if wide and ranked(trigger.clause, time.first, trigger.reading.grammar):
        return True
    words = find_triggers(trigger.reading, TalksStatus)
    cues = [c for c in words if "governs:talks" in c.entry.needs and not c.entry.tense]
    before = (time.first - 1,) if time.kind == "point" else (time.first - 1, time.first)
    if any(c.last in before for c in cues):
        return True
    since = (c for c in cues if trigger.index < c.index < time.first and c.clause is trigger.clause)
    return any(ranked(trigger.clause, c.index, trigger.reading.grammar) for c in since)  # "seit dem Angriff am Montag"


def _tense(outlook: Outlook) -> Tense | None:
    return "future" if outlook.value in _AHEAD else "past" if outlook.sure else None


def _fits(when: When, outlook: Outlook, published: date) -> bool:
    if outlook.value in _AHEAD and outlook.sure:
        return day_of(when.end) >= published
    return not (outlook.value in ("held", "failed") and outlook.sure) or day_of(when.start) <= published


def _complete(meeting: Meeting, analysis: Analysis, scene: Scene) -> bool:
    lack = _lack(meeting, analysis, scene)
    because = ", ".join(sorted(meeting.table.sides())) if lack == "one_side" else ""
    return not (lack and drop(analysis, meeting.sentences, meeting.rules, "talks", lack, because))


def _lack(meeting: Meeting, analysis: Analysis, scene: Scene) -> Reason | None:
    """What is missing: two sides, or a body of several, that are told to confer, and not long ago."""
    if is_old(meeting.when, analysis):
        return "history"
    topical = scene.at_war or bool(topics_of(analysis, sorted(meeting.sentences)))
    if meeting.strength == 0 and (meeting.told < 2 or not topical):
        return "faint"
    named = meeting.named or meeting.table.divided()
    if named and meeting.strength:
        meeting.table.settle(analysis)
    sides = meeting.table.sides()
    if len(sides) >= 2:
        return None if any(map(_known, meeting.table.present())) else "one_side"
    if not named or not sides or not meeting.strength:
        return "one_side"
    if meeting.table.within() and (scene.at_war or SETTLED & set(topics_of(analysis, sorted(meeting.sentences)))):
        return None
    present = [a for m in meeting.table.present() for a in m.actors]
    many = all(a.country is None and a.kind in _SEVERAL for a in present)
    dated = scene.at_war and bool(meeting.when and meeting.table.places)
    return None if many and (dated or topics_of(analysis, sorted(meeting.sentences))) else "one_side"


def _known(mention: ActorMention) -> bool:
    """Is it more than a noun for some of many ("talks with allies and | adversaries")?"""
    return any(a.country or a.kind != "other" for a in mention.actors)


def _format(meeting: Meeting, venues: Sequence[PlaceMention] = ()) -> str:
    wire = next((f for f in meeting.formats if f in BY_WIRE), None)
    return wire or next(iter(meeting.formats), "in_person" if meeting.table.places or venues else "unknown")


def _venues(meeting: Meeting, analysis: Analysis) -> list[PlaceMention]:
    """Where a report on talks comes from, if in the country of one who takes part, mediates or is host."""
    done = meeting.outlook.value in _DONE and _format(meeting) not in BY_WIRE
    if not done or any(m.place.kind != "country" for m in meeting.table.places):
        return []
    there = (*meeting.table.present(), *meeting.table.between())
    countries = {a.country for m in there for a in m.actors} | {m.place.country for m in meeting.table.places}
    return [m for m in dateline(analysis, meeting.sentences) if m.place.country in countries]


def _status(meeting: Meeting, kinds: frozenset[str]) -> str:
    """Talks that were held and brought nothing have failed; `kinds`: of outcomes."""
    empty = _NOTHING in kinds and not kinds & _RESULTS
    return "failed" if empty and meeting.outlook.value == "held" else meeting.outlook.value


def _event(meeting: Meeting, analysis: Analysis) -> Talks:
    found = evidence(analysis, meeting.sentences)
    sentences = sorted(meeting.sentences)
    done, venues = meeting.outlook.value in _DONE, _venues(meeting, analysis)
    outcomes = {c.entry.value: c for c in outcomes_in(analysis.readings[i] for i in sentences)} if done else {}
    topics = tuple(dict.fromkeys((*meeting.topics, *topics_of(analysis, sentences))))
    told = {kind: c.entry.lemma for kind, c in outcomes.items()}
    if _status(meeting, frozenset(outcomes)) == "failed" and not told:
        told = {_NOTHING: meeting.rules[-1].partition(":")[2]}  # "the talks collapsed"
    more = [*(c.rule for c in outcomes.values()), *topic_rules(analysis, sentences, topics)]
    return Talks.model_validate(
        {
            "id": event_id(analysis.article, "talks", found, "|".join(sorted(meeting.table.sides()))),
            "status": _status(meeting, frozenset(outcomes)),
            "when": meeting.when or (opening_day(analysis, sentences) if done else None),
            "places": unique_places((*meeting.table.places, *venues)),
            "evidence": found,
            "confidence": 0.0,  # reading.py judges the whole event
            "participants": persons_first(unique_sides(meeting.table.present())),
            "mediators": unique_sides(meeting.table.between()),
            "format": _format(meeting, venues),
            "topics": topics,
            "outcomes": tuple(Outcome.model_validate({"kind": k, "text": word}) for k, word in told.items()),
            "rules": tuple(dict.fromkeys((*meeting.rules, *more))),
        }
    )
