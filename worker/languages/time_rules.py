"""Time expressions of one language: `times.toml` of its pack as word classes and rules over them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from worker.languages.tables import read_toml, rows
from worker.text.normalise import fold

Meaning = Literal[
    "night_to", "night", "weekday", "weekdays", "since", "day", "part", "weekend", "week", "recap", "ago", "date", "dates",
    "months", "month", "year",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeRule:
    """`pattern`: words and {classes}; `meaning`: how the interval is made of them.

    shift: days, weeks, months or years from the publication; ahead, before: strictly after or before its day;
    part: a part of the day. `example` means `start` to `end` when published on Monday, 21 July 2025.
    """

    pattern: str
    meaning: Meaning
    example: str
    start: str
    end: str
    shift: int | None = None
    ahead: bool = False
    before: bool = False
    part: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.pattern.split())


@dataclass(frozen=True, eq=False)
class TimeRules:
    """Word classes, folded, and the rules by what they begin with, longest first."""

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    parts: frozenset[str]
    units: Mapping[str, str]
    numbers: Mapping[str, int]
    rules: tuple[TimeRule, ...]
    by_start: Mapping[str, tuple[TimeRule, ...]]


def load_time_rules(path: Path | Traversable) -> TimeRules:
    """The rules in `path`; a missing file is no rules."""
    data = read_toml(path) if path.is_file() else {}
    rules = rows(path, "rules", TimeRule) if data else ()
    by_start: dict[str, list[TimeRule]] = defaultdict(list)
    for rule in sorted(rules, key=lambda r: -len(r.words)):
        by_start[rule.words[0]].append(rule)
    return TimeRules(
        weekdays={fold(k): v for k, v in data.get("weekdays", {}).items()},
        months={fold(k): v for k, v in data.get("months", {}).items()},
        parts=frozenset(fold(k) for k in data.get("parts", {})),
        units={fold(k): v for k, v in data.get("units", {}).items()},
        numbers={fold(k): v for k, v in data.get("numbers", {}).items()},
        rules=rules,
        by_start={k: tuple(v) for k, v in by_start.items()},
    )
