"""An attack while it is put together: what belongs to one strike, and whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from schemas import Actor, When
from worker.extract.attack.damage import Thing
from worker.extract.attack.munitions import Arm
from worker.extract.attack.tolls import Toll
from worker.extract.draft import land_of
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.values.expressions import day_of
from worker.extract.values.quantities import Quantified
from worker.languages.names import load_names

# How many sentences may lie between two that tell the same strike where no side ties them.
REACH = 3
_CROWD = frozenset({"other", "person"})  # who is of no side, though at home there ("the army killed 30 protesters")
_WAR = 2000  # deaths that no single strike causes
_ROUND = 5  # what figures are rounded to
_LARGER = 10  # times that an exact toll may be larger than a vague one,
_MANY = 100  # or up to so many
_CAMPAIGN, _MONTHS = timedelta(days=7), timedelta(days=60)


class Party:
    """A side of a strike: its country or, of an armed group, its name; `country` is where it belongs.

    state: it is the government or the military; loose: an armed group by a noun alone ("Lebanese fighters"); armed: any
    armed group.
    """

    def __init__(
        self, name: str, country: str | None, state: bool = False, loose: bool = False, armed: bool = False
    ) -> None:
        self.name = name
        self.country = country
        self.state = state
        self.loose = loose
        self.armed = armed

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Party) or self.name != other.name or self.country != other.country:
            return False
        return self.state == other.state and self.loose == other.loose and self.armed == other.armed

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(slots=True, eq=False)
class Strike:
    """One side's strike or wave as far as it has been read.

    clause, index: where its word stands in the sentence that told it first. sure: more than a bare word tells it;
    violent: its word means nothing else; deed: one of its words tells more than that people were killed; ongoing: it
    is told of as fighting that goes on; quoted: in somebody's own words; mutual: two sides strike each other;
    inferred: nothing in its sentences says who did it; remote: nor do those near it; told: when somebody told of it;
    victims: persons by name; accusers: who blames somebody for it; defenders: who shot it down; vessel: a ship that
    it may have struck, surely where `sunk`; misread: sides that its sentences seem to name and that mean the
    attackers; apart: told only to date another one; parted: told as another one ("in a separate attack"), another: by
    its own noun; plotted: a plot that was foiled; before: told as what another one followed; opposed: its attackers are
    only whom others fight ("clashes with police"); given: told of as known ("the attack"), about: by what it hit ("on
    the bus"); aside: told beside something else, whose day is not its own; placed: told only to say when or where it
    was; wide: its dead
    were told before any of its spots; row: countries told side by side as where it was ("in Mali and Niger").
    """

    sentences: set[int] = field(default_factory=set)
    clause: int = 0
    index: int = 0
    words: set[tuple[int, int]] = field(default_factory=set)  # sentence and token of each word that tells it
    attackers: list[ActorMention] = field(default_factory=list)
    targets: list[ActorMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    arms: list[Arm] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    hit: list[Thing] = field(default_factory=list)
    tolls: dict[str, Toll] = field(default_factory=dict)
    figures: dict[str, Quantified] = field(default_factory=dict)
    attribution: list[ActorMention] = field(default_factory=list)
    when: When | None = None
    told: When | None = None
    status: str = "reported"
    rules: list[str] = field(default_factory=list)
    sure: bool = False
    violent: bool = False
    deed: bool = False
    ongoing: bool = False
    quoted: bool = False
    mutual: bool = False
    opposed: bool = False
    given: bool = False
    about: frozenset[str] = frozenset()
    placed: bool = False
    aside: bool = False
    inferred: bool = False
    remote: bool = False
    victims: set[str] = field(default_factory=set)
    accusers: list[ActorMention] = field(default_factory=list)
    defenders: list[ActorMention] = field(default_factory=list)
    vessel: str = ""
    sunk: bool = False
    heading: bool = False
    apart: bool = False
    parted: bool = False
    another: bool = False
    plotted: bool = False
    before: bool = False
    wide: bool = False
    row: frozenset[str] = frozenset()
    misread: frozenset[str] = frozenset()
    _seen: list[ActorMention] = field(default_factory=list)  # the attackers whose sides `_attacking` are
    _attacking: frozenset[Party] = frozenset()

    @property
    def dated(self) -> When | None:
        """When it was, else when somebody told of it."""
        return self.when or self.told

    def attacking(self) -> frozenset[Party]:
        if self._seen != self.attackers:
            self._seen = [*self.attackers]
            self._attacking = parties(m for m in self.attackers if not is_homeless(m))
        return self._attacking

    def states(self, doers: frozenset[Party] = frozenset()) -> frozenset[str | None]:
        """The countries whose forces struck, and none of rebels with a name ("pro-Russian separatists" in Ukraine)."""
        return frozenset(p.country for p in self.attacking() or doers if p.loose or not p.armed)

    def struck(self, doers: frozenset[Party] = frozenset()) -> frozenset[Party]:
        """The sides that were struck: named targets, else the countries of its places, the attackers' own last.
        `doers`: who may have done it where nobody is named.
        """
        if named := parties(self.likely_targets()):
            return named
        home, states = {p.country for p in self.attacking() or doers}, self.states(doers)
        countries = frozenset(Party(c, c) for p in self.places if (c := land_of(p.place, states)))
        return frozenset(c for c in countries if c.country not in home) or countries

    def surely_struck(self, doers: frozenset[Party] = frozenset()) -> frozenset[Party]:
        """The same without those that only unknown places tell, which may lie elsewhere than in the attackers' own."""
        struck, home = self.struck(doers), {m.actor.country for m in self.attackers}
        only_guessed = not self.targets and all(p.guessed for p in self.places)
        return frozenset() if only_guessed and {p.country for p in struck} <= home else struck

    def likely_targets(self) -> list[ActorMention]:
        """Its targets without those whose country is only guessed, where another stands beside them or the places lie
        elsewhere ("officials" beside Hezbollah).
        """
        if self.mutual:
            return self.targets
        lands = {p.place.country for p in self.places} - {None}
        told = [m for m in self.targets if not m.at_home or m.actor.country in lands]
        return told if told or lands else self.targets

    def spots(self) -> frozenset[str]:
        """Names of the regions, towns and sites that it struck."""
        return frozenset(p.place.name for p in self.places if p.place.kind != "country")

    def towns(self) -> frozenset[str]:
        """Its spots without the regions that they may lie in."""
        return frozenset(p.place.name for p in self.places if p.place.kind not in ("country", "region"))

    def areas(self) -> frozenset[str]:
        """Its spots and the regions that they lie in."""
        return self.spots() | frozenset(p.place.admin1 for p in self.places if p.place.admin1)

    def add_arm(self, arm: Arm) -> None:
        if all(known.slot.text != arm.slot.text for known in self.arms):
            self.arms.append(arm)
            self.methods += arm.methods
            self.rules.append(arm.rule)

    def count(self, slot: str, count: Quantified) -> None:
        """Adds a figure of munitions; the first stays unless it was vague."""
        known = self.figures.get(slot)
        if known is None or (known.vague and not count.vague):
            self.figures[slot] = count

    def tell(self, toll: Toll) -> None:
        """Adds a toll and the rule that found it; nobody died in what was only plotted."""
        if self.plotted:
            return
        self.add_toll(toll)
        self.rules.append(toll.rule)
        if not self.targets and self.attacking():
            self.targets = [m.side for m in toll.people if not meet(parties([m.side]), self.attacking())]
        elif not self.targets:  # "a British soldier died of wounds suffered in an explosion"
            self.targets = [m.side for m in toll.people if m.actor.kind == "military" and not m.at_home]

    def sums_up(self) -> bool:
        """Does its toll count the dead of a whole war?"""
        killed = self.tolls.get("killed")
        return killed is not None and (killed.quantity.min or 0) >= _WAR

    def add_toll(self, toll: Toll) -> None:
        """The first figure of a slot stays, until a later one replaces it or is exact where it was vague; losses of who
        struck are none of it.
        """
        if not self.mutual and self._lost(toll):
            return
        known = self.tolls.get(toll.slot)
        if known is None or (not toll.more and (toll.stands or _exacter(toll, known))):
            self.tolls[toll.slot] = toll

    def _lost(self, toll: Toll) -> bool:
        """Does it count the dead of who struck, whoever they are ("two attackers were killed")?"""
        vague = {m.actor.name for m in self.attackers if is_vague(m)}
        own = bool(toll.people) and all(m.actor.name in vague for m in toll.people)
        doers = toll.doers and any(m.actor.kind == "armed_group" for m in self.attackers)
        crowd = bool(toll.people) and all(m.form == "generic" and m.actor.kind in _CROWD for m in toll.people)
        return own or doers or (not crowd and named_alike(parties(m.side for m in toll.people), self.attacking()))


def _exacter(toll: Toll, known: Toll) -> bool:
    """Does a toll say exactly what was said vaguely before ("dozens", then "43"), and not count a whole war?"""
    low, before = toll.quantity.min or 0, known.quantity.min or 0
    if known.named:
        return not toll.named
    if not known.vague and known.quantity.max is None and before and before % _ROUND == 0:  # "more than 40", then "43"
        return before < low < before + (_ROUND if before % 10 else int(10 ** (len(str(before)) - 1)))
    return known.vague and not toll.vague and before <= 2 * low <= 2 * max(before * _LARGER, _MANY)


def is_vague(mention: ActorMention) -> bool:
    """Does it stand for nobody in particular: "gunmen", "the attackers"?"""
    return mention.inferred and mention.form == "generic" and mention.actor.kind in ("armed_group", "other")


def is_homeless(mention: ActorMention) -> bool:
    """Does it stand for the troops of whoever fights where it is told ("soldiers entered the town")?"""
    return mention.at_home and mention.actor.kind == "military"


def party(actor: Actor, loose: bool = False) -> Party:
    """The side of an actor. An armed group is a side of its own, whichever country it belongs to, and so is a state
    that rules itself on a country's soil.
    """
    kind, country = actor.kind, actor.country
    armed = kind == "armed_group"
    name = actor.name if armed or not country or actor.name in load_names().apart else country
    return Party(name, country, kind in ("military", "government"), loose, armed)


def parties(mentions: Iterable[ActorMention]) -> frozenset[Party]:
    """The sides of `mentions`, without those that stand for nobody in particular."""
    return frozenset(party(a, _is_loose(m)) for m in mentions if not is_vague(m) for a in m.actors)


def _is_loose(mention: ActorMention) -> bool:
    return mention.form == "generic" and mention.actor.kind == "armed_group"


def meet(some: frozenset[Party], others: frozenset[Party]) -> bool:
    """Can both be the same sides: one in common, or one of the same country?"""
    return any(_one_side(a, b) for a in some for b in others)


def _one_side(a: Party, b: Party) -> bool:
    """Two armed groups of one country are two sides, unless one goes by a noun alone; so are a group and the army; a
    group and its country can be one, and who goes by a noun alone one that is of no country ("jihadists").
    """
    if any(x.loose and y.armed and y.country is None for x, y in ((a, b), (b, a))):
        return True
    home = a.country is not None and a.country == b.country and not (a.state or b.state)
    return a.name == b.name or (home and (a.country in (a.name, b.name) or a.loose or b.loose))


def named_alike(some: frozenset[Party], others: frozenset[Party]) -> bool:
    return bool({a.name for a in some} & {b.name for b in others})


def is_campaign(when: When) -> bool:
    """Weeks and longer: a campaign rather than a strike."""
    return when.precision in ("week", "month", "year") and day_of(when.end) - day_of(when.start) >= _CAMPAIGN


def is_war(when: When | None) -> bool:
    """Months and longer: a war rather than a campaign ("the RSF, which has fought the army since 2023")."""
    if when is None or when.precision not in ("month", "year"):
        return False
    return day_of(when.end) - day_of(when.start) >= _MONTHS
