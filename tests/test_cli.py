"""The command line: what it prints, where, and with which exit code."""

import json
import os
import signal
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import NOW, alert_body, article, attack, statement, wait_until

from schemas import AlertMessage, Article, Event
from worker import cli, report
from worker.completion import Completion, scan
from worker.identity import Decision, Resolution
from worker.settings import Folder, Settings
from worker.sources.folder import Config
from worker.store import RedisServer, Store

COMMANDS = sorted(cli.depesche.commands)
COMMAND = [sys.executable, "-c", "from worker.cli import main; main()"]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Away from the project's own depesche.toml, settings and data."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    for name in [name for name in os.environ if name.startswith("DEPESCHE_") or name in ("REDIS_URL", "NO_COLOR")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DEPESCHE_HOME", str(tmp_path / "home"))


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command in this process; return exit code, stdout, stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return ended.value.code, out, err

    return run


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> list[Article]:
    """In the place of the real reader: one statement per article. The list holds what it was given."""
    given: list[Article] = []

    def read(item: Article) -> tuple[Event, ...]:
        given.append(item)
        return (statement(f"{item.id}-event"),)

    monkeypatch.setitem(sys.modules, "worker.extract", types.SimpleNamespace(extract=read))
    return given


def published(store: Store, number: int, made: Callable[[str], Any] = statement) -> None:
    """Commit an article with one new event."""
    item, event = article(f"a{number}"), made(f"e{number}")
    store.enter(item)
    resolution = Resolution((Decision(alert_body(event, item.id, headline=f"headline {number}"), event, True, ()),))
    assert store.commit(item, resolution, store.candidates([]), NOW).outcome == "done"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(command: Any, name: str) -> None:
    code, out, _ = command(name, "--help")
    assert code == 0
    assert f"\n  depesche {name}" in out
    assert all(option.help for option in cli.depesche.commands[name].params if option.param_type_name == "option")


def test_a_configuration_is_checked_before_it_is_used(command: Any) -> None:
    Path("depesche.toml").write_text('[[feeds]]\nurl = "https://wire.example/rss"\n', "utf-8")
    assert command("config", "check")[:2] == (0, "depesche.toml: 0 folders, 1 feeds, no mistakes\n")
    Path("new.toml").write_text('[[feeds]]\nurl = "https://wire.example/rss"\nlanguage = "English"\n', "utf-8")
    code, _, err = command("config", "check", "new.toml")
    assert code == cli.USAGE
    assert err.startswith("depesche: new.toml: line 3: feeds[0].language: ")


def test_help_and_version_need_no_settings(command: Any) -> None:
    Path("depesche.toml").write_text("broken =")
    assert command("--help")[0] == 0
    code, out, _ = command("--version")
    assert (code, out.split()[-1].count(".")) == (0, 2)


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        ["status", "--no-such-option"],
        ["extract"],
        ["extract", "no-such-file.txt"],
        ["run", "--watch", "no-such-folder"],
        ["run", "--report", "out.jsonl"],
        ["tail", "--kind", "flood"],
        ["tail", "--since", "0"],
    ],
)
def test_wrong_arguments_end_with_2_and_an_error_line(command: Any, arguments: list[str]) -> None:
    code, out, err = command(*arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].startswith("Error: ")


@pytest.mark.parametrize(("option", "value"), [("--language", "deutsch"), ("--published", "yesterday")])
def test_extract_refuses_a_language_or_time_that_is_none(command: Any, option: str, value: str, reader: Any) -> None:
    Path("a.txt").write_text("Text.")
    code, _, err = command("extract", "a.txt", option, value)
    assert code == 2
    assert option in err
    assert reader == []


@pytest.mark.parametrize("name", ["run", "tail", "status"])
def test_a_broken_setting_ends_with_2_and_one_line_that_names_it(command: Any, name: str) -> None:
    Path("depesche.toml").write_text("[run]\nworkers = 0\n")
    code, out, err = command(name)
    assert (code, out) == (2, "")
    assert err.startswith("depesche: depesche.toml: line 2: workers: ")
    assert err.count("\n") == 1


def test_run_without_a_folder_says_what_to_do(command: Any) -> None:
    code, _, err = command("run")
    assert (code, err) == (
        2,
        "depesche: nothing to watch: name a folder with --watch, or folders and feeds in depesche.toml\n",
    )


@pytest.mark.parametrize("name", ["tail", "status"])
def test_without_a_running_installation_the_exit_code_is_3(command: Any, name: str) -> None:
    code, out, err = command(name)
    assert (code, out) == (3, "")
    assert "start `depesche run`" in err
    assert err.count("\n") == 1


def test_a_redis_that_cannot_be_reached_is_one_line_without_its_password(
    command: Any, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis://:open-sesame@127.0.0.1:{unused_port}/0")
    monkeypatch.setattr("worker.store.client.RETRIES", 0)
    code, out, err = command("status")
    assert (code, out) == (3, "")
    assert err.count("\n") == 1
    assert "open-sesame" not in err


def test_extract_prints_a_line_per_article_of_a_folder_and_below(command: Any, reader: list[Article]) -> None:
    folder = Path("articles")
    (folder / "below").mkdir(parents=True)
    told = {
        "id": "own",
        "text": "Text.",
        "language": "en",
        "published": "2025-05-16T17:05:00+02:00",
        "label": "ignored",
    }
    (folder / "one.json").write_text(json.dumps(told))
    (folder / "below" / "two.txt").write_text("Zwei.")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    code, out, err = command(
        "extract", "articles", "--language", "de", "--published", "2023-12-29T18:50:00Z", "--source", "wire"
    )
    assert (code, err) == (0, "")
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["id"] for line in lines] == [item.id for item in reader]
    assert lines[1] == {"id": "own", "events": [statement("own-event").model_dump(mode="json")]}
    two, one = reader
    assert (one.language, one.published.isoformat(), one.source) == ("en", "2025-05-16T17:05:00+02:00", "wire")
    assert (two.language, two.published.isoformat(), two.source) == ("de", "2023-12-29T18:50:00+00:00", "wire")


def test_what_cannot_be_read_is_told_and_the_rest_is_printed(command: Any, reader: list[Article]) -> None:
    Path("good.txt").write_text("Text.")
    Path("broken.json").write_text("{")
    Path("picture.png").write_bytes(b"\x89PNG")
    code, out, err = command("extract", "broken.json", "good.txt", "picture.png")
    assert code == 1
    assert len(out.splitlines()) == len(reader) == 1
    assert [line.partition(":")[0] for line in err.splitlines()] == ["broken.json", "picture.png"]


def test_status_counts_what_happened(command: Any, store: Store, redis_server: RedisServer, monkeypatch: Any) -> None:
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    store.enter(article("waiting"))
    store.refuse("seeds", "/in/bad.json", "broken JSON")
    published(store, 1)
    code, out, _ = command("status")
    assert code == 0
    assert redis_server.url in out
    assert "/in/bad.json: broken JSON" in out
    told = json.loads(command("status", "--json")[1])
    assert (told["taken"], told["processed"], told["alerts"]) == (2, {"events": 1}, {"new": 1})
    assert (told["refused"], told["pending"], told["sequence"]) == (1, 1, 1)
    assert told["access"] == {"url": redis_server.url}
    assert told["refusals"][0]["reason"] == "broken JSON"


def test_status_of_its_own_redis_tells_how_to_subscribe(
    command: Any, tmp_path: Path, monkeypatch: Any, unused_port: int
) -> None:
    with RedisServer(tmp_path / "home", unused_port) as server:
        access = json.loads(command("status", "--json")[1])["access"]
        assert access["url"] == server.url
        assert str(server.socket) in access["redis-cli"]
        assert access["tcp"] == f"redis://:{server.password}@127.0.0.1:{unused_port}/0"


def test_status_of_a_stopped_installation_tells_what_it_left(command: Any, tmp_path: Path) -> None:
    with RedisServer(tmp_path / "home") as server:
        Store.open(server.url).refuse("in", "bad.json", "broken JSON")
    code, out, _ = command("status")
    assert code == 0
    assert "stopped" in out
    assert "broken JSON" in out
    assert RedisServer(tmp_path / "home").pid is None


@pytest.fixture
def following(redis_server: RedisServer) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Start `depesche tail` as a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, stdout: int = subprocess.PIPE, stderr: Any = None) -> "subprocess.Popen[str]":
        environment = os.environ | {"REDIS_URL": redis_server.url}
        process = subprocess.Popen(
            [*COMMAND, "tail", *arguments], env=environment, stdout=stdout, stderr=stderr, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def test_tail_prints_alerts_from_a_number_on_as_they_come_until_interrupted(store: Store, following: Any) -> None:
    published(store, 1)
    published(store, 2)
    tail = following("--since", "2", "--json")
    assert AlertMessage.model_validate_json(tail.stdout.readline()).data.headline == "headline 2"
    published(store, 3)
    assert AlertMessage.model_validate_json(tail.stdout.readline()).data.headline == "headline 3"
    tail.send_signal(signal.SIGINT)
    assert tail.wait(10) == 130


def test_tail_shows_only_the_kinds_asked_for(store: Store, following: Any) -> None:
    published(store, 1)
    published(store, 2, attack)
    published(store, 3)
    attacks = following("--since", "1", "--kind", "attack")
    statements = following("--since", "1", "--kind", "statement")
    assert "headline 2" in attacks.stdout.readline()
    assert "headline 1" in statements.stdout.readline()
    assert "headline 3" in statements.stdout.readline()


def test_tail_ends_quietly_when_nobody_reads_on(store: Store, following: Any, tmp_path: Path) -> None:
    published(store, 1)
    with (tmp_path / "stderr").open("w") as errors:
        tail = following("--since", "1", stderr=errors)
        assert "headline 1" in tail.stdout.readline()
        tail.stdout.close()
        published(store, 2)
        assert tail.wait(10) == 1
    assert (tmp_path / "stderr").read_text() == ""


@pytest.mark.parametrize(("no_color", "coloured"), [("1", False), ("", True)])
def test_a_terminal_gets_colours_unless_no_color_is_set(
    store: Store, following: Any, monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool
) -> None:
    published(store, 1)
    monkeypatch.setenv("NO_COLOR", no_color)
    ours, theirs = os.openpty()
    following("--since", "1", stdout=theirs)
    shown = os.read(ours, 4096).decode()
    assert "headline 1" in shown
    assert ("\x1b[" in shown) is coloured
    os.close(ours)
    os.close(theirs)


def test_completion_is_reached_when_every_file_and_every_article_has_its_outcome(store: Store, tmp_path: Path) -> None:
    folder = Config(tmp_path / "in", "in")
    folder.path.mkdir()
    (folder.path / "one.txt").write_text("Text.")
    (folder.path / "bad.json").write_text("{")
    chosen = Settings(folders=(Folder(path=folder.path),))
    done = Completion(chosen, store)
    assert not done.reached()
    (item,) = [item for item in report.items(folder.path, "in") if isinstance(item, Article)]
    store.enter(item)
    for path, outcome in ((folder.path / "one.txt", "taken"), (folder.path / "bad.json", "refused")):
        remember(store, folder, path, outcome)
    assert not Completion(chosen, store).reached()
    store.commit(item, Resolution(()), store.candidates([]), NOW)
    wait_until(done.reached, "all is done")
    (folder.path / "one.txt").write_text("Another text.")
    assert not Completion(chosen, store).reached()


def remember(store: Store, folder: Config, path: Path, outcome: Any) -> None:
    found = {file.path.name: file for file in scan(folder)}[path.name]
    store.remember(str(found.path), found.stamp, outcome)


def test_report_has_one_line_per_article_also_for_one_without_a_result(store: Store, tmp_path: Path) -> None:
    folder = Config(tmp_path / "in", "in")
    folder.path.mkdir()
    for name in ("a1", "a2"):
        (folder.path / f"{name}.json").write_text(json.dumps({"id": name, "text": name}))
    (folder.path / "again.json").write_text(json.dumps({"id": "a1", "text": "a1"}))
    (folder.path / "bad.json").write_text("{")
    published(store, 1)
    lines = [json.loads(line) for line in report.report([folder], store)]
    assert [(line["id"], [event["id"] for event in line["events"]]) for line in lines] == [("a1", ["e1"]), ("a2", [])]
