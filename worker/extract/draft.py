"""What the four kinds share while they put an event together from several sentences."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import TypeVar

from schemas import Actor, Article, Evidence, Place, When
from worker.extract.analysis import Analysis, Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.values.times import TimeExpression
from worker.languages.names import load_names

T = TypeVar("T")

STRENGTH = {"strong": 2, "medium": 1, "weak": 0}


def side(actor: Actor) -> str:
    """What counts as one side: the country, else the name."""
    return actor.country or actor.name


def unique_actors(mentions: Iterable[ActorMention]) -> tuple[Actor, ...]:
    """One Actor per side and name, in order of mention, members of a group instead of the group."""
    return _unique(actor for mention in mentions for actor in mention.actors)


def unique_sides(mentions: Iterable[ActorMention]) -> tuple[Actor, ...]:
    """The same as parties to a conflict: armed groups instead of who leads them."""
    return _unique(actor for mention in mentions for actor in mention.sides)


def _unique(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    found: dict[tuple[str, str], Actor] = {}
    for actor in actors:
        found.setdefault((side(actor), actor.name), actor)
    return tuple(found.values())


def unique_places(mentions: Iterable[PlaceMention]) -> tuple[Place, ...]:
    """The most specific places, once each: a country or region goes where a place inside it is named."""
    found: dict[tuple[str | None, str], Place] = {}
    for mention in mentions:
        found.setdefault((mention.place.country, mention.place.name), mention.place)
    places = list(found.values())
    return tuple(p for p in places if not any(_inside(q, p) for q in places if q is not p))


def _inside(place: Place, other: Place) -> bool:
    if other.kind == "country":
        return place.kind != "country" and place.country == other.country
    return other.kind == "region" and place.admin1 == other.name and place.country == other.country


def actor_of_country(place: Place) -> Actor | None:
    """The country that a place lies in, as a side."""
    if place.country is None:
        return None
    return Actor(
        name=load_names().country(place.country) or place.name,
        kind="country",
        country=place.country,
        text=place.text,
    )


def bare_actors(reading: Reading, clause: Clause) -> list[ActorMention]:
    """Sides in phrases without a preposition that can be the subject, for a verb that stands behind its object."""
    found = []
    for phrase in reading.phrases_of(clause):
        inside = (m for m in reading.actors if phrase.covers(m.first, m.last) and m.first <= phrase.head <= m.last)
        mention = next(inside, None)
        bare = phrase.preposition is None and mention is not None and not mention.owns
        if mention and bare and mention.speaks and ("nom" in phrase.cases or mention.first == phrase.first):
            found.append(mention)
    return found


def extend(have: list[T], more: Iterable[T]) -> None:
    """Adds to `have` what it does not hold yet."""
    for x in more:
        if x not in have:
            have.append(x)


def evidence(analysis: Analysis, sentences: Iterable[int]) -> tuple[Evidence, ...]:
    """The sentences as evidence, in order of the text."""
    text = analysis.article.text
    chosen = (analysis.readings[i].sentence for i in sorted(set(sentences)))
    return tuple(
        Evidence(start=s.start, end=s.end, text=text[s.start : s.end], article=analysis.article.id) for s in chosen
    )


def event_id(article: Article, kind: str, found: Sequence[Evidence], key: str = "") -> str:
    """The same reading of the same article always has the same id."""
    spans = ",".join(f"{e.start}-{e.end}" for e in found)
    return hashlib.sha256(f"{article.id}\n{kind}\n{spans}\n{key}".encode()).hexdigest()[:20]


def time_of(reading: Reading, clause: Clause, index: int) -> TimeExpression | None:
    """The time expression that dates a trigger: the nearest in its clause, else the nearest of its sentence.

    What names a day goes before what only says since, for or until when.
    """
    inside = [t for t in reading.times if clause.holds(t.first)]
    if not inside and clause.parent is not None:
        inside = [t for t in reading.times if reading.clauses[clause.parent].holds(t.first)]
    dated = [t for t in inside or reading.times if not t.recap]
    return min(dated or inside, key=lambda t: (t.kind != "point", abs(t.first - index)), default=None)


def resolve(time: TimeExpression | None, clause: Clause, article: Article) -> When | None:
    """The interval that `time` means against the publication, with the tense of its clause."""
    if time is None:
        return None
    future = clause.tense == "future" or clause.modal in ("want", "shall")
    return time.resolve(article.published, "future" if future else "past" if clause.tense != "present" else None)


def overlap(a: When | None, b: When | None) -> bool:
    """Can both be the same time? An open time fits every other."""
    if a is None or b is None:
        return True
    return str(a.start)[:10] <= str(b.end)[:10] and str(b.start)[:10] <= str(a.end)[:10]
