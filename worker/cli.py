"""The command `depesche`.

Exit codes:
    0    done; also an endless run that was asked to stop
    1    some input was refused (extract, explain, push), or something failed or is wrong (doctor)
    2    a wrong argument or setting
    3    Redis could not be started, reached or used
    130  interrupted before the end

Modules that take long to import (Celery, the language packs) are imported by the command that needs them.
"""

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, get_args

import click

from schemas import Kind
from worker import console, installation, log, settings
from worker.commands.articles import extract, push
from worker.commands.config import config
from worker.commands.dead import dead, resend, resume
from worker.commands.doctor import doctor
from worker.commands.explain import explain
from worker.commands.feeds import feeds
from worker.commands.history import events, export, replay, show
from worker.commands.routes import routes
from worker.commands.webhooks import webhooks
from worker.errors import ConfigError, DepescheError, StoreError
from worker.reload import Reloader
from worker.session import Session
from worker.settings import Folder
from worker.store import Store, connect, read_alert

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
        return USAGE if isinstance(error, ConfigError) else REDIS if isinstance(error, StoreError) else FAILED


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
    depesche doctor                what is wrong with an installation, and what to do about it
    depesche feeds test URL        show what is read of a feed; feeds import takes a list of feeds
    depesche routes test           what the routes would have sent; explain ALERT says why
    depesche explain article.txt   sentence by sentence what is read of it, what is not, and why
    depesche push article.txt      hand an article to a running installation
    depesche events --since 2d     what is known; show EVENT tells a story, replay and export take it elsewhere
    depesche webhooks test NAME    send a receiver a sample; webhooks listen is one to try with

    Settings: flags before environment before ./depesche.toml, which explains them.
    """
    context.color = False if os.environ.get("NO_COLOR") else None


for command in (dead, resend, resume):
    webhooks.add_command(command)
for command in (config, extract, push, feeds, routes, explain, events, show, replay, export, webhooks, doctor):
    depesche.add_command(command)


@depesche.command()
@click.option("--once", is_flag=True, help="End when all that folders and feeds hold is processed and sent.")
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
    with Supervisor(chosen) as supervisor:
        store = Store(connect(supervisor.url, retries=0), chosen.source)
        session = Session(store, chosen, once=once, as_json=as_json, report=report)
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
            alert = read_alert(message)
            if alert and (not kinds or alert.data.event.kind in kinds):
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
