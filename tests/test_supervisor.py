"""What the supervisor does about a Redis that is not as it should be; it starts no processes here."""

from pathlib import Path

import pytest
import redis
from helpers import article

from worker import supervisor as supervising
from worker.errors import StoreError
from worker.settings import Settings
from worker.store import RedisServer, Store
from worker.supervisor import DEATHS, Supervisor


@pytest.fixture(autouse=True)
def _no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "commands", lambda *_: {})
    monkeypatch.setattr(supervising, "REDIS_CHECK_S", -1.0)


def fails(*_: object) -> bool:
    raise StoreError("Redis: it has just ended")


def test_a_redis_that_ends_while_it_is_looked_at_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Supervisor(Settings(home=tmp_path)) as supervisor:
        with monkeypatch.context() as broken:
            broken.setattr(RedisServer, "start", fails)
            for _ in range(DEATHS - 1):
                supervisor.tick()
        supervisor.tick()  # from here on it counts anew
        monkeypatch.setattr(RedisServer, "start", fails)
        for _ in range(DEATHS - 1):
            supervisor.tick()
        with pytest.raises(StoreError, match="just ended"):
            supervisor.tick()


def test_a_redis_of_others_may_be_away_for_long(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with Supervisor(Settings(redis_url=redis_server.url)) as supervisor:
        monkeypatch.setattr(Store, "memory", fails)
        for _ in range(3 * DEATHS):
            supervisor.tick()


def test_it_tells_when_redis_has_no_memory_left_and_when_it_has(store: Store, redis_server: RedisServer) -> None:
    client: redis.Redis = store.client
    with client.pubsub(ignore_subscribe_messages=True) as heard, Supervisor(Settings(redis_url=redis_server.url)) as it:
        heard.subscribe("depesche:system")
        heard.get_message(timeout=1.0)
        it.tick()
        store.enter(article("a1"))
        try:
            client.config_set("maxmemory", client.info("memory")["used_memory"])
            it.tick()
            it.tick()
            message = heard.get_message(timeout=5.0)
            assert "depesche.system.redis_refuses" in message["data"]
        finally:
            client.config_set("maxmemory", 0)
        it.tick()
        assert "depesche.system.redis_accepts" in heard.get_message(timeout=5.0)["data"]
        assert store.overdue() == ("a1",)


def test_a_redis_that_comes_back_without_memory_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Supervisor(Settings(home=tmp_path)) as supervisor:
        client = Store.open(supervisor.url).client
        client.config_set("maxmemory", 1)
        monkeypatch.setattr(RedisServer, "start", lambda _: True)  # it was started again
        for _ in range(2 * DEATHS):
            supervisor.tick()
