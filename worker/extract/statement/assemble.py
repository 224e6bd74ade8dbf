"""Statements: somebody who speaks for a side says something of substance, quoted or reported."""

from collections.abc import Iterator, Sequence
from typing import Literal

from schemas import Actor, Attack, Evidence, Quote, Statement
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import MOST_EVENTS, drop, event_id, evidence, side, unique_places
from worker.extract.dropped import Reason
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.triggers import find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.silence import Scene
from worker.extract.statement.act import act_of, places_of
from worker.extract.statement.addressees import addressees_of, telling
from worker.extract.statement.matter import Deed, Matter
from worker.extract.statement.run import Run
from worker.extract.statement.runs import find_runs
from worker.extract.statement.speech import Saying
from worker.extract.statement.summary import fold_summaries
from worker.extract.topics import matter_of, topic_rules
from worker.languages.pack import AttackWord

# A run of less strength than a plain verb of saying says nothing.
_ENOUGH = 0.7


def find_statements(analysis: Analysis, scene: Scene, deeds: Sequence[Deed]) -> tuple[Statement, ...]:
    """The statements of the article in order of the text; `deeds` are its events of the other kinds."""
    matter = Matter(analysis, scene, deeds)
    attacks = [d for d in deeds if isinstance(d, Attack)]
    found: list[Statement] = []
    said = [r for r in find_runs(analysis) if r.strength >= _ENOUGH or not _drop(r, analysis, "credit")]
    runs = fold_summaries(said, analysis)
    for before, run in zip([None, *runs], runs, strict=False):
        if len(found) >= MOST_EVENTS:
            break
        if (lack := matter.lack(run)) and _drop(run, analysis, *lack):
            continue
        statement = _event(run, before, runs, analysis, matter)
        if (other := matter.tells_only(run, statement)) and _drop(run, analysis, other):
            continue
        found.append(_blaming(statement, run, analysis, attacks))
    return tuple(found)


def _drop(run: Run, analysis: Analysis, reason: Reason, because: str = "") -> Literal[True]:
    rules = (s.rule for s in run.sayings)
    return drop(analysis, run.sentences, rules, "statement", reason, because or run.speaker.actor.name)


def _quotes(run: Run, runs: Sequence[Run], analysis: Analysis) -> tuple[Quote, ...]:
    """Direct speech of the run's sentences that is no other run's, and of sentences without any what they report."""
    found: list[Quote] = []
    for reading in (analysis.readings[i] for i in run.sentences):
        start, end = reading.sentence.start, reading.sentence.end
        spans = [(q.start, q.end) for q in analysis.document.quotations if q.start < end and start < q.end]
        direct = [(max(start, first), min(end, last)) for first, last in spans]
        direct = [(first, last) for first, last in direct if _is_speech(first, last, reading)]
        sayings = [(s, r) for r in runs for s in r.sayings if s.sentence == reading.index]
        if any(r is run for _, r in sayings):
            direct = [(first, last) for first, last in direct if _teller(first, sayings, reading) is run]
        found += [_quote(analysis, first, last, direct=True) for first, last in direct if first < last]
        if not direct and (told := _told(run, reading)):
            found.append(_quote(analysis, *told, direct=False))
    return tuple(found)


def _is_speech(start: int, end: int, reading: Reading) -> bool:
    """Is it more than a name between quotation marks?"""
    tokens = zip(reading.sentence.tokens, reading.sentence.quoted, strict=True)
    return any(quoted for t, quoted in tokens if start <= t.start < end)


def _teller(start: int, sayings: Sequence[tuple[Saying, Run]], reading: Reading) -> Run:
    """Whose a quotation at offset `start` is: of the last verb before it that governs it, else of the first behind."""
    index = next(i for i, t in enumerate(reading.sentence.tokens) if t.end > start)
    clause = reading.clause_at(index).number
    near = [s for s in sayings if clause in s[0].content or clause == s[0].clause.number] or sayings
    before = [s for s in near if s[0].index < index]
    return max(before, key=lambda s: s[0].index)[1] if before else min(near, key=lambda s: s[0].index)[1]


def _quote(analysis: Analysis, start: int, end: int, *, direct: bool) -> Quote:
    return Quote(text=analysis.article.text[start:end], start=start, end=end, direct=direct)


def _told(run: Run, reading: Reading) -> tuple[int, int] | None:
    """Offsets of what the sentence reports: its content clauses on one side of the verb, all of it without a verb, but
    nothing of a headline that sums it up."""
    sayings = [s for s in run.sayings if s.sentence == reading.index]
    if not sayings:
        return None if reading.sentence.role != "body" else (reading.sentence.start, reading.sentence.end)
    clauses = [c for c in reading.clauses if c.number in sayings[0].content]
    if not clauses:
        return None
    first, last = min(c.first for c in clauses), max(c.last for c in clauses)
    if first < sayings[0].index < last:
        return None
    tokens = reading.sentence.tokens
    return tokens[max(first, reading.sentence.body_first)].start, tokens[last].end


def _struck(found: Sequence[Evidence], attacks: Sequence[Attack]) -> bool:
    """Do the sentences report an attack?"""
    starts = {e.start for a in attacks for e in a.evidence}
    return any(e.start in starts for e in found)


def _blaming(statement: Statement, run: Run, analysis: Analysis, attacks: Sequence[Attack]) -> Statement:
    """Who says no more than that another side did what he names, and it is an attack on his own, accuses it."""
    if statement.act != "say":
        return statement
    own, starts = side(statement.speaker), {e.start for e in statement.evidence}
    named = {side(m.actor) for i in run.sentences for m in _doers(analysis.readings[i])}
    for attack in attacks:
        told = attack.status == "reported" and starts & {e.start for e in attack.evidence}
        theirs = attack.attackers and {side(a) for a in attack.attackers} <= named - {own}
        if told and theirs and any(side(a) == own for a in attack.targets):
            addressees = statement.addressees or attack.attackers
            return statement.model_copy(update={"act": "accuse", "addressees": addressees})
    return statement


def _doers(reading: Reading) -> Iterator[ActorMention]:
    """Who is told to have done an act of violence: the subject of its verb, who it was done by."""
    agents = tuple(reading.grammar.agent_prepositions)
    for trigger in (t for t in find_triggers(reading, AttackWord) if t.entry.extent == "event"):
        places = ("subject", *agents) if trigger.verbal else agents
        yield from (m for place in places for a in arguments(trigger, place) for m in a.actors)


def _event(run: Run, before: Run | None, runs: Sequence[Run], analysis: Analysis, matter: Matter) -> Statement:
    found = evidence(analysis, run.sentences)
    speaker: Actor = run.speaker.actor
    readings = [analysis.readings[i] for i in run.sentences]
    act, by_cue = act_of(telling(run, analysis), run.summed, readings)
    attacks = [d for d in matter.deeds if isinstance(d, Attack)]
    topics = matter_of(analysis, run.sentences, struck=_struck(found, attacks)) or matter.topics
    rules = (*(r for s in run.sayings for r in s.rules), by_cue, *topic_rules(analysis, run.sentences, topics))
    cues = analysis.pack.actors.place_cues
    where = (p for s in run.sayings for p in places_of(s, analysis.readings[s.sentence], cues))
    return Statement.model_validate(
        {
            "id": event_id(analysis.article, "statement", found, speaker.name),
            "status": run.sayings[0].status,
            "when": run.when,
            "places": unique_places(where),
            "evidence": found,
            "confidence": 0.0,  # reading.py judges the whole event
            "speaker": speaker,
            "act": act,
            "addressees": addressees_of(run, act, analysis, attacks, before),
            "topics": topics,
            "quotes": _quotes(run, runs, analysis),
            "rules": tuple(dict.fromkeys(filter(None, rules))),
        }
    )
