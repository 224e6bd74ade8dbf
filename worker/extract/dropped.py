"""Words that could tell an event and tell none here: what rules note where they decide so, for explanations.

Nothing is noted unless an article is read to be explained.
"""

from dataclasses import dataclass
from typing import Literal

from schemas import Kind
from worker.languages.pack import Entry

Reason = Literal[
    # of words of every kind
    "off_topic", "silenced", "tale", "unreal", "description", "history", "caption",
    # attacks
    "background", "purpose", "defence", "needs", "meeting", "participle", "harmless", "no_attack", "no_target",
    "no_attacker", "undated", "guessed", "vague", "only_planned",
    # talks
    "no_talks", "unsettled", "auxiliary", "no_offer", "never_held", "only_named", "faint", "one_side",
    # statements
    "quoted", "says_nothing", "hands_on", "negated", "no_speaker", "aside", "empty", "within", "nobody_before",
    "credit", "no_office", "other_matter", "announces", "fact",
    # aid pledges
    "violence", "trade", "party", "nothing_given", "no_donor", "own_donor", "no_recipient", "weak", "hostile",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Dropped:
    """No event of `kind` comes of what `rules` found in a sentence. `because`: the words or facts behind the reason.

    index: the word that is meant, None for all of the sentence that these rules found; entry: which of its readings.
    """

    kind: Kind
    reason: Reason
    because: str
    rules: tuple[str, ...]
    index: int | None = None
    entry: Entry | None = None
