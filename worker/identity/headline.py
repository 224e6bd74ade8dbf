"""One English line for an event, made from its slots with the words of `headline.toml`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from schemas import Actor, AidPledge, Attack, Event, Item, Money, Place, Quantity
from worker.errors import PackError
from worker.languages.names import load_names
from worker.languages.tables import rows

_TABLE = files("worker.identity") / "headline.toml"
_SPEAK_FOR_A_COUNTRY = frozenset({"person", "government", "military"})
_PLACES, _ACTORS, _KINDS = 4, 4, 3  # members of a list that a headline names


@dataclass(frozen=True)
class Pattern:
    """How an event of `kind` in `state` is told when the slots in `needs` are known."""

    kind: str
    state: str
    one: str
    many: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Detail:
    """What is told of one slot besides."""

    kind: str
    slot: str
    text: str
    inline: bool = False


@dataclass(frozen=True)
class Term:
    """How one value of a slot is called."""

    slot: str
    value: str
    text: str


def headline(event: Event) -> str:
    """The event in one line: who did what to whom, then where and how much. Slots that are not known are left out."""
    parts = _Parts(event)
    line = _opening(event, parts)
    rest = []
    for detail in _details(event.kind):
        if value := parts[detail.slot]:
            parts["value"] = value
            text = detail.text.format_map(parts)
            if detail.inline:
                line += text
            else:
                rest.append(text)
    return f"{line}: {'; '.join(rest)}" if rest else line


def retraction(event: Event) -> str:
    """The headline of an event that nobody tells any more."""
    return _term("standing", "retracted").format(headline=headline(event))


def joined_headline(event: Event) -> str:
    """The headline of an event that turned out to be another one."""
    return _term("standing", "joined").format(headline=headline(event))


def _state_of(event: Event) -> str:
    """What the patterns go by: the act of a statement that was made, else the status."""
    return event.act if event.kind == "statement" and event.status == "made" else event.status


@cache
def load_patterns() -> tuple[Pattern, ...]:
    """The patterns, in their order."""
    return rows(_TABLE, "patterns", Pattern)


@cache
def _details(kind: str) -> tuple[Detail, ...]:
    return tuple(detail for detail in rows(_TABLE, "details", Detail) if detail.kind == kind)


@cache
def _terms() -> Mapping[tuple[str, str], str]:
    return {(term.slot, term.value): term.text for term in rows(_TABLE, "terms", Term)}


def _term(slot: str, value: str) -> str:
    return _terms().get((slot, value), value.replace("_", " "))


def _opening(event: Event, parts: "_Parts") -> str:
    state = _state_of(event)
    for pattern in load_patterns():
        if (pattern.kind, pattern.state) == (event.kind, state) and all(parts[slot] for slot in pattern.needs):
            several = bool(pattern.needs) and len(getattr(event, pattern.needs[0])) > 1
            return (pattern.many if several and pattern.many else pattern.one).format_map(parts)
    raise PackError(f"headline.toml: no pattern for {event.kind} in {state}")


class _Parts(dict[str, str]):
    """The texts of slots that a pattern or a detail names, each made when it is asked for; empty where the slot is."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self._event = event

    def __missing__(self, slot: str) -> str:
        event = self._event
        if slot == "aid" and event.kind == "aid_pledge":
            text = _aid(event)
        elif slot == "places" and event.kind == "attack":
            text = _text(slot, _where(event))
        else:
            text = _text(slot, getattr(event, slot))
        self[slot] = text or (_term(slot, "") if slot == "weapons" else "")
        return self[slot]


def _where(event: Attack) -> tuple[Place, ...]:
    """The places of an attack, without the country that was attacked."""
    struck = {_actor(target) for target in event.targets}
    return tuple(place for place in event.places if place.name not in struck)


def _text(slot: str, value: object) -> str:
    if isinstance(value, Quantity):
        return _figure(value)
    if isinstance(value, Actor):
        return _speaker(value)
    if isinstance(value, str):
        return _term(slot, value)
    return _members(slot, value) if isinstance(value, tuple) and value else ""


def _members(slot: str, value: tuple[object, ...]) -> str:
    actors = [_actor(member) for member in value if isinstance(member, Actor)]
    places = [member.name for member in value if isinstance(member, Place)]
    if actors:
        return _and(actors, _ACTORS)
    if places:
        return _commas(places, _PLACES)
    return _and([_term(slot, str(getattr(member, "kind", member))) for member in value], _KINDS)


def _actor(actor: Actor) -> str:
    """A country and its government by the country's name, all others by their own."""
    country = load_names().country(actor.country)
    return country if country and actor.kind in ("country", "government") and _is_state(actor, country) else actor.name


def _is_state(actor: Actor, country: str) -> bool:
    apart = actor.name in load_names().apart  # Georgia, but Abkhazia
    return (actor.kind == "country" and not apart) or actor.name in (country, actor.country)


def _speaker(actor: Actor) -> str:
    """With the country of those who speak for one."""
    name, country = _actor(actor), load_names().country(actor.country)
    told = country is None or country in name or actor.kind not in _SPEAK_FOR_A_COUNTRY
    return name if told else f"{name} ({country})"


def _aid(event: AidPledge) -> str:
    """The sum, then the items, else the types of aid."""
    things = _and([_item(item) for item in event.items], _KINDS) or _text("aid_types", event.aid_types)
    if event.amount is None:
        return things or _term("aid", "")
    return f"{_money(event.amount)} ({things})" if things else _money(event.amount)


def _item(item: Item) -> str:
    """The kind, with the make where one is named."""
    kind = _term("items", item.kind)
    make = item.name if item.name[:1].isupper() else ""
    named = f"{kind} ({make})" if kind and make else kind or make
    return f"{_figure(item.count)} {named}" if item.count and named else named


_SCALES: tuple[tuple[str, float], ...] = (("billion", 1e9), ("million", 1e6), ("", 1.0))


def _money(money: Money) -> str:
    scale, unit = next(((name, size) for name, size in _SCALES if money.value >= size), ("", 1.0))
    number = f"{money.value / unit:,.2f}".rstrip("0").rstrip(".")
    return _term("amount", scale).format(number=number, currency=money.currency)


def _figure(quantity: Quantity) -> str:
    low, high = quantity.min, quantity.max
    if low is None:
        return _term("figure", "up_to").format(number=f"{high or 0:,}")
    if high is None:
        return _term("figure", "at_least").format(number=f"{low:,}")
    return f"{low:,}" if low == high else _term("figure", "between").format(low=f"{low:,}", high=f"{high:,}")


def _and(words: Sequence[str], most: int) -> str:
    return _joined(words, most, lambda first, last: _term("list", "and").format(first=first, last=last))


def _commas(words: Sequence[str], most: int) -> str:
    return _joined(words, most, lambda first, last: f"{first}, {last}")


def _joined(words: Sequence[str], most: int, join: Callable[[str, str], str]) -> str:
    """The words as a list, each once; more than `most` are counted."""
    found = list(dict.fromkeys(word for word in words if word))
    if len(found) > most:
        return _term("list", "more").format(first=", ".join(found[:most]), count=len(found) - most)
    return join(", ".join(found[:-1]), found[-1]) if len(found) > 1 else "".join(found)
