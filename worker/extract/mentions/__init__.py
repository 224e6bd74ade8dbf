"""Who and where: the actors and places that an article mentions."""

from worker.extract.mentions.reader import find_mentions
from worker.extract.mentions.types import ActorMention, Mentions, PlaceMention

__all__ = ["ActorMention", "Mentions", "PlaceMention", "find_mentions"]
