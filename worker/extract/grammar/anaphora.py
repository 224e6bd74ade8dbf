"""Whom a pronoun in the place of a doer stands for: the subject of the clause or sentence before."""

from worker.extract.analysis import Analysis, Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import Argument
from worker.extract.mentions import ActorMention


def meant_by(argument: Argument, reading: Reading, clause: Clause, analysis: Analysis) -> tuple[ActorMention, ...]:
    """The actors of an argument; of a pronoun those of the subject before ("the army said it had struck ...")."""
    phrase = argument.phrase
    if phrase is None or not phrase.pronoun or argument.actors:
        return argument.actors
    return subjects_before(reading, clause, analysis)


def subjects_before(reading: Reading, clause: Clause, analysis: Analysis) -> tuple[ActorMention, ...]:
    """The actors that are the subject of the nearest clause before `clause`, else of the sentence before."""
    for earlier in reversed(reading.clauses[: clause.number]):
        if found := _subject_actors(reading, earlier):
            return found
    if reading.index == 0:
        return ()
    previous = analysis.readings[reading.index - 1]
    return next((found for c in previous.clauses if (found := _subject_actors(previous, c))), ())


def _subject_actors(reading: Reading, clause: Clause) -> tuple[ActorMention, ...]:
    subject = reading.subject(clause)
    return reading.actors_of(subject) if subject is not None else ()
