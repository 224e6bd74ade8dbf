"""The commands `depesche webhooks ...`, as they are typed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import NOW, alert_body, article
from misbehaving import Server, answer, redirect
from standardwebhooks import Webhook

from schemas import AlertMessage
from worker import settings
from worker.cli import depesche
from worker.errors import ConfigError, StoreError
from worker.sinks import signing
from worker.store import RedisServer, Store

SECRET = signing.new_secret()
TOKEN = "Bearer t0ps3cret-t0ken"
COMMAND = [sys.executable, "-c", "from worker.cli import main; main()", "webhooks"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("DEPESCHE_") or name == "REDIS_URL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DEPESCHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DESK_SECRET", SECRET)
    monkeypatch.setenv("DESK_TOKEN", TOKEN)


@pytest.fixture
def server() -> Iterator[Server]:
    table = {
        "ok": answer("200 OK", b"thanks\x1b[2J " + TOKEN.encode()),
        "busy": answer("429 Too Many Requests", b"", "Retry-After: 120"),
        "moved": redirect("http://169.254.169.254/", "301 Moved Permanently"),
    }
    with Server(table) as running:
        yield running


def configured(server: Server | None = None, path: str = "ok", **fields: str) -> None:
    address = f'url = "{server.url}/{path}"\n' if server else ""
    text = '[delivery]\nallow = ["127.0.0.0/8"]\n\n[[receivers]]\nname = "desk"\n' + address
    Path("depesche.toml").write_text(text + "".join(f"{key} = {value}\n" for key, value in fields.items()), "utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(depesche, ["webhooks", *arguments], standalone_mode=False)


def test_secret_makes_one_that_the_public_library_takes() -> None:
    made = run("secret").stdout.strip()
    assert len(signing.key_of(made)) == 32
    Webhook(made)


def test_test_sends_a_signed_sample_and_shows_request_and_answer(server: Server) -> None:
    headers_of = {"header_env": '{"X-Key" = "DESK_TOKEN"}', "headers": '{"Cookie" = "c00kie"}'}
    configured(server, secret_env='"DESK_SECRET"', **headers_of)
    result = run("test", "desk")
    assert (result.return_value, result.exception) == (0, None)
    ((_, headers),), (body,) = server.requests, server.bodies
    sent = AlertMessage.model_validate(Webhook(SECRET).verify(body, headers))
    assert sent.data.headline.startswith("Test: ")
    assert sent.id == headers["webhook-id"] == f"{sent.subject}-{sent.data.revision}"
    assert sent.subject == sent.data.event.id
    assert sent.subject.startswith("test-")
    lines = result.stdout.splitlines()
    assert lines[0] == "POST /ok HTTP/1.1"
    shown = dict(line.split(": ", 1) for line in lines[1 : lines.index("")])
    assert {name.lower(): value for name, value in shown.items()} == headers | {"x-key": "***", "cookie": "***"}
    assert body.decode() in lines
    assert lines[-1].startswith("delivered: it answers 200: thanks [2J *** (0.")
    for hidden in (SECRET, TOKEN.split()[1], "c00kie", "\x1b"):
        assert hidden not in result.stdout + result.stderr


def test_each_sample_is_another_event(server: Server) -> None:
    configured(server)
    for _ in range(2):
        run("test", "desk")
    first, second = (headers["webhook-id"] for _, headers in server.requests)
    assert first != second


@pytest.mark.parametrize(
    ("path", "told"),
    [("busy", "again: it answers 429"), ("moved", "rejected: it answers 301"), ("none", "rejected: it answers 404")],
)
def test_test_fails_when_nothing_was_delivered(path: str, told: str, server: Server) -> None:
    configured(server, path)
    result = run("test", "desk")
    assert result.return_value == 1
    assert f"\n{told}" in result.stdout
    assert ("left alone for 120 s" in result.stdout) == (path == "busy")


def test_test_without_its_secret_says_which_and_sends_nothing(server: Server) -> None:
    configured(server, secret_file='"desk.secret"')
    result = run("test", "desk")
    assert result.return_value == 1
    assert f"again: {Path.cwd()}/desk.secret cannot be read: No such file or directory" in result.stdout
    assert not server.requests


def test_test_of_an_unknown_name_tells_the_known_ones(server: Server) -> None:
    configured(server)
    error = run("test", "dask").exception
    assert isinstance(error, ConfigError)
    assert str(error) == "there is no receiver dask; there are: desk"


def test_test_sends_the_newest_alert_of_the_installation(
    server: Server, store: Store, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(server)
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    assert isinstance(run("test", "desk", "--newest").exception, StoreError)
    published(store)
    assert run("test", "desk", "--newest").return_value == 0
    ((_, message),) = store.alerts(0)
    assert server.bodies == [message.encode()]
    assert server.requests[0][1]["webhook-id"] == "e1-1"


def test_test_of_a_channel_publishes_there(
    store: Store, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(channel='"desk:ukraine"')
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    with store.client.pubsub(ignore_subscribe_messages=True) as subscription:
        subscription.subscribe("desk:ukraine")
        subscription.get_message(timeout=5)
        result = run("test", "desk")
        message = subscription.get_message(timeout=5)
    assert result.return_value == 0
    assert message is not None
    assert message["data"] in result.stdout
    assert result.stdout.startswith("PUBLISH desk:ukraine\n")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # modules of Apprise import imghdr
def test_test_by_apprise_shows_the_text_and_no_address(server: Server) -> None:
    configured(url=f'"{server.url.replace("http", "json")}/ok?+X-Key=t0ken"', template='"$kind: $headline"')
    result = run("test", "desk")
    assert result.return_value == 0
    assert result.stdout.startswith("json://***\n\nattack: Test: ")
    assert "t0ken" not in result.stdout
    assert "attack: Test: " in json.loads(server.bodies[0])["message"]


def published(store: Store) -> None:
    from worker.identity.resolve import Decision, Resolution

    item = article()
    store.enter(item)
    body = alert_body()
    resolution = Resolution((Decision(body=body, event=body.event, publish=True, keys=("k",)),))
    store.commit(item, resolution, store.candidates(["k"]), NOW)


@pytest.fixture
def listening() -> Iterator["subprocess.Popen[str]"]:
    arguments = ["listen", "--port", "0", "--secret-env", "DESK_SECRET"]
    process = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def test_listen_hears_what_test_sends(listening: "subprocess.Popen[str]") -> None:
    assert listening.stderr is not None
    assert listening.stdout is not None
    greeting = listening.stderr.readline()
    url = greeting.removeprefix("Listening on ").partition(",")[0]
    assert greeting == f"Listening on {url}, signatures are checked. Ctrl-C ends.\n"
    configured(url=f'"{url}"', secret_env='"DESK_SECRET"')
    assert run("test", "desk").return_value == 0
    heard = listening.stdout.readline()
    assert "  verified   test-" in heard
    assert "  depesche.alert.attack.updated  Test: Russia attacks Ukraine" in heard
    configured(url=f'"{url}"')
    assert run("test", "desk").return_value == 1
    assert "  refused: it has no webhook-signature  test-" in listening.stdout.readline()
    listening.send_signal(signal.SIGINT)
    assert listening.wait(10) == 130


def test_listen_with_a_secret_that_is_not_there_or_none_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(run("listen", "--secret-env", "NONE").exception) == "NONE is not set"
    monkeypatch.setenv("NONE", "hunter2")
    error = run("listen", "--secret-env", "NONE").exception
    assert "a secret is whsec_" in str(error)
    assert "hunter2" not in str(error)


def test_every_command_has_an_example() -> None:
    for name in ("secret", "test", "listen"):
        assert "depesche webhooks " in run(name, "--help").stdout


def test_receivers_are_settings() -> None:
    configured(url='"https://desk.example/"')
    assert [receiver.name for receiver in settings.load().receivers] == ["desk"]
