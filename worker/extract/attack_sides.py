"""Who struck whom where a sentence names one side only: from the article's other strikes.

News tells the sides once and then goes on with places, weapons and tolls. Within one article the enemies stay the same,
so a strike on a place of one side is the other side's.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from schemas import Actor
from worker.extract.draft import actor_of_country, side, unique_actors
from worker.extract.mentions import ActorMention
from worker.extract.strike import Strike

_ACTING = frozenset({"country", "government", "military", "armed_group", "organization", "other"})


def fill_sides(strikes: Sequence[Strike]) -> None:
    """Completes each strike that lacks a side, where the article leaves no doubt who it is."""
    for strike in strikes:
        _tidy(strike)
    enemies, named = _enemies(strikes)
    for strike in strikes:
        if not strike.attackers and (enemy := _enemy_of(strike.struck(), enemies)):
            strike.attackers = [named[enemy]] if enemy in named else []
        if not strike.targets and not strike.struck() - strike.attacking():
            enemy = _enemy_of(strike.attacking(), enemies)
            strike.targets = [named[enemy]] if enemy in named else []


def _tidy(strike: Strike) -> None:
    """Nobody strikes himself: what is an attacker is no target, and its own places are where it struck from."""
    attacking = strike.attacking()
    strike.targets = [m for m in strike.targets if not {side(a) for a in m.actors} & attacking]
    struck = strike.attacked()
    strike.places = [p for p in strike.places if p.place.country not in attacking or p.place.country in struck]


def _enemies(strikes: Sequence[Strike]) -> tuple[dict[str, Counter[str]], dict[str, ActorMention]]:
    """side -> its enemies by how often told, and a mention that names each side."""
    enemies: dict[str, Counter[str]] = defaultdict(Counter)
    named: dict[str, ActorMention] = {}
    for strike in strikes:
        for mention in (*strike.attackers, *strike.targets):
            for actor in mention.actors:
                named.setdefault(side(actor), mention)
        for attacker in strike.attacking():
            for struck in strike.struck() - strike.attacking():
                enemies[attacker][struck] += 1
                enemies[struck][attacker] += 1
    return enemies, named


def _enemy_of(sides: frozenset[str], enemies: dict[str, Counter[str]]) -> str | None:
    """The enemy that is told most often, None where two are told alike."""
    total: Counter[str] = Counter()
    for one in sides:
        total.update(enemies.get(one, {}))
    ranked = [(s, n) for s, n in total.most_common(2) if s not in sides]
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def targets_of(strike: Strike) -> tuple[Actor, ...]:
    """Whom it was aimed at: named sides, else the country of the places that were hit."""
    attackers = strike.attacking()
    named = tuple(
        a for a in unique_actors(strike.targets) if side(a) not in attackers and (a.country or a.kind in _ACTING)
    )
    if named:
        return named
    for mention in strike.places:
        actor = actor_of_country(mention.place)
        if actor and side(actor) not in attackers:
            return (actor,)
    return ()
