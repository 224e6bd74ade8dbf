"""Results that are asked for again and again, kept with the sentence that they are of."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from worker.extract.analysis import Reading

P = ParamSpec("P")
R = TypeVar("R")


def once(find: Callable[Concatenate[Reading, P], R]) -> Callable[Concatenate[Reading, P], R]:
    """Lets `find` look at each sentence once. Besides the sentence it may be given what is the same for all of an
    article."""

    @wraps(find)
    def remembered(reading: Reading, /, *rest: P.args, **options: P.kwargs) -> R:
        memory: dict[Any, R] = reading.memory
        if find not in memory:
            memory[find] = find(reading, *rest, **options)
        return memory[find]

    return remembered
