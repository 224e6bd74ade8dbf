"""The command as a person runs it, with its own Redis and workers."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import wait_until
from installation import is_running, write_article, write_articles
from jsonschema import Draft202012Validator
from misbehaving import Newsroom, Server

from schemas import publish
from worker.store import RedisServer, Store

pytestmark = pytest.mark.integration

COMMAND = [sys.executable, "-c", "from worker.cli import main; main()"]
ALERT = Draft202012Validator(publish.schemas()["alert.json"], format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "in").mkdir()
    ours = {"DEPESCHE_HOME": str(tmp_path / "home"), "DEPESCHE_CONFIG": os.devnull, "DEPESCHE_WORKERS": "2"}
    return {name: value for name, value in os.environ.items() if name != "REDIS_URL"} | ours


@pytest.fixture
def depesche(environment: dict[str, str], tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Run the command to its end, in a folder of its own."""

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*COMMAND, *arguments], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=90,
            check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def started(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Start the command and leave it running."""
    processes: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [*COMMAND, *arguments], env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True
        )
        processes.append(process)
        return process

    yield start
    for process in reversed(processes):
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def test_once_prints_every_alert_and_reports_every_article(depesche: Any, tmp_path: Path) -> None:
    ids = write_articles(tmp_path / "in", 16)
    (tmp_path / "in" / "broken.json").write_text("{")
    ended = depesche("run", "--once", "--watch", "in", "--report", "out.jsonl", "--json")
    assert ended.returncode == 0, ended.stderr
    messages = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [message["data"]["sequence"] for message in messages] == list(range(1, len(messages) + 1))
    assert messages
    for message in messages:
        ALERT.validate(message)
    assert "16 articles read" in ended.stderr
    assert "1 file refused" in ended.stderr
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert sorted(line["id"] for line in lines) == sorted(ids)
    told = {message["data"]["event"]["id"] for message in messages}
    assert {event["id"] for line in lines for event in line["events"]} == told


def test_the_second_run_reports_the_same_and_publishes_nothing(depesche: Any, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 16)
    first = depesche("run", "--once", "--watch", "in", "--report", "first.jsonl")
    second = depesche("run", "--once", "--watch", "in", "--report", "second.jsonl")
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout
    assert second.stdout == ""
    assert (tmp_path / "second.jsonl").read_text() == (tmp_path / "first.jsonl").read_text()


def test_a_file_that_no_longer_tells_its_event_retracts_it(depesche: Any, tmp_path: Path) -> None:
    def run() -> list[Any]:
        ended = depesche("run", "--once", "--watch", "in", "--report", "out.jsonl", "--json")
        assert ended.returncode == 0, ended.stderr
        return [json.loads(line) for line in ended.stdout.splitlines()]

    file = tmp_path / "in" / "a.txt"
    file.write_text("Russia attacked the Ukrainian city of Kharkiv with drones on Tuesday night, killing 12 people.")
    (new,) = run()
    file.write_text("The market in Kharkiv was open on Wednesday.")
    (retracted,) = run()
    ALERT.validate(retracted)
    assert (retracted["subject"], retracted["type"]) == (new["subject"], "depesche.alert.attack.retracted")
    assert retracted["data"]["changes"] == [{"field": "standing", "before": "unconfirmed", "after": "retracted"}]
    (line,) = (tmp_path / "out.jsonl").read_text().splitlines()
    assert json.loads(line) == {"id": new["data"]["reports"][0]["article"], "events": []}


def test_run_prints_tail_receives_and_status_knows_until_interrupted(
    started: Any, depesche: Any, environment: dict[str, str], tmp_path: Path
) -> None:
    program = started("run", "--watch", "in", "--json")
    server = RedisServer(Path(environment["DEPESCHE_HOME"]))
    wait_until(lambda: server.pid, "Redis runs")
    tail = started("tail", "--since", "1", "--json")
    write_article(tmp_path / "in", "first")
    assert program.stdout.readline() == tail.stdout.readline() != ""
    told = json.loads(depesche("status", "--json").stdout)
    assert (told["taken"], told["pending"], told["processed"]) == (1, 0, {"events": 1})
    assert Store.open(told["access"]["url"]).status().sequence == told["sequence"]
    program.send_signal(signal.SIGINT)
    assert program.wait(20) == 0
    assert tail.wait(20) == 3
    assert not is_running(program.pid)


def test_once_that_is_interrupted_ends_with_130_and_leaves_nothing_running(
    started: Any, environment: dict[str, str], tmp_path: Path
) -> None:
    server = RedisServer(Path(environment["DEPESCHE_HOME"]))
    write_articles(tmp_path / "in", 64)
    program = started("run", "--once", "--watch", "in")
    wait_until(lambda: server.pid, "Redis runs")
    program.send_signal(signal.SIGINT)
    assert program.wait(20) == 130
    assert server.pid is None


def test_three_feeds_and_a_folder_are_read_to_the_end(
    depesche: Callable[..., "subprocess.CompletedProcess[str]"], environment: dict[str, str], tmp_path: Path
) -> None:
    rooms = {name: Newsroom() for name in ("a", "b", "c")}
    write_article(tmp_path / "in", "one")
    with Server(rooms) as server:
        feeds = "".join(
            f'[[feeds]]\nurl = "http://127.0.0.{n}:{server.port}/{name}"\nname = "{name}"\nlanguage = "en"\n'
            for n, name in enumerate(rooms, 1)
        )
        settings = f'[polling]\nallow = ["127.0.0.0/8"]\n[[folders]]\npath = "in"\n{feeds}'
        (tmp_path / "depesche.toml").write_text(settings, "utf-8")
        environment["DEPESCHE_CONFIG"] = "depesche.toml"
        rooms["a"].add("Russian drones attacked Odesa on Monday. Three people were killed", age_s=60)
        rooms["b"].add("Russian missiles hit Lviv on Monday. Nine people were killed", age_s=60)
        rooms["c"].add("Russian drones attacked Poltava on Monday. Two people were killed", age_s=5 * 86_400)
        done = depesche("run", "--once", "--json")
        assert done.returncode == 0, done.stderr
        assert "in, 3 feeds." in done.stderr
        places = [json.loads(line)["data"]["event"]["places"][0]["name"] for line in done.stdout.splitlines()]
        assert sorted(places) == ["Kyiv", "Lviv", "Odesa"]  # what is days old at first contact is not announced
        assert depesche("run", "--once", "--json").stdout == ""
