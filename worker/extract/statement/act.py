"""What a run of speech does, and where it was said."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from schemas import When
from worker.extract.analysis import Reading
from worker.extract.dating import first_known
from worker.extract.draft import area_of, opposed
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.grammar.words import Word
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.statement.run import party
from worker.extract.statement.speech import Saying
from worker.extract.values.times import TimeExpression
from worker.languages.pack import ActCue, AttackWord, Casualty, SpeechWord, TalksWord

# Acts from the most to the least telling: a run is named by the most telling act in it.
_TELLING = (
    "condemn", "accuse", "threaten", "reject", "demand", "deny", "warn", "propose", "criticise", "praise", "promise",
    "accept", "confirm", "announce", "say",
)  # fmt: skip
_NEUTRAL = frozenset({"say", "announce"})
_WILLED = frozenset({"accept", "promise"})  # nobody does so for another side
_ANSWERS = frozenset({"condemn", "reject"})
_NEAR = 4  # tokens from "have" to its participle
_UNDATED = frozenset({"other", "accord"})  # "called for a truce on Monday": that is when it was said


def act_of(sayings: Sequence[Saying], summed: Sequence[Saying], readings: Sequence[Reading]) -> tuple[str, str]:
    """The act of a run: of its verbs the most telling, of neutral verbs that of the verbs that sum it up, then what the
    words say that follow them, a noun that only names a crime last; and the rule that tells it there.
    """
    act = min((s.act for s in sayings), key=_TELLING.index)
    if act == "promise" and (rule := next(_vowed(sayings, readings), "")):
        return "threaten", rule
    if act not in _NEUTRAL:
        return act, ""
    if (brief := min((s.act for s in summed), key=_TELLING.index, default=act)) not in _NEUTRAL:
        return brief, ""
    speaker = next(s.speaker for s in sayings)
    found = [a for r in readings for a in _acts_in(r, [s for s in sayings if s.sentence == r.index], speaker)]
    told = [(name, rule) for name, rule, named in found if not named] or [(name, rule) for name, rule, _ in found]
    return min(told, key=lambda f: _TELLING.index(f[0]), default=(act, ""))


def _vowed(sayings: Sequence[Saying], readings: Sequence[Reading]) -> Iterator[str]:
    """Rules of the violence or the revenge that a promise is about ("vowed to | strike | Tehran", "vowed a | crushing
    response"): of a word with other senses only where another side stands behind it."""
    near = {r.index: r for r in readings}
    for saying in (s for s in sayings if s.act == "promise"):
        reading, own = near[saying.sentence], saying.speaker
        threats = (t for t in find_triggers(reading, ActCue) if t.entry.act == "threaten")
        yield from (t.rule for t in threats if _promised(t, saying) and not _of_another(t, own))
        for deed in (t for t in find_triggers(reading, AttackWord) if t.verbal and _promised(t, saying)):
            if not reading.words[deed.index].infinitive or deed.entry.extent != "event":
                continue
            behind = [m for m in reading.actors if m.first > saying.index and deed.clause.holds(m.first)]
            if not deed.entry.needs or any(own and opposed(m.actor, party(own)) for m in behind):
                yield deed.rule


def _promised(trigger: Trigger[Any], saying: Saying) -> bool:
    """Does a word stand behind the verb of saying, in what it is that will be?"""
    told = trigger.clause is saying.clause or trigger.clause.number in saying.content
    done = trigger.entry.pos == "phrase" or not trigger.clause.negated  # "will not | go unpunished"
    return trigger.index > saying.index and told and done


def _acts_in(
    reading: Reading, sayings: Sequence[Saying], speaker: ActorMention | None
) -> Iterator[tuple[str, str, bool]]:
    """(act, rule, only named) by the words of one sentence: cues, the speaker's own verbs of saying, what somebody must
    do, and what the speaker will do."""
    said = _said(reading, sayings)
    verbs = (t for t in find_triggers(reading, SpeechWord) if t.clause in said and t.entry.act not in _NEUTRAL)
    verbs = (t for t in verbs if _performs(t, speaker))
    yield from ((t.entry.act, t.rule, False) for t in verbs)
    for cue in find_triggers(reading, ActCue):
        if cue.clause in said and _holds_good(cue, speaker):
            named = cue.entry.act == "condemn" and not (_judges(cue) or any(s.clause is cue.clause for s in sayings))
            yield ("accuse" if named and _of_another(cue, speaker) else cue.entry.act), cue.rule, named
    if any(_obliges(c, reading) for c in said):
        yield "demand", "grammar:must", False
    if any(_too_late(c) and (c.modal == "shall" or c.mood == "irrealis") for c in said):
        yield "criticise", "grammar:should have", False
    if any(_commands(c, reading) for c in said):
        yield "demand", "grammar:imperative", False
    deeds = (t for t in find_triggers(reading, AttackWord) if t.clause in said and _threatens(t, speaker))
    yield from (("threaten", t.rule, False) for t in deeds)
    if any(_sets_terms(c, reading, speaker) for c in said):
        yield "threaten", "grammar:unless", False


def _holds_good(cue: Trigger[ActCue], speaker: ActorMention | None) -> bool:
    """Does a cue tell the act where it stands: of the speaker's own will, of others' deeds, of what is to come?"""
    entry, clause = cue.entry, cue.clause
    if entry.act == "accuse" and _of_speaker(cue, speaker):
        return False
    if entry.act == "condemn" and not _judges(cue) and _heads_toll(cue):
        return False
    if clause.modal == "shall" and _supposes(clause):
        return False
    if entry.act == "demand" and _too_late(clause):
        return False
    if entry.future and not (clause.tense == "future" or clause.modal):
        return False
    if cue.verbal and entry.negated != clause.negated:
        return False
    if cue.verbal and entry.act == "accuse" and (clause.modal or clause.tense == "future"):
        return False
    if entry.act in _WILLED and cue.verbal and not _of_speaker(cue, speaker):
        return False
    if entry.act == "reject" and not entry.future and not entry.negated and _of_another(cue, speaker):
        return False  # "said Chad | rejects | the accord"
    willed = entry.act in _WILLED or (cue.verbal and (entry.future or entry.negated))
    return not (willed and _of_another(cue, speaker))


def _heads_toll(cue: Trigger[ActCue]) -> bool:
    """Does a headline only tell what happened and how many died ("Officials: a massacre | left 40 dead")?"""
    reading = cue.reading
    counts = any(t.clause is cue.clause for t in find_triggers(reading, Casualty))
    return counts and reading.sentence.role != "body"


def _judges(cue: Trigger[ActCue]) -> bool:
    """ "This was a crime": is a noun what something is said to be, or no noun?"""
    finite = cue.clause.finite
    if cue.entry.pos != "noun" or finite is None or cue.clause.passive:
        return cue.entry.pos != "noun"
    between = (w for w in cue.clause.words if finite.index < w.index < cue.index)
    doing = any(f.tag == "ger" for w in between for f in w.verbs)  # "was committing crimes"
    return any(a.kind == "be" for a in finite.auxiliaries) and not doing


def _threatens(trigger: Trigger[AttackWord], speaker: ActorMention | None) -> bool:
    """Is it violence that the speaker's own side will commit ("we will strike", "it would shell the port")?"""
    clause, entry = trigger.clause, trigger.entry
    coming = trigger.verbal and clause.tense == "future" and not (clause.negated or clause.passive)
    return coming and entry.extent == "event" and not entry.needs and _of_own(trigger.reading, clause, speaker)


def _sets_terms(clause: Clause, reading: Reading, speaker: ActorMention | None) -> bool:
    """Will the speaker's own side do something unless another one gives in ("would leave unless Moscow paid")?"""
    if clause.negated or not (clause.tense == "future" or clause.role == "infinitive"):
        return False
    if clause.role != "infinitive" and not _of_own(reading, clause, speaker):
        return False
    return any(_is_term(c, reading, speaker) for c in reading.clauses if c is not clause and c.quoted == clause.quoted)


def _is_term(clause: Clause, reading: Reading, speaker: ActorMention | None) -> bool:
    """ "unless Moscow pays", "if they do not pay": does it suppose that another side does not do something?"""
    opener, grammar = clause.opener, reading.grammar
    without = opener is not None and opener.lower in grammar.negative_conditionals
    supposes = without or (opener is not None and opener.lower in grammar.conditionals) or _supposes(clause)
    subject = reading.own_subject(clause)
    if not supposes or subject is None or not (without or clause.negated):
        return False
    if subject.pronoun:
        return reading.words[subject.head].lower not in grammar.first_person
    return not _of_own(reading, clause, speaker)


def _performs(trigger: Trigger[SpeechWord], speaker: ActorMention | None) -> bool:
    """ "We condemn ...", "the government urges ...", "said it rejected ...": does the speaker, or the side, do it with
    these words?"""
    reading, clause = trigger.reading, trigger.clause
    own = clause.finite is not None and clause.finite.index == trigger.index
    if _is_done(trigger):
        return True
    back = clause.tense == "past" and not clause.quoted and reading.grammar.word_order == "subject_verb"
    if not own or (clause.past and not back) or clause.modal or clause.negated or trigger.entry.strength == "weak":
        return False
    subject = reading.own_subject(clause) if back else reading.subject(clause)
    if back and subject is None:  # "repeated a | rejected | proposal"
        return False
    if subject is not None and subject.pronoun:
        return not clause.quoted or reading.words[subject.head].lower in reading.grammar.first_person
    return _of_speaker(trigger, speaker)


def _is_done(trigger: Trigger[SpeechWord]) -> bool:
    """ "The raid, he said, | werde verurteilt": is it told as the speaker's own deed that nobody else is said to do?"""
    clause, agents = trigger.clause, trigger.reading.grammar.agent_prepositions
    sure = trigger.entry.strength == "strong" and trigger.entry.act in _ANSWERS
    now = sure and clause.passive and clause.mood == "reported" and clause.tense == "present" and not clause.past
    if not now or clause.modal or clause.negated or not trigger.reading.words[trigger.index].participle:
        return False
    return not any(p.preposition in agents for p in trigger.reading.phrases_of(clause))


def _of_speaker(trigger: Trigger[Any], speaker: ActorMention | None) -> bool:
    """Does the clause tell of the speaker's own side ("Hamas said | it was behind the attack")?"""
    return _of_own(trigger.reading, trigger.clause, speaker)


def _of_own(reading: Reading, clause: Clause, speaker: ActorMention | None) -> bool:
    """Is the speaker's own side, or a pronoun, the subject of a clause?"""
    subject = reading.subject(clause)
    if subject is None or speaker is None:
        return False
    own = (not opposed(party(m), party(speaker)) for m in reading.actors_of(subject))
    return subject.pronoun or any(own)


def _of_another(trigger: Trigger[Any], speaker: ActorMention | None) -> bool:
    """Does the clause tell of another side than the speaker's?"""
    subject = trigger.reading.subject(trigger.clause)
    if subject is None or speaker is None or subject.pronoun:
        return False
    actors = trigger.reading.actors_of(subject)
    return bool(actors) and all(opposed(party(m), party(speaker)) for m in actors)


def _obliges(clause: Clause, reading: Reading) -> bool:
    """ "must", "should", "dürfe nicht"; what "is to" be done is only asked of somebody ("China solle ...")."""
    if clause.tense != "present" or _too_late(clause):
        return False
    if clause.modal == "may":
        return clause.negated and clause.mood != "irrealis" and reading.grammar.word_order == "verb_second"
    if clause.modal == "shall":
        subject = reading.subject(clause)
        asked = clause.mood == "irrealis" or (subject is not None and bool(reading.actors_of(subject)))
        return asked and clause.mood != "indicative" and not _supposes(clause)
    return clause.modal == "must"


def _too_late(clause: Clause) -> bool:
    """ "should have acted", "hätte handeln müssen": is it what somebody was to do, and no longer is?"""
    if clause.modal not in ("shall", "must") or clause.finite is None:
        return False
    if any(a.kind == "have" for a in clause.finite.auxiliaries):
        return True
    parts = {w.index for w in clause.words if w.participle}
    had = {
        w.index for w in clause.words if w.index > clause.finite.index and any(a.kind == "have" for a in w.auxiliaries)
    }
    return any(k - 1 in parts or any(k < i < k + _NEAR for i in parts) for k in had)


def _commands(clause: Clause, reading: Reading) -> bool:
    """ "Stop this war": does direct speech begin with a bare verb and nobody who does it?"""
    if not clause.quoted or clause.role != "main" or reading.grammar.word_order != "subject_verb":
        return False
    lead = clause.words[0]
    bare = lead is clause.finite and not lead.auxiliaries and any(f.tag == "inf" for f in lead.verbs)
    asks = len(clause.words) > 1 and not clause.words[1].subordinator  # not "Remember | when ..."
    return bare and asks and lead.token.text[:1].isupper()


def _supposes(clause: Clause) -> bool:
    """ "should it be attacked", "sollte Iran angreifen": does its finite verb open a clause that only supposes?"""
    lead = (clause.words[:2] if clause.words[0].subordinator else clause.words[:1])[-1]
    behind = next((w for w in clause.words if w.index > lead.index), lead)
    subject = behind.capital or behind.determiner or behind.pronoun  # "should Iran strike us, we will answer"
    goes_on = clause.quoted and lead.token.text[:1].islower()  # 'that the army | "should stop shelling"'
    return lead is clause.finite and bool(subject or not goes_on)


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
    if any(_names_deed(w, reading) for w in reading.words[saying.index + 1 : time.first]):
        return False
    phrases = [p for p in reading.phrases_of(saying.clause) if p.last < time.first]
    places = {m.first for m in reading.places}
    before = [p for p in phrases if not (p.preposition and p.head in places)]
    if not before or before[-1].preposition in reading.grammar.locatives:
        return True
    if saying.act == "say" and before[-1].preposition is None:  # "told a press conference on Friday"
        return True
    return not any(before[-1].first <= i <= before[-1].last for i in _deeds(reading))


def _names_deed(word: Word, reading: Reading) -> bool:
    """ "accused Chad of | shelling | Goma on Sunday": a verb behind a preposition, with times of its own."""
    behind = word.index > 0 and bool(reading.words[word.index - 1].preposition)
    return behind and any(f.tag == "ger" for f in word.verbs)


def _deeds(reading: Reading) -> Iterator[int]:
    """Where nouns for deeds of other kinds stand."""
    for trigger in find_triggers(reading, AttackWord, TalksWord):
        if not trigger.verbal and getattr(trigger.entry, "sense", "") not in _UNDATED:
            yield trigger.index
