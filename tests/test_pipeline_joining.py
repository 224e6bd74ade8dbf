"""Events that turn out to be one on their whole way: alerts, later reports, edits, commands, workers at once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from helpers import NOW, Sent, article, attack

from schemas import AlertBody, AlertMessage, Article, Attack, Evidence, Place, Quantity
from worker import dispatch, keys, pipeline
from worker.report import report
from worker.routing.config import Route
from worker.sources.folder import Config
from worker.store import RedisServer, Store

TOWNS = {"Kyiv": (50.45, 30.52), "Odesa": (46.48, 30.73), "Lviv": (49.84, 24.03)}


def reads(item: Article) -> tuple[Attack, ...]:
    """What the made-up articles tell: their text are towns, or towns and how many were killed; all else is nothing."""
    words = item.text.split()
    towns = [word for word in words if word in TOWNS]
    dead = next((int(word) for word in words if word.isdecimal()), None)
    if not towns:
        return ()
    own = " ".join(f"{item.id}{n}" for n in range(20))
    places = tuple(Place(name=t, kind="city", country="UA", lat=TOWNS[t][0], lon=TOWNS[t][1], text=t) for t in towns)
    killed = None if dead is None else Quantity(min=dead, max=dead, text=str(dead))
    spoken = (Evidence(start=0, end=len(own), text=own),)
    return (attack(f"event of {item.id}", places=places, killed=killed, evidence=spoken),)


def deliver(store: Store, name: str, text: str) -> None:
    sent = Sent()
    pipeline.take(article(name, text, version=text, outlet=name, published=NOW), store, sent)
    for article_id in sent:
        assert pipeline.process(article_id, store, sent, reads)


def told(store: Store) -> list[AlertMessage]:
    return [AlertMessage.model_validate_json(message) for _, message in store.alerts(after=0)]


def known(store: Store) -> dict[str, AlertBody]:
    return {event.body.event.id: event.body for event in store.history.events() if hasattr(event, "body")}


@pytest.fixture
def joined(store: Store) -> Store:
    for name, text in (("a1", "Kyiv"), ("a2", "Odesa"), ("a3", "Kyiv Odesa Lviv")):
        deliver(store, name, text)
    return store


def test_both_are_told_in_one_step_which_one_it_is(joined: Store) -> None:
    alerts = [(alert.subject, alert.data.change, alert.data.joins, alert.data.joined) for alert in told(joined)]
    assert alerts == [
        ("event of a1", "new", (), None),
        ("event of a2", "new", (), None),
        ("event of a1", "updated", ("event of a2",), None),
        ("event of a2", "retracted", (), "event of a1"),
    ]


def test_who_was_told_of_the_younger_one_is_told_of_both(store: Store) -> None:
    odesa = Route.model_validate({"name": "odesa", "receivers": ["desk"], "match": {"place": ["Odesa"]}})
    store.deliveries.configure([("desk", "http://desk.example")])
    for name, text in (("a1", "Kyiv"), ("a2", "Odesa"), ("a3", "Kyiv Odesa")):
        deliver(store, name, text)
        dispatch.dispatch(store, [odesa], 0.001)
    sent = [json.loads(kept)["alerts"] for kept in store.client.hvals(keys.DELIVERY.name)]
    assert sorted(sent) == [[2], [3], [4]]


def test_an_article_that_comes_again_joins_nothing_again(joined: Store) -> None:
    before = len(told(joined))
    deliver(joined, "a3", "Kyiv Odesa Lviv")
    assert joined.enter(article("a3", "Kyiv Odesa Lviv !", version="edited", outlet="a3", published=NOW))
    assert pipeline.process("a3", joined, Sent(), reads)
    assert len(told(joined)) == before


def test_what_has_only_the_keys_of_the_younger_one_is_compared_with_the_elder(joined: Store) -> None:
    (younger,) = [body for body in known(joined).values() if body.joined]
    found = joined.candidates(told=[younger.event.id])
    assert {body.event.id for body in found.known} == {"event of a1", "event of a2"}
    deliver(joined, "a4", "Odesa 3")
    assert told(joined)[-1].subject == "event of a1"


def test_an_edit_of_a_report_of_the_younger_one_corrects_the_elder(joined: Store) -> None:
    deliver(joined, "a2", "Odesa 3")
    assert (told(joined)[-1].subject, told(joined)[-1].data.event.killed) == (
        "event of a1",
        Quantity(min=3, max=3, text="3"),
    )
    deliver(joined, "a2", "nothing")
    assert (told(joined)[-1].subject, told(joined)[-1].data.event.killed) == ("event of a1", None)
    (withdrawn,) = [r.article for r in known(joined)["event of a1"].reports if r.withdrawn]
    assert withdrawn == "a2"


def test_articles_are_reported_with_the_event_that_theirs_is_now(joined: Store, tmp_path: Path) -> None:
    for name in ("a1", "a2"):
        (tmp_path / f"{name}.json").write_text(json.dumps({"id": name, "text": name}))
    lines = [json.loads(line) for line in report([Config(tmp_path, "in")], joined)]
    assert [event["id"] for line in lines for event in line["events"]] == ["event of a1", "event of a1"]


def test_workers_that_come_between_one_another_end_with_one_event(store: Store, redis_server: RedisServer) -> None:
    """Four workers, each with other reports of one wave, three of them of a town alone, at the same moment."""
    texts = ("Kyiv", "Odesa", "Lviv", "Kyiv Odesa Lviv")
    start = threading.Barrier(len(texts))

    def work(n: int) -> None:
        own = Store.open(redis_server.url)
        start.wait()
        for part in range(4):
            deliver(own, f"a{n}-{part}", texts[(n + part) % len(texts)])
        own.client.close()

    with ThreadPoolExecutor(len(texts)) as pool:
        list(pool.map(work, range(len(texts))))
    deliver(store, "last", texts[-1])
    (event,) = [body for body in known(store).values() if body.joined is None]
    assert len(event.reports) == 17
    revisions: dict[str, list[int]] = {}
    for alert in told(store):
        revisions.setdefault(alert.subject, []).append(alert.data.revision)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in revisions.values())
    assert {alert.subject for alert in told(store) if alert.data.joined} == revisions.keys() - {event.event.id}
