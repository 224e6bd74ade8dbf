"""Deliveries in the store: each alert routed once, one sender per receiver, nothing forgotten."""

import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from helpers import NOW, alert_body, article, statement
from store_helpers import published

from worker import keys
from worker.deliveries import Delivery, ReceiverState
from worker.identity import Decision, Resolution
from worker.store import DeliveryClaim, Entry, Known, NewDelivery, Rated, Store
from worker.store.deliveries import GROUP, MOST_IN_BATCH, Deliveries

DESK, PHONE = ("desk", "https://desk.example/"), ("phone", "https://phone.example/")


@dataclass(frozen=True)
class Settled:
    delivery: Delivery
    state: ReceiverState
    due: datetime | None = None
    dead: bool = False
    recovered: bool = False
    told: tuple[tuple[str, str], ...] = field(default=())


def new(entry: Entry, receiver: str = "desk", about: str | None = None, **fields: Any) -> NewDelivery:
    delivery = Delivery(
        id=f"{receiver}:{about or entry.sequence}", receiver=receiver, route="all", alerts=(entry.sequence,),
        batch=about is not None, since=NOW,
    )  # fmt: skip
    return NewDelivery(delivery, **({"due": datetime.now(UTC), "event": f"e{entry.sequence}"} | fields))


def routed(store: Store, *receivers: str) -> int:
    """Route what there is to each of `receivers`."""
    entries = store.deliveries.unrouted(0.001)
    return store.deliveries.route([(entry, [new(entry, name) for name in receivers]) for entry in entries])


def claimed(store: Store) -> DeliveryClaim:
    claim = store.deliveries.claim()
    assert claim is not None
    return claim


def settle(store: Store, claim: DeliveryClaim, *, go_on: bool = False, **fields: Any) -> DeliveryClaim | None:
    settled = Settled(**({"delivery": claim.delivery, "state": claim.state} | fields))
    return store.deliveries.settle(claim, settled, go_on=go_on)


@pytest.fixture(autouse=True)
def _served(store: Store) -> None:
    store.deliveries.configure([DESK, PHONE])


def test_alerts_from_before_the_first_receiver_are_not_sent(store: Store) -> None:
    store.deliveries.configure([])
    published(store, 2)
    store.deliveries.configure([DESK])
    assert store.deliveries.unrouted(0.001) == ()
    published(store, 1)
    (entry,) = store.deliveries.unrouted(0.001)
    assert entry.sequence == 3
    assert '"sequence":3' in entry.message


def test_each_alert_is_routed_once(store: Store) -> None:
    published(store, 2)
    entries = store.deliveries.unrouted(0.001)
    plan = [(entry, [new(entry, "desk"), new(entry, "phone")]) for entry in entries]
    assert store.deliveries.route(plan) == 4
    assert store.deliveries.route(plan) == 0
    assert store.deliveries.unrouted(0.001) == ()
    assert store.deliveries.waiting() == {"desk": 2, "phone": 2}


def test_what_a_worker_read_and_did_not_route_is_anothers(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    published(store, 1)
    (entry,) = store.deliveries.unrouted(0.001)
    monkeypatch.setattr("worker.store.deliveries.ABANDONED_MS", 0)
    assert Deliveries(store.client, "/other").unrouted(0.001) == (entry,)


def told_on(store: Store) -> None:
    """Publish two alerts of one event, e1, and one of another."""
    for number, event, revision in ((1, "e1", 1), (2, "e1", 2), (3, "e3", 1)):
        item = article(f"a{number}")
        store.enter(item)
        body = alert_body(statement(event), item.id, revision=revision)
        store.commit(item, Resolution((Decision(body, body.event, True, ()),)), store.candidates([]), NOW)


def follow_ups(*entries: Entry) -> list[tuple[Entry, list[NewDelivery]]]:
    """The first alert of e1 to the desk; whatever comes later only to who was told before."""
    event = {1: "e1", 2: "e1", 3: "e3"}
    return [(e, [new(e, event=event[e.sequence], follows=e.sequence > 1)]) for e in entries]


def test_what_follows_goes_to_the_routes_that_told_of_the_event_and_to_no_others(store: Store) -> None:
    told_on(store)
    assert store.deliveries.route(follow_ups(*store.deliveries.unrouted(0.001))) == 2
    assert store.client.zrange(keys.DELIVERY_DUE.of("desk"), 0, -1) == ["desk:1", "desk:2"]
    assert store.client.hget(keys.EVENT.of("e1"), "told") == " all:1"
    known = store.history.event("e1")
    assert isinstance(known, Known)
    assert known.told == {"all": 1}


def test_what_follows_waits_for_the_worker_that_has_an_earlier_alert_of_the_event(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_on(store)
    monkeypatch.setattr("worker.store.deliveries.AT_ONCE", 1)
    other = Deliveries(store.client, "/other")
    (first,) = other.unrouted(0.001)  # it reads the first alert, and dies
    monkeypatch.setattr("worker.store.deliveries.AT_ONCE", 100)
    rest = store.deliveries.unrouted(0.001)
    assert store.deliveries.route(follow_ups(*rest)) == 0
    assert store.client.xpending(keys.ALERTS.name, GROUP)["pending"] == 2  # that of e3 does not wait
    monkeypatch.setattr("worker.store.deliveries.ABANDONED_MS", 0)
    left = store.deliveries.unrouted(0.001)
    assert left == (first, rest[0])
    assert store.deliveries.route(follow_ups(*left)) == 2
    assert other.route(follow_ups(first)) == 0  # it was only slow
    assert store.client.zrange(keys.DELIVERY_DUE.of("desk"), 0, -1) == ["desk:1", "desk:2"]


def test_nothing_is_kept_of_an_event_that_is_forgotten(store: Store) -> None:
    told_on(store)
    store.client.delete(keys.EVENT.of("e1"))
    assert store.deliveries.route(follow_ups(*store.deliveries.unrouted(0.001))) == 1
    assert not store.client.exists(keys.EVENT.of("e1"))


def test_receivers_are_idle_when_every_alert_is_routed_and_nothing_is_due(store: Store) -> None:
    both = ["desk", "phone"]
    assert store.deliveries.are_idle(both)
    assert not store.deliveries.are_idle(["desk"])
    published(store, 1)
    assert not store.deliveries.are_idle(both)
    entries = store.deliveries.unrouted(0.001)
    assert not store.deliveries.are_idle(both)
    store.deliveries.route([(entry, [new(entry)]) for entry in entries])
    assert not store.deliveries.are_idle(both)
    claim = claimed(store)
    assert not store.deliveries.are_idle(both)
    settle(store, claim, due=datetime.now(UTC) + timedelta(hours=1))
    assert store.deliveries.are_idle(both)


def test_one_sender_at_a_time_serves_a_receiver_in_the_order_of_the_stream(store: Store) -> None:
    published(store, 3)
    routed(store, "desk")
    claim = claimed(store)
    assert store.deliveries.claim() is None
    order = [claim.delivery.alerts]
    following = settle(store, claim, go_on=True)
    while following:
        order.append(following.delivery.alerts)
        following = settle(store, following, go_on=True)
    assert order == [(1,), (2,), (3,)]
    assert store.deliveries.claim() is None
    assert store.deliveries.waiting() == {"desk": 0, "phone": 0}


def test_a_slow_receiver_keeps_no_other_waiting(store: Store) -> None:
    published(store, 1)
    routed(store, "desk", "phone")
    assert {claimed(store).delivery.receiver, claimed(store).delivery.receiver} == {"desk", "phone"}


def test_a_sender_that_dies_loses_its_receiver_with_the_lease(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    published(store, 1)
    routed(store, "desk")
    lost = claimed(store)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 600)
    again = claimed(store)
    assert again.delivery == lost.delivery
    assert settle(store, lost, go_on=True) is None
    assert store.deliveries.waiting()["desk"] == 1
    settle(store, again)
    assert store.deliveries.waiting()["desk"] == 0


def test_what_a_sender_held_that_is_known_to_have_died_is_free_at_once(store: Store) -> None:
    published(store, 1)
    routed(store, "desk", "phone")
    lost = claimed(store)
    store.deliveries.abandon(os.getpid() + 1)
    assert claimed(store).delivery.receiver != lost.delivery.receiver
    assert store.deliveries.claim() is None
    store.deliveries.abandon(os.getpid())
    assert {claimed(store).delivery.receiver, claimed(store).delivery.receiver} == {"desk", "phone"}
    assert settle(store, lost) is None
    assert store.deliveries.waiting() == {"desk": 1, "phone": 1}


def test_what_failed_waits_until_it_is_due(store: Store) -> None:
    published(store, 2)
    routed(store, "desk")
    claim = claimed(store)
    later = datetime.now(UTC) + timedelta(hours=1)
    following = settle(store, claim, go_on=True, due=later)
    assert following is not None
    assert following.delivery.alerts == (2,)
    settle(store, following)
    assert store.deliveries.claim() is None
    assert store.client.zscore(keys.RECEIVER_DUE.name, "desk") == pytest.approx(later.timestamp())


def test_a_paused_receiver_gets_nothing_until_then(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    published(store, 2)
    routed(store, "desk")
    claim = claimed(store)
    until = datetime.now(UTC) + timedelta(minutes=5)
    paused = claim.state.model_copy(update={"paused_until": until})
    assert settle(store, claim, go_on=True, state=paused, due=datetime.now(UTC)) is None
    published(store, 1)
    routed(store, "desk")
    assert store.deliveries.claim() is None
    assert store.deliveries.states()["desk"].paused_until == until
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    assert claimed(store).delivery.receiver == "desk"


def test_what_had_failed_is_due_when_its_receiver_is_back_and_what_is_held_is_not(store: Store) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    published(store, 3)
    entries = store.deliveries.unrouted(0.001)
    store.deliveries.route(
        [(entry, [new(entry, **({"due": later} if entry.sequence == 3 else {}))]) for entry in entries]
    )
    claim = claimed(store)
    failed = claim.delivery.model_copy(update={"tries": 1})
    following = settle(store, claim, go_on=True, delivery=failed, due=later)
    assert following is not None
    following = settle(store, following, go_on=True, recovered=True)
    assert following is not None
    assert following.delivery == failed
    assert settle(store, following, go_on=True) is None
    assert store.deliveries.waiting()["desk"] == 1


def test_a_disabled_receiver_gets_nothing_until_it_is_resumed(store: Store) -> None:
    published(store, 1)
    routed(store, "desk")
    claim = claimed(store)
    settle(store, claim, state=claim.state.model_copy(update={"disabled": True}), due=datetime.now(UTC))
    published(store, 1)
    routed(store, "desk")
    assert store.deliveries.claim() is None
    assert store.deliveries.waiting()["desk"] == 2
    assert not store.deliveries.resume("nobody")
    assert store.deliveries.resume("desk")
    assert claimed(store).delivery.alerts == (1,)
    assert not store.deliveries.states()["desk"].disabled


def test_the_dead_are_kept_and_can_be_sent_again(store: Store) -> None:
    published(store, 1)
    routed(store, "desk")
    claim = claimed(store)
    failed = claim.delivery.model_copy(update={"tries": 10, "reason": "down"})
    settle(store, claim, delivery=failed, dead=True)
    ((_, dead),) = store.deliveries.dead()
    assert dead == failed
    assert store.deliveries.claim() is None
    assert store.deliveries.resend([dead.id, "nothing"]) == 1
    assert store.deliveries.dead() == ()
    assert claimed(store).delivery == failed.model_copy(update={"tries": 0})


def test_only_the_newest_of_very_many_dead_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "DEAD_KEPT", 2)
    published(store, 3)
    routed(store, "desk")
    claim: DeliveryClaim | None = claimed(store)
    while claim:
        claim = settle(store, claim, go_on=True, dead=True)
    assert sorted(delivery.alerts for _, delivery in store.deliveries.dead()) == [(2,), (3,)]
    assert store.client.hlen(keys.DEAD.name) == 2


def test_no_more_wait_for_a_receiver_than_there_are_alerts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ALERTS_KEPT", 2)
    published(store, 3)
    routed(store, "desk")
    assert store.deliveries.waiting()["desk"] == 2
    ((_, dead),) = store.deliveries.dead()
    assert (dead.alerts, dead.reason) == ((1,), "too many wait for this receiver")
    assert store.deliveries.states()["desk"].dead == 1
    assert claimed(store).delivery.alerts == (2,)


def test_alerts_of_a_group_go_together_and_no_more_than_fit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.store.deliveries.MOST_IN_BATCH", 2)
    published(store, 5)
    entries = store.deliveries.unrouted(0.001)
    assert store.deliveries.route([(entry, [new(entry, about="window")]) for entry in entries]) == 3
    batches = [claimed(store)]
    while following := settle(store, batches[-1], go_on=True):
        batches.append(following)
    assert sorted(batch.delivery.alerts for batch in batches) == [(1, 2), (3, 4), (5,)]
    assert len({batch.delivery.id for batch in batches}) == 3
    assert MOST_IN_BATCH > 2


def test_no_more_than_a_rate_goes_in_its_time(store: Store) -> None:
    published(store, 5)
    begin = datetime.now(UTC)
    rate = Rated("all:desk", alerts=2, seconds=60)
    entries = store.deliveries.unrouted(0.001)
    store.deliveries.route([(entry, [new(entry, due=begin, rate=rate)]) for entry in entries])
    rows = store.client.zrange(keys.DELIVERY_DUE.of("desk"), 0, -1, withscores=True)
    assert [round(due - begin.timestamp()) for _, due in rows] == [0, 0, 30, 60, 90]


def test_a_receiver_with_another_address_begins_afresh(store: Store) -> None:
    published(store, 1)
    routed(store, "desk")
    claim = claimed(store)
    settle(store, claim, state=claim.state.model_copy(update={"disabled": True}), due=datetime.now(UTC))
    store.deliveries.configure([DESK, PHONE])
    assert store.deliveries.claim() is None
    store.deliveries.configure([("desk", "https://new.example/"), PHONE])
    assert claimed(store).delivery.alerts == (1,)


def test_a_receiver_that_is_no_longer_configured_leaves_nothing(store: Store) -> None:
    published(store, 1)
    routed(store, "desk")
    store.deliveries.configure([PHONE])
    assert store.deliveries.claim() is None
    assert store.client.hlen(keys.DELIVERY.name) == 0
    assert not store.client.exists(keys.DELIVERY_DUE.of("desk"))


def test_messages_are_those_of_the_stream(store: Store) -> None:
    published(store, 2)
    (first, missing) = store.deliveries.messages([1]), store.deliveries.messages([7])
    assert '"sequence":1' in first[0]
    assert missing == ()


def test_what_is_told_of_a_receiver_is_a_system_message(store: Store) -> None:
    published(store, 1)
    routed(store, "desk")
    with store.client.pubsub(ignore_subscribe_messages=True) as heard:
        heard.subscribe(keys.SYSTEM_CHANNEL)
        heard.get_message(timeout=1)
        settle(store, claimed(store), told=(("receiver_paused", "down"),))
        message = heard.get_message(timeout=5)
    assert '"subject":"desk"' in message["data"]


def test_consumers_that_are_gone_are_not_listed_for_ever(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def listed() -> list[int]:
        return sorted(found["pending"] for found in store.client.xinfo_consumers(keys.ALERTS.name, GROUP))

    published(store, 1)
    routed(store, "desk")
    published(store, 1)
    Deliveries(store.client, "/depesche/test").unrouted(0.001)  # it reads the alert, and dies
    store.deliveries.configure([DESK])
    assert listed() == [0, 1]
    monkeypatch.setattr("worker.store.deliveries.ABANDONED_MS", -1)
    store.deliveries.configure([DESK])
    assert listed() == [1]
