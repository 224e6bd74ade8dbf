"""The commit: one step, once, and never over somebody else's."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from helpers import NOW, alert_body, article, statement, wait_until
from store_helpers import decide, new_event

from schemas import Alert, AlertMessage, Report
from worker import keys
from worker.identity import Decision, Resolution
from worker.store import Candidates, Store
from worker.store.message import alert_message

NOTHING = Candidates((), (), ())


def test_the_same_message_is_on_stream_and_channel(store: Store) -> None:
    listener = store.client.pubsub(ignore_subscribe_messages=True)
    listener.psubscribe("depesche:alerts:*")
    wait_until(lambda: store.client.pubsub_numpat() == 1, "the subscription is known")
    store.enter(article("a1"))
    commit = store.commit(article("a1"), Resolution((new_event(statement(), "a1"),)), NOTHING, NOW)
    heard = wait_until(lambda: listener.get_message(timeout=0.1), "the alert is heard")
    listener.close()
    assert commit.sequences == (1,)
    assert heard["channel"] == "depesche:alerts:statement"
    ((entry_id, fields),) = store.client.xrange("depesche:alerts")
    assert (entry_id, fields["message"]) == ("1-0", heard["data"])


def test_a_message_is_a_cloud_event_with_its_number_in_it(store: Store) -> None:
    store.enter(article("a1"))
    body = alert_body(statement("e1"), headline='Vale: "Łódź — 😀"', change="updated", revision=3)
    store.commit(article("a1"), Resolution((Decision(body, statement("e1"), True, ("k",)),)), NOTHING, NOW)
    ((number, message),) = store.alerts(after=0)
    alert = AlertMessage.model_validate_json(message)
    assert (alert.id, alert.subject, alert.type) == ("e1-3", "e1", "depesche.alert.statement.updated")
    assert (alert.source, alert.time) == ("/depesche/test", NOW)
    assert alert.data == Alert(**dict(body), sequence=number)


def test_what_is_kept_of_the_words_of_an_article_is_in_no_message() -> None:
    reports = (Report(article="a1", source="wire", sketch="kept"), Report(article="a2", source="wire", sketch="kept"))
    body = alert_body(reports=reports)
    assert "kept" in body.model_dump_json()
    message = json.loads("1".join(alert_message(body, "/depesche/test", NOW)))
    assert [report["article"] for report in message["data"]["reports"]] == ["a1", "a2"]
    assert all("sketch" not in report for report in message["data"]["reports"])


def test_numbers_have_no_gaps_over_articles_and_events(store: Store) -> None:
    for name in ("a1", "a2", "a3"):
        store.enter(article(name))
        events = [new_event(statement(f"{name}-{n}"), name) for n in range(3)]
        store.commit(article(name), Resolution(tuple(events)), store.candidates(["k"]), NOW)
    assert [number for number, _ in store.alerts(after=0)] == list(range(1, 10))
    assert [number for number, _ in store.alerts(after=7)] == [8, 9]
    sequences = [json.loads(message)["data"]["sequence"] for _, message in store.alerts(after=0)]
    assert sequences == list(range(1, 10))


def test_an_article_is_committed_once(store: Store) -> None:
    store.enter(article("a1"))
    resolution = Resolution((new_event(statement(), "a1"),))
    assert store.commit(article("a1"), resolution, NOTHING, NOW).outcome == "done"
    again = store.commit(article("a1"), resolution, NOTHING, NOW)
    assert (again.outcome, again.sequences) == ("already", ())
    assert store.status().sequence == store.client.xlen("depesche:alerts") == 1


def test_an_article_that_was_never_entered_is_not_committed(store: Store) -> None:
    assert store.commit(article("a1"), Resolution((new_event(statement(), "a1"),)), NOTHING, NOW).outcome == "already"
    assert store.client.dbsize() == 0


def test_what_is_known_already_is_kept_without_an_alert(store: Store) -> None:
    store.enter(article("a1"))
    silent = Decision(alert_body(statement("e1")), statement("e1"), False, ("k",))
    assert store.commit(article("a1"), Resolution((silent,)), NOTHING, NOW).sequences == ()
    assert store.candidates(["k"]).known == (alert_body(statement("e1")),)
    assert store.alerts(after=0) == ()


def test_candidates_share_a_key_and_come_once(store: Store) -> None:
    store.enter(article("a1"))
    decisions = (new_event(statement("e1"), "a1", ("k1", "k2")), new_event(statement("e2"), "a1", ("k3",)))
    store.commit(article("a1"), Resolution(decisions), NOTHING, NOW)
    assert [body.event.id for body in store.candidates(["k1", "k2", "k4"]).known] == ["e1"]
    assert [body.event.id for body in store.candidates(["k2", "k3"]).known] == ["e1", "e2"]
    assert store.candidates([]) == NOTHING


def test_a_commit_is_stale_when_a_candidate_changed(store: Store) -> None:
    for name in ("a1", "a2", "a3"):
        store.enter(article(name))
    decide(store, article("a1"), [statement("e1", "Vale")], NOW)
    candidates = store.candidates(["Vale"])
    decide(store, article("a2"), [statement("e2", "Vale")], NOW)
    late = store.commit(article("a3"), Resolution(()), candidates, NOW)
    assert late.outcome == "stale"
    assert store.begin("a3") is not None


def test_a_commit_is_stale_when_another_made_the_event_first(store: Store) -> None:
    for name in ("a1", "a2"):
        store.enter(article(name))
    empty = store.candidates(["Vale"])
    decide(store, article("a1"), [statement("e1", "Vale")], NOW)
    second = Resolution((new_event(statement("e2"), "a2", ("Vale",)),))
    assert store.commit(article("a2"), second, empty, NOW).outcome == "stale"
    assert store.status().alerts == {"new": 1}


def test_a_commit_is_not_disturbed_by_other_events(store: Store) -> None:
    for name in ("a1", "a2"):
        store.enter(article(name))
    candidates = store.candidates(["Vale"])
    decide(store, article("a1"), [statement("e1", "Oban")], NOW)
    second = Resolution((new_event(statement("e2"), "a2", ("Vale",)),))
    assert store.commit(article("a2"), second, candidates, NOW).outcome == "done"


def test_an_expired_event_is_no_candidate_and_no_obstacle(store: Store) -> None:
    for name in ("a1", "a2"):
        store.enter(article(name))
    decide(store, article("a1"), [statement("e1", "Vale")], NOW)
    store.client.delete(keys.EVENT.of("e1"))
    commit, stale = decide(store, article("a2"), [statement("e2", "Vale")], NOW)
    assert (commit.outcome, stale) == ("done", 0)
    assert store.status().alerts == {"new": 2}


def test_workers_with_reports_of_one_event_make_one_event(redis_server: object, store: Store) -> None:
    """Eight threads start at the same moment, each with a report of the same five events."""
    names = [f"a{number}" for number in range(8)]
    for name in names:
        store.enter(article(name))
    start = threading.Barrier(len(names))

    def work(name: str) -> None:
        own = Store.open(redis_server.url)  # type: ignore[attr-defined]
        start.wait()
        decide(own, article(name), [statement(f"{name}-{n}", f"speaker {n}") for n in range(5)], NOW)
        own.client.close()

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(work, names))
    alerts = [AlertMessage.model_validate_json(message) for _, message in store.alerts(after=0)]
    assert len({alert.subject for alert in alerts}) == 5
    assert sorted(alert.data.revision for alert in alerts) == sorted(list(range(1, 9)) * 5)
    assert len({alert.id for alert in alerts}) == 40
    assert store.status().alerts == {"new": 5, "corroborated": 35}


def test_the_stream_is_trimmed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ALERTS_KEPT", 100)
    store.enter(article("a1"))
    decisions = tuple(new_event(statement(f"e{n}"), "a1") for n in range(500))
    store.commit(article("a1"), Resolution(decisions), NOTHING, NOW)
    assert store.status().sequence == 500
    assert 100 <= store.client.xlen("depesche:alerts") < 300


def test_a_message_without_its_number_at_the_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.store.message._END", "2}}")
    with pytest.raises(ValueError, match="sequence"):
        alert_message(alert_body(), "/depesche/test", NOW)


def test_waiting_for_an_alert_ends_with_it_or_with_time(store: Store) -> None:
    assert store.alerts(after=0, wait_s=0.05) == ()
    store.enter(article("a1"))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(store.alerts, 0, 4.0)
        store.commit(article("a1"), Resolution((new_event(statement(), "a1"),)), NOTHING, NOW)
        assert [number for number, _ in waiting.result()] == [1]
