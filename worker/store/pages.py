"""The pages that articles wait for: which, when each is due, and what sites ask of robots.

An article that waits for its page is on the ledger, where it is due when its patience is over: then what the feed told
is read, whatever became of the page. A claim is a lease, as that of a feed (feeds.py), and keeps its host from others.
"""

import json
import time
from dataclasses import dataclass
from typing import Any, cast

import redis

from schemas import Article
from schemas.base import Frozen
from worker import keys
from worker.http import host_of
from worker.store.client import script, translated
from worker.store.feeds import LEASE_S, LOOKED_AT
from worker.store.packing import load

PATIENCE_S = 30 * keys.MINUTE


class Page(Frozen):
    """A page to fetch. `tries` is how often it was asked for."""

    url: str
    host: str
    tries: int = 0

    @classmethod
    def at(cls, url: str) -> "Page":
        """Return the page at `url`."""
        return cls(url=url, host=host_of(url))

    def dump(self) -> str:
        """Return it as the store keeps it."""
        return self.model_dump_json()


@dataclass(frozen=True)
class PageClaim:
    """A page that may be asked for now, and the article that waits for it."""

    article: Article
    page: Page


class Pages:
    """The pages of an installation, over one Redis client."""

    def __init__(self, client: "redis.Redis") -> None:
        self._client = client
        self._claim = script(client, "page_claim")
        self._release = script(client, "page_release")

    @translated()
    def claim(self) -> PageClaim | None:
        """Return the page that is due longest and whose host is free; None when there is none."""
        now = time.time()
        arguments: list[str | float] = [now, now + LEASE_S, keys.DAY, LOOKED_AT, keys.ARTICLE.name]
        reply = cast("list[Any] | None", self._claim(_NAMES, arguments))
        if reply is None:
            return None
        return PageClaim(load(Article, reply[2]), load(Page, reply[1]))

    @translated()
    def put_off(self, claim: PageClaim, wait_s: float, rest_s: float, *, tried: bool) -> bool:
        """Ask for the page again in `wait_s`; its host is left alone for `rest_s`. `tried`: it was asked for itself."""
        page = claim.page.model_copy(update={"tries": claim.page.tries + tried})
        return self._end(claim, rest_s, {"page": page.dump(), "again": time.time() + wait_s})

    @translated()
    def finish(self, claim: PageClaim, article: Article | None, rest_s: float) -> bool:
        """Let the article be read: as `article`, or as the feed told it where that is None.

        Return False where it was read already, or where another version of it came meanwhile.
        """
        return self._end(claim, rest_s, {"article": article.model_dump_json() if article else False})

    def _end(self, claim: PageClaim, rest_s: float, plan: dict[str, Any]) -> bool:
        now = time.time()
        plan |= {
            "id": claim.article.id,
            "version": claim.article.version,
            "host": claim.page.host,
            "rested": now + rest_s,
            "hosts_ttl": keys.DAY,
            "due": now + keys.RESEND_AFTER_S,
            "ttl": keys.REMEMBERED,
        }
        names = [
            *_NAMES, keys.DUE.name, keys.COUNTS.name, keys.ARTICLE.of(claim.article.id),
            keys.VERSIONS.of(claim.article.id),
        ]  # fmt: skip
        return bool(self._release(names, [json.dumps(plan)]))

    @translated()
    def robots(self, site: str) -> str | None:
        """Return the rules of a site, None where they are not known."""
        return cast("str | None", self._client.get(keys.ROBOTS.of(site)))

    @translated()
    def keep_robots(self, site: str, rules: str, ttl_s: int) -> None:
        """Keep the rules of a site for `ttl_s`."""
        self._client.set(keys.ROBOTS.of(site), rules, ex=ttl_s)


# The keys that both scripts get first, in this order.
_NAMES = [keys.PAGES.name, keys.PAGE.name, keys.HOSTS.name, keys.PENDING.name]
