"""The order of the steps, once.

    take:     file -> article -> ledger -> task
    poll:     feed that is due -> answer -> items -> those not known -> take each -> what is known of the feed
    page:     page that is due -> rules of its site -> answer -> article with its text -> task
    process:  ledger -> extract -> (candidates -> resolve -> commit) until nobody came between

An article that was edited goes the same way again, as another version. Only the newest is ever committed: who has an
older one in hand finds it `superseded`, and the newer one on the ledger.

A worker may die at any point: before the commit nothing was written, the article is still on the ledger and its task is
sent again; after it, sending again ends at the first line of the commit.
"""

import gc
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urljoin

import structlog

from schemas import Article, Event
from worker import keys
from worker.errors import SourceError, StoreError
from worker.extract import extract
from worker.feeds import Feed, FeedState
from worker.http import Client, Failure, Response
from worker.identity import Table, index_keys, recounts, resolve
from worker.languages.pack import languages
from worker.sources import choosing, polling, robots
from worker.sources import page as pages
from worker.sources.feed import ACCEPT, parse_feed
from worker.sources.folder import Config
from worker.sources.intake import FolderIntake
from worker.store import Commit, Page, PageClaim, Store
from worker.store.records import Resolved

log = structlog.get_logger(__name__)

ATTEMPTS = 4  # begun so often without a result, an article is given up: it fails, or it kills its process
COLLECTED = 100_000  # objects between two looks of the garbage collector
DECISIONS = 50  # times that an article is decided anew because others changed its candidates

Extract = Callable[[Article], Sequence[Event]]


class Send(Protocol):
    """Whatever tells a worker that there is an article to read."""

    def __call__(self, article_id: str, queue: str = keys.PROCESS, /) -> object:
        """Send the task of an article."""


def take(article: Article, store: Store, send: Send, page: Page | None = None) -> bool:
    """Put an article on the ledger and send its task, unless it waits for its page.

    Return False when this version of it was known. One without text was taken back by its publisher: that is another
    version, of what was taken before.

    The order is the promise: a task that is lost, or a crash between the two, is made good by `resend`. News goes
    before what nobody is told of.
    """
    if not article.text and article.id not in store.edited([article]):
        return False
    if not store.enter(article, page):
        return False
    if page is None:
        send(article.id, keys.PROCESS if article.announce else keys.QUIET)
    return True


def folder_intake(config: Config, store: Store, send: Send) -> FolderIntake:
    """Return what takes the files of a folder."""
    return FolderIntake(config, lambda article: take(article, store, send), store.refuse, store.seen, store.remember)


@dataclass(frozen=True)
class Poller:
    """How feeds are polled: through what, with how many seconds of rest for a host, announced up to what age at first.

    `chance` gives numbers between 0 and 1.
    """

    client: Client
    spacing_s: float
    first_age_s: float = choosing.FIRST_AGE_S
    chance: Callable[[], float] = random.random


def poll(poller: Poller, store: Store, send: Send, more: Callable[[], object]) -> bool:
    """Poll the feed that is due longest. Return False where none is due, or none whose host is free.

    `more` is called once a feed is claimed, before it is asked for: others may be due. What is known of the feed is
    kept last, when every item that is to be read is on the ledger; until then the next poll finds the same items.
    """
    claim = store.feeds.claim()
    if claim is None:
        return False
    more()
    answer = poller.client.get(claim.state.url, ACCEPT, polling.validators(claim.state))
    now = datetime.now(UTC)
    polled = _read_feed(claim.feed, claim.state, answer, poller, store, now)
    taken = sum(_take_item(claim.feed, article, store, send) for article in polled.chosen.articles)
    polled = replace(polled, taken=taken)
    decision = polling.decide(claim.feed, claim.state, polled, now, poller.chance(), poller.spacing_s)
    told = [(change.what, change.detail) for change in decision.changes]
    store.feeds.release(
        claim, decision.state, due=decision.due, rest_s=decision.rest_s, seen=polled.chosen.ids, told=told
    )
    _tell_poll(claim.feed, decision, taken)
    return True


def _take_item(feed: Feed, article: Article, store: Store, send: Send) -> bool:
    page = Page.at(article.url) if article.url and pages.wants_page(feed, article) else None
    return take(article.model_copy(update={"origin": feed.origin}), store, send, page)


def _read_feed(
    feed: Feed, state: FeedState, answer: Response | Failure, poller: Poller, store: Store, now: datetime
) -> polling.Poll:
    if isinstance(answer, Failure) or answer.status != 200:
        return polling.Poll(answer)
    parsed = parse_feed(
        answer.body, url=answer.url, content_type=answer.headers.get("content-type"), source=feed.name, fetched=now,
        language=feed.language, outlet=feed.outlet,
    )  # fmt: skip
    seen = store.feeds.seen(feed.name, [article.id for article in parsed.articles])
    known = seen - store.edited(article for article in parsed.articles if article.id in seen)
    first_age_s = poller.first_age_s if state.first_contact is None else None
    return polling.Poll(answer, parsed, choosing.choose(parsed.items, known, now, first_age_s))


def page(poller: Poller, store: Store, send: Send, more: Callable[[], object]) -> bool:
    """Ask once for the page that is due longest, or first for the rules of its site. Return False where none is due.

    Where the page is not to be had, its article is read as the feed told it, and `status` says why.
    """
    claim = store.pages.claim()
    if claim is None:
        return False
    more()
    site = urljoin(claim.page.url, "/")
    rules = store.pages.robots(site)
    if rules is None:
        found = robots.rules(poller.client.get(urljoin(site, "robots.txt")))
        store.pages.keep_robots(site, found.text, found.ttl_s)
        store.pages.put_off(claim, 0.0, poller.spacing_s, tried=False)
        return True
    permitted = robots.permission(rules, claim.page.url)
    if not permitted.allowed:
        _end_page(claim, "its robots.txt does not allow it", store, send, 0.0)
        return True
    _fetch_page(claim, poller, store, send, max(poller.spacing_s, permitted.delay_s))
    return True


def _fetch_page(claim: PageClaim, poller: Poller, store: Store, send: Send, rest_s: float) -> None:
    answer = poller.client.get(claim.page.url, pages.ACCEPT)
    wait_s = pages.try_again_s(answer, claim.page.tries + 1, datetime.now(UTC))
    if wait_s is not None:
        store.pages.put_off(claim, wait_s, rest_s, tried=True)
        return
    try:
        _end_page(claim, pages.with_page(claim.article, answer), store, send, rest_s)
    except SourceError as error:
        _end_page(claim, str(error), store, send, rest_s)


def _end_page(claim: PageClaim, found: Article | str, store: Store, send: Send, rest_s: float) -> None:
    """Let the article be read, with the text of its page or, for the reason `found`, without."""
    article = found if isinstance(found, Article) else None
    if not store.pages.finish(claim, article, rest_s):
        return
    if article is None:
        reason = f"only the teaser is read: {found}"
        store.refuse(claim.article.source, claim.page.url, reason)
        log.warning("page_not_read", url=claim.page.url, reason=found)
    send(claim.article.id)


def warm_up() -> None:
    """Read an article that says nothing in every language: what reading needs is loaded on first use, a second each.

    An article becomes tens of thousands of objects, all of which go with it: the collector need not look every 700.
    """
    gc.set_threshold(COLLECTED)
    for language in languages():
        extract(Article(id="-", text="-", language=language, fetched=datetime.now(UTC), source="-"))


def process(
    article_id: str, store: Store, send: Send, read: Extract = extract, table: Table | None = None
) -> Commit | None:
    """Read one article and commit what it tells. Return None when there was nothing to do or it could not be read.

    After an error it is tried again, ATTEMPTS times in all; then its outcome is `failed`, with the reason. Raises
    StoreError, after which the article is still pending.
    """
    begun = store.begin(article_id)
    if begun is None:
        return None
    if begun.attempt > ATTEMPTS:
        _give_up(begun.article, store, "reading it ended the process each time, or took too long")
        return None
    try:
        return decide(begun.article, read(begun.article), store, begun.told, table)
    except StoreError:  # not the article's fault: it is still pending
        with suppress(StoreError):
            store.forgive(article_id)
        raise
    except Exception as error:  # noqa: BLE001 - whatever one article does, the next ones are read
        _after_error(begun.article, begun.attempt, error, store, send)
        return None


def decide(
    article: Article, events: Sequence[Event], store: Store, told: Sequence[Event] = (), table: Table | None = None
) -> Commit:
    """Decide about `events` against what is known, and commit; from the start again when a candidate changed.

    `told` is what the version of the article that was read before told; `table` says how grave events are, where not
    the published one does.
    """
    keys = [index_keys(event, article) for event in events]
    for _ in range(DECISIONS):
        now = datetime.now(UTC)
        candidates = store.candidates(*keys, told=(event.id for event in told))
        said = store.said(recounts(article, events, candidates.known))
        resolution = resolve(article, events, candidates.known, now, said, table)
        commit = store.commit(article, resolution, candidates, now)
        if commit.outcome != "stale":
            _tell(article, resolution, commit)
            return commit
    raise StoreError(f"article {article.id}: others changed its candidates {DECISIONS} times")


def resend(store: Store, send: Send) -> int:
    """Send the task again of every article that is pending too long. Return how many."""
    if turned_back := store.turn_back():
        log.warning("clock_turned_back", seconds=turned_back)
    overdue = store.overdue()
    for article_id in overdue:
        send(article_id)
    if overdue:
        log.info("articles_sent_again", count=len(overdue))
    return len(overdue)


def resume(store: Store, send: Send) -> int:
    """Send the task of every pending article that does not wait in the queue: who had them in hand may be gone."""
    store.all_due()
    return resend(store, send)


def _tell_poll(feed: Feed, decision: polling.Decision, taken: int) -> None:
    """Log what a poll did, and every change that is told of the feed."""
    state = decision.state
    log.info("feed_polled", feed=feed.name, outcome=state.outcome, taken=taken, due=decision.due)
    for change in decision.changes:
        log.warning(change.what, feed=feed.name, detail=change.detail)


def _after_error(article: Article, attempt: int, error: Exception, store: Store, send: Send) -> None:
    log.warning("article_not_read", attempt=attempt, exc_info=error)
    if attempt >= ATTEMPTS:
        _give_up(article, store, f"{type(error).__name__}: {error}")
    else:
        send(article.id)


def _give_up(article: Article, store: Store, reason: str) -> None:
    if not store.fail(article.id, article.source, reason, article.version):
        return
    log.error("article_failed", source=article.source, reason=reason)


def _tell(article: Article, resolution: Resolved, commit: Commit) -> None:
    """Log what a commit did, one line per alert."""
    published = [decision.body for decision in (*resolution.decisions, *resolution.withdrawn) if decision.publish]
    for sequence, body in zip(commit.sequences, published, strict=False):  # no numbers where it was committed before
        log.info("alert_published", sequence=sequence, change=body.change, kind=body.event.kind, event_id=body.event.id)
    log.info("article_processed", source=article.source, outcome=commit.outcome, events=len(resolution.decisions))
