"""Of whose account a line is, for a noun of sides that has no owner ("the army")."""

from collections.abc import Iterable

from worker.extract.mentions.context import Context
from worker.extract.mentions.line import Line
from worker.extract.mentions.scan import SEATS
from worker.extract.mentions.types import ActorMention

_OFFICIAL = frozenset({"person", "government", "military"})
_NAMED = (*SEATS, "country", "body", "body_seat", "capital", "peoples", "place", "adjective")
_ACCOUNT_REACH = 3  # words from "Angaben" to whoever gave them


def teller(line: Line, context: Context) -> str | None:
    """The country that stands beside a word for an account ("Angaben des ukrainischen Generalstabs")."""
    word = next((k for k in range(len(line.tokens)) if line.lower(k) in context.rules.account_words), None)
    beside = () if word is None else (word - 1, *range(word + 1, word + 1 + _ACCOUNT_REACH))
    hits = [h for k in beside if (h := line.hit_from(k))]
    return next((c for h in hits for s in h.senses if (c := context.country_of(s))), None)


def speaker(line: Line, first: int, officials: Iterable[ActorMention], context: Context) -> str | None:
    """The country whose official or body is told before token `first`, and no other land behind it: its own army it
    calls so ("India's ministry said | the army ..."). `officials`: what is known of the line so far.
    """
    told = [(m.last, m.actor.country) for m in officials if m.actor.kind in _OFFICIAL and not m.inferred]
    hits = [(h.last, s) for h in line.hits if (s := h.sense(*_NAMED))]
    bodies = [(k, s) for k, s in hits if s.standing in SEATS or getattr(s.entry, "kind", "") in _OFFICIAL]
    told += [(k, context.country_of(s)) for k, s in bodies]
    last, land = max(((k, c) for k, c in told if k < first), default=(0, None))
    others = {context.country_of(s) for k, s in hits if last < k < first} - {land}
    return None if others else context.names.army_in(land)
