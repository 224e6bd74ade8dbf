"""The wiring of Celery.

`app` is reached through its module: pytest looks into every global of a test module, and that would configure it.
"""

import ssl
import time
from datetime import UTC, datetime, timedelta

import pytest
from kombu import Connection

from worker import app as wiring
from worker import keys, tasks


@pytest.fixture(autouse=True)
def _some_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://localhost:1/0")


@pytest.mark.parametrize(
    ("url", "parameters"),
    [
        ("unix://:pw@/tmp/a%20b/redis.sock", {"path": "/tmp/a b/redis.sock", "password": "pw", "db": 0}),
        ("unix://:pw@/s?db=3", {"path": "/s", "db": 3}),
        ("redis://:pw@db:6379/1", {"host": "db", "port": 6379, "password": "pw", "db": 1}),
        ("rediss://db:6380/0", {"host": "db", "ssl_cert_reqs": ssl.CERT_REQUIRED}),
        ("rediss://db:6380/0?ssl_cert_reqs=CERT_NONE", {"ssl_cert_reqs": ssl.CERT_NONE}),
    ],
)
def test_the_broker_is_the_redis_of_the_settings(url: str, parameters: dict[str, object]) -> None:
    transport = Connection(wiring.broker_url(url)).transport
    channel = object.__new__(transport.Channel)  # its constructor would connect
    channel.connection = transport
    assert parameters.items() <= channel._connparams().items()


def test_behind_sentinel_the_broker_is_the_same_master() -> None:
    settings = wiring.broker("sentinel://:p%40w@one:26379,two,[::1]:5/news?db=2&sentinel_password=secret")
    options = settings["broker_transport_options"]
    connection = Connection(settings["broker_url"], transport_options=options)
    assert connection.alt == [
        "sentinel://:p%40w@one:26379/2",
        "sentinel://:p%40w@two:26379/2",
        "sentinel://:p%40w@[::1]:5/2",
    ]
    channel = object.__new__(connection.transport.Channel)
    channel.connection = connection.transport
    assert {"password": "p@w", "db": 2}.items() <= channel._connparams().items()
    assert (options["master_name"], options["sentinel_kwargs"]) == ("news", {"password": "secret"})
    assert options["global_keyprefix"] == keys.CELERY_PREFIX


def test_every_task_goes_to_its_queue() -> None:
    router = wiring.app.amqp.router
    assert router.route({}, tasks.process.name)["queue"].name == keys.PROCESS
    assert router.route({}, tasks.sweep.name)["queue"].name == keys.POLL
    assert router.route({}, tasks.forget.name)["queue"].name == keys.POLL
    assert router.route({}, tasks.poll.name)["queue"].name == keys.POLL
    assert router.route({}, tasks.page.name)["queue"].name == keys.POLL
    assert router.route({}, tasks.deliver.name)["queue"].name == keys.DELIVER
    assert {task for task in wiring.app.tasks if not task.startswith("celery.")} == {
        tasks.process.name,
        tasks.sweep.name,
        tasks.forget.name,
        tasks.poll.name,
        tasks.page.name,
        tasks.deliver.name,
    }


def test_nothing_but_json_is_taken_and_no_results_are_kept() -> None:
    assert wiring.app.conf.accept_content == ["json"]
    assert wiring.app.conf.task_serializer == wiring.app.conf.result_serializer == "json"
    assert wiring.app.conf.result_backend is None
    assert wiring.app.conf.task_ignore_result


def test_a_task_ends_before_its_message_is_given_to_another() -> None:
    visibility = wiring.app.conf.broker_transport_options["visibility_timeout"]
    assert wiring.app.conf.task_soft_time_limit < wiring.app.conf.task_time_limit < visibility
    assert tasks.process.default_retry_delay < visibility / 4
    assert "socket_timeout" not in wiring.app.conf.broker_transport_options


def test_the_beat_goes_on_when_the_clock_is_turned_back(monkeypatch: pytest.MonkeyPatch) -> None:
    scheduler = wiring.app.Beat().Service(wiring.app, scheduler_cls="celery.beat:Scheduler").get_scheduler()
    entry = scheduler.schedule["sweep"]
    monkeypatch.setattr(wiring.app, "now", lambda: datetime.now(UTC) - timedelta(hours=1))
    assert not entry.is_due().is_due
    later = time.monotonic() + 6
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert entry.is_due().is_due
