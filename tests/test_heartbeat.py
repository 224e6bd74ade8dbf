"""What a worker shows to those who look after its container."""

import os
import time
from pathlib import Path

import pytest

from worker import keys
from worker.store import Store, connect
from worker.watchdog import HEARTBEAT, Progress, look, touch_heartbeat

LONG_AGO = 1_000_000_000.0


@pytest.fixture
def heartbeat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A heartbeat that was touched long ago."""
    path = tmp_path / "heartbeat"
    path.touch()
    os.utime(path, (LONG_AGO, LONG_AGO))
    monkeypatch.setenv(HEARTBEAT, str(path))
    return path


def beats(heartbeat: Path) -> bool:
    return heartbeat.stat().st_mtime != LONG_AGO


def test_a_heart_beats_where_nothing_is_left_to_do(store: Store, heartbeat: Path) -> None:
    look([keys.PROCESS], Progress(time.monotonic()), lambda: store)
    assert beats(heartbeat)


def test_a_heart_stands_still_where_tasks_wait_and_nothing_is_done(store: Store, heartbeat: Path) -> None:
    progress = Progress(time.monotonic())
    look([keys.PROCESS], progress, lambda: store)
    os.utime(heartbeat, (LONG_AGO, LONG_AGO))
    store.client.lpush(keys.QUEUE.of(keys.PROCESS), "task")
    look([keys.PROCESS], progress, lambda: store)
    assert not beats(heartbeat)


def test_a_heart_stands_still_where_redis_does_not_answer(heartbeat: Path, unused_port: int) -> None:
    away = Store(connect(f"redis://127.0.0.1:{unused_port}/0", retries=0))
    look([keys.PROCESS], Progress(time.monotonic()), lambda: away)
    assert not beats(heartbeat)


def test_a_heart_that_cannot_beat_ends_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(HEARTBEAT, str(tmp_path / "missing" / "heartbeat"))
    touch_heartbeat()
    monkeypatch.delenv(HEARTBEAT)
    touch_heartbeat()
    assert list(tmp_path.iterdir()) == []
