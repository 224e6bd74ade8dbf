"""What a person reads on the terminal: alerts, a summary, the state of the installation.

Text goes through click, which leaves colours out where there is no terminal to show them.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, get_args

import click

from schemas import AlertBody, AlertMessage
from schemas.alert import Change
from worker.feeds import FeedState
from worker.store import Known, Memory, Status, read_alert

LEVEL_COLOURS = {"low": None, "medium": "cyan", "high": "yellow", "critical": "red"}
OUTCOMES = {"events": "with events", "no_events": "without", "failed": "failed"}
ORDER = [*get_args(Change), *OUTCOMES.values()]
OUTLETS_SHOWN = 3
REFUSALS_SHOWN = 5
UNWELL_SHOWN = 20
UNITS = (("day", 86_400), ("hour", 3_600), ("min", 60), ("s", 1))


def alert_line(message: AlertMessage) -> str:
    """Return an alert on one line: local time, change, severity, kind, headline, outlets."""
    alert = message.data
    time = click.style(f"{message.time.astimezone():%H:%M:%S}", dim=True)
    change = click.style(f"{alert.change:<12}", bold=alert.change == "new")
    return f"{time}  {change} {_told(alert)}"


def event_line(known: Known) -> str:
    """Return an event on one line: id, local time of its last report, standing, severity, kind, headline, outlets."""
    event_id = printable(known.body.event.id)
    time = click.style(f"{known.last_report.astimezone():%Y-%m-%d %H:%M}", dim=True)
    return f"{event_id:<20}  {time}  {known.body.standing:<12} {_told(known.body)}"


def _told(body: AlertBody) -> str:
    """Severity, kind, headline and outlets."""
    outlets = list(dict.fromkeys(report.outlet or report.source for report in body.told_in))
    more = len(outlets) - OUTLETS_SHOWN
    named = ", ".join(outlets[:OUTLETS_SHOWN]) + (f" and {more} more" if more > 0 else "")
    level = click.style(f"{body.severity.level:<8}", fg=LEVEL_COLOURS[body.severity.level])
    tail = click.style(f"[{printable(named)}]", dim=True)
    return f"{level}  {body.event.kind:<10}  {printable(body.headline)}  {tail}"


def echo_alert(message: str, *, as_json: bool) -> None:
    """Print an alert as it was published or as a line; nothing where another version wrote it."""
    if alert := read_alert(message):
        click.echo(message if as_json else alert_line(alert))


def printable(text: str) -> str:
    """Return `text` without what moves the cursor or turns the direction of reading: it comes from strangers."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


class Progress:
    """How many of the articles taken are read, on the last line of a terminal; nothing where stderr is none."""

    def __init__(self, before: Status) -> None:
        self._before = _read(before)
        self._shown = sys.stderr.isatty()

    def show(self, now: Status) -> None:
        """Draw the bar anew."""
        if self._shown:
            done = _read(now) - self._before
            total = done + now.pending
            bar = "#" * (30 * done // total if total else 0)
            click.echo(f"\r[{bar:<30}] {done}/{total} articles", nl=False, err=True)

    def clear(self) -> None:
        """Make room for a line."""
        if self._shown:
            click.echo("\r\033[K", nl=False, err=True)


def summary(before: Status, after: Status, seconds: float) -> str:
    """Return on one line what happened between two looks at the store."""
    articles = _difference(before.processed, after.processed)
    alerts = _difference(before.alerts, after.alerts)
    refused = after.refused - before.refused
    parts = [
        f"{_count(sum(articles.values()), 'article')} read{_split(_named(articles))}",
        *([f"{_count(refused, 'file')} refused, see `depesche status`"] if refused else []),
        f"{_count(sum(alerts.values()), 'alert')}{_split(alerts)}",
    ]
    return f"Done in {seconds:.1f} s: {'; '.join(parts)}."


def status_lines(status: Status, access: Mapping[str, str], now: datetime) -> Iterator[str]:
    """Yield what `depesche status` prints; `access` are ways to subscribe, by name."""
    for name, value in access.items():
        yield f"{name:<10} {value}"
    if not access:
        yield "stopped    start `depesche run` to subscribe"
    last = _ago(status.last_processed, now)
    yield f"articles   {status.taken} taken{_split(_named(status.processed))}; last read {last}"
    oldest = f", the oldest since {_span(status.oldest_pending, now)}" if status.oldest_pending else ""
    waiting = ", ".join(f"{name} {count}" for name, count in status.queued.items())
    yield f"pending    {status.pending}{oldest}; tasks waiting: {waiting}"
    yield f"alerts     {sum(status.alerts.values())}{_split(status.alerts)}; last {_ago(status.last_alert, now)}"
    yield from _memory_lines(status.memory)
    if any(status.kept.values()):
        kept = status.kept
        yield f"history    {kept['events']} events, {kept['alerts']} alerts; about {kept['bytes'] / 1e6:.1f} MB"
    yield from _feed_lines(status.feeds, now)
    if status.pages:
        yield f"pages      {', '.join(f'{count} {name}' for name, count in status.pages.items())}"
    yield from _receiver_lines(status, now)
    yield f"refused    {status.refused}"
    for refusal in status.refusals[:REFUSALS_SHOWN]:
        yield f"           {_ago(refusal.time, now)}: {printable(refusal.what)}: {printable(refusal.reason)}"


def _memory_lines(memory: Memory) -> Iterator[str]:
    """Yield what Redis uses of the memory that it may, and what follows from it; nothing where that has no limit."""
    if memory.limit:
        yield f"memory     {memory.used / 1e6:.1f} of {memory.limit / 1e6:.1f} MB of Redis"
    if memory.trouble:
        yield f"           Redis refuses what is written, or will soon, and everything waits: {memory.trouble}"
    if memory.evicts:
        yield f"           maxmemory-policy is {memory.policy}, so it forgets what is needed: set it to noeviction"


def _feed_lines(feeds: Mapping[str, FeedState], now: datetime) -> Iterator[str]:
    """Yield how many feeds are well, and one line for each that is not; nothing where there are none."""
    if not feeds:
        return
    counts = Counter(state.health for state in feeds.values())
    taken = sum(state.counts.taken for state in feeds.values())
    yield f"feeds      {', '.join(f'{count} {health}' for health, count in counts.most_common())}; {taken} items taken"
    unwell = [(name, state) for name, state in feeds.items() if state.reason or state.failures]
    for name, state in unwell[:UNWELL_SHOWN]:
        about = f"{state.health}, {state.outcome}" + (f": {state.reason}" if state.reason else "")
        yield f"           {printable(name)}: {printable(about)}; last read {_ago(state.last_success, now)}"
    if len(unwell) > UNWELL_SHOWN:
        yield f"           and {len(unwell) - UNWELL_SHOWN} more, see --json"


def _receiver_lines(status: Status, now: datetime) -> Iterator[str]:
    """Yield what was delivered and what waits, and one line for each receiver that is not well."""
    if not status.receivers and not status.dead:
        return
    delivered = sum(state.delivered for state in status.receivers.values())
    dead = f", {status.dead} dead: see `depesche webhooks dead`" if status.dead else ""
    yield f"receivers  {len(status.receivers)}; {delivered} delivered, {sum(status.waiting.values())} waiting{dead}"
    for name, state in status.receivers.items():
        if state.failures or state.disabled:
            how = "disabled" if state.disabled else "paused" if state.paused_until else "failing"
            about = f"{how}, {status.waiting[name]} waiting: {printable(state.reason or '')}"
            yield f"           {name}: {about}; last delivered {_ago(state.last_delivered, now)}"


def status_json(status: Status, access: Mapping[str, str]) -> dict[str, Any]:
    """Return the same for programs; times are ISO 8601, null where nothing happened yet."""
    times = {
        name: value.isoformat() if value else None
        for name, value in (
            ("oldest_pending", status.oldest_pending),
            ("last_taken", status.last_taken),
            ("last_processed", status.last_processed),
            ("last_alert", status.last_alert),
        )
    }
    return {
        "access": dict(access),
        "taken": status.taken,
        "processed": dict(status.processed),
        "alerts": dict(status.alerts),
        "refused": status.refused,
        "pending": status.pending,
        "queued": dict(status.queued),
        "sequence": status.sequence,
        "kept": dict(status.kept),
        "memory": asdict(status.memory),
        **times,
        "pages": dict(status.pages),
        "receivers": {
            name: state.model_dump(mode="json") | {"waiting": status.waiting[name]}
            for name, state in status.receivers.items()
        },
        "dead": status.dead,
        "feeds": {name: state.model_dump(mode="json") for name, state in status.feeds.items()},
        "refusals": [refusal.model_dump(mode="json") for refusal in status.refusals],
    }


def _read(status: Status) -> int:
    return sum(status.processed.values())


def _named(processed: Mapping[str, int]) -> dict[str, int]:
    """Outcomes of articles in words."""
    return {OUTCOMES[outcome]: count for outcome, count in processed.items()}


def _difference(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    changed = {name: count - before.get(name, 0) for name, count in after.items()}
    return {name: count for name, count in changed.items() if count}


def _split(counts: Mapping[str, int]) -> str:
    """Return counts in brackets, in the order of ORDER."""
    known = sorted(counts.items(), key=lambda item: ORDER.index(item[0]))
    return f" ({', '.join(f'{count} {name}' for name, count in known)})" if known else ""


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _ago(time: datetime | None, now: datetime) -> str:
    return f"{_span(time, now)} ago" if time else "never"


def _span(time: datetime, now: datetime) -> str:
    """Return how long ago `time` was, in its largest unit."""
    seconds = max(0, int((now - time).total_seconds()))
    name, unit = next(((name, unit) for name, unit in UNITS if seconds >= unit), UNITS[-1])
    number = seconds // unit
    return f"{number} {name}{'s' if name in ('day', 'hour') and number != 1 else ''}"
