"""Every Redis key of Depesche: pattern, type, time to live, owner and why it is there.

All keys share the hash tag `{depesche}`, so that the Lua scripts also run on a server that shards by key. Public names,
which subscribers type, have no tag. Nothing else in the project spells a key.
"""

from dataclasses import dataclass
from typing import Literal

PREFIX = "{depesche}:"
CELERY_PREFIX = PREFIX + "celery:"

MINUTE = 60
DAY = 24 * 60 * MINUTE
REMEMBERED = 30 * DAY  # how long articles, results and paths are known without being seen again; by default events, too

KeyType = Literal["string", "hash", "set", "zset", "list", "stream"]


@dataclass(frozen=True)
class Key:
    """One declared key, or a family of keys where `pattern` ends in `*`.

    `ttl_s` is the time to live in seconds, counted from the last write; None where `why` says what bounds the key. That
    of what belongs to the history is its default: [history] says how long events are kept.
    """

    pattern: str
    type: KeyType
    ttl_s: int | None
    owner: str
    why: str

    @property
    def name(self) -> str:
        """The key, or what all keys of the family begin with."""
        return self.pattern.removesuffix("*")

    def of(self, part: str) -> str:
        """Return the key of the family for `part`, an id or a digest."""
        return self.name + part

    def matches(self, key: str) -> bool:
        """Tell whether `key` is this key or one of this family."""
        return key.startswith(self.name) if self.pattern.endswith("*") else key == self.pattern


ARTICLE = Key(PREFIX + "article:*", "string", REMEMBERED, "ledger", "An article as JSON; READ_TTL_S once it is read.")
PENDING = Key(PREFIX + "pending", "zset", None, "ledger", "Article id -> when entered. Each leaves with its result.")
DUE = Key(PREFIX + "due", "zset", None, "ledger", "Pending article -> when its task is sent again. As PENDING.")
ATTEMPTS = Key(PREFIX + "attempts", "hash", None, "ledger", "Pending article -> times begun. As PENDING.")
RESULT = Key(PREFIX + "result:*", "string", REMEMBERED, "ledger", "What became of an article, and its events, packed.")
VERSIONS = Key(PREFIX + "versions:*", "string", REMEMBERED, "ledger", "Which versions of an article were taken; JSON.")
PATH = Key(PREFIX + "path:*", "string", REMEMBERED, "memory", "What became of a file, as long as it is seen.")
REFUSED = Key(PREFIX + "refused", "hash", REMEMBERED, "memory", "Path or article id -> refusal as JSON; REFUSED_KEPT.")
REFUSED_AT = Key(PREFIX + "refused_at", "zset", REMEMBERED, "memory", "The fields of REFUSED by time.")
EVENT = Key(PREFIX + "event:*", "hash", REMEMBERED, "commit", "body: AlertBody, packed; version; alerts; told.")
EVENTS = Key(PREFIX + "events", "zset", None, "commit", "Event -> last write. Each leaves when its EVENT is gone.")
INDEX = Key(PREFIX + "index:*", "zset", REMEMBERED, "commit", "Newest events that share an index key; EVENTS_PER_KEY.")
SEQUENCE = Key(PREFIX + "sequence", "string", None, "commit", "One number, which must never start again.")
ALERTS = Key("depesche:alerts", "stream", None, "commit", "Public: the log of alerts; ALERTS_KEPT, as old as EVENTS.")
FEEDS = Key(PREFIX + "feeds", "hash", None, "feeds", "Name -> Feed as JSON: what is configured, and no other.")
FEED_STATE = Key(PREFIX + "feed_state", "hash", None, "feeds", "Name -> FeedState as JSON, once polled. As FEEDS.")
FEED_HOST = Key(PREFIX + "feed_host", "hash", None, "feeds", "Name -> host that it is asked from. As FEEDS.")
FEED_LEASE = Key(PREFIX + "feed_lease", "hash", None, "feeds", "Name -> who polls it now. As FEEDS.")
FEED_DUE = Key(PREFIX + "feed_due", "zset", None, "feeds", "Name -> when it is polled next. As FEEDS.")
FEED_SEEN = Key(PREFIX + "feed_seen:*", "zset", REMEMBERED, "feeds", "Article ids of a feed by last sight; SEEN_KEPT.")
HOSTS = Key(PREFIX + "hosts", "zset", DAY, "feeds", "Host -> until when it is left alone; trimmed.")
PAGES = Key(PREFIX + "pages", "zset", None, "pages", "Article -> when its page is due. Each leaves when it is read.")
PAGE = Key(PREFIX + "page", "hash", None, "pages", "Article -> Page as JSON. As PAGES.")
ROBOTS = Key(PREFIX + "robots:*", "string", DAY, "pages", "What a site asks of robots, at most robots.LARGEST bytes.")
DELIVERY = Key(PREFIX + "delivery", "hash", None, "deliveries", "Id -> Delivery as JSON; ALERTS_KEPT per receiver.")
DELIVERY_DUE = Key(PREFIX + "delivery_due:*", "zset", None, "deliveries", "Those of a receiver by due time.")
RECEIVER_DUE = Key(PREFIX + "receiver_due", "zset", None, "deliveries", "Receiver -> when it is served next.")
RECEIVER_LEASE = Key(PREFIX + "receiver_lease", "hash", None, "deliveries", "Receiver -> who serves it now.")
RECEIVER_STATE = Key(PREFIX + "receiver_state", "hash", None, "deliveries", "Receiver -> ReceiverState, as configured.")
RECEIVER_PAUSE = Key(PREFIX + "receiver_pause", "hash", None, "deliveries", "Receiver -> end of its pause.")
RATE = Key(PREFIX + "rate", "hash", None, "deliveries", "Route, receiver -> arrival time of its next alert.")
DEAD = Key(PREFIX + "dead", "hash", REMEMBERED, "deliveries", "Id -> Delivery as JSON that failed for good; DEAD_KEPT.")
DEAD_AT = Key(PREFIX + "dead_at", "zset", REMEMBERED, "deliveries", "The fields of DEAD by time.")
DATA_VERSION = Key(PREFIX + "data_version", "string", None, "migrations", "One number: the form of all other keys.")
WORKERS = Key(PREFIX + "workers", "zset", MINUTE, "workers", "Worker as JSON -> its last sign of life; ALIVE_S.")
COUNTS = Key(PREFIX + "counts", "hash", None, "counters", "Totals, see counts.py: bounded by what is configured.")
TIMES = Key(PREFIX + "times", "hash", None, "counters", "When something was last taken, processed, published, swept.")
BINDING = Key(CELERY_PREFIX + "_kombu.binding*", "set", None, "celery", "Which queues an exchange feeds: a fixed set.")
UNACKED = Key(CELERY_PREFIX + "unacked", "hash", None, "celery", "Messages that workers hold; acknowledged, restored.")
UNACKED_INDEX = Key(CELERY_PREFIX + "unacked_index", "zset", None, "celery", "The ids of UNACKED by time. As UNACKED.")
UNACKED_MUTEX = Key(CELERY_PREFIX + "unacked_mutex", "string", 5 * MINUTE, "celery", "One worker restores at a time.")
QUEUE = Key(CELERY_PREFIX + "*", "list", None, "celery", "Tasks waiting, a list per queue of QUEUES; workers empty it.")

KEYS = (
    ARTICLE, PENDING, DUE, ATTEMPTS, RESULT, VERSIONS, PATH, REFUSED, REFUSED_AT,
    EVENT, EVENTS, INDEX, SEQUENCE, ALERTS,
    FEEDS, FEED_STATE, FEED_HOST, FEED_LEASE, FEED_DUE, FEED_SEEN, HOSTS, PAGES, PAGE, ROBOTS,
    DELIVERY, DELIVERY_DUE, RECEIVER_DUE, RECEIVER_LEASE, RECEIVER_STATE, RECEIVER_PAUSE, RATE, DEAD, DEAD_AT,
    DATA_VERSION, WORKERS, COUNTS, TIMES, BINDING, UNACKED, UNACKED_INDEX, UNACKED_MUTEX, QUEUE,
)  # fmt: skip

POLL, PROCESS, QUIET, DELIVER = QUEUES = ("poll", "process", "quiet", "deliver")

RESEND_AFTER_S = 30  # an article whose task was sent counts as lost after that; a task runs 20 s at most
ALIVE_S = 20  # a worker that gave no sign of life for so long is taken for dead; it gives one every five seconds
READ_TTL_S = 3 * DAY  # the text of an article that has its result, for questions about it
VERSIONS_KEPT = 20  # newest of an article, by which one that comes again is known
REFUSED_KEPT = 1_000
SEEN_KEPT = 20_000  # of one feed; a document has at most 5,000 items
ALERTS_KEPT = 100_000
EVENTS_PER_KEY = 200  # newest of those that share an index key; older ones are not compared with
DEAD_KEPT = 10_000

CHANNEL_PREFIX = "depesche:alerts:"  # + kind; what PSUBSCRIBE depesche:alerts:* hears
SYSTEM_CHANNEL = "depesche:system"


def declared(key: str) -> Key | None:
    """Return the declaration of `key`, None when nobody declared it."""
    return next((candidate for candidate in KEYS if candidate.matches(key)), None)


def is_own(name: str) -> bool:
    """Tell whether a key or channel of this name belongs to Depesche."""
    return name.startswith((PREFIX, CHANNEL_PREFIX)) or name in (ALERTS.name, SYSTEM_CHANNEL)


def channel(kind: str) -> str:
    """Return the channel on which alerts of `kind` are published."""
    return CHANNEL_PREFIX + kind
