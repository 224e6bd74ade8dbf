"""The client against a server that misbehaves; TABLE in misbehaving.py names how, and what comes of it."""

import ipaddress
import shutil
import socket
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from misbehaving import FEED, PACKED_BOMB, TABLE, Server, answer, feed, own_certificate, redirect

from worker.feeds import Feed, FeedState
from worker.http import Client, Failure, Limits, Response, Validators, connection, problem_with
from worker.sources.choosing import choose
from worker.sources.feed import parse_feed
from worker.sources.polling import Poll, decide

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
LIMITS = Limits(connect_s=1.0, read_s=0.4, total_s=0.8, received=300_000)
LATE_S = 0.7  # how much later than its limit a poll may end on a busy machine
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server({name: behaviour for name, (behaviour, _) in TABLE.items()}) as running:
        yield running


@pytest.fixture
def client() -> Client:
    return Client([LOOPBACK], limits=LIMITS)


def polled(answer: Response | Failure, url: str) -> FeedState:
    """What a poll with this answer leaves behind."""
    poll = Poll(answer)
    if isinstance(answer, Response) and answer.status == 200:
        parsed = parse_feed(
            answer.body, url=answer.url, content_type=answer.headers.get("content-type"), source="s", fetched=NOW
        )
        poll = Poll(answer, parsed, choose(parsed.items, (), NOW, None))
    return decide(Feed(url=url), FeedState(url=url), poll, NOW, 0.0, 0.0).state


@pytest.mark.parametrize("name", TABLE)
def test_every_misbehaviour_has_a_named_outcome_in_time(name: str, server: Server, client: Client) -> None:
    url = f"{server.url}/{name}"
    began = time.monotonic()
    answer = client.get(url)
    assert time.monotonic() - began < LIMITS.total_s + LATE_S
    state = polled(answer, url)
    assert state.outcome == TABLE[name][1], answer
    assert (state.failures == 0) == (state.outcome in ("items", "empty"))


def test_the_table_names_at_least_forty_misbehaviours() -> None:
    assert sum(outcome not in ("items", "empty") for _, outcome in TABLE.values()) >= 40


def test_a_bomb_takes_little_memory(server: Server) -> None:
    client = Client([LOOPBACK])
    tracemalloc.start()
    try:
        assert isinstance(client.get(f"{server.url}/gzip_bomb"), Failure)
        assert isinstance(client.get(f"{server.url}/endless_body"), Failure)
        assert tracemalloc.get_traced_memory()[1] < 4 * Limits().received
    finally:
        tracemalloc.stop()
    assert len(PACKED_BOMB) < 200_000


def test_the_total_limit_holds_over_all_redirects() -> None:
    def slow(connection: socket.socket) -> None:
        time.sleep(0.3)
        redirect("/slow")(connection)

    with Server({"slow": slow}) as server:
        began = time.monotonic()
        failure = Client([LOOPBACK], limits=LIMITS).get(f"{server.url}/slow")
        assert isinstance(failure, Failure)
        assert failure.outcome == "timeout"
        assert time.monotonic() - began < LIMITS.total_s + LATE_S


def test_five_redirects_are_followed_and_a_sixth_is_not(client: Client) -> None:
    table = {str(number): redirect(f"/{number - 1}") for number in range(1, 7)} | {"0": feed()}
    with Server(table) as server:
        found = client.get(f"{server.url}/5")
        assert isinstance(found, Response)
        assert (found.url, found.body) == (f"{server.url}/0", FEED)
        failure = client.get(f"{server.url}/6")
        assert isinstance(failure, Failure)
        assert failure.outcome == "too_many_redirects"


def test_only_permanent_redirects_from_the_beginning_are_permanent(client: Client) -> None:
    table = {
        "old": redirect("/older", "301 Moved Permanently"),
        "older": redirect("/now", "308 Permanent Redirect"),
        "now": redirect("/good"),
        "good": feed(),
        "late": redirect("/old"),
    }
    with Server(table) as server:
        moved, late, good = (client.get(f"{server.url}/{name}") for name in ("old", "late", "good"))
        assert isinstance(moved, Response)
        assert isinstance(late, Response)
        assert isinstance(good, Response)
        assert (moved.permanent, moved.url) == (f"{server.url}/now", f"{server.url}/good")
        assert (late.permanent, good.permanent) == (None, None)


def test_validators_go_back_as_they_came_and_only_to_the_address_that_gave_them(server: Server, client: Client) -> None:
    first = client.get(f"{server.url}/good")
    assert isinstance(first, Response)
    assert first.validators == Validators(first.url, 'W/"1\xe4"', "Mon, 07 Sep 2026 06:00:00 GMT")
    server.requests.clear()
    client.get(first.url, validators=first.validators)
    client.get(f"{server.url}/html", validators=first.validators)
    (_, asked), (_, elsewhere) = server.requests
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('W/"1\xe4"', "Mon, 07 Sep 2026 06:00:00 GMT")
    assert not {"if-none-match", "if-modified-since"} & elsewhere.keys()


def test_a_validator_too_long_to_send_back_is_not_kept() -> None:
    assert Response(200, {"etag": "x" * 5_000}, "http://h/", None, b"").validators is None


def test_the_client_says_who_asks_and_nothing_else(server: Server) -> None:
    server.requests.clear()
    Client([LOOPBACK], contact="https://desk.example/bot").get(f"{server.url}/good", {"Accept": "text/xml"})
    ((_, headers),) = server.requests
    assert headers.pop("user-agent").endswith(" (+https://desk.example/bot)")
    assert headers.pop("host") == server.url.removeprefix("http://")
    assert headers == {"accept": "text/xml", "accept-encoding": "gzip, deflate", "connection": "close"}


def test_proxies_of_the_environment_are_not_used(
    server: Server, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert isinstance(client.get(f"{server.url}/good"), Response)


def test_a_port_where_nobody_listens(client: Client, unused_port: int) -> None:
    failure = client.get(f"http://127.0.0.1:{unused_port}/")
    assert isinstance(failure, Failure)
    assert failure.outcome == "connection"


def test_loopback_is_refused_unless_it_is_allowed(server: Server) -> None:
    for url in (server.url, server.url.replace("127.0.0.1", "localhost"), server.url.replace("127.0.0.1", "0x7f.1")):
        failure = Client(limits=LIMITS).get(f"{url}/good")
        assert isinstance(failure, Failure)
        assert failure.outcome == "refused_address"


def test_a_name_with_one_private_address_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(connection.socket, "getaddrinfo", lambda *_, **__: found)
    failure = client.get("http://rebinding.example/")
    assert isinstance(failure, Failure)
    assert failure == Failure("refused_address", "rebinding.example is 10.0.0.1, which is not a public address")


def test_what_was_judged_is_connected_to(server: Server, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]]  # a second look-up would fail
    monkeypatch.setattr(connection, "_look_up", lambda *_: (answers.pop()[0][4][0],))
    found = client.get(f"{server.url.replace('127.0.0.1', 'twofaced.example')}/good")
    assert isinstance(found, Response)
    assert found.status == 200
    assert not answers


def test_a_look_up_that_does_not_end_is_left(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.socket, "getaddrinfo", lambda *_, **__: time.sleep(3))
    began = time.monotonic()
    failure = client.get("http://slow.example/")
    assert isinstance(failure, Failure)
    assert failure.outcome == "timeout"
    assert time.monotonic() - began < LIMITS.total_s + LATE_S


def test_tls_that_is_none(server: Server, client: Client) -> None:
    failure = client.get(server.url.replace("http:", "https:") + "/good")
    assert isinstance(failure, Failure)
    assert failure.outcome == "tls"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_certificate_that_nobody_vouches_for(client: Client, tmp_path: Path) -> None:
    with Server({"good": feed()}, own_certificate(tmp_path)) as server:
        failure = client.get(f"{server.url}/good")
    assert isinstance(failure, Failure)
    assert failure.outcome == "tls"
    assert "certificate" in failure.detail


@pytest.mark.parametrize(
    "url",
    ["ftp://h/", "file:///etc/passwd", "/etc/passwd", "", "http://", "http://u:p@h/", "http://h:70000/", "http://[z/",
     "http://h/" + "a" * 3_000, "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_not_asked_for(url: str, client: Client) -> None:
    failure = client.get(url)
    assert isinstance(failure, Failure)
    assert failure.outcome == "bad_address"
    assert problem_with(url)


def test_an_international_name_is_an_address() -> None:
    assert problem_with("https://b\u00fccher.example/f\u00fced") is None


def test_a_body_is_read_of_a_good_answer_alone(client: Client) -> None:
    with Server({"bad": answer("500 Oops", b"x" * 1_000)}) as server:
        found = client.get(f"{server.url}/bad")
    assert isinstance(found, Response)
    assert found.body == b""
