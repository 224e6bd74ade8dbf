"""Webhooks: what arrives, what comes of each answer, and how receivers that misbehave fare (TABLE in receiving.py)."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cloudevents.core.formats.json import JSONFormat
from helpers import NOW
from misbehaving import Server, answer, own_certificate
from receiving import RETRY_S, TABLE
from sinks_helpers import (
    ALERT_ID,
    ALERTS,
    ATTACK,
    ENVIRONMENT,
    OLD_SECRET,
    SECRET,
    SYSTEM,
    TALKS,
    hurried,
    receiver,
    sinks,
)  # fmt: skip
from standardwebhooks import Webhook

from worker.http import Client
from worker.sinks import Sinks
from worker.sinks.webhook import LONGEST_WAIT_S, SHOWN

TIMEOUT_S = 0.6
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def table() -> Iterator[Server]:
    with Server({name: case.behaviour for name, case in TABLE.items()}) as running:
        yield running


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({"ok": answer("204 No Content")}) as running:
        yield running


@pytest.mark.parametrize("name", TABLE)
def test_every_misbehaviour_of_a_receiver_has_its_outcome(name: str, table: Server) -> None:
    receipt = sinks().send(hurried(receiver(table, name), TIMEOUT_S), ALERT_ID, [ATTACK], NOW)
    case = TABLE[name]
    assert receipt.outcome == case.outcome, receipt
    assert receipt.status == (case.comes if isinstance(case.comes, int) else None)
    assert receipt.retry_after_s == (RETRY_S if case.comes in (429, 503) else 0)
    assert len(receipt.detail) < SHOWN + 50
    assert receipt.detail.isprintable()
    assert receipt.detail


@pytest.mark.parametrize(
    ("url", "outcome", "detail"),
    [
        ("http://nobody.invalid/", "again", "dns: nobody.invalid is not known"),
        ("http://169.254.169.254/latest/", "rejected", "refused_address: 169.254.169.254 is"),
        ("http://10.0.0.1/", "rejected", "refused_address: 10.0.0.1 is"),
        ("http://[::ffff:10.0.0.1]/", "rejected", "refused_address"),
    ],
)
def test_where_nobody_is_and_where_nothing_may_go(url: str, outcome: str, detail: str) -> None:
    receipt = sinks().send(receiver(url=url), ALERT_ID, [ATTACK], NOW)
    assert (receipt.outcome, receipt.status) == (outcome, None)
    assert detail in receipt.detail


def test_a_port_where_nobody_listens(unused_port: int) -> None:
    receipt = sinks().send(receiver(url=f"http://127.0.0.1:{unused_port}/"), ALERT_ID, [ATTACK], NOW)
    assert (receipt.outcome, receipt.detail) == ("again", "connection: Connection refused")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_certificate_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    with Server({"ok": answer("200 OK")}, own_certificate(tmp_path)) as server:
        receipt = sinks().send(receiver(server, secret_env="DESK"), ALERT_ID, [ATTACK], NOW)
    assert receipt.outcome == "again"
    assert receipt.detail.startswith("tls: its certificate is not valid")
    assert not server.requests


def test_the_request_is_what_the_documentation_says(server: Server) -> None:
    receipt = sinks().send(receiver(server, secret_env="DESK"), ALERT_ID, [ATTACK], NOW)
    assert (receipt.outcome, receipt.status, receipt.detail) == ("delivered", 204, "it answers 204")
    ((path, headers),) = server.requests
    assert path == "/ok"
    assert headers.pop("user-agent").endswith(" (+https://desk.example)")
    assert headers.pop("webhook-signature").startswith("v1,")
    assert headers == {
        "host": server.url.removeprefix("http://"),
        "content-type": "application/cloudevents+json; charset=utf-8",
        "content-length": str(len(ATTACK.encode())),
        "webhook-id": ALERT_ID,
        "webhook-timestamp": str(int(NOW.timestamp())),
        "accept-encoding": "identity",
        "connection": "close",
    }
    assert server.bodies == [ATTACK.encode()]


def test_a_receiver_with_the_public_library_verifies_and_reads_one_alert(server: Server) -> None:
    sinks().send(receiver(server, secret_env="BOTH"), ALERT_ID, [ATTACK], datetime.now(UTC))
    ((_, headers),), (body,) = server.requests, server.bodies
    for secret in (SECRET, OLD_SECRET):
        assert Webhook(secret).verify(body, headers) == ALERTS["alert-attack-updated"]
    event = from_http_event(HTTPMessage(headers=headers, body=body))
    assert (event.get_id(), event.get_type()) == (ALERT_ID, "depesche.alert.attack.updated")
    assert event.get_time() == datetime.fromisoformat("2023-12-29T18:52:03.120000Z")
    assert event.get_data() == ALERTS["alert-attack-updated"]["data"]


def test_several_alerts_are_a_batch_that_is_signed_as_one(server: Server) -> None:
    sinks().send(receiver(server, secret_env="DESK"), "batch-7", [ATTACK, TALKS], datetime.now(UTC))
    ((_, headers),), (body,) = server.requests, server.bodies
    assert (headers["content-type"], headers["webhook-id"]) == (
        "application/cloudevents-batch+json; charset=utf-8",
        "batch-7",
    )
    batch = Webhook(SECRET).verify(body, headers)
    assert batch == [ALERTS["alert-attack-updated"], ALERTS["alert-talks-new"]]
    events = [JSONFormat().read(None, json.dumps(event)) for event in batch]
    assert [event.get_id() for event in events] == [ALERT_ID, ALERTS["alert-talks-new"]["id"]]


def test_the_id_stays_and_the_time_is_that_of_the_attempt(server: Server) -> None:
    for hours in (0, 5):
        sinks().send(receiver(server, secret_env="DESK"), ALERT_ID, [ATTACK], NOW + timedelta(hours=hours))
    first, second = (headers for _, headers in server.requests)
    assert first["webhook-id"] == second["webhook-id"] == ALERT_ID
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 5 * 3_600
    assert first["webhook-signature"] != second["webhook-signature"]
    assert server.bodies[0] == server.bodies[1]


def test_without_a_secret_nothing_is_signed(server: Server) -> None:
    sinks().send(receiver(server), ALERT_ID, [ATTACK], NOW)
    ((_, headers),) = server.requests
    assert headers["webhook-id"] == ALERT_ID
    assert "webhook-signature" not in headers


def test_headers_of_the_receiver_go_before_ours_and_secret_ones_before_those(server: Server) -> None:
    one = receiver(
        server,
        headers={"content-type": "application/json", "authorization": "none", "User-Agent": "desk/1", "X-Desk": "a"},
        header_env={"Authorization": "TOKEN"},
    )
    sinks().send(one, ALERT_ID, [ATTACK], NOW)
    ((_, headers),) = server.requests
    assert headers["authorization"] == ENVIRONMENT["TOKEN"]
    assert (headers["content-type"], headers["user-agent"], headers["x-desk"]) == ("application/json", "desk/1", "a")


def test_a_template_is_sent_as_text_unless_headers_say_otherwise(server: Server) -> None:
    sinks().send(receiver(server, template="$severity: $headline"), "b", [ATTACK, TALKS], NOW)
    html = {"Content-Type": "text/html"}
    sinks().send(receiver(server, template="<b>$kind</b>", headers=html), "b", [ATTACK, TALKS], NOW)
    assert [headers["content-type"] for _, headers in server.requests] == ["text/plain; charset=utf-8", "text/html"]
    headlines = [ALERTS[name]["data"]["headline"] for name in ("alert-attack-updated", "alert-talks-new")]
    assert server.bodies[0].decode() == f"critical: {headlines[0]}\n\nhigh: {headlines[1]}"
    assert server.bodies[1] == b"<b>attack</b>\n\n<b>talks</b>"


def test_a_template_of_json_stays_json_whatever_the_values(server: Server) -> None:
    message = json.loads(ATTACK)
    message["data"]["headline"] = 'He said "no"\\ \n\t\u00fc'
    one = receiver(
        server, template='{"text": "$headline", "n": $sequence}', headers={"Content-Type": "application/json"}
    )
    for messages in ([json.dumps(message)], [json.dumps(message), TALKS]):
        sinks().send(one, "b", messages, NOW)
    single, several = map(json.loads, server.bodies)
    assert single == {"text": message["data"]["headline"], "n": 31}
    assert [made["n"] for made in several] == [31, ALERTS["alert-talks-new"]["data"]["sequence"]]


def test_a_text_of_what_is_no_alert_is_rejected_and_the_message_itself_is_sent(server: Server) -> None:
    for message in (SYSTEM, "{}", "", "null", "\ud800"):
        receipt = sinks().send(receiver(server, template="$headline"), "s", [message], NOW)
        assert (receipt.outcome, receipt.detail) == ("rejected", "it is not an alert, so there is no text for it")
    assert not server.requests
    assert sinks().send(receiver(server), "s", [SYSTEM], NOW).outcome == "delivered"


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 120.0),
        (format_datetime(NOW + timedelta(hours=2), usegmt=True), 7_200.0),
        (format_datetime(NOW - DAY, usegmt=True), 0.0),
        (str(10**9), LONGEST_WAIT_S),
        ("9" * 5_000, LONGEST_WAIT_S),
        (format_datetime(NOW + 30 * DAY, usegmt=True), LONGEST_WAIT_S),
        ("soon", 0.0),
        ("-5", 0.0),
        ("1.5", 0.0),
        ("", 0.0),
    ],
)
def test_what_a_busy_receiver_asks_for_is_told_up_to_a_day(asked: str, seconds: float) -> None:
    with Server({"ok": answer("429 Too Many Requests", b"", f"Retry-After: {asked}")}) as server:
        receipt = sinks().send(receiver(server), ALERT_ID, [ATTACK], NOW)
    assert (receipt.outcome, receipt.retry_after_s) == ("again", seconds)


def test_of_an_answer_500_characters_are_kept_on_one_line_without_what_moves_a_cursor() -> None:
    body = b"\x1b[2J one\r\ntwo \xe2\x80\xae \xff" + b"x" * 5_000
    with Server({"ok": answer("500 Oops", body)}) as server:
        receipt = sinks().send(receiver(server), ALERT_ID, [ATTACK], NOW)
    told = receipt.detail.removeprefix("it answers 500: ")
    assert told.startswith("[2J one two \ufffdxxx")
    assert len(told) == SHOWN


def test_an_id_that_is_no_header_is_no_exception(server: Server) -> None:
    for delivery_id in ("a\r\nX: b", "\u0628\ud800"):
        assert sinks().send(receiver(server, secret_env="DESK"), delivery_id, [ATTACK], NOW).outcome != "rejected"


def test_nothing_may_go_to_loopback_unless_it_is_allowed(server: Server) -> None:
    receipt = Sinks(Client(), print, {}).send(receiver(server), ALERT_ID, [ATTACK], NOW)
    assert receipt.outcome == "rejected"
    assert not server.requests
