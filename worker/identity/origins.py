"""How many origins stand behind an event: outlets, a copied text counted for the one who had it first."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from schemas import Report
from worker.identity.account import reported_at, text_of
from worker.identity.wording import is_copy
from worker.text.names import name_key

_NEVER = datetime.max.replace(tzinfo=UTC)


def independent_sources(reports: Iterable[Report]) -> int:
    """The number of origins, at least one.

    An outlet counts once, however often it reports, and so do outlets that are said to be one voice. A report in the
    words of an earlier one of another outlet is a wire copy and counts for nothing.
    """
    ordered = sorted(reports, key=lambda r: (reported_at(r) or _NEVER, r.article))
    return len({voice(r) for n, r in enumerate(ordered) if not _copied(r, ordered[:n])})


def voice(report: Report) -> str:
    """Who speaks: who is said to stand behind it, the outlet, else the feed or folder."""
    return name_key(report.origin or report.outlet or report.source)


def _copied(report: Report, earlier: Sequence[Report]) -> bool:
    text = text_of(report.evidence)
    return any(voice(r) != voice(report) and is_copy(text, text_of(r.evidence)) for r in earlier)
