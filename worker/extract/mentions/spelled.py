"""Which words of a line can be the name of a person, of whom no table need know."""

from difflib import SequenceMatcher

from worker.extract.mentions.context import Context
from worker.extract.mentions.line import Line
from worker.extract.mentions.register import Register
from worker.extract.mentions.scan import Hit
from worker.extract.mentions.titles import Titled
from worker.languages.actors import OfficeForm
from worker.text.normalise import fold

LONGEST_NAME = 4
_ALIKE = 0.65  # share of letters in two spellings of one given name


class Spelled:
    """Reads names off their capitals and particles, and off those that the article has introduced."""

    def __init__(self, context: Context, register: Register) -> None:
        self._register = register
        self._names, self._rules = context.names, context.rules

    def words(self, line: Line, i: int) -> list[str]:
        """The words of an unknown name from token `i` on: capitals, with particles between them."""
        words: list[str] = []
        for k in range(i, min(i + LONGEST_NAME, len(line.tokens))):
            lead, _, rest = line.word(k).partition("-")
            glued = words and lead in self._rules.name_particles and rest[:1].isupper()  # "al-Sinwar"
            particle = words and line.lower(k) in self._rules.name_particles and line.word(k + 1)[:1].isupper()
            if particle and line.lower(k) in self._rules.definite:  # "van der", not "Wadephul | den Angriff"
                particle = fold(words[-1]) in self._rules.name_particles
            if glued or particle or self.may_name(line, k, bool(words)):
                words.append(line.word(k))
            else:
                break
        while words and fold(words[-1]) in self._rules.name_particles:
            words.pop()
        if words:
            words[-1] = self._bare(words[-1], line, i + len(words) - 1)
        return words

    def may_name(self, line: Line, k: int, inside: bool) -> bool:
        word, lower = line.word(k), line.lower(k)
        if (
            not word[:1].isupper()
            or len(word) < 2
            or any(c.isdigit() for c in word)
            or word in self._rules.not_in_names
        ):
            return False
        if lower in self._rules.nouns or lower in self._rules.offices or lower in self._names.parts:
            return False
        hit = line.hit_over(k)
        if hit and not hit.sense("person", "surname") and lower not in self._names.given_names:
            return inside and bool(hit.sense("place", "region")) and not hit.sense("country", "body", "capital")
        return not (word.isupper() and len(word) > 3)

    def _bare(self, word: str, line: Line, k: int) -> str:
        """The last word without the ending of a genitive, where the article has the word without it too."""
        for ending in self._rules.genitive_endings:
            if word.endswith(ending) and fold(word[: -len(ending)]) in self._register.by_surname:
                return word[: -len(ending)]
        return word

    def plain(self, words: list[str]) -> list[str]:
        """Without a title only given names, particles and one surname: what follows is another noun."""
        for n, word in enumerate(words[1:], 2):
            if fold(word) not in self._names.given_names and fold(word) not in self._rules.name_particles:
                return words[:n]
        return words

    def believable(self, line: Line, i: int, words: list[str], titled: Titled[OfficeForm]) -> bool:
        """Where every noun has a capital, a single word behind a title is a name only in a tight title; elsewhere none
        that tells apart what a body is for ("the General | Border | Committee")."""
        if len(words) > 1 or not self._rules.adjective_endings:
            behind = self._rules.nouns.get(line.lower(i + len(words)))
            body = behind is not None and behind.kind == "organization" and line.word(i + len(words))[:1].isupper()
            return not body and not self.shouts(line)
        if fold(words[0]) in self._register.by_surname:
            return True
        before = line.lower(titled.start - 1)
        return (
            before not in self._rules.definite and before not in self._rules.indefinite and line.sentence.role == "body"
        )

    def shouts(self, line: Line) -> bool:
        """Is the sentence written with a capital on every word, so that capitals do not show names?"""
        shortest, most = (3, 0.9) if line.sentence.role == "body" else (4, 0.8)
        words = [t.text for t in line.tokens if len(t.text) >= shortest and t.text.isalpha()]
        return (
            not self._rules.adjective_endings
            and len(words) > 6
            and sum(w[0].isupper() for w in words) > most * len(words)
        )

    def is_given(self, line: Line, hit: Hit) -> bool:
        """Is a surname of the tables the given name of somebody else here ("Frank Bräutigam")?"""
        given = hit.first == hit.last and line.lower(hit.first) in self._names.given_names and not hit.sense("person")
        return given and self.may_name(line, hit.last + 1, False)

    def beside_place(self, line: Line, first: int, last: int) -> bool:
        """Does a word beside a name say that it is a place ("Hassan Salama school", "the village of Tal Rifaat")?"""
        behind = self._names.part(line.lower(last + 1), self._rules.language)
        k = first - 1 if self._rules.adjective_endings else first - 2
        before = self._names.part(line.lower(k), self._rules.language)
        tied = k == first - 1 or line.lower(first - 1) in self._rules.owner_words
        return bool(behind and (behind.behind or behind.follows)) or bool(before and tied and not before.follows)


def alike(given: str, name: str) -> bool:
    """Can a given name be another spelling of the one that a full name begins with ("Muhammad", not "Jason")?"""
    first = name.partition(" ")[0]
    return given[:1] == first[:1] and SequenceMatcher(None, given, first).ratio() > _ALIKE
