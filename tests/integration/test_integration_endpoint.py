"""A whole installation that takes articles over HTTP and from `depesche push`."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from endpoint_helpers import TOKEN, Endpoint, free_port, is_open
from helpers import undeclared_keys, wait_until
from installation import is_running, program, store_of, supervised

from worker.errors import ConfigError
from worker.settings import Endpoint as Configured
from worker.settings import Settings
from worker.store import RedisServer, Store
from worker.supervisor import Supervisor

pytestmark = pytest.mark.integration

PUSH = [sys.executable, "-c", "from worker.cli import main; main()", "push", "-", "--home"]
COUNT = 40


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPESCHE_ENDPOINT_TOKEN", TOKEN)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    listen = Configured(listen=f"127.0.0.1:{free_port()}")
    return Settings(home=tmp_path / "home", workers=1, log_level="warning", endpoint=listen)


@pytest.fixture
def supervisor(settings: Settings) -> Iterator[Supervisor]:
    with Supervisor(settings) as running:
        supervised(running, lambda: is_open(settings.endpoint.address[1]), "the endpoint listens")
        yield running


def report(number: int) -> dict[str, Any]:
    text = f"Russian drones attacked Kyiv in the night to Monday. At least {number} people were killed, officials said."
    return {"id": f"r{number}", "text": text, "language": "en", "published": "2026-09-07T06:00:00Z"}


def processed(store: Store) -> int:
    return sum(store.status().processed.values())


def test_what_is_posted_and_pushed_becomes_alerts(supervisor: Supervisor, settings: Settings) -> None:
    store = store_of(settings)
    endpoint = Endpoint(settings.endpoint.address[1], None)  # type: ignore[arg-type]
    supervised(supervisor, lambda: endpoint.ask("GET", "/readyz").status == 200, "the installation is ready")
    assert endpoint.post(report(3)).json["taken"] == ["r3"]
    supervised(supervisor, lambda: store.status().sequence == 1, "there is an alert", seconds=20)
    pushed = subprocess.run(
        [*PUSH, str(settings.home)], env=os.environ | {"DEPESCHE_CONFIG": os.devnull}, input=json.dumps(report(5)),
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert pushed.stdout == "r5\ttaken\n"
    supervised(supervisor, lambda: processed(store) == 2, "it was read before any sweep", seconds=20)
    assert endpoint.post([report(3), report(5)]).json["known"] == ["r3", "r5"]
    assert b'depesche_articles_processed_total{outcome="events"} 2.0' in endpoint.ask("GET", "/metrics").body
    assert undeclared_keys(store.client) == []


def test_a_killed_endpoint_comes_back_and_nothing_is_lost_or_read_twice(
    supervisor: Supervisor, settings: Settings
) -> None:
    store = store_of(settings)
    endpoint = Endpoint(settings.endpoint.address[1], None)  # type: ignore[arg-type]
    done: set[str] = set()
    for number in range(COUNT):
        if number == COUNT // 2:
            os.kill(supervisor.pids["endpoint"], signal.SIGKILL)
        supervised(supervisor, lambda number=number: done.update(posted(endpoint, number)) or f"r{number}" in done,
                   "the article is taken")  # fmt: skip
    supervised(supervisor, lambda: processed(store) == COUNT, "every article was read")
    assert store.status().taken == COUNT


def posted(endpoint: Endpoint, number: int) -> list[str]:
    try:
        answer = endpoint.post(report(number)).json
    except OSError:
        return []
    return [*answer["taken"], *answer["known"]]


def test_the_endpoint_ends_with_a_killed_supervisor(settings: Settings) -> None:
    port = settings.endpoint.address[1]
    with program(settings) as running:
        wait_until(lambda: is_open(port), "the endpoint listens", seconds=60)
        running.kill()
    wait_until(lambda: not is_open(port), "the endpoint has ended")
    with RedisServer(settings.home):
        pass  # what the hasty end left running
    assert not is_running(running.pid)


def test_nothing_is_started_where_the_endpoint_cannot_be(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEPESCHE_ENDPOINT_TOKEN")
    with pytest.raises(ConfigError, match="needs a token"), Supervisor(settings):
        pass
    assert not RedisServer(settings.home).has_data
