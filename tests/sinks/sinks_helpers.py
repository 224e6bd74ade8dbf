"""A receiver that takes everything, alerts to send, and secrets to sign them with."""

import ipaddress
import json
import secrets
from collections.abc import Mapping
from typing import Any

from misbehaving import Server

from schemas.publish import examples
from worker.http import Client, Limits
from worker.routing.config import Receiver
from worker.sinks import Sinks, signing

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
ALERTS = examples("alert")
ATTACK = json.dumps(ALERTS["alert-attack-updated"], ensure_ascii=False)
TALKS = json.dumps(ALERTS["alert-talks-new"], ensure_ascii=False)
SYSTEM = json.dumps(examples("system")["system-source-refused"])
ALERT_ID = ALERTS["alert-attack-updated"]["id"]
SECRET, OLD_SECRET = signing.new_secret(), signing.new_secret()
ENVIRONMENT = {"DESK": SECRET, "BOTH": f"{SECRET} {OLD_SECRET}\n", "TOKEN": "Bearer " + secrets.token_hex()}


class Channels(list[tuple[str, str]]):
    """What was published: channel and message."""

    def __call__(self, channel: str, message: str) -> int:
        self.append((channel, message))
        return 1


def sinks(environment: Mapping[str, str] = ENVIRONMENT, channels: Channels | None = None) -> Sinks:
    client = Client([LOOPBACK], contact="https://desk.example", limits=Limits(connect_s=0.5))
    return Sinks(client, Channels() if channels is None else channels, environment)


def receiver(server: Server | None = None, path: str = "ok", **fields: Any) -> Receiver:
    address = {"url": f"{server.url}/{path}"} if server else {}
    return Receiver(**({"name": "desk"} | address | fields))


def hurried(one: Receiver, timeout_s: float) -> Receiver:
    """The receiver with less time than a configuration may give it."""
    return one.model_copy(update={"timeout": timeout_s})
