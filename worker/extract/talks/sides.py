"""Who takes part in talks, who mediates and where they are held, around one trigger."""

from collections.abc import Iterator
from dataclasses import replace

from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import actor_of_country, bare_actors, extend, side
from worker.extract.grammar.anaphora import meant_by, subjects_before
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments, attributive, reduced
from worker.extract.grammar.lexicon import VERBAL
from worker.extract.grammar.nominal import Argument
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.subjects import dative_of, finite_plural
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.talks.around import (
    TAKE_PART,
    asked,
    governed,
    helps,
    in_genitive,
    judged,
    labels,
    meanwhile,
    partner,
    relatives_of,
)
from worker.extract.talks.table import Table, row, told
from worker.languages.pack import TalksStatus, TalksWord

# Who is a partner when somebody speaks to him, and no audience.
_PARTNERS = frozenset({"person", "government", "country", "armed_group"})
_ROLES = TAKE_PART | {"host"}
# Whom a verb of meeting can have as its object: a country or an army that is "met" is no partner.
_MET = frozenset({"person", "government", "organization", "armed_group", "other"})
_CONFERRING = frozenset({"meet", "host", "travel"})
_BROKERING = frozenset({"mediate", "host"})


def seat(trigger: Trigger[TalksWord], analysis: Analysis) -> Table:
    """The table of one trigger: by its roles, then by who stands around the verb that carries it."""
    table = Table()
    for rule in trigger.entry.roles:
        place, _, role = rule.partition("=")
        for argument in _absolute(trigger, place) or arguments(trigger, place):
            venues = _as_venue(argument, trigger)
            extend(table.places, (p for p in trigger.reading.places if p.first in {m.first for m in venues}))
            seated = replace(argument, actors=tuple(m for m in argument.actors if m not in venues))
            _fill(table, role, _meant(seated, place, trigger, analysis), trigger)
    if trigger.entry.sense == "visit":
        table.add(_visitors(trigger, analysis))
    if trigger.verbal:
        _envoys(table, trigger)
    else:
        _owners(table, trigger)
        answered = _answered(trigger)
        if len(table.sides()) < 2 and not answered:
            table.add(_bidders(trigger))
        for clause in _carriers(trigger):
            if len(table.sides()) < 2:
                _carrier(table, trigger, clause, analysis)
            if not table.places and not governed(trigger):
                table.places += _venues(trigger, clause)
        if len(table.sides()) < 2 and answered:
            table.add(_bidders(trigger))
    if trigger.entry.sense in ("visit", "travel") and len(table.sides()) == 1:
        _receive(table)
    return table


def _as_venue(argument: Argument, trigger: Trigger[TalksWord]) -> list[ActorMention]:
    """Seats and capitals that name an event without owning it ("the Budapest summit", not "Kyiv's talks")."""
    suffixes, words = trigger.reading.grammar.possessive_suffixes, trigger.reading.words
    if trigger.verbal or argument.phrase is not None or not suffixes or len(argument.actors) > 1:
        return []
    before = (m for m in argument.actors if m.form in ("capital", "seat") and m.last < trigger.index)
    return [m for m in before if words[m.last + 1].lower not in suffixes]


def _fighters(mentions: list[ActorMention], *, alone: bool) -> list[ActorMention]:
    """Armed groups of no name ("negotiations with the gangs"); unless `alone` only beside sides that have one."""
    beside = alone or any(map(told, mentions))
    return [m for m in mentions if beside and m.guessed and m.actor.kind == "armed_group"]


def _meant(argument: Argument, place: str, trigger: Trigger[TalksWord], analysis: Analysis) -> Argument:
    """An argument with the actors that a pronoun in the subject stands for."""
    if place != "subject" or argument.phrase is None:
        return argument
    if who := asked(trigger):
        return replace(argument, actors=who)
    actors = meant_by(argument, trigger.reading, trigger.clause, analysis)
    if trigger.clause.quoted and argument.phrase.pronoun:
        return replace(argument, actors=actors)
    many = len({side(a) for m in actors for a in m.actors}) > 1 or any(m.number == "pl" for m in actors)
    plural = trigger.clause.finite is not None and finite_plural(trigger.clause.finite)
    return replace(argument, actors=actors if many or not plural else argument.actors)


def _visitors(trigger: Trigger[TalksWord], analysis: Analysis) -> list[ActorMention]:
    """Whom a possessive means whose visit it is ("Ruto followed up his visit to Cairo with ...")."""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if phrase is None or reading.words[phrase.first].lower not in reading.grammar.possessives:
        return []
    subject = reading.subject(trigger.clause)
    own = reading.actors_of(subject) if subject is not None and subject != phrase else ()
    found = own or subjects_before(reading, trigger.clause, analysis)
    return [m for m in found if m.actor.kind == "person"][:1]


def _absolute(trigger: Trigger[TalksWord], place: str) -> tuple[Argument, ...]:
    """The subject of a gerund that stands right behind a prepositional phrase ("with Egypt and Qatar | mediating")."""
    reading = trigger.reading
    if place != "subject" or trigger.form.tag != "ger" or reading.words[trigger.index - 1].auxiliaries:
        return ()
    ends = (p for p in reading.phrases if p.preposition and group(reading.phrases, p)[-1].last == trigger.index - 1)
    found = next((p for p in ends if reading.actors_of(p)), None)
    return (Argument(found, reading.actors_of(found), ()),) if found is not None else ()


def _fill(table: Table, role: str, argument: Argument, trigger: Trigger[TalksWord]) -> None:
    if role == "venue":
        extend(table.places, argument.places)
        return
    if not trigger.verbal and role in TAKE_PART and _aside(trigger):
        return
    mentions = _seated(argument, trigger)
    if not trigger.verbal:
        extend(table.mediators, (m for m in mentions if _made_by(m, trigger.reading, _BROKERING)))
        mentions = [m for m in mentions if not _made_by(m, trigger.reading)]
    if role in TAKE_PART and argument.phrase is not None and _mediates(trigger.reading, argument.phrase):
        role = "mediator"
    if role == "partner":
        mentions = [m for m in mentions if m.actor.kind in _PARTNERS]
    if role in TAKE_PART:
        table.add(mentions)
        company = argument.phrase is not None and argument.phrase.preposition is not None
        extend(table.participants, _fighters(mentions, alone=company))
    elif role == "host":
        extend(table.hosts, filter(told, mentions))
    elif role == "mediator":
        extend(table.mediators, mentions)


def _mediates(reading: Reading, phrase: Phrase) -> bool:
    """Does a phrase tell of help ("with the help of Qatar"), or a word for mediating follow it ("with Egypt | acting as
    mediator")?"""
    help_words = (t for t in find_triggers(reading, TalksWord) if t.entry.sense == "help")
    helping = (t for t in help_words if phrase.covers(t.index, t.last))
    named = {k for m in reading.actors for k in range(m.first, m.last + 1)}  # "the Rapid Support Forces"
    if phrase.preposition is not None and any(t.index not in named for t in helping):
        return True
    last = group(reading.phrases, phrase)[-1].last
    words = (t for t in find_triggers(reading, TalksWord) if last < t.index <= last + 3)
    mediating = [t for t in words if t.form.tag != "inf" and any(r.endswith("=mediator") for r in t.entry.roles)]
    between = reading.words[last + 1 : mediating[0].index] if mediating and phrase.preposition else ()
    return bool(mediating) and phrase.preposition is not None and not any(w.punctuation for w in between)


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
    heads = argument.actors
    if trigger.verbal and phrase is not None and not partner(reading, phrase):
        heads = tuple(m for m in heads if not m.owns)
        if phrase.preposition is None and phrase is not reading.subject(trigger.clause) and not asked(trigger):
            heads = tuple(m for m in heads if m.actor.kind in _MET or trigger.entry.sense == "offer")
            if trigger.entry.format == "phone":  # "ruft UN-Gericht an"
                heads = tuple(m for m in heads if m.actor.kind != "organization")
    mentions = row(reading, [x for m in heads for x in _senders(reading, m)])
    if phrase is not None and not any(map(told, mentions)):
        return (
            _sent_by(reading, phrase, phrase is reading.subject(trigger.clause) or partner(reading, phrase)) or mentions
        )
    return mentions


def _senders(reading: Reading, mention: ActorMention) -> tuple[ActorMention, ...]:
    """`mention`, or the sides behind a plural noun that only counts or gathers them ("the ministers of the two
    countries", "officers from Thailand and Cambodia", "the nuclear powers India and Pakistan")."""
    if mention.form not in ("group", "generic") and mention.actor.kind != "other":
        return (mention,)
    unnamed = mention.guessed or (mention.actor.country is None and mention.actor.kind in ("other", "country"))
    named = _behind(reading, mention.last)
    if unnamed:
        return tuple(named or [m for m in reading.actors if m.first == mention.last + 1 and told(m)] or [mention])
    own = any(m.actor.country == mention.actor.country for m in named)
    return (mention, *named) if own else (mention,)


def _sent_by(reading: Reading, phrase: Phrase, acts: bool) -> list[ActorMention]:
    """The sides behind people whom the text does not name ("the ministers of the two countries"); those that somebody
    comes from only where he acts."""
    inside = [m for m in reading.actors if m.form == "group" and phrase.covers(m.first, m.last) and told(m)]
    behind = _behind(reading, phrase.last) if acts else [m for m in reading.owners_of(phrase) if told(m)]
    return row(reading, [*inside, *behind])


def _behind(reading: Reading, last: int) -> list[ActorMention]:
    """The sides in the genitive, or behind a preposition of origin, right behind token `last`."""
    origin = reading.grammar.genitive_prepositions | reading.grammar.origin_prepositions
    phrase = next((p for p in reading.phrases if 0 < p.first - last <= 2), None)
    if phrase is None or not (phrase.preposition in origin or phrase.cases == {"gen"}):
        return []
    return [m for m in reading.actors_of(phrase) if told(m)]


def _owners(table: Table, trigger: Trigger[TalksWord]) -> None:
    """Names in an adjective or compound: both sides ("russisch-ukrainische Gespräche"), one, or the body that meets."""
    if _aside(trigger):
        return
    mediates = any(r.endswith("=mediator") for r in trigger.entry.roles)
    for argument in arguments(trigger, "adjective"):
        if mediates:
            extend(table.mediators, argument.actors)
        else:
            venues = _as_venue(argument, trigger)
            table.add([m for m in argument.actors if m.form != "compound" and m not in venues])
    phrase = trigger.reading.phrase_at(trigger.index)
    before = [m for m in trigger.reading.actors if phrase is not None and m.last == phrase.first - 2]
    extend(table.mediators, (m for m in before if _made_by(m, trigger.reading, _BROKERING)))
    inside = [m for m in trigger.reading.actors if m.first <= trigger.index <= m.last]
    if len({side(a) for m in inside for a in m.actors}) > 1:  # "das Putin-Xi-Treffen"
        table.add(inside)
    if not in_genitive(trigger):  # "am Rande des Asean-Treffens"
        table.add([m for m in inside if m.owns and m.actor.kind == "organization"])


def _aside(trigger: Trigger[TalksWord]) -> bool:
    """Do others meet there, at something of the event that the noun names ("met on the sidelines of the G7 summit")?"""
    reading = trigger.reading
    if not in_genitive(trigger):
        return False
    verbs = (t for t in find_triggers(reading, TalksWord) if t.verbal and t.clause is trigger.clause)
    return any(t.entry.sense in _CONFERRING and any(arguments(t, "subject")) for t in verbs)


def _answered(trigger: Trigger[TalksWord]) -> bool:
    """Does somebody reject the talks, so that he is a side before who has offered them, perhaps to others?"""
    cues = (c for c in find_triggers(trigger.reading, TalksStatus) if c.verbal and c.clause is trigger.clause)
    return any(c.entry.value == "rejected" for c in cues)


def _bidders(trigger: Trigger[TalksWord]) -> list[ActorMention]:
    """Who owns a noun right before the talks that tells what becomes of them ("Seoul's offer of dialogue")."""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if phrase is None:
        return []
    cues = (c for c in find_triggers(reading, TalksStatus) if not c.verbal and c.entry.pos == "noun")
    held = (reading.phrase_at(c.index) for c in cues if c.last < phrase.first and c.clause is trigger.clause)
    before = [p for p in held if p is not None]
    owning = [m for m in reading.actors if any(p.covers(m.first, m.last) for p in before)]
    return [*owning, *(m for p in before for m in _behind(reading, p.last))]


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


def _carriers(trigger: Trigger[TalksWord]) -> Iterator[Clause]:
    """The clauses whose verb can carry a noun of talks, nearest first; none where a verb of talks stands beside it, or
    a visit has its guest ("criticised Orban's trip")."""
    phrase = trigger.reading.phrase_at(trigger.index)
    his = phrase is not None and trigger.reading.words[phrase.first].lower in trigger.reading.grammar.possessives
    if trigger.entry.sense == "visit" and (his or any(arguments(trigger, "possessive"))):
        return
    beside = [t for t in find_triggers(trigger.reading, TalksWord) if t.verbal]
    verbs = [t for t in beside if t.entry.sense in _CONFERRING or "object=guest" in t.entry.roles]
    if any(t.clause is trigger.clause and t.entry.strength != "weak" and not helps(t) for t in verbs):
        return
    relatives = relatives_of(trigger)
    yield from relatives
    yield trigger.clause
    if not relatives and (governed(trigger) or labels(trigger)):
        yield from (c for c in trigger.reading.clauses if c is not trigger.clause and c.role == "main")


def _carrier(table: Table, trigger: Trigger[TalksWord], clause: Clause, analysis: Analysis) -> None:
    """Who stands around the verb that carries a noun of talks takes part: its subject, its dative, and the company
    that the noun would take ("Kiew und Moskau führten Gespräche", "schlug Russland Gespräche vor"). Of a clause that
    does not hold the noun only the subject."""
    reading = trigger.reading
    beside = (t for t in find_triggers(reading, TalksWord) if t.clause is clause and not attributive(t))
    verbs = (t for t in beside if not reduced(t) or t.index < trigger.index)
    if any(t.entry.sense in ("mediate", "host") for t in verbs):
        return
    subject = reading.subject(clause)
    said = judged(trigger, clause)
    if subject is not None and not said and not subject.covers(trigger.index, trigger.index):
        actors = asked(trigger) or reading.actors_of(subject) or _spoken(subject, clause, trigger, analysis)
        sent = row(reading, [x for m in actors for x in _senders(reading, m)])
        if not any(map(told, sent)):
            sent = _sent_by(reading, subject, acts=True) or sent
        seated = [m for m in sent if not m.owns or _is_partner(reading, m)]
        table.add(seated)
        extend(table.participants, _fighters(seated, alone=bool(table.sides())))
    if meanwhile(trigger):
        table.add([m for p in reading.phrases_of(clause) if p is not subject for m in _addressed(reading, p)])
    if (clause is trigger.clause and not governed(trigger)) or clause in relatives_of(trigger):
        for phrase in _company(trigger, clause, subject):
            table.add(row(reading, reading.actors_of(phrase)))
        if len(table.sides()) < 2 and not said:
            table.add(bare_actors(reading, clause))


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
    """The person that a bare phrase names: to whom somebody says something in a call."""
    bare = phrase.preposition is None and not phrase.joined
    return tuple(m for m in reading.actors_of(phrase) if bare and m.actor.kind == "person" and not m.owns)


def _company(trigger: Trigger[TalksWord], clause: Clause, subject: Phrase | None) -> Iterator[Phrase]:
    reading = trigger.reading
    phrases = [p for p in reading.phrases_of(clause) if not p.covers(trigger.index, trigger.index)]
    dative = dative_of(phrases, subject, reading.grammar)
    wanted = {
        place.partition("+")[0]
        for place, _, role in (r.partition("=") for r in trigger.entry.roles)
        if role in _ROLES and place.partition("+")[0] not in reading.grammar.genitive_prepositions
    }
    for phrase in phrases:
        if phrase is dative or (
            phrase.preposition in wanted
            and not (phrase.joined or _of_another(phrase, trigger) or _mediates(reading, phrase))
        ):
            yield phrase


def _of_another(phrase: Phrase, trigger: Trigger[TalksWord]) -> bool:
    """Does a prepositional phrase belong to another noun right before it ("an agreement with Hamas")?"""
    reading = trigger.reading
    before = next((p for p in reading.phrases if p.last == phrase.first - 2), None)
    if before is None or before.pronoun or before.covers(trigger.index, trigger.index):
        return False
    if any(reading.words[before.head].lower in c.form.fixed for c in find_triggers(reading, TalksStatus)):
        return False  # "take place in Cairo"
    return not reading.names_time(before) and not reading.actors_of(before) and not reading.places_of(before)


def _venues(trigger: Trigger[TalksWord], clause: Clause) -> list[PlaceMention]:
    """Places of a clause behind a preposition that the trigger has for its venue."""
    reading = trigger.reading
    wanted = {r.partition("=")[0].partition("+")[0] for r in trigger.entry.roles if r.endswith("=venue")}
    phrases = [p for p in reading.phrases_of(clause) if p.preposition in wanted and not _of_another(p, trigger)]
    return [m for p in phrases for m in reading.places_of(p) if m.form != "seat"]


def _receive(table: Table) -> None:
    """A guest who comes to a foreign city sees the people of that country: adds it as the host."""
    guests = table.sides()
    for place in table.places:
        host = actor_of_country(place.place)
        if host and host.country not in guests:
            table.hosts.append(
                ActorMention(place.sentence, place.first, place.last, place.last, host, "country", inferred=True)
            )
            return
