"""The commands `depesche webhooks dead`, `resend` and `resume`: what could not be delivered, and what becomes of it."""

import json
from datetime import datetime
from pathlib import Path

import click

from worker import settings
from worker.console import printable
from worker.deliveries import Delivery
from worker.errors import DepescheError
from worker.installation import kept, writable

Home = click.option("--home", type=click.Path(path_type=Path), help="Folder of its own Redis.")
FAILED = 1


@click.command()
@click.option("--receiver", metavar="NAME", help="Only those of this receiver.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
@Home
def dead(receiver: str | None, as_json: bool, home: Path | None) -> None:
    """List deliveries that failed for good, the newest first, with the reason.

    \b
    depesche webhooks dead
    depesche webhooks dead --receiver desk --json | jq .id
    """
    with kept(settings.load({"home": home})) as (store, _):
        found = store.deliveries.dead()
    for moment, delivery in found:
        if receiver in (None, delivery.receiver):
            click.echo(_as_json(moment, delivery) if as_json else _as_line(moment, delivery))


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--receiver", metavar="NAME", help="All of this receiver.")
@click.option("--all", "everything", is_flag=True, help="All there are.")
@Home
def resend(ids: tuple[str, ...], receiver: str | None, everything: bool, home: Path | None) -> int:
    """Try dead deliveries again from the beginning, under the same ids.

    \b
    depesche webhooks resend desk:219dede455676f23f111-1
    depesche webhooks resend --receiver desk
    """
    if sum((bool(ids), receiver is not None, everything)) != 1:
        raise click.UsageError("name deliveries, or --receiver NAME, or --all")
    store = writable(settings.load({"home": home}))
    if not ids:
        ids = tuple(found.id for _, found in store.deliveries.dead() if receiver in (None, found.receiver))
    sent = store.deliveries.resend(ids)
    click.echo(f"{sent} of {len(ids)} are tried again")
    return 0 if sent == len(ids) else FAILED


@click.command()
@click.argument("name")
@Home
def resume(name: str, home: Path | None) -> None:
    """Serve a receiver again at once that is paused, or disabled because it answered 410.

    \b
    depesche webhooks resume desk
    """
    store = writable(settings.load({"home": home}))
    if not store.deliveries.resume(name):
        raise DepescheError(f"there is no receiver called {name}")
    click.echo(f"{name} is served again")


def _as_line(moment: datetime, delivery: Delivery) -> str:
    return f"{moment:%Y-%m-%d %H:%M}  {delivery.id}  {delivery.tries} tries: {printable(delivery.reason or '')}"


def _as_json(moment: datetime, delivery: Delivery) -> str:
    return json.dumps({"dead_since": moment.isoformat()} | delivery.model_dump(mode="json"), ensure_ascii=False)
