"""Time expressions of one language: `times.toml` of its pack as word classes and rules over them.

A pattern is a row of elements, one a token: words, `a|b` for alternatives, `?` behind what may be missing, and
`{class}` for members of a class of words. `{time}` is another time expression. Where a language writes nouns with a
capital, a word is met as it is written in the file ("morgen" is no "Morgen"), but for the first word of a sentence.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, get_args

from worker.errors import PackError
from worker.languages.tables import label, only, read_toml, rows_of
from worker.languages.time_rows import Means, TimeRule
from worker.text.normalise import fold, normalise

# Classes of words that the file lists, and those that are known by their signs.
LISTED = ("weekday", "month", "part", "unit", "units", "number", "few", "dayword", "season", "edge", "holiday", "ampm")
SIGNS = ("day", "year", "clock", "minutes", "numeric")
CAPITALISED = frozenset({"weekday", "month", "holiday", "weekday+part"})


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: any of `words` (folded, with the capital that they need) or of `classes`."""

    words: dict[str, bool]
    classes: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRule:
    """`number`: its place in the file; of two rules that fit equally long, the earlier one holds."""

    number: int
    rule: TimeRule
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """The rules that can begin with one word: `always`, or only where a certain word stands behind it."""

    always: tuple[CompiledRule, ...]
    before: dict[str, tuple[CompiledRule, ...]]


FIGURE = "#"  # stands for any token that begins with a digit


@dataclass(frozen=True, slots=True, eq=False)
class TimeRules:
    """`classes`: value by folded word, of them `units` of time ("Tagen") and the `numbers` that these are counted with;
    `capitals`: (class, word) where it has one. `openings`: by folded word, or FIGURE; `continued`: rules that begin
    with another expression.
    """

    strict_case: bool
    day_endings: tuple[str, ...]
    capitals: frozenset[tuple[str, str]]
    classes: dict[str, dict[str, Any]]
    units: dict[str, str]
    numbers: dict[str, int]
    rules: tuple[TimeRule, ...]
    openings: dict[str, Opening]
    continued: tuple[CompiledRule, ...]


def load_time_rules(path: Path | Traversable) -> TimeRules:
    """The rules in `path`; a missing file is no rules. PackError where a rule cannot be used."""
    data = read_toml(path) if path.is_file() else {}
    only(data, label(path), *LISTED, "rules", "strict_case", "day_endings", "joined_ends")
    rules = rows_of(data, label(path), "rules", TimeRule)
    classes = _classes(data)
    compiled = [_compile(n, rule, label(path)) for n, rule in enumerate(rules)]
    capitals = {(name, fold(w)) for name in LISTED for w in data.get(name, {}) if w[0].isupper()}
    return TimeRules(
        strict_case=data.get("strict_case", False),
        day_endings=tuple(data.get("day_endings", ())),
        capitals=frozenset(capitals | {("weekday+part", word) for word in classes["weekday+part"]}),
        classes=classes,
        units=classes["unit"],
        numbers=classes["number"],
        rules=rules,
        openings=_openings([c for c in compiled if "time" not in c.elements[0].classes], classes),
        continued=tuple(c for c in compiled if "time" in c.elements[0].classes),
    )


def _openings(compiled: Iterable[CompiledRule], classes: dict[str, dict[str, Any]]) -> dict[str, Opening]:
    always: dict[str, list[CompiledRule]] = defaultdict(list)
    before: dict[str, dict[str, list[CompiledRule]]] = defaultdict(lambda: defaultdict(list))
    for rule in compiled:
        for word, place in _begins(rule.elements, 0, classes):
            following = tuple(_begins(rule.elements, place + 1, classes))
            if _may_end(rule.elements, place + 1):
                always[word].append(rule)
            for second in dict.fromkeys(w for w, _ in following):
                before[word][second].append(rule)
    return {
        word: Opening(tuple(dict.fromkeys(always[word])), {w: tuple(dict.fromkeys(r)) for w, r in before[word].items()})
        for word in {*always, *before}
    }


def _begins(elements: Sequence[Element], start: int, classes: dict[str, dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """(word, place) of what can stand first from element `start` on, but for other expressions."""
    for place, element in enumerate(elements[start:], start):
        for name in element.classes:
            if name in SIGNS or name == "number":
                yield FIGURE, place
            yield from ((word, place) for word in classes.get(name, ()))
        yield from ((word, place) for word in element.words)
        if not element.optional:
            return


def _may_end(elements: Sequence[Element], start: int) -> bool:
    """Can the rule end before element `start`, or go on with another expression?"""
    for element in elements[start:]:
        if "time" in element.classes:
            return True
        if not element.optional:
            return False
    return True


def _classes(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The listed classes, and weekdays written in one word with a part of the day where the language does that."""
    found: dict[str, dict[str, Any]] = {name: {fold(w): v for w, v in data.get(name, {}).items()} for name in LISTED}
    ends = [fold(e) for e in data.get("joined_ends", ())]
    found["weekday+part"] = {
        f"{weekday}{part}{end}": day
        for weekday, day in found["weekday"].items()
        for part in found["part"]
        for end in ends
    }
    return found


def _compile(number: int, rule: TimeRule, name: str) -> CompiledRule:
    elements = tuple(_element(word, rule, name) for word in rule.pattern.split())
    if rule.means not in get_args(Means) or all(e.optional for e in elements):
        raise PackError(f"{name}: cannot use {rule.pattern!r}")
    return CompiledRule(number, rule, elements)


def _element(word: str, rule: TimeRule, name: str) -> Element:
    optional = word.endswith("?")
    parts = word.removesuffix("?").split("|")
    classes = tuple(p[1:-1] for p in parts if p.startswith("{"))
    if unknown := set(classes) - {*LISTED, *SIGNS, "weekday+part", "time"}:
        raise PackError(f"{name}: no class {min(unknown)!r}, in {rule.pattern!r}")
    words = {fold(p): normalise(p)[:1].isupper() for p in parts if not p.startswith("{")}
    return Element(words, classes, optional)
