"""By what means a strike was made, as all that is told of it shows."""

from collections.abc import Sequence

from schemas import Actor, Weapon
from worker.extract.attack.munitions import Arm
from worker.extract.attack.strike import Strike

_LAID = frozenset({"explosive", "mine"})
_SURE = frozenset({"missile", "drone", "combined", "air_strike"})


def method_of(strike: Strike, attackers: Sequence[Actor]) -> str:
    """A state bombs from the air, where nothing else is said; who comes with aircraft strikes from there, and a ship
    that boats attack is attacked at sea.
    """
    method = _first(strike.methods)
    states = any(a.country and a.kind in ("country", "government", "military") for a in attackers)
    kinds = {a.slot.kind for a in used(strike)}
    flown = [a.methods[0] for a in used(strike) if a.munition and a.methods]
    if method == "shelling" and flown and "artillery" not in kinds:  # "with drones they shot the depot on fire"
        return _first(flown)
    if "vessel" in kinds and strike.vessel and method not in _SURE:
        return "naval"
    if "aircraft" in kinds and method in ("shelling", "bombing", "other"):
        return "air_strike"
    return "air_strike" if method == "bombing" and states and not kinds & _LAID else method


def used(strike: Strike) -> list[Arm]:
    """The arms that struck: not what was struck, by whatever other name it is told again ("the jet", "a Su-57"); one
    told again by the same word once, with its number, and one that another word names more closely not at all.
    """
    struck = {a.slot.kind for a in strike.arms if a.struck}
    arms = [a for a in strike.arms if not (a.struck or (a.slot.kind in struck and not a.strikes))]
    counted = {a.rule for a in arms if a.slot.count}
    told: dict[tuple[str, str], Arm] = {}
    for arm in arms:
        count = arm.slot.count
        if count or arm.rule not in counted:
            told.setdefault((arm.rule, count.text if count else ""), arm)
    return [a for a in told.values() if a.slot.count is not None or not any(_names(b, a) for b in told.values())]


def _names(arm: Arm, other: Arm) -> bool:
    """Does it say of what kind the other is ("a ballistic missile", "the missile")?"""
    closer, general = arm.rule.casefold(), other.rule.partition(":")[2].casefold()
    return arm.slot.kind == other.slot.kind and arm.rule != other.rule and closer.endswith(general)


def _first(methods: Sequence[str]) -> str:
    """The method named first, "combined" for drones with missiles or what the text calls so."""
    told = [m for m in dict.fromkeys(methods) if m != "other"]
    if "combined" in told or {"drone", "missile"} <= set(told):
        return "combined"
    return told[0] if told else "other"


def as_used(arm: Arm, method: str) -> Weapon:
    """A weapon as an event lists it: a bomb that is neither dropped nor fired is an explosive."""
    laid = arm.slot.kind == "bomb" and method == "bombing"
    return arm.slot.model_copy(update={"kind": "explosive"}) if laid else arm.slot
