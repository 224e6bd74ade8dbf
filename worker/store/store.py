"""The ledger of articles, the events known, and what is remembered of inputs.

An article is entered before anybody is told about it and leaves by `commit` or `fail` alone, so that a lost task costs
time, never the article. Every method may be called again after an error; StoreError says that Redis cannot be used.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, cast

import redis

from schemas import AlertBody, Article, Event
from worker import keys
from worker.store import commit as commits
from worker.store import counts
from worker.store import status as statuses
from worker.store.client import connect, script, translated
from worker.store.deliveries import ABANDONED_MS, GROUP, Deliveries
from worker.store.facts import memory_of
from worker.store.feeds import Feeds
from worker.store.history import History
from worker.store.message import system_message
from worker.store.packing import load, read, read_body
from worker.store.pages import PATIENCE_S, Page, Pages
from worker.store.records import (
    Begun,
    Candidates,
    Commit,
    FileOutcome,
    Memory,
    Refusal,
    Resolved,
    Result,
    Seen,
    Status,
)  # fmt: skip
from worker.store.workers import Workers

CHUNK = 1_000  # keys per call, so that no call keeps Redis busy for long
LONGEST_LINE = 1_000  # characters of a path or a reason
CLOCKS_DIFFER_S = 30.0  # those of the machines of one installation, at most


class Store:
    """Everything that Depesche keeps, over one Redis client. `source` is the CloudEvents source of its alerts.

    An event is kept for `kept_s` after its last report.
    """

    def __init__(self, client: "redis.Redis", source: str = "/depesche/default", kept_s: int = keys.REMEMBERED) -> None:
        self.client = client
        self._source = source
        self._kept_s = kept_s
        self._enter = script(client, "enter")
        self._begin = script(client, "begin")
        self._overdue = script(client, "overdue")
        self._all_due = script(client, "all_due")
        self._turn_back = script(client, "turn_back")
        self._candidates = script(client, "candidates")
        self._commit = script(client, "commit")
        self._fail = script(client, "fail")
        self._refuse = script(client, "refuse")
        self._seen = script(client, "seen")
        self.feeds = Feeds(client, source)
        self.pages = Pages(client)
        self.deliveries = Deliveries(client, source)
        self.history = History(client)
        self.workers = Workers(client)

    @classmethod
    def open(cls, url: str, source: str = "/depesche/default", kept_s: int = keys.REMEMBERED) -> "Store":
        """Return the store behind `url`; raises StoreError when no Redis answers there."""
        with translated(), connect(url, retries=2) as impatient:
            impatient.echo("")  # PING fails while the disk is full
        return cls(connect(url), source, kept_s)

    # The ledger

    @translated()
    def enter(self, article: Article, page: Page | None = None) -> bool:
        """Put `article` on the ledger. Return True when this version of it was not known.

        With `page` it waits for that page, PATIENCE_S at most.
        """
        now = time.time()
        due = now + (PATIENCE_S if page else keys.RESEND_AFTER_S)
        arguments: list[str | float] = [
            article.id, article.model_dump_json(), keys.REMEMBERED, now, due, page.dump() if page else "",
            article.version, int(article.announce), keys.VERSIONS_KEPT,
        ]  # fmt: skip
        return bool(self._enter([*_ledger_keys(article.id), keys.PAGES.name, keys.PAGE.name], arguments))

    @translated()
    def edited(self, articles: Iterable[Article]) -> frozenset[str]:
        """Return the ids of those of `articles` of which other versions were taken than these."""
        wanted = list(articles)
        kept = self._texts(keys.VERSIONS.of(article.id) for article in wanted)
        pairs = zip(wanted, kept, strict=True)
        return frozenset(a.id for a, versions in pairs if versions and a.version not in json.loads(versions)["taken"])

    @translated()
    def article(self, article_id: str) -> Article | None:
        """Return the article while its text is kept: until it is read and three days more."""
        text = cast("str | None", self.client.get(keys.ARTICLE.of(article_id)))
        return None if text is None else load(Article, text)

    @translated()
    def begin(self, article_id: str) -> Begun | None:
        """Count an attempt at reading a pending article and return it; None when it is not pending (any more)."""
        reply = cast("list[Any] | None", self._begin(_ledger_keys(article_id), [article_id]))
        if reply is None:
            return None
        attempt, text, announced, result = reply
        article = read(Article, text or "")
        if article is None:
            self.fail(article_id, "", "another version kept it" if text else "its text is no longer kept")
            return None
        before = read(Result, result or "")
        announce = article.announce and bool(announced)
        return Begun(article.model_copy(update={"announce": announce}), attempt, before.events if before else ())

    @translated()
    def forgive(self, article_id: str) -> None:
        """Count no attempt so far at reading a pending article. Redis does this also when it has no memory left."""
        self.client.hdel(keys.ATTEMPTS.name, article_id)

    @translated()
    def fail(self, article_id: str, source: str, reason: str, version: str | None = None) -> bool:
        """End a pending article as `failed`; what its version before told stays told.

        Return False when it was not pending, or when its newest version is another than `version`.
        """
        now = datetime.now(UTC)
        told = tuple(event for before in self.results([article_id]) for event in before.events)
        refusal = Refusal(source=source, what=article_id, outcome="failed", reason=_line(reason), time=now)
        result = Result(
            article=article_id, source=source, outcome="failed", reason=refusal.reason, time=now, events=told
        )  # fmt: skip
        arguments: list[str | float] = [
            article_id, source, result.model_dump_json(), refusal.model_dump_json(), now.timestamp(), keys.REMEMBERED,
            keys.READ_TTL_S, keys.REFUSED_KEPT, *([] if version is None else [version]),
        ]  # fmt: skip
        return bool(self._fail([*_ledger_keys(article_id), keys.REFUSED.name, keys.REFUSED_AT.name], arguments))

    @translated()
    def overdue(self, limit: int = CHUNK) -> tuple[str, ...]:
        """Return ids of pending articles whose task is to be sent again, and take them as sent now."""
        now = time.time()
        queues = [keys.QUEUE.of(keys.PROCESS), keys.QUEUE.of(keys.QUIET)]
        names = [keys.PENDING.name, keys.DUE.name, keys.TIMES.name, *queues]
        return tuple(self._overdue(names, [now, now + keys.RESEND_AFTER_S, limit]))

    @translated()
    def all_due(self) -> None:
        """Take every pending article as overdue that waits for no page: tasks were lost with a worker or with Redis."""
        self._all_due([keys.PENDING.name, keys.DUE.name, keys.PAGES.name], [time.time()])

    @translated()
    def turn_back(self) -> float:
        """Return by how many seconds the clock was turned back since the last sweep, else 0.

        What is due on the ledger, of feeds, pages and receivers is turned back with it: it comes no later for that.
        """
        due = [
            keys.PENDING.name, keys.DUE.name, keys.FEED_DUE.name, keys.HOSTS.name, keys.PAGES.name,
            keys.RECEIVER_DUE.name, *(keys.DELIVERY_DUE.of(name) for name in self.deliveries.names()),
        ]  # fmt: skip
        names = [keys.TIMES.name, keys.RATE.name, keys.RECEIVER_PAUSE.name, keys.ALERTS.name, *due]
        arguments: list[str | float] = [time.time(), CLOCKS_DIFFER_S, GROUP, ABANDONED_MS]
        return float(cast("str | None", self._turn_back(names, arguments)) or 0)

    # Deciding

    @translated()
    def candidates(self, *index_keys: Iterable[str], told: Iterable[str] = ()) -> Candidates:
        """Return known events that have one of `index_keys`, those of each event of an article, and those of `told`.

        Of many for one event, those that have most of its keys, and of these the newest. With one that turned out to be
        another event comes that one, too. What is kept of an event that another version wrote cannot be read, and is
        known to nobody.
        """
        wanted = tuple(tuple(dict.fromkeys(group)) for group in index_keys)
        before = tuple(dict.fromkeys(told))
        names = [keys.INDEX.of(key) for group in wanted for key in group]
        if not names and not before:
            return Candidates((), (), ())
        groups = json.dumps([len(group) for group in wanted])
        rows = self._candidates(names, [keys.EVENT.name, commits.CANDIDATES, groups, json.dumps(before)])
        bodies = tuple(body for _, _, kept in rows if (body := read_body(kept)))
        joined = {body.joined for body in bodies if body.joined} - {event_id for event_id, _, _ in rows} - {*before}
        if joined:
            return self.candidates(*wanted, told=(*before, *sorted(joined)))
        return Candidates(
            keys=wanted,
            known=bodies,
            versions=tuple((event_id, int(version)) for event_id, version, _ in rows),
            told=before,
        )

    @translated()
    def commit(self, article: Article, resolution: Resolved, candidates: Candidates, now: datetime) -> Commit:
        """Write what was decided about `article` and publish its alerts, in one step or not at all."""
        names = [
            *_ledger_keys(article.id), keys.SEQUENCE.name, keys.ALERTS.name, keys.EVENTS.name,
            *(keys.INDEX.of(key) for group in candidates.keys for key in group),
        ]  # fmt: skip
        plan = commits.plan(article, resolution, candidates, now, self._source, self._kept_s)
        reply = self._commit(names, [plan])
        return Commit(reply[0], tuple(reply[1:]))

    # Inputs

    @translated()
    def refuse(self, source: str, what: str, reason: str) -> None:
        """Keep why an input, usually a path, was not taken; `status` lists it. The same input again replaces it."""
        now = datetime.now(UTC)
        refusal = Refusal(source=source, what=_line(what), outcome="refused", reason=_line(reason), time=now)
        names = [keys.REFUSED.name, keys.REFUSED_AT.name, keys.COUNTS.name]
        arguments: list[str | float] = [
            refusal.what, refusal.model_dump_json(), now.timestamp(), keys.REMEMBERED, keys.REFUSED_KEPT,
        ]  # fmt: skip
        self._refuse(names, arguments)

    @translated()
    def seen(self, paths: Iterable[str]) -> dict[str, Seen]:
        """Return what is remembered of those of `paths` that were dealt with; they stay remembered 30 days from now."""
        wanted = list(paths)
        found: dict[str, Seen] = {}
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            values = self._seen([_path_key(path) for path in chunk], [keys.REMEMBERED])
            found |= {path: _seen(value) for path, value in zip(chunk, values, strict=True) if value}
        return found

    @translated()
    def remember(self, path: str, stamp: str, outcome: FileOutcome, article_id: str = "") -> None:
        """Remember that the file at `path` was dealt with as it was at `stamp` (no spaces; size and mtime_ns).

        `article_id` is that of the one article that it held. A file that was taken is no longer listed as refused.
        """
        with self.client.pipeline() as pipe:
            pipe.set(_path_key(path), f"{stamp} {outcome} {article_id}".rstrip(), ex=keys.REMEMBERED)
            if outcome == "taken":
                pipe.hdel(keys.REFUSED.name, _line(path))
                pipe.zrem(keys.REFUSED_AT.name, _line(path))
            pipe.execute()

    @translated()
    def tell(self, what: str, subject: str, detail: str) -> None:
        """Publish a message about the system itself, and count it."""
        with self.client.pipeline(transaction=False) as pipe:
            pipe.publish(keys.SYSTEM_CHANNEL, system_message(what, subject, detail, self._source))
            pipe.hincrby(keys.COUNTS.name, f"told:{what}", 1)
            published, _ = pipe.execute(raise_on_error=False)  # where memory is short, it is told and not counted
        if isinstance(published, redis.RedisError):
            raise published

    @translated()
    def publish(self, channel: str, message: str) -> None:
        """Publish a message on a channel that a person configured."""
        self.client.publish(channel, message)

    @translated()
    def count_sources(self, names: Iterable[str]) -> None:
        """Count articles of the sources called so each by itself, and of all others together."""
        counts.register(self.client, names)

    # Looking

    @translated()
    def results(self, article_ids: Iterable[str]) -> tuple[Result, ...]:
        """Return the results of those articles that have one, in the order asked for."""
        texts = self._texts(keys.RESULT.of(article_id) for article_id in article_ids)
        found = (read(Result, text) for text in texts if text)
        return tuple(result for result in found if result)

    @translated()
    def joined(self, event_ids: Iterable[str]) -> dict[str, str]:
        """Return what event each of these is now, for those that turned out to be another one."""
        wanted = list(dict.fromkeys(event_ids))
        with self.client.pipeline(transaction=False) as pipe:
            for event_id in wanted:
                pipe.hget(keys.EVENT.of(event_id), "body")
            bodies = [read_body(kept) if kept else None for kept in pipe.execute()]
        found = {i: body.joined for i, body in zip(wanted, bodies, strict=True) if body and body.joined}
        further = self.joined(found.values()) if found else {}
        return {event_id: further.get(elder, elder) for event_id, elder in found.items()}

    def said(self, bodies: Sequence[AlertBody]) -> dict[str, dict[str, Event]]:
        """Return what each report of these events said, where that is kept: by event, then by article."""
        articles = dict.fromkeys(report.article for body in bodies for report in body.reports)
        told = {result.article: result.events for result in self.results(articles)}
        return {
            body.event.id: {
                report.article: event
                for report in body.reports
                for event in told.get(report.article, ())
                if event.id in {body.event.id, *body.joins}
            }
            for body in bodies
        }

    @translated()
    def pending(self) -> int:
        """Return how many articles are on the ledger without a result."""
        return self.client.zcard(keys.PENDING.name)

    @translated()
    def alerts(self, after: int, wait_s: float = 0.0, limit: int = CHUNK) -> tuple[tuple[int, str], ...]:
        """Return number and message of the alerts after number `after`, waiting up to `wait_s` (< 5) for one."""
        block = max(1, int(wait_s * 1000)) if wait_s else None
        streams = {keys.ALERTS.name: f"{after}-0"}
        reply = cast("list[Any] | None", self.client.xread(cast("Any", streams), count=limit, block=block))
        entries = reply[0][1] if reply else ()
        return tuple((int(entry_id.partition("-")[0]), fields.get("message", "")) for entry_id, fields in entries)

    @translated()
    def waiting(self, queues: Iterable[str]) -> int:
        """Return how many tasks wait in `queues`."""
        return sum(self.client.llen(keys.QUEUE.of(queue)) for queue in queues)

    def _texts(self, names: Iterable[str]) -> list[str | None]:
        """Return what stands in keys, None where there is nothing."""
        wanted = list(names)
        texts: list[str | None] = []
        for start in range(0, len(wanted), CHUNK):
            texts += cast("list[str | None]", self.client.mget(wanted[start : start + CHUNK]))
        return texts

    @translated()
    def status(self, refusals: int = 20) -> Status:
        """Return the store at a glance, with the newest `refusals`."""
        receivers, waiting = self.deliveries.states(), self.deliveries.waiting()
        size, memory = self.history.size(), self.memory()
        return statuses.read(self.client, refusals, self.feeds.states(), receivers, waiting, size, memory)

    def memory(self) -> Memory:
        """Return how much memory Redis uses, how much it may, and whether its disk takes what is written."""
        return memory_of(self.client)


def _ledger_keys(article_id: str) -> list[str]:
    """The keys that every script about one article gets first; common.lua names their places."""
    return [
        keys.PENDING.name, keys.DUE.name, keys.ATTEMPTS.name, keys.COUNTS.name, keys.TIMES.name,
        keys.ARTICLE.of(article_id), keys.RESULT.of(article_id), keys.VERSIONS.of(article_id),
    ]  # fmt: skip


def _path_key(path: str) -> str:
    """Paths are long and may hold bytes that are not text."""
    return keys.PATH.of(hashlib.blake2b(path.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest())


def _seen(value: str) -> Seen:
    stamp, outcome, article_id = (*value.split(" ", 2), "")[:3]
    return Seen(stamp, cast("FileOutcome", outcome), article_id)


def _line(text: str) -> str:
    """Return `text` as one line that can be stored: a path may hold bytes that are not text."""
    return " ".join(text.encode("utf-8", "backslashreplace").decode().split())[:LONGEST_LINE]
