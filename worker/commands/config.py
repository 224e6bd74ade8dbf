"""The command `depesche config check`."""

from pathlib import Path

import click

from worker import console, settings


@click.group()
def config() -> None:
    """Look after the configuration.

    \b
    depesche config check
    """


@config.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path | None) -> None:
    """Say whether the configuration can be used; else which line is wrong, and why. A program that runs goes on.

    Warns of what can be used and is probably not meant: a receiver that no route leads to, a name that no alert has.

    \b
    depesche config check
    depesche config check new.toml
    """
    from worker.commands.doubts import doubts  # noqa: PLC0415 - the tables of names

    chosen = settings.load(file=file)
    folders, feeds = len(chosen.folders), len(chosen.feeds)
    for doubt in doubts(chosen):
        click.echo(f"warning: {console.printable(doubt)}", err=True)
    routed = f", {len(chosen.receivers)} receivers, {len(chosen.routes)} routes" if chosen.receivers else ""
    graded = f", severity by {console.printable(str(chosen.severity.table))}" if chosen.severity.table else ""
    click.echo(f"{file or settings.file_named()}: {folders} folders, {feeds} feeds{routed}{graded}, no mistakes")
