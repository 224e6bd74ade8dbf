"""What every sink promises, and what those besides webhooks do: channels and Apprise."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from helpers import NOW
from misbehaving import Server, answer
from sinks_helpers import ALERT_ID, ALERTS, ATTACK, SYSTEM, TALKS, Channels, receiver, sinks

from worker.errors import StoreError
from worker.http import Client
from worker.routing.fields import TEMPLATE_NAMES
from worker.sinks import SINKS, Sinks, text

apprise_warns = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # its modules import imghdr

HEADLINES = [ALERTS[name]["data"]["headline"] for name in ("alert-attack-updated", "alert-talks-new")]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({"ok": answer("204 No Content"), "no": answer("500 Oops")}) as running:
        yield running


def address(server: Server, path: str = "ok") -> str:
    return server.url.replace("http://", "json://") + f"/{path}"


@pytest.mark.parametrize("kind", ["webhook", "channel", pytest.param("apprise", marks=apprise_warns)])
@pytest.mark.parametrize("messages", [[ATTACK], [ATTACK, TALKS]], ids=["one", "two"])
def test_every_sink_sends_alerts_as_text(kind: str, messages: list[str], server: Server) -> None:
    channels = Channels()
    where: dict[str, Any] = {
        "webhook": {"url": f"{server.url}/ok"},
        "channel": {"channel": "desk"},
        "apprise": {"url": address(server)},
    }[kind]
    receipt = sinks(channels=channels).send(receiver(template="$headline", **where), "b", messages, NOW)
    assert receipt.outcome == "delivered"
    arrived = "".join([body.decode() for body in server.bodies] + [message for _, message in channels])
    assert [headline[:18] in arrived for headline in HEADLINES] == [True, len(messages) == 2]


@pytest.mark.parametrize(
    "where", [{"channel": "desk"}, pytest.param({"url": "json://127.0.0.1/"}, marks=apprise_warns)]
)
def test_a_text_of_what_is_no_alert_is_rejected(where: dict[str, str]) -> None:
    channels = Channels()
    receipt = sinks(channels=channels).send(receiver(template="$headline", **where), "s", [SYSTEM], NOW)
    assert receipt.outcome == "rejected"
    assert not channels


def test_the_registry_names_the_kinds_of_receiver() -> None:
    assert set(SINKS) == {"https", "http", ""}


def test_a_channel_gets_each_message_as_it_was_published() -> None:
    channels = Channels()
    receipt = sinks(channels=channels).send(receiver(channel="desk:ukraine"), "b", [ATTACK, TALKS], NOW)
    assert (receipt.outcome, receipt.detail) == ("delivered", "2 on desk:ukraine")
    assert channels == [("desk:ukraine", ATTACK), ("desk:ukraine", TALKS)]


def test_a_channel_is_tried_again_when_redis_is_away() -> None:
    def away(_channel: str, _message: str) -> None:
        raise StoreError("Redis is away")

    receipt = Sinks(Client(), away, {}).send(receiver(channel="desk"), ALERT_ID, [ATTACK], NOW)
    assert (receipt.outcome, receipt.detail) == ("again", "Redis is away")


def test_a_template_has_every_name_it_may_have() -> None:
    template = json.dumps({name: f"${name}" for name in TEMPLATE_NAMES})
    values = json.loads(text.as_json(template, [ATTACK]))
    assert values | {"headline": ""} == {
        "alert_id": ALERT_ID,
        "change": "updated",
        "countries": "UA",
        "event_id": "c0f1d4a2b7e84f36",
        "headline": "",
        "independent_sources": "2",
        "kind": "attack",
        "outlets": "Agentur Nordost, Continental Wire",
        "places": "Kyiv, Lviv, Odesa",
        "revision": "2",
        "sequence": "31",
        "severity": "critical",
        "standing": "corroborated",
        "time": "2023-12-29T18:52:03Z",
        "url": "",
    }


def test_a_template_links_to_the_first_report_that_has_an_address() -> None:
    message = json.loads(ATTACK)
    for number, url in enumerate(("https://one.example/", "https://two.example/")):
        message["data"]["reports"][number]["url"] = url
    assert text.texts("$url $$url", [json.dumps(message)]) == ("https://one.example/ $url",)


@apprise_warns
def test_apprise_gets_a_title_and_a_text(server: Server) -> None:
    receipt = sinks().send(receiver(url=address(server)), ALERT_ID, [ATTACK], NOW)
    assert receipt.outcome == "delivered"
    got = json.loads(server.bodies[0])
    assert got["title"] == "critical: attack, updated"
    assert got["message"].splitlines()[:2] == [HEADLINES[0], "corroborated, Agentur Nordost, Continental Wire"]


@apprise_warns
def test_apprise_is_tried_again_when_it_could_not_send(server: Server, unused_port: int) -> None:
    refused = sinks().send(receiver(url=address(server, "no")), ALERT_ID, [ATTACK], NOW)
    nobody = sinks().send(receiver(url=f"json://127.0.0.1:{unused_port}/"), ALERT_ID, [ATTACK], NOW)
    assert (refused.outcome, nobody.outcome) == ("again", "again")
    assert "500" in refused.detail


@apprise_warns
def test_the_secret_of_an_address_of_apprise_is_sent_and_not_shown(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    url = address(server, "no").replace("://", "://me:$secret@")
    receipt = sinks({"PASS": "pa/ss=w\u00f6rd"}).send(receiver(url=url, secret_env="PASS"), ALERT_ID, [ATTACK], NOW)
    ((_, headers),) = server.requests
    assert headers["authorization"].startswith("Basic ")
    assert receipt.outcome == "again"
    assert "pa/ss" not in receipt.detail + caplog.text
    assert "pa%2Fss" not in receipt.detail + caplog.text


@apprise_warns
@pytest.mark.parametrize("url", ["nosuch://desk", "tgram://x"])
def test_an_address_that_apprise_does_not_know_is_rejected(url: str) -> None:
    receipt = sinks().send(receiver(url=url), ALERT_ID, [ATTACK], NOW)
    assert (receipt.outcome, receipt.detail) == ("rejected", "desk: Apprise knows no such address")


def test_without_apprise_a_person_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    receipt = sinks().send(receiver(url="ntfy://desk"), ALERT_ID, [ATTACK], NOW)
    assert receipt.outcome == "again"
    assert "pip install 'depesche[apprise]'" in receipt.detail
