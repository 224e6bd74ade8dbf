"""Made-up newsrooms: hundreds of feeds whose items are known, on one port of all loopback addresses.

Every feed has an address 127.N.N.N of its own or shares it with the next one. What a feed holds follows from the time
alone, so that whoever measures knows it without asking. `Newsrooms.serve` runs in a process of its own.
"""

import asyncio
import itertools
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.connection import Connection
from typing import Literal

Manner = Literal["busy", "calm", "slow", "failing", "lying"]

FIRST_PARTS = ("Ba", "Do", "Li", "Mo", "Na", "Pe", "Ru", "To", "Ve", "Wi", "Za", "Ho", "Ju")
LAST_PARTS = ("lin", "mar", "nek", "sen", "tal", "vik", "ber", "gat")
PER_HOST = 2
SLOW_S = (2.0, 8.0)  # before an answer


@dataclass(frozen=True)
class Newsroom:
    """One feed: an item every `period_s`, the first `offset_s` after the start."""

    number: int
    manner: Manner
    period_s: float
    offset_s: float

    @property
    def host(self) -> str:
        """The loopback address, which PER_HOST feeds share."""
        host = self.number // PER_HOST
        return f"127.10.{host // 200}.{host % 200 + 1}"

    def published(self, elapsed_s: float) -> int:
        """Return how many items there are so long after the start."""
        return 0 if elapsed_s < self.offset_s else int((elapsed_s - self.offset_s) // self.period_s) + 1

    def appears(self, item: int) -> float:
        """Return how long after the start an item appears, in seconds."""
        return self.offset_s + item * self.period_s


def newsrooms(feeds: int, seconds: float, period_s: float) -> tuple[Newsroom, ...]:
    """Return `feeds` newsrooms: 4 % slow, 4 % failing, 2 % lying about dates, half of the others calm."""
    manners: list[Manner] = ["slow"] * (feeds // 25) + ["failing"] * (feeds // 25) + ["lying"] * (feeds // 50)
    manners += ["busy", "calm"] * feeds
    chance = random.Random(1)
    return tuple(
        Newsroom(
            number=number,
            manner=manner,
            period_s=seconds * chance.uniform(0.6, 0.9) if manner == "calm" else period_s * chance.uniform(1, 3),
            offset_s=chance.uniform(0, seconds * 0.5 if manner == "calm" else period_s),
        )
        for number, manner in enumerate(manners[:feeds])
    )


def speaker(newsroom: int, item: int) -> str:
    """Return a name that nobody else has: every item tells of a person of its own."""
    parts = (FIRST_PARTS, LAST_PARTS, FIRST_PARTS, LAST_PARTS, LAST_PARTS, LAST_PARTS)
    number = (newsroom * 1_000 + item) * 48_271 % math.prod(map(len, parts))  # a prime spreads them, one to one
    told = []
    for part in parts:
        number, at = divmod(number, len(part))
        told.append(part[at])
    return f"{''.join(told[:2])} {''.join(told[2:])}"


@dataclass
class Newsrooms:
    """Serves `rooms`, whose time begins at `start` (monotonic). `stats` is what came of it."""

    rooms: tuple[Newsroom, ...]
    port: int
    start: float
    asked: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # host -> times of requests
    unchanged: int = 0  # answers 304
    repeated: int = 0  # documents that were sent although the poller had them
    tags: dict[int, str] = field(default_factory=dict)  # newsroom -> what was sent last

    @classmethod
    def serve(cls, rooms: tuple[Newsroom, ...], port: int, start: float, pipe: Connection) -> None:
        """Serve until something comes through `pipe`, then send the figures through it."""
        served = cls(rooms, port, start)
        asyncio.run(served._serve(pipe))

    async def _serve(self, pipe: Connection) -> None:
        async with await asyncio.start_server(self._answer, "0.0.0.0", self.port, backlog=1000):
            pipe.send("ready")
            while not pipe.poll():
                await asyncio.sleep(0.1)
        gaps = [b - a for times in self.asked.values() for a, b in itertools.pairwise(times)]
        pipe.send({"unchanged": self.unchanged, "repeated": self.repeated, "gap": min(gaps, default=None)})

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        now = time.monotonic()
        try:
            head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)).decode("latin-1").lower()
            self.asked[writer.get_extra_info("sockname")[0]].append(now)
            room = self.rooms[int(head.split()[1].removeprefix("/feed/"))]
            await self._send(room, head, writer)
        except (OSError, ValueError, IndexError, TimeoutError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _send(self, room: Newsroom, head: str, writer: asyncio.StreamWriter) -> None:
        if room.manner == "slow":
            await asyncio.sleep(random.uniform(*SLOW_S))
        if room.manner == "failing":
            await _fail(room.number, writer)
            return
        tag = f"{room.published(time.monotonic() - self.start)}"
        moment = format_datetime(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=int(tag)), usegmt=True)
        knows = f'if-none-match: "{tag}"' in head or f"if-modified-since: {moment.lower()}" in head
        validators = (f'ETag: "{tag}"', f"Last-Modified: {moment}", f'ETag: "{tag}"\r\nLast-Modified: {moment}')
        validator = validators[room.number % 3]
        if knows:
            self.unchanged += 1
            writer.write(f"HTTP/1.1 304 Not Modified\r\n{validator}\r\nConnection: close\r\n\r\n".encode())
        else:
            self.repeated += self.tags.get(room.number) == tag
            self.tags[room.number] = tag
            body = "".join(self._document(room, int(tag))).encode()
            writer.write(
                f"HTTP/1.1 200 OK\r\n{validator}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
            )
            writer.write(body)
        await writer.drain()

    def _document(self, room: Newsroom, items: int) -> Iterator[str]:
        yield f'<rss version="2.0"><channel><title>Newsroom {room.number}</title>'
        for item in reversed(range(items)):
            link = f"http://{room.host}:{self.port}/item/{room.number}/{item}"
            name = speaker(room.number, item)
            yield f"<item><guid>{link}</guid><link>{link}</link><title>{name} on the war</title>"
            yield self._date(room, item)
            yield f"<description>Russia must withdraw its troops from Ukraine, Foreign Minister {name} said on Monday."
            yield "</description></item>"
        yield "<item><guid>old</guid><title>Bridge open</title><pubDate>Thu, 01 Jan 2026 08:00:00 GMT</pubDate>"
        yield "<description>The bridge across the harbour is open again.</description></item></channel></rss>"

    def _date(self, room: Newsroom, item: int) -> str:
        age_s = time.monotonic() - self.start - room.appears(item)
        moment = datetime.now(UTC) - timedelta(seconds=age_s)
        if room.manner == "lying":  # undated, in a year's time, now in each document, at the beginning of time
            lies = (None, moment + timedelta(days=365), datetime.now(UTC), datetime(1970, 1, 1, tzinfo=UTC))
            lie = lies[room.number % len(lies)]
            return f"<pubDate>{format_datetime(lie)}</pubDate>" if lie else ""
        return f"<pubDate>{format_datetime(moment)}</pubDate>"


async def _fail(number: int, writer: asyncio.StreamWriter) -> None:
    ways = (
        b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n<html>No feed</html>",
        b"\0\xff\x13",
    )
    if number % 5 == 4:
        await asyncio.sleep(60)
    else:
        writer.write(ways[number % 5])
        await writer.drain()
