"""How many origins stand behind an event: outlets, a copied text counted for the one who had it first."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from schemas import Article, Report
from worker.identity.account import reported_at, text_of
from worker.identity.sketch import same_text
from worker.identity.wording import is_copy
from worker.text.links import is_one_page
from worker.text.names import name_key

NEVER = datetime.max.replace(tzinfo=UTC)


def independent_sources(reports: Iterable[Report]) -> int:
    """The number of origins.

    An outlet counts once, however often it reports, and so do outlets that are said to be one voice. An article that is
    an earlier one of another outlet, whole or cut, with another title or lead, is a wire copy and counts for nothing;
    so is a report in the very words of an earlier one, whatever else stands in its article, and one of the same page.
    """
    return len({voice(report) for report in origins(reports)})


def origins(reports: Iterable[Report]) -> tuple[Report, ...]:
    """The reports that are no copies, the earliest first."""
    ordered = sorted(reports, key=lambda r: (reported_at(r) or NEVER, r.article))
    return tuple(report for n, report in enumerate(ordered) if not _copied(report, ordered[:n]))


def voice(told: Report | Article) -> str:
    """Who speaks: who is said to stand behind it, the outlet, else the feed or folder."""
    return name_key(told.origin or told.outlet or told.source)


def _copied(report: Report, earlier: Sequence[Report]) -> bool:
    return any(voice(r) != voice(report) and _one_text(r, report) for r in earlier)


def _one_text(a: Report, b: Report) -> bool:
    if is_one_page(a.url, b.url):
        return True
    if a.sketch and b.sketch and same_text(a.sketch, b.sketch):
        return True
    return is_copy(text_of(a.evidence), text_of(b.evidence))
