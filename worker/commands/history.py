"""The commands `depesche events`, `show`, `replay` and `export`: what happened, for people and for programs."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import click

from schemas import AlertMessage
from worker import installation, keys, settings
from worker.commands.filters import Since, Until, check_order, condition, filtered, readable
from worker.commands.formats import FORMATS, as_object, located
from worker.commands.moments import beginning, moment
from worker.console import event_line, printable
from worker.errors import DepescheError
from worker.routing.checking import holds
from worker.store import Known, Store, Unreadable, read_alert

Home = click.option("--home", type=click.Path(path_type=Path), help="Folder of its own Redis, as for `depesche run`.")
BOM = "\ufeff"


@click.command()
@Since
@Until
@filtered
@click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
@Home
def events(since: datetime | None, until: datetime | None, as_json: bool, home: Path | None, **asked: Any) -> None:
    """List the events that are known, the one with the newest report first.

    What is not known of an event matches nothing. An option that is repeated asks for one of its values.

    \b
    depesche events --since 2d --kind attack --country UA --severity high
    depesche events --near 50.45,30.52,30 --json | jq .headline
    """
    with installation.kept(settings.load({"home": home})) as (store, _):
        for known in _chosen(store, since, until, asked):
            click.echo(json.dumps(as_object(known), ensure_ascii=False) if as_json else event_line(known))


def _chosen(store: Store, since: datetime | None, until: datetime | None, asked: dict[str, Any]) -> Iterator[Known]:
    check_order(since, until)
    wanted = condition(asked)
    found = readable(store.history.events(since, until))
    return (known for known in found if wanted is None or holds(wanted, known.body))


@click.command()
@click.argument("event", metavar="EVENT")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@Home
def show(event: str, home: Path | None, as_json: bool) -> None:
    """Tell the story of an event, by its id or that of one of its alerts.

    Report by report: what it said by itself and in which sentences, and which alert with which changes it brought.

    \b
    depesche show 219dede455676f23f111
    depesche show 219dede455676f23f111-2 --json | jq .story[].said
    """
    from worker.commands.story import story, story_lines, story_object  # noqa: PLC0415 - the language packs

    with installation.kept(settings.load({"home": home})) as (store, _):
        known = _found(store, event)
        messages = map(read_alert, store.deliveries.messages(known.alerts))
        alerts = [alert for alert in messages if alert and alert.subject == known.body.event.id]
        articles = {report.article for body in (known.body, *(a.data for a in alerts)) for report in body.reports}
        results = {result.article: result for result in store.results(articles)}
    steps = story(known, alerts, results)
    if as_json:
        click.echo(json.dumps(as_object(known) | {"story": story_object(steps)}, ensure_ascii=False))
    else:
        click.echo("\n".join(story_lines(known, steps)))


def _found(store: Store, wanted: str) -> Known:
    found = None
    if wanted.isprintable():
        found = store.history.event(wanted) or store.history.event(wanted.rpartition("-")[0])
    if isinstance(found, Unreadable):
        raise DepescheError(f"event {printable(wanted)} cannot be read: another version of Depesche wrote it")
    if found is None:
        raise DepescheError(f"there is no event {printable(wanted)} among those that are kept")
    return found


def own_stream(value: str) -> str:
    """Return the name of a stream; the type of an option."""
    if not re.fullmatch(r"[\x21-\x7e]{1,200}", value) or keys.is_own(value):
        raise click.BadParameter("not the name of a stream, or of one that belongs to Depesche")
    return value


@click.command()
@click.option(
    "--since", type=beginning, required=True, metavar="TIME|NUMBER", help="From then on, or from the alert of a number."
)
@click.option("--until", type=moment, metavar="TIME", help="Before then.")
@filtered
@click.option(
    "--to",
    "stream",
    type=own_stream,
    default="-",
    metavar="STREAM",
    help="A Redis stream of yours. Default: print them.",
)
@Home
def replay(since: datetime | int, until: datetime | None, stream: str, home: Path | None, **asked: Any) -> None:
    """Send alerts of the past again, to a stream of yours or, as JSON Lines, to the terminal.

    Each is the message that was published, but for `mode`, which is `replay`. Nothing goes to the live channels, the
    stream of alerts or a receiver.

    \b
    depesche replay --since 2d --kind attack
    depesche replay --since 2026-11-20 --until 2026-11-21 --to study:november
    """
    check_order(since, until)
    wanted = condition(asked)
    with installation.kept(settings.load({"home": home})) as (store, _):
        found = readable(store.history.alerts(since, until))
        messages = (_again(alert) for alert in found if wanted is None or holds(wanted, alert.data))
        if stream != "-":
            click.echo(f"alerts to {printable(stream)}: {store.history.add(stream, messages)}", err=True)
            return
        for message in messages:
            click.echo(message)


def _again(alert: AlertMessage) -> str:
    return alert.model_copy(update={"data": alert.data.model_copy(update={"mode": "replay"})}).model_dump_json()


@click.command()
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True, help="For programs, tables, maps.")
@click.option(
    "--output", "-o", type=click.File("w", encoding="utf-8"), default="-", metavar="FILE", help="Default: print it."
)
@click.option("--bom", is_flag=True, help="Begin a CSV file with the mark by which Excel tells UTF-8.")
@Since
@Until
@filtered
@Home
def export(
    form: str,
    output: TextIO,
    bom: bool,
    since: datetime | None,
    until: datetime | None,
    home: Path | None,
    **asked: Any,
) -> None:
    """Write events to a file: JSON Lines, a table (CSV) or a map (GeoJSON).

    Events that are nowhere on the map are left out of it, and counted.

    \b
    depesche export --format csv --bom --since 30d -o events.csv
    depesche export --format geojson --kind attack --severity high -o attacks.geojson
    """
    if bom and form != "csv":
        raise click.UsageError("--bom is for --format csv")
    tally = Tally()
    with installation.kept(settings.load({"home": home})) as (store, _):
        found = tally.counted(_chosen(store, since, until, asked))
        output.write(BOM if bom else "")
        output.writelines(FORMATS[form](found))
    left_out = f"; left out, because nowhere on the map: {tally.nowhere}" if form == "geojson" else ""
    click.echo(f"events: {tally.events}{left_out}", err=True)


class Tally:
    """How many events were written, and how many of them have no place on the map."""

    def __init__(self) -> None:
        self.events = self.nowhere = 0

    def counted(self, events: Iterable[Known]) -> Iterator[Known]:
        """Yield the events, counting them."""
        for known in events:
            self.events += 1
            self.nowhere += not located(known)
            yield known
