"""Everything that speaks Redis: the ledger, the events known, the commit, and the server that is started here."""

from worker.store.client import connect
from worker.store.deliveries import DeliveryClaim, Entry, NewDelivery, Rated
from worker.store.facts import ServerFacts, facts_of
from worker.store.feeds import Claim, Feeds
from worker.store.history import Known, Unreadable
from worker.store.message import read_alert
from worker.store.migrations import DATA_VERSION, check_version, migrate, version_of
from worker.store.pages import Page, PageClaim
from worker.store.records import (
    ArticleOutcome,
    Begun,
    Candidates,
    Commit,
    Decided,
    Memory,
    Refusal,
    Resolved,
    Result,
    Seen,
    Status,
)  # fmt: skip
from worker.store.server import RedisServer
from worker.store.store import Store
from worker.store.workers import Worker

__all__ = [
    "DATA_VERSION", "ArticleOutcome", "Begun", "Candidates", "Claim", "Commit", "Decided", "DeliveryClaim", "Entry",
    "Feeds", "Known", "Memory", "NewDelivery", "Page", "PageClaim", "Rated", "RedisServer", "Refusal", "Resolved",
    "Result", "Seen", "ServerFacts", "Status", "Store", "Unreadable", "Worker", "check_version", "connect", "facts_of",
    "migrate", "read_alert", "version_of",
]  # fmt: skip
