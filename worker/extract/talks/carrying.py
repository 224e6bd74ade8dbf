"""Who stands around the verb that carries a noun of talks ("Kiew und Moskau führten Gespräche")."""

from collections.abc import Iterator

from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import bare_actors, extend, side
from worker.extract.grammar.anaphora import meant_by
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments, attributive, reduced
from worker.extract.grammar.nominal import Argument, places_owning
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.subjects import dative_of, finite_plural
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.talks.around import (
    CONFERRING,
    TAKE_PART,
    company,
    governed,
    has_company,
    helps,
    judged,
    labels,
    meanwhile,
    mediates,
    modifies,
    partner,
    stands_under,
)
from worker.extract.talks.asking import asked, charged
from worker.extract.talks.clauses import relatives_of
from worker.extract.talks.senders import senders, sent_by
from worker.extract.talks.table import Table, fighters, row, told
from worker.languages.pack import AttackWord, SpeechWord, TalksStatus, TalksWord

_ROLES = TAKE_PART | {"host"}
_DEMAND = "demand"
_NAMED_BY_CITY = frozenset({"event", "accord"})
_BESIDE = 2  # words from a noun to its company, the preposition among them


def carriers(trigger: Trigger[TalksWord]) -> Iterator[Clause]:
    """The clauses whose verb can carry a noun of talks, nearest first; none where a verb of talks stands beside it, or
    a visit has its guest ("criticised Orban's trip")."""
    phrase = trigger.reading.phrase_at(trigger.index)
    if modifies(trigger) or _missed(trigger):
        return
    his = phrase is not None and trigger.reading.words[phrase.first].lower in trigger.reading.grammar.possessives
    if trigger.entry.sense == "visit" and (his or any(arguments(trigger, "possessive"))):
        return
    beside = [t for t in find_triggers(trigger.reading, TalksWord) if t.verbal]
    verbs = [t for t in beside if t.entry.sense in CONFERRING or "object=guest" in t.entry.roles]
    before = governed(trigger) and _beside(trigger)  # "nach Gesprächen mit Fidan | trifft Lawrow Xi"
    others = [t for t in verbs if t.clause is trigger.clause and t.entry.strength != "weak" and not helps(t)]
    if meanwhile(trigger):  # "agreed in a call | to meet again"
        others = [t for t in others if not trigger.reading.words[t.index].infinitive]
    if others and not before:
        return
    relatives = relatives_of(trigger)
    yield from relatives
    yield trigger.clause
    said = any(t.verbal and t.clause is trigger.clause for t in find_triggers(trigger.reading, SpeechWord))
    aside = governed(trigger) and not said  # not "Kigali must go, she said after talks"
    label = labels(trigger)
    if not relatives and (aside or label):
        roles = ("main", "fragment") if label else ("main",)  # "Summit in Accra: | Ruto and Kagame without a deal"
        yield from (c for c in trigger.reading.clauses if c is not trigger.clause and c.role in roles)


def _missed(trigger: Trigger[TalksWord]) -> bool:
    """Says the clause who was not there ("did not take part in the talks")?"""
    beside = (t for t in find_triggers(trigger.reading, TalksWord) if t.verbal and t.clause is trigger.clause)
    away = {"absent", "attend", "travel"} if trigger.clause.negated else {"absent"}
    return any(t.entry.sense in away for t in beside) or (trigger.clause.negated and _comes(trigger))


def _comes(trigger: Trigger[TalksWord]) -> bool:
    """Is the verb one of coming to talks ("kommt nicht | zum Gipfel")?"""
    under, clause = stands_under(trigger), trigger.clause
    verbs = (c for c in find_triggers(trigger.reading, TalksStatus) if c.verbal and c.clause is clause)
    return any(c.entry.value == "held" and f"{under}:talks" in c.entry.needs for c in verbs)


def _beside(trigger: Trigger[TalksWord]) -> bool:
    """Stands the company of a noun right behind it, not behind others with the verb's ("together with")?"""
    held = (trigger.reading.phrase_at(m.first) for m in company(trigger) if told(m))
    return any(p is not None and p.first == trigger.last + 2 for p in held)


def carry(table: Table, trigger: Trigger[TalksWord], clause: Clause, analysis: Analysis) -> None:
    """Who stands around the verb that carries a noun of talks takes part: its subject, its dative, and the company
    that the noun would take ("Kiew und Moskau führten Gespräche", "schlug Russland Gespräche vor"). Of a clause that
    does not hold the noun only the subject."""
    reading = trigger.reading
    beside = (t for t in find_triggers(reading, TalksWord) if t.clause is clause and not attributive(t))
    verbs = (t for t in beside if not reduced(t) or t.index < trigger.index)
    if any(t.entry.sense in ("mediate", "host") for t in verbs):
        return
    subject = reading.subject(clause)
    addressed = [m for p in reading.phrases_of(clause) if p is not subject for m in _addressed(reading, p)]
    addressed = addressed if meanwhile(trigger) else []
    said = (judged(trigger, clause) and not addressed) or _appeal(trigger, clause, subject)
    if subject is not None and not said and not subject.covers(trigger.index, trigger.index):
        who, matter = asked(trigger) or charged(trigger), _is_matter(reading, subject, clause)
        actors = who or tuple(m for m in reading.actors_of(subject) if not (matter and m.first > subject.last))
        actors = actors or _spoken(subject, clause, trigger, analysis)
        sent = row(reading, [x for m in actors for x in senders(reading, m)])
        if not any(map(told, sent)) and not matter:
            sent = sent_by(reading, subject, acts=True) or sent
        seated = [m for m in sent if not m.owns or _is_partner(reading, m)]
        table.add(seated)
        extend(table.participants, fighters(seated, alone=bool(table.sides())))
    table.add(addressed)
    if subject is None and clause.finite is None and labels(trigger):
        table.add(bare_actors(reading, clause))
    if (clause is trigger.clause and not governed(trigger)) or clause in relatives_of(trigger):
        for phrase in _company(trigger, clause, subject):
            table.add(row(reading, reading.actors_of(phrase)))
        if len(table.sides()) < 2 and not said:
            table.add(bare_actors(reading, clause))
    elif clause is trigger.clause and not said and not has_company(trigger):  # "nach Gesprächen gab er | Kiew | recht"
        given = dative_of(reading.phrases_of(clause), subject, reading.grammar)
        table.add(row(reading, reading.actors_of(given)) if given is not None else [])


def _is_matter(reading: Reading, subject: Phrase, clause: Clause) -> bool:
    """Is a subject no people that somebody sends, but what talks are about ("the invasion | of Ukraine | dominated the
    summit", "die Zukunft | des Sudan | beherrschte ...")?"""
    words = find_triggers(reading, TalksWord)
    people = any(t.index == subject.head and t.entry.sense in ("person", "body") for t in words)
    deed = any(t.index == subject.head and not t.verbal for t in find_triggers(reading, AttackWord))
    single = clause.finite is not None and finite_plural(clause.finite) is False
    return not people and (deed or single)


def in_passing(trigger: Trigger[TalksWord]) -> list[ActorMention]:
    """Who meets whom where a gerund looks like the noun before a person ("| Meeting Ruto | in Nairobi, Rubio said")."""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if trigger.form.tag != "ger" or phrase is None or phrase.last == trigger.index:
        return []
    met = [m for m in reading.actors if trigger.index < m.first <= phrase.last and m.actor.kind == "person"]
    subject = reading.subject(trigger.clause) if met else None
    if subject == phrase and trigger.clause.finite is not None:
        before = trigger.clause.finite.index - 1
        subject = next((p for p in reading.phrases if p.last == before and p.preposition is None), None)
    doers = reading.actors_of(subject) if subject is not None else ()
    return [*row(reading, met[:1]), *doers] if doers else []


def _appeal(trigger: Trigger[TalksWord], clause: Clause, subject: Phrase | None) -> bool:
    """Do several sides demand talks of others ("France and Kenya called for talks"), and not with somebody?"""
    reading = trigger.reading
    if subject is None or has_company(trigger) or asked(trigger):
        return False
    asking = (t for t in find_triggers(reading, SpeechWord) if t.clause is clause and t.entry.act == _DEMAND)
    return any(asking) and len({side(a) for m in reading.actors_of(subject) for a in m.actors}) > 1


def _spoken(
    subject: Phrase, clause: Clause, trigger: Trigger[TalksWord], analysis: Analysis
) -> tuple[ActorMention, ...]:
    """Whom a subject in direct speech means, or a pronoun for a noun of the same sentence ("said it is open to")."""
    meant = meant_by(Argument(subject, (), ()), trigger.reading, clause, analysis)
    if clause.quoted:
        return meant
    return tuple(m for m in meant if subject.pronoun and m.sentence == trigger.reading.index)


def _is_partner(reading: Reading, mention: ActorMention) -> bool:
    phrase = reading.phrase_at(mention.first)
    return phrase is not None and partner(reading, phrase)


def _addressed(reading: Reading, phrase: Phrase) -> tuple[ActorMention, ...]:
    """The person that a bare phrase names, or whose counterpart it is: to whom somebody says something in a call."""
    if phrase.preposition is not None or phrase.joined:
        return ()
    other = partner(reading, phrase)  # "told | his Turkish counterpart"
    return tuple(m for m in reading.actors_of(phrase) if other or (m.actor.kind == "person" and not m.owns))


def _company(trigger: Trigger[TalksWord], clause: Clause, subject: Phrase | None) -> Iterator[Phrase]:
    reading = trigger.reading
    phrases = [p for p in reading.phrases_of(clause) if not p.covers(trigger.index, trigger.index)]
    own = reading.phrase_at(trigger.index)
    under = own is not None and own.preposition is not None  # "on a call with Ruto he promised | Sudan | help"
    dative = None if under and has_company(trigger) else dative_of(phrases, subject, reading.grammar)
    wanted = {
        place.partition("+")[0]
        for place, _, role in (r.partition("=") for r in trigger.entry.roles)
        if role in _ROLES and place.partition("+")[0] not in reading.grammar.genitive_prepositions
    }
    for phrase in phrases:
        if phrase is dative or (
            phrase.preposition in wanted
            and not (phrase.joined or of_another(phrase, trigger) or mediates(reading, phrase))
        ):
            yield phrase


def of_another(phrase: Phrase, trigger: Trigger[TalksWord]) -> bool:
    """Does a prepositional phrase belong to another noun right before it ("an agreement with Hamas")?"""
    reading = trigger.reading
    before = next((p for p in reading.phrases if p.last == phrase.first - 2), None)
    if before is None or before.pronoun or before.covers(trigger.index, trigger.index):
        return False
    if of_accord(phrase, trigger):
        return True
    if any(reading.words[before.head].lower in c.form.fixed for c in find_triggers(reading, TalksStatus)):
        return False  # "take place in Cairo"
    spans = [*((m.first, m.last) for m in reading.actors), *((m.first, m.last) for m in reading.places)]
    named = any(first <= before.head <= last for first, last in spans)  # not "Israel's war"
    return not reading.names_time(before) and not named


def of_accord(phrase: Phrase, trigger: Trigger[TalksWord]) -> bool:
    """Does it say whose agreement it is that somebody talks about ("discussed a truce of Israel | with Hamas")?"""
    reading = trigger.reading
    before = next((p for p in reading.phrases if phrase.preposition and p.last == phrase.first - 2), None)
    accords = (t for t in find_triggers(reading, TalksWord) if t.entry.sense == "accord" and not t.verbal)
    owned = before is not None and any(before.covers(m.first, m.last) for m in reading.actors)
    return owned and any(before.covers(t.index, t.index) and t.index != trigger.index for t in accords if before)


def of_governed(phrase: Phrase, trigger: Trigger[TalksWord]) -> bool:
    """Is it the company of other talks, before or after which the sides of a verb confer ("spoke with Macron ahead of
    the summit | with Xi")?"""
    reading = trigger.reading
    nouns = [t for t in find_triggers(reading, TalksWord) if not t.verbal and 0 < phrase.first - t.last <= _BESIDE]
    return phrase.preposition is not None and any(reading.phrase_at(t.index) != phrase and governed(t) for t in nouns)


def venues_of(trigger: Trigger[TalksWord], clause: Clause) -> list[PlaceMention]:
    """Places of a clause behind a preposition that the trigger has for its venue."""
    reading = trigger.reading
    wanted = {r.partition("=")[0].partition("+")[0] for r in trigger.entry.roles if r.endswith("=venue")}
    phrases = [p for p in reading.phrases_of(clause) if p.preposition in wanted and not of_another(p, trigger)]
    found = (named_behind(p, reading) or reading.places_of(p) for p in phrases)
    return [m for places in found for m in places if m.form != "seat"]


def named_behind(phrase: Phrase, reading: Reading) -> tuple[PlaceMention, ...]:
    """The place that a phrase with another noun goes on to name ("in the Black Sea resort | of Sochi")."""
    if any(m.first <= phrase.head <= m.last for m in reading.places):
        return ()
    found = places_owning(reading, phrase)
    return tuple(m for m in found if m.place.kind != "country" and m.form != "seat")


def named_as_venue(trigger: Trigger[TalksWord]) -> list[PlaceMention]:
    """The place that is offered or named as that of the talks ("suggested | Geneva | as a venue for talks")."""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if phrase is None or trigger.verbal:
        return []
    ends = phrase.first - 1 - (phrase.preposition is not None)
    noun = next((p for p in reading.phrases if p.last == ends), None)
    if noun is None or reading.words[noun.head].lower not in reading.grammar.venue_nouns:
        return []
    mark = reading.words[noun.first - 1].lower if noun.first else ""
    if noun.preposition not in reading.grammar.role_words and mark not in reading.grammar.role_words:
        return []
    before = [m for m in reading.places if m.last < noun.first]
    behind = (m for m in reading.places if m.first > trigger.last and m.place.kind != "country")
    return before[-1:] or list(behind)[:1]


def capitals(reading: Reading) -> frozenset[int]:
    """Where a capital that is called so, and whose it is, begin: no side there ("in | Kenya's capital, | Nairobi")."""
    marks = reading.pack.actors.capital_words
    found = set()
    for mention in reading.actors:
        before = [w for w in reading.words[max(mention.first - 2, 0) : mention.first] if w.token.text != ","]
        behind = reading.words[mention.last + 1 : mention.last + 3]
        owned = behind[1:] if behind and behind[0].lower in reading.grammar.possessive_suffixes else behind[:1]
        if any(w.lower in marks for w in (*before[-1:], *owned)) or _names_talks(mention, reading):
            found.add(mention.first)
    return frozenset(found)


def _names_talks(mention: ActorMention, reading: Reading) -> bool:
    """Does the adjective of a city only say which talks or agreements they are ("die Minsker | Vereinbarungen")?"""
    words = (t for t in find_triggers(reading, TalksWord) if not t.verbal and t.entry.sense in _NAMED_BY_CITY)
    town = any(p.first == mention.first and p.place.kind == "city" for p in reading.places)
    alone = not any(w.coordinator or w.punctuation for w in reading.words[max(mention.first - 1, 0) : mention.first])
    named = mention.form == "adjective" or (mention.form == "capital" and alone)
    return named and town and any(t.index == mention.last + 1 for t in words)


def met_where(trigger: Trigger[TalksWord]) -> list[PlaceMention]:
    """The place before a relative clause that tells what was there ("in Doha, | where they met")."""
    reading, clause = trigger.reading, trigger.clause
    opener = clause.relative or clause.opener
    if opener is None or opener.lower not in reading.grammar.place_relatives:
        return []
    before = next((p for p in reversed(reading.phrases) if p.last < clause.first), None)
    between = reading.words[before.last + 1 : clause.first] if before is not None else ()
    near = all(w.punctuation or w.verbs or w.participle for w in between)  # "nach Wien gereist, | wo ..."
    return [m for m in reading.places_of(before) if m.form != "seat"] if before is not None and near else []
