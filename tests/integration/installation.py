"""A whole installation in a temporary home: a watched folder, its Redis, its workers, and a look at what came of it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from helpers import wait_until

from schemas import AlertMessage
from worker.settings import Folder, Settings
from worker.store import RedisServer, Store
from worker.supervisor import Supervisor

PROGRAM = """
from worker import log, settings
from worker.supervisor import Supervisor
chosen = settings.load()
log.configure(chosen.log_format, chosen.log_level)
with Supervisor(chosen) as supervisor:
    supervisor.run()
"""

CITIES = ("Kyiv", "Kharkiv", "Odesa", "Sumy", "Dnipro", "Lviv", "Zaporizhzhia", "Poltava")
TEXTS = {
    "en": "Russian drones attacked {city} in the night to {day}. At least {n} people were killed, officials said.",
    "de": "Russische Drohnen haben in der Nacht zum {day} {city} angegriffen. Mindestens {n} Menschen wurden getötet.",
}
DAYS = {"en": "Monday", "de": "Montag"}
FIRST_DAY = datetime(2026, 9, 7, 6, 0, tzinfo=UTC)  # a Monday


def write_articles(folder: Path, count: int) -> list[str]:
    """Write small articles into a watched folder, eight reports of each event. Return their ids."""
    ids = [f"toy-{number}" for number in range(count)]
    for number, article_id in enumerate(ids):
        write_article(folder, article_id, number)
    return ids


def write_article(folder: Path, article_id: str, number: int = 0) -> None:
    language = "de" if number % 2 else "en"
    city = CITIES[number // 8 % len(CITIES)]
    fields = {
        "id": article_id,
        "title": city,
        "text": TEXTS[language].format(city=city, day=DAYS[language], n=3 + number % 8 // 2),
        "language": language,
        "published": (FIRST_DAY + timedelta(weeks=number // 64, minutes=number % 8)).isoformat(),
        "outlet": f"outlet {number % 8}",
    }
    part = folder / f"{article_id}.part"
    part.write_text(json.dumps(fields), "utf-8")
    part.rename(folder / f"{article_id}.json")


def settings_for(home: Path, workers: int = 2) -> Settings:
    folder = home / "in"
    folder.mkdir(parents=True)
    return Settings(home=home, workers=workers, log_level="warning", folders=(Folder(path=folder),))


@contextmanager
def listening(store: Store) -> Iterator[list[str]]:
    """Everything that is said on the channels, as it comes."""
    heard: list[str] = []
    ended = threading.Event()
    with store.client.pubsub(ignore_subscribe_messages=True) as pubsub:
        pubsub.psubscribe("depesche:alerts:*")
        wait_until(store.client.pubsub_numpat, "the subscription is known")

        def listen() -> None:
            while not ended.is_set():
                message = pubsub.get_message(timeout=0.05)
                if message:
                    heard.append(message["data"])

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield heard
        finally:
            ended.set()
            thread.join()


@contextmanager
def program(settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    """The supervisor as a program of its own; killed at the end, should it still run."""
    command = [sys.executable, "-c", PROGRAM]
    settings.home.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(command, env=os.environ | settings.write(settings.home / "settings.json")) as process:
        try:
            yield process
        finally:
            process.kill()


def supervised(supervisor: Supervisor, predicate: Callable[[], Any], what: str, seconds: float = 60.0) -> Any:
    """Wait for `predicate` while the supervisor does its work."""

    def look() -> Any:
        supervisor.tick()
        return predicate()

    return wait_until(look, what, seconds)


def store_of(settings: Settings) -> Store:
    return Store.open(RedisServer(settings.home).url)


def assert_each_once(store: Store, ids: list[str]) -> None:
    """Every article has its result, every alert its own id, and the numbers have no gap."""
    results = store.results(ids)
    assert [result.article for result in results] == ids
    assert {result.outcome for result in results} <= {"events", "no_events"}
    alerts = store.alerts(after=0, limit=100_000)
    messages = [AlertMessage.model_validate_json(message) for _, message in alerts]
    assert messages
    assert [number for number, _ in alerts] == [m.data.sequence for m in messages] == list(range(1, len(messages) + 1))
    assert len({message.id for message in messages}) == len(messages)
    status = store.status()
    assert (status.taken, status.pending, status.sequence) == (len(ids), 0, len(messages))


def children_of(pid: int) -> list[int]:
    """Return the process ids of the children of a process, none when it is gone."""
    try:
        lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for line in lists for child in line.split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
