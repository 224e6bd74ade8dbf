"""Edited articles on their whole way: files, workers at once, workers that die, alerts that explain themselves."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from helpers import NOW, Sent, article, attack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import AlertBody, AlertMessage, Article, Attack, Quantity
from worker import pipeline
from worker.errors import StoreError
from worker.identity import Resolution
from worker.identity.differences import content
from worker.sources.feed import parse_feed
from worker.sources.folder import Config
from worker.store import Candidates, Commit, Known, RedisServer, Store

TWELVE = "Russia attacked the city of Kharkiv in Ukraine with drones on Tuesday night, killing 12 people."
TWO = TWELVE.replace("12", "2")
NOTHING = "The market in Kharkiv was open on Wednesday."


def strike(article: Article) -> tuple[Attack, ...]:
    """What the made-up articles below tell: their text is the number of the dead, or empty."""
    if not article.text.isdecimal():
        return ()
    killed = Quantity(min=int(article.text), max=int(article.text), text=article.text)
    return (attack(f"event of {article.id} {article.version}", killed=killed),)


def version(text: str, name: str = "a1", **fields: object) -> Article:
    return article(name, text, version=f"v{text}", published=NOW, **fields)


def told(store: Store) -> list[AlertMessage]:
    return [AlertMessage.model_validate_json(message) for _, message in store.alerts(after=0)]


def changes(store: Store) -> list[str]:
    return [alert.data.change for alert in told(store)]


def deliver(store: Store, *articles: Article) -> None:
    for item in articles:
        sent = Sent()
        pipeline.take(item, store, sent)
        for article_id in sent:
            pipeline.process(article_id, store, sent, strike)


@pytest.mark.parametrize(
    ("edited", "told_then"), [(TWO, ["updated"]), (NOTHING, ["retracted"]), (f" {TWELVE.upper()}\n", [])]
)
def test_a_file_that_is_replaced_is_told_once(store: Store, tmp_path: Path, edited: str, told_then: list[str]) -> None:
    def run() -> list[str]:
        before, sent = len(told(store)), Sent()
        pipeline.folder_intake(Config(tmp_path, "in", settle_s=0), store, sent).sweep()
        for article_id in sent:
            pipeline.process(article_id, store, sent)
        return changes(store)[before:]

    (tmp_path / "a.txt").write_text(TWELVE, "utf-8")
    assert run() == ["new"]
    (tmp_path / "a.txt").write_text(edited, "utf-8")
    assert run() == told_then
    assert run() == []


TEASER = "In the night to Wednesday Russian drones hit Kharkiv in Ukraine, where 12 people were killed, its mayor said."
RSS = """<rss version="2.0"><channel><title>{name}</title><item><guid>{name}-7</guid><title>Night over Kharkiv</title>
<link>{link}</link><description>{teaser}</description><pubDate>Wed, 25 Nov 2026 07:00:00 +0000</pubDate></item>
</channel></rss>"""


def listed(store: Store, name: str, link: str, teaser: str) -> None:
    """Read what a feed lists now."""
    parsed = parse_feed(
        RSS.format(name=name, link=link, teaser=teaser).encode(), url=None, content_type=None, source=name, fetched=NOW
    )
    sent = Sent()
    for item in parsed.articles:
        pipeline.take(item, store, sent)
    for article_id in sent:
        pipeline.process(article_id, store, sent)


def test_a_page_that_two_feeds_list_with_other_teasers_never_flaps_and_is_one_origin(store: Store) -> None:
    for _ in range(3):
        listed(store, "politics", "https://www.post.example/world/night-7?utm_source=rss", TWELVE)
        listed(store, "world", "http://m.post.example/world/night-7", TEASER)
    strikes = [alert.data for alert in told(store) if alert.data.event.kind == "attack"]
    assert [(body.change, body.independent_sources) for body in strikes] == [("new", 1)]
    (known,) = [k for k in store.history.events() if isinstance(k, Known) and k.body.event.kind == "attack"]
    assert (known.body.standing, {report.source for report in known.body.told_in}) == (
        "unconfirmed",
        {"politics", "world"},
    )
    assert not {"retracted", "corroborated"} & set(changes(store))
    listed(store, "politics", "https://www.post.example/world/night-7", TWO)
    listed(store, "world", "https://www.post.example/world/night-7", TEASER.replace("12", "2"))
    last = told(store)[-1].data
    assert (last.change, last.headline[-8:], len(last.told_in)) == ("updated", "2 killed", 2)


def test_a_correction_and_a_denial_of_its_own_claim_take_back_what_was_told(store: Store) -> None:
    claim = "The Ukrainian military said it had attacked a refinery in Belgorod with drones on Tuesday night, {}."
    texts = [
        ("Post", claim.format("killing 12 people")),
        ("Post", f"Correction: {claim.format('killing 2 people')}"),
        ("Herald", "The Ukrainian military denied a drone attack on a refinery in Belgorod on Tuesday night."),
    ]
    for number, (outlet, text) in enumerate(texts):
        item = article(f"a{number}", text, outlet=outlet, published=NOW, language="en")
        pipeline.take(item, store, Sent())
        pipeline.process(item.id, store, Sent())
    strikes = [alert for alert in told(store) if alert.data.event.kind == "attack"]
    assert [alert.data.change for alert in strikes] == ["new", "updated", "retracted"]
    assert len({alert.subject for alert in strikes}) == 1
    assert strikes[1].data.headline.endswith("2 killed")
    assert [report.withdrawn is None for report in strikes[2].data.reports] == [False, False, True]


def test_a_story_that_its_publisher_takes_back_is_retracted_and_one_that_is_not_known_leaves_no_trace(
    store: Store, tmp_path: Path
) -> None:
    story = """<nitf><head><docdata management-status="{}"><doc-id id-string="{}"/></docdata></head><body>
        <body.content><p>{}</p></body.content></body></nitf>"""
    sent = Sent()
    intake = pipeline.folder_intake(Config(tmp_path, "in", settle_s=0), store, sent)
    steps = (("1", "usable", "a"), ("2", "canceled", "a"), ("3", "canceled", "b"), ("4", "canceled", "a"))
    for name, status, doc in steps:
        (tmp_path / f"{name}.nitf").write_text(story.format(status, doc, TWELVE), "utf-8")
        intake.sweep()
        while sent:
            pipeline.process(sent.pop(), store, sent)
    assert changes(store) == ["new", "retracted"]
    assert (store.status().taken, store.status().refused) == (2, 3)


def test_an_edit_is_processed_once_however_often_it_comes(store: Store) -> None:
    deliver(store, version("12"), version("2"), version("12"), version("2"), version("2"))
    assert changes(store) == ["new", "updated"]
    (change,) = [change for change in told(store)[1].data.changes if change.field == "killed"]
    assert (change.before["min"], change.after["min"]) == (12, 2)
    (event,) = store.results(["a1"])[0].events
    assert event == attack(event.id, killed=Quantity(min=2, max=2, text="2"), evidence=event.evidence)


def test_what_is_retracted_stays_known_and_comes_back_with_its_number(store: Store) -> None:
    deliver(store, version("12"), version("none"), version("2", "a2", outlet="Harbour"))
    assert changes(store) == ["new", "retracted", "updated"]
    assert {alert.subject for alert in told(store)} == {"event of a1 v12"}
    assert [alert.data.standing for alert in told(store)] == ["unconfirmed", "retracted", "unconfirmed"]
    assert store.status().alerts == {"new": 1, "retracted": 1, "updated": 1}


class Dying(Store):
    """A store whose worker dies at one call, before it or after it."""

    steps = 0
    last = 10**6

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.last:
            raise StoreError("the worker died")

    def candidates(self, *index_keys: object, **told: object) -> Candidates:
        self._step()
        return super().candidates(*index_keys, **told)  # type: ignore[arg-type]

    def said(self, bodies: Sequence[AlertBody]) -> dict[str, dict[str, object]]:  # type: ignore[override]
        self._step()
        return super().said(bodies)  # type: ignore[return-value]

    def commit(self, article: Article, resolution: Resolution, *rest: object) -> Commit:  # type: ignore[override]
        self._step()
        done = super().commit(article, resolution, *rest)  # type: ignore[arg-type]
        self._step()
        return done


@pytest.mark.parametrize("step", range(5))
def test_a_worker_that_dies_between_two_steps_loses_nothing_and_tells_nothing_twice(
    store: Store, redis_server: RedisServer, step: int
) -> None:
    deliver(store, version("12"))
    dying = Dying.open(redis_server.url)
    dying.last = step
    pipeline.take(version("2"), dying, Sent())
    try:
        pipeline.process("a1", dying, Sent(), strike)
    except StoreError:
        sent = Sent()
        pipeline.resume(store, sent)
        for article_id in sent:
            pipeline.process(article_id, store, sent, strike)
    dying.client.close()
    assert store.pending() == 0
    assert changes(store) == ["new", "updated"]


def test_two_workers_with_two_versions_end_in_the_newer_one(store: Store, redis_server: RedisServer) -> None:
    for round_ in range(10):
        name, begun = f"a{round_}", threading.Barrier(2)
        pipeline.take(version("12", name), store, Sent())

        def slow(item: Article, begun: threading.Barrier = begun) -> tuple[Attack, ...]:
            begun.wait()
            return strike(item)

        def old(name: str = name, read: Callable[[Article], tuple[Attack, ...]] = slow) -> None:
            with_own = Store.open(redis_server.url)
            pipeline.process(name, with_own, Sent(), read)
            with_own.client.close()

        with ThreadPoolExecutor(1) as pool:
            worker = pool.submit(old)
            begun.wait()
            pipeline.take(version("2", name), store, Sent())
            pipeline.process(name, store, Sent(), strike)
            worker.result()
        (result,) = store.results([name])
        assert [event.killed.min for event in result.events if event.kind == "attack" and event.killed] == [2]
    assert store.pending() == 0
    told_last = {alert.subject: alert.data.event for alert in told(store)}
    assert all(event.kind == "attack" and event.killed and event.killed.min == 2 for event in told_last.values())


def test_reports_that_are_taken_back_at_once_are_all_taken_back(store: Store, redis_server: RedisServer) -> None:
    names = [f"a{n}" for n in range(4)]
    deliver(store, *(version("12", name, outlet=f"Outlet {name}") for name in names))
    start = threading.Barrier(len(names))

    def withdraw(name: str) -> None:
        own = Store.open(redis_server.url)
        start.wait()
        deliver(own, version("none", name, outlet=f"Outlet {name}"))
        own.client.close()

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(withdraw, names))
    alerts = [alert.data for alert in told(store)]
    assert (
        [alert.sequence for alert in alerts] == [alert.revision for alert in alerts] == list(range(1, len(alerts) + 1))
    )
    assert [alert.change for alert in alerts].count("retracted") == 1
    assert alerts[-1].change == "retracted"
    assert all(report.withdrawn for report in alerts[-1].reports)


texts = st.sampled_from(["2", "3", "12", "none", "other"])
deliveries = st.lists(st.tuples(st.sampled_from(["a1", "a2", "a3"]), texts), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told_in=deliveries, repeats=st.lists(st.integers(0, 7), max_size=4))
def test_alerts_explain_each_other_and_do_not_depend_on_deliveries_that_come_again(
    store: Store, told_in: list[tuple[str, str]], repeats: list[int]
) -> None:
    items = [version(text, name, outlet=f"Outlet {name}") for name, text in told_in]
    store.client.flushdb()
    for number, item in enumerate(items):
        deliver(store, item, *(items[n] for n in repeats if n < number))
    again = final_state(store)
    alerts = told(store)
    assert [alert.data.sequence for alert in alerts] == list(range(1, len(alerts) + 1))
    last: dict[str, AlertBody] = {}
    for alert in alerts:
        body, before = alert.data, last.get(alert.subject or "")
        assert body.revision == (before.revision if before else 0) + 1
        if before:
            values = content(before.event) | {"standing": before.standing}
            now = content(body.event) | {"standing": body.standing}
            assert all((c.before, c.after) == (values[c.field], now[c.field]) for c in body.changes)
            unexplained = {f for f in now if now[f] != values[f]} - {c.field for c in body.changes}
            assert unexplained <= {"standing"}
            assert not unexplained or body.independent_sources > before.independent_sources
        last[alert.subject or ""] = body
    store.client.flushdb()
    deliver(store, *items)
    assert final_state(store) == again


def final_state(store: Store) -> list[object]:
    """What is known in the end, but for times."""
    bodies = [known.body for known in store.history.events() if not isinstance(known, str) and hasattr(known, "body")]
    ordered = sorted(bodies, key=lambda body: body.event.id)
    return [
        (b.event, b.standing, b.independent_sources, b.revision, [(r.article, r.withdrawn is None) for r in b.reports])
        for b in ordered
    ]
