"""What `depesche doctor` says of an installation: a well one, and one change of it at a time."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from helpers import NOW

from worker import keys
from worker.deliveries import ReceiverState
from worker.doctor import Finding, Snapshot, examine
from worker.doctor.snapshot import Seen
from worker.feeds import Feed, FeedState
from worker.routing.config import Receiver
from worker.settings import Endpoint, Folder, Settings
from worker.store import DATA_VERSION, Memory, ServerFacts, Status, Worker

READER = Worker(host="a", pid=1, queues=(keys.PROCESS, keys.QUIET), version="1.0")
POLLER = Worker(host="a", pid=2, queues=(keys.POLL, keys.DELIVER), version="1.0")
FACTS = ServerFacts(version="7.2.4", append_only=True, memory=Memory(used=50_000_000), time=NOW)
STATUS = Status(
    taken=9, processed={}, alerts={}, refused=0, pending=0, oldest_pending=None, last_taken=NOW, last_processed=NOW,
    last_alert=NOW, sequence=5, queued={}, refusals=(), last_sweep=NOW,
)  # fmt: skip
SEEN = Seen(FACTS, 0.0003, 0.01, ("redis.example",), True, DATA_VERSION, STATUS, (READER, POLLER))
SETTINGS = Settings(
    home=Path("/home/news"), folders=(Folder(path=Path("/in")),), feeds=(Feed(url="https://a.example/rss", name="a"),),
    receivers=(Receiver(name="desk", url="https://desk.example/", secret_env="DESK"),),
)  # fmt: skip
WELL = Snapshot(
    now=NOW, settings=SETTINGS, doubts=(), redis=SEEN, folders={"/in": None}, endpoint=None, free=None, zones=500,
    secrets={"desk": None}, answers={}, package="1.0", python="3.11.7",
)  # fmt: skip


def facts(**changes: Any) -> Snapshot:
    return replace(WELL, redis=replace(SEEN, facts=replace(FACTS, **changes)))


def memory(**changes: Any) -> Snapshot:
    return facts(memory=replace(FACTS.memory, **changes))


def seen(**changes: Any) -> Snapshot:
    return replace(WELL, redis=replace(SEEN, **changes))


def status(**changes: Any) -> Snapshot:
    return seen(status=replace(STATUS, **changes))


def settings(**changes: Any) -> Snapshot:
    return replace(WELL, settings=SETTINGS.model_copy(update=changes))


def receiver(**changes: Any) -> Snapshot:
    return status(receivers={"desk": ReceiverState(target="https://desk.example/", **changes)}, waiting={"desk": 1})


def test_a_well_installation_has_one_good_finding_per_subject() -> None:
    found = list(examine(WELL))
    assert {finding.level for finding in found} == {"ok"}
    assert len({finding.subject for finding in found}) == len(found) == 8


@pytest.mark.parametrize(
    ("snapshot", "level", "says"),
    [
        (replace(WELL, doubts=("no route leads to 'x'",)), "warning", "no route leads to 'x'"),
        (settings(folders=(), feeds=()), "error", "nothing to watch"),
        (seen(data_version=DATA_VERSION + 1), "error", "install the newer depesche"),
        (seen(data_version=None), "warning", "restart the workers"),
        (seen(workers=(READER, POLLER.model_copy(update={"version": "0.9"}))), "warning", "2 on a is depesche 0.9"),
        (replace(WELL, redis="none runs for /home/news: start it"), "warning", "none runs"),
        (replace(settings(redis_url="redis://x"), redis="Connection refused: see"), "error", "Connection refused"),
        (facts(version="6.0.16"), "error", "too old"),
        (facts(append_only=False), "error", "appendonly yes"),
        (memory(disk_fails=True), "error", "make room on its disk"),
        (memory(policy="allkeys-lru", limit=2_000_000_000), "error", "noeviction"),
        (memory(policy="allkeys-lru"), "warning", "noeviction"),
        (seen(has_password=False), "error", "without a password"),
        (seen(latency_s=0.05), "warning", "50 ms to answer"),
        (memory(used=900_000_000, limit=1_000_000_000), "warning", "90% of 1,000 MB"),
        (memory(used=960_000_000, limit=1_000_000_000), "error", "96% of 1,000 MB"),
        (memory(limit=500_000_000), "warning", "the history may take 1000 MB, Redis 500 MB"),
        (seen(ahead_s=5.2), "warning", "5 s ahead of this one"),
        (seen(ahead_s=-90.0), "error", "90 s behind this one"),
        (replace(WELL, zones=0), "error", "tzdata"),
        (replace(WELL, folders={"/in": "Permission denied"}), "error", "/in cannot be read (Permission denied)"),
        (replace(WELL, endpoint="DEPESCHE_ENDPOINT_TOKEN: needs a token"), "error", "the endpoint cannot start here"),
        (replace(WELL, free=500_000_000), "warning", "500 MB are free"),
        (replace(WELL, free=100_000_000), "error", "100 MB are free"),
        (status(feeds={"a": FeedState(url="x", health="failing", reason="404")}), "warning", "a is failing (404)"),
        (replace(WELL, answers={"a": "timeout: none"}), "warning", "a does not answer here (timeout: none)"),
        (replace(WELL, secrets={"desk": "desk: there is no secret in DESK"}), "error", "no secret in DESK"),
        (settings(receivers=(Receiver(name="desk", url="https://desk.example/"),)), "warning", "cannot tell who sends"),
        (receiver(failures=3, reason="it answers 503"), "warning", "failed 3 times in a row (it answers 503)"),
        (receiver(disabled=True, failures=1, reason="it answers 410"), "error", "webhooks resume desk"),
        (status(dead=4), "warning", "4 deliveries failed for good"),
        (seen(workers=()), "warning", "no worker lives"),
        (seen(workers=(POLLER,)), "error", "no worker that reads articles"),
        (status(last_sweep=NOW - timedelta(minutes=5)), "error", "no worker has looked after the ledger"),
        (status(pending=2, oldest_pending=NOW - timedelta(minutes=5)), "warning", "2 articles wait, the oldest"),
        (status(pending=2, oldest_pending=NOW - timedelta(hours=2)), "error", "the oldest for 120 min"),
    ],
)  # fmt: skip
def test_each_thing_that_is_wrong_is_told_once_with_what_to_do(snapshot: Snapshot, level: str, says: str) -> None:
    bad = [finding for finding in examine(snapshot) if finding.level != "ok"]
    assert [finding.level for finding in bad] == [level]
    assert says in bad[0].text
    assert "\n" not in bad[0].text


@pytest.mark.parametrize(
    "snapshot",
    [
        seen(hosts=(), has_password=False),
        seen(hosts=("127.0.0.1", "::1", "localhost"), has_password=False),
        memory(used=50_000_000, limit=2_000_000_000),
        replace(WELL, answers={"a": None}),
        replace(WELL, free=50_000_000_000),
        settings(receivers=(Receiver(name="desk", channel="desk"),)),
        settings(endpoint=Endpoint(listen="127.0.0.1:8390")),
        status(pending=2, oldest_pending=NOW - timedelta(minutes=20), pages={"waiting": 2}),
        seen(data_version=None, status=replace(STATUS, taken=0)),
    ],
)
def test_what_is_as_it_should_be_is_no_fault(snapshot: Snapshot) -> None:
    assert {finding.level for finding in examine(snapshot)} == {"ok"}


def test_without_redis_the_rest_is_still_looked_at() -> None:
    found = list(examine(replace(WELL, redis="Connection refused", folders={"/in": "gone"})))
    assert {finding.subject: finding.level for finding in found if finding.level != "ok"} == {
        "redis": "warning", "inputs": "error",
    }  # fmt: skip
    assert all(isinstance(finding, Finding) for finding in found)
