"""Who takes part in talks, who mediates and where they are held, around one trigger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from worker.extract.analysis import Reading
from worker.extract.draft import actor_of_country, bare_actors, extend, side
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import Argument, Trigger, arguments, find_triggers
from worker.extract.grammar.phrases import Phrase, dative_of
from worker.extract.mentions import ActorMention, PlaceMention
from worker.languages.pack import SpeechWord, TalksStatus, TalksWord

_TAKE_PART = frozenset({"participants", "guest", "side"})
_ROLES = _TAKE_PART | {"host"}
# Whom a verb of meeting can have as its object: a country or an army that is "met" is no partner.
_MET = frozenset({"person", "government", "organization", "other"})
_NOMINAL = frozenset({"event", "visit", "contact", "mediation", "offer"})
_CONFERRING = frozenset({"meet", "host", "travel"})


@dataclass(slots=True)
class Table:
    """Who sits at the table: found mentions, in order. `hosts` take part where guests come to see them, and only
    make room for the others where two sides meet."""

    participants: list[ActorMention] = field(default_factory=list)
    hosts: list[ActorMention] = field(default_factory=list)
    mediators: list[ActorMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)

    def add(self, mentions: Sequence[ActorMention]) -> None:
        """Takes in participants that are told, not guessed."""
        extend(self.participants, filter(_told, mentions))

    def between(self) -> tuple[ActorMention, ...]:
        """Those who mediate, hosts of two other sides among them."""
        others = _sides(self.participants) - _sides(self.hosts)
        return (*self.mediators, *(self.hosts if len(others) > 1 else ()))

    def present(self) -> tuple[ActorMention, ...]:
        """Those who take part, without those who only mediate."""
        between = _sides(self.between())
        return tuple(m for m in (*self.participants, *self.hosts) if not between & {side(a) for a in m.actors})

    def core(self) -> frozenset[str]:
        """The sides that are told, without a host that only the venue shows."""
        return _sides([m for m in self.present() if not (m in self.hosts and m.inferred)])

    def sides(self) -> frozenset[str]:
        """The sides that take part, members instead of their group."""
        return _sides(self.present())


def _sides(mentions: Sequence[ActorMention]) -> frozenset[str]:
    return frozenset(side(a) for m in mentions for a in m.actors)


def _told(mention: ActorMention) -> bool:
    """Is it a side that the text names: no private person, no paper, no side that is only guessed?"""
    if not mention.speaks or (mention.actor.kind == "person" and not (mention.actor.country or mention.actor.role)):
        return False
    nameless = mention.actor.role is not None and mention.actor.name.endswith(mention.actor.role)
    return not (mention.guessed or (mention.inferred and nameless))


def seat(trigger: Trigger[TalksWord]) -> Table:
    """The table of one trigger: by its roles, then by who stands around the verb that carries it."""
    table = Table()
    for rule in trigger.entry.roles:
        place, _, role = rule.partition("=")
        for argument in arguments(trigger, place):
            _fill(table, role, argument, trigger)
    if trigger.verbal:
        _envoys(table, trigger)
    else:
        _owners(table, trigger)
        for clause in _carriers(trigger):
            if len(table.sides()) < 2:
                _carrier(table, trigger, clause)
    if trigger.entry.sense in ("visit", "travel") and len(table.sides()) == 1:
        _receive(table)
    return table


def _fill(table: Table, role: str, argument: Argument, trigger: Trigger[TalksWord]) -> None:
    if role == "venue":
        extend(table.places, (m for m in argument.places if m.form != "seat"))
        return
    mentions = row(trigger.reading, argument.actors)
    if argument.phrase is not None and not any(map(_told, mentions)):
        mentions = _sent_by(trigger.reading, argument.phrase)
    if trigger.verbal:
        mentions = [m for m in mentions if not m.owns or m not in argument.actors]
        if argument.phrase is not None and argument.phrase.preposition is None and _is_met(argument, trigger):
            mentions = [m for m in mentions if m.actor.kind in _MET]
    if role in _TAKE_PART:
        table.add(mentions)
    elif role == "host":
        extend(table.hosts, filter(_told, mentions))
    elif role == "mediator":
        extend(table.mediators, mentions)


def _sent_by(reading: Reading, phrase: Phrase) -> list[ActorMention]:
    """The sides in the genitive behind people whom the text does not name ("the ministers of the two countries")."""
    inside = [m for m in reading.actors if m.form == "group" and phrase.covers(m.first, m.last)]
    return row(reading, [m for m in (*inside, *reading.owners_of(phrase)) if _told(m)])


def _is_met(argument: Argument, trigger: Trigger[TalksWord]) -> bool:
    return argument.phrase is not trigger.reading.subject(trigger.clause)


def row(reading: Reading, mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """`mentions` and those that stand in a row with them, parted by commas, coordinators and articles alone ("US,
    Israeli, Egyptian and Qatari representatives")."""
    found = list(mentions)
    for mention in reading.actors:
        if found and mention not in found and mention.first > found[-1].last and _joined(reading, found[-1], mention):
            found.append(mention)
    return found


def _joined(reading: Reading, left: ActorMention, right: ActorMention) -> bool:
    between = reading.words[left.last + 1 : right.first]
    plain = all(w.token.text == "," or w.coordinator or w.determiner for w in between)
    return bool(between) and plain and reading.clause_at(left.last).holds(right.first)


def _owners(table: Table, trigger: Trigger[TalksWord]) -> None:
    """Names in an adjective or compound: both sides ("russisch-ukrainische Gespräche"), one, or the body that meets."""
    mediates = any(r.endswith("=mediator") for r in trigger.entry.roles)
    for argument in arguments(trigger, "adjective"):
        if mediates:
            extend(table.mediators, argument.actors)
        else:
            table.add([m for m in argument.actors if m.form != "compound"])
    table.add(
        [m for m in trigger.reading.actors if m.first <= trigger.index <= m.last and m.actor.kind == "organization"]
    )


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
            if role in _TAKE_PART and place not in ("self", "head"):
                for argument in arguments(envoy, place):
                    table.add(row(trigger.reading, argument.actors))


def helps(trigger: Trigger[TalksWord]) -> bool:
    """Is the verb only the auxiliary of another ("has cancelled talks"), or part of a longer one ("called off")?"""
    words = trigger.clause.words
    if any(c.index == trigger.index and c.form.particle for c in find_triggers(trigger.reading, TalksStatus)):
        return trigger.form.particle is None
    return bool(trigger.reading.words[trigger.index].auxiliaries) and any(
        w.participle and not w.auxiliaries and w.index > trigger.index for w in words
    )


def _carriers(trigger: Trigger[TalksWord]) -> Iterator[Clause]:
    """The clauses whose verb can carry a noun of talks, nearest first; none where a verb of talks stands beside it."""
    verbs = [t for t in find_triggers(trigger.reading, TalksWord) if t.verbal and t.entry.sense in _CONFERRING]
    if any(t.clause is trigger.clause and t.entry.strength != "weak" and not helps(t) for t in verbs):
        return
    relatives = relatives_of(trigger)
    yield from relatives
    yield trigger.clause
    if not relatives and governed(trigger):
        yield from (c for c in trigger.reading.clauses if c is not trigger.clause and c.role == "main")


def governed(trigger: Trigger[TalksWord]) -> bool:
    """Does a word of time govern the noun ("after talks"), so that its clause tells of something else?"""
    phrase = trigger.reading.phrase_at(trigger.index)
    if phrase is None or trigger.verbal:
        return False
    return any(
        c.index < trigger.index <= c.last
        if c.entry.pos == "phrase" and c.last >= phrase.first
        else "governs:talks" in c.entry.needs and c.last < phrase.first <= c.last + 1
        for c in find_triggers(trigger.reading, TalksStatus)
    )


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
    after = next((c for c in reading.clauses if c.number == found.number + 1), None)
    said = any(t.clause is found and t.verbal for t in find_triggers(reading, SpeechWord))
    return (found, after) if after is not None and said else (found,)


def _carrier(table: Table, trigger: Trigger[TalksWord], clause: Clause) -> None:
    """Who stands around the verb that carries a noun of talks takes part: its subject, its dative, and the company
    that the noun would take ("Kiew und Moskau führten Gespräche", "schlug Russland Gespräche vor"). Of a clause that
    does not hold the noun only the subject."""
    reading = trigger.reading
    if any(t.clause is clause and t.entry.sense in ("mediate", "host") for t in find_triggers(reading, TalksWord)):
        return
    subject = reading.subject(clause)
    if subject is not None and not subject.covers(trigger.index, trigger.index):
        table.add([m for m in row(reading, reading.actors_of(subject)) if not m.owns])
    if (clause is trigger.clause and not governed(trigger)) or clause in relatives_of(trigger):
        for phrase in _company(trigger, clause, subject):
            table.add(row(reading, reading.actors_of(phrase)))
        if len(table.sides()) < 2:
            table.add(bare_actors(reading, clause))
    if not table.places and not governed(trigger):
        table.places += _venues(trigger, clause)


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
            phrase.preposition in wanted and not phrase.joined and not _of_another(phrase, trigger)
        ):
            yield phrase


def _of_another(phrase: Phrase, trigger: Trigger[TalksWord]) -> bool:
    """Does a prepositional phrase belong to another noun right before it ("an agreement with Hamas")?"""
    reading = trigger.reading
    before = next((p for p in reading.phrases if p.last == phrase.first - 2), None)
    if before is None or before.pronoun or before.covers(trigger.index, trigger.index):
        return False
    return not reading.names_time(before) and not reading.actors_of(before) and not reading.places_of(before)


def _venues(trigger: Trigger[TalksWord], clause: Clause) -> list[PlaceMention]:
    """Places of a clause behind a preposition that the trigger has for its venue."""
    reading = trigger.reading
    wanted = {r.partition("=")[0].partition("+")[0] for r in trigger.entry.roles if r.endswith("=venue")}
    phrases = [p for p in reading.phrases_of(clause) if p.preposition in wanted]
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


def nominal(trigger: Trigger[TalksWord]) -> bool:
    """Is it a noun that names the talks themselves?"""
    return not trigger.verbal and trigger.entry.sense in _NOMINAL


def clauses_of(trigger: Trigger[TalksWord]) -> Iterator[Clause]:
    """The clauses that tell of the trigger: its own, its relative clauses, and those that it hangs on."""
    reading = trigger.reading
    yield trigger.clause
    yield from relatives_of(trigger)
    clause = trigger.clause
    while clause.parent is not None and clause.role in ("subordinate", "infinitive"):
        clause = reading.clauses[clause.parent]
        yield clause
