"""Who takes part in talks, who mediates and where they are held, around one trigger."""

from dataclasses import replace

from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import extend, label_of, side
from worker.extract.grammar.anaphora import meant_by, struck_by, subjects_before
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.lexicon import VERBAL
from worker.extract.grammar.nominal import Argument
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.subjects import finite_plural
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.talks.around import (
    CONFERRING,
    TAKE_PART,
    called_on,
    company,
    fought_over,
    governed,
    has_company,
    in_genitive,
    is_talks,
    land_of_partner,
    mediates,
    nominal,
    partner,
)
from worker.extract.talks.asking import asked, charged
from worker.extract.talks.bidders import answered, bidders, offering
from worker.extract.talks.carrying import (
    carriers,
    carry,
    in_passing,
    met_where,
    named_behind,
    of_accord,
    of_another,
    of_governed,
    venues_of,
)
from worker.extract.talks.hosting import greets, has_come, hosts_talks, keep_apart, receive, to_confer
from worker.extract.talks.senders import senders, sent_by, the_two, together
from worker.extract.talks.table import Table, fighters, row, told
from worker.languages.pack import AttackWord, HitWord, TalksStatus, TalksWord, Weapon

# Who is a partner when somebody speaks to him, and no audience.
_PARTNERS = frozenset({"person", "government", "country", "armed_group"})
# Whom a verb of meeting can have as its object: a country or an army that is "met" is no partner.
_MET = frozenset({"person", "government", "organization", "armed_group", "other"})
_BROKERING = frozenset({"mediate", "host"})
# Who is visited takes part, however many come.
_COMING = frozenset({"visit", "travel"})


def seat(trigger: Trigger[TalksWord], analysis: Analysis) -> Table:
    """The table of one trigger: by its roles, then by who stands around the verb that carries it."""
    table = Table()
    for rule in trigger.entry.roles:
        place, _, role = rule.partition("=")
        for argument in _absolute(trigger, place) or arguments(trigger, place):
            venues = _as_venue(argument, trigger)
            extend(table.places, (p for p in trigger.reading.places if p.first in {m.first for m in venues}))
            out = [*venues, *_as_matter(argument, trigger)]
            left = tuple(m for m in argument.actors if m not in out)
            seated = replace(argument, actors=left) if out else argument
            _fill(table, role, _meant(seated, place, trigger, analysis), trigger)
    if trigger.entry.sense == "visit":
        table.add(_visitors(trigger, analysis))
    if trigger.verbal:
        _seat_verb(table, trigger)
    else:
        extend(table.land, fought_over(trigger))
        extend(table.places, (m for m in trigger.reading.places if _names(m, trigger)))
        _owners(table, trigger)
        keep_apart(table, trigger)
        reply = answered(trigger)
        if len(table.sides()) < 2 and not reply:
            table.add(bidders(trigger))
        beside = bool(table.bodies) and _of_others_there(trigger)  # "at the G20 meeting she had a talk with ..."
        for clause in () if beside else carriers(trigger):
            if len(table.sides()) < 2 or _is_company(table, trigger):
                carry(table, trigger, clause, analysis)
            if not table.places and not governed(trigger):
                table.places += venues_of(trigger, clause)
        if len(table.sides()) < 2 and reply:
            table.add(bidders(trigger))
    table.add(_visitors(trigger, analysis) if trigger.entry.sense == "event" and has_company(trigger) else [])
    if not table.places:
        table.places += met_where(trigger)
    come = has_come(trigger)
    if (come or trigger.entry.sense in _COMING) and len(table.sides()) == 1:
        receive(table, others=come or to_confer(trigger))
    return table


def _seat_verb(table: Table, trigger: Trigger[TalksWord]) -> None:
    """Who stands around a verb of talks at no place of its own."""
    _envoys(table, trigger)
    table.add([*in_passing(trigger), *label_of(trigger.reading, trigger.clause)])
    if trigger.entry.sense == "meet" and not table.sides():
        table.add(_parties(trigger))
    if trigger.entry.sense in _COMING:
        table.add(called_on(trigger))
    if len(table.sides()) < 2:
        table.add(offering(trigger))
    if trigger.entry.sense == "host" and not any(arguments(trigger, "object")):  # "envoys of Chad and Sudan convened"
        extend(table.participants, table.hosts)
        table.hosts = []


def _names(place: PlaceMention, trigger: Trigger[TalksWord]) -> bool:
    """Is it a city by which talks go ("die Wiener | Gespräche", "the Jeddah | talks")?"""
    town = place.last == trigger.index - 1 and place.place.kind == "city" and trigger.entry.sense == "event"
    phrase = trigger.reading.phrase_at(trigger.index) if town else None
    return phrase is not None and phrase.first <= place.first


def _as_venue(argument: Argument, trigger: Trigger[TalksWord]) -> list[ActorMention]:
    """Seats and capitals that name an event without owning it ("the Budapest summit", not "Kyiv's talks")."""
    suffixes, words = trigger.reading.grammar.possessive_suffixes, trigger.reading.words
    if trigger.verbal or argument.phrase is not None or not suffixes or len(argument.actors) > 1:
        return []
    before = (m for m in argument.actors if m.form in ("capital", "seat") and m.last < trigger.index)
    return [m for m in before if words[m.last + 1].lower not in suffixes]


def _as_matter(argument: Argument, trigger: Trigger[TalksWord]) -> list[ActorMention]:
    """A land whose name alone stands before the noun, and says what it is about ("the Gaza ceasefire talks")."""
    phrase, words = trigger.reading.phrase_at(trigger.index), trigger.reading.words
    if trigger.verbal or argument.phrase is not None or phrase is None:
        return []
    bare = [m for m in argument.actors if m.form == "country" and phrase.first <= m.first and m.last < trigger.index]
    owning = trigger.reading.grammar.possessive_suffixes
    return [m for m in bare if len(argument.actors) == 1 and words[m.last + 1].lower not in owning]


def _meant(argument: Argument, place: str, trigger: Trigger[TalksWord], analysis: Analysis) -> Argument:
    """An argument with the actors that a pronoun stands for."""
    if place != "subject" or argument.phrase is None:
        return _met(argument, trigger, analysis)
    if who := asked(trigger) or charged(trigger):
        return replace(argument, actors=who)
    reading, clause = trigger.reading, trigger.clause
    actors = the_two(argument.phrase, reading) or meant_by(argument, reading, clause, analysis)
    if clause.quoted and argument.phrase.pronoun:
        return replace(argument, actors=actors)
    many = len({side(a) for m in actors for a in m.actors}) > 1 or any(m.number == "pl" for m in actors)
    plural = clause.finite is not None and finite_plural(clause.finite)
    if not many and plural is not False and (pair := together(argument.phrase, trigger, analysis)):
        return replace(argument, actors=pair)
    return replace(argument, actors=actors if many or not plural else argument.actors)


def _met(argument: Argument, trigger: Trigger[TalksWord], analysis: Analysis) -> Argument:
    """An argument with whom a pronoun means that is no subject ("where Trump receives | him")."""
    phrase, reading = argument.phrase, trigger.reading
    if phrase is None or not phrase.pronoun or not trigger.verbal or trigger.clause.quoted:
        return argument
    doers = [m for a in arguments(trigger, "subject") for m in a.actors]
    others = {m.actor.name for m in argument.actors} - {m.actor.name for m in doers}
    if others or reading.words[phrase.first].lower in reading.grammar.reflexives:
        return argument
    found = struck_by(phrase, doers, reading, trigger.clause, analysis) if doers else ()
    return replace(argument, actors=tuple(m for m in found if m.actor.kind == "person"))


def _visitors(trigger: Trigger[TalksWord], analysis: Analysis) -> list[ActorMention]:
    """Whom a possessive means whose visit or meeting it is ("Ruto followed up his visit to Cairo with ...", "said | his
    talks with Sisi were ...", "“My talks with ...”, he said")."""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    lower = reading.words[phrase.first].lower if phrase is not None else ""
    if phrase is None or (lower in reading.grammar.first_person and not trigger.clause.quoted):
        return []
    if lower in reading.grammar.first_person:
        return [m for m in meant_by(Argument(phrase, (), ()), reading, trigger.clause, analysis) if told(m)][:1]
    if lower not in reading.grammar.possessives:
        return []
    subject = reading.subject(trigger.clause)
    own = reading.actors_of(subject) if subject is not None and subject != phrase else ()
    found = own or subjects_before(reading, trigger.clause, analysis)
    return [m for m in found if m.actor.kind == "person"][:1]


def _absolute(trigger: Trigger[TalksWord], place: str) -> tuple[Argument, ...]:
    """The subject of a gerund that stands right behind a prepositional phrase ("with Egypt and Qatar | mediating"), or
    of a verb with nothing else before it ("..., Katar vermittelt")."""
    reading, clause = trigger.reading, trigger.clause
    bare = [p for p in reading.phrases_of(clause)[:1] if place == "subject" and clause.finite is None]
    alone = next((p for p in bare if p.preposition is None and reading.actors_of(p)), None)
    if alone is not None and group(reading.phrases, alone)[-1].last == trigger.index - 1:
        return (Argument(alone, reading.actors_of(alone), ()),)
    if place != "subject" or trigger.form.tag != "ger" or reading.words[trigger.index - 1].auxiliaries:
        return ()
    ends = (p for p in reading.phrases if p.preposition and group(reading.phrases, p)[-1].last == trigger.index - 1)
    found = next((p for p in ends if reading.actors_of(p)), None)
    return (Argument(found, reading.actors_of(found), ()),) if found is not None else ()


def _fill(table: Table, role: str, argument: Argument, trigger: Trigger[TalksWord]) -> None:
    if role == "venue":
        if not (trigger.verbal and _of_others(argument, trigger)):
            places = (named_behind(argument.phrase, trigger.reading) if argument.phrase else ()) or argument.places
            extend(table.places, (m for m in places if not _of_topic(m, argument, trigger)))
        return
    if not trigger.verbal and role in TAKE_PART and _aside(trigger):
        return
    if role == "guest" and argument.phrase is not None and is_talks(argument.phrase, trigger.reading):
        return
    phrase = argument.phrase if role in TAKE_PART else None
    if phrase is not None and (of_accord(phrase, trigger) or (trigger.verbal and of_governed(phrase, trigger))):
        return
    mentions = _seated(argument, trigger)
    if not trigger.verbal:
        extend(table.mediators, (m for m in mentions if _made_by(m, trigger.reading, _BROKERING)))
        mentions = [m for m in mentions if not _made_by(m, trigger.reading)]
    if role in TAKE_PART and argument.phrase is not None and mediates(trigger.reading, argument.phrase):
        role = "mediator"
    if role == "partner":
        mentions = [m for m in mentions if m.actor.kind in _PARTNERS]
    if role in TAKE_PART:
        table.add(mentions)
        company = argument.phrase is not None and argument.phrase.preposition is not None
        extend(table.participants, fighters(mentions, alone=company))
    elif role == "host" and trigger.entry.sense in _COMING:
        table.add(mentions)
    elif role == "host" and not _hails(trigger):
        (table.add if greets(trigger, mentions) else table.receive)(mentions)
    elif role == "mediator":
        extend(table.mediators, mentions)


def _hails(trigger: Trigger[TalksWord]) -> bool:
    """Is a verb that welcomes guests only one of praise here ("welcomed | the talks in Doha")?"""
    return trigger.entry.strength == "weak" and "object=guest" in trigger.entry.roles and hosts_talks(trigger)


def _of_others(argument: Argument, trigger: Trigger[TalksWord]) -> bool:
    """Is it where other talks were, before or after those that the verb tells of ("after talks in Ankara met ...")?"""
    for noun in find_triggers(trigger.reading, TalksWord):
        places = [r.partition("=")[0] for r in noun.entry.roles if r.endswith("=venue")]
        phrase = argument.phrase if not noun.verbal and noun.clause is trigger.clause and governed(noun) else None
        if phrase is None or noun.index < trigger.index < phrase.first:
            continue
        if has_company(noun) and any(a.phrase == phrase for p in places for a in arguments(noun, p)):
            return True
    return False


def _of_topic(place: PlaceMention, argument: Argument, trigger: Trigger[TalksWord]) -> bool:
    """Is a land, or the town of a fight, only where is what the talks are about ("discussed a truce | in Gaza", not "in
    Cairo")?"""
    places = [r.partition("=")[0] for r in trigger.entry.roles if r.endswith("=topic")]
    town = place.place.kind in ("city", "site")
    if argument.phrase is None or (town and not trigger.verbal):
        return False
    if not trigger.verbal:
        return of_another(argument.phrase, trigger)
    fights = {t.index for t in find_triggers(trigger.reading, AttackWord)}  # "discussed the raid | in Goma"
    topics = [a.phrase for p in places for a in arguments(trigger, p) if a.phrase is not None]
    return any(t.last == argument.phrase.first - 2 and (not town or t.head in fights) for t in topics)


def _made_by(mention: ActorMention, reading: Reading, senses: frozenset[str] | None = None) -> bool:
    """Is it an owner in a compound with a participle ("US-brokered"), of a verb of talks with one of `senses`?"""
    behind = [w.lower for w in reading.words[mention.last + 1 : mention.last + 3]]
    if mention.form != "compound" and behind[:1] != ["-"]:  # "U.S. - brokered" in tokens
        return False
    word = reading.words[mention.last].lower if mention.form == "compound" else behind[-1]
    forms = reading.pack.forms.get(word.rpartition("-")[2], ())
    verbs = [f.entry for f in forms if f.tag in VERBAL and len(f.words) == 1]
    return bool(verbs) if senses is None else any(isinstance(e, TalksWord) and e.sense in senses for e in verbs)


def _seated(argument: Argument, trigger: Trigger[TalksWord]) -> list[ActorMention]:
    """The sides that an argument brings to the table, with those that stand in a row with them."""
    reading, phrase = trigger.reading, argument.phrase
    if trigger.verbal and phrase is not None and _is_thing(phrase, trigger):
        return []
    heads = argument.actors
    if not trigger.verbal and phrase is not None:  # "a round of the Astana process"
        heads = tuple(m for m in heads if m.form not in ("capital", "seat") or _has_head(m, phrase, reading))
    if trigger.verbal and phrase is not None and not partner(reading, phrase):
        heads = tuple(m for m in heads if not m.owns)
        acts = trigger.clause.finite is None or phrase is reading.subject(trigger.clause)
        if phrase.preposition is None and not acts and not asked(trigger):
            heads = tuple(m for m in heads if m.actor.kind in _MET or trigger.entry.sense == "offer")
            heads = tuple(m for m in heads if not _owns_thing(m, phrase, reading))
            if trigger.entry.format == "phone":  # "ruft UN-Gericht an", "ruft Den Haag an"
                heads = tuple(m for m in heads if m.actor.kind != "organization" and m.form not in ("capital", "seat"))
    mentions = row(reading, [x for m in heads for x in senders(reading, m)])
    if phrase is not None and not any(map(told, mentions)):
        acts = phrase is reading.subject(trigger.clause) or partner(reading, phrase) or _sent(phrase, reading)
        return land_of_partner(reading, phrase) or sent_by(reading, phrase, acts) or mentions
    return mentions


def _sent(phrase: Phrase, reading: Reading) -> bool:
    """Is it a word for those whom a side sends ("met with a delegation | from Tripoli")?"""
    words = (t for t in find_triggers(reading, TalksWord) if t.entry.sense in ("person", "body"))
    return any(phrase.head == t.last and any(r.endswith("=side") for r in t.entry.roles) for t in words)


def _owns_thing(mention: ActorMention, phrase: Phrase, reading: Reading) -> bool:
    """Does somebody own what is met or called, which is nobody ("met Israel's demands", "calls Putin's bluff")?"""
    mark = mention.last < phrase.head and reading.words[mention.last + 1].lower in reading.grammar.possessive_suffixes
    return mark and not any(m.first <= phrase.head <= m.last for m in reading.actors)


def _has_head(mention: ActorMention, phrase: Phrase, reading: Reading) -> bool:
    """Is it the head of a phrase or its owner, and no name that only tells apart what the head is?"""
    owns = mention.last < phrase.last and reading.words[mention.last + 1].lower in reading.grammar.possessive_suffixes
    return owns or mention.first <= phrase.head <= mention.last or mention.last > phrase.head


def _is_thing(phrase: Phrase, trigger: Trigger[TalksWord]) -> bool:
    """Is it a weapon, or what one can hit, that a verb of meeting has beside it ("Drohnen trafen den Hafen")?"""
    things = find_triggers(trigger.reading, Weapon, HitWord) if trigger.entry.sense == "meet" else ()
    met = phrase.preposition is None and phrase is not trigger.reading.subject(trigger.clause)
    return any(t.index == phrase.head and (isinstance(t.entry, Weapon) or met) for t in things)


def _owners(table: Table, trigger: Trigger[TalksWord]) -> None:
    """Names in an adjective or compound: both sides ("russisch-ukrainische Gespräche"), one, or the body that meets."""
    if _aside(trigger):
        return
    brokers = any(r.endswith("=mediator") for r in trigger.entry.roles)
    for argument in arguments(trigger, "adjective"):
        if brokers:
            extend(table.mediators, argument.actors)
        else:
            out = [*_as_venue(argument, trigger), *_as_matter(argument, trigger)]
            table.add([m for m in argument.actors if m.form != "compound" and m not in out])
    phrase = trigger.reading.phrase_at(trigger.index)
    before = [m for m in trigger.reading.actors if phrase is not None and m.last == phrase.first - 2]
    extend(table.mediators, (m for m in before if _made_by(m, trigger.reading, _BROKERING)))
    inside = [m for m in trigger.reading.actors if m.first <= trigger.index <= m.last]
    if len({side(a) for m in inside for a in m.actors}) > 1:  # "das Putin-Xi-Treffen"
        table.add(inside)
    if brokers:  # "unter UN-Vermittlung"
        extend(table.mediators, (m for m in inside if m.owns))
    elif not in_genitive(trigger):  # "am Rande des Asean-Treffens"
        table.add([m for m in inside if m.owns and m.actor.kind == "organization"])


def _aside(trigger: Trigger[TalksWord]) -> bool:
    """Do others meet there, at something of the event that the noun names ("met on the sidelines of the G7 summit", not
    "hosted a round of talks")?"""
    return in_genitive(trigger) and _of_others_there(trigger) and not _counted(trigger)


def _counted(trigger: Trigger[TalksWord]) -> bool:
    """Is it the genitive of another word for the same talks?"""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    ends = phrase.first - 1 - (phrase.preposition is not None) if phrase is not None else -1
    return any(t.last == ends and nominal(t) for t in find_triggers(reading, TalksWord))


def _of_others_there(trigger: Trigger[TalksWord]) -> bool:
    """Does another word of the clause tell who meets whom?"""
    beside = [t for t in find_triggers(trigger.reading, TalksWord) if t.clause is trigger.clause]
    others = CONFERRING - ({"travel"} if governed(trigger) else set())  # not "landed ahead of talks"
    asking = {c.index for c in find_triggers(trigger.reading, TalksStatus) if c.entry.value == "proposed"}
    verbs = (t for t in beside if t.verbal and t.entry.sense in others and t.index not in asking)  # not "called for"
    nouns = (t for t in beside if nominal(t) and t.index != trigger.index)
    return any(any(arguments(t, "subject")) for t in verbs) or any(map(has_company, nouns))


def _is_company(table: Table, trigger: Trigger[TalksWord]) -> bool:
    """Are those found so far only the company of somebody else ("talks | with Chad and Sudan", not "between")?"""
    beside, close = Table(), trigger.reading.grammar.close_prepositions
    ends = ("=participants", "=host") if trigger.entry.sense == "visit" else ("=participants",)
    named = {r.partition("=")[0] for r in trigger.entry.roles if r.endswith(ends)}
    prepositions = (p for p in named if p in trigger.reading.grammar.prepositions and p not in close)
    beside.add([m for p in prepositions for a in arguments(trigger, p) for m in _seated(a, trigger)])
    return table.parties() <= beside.parties()


def _parties(trigger: Trigger[TalksWord]) -> list[ActorMention]:
    """Between whom the agreement is that nobody named negotiates ("a truce between Israel and Hamas is discussed")."""
    words = (t for t in find_triggers(trigger.reading, TalksWord) if t.clause is trigger.clause)
    return [m for t in words if t.entry.sense == "accord" and t.entry.strength == "strong" for m in company(t)]


def _envoys(table: Table, trigger: Trigger[TalksWord]) -> None:
    """Envoys in the subject bring the sides that send them ("negotiators from Moscow and Kyiv")."""
    subject = trigger.reading.subject(trigger.clause)
    for envoy in find_triggers(trigger.reading, TalksWord):
        if (
            subject is None
            or envoy.entry.sense not in ("person", "body")
            or not subject.covers(envoy.index, envoy.last)
        ):
            continue
        for rule in envoy.entry.roles:
            place, _, role = rule.partition("=")
            if role in TAKE_PART and place not in ("self", "head"):
                for argument in arguments(envoy, place):
                    table.add(row(trigger.reading, argument.actors))
