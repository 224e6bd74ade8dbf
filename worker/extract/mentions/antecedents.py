"""Words that stand for a person named before: "er", "the 72-year-old", "der Italiener", "die Grünen-Politikerin"."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from operator import itemgetter

from worker.extract.mentions.line import Line
from worker.extract.mentions.officials import of_government
from worker.extract.mentions.register import Known, Register
from worker.extract.mentions.titles import Titled
from worker.extract.mentions.types import ActorMention
from worker.languages.actors import Actors, OfficeForm
from worker.languages.name_rows import Gender
from worker.languages.names import Names

# How many sentences back such a word may reach.
_REACH = 2


@dataclass(slots=True)
class Antecedents:
    """The persons of an article in the order in which they are named."""

    rules: Actors
    register: Register
    seen: list[tuple[int, int, Known]] = field(default_factory=list)

    def note(self, known: Known, first: int) -> None:
        """`known` is named at token `first` of its last sentence."""
        self.seen.append((known.last_sentence, first, known))

    def note_strangers(self, line: Line, names: Names) -> None:
        """Notes those who are only told by a given name ("Olena fled to Kyiv"), so that "she" is nobody else."""
        for i, token in enumerate(line.tokens):
            gender = names.given_names.get(token.lower) if token.text[:1].isupper() else None
            if gender and line.free(i, i) and not line.hit_over(i) and token.text not in self.rules.not_in_names:
                self.seen.append((line.sentence.index, i, Known(token.text, gender, private=True)))

    def pronouns(self, line: Line) -> list[ActorMention]:
        """The pronouns and ages of a line that stand for persons."""
        found = []
        for i, token in enumerate(line.tokens):
            if self.rules.possessives.get(token.lower, "n") != "n" and not line.sentence.quoted[i]:
                self._note_owner(line, i)
                continue
            pronoun = self.rules.pronouns.get(token.lower)
            if (
                not (pronoun or ("-" in token.lower and self._tells_age(line, i)))
                or line.sentence.quoted[i]
                or not line.free(i, i)
            ):
                continue
            if pronoun and self._is_plural(line, i):
                continue
            start = self._clause_start(line, i) if pronoun else i
            gender: Gender = pronoun.gender if pronoun else ""
            known = self._before(line, start, partial(_is, gender=gender))
            if known:
                found.append(self._mention(line, i, i, known, gender))
        return found

    def _note_owner(self, line: Line, i: int) -> None:
        """ "The last stop of his tour was Paris. He ...": whom a possessive means is spoken of there as well."""
        if known := self._before(line, i, partial(_is, gender=self.rules.possessives[line.lower(i)])):
            self.seen.append((line.sentence.index, i, known))

    def _clause_start(self, line: Line, i: int) -> int:
        """Where signs mark clauses: the first token of the one at `i`, in which a pronoun means nobody that it names
        ("Die Rede von Vance weist er zurück")."""
        if not self.rules.adjective_endings:
            return i
        stops = self.rules.joining_words
        marks = (k for k in range(i - 1, -1, -1) if not line.word(k)[:1].isalnum() or line.lower(k) in stops)
        return next(marks, -1) + 1

    def compatriot(self, line: Line, named: ActorMention) -> ActorMention | None:
        """The person whom the word for somebody of a country means here ("sagte der Italiener")."""
        one = self.rules.definite - self.rules.plural_words
        if named.form != "demonym" or line.lower(named.first - 1) not in one:
            return None
        known = self._before(line, named.first, partial(_is, country=named.actor.country, office=True))
        return self._mention(line, named.first, named.last, known) if known else None

    def politician(self, line: Line, titled: Titled[OfficeForm]) -> Known | None:
        """The person with another office whom a word for politicians means ("die Grünen-Politikerin")."""
        if titled.what.office.rank != "party":
            return None
        country, gender = self.register.told(titled.what, titled.owner), titled.what.gender
        return self._before(line, titled.first, partial(_is, gender=gender, country=country, office=True))

    def principal(self, line: Line, titled: Titled[OfficeForm]) -> Known | None:
        """For whom somebody speaks who is only told to be his ("sagte sein Sprecher")."""
        whose = self.rules.possessives.get(line.lower(titled.first - 1))
        if whose is None or titled.what.office.rank != "spokesperson":
            return None
        if of_government(line.text(titled.first, titled.last).lower(), self.rules):
            return None  # "his foreign ministry's spokesman"
        gender = "" if self.rules.adjective_endings else whose  # where it has that of what is owned
        fits = partial(_is, gender=gender, office=True)
        here = (k for sentence, _, k in self.seen if sentence == line.sentence.index and fits(k))
        return next(here, None) or self._before(line, titled.first - 1, fits)

    def master(self, line: Line, titled: Titled[OfficeForm]) -> Known | None:
        """Whose somebody with an office is, where a possessive tells that ("his defence minister")."""
        whose = self.rules.possessives.get(line.lower(titled.first - 1), "n")
        if whose == "n" or titled.owner:
            return None
        fits, index = partial(_is, gender=whose), line.sentence.index
        here = [
            (first, k) for sentence, first, k in self.seen if sentence == index and first < titled.first and fits(k)
        ]
        known = max(here, key=itemgetter(0))[1] if here else self._before(line, titled.first - 1, fits)
        return known if known and known.country else None

    def _before(self, line: Line, i: int, fits: Callable[[Known], bool]) -> Known | None:
        """Whom a word at token `i` means: the first fitting person before it in its sentence, else in those before."""
        here, i = line.sentence.index, i - (line.lower(i - 1) in self.rules.definite)
        near = sorted(takewhile(lambda seen: here - seen[0] <= _REACH, reversed(self.seen)), key=itemgetter(0, 1))
        for back in range(_inserted(line, i, self.rules), _REACH + 1):
            fitting = [k for sentence, first, k in near if sentence == here - back and (back or first < i) and fits(k)]
            if fitting:
                return fitting[0]
        return None

    def _mention(self, line: Line, first: int, last: int, known: Known, gender: Gender = "") -> ActorMention:
        known.last_sentence = line.sentence.index
        self.note(known, first)
        group = self.register.group(known.body, known.text, known.country)
        return ActorMention(
            line.sentence.index, first, last, last, known.actor(), "pronoun", known.gender or gender, "sg",
            speaks=not known.private, group=group,
        )  # fmt: skip

    def _tells_age(self, line: Line, i: int) -> bool:
        """ "der 58-Jährige", "the 58-year-old": an age behind the article, with no noun of its own."""
        age, _, rest = line.lower(i).partition("-")
        if not rest or not age.isdigit():
            return False
        alone = not line.word(i + 1)[:1].isupper() or not self.rules.adjective_endings
        return rest in self.rules.aged and line.lower(i - 1) in self.rules.definite and alone

    def _is_plural(self, line: Line, i: int) -> bool:
        """Does a verb beside a pronoun that can be both show that it is plural?"""
        rules = self.rules
        endings = rules.plural_verb_endings
        closed = rules.definite | rules.indefinite | rules.place_cues
        beside = [w for w in (line.lower(i - 1), line.lower(i + 1)) if w and w not in closed]
        return (
            bool(endings) and rules.pronouns[line.lower(i)].gender == "f" and any(w.endswith(endings) for w in beside)
        )


def _is(known: Known, gender: str = "", country: str | None = None, office: bool = False) -> bool:
    """Can a word for one of this gender and country, and with an office, mean `known`?"""
    same = (country is None or known.country in (None, country)) and (not gender or known.gender in ("", gender))
    return same and (not office or known.role is not None)


def _inserted(line: Line, i: int, rules: Actors) -> bool:
    """Is it in a clause that reports the rest (", he said", ", sagte er"), so that it means the speaker, and in none on
    which the rest depends ("When Rubio met Xi, he ...")?"""
    if line.lower(0) in rules.clause_openers:
        return False
    marks = (",", '"', "”", "“", "«", "»", "’", "'")
    return line.word(i - 1) in marks or (line.word(i - 2) in marks and line.word(i - 1).islower())
