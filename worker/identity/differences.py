"""What changed about an event, as JSON values, and which changes are worth an alert."""

from collections.abc import Iterable, Mapping
from typing import Any

from schemas import Event, FieldChange

# Not content: where it was read, how sure and by which rules, and the identity itself.
NO_CONTENT = frozenset({"id", "evidence", "confidence", "rules"})

# What a subscriber has to be told of. All other fields enrich what is known and wait for the next outlet.
FACTS: Mapping[str, frozenset[str]] = {
    "attack": frozenset(
        {"status", "when", "places", "attackers", "targets", "launched", "intercepted", "killed", "injured", "missing"}
    ),
    "talks": frozenset({"status", "when", "places", "participants", "mediators", "outcomes"}),
    "statement": frozenset({"status", "speaker"}),
    "aid_pledge": frozenset({"status", "donors", "recipients", "funders", "amount", "items"}),
}
_OF_EVERY_KIND = frozenset({"standing", "joins"})
# The words of an article, and what the tables know of a place or an office: no facts about the event.
_WORDING = frozenset({"text", "role", "lat", "lon", "geonames_id", "admin1"})


def content(event: Event) -> dict[str, Any]:
    """The content of an event as JSON values by field."""
    return {field: value for field, value in event.model_dump(mode="json").items() if field not in NO_CONTENT}


def differences(before: Event, after: Event) -> tuple[FieldChange, ...]:
    """Every field of content that is not the same, in the order of the model."""
    old, new = content(before), content(after)
    return tuple(FieldChange(field=f, before=old[f], after=new[f]) for f in new if old[f] != new[f])


def facts(kind: str, changes: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    """The changes that are worth an alert about an event of `kind`: a fact is another, not only its wording."""
    fields = FACTS[kind] | _OF_EVERY_KIND
    return tuple(c for c in changes if c.field in fields and _essence(c.before) != _essence(c.after))


def _essence(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _essence(v) for k, v in value.items() if k not in _WORDING}
    if isinstance(value, list):
        return [_essence(v) for v in value]
    return value
