"""The command `depesche explain`: why an alert takes its routes, why an article reads as it does."""

import json
import os
import re
import sys
from pathlib import Path

import click

from worker import log
from worker.commands.articles import FAILED, language_of, moment_of
from worker.commands.routes import explain_alert
from worker.report import items
from worker.sources.formats import Refusal


@click.command("explain")
@click.argument("what", metavar="ALERT|FILE")
@click.option("--language", metavar="LL", help="Of a file: language where the article does not say, such as de.")
@click.option("--published", metavar="TIME", help="Of a file: ISO 8601 time where the article does not say.")
@click.option("--home", type=click.Path(path_type=Path), help="Of an alert: folder of its own Redis, as for run.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, of a file one per article on a line.")
def explain(what: str, language: str | None, published: str | None, home: Path | None, as_json: bool) -> int:
    """Show why each route takes an alert or not, or sentence by sentence how an article is read and why.

    An alert is named by its id or number, a file as for `extract`; a file called 17 is ./17. On a terminal a sentence
    is coloured, elsewhere and with NO_COLOR its words are in brackets.

    \b
    depesche explain 17
    depesche explain article.txt --published 2025-05-16T17:05:00+02:00 | less
    depesche explain article.txt --json | jq '.sentences[].words[] | select(.events == [])'
    """
    if _is_file(what):
        return _explain_file(Path(what), language_of(language), published, as_json=as_json)
    explain_alert(what, home, as_json=as_json)
    return 0


def _is_file(what: str) -> bool:
    """A number is an alert; what is not there is a file if it looks like a path, as no alert does."""
    if re.fullmatch(r"[0-9]+", what):
        return False
    if not os.path.exists(what) and ("." in what or os.sep in what):
        raise click.BadParameter(f"there is no file {click.format_filename(what)}", param_hint="ALERT|FILE")
    return os.path.exists(what)


def _explain_file(path: Path, language: str | None, published: str | None, *, as_json: bool) -> int:
    from worker.commands.reading_text import lines_of, object_of  # noqa: PLC0415 - the language packs
    from worker.extract.explanation import explain as explained  # noqa: PLC0415
    from worker.extract.reading import read  # noqa: PLC0415

    log.configure(level="warning")
    coloured = click.get_current_context().color is not False and sys.stdout.isatty()
    refused = 0
    for number, item in enumerate(items(path, "explain", language, moment_of(published))):
        if isinstance(item, Refusal):
            refused += 1
            click.echo(f"{item.name}: {item.reason}", err=True)
            continue
        account = read(item, listening=True)
        if as_json:
            click.echo(json.dumps(object_of(account, explained(account)), ensure_ascii=False))
        else:
            click.echo("\n".join([*[""] * bool(number), *lines_of(account, explained(account), coloured=coloured)]))
    return FAILED if refused else 0
