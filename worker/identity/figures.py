"""How the figures of two accounts relate: a toll rises, "more than 400" and 426 are one number, 3 and 300 are not."""

from typing import Literal

from schemas import Quantity

Relation = Literal["equal", "close", "grown", "changed", "far"]

_CLOSE = 1.25  # rounding, and what two sources count differently
_GROWN = 4.0  # how far the toll of one event rises while it is in the news
_WORDS = frozenset({24, 200, 2000})  # at least: "dozens", "hundreds", "thousands"
_TENFOLD = 10  # to the next of them: "dozens" may be any number up to it
_SEVERAL = 2  # at least, where it is only said that there were some
_FEW = 4  # by so much small numbers may differ, whatever their ratio


def relation(a: Quantity | None, b: Quantity | None) -> Relation | None:
    """`equal`: one number. `close`: nearly, or "dozens" and "dozens". `grown`: it may have risen, "several" may be any
    number, and "dozens" any up to hundreds. `changed`: it may have risen, but both are exact. `far`: no.

    None where one side gives no number.
    """
    one, other = number(a), number(b)
    if a is None or b is None or one is None or other is None:
        return None
    if one == other:
        return "close" if one in _WORDS and a.max is b.max is None else "equal"
    low, high = sorted((one, other))
    ratio = high / max(low, 1)
    if ratio <= _CLOSE:
        return "close"
    less = a if one == low else b
    if is_several(less) or (low in _WORDS and less.max is None and ratio <= _TENFOLD):
        return "grown"
    if ratio > _GROWN and high - low > _FEW:
        return "far"
    return "changed" if _exact(a) and _exact(b) else "grown"


def contradict(a: Quantity, b: Quantity) -> bool:
    """Can both not be one figure, not even one that rises: two exact ones, or one far from the other?"""
    how = relation(a, b)
    return how == "far" or (how not in (None, "equal") and _exact(a) and _exact(b))


def number(quantity: Quantity | None) -> int | None:
    """The one number of a quantity: its lower bound, else its upper."""
    if quantity is None:
        return None
    return quantity.max if quantity.min is None else quantity.min


def is_several(quantity: Quantity) -> bool:
    """Is all that is told that there were several ("a wave of drones")?"""
    return quantity.max is None and (quantity.min or 0) <= _SEVERAL


def _exact(quantity: Quantity) -> bool:
    return quantity.min == quantity.max
