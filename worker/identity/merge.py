"""Put the account of a further article into what is known of an event.

One policy per slot, in the table below. Each keeps what is known unless the article knows more, so that merging the
same account twice changes nothing.

    status            goes forward along the order of its kind, never back
    when              the more precise one
    places, lists     all of them, what was known first; one actor per side where the slot names sides
    figures           the one that tells more: the higher lower bound, then the one that is not open above
    method, format    a specific value instead of the unknown one; "combined" instead of one of its parts
    act               a telling act instead of "say" or "announce"
    amount            the one with more digits
    speaker           the person instead of the side he speaks for
    evidence          all of it, with the id of its article
    codes             follow from the rest
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from schemas import Actor, Item, Money, Place, Quantity, Weapon, When, codes_of
from worker.identity.account import AnyEvent
from worker.identity.names import name_key, side

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
_RULES_KEPT = 50
_EVIDENCE_KEPT = 100  # sentences: an event told by hundreds of outlets does not grow without bound


def merge(known: AnyEvent, reading: AnyEvent) -> AnyEvent:
    """`known` with what `reading`, an event of the same kind, adds. Identity and confidence stay those of `known`."""
    policies = _policies(known.kind)
    slots = {name: policy(getattr(known, name), getattr(reading, name)) for name, policy in policies.items()}
    merged = known.model_copy(update=slots)
    return merged.model_copy(update={"codes": codes_of(merged)})


def _policies(kind: str) -> Mapping[str, Policy]:
    return {**_EVERY, "status": _forward(STATUS_ORDER[kind]), **_SLOTS[kind]}


def _forward(order: Sequence[str]) -> Policy:
    return lambda known, new: max(known, new, key=order.index)


def _all(key: Callable[[Any], Hashable]) -> Policy:
    """Everything of both, once per `key`, in the order in which it became known."""

    def policy(known: tuple[T, ...], new: tuple[T, ...]) -> tuple[T, ...]:
        found: dict[Hashable, T] = {}
        for member in (*known, *new):
            found.setdefault(key(member), member)
        return tuple(found.values())

    return policy


def _weapons(known: tuple[Weapon, ...], new: tuple[Weapon, ...]) -> tuple[Weapon, ...]:
    """One entry per kind, with the count that tells more."""
    found: dict[str, Weapon] = {}
    for weapon in (*known, *new):
        before = found.setdefault(weapon.kind, weapon)
        count = _figure(before.count, weapon.count)
        if count is not before.count:
            found[weapon.kind] = before.model_copy(update={"count": count})
    return tuple(found.values())


def _items(known: tuple[Item, ...], new: tuple[Item, ...]) -> tuple[Item, ...]:
    """One entry per kind and name, with the count that tells more."""
    found: dict[tuple[str, str], Item] = {}
    for item in (*known, *new):
        before = found.setdefault((item.kind, name_key(item.name)), item)
        count = _figure(before.count, item.count)
        if count is not before.count:
            found[item.kind, name_key(item.name)] = before.model_copy(update={"count": count})
    return tuple(found.values())


def _figure(known: Quantity | None, new: Quantity | None) -> Quantity | None:
    if known is None or new is None:
        return known or new
    return new if _telling(new) > _telling(known) else known


def _telling(quantity: Quantity) -> tuple[int, bool, int]:
    low, high = quantity.min, quantity.max
    return (-1 if low is None else low, high is not None, high or 0)


def _when(known: When | None, new: When | None) -> When | None:
    if known is None or new is None:
        return known or new
    return new if _fineness(new) > _fineness(known) else known


def _fineness(when: When) -> tuple[int, int]:
    """Fewer days first: a night is two dates, and as precise as a day."""
    days = (_ordinal(when.end) - _ordinal(when.start)) or 1
    return (-days, _PRECISION.index(when.precision))


def _ordinal(moment: Any) -> int:
    return int(moment.toordinal())


def _instead_of(*vague: str) -> Policy:
    """The known value, unless it is one of `vague` and the other is less so; `vague` from the vaguest on."""

    def policy(known: str, new: str) -> str:
        return max(known, new, key=lambda value: vague.index(value) if value in vague else len(vague))

    return policy


def _method(known: str, new: str) -> str:
    rank = {"other": 0, "combined": 2}
    return max(known, new, key=lambda value: rank.get(value, 1))


def _amount(known: Money | None, new: Money | None) -> Money | None:
    if known is None or new is None:
        return known or new
    return new if _digits(new) > _digits(known) else known


def _digits(money: Money) -> int:
    return len(f"{money.value:.2f}".replace(".", "").rstrip("0"))


def _speaker(known: Actor, new: Actor) -> Actor:
    return max(known, new, key=_fullness)


def _fullness(actor: Actor) -> tuple[bool, bool, bool]:
    return actor.kind == "person", actor.role is not None, len(actor.name.split()) > 1


def _place(place: Place) -> Hashable:
    return name_key(place.name), place.country, place.kind == "country"


_ACTORS, _NAMED = _all(side), _all(lambda actor: name_key(actor.name))
_KINDS: Policy = _all(lambda entry: entry.kind)
_VALUES: Policy = _all(lambda value: value)

_EVERY: Mapping[str, Policy] = {
    "when": _when,
    "places": _all(_place),
    "attribution": _NAMED,
    "evidence": lambda known, new: _all(lambda e: (e.article, e.start, e.end))(known, new)[:_EVIDENCE_KEPT],
    "rules": lambda known, new: _VALUES(known, new)[:_RULES_KEPT],
}
_SLOTS: Mapping[str, Mapping[str, Policy]] = {
    "attack": {
        "attackers": _ACTORS,
        "targets": _ACTORS,
        "method": _method,
        "weapons": _weapons,
        "launched": _figure,
        "intercepted": _figure,
        "killed": _figure,
        "injured": _figure,
        "missing": _figure,
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
        "speaker": _speaker,
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
        "amount": _amount,
        "items": _items,
    },
}
