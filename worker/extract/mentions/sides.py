"""Sides by name or noun: countries, bodies, seats, "the Ukrainian air force", "officials", "both sides"."""

from schemas import Actor
from worker.extract.mentions.context import Context
from worker.extract.mentions.line import Line
from worker.extract.mentions.officials import OF_STATES
from worker.extract.mentions.owning import ADJECTIVES, Owner, owner_before
from worker.extract.mentions.register import Register, body_actor, body_called
from worker.extract.mentions.scan import SEATS, Hit
from worker.extract.mentions.tellers import speaker, teller
from worker.extract.mentions.titles import Titled, joined_owners, named_by, noun_at
from worker.extract.mentions.types import ActorForm, ActorMention
from worker.extract.mentions.unlisted import institution, stranger
from worker.languages.actors import ActorNoun
from worker.languages.name_keys import name_key
from worker.languages.name_rows import Body, Country, Person
from worker.languages.names import Sense, plain

# Which reading of a name comes first: a country before a body before a seat before a capital.
_ORDER = ("country", "government", "body", *SEATS, "body_seat", "capital", "peoples")
_FORMS: dict[str, ActorForm] = {
    "country": "country", "capital": "capital", "adjective": "adjective", "people": "demonym", "peoples": "demonym",
    "city_adjective": "adjective", "body": "body", "body_seat": "capital",
}  # fmt: skip
_GROUPS = frozenset({"armed_group", "organization"})  # kinds of body that "the group" can mean


class Sides:
    """Finds the sides of one article line by line, in order: later lines lean on what earlier ones named."""

    def __init__(self, context: Context, register: Register) -> None:
        self._context, self._register = context, register
        self._names, self._rules = context.names, context.rules
        self._said: dict[str, Actor] = {}
        self._last_of_kind: dict[str, Actor] = {}
        self._last_body: dict[str, Body] = {}
        self._last_group: Body | None = None  # armed, named later than any organization, first in its line
        self._group_line = 0
        self._leading: tuple[Body | None, int] = None, -1  # the first body of the last sentence that named one
        self._ministers: dict[str, str] = {}
        self._lands: list[str] = []
        self._before: list[ActorMention] = []  # of the line, as far as it is read, and its persons

    def nouns(self, line: Line, home: str | None, struck: str | None, named: list[ActorMention]) -> list[ActorMention]:
        """Nouns of sides with their owners; those without are of `home`, those that tend victims of `struck`; `named`:
        the persons of the line.
        """
        found: list[ActorMention] = []
        self._before = [*named]
        i = 0
        while i < len(line.tokens):
            titled = noun_at(line, i, self._names, self._rules) if i not in line.taken else None
            land = struck if titled and titled.what.tending else home
            mention = self._side(line, titled, land) if titled and line.free(titled.first, titled.last) else None
            if titled and mention:
                line.take(mention.first, mention.last)
                found.append(mention)
                self._before.append(mention)
            i = titled.last + 1 if titled else i + 1
        return found

    def _side(self, line: Line, titled: Titled[ActorNoun], home: str | None) -> ActorMention | None:
        if body := institution(line, titled, home, self._context):
            self._remember(titled.what.english, body.actor)
        return body or self._noun(line, titled, home)

    def _noun(self, line: Line, titled: Titled[ActorNoun], home: str | None) -> ActorMention | None:
        noun, owner = titled.what, titled.owner
        bloc = self.bloc(line, titled.first)
        if noun.named or (noun.sort == "office" and not (owner and isinstance(owner.sense.entry, Person))):
            return None
        if noun.adjective and owner is None and line.lower(titled.first - 1) in self._rules.indefinite:
            return None  # "a military campaign"
        if owner is None and noun.kind == "military" and line.lower(titled.first - 1).startswith(self._rules.foe_stems):
            return None
        if noun.sort == "group" or (bloc and not owner and noun.kind == "government"):
            if owner and owner.body and owner.body.kind == "armed_group":
                return self._members(line, titled, owner, owner.body)
            told = bloc or (not self._is_direction(line, titled) and (owner or not noun.weak))
            return self._group_of_states(line, titled, bloc) if told else None
        before = [o.first for o in titled.owners if o.first < titled.first and line.free(o.first, titled.first)]
        first = min((titled.start, *before)) if before else titled.first
        last = titled.end if line.free(titled.first, titled.end) else titled.last
        text = line.text(first, titled.end)
        english = noun.english or line.text(first, last)
        away = owner is None and (noun.kind == "military" or not self._names.divided(self._context.fought_in(home)))
        of_bloc = body_called(f"{self._rules.blocs[bloc].name} {english}", self._names) if bloc and away else None
        if body := of_bloc or self._recalled(line, titled):
            return ActorMention(line.sentence.index, first, last, titled.last, body_actor(body, text), "body")
        inferred = owner is None
        actor = self._said.get(_WHOLE if noun.whole else english) if inferred and noun.kind != "other" else None
        behind = owner.body if owner and owner.first == titled.last + 1 else None
        stranger = None if behind else self._stranger(line, titled, home)
        if stranger:
            actor, last = stranger, titled.last + len(stranger.name.split())
            self._remember(english, actor)
        several = noun.kind == "armed_group" and line.lower(titled.last) != noun.forms[0].casefold()
        if inferred and noun.weak and (actor is None or several):  # nobody are "organisations such as Oxfam"
            known = noun.sort not in ("media", "office") and noun.kind != "armed_group"
            actor = self._last_of_kind.get(noun.kind) if known else None
            if actor is None:
                return None
        of_kind = noun.kind == "organization" or noun.weak
        named = behind is not None and behind.kind == "organization" and of_kind  # "die Hilfsorganisation Oxfam"
        if behind and named:
            actor = body_actor(behind, english)
            self._remember(english, actor)
        at_home = actor is None and inferred and not (noun.whole or noun.occupying)
        if actor is None:
            country = self._land_of(titled, owner) if owner else self._unowned(line, titled, home)
            actor = self._named_noun(noun, english, country, owner)
            if not inferred:
                self._remember(_WHOLE if noun.whole else english, actor)
        members = tuple(self._named_noun(noun, english, self.owner_country(o), o) for o in titled.owners)
        return ActorMention(
            line.sentence.index, first, last, titled.last, actor.model_copy(update={"text": text}),
            "body" if named or stranger else "generic", number="pl" if titled.joined else "", inferred=inferred,
            speaks=noun.speaks and noun.sort != "media" and not line.was_before(first, self._rules), at_home=at_home,
            members=tuple(m.model_copy(update={"text": text}) for m in members) if titled.joined else (),
            culprit=noun.culprit, opposing=noun.sort == "opposition" and self._names.divided(actor.country),
        )  # fmt: skip

    def _stranger(self, line: Line, titled: Titled[ActorNoun], home: str | None) -> Actor | None:
        """The body that no table has, by its name behind the noun that an article tells is one ("die Gruppe ABC")."""
        noun, first = titled.what, titled.last + 1
        if noun.kind not in _GROUPS or line.lower(titled.first - 1) not in self._rules.definite:
            return None
        last = stranger(line, first, self._context)
        opens = titled.first == 1 or not self._rules.adjective_endings  # "feuerte die Miliz Dutzende Raketen ab"
        sure = line.word(first).isupper() or (opens if last > first else noun.kind == "organization")
        if last < first or not sure:
            return None
        country = self.owner_country(titled.owner) if titled.owner else self._context.home_of(noun, home)
        return Actor(name=line.text(first, last), kind=noun.kind, country=country, text=line.text(first, last))

    def _recalled(self, line: Line, titled: Titled[ActorNoun]) -> Body | None:
        """The body named last that "the militant group" means, of its owner's country where it has one."""
        noun, owner = titled.what, titled.owner
        owner = None if owner and owner.first > titled.last and owner.sense.standing in _TOWNS else owner
        if noun.weak and noun.kind == "armed_group":
            group = self._leading[0] if noun.leads else self._last_group
            goes_on = line.lower(titled.last + 1) in self._rules.owner_words
            first = min(titled.first, owner.first) if owner else titled.first
            inside = line.article_before(titled.first, self._rules) if self._rules.adjective_endings else None
            if group is None or goes_on or (inside or line.lower(first - 1)) not in self._rules.definite:
                return None  # "the group of states", "the protest movement"
            return group if owner is None or group.country == self.owner_country(owner) else None
        if not noun.recalls or line.text(titled.first, titled.last).casefold() != noun.forms[0].casefold():
            return None
        article = line.article_before(titled.first, self._rules)
        if article in self._rules.indefinite:
            self._last_body.pop(noun.kind, None)  # another one is spoken of from now on
        behind = line.hit_from(titled.last + 1)
        if article not in self._rules.definite or (behind and behind.sense("body")):
            return None
        if owner and isinstance(owner.sense.entry, Body | Person):
            return None
        named = [(h, h.sense("body")) for h in line.hits if h.last < titled.first]
        here = [(h, s.entry) for h, s in named if s and isinstance(s.entry, Body) and s.entry.kind == noun.kind]
        beside = [b for h, b in here if line.in_one_clause(h.last, titled.first, self._rules)]  # "X warf der Miliz vor"
        body = next((b for _, b in reversed(here) if b not in beside), self._last_body.get(noun.kind))
        if body is None or body in beside:
            return None
        return body if owner is None or body.country == self.owner_country(owner) else None

    def _land_of(self, titled: Titled[ActorNoun], owner: Owner) -> str | None:
        """The country of a noun by its owner; of occupiers that who holds the place behind it ("in Donetsk")."""
        country = self.owner_country(owner)
        behind = titled.what.occupying and owner.first > titled.last
        return self._names.occupier_of(country) if behind else country

    def _unowned(self, line: Line, titled: Titled[ActorNoun], home: str | None) -> str | None:
        """The country of a noun that has no owner: of a minister named before, of whose account the sentence is ("nach
        ukrainischen Angaben hat das Militär ..."), of whom it begins with ("Moskau warnt laut dem Außenministerium"),
        else the one at home.
        """
        told = teller(line, self._context) if titled.what.whole else None
        if told == home:  # somebody else strikes there, where one was spoken of in the sentence before
            told = next((c for c in self._lands if c != home), None) if len(set(self._lands) - {home}) == 1 else told
        if titled.what.minister in OF_STATES and not told:
            told = self._context.opening(line.hit_from(line.sentence.body_first))
            self.note_minister(titled.what.minister, told)
        if titled.what.whole:
            told = told or speaker(line, titled.first, self._before, self._context)
        return self._of_minister(titled.what) or told or self._context.home_of(titled.what, home)

    def _members(self, line: Line, titled: Titled[ActorNoun], owner: Owner, body: Body) -> ActorMention:
        """The members of an armed group are the group."""
        first, last = min(titled.first, owner.first), max(titled.last, owner.last)
        actor = body_actor(body, line.text(first, last))
        return ActorMention(line.sentence.index, first, last, titled.last, actor, "body", number="pl")

    def _remember(self, english: str, actor: Actor) -> None:
        """The noun, or its last word alone ("the ministry"), means this actor from now on."""
        self._said[english] = self._said[english.rsplit(" ", maxsplit=1)[-1]] = actor

    def note_minister(self, role: str | None, country: str | None) -> None:
        """A ministry without owner is that of the minister named last ("Foreign Minister X ... The ministry said")."""
        if role and country:
            self._ministers |= {role: country, role.rsplit(" ", maxsplit=1)[-1]: country}

    def _of_minister(self, noun: ActorNoun) -> str | None:
        return self._ministers.get(noun.minister)

    def know_as(self, noun: Actor, body: Actor) -> None:
        """A noun that stood for one actor means the body that was named with it ("the charity Oxfam")."""
        self._said |= {english: body for english, actor in self._said.items() if actor.name == noun.name}

    def _named_noun(self, noun: ActorNoun, english: str, country: str | None, owner: Owner | None) -> Actor:
        """The actor of a noun: the body of the tables that goes by "<adjective> <noun>", else those words."""
        if owner and owner.sense.entry.name in self._names.apart:
            return Actor(name=owner.sense.entry.name, kind=noun.kind, country=country, text=english)
        land = self._names.countries.get(country) if country else None
        name = f"{land.adjectives[0]} {english}" if land and land.adjectives else english
        body = owner.body if owner else None
        if body and noun.kind != "other" and (body.kind == "armed_group" or {body.kind, noun.kind} <= _FIGHTING):
            return body_actor(body, english)  # "Hamas officials"
        if (known := body_called(name, self._names)) and known.country == country:
            return body_actor(known, english)
        if owner and noun.sort == "office":
            name = f"{owner.sense.entry.name}'s {english}"
        if body and not country:
            force = body.kind == "organization" and noun.kind == "military"  # "NATO warplanes"
            name = plain(body.name) if force else f"{plain(body.name)} {english}"
        return Actor(name=name, kind=noun.kind, country=country, text=english)

    def _is_direction(self, line: Line, titled: Titled[ActorNoun]) -> bool:
        """ "im Westen", "west of Goma", "West African": a quarter of the compass, not the side that is called so."""
        bloc = f"{line.lower(titled.last)} {line.lower(titled.last + 1)}" in self._rules.blocs
        small = line.word(titled.first).islower() or line.lower(titled.first - 1) in self._rules.place_cues
        return titled.what.direction and (bloc or small)

    def bloc(self, line: Line, i: int) -> str | None:
        """The adjective of many states before token `i` ("westliche Verbündete")."""
        word = line.lower(i - 1)
        endings = (e for e in self._rules.adjective_endings if word.endswith(e))
        stems = [f"{line.lower(i - 2)} {word}", word, *(word[: -len(e)] for e in endings)]
        return next((s for s in stems if s in self._rules.blocs), None)

    def _group_of_states(self, line: Line, titled: Titled[ActorNoun], stem: str | None) -> ActorMention:
        bloc = self._rules.blocs[stem] if stem else None
        owner = titled.owner
        first = titled.first - len(stem.split()) if stem else min(titled.start, owner.first) if owner else titled.first
        last = titled.end if line.free(titled.first, titled.end) else titled.last
        whose = bloc.name if bloc else plain(owner.sense.entry.name) if owner else ""
        text = line.text(first, last)
        members = tuple(self.country_actor(c, text) for c in bloc.countries) if bloc else ()
        within = not (bloc or titled.what.abroad)  # not "Germany's partners", "deutsche Nachbarländer"
        country = self.owner_country(owner) if owner and within and owner.sense.standing in ADJECTIVES else None
        name = f"{whose} {titled.what.english.removeprefix(whose).strip()}".strip()  # "NATO allies" are NATO's
        actor = Actor(name=name, kind="other", country=country, text=text)
        return ActorMention(line.sentence.index, first, last, titled.last, actor, "group", number="pl", members=members)

    def owner_country(self, owner: Owner) -> str | None:
        """The country an owner belongs to; of a person the one of the office."""
        entry = owner.sense.entry
        person = self._register.person(entry) if isinstance(entry, Person) else None
        return person.country if person else self._context.country_of(owner.sense)

    def names(self, line: Line) -> list[ActorMention]:
        """Names of countries, bodies, peoples, capitals and seats, and adjectives and compounds that hold one."""
        found: list[ActorMention] = []
        for hit in (h for h in line.hits if h.first >= line.sentence.body_first):  # behind "KYIV, 2 May –"
            sense = hit.sense("body")
            if sense and isinstance(sense.entry, Body) and sense.entry.kind == "armed_group":
                self._last_body["armed_group"] = sense.entry  # also of whom it leads ("Hisbollah-Chef Nasrallah")
            mention = self._hit(line, hit) if line.free(hit.first, hit.last) else None
            if mention is None and sense and line.personal.isdisjoint(range(hit.first, hit.last + 1)):
                self._note_group(sense.entry, line)  # whose spokesman or fighters are named
            if mention:
                found = [m for m in found if not mention.first <= m.first < hit.first]
                found.append(mention)
                noun = named_by(line.lower(mention.last), self._rules) if mention.form == "body" else None
                if noun and noun.kind == mention.actor.kind:
                    self._remember(noun.english, mention.actor)  # "US-Verteidigungsministerium" is "das Ministerium"
        for mention in found:
            line.take(mention.first, mention.last)
        self._lands = [m.actor.country for m in found if m.actor.country and m.form != "adjective"]
        return found

    def _note_group(self, entry: object, line: Line) -> None:
        if not (isinstance(entry, Body) and entry.sort == "" and entry.kind in _GROUPS):
            return
        if self._leading[1] != line.sentence.index:
            self._leading = entry, line.sentence.index
        if self._last_group is None or self._group_line != line.sentence.index:  # "X struck, in support of Y"
            self._last_group = entry if entry.kind == "armed_group" else None
            self._group_line = line.sentence.index

    def _hit(self, line: Line, hit: Hit) -> ActorMention | None:
        sense = self._reading(hit)
        if sense is None:
            return None
        owner = self._owner(line, hit, sense)
        if owner and isinstance(sense.entry, Body) and self._context.country_of(owner.sense) != sense.entry.country:
            actor = self._body_of(owner, sense, line.text(hit.first, hit.last))
            return ActorMention(line.sentence.index, owner.first, hit.last, hit.last, actor, "body")
        text = line.text(hit.first, hit.last)
        if isinstance(sense.entry, Body) and self._is_own(line, hit, sense.entry, text):
            return None
        if (noun := line.noun_ending(hit.last, self._rules)) and isinstance(sense.entry, Body):
            self._remember(noun.english, self._actor(sense, text))
        if isinstance(sense.entry, Body) and sense.entry.sort == "":
            self._last_body[sense.entry.kind] = sense.entry
            self._note_group(sense.entry, line)
            self._last_of_kind[sense.entry.kind] = self._actor(sense, text)
            if sense.entry.kind == "military" and (text.isupper() or (noun and noun.whole)):
                self._said[_WHOLE] = self._actor(sense, text)
        form: ActorForm = "compound" if hit.tail else _FORMS.get(sense.standing, "seat")
        first, members = self._sharing(line, hit, sense)
        return ActorMention(
            line.sentence.index, owner.first if owner else first, hit.last, hit.last, self._actor(sense, text), form,
            number="pl" if sense.standing == "peoples" or members else "", speaks=self._acts(line, hit, sense),
            members=members,
        )  # fmt: skip

    def _is_own(self, line: Line, hit: Hit, body: Body, text: str) -> bool:
        """Has somebody a body of his own by a name that many have ("his | Security Council")?"""
        whose = line.lower(hit.first - 1) in self._rules.possessives
        return whose and not (body.country or body.sort or text.isupper() or text == body.name)

    def _sharing(self, line: Line, hit: Hit, sense: Sense) -> tuple[int, tuple[Actor, ...]]:
        """(first token, all of them) of the bodies that share the noun of a name ("Pakistani and | Afghan forces")."""
        noun = self._rules.nouns.get(name_key([line.lower(k) for k in range(hit.first + 1, hit.last + 1)] or [""]))
        if noun is None or not isinstance(sense.entry, Body) or self._adjective(line.lower(hit.first)) is None:
            return hit.first, ()
        owners = tuple(joined_owners(line, Owner(sense, hit.first, hit.last), self._rules))[::-1]
        if not owners:
            return hit.first, ()
        first = owners[0].first
        text = line.text(first, hit.last)
        named = [self._named_noun(noun, noun.english, self.owner_country(o), o) for o in owners]
        return first, tuple(a.model_copy(update={"text": text}) for a in (*named, self._actor(sense, text)))

    def _adjective(self, word: str) -> Sense | None:
        return next((s for s in self._names.senses(word) if s.standing == "adjective"), None)

    def _acts(self, line: Line, hit: Hit, sense: Sense) -> bool:
        """Is it more than media or an event, and more than a part of a country ("northern Mali")?"""
        if isinstance(sense.entry, Country):
            return line.lower(hit.first - 1) not in self._rules.directions
        return not (isinstance(sense.entry, Body) and sense.entry.sort in ("media", "event"))

    def _owner(self, line: Line, hit: Hit, sense: Sense) -> Owner | None:
        """The country that a body belongs to ("Lebanon's Hezbollah"), of an arm of the state also another one ("South
        Korea's Joint Chiefs of Staff").
        """
        if not isinstance(sense.entry, Body) or hit.tail:
            return None
        _, owner = owner_before(line, hit.first, self._names, self._rules)
        country = self._context.country_of(owner.sense) if owner and isinstance(owner.sense.entry, Country) else None
        own = country == sense.entry.country
        return owner if country and (own or sense.entry.kind in _OF_A_STATE) else None

    def _body_of(self, owner: Owner, sense: Sense, text: str) -> Actor:
        """The same arm of the owner's state, by the name that the tables have for it or its own."""
        land = owner.sense.entry
        if not isinstance(land, Country) or not isinstance(sense.entry, Body):
            raise TypeError("an arm of a state and the state")
        name = f"{land.adjectives[0]} {plain(sense.entry.name)}" if land.adjectives else text
        if known := body_called(name, self._names):
            return body_actor(known, text)
        return Actor(name=name, kind=sense.entry.kind, country=land.iso2, text=text)

    def _reading(self, hit: Hit) -> Sense | None:
        """Which side a name is: country before body before seat before capital before people."""
        inflects = bool(self._rules.adjective_endings)
        people = ("people", "adjective") if inflects else ("adjective", "people")
        for standing in (*_ORDER, *people, "city_adjective"):
            if senses := [s for s in hit.all(standing) if not _only_place(s)]:
                return self._context.best(senses)
        return None

    def _actor(self, sense: Sense, text: str) -> Actor:
        entry = sense.entry
        if isinstance(entry, Body):
            return body_actor(entry, text)
        if not isinstance(entry, Country):
            raise TypeError(f"{type(entry).__name__} is no side")
        if sense.standing == "military":
            return Actor(name=text, kind="military", country=entry.iso2, text=text)
        if sense.standing == "capital" or sense.standing in SEATS:
            name = text if sense.standing == "parliament" else entry.name
            return Actor(name=name, kind="government", country=entry.iso2, text=text)
        return Actor(name=entry.name, kind="country", country=entry.iso2, text=text)

    def country_actor(self, iso2: str, text: str) -> Actor:
        """A country as a side."""
        return Actor(name=self._names.country(iso2) or iso2, kind="country", country=iso2, text=text)


_OF_A_STATE = frozenset({"military", "government"})
_TOWNS = ("capital", "place")  # that tell where a group is, not whose it is ("the militant group in Haifa")
_FIGHTING = frozenset({"armed_group", "military"})
_WHOLE = "military"  # by which the military as a whole is remembered


def _only_place(sense: Sense) -> bool:
    """A part of a country that is never a side of its own."""
    return isinstance(sense.entry, Country) and sense.entry.kind == "region" and sense.standing == "country"
