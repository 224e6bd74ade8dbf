"""With which known events an article is compared: few, and the likeliest, however many there are."""

from collections.abc import Iterable

import pytest
from helpers import NOW, article, statement
from store_helpers import new_event

from worker import keys
from worker.identity import Resolution
from worker.store import Store
from worker.store import commit as commits


def know(store: Store, *events: tuple[str, tuple[str, ...]]) -> None:
    """Commit events with their index keys, one article each."""
    for name, index_keys in events:
        store.enter(article(f"a-{name}"))
        resolution = Resolution((new_event(statement(name), f"a-{name}", index_keys),))
        assert store.commit(article(f"a-{name}"), resolution, store.candidates([]), NOW).outcome == "done"


def found(store: Store, *index_keys: Iterable[str]) -> list[str]:
    return [body.event.id for body in store.candidates(*index_keys).known]


def test_those_that_have_most_of_the_keys_come_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    know(store, ("one", ("day", "city")), ("two", ("day",)), ("three", ("city",)), ("four", ("day", "city", "week")))
    assert found(store, ["day", "city", "week"])[:2] == ["four", "one"]
    monkeypatch.setattr(commits, "CANDIDATES", 2)
    assert found(store, ["day", "city", "week"]) == ["four", "one"]


def test_an_event_with_few_keys_has_its_candidates_beside_one_with_many(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "CANDIDATES", 3)
    many = ("a", "b", "c", "d")
    know(store, ("said", ("speaker",)), *((f"struck-{n}", many) for n in range(5)))
    assert sorted(found(store, many, ["speaker"]))[:1] == ["said"]
    assert len(found(store, many, ["speaker"])) == 4


def test_an_event_that_two_of_an_article_may_be_comes_once(store: Store) -> None:
    know(store, ("one", ("a", "b")))
    assert found(store, ["a"], ["b"], ["a", "b"]) == ["one"]
    assert store.candidates(["a"], ["b"]).versions == (("one", 1),)


def test_a_key_keeps_the_newest_events(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "EVENTS_PER_KEY", 3)
    know(store, *((f"e{n}", ("a",)) for n in range(5)))
    assert sorted(found(store, ["a"])) == ["e2", "e3", "e4"]


def test_a_commit_is_stale_when_what_it_would_be_compared_with_is_another(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "CANDIDATES", 1)
    know(store, ("one", ("a",)))
    candidates = store.candidates(["a", "b"], ["c"])
    know(store, ("two", ("a", "b")))
    store.enter(article("late"))
    assert store.commit(article("late"), Resolution(()), candidates, NOW).outcome == "stale"
    again = store.candidates(["a", "b"], ["c"])
    assert store.commit(article("late"), Resolution(()), again, NOW).outcome == "done"


def test_an_event_of_another_version_is_no_candidate_and_no_obstacle(store: Store) -> None:
    know(store, ("old", ("a",)), ("new", ("a",)))
    store.client.hset(keys.EVENT.of("old"), "body", '{"change": "new", "wording": "of another version"}')
    assert found(store, ["a"]) == ["new"]
    store.enter(article("next"))
    resolution = Resolution((new_event(statement("old"), "next", ("a",)),))
    assert store.commit(article("next"), resolution, store.candidates(["a"]), NOW).outcome == "done"
    assert found(store, ["a"]) == ["old", "new"]
