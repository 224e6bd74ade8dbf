"""Numbers, what qualifies them, and money in one language: `quantities.toml` of its pack as lookups by words.

Words of the file are cut into tokens as texts are ("Mio." is two).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, get_args

from worker.errors import PackError
from worker.languages.numerals import Numerals
from worker.languages.phrases import Phrases, Words
from worker.languages.quantity_rows import Collective, Effect, Pair, Qualifier
from worker.languages.tables import label, only, read_toml, rows_of, words_in
from worker.languages.words import words_of
from worker.text.normalise import fold

Codes = tuple[str, ...]  # ISO 4217
_SHORTEST_PART, _SHORTEST_END = 3, 6  # letters before and in the word for people that ends a compound
REASONS = frozenset(
    {"unit", "time", "date", "year", "age", "rate", "number", "model", "percent", "comparison", "fraction"}
)


@dataclass(frozen=True, slots=True)
class CompiledPair:
    pair: Pair
    before: Words
    open: bool
    between: Words
    after: Words


@dataclass(frozen=True, slots=True, eq=False)
class QuantityRules:
    """Everything by its folded words.

    starts: words that can begin a number or a collective; year_cues: a figure behind one of them is a year; stops:
    where a counted noun is no longer looked for; plurals: words that count as one without its ending; possessives: may
    stand before a count; count_verbs: behind one, it is the subject of another clause; persons, person_endings: whom an
    article alone counts; people: several of those; others: behind
    an article, one more of them without a noun; examples: the entries as written.
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
    count_verbs: frozenset[str]
    persons: frozenset[str]
    people: frozenset[str]
    others: frozenset[str]
    person_endings: tuple[str, ...]
    currencies: Phrases[Codes]
    conversions: Phrases[bool]
    starts: frozenset[str]
    examples: Mapping[str, tuple[Any, ...]]

    def is_people(self, word: str) -> bool:
        """Does a word in lower case, or what a compound ends in, stand for several people ("Dorf|bewohner")?"""
        ends = range(_SHORTEST_PART, len(word) - _SHORTEST_END + 1) if self.nouns_are_capitalised else ()
        return word in self.people or any(word[k:] in self.people for k in ends)


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
        count_verbs=words_in(data, "count_verbs"),
        persons=words_in(data, "persons"),
        people=words_in(data, "people"),
        others=words_in(data, "others"),
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
