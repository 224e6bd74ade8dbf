"""The command `depesche`.

Exit codes:
    0    done; also an endless run that was asked to stop
    1    some input was refused (extract, push), or something failed
    2    a wrong argument or setting
    3    Redis could not be started, reached or used
    130  interrupted before the end

Modules that take long to import (Celery, the language packs) are imported by the command that needs them.
"""

import json
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, get_args

import click

from schemas import AlertMessage, Kind
from worker import console, installation, log, settings
from worker.errors import ConfigError, DepescheError, StoreError
from worker.feeds_cli import feeds
from worker.reload import Reloader
from worker.report import as_line, items
from worker.routes_cli import explain_alert, routes
from worker.session import Session
from worker.settings import Folder
from worker.sources.draft import Origin, moment
from worker.sources.folder import Config
from worker.sources.formats import FORMATS, Refusal
from worker.store import Store, connect
from worker.webhooks_cli import webhooks

if TYPE_CHECKING:
    from worker.supervisor import Supervisor

FAILED, USAGE, REDIS, INTERRUPTED = 1, 2, 3, 130
WAIT_S = 1.0  # at most so long until Ctrl-C is noticed

Home = click.option(
    "--home", type=click.Path(path_type=Path), help="Folder of its own Redis. Default: the platform's user data folder."
)
AsJson = click.option("--json", "as_json", is_flag=True, help="JSON Lines: the messages as published.")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with one of the codes above; expected trouble is one line on stderr."""
    sys.exit(_exit_code(arguments))


def _exit_code(arguments: Sequence[str] | None) -> int:
    try:
        return depesche(arguments, prog_name="depesche", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:  # `depesche tail | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except DepescheError as error:
        click.echo(f"depesche: {error}", err=True)
        return {ConfigError: USAGE, StoreError: REDIS}.get(type(error), FAILED)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="depesche")
@click.pass_context
def depesche(context: click.Context) -> None:
    """News in, typed events out: attacks, talks, statements and aid pledges as alerts on Redis.

    \b
    depesche run                   watch ./seeds or the folders of depesche.toml, print alerts
    depesche run --watch articles  watch another folder
    depesche extract article.txt   show what is read from one file
    depesche tail --kind attack    follow the alerts of a running installation
    depesche status                what was read, refused and published
    depesche feeds test URL        show what is read of a feed; feeds import takes a list of feeds
    depesche routes test           what the routes would have sent; explain ALERT says why
    depesche push article.txt      hand an article to a running installation
    depesche webhooks test NAME    send a receiver a sample; webhooks listen is one to try with

    Settings: flags before environment before ./depesche.toml, which explains them.
    """
    context.color = False if os.environ.get("NO_COLOR") else None


depesche.add_command(feeds)
depesche.add_command(routes)
depesche.add_command(explain_alert)
depesche.add_command(webhooks)


@depesche.command()
@click.option("--once", is_flag=True, help="End when all that folders and feeds hold is processed.")
@click.option(
    "--watch", "paths", multiple=True, metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Watch this folder instead of the configured ones. May be repeated.",
)  # fmt: skip
@click.option(
    "--report", type=click.File("w", encoding="utf-8", lazy=False), metavar="FILE",
    help="With --once: write one JSON line per article in the folders, with its events.",
)  # fmt: skip
@click.option("--workers", type=int, metavar="N", help="Articles read at once. Default: number of processors.")
@click.option("--redis-port", type=int, metavar="PORT", help="Let its own Redis listen on this loopback port, too.")
@Home
@AsJson
def run(once: bool, paths: tuple[Path, ...], report: TextIO | None, as_json: bool, **flags: Any) -> int:
    """Watch folders, read articles, publish alerts and print them.

    Starts what is missing: Redis (unless REDIS_URL is set) and the workers. Ends with Ctrl-C.

    \b
    depesche run --watch articles
    depesche run --once --watch articles --report events.jsonl
    depesche run --redis-port 6390 --json
    """
    if report and not once:
        raise click.UsageError("--report needs --once: a run without an end has nothing to sum up.")
    from worker.supervisor import Supervisor  # noqa: PLC0415 - Celery

    given = flags | {"folders": tuple(Folder(path=path) for path in paths) or None}
    chosen = settings.load(given)
    if not chosen.folders and not chosen.feeds and not chosen.endpoint.listen:
        raise ConfigError("nothing to watch: name a folder with --watch, or folders and feeds in depesche.toml")
    log.configure(chosen.log_format, chosen.log_level)
    folders = [Config(folder.path, folder.name) for folder in chosen.folders]
    with Supervisor(chosen) as supervisor:
        store = Store(connect(supervisor.url, retries=0), chosen.source)
        session = Session(store, folders, [f.name for f in chosen.feeds], once=once, as_json=as_json, report=report)
        watched = [str(folder.path) for folder in chosen.folders]
        watched += [f"{len(chosen.feeds)} feeds"] if chosen.feeds else []
        watched += [f"http://{chosen.endpoint.listen}/articles"] if chosen.endpoint.listen else []
        click.echo(f"Watching {', '.join(watched)}. `depesche status` shows how to subscribe; Ctrl-C ends.", err=True)
        path = settings.file_named()
        refused = partial(store.tell, "config_refused", path.name)
        reloader = Reloader(path, partial(settings.load, given), chosen, refused)

        def step() -> bool:
            _reload(reloader, supervisor)
            return session.step()

        supervisor.run(until=step)
    return INTERRUPTED if once and not session.is_complete else 0


def _reload(reloader: Reloader, supervisor: "Supervisor") -> None:
    """Let the workers go on with a configuration that changed."""
    with suppress(StoreError):  # Redis is being started again: nobody hears what is wrong with it, but the log says it
        if changed := reloader.changed():
            for name in supervisor.apply(changed):
                click.echo(f"{name} takes effect at the next start.", err=True)


@depesche.group()
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
    from worker.doubts import doubts  # noqa: PLC0415 - the tables of names

    chosen = settings.load(file=file)
    folders, feeds = len(chosen.folders), len(chosen.feeds)
    for doubt in doubts(chosen):
        click.echo(f"warning: {console.printable(doubt)}", err=True)
    routed = f", {len(chosen.receivers)} receivers, {len(chosen.routes)} routes" if chosen.receivers else ""
    click.echo(f"{file or settings.file_named()}: {folders} folders, {feeds} feeds{routed}, no mistakes")


@depesche.command()
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

    language, moment_told = _language(language), _moment(published)
    log.configure(level="warning")
    refused = 0
    for item in chain.from_iterable(items(path, source, language, moment_told) for path in paths):
        if isinstance(item, Refusal):
            refused += 1
            click.echo(f"{item.name}: {item.reason}", err=True)
        else:
            click.echo(as_line(item.id, events_of(item)))
    return FAILED if refused else 0


def _language(value: str | None) -> str | None:
    if value and not re.fullmatch("[a-z]{2}", value):
        raise click.BadParameter("two letters such as de or en", param_hint="--language")
    return value


def _moment(value: str | None) -> datetime | None:
    found = moment(value) if value else None
    if value and found is None:
        raise click.BadParameter("a time such as 2025-05-16T17:05:00+02:00", param_hint="--published")
    return found


@depesche.command()
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
    origin = Origin(source, datetime.now(UTC), _language(language), _moment(published))
    store, _ = installation.running(chosen)
    os.environ["DEPESCHE_HOME"] = str(chosen.home)  # tasks are sent to where worker/app.py finds Redis
    from worker.endpoint import intake  # noqa: PLC0415 - Celery, the language packs
    from worker.pipeline import take  # noqa: PLC0415
    from worker.tasks import send  # noqa: PLC0415

    log.configure(level="warning")
    refused = 0
    for item in chain.from_iterable(intake.of_file(path, kind and f".{kind}", origin) for path in paths):
        if isinstance(item, Refusal):
            refused += 1
            click.echo(f"{item.name}: {item.reason}", err=True)
        else:
            click.echo(f"{console.printable(item.id)}\t{'taken' if take(item, store, send) else 'known'}")
    return FAILED if refused else 0


@depesche.command()
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(get_args(Kind)), help="Only this kind. May be repeated."
)
@click.option("--since", type=click.IntRange(min=1), metavar="NUMBER", help="Begin with the alert of this number.")
@Home
@AsJson
def tail(kinds: tuple[str, ...], since: int | None, as_json: bool, home: Path | None) -> None:
    """Follow the alerts of a running installation, from now on or from a number on.

    \b
    depesche tail --kind attack --kind aid_pledge
    depesche tail --since 1 --json | jq .data.headline
    """
    store, _ = installation.running(settings.load({"home": home}))
    after = since - 1 if since else store.status().sequence
    while True:
        for number, message in store.alerts(after, WAIT_S):
            after = number
            if not kinds or AlertMessage.model_validate_json(message).data.event.kind in kinds:
                console.echo_alert(message, as_json=as_json)


@depesche.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@Home
def status(as_json: bool, home: Path | None) -> None:
    """Show how to subscribe, and what was taken, read, refused and published.

    \b
    depesche status
    depesche status --json | jq .pending
    """
    with installation.kept(settings.load({"home": home})) as (store, access):
        found = store.status()
    if as_json:
        click.echo(json.dumps(console.status_json(found, access), ensure_ascii=False))
        return
    for line in console.status_lines(found, access, datetime.now(UTC)):
        click.echo(line)
