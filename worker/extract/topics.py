"""What talks and statements are about: topics by the words of their sentences."""

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from schemas.event import TalksTopic
from worker.extract.analysis import Analysis
from worker.extract.frames import find_triggers
from worker.languages.pack import AttackWord, Topic

_WEIGHT = {"strong": 2, "medium": 1, "weak": 0}
_TALKS = frozenset(get_args(TalksTopic))


def topics_of(analysis: Analysis, sentences: Sequence[int], *, statement: bool = False) -> tuple[str, ...]:
    """Topics of the pack's table that the sentences name, most often named first."""
    weights: Counter[str] = Counter()
    for reading in (analysis.readings[i] for i in sentences):
        for trigger in find_triggers(reading, Topic):
            weights[trigger.entry.topic] += _WEIGHT.get(trigger.entry.strength, 1)
        if statement and find_triggers(reading, AttackWord):
            weights["attack"] += 1
    known = [t for t, w in weights.most_common() if w > 0 and (statement or t in _TALKS)]
    return tuple(known)
