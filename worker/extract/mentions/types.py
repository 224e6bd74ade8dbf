"""What is found of actors and places in an article, by sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from schemas import Actor, Place
from worker.extract.grouping import grouped
from worker.languages.name_rows import Gender

ActorForm = Literal[
    "name", "country", "adjective", "demonym", "compound", "seat", "capital", "body", "generic", "office", "pronoun",
    "group",
]  # fmt: skip
PlaceForm = Literal["place", "country", "capital", "seat"]


@dataclass(slots=True, unsafe_hash=True)  # frozen, it would take three times as long to make
class ActorMention:
    """Tokens `first` to `last` (inclusive, with title, adjective and apposition) stand for `actor`; `head` is its noun.

    form: how it is named. `adjective`, `compound`: it only owns or touches what follows ("russische Angriffe",
    "Ukraine-Gespräche"); `capital`, `seat`: a government where it acts, else a place. inferred: the country was not
    said with it but taken from the article. members: the sides of a group, where the article tells them. speaks: it can
    make a statement. group: the armed group or body of no country that a person belongs to. opposing: in a country at
    war with itself it is a side against the government. culprit: known by what it did alone ("the attacker").
    """

    sentence: int
    first: int
    last: int
    head: int
    actor: Actor
    form: ActorForm
    gender: Gender = ""
    number: Literal["", "sg", "pl"] = ""
    inferred: bool = False
    speaks: bool = True
    members: tuple[Actor, ...] = ()
    group: Actor | None = None
    at_home: bool = False
    opposing: bool = False
    culprit: bool = False

    @property
    def side(self) -> "ActorMention":
        """Of somebody who belongs to a group that group, else the mention itself."""
        return replace(self, actor=self.group) if self.group else self

    @property
    def owns(self) -> bool:
        """Does it only own or touch what follows?"""
        return self.form in ("adjective", "compound")

    @property
    def guessed(self) -> bool:
        """Is it a noun whose country the text did not say?"""
        return self.inferred and self.form in ("group", "generic")

    @property
    def actors(self) -> tuple[Actor, ...]:
        """The sides themselves: the members of a group, else the one actor."""
        return self.members or (self.actor,)

    @property
    def sides(self) -> tuple[Actor, ...]:
        """Who it is as a party to a conflict: for who leads a group or body that one."""
        return (self.group,) if self.group else self.actors


@dataclass(init=False, slots=True, unsafe_hash=True)
class PlaceMention:
    """Tokens `first` to `last` name `place`. A `country`, `capital` or `seat` can also act: grammar decides.

    guessed: no table has it.
    """

    sentence: int
    first: int
    last: int
    place: Place
    form: PlaceForm
    guessed: bool

    def __init__(
        self, sentence: int, first: int, last: int, place: Place, form: PlaceForm, guessed: bool = False
    ) -> None:
        self.sentence = sentence
        self.first = first
        self.last = last
        self.place = place
        self.form = form
        self.guessed = guessed


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of an article in order of the text. owners: (sentence, last token) of names with the ending of a
    genitive ("Moskaus").
    """

    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    owners: frozenset[tuple[int, int]] = frozenset()
    _actors: Mapping[int, tuple[ActorMention, ...]] = field(init=False, repr=False, compare=False)
    _places: Mapping[int, tuple[PlaceMention, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_actors", grouped((m.sentence, m) for m in self.actors))
        object.__setattr__(self, "_places", grouped((m.sentence, m) for m in self.places))

    def actors_in(self, sentence: int) -> tuple[ActorMention, ...]:
        """The actors of one sentence, from left to right."""
        return self._actors.get(sentence, ())

    def places_in(self, sentence: int) -> tuple[PlaceMention, ...]:
        """The places of one sentence, from left to right."""
        return self._places.get(sentence, ())
