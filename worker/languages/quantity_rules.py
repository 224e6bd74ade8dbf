"""Numbers, what qualifies them, and money in one language: `quantities.toml` of its pack as lookups by words.

Words of the file are cut into tokens as texts are ("Mio." is two).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, get_args

from worker.errors import PackError
from worker.languages.numerals import Numerals
from worker.languages.tables import label, only, read_toml, rows_of, words_in
from worker.languages.words import words_of
from worker.text.normalise import fold, normalise
from worker.text.tokens import Token, tokens

Words = tuple[str, ...]
Codes = tuple[str, ...]  # ISO 4217
Value = TypeVar("Value")
# What a word makes of the number N beside it: {N, N}, {N, open}, {open, N}; or why it is no count.
Effect = Literal[
    "exact", "at_least", "up_to", "total", "increment", "share", "subset", "unit", "time", "date", "year", "age",
    "rate", "number", "model", "percent", "comparison", "fraction",
]  # fmt: skip
REASONS = frozenset(
    {"unit", "time", "date", "year", "age", "rate", "number", "model", "percent", "comparison", "fraction"}
)
PairKind = Literal["range", "change", "changed_from", "share", "share_of", "subset", "remainder"]


class Phrases(Generic[Value]):
    """Values by phrases of folded words; what a phrase writes without a blank has to stand without one ("A$")."""

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        found = [(_phrase(form), value) for form, value in entries]
        self._forward = _by_word(found, 0)
        self._backward = _by_word(found, -1)

    def word(self, word: str) -> Value | None:
        """The value of a phrase that is this one word."""
        return next((value for phrase, value in self._forward.get(word, ()) if len(phrase) == 1), None)

    def starts(self) -> Set[str]:
        """The words that a phrase can begin with."""
        return self._forward.keys()

    def at(self, tokens: Sequence[Token], i: int) -> tuple[Value, int] | None:
        """The value of the longest phrase that begins at token `i`, and its last token."""
        if i >= len(tokens):
            return None
        for phrase, value in self._forward.get(tokens[i].lower, ()):
            if len(phrase) == 1 or _stands(phrase, tokens, i):
                return value, i + len(phrase) - 1
        return None

    def before(self, tokens: Sequence[Token], end: int) -> tuple[Value, int] | None:
        """The value of the longest phrase that ends right before token `end`, and its first token."""
        if end <= 0:
            return None
        for phrase, value in self._backward.get(tokens[end - 1].lower, ()):
            start = end - len(phrase)
            if len(phrase) == 1 or (start >= 0 and _stands(phrase, tokens, start)):
                return value, start
        return None


_Phrase = tuple[tuple[str, bool], ...]  # words, and whether each is written right behind the one before


def _phrase(form: str) -> _Phrase:
    text = normalise(form)
    ends = -1
    found = []
    for token in tokens(text, 0, len(text)):
        found.append((token.lower, token.start == ends))
        ends = token.end
    return tuple(found)


def _by_word(found: Iterable[tuple[_Phrase, Value]], place: int) -> dict[str, tuple[tuple[_Phrase, Value], ...]]:
    """The phrases by their first or last word, longest first."""
    index: dict[str, list[tuple[_Phrase, Value]]] = defaultdict(list)
    for phrase, value in found:
        index[phrase[place][0]].append((phrase, value))
    return {word: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for word, entries in index.items()}


def _stands(phrase: _Phrase, row: Sequence[Token], start: int) -> bool:
    if start + len(phrase) > len(row):
        return False
    return all(
        row[start + k].lower == word and not (glued and row[start + k].start > row[start + k - 1].end)
        for k, (word, glued) in enumerate(phrase)
    )


def stand_at(words: Words, row: Sequence[Token], start: int) -> bool:
    """Do these words stand at token `start`?"""
    return 0 <= start <= len(row) - len(words) and all(row[start + k].lower == w for k, w in enumerate(words))


@dataclass(frozen=True, slots=True)
class Collective:
    """A word that is a quantity by itself ("Dutzende"); an end that is left out is open. A multiplier may follow."""

    form: str
    min: int | None = None
    max: int | None = None
    example: str = ""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Words before or behind a number and what they make of it."""

    form: str
    effect: Effect


@dataclass(frozen=True, slots=True)
class Pair:
    """What words between two numbers make of them. `{X}` in `between` stands for up to eight words without a number.

    range: both are its ends; change: the second holds now; changed_from: the first; share: the first is a part of the
    second; share_of: the second is a part of the first; remainder: the second without the first; subset: the second is
    within the first. `before` has to stand before the first, `after` behind the second. `small`: only below ten.
    """

    kind: PairKind
    between: str
    example: str
    reads: str
    before: str = ""
    after: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class CompiledPair:
    pair: Pair
    before: Words
    open: bool
    between: Words
    after: Words


@dataclass(frozen=True, eq=False)
class QuantityRules:
    """Everything by its folded words.

    starts: words that can begin a number or a collective; year_cues: a figure behind one of them is a year; stops:
    where a counted noun is no longer looked for; plurals: words that count as one without its ending; possessives: may
    stand before a count; persons, person_endings: whom an article alone counts; people: several of those; examples: the
    entries as written.
    """

    numerals: Numerals
    nouns_are_capitalised: bool
    place_adjective_endings: tuple[str, ...]
    articles: frozenset[str]
    possessives: frozenset[str]
    multipliers: Phrases[float]
    suffixes: Mapping[str, float]
    money_suffixes: Mapping[str, float]
    halves: Phrases[bool]
    linkers: frozenset[str]
    weights: frozenset[str]
    collectives: Phrases[Collective]
    no_collective_after: frozenset[str]
    no_number_after: frozenset[str]
    before: Phrases[Effect]
    after: Phrases[Effect]
    year_cues: frozenset[str]
    between: tuple[CompiledPair, ...]
    stops: frozenset[str]
    plural_endings: tuple[str, ...]
    no_plural_endings: tuple[str, ...]
    plurals: frozenset[str]
    persons: frozenset[str]
    people: frozenset[str]
    person_endings: tuple[str, ...]
    currencies: Phrases[Codes]
    conversions: Phrases[bool]
    starts: frozenset[str]
    examples: Mapping[str, tuple[Any, ...]]


def load_quantity_rules(path: Path | Traversable) -> QuantityRules:
    """The rules in `path`; a missing file is no rules. PackError where an entry cannot be used."""
    data = read_toml(path) if path.is_file() else {}
    only(data, label(path), QuantityRules, Numerals, "numbers", "pairs")
    before, after = (_qualifiers(data, label(path), key) for key in ("before", "after"))
    collectives = rows_of(data, label(path), "collectives", Collective)
    pairs = rows_of(data, label(path), "pairs", Pair)
    numerals = Numerals.of(data)
    collected = Phrases((c.form, c) for c in collectives)
    currencies = Phrases((form, tuple(codes.split())) for form, codes in data.get("currencies", {}).items())
    return QuantityRules(
        numerals=numerals,
        nouns_are_capitalised=data.get("nouns_are_capitalised", False),
        place_adjective_endings=tuple(data.get("place_adjective_endings", ())),
        articles=words_in(data, "articles"),
        possessives=words_in(data, "possessives"),
        multipliers=Phrases(data.get("multipliers", {}).items()),
        suffixes={fold(k): v for k, v in data.get("suffixes", {}).items()},
        money_suffixes={fold(k): v for k, v in data.get("money_suffixes", {}).items()},
        halves=_phrases(data, "halves"),
        linkers=words_in(data, "linkers"),
        weights=words_in(data, "weights"),
        collectives=collected,
        no_collective_after=words_in(data, "no_collective_after"),
        no_number_after=words_in(data, "no_number_after"),
        before=Phrases((q.form, q.effect) for q in before),
        after=Phrases((q.form, q.effect) for q in after),
        year_cues=words_in(data, "year_cues"),
        between=tuple(_compiled(p) for p in sorted(pairs, key=lambda p: not (p.before or p.after))),
        stops=words_in(data, "stops"),
        plural_endings=tuple(data.get("plural_endings", ())),
        no_plural_endings=tuple(data.get("no_plural_endings", ())),
        plurals=words_in(data, "plurals"),
        persons=words_in(data, "persons"),
        people=words_in(data, "people"),
        person_endings=tuple(data.get("person_endings", ())),
        currencies=currencies,
        conversions=_phrases(data, "conversions"),
        starts=frozenset({*collected.starts(), *numerals.words}),
        examples={"before": before, "after": after, "collectives": collectives, "pairs": pairs},
    )


def _qualifiers(data: Mapping[str, Any], name: str, key: str) -> tuple[Qualifier, ...]:
    found = rows_of(data, name, key, Qualifier)
    if wrong := [q for q in found if q.effect not in get_args(Effect)]:
        raise PackError(f"{name}: {key}: no effect {wrong[0].effect!r}")
    return found


def _phrases(data: Mapping[str, Any], key: str) -> Phrases[bool]:
    return Phrases((form, True) for form in data.get(key, ()))


def _compiled(pair: Pair) -> CompiledPair:
    opened = pair.between.startswith("{X}")
    return CompiledPair(
        pair=pair,
        before=words_of(pair.before) if pair.before else (),
        open=opened,
        between=words_of(pair.between.removeprefix("{X}").strip()),
        after=words_of(pair.after) if pair.after else (),
    )
