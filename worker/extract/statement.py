"""Statements: somebody who speaks for a side says something of substance, quoted or reported.

A speech verb with a speaker opens a run; quotes without a cue, reported speech in the mood of hearsay and clauses with
a pronoun of the same speaker go on with it; narration in the indicative or another speaker ends it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from schemas import Actor, Quote, Statement, When
from worker.extract.analysis import Analysis, Reading
from worker.extract.clauses import Clause
from worker.extract.draft import event_id, evidence, resolve, side, time_of, unique_actors
from worker.extract.frames import Trigger, arguments, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.phrases import Phrase
from worker.extract.topics import topics_of
from worker.languages.pack import SpeechWord

_SPEAKERS = frozenset({"person", "government", "military", "armed_group", "organization", "country"})
# Acts from the most to the least telling: a run is named by the most telling act in it.
_TELLING = (
    "condemn", "accuse", "threaten", "reject", "demand", "deny", "warn", "propose", "promise", "criticise", "praise",
    "accept", "confirm", "announce", "say",
)  # fmt: skip


@dataclass(slots=True)
class Speech:
    """A statement that is being put together."""

    speaker: ActorMention
    sentences: list[int]
    acts: list[str] = field(default_factory=list)
    addressees: list[ActorMention] = field(default_factory=list)
    when: When | None = None
    rules: list[str] = field(default_factory=list)
    strength: float = 0.0
    status: str = "made"


def find_statements(analysis: Analysis) -> tuple[Statement, ...]:
    """The statements of the article in order of the text."""
    runs: list[Speech] = []
    for reading in analysis.readings:
        opened = [s for s in _speeches(reading, analysis) if s]
        if opened:
            for speech in opened:
                _join(speech, runs)
        elif runs and _goes_on(reading, runs[-1]):
            runs[-1].sentences.append(reading.index)
    return tuple(_event(s, analysis) for s in runs if _substantial(s))


def _speeches(reading: Reading, analysis: Analysis) -> Iterator[Speech]:
    """What speech verbs of one sentence open, one per speaker."""
    colon = _headline_colon(reading)
    if colon:
        yield Speech(colon, [reading.index], ["say"], rules=["speech:colon"], strength=1.0)
        return
    for trigger in find_triggers(reading, SpeechWord):
        speech = _speech(trigger, analysis)
        if speech:
            yield speech


def _speech(trigger: Trigger[SpeechWord], analysis: Analysis) -> Speech | None:
    entry = trigger.entry
    clause, reading = trigger.clause, trigger.reading
    if clause.quoted or entry.strength == "negative" or (clause.passive and trigger.form.tag == "part"):
        return None
    if trigger.form.tag in ("inf", "zu_inf") and not clause.modal and clause.tense != "future":
        return None
    speaker = _speaker(trigger)
    if speaker is None:
        return None
    content = _content(trigger)
    if not content and (entry.strength == "weak" or (entry.act == "say" and entry.strength != "strong")):
        return None
    speech = Speech(speaker, [reading.index], [entry.act], rules=[f"speech:{entry.lemma}"])
    speech.strength = {"strong": 1.0, "medium": 0.7, "weak": 0.4}.get(entry.strength, 0.5) + 0.3 * content
    speech.when = resolve(time_of(reading, clause, trigger.index), clause, analysis.article)
    for place in entry.addressees:
        for argument in arguments(trigger, place):
            speech.addressees += argument.actors
    return speech


def _speaker(trigger: Trigger[SpeechWord]) -> ActorMention | None:
    """Who speaks: the subject of the verb, behind it where the clause trails its quote ("..., said Barrot")."""
    reading, clause = trigger.reading, trigger.clause
    phrase = reading.subject(clause)
    if phrase is None or (phrase.last < clause.first and clause.role == "main"):
        phrase = _behind(reading, clause, trigger.index) or phrase
    if phrase is None:
        return None
    heads = [m for m in reading.actors_of(phrase) if m.form not in ("adjective", "compound") and _is_side(m)]
    return heads[0] if heads else None


def _is_side(mention: ActorMention) -> bool:
    """Does the actor speak for a side: not a private person, a witness, a company?"""
    actor = mention.actor
    if not mention.speaks or actor.kind not in _SPEAKERS:
        return False
    return actor.kind != "person" or bool(actor.role or actor.country)


def _behind(reading: Reading, clause: Clause, index: int) -> Phrase | None:
    return next((p for p in reading.phrases_of(clause) if p.first > index and p.preposition is None), None)


def _content(trigger: Trigger[SpeechWord]) -> bool:
    """Is there something said: a quotation, a dependent or reported clause in the sentence?"""
    reading, clause = trigger.reading, trigger.clause
    if any(reading.sentence.quoted):
        return True
    others = [c for c in reading.clauses if c.number != clause.number]
    return any(c.role in ("subordinate", "main", "infinitive") and c.finite for c in others) or any(
        f.tag == "zu_inf" for w in reading.words for f in w.verbs
    )


def _headline_colon(reading: Reading) -> ActorMention | None:
    """ "Kreml: Angriff war Vergeltung": an actor before the colon of a headline is the speaker."""
    if reading.sentence.role == "body" or not reading.actors:
        return None
    tokens = reading.sentence.tokens
    colon = next((i for i, t in enumerate(tokens[:8]) if t.text == ":"), None)
    first = reading.actors[0]
    if colon is None or first.last != colon - 1 or first.first > 1:
        return None
    return first if _is_side(first) and first.form not in ("country", "adjective", "compound") else None


def _goes_on(reading: Reading, run: Speech) -> bool:
    """Does this sentence, which names no speaker of its own, go on with what the run says?"""
    if reading.index != run.sentences[-1] + 1 or reading.sentence.role != "body":
        return False
    quoted = [q for q, t in zip(reading.sentence.quoted, reading.sentence.tokens, strict=True) if t.text[:1].isalnum()]
    if quoted and all(quoted):
        return True
    return any(c.mood == "reported" and c.role == "main" for c in reading.clauses)


def _join(speech: Speech, runs: list[Speech]) -> None:
    """Adds to the run of the same speaker that ends in this sentence or the one before, or opens a new run."""
    last = runs[-1] if runs else None
    same = last and last.speaker.actor.name == speech.speaker.actor.name
    if last and same and speech.sentences[0] - last.sentences[-1] <= 1:
        if speech.sentences[0] != last.sentences[-1]:
            last.sentences += speech.sentences
        last.acts += speech.acts
        last.addressees += speech.addressees
        last.rules += speech.rules
        last.strength = max(last.strength, speech.strength)
        last.when = last.when or speech.when
        return
    runs.append(speech)


def _substantial(run: Speech) -> bool:
    return run.strength >= 0.7


def _act(acts: Sequence[str]) -> str:
    return min(acts, key=_TELLING.index)


def _quotes(analysis: Analysis, sentences: Sequence[int]) -> tuple[Quote, ...]:
    first, last = analysis.readings[sentences[0]].sentence.start, analysis.readings[sentences[-1]].sentence.end
    text = analysis.article.text
    return tuple(
        Quote(text=text[q.start : q.end], start=q.start, end=q.end, direct=True)
        for q in analysis.document.quotations
        if first <= q.start and q.end <= last
    )


def _event(run: Speech, analysis: Analysis) -> Statement:
    found = evidence(analysis, run.sentences)
    speaker: Actor = run.speaker.actor
    addressees = tuple(a for a in unique_actors(run.addressees) if side(a) != side(speaker))
    return Statement.model_validate(
        {
            "id": event_id(analysis.article, "statement", found, speaker.name),
            "status": run.status,
            "when": run.when,
            "evidence": found,
            "confidence": min(0.5 + 0.3 * run.strength, 0.95),
            "speaker": speaker,
            "act": _act(run.acts),
            "addressees": addressees,
            "topics": topics_of(analysis, run.sentences, statement=True),
            "quotes": _quotes(analysis, run.sentences),
            "rules": tuple(dict.fromkeys(run.rules)),
        }
    )
