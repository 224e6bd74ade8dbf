"""What a run of speech does, whom it addresses and where it was said."""

from collections.abc import Iterator, Sequence

from worker.extract.analysis import Reading
from worker.extract.draft import area_of, side
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import find_triggers
from worker.extract.grammar.phrases import Phrase
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.statement.speech import Saying
from worker.languages.pack import ActCue

# Acts from the most to the least telling: a run is named by the most telling act in it.
_TELLING = (
    "condemn", "accuse", "threaten", "reject", "demand", "deny", "warn", "propose", "criticise", "praise", "promise",
    "accept", "confirm", "announce", "say",
)  # fmt: skip
# Acts that always have somebody in view: whom the sentence names beside the speaker.
_POINTED = frozenset({"condemn", "accuse", "threaten", "reject", "demand", "warn", "criticise", "praise"})
_NEUTRAL = frozenset({"say", "announce"})


def act_of(sayings: Sequence[Saying], readings: Sequence[Reading]) -> str:
    """The act of a run: of its verbs the most telling, of neutral verbs what the words say that follow them."""
    act = min((s.act for s in sayings), key=_TELLING.index)
    if act not in _NEUTRAL:
        return act
    found = [a for r in readings for a in _acts_in(r, [s for s in sayings if s.sentence == r.index])]
    return min(found, key=_TELLING.index, default=act)


def _acts_in(reading: Reading, sayings: Sequence[Saying]) -> Iterator[str]:
    """Acts by the words of one sentence: cues, and what somebody must do."""
    said = _said(reading, sayings)
    for cue in find_triggers(reading, ActCue):
        if cue.clause in said and (not cue.entry.future or cue.clause.tense == "future" or cue.clause.modal):
            yield cue.entry.act
    if any(_obliges(c) for c in said):
        yield "demand"


def _obliges(clause: Clause) -> bool:
    must = clause.modal == "must" or (clause.modal == "shall" and clause.mood != "indicative")
    return must and clause.tense == "present"


def _said(reading: Reading, sayings: Sequence[Saying]) -> tuple[Clause, ...]:
    """The clauses that are said: those the verbs know of, else all."""
    numbers = frozenset(n for s in sayings for n in (*s.content, s.clause.number))
    return tuple(c for c in reading.clauses if c.number in numbers) if numbers else reading.clauses


def addressees_of(saying: Saying, reading: Reading, act: str) -> tuple[ActorMention, ...]:
    """Whom a saying addresses: what its verb takes, else the other side that its clause or what is said names."""
    if taken := _others(saying, saying.addressees):
        return taken
    if act not in _POINTED:
        return ()
    named = _others(saying, [m for m in reading.actors if m.form != "pronoun"])
    return _beside(saying, reading) or _subjects(saying, reading) or named[:1]


def _others(saying: Saying, mentions: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    speaker = saying.speaker
    if speaker is None:
        return tuple(mentions)
    return tuple(m for m in mentions if m is not speaker and side(m.actor) != side(speaker.actor))


def _beside(saying: Saying, reading: Reading) -> tuple[ActorMention, ...]:
    """The first other side in the verb's own clause ("condemned the Russian strikes")."""
    inside = [m for m in reading.actors if saying.clause.holds(m.first) and m.first != saying.index]
    return _others(saying, [m for m in inside if m.form != "pronoun"])[:1]


def _subjects(saying: Saying, reading: Reading) -> tuple[ActorMention, ...]:
    """Who is to do or has done something in what is said ("Iran must stop")."""
    found: list[ActorMention] = []
    for clause in reading.clauses:
        if clause.number in saying.content:
            phrase = reading.own_subject(clause)
            found += reading.actors_of(phrase) if phrase else ()
    return _others(saying, found)[:1]


def _stands_for(place: PlaceMention, phrase: Phrase, reading: Reading) -> bool:
    """Is the place the head of the phrase, or set beside it ("in the Kenyan capital, Nairobi")?"""
    beside = place.first == phrase.last + 2 and reading.words[phrase.last + 1].token.text == ","
    return beside or place.first <= phrase.head <= place.last


def places_of(saying: Saying, reading: Reading, cues: frozenset[str]) -> tuple[PlaceMention, ...]:
    """Where something was said: places in the clause of the verb of saying, behind a preposition of place before its
    subject, of place alone behind the verb.
    """
    subject = reading.subject(saying.clause)
    front = min(subject.first if subject else saying.index, saying.index)
    phrases = [p for p in reading.phrases_of(saying.clause) if p.preposition in cues]
    behind = [p for p in phrases if p.last > saying.index and p.preposition in reading.grammar.locatives]
    here = [*(p for p in phrases if p.last < front), *behind]
    found = (m for p in here for m in reading.places if _stands_for(m, p, reading) and m.form != "seat")
    return tuple(m for m in found if m.place.kind != "country" and area_of(m.place) is None)
