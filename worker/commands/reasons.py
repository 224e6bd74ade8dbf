"""Why words of an article tell no event, as a person reads it."""

from collections.abc import Mapping, Sequence

from worker.extract.dropped import Reason
from worker.extract.explanation import Why

REASONS: Mapping[Reason | None, str] = {
    None: "no rule made an event of it",
    "off_topic": "the whole article is about something else",
    "silenced": "words beside it tell that it is about something else",
    "tale": "it goes on with what happened long ago, or is made up",
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
    "caption": "nothing but the caption of a picture tells it",
    "only_planned": "it is the plan of an attack that the article tells as done",
    "no_talks": "it names people, a body or a matter, not that somebody confers",
    "unsettled": "an agreement on something for which nobody need confer",
    "auxiliary": "it only helps another verb",
    "no_offer": "an offer of something else than talks",
    "never_held": "the text says that it never was",
    "only_named": "it is what talks or an agreement are about, and is not told as done",
    "faint": "a visit, a contact or a mediation alone is no talks",
    "one_side": "fewer than two sides are known",
    "quoted": "it stands within direct speech",
    "says_nothing": "a verb of thinking or silence, with which nothing is said",
    "hands_on": "it only hands on what another verb of saying tells",
    "negated": "it is negated",
    "no_speaker": "no subject is found that speaks for a side",
    "aside": "it is told in passing",
    "empty": "nothing is said with it",
    "within": "it is part of what another verb of saying tells",
    "nobody_before": "it stands for whoever spoke before, and nobody did",
    "credit": "a bare credit for a fact",
    "no_office": "the speaker is a person without an office or a body without a name",
    "other_matter": "the article says too little of war, diplomacy or aid",
    "announces": "it announces what is an event of another kind",
    "fact": "it only hands on a fact, such as an attack or its toll",
    "violence": "the clause tells of violence, not of a gift",
    "trade": "the clause tells of a sale, not of a gift",
    "party": "it names who gives or gets",
    "nothing_given": "no money, goods or help is named with it",
    "no_donor": "nobody is known who gives",
    "own_donor": "who gives is who gets",
    "no_recipient": "nobody is known who gets it",
    "weak": "neither the word nor what is given is sure enough",
    "hostile": "it goes to a side that the giver attacks",
}


# Reasons that say less than the others, the more so the later: the word hardly came near an event.
_SAYING_LESS: Sequence[Reason | None] = (
    "needs", "nothing_given", "empty", "description", "party", "no_talks", "participle", "no_attack", None,
)  # fmt: skip


def weight(why: Why) -> int:
    """Return how little a reason says, to choose among those of a word or sentence."""
    return _SAYING_LESS.index(why.reason) + 1 if why.reason in _SAYING_LESS else 0


def in_words(why: Why) -> str:
    """Return a reason, with what is behind it."""
    behind = why.because.replace("+", " and ").replace("_", " ") if why.reason in ("needs", "unreal") else why.because
    return REASONS[why.reason] + (f" ({behind})" if behind else "")
