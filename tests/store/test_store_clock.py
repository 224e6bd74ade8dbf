"""A clock that is turned back or forward while work is going on: nothing waits for it, and nothing is done twice."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from helpers import NOW, article, statement
from store_helpers import new_event, published
from test_store_deliveries import DESK, claimed, new, settle
from test_store_feeds import A

from worker import keys
from worker.identity import Resolution
from worker.store import Candidates, Page, Rated, Store
from worker.store.deliveries import LEASE_S, Deliveries

HOUR, DAY = 3_600.0, 86_400.0
NOTHING = Candidates((), (), ())


@dataclass
class Clock:
    """The time as this machine tells it; `set` moves it."""

    real: Callable[[], float]
    offset: float = 0.0

    def __call__(self) -> float:
        return self.real() + self.offset

    def set(self, seconds: float) -> None:
        self.offset += seconds

    def now(self) -> datetime:
        return datetime.fromtimestamp(self(), UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, store: Store) -> Clock:
    clock = Clock(time.time)
    monkeypatch.setattr(time, "time", clock)
    store.overdue()  # the sweep by which a jump is seen
    return clock


@pytest.mark.parametrize("back", [HOUR, DAY])
def test_an_article_whose_task_was_lost_does_not_wait_for_the_old_time(store: Store, clock: Clock, back: float) -> None:
    store.enter(article("a1"))
    clock.set(-back)
    assert store.turn_back() == pytest.approx(back, abs=5)
    assert store.overdue() == ()
    clock.set(keys.RESEND_AFTER_S + 1)
    assert store.overdue() == ("a1",)


def test_all_that_is_pending_is_due_after_a_restart_on_a_clock_turned_back(store: Store, clock: Clock) -> None:
    store.enter(article("a1"))
    clock.set(-HOUR)
    store.turn_back()
    store.all_due()
    assert store.overdue() == ("a1",)


def test_what_waits_for_its_page_goes_on_waiting_no_longer(store: Store, clock: Clock) -> None:
    store.enter(article("a1", url="https://a.example/1"), Page.at("https://a.example/1"))
    clock.set(-HOUR)
    assert store.pages.claim() is None
    store.turn_back()
    assert store.overdue() == ()
    clock.set(5)  # since the last sweep
    assert store.pages.claim() is not None


def test_a_feed_is_polled_as_soon_as_it_would_have_been(store: Store, clock: Clock) -> None:
    store.feeds.configure([A])
    claim = store.feeds.claim()
    assert claim is not None
    store.feeds.release(claim, claim.state, due=clock.now() + timedelta(seconds=60), rest_s=60.0)
    clock.set(-HOUR)
    store.turn_back()
    assert store.feeds.claim() is None
    clock.set(61)
    assert store.feeds.claim() is not None


def test_a_lease_ends_and_a_delivery_that_failed_is_tried_when_it_would_have_been(store: Store, clock: Clock) -> None:
    store.deliveries.configure([DESK])
    published(store, 2)
    entries = store.deliveries.unrouted(0.001)
    store.deliveries.route([(entry, [new(entry, due=clock.now())]) for entry in entries])
    first = claimed(store)
    second = settle(store, first, due=clock.now() + timedelta(seconds=300), go_on=True)
    assert second is not None  # and whoever has it dies
    clock.set(-HOUR)
    store.turn_back()
    assert store.deliveries.claim() is None
    clock.set(LEASE_S + 1)
    assert claimed(store).delivery.id == second.delivery.id
    clock.set(LEASE_S)
    settle(store, claimed(store))
    assert claimed(store).delivery.id == first.delivery.id


def test_a_paused_receiver_is_served_when_it_would_have_been(store: Store, clock: Clock) -> None:
    store.deliveries.configure([DESK])
    published(store, 1)
    (entry,) = store.deliveries.unrouted(0.001)
    store.deliveries.route([(entry, [new(entry, due=clock.now())])])
    claim = claimed(store)
    until = clock.now() + timedelta(seconds=60)
    settle(store, claim, state=claim.state.model_copy(update={"paused_until": until}), due=until)
    clock.set(-HOUR)
    store.turn_back()
    assert store.deliveries.claim() is None
    clock.set(61)
    assert claimed(store).delivery == claim.delivery


def test_a_rate_makes_alerts_wait_no_longer(store: Store, clock: Clock) -> None:
    store.deliveries.configure([DESK])
    published(store, 1)
    _paced(store, clock)
    settle(store, claimed(store))
    clock.set(-HOUR)
    store.turn_back()
    published(store, 1)
    _paced(store, clock)
    assert store.deliveries.claim() is None
    clock.set(61)
    settle(store, claimed(store))


def _paced(store: Store, clock: Clock) -> None:
    """Route an alert of which there is to be one a minute."""
    (entry,) = store.deliveries.unrouted(0.001)
    store.deliveries.route([(entry, [new(entry, due=clock.now(), rate=Rated("all:desk", 1, 60.0))])])


def test_an_alert_that_somebody_read_and_left_is_routed_by_another(store: Store, clock: Clock) -> None:
    store.deliveries.configure([DESK])
    published(store, 1)
    assert len(store.deliveries.unrouted(0.001)) == 1  # and whoever has it dies
    other = Deliveries(store.client, "/depesche/test")
    assert other.unrouted(0.001) == ()
    clock.set(-HOUR)
    store.turn_back()
    assert [entry.sequence for entry in other.unrouted(0.001)] == [1]


def test_a_receiver_that_is_disabled_stays_so(store: Store, clock: Clock) -> None:
    store.deliveries.configure([DESK])
    published(store, 1)
    (entry,) = store.deliveries.unrouted(0.001)
    store.deliveries.route([(entry, [new(entry, due=clock.now())])])
    claim = claimed(store)
    settle(store, claim, state=claim.state.model_copy(update={"disabled": True}), due=clock.now())
    clock.set(-HOUR)
    store.turn_back()
    assert store.deliveries.claim() is None


def test_it_is_turned_back_once_and_not_for_clocks_that_differ_a_little(store: Store, clock: Clock) -> None:
    clock.set(-20)
    assert store.turn_back() == 0
    clock.set(-HOUR)
    assert store.turn_back() > 0
    assert store.turn_back() == 0


def test_a_day_forward_makes_work_twice_and_nothing_of_it_known_twice(store: Store, clock: Clock) -> None:
    store.deliveries.configure([DESK])
    published(store, 1)
    (entry,) = store.deliveries.unrouted(0.001)
    store.deliveries.route([(entry, [new(entry, due=clock.now())])])
    slow = claimed(store)
    store.enter(article("late"))
    store.begin("late")
    clock.set(DAY)
    assert store.turn_back() == 0
    assert store.overdue() == ("late",)
    resolution = Resolution((new_event(statement("late"), "late"),))
    outcomes = [store.commit(article("late"), resolution, NOTHING, NOW).outcome for _ in range(2)]
    assert outcomes == ["done", "already"]
    quick = claimed(store)  # its lease has ended
    assert quick.delivery == slow.delivery
    settle(store, slow, due=clock.now())
    assert store.deliveries.waiting() == {"desk": 1}
    settle(store, quick)
    assert store.deliveries.waiting() == {"desk": 0}
