"""Why words of an article tell no event, as a person reads it."""

from collections.abc import Mapping, Sequence

from worker.extract.dropped import Reason
from worker.extract.explanation import Why

REASONS: Mapping[Reason | None, str] = {
    None: "no rule made an event of it",
    "off_topic": "the whole article is about something else",
    "silenced": "words beside it tell that it is about something else",
    "tale": "it goes on with what happened long ago",
    "unreal": "not told as a fact",
    "description": "it describes something here and tells no deed",
    "history": "past background by its date",
    "background": "it names the war or the fighting as a whole",
    "purpose": "it is only meant to be done",
    "defence": "it tells of defence: what flew was shot down",
    "needs": "it can mean something else, and what makes it sure is missing",
    "meeting": "said of a person without a weapon, it means to meet",
    "participle": "the verb of this participle tells of no violence here",
    "harmless": "a weapon without a toll or damage",
    "no_attack": "no attack is told that it could belong to",
    "no_target": "nobody is known who was struck",
    "no_attacker": "nobody is known who did it",
    "undated": "fighting or a quotation without a toll or a date",
    "guessed": "its sides are only inferred, and it has no date with a place",
    "vague": "nothing is told beyond the word: no toll, weapon, date or place",
    "only_planned": "it is the plan of an attack that the article tells as done",
    "no_talks": "it names people, a body or a matter, not that somebody confers",
    "unsettled": "an agreement on something for which nobody need confer",
    "auxiliary": "it only helps another verb",
    "no_offer": "an offer of something else than talks",
    "never_held": "the text says that it never was",
    "only_named": "it is what talks or an agreement are about, and is not told as done",
    "faint": "a visit, a contact or a mediation alone is no talks",
    "one_side": "fewer than two sides are known",
}


# Reasons that say less than any other of the same word: it has another reading that came further.
_SAYING_LESS: Sequence[Reason | None] = ("needs", "description", "no_talks", "participle", None)


def weight(why: Why) -> int:
    """Return how much of a word a reason leaves unsaid, to choose among those of its readings."""
    return _SAYING_LESS.index(why.reason) + 1 if why.reason in _SAYING_LESS else 0


def in_words(why: Why) -> str:
    """Return a reason, with what is behind it."""
    behind = why.because.replace("+", " and ").replace("_", " ") if why.reason in ("needs", "unreal") else why.because
    return REASONS[why.reason] + (f" ({behind})" if behind else "")
