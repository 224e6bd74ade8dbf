"""What is remembered of inputs, and which were refused."""

import pytest

from worker import keys
from worker.store import Seen, Store


def test_a_file_is_known_by_its_path_and_stamp(store: Store) -> None:
    store.remember("/in/a.txt", "12:99", "taken")
    store.remember("/in/b.txt", "0:1", "refused")
    assert store.seen(["/in/a.txt", "/in/b.txt", "/in/c.txt"]) == {
        "/in/a.txt": Seen("12:99", "taken"),
        "/in/b.txt": Seen("0:1", "refused"),
    }
    assert store.seen([]) == {}


def test_a_path_need_not_be_text(store: Store) -> None:
    path = b"/in/\xff\xfe.txt".decode("utf-8", "surrogateescape")
    store.remember(path, "1:1", "refused")
    store.refuse("in", path, "not text")
    assert store.seen([path]) == {path: Seen("1:1", "refused")}
    assert store.status().refusals[0].what == r"/in/\udcff\udcfe.txt"


def test_a_file_that_is_still_seen_is_not_forgotten(store: Store) -> None:
    store.remember("/in/a.txt", "12:99", "taken")
    (key,) = store.client.keys(keys.PATH.pattern.replace("{", "[{]"))
    store.client.expire(key, 1000)
    store.seen(["/in/a.txt"])
    assert store.client.ttl(key) > 1000


def test_many_paths_are_asked_for_at_once(store: Store) -> None:
    for number in range(0, 2500, 100):
        store.remember(f"/in/{number}", "1:1", "taken")
    assert len(store.seen(f"/in/{number}" for number in range(2500))) == 25


def test_a_refusal_keeps_the_last_reason(store: Store) -> None:
    store.refuse("in", "/in/a.json", "empty")
    store.refuse("in", "/in/a.json", "broken JSON")
    status = store.status()
    assert [(r.source, r.what, r.outcome, r.reason) for r in status.refusals] == [
        ("in", "/in/a.json", "refused", "broken JSON")
    ]
    assert status.refused == 2


def test_a_file_that_was_mended_is_no_longer_refused(store: Store) -> None:
    store.refuse("in", "/in/a.json", "empty")
    store.remember("/in/a.json", "1:1", "refused")
    assert len(store.status().refusals) == 1
    store.remember("/in/a.json", "2:2", "taken")
    assert store.status().refusals == ()


def test_refusals_are_listed_newest_first_and_old_ones_go(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "REFUSED_KEPT", 3)
    for number in range(6):
        store.refuse("in", f"/in/{number}", "empty")
    assert [refusal.what for refusal in store.status().refusals] == ["/in/5", "/in/4", "/in/3"]
    assert store.client.hlen(keys.REFUSED.name) == 3
