"""Put the account of a further article into what is known of an event.

One policy per slot, in the table below. Each keeps what is known unless the article knows more, so that merging the
same account twice changes nothing.

    status            goes forward along the order of its kind, never back
    when              the more precise one; one that a report tells instead of one that the rest of an article suggests
    places, lists     all of them up to a hundred, what was known first; one actor per side where the slot names sides;
                      no country of which a place within is known
    figures           the one that tells more: the higher lower bound, then the one that is not open above
    method, format    a specific value instead of the unknown one; "combined" instead of one of its parts
    act               a telling act instead of "say" or "announce"
    amount            the one with more digits
    speaker           the person instead of the side he speaks for, by name instead of by an office alone
    evidence          all of it, with the id of its article
    topics            those that a report tells instead of those that the rest of an article suggests
    codes             follow from the rest
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from schemas import Actor, Money, Place, Quantity, When, codes_of
from worker.identity.account import AnyEvent, guessed, is_guessed
from worker.identity.names import is_nameless, side
from worker.text.names import name_key

T = TypeVar("T")
Policy = Callable[[Any, Any], Any]

STATUS_ORDER: Mapping[str, tuple[str, ...]] = {
    "attack": ("threatened", "denied", "foiled", "reported"),
    "talks": ("proposed", "rejected", "planned", "cancelled", "under_way", "held", "failed"),
    "statement": ("reported", "made", "denied"),
    "aid_pledge": ("requested", "proposed", "pledged", "allocated", "delivered", "suspended", "refused"),
}
_PRECISION = ("year", "month", "week", "day", "part_of_day", "instant")
_VAGUE_ACTS = ("say", "announce")
_METHODS = {"other": 0, "combined": 2}  # all others 1
_SUGGESTED = ("when", "topics")  # slots that one report may tell where another has what its article suggests
_RULES_KEPT = 50
KEPT = 100  # members of a list, also sentences: an event told by hundreds of outlets does not grow without bound


def merge(known: AnyEvent, reading: AnyEvent) -> AnyEvent:
    """`known` with what `reading`, an event of the same kind, adds. Identity and confidence stay those of `known`."""
    policies = _policies(known.kind)
    slots = {name: policy(getattr(known, name), getattr(reading, name)) for name, policy in policies.items()}
    for one, other in ((known, reading), (reading, known)):
        for name in _SUGGESTED:
            if is_guessed(one, name) and getattr(other, name) and not is_guessed(other, name):
                slots[name] = getattr(other, name)
                slots["rules"] = tuple(rule for rule in slots["rules"] if rule != guessed(name))
    merged = known.model_copy(update=slots)
    return merged.model_copy(update={"codes": codes_of(merged)})


def _policies(kind: str) -> Mapping[str, Policy]:
    return {**_EVERY, "status": _best(STATUS_ORDER[kind].index), **_SLOTS[kind]}


def _best(rank: Callable[[Any], Any]) -> Policy:
    """What is known, unless the other is known too and ranks above it."""
    return lambda known, new: max((value for value in (known, new) if value is not None), key=rank, default=None)


def _all(key: Callable[[Any], Hashable]) -> Policy:
    """All that is known, and what is new by its `key`, once, in the order in which it became known."""

    def policy(known: tuple[T, ...], new: tuple[T, ...]) -> tuple[T, ...]:
        keys = {key(member) for member in known}
        added = {key(member): member for member in reversed(new) if key(member) not in keys}
        return (*known, *reversed(added.values()))[:KEPT]

    return policy


def _counted(key: Callable[[Any], Hashable]) -> Policy:
    """As `_all`, each entry with the count that tells more."""

    def policy(known: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
        found = list(known)
        for entry in new:
            alike = [n for n, before in enumerate(found) if key(before) == key(entry)]
            if not alike:
                found.append(entry)
            elif all(_FIGURE(found[n].count, entry.count) is not found[n].count for n in alike):
                found[alike[0]] = found[alike[0]].model_copy(update={"count": entry.count})
        return tuple(found)[:KEPT]

    return policy


def _telling(quantity: Quantity) -> tuple[int, bool, int]:
    low, high = quantity.min, quantity.max
    return (-1 if low is None else low, high is not None, high or 0)


def _fineness(when: When) -> tuple[int, int]:
    """Fewer days first: a night is two dates, and as precise as a day."""
    days = (when.end.toordinal() - when.start.toordinal()) or 1
    return (-days, _PRECISION.index(when.precision))


def _instead_of(*vague: str) -> Policy:
    """The known value, unless it is one of `vague` and the other is less so; `vague` from the vaguest on."""
    return _best(lambda value: vague.index(value) if value in vague else len(vague))


def _digits(money: Money) -> int:
    return len(f"{money.value:.2f}".replace(".", "").rstrip("0"))


def _fullness(actor: Actor) -> tuple[bool, bool, bool, bool]:
    return actor.kind == "person", not is_nameless(actor), actor.role is not None, len(actor.name.split()) > 1


def _place(place: Place) -> Hashable:
    return name_key(place.name), place.country, place.kind == "country"


def _places(known: tuple[Place, ...], new: tuple[Place, ...]) -> tuple[Place, ...]:
    """All of them; a country of which a place within is known says nothing new."""
    within = {place.country for place in known if place.kind != "country"}
    found: tuple[Place, ...] = _PLACES(known, tuple(p for p in new if p.kind != "country" or p.country not in within))
    return found


_ACTORS, _NAMED = _all(side), _all(lambda actor: name_key(actor.name))
_PLACES: Policy = _all(_place)
_KINDS: Policy = _all(lambda entry: entry.kind)
_VALUES: Policy = _all(lambda value: value)
_FIGURE = _best(_telling)

_EVERY: Mapping[str, Policy] = {
    "when": _best(_fineness),
    "places": _places,
    "attribution": _NAMED,
    "evidence": _all(lambda e: (e.article, e.start, e.end)),
    "rules": lambda known, new: _VALUES(known, new)[:_RULES_KEPT],
}
_SLOTS: Mapping[str, Mapping[str, Policy]] = {
    "attack": {
        "attackers": _ACTORS,
        "targets": _ACTORS,
        "method": _best(lambda method: _METHODS.get(method, 1)),
        "weapons": _counted(lambda weapon: weapon.kind),
        "launched": _FIGURE,
        "intercepted": _FIGURE,
        "killed": _FIGURE,
        "injured": _FIGURE,
        "missing": _FIGURE,
        "hit": _KINDS,
    },
    "talks": {
        "participants": _ACTORS,
        "mediators": _ACTORS,
        "format": _instead_of("unknown"),
        "topics": _VALUES,
        "outcomes": _KINDS,
    },
    "statement": {
        "speaker": _best(_fullness),
        "act": _instead_of(*_VAGUE_ACTS),
        "addressees": _NAMED,
        "topics": _VALUES,
        "quotes": _all(lambda quote: name_key(quote.text)),
    },
    "aid_pledge": {
        "donors": _ACTORS,
        "recipients": _ACTORS,
        "funders": _ACTORS,
        "aid_types": _VALUES,
        "amount": _best(_digits),
        "items": _counted(lambda item: (item.kind, name_key(item.name))),
    },
}
