"""Reads the mentions of a short text, for the tests of mentions."""

from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from worker.extract.mentions import ActorMention, Mentions, PlaceMention, find_mentions
from worker.languages.actors import Actors, load_actors
from worker.languages.names import load_names
from worker.text.document import SplitRules, parse


@cache
def rules(language: str) -> Actors:
    return load_actors(files("worker.languages") / language / "actors.toml", language)


def read(text: str, language: str, published: str = "2025-06-01") -> Mentions:
    when = datetime.fromisoformat(published).replace(tzinfo=UTC)
    return find_mentions(parse(text, "", SplitRules()), rules(language), load_names(), when)


def actor(mentions: Mentions, text: str) -> ActorMention:
    """The mention whose words in the article are `text`."""
    return next(m for m in mentions.actors if m.actor.text == text)


def place(mentions: Mentions, text: str) -> PlaceMention:
    return next(m for m in mentions.places if m.place.text == text)


def names(mentions: Mentions) -> list[str]:
    return [m.actor.name for m in mentions.actors]


def places(mentions: Mentions) -> list[str]:
    return [m.place.name for m in mentions.places]
