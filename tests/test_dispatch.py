"""The way out from end to end: an alert, its routes, a receiver that is there or is not."""

import ipaddress
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from helpers import NOW, alert_body, article, statement
from misbehaving import Server, answer
from receiving import TABLE

from schemas import Severity
from schemas.alert import Change
from worker import dispatch, keys
from worker.dispatch import Sender
from worker.http import Client, Limits
from worker.identity import Decision, Resolution
from worker.routing.config import Receiver, Route
from worker.sinks import Sinks
from worker.store import Store

LIMITS = Limits(connect_s=1.0, read_s=0.4, total_s=1.5, received=300_000)
CLIENT = Client([ipaddress.ip_network("127.0.0.0/8")], limits=LIMITS)
ALL = Route(name="all", receivers=("desk",))


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({"desk": answer("204 No Content"), "phone": answer("204 No Content")}) as running:
        yield running


@pytest.fixture
def sender(store: Store, server: Server) -> Sender:
    receivers = [Receiver(name=name, url=f"{server.url}/{name}") for name in ("desk", "phone")]
    store.deliveries.configure([(receiver.name, str(receiver.url)) for receiver in receivers])
    return Sender(Sinks(CLIENT, store.publish), {receiver.name: receiver for receiver in receivers}, lambda: 0.0)


def published(store: Store, *speakers: str) -> None:
    """Publish an alert for each of `speakers`."""
    for speaker in speakers:
        item, event = article(f"a-{speaker}"), statement(f"e-{speaker}", speaker)
        store.enter(item)
        decision = Decision(alert_body(event, item.id, headline=f"{speaker} speaks"), event, True, ())
        assert store.commit(item, Resolution((decision,)), store.candidates([]), NOW).outcome == "done"


def corrected(store: Store, speaker: str, change: Change, revision: int, **fields: Any) -> None:
    """Publish a further alert of the event of `speaker`."""
    item, event = article(f"a-{speaker}-{revision}"), statement(f"e-{speaker}", speaker)
    store.enter(item)
    body = alert_body(event, item.id, change=change, revision=revision, **fields)
    assert store.commit(item, Resolution((Decision(body, event, True, ()),)), store.candidates([]), NOW).sequences


def delivered(store: Store, sender: Sender, *routes: Route) -> None:
    """Route what there is, and serve receivers until none is due."""
    dispatch.dispatch(store, routes, 0.001)
    while dispatch.deliver(sender, store, lambda: None):
        pass


def ids(server: Server, path: str = "/desk") -> list[str]:
    return [headers["webhook-id"] for asked, headers in server.requests if asked == path]


def test_an_alert_goes_to_every_receiver_of_its_routes_once(store: Store, sender: Sender, server: Server) -> None:
    published(store, "Vale", "Holt")
    both = Route(name="both", receivers=("desk", "phone"))
    delivered(store, sender, ALL, both)
    assert ids(server) == ids(server, "/phone") == ["e-Vale-1", "e-Holt-1"]
    delivered(store, sender, ALL, both)
    assert len(server.requests) == 4
    assert store.deliveries.waiting() == {"desk": 0, "phone": 0}
    assert store.deliveries.states()["desk"].delivered == 2


def test_who_was_told_of_an_event_is_told_what_becomes_of_it(store: Store, sender: Sender, server: Server) -> None:
    high = Route.model_validate({"name": "high", "receivers": ["desk"], "match": {"severity": "high"}})
    news = high.model_copy(update={"name": "news", "receivers": ("phone",), "changes": ("new",)})
    published(store, "Holt")  # of low severity: nobody is told of it, nor of what becomes of it
    corrected(store, "Holt", "retracted", 2, standing="retracted")
    corrected(store, "Vale", "new", 1, severity=Severity(level="high"))
    corrected(store, "Vale", "updated", 2)  # in one go with the one before
    delivered(store, sender, high, news)
    corrected(store, "Vale", "retracted", 3, standing="retracted")
    delivered(store, sender, high, news)
    assert ids(server) == ["e-Vale-1", "e-Vale-2", "e-Vale-3"]
    assert ids(server, "/phone") == ["e-Vale-1"]


def test_an_alert_that_no_route_takes_goes_nowhere(store: Store, sender: Sender, server: Server) -> None:
    published(store, "Vale")
    delivered(store, sender, Route.model_validate({"name": "r", "receivers": ["desk"], "match": {"kind": ["attack"]}}))
    assert server.requests == []
    assert store.client.xpending(keys.ALERTS.name, "receivers")["pending"] == 0


def test_a_receiver_that_is_down_gets_all_when_it_is_back_and_delays_nobody(
    store: Store, sender: Sender, server: Server, later: Callable[[float], None]
) -> None:
    server.table["desk"] = answer("503 Service Unavailable")
    published(store, "Vale", "Holt")
    delivered(store, sender, Route(name="both", receivers=("desk", "phone")))
    assert ids(server, "/phone") == ["e-Vale-1", "e-Holt-1"]
    assert store.deliveries.waiting() == {"desk": 2, "phone": 0}
    assert store.deliveries.states()["desk"].failures == 2
    server.table["desk"] = answer("200 OK")
    server.requests.clear()
    delivered(store, sender)
    assert server.requests == []
    later(6)
    delivered(store, sender)
    assert sorted(ids(server)) == ["e-Holt-1", "e-Vale-1"]


@pytest.mark.parametrize(
    ("case", "waiting", "disabled"),
    [("ok", 0, False), ("never_answers", 1, False), ("redirects_to_the_metadata", 1, False), ("gone", 1, True)],
)
def test_what_a_receiver_does_decides_what_follows(
    store: Store, sender: Sender, server: Server, case: str, waiting: int, disabled: bool
) -> None:
    server.table["desk"] = TABLE[case].behaviour
    published(store, "Vale")
    delivered(store, sender, ALL)
    assert store.deliveries.waiting()["desk"] == waiting
    assert store.deliveries.states()["desk"].disabled is disabled


def test_alerts_of_a_group_come_in_one_request(
    store: Store, sender: Sender, server: Server, later: Callable[[float], None]
) -> None:
    published(store, "Vale", "Holt")
    delivered(store, sender, Route.model_validate({"name": "g", "receivers": ["desk"], "group": {"wait": 60}}))
    assert server.requests == []
    later(61)
    delivered(store, sender)
    ((_, headers),) = server.requests
    assert headers["content-type"].startswith("application/cloudevents-batch+json")
    assert headers["webhook-id"].startswith("batch-")


def test_a_stretch_of_time_that_comes_again_is_another_batch(
    store: Store, sender: Sender, server: Server, later: Callable[[float], None]
) -> None:
    for speaker in ("Vale", "Holt"):
        published(store, speaker)
        delivered(store, sender, Route.model_validate({"name": "g", "receivers": ["desk"], "group": {"wait": 60}}))
        later(61)
        delivered(store, sender)
        later(-61)  # the clock is turned back
    assert len({headers["webhook-id"] for _, headers in server.requests}) == len(server.requests) == 2


def test_what_comes_in_quiet_hours_waits_until_they_end(store: Store, sender: Sender, server: Server) -> None:
    begin = datetime.now(UTC) - timedelta(hours=1)
    quiet = {"begin": f"{begin:%H:%M}", "end": f"{begin + timedelta(hours=2):%H:%M}", "except_from": "high"}
    published(store, "Vale")
    delivered(store, sender, Route.model_validate({"name": "q", "receivers": ["desk"], "quiet": quiet}))
    assert server.requests == []
    due = store.client.zscore(keys.RECEIVER_DUE.name, "desk")
    assert 50 * 60 < due - time.time() <= 60 * 60


def test_an_alert_that_left_the_stream_is_kept_as_dead(store: Store, sender: Sender, server: Server) -> None:
    published(store, "Vale")
    dispatch.dispatch(store, [ALL], 0.001)
    store.client.xtrim(keys.ALERTS.name, maxlen=0)
    delivered(store, sender)
    ((_, dead),) = store.deliveries.dead()
    assert (dead.id, dead.reason) == ("desk:e-Vale-1", "the alert is no longer in the stream")


def test_a_channel_is_a_receiver_too(store: Store) -> None:
    desk = Receiver(name="desk", channel="desk:ukraine")
    store.deliveries.configure([("desk", "channel:desk:ukraine")])
    published(store, "Vale")
    with store.client.pubsub(ignore_subscribe_messages=True) as heard:
        heard.subscribe("desk:ukraine")
        heard.get_message(timeout=1)
        delivered(store, Sender(Sinks(CLIENT, store.publish), {"desk": desk}), ALL)
        message = heard.get_message(timeout=5)
    assert json.loads(message["data"])["data"]["headline"] == "Vale speaks"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let so many seconds pass for the store."""

    def pass_by(seconds: float) -> None:
        now = time.time()
        monkeypatch.setattr("worker.store.deliveries.time.time", lambda: now + seconds)

    return pass_by


def test_an_alert_of_another_version_holds_nothing_up(store: Store, sender: Sender, server: Server) -> None:
    store.client.xadd(keys.ALERTS.name, {"message": '{"specversion": "0.9"}'}, id="1-0")
    store.client.xadd(keys.ALERTS.name, {"foreign": "entry"}, id="2-0")
    store.client.set(keys.SEQUENCE.name, 2)
    published(store, "Vale")
    delivered(store, sender, ALL)
    assert ids(server) == ["e-Vale-1"]
    assert store.deliveries.are_idle(["desk", "phone"])
