"""Who an article speaks of: persons with all that its sentences tell of them, from first mention to last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from schemas import Actor
from worker.extract.mentions.context import Context
from worker.extract.mentions.owning import Owner
from worker.languages.actors import OfficeForm
from worker.languages.name_keys import key_of
from worker.languages.name_rows import Body, Gender, Person, Term
from worker.languages.names import Names, Sense, plain
from worker.text.normalise import fold

_TELLING = frozenset({
    "head_of_state", "head_of_government", "minister", "spokesperson", "regional", "local", "diplomat", "international",
})  # fmt: skip
# Ranks whose former holders are heard as such.
_LEADING = frozenset({"head_of_state", "head_of_government"})
# Ranks with so many holders that a namesake with another office is somebody else ("Senator Hill").
_OF_MANY = frozenset({"legislator", "local", "regional"})


@dataclass(slots=True, eq=False)
class Known:
    """A person as known so far; `text`: the fullest words for the person in this article."""

    name: str
    gender: Gender = ""
    country: str | None = None
    role: str | None = None
    rank: str = ""
    text: str = ""
    body: str = ""
    private: bool = False
    last_sentence: int = -1

    def actor(self) -> Actor:
        """The person as the contract's Actor, in the article's fullest words."""
        return Actor(name=self.name, kind="person", country=self.country, role=self.role, text=self.text or self.name)


@dataclass(slots=True)
class Register:
    """Persons of one article by surname."""

    context: Context
    by_surname: dict[str, list[Known]] = field(default_factory=dict)
    by_name: dict[str, Known] = field(default_factory=dict)

    def person(self, entry: Person) -> Known:
        """The entry of the people table as known here, entered on first sight with the office of the time."""
        known = self.by_name.get(entry.name)
        if known is None:
            term = self.context.names.term_at(entry.name, self.context.published)
            known = Known(entry.name, entry.gender, self._country(entry, term), term.office if term else None)
            last = term or next(iter(self.context.names.terms.get(entry.name, ())[-1:]), None)
            known.body = last.body if last else ""
            self._enter(known, {fold(form) for form in (*entry.short, entry.name.split(" ")[-1])})
        return known

    def _country(self, entry: Person, term: Term | None) -> str | None:
        terms = self.context.names.terms.get(entry.name, ())
        found = term or (terms[-1] if terms else None)
        return found.country or None if found else None

    def stranger(self, words: Sequence[str], gender: Gender) -> Known:
        """Somebody who is in no table, by the words of the name without title; the same words are one person."""
        name = " ".join(words)
        known = self.by_name.get(name)
        if known is None:
            last = fold(words[-1])
            known = next((k for k in self.by_surname.get(last, ()) if len(words) == 1), None) or Known(name, gender)
            self._enter(known, {last})
        known.gender = known.gender or gender
        return known

    def _enter(self, known: Known, surnames: Iterable[str]) -> None:
        self.by_name[known.name] = known
        for surname in surnames:
            listed = self.by_surname.setdefault(surname, [])
            if known not in listed:
                listed.append(known)

    def group(self, body: str, text: str, country: str | None) -> Actor | None:
        """The armed group of this name as a side, or the body of no country where who speaks for it has none either,
        None where it is another kind of body."""
        senses = self.context.names.senses(key_of(body)) if body else ()
        group = next((s.entry for s in senses if isinstance(s.entry, Body) and _is_party(s.entry, country)), None)
        return (
            Actor(name=plain(group.name), kind=group.kind, country=group.country or None, text=text) if group else None
        )

    def describe(self, known: Known, form: OfficeForm, owner: Owner | None, *, left: bool = False) -> None:
        """Adds what a title says: office, gender and the country of its owner; who has `left` it speaks for no side,
        unless he led one."""
        office = form.office.office
        # The article knows better than the table, but its short title ("Minister") takes nothing from a full one.
        if known.role is None or (form.office.rank in _TELLING and not known.role.endswith(office) and not known.rank):
            known.role = office
        known.rank = known.rank or form.office.rank
        known.gender = known.gender or form.gender
        known.private = form.office.private or (left and form.office.rank not in _LEADING and known.role == office)
        known.body = known.body or (owner.body.name if owner and owner.body else "")
        if known.country is None:
            known.country = self.told(form, owner)

    def told(self, form: OfficeForm | None, owner: Owner | None) -> str | None:
        """The country that a title tells: of its owner, else the only one that has the office."""
        country = self.context.country_of(owner.sense) if owner else None
        return country or (_only(form.office.countries) if form else None)

    def pick(self, senses: Sequence[Sense], form: OfficeForm | None, owner: Owner | None) -> Person | None:
        """Of the people that a name can mean the one who fits title, time and article; None where none does."""
        people = [(s.entry, s.standing == "person") for s in senses if isinstance(s.entry, Person)]
        scored = [(self._fit(p, form, owner, full=full), -n, p) for n, (p, full) in enumerate(people)]
        fitting = [s for s in scored if s[0] >= 0]
        return max(fitting, key=lambda s: s[:2])[2] if fitting else None

    def fits(self, person: Person, form: OfficeForm) -> bool:
        """Is it somebody whom the article names in full, or who held this office?"""
        terms = self.context.names.terms.get(person.name, ())
        return person.name in self.by_name or any(t.office == form.office.office for t in terms)

    def _fit(self, person: Person, form: OfficeForm | None, owner: Owner | None, *, full: bool) -> int:
        names, published = self.context.names, self.context.published
        terms = names.terms.get(person.name, ())
        now = names.term_at(person.name, published)
        countries = {t.country for t in terms if t.country}
        wanted = self.told(None if full else form, owner)  # "Defence Secretary Pete Hegseth" is no Briton
        if wanted and countries and wanted not in countries:
            return -1
        known = 8 if person.name in self.by_name else 0
        office = 4 if form and any(t.office == form.office.office for t in terms) else 0
        if form and not known and not office and form.office.rank in _OF_MANY:
            return -1
        here = (
            2
            if any(self.context.votes[c] for c in countries) or any(t.body in self.context.bodies for t in terms)
            else 0
        )
        elsewhere = now and now.country and now.country not in self.context.countries
        if form and form.office.rank in _TELLING and elsewhere and not (known or office):
            return -1  # a namesake, with another office in a country that nothing else speaks of
        return known + office + here + (1 if now else 0)

    def holder(self, form: OfficeForm, owner: Owner | None) -> Known | None:
        """Who holds an office of a named country or body: someone the article names, else who the tables say held it
        then."""
        country, office = self.told(form, owner), form.office.office
        if country is None:
            return self._head(owner.body.name, office) if owner and owner.body else None
        here = [k for k in self.by_name.values() if k.country == country and k.role == office]
        if here:
            return max(here, key=lambda k: k.last_sentence)
        if form.office.rank not in ("head_of_state", "head_of_government", "minister"):
            return None
        listed = self.context.names.holders(country, office, self.context.published)
        return self.person(listed[0]) if len(listed) == 1 else None

    def _head(self, body: str, office: str) -> Known | None:
        """Whom the article names as holder of an office of a body, else who the tables say, else who holds it in one of
        its parts ("UN human rights chief")."""
        heads = [k for k in self.by_name.values() if k.role == office and k.body]
        if here := [k for k in heads if k.body == body]:
            return max(here, key=lambda k: k.last_sentence)
        listed = self.context.names.holders(body, office, self.context.published)
        return self.person(listed[0]) if len(listed) == 1 else heads[0] if len(heads) == 1 else None

    def latest(self, form: OfficeForm, sentence: int, reach: int) -> Known | None:
        """The person of this office named last, not more than `reach` sentences back."""
        near = [k for k in self.by_name.values() if 0 <= sentence - k.last_sentence <= reach and _holds(k, form)]
        return max(near, key=lambda k: k.last_sentence, default=None)


def _holds(known: Known, form: OfficeForm) -> bool:
    """Can an office word mean this person: the same office, its last word, or the same rank of head?"""
    if form.gender and known.gender and form.gender != known.gender:
        return False
    if known.role is None:
        return False
    office = form.office.office
    heads = ("head_of_state", "head_of_government")
    roles = (known.role, known.role.split(" ")[-1], f"{known.role} of the {known.body}")
    return office in roles or (known.rank == form.office.rank in heads)


def _is_party(body: Body, country: str | None) -> bool:
    return body.kind == "armed_group" or (body.kind == "organization" and not (country or body.country or body.sort))


def _only(countries: tuple[str, ...]) -> str | None:
    return countries[0] if len(countries) == 1 else None


def surname_known(register: dict[str, list[Known]], word: str, endings: tuple[str, ...]) -> list[Known]:
    """Persons of the register whom a word names, with or without the ending of a genitive."""
    found = register.get(word)
    for ending in endings:
        if not found and word.endswith(ending):
            found = register.get(word[: -len(ending)])
    return found or []


def body_called(name: str, names: Names) -> Body | None:
    """The body that goes by a name ("Kurdish troops")."""
    return next((s.entry for s in names.senses(key_of(name)) if isinstance(s.entry, Body)), None)


def body_actor(body: Body, text: str) -> Actor:
    """A body as a side, told by `text`."""
    return Actor(name=plain(body.name), kind=body.kind, country=body.country or None, text=text)
