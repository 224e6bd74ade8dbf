"""The commands `depesche webhooks ...`: prove a receiver before it is used."""

import json
import os
import secrets
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from schemas import AlertMessage
from schemas.publish import examples
from worker import settings
from worker.console import printable
from worker.errors import ConfigError, StoreError
from worker.http import Client, Failure, Response
from worker.http.urls import parsed
from worker.installation import running
from worker.routing.config import Receiver
from worker.settings import Settings
from worker.sinks import Sinks, apprise, signing, text
from worker.sinks.listener import HOST, Heard, Listener
from worker.sinks.secrets import HIDDEN
from worker.store.client import translated

FAILED = 1
SAMPLE = "alert-attack-updated"
PORT = 8080
CREDENTIALS = {"authorization", "proxy-authorization", "cookie"}  # not shown, wherever their values come from
SHOWN = 200  # characters of a text that is no alert


@click.group()
def webhooks() -> None:
    """Try receivers before they are used.

    \b
    depesche webhooks secret
    depesche webhooks listen --secret-env DESK_SECRET
    depesche webhooks test desk
    """


@webhooks.command("secret")
def secret() -> None:
    """Make a secret, which a receiver and the configuration share.

    \b
    export DESK_SECRET=$(depesche webhooks secret)
    """
    click.echo(signing.new_secret())


@webhooks.command("test")
@click.argument("name")
@click.option("--newest", is_flag=True, help="Send the newest alert of the running installation instead of a sample.")
def test_receiver(name: str, newest: bool) -> int:
    """Send a receiver of the configuration a sample alert, as any alert is sent; show request and answer.

    What is secret is not shown. The exit code is 1 when it was not delivered.

    \b
    depesche webhooks test desk
    depesche webhooks test desk --newest
    """
    chosen = settings.load()
    receiver = _named(name, chosen.receivers)
    witness = Witness(chosen.delivery.allow, chosen.polling.contact)
    message = _newest(chosen) if newest else _sample(chosen.source, datetime.now(UTC))
    delivery_id = AlertMessage.model_validate_json(message).id
    began = time.monotonic()
    receipt = Sinks(witness, _publisher(receiver, chosen)).send(receiver, delivery_id, [message], datetime.now(UTC))
    took = time.monotonic() - began
    hidden = {name.lower() for name in receiver.header_env} | CREDENTIALS
    lines = witness.lines(hidden) if witness.sent else _other_lines(receiver, message)
    click.echo("\n".join(map(printable, lines)))
    click.echo(f"\n{receipt.outcome}: {printable(receipt.detail)} ({took:.2f} s)")
    if receipt.retry_after_s:
        click.echo(f"It asks to be left alone for {receipt.retry_after_s:.0f} s.")
    return 0 if receipt.outcome == "delivered" else FAILED


class Witness(Client):
    """A client that remembers what it sent last: address, headers, body."""

    sent: tuple[str, dict[str, str], bytes] | None = None

    def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_s: float) -> Response | Failure:
        """Send as any client does."""
        self.sent = url, self.headers_of(body, headers), body
        return super().post(url, body, headers, timeout_s)

    def lines(self, hidden: Collection[str]) -> Iterator[str]:
        """Yield the request, without the values of the headers that are `hidden`."""
        if self.sent:
            url, headers, body = self.sent
            target = parsed(url)
            yield f"POST {target.raw_path.decode('ascii')} HTTP/1.1"
            yield f"Host: {target.netloc.decode('ascii')}"
            for name, value in headers.items():
                yield f"{name}: {HIDDEN if name.lower() in hidden else value}"
            yield ""
            yield from body.decode("utf-8").splitlines()


def _other_lines(receiver: Receiver, message: str) -> Iterator[str]:
    """Yield what goes to a channel or to Apprise, without an address, which may hold what is secret."""
    yield f"PUBLISH {receiver.channel}" if receiver.channel else f"{(receiver.url or '').partition(':')[0]}://{HIDDEN}"
    yield ""
    template = receiver.template or (None if receiver.channel else apprise.DEFAULT)
    yield from (text.texts(template, [message])[0] if template else message).splitlines()


def _named(name: str, receivers: tuple[Receiver, ...]) -> Receiver:
    found = next((receiver for receiver in receivers if receiver.name == name), None)
    if found is None:
        known = ", ".join(receiver.name for receiver in receivers) or "none"
        raise ConfigError(f"there is no receiver {name}; there are: {known}")
    return found


def _sample(source: str, now: datetime) -> str:
    """Return an alert that says in its headline and its ids that it is a test."""
    example: dict[str, Any] = examples("alert")[SAMPLE]
    event_id = f"test-{secrets.token_hex(4)}"
    data = example["data"]
    data |= {"headline": f"Test: {data['headline']}", "event": data["event"] | {"id": event_id}}
    envelope = {"id": f"{event_id}-{data['revision']}", "subject": event_id, "source": source, "time": now}
    return AlertMessage.model_validate(example | envelope | {"data": data}).model_dump_json()


def _newest(chosen: Settings) -> str:
    store, _ = running(chosen)
    entries = store.alerts(store.status().sequence - 1)
    if not entries:
        raise StoreError("nothing was published yet")
    return entries[-1][1]


def _publisher(receiver: Receiver, chosen: Settings) -> Callable[[str, str], object]:
    """Return what publishes on a channel; no Redis is needed where there is none."""
    return translated()(running(chosen)[0].client.publish) if receiver.channel else lambda _channel, _message: None


@webhooks.command("listen")
@click.option("--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="0: any that is free.")
@click.option("--host", default=HOST, show_default=True, help="IPv4 address; 0.0.0.0: reached by other machines, too.")
@click.option("--secret-env", metavar="VARIABLE", help="Environment variable with the secret. Default: check nothing.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, with the whole body.")
def listen(port: int, host: str, secret_env: str | None, as_json: bool) -> None:
    """Receive webhooks, check their signatures and print a line for each, until Ctrl-C.

    \b
    depesche webhooks listen --secret-env DESK_SECRET
    depesche webhooks listen --port 9000 --json | jq .body.data.headline
    """
    words = os.environ.get(secret_env, "").split() if secret_env else []
    if secret_env and not words:
        raise ConfigError(f"{secret_env} is not set")
    with Listener(port, map(signing.key_of, words), _printer(as_json=as_json), host) as listener:
        checked = "signatures are checked" if words else "signatures are not checked"
        click.echo(f"Listening on {listener.url}, {checked}. Ctrl-C ends.", err=True)
        listener.serve_forever()


def _printer(*, as_json: bool) -> Callable[[Heard], None]:
    def show(heard: Heard) -> None:
        now = datetime.now(UTC)
        if as_json:
            click.echo(json.dumps({"time": f"{now:%Y-%m-%dT%H:%M:%SZ}"} | asdict(heard)))
        else:
            click.echo(f"{now.astimezone():%H:%M:%S}  {printable(_line(heard))}")

    return show


def _line(heard: Heard) -> str:
    proof = "unchecked" if heard.verified is None else "verified" if heard.verified else f"refused: {heard.problem}"
    events = heard.body if isinstance(heard.body, list) else [heard.body]
    return f"{proof:<9}  {heard.id or 'no id'}  {'; '.join(map(_told, events))}"


def _told(event: object) -> str:
    """Return the headline of an alert; of anything else, how it begins."""
    data = event.get("data") if isinstance(event, dict) else None
    headline = data.get("headline") if isinstance(data, dict) else None
    if isinstance(event, dict) and isinstance(headline, str):
        return f"{event.get('type')}  {headline}"
    return (event if isinstance(event, str) else json.dumps(event, ensure_ascii=False))[:SHOWN]
