"""`depesche doctor` over a real Redis, real folders and real servers."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from misbehaving import Newsroom, Server

from worker.cli import depesche
from worker.doctor.gathering import _place
from worker.store import RedisServer, Store, Worker, migrate
from worker.store.migrations import DATA_VERSION

CONFIGURATION = """
[polling]
allow = ["127.0.0.0/8"]
[[folders]]
path = "{folder}"
[[feeds]]
url = "{url}/rss"
name = "good"
[[feeds]]
url = "{url}/none"
name = "bad"
[[receivers]]
name = "desk"
url = "https://desk.example/"
secret_env = "DESK_SECRET"
[[routes]]
name = "all"
receivers = ["desk"]
"""


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("DEPESCHE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DEPESCHE_HOME", str(tmp_path / "home"))


def told(*arguments: str) -> tuple[int, dict[str, list[tuple[str, str]]]]:
    """Exit code, and level and text of each finding by subject."""
    result = CliRunner().invoke(depesche, ["doctor", "--json", *arguments], standalone_mode=False)
    assert result.exception is None, result.output
    found: dict[str, list[tuple[str, str]]] = {}
    for line in result.stdout.splitlines():
        finding = json.loads(line)
        found.setdefault(finding["subject"], []).append((finding["level"], finding["text"]))
    return result.return_value, found


def test_an_installation_is_looked_at(
    redis_server: RedisServer, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    migrate(store.client)
    store.overdue()
    store.workers.beat(Worker(host="a", pid=1, queues=("process",), version="0.0.1"))
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    monkeypatch.setenv("DESK_SECRET", "whsec_c2hvcnQ=")
    with Server({"rss": Newsroom()}) as server:
        (tmp_path / "depesche.toml").write_text(CONFIGURATION.format(folder=folder, url=server.url))
        code, found = told("--online")
    assert code == 1
    (redis,) = found["redis"]
    assert redis[0] == "ok"
    assert "keeps every write" in redis[1]
    assert found["inputs"] == [("ok", "1 folders can be read")]
    ((level, text),) = found["feeds"]
    assert (level, text[:24]) == ("warning", "bad does not answer here")
    ((level, text),) = found["receivers"]
    assert (level, "a secret is whsec_" in text, "c2hvcnQ" in text) == ("error", True, False)
    assert [level for level, _ in found["versions"]] == ["ok", "warning"]
    assert [level for level, _ in found["clock"]] == [level for level, _ in found["work"]] == ["ok"]


def test_nothing_is_started_and_nothing_written(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    code, found = told()
    assert (code, found["redis"][0][0]) == (0, "warning")
    assert not (tmp_path / "home").exists()


def test_a_mistake_in_the_configuration_is_a_finding_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "depesche.toml").write_text("[run]\nworkers = 2\ncolour = 'red'\n")
    code, found = told()
    ((level, text),) = found.pop("configuration")
    assert (code, level, "line 3" in text, found) == (1, "error", True, {})


def test_a_redis_that_is_away_or_newer_is_told(
    redis_server: RedisServer, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    (tmp_path / "seeds").mkdir()
    monkeypatch.setenv("REDIS_URL", f"redis://:secret@127.0.0.1:{unused_port}")
    code, found = told()
    assert (code, found["redis"][0][0], "secret" in found["redis"][0][1]) == (1, "error", False)
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    store.client.set("{depesche}:data_version", DATA_VERSION + 1)
    code, found = told()
    assert (code, found["versions"][1][0]) == (1, "error")


def test_a_folder_that_this_user_cannot_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "depesche.toml").write_text('[[folders]]\npath = "gone"\n')
    code, found = told()
    ((level, text),) = found["inputs"]
    assert (code, level, "No such file" in text) == (1, "error", True)


@pytest.mark.parametrize(
    ("url", "hosts", "has_password"),
    [
        ("redis://:pw@db.example:6379/0", ("db.example",), True),
        ("rediss://db.example", ("db.example",), False),
        ("unix://:pw@/run/redis.sock", (), True),
        ("sentinel://:pw@one,two:5/news", ("one", "two"), True),
        ("sentinel://one/news?sentinel_password=pw", ("one",), False),
    ],
)
def test_where_redis_is_stands_in_its_url(url: str, hosts: tuple[str, ...], has_password: bool) -> None:
    assert _place(url) == (hosts, has_password)


def test_people_read_one_line_per_finding(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    result = CliRunner().invoke(depesche, ["doctor"], standalone_mode=False)
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["ok", "ok", "warning", "ok"]
