"""The four kinds of event and the values their slots hold.

The keys are binding for every consumer: fields may be added, none is renamed or dropped.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BeforeValidator, Field, TypeAdapter, model_validator

from schemas.base import Frozen

Kind = Literal["attack", "talks", "statement", "aid_pledge"]
ActorKind = Literal["person", "country", "government", "military", "armed_group", "organization", "other"]
PlaceKind = Literal["country", "region", "city", "district", "site"]
Precision = Literal["instant", "part_of_day", "day", "week", "month", "year"]
AttackStatus = Literal["reported", "foiled", "threatened", "denied"]
AttackMethod = Literal[
    "drone", "missile", "air_strike", "shelling", "ground", "shooting", "bombing", "naval", "sabotage", "cyber",
    "combined", "other",
]  # fmt: skip
WeaponKind = Literal[
    "drone", "missile", "rocket", "bomb", "artillery", "firearm", "explosive", "mine", "vehicle", "vessel",
    "aircraft", "malware", "other",
]  # fmt: skip
HitKind = Literal[
    "residential", "energy", "transport", "health", "education", "commerce", "industry", "military", "government",
    "port", "religious", "media", "agriculture", "vessel", "other",
]  # fmt: skip
TalksStatus = Literal["proposed", "planned", "under_way", "held", "failed", "rejected", "cancelled"]
TalksFormat = Literal["in_person", "phone", "video", "unknown"]
TalksTopic = Literal[
    "peace", "ceasefire", "prisoner_exchange", "hostages", "humanitarian_access", "military_aid", "financial_aid",
    "sanctions", "territory", "security_guarantees", "nuclear", "arms_control", "trade", "energy", "grain",
    "migration", "accession", "reconstruction", "other",
]  # fmt: skip
StatementTopic = TalksTopic | Literal["attack", "war_crimes", "mobilisation", "election", "alliance"]
OutcomeKind = Literal[
    "agreement", "partial_agreement", "prisoner_exchange", "no_agreement", "further_talks", "statement", "other"
]
StatementStatus = Literal["made", "reported", "denied"]
Act = Literal[
    "say", "announce", "propose", "demand", "condemn", "criticise", "accuse", "reject", "accept", "deny", "confirm",
    "warn", "threaten", "promise", "praise",
]  # fmt: skip
AidStatus = Literal["requested", "proposed", "pledged", "allocated", "delivered", "suspended", "refused"]
AidType = Literal["military", "financial", "humanitarian", "energy", "reconstruction", "training"]
ItemKind = Literal[
    "air_defence", "aircraft", "drone", "missile", "artillery", "ammunition", "armour", "vehicle", "vessel",
    "small_arms", "generator", "medical", "food", "shelter", "intelligence", "training", "other",
]  # fmt: skip


class Actor(Frozen):
    """A person, country, government, military, armed group or organization as one article names it."""

    name: str = Field(description="The fullest known name; a capital standing for its government is that government.")
    kind: ActorKind
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2.")
    role: str | None = Field(None, description='Short English office ("foreign minister"), null if unknown.')
    text: str = Field(description="The words in the article.")


class Place(Frozen):
    """A named place. `name` is English; coordinates are WGS 84 degrees of a rough centre."""

    name: str
    kind: PlaceKind
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$")
    admin1: str | None = Field(None, description="English name of the first-level region it lies in.")
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    geonames_id: int | None = None
    text: str


class Quantity(Frozen):
    """A count: "at least two" is min 2 and no max, "two" is 2 and 2, "up to 40" is no min and max 40."""

    min: int | None = Field(None, ge=0)
    max: int | None = Field(None, ge=0)
    text: str

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min} is greater than max {self.max}")
        return self


class Money(Frozen):
    """A sum in plain units: "1,5 Milliarden Euro" is 1500000000 EUR."""

    value: float = Field(ge=0, allow_inf_nan=False)
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="ISO 4217.")
    text: str


def _moment(value: Any) -> Any:
    """Read text with a clock time as a datetime, other text as a date: pydantic takes midnight for the day."""
    if not isinstance(value, str):
        return value
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


Moment = Annotated[date | AwareDatetime, BeforeValidator(_moment)]


class When(Frozen):
    """An interval, both ends inclusive: dates, or datetimes with offset where the text gives the hour."""

    start: Moment
    end: Moment
    precision: Precision
    text: str

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if _before(self.end, self.start):
            raise ValueError(f"ends at {self.end} before it starts at {self.start}")
        return self


def _before(one: date, other: date) -> bool:
    """Compare two moments: by the day as written where one of them has no clock time."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return _day(one) < _day(other)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


class Span(Frozen):
    """Code points `start` to `end` of an article's text, the last one excluded."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"ends at {self.end} before it starts at {self.start}")
        return self


class Evidence(Span):
    """A sentence the event was read from: `text == article.text[start:end]`."""

    text: str
    article: str | None = Field(None, description="Id of the article; null where only one article is meant.")
    slots: tuple[str, ...] = Field((), description="Names of the slots that this sentence filled.")


class Codes(Frozen):
    """The same event in the code books of the field; null where a book has no place for it."""

    plover: str | None = None
    plover_mode: str | None = None
    cameo: str | None = None
    acled: str | None = None


class Weapon(Frozen):
    kind: WeaponKind
    count: Quantity | None = None
    text: str


class Hit(Frozen):
    kind: HitKind
    text: str


class Outcome(Frozen):
    kind: OutcomeKind
    text: str


class Quote(Span):
    """Words of the speaker; direct speech stands without its quotation marks."""

    text: str
    direct: bool


class Item(Frozen):
    kind: ItemKind
    name: str
    count: Quantity | None = None


CORRECTION = "article:correction"  # among the rules of an event: its article says that it corrects an earlier one


class EventBase(Frozen):
    """What every event has."""

    id: str = Field(min_length=1, description="Stable: the same event keeps it through every later report.")
    when: When | None = None
    places: tuple[Place, ...] = Field((), description="Where it happened; for a statement, where it was made.")
    attribution: tuple[Actor, ...] = Field((), description="Whom the article credits for the account.")
    evidence: tuple[Evidence, ...] = Field(description="The sentences it was read from.")
    confidence: float = Field(ge=0, le=1, description="Calibrated: of events at 0.8, four in five are right.")
    codes: Codes = Codes()
    rules: tuple[str, ...] = Field(
        (),
        description='What made the event: entries of the language pack by table and word ("attack:angreifen", '
        '"talks.status:absagen"), what the grammar of a sentence says ("grammar:planned") and what the rest of the '
        'article does ("article:targets").',
    )


class Attack(EventBase):
    """Violence used by one side on another."""

    kind: Literal["attack"] = "attack"
    status: AttackStatus
    attackers: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    method: AttackMethod = "other"
    weapons: tuple[Weapon, ...] = ()
    launched: Quantity | None = None
    intercepted: Quantity | None = None
    killed: Quantity | None = None
    injured: Quantity | None = None
    missing: Quantity | None = None
    hit: tuple[Hit, ...] = ()


class Talks(EventBase):
    """Two or more sides conferring. The venue is in `places`."""

    kind: Literal["talks"] = "talks"
    status: TalksStatus
    participants: tuple[Actor, ...] = ()
    mediators: tuple[Actor, ...] = ()
    format: TalksFormat = "unknown"
    topics: tuple[TalksTopic, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


class Statement(EventBase):
    """Somebody who speaks for a side says something of substance, quoted or reported."""

    kind: Literal["statement"] = "statement"
    status: StatementStatus
    speaker: Actor
    act: Act
    addressees: tuple[Actor, ...] = ()
    topics: tuple[StatementTopic, ...] = ()
    quotes: tuple[Quote, ...] = ()


class AidPledge(EventBase):
    """Help for a side at war or its people: asked for, promised, granted, delivered or stopped."""

    kind: Literal["aid_pledge"] = "aid_pledge"
    status: AidStatus
    donors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    funders: tuple[Actor, ...] = Field((), description="Who pays when it is not the donor.")
    aid_types: tuple[AidType, ...] = ()
    amount: Money | None = None
    items: tuple[Item, ...] = ()


Event = Annotated[Attack | Talks | Statement | AidPledge, Field(discriminator="kind")]
event_adapter: TypeAdapter[Attack | Talks | Statement | AidPledge] = TypeAdapter(Event)
