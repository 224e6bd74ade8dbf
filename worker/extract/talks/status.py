"""What becomes of talks: their status, from the pack's cues, else from tense and modality."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worker.extract.analysis import Reading
from worker.extract.draft import bare_actors
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments, attributive
from worker.extract.grammar.negated import waits
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.ranks import ranked
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.reality import compared, reality_of
from worker.extract.talks.around import has_company, nominal, stands_before, stands_under, under_infinitive
from worker.extract.talks.clauses import (
    as_was,
    asks,
    clauses_of,
    denial,
    describes_other,
    foretold,
    goes_on_in,
    has_been,
    is_in,
    is_object,
    is_to,
    is_wished,
    lacks,
    names_none,
    relatives_of,
    sets_out,
    takes_place,
    through_others,
    told_around,
)  # fmt: skip
from worker.languages.pack import TalksStatus, TalksWord

# Status that the standing of a clause gives.
_STANDING = {
    "planned": "planned",
    "requested": "proposed",
    "hypothetical": "proposed",
}
# Which status wins where a clause has cues of several.
_TELLING = ("cancelled", "rejected", "failed", "proposed", "planned", "under_way", "held")
_DONE = frozenset({"held", "under_way"})
_ENDING = frozenset({"cancelled", "rejected", "failed"})
_UNDONE = frozenset({"cancelled", "failed"})
_POSITIVE = _DONE | {"planned", "proposed"}
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Outlook:
    """`value`: the status; `sure`: 2 where a cue says so, 1 where the clause does, 0 where it is a guess.

    `announced`: it is told by another verb of the clause, whose time is not that of the talks.
    """

    value: str
    sure: int
    announced: bool = False
    rules: tuple[str, ...] = ()


def outlook_of(trigger: Trigger[TalksWord]) -> Outlook | None:
    """The status of the talks that `trigger` tells; None where it says that they never were."""
    if all(r.endswith(("=mediator", "=topic")) for r in trigger.entry.roles):
        return Outlook("held", 0)
    cues = list(_cues(trigger))
    verbs = [t for t in find_triggers(trigger.reading, TalksWord) if t.verbal]
    governs = (c for c in cues if "governs:talks" in c.entry.needs and not any(_completes(c, t) for t in verbs))
    if governing := next((c for c in governs if _value(c)), None):
        dated = any(c.entry.value == "planned" and c.form.tag == "adj" for c in cues) and not trigger.clause.past
        value = "planned" if dated and governing.entry.value == "held" else governing.entry.value
        return Outlook(value, 1, False, (governing.rule,))  # "will report after the planned meeting"
    ahead = "denied" if through_others(trigger) else _ahead(trigger)
    if ahead == "rejected" and trigger.verbal:
        return Outlook(ahead, 2)
    ahead_of = (c for c in cues if c.entry.value == "planned" and c.entry.pos in ("noun", "verb") and not as_was(c))
    # "have not agreed to talks"
    undated = any((_denied(c.clause) or names_none(c)) and not _negative(c) for c in ahead_of)
    if (
        ahead == "denied"
        or undated
        or trigger.reading.words[-1].token.text == "?"
        or (_none_of(trigger) and not any(_value(c) == "rejected" for c in cues))
    ):
        return None
    clause = _telling_clause(trigger)
    heading = clause.finite is None and any(w.infinitive for w in clause.words if w.index <= trigger.index)
    coming = ahead in _STANDING.values() or heading  # "Rivals to resume talks"
    goes_on = has_been(trigger)
    told = (c for c in cues if not (goes_on and c.index == trigger.index) and not compared(c))
    wished = is_wished(trigger)
    telling = [(c, v) for c in told if (v := _value(c)) and not (coming and v in _DONE)]
    telling = [(c, v) for c, v in telling if not (wished and v == "under_way" and _is(c, trigger))]
    fresh = [(c, v) for c, v in telling if not (c.verbal and attributive(c) and v in _ENDING)]
    if any(c.verbal for c, _ in fresh):  # "will resume the interrupted talks"
        telling = fresh
    telling = _unbegun(cues, telling) or telling
    if telling:
        cue, value = min(telling, key=lambda t: _TELLING.index(t[1]))
        if value == "failed" and any(v == "planned" for _, v in telling):  # "a planned meeting fell through"
            value = "cancelled"
        if value == "proposed" and _is_taken(cue):
            value = "planned"
        announced = cue.verbal and cue.clause.past and cue.index != trigger.index
        return Outlook(value, 2, announced, (cue.rule,))
    if ahead == "never":
        return None
    carried = tuple(c.rule for c in cues if c.verbal)[:1]
    if ahead:
        aim = clause.role == "infinitive" and clause.words[0].subordinator  # "reiste hin, | um zu verhandeln"
        return Outlook(ahead, int(not aim), rules=carried)
    being = clause.finite is not None and any(a.kind == "be" for a in clause.finite.auxiliaries)
    if heading or (trigger.form.tag == "inf" and trigger.reading.words[trigger.index].infinitive):
        opens = any(_is(c, trigger) and c.entry.value == "under_way" for c in cues)  # "to resume talks"
        return Outlook("planned", int(being or opens), rules=carried)  # "is to visit", "Rivals to hold talks"
    if trigger.form.tag == "ger" and ((being and not clause.past) or goes_on):
        return Outlook("under_way", 1)
    first = being and nominal(trigger) and ranked(clause, clause.words[-1].index + 1, trigger.reading.grammar)
    sure = int(clause.past and not first)  # "is the first meeting since": nothing of when
    beside = (t for t in find_triggers(trigger.reading, TalksWord) if t.clause is clause)
    now = "planned" if any(map(sets_out, beside)) else "under_way" if _goes_on_now(trigger, clause) else "held"
    return Outlook(now, sure)


def _is(cue: Trigger[TalksStatus], trigger: Trigger[TalksWord]) -> bool:
    return cue.index == trigger.index


def _unbegun(
    cues: Sequence[Trigger[TalksStatus]], telling: Sequence[tuple[Trigger[TalksStatus], str]]
) -> list[tuple[Trigger[TalksStatus], str]]:
    """The word that denies that talks, planned at most, have begun: they are put off, or still to come."""
    begun = (c for c in cues if c.verbal and c.entry.value == "under_way" and _denied(c.clause))
    if any(v != "planned" for _, v in telling):
        return []
    return [(c, "planned" if waits(c.clause, c.reading.grammar) else "cancelled") for c in begun][:1]


def _is_taken(cue: Trigger[TalksStatus]) -> bool:
    """Does somebody accept what a noun says is offered ("nahm die Einladung zu einem Treffen an")?"""
    if cue.verbal:
        return False
    beside = (c for c in find_triggers(cue.reading, TalksStatus) if c.verbal and c.clause is cue.clause)
    taken = (a.phrase for c in beside if c.entry.value == "planned" for a in arguments(c, "object"))
    return not cue.clause.negated and any(p is not None and p.covers(cue.index, cue.index) for p in taken)


def _completes(cue: Trigger[TalksStatus], verb: Trigger[TalksWord]) -> bool:
    """Is a preposition the one that a verb of talks has ("take part | in talks", not "agreed | after talks")?"""
    before = cue.reading.words[cue.index - 1].lower if cue.index else ""
    beside = verb.last == cue.index - 1 or (verb.clause is cue.clause and before in verb.form.fixed)
    own = {verb.form.preposition, *verb.form.fixed, *(r.partition("=")[0].partition("+")[0] for r in verb.entry.roles)}
    return beside and cue.entry.lemma in own


def _goes_on_now(trigger: Trigger[TalksWord], clause: Clause) -> bool:
    """Does the present tense tell of talks, outside of a headline and not only of what is said at them?"""
    phrase = trigger.reading.phrase_at(trigger.index)
    aside = not trigger.verbal and phrase is not None and phrase.preposition is not None
    present = clause.finite is not None and clause.tense == "present" and clause.mood == "indicative"
    return present and not aside and trigger.reading.sentence.role == "body"


def _telling_clause(trigger: Trigger[TalksWord]) -> Clause:
    """The clause whose verb tells of the talks: the relative clause of a noun before its own."""
    return next(reversed(relatives_of(trigger)), trigger.clause)


def _ahead(trigger: Trigger[TalksWord]) -> str | None:
    """The status of what the grammar shows as not done: to come, wanted, asked for, refused; "never" where
    it is denied, "denied" where all of the clause is."""
    clause = _telling_clause(trigger)
    if clause is not trigger.clause:
        return "planned" if clause.tense == "future" or clause.modal in ("want", "shall") else None
    standing = reality_of(trigger)
    if unreal := denial(standing, clause):
        return unreal
    if asks(standing, trigger) or lacks(standing, trigger):
        return "denied"
    if standing.type == "negated" and trigger.verbal and _denied(clause):
        if trigger.entry.sense == "outcome":  # "could not agree on a truce"
            return "failed"
        offered = trigger.entry.sense == "offer"  # "was not invited"
        return "never" if offered or (clause.past and clause.modal is None) else "rejected"
    if clause.past and clause.modal is None and _denied(clause) and is_object(trigger):
        return "never"  # "had not had any meetings"
    if clause.modal is None and _denied(clause) and _is_not(trigger):
        return "never"
    if standing.type == "hypothetical" and clause.mood == "irrealis" and (clause.past or clause.tense == "future"):
        if clause.past:  # reported speech of what was done
            return None
        if foretold(trigger):
            return "planned"
    known = "planned" if standing.type == "hypothetical" and takes_place(trigger) else None
    return known or _STANDING.get(standing.type) or ("planned" if is_to(clause) else None)


def _is_not(trigger: Trigger[TalksWord]) -> bool:
    """Does a denied clause say that talks are not, which the text does not know yet ("a meeting is not planned", "zu
    einem Treffen kam es nicht")?"""
    reading, clause, phrase = trigger.reading, trigger.clause, trigger.reading.phrase_at(trigger.index)
    subject = reading.subject(clause)
    if not nominal(trigger) or phrase is None or subject is None or clause.finite is None:
        return False
    first, impersonal = reading.words[phrase.first], reading.grammar.impersonal_pronouns
    if first.determiner is not None and first.lower not in reading.grammar.indefinite_articles:
        return False
    if any(w.lower in impersonal for w in clause.words):
        return phrase.preposition is None or reading.words[subject.head].lower in impersonal
    return phrase is subject and any(a.kind == "be" for a in clause.finite.auxiliaries)


def _none_of(trigger: Trigger[TalksWord]) -> bool:
    """Says the noun's own article that there are none ("no call was planned"), or that of who meets ("invited no
    Russian officials")?"""
    reading, own = trigger.reading, trigger.form.fixed
    fixed = next((w.index for w in trigger.clause.words if own and w.lower == own[-1]), -1)
    places = [r.partition("=")[0] for r in trigger.entry.roles if trigger.verbal]
    phrases = [a.phrase for place in places for a in arguments(trigger, place)]
    firsts = (
        reading.words[p.first] for p in (reading.phrase_at(trigger.index if nominal(trigger) else fixed), *phrases) if p
    )
    return any(w.negation and w.determiner is not None for w in firsts)


def _denied(clause: Clause) -> bool:
    """Does a negation deny the verb, and not only a noun beside it ("parted without a truce")?"""
    return any(w.negation and not w.preposition and not w.determiner and not w.pronoun for w in clause.words)


def _cues(trigger: Trigger[TalksWord]) -> Iterator[Trigger[TalksStatus]]:
    """The status cues that speak of `trigger`."""
    clauses = {c.number for c in clauses_of(trigger)}
    for cue in find_triggers(trigger.reading, TalksStatus):
        if cue.form.tag == "adj" and cue.clause.finite is not None and cue.clause.finite.index == cue.index:
            continue  # "vereinbarten"
        if cue.verbal and attributive(cue) and describes_other(cue, trigger):
            continue  # "part of the | ongoing | efforts"
        marks = {cue.form.preposition, *cue.form.fixed} & cue.reading.grammar.infinitive_markers
        if cue.verbal and marks and cue.entry.value in _ENDING and under_infinitive(cue, trigger):
            continue  # "pushed Kigali | to | resume talks"
        ends = cue.entry.value in _ENDING and goes_on_in(cue.clause, trigger)
        inside = cue.clause.number in clauses or ends
        if cue.entry.field == "status" and inside and _speaks_of(cue, trigger):
            yield cue


def _speaks_of(cue: Trigger[TalksStatus], trigger: Trigger[TalksWord]) -> bool:
    """Does one of the cue's needs hold for the trigger? A phrase without needs holds the word for the talks itself."""
    if not cue.entry.needs:
        return cue.entry.pos != "phrase" or cue.index <= trigger.index <= cue.last
    return any(_holds(need, cue, trigger) for need in cue.entry.needs)


def _holds(need: str, cue: Trigger[TalksStatus], trigger: Trigger[TalksWord]) -> bool:
    """Does the trigger stand at the place of the cue that `need` names ("subject:talks", "near:talks", "for:talks")?"""
    place, _, what = need.partition(":")
    if what == "side":
        strong = trigger.verbal and cue.entry.strength == "strong"
        return cue.index == trigger.index or strong or is_in(cue, trigger)
    if what != "talks":
        return what != "accord"
    if place == "near" and cue.index <= trigger.index <= cue.last and has_company(trigger):
        return False  # "sagte im Gespräch mit ..."
    if nominal(trigger):
        return _holds_noun(place, cue, trigger)
    infinitive = trigger.reading.words[trigger.index].infinitive and trigger.index > cue.index
    gerund = trigger.form.tag == "ger" and trigger.index == cue.last + 1  # "proposed holding talks"
    beside = place == "near" and cue.form.tag == "phrase"
    return beside or ((infinitive or gerund) and place in ("object", "near", "infinitive"))


def _holds_noun(place: str, cue: Trigger[TalksStatus], trigger: Trigger[TalksWord]) -> bool:
    """The same for a noun of talks; `place` can be a preposition that the cue takes."""
    phrase = trigger.reading.phrase_at(trigger.index)
    distance = trigger.index - cue.last
    match place:
        case "governs":
            return phrase is not None and stands_before(cue, phrase)
        case "subject":
            return _in_subject(cue, trigger)
        case "genitive":
            return 0 < distance <= _NEAR
        case "near" if cue.form.tag == "adj":
            return _beside(cue, trigger)
        case "near" if cue.form.tag in ("sg", "pl", "gen"):
            return 0 < distance <= 2 * _NEAR
        case "object" | "near":
            return trigger.entry.sense != "mediation" and (not cue.verbal or _undergoes(cue, trigger, place))
        case "infinitive":
            return cue.last < trigger.index and under_infinitive(cue, trigger)
        case _:
            return stands_under(trigger) == place


def _undergoes(cue: Trigger[TalksStatus], trigger: Trigger[TalksWord], place: str) -> bool:
    """Can the noun be what the cue's verb is about: behind it where order tells the object; as an object not under a
    preposition that neither the verb nor a noun before it has ("in a call with Putin, Trump proposed ...")?"""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if _acts(cue, trigger):
        return False
    fronted = trigger.index < cue.index and not cue.clause.passive and not _in_subject(cue, trigger)
    if fronted and reading.grammar.word_order == "subject_verb" and cue.clause not in relatives_of(trigger):
        return False
    if phrase is None or phrase.preposition is None:
        return phrase is None or not _owned_under(phrase, reading)
    outside = told_around(phrase, reading)  # "announced a truce | after talks"
    if outside or (place == "near" and not (cue.verbal and _is_place(phrase, reading))):
        return not outside
    if phrase.preposition in {cue.entry.preposition, cue.form.particle, *cue.form.words, *cue.form.fixed}:
        return True
    before = next((p for p in reading.phrases if p.last == phrase.first - 2), None)
    offers = (c for c in find_triggers(reading, TalksStatus) if c.entry.pos == "noun" and c.clause is cue.clause)
    if any(c.last < phrase.first for c in offers):  # "rejected a proposal from Seoul for talks"
        return True
    trips = (t for t in find_triggers(reading, TalksWord) if t.entry.sense == "visit" and t.clause is cue.clause)
    if any(nominal(t) and cue.last < t.index < phrase.first for t in trips):  # "cancelled a trip for talks"
        return True
    if before is None or any(m.first <= before.head <= m.last for m in reading.actors):
        return False
    return not reading.names_time(before)


def _owned_under(phrase: Phrase, reading: Reading) -> bool:
    """Is it the genitive of a noun that a preposition governs ("forderte | am Ende des Gipfels")?"""
    owner = next((p for p in reading.phrases if p.last == phrase.first - 1), None)
    return phrase.cases == {"gen"} and owner is not None and owner.preposition is not None


def _is_place(phrase: Phrase, reading: Reading) -> bool:
    """Do talks only say where something is told ("announced talks with Iran | at the summit")?"""
    return phrase.preposition in reading.grammar.locatives


def _acts(cue: Trigger[TalksStatus], trigger: Trigger[TalksWord]) -> bool:
    """Is the noun what does the cue's verb, and not its object before a subject that stands behind, or in a headline
    that leaves out the auxiliary ("Summit postponed")?"""
    reading = trigger.reading
    subject = reading.subject(cue.clause)
    bare = cue.clause.finite is None and reading.words[cue.index].participle  # "Gespräche verschoben"
    if subject is None or cue.clause.passive or bare or not _in_subject(cue, trigger):
        return False
    if reading.grammar.word_order == "subject_verb":
        return bool(arguments(cue, "object")) or not reading.words[cue.index].participle
    others = [m for m in bare_actors(reading, cue.clause) if not subject.covers(m.first, m.last)]
    return "acc" not in subject.cases or not others


def _in_subject(cue: Trigger[TalksStatus], trigger: Trigger[TalksWord]) -> bool:
    """Is the noun, or what it is the genitive of, the subject of the cue's verb?"""
    reading = trigger.reading
    subject, phrase = reading.subject(cue.clause), reading.phrase_at(trigger.index)
    if subject is None or phrase is None or subject.clause != phrase.clause:
        return False
    owned = phrase.preposition in reading.grammar.genitive_prepositions or phrase.cases == {"gen"}
    return subject.covers(trigger.index, trigger.index) or (owned and 0 < phrase.first - subject.last <= _NEAR - 1)


def _beside(cue: Trigger[TalksStatus], trigger: Trigger[TalksWord]) -> bool:
    """Does an adjective stand in the noun's phrase, or say something of it as a predicate?"""
    phrase = trigger.reading.phrase_at(trigger.index)
    if phrase is not None and phrase.covers(cue.index, cue.index):
        return cue.index < trigger.index
    verbs = {f.tag for f in trigger.reading.words[cue.index].verbs}
    auxiliaries = cue.clause.finite.auxiliaries if cue.clause.finite is not None else ()
    if "ger" in verbs or ("part" in verbs and any(a.kind == "have" for a in auxiliaries)):
        return False  # ", coming days after ...", "haben ... vereinbart"
    held = trigger.reading.phrase_at(cue.index)
    return held is None or held.last == cue.index


def _value(cue: Trigger[TalksStatus]) -> str | None:
    """What the cue says, None where its clause is of another tense or denies it."""
    entry, clause = cue.entry, cue.clause
    if entry.tense and (entry.tense == "past") != clause.past:
        return None
    said = cue.verbal or (cue.form.tag == "adj" and not attributive(cue))
    if said and entry.value in _POSITIVE and _denied(clause) and not _negative(cue):
        return None
    if cue.verbal and entry.value in _UNDONE and clause.modal == "can" and clause.mood == "irrealis":
        return None  # "the talks might fail"
    return entry.value


def _negative(cue: Trigger[TalksStatus]) -> bool:
    """Is the negation a word of the cue itself?"""
    own = (*cue.form.words, *cue.form.fixed)
    return any(w.negation and w.lower in own for w in cue.reading.words)


def resulted(cue: Trigger[TalksStatus]) -> bool:
    """Is it neither denied nor to come?"""
    if cue.clause.negated and not _negative(cue):
        return False
    return cue.clause.tense != "future" and cue.clause.modal not in ("want", "shall", "must")
