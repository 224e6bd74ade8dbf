"""Sentence ends of one language: `sentences.toml` of its pack."""

from importlib.resources.abc import Traversable
from pathlib import Path

from worker.languages.tables import label, only, read_toml
from worker.text.sentences import SplitRules

_SETS = ("abbreviations", "starters", "closing", "letters", "before_ordinal", "after_ordinal", "credits")


def load_split_rules(path: Path | Traversable) -> SplitRules:
    """The rules in `path`; a missing file is no rules."""
    data = read_toml(path) if path.is_file() else {}
    only(data, label(path), SplitRules)
    return SplitRules(
        ordinals=data.get("ordinals", False),
        links=frozenset(data.get("links", ())),
        **{name: frozenset(word.lower() for word in data.get(name, ())) for name in _SETS},
    )
