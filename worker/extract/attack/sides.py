"""Who struck whom where a sentence names one side only: from the article's other strikes and from what it blames.

News tells the sides once and then goes on with places, weapons and tolls. Within one article the enemies stay the same,
so a strike on a place of one side is the other side's.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from schemas import Actor
from worker.extract.attack.strike import (
    REACH,
    Party,
    Strike,
    is_homeless,
    is_vague,
    is_war,
    meet,
    named_alike,
    parties,
    party,
)
from worker.extract.draft import actor_of_country, country_of, land_of, unique_actors
from worker.extract.mentions import ActorMention, PlaceMention
from worker.languages.name_keys import key_of
from worker.languages.name_rows import Body
from worker.languages.names import load_names

_OFFICIAL = frozenset({"government", "military", "country"})
_FORCES = frozenset({"military", "government"})  # whom nobody attacks by chance ("gunmen attacked peacekeepers")
_SEVERAL = 2
_FLOWN = frozenset({"air_strike", "drone", "missile"})
_WIDE = frozenset({"country", "region"})
_OWN = frozenset({"military", "armed_group"})
_FIGHTING = frozenset({"military", "government", "armed_group"})


def fill_sides(strikes: Sequence[Strike]) -> None:
    """Completes each strike that lacks a side, where the article leaves no doubt who it is."""
    for strike in strikes:
        _surer(strike)
        _tidy(strike)
    for strike in strikes:
        strike.targets = strike.targets or _opponents(strike, strikes)
    for _ in range(2):  # what the first round fills can tell the second
        sided = [s for s in strikes if s.attacking() and not _by_person(s)]
        told = [s for s in sided if not is_war(s.when) and _foreign(s.struck(), s.attacking())]
        halves = [s for s in sided if not s.struck() and not s.inferred]
        for strike in strikes:
            _fill(strike, told, halves)
    for strike in strikes:
        strike.targets = _fighters(strike, strikes) or strike.targets
        strike.attackers = _shooters(strike, strikes) or strike.attackers
        strike.places = [_where_struck(p, strike) for p in strike.places]
        _keep_near(strike)


def _opponents(strike: Strike, strikes: Sequence[Strike]) -> list[ActorMention]:
    """Who fights the one side that is told of a fight ("the clashes with Hezbollah"), where another tells both."""
    fights = [t for t in strikes if strike.opposed and t.mutual and named_alike(t.attacking(), strike.attacking())]
    return [m for t in fights for m in t.attackers if not named_alike(parties([m]), strike.attacking())][:1]


def _by_person(strike: Strike) -> bool:
    """Is only a person named as attacker, who may be meant for what he says or is blamed for?"""
    return all(m.actor.kind == "person" and m.group is None for m in strike.attackers)


def _surer(strike: Strike) -> None:
    """Who is named beats a noun whose country is only guessed ("troops" beside "Israeli tanks"), but for those who
    fight each other ("clashes between the army and the SDF").
    """
    for side in () if strike.mutual else (strike.attackers, strike.targets):
        side[:] = [m for m in side if not is_homeless(m)] or side


def _where_struck(mention: PlaceMention, strike: Strike) -> PlaceMention:
    """A place that no table has, and that was guessed to lie where the attackers are from, lies where they struck."""
    homes = {p.country for p in strike.attacking()}
    lands = {a.country for a in unique_actors(strike.targets) if a.country}
    if not mention.guessed or mention.place.country not in homes or len(lands) != 1 or lands <= homes:
        return mention
    return replace(mention, place=mention.place.model_copy(update={"country": lands.pop()}))


def _keep_near(strike: Strike) -> None:
    """Where a place lies in the country that was struck, those of other countries belong to something else."""
    struck = {a.country for a in targets_of(strike)}
    home = strike.states()
    if any(p.place.country in struck and p.place.kind != "country" for p in strike.places):
        strike.places = [p for p in strike.places if land_of(p.place, home) in {*struck, None}]


def _shooters(strike: Strike, strikes: Sequence[Strike]) -> list[ActorMention]:
    """The armed group that fires elsewhere in the article, where only the country is named that fire came from, and its
    army does not fire there, too.
    """
    struck, lands = strike.struck(), {m.actor.country for m in strike.attackers}
    if not all(m.inferred and m.actor.kind == "country" for m in strike.attackers):
        return []
    firing = [m for s in strikes if meet(s.struck(), struck) for m in s.attackers]
    if any(m.actor.kind in _FORCES and m.actor.country in lands and not m.inferred for m in firing):
        return []
    return [m for m in firing if m.actor.kind == "armed_group" and not is_vague(m) and m.actor.country in lands][:1]


def _fighters(strike: Strike, strikes: Sequence[Strike]) -> list[ActorMention]:
    """The armed group that the attacker fights elsewhere in the article, where only its country is named as struck."""
    attacking = strike.attacking()
    if any(m.actor.kind != "country" for m in strike.targets) or not attacking:
        return []
    foes = [m for s in strikes if named_alike(s.attacking(), attacking) for m in s.targets]
    foes += [m for s in strikes if named_alike(s.struck(), attacking) for m in s.attackers]
    groups = [m for m in foes if m.actor.kind == "armed_group" and m.form != "generic" and m.actor.country]
    struck = {p.country for p in strike.struck()}
    return [m for m in groups if m.actor.country in struck and not named_alike(parties([m]), attacking)][:1]


def _fill(strike: Strike, told: Sequence[Strike], halves: Sequence[Strike]) -> None:
    if strike.mutual:
        strike.targets = list(strike.attackers)
        return
    strike.targets = _who_answers(strike, told) or strike.targets
    if not (strike.attacking() or _at_home(strike)):
        forces = any(m.actor.kind in _FORCES for m in strike.targets)
        fighters = any(m.actor.kind == "armed_group" for m in strike.attackers) and strike.spots()
        strike.inferred = not (strike.attackers and (forces or fighters))
        found = _attackers_like(strike, told, halves)
        if any(m.actor.kind == "armed_group" for m in strike.attackers):  # "rebels": no state that strikes there, too
            found = [m for m in found if m.actor.kind == "armed_group"]
        if {*strike.methods} - {"other"} == {"bombing"} and all(_only_flies(t, found) for t in (*told, *halves)):
            found = []  # a bomb that went off is none of who strikes from the air there
        far = bool(found) and not any(_near_by(strike, t, found) for t in (*told, *halves))
        strike.remote = far and strike.status != "foiled"
        strike.attackers = [*found, *strike.attackers]
        strike.rules += ["article:attackers"] if found else []
    if strike.sunk and not strike.targets:
        return  # whom its owner belongs to is told nowhere else
    if not _foreign(strike.struck(), strike.attacking()) or (strike.attackers and _only_from_home(strike)):
        source = [] if strike.vessel or (strike.hit and _only_from_home(strike)) else _source(strike)
        strike.targets = _targets_like(strike, told) or source or strike.targets
        strike.rules += ["article:targets"] if strike.targets else []


def _only_flies(strike: Strike, attackers: Sequence[ActorMention]) -> bool:
    """Does it tell of no strike of these attackers but from the air?"""
    return not named_alike(parties(attackers), strike.attacking()) or _FLOWN >= {*strike.methods} > set()


def _who_answers(strike: Strike, told: Sequence[Strike]) -> list[ActorMention]:
    """Who strikes back in the sentence that tells what his soldiers died of, whosever they would be elsewhere ("after
    the death of three soldiers in an attack by Hezbollah, Israel bombed ...").
    """
    if not strike.before or not strike.targets or not all(map(is_homeless, strike.targets)):
        return []
    back = [t for t in told if t.sentences & strike.sentences and not t.before]
    return _only([m for t in back for m in t.attackers if not named_alike(parties([m]), strike.attacking())])


def _only_from_home(strike: Strike) -> bool:
    """Are all places the country of the armed group that struck, whence it struck as well ("rockets from Lebanon")?"""
    homes = {m.actor.country for m in strike.attackers if m.actor.kind == "armed_group"}
    lands = {p.place.country for p in strike.places}
    return not (strike.targets or strike.spots()) and bool(lands) and lands <= homes


def _attackers_like(strike: Strike, told: Sequence[Strike], halves: Sequence[Strike]) -> list[ActorMention]:
    """Who struck the same side nearest in the text, else whose strike is told without saying whom it struck ("the
    Israeli attack"), else the only side that the struck one strikes.
    """
    struck = strike.struck()
    if not struck and not strike.tolls:
        return []
    if not struck:
        near = _nearest(strike, [t for t in told if min(t.sentences) <= min(strike.sentences)])
        strike.targets = list(near.targets) if near else []
        strike.places += [p for p in near.places if p.place.kind == "country"] if near and not strike.targets else []
        return list(near.attackers) if near else []
    lands = {p.place.country for p in strike.places}
    same = _leading(strike, [t for t in told if _strikes_like(t, struck, lands) and not t.apart])
    if same:
        return [m for m in same.attackers if not is_vague(m)]
    others = [h for h in halves if not meet(h.attacking(), struck) and h.status == strike.status]
    half = _nearest(strike, [h for h in others if not any(p.name in lands for p in h.attacking())])
    if half:
        return [m for m in half.attackers if not is_vague(m)]
    foiled = strike.status == "foiled"  # who shoots something down knows whose it was: an enemy's
    foes = [t for t in told if meet(t.attacking(), struck)]
    return _only([m for t in foes for m in t.targets or (_land_struck(t) if foiled else ())])


def _strikes_like(told: Strike, struck: frozenset[Party], lands: Collection[str | None]) -> bool:
    """Does one strike the same side, and a body of no country in the same one; a state its own country only where that
    is told, not a group in it?
    """
    if all(p.country is None for p in struck) and _lands_apart(told, lands):
        return False
    own = named_alike(told.attacking(), struck)
    return named_alike(told.struck(), struck) if own else meet(told.struck(), struck)


def _lands_apart(told: Strike, lands: Collection[str | None]) -> bool:
    """Was it in other countries than `lands`?"""
    others = {p.place.country for p in told.places}
    return bool(others and lands) and others.isdisjoint(lands)


def _targets_like(strike: Strike, told: Sequence[Strike]) -> list[ActorMention]:
    """Whom the same side struck nearest in the text, else who struck it."""
    attacking = strike.attacking()
    same = _nearest(strike, [t for t in told if named_alike(t.attacking(), attacking) and t is not strike])
    if same and same.targets:
        return [m for m in same.targets if not is_vague(m)] or list(same.targets)
    if same:
        strike.places += [p for p in same.places if p.place.kind == "country" and p not in strike.places]
        goes_on = strike.status == "reported" and not (strike.places or strike.quoted)
        return _land_struck(same) if goes_on and _near_by(strike, same, strike.attackers) else []
    foes = [m for t in told if meet(t.struck(), attacking) for m in t.attackers]
    if any(m.actor.kind == "armed_group" for m in strike.targets):  # "an offensive against Islamists": on no state
        foes = [m for m in foes if m.actor.kind == "armed_group"]
    return _only([m for m in foes if not named_alike(parties([m]), attacking)])


def _land_struck(strike: Strike) -> list[ActorMention]:
    """The country of the places that were struck."""
    struck = {p.country for p in strike.struck()}
    lands = ((p, actor_of_country(p.place)) for p in strike.places if p.place.country in struck)
    found = (ActorMention(p.sentence, p.first, p.last, p.last, a, "country", inferred=True) for p, a in lands if a)
    return list(found)[:1]


def _only(foes: Sequence[ActorMention]) -> list[ActorMention]:
    """The side of `foes` where it is one alone."""
    named = [m for m in foes if not is_vague(m)]
    return named[:1] if len({p.name for p in parties(named)}) == 1 else []


def _source(strike: Strike) -> list[ActorMention]:
    """The accuser, defender or official source of another country than the attacker's is of the side struck."""
    home = {p.country for p in strike.attacking()}
    sources = (*strike.accusers, *strike.defenders, *strike.attribution)
    told = [m for m in sources if m.actor.kind in _OFFICIAL and m.actor.country not in {*home, None}]
    return [replace(m, actor=country_of(m.actor), at_home=False) for m in told[:1]]


def _near_by(strike: Strike, other: Strike, attackers: Sequence[ActorMention]) -> bool:
    """Is the other strike by `attackers`, and told within a few sentences?"""
    gaps = (abs(a - b) for a in strike.sentences for b in other.sentences)
    return named_alike(parties(attackers), other.attacking()) and min(gaps) <= REACH


def _nearest(strike: Strike, others: Sequence[Strike]) -> Strike | None:
    """The one told nearest in the text, earlier ones first."""
    start = min(strike.sentences)
    return min(others, key=lambda t: (abs(start - min(t.sentences)), min(t.sentences)), default=None)


def _leading(strike: Strike, others: Sequence[Strike]) -> Strike | None:
    """The nearest of those whose attackers strike most in the text, unless another stands right beside it."""
    near = _nearest(strike, others)
    if near is None or abs(min(strike.sentences) - min(near.sentences)) <= 1:
        return near
    weight = {id(t): sum(len(o.sentences) for o in others if meet(o.attacking(), t.attacking())) for t in others}
    most = max(weight.values())
    return _nearest(strike, [t for t in others if weight[id(t)] == most])


def _foreign(struck: frozenset[Party], attacking: frozenset[Party]) -> bool:
    return any(s.name not in {a.name for a in attacking} for s in struck)


def _tidy(strike: Strike) -> None:
    """Nobody strikes himself: what is an attacker is no target, and its own places are where it struck from."""
    attacking = {a.name for a in strike.attacking()}
    strike.targets = [m for m in strike.targets if not {party(a).name for a in m.actors} & attacking]
    struck = {p.country for p in strike.struck()} if strike.targets else set()
    home = strike.states()
    lands = {land_of(p.place, home) for p in strike.places}
    own = {p.country for p in strike.attacking()} - struck
    whence = [p for p in strike.places if p.place.kind in _WIDE and land_of(p.place, home) in own]
    whence = whence if struck & lands else []  # "gunmen from Gaza attacked Israel"
    elsewhere = [p for p in strike.places if land_of(p.place, home) not in struck and p not in whence]
    if struck and elsewhere:  # "a US base in Qatar"
        strike.places = [p for p in strike.places if p.place.kind != "country" or p.place.country not in struck]
    placed = [(p, land_of(p.place, home)) for p in strike.places]
    if any(land not in attacking for _, land in placed if land):
        strike.places = [p for p, land in placed if land in struck or not (land in attacking or p in whence)]


def attackers_of(strike: Strike) -> tuple[Actor, ...]:
    """Who struck: sides before persons of the same country and a country before its ministry, named ones before
    "gunmen". Who holds an office strikes for his country.
    """
    named = [m for m in strike.attackers if strike.mutual or not (is_vague(m) or is_homeless(m))] or strike.attackers
    actors = unique_actors(named if strike.mutual else _without_culprits(_without_members(named)))
    sides = {a.country for a in actors if a.kind != "person"}
    groups = {a.country for a in actors if a.kind == "armed_group"} if not strike.mutual else set()
    actors = tuple(a for a in actors if a.kind != "country" or a.country not in groups)  # "Lebanon's Hezbollah"
    states = {a.country for a in actors if a.kind == "country"}
    within = {"person": sides, "government": states}
    actors = tuple(a for a in actors if a.country not in within.get(a.kind, ()))
    return tuple(dict.fromkeys(country_of(a) if a.kind == "person" and a.role and a.country else a for a in actors))


def _without_culprits(mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """The mentions without those known by what they did alone, where another says more ("jihadists", "the attackers";
    "a suicide bomber", "the bomber").
    """
    if not all(map(is_vague, mentions)) or len(mentions) < _SEVERAL:
        return list(mentions)
    told = [m for m in mentions if not m.culprit]
    return told or [max(mentions, key=lambda m: len(m.actor.text))]


def _without_members(mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """The mentions without nouns for troops or fighters of a side that another names ("Israel, its warplanes")."""
    nouns = [m.form == "generic" and m.actor.kind in _OWN and not _is_body(m.actor) for m in mentions]
    told = [
        (m, noun, (m.actor.country, m.actor.kind == "armed_group")) for m, noun in zip(mentions, nouns, strict=True)
    ]
    named = {side for m, noun, side in told if not noun and m.actor.kind != "person" and m.actor.country}
    return [m for m, noun, side in told if not (noun and side in named)]


def _is_body(actor: Actor) -> bool:
    """Is it one that the tables know by its name?"""
    return any(isinstance(s.entry, Body) for s in load_names().senses(key_of(actor.name)))


def targets_of(strike: Strike) -> tuple[Actor, ...]:
    """Whom it was aimed at: named sides, else the country of the places that were hit, else the ship that was."""
    attacking = set() if strike.mutual else {a.name for a in strike.attacking()}
    home = {None, *(a.country for a in strike.attacking())}
    abroad = any(p.place.country not in home for p in strike.places)
    told = [m for m in strike.likely_targets() if not (abroad and is_vague(m))]
    told = strike.targets if strike.mutual else told
    actors = [a for a in unique_actors(told) if party(a).name not in attacking]
    actors = [a for a in actors if a.country or a.kind != "person"]
    sided = [a for a in actors if a.country or a.kind in ("armed_group", "organization", "military")]
    groups = {a.country for a in sided if a.kind == "armed_group"}
    named = tuple(dict.fromkeys(a for a in sided if a.kind != "country" or a.country not in groups))
    if named:
        return named
    if strike.sunk:
        return (Actor(name=strike.vessel, kind="other", text=strike.vessel),)
    countries = [a for p in strike.places if (a := actor_of_country(p.place, strike.states()))]
    home = {a.country for a in strike.attacking()}
    foreign = [a for a in countries if a.country not in home]
    if foreign:
        row = strike.row if foreign[0].country in strike.row else ()
        beside = {a.country: a for a in foreign[1:] if a.country in row and a.country != foreign[0].country}
        return (foreign[0], *beside.values())
    if strike.vessel:
        return (Actor(name=strike.vessel, kind="other", text=strike.vessel),)
    divided = load_names().divided
    fighting = any(m.actor.kind == "armed_group" or divided(m.actor.country) for m in strike.attackers)
    own = countries if fighting or (strike.attackers and strike.tolls) else []
    return tuple(own[:1]) or tuple(dict.fromkeys(actors))[:1] or _at_home(strike)


def _at_home(strike: Strike) -> tuple[Actor, ...]:
    """The country of fighters that are named without one, or of forces where its own sides are at war, and hurt people
    who are of no side ("the army killed 20 civilians", "Sudan army strike on market kills 20").
    """
    own = [m for m in strike.attackers if m.actor.country and m.actor.kind in _FIGHTING]
    doers = [m for m in own if (m.inferred and m.actor.kind in _OWN) or load_names().divided(m.actor.country)]
    return tuple(country_of(m.actor) for m in doers[:1] if strike.tolls)
