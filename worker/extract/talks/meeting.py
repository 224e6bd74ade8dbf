"""One meeting that an article tells in several places: what belongs to it, and what it takes from each."""

from dataclasses import dataclass, field
from datetime import timedelta

from schemas import When
from worker.extract.analysis import Analysis
from worker.extract.dating import overlap
from worker.extract.draft import extend, side
from worker.extract.talks.hosting import receive
from worker.extract.talks.status import Outlook
from worker.extract.talks.table import Table
from worker.extract.values.expressions import day_of
from worker.languages.names import load_names

# Statuses that one meeting can have in turn while an article goes on.
_CHAPTERS = (
    frozenset({"held", "under_way", "failed"}),
    frozenset({"proposed", "rejected"}),
    frozenset({"planned", "cancelled"}),
    frozenset({"failed", "cancelled"}),
)
# Which status stays where two words are equally sure.
_TELLING = ("cancelled", "rejected", "failed", "under_way", "held", "planned", "proposed")
_AHEAD = frozenset({"planned", "proposed"})
_MET = frozenset({"held", "under_way", "failed"})
_WIDE = frozenset({"week", "month", "year"})
_REACH = 6
_NEXT = 3
BY_WIRE = ("phone", "video")


@dataclass(slots=True)
class Meeting:
    """Talks that are being put together. `told`: how many words tell of it; `named`: one of them is a noun for it;
    `further`: that noun speaks of more talks, `previous`: of earlier ones; `aside`: its sentence tells of something
    before or after it; `attended`: somebody is said to have been there too; `journey`: it is only told that somebody
    comes; `joined`: its word says with whom it is, side or not; `before`: it is told as what was before; `certain`:
    it is no noun without an article that points back ("involved in talks"), nor a doubtful word for leading ("the
    council is led by ...")."""

    sentences: set[int]
    table: Table
    outlook: Outlook
    formats: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    when: When | None = None
    rules: list[str] = field(default_factory=list)
    strength: int = 0
    told: int = 1
    named: bool = False
    further: bool = False
    previous: bool = False
    certain: bool = True
    aside: bool = False
    attended: bool = False
    journey: bool = False
    joined: bool = False
    before: bool = False


def join(meeting: Meeting, meetings: list[Meeting], analysis: Analysis) -> None:
    known = next((k for k in reversed(meetings) if same(meeting, k)), None) or _attended(meeting, meetings)
    if known is None:
        _ask_before(meeting, analysis)
        _guest_before(meeting, analysis)
        _go_on(meeting, meetings)
        meetings.append(meeting)
    else:
        merge(meeting, known)


def _attended(meeting: Meeting, meetings: list[Meeting]) -> Meeting | None:
    """The meeting just told at which somebody is said to have been too, as one more side, or several as observers."""
    if not meeting.attended or meeting.outlook.value not in _MET or not meeting.table.core():
        return None
    near = (k for k in reversed(meetings) if min(meeting.sentences) - max(k.sentences) < _NEXT)
    told = next((k for k in near if k.outlook.value in _MET and len(k.table.core()) > 1), None)
    if told is None or not (_one_time(meeting, told) and _one_place(meeting, told)):
        return None
    meeting.formats.clear()  # who joins by video joins others
    if len(meeting.table.core()) > 1:
        meeting.table.watch()
    return told


def same(meeting: Meeting, known: Meeting) -> bool:
    """Can both be one meeting: the same sides or one only pointed at, one time, one way, one place, one fate?"""
    if meeting.further and meeting.outlook.value in _AHEAD and known.outlook.value in _MET:
        return False  # "held talks and agreed to meet again"
    together = bool(meeting.sentences & known.sentences) and not meeting.aside
    parted = meeting.previous != known.previous and not (meeting.when and known.when)
    if parted or _apart(meeting, known, together):
        return False
    if not (
        meeting.strength or known.table.parties() or together
    ):  # a visit is none of the talks that somebody spoke of
        return False
    if known.aside and not (known.strength or known.table.parties()):  # "at a news conference after talks with ..."
        return False
    if meeting.table.mediators and not (meeting.certain or meeting.strength or meeting.table.parties()):
        return meeting.sentences == known.sentences
    vague = not meeting.certain and len(meeting.table.parties()) < 2
    if vague and meeting.strength and not known.strength and not meeting.sentences & known.sentences:
        return False
    sides, before = meeting.table.core(), known.table.core()
    whole = len(sides) >= 2 and len(before) >= 2
    if not whole:
        alone = bool(sides) and any(m.inferred for m in meeting.table.hosts) and _there(meeting, known)
        sides, before = sides if alone else meeting.table.parties(), known.table.parties()  # "travels there for talks"
    mine, theirs = meeting.table.called(sides, known.table, before)
    fits = mine <= theirs or theirs <= mine or mine <= known.table.sides()
    told = whole or not (meeting.strength or known.strength) or meeting.sentences != known.sentences
    if (not fits and told) or meeting.table.against(known.table) or meeting.table.from_abroad(known.table):
        return False
    far = min(meeting.sentences) - max(known.sentences) > _REACH
    if far and not whole and not _one_body(meeting, known):
        return False
    return (
        _one_time(meeting, known)
        and _one_way(meeting, known)
        and _one_place(meeting, known)
        and (_one_fate(meeting.outlook, known.outlook) or _comes_for(known, meeting))
    )


def _apart(meeting: Meeting, known: Meeting, together: bool) -> bool:
    """Is the known one nothing to point back to ("called off engagements abroad"), or one of both in another land?"""
    if known.further and not (known.strength or known.table.parties() or together):
        return True
    beside = bool(meeting.sentences & known.sentences)
    return not beside and (_elsewhere(meeting, known) or _elsewhere(known, meeting))


def _elsewhere(visit: Meeting, talks: Meeting) -> bool:
    """Does a guest come to a land that has no part in talks of two other sides, nor makes room for such?"""
    hosts = [m for m in visit.table.hosts if m.inferred]
    sides = talks.table.core()
    homes = {side(m.actor) for m in hosts}
    neutral = any(land.hosts for m in hosts if (land := load_names().countries.get(m.actor.country or "")))
    return bool(homes) and not neutral and len(sides) > 1 and not homes & {*sides, *_countries(talks)}


def _countries(meeting: Meeting) -> set[str]:
    """Those of its sides, of who mediates, and where it is."""
    people = (*meeting.table.present(), *meeting.table.between())
    return {side(a) for m in people for a in m.actors} | {m.place.country or "" for m in meeting.table.places}


def _comes_for(journey: Meeting, talks: Meeting) -> bool:
    """Is somebody told to have set out for what is still to come ("departed for Cairo. He will meet Sisi")?"""
    ahead = talks.outlook.value == "planned" and journey.outlook.value in _MET
    return journey.journey and ahead and not talks.journey


def comes_to(journey: Meeting, talks: Meeting) -> bool:
    """Does somebody travel for talks with others of his own land ("rebels | arrived in Doha | for talks with the
    government")?"""
    others = talks.table.parties()
    aim = talks.named and talks.joined and not talks.aside and len(others) == 1
    return journey.journey and aim and not journey.table.parties() & others


def _one_body(meeting: Meeting, known: Meeting) -> bool:
    """Is it the same body of several that meets?"""
    bodies = [{a.name for m in x.table.present() for a in m.actors if a.country is None} for x in (meeting, known)]
    return meeting.named and known.named and bool(bodies[0] & bodies[1])


def _one_time(meeting: Meeting, known: Meeting) -> bool:
    """The same time; of a journey and a meeting also days that follow each other. What is told of a month or year that
    was before is another meeting than the one that has no time of its own."""
    if meeting.before and meeting.when and not known.when and meeting.when.precision in _WIDE:
        return False
    if overlap(meeting.when, known.when) or not (meeting.when and known.when):
        return True
    first, second = sorted((meeting, known), key=lambda m: str(m.when))
    if (meeting.strength and known.strength) or first.when is None or second.when is None:
        return False
    days = day_of(second.when.start) - day_of(first.when.end)
    return days == timedelta(days=1)


def _one_way(meeting: Meeting, known: Meeting) -> bool:
    ways = [{f in BY_WIRE for f in m.formats} for m in (meeting, known)]
    if meeting.sentences != known.sentences:  # "the call" and "talks in Doha"
        ways = [w or {False} if m.table.in_town() else w for w, m in zip(ways, (meeting, known), strict=True)]
    return not all(ways) or bool(ways[0] & ways[1])


def _one_place(meeting: Meeting, known: Meeting) -> bool:
    countries = [{m.place.country for m in x.table.places} for x in (meeting, known)]
    return not all(countries) or bool(countries[0] & countries[1])


def _there(meeting: Meeting, known: Meeting) -> bool:
    """Are both told to be in the same city, and not only in one land?"""
    towns = [{m.place.name for m in x.table.places if m.place.kind != "country"} for x in (meeting, known)]
    return bool(towns[0] & towns[1])


def _one_fate(a: Outlook, b: Outlook) -> bool:
    return not (a.sure and b.sure) or a.value == b.value or any({a.value, b.value} <= c for c in _CHAPTERS)


def merge(meeting: Meeting, known: Meeting) -> None:
    """Adds what `meeting` tells to what is `known` of it."""
    known.sentences |= meeting.sentences
    known.table.merge(meeting.table)
    extend(known.formats, meeting.formats)
    extend(known.topics, meeting.topics)
    extend(known.rules, meeting.rules)
    known.strength = max(known.strength, meeting.strength)
    known.told += meeting.told
    known.named = known.named or meeting.named
    known.attended = known.attended or meeting.attended
    first, second = known.outlook, meeting.outlook
    if known.journey and not meeting.journey and second.sure:  # "departed for Cairo, where he will meet Sisi"
        first = Outlook(first.value, 0)
    known.when = known.when or meeting.when
    known.journey = known.journey and meeting.journey
    before = second.value == "proposed" and first.value in _MET  # "met in Berlin. Germany had invited both"
    if not before and (second.sure, -_TELLING.index(second.value)) > (first.sure, -_TELLING.index(first.value)):
        known.outlook = second


def _go_on(meeting: Meeting, meetings: list[Meeting]) -> None:
    """More talks that are to come without a word on who takes part ("a second round is due on Monday"), and earlier
    ones with their day, are those of the sides that have just met."""
    told = meeting.further and (meeting.outlook.sure > 1 or (meeting.when and meeting.strength))
    before = meeting.previous and meeting.when and meeting.outlook.value in _MET
    if meeting.table.parties() or not (before or (told and meeting.outlook.value in _AHEAD)):
        return
    near = (m for m in reversed(meetings) if min(meeting.sentences) - max(m.sentences) <= _NEXT)
    held = next((m for m in near if m.outlook.value in _MET and len(m.table.core()) > 1), None)
    if held is not None:
        meeting.table.add(held.table.present())
        meeting.rules.append("article:sides")
        meeting.strength = max(meeting.strength, 1)


def _ask_before(meeting: Meeting, analysis: Analysis) -> None:
    """A meeting told with one side ("in a call on Wednesday, Mr Biden ...") is with the one person of another side that
    the sentence before names beside it."""
    sides, first = meeting.table.sides(), min(meeting.sentences)
    more = meeting.further and meeting.outlook.value not in _MET  # "are expected in Cairo for further talks"
    if len(sides) != 1 or not meeting.named or not meeting.strength or not first or more or meeting.joined:
        return
    reading = analysis.readings[first - 1]
    marks = reading.grammar.possessive_suffixes  # not "Biden's | vision"
    told = (m for m in reading.actors if not any(w.lower in marks for w in reading.words[m.last + 1 : m.last + 2]))
    before = [m for m in told if m.actor.kind == "person" and m.actor.country]
    others = {side(m.actor) for m in before} - sides
    lands = [m.place for m in meeting.table.places if m.place.country]
    homes = {p.country for p in lands if not (land := load_names().countries.get(p.country or "")) or not land.hosts}
    if homes and not homes & {*others, *sides}:  # "he told Xi so, he said after meetings in Kyiv"
        if meeting.aside:  # not "attending a summit in Tirana"
            receive(meeting.table, others=True)
        return
    if len(others) == 1 and any(side(m.actor) in sides for m in before):
        meeting.table.add([m for m in before if side(m.actor) in others])
        meeting.rules.append("article:sides")
        meeting.sentences.add(first - 1)


def _guest_before(meeting: Meeting, analysis: Analysis) -> None:
    """A meeting told with one side, and with nobody who has it ("a meeting with Xi is planned"), is that of those
    whom the sentence before is about."""
    sides, first = meeting.table.sides(), min(meeting.sentences)
    if len(sides) != 1 or not (meeting.named and meeting.joined and meeting.strength and first):
        return
    if meeting.outlook.value != "planned" or meeting.table.hosts or meeting.table.mediators:
        return
    reading = analysis.readings[first - 1]
    subjects = (reading.subject(c) for c in reading.clauses if c.role == "main")
    people = [m for s in subjects if s is not None for m in reading.actors_of(s) if m.actor.kind == "person"]
    others = [m for m in people if m.actor.country and side(m.actor) not in sides]
    if others:
        meeting.table.add(others)
        meeting.rules.append("article:sides")


def go_by_place(meeting: Meeting, meetings: list[Meeting]) -> None:
    """Talks that only a place tells apart ("the Doha talks were suspended") are those of the sides that the article
    tells to confer there."""
    places = {m.place.name for m in meeting.table.places}
    alone = meeting.named and meeting.certain and meeting.strength and not meeting.table.sides()
    apart = (m for m in meetings if alone and not meeting.sentences & m.sentences)
    others = [m for m in apart if places & {p.place.name for p in m.table.places}]
    there = [m for m in others if len(m.table.core()) > 1 and not any(f in BY_WIRE for f in m.formats)]
    if there and len({m.table.core() for m in there}) == 1:
        meeting.table.add(there[0].table.present())
        meeting.rules.append("article:sides")
