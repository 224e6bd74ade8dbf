"""`depesche push`: articles into a running installation, from files and from standard input."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from worker import keys
from worker.endpoint.intake import sniffed
from worker.store import RedisServer, Store

COMMAND = [sys.executable, "-c", "from worker.cli import main; main()", "push"]
ONE = {"id": "a1", "text": "Vale said that the bridge is open."}
TWO = {"id": "a2", "text": "Vale said that the bridge is closed."}

Push = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def push(redis_server: RedisServer, tmp_path: Path) -> Push:
    """Run the command; return exit code, lines on stdout, and stderr."""

    def run(*arguments: str, given: bytes = b"") -> tuple[int, list[str], str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DEPESCHE_")}
        environment = kept | {"REDIS_URL": redis_server.url, "DEPESCHE_HOME": str(tmp_path / "home")}
        ended = subprocess.run(
            [*COMMAND, *arguments], env=environment, cwd=tmp_path, input=given, capture_output=True, timeout=60,
            check=False,
        )  # fmt: skip
        return ended.returncode, ended.stdout.decode().splitlines(), ended.stderr.decode()

    return run


def test_a_file_is_taken_once_and_its_task_sent(push: Push, store: Store, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(ONE))
    assert push("one.json", "--source", "desk", "--published", "2026-09-07T06:00:00Z") == (0, ["a1\ttaken"], "")
    entered = store.article("a1")
    assert entered is not None
    assert (entered.source, entered.published is not None) == ("desk", True)
    assert store.waiting([keys.PROCESS]) == 1
    assert push("one.json") == (0, ["a1\tknown"], "")
    assert store.waiting([keys.PROCESS]) == 1


def test_what_is_refused_is_told_and_the_rest_is_taken(push: Push, store: Store, tmp_path: Path) -> None:
    (tmp_path / "two.jsonl").write_text("\n".join([json.dumps(ONE), "{", json.dumps(TWO)]))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0")
    (tmp_path / "list.json").write_text(json.dumps([ONE, 3]))
    (tmp_path / "empty.txt").write_text("")
    code, taken, told = push("two.jsonl", "picture.png", "list.json", "empty.txt")
    assert (code, taken) == (1, ["a1\ttaken", "a2\ttaken", "a1\tknown"])
    assert [line.partition(": ")[0] for line in told.splitlines()] == [
        "two.jsonl", "picture.png", "list.json", "empty.txt"
    ]  # fmt: skip
    assert "line 2: broken JSON" in told
    assert "article 2: not an article" in told


@pytest.mark.parametrize(
    ("given", "arguments", "taken"),
    [
        (json.dumps(ONE).encode(), (), ["a1"]),
        (json.dumps(ONE, indent=1).encode(), (), ["a1"]),
        (json.dumps([ONE, TWO]).encode(), (), ["a1", "a2"]),
        (f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n".encode(), (), ["a1", "a2"]),
        (f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n".encode(), ("--format", "jsonl"), ["a1", "a2"]),
        (json.dumps(ONE).encode("utf-16"), ("--format", "json"), ["a1"]),
    ],
)
def test_standard_input_is_read_as_what_it_is(
    push: Push, store: Store, given: bytes, arguments: tuple[str, ...], taken: list[str]
) -> None:
    assert push("-", *arguments, given=given) == (0, [f"{article_id}\ttaken" for article_id in taken], "")
    assert store.pending() == len(taken)


def test_standard_input_that_does_not_end_is_refused(push: Push, store: Store) -> None:
    code, taken, told = push("-", given=b"They met.\n" * 2_000_000)
    assert (code, taken) == (1, [])
    assert told.startswith("-: too large: up to 10 MB are read at once")
    assert store.pending() == 0


def test_content_is_told_by_its_beginning() -> None:
    told: dict[bytes, str] = {
        b'{"text": "a"}': ".json",
        b'\xef\xbb\xbf {"text": "a"}\n': ".json",
        b'{\n "text": "a"}\n': ".json",
        b'[{"text": "a"}]': ".json",
        b"[\n]": ".json",
        b'{"text": "a"}\n{"text"': ".jsonl",
        b'\n{"text": "a"}\r\n\n{}': ".jsonl",
        b"[Kyiv, Monday] They met.": ".txt",
        b"They met {briefly}.\n": ".txt",
        b"": ".txt",
        b"\0": ".txt",
    }
    assert {content: sniffed(content) for content in told} == told


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("none.json",), 2),
        ((), 2),
        (("-", "--format", "pdf"), 2),
        (("-", "--language", "german"), 2),
        (("-", "--published", "soon"), 2),
    ],
)
def test_wrong_arguments_are_named_in_one_line(push: Push, arguments: tuple[str, ...], code: int) -> None:
    ended, taken, told = push(*arguments)
    assert (ended, taken) == (code, [])
    assert "Error: " in told


def test_without_an_installation_there_is_nothing_to_push_into(tmp_path: Path) -> None:
    environment: dict[str, Any] = {n: v for n, v in os.environ.items() if n != "REDIS_URL"}
    environment["DEPESCHE_CONFIG"] = os.devnull
    command = [*COMMAND, "-", "--home", str(tmp_path / "nobody")]
    ended = subprocess.run(
        command, env=environment, input="Text.", capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.startswith("depesche: no Redis runs for ")
