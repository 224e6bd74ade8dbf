"""Values of events in few words, for people and spreadsheets."""

from collections.abc import Iterator
from typing import Any

from schemas import FieldChange

UNKNOWN = "not known"


def told(value: Any) -> str:
    """Return the JSON value of a slot in a few words; empty where nothing is known."""
    if isinstance(value, list):
        return "; ".join(told(member) for member in value)
    return _object(value) if isinstance(value, dict) else "" if value is None else str(value)


def _object(value: dict[str, Any]) -> str:
    if value.keys() >= {"start", "end"}:
        return " to ".join(dict.fromkeys((told(value["start"]), told(value["end"]))))
    if value.keys() >= {"value", "currency"}:
        return f"{value['value']:,.0f} {value['currency']}"
    if value.keys() >= {"min", "max"}:
        return _figure(value["min"], value["max"])
    what = value.get("name") or value.get("kind") or value.get("text") or _others(value)
    count = told(value.get("count"))
    return f"{count} {what}" if count else str(what)


def _figure(low: int | None, high: int | None) -> str:
    if low is None:
        return f"up to {high}" if high is not None else ""
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low} to {high}"


def _others(value: dict[str, Any]) -> str:
    """Such as the codes of an event."""
    return ", ".join(f"{name} {told(part)}" for name, part in value.items() if part is not None)


def change_line(change: FieldChange) -> str:
    """Return what changed about one field; of a list, what came and what went."""
    before, after = change.before, change.after
    if isinstance(before, list) and isinstance(after, list):
        return f"{change.field}: {'; '.join(_moves(before, after)) or 'in other words'}"
    if told(before) == told(after):
        return f"{change.field}: {told(after)}, in other words"
    return f"{change.field}: {told(before) or UNKNOWN} → {told(after) or UNKNOWN}"


def _moves(before: list[Any], after: list[Any]) -> Iterator[str]:
    old, new = [told(member) for member in before], [told(member) for member in after]
    yield from (f"+ {member}" for member in new if member not in old)
    yield from (f"- {member}" for member in old if member not in new)
