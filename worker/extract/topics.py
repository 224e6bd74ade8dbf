"""What talks and statements are about: topics by the words of their sentences."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import get_args

from schemas.event import TalksTopic
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import STRENGTH
from worker.extract.grammar.triggers import find_triggers
from worker.languages.pack import AttackWord, Topic

_TALKS = frozenset(get_args(TalksTopic))
# Sentences back from which what is said takes its topic.
_NEAR = 3
# Times as often as a topic that is named in passing another one is.
_PASSING = 3


def topics_of(analysis: Analysis, sentences: Sequence[int], *, statement: bool = False) -> tuple[str, ...]:
    """Topics of the pack's table that the sentences name, most often named first."""
    weights: Counter[str] = Counter()
    for i in sentences:
        _weigh(analysis.readings[i], weights)
    attacks = statement and any(_strikes(analysis.readings[i]) for i in sentences)
    known = [t for t, w in weights.most_common() if statement or t in _TALKS]
    if attacks and "attack" not in known:
        known.append("attack")
    return tuple(known)


def topics_within(reading: Reading, first: int, last: int) -> tuple[str, ...]:
    """Topics of the words from token `first` to `last`, faint ones too: for what is said to be talked about."""
    found = (t.entry.topic for t in find_triggers(reading, Topic) if first <= t.index and t.last <= last)
    return tuple(dict.fromkeys(t for t in found if t in _TALKS))


def matter_of(analysis: Analysis, sentences: Sequence[int], *, struck: bool) -> tuple[str, ...]:
    """Topics of what is said; where no word names one, by words that only hint at it, else what was told before.

    `struck`: the sentences report an attack.
    """
    known = _main_ones(topics_of(analysis, sentences, statement=True), analysis, sentences)
    if struck and "attack" not in known:
        known = (*known, "attack")
    return known or _hints(analysis, sentences) or _told_before(analysis, sentences[0])


def _main_ones(topics: tuple[str, ...], analysis: Analysis, sentences: Sequence[int]) -> tuple[str, ...]:
    """`topics` without those that the sentences name in passing, beside another that they come back to."""
    weights: Counter[str] = Counter()
    for i in sentences:
        _weigh(analysis.readings[i], weights)
    most = max(weights.values(), default=0)
    return tuple(t for t in topics if not 0 < weights[t] * _PASSING < most)


def _hints(analysis: Analysis, sentences: Sequence[int]) -> tuple[str, ...]:
    """What the weak words of the table hint at: arms beside words of help are military aid."""
    found = (t.entry.topic for i in sentences for t in find_triggers(analysis.readings[i], Topic))
    return tuple(t for t, _ in Counter(found).most_common(1))


def _told_before(analysis: Analysis, sentence: int) -> tuple[str, ...]:
    """The topic that the nearest of the sentences before names."""
    near = range(sentence - 1, max(sentence - 1 - _NEAR, -1), -1)
    return next((t[:1] for i in near if (t := topics_of(analysis, [i], statement=True))), ())


def topic_rules(analysis: Analysis, sentences: Sequence[int], topics: Collection[str]) -> tuple[str, ...]:
    """The entries by which the sentences name `topics`, else that the rest of the article does."""
    found = (t for i in sentences for t in find_triggers(analysis.readings[i], Topic))
    named = tuple(t.rule for t in found if t.entry.topic in topics)
    return named or (("article:topics",) if topics else ())


def main_topic(analysis: Analysis) -> tuple[str, ...]:
    """The topic that most sentences of the article name, for words that name none ("such an offer")."""
    named = (t for r in analysis.readings for t in topics_of(analysis, [r.index], statement=True))
    return tuple(t for t, _ in Counter(named).most_common(1))


def _weigh(reading: Reading, weights: Counter[str]) -> None:
    """Adds what the words of a sentence weigh, if anything."""
    found: dict[str, int] = {}
    for trigger in find_triggers(reading, Topic):
        topic = trigger.entry.topic
        found[topic] = found.get(topic, 0) + STRENGTH[trigger.entry.strength]
    for topic, weight in found.items():
        if weight:
            weights[topic] += weight


def _strikes(reading: Reading) -> bool:
    """Does the sentence name an act of violence, not only the war or the fighting as a whole?"""
    return any(t.entry.extent == "event" and not t.entry.ambiguity for t in find_triggers(reading, AttackWord))
