"""Workers that say that they live."""

from worker import keys
from worker.store import Store, Worker

FIRST = Worker(host="a", pid=1, queues=("process", "quiet"), version="1.0")
SECOND = Worker(host="b", pid=7, queues=("poll",), version="1.0")


def test_who_gave_a_sign_of_life_lives(store: Store) -> None:
    for worker in (SECOND, FIRST, SECOND):
        store.workers.beat(worker)
    assert store.workers.alive() == (FIRST, SECOND)


def test_who_gave_none_for_long_is_dead_and_forgotten_by_the_next(store: Store) -> None:
    store.workers.beat(FIRST)
    last = store.client.zscore(keys.WORKERS.name, FIRST.model_dump_json())
    store.client.zadd(keys.WORKERS.name, {FIRST.model_dump_json(): float(last or 0) - keys.ALIVE_S - 1})
    assert store.workers.alive() == ()
    store.workers.beat(SECOND)
    assert store.client.zcard(keys.WORKERS.name) == 1
