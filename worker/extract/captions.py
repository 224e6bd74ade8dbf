"""Captions of pictures that a text runs into: what nothing but a caption tells is no event of the article."""

from collections.abc import Iterator

from worker.extract.analysis import Analysis, Reading
from worker.text.furniture import credit_at

_NAME = 6  # tokens of a photographer's name before the agency


def find_captions(analysis: Analysis) -> frozenset[int]:
    """The sentences that describe a picture, by the credit behind them or at their end, and the credits."""
    return frozenset(n for reading in analysis.readings for n in _described(reading, analysis))


def _described(reading: Reading, analysis: Analysis) -> Iterator[int]:
    sentence, rules = reading.sentence, analysis.pack.sentences
    credit = credit_at(analysis.document.text, (sentence.start, sentence.end), rules)
    if credit is None:
        return
    yield reading.index
    name_alone = sum(t.end <= credit for t in sentence.tokens) <= _NAME
    if name_alone and reading.index and _shows(analysis.readings[reading.index - 1]):
        yield reading.index - 1


def _shows(reading: Reading) -> bool:
    """Is it told as captions are: in the present tense or without a verb, or with a date in full?"""
    if any(t.meaning.rule.means == "date" and t.text[-4:].isdigit() for t in reading.times):
        return True
    verbs = [c for c in reading.clauses if c.role == "main" and c.finite is not None]
    return all(c.tense == "present" for c in verbs)
