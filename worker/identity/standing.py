"""How well an event is founded, in one word. Nothing here says "verified": nobody has looked."""

from collections.abc import Mapping

from schemas import Actor, Event
from schemas.alert import Standing
from worker.identity.names import sides

# The slots of those who act: where one of them is credited for the account, a side speaks for itself.
_ACTING: Mapping[str, str] = {"attack": "attackers", "talks": "participants", "aid_pledge": "donors"}


def standing(event: Event, independent: int, contested: bool) -> Standing:
    """`contested` before `official` before `corroborated`: the doubt is told first.

    `independent` is the number of origins; `contested` that sources contradict each other.
    """
    if contested:
        return "contested"
    if _official(event):
        return "official"
    return "corroborated" if independent > 1 else "unconfirmed"


def contradict(known: Event, reading: Event) -> bool:
    """Does one account deny what the other says happened?"""
    return (known.status == "denied") != (reading.status == "denied")


def _official(event: Event) -> bool:
    if event.kind == "statement":
        return event.status == "made" and any(quote.direct for quote in event.quotes)
    acting: tuple[Actor, ...] = getattr(event, _ACTING[event.kind])
    return bool(sides(acting) & sides(event.attribution))
