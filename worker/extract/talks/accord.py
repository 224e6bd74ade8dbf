"""What shows that two sides have conferred: an agreement that they made, or prisoners whom they exchanged."""

from collections.abc import Iterator

from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import extend
from worker.extract.grammar.frames import arguments, reduced
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import PlaceMention
from worker.extract.reality import achieved
from worker.extract.retold import tells_old
from worker.extract.talks.around import definite
from worker.extract.talks.meeting import Meeting
from worker.extract.talks.sides import seat
from worker.extract.talks.status import Outlook, resulted
from worker.extract.talks.table import Table, row
from worker.extract.topics import topics_of
from worker.extract.values.times import Tense
from worker.languages.pack import SpeechWord, TalksStatus, TalksWord

# Topics that two sides settle at talks, so that an agreement on them tells of talks.
SETTLED = frozenset(
    {"peace", "ceasefire", "prisoner_exchange", "hostages", "humanitarian_access", "grain", "territory"}
)
ACCORD = ":accord"
# Acts of speech whose object is only to come.
_ASKING = frozenset({"demand", "propose"})


def made(cue: Trigger[TalksStatus]) -> Trigger[TalksWord] | None:
    """The agreement that a verb tells as made, None where it tells of something else."""
    reading = cue.reading
    nouns = [t for t in find_triggers(reading, TalksWord) if t.entry.sense == "accord" and not t.verbal]
    places = [need.partition(":")[0] for need in cue.entry.needs if need.endswith(ACCORD)]
    phrases = [a.phrase for place in places if nouns for a in arguments(cue, place) if a.phrase is not None]
    if nouns and _alone(cue):
        phrases += [p for p in reading.phrases_of(cue.clause)[:1] if p.preposition is None]
    own = {*cue.form.words, *cue.form.fixed} if cue.entry.value == "agreement" else set()  # "struck | a deal"
    parts = [n for n in nouns if n.clause is cue.clause and own and reading.words[n.index].lower in own]
    return next((n for n in nouns if n in parts or any(p.covers(n.index, n.index) for p in phrases)), None)


def _alone(cue: Trigger[TalksStatus]) -> bool:
    """Does a headline leave out the auxiliary of a verb of agreeing ("Truce | agreed between ...")?"""
    reading, clause = cue.reading, cue.clause
    if reading.sentence.role == "body" or cue.entry.value != "agreement" or not reading.words[cue.index].participle:
        return False
    subject = reading.subject(clause)
    return clause.finite is None or (clause.finite.index == cue.index and not (subject and reading.actors_of(subject)))


def accords(reading: Reading, analysis: Analysis) -> Iterator[Meeting]:
    """Agreements to end a fight that the sentence tells as made, whoever announces them."""
    for cue in find_triggers(reading, TalksStatus):
        told = cue.verbal and not reduced(cue) and not wanted(cue)  # not "broke a truce reached in Doha"
        noun, value = made(cue) if told else None, _status(cue)
        if noun is None or value is None or tells_old(reading, cue.clause, analysis):
            continue
        alone = definite(noun) or cue.entry.strength == "weak"  # "hailed the truce", "accepted a deal with ..."
        if alone and not _made_by_both(cue):  # but "both signed the accord"
            continue
        if _offered(noun):
            continue
        table = _parties(cue, noun, analysis)
        if table.divided():
            table.settle(analysis)
        if (len(table.sides()) > 1 or table.divided()) and _settles(noun, table, analysis):
            yield _meeting(cue, table, analysis, value)


def _offered(noun: Trigger[TalksWord]) -> bool:
    """Does a word before an agreement say that it is only proposed ("announced a | proposed | truce")?"""
    phrase = noun.reading.phrase_at(noun.index)
    offers = (c for c in find_triggers(noun.reading, TalksStatus) if c.entry.value == "proposed")
    return phrase is not None and any(phrase.first <= c.index < noun.index for c in offers)


def _made_by_both(cue: Trigger[TalksStatus]) -> bool:
    """Are two sides the subject of a verb that only those have whose agreement it is?"""
    acting = Table()
    acting.add(row(cue.reading, [m for a in arguments(cue, "subject") for m in a.actors]))
    return "subject:side" in cue.entry.needs and len(acting.sides()) > 1


def wanted(cue: Trigger[TalksStatus]) -> bool:
    """Does another word only speak of making the agreement ("the urgency of reaching a deal", "keeps one from
    being reached", "hopes to reach one")?"""
    words = cue.reading.words
    before = words[cue.index - 1].lower if cue.index else ""
    if words[cue.index].infinitive:
        return achieved(cue) is None and not _dated(cue)
    gerund = cue.index > 1 and any(f.tag == "ger" for f in words[cue.index - 1].verbs)
    passive = gerund and words[cue.index - 2].preposition is not None
    return passive or (cue.form.tag == "ger" and before in cue.reading.grammar.control_prepositions)


def _dated(cue: Trigger[TalksStatus]) -> bool:
    """Does the verb before an infinitive say that it is to come ("are to sign", "are expected to sign")?"""
    marker = cue.index - 1
    before = (t for t in find_triggers(cue.reading, TalksStatus) if t.index < cue.index and t.entry.value == "planned")
    at = cue.reading.words[marker - 1] if marker > 0 else None
    is_to = at is not None and any(a.kind == "be" for a in at.auxiliaries)
    return is_to or any(t.last in (marker, marker - 1) for t in before)


def _status(cue: Trigger[TalksStatus]) -> str | None:
    """What becomes of the talks on an agreement: made, still to be made, or what the cue says."""
    if cue.entry.field == "status":
        return None if cue.clause.negated else cue.entry.value
    dated = cue.reading.words[cue.index].infinitive and _dated(cue)
    itself = all(need == "subject:accord" for need in cue.entry.needs)  # "is to take effect", so it was made
    if itself and cue.clause.modal == "can":
        return None
    if _ahead(cue) or dated:
        near = (cue.clause.parent, cue.clause.number - 1)
        above = [c for c in find_triggers(cue.reading, TalksStatus) if c.clause.number in near]
        wished = any(c.entry.value == "proposed" for c in above)  # "hope that they will sign"
        return None if cue.clause.negated or wished else "held" if itself else "planned"
    return "held" if resulted(cue) else None


def _ahead(cue: Trigger[TalksStatus]) -> bool:
    """Is it told as still to come?"""
    return cue.clause.tense == "future" or cue.clause.modal in ("want", "shall")


def _settles(noun: Trigger[TalksWord], table: Table, analysis: Analysis) -> bool:
    """Does it end a fight: by its name, by what the sentence is about, since those make it who fight each other, or
    somebody has mediated?"""
    if (
        noun.entry.strength == "strong"
        or table.mediators
        or brokered(noun.reading)
        or table.divided()
        or table.at_odds()
    ):
        return True
    return bool(SETTLED & set(topics_of(analysis, [noun.reading.index])))


def brokered(reading: Reading) -> bool:
    """Does the sentence tell of somebody who mediates?"""
    words = find_triggers(reading, TalksWord)
    return any(t.entry.sense in ("mediate", "mediation") and t.entry.strength != "weak" for t in words)


def _parties(cue: Trigger[TalksStatus], noun: Trigger[TalksWord], analysis: Analysis) -> Table:
    """Those between whom the agreement is, and who signs it; who announces one of two others mediates."""
    table = seat(noun, analysis)
    agents = (a for a in arguments(cue, "subject") if a.phrase is None or not a.phrase.covers(noun.index, noun.last))
    acting = [m for a in agents for m in a.actors]
    if len(table.sides()) > 1 and "subject:side" not in cue.entry.needs:
        table.mediators += acting
    else:
        table.add(row(cue.reading, acting))
    extend(table.places, _venue(cue))
    return table


def results(reading: Reading, analysis: Analysis) -> Iterator[Meeting]:
    """Two sides that exchange prisoners have agreed to it; two that fail to agree have tried."""
    for cue in find_triggers(reading, TalksStatus):
        failed = _failed(cue)
        swapped = cue.entry.value == "prisoner_exchange" and _done(cue)
        if not (swapped or failed) or tells_old(reading, cue.clause, analysis):
            continue
        table = Table()
        places = [n.partition(":")[0] for n in cue.entry.needs if n.endswith(":side")]  # "swapped prisoners with Kyiv"
        table.add(row(reading, [m for p in places for a in arguments(cue, p) for m in a.actors]))
        extend(table.places, _venue(cue))
        if len(table.sides()) > 1:
            found = _meeting(cue, table, analysis, "failed" if failed else "held")
            found.topics += [cue.entry.value] if swapped else []
            yield found
            return


def _venue(cue: Trigger[TalksStatus]) -> list[PlaceMention]:
    """The cities and sites that its clause names behind a word of place."""
    reading = cue.reading
    held = [p for p in reading.phrases_of(cue.clause) if p.preposition in reading.grammar.locatives]
    return [m for p in held for m in reading.places_of(p) if m.place.kind in ("city", "site")]


def _done(cue: Trigger[TalksStatus]) -> bool:
    """Is it told as done: in the past, or in the present of a headline, and not only asked for?"""
    clause = cue.clause
    if any(t.clause is clause and t.verbal and t.entry.act in _ASKING for t in find_triggers(cue.reading, SpeechWord)):
        return False
    finite = clause.finite is not None and clause.finite.index == cue.index
    heading = cue.reading.sentence.role != "body" and finite and clause.tense == "present"
    return clause.past or (heading and clause.modal is None and not clause.negated)


def _failed(cue: Trigger[TalksStatus]) -> bool:
    """Does a verb say that its subjects came to no agreement ("fail to reach a deal")?"""
    ahead = cue.clause.tense == "future" or cue.clause.modal not in (None, "can")
    return cue.verbal and not ahead and cue.entry.value == "failed" and "subject:side" in cue.entry.needs


def _meeting(cue: Trigger[TalksStatus], table: Table, analysis: Analysis, value: str = "held") -> Meeting:
    own = value == "planned" or not _ahead(cue)  # not when a truce made before is to begin
    published, times = analysis.published, [t for t in cue.reading.times if own and t.kind != "deadline"]
    tense: Tense = "future" if value == "planned" else "past"
    return Meeting(
        {cue.reading.index}, table, Outlook(value, 1), rules=[cue.rule], strength=1,
        when=next((w for t in times if (w := t.resolve(published, tense))), None),
    )  # fmt: skip
