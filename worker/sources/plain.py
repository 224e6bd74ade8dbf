"""Plain text: the whole file is the article."""

import re

from worker.sources.decoding import clean, decode
from worker.sources.draft import Draft, within_limit

LONGEST_TITLE = 200  # characters

_SENTENCE_END = re.compile(r"[.!?…]\W*$")


def read(data: bytes) -> Draft:
    """Return the article of a .txt file.

    The first line is taken as the title where it is short, ends no sentence and is followed by a blank line; it stays
    in the text.
    """
    text = clean(within_limit(decode(data)))
    first, _, rest = text.partition("\n")
    alone = rest.startswith("\n") and len(first) < LONGEST_TITLE and not _SENTENCE_END.search(first)
    return Draft(text=text, title=first if alone else "")
