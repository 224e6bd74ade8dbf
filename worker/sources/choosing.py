"""Which items of a feed document are read.

An item is known by its id, whatever its date says now. One whose words are others than before is read again, as another
version of its article, unless it is old.

At first contact a feed shows what it has gathered. Items older than an age (a day, unless set otherwise) and undated
ones are read so that what they tell is known, and not announced. Later an undated item is announced when it first
appears, and one that is dated more than OLD_S back is not read: an archive was listed again under new ids.

A date a little ahead comes from a wrong clock or time zone, and the item counts as dated now. A date further ahead says
nothing, and the item counts as undated.
"""

from collections import Counter
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

Silence = Literal["before_first_contact", "undated_at_first_contact"]  # read, not announced
Reason = Literal["known", "too_old", "unreadable", "repeated"]  # not read


@dataclass(frozen=True)
class Chosen:
    """What of one document is to be read, and how many items are not, or not announced, by reason.

    `ids` are those of all its articles, to be remembered. `gap_s` is the usual time between items by their dates,
    `newest` the date of the last one; None where it cannot be told.
    """

    articles: tuple[Article, ...] = ()
    ids: tuple[str, ...] = ()
    counts: Counts = field(default_factory=Counts)
    gap_s: float | None = None
    newest: datetime | None = None


def choose(items: Sequence[Item], known: Collection[str], now: datetime, first_age_s: float | None) -> Chosen:
    """Return which of `items` are to be read; `known` are the ids of articles that were seen in this feed before and
    say the same now.

    `first_age_s` is None unless this is the first contact; then it is how old an item may be that is announced, in
    seconds.
    """
    counts = Counter[str]()
    articles: dict[str, Article | None] = {}
    for item in items:
        reason = _reason(item, articles, known, now, first_age_s)
        silence = None if reason or first_age_s is None else _silence(_date(item, now), now, first_age_s)
        counts.update(filter(None, (reason, silence)))
        if item.article and reason != "repeated":
            article = item.article.model_copy(update={"announce": False}) if silence else item.article
            articles[article.id] = None if reason else article
    dates = [date for date in (_date(item, now) for item in items) if date]
    chosen = tuple(article for article in articles.values() if article)
    return Chosen(chosen, tuple(articles), Counts(**counts), _gap(dates), max(dates, default=None))


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
    return "too_old" if first_age_s is None and date and now - date > timedelta(seconds=OLD_S) else None


def _silence(date: datetime | None, now: datetime, first_age_s: float) -> Silence | None:
    """Return why an item of that date is not announced at first contact, None where it is."""
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
