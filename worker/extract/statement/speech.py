"""Who says what in one sentence: verbs of saying with their speaker, what is said, and to whom.

A verb of saying inside what another one says opens no statement of its own ("Blinken said Israel had agreed"), unless
its subject is the person for whom an office of the same side speaks, or the outer source is no side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from worker.extract.analysis import Reading
from worker.extract.dropped import Dropped, Reason
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.negated import is_negated
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.statement.content import CONTENT, content_of, infinitive_behind, is_of_charge
from worker.extract.statement.naming import bare_name
from worker.extract.statement.nouns import issued, worded
from worker.extract.statement.verbs import (
    comes_after,
    denies,
    gender_of,
    is_side,
    position,
    predicates,
    speaker_of,
    subjects,
)
from worker.languages.pack import ActCue, AttackWord, Casualty, SpeechNoun, SpeechWord

_OFFICES = frozenset({"government", "military", "organization", "armed_group", "country"})
# What is left of an act when its verb is negated; the others say nothing then.
_NEGATED = {"accept": "reject", "reject": "say"}
_ARMED = frozenset({"military", "armed_group"})
_OPEN_ACTS = frozenset({"demand", "warn", "threaten", "propose"})
_STRENGTH = {"strong": 1.0, "medium": 0.7, "weak": 0.4}
_SAID = 0.3
_BARE = frozenset({"object", "dative"})  # places without a preposition


@dataclass(eq=False)
class Saying:
    """Somebody says something in one sentence. `speaker` is None where it is whoever spoke last ("he added").

    `content`: numbers of the clauses that are said; `status`: as in the contract; `announces`: the verb does a deed
    of another kind when its object is one; `resumes`: it goes on with what its speaker said before; `meant`: other
    sentences tell who that is; `gender`: of the pronoun for the speaker; `name`: his, where nothing tells his office;
    `calls`: a preposition tells who is to act, a side or not ("called on | all parties | to ...").
    """

    speaker: ActorMention | None
    sentence: int
    act: str
    strength: float
    clause: Clause
    index: int
    rule: str
    content: frozenset[int] = frozenset()
    status: str = "made"
    announces: bool = False
    resumes: bool = False
    meant: bool = False
    gender: str = ""
    name: str = ""
    addressees: tuple[ActorMention, ...] = ()
    calls: bool = False

    @property
    def rules(self) -> tuple[str, ...]:
        return (self.rule, "article:speaker") if self.meant else (self.rule,)

    @property
    def points_back(self) -> bool:
        """Does its clause open with a word for what was said, in the neuter before the verb, and nothing else is said
        ("Das teilte die Behörde mit", not "Es teilte mit")?"""
        first, *rest = self.clause.words
        form = first.determiner
        neuter = form is not None and bool(form.cases) and all(case.endswith(".sg.n") for case in form.cases)
        return neuter and not self.content and rest[:1] == [self.clause.finite]


def find_sayings(reading: Reading) -> tuple[Saying, ...]:
    """What the verbs of saying of one sentence open, in order; verbs inside what is said are left out."""
    triggers = [t for t in find_triggers(reading, SpeechWord) if predicates(t)]
    told = [(t, s) for t in triggers if (s := _saying(t))]
    added = {t.index: o for t, _ in told if (o := _added_to(t, triggers))}
    spoken = [s for _, s in told if s.index not in added]
    found: list[Saying] = []
    for saying in spoken:
        outer = next((o for o in spoken if _holds(o, saying)), None)
        if outer is None or _leads(saying, outer):
            found.append(saying)
        else:
            drop_saying(saying, reading, "within", outer.rule)
    for saying in (s for _, s in told if s.index in added):
        first = next((s for s in found if s.index == added[saying.index].index), None)
        if first is not None:
            found.append(replace(saying, speaker=first.speaker, gender=first.gender))
        else:
            drop_saying(saying, reading, "no_speaker")
    leading = {id(o): s for o in spoken for s in found if s is not o and _leads(s, o)}
    for saying in (s for s in found if id(s) in leading):
        drop_saying(saying, reading, "hands_on", leading[id(saying)].rule)
    return tuple(s for s in found if id(s) not in leading)


def _added_to(trigger: Trigger[SpeechWord], triggers: Sequence[Trigger[SpeechWord]]) -> Trigger[SpeechWord] | None:
    """ "Macron said Chad had fired first, | urging | it to stop": the verb whose speaker goes on in a gerund."""
    if position(trigger) != "gerund" or trigger.reading.words[trigger.index - 1].token.text != ",":
        return None
    before = (t for t in triggers if t.index < trigger.index and position(t) in ("finite", "participle"))
    told = next((t for t in before if trigger.clause.number in content_of(t) - {t.clause.number}), None)
    finite = trigger.clause.finite
    return told if finite is None or finite.index < trigger.index else None  # not "his reply, rejecting it, was late"


def drop_saying(saying: Saying, reading: Reading, reason: Reason, because: str = "") -> None:
    """Notes why a saying is no statement, where anybody listens."""
    if reading.dropped is not None:
        reading.dropped.append(Dropped("statement", reason, because, (saying.rule,), saying.index))


def _holds(outer: Saying, inner: Saying) -> bool:
    """Is the inner verb part of what the outer one says? Where each could be, the earlier one is the outer."""
    if outer is inner or inner.clause.number not in outer.content:
        return False
    if outer.clause is inner.clause:
        return outer.index < inner.index
    return outer.clause.number not in inner.content or outer.index < inner.index


def somebody_speaks(reading: Reading) -> bool:
    """Is there a verb of saying in the sentence, whoever its subject is?"""
    return any(predicates(t) and content_of(t) for t in find_triggers(reading, SpeechWord))


def _leads(inner: Saying, outer: Saying) -> bool:
    """Is the outer speaker an office or spokesperson that tells what a person of the same side has said?"""
    if inner.speaker is None or outer.speaker is None or inner.clause.number not in outer.content:
        return False
    who, office = inner.speaker.actor, outer.speaker.actor
    speaks_for = office.kind in _OFFICES or office.role == "spokesperson"
    unnamed = outer.speaker.form == "office" and office.role == "spokesperson"
    same = who.country == office.country and who.name != office.name
    return who.kind == "person" and ((speaks_for and same) or unnamed)


def _saying(trigger: Trigger[SpeechWord]) -> Saying | None:
    entry, clause, reading = trigger.entry, trigger.clause, trigger.reading
    act = _act(trigger)
    found, speaker = speaker_of(trigger)
    if speaker is None and (issuer := _issuer(trigger)):
        found, speaker = True, issuer
    if act is None:
        trigger.drop("statement", "negated")
        return None
    found = found or _only_adds(trigger)
    subject = None if found or act != "say" else next(subjects(trigger), None)
    name = bare_name(subject, reading) if subject is not None and subject.first > trigger.index else ""
    found = found or bool(name)
    if (not found or _befalls(trigger) or _takes_toll(trigger)) and trigger.drop("statement", "no_speaker"):
        return None
    if (_endangers(trigger, speaker) or _mourns(trigger)) and trigger.drop("statement", "description"):
        return None
    content = content_of(trigger)
    handed = clause.role == "subordinate" and _handed_on(trigger)
    aside = clause.role == "subordinate" and not (handed or _told_beside(trigger))
    before = aside and min(content, default=clause.number) > clause.number
    if before and trigger.drop("statement", "aside"):
        return None
    takes = CONTENT & set(entry.government) or (act != "say" and any("infinitive" in g for g in entry.government))
    clauses = content - {clause.number}
    named = _names_act(trigger) is not None
    told = bool(clauses and takes) or named or _judges(trigger)
    led = not entry.resumes and infinitive_behind(trigger)  # not "continued | to shell"
    said = told or bool(clauses) or any(reading.sentence.quoted) or led
    needs = entry.act == "say" and entry.strength != "strong"
    empty = (entry.strength == "weak" and not told) or (needs and not said)
    if empty and trigger.drop("statement", "empty"):
        return None
    if _in_passing(trigger) and not (clauses and takes) and trigger.drop("statement", "aside"):
        return None
    silent = _keeps_silent(trigger, content) and trigger.drop("statement", "says_nothing")
    return Saying(
        speaker=speaker,
        sentence=reading.index,
        act=act,
        strength=0.0 if silent else _STRENGTH["strong" if named else entry.strength] + _SAID * said,
        clause=clause,
        index=trigger.index,
        rule=trigger.rule,
        content=content,
        status="reported" if handed else "made",
        announces=entry.pledge or bool(entry.events),
        resumes=entry.resumes,
        name=name,
        gender="" if speaker else gender_of(trigger),
        addressees=tuple(_addressees(trigger)),
        calls="object+to-infinitive" in entry.government and said and _calls(trigger),
    )


def _calls(trigger: Trigger[SpeechWord]) -> bool:
    places = set(trigger.entry.addressees) - _BARE
    return infinitive_behind(trigger) and any(True for place in places for _ in arguments(trigger, place))


def _only_adds(trigger: Trigger[SpeechWord]) -> bool:
    """ "Adding: "It must stop."": does a gerund that goes on with what was said before stand for a whole clause?"""
    opens = trigger.index == trigger.clause.first == 0
    return trigger.entry.resumes and opens and trigger.clause.finite is None and position(trigger) == "gerund"


def _keeps_silent(trigger: Trigger[SpeechWord], content: frozenset[int]) -> bool:
    """ "said it would not | comment": is it no more than that nothing is said?"""
    reading, first = trigger.reading, min(content - {trigger.clause.number}, default=-1)
    silent = (t for t in find_triggers(reading, SpeechWord) if t.entry.strength == "negative" and t.entry.act == "say")
    silent = (t for t in silent if t.clause.number == first and not CONTENT & set(t.entry.government))
    return any(_is_his(t, trigger) for t in silent)


def _is_his(inner: Trigger[SpeechWord], outer: Trigger[SpeechWord]) -> bool:
    """Is the subject of a clause that is said a pronoun, or the speaker?"""
    reading, subject = inner.reading, inner.reading.subject(inner.clause)
    own = reading.subject(outer.clause)
    if subject is None or subject.pronoun:
        return True
    named = {m.actor.name for m in reading.actors_of(subject)}
    return own is not None and any(m.actor.name in named for m in reading.actors_of(own))


def _befalls(trigger: Trigger[SpeechWord]) -> bool:
    """ "Chad droht eine Hungersnot": is a thing behind a verb of threats without an object its subject, and who stands
    before it the one whom that befalls?"""
    reading, entry = trigger.reading, trigger.entry
    whole = bool(trigger.form.fixed or trigger.form.particle)  # "schwor Chad Rache"
    if whole or entry.act != "threaten" or any("object" in g for g in entry.government):
        return False
    if reading.grammar.word_order != "verb_second" or position(trigger) != "finite":
        return False
    behind = [p for p in reading.phrases_of(trigger.clause) if p.first > trigger.index and p.preposition is None]
    things = (p for p in behind if "nom" in p.cases and not (p.pronoun or p.joined or reading.names_time(p)))
    return any(not any(m.first <= p.head <= m.last for m in reading.actors) for p in things)


def _takes_toll(trigger: Trigger[SpeechWord]) -> bool:
    """ "Die Unruhen forderten 30 Verletzte": are the dead or injured what a verb of demands takes?"""
    if trigger.entry.act != "demand":
        return False
    victims = {t.index for t in find_triggers(trigger.reading, Casualty) if t.entry.slot and not t.verbal}
    return any(p.head in victims and p.preposition is None for p in trigger.reading.phrases_of(trigger.clause))


def _endangers(trigger: Trigger[SpeechWord], speaker: ActorMention | None) -> bool:
    """ "pushed west, threatening a supply line", "rebels threaten the town": is a thing in danger, by no words?"""
    reading, entry = trigger.reading, trigger.entry
    armed = speaker is not None and speaker.actor.kind in _ARMED
    if entry.act != "threaten" or trigger.form.fixed or not (armed or position(trigger) == "gerund"):
        return False
    things = [a.phrase.head for a in arguments(trigger, "object") if a.phrase is not None]
    deeds = {t.index for t in find_triggers(reading, AttackWord, SpeechNoun, ActCue)}
    sides = {k for m in reading.actors if not m.owns for k in range(m.first, m.last + 1)}
    return any(head not in deeds | sides for head in things) and not infinitive_behind(trigger)


def _mourns(trigger: Trigger[SpeechWord]) -> bool:
    """ "Syrien beklagt | neun Todesopfer": is only told how many a side has lost?"""
    reading = trigger.reading
    if trigger.entry.strength == "strong" or any(reading.sentence.quoted):
        return False
    dead = {t.last for t in find_triggers(reading, Casualty) if not t.verbal}
    lost = [p for p in _complements(trigger) if p.head in dead]
    return any(p.covers(q.number, q.number) for p in lost for q in reading.quantities)


def _in_passing(trigger: Trigger[SpeechWord]) -> bool:
    """ "Iran, which backs ..." or a gerund behind a verb that says nothing: a word about somebody, no saying."""
    if trigger.clause.role == "relative":
        return not (_answers(trigger) or _issuer(trigger))
    if position(trigger) != "gerund" or (trigger.entry.strength == "strong" and trigger.entry.act in _OPEN_ACTS):
        return False
    if worded(trigger):
        return False
    before = (t for t in find_triggers(trigger.reading, SpeechWord) if t.index < trigger.index)
    return not any(predicates(t) for t in before)


def _issuer(trigger: Trigger[SpeechWord]) -> ActorMention | None:
    """ "adopted a resolution | that demands ...", "sent a letter | in which he urged ...": who put out those words?"""
    reading, clause = trigger.reading, trigger.clause
    if clause.role != "relative" or clause.parent is None:
        return None
    main = reading.clauses[clause.parent]
    last = [p for p in reading.phrases_of(main) if p.last < clause.first][-1:]
    nouns = find_triggers(reading, SpeechNoun) if last else ()
    subject = reading.own_subject(main)
    if subject is None or not any(issued(n, main) and n.index == last[0].head for n in nouns):
        return None
    return next((m for m in reading.actors_of(subject) if is_side(m)), None)


def _answers(trigger: Trigger[SpeechWord]) -> bool:
    """ "..., which Abu Dhabi denies", "a charge | that Chad denied": does somebody deny what was said just before?"""
    reading, clause = trigger.reading, trigger.clause
    of_charge = is_of_charge(trigger)
    subject = reading.subject(clause) if of_charge else reading.own_subject(clause)
    if subject is None or not (of_charge or (clause.tense == "present" and denies(trigger))):
        return False
    return bool(reading.actors_of(subject)) or reading.words[subject.head].lower in reading.grammar.anaphoric_nouns


def _told_beside(trigger: Trigger[SpeechWord]) -> bool:
    """Does a clause only tell what is said at the same time ("..., while the minister said", "comes as Kyiv said")?"""
    opener, grammar = trigger.clause.opener, trigger.reading.grammar
    return opener is not None and (opener.lower in grammar.parallels or comes_after(trigger.clause, trigger.reading))


def _handed_on(trigger: Trigger[SpeechWord]) -> bool:
    """Does a verb of saying whose subject is no side hand on the saying ("The Times reports that Kyiv maintains")?"""
    before = (t for t in reversed(find_triggers(trigger.reading, SpeechWord)) if t.index < trigger.index)
    outer = next(filter(predicates, before), None)
    return outer is not None and trigger.clause.number in content_of(outer) and not speaker_of(outer)[0]


def _act(trigger: Trigger[SpeechWord]) -> str | None:
    """The act of the verb, None where a negation leaves nothing said."""
    if is_negated(trigger):
        return _NEGATED.get(trigger.entry.act)
    if noun := _names_act(trigger):
        return noun.entry.act
    return "demand" if _orders(trigger) else trigger.entry.act


def _names_act(trigger: Trigger[SpeechWord]) -> Trigger[SpeechNoun] | None:
    """ "renewed his | threat", "erneuerte die | Forderung": the object of a verb of saying that tells what is done."""
    if "act" not in trigger.entry.government or trigger.clause.passive:
        return None
    nouns = [n for n in find_triggers(trigger.reading, SpeechNoun) if n.entry.act]
    phrases = [a.phrase for a in arguments(trigger, "object") if a.phrase is not None] if nouns else []
    return next((n for n in nouns if any(p.covers(n.index, n.index) for p in phrases)), None)


def _orders(trigger: Trigger[SpeechWord]) -> bool:
    """ "told the army to step up attacks": a verb of saying to somebody with an infinitive and no clause."""
    if "object+to-infinitive" not in trigger.entry.government or trigger.entry.act != "say":
        return False
    return any(w.infinitive and w.index > trigger.last for w in trigger.clause.words)


def _judges(trigger: Trigger[SpeechWord]) -> bool:
    """ "called it a crime", "called the raid barbaric": two bare phrases, or one and a judgement, behind a verb that
    takes two objects."""
    reading, clause = trigger.reading, trigger.clause
    if "object+object" not in trigger.entry.government:
        return False
    phrases = reading.phrases_of(clause)
    behind = [p for p in phrases if p.first > trigger.last and p.preposition is None and not p.joined]
    judged = (c.index for c in find_triggers(reading, ActCue) if c.clause is clause)
    return len(behind) > 1 or any(p.first + 1 < k for p in behind for k in judged)


def _addressees(trigger: Trigger[SpeechWord]) -> Iterator[ActorMention]:
    """Whom the verb is said to, by the places its entry names: of bare phrases the first that is no subject."""
    reading = trigger.reading
    if noun := _names_act(trigger):
        for place in (r.partition("=")[0] for r in noun.entry.roles if r.endswith("=addressee")):
            for argument in arguments(noun, place):
                yield from argument.actors
    passive = trigger.clause.passive and position(trigger) == "participle"
    for place in trigger.entry.addressees:
        if place not in _BARE:
            for argument in arguments(trigger, place):
                yield from argument.actors
        elif passive:
            for argument in arguments(trigger, "passive_subject"):
                yield from argument.actors
        else:
            yield from next(filter(None, map(reading.actors_of, _complements(trigger))), ())


def _complements(trigger: Trigger[SpeechWord]) -> Iterator[Phrase]:
    """Bare phrases of the verb's clause that are not its subject, those of sure case first."""
    subject = next(subjects(trigger), None)
    phrases = trigger.reading.phrases_of(trigger.clause)
    free = [p for p in phrases if p.preposition is None and p is not subject and p.cases != {"nom"} and not p.joined]
    if trigger.reading.grammar.word_order == "subject_verb":
        free = [p for p in free if p.first > trigger.index]
    yield from (p for p in free if p.cases != {"gen"})
