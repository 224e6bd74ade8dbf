"""What follows from the answer of a feed, and when it is asked again: rules alone, no network and no clock.

When
    Between its `interval` and LONGEST_S: twice as often after new items, a quarter less often after none. Not before
    the server wants it: max-age, Expires and the ttl of the feed count up to FRESH_S, Retry-After up to a day. With
    each failure in a row the interval doubles, up to a day. Chance makes it up to a tenth later, so that feeds do not
    march in step. What would fall into its skipHours or skipDays is put off until they end, a day at most.

Where
    A permanent redirect (301, 308) that was seen MOVED_AFTER times is the address from then on; when that fails
    BACK_AFTER times, the configured one is asked again. 410 ends the feed until its address in the configuration
    changes.

Health
    `failing` after FAILING_AFTER failures in a row. `stale` when nothing new came for STALE_GAPS times the usual gap
    between its items, though at least a day. `healthy` again with the next good answer, or the next new item.
    Each such change is told once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from worker.feeds import DAY_S, MINUTE_S, Counts, Feed, FeedState, Health, Skipped
from worker.http import Failure, Response, Validators
from worker.http.caching import fresh_s, retry_after_s
from worker.sources.choosing import Chosen
from worker.sources.feed import ParsedFeed

LONGEST_S = 60 * MINUTE_S
FRESH_S = 6 * 60 * MINUTE_S  # what a server tells caches is not always meant for news
FASTER, SLOWER = 0.5, 1.25
JITTER = 0.1
MOST_DOUBLINGS = 12  # from a minute to more than a day

MOVED_AFTER = 3
BACK_AFTER = 10
FAILING_AFTER = 3
STALE_GAPS = 8
STALE_AT_LEAST_S, STALE_AT_MOST_S = DAY_S, 60 * DAY_S
STALE_UNKNOWN_S = 7 * DAY_S  # where no gap is known
GAP_MEMORY = 0.8  # what remains of the known gap with each new item

GONE = "gone"
BUSY = (429, 503)

What = Literal["feed_failing", "feed_stale", "feed_recovered", "feed_ended", "feed_moved", "feed_format_changed"]
TOLD: dict[Health, What] = {"failing": "feed_failing", "stale": "feed_stale", "ended": "feed_ended"}


@dataclass(frozen=True)
class Poll:
    """One answer; with a document, what it held, what was chosen of it, and how much the ledger did not know."""

    answer: Response | Failure
    parsed: ParsedFeed | None = None
    chosen: Chosen = field(default_factory=Chosen)
    taken: int = 0


@dataclass(frozen=True)
class Change:
    """Something about a feed that its operator should know."""

    what: What
    detail: str


@dataclass(frozen=True)
class Decision:
    """What is known of a feed from now on; `due` is None when it is never asked again.

    `rest_s` is how long its host is left alone, in seconds.
    """

    state: FeedState
    due: datetime | None
    rest_s: float
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class _Outcome:
    """`trouble` is why a poll failed, None where it did not."""

    name: str
    trouble: str | None = None


def validators(state: FeedState) -> Validators | None:
    """Return what to ask with, so that the server need not send again what is known."""
    return Validators(state.validated_url, state.etag, state.modified) if state.validated_url else None


def decide(feed: Feed, state: FeedState, poll: Poll, now: datetime, chance: float, spacing_s: float) -> Decision:
    """Return what follows from a poll of `feed`, of which `state` was known.

    `chance` is a random number between 0 and 1; a host is left alone for at least `spacing_s` between two requests.
    """
    outcome = _outcome(state, poll)
    changed = {"failures": state.failures + 1} if outcome.trouble else _after_success(feed, state, poll, now)
    changed |= {"outcome": outcome.name, "last_poll": now, "counts": _counted(state.counts, outcome, poll)}
    changed |= _address(feed, state, poll.answer, outcome)
    known = state.model_copy(update=changed)
    health, reason = _health(known, outcome, now)
    known = known.model_copy(update={"health": health, "reason": reason})
    wait_s = _wait_s(feed, known, poll, outcome, now) * (1 + JITTER * chance)
    return Decision(
        state=known,
        due=None if health == "ended" else _open(now + timedelta(seconds=wait_s), known.skipped),
        rest_s=max(spacing_s, min(_retry_s(poll.answer, now), LONGEST_S)),  # it may have meant this page alone
        changes=tuple(_changes(state, known)),
    )


def _outcome(state: FeedState, poll: Poll) -> _Outcome:
    answer, parsed = poll.answer, poll.parsed
    if isinstance(answer, Failure):
        return _Outcome(answer.outcome, answer.detail)
    if answer.status == 304:
        asked = validators(state)
        return _Outcome("unchanged") if asked else _Outcome("status_304", "it says unchanged, which was not asked")
    if answer.status == 410:
        return _Outcome(GONE, "the server says that it is gone for good (410)")
    if parsed is None:
        return _Outcome(f"status_{answer.status}", f"the server answers {answer.status}")
    if parsed.outcome == "refused":
        return _Outcome(parsed.cause or "refused", parsed.reason or "no feed")
    return _Outcome(parsed.outcome)


def _after_success(feed: Feed, state: FeedState, poll: Poll, now: datetime) -> dict[str, Any]:
    changed: dict[str, Any] = {"failures": 0, "last_success": now}
    if poll.parsed is None or isinstance(poll.answer, Failure):
        return changed | {"interval_s": _interval_s(feed, state.interval_s * SLOWER)}
    given = poll.answer.validators
    changed |= {
        "format": poll.parsed.format or state.format,
        "ttl_s": poll.parsed.ttl_s,
        "skipped": poll.parsed.skipped,
        "validated_url": given.url if given else None,
        "etag": given.etag if given else None,
        "modified": given.modified if given else None,
    }
    first = state.first_contact is None and poll.chosen.ids  # an empty feed has shown nothing yet
    return changed | (_met(feed, poll, now) if first else _rhythm(feed, state, poll, now))


def _met(feed: Feed, poll: Poll, now: datetime) -> dict[str, Any]:
    """What the first document tells. How often it is asked is left to what is seen: dates may lie."""
    return {
        "first_contact": now,
        "last_new": poll.chosen.newest or now,
        "gap_s": poll.chosen.gap_s,
        "interval_s": feed.interval,
    }


def _rhythm(feed: Feed, state: FeedState, poll: Poll, now: datetime) -> dict[str, Any]:
    """What each further document tells of it."""
    new = len(poll.chosen.articles)
    if not new:
        return {"interval_s": _interval_s(feed, state.interval_s * SLOWER)}
    gap_s = (now - (state.last_new or now)).total_seconds() / new
    memory = 0.0 if state.gap_s is None else GAP_MEMORY**new
    return {
        "last_new": now,
        "gap_s": memory * (state.gap_s or 0.0) + (1 - memory) * gap_s,
        "interval_s": _interval_s(feed, state.interval_s * FASTER),
    }


def _interval_s(feed: Feed, wanted_s: float) -> float:
    return min(max(wanted_s, feed.interval), max(LONGEST_S, feed.interval))


def _counted(counts: Counts, outcome: _Outcome, poll: Poll) -> Counts:
    more = dict(poll.chosen.counts)
    more["polls"] = 1
    more["failed"] = int(outcome.trouble is not None)
    more["unchanged"] = int(outcome.name == "unchanged")
    more["taken"] = poll.taken
    more["known"] += len(poll.chosen.articles) - poll.taken
    return Counts(**{name: count + more[name] for name, count in counts})


def _address(feed: Feed, state: FeedState, answer: Response | Failure, outcome: _Outcome) -> dict[str, Any]:
    """Return what changes about where the feed is asked for."""
    if outcome.trouble or isinstance(answer, Failure):
        back = state.failures + 1 >= BACK_AFTER
        return {"url": feed.url, "moved_to": None, "moved_times": 0} if back else {}
    if answer.permanent is None:
        return {"moved_to": None, "moved_times": 0}
    times = state.moved_times + 1 if answer.permanent == state.moved_to else 1
    if times >= MOVED_AFTER:
        return {"url": answer.permanent, "moved_to": None, "moved_times": 0}
    return {"moved_to": answer.permanent, "moved_times": times}


def _health(state: FeedState, outcome: _Outcome, now: datetime) -> tuple[Health, str | None]:
    if outcome.name == GONE:
        return "ended", outcome.trouble
    if outcome.trouble:
        failing = state.failures >= FAILING_AFTER or state.health == "failing"
        return ("failing", outcome.trouble) if failing else (state.health, state.reason)
    if state.last_new and (now - state.last_new).total_seconds() > _patience_s(state.gap_s):
        return "stale", f"nothing new since {state.last_new:%Y-%m-%d %H:%M} UTC"
    return "healthy", None


def _patience_s(gap_s: float | None) -> float:
    if gap_s is None:
        return STALE_UNKNOWN_S
    return min(max(STALE_GAPS * gap_s, STALE_AT_LEAST_S), STALE_AT_MOST_S)


def _wait_s(feed: Feed, state: FeedState, poll: Poll, outcome: _Outcome, now: datetime) -> float:
    if outcome.trouble:
        backoff_s = feed.interval * 2.0 ** min(state.failures - 1, MOST_DOUBLINGS)
        return max(min(backoff_s, DAY_S), _retry_s(poll.answer, now))
    fresh = fresh_s(poll.answer.headers, now) if isinstance(poll.answer, Response) else 0.0
    return max(state.interval_s, min(max(fresh, state.ttl_s or 0), FRESH_S))


def _open(due: datetime, skipped: Skipped) -> datetime:
    """Return the first moment from `due` on that is not skipped, a day later at most."""
    hours = (due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=number) for number in range(1, 25))
    return next((moment for moment in (due, *hours) if not skipped.has(moment)), due + timedelta(seconds=DAY_S))


def _retry_s(answer: Response | Failure, now: datetime) -> float:
    """Return how long the server asked to be left alone, at most a day."""
    if isinstance(answer, Failure) or answer.status not in BUSY:
        return 0.0
    return min(retry_after_s(answer.headers, now), DAY_S)


def _changes(before: FeedState, after: FeedState) -> Iterator[Change]:
    """Yield what is to be told, from what was known before and after a poll."""
    if after.health != before.health and after.health in TOLD:
        yield Change(TOLD[after.health], after.reason or "")
    if after.health == "healthy" and before.health in ("failing", "stale"):
        yield Change("feed_recovered", f"it was {before.health}: {before.reason}")
    if after.url != before.url:
        yield Change("feed_moved", f"asked for at {after.url} from now on, not at {before.url}")
    if before.format and after.format != before.format:
        yield Change("feed_format_changed", f"it was {before.format}, now it is {after.format}")
