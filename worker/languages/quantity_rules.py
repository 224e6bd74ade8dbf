"""Numbers, what qualifies them, and money in one language: `quantities.toml` of its pack as lookups by words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Generic, Literal, TypeVar

from worker.languages.tables import read_toml, rows_of
from worker.languages.words import words_of
from worker.text.tokens import Token

Effect = Literal["exact", "at_least", "up_to", "not_count"]
Relation = Literal["subset", "increment", "total"]
RELATIONS: tuple[Relation, ...] = ("subset", "increment", "total")
Words = tuple[str, ...]
Value = TypeVar("Value")
LONGEST_PHRASE = 4


class Phrases(Generic[Value]):
    """Values by phrases of up to four folded words."""

    def __init__(self, entries: Mapping[Words, Value]) -> None:
        self._entries = entries
        self._widest = {start: max(len(w) for w in entries if w[0] == start) for start in {w[0] for w in entries}}

    def __getitem__(self, words: Words) -> Value | None:
        return self._entries.get(words)

    def at(self, tokens: Sequence[Token], i: int) -> tuple[Value, int] | None:
        """The value of the longest phrase that begins at token `i`, and its last token."""
        if i >= len(tokens):
            return None
        for width in range(min(self._widest.get(tokens[i].lower, 0), len(tokens) - i), 0, -1):
            found = self._entries.get(tuple(t.lower for t in tokens[i : i + width]))
            if found is not None:
                return found, i + width - 1
        return None

    def before(self, tokens: Sequence[Token], end: int) -> tuple[Value, int] | None:
        """The value of the longest phrase that ends right before token `end`, and its first token."""
        for width in range(min(LONGEST_PHRASE, end), 0, -1):
            found = self._entries.get(tuple(t.lower for t in tokens[end - width : end]))
            if found is not None:
                return found, end - width
        return None


@dataclass(frozen=True, slots=True)
class Number:
    form: str
    value: float


@dataclass(frozen=True, slots=True)
class Collective:
    """A word that is a quantity by itself ("Dutzende"); an end that is left out is open."""

    form: str
    min: int | None = None
    max: int | None = None
    example: str = ""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word beside a number and what it makes of it."""

    form: str
    effect: Effect
    side: Literal["before", "after"]
    example: str = ""


@dataclass(frozen=True, slots=True)
class Currency:
    form: str
    iso: str


@dataclass(frozen=True, eq=False)
class QuantityRules:
    """Everything by its folded words. `decimal`: the sign before decimals; `starts`: words that can begin a number."""

    decimal: str
    hundred: str
    thousand: str
    join: str
    stops: frozenset[str]
    numbers: Phrases[float]
    multipliers: Phrases[float]
    collectives: Phrases[Collective]
    before: Phrases[Effect]
    after: Phrases[Effect]
    relations: tuple[tuple[Relation, Phrases[bool]], ...]
    starts: frozenset[str]
    range_joins: Phrases[bool]
    range_opens: Phrases[bool]
    currencies: Phrases[str]


def load_quantity_rules(path: Path | Traversable) -> QuantityRules:
    """The rules in `path`; a missing file is no rules."""
    data = read_toml(path) if path.is_file() else {}
    qualifiers = rows_of(data, path.name, "qualifiers", Qualifier)
    numbers, multipliers = (rows_of(data, path.name, key, Number) for key in ("numbers", "multipliers"))
    collectives = rows_of(data, path.name, "collectives", Collective)
    currencies = rows_of(data, path.name, "currencies", Currency)
    opens = _phrases(data.get("range_opens", ()))
    begin = {words_of(form)[0] for form in (*(n.form for n in numbers), *(c.form for c in collectives))}
    return QuantityRules(
        starts=frozenset(begin | {words_of(form)[0] for form in data.get("range_opens", ())}),
        decimal=data.get("decimal", "."),
        hundred=data.get("hundred", ""),
        thousand=data.get("thousand", ""),
        join=data.get("join", ""),
        stops=frozenset(data.get("stops", ())),
        numbers=Phrases({words_of(n.form): n.value for n in numbers}),
        multipliers=Phrases({words_of(n.form): n.value for n in multipliers}),
        collectives=Phrases({words_of(c.form): c for c in collectives}),
        before=Phrases({words_of(q.form): q.effect for q in qualifiers if q.side == "before"}),
        after=Phrases({words_of(q.form): q.effect for q in qualifiers if q.side == "after"}),
        relations=tuple((relation, _phrases(data.get(relation, ()))) for relation in RELATIONS),
        range_joins=_phrases(data.get("range_joins", ())),
        range_opens=opens,
        currencies=Phrases({words_of(c.form): c.iso for c in currencies}),
    )


def _phrases(forms: Iterable[str]) -> Phrases[bool]:
    return Phrases({words_of(form): True for form in forms})
