"""What a person says of a feed, and what is known of it: the values that settings, polling and the store share."""

from datetime import datetime
from typing import Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from schemas.base import Frozen
from worker.http import host_of, problem_with

FullText = Literal["off", "auto", "always"]
Health = Literal["new", "healthy", "failing", "stale", "ended"]

MINUTE_S = 60
DAY_S = 24 * 60 * MINUTE_S
INTERVAL_S = 5 * MINUTE_S
FASTEST_S = 5  # for a server of one's own; with those of others a minute is much


class Feed(Frozen):
    """A feed to poll, as configured; `name` is the `source` of its articles.

    `interval` is the shortest time between two polls, in seconds. `outlet` and `language` go before what the feed says
    of itself. `full_text`: are the pages of its items fetched; with `auto`, where it gives a teaser. `origin` is who
    speaks in it, where several feeds are one voice.
    """

    url: str
    name: str = Field("", max_length=100, description="Empty: the host of its address.")
    outlet: str | None = Field(None, min_length=1, max_length=200)
    language: str | None = Field(None, pattern=r"^[a-z]{2}$")
    interval: int = Field(INTERVAL_S, ge=FASTEST_S, le=DAY_S)
    full_text: FullText = "off"
    origin: str | None = Field(None, min_length=1, max_length=200)
    tags: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("url"), str) and not data.get("name"):
            return data | {"name": host_of(data["url"]).removeprefix("www.")}
        return data

    @model_validator(mode="after")
    def _askable(self) -> Self:
        problem = problem_with(self.url)
        if problem:
            raise ValueError(f"{self.name or 'the feed'}: its address is {problem}")
        return self


class Counts(Frozen):
    """What became of polls and of the items they brought, since the first contact."""

    polls: int = 0
    unchanged: int = 0  # the server said so (304)
    failed: int = 0
    taken: int = 0  # items put on the ledger
    known: int = 0  # items that were there before, whatever their date says now
    # Items that were read and not announced, and why:
    before_first_contact: int = 0  # older than the age that is announced at first contact
    undated_at_first_contact: int = 0  # it cannot be told how old they are
    # Items that were dropped, and why:
    too_old: int = 0  # an old date under a new id: an archive that is listed again
    unreadable: int = 0  # no text
    repeated: int = 0  # twice in one document


class Skipped(Frozen):
    """Hours (0 to 23) and days (0 is Monday) in UTC at which a publisher asks not to be visited."""

    hours: tuple[int, ...] = ()
    days: tuple[int, ...] = ()

    def has(self, moment: datetime) -> bool:
        """Tell whether `moment`, in UTC, is one of them."""
        return moment.hour in self.hours or moment.weekday() in self.days


class FeedState(Frozen):
    """What is known of a feed after its last poll.

    `url` is what is asked: the configured address, or the one that it moved to for good. `etag` and `modified` are
    what `validated_url` gave, saved only when every item of that answer was on the ledger.
    """

    url: str
    health: Health = "new"
    reason: str | None = Field(None, description="Why it is failing, stale or ended.")
    outcome: str | None = Field(None, description="Of the last poll: items, unchanged, empty, or what went wrong.")
    failures: int = Field(0, description="In a row.")
    interval_s: float = Field(INTERVAL_S, description="Between polls, as adapted to the feed.")
    gap_s: float | None = Field(None, description="Between new items, as observed; None while unknown.")
    ttl_s: int | None = Field(None, description="How long its publisher asks readers to wait.")
    skipped: Skipped = Skipped()
    format: str | None = None
    validated_url: str | None = None
    etag: str | None = None
    modified: str | None = None
    moved_to: str | None = Field(None, description="Where permanent redirects lead.")
    moved_times: int = 0
    first_contact: AwareDatetime | None = None
    last_poll: AwareDatetime | None = None
    last_success: AwareDatetime | None = None
    last_new: AwareDatetime | None = Field(None, description="When it last had a new item.")
    counts: Counts = Counts()
