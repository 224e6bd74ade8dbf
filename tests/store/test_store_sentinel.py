"""The URLs of a Redis behind Sentinel."""

import pytest
from redis.sentinel import SentinelConnectionPool

from worker.errors import StoreError
from worker.store import connect
from worker.store.sentinel import parsed


def test_a_url_names_sentinels_master_and_login() -> None:
    found = parsed("sentinel://me:p%40w@one:1,two,[::1]:3/news?db=2&sentinel_password=secret")
    assert found.hosts == (("one", 1), ("two", 26_379), ("::1", 3))
    assert (found.master, found.db, found.password) == ("news", 2, "secret")
    assert found.credentials == {"username": "me", "password": "p@w"}
    assert parsed("sentinel://one/news").credentials == {}


def test_a_client_asks_the_sentinels_for_the_master() -> None:
    pool = connect("sentinel://:pw@one:1,two/news?db=2&sentinel_password=secret").connection_pool
    assert isinstance(pool, SentinelConnectionPool)
    assert (pool.service_name, pool.is_master) == ("news", True)
    assert {"password": "pw", "db": 2, "decode_responses": True}.items() <= pool.connection_kwargs.items()
    asked = [sentinel.connection_pool.connection_kwargs for sentinel in pool.sentinel_manager.sentinels]
    assert [(one["host"], one["port"], one["password"]) for one in asked] == [
        ("one", 1, "secret"),
        ("two", 26_379, "secret"),
    ]


@pytest.mark.parametrize(
    "url",
    ["sentinel://:secret@/news", "sentinel://:secret@one", "sentinel://:secret@one:x/news", "sentinel://:secret@one,/news",
     "sentinel://:secret@one/news?db=x", "sentinel://:secret@one/news?tls=1"],
)  # fmt: skip
def test_a_url_that_is_none_is_refused_and_not_quoted(url: str) -> None:
    with pytest.raises(StoreError, match="Sentinel") as caught:
        connect(url)
    assert "secret" not in str(caught.value)
