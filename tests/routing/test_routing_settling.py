"""What follows from an attempt to deliver: every number of the retry schedule is said here."""

import pytest
from helpers import NOW

from worker.deliveries import Delivery, Receipt, ReceiverState
from worker.routing.settling import PAUSE_AFTER, SCHEDULE_S, Settled, settle

DELIVERY = Delivery(id="desk:e1-1", receiver="desk", route="all", alerts=(1,), since=NOW)
WELL = ReceiverState(target="https://desk.example/")
BUSY = Receipt("again", "the server answers 503", 503)
DONE = Receipt("delivered", "204", 204)
HOUR_S = 3_600


def after(
    *receipts: Receipt, delivery: Delivery = DELIVERY, state: ReceiverState = WELL, chance: float = 0.0
) -> Settled:
    for receipt in receipts:
        settled = settle(delivery, state, receipt, NOW, chance)
        delivery, state = settled.delivery, settled.state
    return settled


def wait_s(settled: Settled) -> float:
    assert settled.due is not None
    return (settled.due - NOW).total_seconds()


def paused_s(state: ReceiverState) -> float:
    return (state.paused_until - NOW).total_seconds() if state.paused_until else 0.0


def test_what_was_delivered_is_over() -> None:
    settled = after(DONE)
    assert (settled.due, settled.dead, settled.told) == (None, False, ())
    assert (settled.state.delivered, settled.state.last_delivered) == (1, NOW)


def test_what_failed_is_tried_again_ever_later_and_then_dead() -> None:
    failures = [after(*[BUSY] * times) for times in range(1, len(SCHEDULE_S) + 1)]
    assert [wait_s(settled) for settled in failures] == list(SCHEDULE_S)
    last = after(*[BUSY] * (len(SCHEDULE_S) + 1))
    assert (last.due, last.dead, last.delivery.reason) == (None, True, BUSY.detail)
    assert last.told[-1] == ("delivery_dead", "desk:e1-1: the server answers 503")


def test_chance_makes_a_try_up_to_a_tenth_later() -> None:
    assert wait_s(after(BUSY, chance=1.0)) == pytest.approx(5.5)


@pytest.mark.parametrize(("asked_s", "seconds"), [(90, 90), (1, 5), (10 * 86_400, 86_400)])
def test_a_receiver_that_asks_for_time_gets_it(asked_s: float, seconds: float) -> None:
    settled = after(Receipt("again", "429", 429, asked_s))
    assert wait_s(settled) == seconds
    assert paused_s(settled.state) == min(asked_s, 86_400)


def test_a_receiver_that_keeps_failing_is_paused_ever_longer_and_told_of_once() -> None:
    states = [after(*[BUSY] * times).state for times in range(1, PAUSE_AFTER + 9)]
    assert [paused_s(state) for state in states] == [0, 0, 0, 0, 60, 120, 240, 480, 960, 1_920, HOUR_S, HOUR_S, HOUR_S]
    assert after(*[BUSY] * PAUSE_AFTER).told == (("receiver_paused", BUSY.detail),)
    assert after(*[BUSY] * (PAUSE_AFTER + 1)).told == ()


def test_a_receiver_that_comes_back_is_told_of() -> None:
    settled = after(*[BUSY] * PAUSE_AFTER, DONE)
    assert settled.recovered
    assert settled.told == (("receiver_recovered", "it failed with: the server answers 503"),)
    assert (settled.state.failures, settled.state.paused_until, settled.state.reason) == (0, None, None)


def test_one_message_that_is_refused_pauses_nobody() -> None:
    refused = Receipt("rejected", "the server answers 422", 422)
    state = WELL
    for _ in range(6):
        state = after(refused, state=state).state
        state = after(DONE, state=state).state
    assert (state.paused_until, state.failed, state.delivered) == (None, 6, 6)


def test_a_receiver_that_is_gone_is_disabled_and_its_delivery_waits() -> None:
    settled = after(Receipt("gone", "the server answers 410", 410))
    assert settled.state.disabled
    assert (settled.due, settled.dead) == (NOW, False)
    assert settled.told == (("receiver_disabled", "the server answers 410"),)


def test_what_is_no_longer_kept_is_dead_and_no_fault_of_the_receiver() -> None:
    settled = after(Receipt("lost", "the alert is no longer in the stream"))
    assert settled.dead
    assert settled.state == WELL.model_copy(update={"dead": 1})
