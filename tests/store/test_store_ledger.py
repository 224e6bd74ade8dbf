"""Articles on the ledger: entered once, never forgotten, ended once."""

from datetime import UTC, datetime, timedelta

import pytest
from helpers import NOW, article, statement
from store_helpers import new_event

from worker import keys
from worker.errors import StoreError
from worker.identity import Decision, Resolution
from worker.store import Candidates, Store
from worker.store.records import Begun

NOTHING = Candidates((), (), ())


def test_an_article_is_entered_once(store: Store) -> None:
    assert store.enter(article("a1"))
    assert not store.enter(article("a1", text="other words"))
    assert store.pending() == 1
    assert store.status().taken == 1


def test_an_entered_article_comes_back_as_it_was(store: Store) -> None:
    title = '"Łódź" — 😀\u2028 {"a": 1}'
    entered = article("a1", title=title, text="Zeile\n\nZeile \x01", published=NOW, language="de")
    store.enter(entered)
    assert store.article("a1") == entered
    assert store.article("a2") is None


def test_an_article_that_was_read_is_not_entered_again(store: Store) -> None:
    store.enter(article("a1"))
    store.commit(article("a1"), Resolution(()), NOTHING, NOW)
    assert not store.enter(article("a1"))
    assert store.pending() == 0


def test_an_edited_article_is_entered_as_another_version_once(store: Store) -> None:
    for version in ("v1", "v2"):
        assert store.enter(article("a1", text=version, version=version))
        assert not store.enter(article("a1", text=version, version=version))
        assert store.begin("a1") == Begun(article("a1", text=version, version=version), 1)
        store.commit(article("a1", version=version), Resolution(()), NOTHING, NOW)
    assert not store.enter(article("a1", version="v1")), "a cache shows what was there before"
    assert (store.pending(), store.status().taken) == (0, 2)


def test_an_edited_article_tells_what_its_version_before_told(store: Store) -> None:
    store.enter(article("a1", version="v1"))
    store.commit(article("a1", version="v1"), Resolution((new_event(statement("known"), "a1"),)), NOTHING, NOW)
    for version in ("v2", "v3"):
        store.enter(article("a1", version=version))
        assert store.begin("a1") == Begun(article("a1", version=version), 1, (statement("known"),))
        assert store.fail("a1", "wire", "cannot be read", version)


def test_of_two_versions_the_newer_one_is_committed(store: Store) -> None:
    old, new = article("a1", version="v1"), article("a1", version="v2")
    store.enter(old)
    store.enter(new)
    assert store.pending() == 1
    stale = Resolution((new_event(statement("e1"), "a1"),))
    assert store.commit(old, stale, NOTHING, NOW).outcome == "superseded"
    assert not store.fail("a1", "wire", "the older one", "v1")
    assert store.commit(new, Resolution(()), NOTHING, NOW).outcome == "done"
    assert store.commit(old, stale, NOTHING, NOW).outcome == "already"
    assert store.alerts(after=0) == ()


def test_an_article_of_whose_versions_nothing_is_known_is_read(store: Store) -> None:
    store.enter(article("a1"))
    store.client.delete(keys.VERSIONS.of("a1"))
    assert store.begin("a1") == Begun(article("a1"), 1)
    assert store.commit(article("a1"), Resolution(()), NOTHING, NOW).outcome == "done"


def test_an_edited_article_is_announced_as_it_was_at_first(store: Store) -> None:
    store.enter(article("a1", version="v1", announce=False))
    store.enter(article("a1", version="v2"))
    assert store.begin("a1") == Begun(article("a1", version="v2", announce=False), 1)


def test_other_versions_than_those_that_were_taken_are_edited(store: Store) -> None:
    for name, version in (("a1", "v1"), ("a2", "v1"), ("a2", "v2")):
        store.enter(article(name, version=version))
    found = [article(name, version="v1") for name in ("a1", "a2", "new")]
    assert store.edited(found) == frozenset()
    assert store.edited([article("a1", version="v2"), article("a2", version="v3"), *found]) == {"a1", "a2"}


def test_it_is_known_when_the_ledger_was_last_swept(store: Store) -> None:
    assert store.status().last_sweep is None
    before = datetime.now(UTC)
    store.overdue()
    swept = store.status().last_sweep
    assert swept is not None
    assert before <= swept <= datetime.now(UTC)


def test_each_attempt_counts_until_there_is_a_result(store: Store) -> None:
    store.enter(article("a1"))
    assert [store.begin("a1").attempt for _ in range(3)] == [1, 2, 3]
    store.commit(article("a1"), Resolution(()), NOTHING, NOW)
    assert store.begin("a1") is None
    assert store.client.hgetall(keys.ATTEMPTS.name) == {}


def test_what_was_never_entered_cannot_be_begun(store: Store) -> None:
    assert store.begin("a1") is None


def test_a_pending_article_whose_text_is_gone_ends_as_failed(store: Store) -> None:
    store.enter(article("a1"))
    store.client.delete(keys.ARTICLE.of("a1"))
    assert store.begin("a1") is None
    assert store.results(["a1"])[0].outcome == "failed"
    assert store.pending() == 0


def test_a_failed_article_keeps_its_reason_and_is_listed(store: Store) -> None:
    store.enter(article("a1"))
    assert store.fail("a1", "wire", "ValueError: two\n lines")
    assert not store.fail("a1", "wire", "again")
    (result,) = store.results(["a1"])
    assert (result.outcome, result.reason, result.events) == ("failed", "ValueError: two lines", ())
    (refusal,) = store.status().refusals
    assert (refusal.what, refusal.outcome, refusal.reason) == ("a1", "failed", "ValueError: two lines")
    assert store.status().processed == {"failed": 1}


def test_nothing_is_sent_again_before_it_is_due(store: Store) -> None:
    store.enter(article("a1"))
    assert store.overdue() == ()


def test_all_pending_articles_are_sent_again_once_after_a_loss(store: Store) -> None:
    for number in range(3):
        store.enter(article(f"a{number}"))
    store.all_due()
    assert sorted(store.overdue()) == ["a0", "a1", "a2"]
    assert store.overdue() == ()


def test_an_article_with_a_result_is_not_sent_again(store: Store) -> None:
    store.enter(article("a1"))
    store.commit(article("a1"), Resolution(()), NOTHING, NOW)
    store.all_due()
    assert store.overdue() == ()


def test_tasks_that_wait_in_the_queue_are_not_sent_again(store: Store) -> None:
    for number in range(5):
        store.enter(article(f"a{number}"))
    store.client.rpush(keys.QUEUE.of(keys.PROCESS), "task", "task", "task")
    store.all_due()
    assert len(store.overdue()) == 2


def test_results_carry_the_events_as_identified(store: Store) -> None:
    store.enter(article("a1"))
    store.commit(article("a1"), Resolution((new_event(statement("known"), "a1"),)), NOTHING, NOW)
    (result,) = store.results(["missing", "a1"])
    assert result.events == (statement("known"),)
    assert (result.article, result.source, result.outcome, result.time) == ("a1", "wire", "events", NOW)


def test_status_tells_counts_and_times(store: Store) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    store.enter(article("a1"))
    store.enter(article("a2"))
    decision = Decision(new_event(statement(), "a1").body, statement(), True, ("k",))
    store.commit(article("a1"), Resolution((decision,)), NOTHING, NOW)
    status = store.status()
    assert (status.taken, status.pending, status.processed, status.alerts) == (2, 1, {"events": 1}, {"new": 1})
    assert status.oldest_pending is not None
    assert status.oldest_pending > before
    assert status.last_processed == status.last_alert == NOW
    assert status.sequence == 1


def test_a_redis_that_is_not_there_is_one_line(tmp_path: object) -> None:
    with pytest.raises(StoreError, match=r"^Redis: "):
        Store.open(f"unix://{tmp_path}/none.sock")


def test_an_article_that_another_version_entered_is_failed_with_its_reason(store: Store) -> None:
    store.enter(article("a1"))
    store.client.set(keys.ARTICLE.of("a1"), '{"id": "a1", "words": "Text."}', ex=60)
    assert store.begin("a1") is None
    (result,) = store.results(["a1"])
    assert (result.outcome, result.reason) == ("failed", "another version kept it")


def test_a_write_for_which_redis_has_no_memory_says_so_and_changes_nothing(store: Store) -> None:
    store.enter(article("a1"))
    store.begin("a1")
    store.client.config_set("maxmemory", 1)
    try:
        for refused in (lambda: store.enter(article("a2")), lambda: store.begin("a1"), store.overdue):
            with pytest.raises(StoreError, match=r"^Redis: no memory left"):
                refused()
        assert "maxmemory" in str(store.status().memory.trouble)
        assert store.feeds.are_idle([])
        store.forgive("a1")
    finally:
        store.client.config_set("maxmemory", 0)
    assert store.memory().trouble is None
    begun = store.begin("a1")
    assert begun is not None
    assert (store.pending(), begun.attempt) == (1, 1)
