"""Pages in the store: one request at a time, and no article that waits for its page for ever."""

import time

import pytest
from helpers import article

from worker import keys
from worker.store import Page, PageClaim, Store
from worker.store.pages import PATIENCE_S

A, A2 = Page.at("https://a.example/1"), Page.at("https://a.example/2")
B = Page.at("https://b.example/1")


def claimed(store: Store) -> PageClaim:
    claim = store.pages.claim()
    assert claim is not None
    return claim


def later(store: Store, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds)


def test_an_article_that_waits_is_on_the_ledger_and_its_task_is_not_due(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.enter(article("a1"), A)
    assert store.pending() == 1
    store.all_due()
    later(store, PATIENCE_S - 60, monkeypatch)
    assert store.overdue() == ()
    later(store, 120, monkeypatch)
    assert store.overdue() == ("a1",)


def test_the_text_of_the_page_takes_the_place_of_the_teaser_and_the_task_is_due(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.enter(article("a1"), A)
    claim = claimed(store)
    assert (claim.article.id, claim.page) == ("a1", A)
    assert store.pages.finish(claim, article("a1", "The whole text."), 0.0)
    begun = store.begin("a1")
    assert begun is not None
    assert begun.article.text == "The whole text."
    later(store, keys.RESEND_AFTER_S + 1, monkeypatch)
    assert store.overdue() == ("a1",)
    assert store.pages.claim() is None


def test_without_its_page_the_teaser_is_read(store: Store) -> None:
    store.enter(article("a1"), A)
    assert store.pages.finish(claimed(store), None, 0.0)
    begun = store.begin("a1")
    assert begun is not None
    assert begun.article == article("a1")
    assert store.status().pages == {"failed": 1}


def test_one_request_at_a_time_goes_to_a_host_of_pages_and_feeds(store: Store) -> None:
    for number, page in enumerate((A, A2, B)):
        store.enter(article(f"a{number}"), page)
    claims = [claimed(store), claimed(store)]
    assert [claim.page for claim in claims] == [A, B]
    assert store.pages.claim() is None
    store.pages.finish(claims[0], None, 60.0)
    assert store.pages.claim() is None
    store.client.delete(keys.HOSTS.name)
    assert claimed(store).page == A2


def test_a_page_is_asked_for_again_and_tries_are_counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.enter(article("a1"), A)
    assert store.pages.put_off(claimed(store), 60.0, 0.0, tried=True)
    assert store.pages.claim() is None
    later(store, 61, monkeypatch)
    assert claimed(store).page.tries == 1


def test_a_worker_that_dies_loses_its_page_with_the_lease(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.enter(article("a1"), A)
    lost = claimed(store)
    later(store, 600, monkeypatch)
    assert store.pages.finish(claimed(store), None, 0.0)
    assert not store.pages.finish(lost, article("a1", "too late"), 0.0)


def test_an_article_that_was_read_needs_no_page(store: Store) -> None:
    store.enter(article("a1"), A)
    store.fail("a1", "wire", "cannot be read")
    assert store.pages.claim() is None
    assert store.client.zcard(keys.PAGES.name) == store.client.hlen(keys.PAGE.name) == 0


def test_the_rules_of_a_site_are_kept_for_a_time(store: Store) -> None:
    assert store.pages.robots("https://a.example/") is None
    store.pages.keep_robots("https://a.example/", "", 600)
    assert store.pages.robots("https://a.example/") == ""
    assert 0 < store.client.ttl(keys.ROBOTS.of("https://a.example/")) <= 600


def test_a_page_is_asked_for_again_for_an_edited_article(store: Store) -> None:
    store.enter(article("a1", version="v1"), A)
    late = claimed(store)
    store.enter(article("a1", "An edited teaser.", version="v2"), A)
    assert not store.pages.finish(late, late.article.model_copy(update={"text": "The page as it was."}), 0.0)
    claim = claimed(store)
    assert claim.article.text == "An edited teaser."
    assert store.pages.finish(claim, claim.article, 0.0)


def test_an_edited_article_does_not_wait_for_the_page_of_its_version_before(store: Store) -> None:
    store.enter(article("a1", version="v1"), A)
    store.enter(article("a1", version="v2"))
    assert store.pages.claim() is None
