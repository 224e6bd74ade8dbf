"""Whose army "the army" is that goes on telling of a strike: of who struck, not of the country that was struck; and who
shot its munitions down."""

from collections.abc import Sequence
from dataclasses import replace

from worker.extract.analysis import Reading
from worker.extract.attack.munitions import find_downings, shooters
from worker.extract.attack.strike import REACH, Strike, parties
from worker.extract.draft import actor_of_country, side
from worker.extract.mentions import ActorMention

_OF_A_STATE = frozenset({"military", "government"})


def settle_doers(strike: Strike, told: Sequence[Strike]) -> Strike:
    """Gives `strike` the attackers of the one told before it, where an arm of the struck state would strike its own
    people: "Israeli jets struck Tyre. The army said it had hit Hezbollah." Fighters have no army: what strikes back at
    their home is that of whom they struck ("Hezbollah fired on Haifa. The air force bombed Tyre").
    """
    guessed = [m for m in strike.attackers if _of_no_named_state(m)]
    last = max(told, key=lambda s: max(s.sentences), default=None)
    if (
        last is None
        or not guessed
        or guessed != strike.attackers
        or min(strike.sentences) - max(last.sentences) > REACH
    ):
        return strike
    homes, doers = {m.actor.country for m in guessed}, last.attacking()
    struck, hit = {p.country for p in last.struck()}, {p.country for p in parties(strike.targets)}
    lands, misread = {p.country for p in doers}, frozenset(side(m.actor) for m in guessed)
    fighters = all(p.armed for p in doers)
    if fighters and homes <= lands and struck.isdisjoint(homes) and {p.country for p in strike.struck()} <= homes:
        states = (actor_of_country(p.place) for p in last.places if p.place.country in struck)
        back = [replace(guessed[0], actor=a, at_home=False) for a in states if a]
        return replace(strike, attackers=back[:1], misread=misread) if back else strike
    if fighters or homes & lands or not homes <= struck or hit & lands:
        return strike
    return replace(strike, attackers=list(last.attackers), misread=misread)


def note_defence(strike: Strike, reading: Reading) -> None:
    """Adds the words of a sentence for shooting down, and who did it."""
    for cue in find_downings(reading):
        strike.rules.append(cue.rule)
        strike.defenders += shooters(cue)


def _of_no_named_state(mention: ActorMention) -> bool:
    return mention.inferred and mention.form == "generic" and mention.actor.kind in _OF_A_STATE
