"""The commands about what could not be delivered."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from helpers import NOW

from worker import keys
from worker.commands import dead as commands
from worker.deliveries import Delivery
from worker.store import Store


@pytest.fixture
def installed(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    """The commands reach `store`, which has one dead delivery of each receiver."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(commands, "writable", lambda _: store)
    monkeypatch.setattr(commands, "kept", lambda _: Kept(store))
    store.deliveries.configure([("desk", "https://desk.example/"), ("phone", "https://phone.example/")])
    for receiver in ("desk", "phone"):
        row = Delivery(
            id=f"{receiver}:e1-1", receiver=receiver, route="all", alerts=(1,), since=NOW, tries=10, reason="it is down"
        )
        store.client.hset(keys.DEAD.name, row.id, row.model_dump_json())
        store.client.zadd(keys.DEAD_AT.name, {row.id: NOW.timestamp()})
    for key in (keys.DEAD, keys.DEAD_AT):
        store.client.expire(key.name, keys.REMEMBERED)
    return store


class Kept:
    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> tuple[Store, dict[str, str]]:
        return self._store, {}

    def __exit__(self, *_: object) -> None:
        pass


def run(command: Any, *arguments: str) -> Any:
    return CliRunner().invoke(command, arguments, standalone_mode=False)


def test_the_dead_are_listed_with_their_reason(installed: Store) -> None:
    lines = run(commands.dead).output.splitlines()
    assert sorted(lines) == [
        "2026-11-25 12:00  desk:e1-1  10 tries: it is down",
        "2026-11-25 12:00  phone:e1-1  10 tries: it is down",
    ]
    (line,) = run(commands.dead, "--receiver", "desk", "--json").output.splitlines()
    assert (json.loads(line)["id"], json.loads(line)["reason"]) == ("desk:e1-1", "it is down")


def test_the_dead_are_sent_again_by_id_by_receiver_or_all(installed: Store) -> None:
    done = run(commands.resend, "desk:e1-1", "desk:e2-1")
    assert (done.return_value, done.output) == (1, "1 of 2 are tried again\n")
    assert installed.deliveries.waiting() == {"desk": 1, "phone": 0}
    assert run(commands.resend, "--receiver", "phone").output == "1 of 1 are tried again\n"
    assert installed.deliveries.dead() == ()
    assert run(commands.resend, "--all").output == "0 of 0 are tried again\n"


@pytest.mark.parametrize("arguments", [(), ("--all", "--receiver", "desk"), ("desk:e1-1", "--all")])
def test_what_is_to_be_sent_again_is_said_in_one_way(installed: Store, arguments: tuple[str, ...]) -> None:
    assert "name deliveries" in str(run(commands.resend, *arguments).exception)
    assert len(installed.deliveries.dead()) == 2


def test_a_receiver_is_resumed_by_its_name(installed: Store) -> None:
    assert run(commands.resume, "desk").output == "desk is served again\n"
    assert str(run(commands.resume, "nobody").exception) == "there is no receiver called nobody"
