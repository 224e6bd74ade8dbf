"""The command `depesche doctor`."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from worker import settings
from worker.console import printable
from worker.errors import ConfigError

if TYPE_CHECKING:
    from worker.doctor import Finding

COLOURS = {"ok": "green", "warning": "yellow", "error": "red"}
FAILED = 1


@click.command()
@click.option("--online", is_flag=True, help="Ask every feed for its document, without reading it in.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines: subject, level, text.")
@click.option("--home", type=click.Path(path_type=Path), help="Folder of its own Redis.")
def doctor(online: bool, as_json: bool, home: Path | None) -> int:
    """Say what is wrong with an installation, and what to do about it.

    Looks at the configuration, versions, Redis, clocks, folders, feeds, receivers and what waits, and changes nothing.
    Secrets are looked for where this command runs. Ends with 1 where there is an error.

    \b
    depesche doctor
    depesche doctor --online --json | jq 'select(.level != "ok")'
    """
    found = list(_findings(home, online=online))
    for finding in found:
        click.echo(json.dumps(asdict(finding), ensure_ascii=False) if as_json else _line(finding))
    return FAILED if any(finding.level == "error" for finding in found) else 0


def _findings(home: Path | None, *, online: bool) -> "Iterator[Finding]":
    from worker.commands.doubts import doubts  # noqa: PLC0415 - the tables of names
    from worker.doctor import Finding, examine, gather  # noqa: PLC0415 - what reads feeds

    try:
        chosen = settings.load({"home": home})
    except ConfigError as error:
        yield Finding("configuration", "error", f"{error}: nothing else was looked at")
    else:
        yield from examine(gather(chosen, tuple(doubts(chosen)), online=online))


def _line(finding: "Finding") -> str:
    level = click.style(f"{finding.level:<8}", fg=COLOURS[finding.level])
    return f"{level} {finding.subject:<14} {printable(finding.text)}"
