"""How real is what a trigger tells: asserted, planned, threatened, denied, foiled, imagined, past history?

Tense, modality and negation of the clause decide first, then the cue words of the pack's `reality` table.
"""

from dataclasses import dataclass
from typing import Any

from worker.extract.clauses import Clause
from worker.extract.frames import Trigger, find_triggers
from worker.languages.pack import Reality

# Types of cue in the order in which they win over each other.
_ORDER = (
    "exercise", "false_alarm", "historical", "denied", "negated", "hypothetical", "requested", "threatened", "planned",
    "foiled", "stopped", "reported_hedge",
)  # fmt: skip
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """`type`: "asserted" or a cue type; `cue`: the pack entry that says so, None where grammar does."""

    type: str
    cue: Reality | None = None


def reality_of(trigger: Trigger[Any]) -> Standing:
    """The strongest reason not to take `trigger` as told for a fact, or "asserted"."""
    found = [
        Standing(cue.entry.type, cue.entry) for cue in find_triggers(trigger.reading, Reality) if _governs(cue, trigger)
    ]
    if grammatical := _from_grammar(trigger):
        found.append(Standing(grammatical))
    ranked = sorted((s for s in found if s.type in _ORDER), key=lambda s: _ORDER.index(s.type))
    return ranked[0] if ranked else Standing("asserted")


def _governs(cue: Trigger[Reality], trigger: Trigger[Any]) -> bool:
    """Does the cue's scope reach the trigger?"""
    if cue.index <= trigger.index <= cue.last:
        return False
    scope = cue.entry.scope
    if scope in ("sentence", "paragraph"):
        return True
    if scope in ("before", "following_noun", "attack_noun"):
        return 0 < trigger.index - cue.last <= _NEAR
    return trigger.clause.holds(cue.index)


def _from_grammar(trigger: Trigger[Any]) -> str | None:
    clause = trigger.clause
    if trigger.verbal and clause.negated and _negates(clause, trigger.index):
        return "negated"
    if trigger.form.tag == "zu_inf" or (clause.opener and clause.opener.preposition and trigger.form.tag == "inf"):
        return "planned"
    if clause.modal and not _hearsay(clause):
        return "planned" if clause.modal in ("want", "shall") else "hypothetical"
    if clause.tense == "future":
        return "planned"
    if clause.mood == "irrealis" and not clause.quoted and trigger.verbal:
        return "hypothetical"
    return None


def _negates(clause: Clause, index: int) -> bool:
    """Is there a negation in the clause that is not inside another phrase far from the verb?"""
    return any(w.negation and abs(w.index - index) <= 2 * _NEAR for w in clause.words)


def _hearsay(clause: Clause) -> bool:
    """ "soll ... getötet worden sein": a modal with a perfect infinitive hands on a report."""
    if clause.modal not in ("shall", "want"):
        return False
    tail = clause.words[-2:]
    return any(w.participle for w in clause.words) and any(
        a.kind in ("have", "be") for w in tail for a in w.auxiliaries
    )
