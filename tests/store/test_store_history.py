"""What is known of the past: events by their last report, alerts by time and number, and what is forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from helpers import alert_body, article, statement
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import AlertMessage
from worker import keys
from worker.identity import Decision, Resolution
from worker.store import Known, RedisServer, Store, Unreadable
from worker.store import history as histories

NOW = datetime.now(UTC).replace(microsecond=123_456)


def tell(store: Store, event_id: str, at: datetime, index_keys: tuple[str, ...] = (), revision: int = 1) -> None:
    """Commit a report of an event, with its alert."""
    item = article(f"{event_id}-{revision}-{at.timestamp()}")
    store.enter(item)
    event = statement(event_id)
    decision = Decision(alert_body(event, item.id, revision=revision), event, True, index_keys)
    assert store.commit(item, Resolution((decision,)), store.candidates([]), at).outcome == "done"


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def names(found: Iterator[Known | Unreadable]) -> list[str]:
    return [f"{event.name}?" if isinstance(event, Unreadable) else event.body.event.id for event in found]


def test_events_are_listed_by_their_last_report_the_newest_first(store: Store) -> None:
    for name, days in (("a", 3), ("b", 2), ("c", 1), ("a", 0.5)):
        tell(store, name, ago(days))
    assert names(store.history.events()) == ["a", "c", "b"]
    assert names(store.history.events(since=ago(1))) == ["a", "c"]
    assert names(store.history.events(until=ago(1))) == ["b"]
    assert names(store.history.events(since=ago(2), until=ago(1))) == ["b"]
    known = store.history.event("a")
    assert isinstance(known, Known)
    assert (known.last_report, known.alerts) == (ago(0.5), (1, 4))
    assert store.history.event("d") is None


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 4))
def test_every_event_is_listed_once_however_many_share_a_time(store: Store, days: list[int], chunk: int) -> None:
    store.client.flushdb()
    for number, day in enumerate(days):
        tell(store, f"e{number:02}", ago(day))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(histories, "CHUNK", chunk)
        listed = names(store.history.events())
        numbers = [message.data.sequence for message in store.history.alerts()]
    assert sorted(listed) == [f"e{number:02}" for number in range(len(days))]
    assert [days[int(name[1:])] for name in listed] == sorted(days)
    assert numbers == list(range(1, len(days) + 1))


def test_alerts_are_found_from_a_time_or_a_number_on(store: Store) -> None:
    for name, days in (("a", 3), ("b", 2), ("c", 1)):
        tell(store, name, ago(days))

    def numbers(*arguments: object) -> list[int]:
        return [message.data.sequence for message in store.history.alerts(*arguments)]

    assert numbers() == numbers(0) == numbers(1) == numbers(ago(9)) == [1, 2, 3]
    assert numbers(ago(2)) == numbers(2) == [2, 3]
    assert numbers(ago(2), ago(1)) == [2]
    assert numbers(ago(0.5)) == numbers(4) == numbers(10**15) == []


def test_a_clock_that_was_turned_back_brings_no_older_alerts(store: Store) -> None:
    for name, days in (("a", 3), ("b", 1), ("c", 2), ("d", 0)):
        tell(store, name, ago(days))
    found = store.history.alerts(ago(1.5))
    assert [message.data.sequence for message in found if isinstance(message, AlertMessage)] == [2, 4]


def test_what_cannot_be_read_is_told_apart_and_stops_nothing(store: Store) -> None:
    for name in ("a", "b", "c", "d"):
        tell(store, name, ago(1))
    store.client.delete(keys.EVENT.of("b"))  # it has expired
    store.client.hset(keys.EVENT.of("c"), "body", '{"change": "new"}')
    store.client.set(keys.EVENT.of("d"), "of somebody else", ex=60)
    store.client.xadd(keys.ALERTS.name, {"message": '{"specversion": "0.9"}'}, id="5-0")
    store.client.xadd(keys.ALERTS.name, {"foreign": "entry"}, id="6-0")
    assert sorted(names(store.history.events())) == ["a", "c?", "d?"]
    assert store.history.event("c") == Unreadable("c")
    assert store.history.event("b") is None
    found = list(store.history.alerts(ago(2)))
    assert [message.data.sequence for message in found if isinstance(message, AlertMessage)] == [1, 2, 3, 4]
    assert found[4:] == [Unreadable("5"), Unreadable("6")]
    assert store.history.size() > 0
    store.client.delete(keys.EVENT.of("d"))


def test_an_event_is_kept_as_long_as_is_set(redis_server: RedisServer, store: Store) -> None:
    brief = Store.open(redis_server.url, kept_s=5 * keys.DAY)
    tell(brief, "e", NOW, ("k",))
    for name in (keys.EVENT.of("e"), keys.INDEX.of("k")):
        assert 4 * keys.DAY < brief.client.ttl(name) <= 5 * keys.DAY
    brief.client.close()


def test_an_event_that_has_expired_leaves_its_places_behind_for_others(store: Store) -> None:
    for name in ("a", "b", "c", "d"):
        tell(store, name, NOW, ("k",))
    store.client.delete(*(keys.EVENT.of(name) for name in ("a", "b", "d")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(histories, "CHUNK", 2)
        store.history.forget_expired()
    assert store.client.zrange(keys.EVENTS.name, 0, -1) == ["c"]
    assert [body.event.id for body in store.candidates(["k"]).known] == ["c"]


@pytest.mark.parametrize("jump", [-400, 400])
def test_a_clock_that_jumps_and_comes_back_makes_nothing_forgotten(store: Store, jump: int) -> None:
    tell(store, "a", ago(1), ("k",))
    tell(store, "b", ago(jump), ("k",))
    tell(store, "c", NOW, ("k",))
    assert sorted(names(store.history.events())) == ["a", "b", "c"]
    assert len(store.candidates(["k"]).known) == 3
    assert abs(store.history.now() - datetime.now(UTC)) < timedelta(hours=1)


def test_very_many_alerts_of_one_event_are_known_by_their_last_numbers(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.store.commit.ALERTS_LENGTH", 8)
    for revision in range(1, 13):
        tell(store, "e", NOW, revision=revision)
    known = store.history.event("e")
    assert isinstance(known, Known)
    assert known.alerts == (10, 11, 12)


def test_replayed_messages_stand_in_a_stream_of_their_own(store: Store) -> None:
    assert store.history.add("mine", iter(["one", "two"])) == 2
    assert [fields for _, fields in store.client.xrange("mine")] == [{"message": "one"}, {"message": "two"}]
    assert store.history.add("mine", []) == 0
    store.client.delete("mine")


def test_an_event_is_kept_without_a_table_of_its_own(store: Store) -> None:
    tell(store, "e", NOW, ("k",))
    for name in (keys.EVENT.of("e"), keys.INDEX.of("k")):
        assert store.client.object("encoding", name) in ("ziplist", "listpack")


def test_how_much_is_kept_is_known_roughly(store: Store) -> None:
    assert store.status().kept == {"events": 0, "alerts": 0, "bytes": 0}
    for number in range(200):
        tell(store, f"e{number}", NOW, (f"k{number}",))
    kept = store.status().kept
    assert (kept["events"], kept["alerts"]) == (200, 200)
    own = [*(key.name for key in (keys.EVENTS, keys.ALERTS)), *store.client.keys(keys.EVENT.name + "*")]
    own += store.client.keys(keys.INDEX.name + "*")
    assert 0.7 < kept["bytes"] / sum(store.client.memory_usage(name) or 0 for name in own) < 1.5
