"""The contract of Depesche: what goes in (Article) and what comes out (Event, Alert).

Imports pydantic alone, so that subscribers can use these models without the worker.
"""

from schemas.alert import (
    Alert,
    AlertBody,
    AlertMessage,
    CloudEvent,
    FieldChange,
    Report,
    Severity,
    SystemEvent,
    SystemMessage,
)
from schemas.article import Article
from schemas.codes import codes_of
from schemas.event import (
    CORRECTION,
    Actor,
    AidPledge,
    Attack,
    Codes,
    Event,
    EventBase,
    Evidence,
    Hit,
    Item,
    Kind,
    Money,
    Outcome,
    Place,
    Quantity,
    Quote,
    Statement,
    Talks,
    Weapon,
    When,
    event_adapter,
)

__all__ = [
    "CORRECTION", "Actor", "AidPledge", "Alert", "AlertBody", "AlertMessage", "Article", "Attack", "CloudEvent",
    "Codes", "Event", "EventBase", "Evidence", "FieldChange", "Hit", "Item", "Kind", "Money", "Outcome", "Place",
    "Quantity", "Quote", "Report", "Severity", "Statement", "SystemEvent", "SystemMessage", "Talks", "Weapon", "When",
    "codes_of", "event_adapter",
]  # fmt: skip
