"""Which items of a feed document are read.

An item is known by its id, whatever its date or text say now: re-dated and edited items are not read again.

At first contact a feed shows what it has gathered. Items older than an age (a day, unless set otherwise) and undated
ones are remembered and counted, not read. Later an undated item is read when it first appears, and one that is dated
more than OLD_S back is not: an archive was listed again under new ids.

A date a little ahead comes from a wrong clock or time zone, and the item counts as dated now. A date further ahead says
nothing, and the item counts as undated.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from schemas import Article
from worker.feeds import DAY_S, Counts
from worker.sources.feed import Item
from worker.sources.feed_dates import not_ahead

FIRST_AGE_S = DAY_S
OLD_S = 14 * DAY_S  # well within the time that items are remembered
FEWEST_DATES = 3  # that tell how often something new comes

Reason = Literal["known", "before_first_contact", "undated_at_first_contact", "too_old", "unreadable", "repeated"]


@dataclass(frozen=True)
class Chosen:
    """What of one document is to be read, and how many items are not, by reason.

    `ids` are those of all its articles, to be remembered. `gap_s` is the usual time between items by their dates,
    `newest` the date of the last one; None where it cannot be told.
    """

    articles: tuple[Article, ...] = ()
    ids: tuple[str, ...] = ()
    dropped: Counts = field(default_factory=Counts)
    gap_s: float | None = None
    newest: datetime | None = None


def choose(items: Sequence[Item], known: Collection[str], now: datetime, first_age_s: float | None) -> Chosen:
    """Return which of `items` are to be read; `known` are the ids of articles that were seen in this feed before.

    `first_age_s` is None unless this is the first contact; then it is how old an item may be that is read, in seconds.
    """
    dropped = dict.fromkeys(Counts.model_fields, 0)
    articles: list[Article] = []
    ids: dict[str, None] = {}
    for item in items:
        reason = _reason(item, ids, known, now, first_age_s)
        if reason:
            dropped[reason] += 1
        if item.article:
            ids[item.article.id] = None
            articles += [] if reason else [item.article]
    dates = [date for date in (_date(item, now) for item in items) if date]
    return Chosen(tuple(articles), tuple(ids), Counts(**dropped), _gap(dates), max(dates, default=None))


def _reason(
    item: Item, ids: Collection[str], known: Collection[str], now: datetime, first_age_s: float | None
) -> Reason | None:
    """Return why `item` is not read, None where it is."""
    if item.article is None:
        return "unreadable"
    if item.article.id in ids:
        return "repeated"
    if item.article.id in known:
        return "known"
    date = _date(item, now)
    if first_age_s is None:
        return "too_old" if date and now - date > timedelta(seconds=OLD_S) else None
    if date is None:
        return "undated_at_first_contact"
    return "before_first_contact" if now - date > timedelta(seconds=first_age_s) else None


def _date(item: Item, now: datetime) -> datetime | None:
    """Return when an item counts as dated."""
    return not_ahead(item.published or item.updated, now)


def _gap(dates: Collection[datetime]) -> float | None:
    if len(dates) < FEWEST_DATES:
        return None
    return (max(dates) - min(dates)).total_seconds() / (len(dates) - 1) or None
