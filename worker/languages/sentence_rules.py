"""Sentence ends of one language: `sentences.toml` of its pack."""

from importlib.resources.abc import Traversable
from pathlib import Path

from worker.languages.tables import read_toml
from worker.text.document import SplitRules


def load_split_rules(path: Path | Traversable) -> SplitRules:
    """The rules in `path`; a missing file is no rules."""
    data = read_toml(path) if path.is_file() else {}
    return SplitRules(
        abbreviations=frozenset(data.get("abbreviations", ())),
        starters=frozenset(data.get("starters", ())),
        ordinals=data.get("ordinals", False),
    )
