"""Words of a pack entry as they stand in a text."""

from worker.text.normalise import fold, normalise
from worker.text.tokens import words


def words_of(text: str) -> tuple[str, ...]:
    """`text` folded and cut into words the way texts are."""
    if text.isalpha():
        return (fold(text),)
    return words(normalise(text))
