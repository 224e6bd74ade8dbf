"""Commands about articles: `depesche extract` reads them without Redis, `depesche push` hands them over."""

import os
import re
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import click

from worker import console, installation, log, settings
from worker.report import as_line, items
from worker.sources.draft import Origin, moment
from worker.sources.formats import FORMATS, Refusal, Withdrawal

FAILED = 1
Home = click.option("--home", type=click.Path(path_type=Path), help="Folder of its own Redis.")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--language", metavar="LL", help="Language where the article does not say, such as de. Default: found out."
)
@click.option("--published", metavar="TIME", help="ISO 8601 time of publication where the article does not say.")
@click.option("--source", default="extract", show_default=True, metavar="NAME", help="Source of the articles.")
def extract(paths: tuple[Path, ...], language: str | None, published: str | None, source: str) -> int:
    """Read articles without Redis and print one JSON line, {"id", "events"}, for each.

    A folder is read with everything below it. What cannot be read is told on stderr, one line each, and makes the
    exit code 1; the rest is printed all the same.

    \b
    depesche extract article.txt --published 2025-05-16T17:05:00+02:00
    depesche extract articles/ > events.jsonl
    """
    from worker.extract import extract as events_of  # noqa: PLC0415 - the language packs

    language, moment_told = language_of(language), moment_of(published)
    log.configure(level="warning")
    refused = 0
    for item in chain.from_iterable(items(path, source, language, moment_told) for path in paths):
        if isinstance(item, Refusal):
            refused += 1
            click.echo(f"{item.name}: {item.reason}", err=True)
        else:
            click.echo(as_line(item.id, events_of(item)))
    return FAILED if refused else 0


def language_of(value: str | None) -> str | None:
    """The value of --language."""
    if value and not re.fullmatch("[a-z]{2}", value):
        raise click.BadParameter("two letters such as de or en", param_hint="--language")
    return value


def moment_of(value: str | None) -> datetime | None:
    """The value of --published."""
    found = moment(value) if value else None
    if value and found is None:
        raise click.BadParameter("a time such as 2025-05-16T17:05:00+02:00", param_hint="--published")
    return found


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
)  # fmt: skip
@click.option("--source", default="push", show_default=True, metavar="NAME", help="Source of the articles.")
@click.option("--language", metavar="LL", help="Language where the article does not say, such as de.")
@click.option("--published", metavar="TIME", help="ISO 8601 time of publication where the article does not say.")
@click.option(
    "--format", "kind", type=click.Choice([suffix[1:] for suffix in FORMATS]),
    help="How to read it. Default: by the name of the file; else JSON, JSON Lines or text, as it begins.",
)  # fmt: skip
@Home
def push(
    paths: tuple[str, ...],
    source: str,
    language: str | None,
    published: str | None,
    kind: str | None,
    home: Path | None,
) -> int:
    """Hand articles to a running installation; - is standard input.

    Prints the id of each article and, after a tab, `taken` or `known`. What cannot be read is told on stderr and makes
    the exit code 1; the rest is taken all the same.

    \b
    depesche push article.json
    curl https://example.org/archive.jsonl | depesche push - --format jsonl --source archive
    """
    chosen = settings.load({"home": home})
    origin = Origin(source, datetime.now(UTC), language_of(language), moment_of(published))
    store = installation.writable(chosen)
    os.environ["DEPESCHE_HOME"] = str(chosen.home)  # tasks are sent to where worker/app.py finds Redis
    from worker.endpoint import intake  # noqa: PLC0415 - Celery, the language packs
    from worker.pipeline import take  # noqa: PLC0415
    from worker.tasks import send  # noqa: PLC0415

    log.configure(level="warning")
    refused = 0
    for item in chain.from_iterable(intake.of_file(path, kind and f".{kind}", origin) for path in paths):
        if isinstance(item, Withdrawal):
            take(item.article, store, send)
        if isinstance(item, Refusal):
            refused += 1
            click.echo(f"{item.name}: {item.reason}", err=True)
        else:
            click.echo(f"{console.printable(item.id)}\t{'taken' if take(item, store, send) else 'known'}")
    return FAILED if refused else 0
