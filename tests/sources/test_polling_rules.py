"""What follows from the answer of a feed: pure rules, every number of which is said here."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from helpers import NOW, article

from worker.feeds import DAY_S, Counts, Feed, FeedState, Skipped
from worker.http import Failure, Response, Validators
from worker.sources.choosing import Chosen
from worker.sources.feed import ParsedFeed
from worker.sources.polling import Decision, Poll, decide, validators

URL = "https://wire.example/rss"
FEED = Feed(url=URL, interval=300)
HOUR_S = 3_600
KNOWN = FeedState(
    url=URL, health="healthy", interval_s=600, first_contact=NOW - timedelta(days=9), last_new=NOW - timedelta(hours=1),
    gap_s=HOUR_S, format="rss20", validated_url=URL, etag='"1"',
)  # fmt: skip
NONE = Counts()
DOWN = Failure("timeout", "the server took too long")


def response(status: int = 200, permanent: str | None = None, **headers: str) -> Response:
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, URL, permanent, b"")


def with_items(
    new: int = 0, taken: int | None = None, answer: Response | None = None, gap_s: float | None = None,
    newest: datetime | None = None, dropped: Counts = NONE, **parsed: Any,
) -> Poll:  # fmt: skip
    articles = tuple(article(f"n{number}") for number in range(new))
    chosen = Chosen(articles, tuple(found.id for found in articles) or ("old",), dropped, gap_s, newest)
    document = ParsedFeed(**({"outcome": "items", "format": "rss20"} | parsed))
    return Poll(answer or response(etag='"1"'), document, chosen, new if taken is None else taken)


def after(state: FeedState, *polls: Poll | Failure | Response, now: datetime = NOW, chance: float = 0.0) -> Decision:
    """Decide about polls at `now`, one after the other."""
    for poll in polls:
        decision = decide(FEED, state, poll if isinstance(poll, Poll) else Poll(poll), now, chance, 5.0)
        state = decision.state
    return decision


def wait_s(decision: Decision, now: datetime = NOW) -> float:
    assert decision.due is not None
    return round((decision.due - now).total_seconds(), 3)


# When


def test_new_items_make_polls_twice_as_frequent_and_none_a_quarter_rarer() -> None:
    assert wait_s(after(KNOWN, with_items(new=1))) == 300
    assert wait_s(after(KNOWN, with_items())) == 750
    assert wait_s(after(KNOWN, response(304))) == 750


def test_the_interval_stays_within_its_bounds() -> None:
    assert wait_s(after(KNOWN, *[with_items(new=1)] * 9)) == FEED.interval
    assert wait_s(after(KNOWN, *[response(304)] * 20)) == HOUR_S


def test_a_feed_that_is_to_be_polled_rarely_is() -> None:
    rare = Feed(url=URL, interval=6 * HOUR_S)
    decision = decide(rare, KNOWN, with_items(new=1), NOW, 0.0, 5.0)
    assert wait_s(decision) == 6 * HOUR_S


@pytest.mark.parametrize("gap_s", [None, 60, 3_000, 40 * DAY_S])
def test_the_dates_of_the_first_document_do_not_tell_how_often_to_ask(gap_s: float | None) -> None:
    assert wait_s(after(FeedState(url=URL), with_items(gap_s=gap_s))) == FEED.interval


def test_chance_makes_a_poll_up_to_a_tenth_later_and_never_sooner() -> None:
    assert wait_s(after(KNOWN, with_items(), chance=1.0)) == 825
    assert wait_s(after(KNOWN, DOWN, chance=0.5)) == 315


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (response(cache_control="public, max-age=3600"), HOUR_S),
        (response(304, cache_control="max-age=3600"), HOUR_S),
        (response(cache_control="max-age=10"), 750),
        (response(cache_control="max-age=31536000"), 6 * HOUR_S),
        (response(expires="Wed, 25 Nov 2026 14:00:00 GMT"), 2 * HOUR_S),
    ],
)
def test_a_poll_waits_until_the_answer_is_no_longer_fresh(answer: Response, seconds: float) -> None:
    poll = with_items(answer=answer) if answer.status == 200 else Poll(answer)
    assert wait_s(after(KNOWN, poll)) == seconds


def test_the_ttl_of_the_feed_counts_also_while_it_is_unchanged() -> None:
    assert wait_s(after(KNOWN, with_items(ttl_s=2 * HOUR_S), response(304))) == 2 * HOUR_S


@pytest.mark.parametrize(
    ("skipped", "due"),
    [
        (Skipped(hours=(3, 4)), NOW + timedelta(seconds=750)),
        (Skipped(hours=(12, 13)), NOW.replace(hour=14)),
        (Skipped(hours=tuple(range(12, 24)), days=(3,)), NOW + timedelta(days=1, seconds=750)),  # NOW is a Wednesday
        (Skipped(days=(2,)), NOW.replace(hour=0) + timedelta(days=1)),
        (Skipped(hours=tuple(range(24))), NOW + timedelta(days=1, seconds=750)),
    ],
)
def test_the_hours_and_days_that_a_feed_wants_skipped_are(skipped: Skipped, due: datetime) -> None:
    assert after(KNOWN, with_items(skipped=skipped)).due == due
    assert after(KNOWN.model_copy(update={"skipped": skipped}), response(304)).due == due


def test_failures_double_the_interval_up_to_a_day() -> None:
    waits = [wait_s(after(KNOWN, *[DOWN] * times)) for times in (1, 2, 3, 30)]
    assert waits == [300, 600, 1_200, DAY_S]


def test_after_failures_the_old_interval_comes_back() -> None:
    assert wait_s(after(KNOWN, *[DOWN] * 9, response(304))) == 750


@pytest.mark.parametrize(
    ("status", "value", "seconds"),
    [
        (429, "7200", 7_200),
        (503, "Wed, 25 Nov 2026 15:00:00 GMT", 3 * HOUR_S),
        (429, "9999999999999", DAY_S),
        (429, "Fri, 31 Dec 2999 23:59:59 GMT", DAY_S),
        (429, "soon", 300),
        (429, "-5", 300),
        (503, "Mon, 01 Jan 2001 00:00:00 GMT", 300),
    ],
)
def test_retry_after_is_kept_to_for_up_to_a_day(status: int, value: str, seconds: float) -> None:
    decision = after(KNOWN, response(status, retry_after=value))
    assert wait_s(decision) == seconds
    assert decision.rest_s == max(5.0, min(seconds, HOUR_S) if seconds != 300 else 0)


def test_410_ends_the_feed_and_says_so_once() -> None:
    decision = after(KNOWN, response(410))
    assert (decision.due, decision.state.health, decision.state.outcome) == (None, "ended", "gone")
    assert [change.what for change in decision.changes] == ["feed_ended"]


# What is asked


def test_validators_are_kept_of_what_was_read_and_sent_the_next_time() -> None:
    read = after(KNOWN, with_items(answer=response(etag='W/"2"', last_modified="today")))
    assert validators(read.state) == Validators(URL, 'W/"2"', "today")
    assert validators(after(read.state, response(304)).state) == Validators(URL, 'W/"2"', "today")
    assert validators(after(read.state, DOWN).state) == Validators(URL, 'W/"2"', "today")


def test_validators_go_when_the_server_gives_none() -> None:
    assert validators(after(KNOWN, with_items(answer=response())).state) is None


def test_validators_of_what_could_not_be_read_are_not_kept() -> None:
    refused = Poll(response(etag='"2"'), ParsedFeed("refused", "html", "a page"))
    assert validators(after(KNOWN, refused).state) == Validators(URL, '"1"')


def test_unchanged_without_being_asked_is_a_failure() -> None:
    state = after(FeedState(url=URL), response(304)).state
    assert (state.outcome, state.failures) == ("status_304", 1)


# Where


NEW = "https://new.example/rss"


def test_a_permanent_redirect_is_the_address_after_three_sightings() -> None:
    moved = with_items(answer=response(permanent=NEW))
    assert after(KNOWN, moved, moved).state.url == URL
    decision = after(KNOWN, moved, moved, moved)
    assert decision.state.url == NEW
    assert [change.what for change in decision.changes] == ["feed_moved"]


def test_sightings_count_in_a_row_and_of_one_address() -> None:
    moved, back = with_items(answer=response(permanent=NEW)), with_items()
    other = with_items(answer=response(permanent="https://other.example/"))
    assert after(KNOWN, moved, moved, back, moved).state.url == URL
    assert after(KNOWN, moved, other, moved, other).state.url == URL


def test_a_redirect_that_leads_to_no_feed_is_not_counted() -> None:
    assert after(KNOWN, *[response(404, permanent=NEW)] * 5).state.url == URL


def test_the_configured_address_is_tried_again_when_the_new_one_is_dead() -> None:
    moved = KNOWN.model_copy(update={"url": NEW})
    assert after(moved, *[DOWN] * 9).state.url == NEW
    assert after(moved, *[DOWN] * 10).state.url == URL


# Health


def told(state: FeedState, *polls: Poll | Failure | Response, now: datetime = NOW) -> list[str]:
    """What is told of polls, one after the other."""
    whats = []
    for poll in polls:
        decision = after(state, poll, now=now)
        state = decision.state
        whats += [change.what for change in decision.changes]
    return whats


def test_a_failing_feed_is_told_once_after_three_failures_and_its_recovery_once() -> None:
    assert told(KNOWN, DOWN, DOWN) == []
    assert told(KNOWN, DOWN, DOWN, DOWN, DOWN, response(500)) == ["feed_failing"]
    assert told(KNOWN, *[DOWN] * 5, response(304), response(304)) == ["feed_failing", "feed_recovered"]


def test_a_feed_that_never_worked_is_failing_too() -> None:
    assert told(FeedState(url=URL), DOWN, DOWN, DOWN) == ["feed_failing"]


def test_a_failing_feed_says_why() -> None:
    state = after(KNOWN, *[DOWN] * 3).state
    assert (state.health, state.reason, state.failures) == ("failing", "the server took too long", 3)


@pytest.mark.parametrize(("gap_s", "silent_s"), [(60, DAY_S), (10 * HOUR_S, 80 * HOUR_S), (None, 7 * DAY_S)])
def test_a_feed_is_stale_against_its_own_rhythm(gap_s: float | None, silent_s: float) -> None:
    state = KNOWN.model_copy(update={"gap_s": gap_s, "last_new": NOW})
    before, then = (NOW + timedelta(seconds=silent_s + more) for more in (-60, 60))
    assert told(state, response(304), now=before) == []
    assert told(state, response(304), with_items(), now=then) == ["feed_stale"]
    assert told(state, response(304), with_items(new=1), now=then) == ["feed_stale", "feed_recovered"]


def test_a_new_format_is_told_once() -> None:
    atom = with_items(format="atom10")
    assert told(KNOWN, with_items(), atom, atom) == ["feed_format_changed"]
    assert told(FeedState(url=URL), atom) == []


def test_the_gap_follows_what_is_observed() -> None:
    state = after(KNOWN, with_items(new=1)).state
    assert state.gap_s == pytest.approx(HOUR_S)
    assert after(KNOWN, with_items(new=4)).state.gap_s < HOUR_S
    assert after(KNOWN.model_copy(update={"gap_s": None}), with_items(new=2)).state.gap_s == HOUR_S / 2


# Counting


def test_every_item_and_poll_is_counted() -> None:
    dropped = Counts(known=3, too_old=1, unreadable=2)
    counts = after(KNOWN, with_items(new=4, taken=3, dropped=dropped), response(304), DOWN).state.counts
    assert counts == Counts(polls=3, unchanged=1, failed=1, taken=3, known=4, too_old=1, unreadable=2)


def test_an_empty_feed_has_not_shown_anything_yet() -> None:
    empty = Poll(response(), ParsedFeed("empty", format="rss20"), Chosen())
    state = after(FeedState(url=URL), empty).state
    assert (state.first_contact, state.outcome, state.health) == (None, "empty", "healthy")
    newest = NOW - timedelta(hours=3)
    met = after(state, with_items(newest=newest)).state
    assert (met.first_contact, met.last_new) == (NOW, newest)
