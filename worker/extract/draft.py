"""What the four kinds share while they put an event together from several sentences."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Literal, TypeVar

from schemas import Actor, Article, Evidence, Kind, Place
from worker.extract.analysis import Analysis, Reading
from worker.extract.dropped import Dropped, Reason
from worker.extract.grammar.clauses import Clause
from worker.extract.mentions import ActorMention, PlaceMention
from worker.languages.name_keys import key_of
from worker.languages.name_rows import Region
from worker.languages.names import load_names

T = TypeVar("T")


# No article tells of more events of one kind, and no event of more in one slot: beyond them lies a list, or a text
# made to cost time. Real ones have 20 of either.
MOST_EVENTS = 200
_MOST_IN_SLOT = 60

STRENGTH = {"strong": 2, "medium": 1, "weak": 0}


def side(actor: Actor) -> str:
    """What counts as one side: the country, else the name."""
    return actor.country or actor.name


def opposed(actor: Actor, other: Actor) -> bool:
    """Are they two sides: of two countries, or an armed group and somebody who is none of its men, within one?"""
    return side(actor) != side(other) or (actor.kind == "armed_group") != (other.kind == "armed_group")


def unique_actors(mentions: Iterable[ActorMention]) -> tuple[Actor, ...]:
    """One Actor per side and name, in order of mention, members of a group instead of the group; a country once, by
    whatever name ("Gaza", "the Palestinian territories").
    """
    return _unique(actor for mention in mentions for actor in mention.actors)


def unique_sides(mentions: Iterable[ActorMention]) -> tuple[Actor, ...]:
    """The same as parties to a conflict: groups and bodies instead of who leads them."""
    return _unique(actor for mention in mentions for actor in mention.sides)


def _unique(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    found: dict[tuple[str, str], Actor] = {}
    named: set[tuple[str, str]] = set()
    for actor in actors:
        if (name := (side(actor), actor.name)) not in named:  # Russia the country and Russia the government are one
            named.add(name)
            whole = actor.kind == "country" and actor.name not in load_names().apart
            found.setdefault((side(actor), "" if whole else actor.name), actor)
    return tuple(found.values())


def unique_places(mentions: Iterable[PlaceMention]) -> tuple[Place, ...]:
    """The most specific places, once each: a country, region or area goes where a place inside it is named, a country
    also beside any narrower place, and parts of the world always.
    """
    found: dict[tuple[str | None, str], Place] = {}
    for mention in mentions:
        found.setdefault((mention.place.country, mention.place.name), mention.place)
    places = [p for p in found.values() if not _is_vast(p)]
    return tuple(p for p in places if not any(_inside(q, p) for q in places if q is not p))


def _inside(place: Place, other: Place) -> bool:
    """Does a place stand for the other, in which it lies or beside which that is too wide?"""
    if other.kind == "country":
        return place.kind != "country"
    if other.kind != "region":
        return False
    area = area_of(other)
    if area is not None:
        return place.kind not in ("country", "region") and place.country in area.countries
    return place.admin1 == other.name and place.country == other.country


def _is_vast(place: Place) -> bool:
    """Is it a part of the world ("the Middle East", "the Sahel")?"""
    area = area_of(place)
    return area is not None and len(area.countries) not in (1, 2)


def area_of(place: Place) -> Region | None:
    """The entry of a place that is no unit of administration ("the Donbas", "the Golan Heights")."""
    senses = load_names().senses(key_of(place.name)) if place.kind == "region" else ()
    return next((s.entry for s in senses if isinstance(s.entry, Region) and s.entry.kind == "area"), None)


def actor_of_country(place: Place, doers: Collection[str | None] = ()) -> Actor | None:
    """The country that a place lies in, as a side; for its own forces among the `doers` the one that holds it."""
    country = land_of(place, doers)
    if country is None:
        return None
    return Actor(name=load_names().country(country) or place.name, kind="country", country=country, text=place.text)


def country_of(actor: Actor) -> Actor:
    """The country of somebody, as a side."""
    name = load_names().country(actor.country) if actor.country else None
    return actor.model_copy(update={"name": name or actor.name, "kind": "country", "role": None})


def land_of(place: Place, doers: Collection[str | None]) -> str | None:
    """Whose land it is for `doers`, by ISO code: of who holds it, for those to whom it belongs, or who at all."""
    country = place.country
    held = country is None or country in doers
    return (held and load_names().holder(place)) or country


def bare_actors(reading: Reading, clause: Clause) -> list[ActorMention]:
    """Sides in phrases without a preposition that can be the subject, for a verb that stands behind its object."""
    found = []
    governed = False
    for phrase in reading.phrases_of(clause):
        governed = phrase.preposition is not None or (governed and phrase.joined)  # "from China, India and Japan"
        inside = (m for m in reading.actors if phrase.covers(m.first, m.last) and m.first <= phrase.head <= m.last)
        mention = next(inside, None)
        bare = not governed and mention is not None and not mention.owns
        if mention and bare and mention.speaks and ("nom" in phrase.cases or mention.first == phrase.first):
            found.append(mention)
    return found


def label_of(reading: Reading, clause: Clause) -> list[ActorMention]:
    """The side before the colon of a headline, for a clause behind it without a verb or a subject ("EU: 100 million
    euros in aid for Gaza", "Lula: Habe mit Maduro gesprochen", "Lula: I spoke with ...")."""
    subject = reading.subject(clause)
    own = subject is None or reading.words[subject.first].lower in reading.grammar.first_person
    if reading.sentence.role == "body" or not own:
        return []
    return [m for m in reading.actors[:1] if m.first == 0 and reading.before_colon(m.last)]


def extend(have: list[T], more: Iterable[T]) -> None:
    """Adds to `have` what it does not hold yet, as far as there is room."""
    for x in more:
        if len(have) < _MOST_IN_SLOT and x not in have:
            have.append(x)


def evidence(analysis: Analysis, sentences: Iterable[int]) -> tuple[Evidence, ...]:
    """The sentences as evidence, in order of the text."""
    text = analysis.article.text
    chosen = (analysis.readings[i].sentence for i in sorted(set(sentences)))
    return tuple(
        Evidence(start=s.start, end=s.end, text=text[s.start : s.end], article=analysis.article.id) for s in chosen
    )


def drop(
    analysis: Analysis, sentences: Iterable[int], rules: Iterable[str], kind: Kind, reason: Reason, because: str = ""
) -> Literal[True]:
    """Notes why what `rules` found in the sentences makes no event of `kind`, where anybody listens."""
    note = Dropped(kind, reason, because, tuple(rules))
    for reading in (analysis.readings[i] for i in sentences):
        if reading.dropped is not None:
            reading.dropped.append(note)
    return True


def event_id(article: Article, kind: str, found: Sequence[Evidence], key: str = "") -> str:
    """The same reading of the same version of an article always has the same id, another one has another."""
    spans = ",".join(f"{e.start}-{e.end}" for e in found)
    return hashlib.sha256(f"{article.id}\n{article.version}\n{kind}\n{spans}\n{key}".encode()).hexdigest()[:20]
