"""Which clauses tell of talks, and how a clause says that they are still to come."""

from collections.abc import Iterator

from worker.extract.analysis import Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import attributive
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.reality import Standing, achieved, compared
from worker.extract.talks.around import definite, meanwhile, nominal, stands_before
from worker.languages.pack import Reality, SpeechWord, TalksStatus, TalksWord

_TO = 2  # words from a verb to the infinitive behind its mark


def relatives_of(trigger: Trigger[TalksWord]) -> tuple[Clause, ...]:
    """The relative clause of a noun and, where it only says who tells it, the clause behind ("that X says he had")."""
    reading = trigger.reading
    phrase = reading.phrase_at(trigger.index)
    if phrase is None or trigger.verbal:
        return ()
    last = max(phrase.last, trigger.last)
    found = next((c for c in reading.clauses if c.role == "relative" and last < c.first <= last + 2), None)
    if found is None:
        return ()
    if meanwhile(trigger) and _says(found, trigger):
        return ()
    after = next((c for c in reading.clauses if c.number == found.number + 1), None)
    said = any(t.clause is found and t.verbal for t in find_triggers(reading, SpeechWord))
    return (found, after) if after is not None and said else (found,)


def _says(clause: Clause, trigger: Trigger[TalksWord]) -> bool:
    """Is a clause behind a noun, with its own subject, what somebody says there ("told her in a call | that he")?"""
    reading, subject = trigger.reading, trigger.reading.subject(clause)
    said = any(t.verbal and t.clause is trigger.clause for t in find_triggers(reading, SpeechWord))
    return said and subject is not None and subject.first > clause.first


def clauses_of(trigger: Trigger[TalksWord]) -> Iterator[Clause]:
    """The clauses that tell of the trigger: its own, its relative clauses, and those that it hangs on."""
    reading = trigger.reading
    yield trigger.clause
    yield from relatives_of(trigger)
    clause = trigger.clause
    while clause.parent is not None and clause.role in ("subordinate", "infinitive"):
        clause = reading.clauses[clause.parent]
        yield clause


def is_to(clause: Clause) -> bool:
    """Is something to be done ("talks | are to be held")?"""
    at = clause.finite.index if clause.finite and any(a.kind == "be" for a in clause.finite.auxiliaries) else -_TO
    return any(w.infinitive and w.index == at + _TO for w in clause.words)


def sets_out(trigger: Trigger[TalksWord]) -> bool:
    """Does a verb in the present say for where somebody leaves ("travels | to Paris for talks", not "arrives in")?"""
    grammar, clause = trigger.reading.grammar, trigger.clause
    places = {r.partition("=")[0] for r in trigger.entry.roles if r.endswith("=venue")}
    aims = places - grammar.locatives - grammar.origin_prepositions - {"object"}
    goes = trigger.entry.sense == "travel" and trigger.verbal and bool(aims)
    return goes and clause.finite is not None and clause.finite.index == trigger.index and clause.tense == "present"


def goes_on_in(clause: Clause, trigger: Trigger[TalksWord]) -> bool:
    """Has a main clause without a subject of its own the noun for one ("the talks | were due on Friday, | but were
    called off")?"""
    reading = trigger.reading
    if clause.role != "main" or clause.number <= trigger.clause.number or not nominal(trigger):
        return False
    subject = reading.subject(clause)
    return subject is not None and subject.clause != clause.number and subject.covers(trigger.index, trigger.index)


def describes_other(cue: Trigger[TalksStatus], trigger: Trigger[TalksWord]) -> bool:
    """Does a participle describe the noun of another phrase?"""
    phrase = cue.reading.phrase_at(cue.index)
    return phrase is not None and not phrase.covers(trigger.index, trigger.index)


def is_in(cue: Trigger[TalksStatus], trigger: Trigger[TalksWord]) -> bool:
    """Is somebody said to be in the talks that a phrase names ("are | in talks", not "said in talks")?"""
    before = cue.reading.words[cue.index - 1].auxiliaries if cue.index else ()
    return cue.index < trigger.index <= cue.last and any(a.kind == "be" for a in before)


def as_was(cue: Trigger[TalksStatus]) -> bool:
    """Does a participle only say what was to be ("the | planned | talks", "did not begin as | planned")?"""
    return cue.verbal and (attributive(cue) or compared(cue))


def foretold(trigger: Trigger[TalksWord]) -> bool:
    """Does somebody say what is to come ("said they would meet"), without a condition?"""
    reading = trigger.reading
    if any(c.entry.type == "hypothetical" and c.entry.pos != "verb" for c in find_triggers(reading, Reality)):
        return False
    return any(t.verbal and t.clause is not trigger.clause for t in find_triggers(reading, SpeechWord))


def names_none(cue: Trigger[TalksStatus]) -> bool:
    """Says the article of a noun that there is none ("no plans for a meeting")?"""
    phrase = cue.reading.phrase_at(cue.index) if cue.entry.pos == "noun" else None
    first = cue.reading.words[phrase.first] if phrase is not None else None
    return first is not None and first.negation and first.determiner is not None


def has_been(trigger: Trigger[TalksWord]) -> bool:
    """Have the talks gone on until now ("have been | negotiating for months")?"""
    if trigger.form.tag != "ger":
        return False
    clause = trigger.clause
    been = clause.passive and trigger.index > 0 and trigger.reading.words[trigger.index - 1].participle
    have = clause.finite is not None and any(a.kind == "have" for a in clause.finite.auxiliaries)
    return been and have and clause.tense == "past"


def asks(standing: Standing, trigger: Trigger[TalksWord]) -> bool:
    """Is it only asked whether talks are, or what would be if they were ("unclear whether they met", "if they meet")?
    Where a day is told, they are to be ("if they meet on Monday")."""
    cue, clause, reading = standing.cue, trigger.clause, trigger.reading
    if standing.type != "hypothetical" or cue is None:
        return False
    before = (w for w in reading.words[: trigger.index] if w.subordinator and clause.holds(w.index))
    if all(w.lower != cue.lemma for w in before):
        return False
    dated = any(t.names_day and clause.holds(t.first) for t in reading.times)
    return not (dated and cue.lemma in reading.grammar.adverbial_subordinators)


def through_others(trigger: Trigger[TalksWord]) -> bool:
    """Does the present only tell that nobody speaks to the other himself ("do not negotiate | directly")?"""
    clause, direct = trigger.clause, trigger.reading.grammar.direct_adverbs
    present = clause.negated and clause.tense == "present" and clause.modal is None
    return trigger.verbal and present and any(w.lower in direct for w in clause.words)


def is_object(trigger: Trigger[TalksWord]) -> bool:
    """Is a noun of talks the bare object of its clause?"""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    bare = nominal(trigger) and phrase is not None and phrase.preposition is None
    return bare and phrase != reading.subject(trigger.clause)


def takes_place(trigger: Trigger[TalksWord]) -> bool:
    """Do talks that are known only say at what something may be ("at the meeting they may discuss ...")?"""
    phrase = trigger.reading.phrase_at(trigger.index)
    return nominal(trigger) and phrase is not None and bool(phrase.preposition) and definite(trigger)


def is_wished(trigger: Trigger[TalksWord]) -> bool:
    """Is an infinitive only what somebody wants, or is to do ("pressure | to resume talks", not "began to talk")?"""
    return trigger.verbal and trigger.reading.words[trigger.index].infinitive and achieved(trigger) is None


def lacks(standing: Standing, trigger: Trigger[TalksWord]) -> bool:
    """Is a noun of talks behind a word that says that there are none ("without talks", "a lack of dialogue")?"""
    lacking = standing.cue is not None and standing.cue.scope == "following_noun"
    doing = trigger.form.tag == "ger"  # "left without meeting him"
    return standing.type == "negated" and lacking and (nominal(trigger) or doing)


def denial(standing: Standing, clause: Clause) -> str | None:
    """Is the clause denied, by the verb before it or as "falsely claimed", or its talks by its own verb?"""
    cue = standing.cue
    if cue is None or (standing.type == "hypothetical" and cue.pos != "adverb"):
        return None
    if standing.type not in ("denied", "hypothetical"):
        return None
    inside = [w for w in clause.words if any(f.entry is cue for f in w.verbs)]
    if not inside:  # "denied | that they met", not "the talks denied him"
        return "denied"
    return "never" if inside[0] is clause.finite else None


def told_around(phrase: Phrase, reading: Reading) -> bool:
    """Does a word say that something else was before or after the talks?"""
    cues = (c for c in find_triggers(reading, TalksStatus) if "governs:talks" in c.entry.needs and not c.entry.tense)
    return any(c.entry.value != "further_talks" and stands_before(c, phrase) for c in cues)
