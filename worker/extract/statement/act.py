"""What a run of speech does, and where it was said."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from schemas import When
from worker.extract.analysis import Reading
from worker.extract.draft import area_of, first_known, side
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.statement.speech import Saying
from worker.extract.values.times import TimeExpression
from worker.languages.pack import ActCue, AttackWord, SpeechWord, TalksWord

# Acts from the most to the least telling: a run is named by the most telling act in it.
_TELLING = (
    "condemn", "accuse", "threaten", "reject", "demand", "deny", "warn", "propose", "criticise", "praise", "promise",
    "accept", "confirm", "announce", "say",
)  # fmt: skip
_NEUTRAL = frozenset({"say", "announce"})
_UNDATED = frozenset({"other", "accord"})  # "called for a truce on Monday": that is when it was said


def act_of(sayings: Sequence[Saying], readings: Sequence[Reading]) -> tuple[str, str]:
    """The act of a run: of its verbs the most telling, of neutral verbs what the words say that follow them; and the
    rule that tells it there.
    """
    act = min((s.act for s in sayings), key=_TELLING.index)
    if act not in _NEUTRAL:
        return act, ""
    speaker = next(s.speaker for s in sayings)
    found = [a for r in readings for a in _acts_in(r, [s for s in sayings if s.sentence == r.index], speaker)]
    return min(found, key=lambda f: _TELLING.index(f[0]), default=(act, ""))


def _acts_in(reading: Reading, sayings: Sequence[Saying], speaker: ActorMention | None) -> Iterator[tuple[str, str]]:
    """(act, rule) by the words of one sentence: cues, the speaker's own verbs of saying, and what somebody must do."""
    said = _said(reading, sayings)
    verbs = (t for t in find_triggers(reading, SpeechWord) if t.clause in said and _performs(t, speaker))
    yield from ((t.entry.act, t.rule) for t in verbs)
    for cue in find_triggers(reading, ActCue):
        if cue.clause not in said or (cue.entry.act == "accuse" and _of_speaker(cue, speaker)):
            continue
        if cue.clause.modal == "shall" and _supposes(cue.clause):
            continue
        if not cue.entry.future or cue.clause.tense == "future" or cue.clause.modal:
            yield cue.entry.act, cue.rule
    if any(_obliges(c) for c in said):
        yield "demand", "grammar:must"


def _performs(trigger: Trigger[SpeechWord], speaker: ActorMention | None) -> bool:
    """ "We condemn ...", "the government urges ...": does the speaker, or the side, do it with these words?"""
    reading, clause = trigger.reading, trigger.clause
    own = clause.finite is not None and clause.finite.index == trigger.index
    if not own or clause.past or clause.modal or clause.negated or trigger.entry.strength != "strong":
        return False
    subject = reading.subject(clause)
    if subject is not None and subject.pronoun:
        return reading.words[subject.head].lower in reading.grammar.first_person
    return _of_speaker(trigger, speaker)


def _of_speaker(trigger: Trigger[Any], speaker: ActorMention | None) -> bool:
    """Does the clause tell of the speaker's own side ("Hamas said | it was behind the attack")?"""
    subject = trigger.reading.subject(trigger.clause)
    if subject is None or speaker is None:
        return False
    own = (side(m.actor) == side(speaker.actor) for m in trigger.reading.actors_of(subject))
    return subject.pronoun or any(own)


def _obliges(clause: Clause) -> bool:
    must = clause.modal == "must" or (clause.modal == "shall" and clause.mood != "indicative")
    return must and clause.tense == "present" and not (clause.modal == "shall" and _supposes(clause))


def _supposes(clause: Clause) -> bool:
    """ "should it be attacked", "sollte Iran angreifen": does its finite verb open a clause that only supposes?"""
    lead = clause.words[:2] if clause.words[0].subordinator else clause.words[:1]
    return clause.finite is not None and lead[-1] is clause.finite


def _said(reading: Reading, sayings: Sequence[Saying]) -> tuple[Clause, ...]:
    """The clauses that are said: those the verbs know of, else all."""
    numbers = frozenset(n for s in sayings for n in (*s.content, s.clause.number))
    return tuple(c for c in reading.clauses if c.number in numbers) if numbers else reading.clauses


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


def said_when(saying: Saying, reading: Reading, published: datetime) -> When | None:
    """When something was said: by the times in the clause of the verb or right behind it, outside of what is said."""
    times = (t for t in reading.times if t.kind == "point" and not (t.governs or reading.sentence.quoted[t.first]))
    own = [t for t in times if _dates(t, saying, reading)]
    return first_known(own, saying.clause, published, done=saying.status == "made")


def _dates(time: TimeExpression, saying: Saying, reading: Reading) -> bool:
    """Does a time date the verb, and not what holds it ("condemned Sunday's raid") or a deed before it ("condemned the
    raid on Sunday"), unless something was said there ("at a meeting on Sunday")?
    """
    around = reading.phrase_at(time.first)
    if around and not time.first <= around.head <= time.last:
        return False
    if not saying.clause.holds(time.first):
        return time.first == saying.index + 1
    phrases = [p for p in reading.phrases_of(saying.clause) if p.last < time.first]
    places = {m.first for m in reading.places}
    before = [p for p in phrases if not (p.preposition and p.head in places)]
    if not before or before[-1].preposition in reading.grammar.locatives:
        return True
    if saying.act == "say" and before[-1].preposition is None:  # "told a press conference on Friday"
        return True
    return not any(before[-1].first <= i <= before[-1].last for i in _deeds(reading))


def _deeds(reading: Reading) -> Iterator[int]:
    """Where nouns for deeds of other kinds stand."""
    for trigger in find_triggers(reading, AttackWord, TalksWord):
        if not trigger.verbal and getattr(trigger.entry, "sense", "") not in _UNDATED:
            yield trigger.index
