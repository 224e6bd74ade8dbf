"""Who listens to an installation while its processes die: a subscriber as the README tells it to be, and webhooks."""

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import redis
from background import Background
from delivery import DOWN_S, Webhooks

from worker.errors import StoreError
from worker.store import RedisServer, connect

SLOW_S = 4.0
WAIT_S = 0.1
PRESENT_S, AWAY_S = 10.0, 2.0


class Subscriber(Background):
    """Hears the channels, but for AWAY_S after every PRESENT_S; what it missed it takes from the stream.

    `heard` are number and message in the order in which they came; `arrived` tells when a number came on a channel,
    `again` counts those that came there before, `filled` those that were read from the stream.
    """

    def __init__(self, server: RedisServer) -> None:
        self.heard: list[tuple[int, str]] = []
        self.arrived: dict[int, float] = {}
        self.again = 0
        self.filled = 0
        self._server = server
        super().__init__()

    def stop(self) -> None:
        """End, with all that was published until now."""
        super().stop()
        with connect(self._server.url, retries=3) as client:
            self._fill(client)

    def _run(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(redis.RedisError, StoreError):
                self._listen()
            self._ended.wait(AWAY_S)

    def _listen(self) -> None:
        with connect(self._server.url, retries=0) as client, client.pubsub() as subscription:
            subscription.psubscribe("depesche:alerts:*")
            until = time.monotonic() + PRESENT_S
            while not self._ended.is_set() and time.monotonic() < until:
                message = subscription.get_message(timeout=WAIT_S)
                if message and message["type"] == "psubscribe":
                    self._fill(client)  # from now on nothing is missed
                elif message:
                    self._hear(client, message["data"])

    def _hear(self, client: "redis.Redis", message: str) -> None:
        number = json.loads(message)["data"]["sequence"]
        self.again += number in self.arrived
        self.arrived.setdefault(number, time.monotonic())
        if number > self._last + 1:
            self._fill(client)
        elif number == self._last + 1:
            self.heard.append((number, message))

    @property
    def _last(self) -> int:
        return self.heard[-1][0] if self.heard else 0

    def _fill(self, client: "redis.Redis") -> None:
        for entry_id, fields in client.xrange("depesche:alerts", min=f"{self._last + 1}-0"):
            self.heard.append((int(entry_id.partition("-")[0]), fields["message"]))
            self.filled += 1


@dataclass
class Unsteady(Webhooks):
    """Receivers of which those from `healthy` on fail, drop the connection or are slow, every other minute."""

    async def status(self, number: int) -> str:
        """Return what a receiver answers now; none where it says nothing."""
        trouble = int(time.time() // DOWN_S) % 6 if number >= self.healthy else 0
        if trouble == 1:
            return "500 Internal Server Error"
        if trouble == 3:
            raise OSError("it drops the connection")
        if trouble == 5:
            await asyncio.sleep(SLOW_S)
        return "204 No Content"


def told(pipe: Connection) -> Any:
    """End receivers that are served through `pipe`, and return what came to them."""
    pipe.send("end")
    while isinstance(answer := pipe.recv(), int):
        pass
    return answer
