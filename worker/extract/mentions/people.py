"""Persons by name: with a title before or behind it, by full name, by surname once they are introduced."""

from dataclasses import dataclass
from itertools import takewhile

from worker.extract.mentions.context import Context
from worker.extract.mentions.line import Line
from worker.extract.mentions.owning import Owner, owner_behind
from worker.extract.mentions.register import Known, Register, surname_known
from worker.extract.mentions.scan import Hit
from worker.extract.mentions.spelled import LONGEST_NAME, Spelled, alike
from worker.extract.mentions.titles import RULING, SENT, Titled, has_left, noun_end, office_at, opening
from worker.languages.actors import OfficeForm
from worker.languages.name_rows import Body, Gender, Person
from worker.languages.names import Sense
from worker.text.normalise import fold

_FARTHEST_NAME = 14  # tokens from an office to the name behind its comma


@dataclass(slots=True)
class Named:
    """A person at tokens `first` to `last` of `line`; `head` is the last token of the name."""

    line: Line
    first: int
    last: int
    head: int
    known: Known


@dataclass(frozen=True, slots=True)
class _Name:
    first: int
    last: int
    known: Known


class People:
    """Finds the persons of one article: `introduce` every line first, then `recall` surnames."""

    def __init__(self, context: Context, register: Register) -> None:
        self._context, self._register = context, register
        self._names, self._rules = context.names, context.rules
        self._spelled = Spelled(context, register)
        self.named: list[Named] = []
        self.offices: list[tuple[Line, Titled[OfficeForm]]] = []
        self._strangers: set[str] = set()  # surnames that somebody else than their known bearer has in the article
        self._recalled: set[str] = set()

    def introduce(self, line: Line) -> None:
        """Finds full names, and titles with what follows or precedes them; offices without a name are kept."""
        given = self._names.given_names
        i = 0
        while i < len(line.tokens):
            if not (line.may_open(i, self._rules) or line.hit_from(i) or line.lower(i) in given):
                i += 1
                continue
            titled = office_at(line, i, self._names, self._rules)
            noun = noun_end(line, i, self._rules)
            if noun > (titled.last if titled else i):
                i = noun + 1
                continue
            if titled:
                i = self._titled(line, titled)
                continue
            name = self._full(line, i)
            if name:
                self._add(line, name.first, name)
                i = name.last + 1
                continue
            i += 1

    def _titled(self, line: Line, titled: Titled[OfficeForm]) -> int:
        """Joins a title with its name; returns the token to go on with."""
        name = self._behind(line, titled)
        if name:
            owner = titled.owner or self._party(line, name.last)
            self._register.describe(name.known, titled.what, owner, left=has_left(line, titled, self._rules))
            self._add(line, titled.start, name)
            return name.last + 1
        if titled.compound:
            return titled.last + 1
        before = self._before(line, titled)
        if before:
            self._register.describe(before.known, titled.what, titled.owner, left=has_left(line, titled, self._rules))
            line.take(before.last + 1, titled.end)
            before.last = titled.end
            self._word(before.known, line, before.first, before.last)
            return titled.end + 1
        self.offices.append((line, titled))
        return titled.last + 1

    def _party(self, line: Line, last: int) -> Owner | None:
        """The party that stands behind the name of somebody ("der Abgeordnete X von der Partei Y", "X (SPD)")."""
        first = last + 2
        if line.word(last + 1) == "(":
            hit = line.hit_from(first)
            end = hit.last if hit else first
            # A word that names a party nowhere else does so in brackets ("Grüne", "Linke").
            bracketed = hit.senses if hit else self._names.senses(line.lower(first))
            sense = next((s for s in bracketed if isinstance(s.entry, Body) and s.entry.sort == "party"), None)
            if sense:
                return Owner(sense, first, end)
        _, owner = owner_behind(line, last, self._names, self._rules, seats=False)
        return owner if owner and owner.body and owner.body.sort == "party" else None

    def _behind(self, line: Line, titled: Titled[OfficeForm]) -> _Name | None:
        """The name behind a title: next to it, or behind owner and comma ("governor of Kharkiv, Oleh ...")."""
        if titled.plural:
            return None
        name = self._name(line, self._skip(line, titled.last + 1, titled), titled)
        if name is None and titled.end > titled.last:
            name = self._name(line, self._skip(line, titled.end + 1, titled), titled)
        end = self._over_place(line, self._over_bracket(line, titled.end))
        if name is None and line.word(end + 1) == ",":
            name = self._name(line, self._skip(line, end + 2, titled), titled)
            tight = (
                name and (name.last > name.first or name.known.role) and line.word(name.last + 1) in (",", ".", "(", "")
            )
            return name if tight else None
        return name or self._apposed(line, titled) or self._behind_field(line, titled)

    def _behind_field(self, line: Line, titled: Titled[OfficeForm]) -> _Name | None:
        """The name that a given name opens behind what an office is for ("minister for integration Ada Obi", "envoy to
        the United Nations Ada Obi")."""
        rules, first = self._rules, titled.end + 1
        sent = titled.what.office.rank in SENT and line.lower(first) in rules.place_cues
        if not sent and line.lower(first) not in rules.owner_words:
            return None
        for k in range(first + 1, min(len(line.tokens), first + _FARTHEST_NAME)):
            if k > first + 1 and line.lower(k) in self._names.given_names and line.word(k)[:1].isupper():
                name = self._name(line, k, titled)
                return name if name and name.last > name.first else None
            if not (
                line.word(k)[:1].isupper() or line.lower(k) in rules.owner_words | rules.joining_words | rules.definite
            ):
                return None
        return None

    def _apposed(self, line: Line, titled: Titled[OfficeForm]) -> _Name | None:
        """The name between commas behind what an office is of ("head of the unit at the ministry, Yuriy Bilous")."""
        links = self._rules.owner_words | self._rules.place_cues
        k = titled.end + 1
        if line.lower(k) not in links:
            return None
        marks = self._rules.possessive_marks
        while k < min(len(line.tokens), titled.end + _FARTHEST_NAME) and (
            line.word(k)[0].isalpha() or line.lower(k) in marks
        ):
            other = office_at(line, k, self._names, self._rules)
            if other and line.lower(other.last + 1) not in marks:  # but "the prosecutor's office"
                return None
            k += 1
        name = self._name(line, self._skip(line, k + 1, titled), titled) if line.word(k) == "," else None
        return name if name and name.last > name.first and line.word(name.last + 1) in (",", ".", "(", "") else None

    def _over_place(self, line: Line, end: int) -> int:
        """The end of a title with its place behind it: "the spokesman of the army in North Kivu, ..."."""
        k = end + 2
        while line.lower(end + 1) in self._rules.place_cues and line.word(k)[:1].isupper():
            k += 1
        return k - 1 if k > end + 2 and line.word(k) == "," else end

    def _over_bracket(self, line: Line, end: int) -> int:
        """The end of a title with its body's short name in brackets ("head of the atomic agency (IAEA), ...")."""
        return end + 3 if line.word(end + 1) == "(" and line.word(end + 3) == ")" else end

    def _skip(self, line: Line, k: int, titled: Titled[OfficeForm]) -> int:
        """Steps over honorifics that are no part of a name in the tables, and a second title, unless both are of heads
        of state or government, so of two people ("empfing der russische Präsident | Kanzler Merz").
        """
        honorifics = self._rules.honorifics
        while not self._known_at(line, k) and {line.lower(k), line.lower(k).rstrip(".")} & honorifics:
            k += 1
            k += line.word(k) == "."
        second = office_at(line, k, self._names, self._rules)
        if second and titled.owner and {titled.what.office.rank, second.what.office.rank} <= RULING:
            return k
        return second.last + 1 if second and not second.owner and not second.compound else k

    def _known_at(self, line: Line, k: int) -> bool:
        hit = line.hit_from(k)
        return hit is not None and hit.sense("person") is not None

    def _before(self, line: Line, titled: Titled[OfficeForm]) -> Named | None:
        """The name that a title behind a comma belongs to: "Peskov, the Kremlin spokesman"."""
        k = opening(line, titled, self._rules) - 1
        if line.lower(k) in self._rules.definite | self._rules.indefinite:
            k -= 1
        if line.word(k) != "," or titled.plural:
            return None
        here = takewhile(lambda n: n.line is line, reversed(self.named))
        found = next((n for n in here if n.last == k - 1), None)
        return found or self._surname_before(line, k - 1, titled) or self._stranger_before(line, k - 1, titled)

    def _stranger_before(self, line: Line, last: int, titled: Titled[OfficeForm]) -> Named | None:
        """Two or more unknown capitals before the comma: a name that the title makes sure of."""
        first = last + 1
        while (
            first > 0
            and last - first < LONGEST_NAME - 1
            and self._spelled.may_name(line, first - 1, False)
            and line.free(first - 1, first - 1)
        ):
            first -= 1
        if (
            first > last - 1
            or self._spelled.shouts(line)
            or (self._rules.adjective_endings and first > 0 and not line.opens(first))
        ):
            return None
        if line.lower(first - 1) in self._rules.definite:
            return None
        words = [line.word(k) for k in range(first, last + 1)]
        self._add(line, first, _Name(first, last, self._stranger(words, titled.what.gender)))
        return self.named[-1]

    def _surname_before(self, line: Line, last: int, titled: Titled[OfficeForm]) -> Named | None:
        """The surname that ends at token `last`, where the title behind it fits somebody of that name."""
        hit = line.hit_to(last)
        senses = hit.all("surname") if hit and not hit.tail else []
        person = self._register.pick(senses, titled.what, titled.owner)
        if hit is None or person is None or not line.free(hit.first, last) or self._namesake_before(line, hit, person):
            return None
        self._add(line, hit.first, _Name(hit.first, last, self._register.person(person)))
        return self.named[-1]

    def _namesake_before(self, line: Line, hit: Hit, person: Person) -> bool:
        """Stands another name than the person's before a surname ("Mick | Ryan")?"""
        before, lower = line.word(hit.first - 1), line.lower(hit.first - 1)
        known = lower in self._rules.offices or lower in self._rules.nouns or lower in self._rules.honorifics
        return before[:1].isupper() and before.isalpha() and before not in person.name and not known

    def _name(self, line: Line, i: int, titled: Titled[OfficeForm]) -> _Name | None:
        """The name that begins at `i` behind a title, of a person in the tables or a stranger."""
        hit = line.hit_from(i)
        if hit and not hit.tail and not self._spelled.is_given(line, hit):
            senses = hit.all("person") or hit.all("surname")
            person = self._register.pick(senses, titled.what, titled.owner)
            known = self._namesake(line, hit)
            if known and (known.role or not (person and self._register.fits(person, titled.what))):
                return _Name(i, hit.last, known)
            if person and not self._goes_on(line, hit, person, titled):
                return _Name(i, hit.last, self._register.person(person))
            if not senses and hit.sense("country", "adjective", "body", "capital", "peoples"):
                return None
        words = self._spelled.words(line, i)
        if not words or not self._spelled.believable(line, i, words, titled):
            return None
        last = i + len(words) - 1
        return _Name(i, last, self._listed(line, i, last, titled) or self._stranger(words, titled.what.gender))

    def _goes_on(self, line: Line, hit: Hit, person: Person, titled: Titled[OfficeForm]) -> bool:
        """Is a surname the given name of a stranger, standing before another name ("police spokesman Abdi Omar")?"""
        alone = not hit.sense("person") and not self._register.fits(person, titled.what)
        return alone and self._spelled.may_name(line, hit.last + 1, True)

    def _namesake(self, line: Line, hit: Hit) -> Known | None:
        """Who has introduced himself in the article under a surname that the tables know of another."""
        found = self._register.by_surname.get(fold(line.text(hit.first, hit.last)), ())
        return found[-1] if found and not hit.sense("person") else None

    def _listed(self, line: Line, i: int, last: int, titled: Titled[OfficeForm]) -> Known | None:
        """A person of the tables whose given name is spelled in a way the tables do not know."""
        hit = line.hit_to(last)
        if hit is None or hit.first <= i:
            return None
        given = line.word(i)
        senses = [s for s in hit.all("surname") if any(alike(given, n) for n in (s.entry.name, *s.entry.names))]
        person = self._register.pick(senses, titled.what, titled.owner)
        return self._register.person(person) if person else None

    def _stranger(self, words: list[str], gender: Gender) -> Known:
        given = self._names.given_names.get(fold(words[0]), "")
        return self._register.stranger(words, gender or given)

    def _full(self, line: Line, i: int) -> _Name | None:
        """A full name without title: of the tables, or of a stranger with a given name that is known as such."""
        hit = line.hit_from(i)
        if hit and not hit.tail:
            person = self._register.pick(hit.all("person"), None, None)
            if person:
                return _Name(i, hit.last, self._register.person(person))
        other = hit and (not hit.sense("surname", "place", "region") or (hit.last > i and not hit.sense("surname")))
        around = line.hit_over(i)  # "Tel | Aviv"
        other = other or (around is not None and around.first < i and not around.sense("person", "surname"))
        if other or line.lower(i) not in self._names.given_names or self._spelled.shouts(line):
            return None
        words = self._spelled.plain(self._spelled.words(line, i))
        behind = line.hit_from(i + 1)
        other = behind and not behind.sense("surname", "person", "place")
        if len(words) < 2 or other or self._spelled.beside_place(line, i, i + len(words) - 1):
            return None
        return _Name(i, i + len(words) - 1, self._stranger(words, ""))

    def _add(self, line: Line, first: int, name: _Name) -> None:
        last = self._office_of(line, name.last)
        line.take(first, last)
        line.personal.update(range(name.first, name.last + 1))
        self.named.append(Named(line, first, last, last, name.known))
        self._word(name.known, line, first, name.last)

    def _office_of(self, line: Line, last: int) -> int:
        """Where a name with the office behind it ends that speaks for its bearer ("Macron's | office"), else `last`."""
        marked = line.lower(last + 1) in self._rules.possessive_marks
        noun = self._rules.nouns.get(line.lower(last + 1 + marked))
        owns = marked or line.lower(last).endswith(self._rules.genitive_endings)
        return last + 1 + marked if owns and noun and noun.sort == "office" else last

    def _word(self, known: Known, line: Line, first: int, last: int) -> None:
        """Keeps the fullest words for a person."""
        known.text = max(known.text, line.text(first, last), key=len)

    def recall(self, line: Line) -> None:
        """Finds the surnames that stand alone: of persons whom the article introduces, or who are known without."""
        for i, token in enumerate(line.tokens):
            hit = line.hit_from(i)
            marked = token.text[:1].isupper() or token.text.partition("-")[2][:1].isupper()  # "al-Sisi"
            if i in line.taken or not (marked or (hit and hit.last > i)):  # "von der Leyen"
                continue
            if "-" in token.text and self._pair(line, i):
                continue
            if hit and (hit.tail or self._spelled.is_given(line, hit)):
                continue
            last = hit.last if hit and hit.sense("surname") else i
            known = self._introduced(line, i, last) or self._famous(line, i)
            if known and line.free(i, last):
                self._add(line, i, _Name(i, last, known))

    def _pair(self, line: Line, i: int) -> bool:
        """Two surnames in one hyphened word ("the Putin-Xi summit"): adds both."""
        inside = [h for h in line.hits if h.first == h.last == i and h.sense("surname")]
        people = [
            self._register.pick([s for s in h.all("surname") if self._stands_alone(s)], None, None) for h in inside
        ]
        found = [self._register.person(p) for p in people if p is not None]
        if len(found) < 2 or not line.free(i, i):
            return False
        for known in found:
            self._add(line, i, _Name(i, i, known))
        return True

    def _introduced(self, line: Line, i: int, last: int) -> Known | None:
        word = line.text(i, last).lower()
        found = surname_known(self._register.by_surname, word, self._rules.genitive_endings)
        found = [k for k in found if self._addressed(line, i, k.gender)]
        if not found or (line.opens(i) and line.lower(i) in self._rules.nouns):
            return None
        hit = line.hit_from(i)
        if hit and hit.sense("country", "capital", "adjective") and not hit.sense("surname"):
            return None
        return max(found, key=lambda k: (k.role is not None, k.last_sentence))

    def _famous(self, line: Line, i: int) -> Known | None:
        """A person whose surname alone is enough, unless another given name stands before it."""
        hit = line.hit_from(i)
        senses = hit.all("surname") if hit else []
        if not hit or not senses or hit.sense("country", "capital", "place", "body", "region", "people"):
            return None
        usable = [s for s in senses if self._stands_alone(s)]
        person = self._register.pick(usable, None, None)
        surname = fold(line.text(i, hit.last))
        if person is None or surname in self._strangers or not self._addressed(line, i, person.gender):
            return None
        if self._other_name(line, i, person):
            self._strangers |= {surname} - self._recalled  # "said Bates Gill ... Gill said"
            return None
        self._recalled.add(surname)
        return self._register.person(person)

    def _addressed(self, line: Line, i: int, gender: str) -> bool:
        """Can "Mr" or "Ms" before a surname mean somebody of this gender?"""
        return gender in ("", self._rules.addressed.get(line.lower(i - 1).rstrip("."), gender))

    def _stands_alone(self, sense: Sense) -> bool:
        """Needs a surname no introduction: its country is named, or it is no other word and its bearer holds office."""
        needs = sense.needs(self._rules.language)
        if "introduced" in needs:
            return False
        term = self._names.term_at(sense.entry.name, self._context.published)
        return self._context.names_country_of(sense) or bool(not needs and term)

    def _other_name(self, line: Line, i: int, person: Person) -> bool:
        """Does a word before the surname show that somebody else is meant ("Thomas Müller")?"""
        before, lower = line.word(i - 1), line.lower(i - 1)
        if not before[:1].isupper() or not before.isalpha() or line.hit_to(i - 1):
            return False
        if before in self._rules.not_in_names:  # "traf am Freitag | Putin"
            return False
        if lower in self._names.given_names:
            return before not in person.name
        if line.opens(i - 1):  # "Abdinasir Mohamed": half a country is called Mohamed
            return line.lower(i) in self._names.given_names and self._spelled.may_name(line, i - 1, False)
        if lower in self._rules.offices or lower in self._rules.nouns:
            return False
        term = self._names.term_at(person.name, self._context.published)
        return not self._rules.adjective_endings or not (term and self._context.votes[term.country])
