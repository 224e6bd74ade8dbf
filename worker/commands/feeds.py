"""The commands `depesche feeds ...`: look at a feed, take lists of feeds in and out."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

import click
import tomli

from worker import settings
from worker.console import printable
from worker.errors import ConfigError, SourceError
from worker.feeds import Feed
from worker.http import Client, Failure
from worker.settings import Settings
from worker.sources.feed import ACCEPT, Item, ParsedFeed, parse_feed
from worker.sources.feed_document import LARGEST_DOCUMENT
from worker.sources.opml import FeedList, parse_opml, to_opml

FAILED = 1
SHOWN = 20  # items on a terminal
OPML = re.compile(rb"<opml\b", re.IGNORECASE)


@click.group()
def feeds() -> None:
    """Look at feeds, and move lists of them in and out of the configuration.

    \b
    depesche feeds test https://www.tagesschau.de/index~rss2.xml
    depesche feeds import subscriptions.opml
    depesche feeds list
    """


@feeds.command("test")
@click.argument("what", metavar="URL|FILE")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def test_feed(what: str, as_json: bool) -> int:
    """Show what is seen in a feed and what would be read of it. Nothing is stored or published.

    \b
    depesche feeds test https://www.tagesschau.de/index~rss2.xml
    depesche feeds test saved.xml --json | jq .items[0]
    """
    chosen = settings.load()
    known = next((feed for feed in chosen.feeds if what in (feed.url, feed.name)), None)
    seen = _fetched(known or Feed(url=what), chosen) if known or "://" in what else _of_file(Path(what))
    if as_json:
        click.echo(json.dumps(as_object(seen), ensure_ascii=False))
    else:
        click.echo("\n".join(map(printable, _lines(seen))))
    return FAILED if seen.outcome == "refused" else 0


def preview(content: bytes, feed: Feed | None, name: str, url: str | None, content_type: str | None) -> ParsedFeed:
    """Return what is seen in a document: a feed, or a list of feeds, whose items are then the feeds."""
    if OPML.search(content[:4_096].replace(b"\0", b"")):
        try:
            return _as_feed(parse_opml(content))
        except SourceError as error:
            return ParsedFeed("refused", "broken", str(error))
    return parse_feed(
        content, url=url, content_type=content_type, source=name, fetched=datetime.now(UTC),
        language=feed.language if feed else None, outlet=feed.outlet if feed else None,
    )  # fmt: skip


def _as_feed(found: FeedList) -> ParsedFeed:
    items = tuple(Item(feed.name, feed.url, None, None, None, None, "a feed to import") for feed in found.feeds)
    refused = tuple(f"left out {refusal.name}: {refusal.reason}" for refusal in found.refused)
    return ParsedFeed("items" if items else "empty", format=found.format, items=items, remarks=found.remarks + refused)


def _fetched(feed: Feed, chosen: Settings) -> ParsedFeed:
    answer = Client(chosen.polling.allow, chosen.polling.contact).get(feed.url, ACCEPT)
    if isinstance(answer, Failure):
        raise SourceError(f"{feed.url}: {answer.outcome}: {answer.detail}")
    if answer.status != 200:
        raise SourceError(f"{feed.url}: the server answers {answer.status}")
    return preview(answer.body, feed, feed.name, answer.url, answer.headers.get("content-type"))


def _of_file(path: Path) -> ParsedFeed:
    return preview(_bytes(path), None, path.name, None, None)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_DOCUMENT + 1)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from error


def as_object(seen: ParsedFeed) -> dict[str, Any]:
    """Return what `feeds test --json` prints."""
    return {
        "outcome": seen.outcome,
        "cause": seen.cause,
        "reason": seen.reason,
        "format": seen.format,
        "title": seen.title,
        "language": seen.language,
        "ttl_s": seen.ttl_s,
        "skipped": seen.skipped.model_dump(mode="json"),
        "remarks": list(seen.remarks),
        "count": len(seen.items),
        "items": [_item_object(item) for item in seen.items],
    }


def _item_object(item: Item) -> dict[str, Any]:
    return {
        "title": item.title,
        "link": item.link,
        "published": _time(item.published),
        "updated": _time(item.updated),
        "id": item.id,
        "trouble": item.trouble,
        "article": item.article.model_dump(mode="json") if item.article else None,
    }


def _time(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else None


def _lines(seen: ParsedFeed) -> Iterator[str]:
    if seen.outcome == "refused":
        yield f"refused ({seen.cause}): {seen.reason}"
        return
    language = f", language {seen.language}" if seen.language else ""
    yield f"{seen.format}: {seen.title or 'no title'}{language}, {len(seen.items)} items"
    yield from (f"remark: {remark}" for remark in seen.remarks)
    for item in seen.items[:SHOWN]:
        date = item.published or item.updated
        yield f"{f'{date:%Y-%m-%d %H:%M}' if date else 'no date':<16}  {item.title or 'no title'}"
        yield f"{'':<16}  {item.article.url if item.article else item.link} {item.trouble or ''}".rstrip()
    if len(seen.items) > SHOWN:
        yield f"and {len(seen.items) - SHOWN} more"


@feeds.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--print", "only_print", is_flag=True, help="Print the entries instead of writing them.")
def import_feeds(file: Path, only_print: bool) -> int:
    """Append the feeds of an OPML file to depesche.toml, but for those that stand there already.

    \b
    depesche feeds import examples/feeds.opml
    depesche feeds import examples/feeds.opml --print
    """
    try:
        found = parse_opml(_bytes(file))
    except SourceError as error:
        raise SourceError(f"{file}: {error}") from error
    chosen = settings.load()
    known = {feed.url for feed in chosen.feeds}
    new = _renamed([feed for feed in found.feeds if feed.url not in known], chosen)
    for refusal in found.refused:
        click.echo(f"left out {printable(refusal.name)}: {printable(refusal.reason)}", err=True)
    entries = "".join(map(_entry, new))
    if only_print:
        click.echo(entries, nl=False)
    else:
        path = settings.file_named()
        _append(path, entries)
        click.echo(f"{path}: {len(new)} feeds added, {len(found.feeds) - len(new)} known already", err=True)
    return 0 if found.feeds else FAILED


def _renamed(new: list[Feed], chosen: Settings) -> list[Feed]:
    """Give feeds with the name of another source a number: the name tells sources apart."""
    taken = {feed.name for feed in chosen.feeds} | {folder.name for folder in chosen.folders}
    renamed = []
    for feed in new:
        numbered = (f"{feed.name[:90]} {number}" for number in count(2))
        name = next(name for name in chain([feed.name], numbered) if name not in taken)
        taken.add(name)
        renamed.append(feed.model_copy(update={"name": name}))
    return renamed


def _entry(feed: Feed) -> str:
    """Return a feed as a table of the configuration."""
    values = {"url": feed.url, "name": feed.name} | feed.model_dump(mode="json", exclude_defaults=True)
    return "\n[[feeds]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in values.items())


def _quoted(value: object) -> str:
    """Return a TOML value; strings, numbers and lists of JSON are the same but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _append(path: Path, entries: str) -> None:
    """Append to the configuration, and leave it as it is where that would break it."""
    try:
        before = path.read_bytes().decode("utf-8") if path.exists() else ""
        addition = ("\n" if before and not before.endswith("\n") else "") + (entries if before else entries.lstrip())
        tomli.loads(before.replace("\r\n", "\n") + addition)
        with path.open("ab") as file:
            file.write(addition.encode("utf-8"))
    except tomli.TOMLDecodeError as error:
        raise ConfigError(f"{path}: [[feeds]] cannot be appended ({error}); use --print") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error


@feeds.command("list")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines.")
def list_feeds(as_json: bool) -> None:
    """Show the feeds of the configuration; `depesche status` shows how they are doing."""
    for feed in settings.load().feeds:
        tags = f"  [{', '.join(feed.tags)}]" if feed.tags else ""
        line = f"{feed.name:<30}  {feed.language or '-':<2}  {feed.url}{tags}"
        click.echo(feed.model_dump_json() if as_json else printable(line))


@feeds.command("export")
def export_feeds() -> None:
    """Print the feeds of the configuration as an OPML file.

    \b
    depesche feeds export > feeds.opml
    """
    click.echo(to_opml(settings.load().feeds), nl=False)
