"""What is published: an alert, or a message about the system itself, in a CloudEvents 1.0 envelope."""

from typing import Any, Generic, Literal, TypeVar

from pydantic import AwareDatetime, Field
from pydantic.json_schema import SkipJsonSchema

from schemas.base import Frozen
from schemas.event import Event, Evidence, Quantity

Change = Literal["new", "updated", "corroborated", "retracted"]
Standing = Literal["unconfirmed", "corroborated", "official", "contested", "retracted"]
Level = Literal["low", "medium", "high", "critical"]
Mode = Literal["live", "replay"]

# Ids of the published schemas. The number grows when a consumer of the old one could be misled, not with a new field.
ALERT_SCHEMA: Literal["urn:depesche:schema:alert:1"] = "urn:depesche:schema:alert:1"
SYSTEM_SCHEMA: Literal["urn:depesche:schema:system:1"] = "urn:depesche:schema:system:1"

Data = TypeVar("Data")


class CloudEvent(Frozen, Generic[Data]):
    """CloudEvents 1.0 in structured JSON (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md)."""

    specversion: Literal["1.0"] = "1.0"
    id: str = Field(min_length=1, description="Unique; also the idempotency key of a webhook delivery.")
    source: str = Field(min_length=1, description="The installation, a URI reference.")
    type: str
    subject: str | None = Field(None, description="Id of the event, or name of the source or receiver.")
    time: AwareDatetime
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str
    data: Data


class FieldChange(Frozen):
    """One field of an event, or its standing, `joins` or `joined`, before and after a revision, as JSON values."""

    field: str
    before: Any
    after: Any


class Report(Frozen):
    """One article behind an event."""

    article: str = Field(description="Id of the article.")
    outlet: str | None = None
    source: str
    origin: str | None = Field(None, description="Who speaks in it, where that is not its outlet alone.")
    url: str | None = None
    title: str = ""
    language: str | None = None
    published: AwareDatetime | None = None
    fetched: AwareDatetime | None = Field(None, description="When this installation took the article in.")
    figures: dict[str, Quantity] = Field(
        {}, description="How many it tells, by slot (killed, launched ...), whatever others tell."
    )
    attribution: tuple[str, ...] = Field((), description="Whom it credits for its account, by name.")
    withdrawn: AwareDatetime | None = Field(
        None, description="When its article was found to tell the event no longer, or its source took it back."
    )
    evidence: tuple[Evidence, ...] = ()
    # Of the words of the article, by which copies of it are known: for the store alone, no message has it.
    sketch: SkipJsonSchema[str | None] = Field(None, exclude_if=lambda sketch: sketch is None)
    # The towns of its attack or the sides of its talks, which tell it from other reports: for the store alone, too.
    named: SkipJsonSchema[tuple[str, ...]] = Field((), exclude_if=lambda named: not named)


class Severity(Frozen):
    level: Level
    reasons: tuple[str, ...] = Field((), description="The rows of the severity table that applied.")


class AlertBody(Frozen):
    """What is known about one event after a change: an alert that has no number yet, and what the store keeps."""

    change: Change
    revision: int = Field(ge=0, description="1, 2, 3 ... of this event; 0 before its first alert.")
    event: Event
    changes: tuple[FieldChange, ...] = Field(
        (), description="For updated and retracted; with corroborated, what the further outlet adds."
    )
    reports: tuple[Report, ...] = Field(min_length=1)
    independent_sources: int = Field(ge=1, description="Origins; wire copies count once. Retracted: as it was last.")
    standing: Standing
    severity: Severity
    headline: str = Field(description="One English line made from the slots.")
    mode: Mode = "live"
    joins: tuple[str, ...] = Field((), description="Ids of events that turned out to be this one.")
    joined: str | None = Field(None, description="Retracted because it is another event: the id of that one.")

    @property
    def told_in(self) -> tuple[Report, ...]:
        """The reports that tell it; where all of them were withdrawn, these."""
        return tuple(report for report in self.reports if report.withdrawn is None) or self.reports


class Alert(AlertBody):
    """What changed about one event, as published."""

    revision: int = Field(ge=1, description="1, 2, 3 ... of this event.")
    sequence: int = Field(ge=1, description="Without gaps over all alerts of one installation.")


class SystemMessage(Frozen):
    """What goes wrong with a source or a receiver."""

    what: str
    detail: str


class AlertMessage(CloudEvent[Alert]):
    """An alert as it stands on the channel, in the stream and at a webhook; `id` is `<event id>-<revision>`."""

    type: str = Field(
        pattern=r"^depesche\.alert\.(attack|talks|statement|aid_pledge)\.(new|updated|corroborated|retracted)$",
        description="depesche.alert.<kind>.<change>",
    )
    dataschema: Literal["urn:depesche:schema:alert:1"] = ALERT_SCHEMA


class SystemEvent(CloudEvent[SystemMessage]):
    """A message about the system itself, on the channel depesche:system."""

    type: str = Field(pattern=r"^depesche\.system\.[a-z_.]+$", description="depesche.system.<what>")
    dataschema: Literal["urn:depesche:schema:system:1"] = SYSTEM_SCHEMA
