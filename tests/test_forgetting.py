"""What is forgotten, and what never is."""

from datetime import UTC, datetime, timedelta

import pytest
from helpers import alert_body, article, statement
from structlog.testing import capture_logs

from worker import forgetting, keys
from worker.identity import Decision, Resolution
from worker.identity.account import of_body
from worker.identity.keys import keys_of
from worker.store import Store

NOW = datetime.now(UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def tell(store: Store, number: int, days: float) -> None:
    item = article(f"a{number}-{days}", published=ago(days), fetched=ago(days))
    event = statement(f"e{number}", speaker=f"Speaker {number}")
    body = alert_body(event, item.id, headline="said " * 200)
    store.enter(item)
    resolution = Resolution((Decision(body, event, True, keys_of(of_body(body))),))
    store.commit(item, resolution, store.candidates([]), ago(days))


@pytest.fixture
def month(store: Store) -> Store:
    """An event with its alert for every hour of the last twenty days."""
    for number in range(480):
        tell(store, number, (480 - number) / 24)
    return store


def test_nothing_is_forgotten_while_there_is_room(month: Store) -> None:
    with capture_logs() as logs:
        forgetting.forget(month, 30, 100, NOW)
    assert len(list(month.history.events())) == len(list(month.history.alerts())) == 480
    assert logs == []


def test_alerts_are_forgotten_with_their_time(month: Store) -> None:
    forgetting.forget(month, 10, 100, NOW)
    numbers = [message.data.sequence for message in month.history.alerts()]
    assert 240 <= len(numbers) < 440  # a node of the stream goes as a whole
    assert numbers[-1] == 480


def test_the_oldest_go_until_there_is_room(month: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = month.history.size()
    monkeypatch.setattr(month.history, "size", lambda: type(month.history).size(month.history) / whole * 1_400_000)
    with capture_logs() as logs:
        forgetting.forget(month, 30, 1, NOW)
    left = [event.body.event.id for event in month.history.events()]
    assert left == [f"e{number}" for number in reversed(range(480 - len(left), 480))]
    assert 240 < len(left) < 400
    assert month.history.size() <= 1_000_000
    assert {log["event"] for log in logs} == {"history_cut"}
    assert sum(log["events"] for log in logs) == 480 - len(left)
    assert set(month.client.scan_iter(keys.EVENT.name + "*")) == {keys.EVENT.of(name) for name in left}
    indexed = {
        name for key in month.client.scan_iter(keys.INDEX.name + "*") for name in month.client.zrange(key, 0, -1)
    }
    assert indexed == set(left)


def test_what_is_younger_than_three_days_stays(month: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(month.history, "size", lambda: 10**9)
    with capture_logs() as logs:
        forgetting.forget(month, 30, 1, NOW)
    left = list(month.history.events())
    assert 72 <= len(left) <= 84
    assert len(list(month.history.alerts())) >= len(left)
    assert logs[-1]["event"] == "history_too_large"


def test_an_event_that_is_told_again_meanwhile_is_not_forgotten(month: Store) -> None:
    tell(month, 0, 0)
    assert month.history.forget([("e0", ()), ("e1", ())], ago(19)) == 1
    assert month.history.event("e0") is not None
    assert month.history.event("e1") is None


def test_nothing_known_is_nothing_to_forget(store: Store) -> None:
    forgetting.forget(store, 30, 10, NOW)
    assert store.history.size() == 0
    assert store.history.oldest() is None
