"""Secrets: read at each delivery, and shown nowhere."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import NOW
from misbehaving import Server, answer
from sinks_helpers import ALERT_ID, ATTACK, ENVIRONMENT, OLD_SECRET, SECRET, receiver, sinks

from worker.sinks import Receipt, signing
from worker.sinks.records import Means


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({"ok": answer("204 No Content")}) as running:
        yield running


def sent(server: Server, **fields: object) -> Receipt:
    return sinks().send(receiver(server, **fields), ALERT_ID, [ATTACK], NOW)


def test_a_file_is_read_anew_each_time(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    for secret in (OLD_SECRET, f"\n{SECRET}\t{OLD_SECRET}  \n", SECRET):
        file.write_text(secret)
        assert sent(server, secret_file=str(file)).outcome == "delivered"
    counts = [len(headers["webhook-signature"].split()) for _, headers in server.requests]
    assert counts == [1, 2, 1]
    last = server.requests[-1][1]["webhook-signature"]
    assert last == signing.headers([signing.key_of(SECRET)], ALERT_ID, NOW, ATTACK.encode())["webhook-signature"]


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe" * 20, b"hunter2 and more", b"w" * 100_000])
def test_a_file_with_no_secret_is_told_and_waits_to_be_mended(content: bytes, server: Server, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(content)
    receipt = sent(server, secret_file=str(file))
    assert receipt.outcome == "again"
    assert "secret" in receipt.detail
    assert "hunter2" not in receipt.detail
    assert not server.requests


def test_what_is_no_file_is_not_waited_for(server: Server, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "none", "/dev/zero"):
        receipt = sent(server, secret_file=str(path))
        assert receipt.outcome == "again"
        assert str(path) in receipt.detail


@pytest.mark.parametrize("variable", ["NONE", "EMPTY", "SHORT"])
def test_a_variable_with_no_secret_is_told_and_waits_to_be_mended(variable: str, server: Server) -> None:
    environment = {"EMPTY": " ", "SHORT": "whsec_aHVudGVyMg=="}
    receipt = sinks(environment).send(receiver(server, secret_env=variable), ALERT_ID, [ATTACK], NOW)
    assert receipt.outcome == "again"
    assert "aHVudGVyMg" not in receipt.detail
    assert not server.requests


@pytest.mark.parametrize("value", ["", "a\r\nX-B: c", "\u00fc", "x" * 5_000])
def test_a_secret_header_that_cannot_be_sent_is_told_and_not_shown(value: str, server: Server) -> None:
    one = receiver(server, header_env={"X-Key": "KEY"})
    receipt = sinks({"KEY": value}).send(one, ALERT_ID, [ATTACK], NOW)
    assert (receipt.outcome, receipt.detail) == ("again", "desk: KEY holds nothing that can be sent as X-Key")
    assert not server.requests


def test_a_receiver_that_sends_secrets_back_does_not_make_us_tell_them() -> None:
    token = ENVIRONMENT["TOKEN"]
    body = f"x{'y' * 480}Authorization: {token}, {token.split()[1]}, {SECRET}".encode()
    with Server({"ok": answer("401 Unauthorized", body)}) as server:
        one = receiver(server, secret_env="DESK", header_env={"Authorization": "TOKEN"})
        receipt = sinks().send(one, ALERT_ID, [ATTACK], NOW)
    assert token.split()[1][:4] not in receipt.detail
    assert SECRET[:12] not in receipt.detail
    assert "***" in receipt.detail


def test_nothing_that_holds_secrets_shows_them() -> None:
    assert SECRET not in repr(sinks())
    assert SECRET not in repr(Means(sinks()._means.client, print, ENVIRONMENT))
