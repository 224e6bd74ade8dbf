"""What a package holds: its kinds of help, its goods and how many of them, its sum."""

from collections.abc import Iterator, Sequence

from schemas import Item, Quantity
from worker.extract.aid_pledge.naming import Word
from worker.extract.aid_pledge.package import Package, Thing
from worker.extract.aid_pledge.things import (
    CARRIERS,
    GAP,
    OWNER,
    bare_sums,
    equips,
    kind_of,
    moves,
    of_figure,
    parts_from,
)
from worker.extract.draft import STRENGTH, extend
from worker.extract.grammar.triggers import Trigger
from worker.extract.topics import topics_within
from worker.extract.values.money import MoneyMention
from worker.languages.pack import AidItem, AidWord, Weapon, rule_of

# What goods of the table of weapons are for, if not for fighting.
_PURPOSE = {"medical": "humanitarian", "food": "humanitarian", "shelter": "humanitarian", "generator": "energy"}
_TRANSPORTS = frozenset({"aircraft", "vessel"})
# Kinds of help that a topic names.
_AIMS = {"energy": "energy", "reconstruction": "reconstruction"}


def add_gift(
    package: Package, nouns: Sequence[Trigger[AidWord]], things: Sequence[Thing], money: Sequence[MoneyMention],
    acts: Sequence[Trigger[AidWord]],
) -> None:  # fmt: skip
    named = [t for t in things if not (_is_beside(t, (*acts, *nouns)) or _carries(t, things))]
    given = [t for t in named if not _is_purpose(t, (*acts, *nouns))] or named
    for noun in nouns:
        extend(package.types, noun.entry.aid_types)
        extend(package.types, (t for p in noun.parts if isinstance(p, AidWord) for t in p.aid_types))
    if not package.types and any(_of_help(t, nouns) for t in given):
        package.types.append("humanitarian")
    trains = any("training" in a.entry.aid_types and equips(a) for a in acts)
    for thing in [] if trains else sorted(given, key=lambda t: kind_of(t.entry) in CARRIERS):
        _add_item(package, thing)
    for noun in nouns:
        for part in noun.parts:
            if isinstance(part, AidItem) or (isinstance(part, Weapon) and part.item_kind):
                _add_kind(package, part, None)
    if any(moves(a) for a in acts) and not money and {i.kind for i in package.items} <= {"vehicle", "other"}:
        package.types = [t for t in package.types if t != "military"] or ["humanitarian"]  # lorries "entered Gaza"
    if not package.types:
        extend(package.types, (t for a in acts if not (money and moves(a)) for t in a.entry.aid_types))
    if not package.types and any(list(bare_sums(a)) for a in acts if a.verbal):
        package.types.append("financial")
    if money and set(package.types) <= {"financial"}:
        extend(package.types, (a for w in (*acts, *nouns) for a in _aims(w)))
    sums = [m for m in money if not m.converted] or list(money)
    package.amount = sums[0] if sums else None
    best = max((STRENGTH[w.entry.strength] for w in (*acts, *nouns)), default=0)
    told = things if best or _takes_over(given, acts) else [i for i in package.items if i.kind != "other"]
    counted = any(n.text[:1].isdigit() for n in nouns)  # "14-Milliarden-Paket"
    package.strength = best + bool(told) + bool(money or counted)


def add_listed(package: Package, things: Sequence[Thing]) -> None:
    """Adds the goods in one line of a list that a package opens with a colon."""
    phrases = [(t, t.reading.phrase_at(t.index)) for t in things]
    for thing, phrase in phrases:
        if phrase is None or phrase.preposition is None or thing is things[0]:  # not "ammunition | for howitzers"
            _add_item(package, thing)


def _carries(thing: Thing, things: Sequence[Thing]) -> bool:
    """Does a ship or plane only bring the goods told right behind it ("two planes | carrying tents")?"""
    behind = next((t for t in things if t.index > thing.index), None)
    if kind_of(thing.entry) not in _TRANSPORTS or behind is None or not isinstance(behind.entry, AidItem | Weapon):
        return False
    phrase = thing.reading.phrase_at(behind.index)
    kinds = {behind.entry.item_kind} if isinstance(behind.entry, AidItem) else {*behind.entry.item_kind}
    return bool(kinds & _PURPOSE.keys()) and phrase is not None and not phrase.joined


def _of_help(thing: Thing, nouns: Sequence[Word]) -> bool:
    """Is it a vehicle that brings help of no kind that is told ("100 lorries | of aid")?"""
    phrases = (thing.reading.phrase_at(n.index) for n in nouns if n.index > thing.index)
    near = (p.first - thing.last <= GAP for p in phrases if p and p.preposition)
    return kind_of(thing.entry) in CARRIERS and any(near)


def _takes_over(given: Sequence[Thing], acts: Sequence[Trigger[AidWord]]) -> bool:
    """Is money named that somebody pays for others or stops ("writes off Chad's debt", "stellt Zahlungen ein")?"""
    paid = any("financial" in t.entry.aid_types for t in given if isinstance(t.entry, AidItem))
    return paid and any(OWNER in a.entry.roles or a.entry.status[:1] == ("suspended",) for a in acts)


def _is_purpose(thing: Thing, words: Sequence[Trigger[AidWord]]) -> bool:
    """Does a thing stand where the recipient would, and only say what the gift is for ("rockets for launchers")?"""
    phrase = thing.reading.phrase_at(thing.index)
    places = {r.partition("=")[0] for w in words for r in w.entry.roles if r.endswith("=recipient")}
    return phrase is not None and phrase.preposition is not None and phrase.preposition in places


def _is_beside(thing: Thing, words: Sequence[Trigger[AidWord]]) -> bool:
    """Does a thing stand behind a preposition of neither gift nor aim ("$5m | after drone raids")?"""
    phrase = thing.reading.phrase_at(thing.index)
    if phrase is None or phrase.preposition is None or not parts_from(phrase, thing.reading):
        return False
    if any(phrase.first - w.last in (1, 2) for w in words):  # "lifted a hold | on bombs"
        return False
    told = {r.partition("=")[0] for w in words for r in w.entry.roles} | thing.reading.grammar.recipient_prepositions
    return not {phrase.preposition, *(f"{phrase.preposition}+{c}" for c in phrase.cases)} & told


def _aims(word: Trigger[AidWord]) -> Iterator[str]:
    """What kind of help a sum is, by what it is for ("200 Millionen Euro | für den Wiederaufbau")."""
    reading = word.reading
    for phrase in reading.phrases_of(word.clause):
        if phrase.preposition in reading.grammar.recipient_prepositions:
            found = topics_within(reading, phrase.first, phrase.last)
            yield from (_AIMS[t] for t in found if t in _AIMS)


def _add_item(package: Package, thing: Thing) -> None:
    reading, phrase = thing.reading, thing.reading.phrase_at(thing.index)
    figure = of_figure(phrase, reading) if phrase is not None else None  # "two | of its 14 tanks"
    own = (q for q in reading.quantities if q.counts(thing.index, thing.last) or q.noun == thing.index)
    figure = figure or next(own, None)  # "49 | Abrams tanks"
    _add_kind(package, thing.entry, figure.quantity if figure is not None else None)


def _add_kind(package: Package, entry: AidItem | Weapon, count: Quantity | None) -> None:
    kind = kind_of(entry)
    kinds = (entry.item_kind,) if isinstance(entry, AidItem) else entry.item_kind  # an ambulance is also medical
    meant = next((_PURPOSE[k] for k in kinds if k in _PURPOSE), "military")
    types = entry.aid_types[:1] if isinstance(entry, AidItem) else (meant,)
    if all(i.kind != kind for i in package.items):
        package.rules.append(rule_of(entry))
        package.items.append(Item.model_validate({"kind": kind, "name": entry.lemma, "count": count}))
    if kind not in CARRIERS or not package.types:  # trucks with food are no military aid
        extend(package.types, types)
