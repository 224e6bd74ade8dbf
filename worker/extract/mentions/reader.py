"""Who and where: every actor and place that an article mentions, each as a value of the contract.

Names come from the tables of all languages, persons that no table has from their titles. What a sentence leaves open
(a surname, an office, "he", "the army", "both sides") is read from what the article said before.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from operator import attrgetter

from schemas import Actor
from worker.extract.mentions.antecedents import Antecedents
from worker.extract.mentions.context import Context
from worker.extract.mentions.groups import describes, find_phrases, mention_of
from worker.extract.mentions.line import Line
from worker.extract.mentions.officials import (
    OF_ANYTHING,
    employer,
    for_stranger,
    names_official,
    of_government,
    of_lands,
    official,
)
from worker.extract.mentions.owning import Owner
from worker.extract.mentions.people import Named, People
from worker.extract.mentions.places import country_told, find_places
from worker.extract.mentions.register import Known, Register, body_actor
from worker.extract.mentions.scan import find_hits
from worker.extract.mentions.sides import Sides
from worker.extract.mentions.titles import Titled, has_left, is_media, noun_at, tells_plural
from worker.extract.mentions.types import ActorMention, Mentions, PlaceMention
from worker.languages.actors import Actors, OfficeForm
from worker.languages.name_rows import Person
from worker.languages.names import Names, plain
from worker.text.document import Document
from worker.text.normalise import normalise
from worker.text.tokens import tokens

# How many sentences back an office alone and a place without a word of its own may reach.
_OFFICE_REACH = 8
_HOME_REACH = 3
# How many mentions back a phrase for two sides may look.
_REMEMBERED = 500
# Bodies whose officers act for it together ("EU leaders", "Hamas commanders").
_TOGETHER = frozenset({"armed_group", "organization"})
_MEDIATOR = "mediator"
_OF_STATE = frozenset({"minister"})  # ranks of offices that each state has
_QUOTES = frozenset('"„“»«')
_OPENING = 2  # the last token at which who a sentence is about may begin
_OWNER_REACH = 3  # tokens of what an office is of, behind the word for that ("head of the Ukrainian centre")


def find_mentions(document: Document, rules: Actors, names: Names, published: date | datetime | None) -> Mentions:
    """The actors and places of `document`; `published` decides who held an office."""
    hits = [find_hits(s.tokens, names, rules) for s in document.sentences]
    context = Context(names, rules, published)
    for sentence, found in zip(document.sentences, hits, strict=True):
        context.count(found, sentence.tokens)
    if not (document.sentences and document.sentences[0].role == "headline"):  # the text does not begin with its title
        title = tuple(tokens(text := normalise(document.title), 0, len(text)))
        context.count(find_hits(title, names, rules), title)
    lines = [
        Line(s, tuple(h.only(context.readable(h, s.tokens)) for h in found))
        for s, found in zip(document.sentences, hits, strict=True)
    ]
    register = Register(context)
    people = People(context, register)
    for line in lines:
        people.introduce(line)
    for line in lines:
        people.recall(line)
    return _Reader(context, register, people, lines).read()


class _Reader:
    """Puts the mentions together sentence by sentence, so that each can lean on those before it."""

    def __init__(self, context: Context, register: Register, people: People, lines: Sequence[Line]) -> None:
        self._context, self._register, self._people, self._lines = context, register, people, lines
        self._sides = Sides(context, register)
        self._places: list[tuple[PlaceMention, ...]] = []
        self._lands: list[str | None] = []  # the country that the places of a line lie in
        for n, line in enumerate(lines):
            context.here = self._told(n - 1, _HOME_REACH - 1)
            self._places.append(tuple(find_places(line, context)))
            self._lands.append(country_told(line, self._places[n], context.rules))
        self._actors: list[ActorMention] = []
        self._antecedents = Antecedents(context.rules, register)
        self._serving: dict[str, str] = {}  # the country of who was named last with an office of state
        # Nameless holders of an office, by the country that the text told last, and the sentence that told it.
        self._officers: dict[str, tuple[Actor, int]] = {}

    def read(self) -> Mentions:
        """All mentions, in order of the text."""
        named: defaultdict[int, list[Named]] = defaultdict(list)
        for person in self._people.named:
            named[person.line.sentence.index].append(person)
        offices: defaultdict[int, list[Titled[OfficeForm]]] = defaultdict(list)
        for line, titled in self._people.offices:
            offices[line.sentence.index].append(titled)
        for n, line in enumerate(self._lines):
            index = line.sentence.index
            self._actors += self._line(line, named[index], offices[index], n)
        places = tuple(p for places in self._places for p in places)
        owners = frozenset((n.sentence.index, h.last) for n in self._lines for h in n.hits if h.genitive)
        return Mentions(tuple(self._actors), places, owners)

    def _line(
        self, line: Line, named: Sequence[Named], offices: Sequence[Titled[OfficeForm]], n: int
    ) -> list[ActorMention]:
        """The actors of line number `n`: what is surest takes its words first."""
        home, here = self._home(n), self._here(n)
        phrases = list(find_phrases(line, self._context.rules))
        found: list[ActorMention] = []
        ordered: list[Named | Titled[OfficeForm]] = sorted([*named, *offices], key=attrgetter("first"))
        for held in ordered:  # an office means nobody who is named only behind it
            if isinstance(held, Named):
                self._note(held, home)
                found.append(self._person(held))
            elif office := self._office(line, held, here if held.what.office.office == _MEDIATOR else home):
                found.append(office)
        found += self._sides.nouns(line, home, self._struck(n) or home, found)
        found += [self._antecedents.compatriot(line, m) or m for m in self._sides.names(line)]
        self._antecedents.note_strangers(line, self._context.names)
        found += self._antecedents.pronouns(line)
        found = self._apposed(line, sorted(found, key=lambda m: (m.first, m.last)))
        if phrases:
            before = [*self._actors[-_REMEMBERED:], *found]
            told = self._lines, self._context.rules
            found += [m for p in phrases if (m := mention_of(line, p, before, self._context.names, *told))]
            found.sort(key=lambda m: (m.first, m.last))
            found = [self._of_both(line, m, found) for m in found]
        return found

    def _of_both(self, line: Line, office: ActorMention, found: Sequence[ActorMention]) -> ActorMention:
        """ "the leaders of both countries": several of one office who are those of the two sides named behind them."""
        if office.form != "group" or office.actor.kind != "person" or office.members or not office.inferred:
            return office
        first = office.last + 1 + (line.lower(office.last + 1) in self._context.rules.owner_words)
        pairs = (m for m in found if m.form == "group" and m.members and first <= m.last)
        both = next((m for m in pairs if office.last < m.first <= first + 1), None)
        if both is None:
            return office
        return replace(office, members=both.members, inferred=False, actor=both.actor, last=both.last)

    def _home(self, n: int) -> str | None:
        """The country that line `n` is about: where it tells that something is; where that only hosts the talks of
        others, the one most named."""
        here = self._here(n)
        land = self._context.names.countries.get(here) if here else None
        return (land is not None and land.hosts and self._context.guests(land.iso2)) or here

    def _here(self, n: int) -> str | None:
        """The country that the places of line `n` lie in, or those of the lines before, or the article's."""
        return self._told(n, _HOME_REACH) or self._context.home()

    def _struck(self, n: int) -> str | None:
        """Where victims of what line `n` tells may be: where something is told to be, else the country named last."""
        near = (p for places in self._places[n::-1][: _HOME_REACH + 1] for p in reversed(places) if p.place.country)
        return self._told(n, _HOME_REACH) or next((p.place.country for p in near), None)

    def _told(self, n: int, reach: int) -> str | None:
        """The country that places of line `n` lie in, or of the nearest of up to `reach` lines before it."""
        return next((land for k in range(n, max(n - reach, 0) - 1, -1) if (land := self._lands[k])), None)

    def _note(self, person: Named, home: str | None) -> None:
        known = person.known
        if known.role in OF_ANYTHING:
            known.body = known.body or employer(person.line, person.last, self._context.rules)
        if known.country is None and known.role and not known.body and not known.private:
            known.country = (
                self._told_with(person) or self._beside(person) or self._spoke(person) or self._heads(person)
            ) or self._seated(person)
            anybody = known.country is None and known.role in OF_ANYTHING
            known.private = anybody and self._of_stranger(person.line, person.first, person.last)
            between = known.role == _MEDIATOR or known.rank == "international"  # of none of those
            known.country = known.country or (None if known.private or between else home)
        known.last_sentence = person.line.sentence.index
        self._antecedents.note(known, person.first)
        if known.rank in _OF_STATE and known.role and known.country:
            self._serving[known.role] = known.country

    def _of_stranger(self, line: Line, first: int, last: int) -> bool:
        """Is an office one of a body that nobody knows, without a noun for a side or a country ("head of the Wolf
        Centre", "Präsident der Handelskammer")?
        """
        rules = self._context.rules
        of = next((k for k in range(first, last + 2) if line.lower(k) in rules.owner_words), None)
        if of is None:
            return False
        first = of + 1 + (line.lower(of + 1) in rules.definite)
        last = first
        while line.word(last)[:1].isupper():
            last += 1
        words = range(first, last)
        if any(line.lower(k).endswith(rules.country_nouns) for k in words):
            return False
        return bool(words) and not any(line.hit_over(k) or noun_at(line, k, self._context.names, rules) for k in words)

    def _told_with(self, person: Named) -> str | None:
        """The country of an adjective or a body in the office ("X, head of the Ukrainian centre")."""
        line, rules = person.line, self._context.rules
        reach = _OWNER_REACH if line.lower(person.last + 1) in rules.owner_words else 0
        hits = (line.hit_from(k) for k in range(person.first, person.last + 1 + reach))
        senses = (hit.sense("adjective", "body") for hit in hits if hit)
        return next((country for s in senses if s and (country := self._context.country_of(s))), None)

    def _spoke(self, person: Named) -> str | None:
        """The country that opens the last sentence that names anybody, by its name or as a capital."""
        index = person.line.sentence.index
        near = [m for m in self._actors[-_REMEMBERED:] if index - _HOME_REACH <= m.sentence < index]
        before = [m for m in near if m.sentence == near[-1].sentence]
        acts = before and before[0].form in ("country", "capital", "seat") and before[0].first <= 1
        return before[0].actor.country if acts else None

    def _heads(self, person: Named) -> str | None:
        """The country of the body that opens a sentence before, for somebody who is only told to be its head ("Die
        Diakonie hilft. ..., sagte Präsidentin X")."""
        index = person.line.sentence.index
        near = (m for m in self._actors[-_REMEMBERED:] if index - _HOME_REACH <= m.sentence < index)
        bodies = [m for m in near if m.form == "body" and m.actor.kind == "organization" and m.first <= _OPENING]
        alone = person.known.role in OF_ANYTHING
        return bodies[-1].actor.country if alone and bodies and bodies[-1].speaks else None

    def _beside(self, person: Named) -> str | None:
        """The country of the officer before "and": "the German chancellor X and Finance Minister Y"."""
        line, k, seen = person.line, person.first - 1, self._antecedents.seen
        if line.lower(k) not in self._context.rules.joining_words or not line.word(k).isalpha() or not seen:
            return None
        sentence, _, before = seen[-1]
        joined = sentence == line.sentence.index and k - 1 in line.personal and before.role
        return before.country if joined else None

    def _seated(self, person: Named) -> str | None:
        """The country of the capital where a spokesperson says something ("said spokesman X in | Bamako")."""
        line, rules = person.line, self._context.rules
        if person.known.rank != "spokesperson":
            return None
        senses = (h.sense("capital") for h in line.hits if h.first > person.last and _is_in(line, h.first, rules))
        return next((self._context.country_of(s) for s in senses if s), None)

    def _person(self, person: Named) -> ActorMention:
        known = person.known
        self._sides.note_minister(known.role, known.country)
        return ActorMention(
            person.line.sentence.index, person.first, person.last, person.head, known.actor(), "name", known.gender,
            "sg", speaks=not known.private, group=self._register.group(known.body, known.text, known.country),
        )  # fmt: skip

    def _office(self, line: Line, titled: Titled[OfficeForm], home: str | None) -> ActorMention | None:
        """An office without a name: its holder where the article or the tables tell, else somebody of that office."""
        form, owner = titled.what, titled.owner
        if form.office.private or not line.free(titled.first, titled.last):
            return None
        stranger = owner is None and form.office.office in OF_ANYTHING
        stranger = stranger and self._of_stranger(line, titled.last, titled.last)
        bloc = self._sides.bloc(line, titled.first) if owner is None or owner.first > titled.last else None
        several = titled.plural or (bloc is not None and form.gender != "f" and self._several(line, titled))
        counted = line.count_before(titled.first, self._context.rules)
        if bloc and not (counted in self._context.rules.indefinite or (several and owner is None)):  # "a Western envoy"
            bloc = None
        if owner is None and form.office.rank == "spokesperson" and for_stranger(line, titled.last, self._context):
            return None
        # A rank is also an adjective and a verb's subject of other kinds ("general assembly"): it needs an article.
        named = owner is not None or bloc is not None
        if form.office.rank == "military" and not named and not line.count_before(titled.first, self._context.rules):
            return None
        first = (titled.start if line.free(titled.start, titled.first) else titled.first) - (bloc is not None)
        last = titled.end if line.free(titled.first, titled.end) else titled.last
        text, article = line.text(first, last), line.count_before(first, self._context.rules)
        line.take(first, last)
        plural = several or (form.gender != "f" and tells_plural(self._context.rules, article, line.lower(titled.last)))
        left = has_left(line, titled, self._context.rules)
        vague = plural or left or stranger or article in self._context.rules.indefinite
        master = self._antecedents.master(line, titled)
        known = self._antecedents.principal(line, titled) or (None if vague else self._holder(line, form, titled))
        if known and not (master and master.country != known.country):
            known.last_sentence = line.sentence.index
            self._antecedents.note(known, first)
            known.text = known.text or text
            actor, body = known.actor(), known.body
        elif plural and owner and owner.body and owner.body.kind in _TOGETHER:
            actor, body = body_actor(owner.body, text), ""
        elif bloc or (plural and owner and owner.body and not owner.body.country):  # "G7 leaders"
            name = f"{self._context.rules.blocs[bloc].name} {form.office.office}" if bloc else text
            actor, body = Actor(name=name, kind="other", text=text), ""
        else:
            index, office = line.sentence.index, form.office.office
            side = self._spoken_for(line, titled) if article in self._context.rules.indefinite else None
            told, when = self._officers.get(office, (None, index))
            nobody = stranger or (plural and owner is None and of_lands(line, titled, self._context.rules))
            told_of = side.actor if side else master
            whose = told_of.country if told_of else None if nobody else self._serving.get(office, home)
            if side and whose is None:
                actor = side.actor.model_copy(update={"text": text})
            elif told and index - when <= _OFFICE_REACH and not (owner or told_of or nobody):
                actor = told.model_copy(update={"text": text})
            else:
                actor = self._somebody(titled, text, whose)
            body = owner.body.name if owner and owner.body else side.actor.name if side else ""
            if owner or len(form.office.countries) == 1:
                self._officers[office] = actor, index
        members = tuple(self._one_of(titled, o, text, home) for o in titled.owners) if titled.joined else ()
        plural = plural or bool(members)
        return ActorMention(
            line.sentence.index, first, last, titled.last, actor, "group" if plural else "office", form.gender,
            "pl" if plural else "sg", inferred=not named, speaks=not (left or stranger), members=members,
            group=self._register.group(body, text, actor.country),
        )  # fmt: skip

    def _spoken_for(self, line: Line, titled: Titled[OfficeForm]) -> ActorMention | None:
        """The side that opens the sentence before, for which somebody unnamed speaks ("Das Militär zieht ab. Ein
        Sprecher sagte ...", but not "Ein Sprecher | der Werft")."""
        rules, behind = self._context.rules, titled.last + 1
        whose = line.lower(behind) in rules.definite | rules.owner_words and not is_media(line, behind + 1, rules)
        if whose or titled.owner or titled.what.office.office != "spokesperson":
            return None
        here = line.sentence.index - 1
        before = next((m for m in self._actors[-_REMEMBERED:] if m.sentence == here and not m.owns), None)
        if before is None or before.first > _OPENING or before.actor.kind in ("person", "other"):
            return None
        office = line.text(titled.first, titled.last).lower()
        of_state = titled.what.office.rank == "military" or of_government(office, rules)
        return None if of_state and before.actor.kind in _TOGETHER else before  # not "Hamas fired. An army spokesman"

    def _several(self, line: Line, titled: Titled[OfficeForm]) -> bool:
        """Tells the article before an adjective the plural, or without one its ending ("arabische Minister")?"""
        article = line.count_before(titled.first, self._context.rules)
        bare = not article and line.lower(titled.first - 1).endswith(self._context.rules.bare_plural_endings)
        return bare or tells_plural(self._context.rules, article, line.lower(titled.last))

    def _one_of(self, titled: Titled[OfficeForm], owner: Owner, text: str, home: str | None) -> Actor:
        """The one of `owner` where several share an office ("the French and German ministers")."""
        known = self._register.holder(titled.what, owner)
        return known.actor() if known else self._somebody(titled._replace(owner=owner), text, home)

    def _holder(self, line: Line, form: OfficeForm, titled: Titled[OfficeForm]) -> Known | None:
        if titled.owner or len(form.office.countries) == 1:
            known = self._register.holder(form, titled.owner)
        else:
            known = self._register.latest(form, line.sentence.index, _OFFICE_REACH)
        return known or self._antecedents.politician(line, titled)

    def _somebody(self, titled: Titled[OfficeForm], text: str, home: str | None) -> Actor:
        office, owner = titled.what.office, titled.owner
        country = self._sides.owner_country(owner) if owner else None
        person = owner.sense.entry if owner and isinstance(owner.sense.entry, Person) else None
        abroad = office.private or office.rank == "international" or (owner and owner.body) or person
        if country is None and not abroad:
            at_home = self._context.names.army_in(home) if office.rank == "military" else home
            known = len(office.countries) == 1 or (office.countries and at_home not in office.countries)
            country = office.countries[0] if known else at_home
        land = self._context.names.countries.get(country) if country else None
        whose = land.adjectives[0] if land and land.adjectives else person.name if person else ""
        whose = plain(owner.body.name) if owner and owner.body else whose
        name = office.office if whose and office.office.startswith(whose) else f"{whose} {office.office}".strip()
        return Actor(name=name, kind="person", country=country, role=office.office, text=text)

    def _apposed(self, line: Line, found: Sequence[ActorMention]) -> list[ActorMention]:
        """The mentions with each noun for a group or official joined to the name right behind it ("die Miliz
        Al-Shabaab", "Hamas official Basem Naim")."""
        joined: list[ActorMention] = []
        for mention in found:
            before = joined[-1] if joined else None
            if before and describes(line, before, mention):
                joined[-1] = replace(mention, first=before.first)
                continue
            media = before is not None and not (before.speaks or mention.speaks)
            group = before is not None and before.form == "generic" and (media or before.actor.kind in _TOGETHER)
            named = mention.form == "body" and before is not None and (media or mention.actor.kind == before.actor.kind)
            if before and group and named and _behind(line, before, mention):
                self._sides.know_as(before.actor, mention.actor)
                speaks = mention.speaks and before.speaks
                joined[-1] = replace(mention, first=before.first, head=before.head, speaks=speaks)
            elif before and names_official(line, before, mention, self._context.rules):
                joined[-1] = official(mention, before, self._register)
            else:
                joined.append(mention)
        return joined


def _is_in(line: Line, first: int, rules: Actors) -> bool:
    return line.lower(first - 1) in rules.inside_words


def _behind(line: Line, noun: ActorMention, name: ActorMention) -> bool:
    """Does a name stand right behind a noun, or in quotation marks there (die Miliz „Al-Shabaab“)?"""
    return name.first - noun.last == 1 or (name.first - noun.last == 2 and line.word(name.first - 1) in _QUOTES)
