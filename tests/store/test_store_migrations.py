"""The version of what Redis holds: said at first use, brought up, and refused where it is newer."""

import time

import pytest
from helpers import alert_body
from store_helpers import published

from worker import keys
from worker.errors import VersionError
from worker.store import Known, Store, check_version, migrate
from worker.store.migrations import DATA_VERSION, version_of
from worker.store.packing import pack


def test_the_version_is_said_at_first_use(store: Store) -> None:
    assert version_of(store.client) is None
    check_version(store.client)
    migrate(store.client)
    assert version_of(store.client) == DATA_VERSION
    check_version(store.client)


def test_events_that_were_never_listed_are_listed(store: Store) -> None:
    body = alert_body()
    key = keys.EVENT.of(body.event.id)
    store.client.hset(key, mapping={"body": pack(body.model_dump_json()), "version": 1})
    store.client.expire(key, keys.REMEMBERED - keys.DAY)
    migrate(store.client)
    (event,) = store.history.events()
    assert isinstance(event, Known)
    assert event.body == body
    assert abs(time.time() - keys.DAY - event.last_report.timestamp()) < 60


def test_what_is_listed_stays_as_it_is_however_often_a_program_starts(store: Store) -> None:
    published(store, 3)
    before = store.client.zrange(keys.EVENTS.name, 0, -1, withscores=True)
    for _ in range(2):
        migrate(store.client)
        store.client.delete(keys.DATA_VERSION.name)
    assert store.client.zrange(keys.EVENTS.name, 0, -1, withscores=True) == before


@pytest.mark.parametrize("kept", [str(DATA_VERSION + 1), "two"])
def test_what_another_version_keeps_is_refused_and_left_alone(store: Store, kept: str) -> None:
    store.client.set(keys.DATA_VERSION.name, kept)
    for refuses in (migrate, check_version):
        with pytest.raises(VersionError, match=r"version|number"):
            refuses(store.client)
    assert store.client.get(keys.DATA_VERSION.name) == kept


def test_nothing_is_written_for_workers_that_are_older(store: Store) -> None:
    store.client.set(keys.DATA_VERSION.name, DATA_VERSION - 1)
    with pytest.raises(VersionError, match="first start the workers"):
        check_version(store.client)
    migrate(store.client)
    check_version(store.client)


def test_a_step_that_another_program_overtook_is_taken_from_where_that_one_left(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(_client: object) -> None:
        store.client.set(keys.DATA_VERSION.name, DATA_VERSION + 1)

    monkeypatch.setattr("worker.store.migrations.STEPS", (overtaken,))
    with pytest.raises(VersionError):
        migrate(store.client)
    assert version_of(store.client) == DATA_VERSION + 1
