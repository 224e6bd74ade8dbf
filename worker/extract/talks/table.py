"""The table of talks: who sits there, as one side or several, and who only mediates."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from schemas import Actor
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import extend, side
from worker.extract.mentions import ActorMention, PlaceMention
from worker.languages.name_keys import key_of
from worker.languages.name_rows import Body
from worker.languages.names import load_names

# Who can be a side without a name of its own.
_RIVALS = frozenset({"armed_group", "government", "military", "person"})
# The office of who leads a group that rises against a government, whatever its name.
_REBEL = "rebel leader"
# How a state sits there: as a whole or by its government.
_STATES = frozenset({"country", "government"})
# Kinds of those who fight each other in one land.
_FOES = (frozenset({"military", "government"}), frozenset({"armed_group"}))
_IN = 2  # from a side to the place where it sits ("the government | in | Kabul")


@dataclass(slots=True)
class Table:
    """Who sits at the table: found mentions, in order. `hosts` take part where guests come to see them, and only
    make room for the others where two sides meet, as do `bodies`, whose event it is ("at the G20 summit"); `unnamed`:
    governments and armed groups of a guessed country; `land`: the one at war with itself that they talk about."""

    participants: list[ActorMention] = field(default_factory=list)
    hosts: list[ActorMention] = field(default_factory=list)
    mediators: list[ActorMention] = field(default_factory=list)
    bodies: list[ActorMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    unnamed: list[ActorMention] = field(default_factory=list)
    land: list[ActorMention] = field(default_factory=list)

    def add(self, mentions: Sequence[ActorMention]) -> None:
        """Takes in participants that are told, not guessed."""
        extend(self.participants, filter(told, mentions))
        extend(self.unnamed, (m for m in mentions if m.guessed))
        extend(self.land, filter(at_war, mentions))

    def receive(self, mentions: Sequence[ActorMention]) -> None:
        """Takes in hosts in the same way."""
        extend(self.hosts, filter(told, mentions))
        extend(self.unnamed, (m for m in mentions if m.guessed))

    def leave_out(self, tokens: frozenset[int]) -> None:
        """Keeps out what begins at one of `tokens`: it names the venue, no side."""
        self.participants = [m for m in self.participants if m.first not in tokens]
        self.hosts = [m for m in self.hosts if m.first not in tokens]

    def merge(self, other: "Table") -> None:
        """Takes in who sits at the other; a group of no name goes where one of its land is told, by name if it can."""
        mine, theirs = _groups(self.participants), _groups(other.participants)
        named = {c for c, groups in theirs.items() if not all(map(_nameless, groups))}
        self.participants = [m for m in self.participants if not (_is_loose(m) and m.actor.country in named)]
        self.unnamed = [m for m in self.unnamed if not (_is_loose(m) and m.actor.country in named)]
        extend(self.participants, (m for m in other.participants if not (_is_loose(m) and m.actor.country in mine)))
        extend(self.hosts, other.hosts)
        extend(self.mediators, other.mediators)
        extend(self.bodies, other.bodies)
        extend(self.places, other.places)
        extend(self.unnamed, (m for m in other.unnamed if not (_is_loose(m) and m.actor.country in mine)))
        extend(self.land, other.land)

    def settle(self, analysis: Analysis) -> None:
        """Where fewer than two sides are told, those of the land itself talk, and who belongs to none mediates: the
        group and the forces or government that the article tells of, else the land."""
        if not self.land or len(self.sides()) > 1:
            return
        homes = _sides(self.land)
        others = [m for m in self.participants if not homes & {side(a) for a in m.actors}]
        if not any(a.country or a.kind != "person" for m in others for a in m.actors):
            extend(self.mediators, others)
            self.participants = [m for m in self.participants if m not in others]
            if not self.sides():
                own = [m for r in analysis.readings for m in r.actors if side(m.actor) in homes]
                foes = (next((m for m in own if m.actor.kind in kinds), None) for kinds in _FOES)
                found = [m for m in foes if m is not None]
                extend(self.participants, found if len(found) > 1 else self.land[:1])

    def within(self) -> bool:
        """Are they all of the land that they talk about?"""
        return bool(self.land) and self.sides() <= _sides(self.land)

    def divided(self) -> bool:
        """Are they only told as the sides of a land at war with itself ("Yemen's | warring parties")?"""
        return any(map(at_war, self.land))

    def at_odds(self) -> bool:
        """Does an armed group sit there, or others who rise against a government?"""
        return bool(_groups(self.present()))

    def called(
        self, mine: frozenset[str], other: "Table", theirs: frozenset[str]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Sides of this table and of another, groups of no name called as those of their land are at the other one."""
        here, there = _groups(self.present()), _groups(other.present())
        for country in here.keys() & there.keys():
            if loose := {g for g in here[country] & mine if _nameless(g)}:
                mine = (mine - loose) | (there[country] & theirs)
            elif loose := {g for g in there[country] & theirs if _nameless(g)}:
                theirs = (theirs - loose) | (here[country] & mine)
        return mine, theirs

    def against(self, other: "Table") -> bool:
        """Is a land at war with itself here by one of its sides and there by another?"""
        mine, theirs = _by_country(self.present()), _by_country(other.present())
        lands = (c for c in mine.keys() & theirs.keys() if load_names().divided(c))
        pairs = [(c, self.called(frozenset(mine[c]), other, frozenset(theirs[c]))) for c in lands]
        return any(not a & b and any(p != c for p in a | b) for c, (a, b) in pairs)

    def from_abroad(self, other: "Table") -> bool:
        """Does somebody of another country or body meet people of the land that the others talk about?"""
        homes = _sides(other.land)
        return bool(homes) and not other.sides() and len(self.core()) > 1 and not self._lands() <= homes

    def _lands(self) -> set[str]:
        return {side(a) for m in self.present() for a in m.actors}

    def in_town(self) -> bool:
        """Is it known in which city or house they met?"""
        return any(m.place.kind in ("city", "site") for m in self.places)

    def watch(self) -> None:
        """Makes observers of all who sit there."""
        extend(self.mediators, self.participants)
        self.participants, self.unnamed = [], []

    def _taking(self) -> list[ActorMention]:
        """Participants, with bodies where there are no two sides, and a government or group of no name beside its rival
        ("the ELN | rejected talks with the government")."""
        own = self._own()
        return own if len(_sides(own)) > 1 else [*own, *self.bodies]

    def _own(self) -> list[ActorMention]:
        if not self.unnamed:
            return self.participants
        guessed = [m for m in self.unnamed if m.actor.country and (m.actor.kind in _RIVALS or m.opposing)]
        guessed = [m for m in guessed if m.actor.kind != "person" or m.form == "generic"]  # "Vertreter", no offices
        sides = [*self.participants, *self.hosts, *guessed]
        rivals = {(a.country, m.opposing or a.kind == "armed_group") for m in sides for a in m.actors}
        abroad = bool(self.participants) and not any(a.country for m in self.participants for a in m.actors)
        return [
            *self.participants,
            *(
                m
                for m in guessed
                if (m.actor.country, not (m.opposing or m.actor.kind == "armed_group")) in rivals
                or (abroad and m.actor.kind == "government")  # "the African Union met | the junta"
            ),
        ]

    def between(self) -> tuple[ActorMention, ...]:
        """Those who mediate and are no side, hosts of two other sides among them."""
        taking = _sides(self._taking())
        mediators = (m for m in self.mediators if not taking & {side(a) for a in m.actors})
        hosts = self.hosts if self.hosts and self._among_guests() else ()
        return (*mediators, *(m for m in hosts if not m.inferred))

    def _among_guests(self) -> bool:
        """Are there two sides beside the hosts, or several of one kind (not "hosts Xi | and other leaders")?"""
        guests = self._taking()
        named = [m for m in guests if any(a.country or a.kind != "other" for a in m.actors)]
        return len(_sides(named or guests) - _sides(self.hosts)) > 1

    def present(self) -> tuple[ActorMention, ...]:
        """Those who take part, without those who only mediate."""
        taking = self._taking()
        if not (self.hosts or self.mediators):
            return tuple(taking)
        between = _sides(self.between())
        alone = not taking and len(_sides(self.hosts)) > 1  # "Qatar and Egypt invited them"
        hosts = () if not self.hosts or self._among_guests() or alone else self.hosts
        return tuple(m for m in (*taking, *hosts) if not between & {side(a) for a in m.actors})

    def core(self) -> frozenset[str]:
        """The sides that are told, without a host that only the venue shows."""
        return _sides([m for m in self.present() if not (m in self.hosts and m.inferred)])

    def sides(self) -> frozenset[str]:
        """The sides that take part, members instead of their group."""
        return _sides(self.present())

    def parties(self) -> frozenset[str]:
        """The same with every armed group by its own name."""
        return frozenset(_party_of(m, a) or side(a) for m in self.present() for a in m.actors)


def persons_first(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """`actors` without the countries and governments for which somebody sits there by name, and not against them."""
    people = {a.country for a in actors if a.kind == "person" and _party(a, opposing=False) is None}
    return tuple(a for a in actors if a.country not in people or a.kind not in ("country", "government"))


def _sides(mentions: Iterable[ActorMention]) -> frozenset[str]:
    """The countries and bodies; where an armed group sits there with others of its country, both by name."""
    found = _by_country(mentions)
    return frozenset(p for country, parties in found.items() for p in (parties if len(parties) > 1 else {country}))


def _by_country(mentions: Iterable[ActorMention]) -> dict[str, set[str]]:
    """The parties of each country, or body without one."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        for actor in mention.actors:
            country = side(actor)
            found[country].add(_party_of(mention, actor) or country)
    return found


def _groups(mentions: Iterable[ActorMention]) -> dict[str | None, set[str]]:
    """The armed groups and others who rise against a government, by their country."""
    found: defaultdict[str | None, set[str]] = defaultdict(set)
    for mention in mentions:
        for actor in mention.actors:
            if _leads(mention) or _rises(actor, mention.opposing):
                found[actor.country].add(_party_of(mention, actor) or actor.name)
    return found


def _leads(mention: ActorMention) -> bool:
    """Is it somebody of an armed group that the text names with him ("MILF chief Murad Ebrahim")?"""
    return mention.group is not None and mention.group.kind == "armed_group"


def _party_of(mention: ActorMention, actor: Actor) -> str | None:
    if mention.group is not None and _leads(mention):
        return mention.group.name
    return _party(actor, mention.opposing)


def _rises(actor: Actor, opposing: bool) -> bool:
    return actor.kind == "armed_group" or opposing or actor.role == _REBEL


def _is_loose(mention: ActorMention) -> bool:
    return (mention.actor.kind == "armed_group" or mention.opposing) and _nameless(mention.actor.name)


@cache
def _nameless(group: str) -> bool:
    """Is it only called by a noun ("Sudanese rebels")?"""
    return not any(isinstance(s.entry, Body) for s in load_names().senses(key_of(group)))


def _party(actor: Actor, opposing: bool) -> str | None:
    """Who is a party of its own beside others of its country."""
    kind = actor.kind
    if _rises(actor, opposing) or (kind in _STATES and actor.name in load_names().apart):
        return actor.name
    return _band(actor.name) if kind == "person" else None


@cache
def _band(person: str) -> str | None:
    """The armed group or de facto state that a known person leads, or has led who holds no office of state now."""
    names = load_names()
    terms = names.terms.get(person, ())
    serves = any(not (t.until or t.body) for t in terms)
    held = [t.body for t in terms if t.body and not (t.until and serves)]
    bodies = [s.entry for body in held for s in names.senses(key_of(body))]
    bands = (b.name for b in bodies if isinstance(b, Body) and b.kind == "armed_group")
    return next(bands, None) or next((name for name in held if name in names.apart), None)


def told(mention: ActorMention) -> bool:
    """Is it a side that the text names: no private person, no paper, no side that is only guessed?"""
    owned = mention.form == "generic" and not mention.inferred  # "Vertreter | der OSZE"
    known = bool(mention.actor.country or mention.actor.role) or owned
    if not mention.speaks or (mention.actor.kind == "person" and not known):
        return False
    nameless = mention.actor.role is not None and mention.actor.name.endswith(mention.actor.role)
    return not (mention.guessed or (mention.inferred and nameless))


def at_war(mention: ActorMention) -> bool:
    """Does it stand for the sides of a land at war with itself, neither of which was named before?"""
    sides = mention.form == "group" and mention.actor.kind == "country" and not mention.speaks
    return sides and load_names().divided(mention.actor.country)


def row(reading: Reading, mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """`mentions` and those that stand in a row with them, parted by commas, coordinators and articles alone ("US,
    Israeli, Egyptian and Qatari representatives")."""
    found = list(mentions)
    for mention in reversed(reading.actors):
        if found and _shares_noun(reading, mention, found[0], len(found) > len(mentions)):
            found.insert(0, mention)
    for mention in reading.actors:
        if found and mention not in found and mention.first > found[-1].last and _joined(reading, found[-1], mention):
            found.append(mention)
    return found


def _shares_noun(reading: Reading, left: ActorMention, right: ActorMention, further: bool) -> bool:
    """Is `left` an adjective whose noun stands behind `right` ("Thai | and Cambodian commanders")? A comma alone does
    not part the last two of a row."""
    if left.form not in ("adjective", "country") or left.last >= right.first:
        return False
    phrase = reading.phrase_at(right.last)
    if right.form == "country" and (phrase is None or phrase.head == right.last):
        return False
    between = reading.words[left.last + 1 : right.first]
    return _joined(reading, left, right) and (further or any(w.coordinator for w in between))


def _joined(reading: Reading, left: ActorMention, right: ActorMention) -> bool:
    seated = (p.last for p in reading.places if p.first == left.last + _IN and reading.words[left.last + 1].preposition)
    between = reading.words[next(seated, left.last) + 1 : right.first]  # "the government in Kabul | and Pakistan"
    links = [w for w in between if w.token.text == "," or w.coordinator]
    plain = all(w in links or w.determiner for w in between)
    return bool(links) and plain and reading.clause_at(left.last).holds(right.first)


def fighters(mentions: list[ActorMention], *, alone: bool) -> list[ActorMention]:
    """Armed groups of no name ("negotiations with the gangs"); unless `alone` only beside sides that have one."""
    beside = alone or any(map(told, mentions))
    return [m for m in mentions if beside and m.guessed and m.actor.kind == "armed_group"]
