"""Yes, no and unknown (None): the logic of Kleene, in which an answer never hangs on what is not known."""

from collections.abc import Iterable

Answer = bool | None


def all_of(answers: Iterable[Answer]) -> Answer:
    """No where one is no, else unknown where one is unknown, else yes."""
    found = set(answers)
    return False if False in found else None if None in found else True


def any_of(answers: Iterable[Answer]) -> Answer:
    """Yes where one is yes, else unknown where one is unknown, else no."""
    return opposite(all_of(map(opposite, answers)))


def opposite(answer: Answer) -> Answer:
    """Yes for no, no for yes, and unknown stays unknown."""
    return None if answer is None else not answer
