"""What a sender may cost."""

from dataclasses import dataclass

from worker.sources.formats import LARGEST_FILE


@dataclass(frozen=True)
class Limits:
    """Bytes, seconds and numbers; `Limits()` is what holds outside of tests."""

    body: int = LARGEST_FILE  # bytes
    body_s: float = 20.0  # for a body to arrive
    articles: int = 5_000  # of one request, refused ones among them: each costs Redis a millisecond
    at_once: int = 8  # requests whose bodies are in memory
    wait_s: float = 15.0  # until one of these places is free
    request_s: float = 40.0  # for a whole request to arrive; more than a wait and a body
    answer_s: float = 60.0  # for an answer to be made and taken
    connections: int = 200


LIMITS = Limits()
