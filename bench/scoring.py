"""How far predicted events agree with the labels of an article.

A label is what a careful reader found, as JSON: `kind`, `need` (`must` where any reader would say so, `may` where
readers would differ), `spans` (start and end in the text of the sentences that tell it), `key` (the same for the same
event in other articles), and the slots that the article states. A prediction is an event as `schemas` has it, dumped
to JSON. In labels an actor is "RU", "RU:Peskow|Peskov" or "Hamas"; alternatives stand behind `|`; a quantity is
[min, max], an amount [value, currency], a time [first day, last day]. `[]` and null say: none is told.

found   an event of the label's kind overlaps its sentences
keyed   and its key slots are right: both sides, the participants, the speaker, donors and recipient
slots   each labelled slot of the found events

What is found beside a `may` label costs nothing and wins nothing.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
KEY_SLOTS = {
    "attack": ("attackers", "targets"),
    "talks": ("participants",),
    "statement": ("speaker",),
    "aid_pledge": ("donors", "recipients"),
}
ACTORS = {slot for slots in KEY_SLOTS.values() for slot in slots} | {
    "mediators",
    "addressees",
    "funders",
    "attribution",
}
OF_A_KIND = {"weapons", "hit", "outcomes", "items"}  # lists of {kind, ...}, labelled by kind
SETS = {"topics", "aid_types"}
WORDS = {"status", "method", "format", "act"}
QUANTITIES = {"launched", "intercepted", "killed", "injured", "missing"}
SLOTS = sorted(ACTORS | OF_A_KIND | SETS | WORDS | QUANTITIES | {"places", "amount", "when"})
SPELLINGS = {
    "EU": "EU|European Union|Europäische Union",
    "UN": "UN|Uno|United Nations|Vereinte Nationen|Vereinten Nationen",
}
AMOUNT_TOLERANCE = 0.001


@dataclass(frozen=True)
class Score:
    """True positives, labelled, predicted."""

    right: int = 0
    labelled: int = 0
    predicted: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.labelled + other.labelled, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        both = self.labelled + self.predicted
        return 2 * self.right / both if both else 0.0

    @property
    def exact(self) -> bool:
        return self.right == self.labelled == self.predicted


@dataclass
class Agreement:
    """What agrees in one article: per kind, per slot, which identity each label got, and how each event fared."""

    found: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    keyed: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    slots: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    identities: list[tuple[str, str]] = field(default_factory=list)
    judged: list[tuple[Json, bool]] = field(default_factory=list)  # events that count, and: keyed?

    def count(self, kind: str, found: Score, keyed: Score) -> None:
        self.found[kind] += found
        self.keyed[kind] += keyed


def compare(labels: Sequence[Json], events: Sequence[Json]) -> Agreement:
    """The best pairing of `labels` and `events`, and what it leaves on either side."""
    agreement = Agreement()
    pairs = pair(labels, events)
    for i, j in pairs.items():
        agreement.identities.append((labels[i]["key"], events[j]["id"]))
        if labels[i]["need"] == "must":
            _count_pair(agreement, labels[i], events[j])
    for i, label in enumerate(labels):
        if i not in pairs and label["need"] == "must":
            agreement.count(label["kind"], Score(0, 1, 0), Score(0, 1, 0))
    for j, event in enumerate(events):
        if j not in pairs.values() and not any(_may_be(label, event) for label in labels):
            agreement.count(event["kind"], Score(0, 0, 1), Score(0, 0, 1))
            agreement.judged.append((event, False))
    return agreement


def _count_pair(agreement: Agreement, label: Json, event: Json) -> None:
    right = keyed(label, event)
    agreement.count(label["kind"], Score(1, 1, 1), Score(int(right), 1, 1))
    agreement.judged.append((event, right))
    for slot in SLOTS:
        if slot in label:
            agreement.slots[slot] += score(slot, label[slot], event.get(slot))


def _may_be(label: Json, event: Json) -> bool:
    return label["need"] == "may" and label["kind"] == event["kind"] and overlap(label, event) > 0


def pair(labels: Sequence[Json], events: Sequence[Json]) -> dict[int, int]:
    """Which event stands for which label: key slots count before other slots, and those before shared characters."""
    ranked = []
    for i, label in enumerate(labels):
        for j, event in enumerate(events):
            if label["kind"] == event["kind"] and (shared := overlap(label, event)):
                right = keyed(label, event)
                slots = sum(score(s, label[s], event.get(s)).right for s in SLOTS if s in label)
                ranked.append((right and label["need"] == "must", right, slots, shared, -i, -j))
    chosen: dict[int, int] = {}
    for *_, i, j in sorted(ranked, reverse=True):
        if -i not in chosen and -j not in chosen.values():
            chosen[-i] = -j
    return chosen


def keyed(label: Json, event: Json) -> bool:
    """Are all labelled actors of the key slots found, and no others?"""
    slots = (s for s in KEY_SLOTS[label["kind"]] if s in label)
    return all(score(s, label[s], event.get(s)).exact for s in slots)


def overlap(label: Json, event: Json) -> int:
    """Shared characters of a label's sentences and an event's evidence."""
    return sum(
        max(0, min(end, e["end"]) - max(start, e["start"])) for start, end in label["spans"] for e in event["evidence"]
    )


def score(slot: str, label: Any, value: Any) -> Score:
    """How far `value` of a slot is what the label says."""
    if slot in ACTORS:
        return _match(_listed(label), _listed(value), _same_actor)
    if slot == "places":
        return _match(_listed(label), _listed(value), _same_place)
    if slot in OF_A_KIND:
        return _match(sorted(set(_listed(label))), sorted({v["kind"] for v in _listed(value)}), str.__eq__)
    if slot in SETS:
        return _match(_listed(label), _listed(value), str.__eq__)
    if label is None:
        return Score(0, 0, int(value is not None))
    same = {"amount": _same_amount, "when": _same_days}.get(slot, _same_range if slot in QUANTITIES else _same_word)
    return Score(int(value is not None and same(label, value)), 1, int(value is not None))


def _listed(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, (list, tuple)) else (value,)


def _match(labels: Sequence[Any], values: Sequence[Any], same: Callable[[Any, Any], bool]) -> Score:
    """One label for one value, in order; naming again what is matched already is free."""
    left, right, wrong = list(labels), 0, 0
    for value in values:
        label = next((x for x in left if same(x, value)), None)
        if label is not None:
            left.remove(label)
            right += 1
        elif not any(same(x, value) for x in labels):
            wrong += 1
    return Score(right, len(labels), right + wrong)


def _same_actor(label: str, actor: Json) -> bool:
    if label not in SPELLINGS and re.fullmatch("[A-Z]{2}", label):
        return bool(actor["country"] == label)
    names = SPELLINGS.get(label) or re.sub("^[A-Z]{2}:", "", label)
    return _names_one_of(names, actor)


def _same_place(label: str, place: Json) -> bool:
    return _names_one_of(label, place)


def _names_one_of(names: str, named: Json) -> bool:
    text = f" {_fold(named['name'])}  {_fold(named['text'])} "
    return any(f" {_fold(name)} " in text for name in names.split("|"))


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"\W+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def _same_word(label: str, value: str) -> bool:
    return label == value


def _same_range(label: list[int | None], value: Json) -> bool:
    return label == [value["min"], value["max"]]


def _same_amount(label: list[Any], value: Json) -> bool:
    total, currency = label
    near = value["value"] is not None and abs(value["value"] - total) <= AMOUNT_TOLERANCE * abs(total)
    return bool(near and value["currency"] == currency)


def _same_days(label: list[str], value: Json) -> bool:
    return [label[0], label[-1]] == [str(value["start"])[:10], str(value["end"] or value["start"])[:10]]


def same_identity(identities: Sequence[tuple[str, str]]) -> Score:
    """Over all pairs of reports, (label's key, identity) each: same key if and only if same identity."""
    return sum((s for s in _pairs(identities)), Score())


def _pairs(identities: Sequence[tuple[str, str]]) -> Iterator[Score]:
    for n, (key, identity) in enumerate(identities):
        for other_key, other in identities[:n]:
            want, got = key == other_key, identity == other
            if want or got:
                yield Score(int(want and got), int(want), int(got))
