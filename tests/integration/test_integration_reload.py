"""The configuration changes while everything runs: feeds and folders come and go without a restart."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import wait_until
from installation import write_article
from misbehaving import Newsroom, Server

from worker.store import RedisServer, Store

pytestmark = pytest.mark.integration

COMMAND = [sys.executable, "-c", "from worker.cli import main; main()"]


def configuration(folder: Path, *feeds: str) -> str:
    tables = "".join(f'[[feeds]]\nurl = "{url}"\nlanguage = "en"\n' for url in feeds)
    return f'[polling]\nallow = ["127.0.0.0/8"]\n[[folders]]\npath = "{folder}"\n{tables}'


def test_a_changed_configuration_takes_effect_and_a_broken_one_does_not(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    file, room = tmp_path / "depesche.toml", Newsroom()
    file.write_text(configuration(first), "utf-8")
    environment = os.environ | {"DEPESCHE_HOME": str(tmp_path / "home"), "DEPESCHE_WORKERS": "1"}
    with (
        Server({"rss": room}) as server,
        subprocess.Popen([*COMMAND, "run", "--json"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE) as process,
    ):
        try:
            redis = RedisServer(tmp_path / "home")
            wait_until(lambda: redis.pid is not None, "Redis runs")
            store = Store.open(redis.url)
            write_article(first, "one")
            wait_until(lambda: store.status().taken == 1, "the first folder is watched")

            room.add("Hello")
            file.write_text(configuration(second, f"{server.url}/rss"), "utf-8")
            wait_until(lambda: store.status().taken == 2, "the new feed is polled")
            write_article(second, "two")
            wait_until(lambda: store.status().taken == 3, "the new folder is watched")

            with store.client.pubsub(ignore_subscribe_messages=True) as system:
                system.subscribe("depesche:system")
                file.write_text(configuration(second) + "[feeds\n", "utf-8")
                message = wait_until(lambda: system.get_message(timeout=0.1), "what is wrong is told")
                assert "line" in json.loads(message["data"])["data"]["detail"]
            assert list(store.feeds.states()) == ["127.0.0.1"]

            file.write_text(configuration(second), "utf-8")
            wait_until(lambda: not store.feeds.states(), "the feed is gone")
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
    assert process.returncode == 0
