"""The order of the steps: an article in, its result out, whatever goes wrong between."""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from helpers import NOW, Sent, article, attack

from schemas import AlertMessage, Article, Attack, Evidence, Severity, When
from worker import pipeline
from worker.errors import StoreError
from worker.identity import parse_table
from worker.sources.folder import Config
from worker.store import Candidates, RedisServer, Store


def reads(article: Article) -> tuple[Attack, ...]:
    return (attack(f"event of {article.id}"),)


def refuses(article: Article) -> tuple[Attack, ...]:
    raise ValueError(f"cannot read {article.text}")


def test_an_article_is_taken_and_its_task_sent_once(store: Store) -> None:
    sent = Sent()
    assert pipeline.take(article("a1"), store, sent)
    assert not pipeline.take(article("a1"), store, sent)
    assert sent == ["a1"]


def test_an_article_gives_an_alert_once(store: Store) -> None:
    store.enter(article("a1"))
    first = pipeline.process("a1", store, Sent(), reads)
    assert first is not None
    assert (first.outcome, first.sequences) == ("done", (1,))
    assert pipeline.process("a1", store, Sent(), reads) is None
    assert store.status().alerts == {"new": 1}
    assert store.results(["a1"])[0].outcome == "events"


def test_an_event_is_graded_by_the_table_in_force(store: Store) -> None:
    store.enter(article("a1"))
    rule = 'rules = [{kind = "attack", level = "critical", slot = "status", values = ["reported"], reason = "any"}]'
    pipeline.process("a1", store, Sent(), reads, parse_table(rule, "own.toml"))
    ((_, message),) = store.alerts(after=0)
    assert AlertMessage.model_validate_json(message).data.severity == Severity(level="critical", reasons=("any",))


def test_an_article_that_tells_nothing_has_its_result(store: Store) -> None:
    store.enter(article("a1"))
    commit = pipeline.process("a1", store, Sent(), lambda _: ())
    assert commit is not None
    assert commit.sequences == ()
    assert store.results(["a1"])[0].outcome == "no_events"


def test_what_nobody_entered_is_nothing_to_do(store: Store) -> None:
    assert pipeline.process("a1", store, Sent(), reads) is None


def test_an_article_that_cannot_be_read_is_tried_again_and_then_failed(store: Store) -> None:
    store.enter(article("a1", text="this"))
    sent = Sent()
    for _ in range(pipeline.ATTEMPTS):
        assert pipeline.process("a1", store, sent, refuses) is None
    assert sent == ["a1"] * (pipeline.ATTEMPTS - 1)
    assert store.pending() == 0
    (result,) = store.results(["a1"])
    assert (result.outcome, result.reason) == ("failed", "ValueError: cannot read this")


def test_an_article_that_cannot_be_read_does_not_stop_the_next(store: Store) -> None:
    for name in ("a1", "a2"):
        store.enter(article(name))
    pipeline.process("a1", store, Sent(), refuses)
    pipeline.process("a2", store, Sent(), reads)
    assert [result.article for result in store.results(["a1", "a2"])] == ["a2"]


def test_an_article_that_kills_its_process_is_given_up(store: Store) -> None:
    store.enter(article("a1"))
    for _ in range(pipeline.ATTEMPTS):
        store.begin("a1")  # and then the process died
    assert pipeline.process("a1", store, Sent(), reads) is None
    assert store.results(["a1"])[0].outcome == "failed"
    assert store.status().refusals[0].what == "a1"


class Disturbed(Store):
    """A store in which another worker commits its report between our reading of candidates and our commit, once."""

    is_disturbed = False

    def candidates(self, *index_keys: Iterable[str], told: Iterable[str] = ()) -> Candidates:
        found = super().candidates(*index_keys, told=told)
        if not self.is_disturbed:
            self.is_disturbed = True
            other = article("other", published=NOW, outlet="Herald")
            pipeline.decide(other, reads(other), self)
        return found


def test_a_report_that_comes_between_is_decided_with(store: Store, redis_server: RedisServer) -> None:
    disturbed = Disturbed.open(redis_server.url)
    disturbed.enter(article("other"))
    disturbed.enter(article("a1", published=NOW, outlet="Courier"))
    commit = pipeline.process("a1", disturbed, Sent(), reads)
    assert commit is not None
    assert commit.outcome == "done"
    assert store.results(["a1"])[0].events[0].id == store.results(["other"])[0].events[0].id
    assert store.status().alerts["new"] == 1
    assert store.client.hget("{depesche}:counts", "stale") == "1"


def test_what_is_pending_too_long_is_sent_again(store: Store) -> None:
    sent = Sent()
    store.enter(article("a1"))
    assert pipeline.resend(store, sent) == 0
    store.all_due()
    assert pipeline.resend(store, sent) == 1
    assert sent == ["a1"]


def test_a_worker_that_begins_takes_up_what_is_pending(store: Store) -> None:
    sent = Sent()
    for name in ("a1", "a2"):
        store.enter(article(name))
    pipeline.process("a1", store, sent, reads)
    assert pipeline.resume(store, sent) == 1
    assert sent == ["a2"]


def test_a_file_in_a_folder_is_taken(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Vale said that the bridge is open.", "utf-8")
    sent = Sent()
    intake = pipeline.folder_intake(Config(tmp_path, "in", settle_s=0), store, sent)
    assert intake.sweep().taken == 1
    assert intake.sweep().taken == 0
    (article_id,) = sent
    taken = store.article(article_id)
    assert taken is not None
    assert (taken.source, taken.text) == ("in", "Vale said that the bridge is open.")


def test_a_decision_that_never_settles_leaves_the_article_pending(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "DECISIONS", 0)
    store.enter(article("a1"))
    with pytest.raises(StoreError, match="changed its candidates"):
        pipeline.process("a1", store, Sent(), reads)
    assert store.pending() == 1


def test_an_article_that_redis_fails_is_not_to_blame(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.enter(article("a1"))
    with monkeypatch.context() as full:
        full.setattr(pipeline, "DECISIONS", 0)  # what is decided cannot be kept
        for _ in range(pipeline.ATTEMPTS + 1):
            with pytest.raises(StoreError):
                pipeline.process("a1", store, Sent(), reads)
    commit = pipeline.process("a1", store, Sent(), reads)
    assert commit is not None
    assert commit.outcome == "done"


def test_reports_decided_at_one_moment_make_one_new_event(store: Store, redis_server: RedisServer) -> None:
    """Four workers decide about each of eight strikes at the same moment, each with the report of an outlet."""
    outlets, nights = ("Courier", "Herald", "Ledger", "Wire"), range(8)
    start = threading.Barrier(len(outlets))

    def work(outlet: str) -> None:
        own = Store.open(redis_server.url)
        for n in nights:
            at = NOW - timedelta(days=7 * n)
            report = article(f"{outlet}-{n}", published=at, outlet=outlet)
            words = Evidence(start=0, end=20, text=" ".join(f"{outlet}{number}" for number in range(20)))  # no copy
            night = When(start=at.date() - timedelta(1), end=at.date(), precision="part_of_day", text="overnight")
            own.enter(report)
            start.wait()
            pipeline.decide(report, [attack(f"event of {report.id}", when=night, evidence=(words,))], own)
        own.client.close()

    with ThreadPoolExecutor(len(outlets)) as pool:
        list(pool.map(work, outlets))
    told: dict[str, list[tuple[int, str]]] = {}
    for _, message in store.alerts(after=0):
        alert = AlertMessage.model_validate_json(message)
        told.setdefault(alert.subject, []).append((alert.data.revision, alert.data.change))
    assert len(told) == len(nights)
    assert all(changes == [(1, "new"), *((n, "corroborated") for n in (2, 3, 4))] for changes in told.values())
    assert int(store.client.hget("{depesche}:counts", "stale")) > 0  # they did come between one another
