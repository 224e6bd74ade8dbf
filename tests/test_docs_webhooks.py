"""What stands in docs/webhooks.md is true: request, verifiers, names, settings."""

import ipaddress
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import tomli
from misbehaving import Server, answer

from schemas.publish import examples
from worker.http import Client
from worker.routing.config import Receiver
from worker.routing.fields import TEMPLATE_NAMES
from worker.sinks import Sinks, signing

FOLDER = Path(__file__).parent.parent / "docs"
PAGE = (FOLDER / "webhooks.md").read_text("utf-8")
VECTOR = json.loads((FOLDER / "webhook-vectors.json").read_text("utf-8"))["vectors"][0]
SECRET = signing.new_secret()
MESSAGES = [json.dumps(example) for example in examples("alert").values()]


def between(name: str) -> str:
    """Return what stands between the marks of this name, without the fence around it."""
    part = PAGE.partition(f"<!-- {name}:begin -->\n")[2].partition(f"\n<!-- {name}:end -->")[0]
    assert part
    return re.sub(r"^```\w*\n|\n```$", "", part)


def delivered(messages: list[str], delivery_id: str, at: datetime) -> tuple[dict[str, str], bytes]:
    """Return headers and body of a delivery as a receiver gets it."""
    with Server({"hook": answer("204 No Content")}) as server:
        receiver = Receiver(name="desk", url=f"{server.url}/hook", secret_env="S")
        Sinks(Client([ipaddress.ip_network("127.0.0.0/8")]), print, {"S": SECRET}).send(
            receiver, delivery_id, messages, at
        )
        return server.requests[0][1], server.bodies[0]


@pytest.fixture
def receive(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str], bytes], int]:
    """The receiver of the page."""
    monkeypatch.setenv("DESK_SECRET", SECRET)
    names: dict[str, Any] = {}
    exec(compile(between("python"), "docs/webhooks.md", "exec"), names)
    return names["receive"]


def test_the_request_is_signed_as_it_says_and_is_the_first_vector() -> None:
    head, _, body = between("request").partition("\n\n")
    headers = {name.lower(): value for name, value in (line.split(": ") for line in head.splitlines()[1:])}
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    made = signing.headers([signing.key_of(VECTOR["secret"])], headers["webhook-id"], at, body.encode())
    assert made.items() <= headers.items()
    assert (headers["webhook-signature"], body) == (VECTOR["signature"], VECTOR["body"])
    assert int(headers["content-length"]) == len(body.encode())
    sent, _ = delivered(MESSAGES[:1], "a-1", at)
    assert headers.keys() == sent.keys()
    for name in ("content-type", "accept-encoding", "connection", "user-agent"):
        assert headers[name] == sent[name]


def test_the_receiver_in_python_shows_each_revision_once(receive: Any, capsys: pytest.CaptureFixture[str]) -> None:
    now = datetime.now(UTC)
    single, again = delivered(MESSAGES[1:2], "a-1", now), delivered(MESSAGES[1:2], "a-1", now + timedelta(seconds=9))
    batch = delivered(MESSAGES, "b-1", now)
    assert [receive(*request) for request in (single, again, batch)] == [204, 204, 204]
    headlines = [json.loads(message)["data"]["headline"] for message in MESSAGES]
    shown = capsys.readouterr().out
    assert [shown.count(headline) for headline in headlines] == [1] * len(MESSAGES)


def test_the_receiver_in_python_refuses_what_is_not_ours(receive: Any) -> None:
    now = datetime.now(UTC)
    headers, body = delivered(MESSAGES[:1], "a-1", now)
    assert receive(headers, body.replace(b"1", b"2", 1)) == 401
    assert receive(headers | {"webhook-signature": "v1"}, body) == 401
    assert receive(headers | {"webhook-id": "a-2"}, body) == 401
    assert receive(*delivered(MESSAGES[:1], "a-1", now - timedelta(minutes=6))) == 401


@pytest.mark.skipif(not shutil.which("openssl") or not shutil.which("bash"), reason="needs bash and openssl")
def test_the_verifier_in_the_shell_verifies_and_refuses(tmp_path: Path) -> None:
    script = tmp_path / "verify.sh"
    script.write_text(between("shell"), "utf-8")
    now, key = int(time.time()), signing.key_of(SECRET)

    def verify(body: str, at: str = str(now), secret: str = SECRET) -> tuple[int, str]:
        moment = datetime.fromtimestamp(now if not at.isdecimal() else int(at), UTC)
        given = signing.headers([signing.key_of(signing.new_secret()), key], "a-1", moment, b'{"a": "\xc3\xbc"}\n\n')
        done = subprocess.run(
            ["bash", str(script), "a-1", at, given["webhook-signature"]],
            input=body.encode(), env=os.environ | {"DESK_SECRET": secret}, capture_output=True, timeout=30, check=False,
        )  # fmt: skip
        return done.returncode, done.stderr.decode().strip()

    assert verify('{"a": "\u00fc"}\n\n') == (0, "")
    assert verify('{"a": "\u00fc"}\n') == (1, "none of the signatures is ours")
    assert verify('{"a": "\u00fc"}\n\n', secret=signing.new_secret()) == (1, "none of the signatures is ours")
    assert verify('{"a": "\u00fc"}\n\n', str(now - 400)) == (1, "more than five minutes off")
    assert verify('{"a": "\u00fc"}\n\n', f"a[$(touch {tmp_path}/run)]") == (1, "no timestamp")
    assert not (tmp_path / "run").exists()


def test_the_page_names_every_name_of_a_template_and_every_setting() -> None:
    assert re.findall(r"`\$(\w+)`", between("names")) == sorted(TEMPLATE_NAMES)
    settings = PAGE.partition("## Settings of a receiver")[2]
    for name in Receiver.model_fields:
        assert f"`{name}`" in settings, name


def test_every_receiver_on_the_page_is_accepted() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    found = [Receiver(**table) for block in blocks for table in tomli.loads(block)["receivers"]]
    assert [receiver.name for receiver in found] == ["desk", "chat", "phone"]


def test_every_file_that_the_page_links_to_is_there() -> None:
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", PAGE)]
    assert [link for link in links if "://" not in link and not (FOLDER / link).exists()] == []
