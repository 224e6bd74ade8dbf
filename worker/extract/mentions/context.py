"""What an article is about, as far as names tell: which countries and bodies it names, to choose between readings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from worker.extract.mentions.scan import Hit
from worker.languages.actors import ActorNoun, Actors
from worker.languages.name_rows import Body, Country, Needs, Person, Region
from worker.languages.names import Names, Sense
from worker.text.tokens import Token

# How much a name says about where the article is at home.
_WEIGHT = {
    "country": 3, "adjective": 3, "peoples": 2, "people": 2, "capital": 2, "place": 2, "region": 2,
    "person": 1, "body": 1,
}  # fmt: skip
_OF_NO_LAND = frozenset({"organization", "other"})
_SPOTS: Final = frozenset({"place", "region"})
_SITES: Final = frozenset({"place", "capital"})


@dataclass(slots=True)
class Context:
    """Votes per ISO code, of all names and of places alone (`spots`, `sites`); what is named without doubt: countries,
    by more than the people who serve them, and bodies. `here`: the country that the lines before the current one tell
    of."""

    names: Names
    rules: Actors
    published: date | None
    votes: Counter[str] = field(default_factory=Counter)
    spots: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)
    countries: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    here: str | None = None

    def count(self, hits: Iterable[Hit], line: tuple[Token, ...]) -> None:
        """Counts the names in `line` that need no guard and can stand for one country only."""
        for hit in hits:
            sure = [s for s in hit.senses if not s.needs(self.rules.language)]
            countries = {c for s in sure for c in self.countries_of(s) if s.standing != "surname"}
            if len(countries) == 1 and sure:
                country = countries.pop()
                weight = 0 if self._is_abroad(hit, line) else _WEIGHT.get(sure[0].standing, 1)
                self.votes[country] += weight
                self.spots[country] += sure[0].standing in _SPOTS
                self.sites[country] += weight if sure[0].standing in _SITES else 0
                self.countries.update({country} if sure[0].standing != "person" else ())
            self.bodies.update(s.entry.name for s in sure if isinstance(s.entry, Body))

    def _is_abroad(self, hit: Hit, line: tuple[Token, ...]) -> bool:
        """Does a name only tell whose that is which lies in another country ("the Italian | embassy")?"""
        noun = self.rules.nouns.get(line[hit.last + 1].lower) if hit.last + 1 < len(line) else None
        return noun is not None and noun.abroad

    def countries_of(self, sense: Sense) -> tuple[str, ...]:
        """ISO codes that a reading belongs to."""
        entry = sense.entry
        if isinstance(entry, Country):
            return (entry.iso2,)
        if isinstance(entry, Region):
            return entry.countries
        if isinstance(entry, Person):
            term = self.names.term_at(entry.name, self.published)
            return (term.country,) if term and term.country else ()
        return (entry.country,) if entry.country else ()

    def country_of(self, sense: Sense) -> str | None:
        """The one country that a reading belongs to, None where it is none or several."""
        countries = self.countries_of(sense)
        return countries[0] if len(countries) == 1 else None

    def opening(self, hit: Hit | None) -> str | None:
        """The country of the name that a sentence begins with."""
        sense = hit.sense("country", "capital") if hit else None
        return self.country_of(sense) if sense else None

    def names_country_of(self, sense: Sense) -> bool:
        """Is the reading's country, or the body of its office, named elsewhere without doubt?"""
        if any(self.votes[c] for c in self.countries_of(sense)):
            return True
        if isinstance(sense.entry, Person):
            term = self.names.term_at(sense.entry.name, self.published)
            return bool(term and term.body in self.bodies)
        return isinstance(sense.entry, Body) and sense.entry.name in self.bodies

    def readable(self, hit: Hit, tokens: tuple[Token, ...]) -> tuple[Sense, ...]:
        """The readings of `hit` whose guards hold here. Surnames that need an introduction are left to the register."""
        language = self.rules.language
        held = tuple(s for s in hit.senses if all(self._holds(n, s, hit, tokens) for n in s.needs(language)))
        return tuple(s for s in held if s.standing != "country") if self._means_region(held, hit, tokens) else held

    def _means_region(self, senses: Sequence[Sense], hit: Hit, tokens: tuple[Token, ...]) -> bool:
        """Is a name of country and region ("Georgia") the region's, because only that one's country is named: with
        other places in it, or by a preposition of place before it ("the US sent aid | to Georgia")?
        """
        regions = [c for s in senses if s.standing == "region" for c in self.countries_of(s)]
        countries = [c for s in senses if s.standing == "country" for c in self.countries_of(s)]
        if any(self.votes[c] for c in countries) or not any(self.votes[c] for c in regions):
            return False
        placed = bool(hit.first) and tokens[hit.first - 1].lower in self.rules.seat_words
        return placed or any(self.spots[c] for c in regions)

    def _holds(self, needs: Needs, sense: Sense, hit: Hit, tokens: tuple[Token, ...]) -> bool:
        before = tokens[hit.first - 1].lower if hit.first else ""
        cue = before in self.rules.place_cues or self.names.part(before, self.rules.language) is not None
        match needs:
            case "introduced":
                return True
            case "never":
                return False
            case "caps":
                return "".join(t.text for t in tokens[hit.first : hit.last + 1]).split("-")[0].isupper()
            case "context":
                return sense.standing == "surname" or self.names_country_of(sense)
            case "cue":
                return cue
            case "both":
                return cue and self.names_country_of(sense)

    def best(self, senses: Sequence[Sense]) -> Sense | None:
        """Of namesakes the one whose country the article names most, else the first."""
        if len(senses) < 2:
            return senses[0] if senses else None
        return max(senses, key=lambda s: max((self.votes[c] for c in self.countries_of(s)), default=0))

    def home(self) -> str | None:
        """The country most named, None where none is."""
        return max(self.votes, key=self.votes.__getitem__, default=None)

    def guests(self, host: str) -> str | None:
        """The country most named that is named more than `host` itself, where others may only meet."""
        named = Counter({c: n - self.sites[c] for c, n in self.votes.items()})
        country, votes = next(iter(named.most_common(1)), ("", 0))
        return country if votes > named[host] else None

    def fought_in(self, home: str | None) -> str | None:
        """Where rebels without a land are at home: for a land at peace the one at war with itself named more, for one
        that hosts the talks of others any that is named."""
        if home is None or self.names.divided(home):
            return home
        land = self.names.countries.get(home)
        if land is not None and land.hosts:
            return next((c for c, _ in self.votes.most_common() if self.names.divided(c)), home)
        main = self.guests(home)
        return main if self.names.divided(main) else home

    def home_of(self, noun: ActorNoun, home: str | None) -> str | None:
        """The country of a noun without owner in a line about the country `home`."""
        if noun.occupying:
            return self.names.occupier_of(home)
        if noun.kind == "military":
            return self.names.army_in(home)
        if noun.kind == "armed_group" or noun.sort == "opposition":
            return self.fought_in(home)
        return home if noun.kind not in _OF_NO_LAND else None

    def scene(self) -> str | None:
        """The country that most places lie in, else the one most named."""
        country, spots = next(iter(self.spots.most_common(1)), ("", 0))
        return country if spots else self.home()
