"""POST /articles: what is taken is on the ledger, what is not has its reason."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from endpoint_helpers import TOKEN, Endpoint, endpoint

from worker import keys
from worker.endpoint.limits import Limits
from worker.endpoint.request import CONTENT_TYPES
from worker.sources.formats import FORMATS, LARGEST_FILE
from worker.store import RedisServer, Store

ARTICLE = {"id": "a1", "text": "Vale said that the bridge is open.", "title": "Bridge", "language": "en"}
LINES = b'{"id": "a1", "text": "One."}\n\n{"id": "a2"}\n{"id": "a3", "text": "Three."}\n'
MOST = 50


@pytest.fixture(scope="module")
def running(redis_server: RedisServer) -> Iterator[Endpoint]:
    with endpoint(redis_server.url, Limits(articles=MOST)) as started:
        yield started


def test_an_article_is_on_the_ledger_and_its_task_sent(running: Endpoint, store: Store) -> None:
    answer = running.post(ARTICLE)
    assert answer.status == 202
    assert answer.json == {"taken": ["a1"], "known": [], "refused": []}
    entered = store.article("a1")
    assert entered is not None
    assert (entered.source, entered.text, entered.title) == ("push", ARTICLE["text"], ARTICLE["title"])
    assert store.waiting([keys.PROCESS]) == 1


def test_the_same_article_again_is_known(running: Endpoint, store: Store) -> None:
    running.post(ARTICLE)
    answer = running.post(ARTICLE)
    assert (answer.status, answer.json) == (202, {"taken": [], "known": ["a1"], "refused": []})
    assert (store.pending(), store.waiting([keys.PROCESS])) == (1, 1)


@pytest.mark.parametrize("own", [{"id": "a1"}, {"url": "https://news.example/bridge?utm_source=feed"}])
def test_an_edited_article_is_taken_again_under_its_id(running: Endpoint, store: Store, own: dict[str, str]) -> None:
    first = running.post({**own, "text": "Vale said that the bridge is open."}).json["taken"]
    again = {"url": "http://www.news.example/bridge/"} if "url" in own else own
    assert running.post({**again, "text": "Vale said  that the bridge is open!"}).json["known"] == first
    assert running.post({**again, "text": "Vale said that the bridge is closed."}).json["taken"] == first
    entered = store.article(first[0])
    assert entered is not None
    assert (entered.text, store.pending()) == ("Vale said that the bridge is closed.", 1)


def test_a_list_is_taken_apart_and_one_bad_article_costs_no_other(running: Endpoint, store: Store) -> None:
    answer = running.post([ARTICLE, {"id": "a2", "text": 1}, "no article", {"text": "Another one."}, ARTICLE])
    assert answer.status == 202
    assert (len(answer.json["taken"]), answer.json["known"]) == (2, ["a1"])
    assert answer.json["refused"] == [
        {"name": "body: article 2", "reason": "the key 'text' is not a string"},
        {"name": "body: article 3", "reason": "not an article: the JSON is not an object"},
    ]
    assert store.pending() == 2


def test_lines_are_taken_one_by_one_and_refusals_name_theirs(running: Endpoint, store: Store) -> None:
    answer = running.post(LINES, "application/x-ndjson")
    assert (answer.status, answer.json["taken"]) == (202, ["a1", "a3"])
    assert answer.json["refused"] == [{"name": "body", "reason": "line 3: the key 'text' is missing"}]
    assert store.status().refusals[0].what == "POST /articles"
    assert store.status().refusals[0].reason == "line 3: the key 'text' is missing"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", "Die Brücke\n\nSie ist offen.".encode()),
        ("text/plain; charset=utf-8", "Die Brücke\n\nSie ist offen.".encode()),
        ("Text/Plain; charset=ISO-8859-1", "Die Brücke\n\nSie ist offen.".encode("latin-1")),
        ("text/markdown", "---\ntitle: Die Brücke\n---\nSie ist offen.".encode()),
        ("text/html", "<html><h1>Die Brücke</h1><article><p>Sie ist offen.</p></article></html>".encode()),
        ("application/json; charset=utf-8", '{"title": "Die Brücke", "text": "Sie ist offen."}'.encode()),
    ],
)
def test_every_type_is_read_as_a_file_of_its_format(running: Endpoint, store: Store, kind: str, body: bytes) -> None:
    answer = running.post(body, kind, "?source=desk&language=de&published=2026-09-07T06:00:00%2B02:00")
    assert answer.status == 202, answer.body
    (article_id,) = answer.json["taken"]
    entered = store.article(article_id)
    assert entered is not None
    assert (entered.title, entered.source, entered.language) == ("Die Brücke", "desk", "de")
    assert "Sie ist offen." in entered.text
    assert entered.published is not None
    assert entered.published.isoformat() == "2026-09-07T06:00:00+02:00"


def test_every_format_of_files_has_its_type() -> None:
    other_names = {".htm", ".nitf", ".newsml"}
    assert set(FORMATS) <= set(CONTENT_TYPES.values()) | other_names


def test_what_an_article_says_goes_before_the_parameters(running: Endpoint, store: Store) -> None:
    running.post(ARTICLE, query="?language=de")
    entered = store.article("a1")
    assert entered is not None
    assert entered.language == "en"


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b'{"text": ""}', "application/json", "empty: it has no text"),
        (b"[3, 4]", "application/json", "not an article: the JSON is not an object"),
        (b"{}\n{}", "application/x-ndjson", "line 1: the key 'text' is missing"),
        (b"\n\n", "application/x-ndjson", "empty: it has no text"),
        (b"  \n ", "text/plain", "empty: it has no text"),
        (b"\x89PNG\0\0", "text/plain", "not text: it holds zero bytes (UTF-16 needs a byte order mark)"),
        (b'{"text": "\xff"}\n', "application/x-ndjson", "line 1: wrong encoding: not UTF-8 (byte 10 does not fit)"),
        (b"<html></html>", "text/html", "empty: it has no text"),
    ],
)
def test_where_all_is_refused_the_answer_is_422(
    running: Endpoint, store: Store, body: bytes, kind: str, reason: str
) -> None:
    answer = running.post(body, kind)
    assert (answer.status, answer.json["taken"], answer.json["known"]) == (422, [], [])
    assert answer.json["refused"][0]["reason"] == reason
    assert store.pending() == 0
    assert store.status().refused == 1


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "the body is empty"),
        (b"[]", "the list is empty"),
        (b'{"text": ', "broken JSON: "),
        (b'{"text": "\xc3\x28\x98"}', "wrong encoding"),
        (b"[" * 100_000, "broken JSON: nested too deeply"),
        (b'{"text": ' + b"[" * 100_000, "broken JSON: nested too deeply"),
        (b'{"text": "a", "id": ' + b"9" * 10_000 + b"}", "broken JSON: "),
    ],
)
def test_what_is_no_json_is_unreadable(running: Endpoint, store: Store, body: bytes, error: str) -> None:
    answer = running.post(body)
    assert answer.status == 400
    assert answer.json["error"].startswith(error)
    assert store.pending() == 0


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("?lang=de", "unknown parameter"),
        ("?source=", "'source' must be"),
        ("?source=" + "x" * 101, "'source' must be"),
        ("?source=a%0Ab", "'source' must be"),
        ("?language=german", "'language' must be"),
        ("?language=", "'language' must be"),
        ("?published=yesterday", "'published' must be"),
        ("?published=9999-12-31T23:00:00-23:00", "'published' must be"),
    ],
)
def test_parameters_that_make_no_sense_are_named(running: Endpoint, store: Store, query: str, error: str) -> None:
    answer = running.post(ARTICLE, query=query)
    assert answer.status == 400
    assert answer.json["error"].startswith(error)
    assert store.pending() == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Type": "multipart/form-data; boundary=x"}, 415),
        ({"Content_Type": "text"}, 415),
        ({"Content_Type": "*/*"}, 415),
        ({}, 415),
        ({"Content_Type": "application/json", "Content_Encoding": "gzip"}, 415),
        ({"Content_Type": "application/json", "Authorization": f"Basic {TOKEN}"}, 401),
        ({"Content_Type": "application/json", "Authorization": f"Bearer {TOKEN[:-1]}"}, 401),
        ({"Content_Type": "application/json", "Authorization": f"Bearer {TOKEN.upper()}"}, 401),
        ({"Content_Type": "application/json", "Authorization": "Bearer"}, 401),
        ({"Content_Type": "application/json", "Authorization": "Bearer \xfc\xff"}, 401),
        ({"Content_Type": "application/json", "Authorization": ""}, 401),
        ({"Content_Type": "application/json", "Authorization": f"bearer  {TOKEN}"}, 202),
    ],
)
def test_only_known_types_from_who_has_the_token(
    running: Endpoint, store: Store, headers: dict[str, str], status: int
) -> None:
    given = {"Authorization": f"Bearer {TOKEN}"} | headers
    answer = running.ask("POST", "/articles", json.dumps(ARTICLE), **given)
    assert answer.status == status
    assert TOKEN not in str(answer)
    assert store.pending() == (1 if status == 202 else 0)
    assert (answer.headers.get("www-authenticate") == "Bearer") is (status == 401)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/articles", 405),
        ("PUT", "/articles", 405),
        ("POST", "/metrics", 405),
        ("GET", "/", 404),
        ("GET", "/articles/", 404),
        ("GET", "/metrics/../articles", 404),
        ("GET", "//metrics", 404),
    ],
)
def test_other_ways_are_told_as_such(running: Endpoint, method: str, path: str, status: int) -> None:
    answer = running.ask(method, path, Authorization=f"Bearer {TOKEN}")
    assert answer.status == status
    assert answer.json["error"]
    assert ("allow" in {name.lower() for name in answer.headers}) is (status == 405)


def test_more_articles_than_are_taken_at_once_leave_nothing_behind(running: Endpoint, store: Store) -> None:
    many: list[Any] = [{"id": f"a{number}", "text": "Text."} for number in range(MOST + 1)]
    assert running.post(many).status == 413
    assert store.pending() == 0
    assert running.post(many[:MOST]).status == 202
    assert store.pending() == MOST


def test_a_body_as_large_as_a_file_is_read_and_a_larger_one_is_not(running: Endpoint, store: Store) -> None:
    largest = running.post(b"a" * LARGEST_FILE, "text/plain")
    assert (largest.status, largest.json["refused"][0]["reason"][:8]) == (422, "too long")
    assert running.post(b"a" * (LARGEST_FILE + 1), "text/plain").status == 413


def test_without_redis_the_sender_is_asked_to_come_again(unused_port: int) -> None:
    with endpoint(f"redis://:secret@127.0.0.1:{unused_port}/0") as alone:
        answer = alone.post(ARTICLE)
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        assert answer.json == {"error": "Redis cannot be used now"}
        assert alone.ask("GET", "/healthz").status == 200
        assert alone.ask("GET", "/readyz").status == 503
        assert b"depesche_redis_up 0.0" in alone.ask("GET", "/metrics").body
