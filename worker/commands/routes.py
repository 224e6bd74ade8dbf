"""The commands `depesche routes ...`: what routes send, would have sent, and why not."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from schemas import AlertMessage
from worker import installation, settings
from worker.commands.moments import moment
from worker.commands.routes_text import (
    explained_lines,
    explained_object,
    known_lines,
    rehearsal_lines,
    rehearsal_object,
    route_line,
)
from worker.console import printable
from worker.errors import ConfigError, DepescheError
from worker.routing.deciding import explain
from worker.routing.rehearsal import rehearse
from worker.store import Known, Store, read_alert

AsJson = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
Home = click.option("--home", type=click.Path(path_type=Path), help="Folder of its own Redis, as for `depesche run`.")


@click.group()
def routes() -> None:
    """Look at the routes of the configuration, and try them on the alerts of the past.

    \b
    depesche routes list
    depesche routes test --since 14d
    """


@routes.command("list")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
def list_routes(as_json: bool) -> None:
    """Show the routes of the configuration.

    \b
    depesche routes list
    depesche routes list --json | jq .match
    """
    for route in settings.load().routes:
        click.echo(route.model_dump_json(exclude_defaults=True) if as_json else printable(route_line(route)))


@routes.command("test")
@click.option(
    "--since",
    type=moment,
    default="14d",
    show_default=True,
    metavar="TIME",
    help="How far back: 90m, 12h, 14d, 2w.",
)
@click.option("--route", "only", metavar="NAME", help="Only this route.")
@click.option(
    "--samples", type=click.IntRange(0, 1_000), default=3, show_default=True, help="Alerts shown of each route."
)
@Home
@AsJson
def test_routes(since: datetime, only: str | None, samples: int, home: Path | None, as_json: bool) -> None:
    """Show what the routes would have sent of the alerts that are kept. Nothing is sent.

    \b
    depesche routes test --since 14d
    depesche routes test --route duty-officer --samples 20
    """
    chosen = settings.load({"home": home})
    wanted = [route for route in chosen.routes if only in (None, route.name)]
    if not wanted:
        raise ConfigError(f"there is no route {only!r}" if only else "there are no [[routes]] in the configuration")
    with installation.kept(chosen) as (store, _):
        messages = (alert for alert in store.history.alerts(since) if isinstance(alert, AlertMessage))
        found = rehearse(messages, wanted, samples)
    if as_json:
        click.echo(json.dumps(rehearsal_object(found, since, wanted), ensure_ascii=False))
    else:
        click.echo("\n".join(rehearsal_lines(found, since)))


def _texts(store: Store) -> Iterator[str]:
    after = 0
    while some := store.alerts(after):
        yield from (text for _, text in some)
        after = some[-1][0]


def explain_alert(alert: str, home: Path | None, *, as_json: bool) -> None:
    """Show what is known of an alert, by its id or number, and why each route takes it or not."""
    chosen = settings.load({"home": home})
    with installation.kept(chosen) as (store, _):
        message = _found(store, alert)
        known = store.history.event(message.data.event.id)
    explained = explain(message.data, chosen.routes, message.time, known.told if isinstance(known, Known) else {})
    if as_json:
        click.echo(json.dumps(explained_object(message, explained), ensure_ascii=False))
    else:
        click.echo("\n".join([*known_lines(message), *(line for one in explained for line in explained_lines(one))]))


def _found(store: Store, wanted: str) -> AlertMessage:
    if re.fullmatch(r"[1-9][0-9]{0,14}", wanted):
        texts = (text for number, text in store.alerts(int(wanted) - 1, limit=1) if number == int(wanted))
    else:
        texts = (text for text in _texts(store) if wanted in text)
    for message in map(read_alert, texts):
        if message and wanted in (message.id, str(message.data.sequence)):
            return message
    raise DepescheError(f"there is no alert {printable(wanted)} among those that are kept")
