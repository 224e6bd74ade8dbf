"""How little is told of a strike, so that it can only be one that is known."""

from worker.extract.attack.strike import Strike


def is_bare(strike: Strike) -> bool:
    """Is nothing told of it at all?"""
    return not (strike.attackers or strike.targets or _has_facts(strike))


def _has_facts(strike: Strike) -> bool:
    """Is anything told of it but its sides?"""
    return bool(strike.places or strike.dated or strike.tolls or strike.arms)


def only_named(strike: Strike) -> bool:
    """Is nothing told of it, so that it can only be one that is known ("condemned the attack")?"""
    told = bool(strike.attackers or strike.targets or strike.places or strike.dated)
    return strike.given and not (told or strike.tolls or strike.arms or strike.accusers)


def only_claimed(strike: Strike) -> bool:
    """Is only told whose it was ("a militia claimed the attack")?"""
    return strike.given and bool(strike.attackers) and not (strike.targets or _has_facts(strike))


def only_aimed(strike: Strike) -> bool:
    """Is nothing told of it but whom it struck ("the attack was not aimed at Iranian reactors")?"""
    return strike.given and bool(strike.targets) and not (strike.attackers or _has_facts(strike))
