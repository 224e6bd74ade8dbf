"""Texts made to cost time or memory, or to break what reads them: each made from its number, so that it comes again.

A text is a kind of trouble, a length, and words of one language: of its pack, of the tables of names, and of the
articles under tests/cases.
"""

import random
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path

from worker.languages.names import load_names
from worker.languages.pack import languages, load_pack

CASES = Path(__file__).parents[1] / "tests" / "cases"
# Up to which share of the texts, how many characters at most.
LENGTHS = ((0.5, 1_000), (0.8, 5_000), (0.95, 20_000), (0.99, 60_000), (0.999, 200_000), (1.0, 1_200_000))
MARKS = "\"'„“”‚‘’»«›‹`´"
SIGNS = ".,;:!?…-–—()[]{}<>/\\|&%$€£§#*+=~^_@°" + MARKS
UNSEEN = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u00ad\ufeff"
    "\x00\x07\x1b\x1c\x85\u2028\u2029\ufffe"
)
TAGS = ("<b>", "</i>", '<div class="x">', "<!--", "]]>", "&amp;", "<", "**", "](x)", "<p", "&#9999999;")
COMBINING = "\u0300\u0301\u0308\u030a\u0327\u0328\u0335\u20dd\ufe0f"
SCRIPTS = "абвгджзїієґ عربيةفارسی עברית 漢字かな交じり ไทย हिन्दी ქართული հայերեն αβγδε 한국어 𝔄𝔅𝔠 🇺🇦🏳️‍🌈ßẞıİǆﬁ½²Ⅻ"
FIGURES = (
    "1.000.000", "12,5", "3.", "2025", "1,000", "12:30", "10-15", "50%", "155-mm", "1e9", "0", "½", "²", "-7",
    "1.2.3.4", "31.2.2025", "1/2", "10/11", "$5", "5bn", "1'000", "٣٤", "9" * 32, "0,0000001", "III", "№5",
    "45.", "2024/25",
)  # fmt: skip


# How a text comes in: as a file of one kind or another, or as an article that no source has cleaned.
WAYS = (".txt", "article", ".html", ".md")


@dataclass(frozen=True)
class Hostile:
    """`text` of trouble `kind`, declared to be in `language`; `way`: how it comes in."""

    number: int
    kind: str
    way: str
    language: str
    title: str
    text: str


@dataclass(frozen=True)
class Maker:
    """What a kind of trouble is made from: chance, a language, and the length that is wanted."""

    chance: random.Random
    language: str
    length: int

    def pick(self, known: Iterable[str]) -> str:
        return self.chance.choice(list(known))

    def words(self, *tables: str) -> list[str]:
        """Words of these tables, enough for the length: all kinds of them, or a few again and again."""
        known = [word for table in tables for word in _vocabulary(self.language)[table]]
        few = self.chance.choice((1, 2, 3, 10, 100, len(known)))
        return self.chance.choices(self.chance.choices(known, k=few), k=max(1, self.length // 7))

    def any_words(self) -> list[str]:
        return self.words(*self.chance.choices(sorted(_vocabulary(self.language)), k=4))

    def characters(self, known: str) -> str:
        return "".join(self.chance.choices(known, k=self.length))

    def again(self, piece: str) -> str:
        return piece * (self.length // len(piece) + 1)

    def article(self) -> str:
        """Articles of the cases, one behind the other."""
        pieces, length = [], 0
        while length < self.length:
            pieces.append(self.chance.choice(_articles(self.language)).strip())
            length += len(pieces[-1]) + 2
        return "\n\n".join(pieces)

    def joined(self, words: Iterable[str], *between: str) -> str:
        """`words` with one or another of the joints between them."""
        return "".join(word + self.chance.choice(between) for word in words)

    def sprinkled(self, text: str, signs: str) -> str:
        """`text` with `signs` here and there between its characters."""
        share = self.chance.choice((0.01, 0.1, 0.5, 1.0))
        return "".join(c + self.chance.choice(signs) if self.chance.random() < share else c for c in text)

    def damaged(self, text: str) -> str:
        """`text` with characters dropped, doubled and swapped."""
        out = []
        for c in text:
            luck = self.chance.random()
            out.append("" if luck < 0.02 else c + c if luck < 0.04 else self.chance.choice(SIGNS) if luck < 0.06 else c)
        return "".join(out)


@cache
def _articles(language: str) -> tuple[str, ...]:
    return tuple(tomllib.loads(p.read_text("utf-8"))["text"] for p in sorted((CASES / language).glob("*.toml")))


@cache
def _vocabulary(language: str) -> dict[str, tuple[str, ...]]:
    pack, names = load_pack(language), load_names()
    grammar, times = pack.grammar, pack.times
    tables: dict[str, Iterable[str]] = {
        cls.__name__: (getattr(e, "lemma", "") or getattr(e, "pattern", "") for e in table)
        for cls, table in pack.entries.items()
    }
    tables |= {
        "forms": pack.forms,
        "Forms": [form.capitalize() for form in pack.forms],
        "closed": [
            *grammar.auxiliaries, *grammar.determiners, *grammar.pronouns, *grammar.prepositions,
            *grammar.subordinators, *grammar.relative_pronouns, *grammar.coordinators, *grammar.negations,
        ],
        "times": [word for words in times.classes.values() for word in words],
        "rules": [rule.pattern for rule in times.rules],
        "examples": [getattr(e, "example", "") for table in pack.entries.values() for e in table],
        "people": [*names.people, *(short for p in names.people.values() for short in p.short)],
        "countries": [n for c in names.countries.values() for n in (c.name, *c.names, *c.capitals, *c.adjectives)],
        "given": [name.title() for name in names.given_names],
        "offices": [form.title() for form in pack.actors.offices],
        "nouns": [form.title() for form in pack.actors.nouns],
        "abbreviations": [*pack.sentences.abbreviations, *pack.sentences.closing],
        "figures": FIGURES,
    }  # fmt: skip
    return {name: found for name, words in tables.items() if (found := tuple(sorted({w for w in words if w})))}


def _nested(m: Maker) -> str:
    opening, closing = m.chance.choice((("(", ")"), ("[", "]"), ("„", "“"), ("<b>", "</b>"), ("{{", "}}"), ("- ", "")))
    words = m.words("forms")
    return "".join(opening + w + " " for w in words) + closing * m.chance.choice((0, 1, len(words)))


def _deep_list(m: Maker) -> str:
    signs = cycle(("1.", "a)", "(i)", "-", "•", "1.1.1.", "§ 3", "A."))
    return "".join("\t" * (n % 40) + f"{next(signs)} {word}\n" for n, word in enumerate(m.any_words()))


def _capitals(m: Maker) -> str:
    return m.article().upper() if m.chance.random() < 0.5 else " ".join(m.any_words()).upper()


def _without_stops(m: Maker) -> str:
    return m.article().replace(".", m.pick(("", ",", " -", ";", ":"))).replace("\n", " ")


def _shuffled(m: Maker) -> str:
    words = m.article().split()
    m.chance.shuffle(words)
    return m.joined(words, " ", " ", " ", ", ", ". ", "\n")


def _one_side(m: Maker) -> str:
    """An endless enumeration: names, titles and what joins them."""
    words = m.words(m.pick(("people", "countries", "given", "offices", "nouns")), "closed")
    return m.joined(words, ", ", " ", " / ", "-")


def _strikes(m: Maker) -> str:
    """Many sides, each of which strikes another in a sentence of its own."""
    sides, deeds = iter(m.words("countries", "people", "nouns")), cycle(m.words("AttackWord", "TalksWord", "AidWord"))
    return "".join(f"{one} {next(deeds)} {other}. " for one, other in zip(sides, sides, strict=False))


def _code_points(m: Maker) -> str:
    """Any code points, lone surrogates among them."""
    return "".join(chr(m.chance.randrange(0x110000)) for _ in range(m.length))


KINDS: dict[str, Callable[[Maker], str]] = {
    "bytes as text": lambda m: m.chance.randbytes(m.length).decode("latin-1"),
    "bytes as broken UTF-8": lambda m: m.chance.randbytes(m.length).decode("utf-8", "surrogateescape"),
    "any code points": _code_points,
    "signs": lambda m: m.characters(SIGNS + " "),
    "one sign": lambda m: m.again(m.pick(SIGNS)),
    "one letter": lambda m: m.again(m.pick("aAßZéИ漢")),
    "letters without a blank": lambda m: m.characters("abcdefghijklmnopqrstuvwxyzäöüßABCXYZ"),
    "a sentence without end": lambda m: " ".join(m.any_words()),
    "each against each": _strikes,
    "one trigger": lambda m: m.again(m.pick(_vocabulary(m.language)["AttackWord"]) + m.pick((" ", ", ", ". ", "\n"))),
    "one word": lambda m: m.again(m.pick(_vocabulary(m.language)["Forms"]) + m.pick((" ", ", ", ". ", "-", " - "))),
    "one example": lambda m: m.again(m.pick(_vocabulary(m.language)["examples"]) + m.pick((" ", "\n", ", "))),
    "triggers": lambda m: m.joined(m.words("AttackWord", "TalksWord", "AidWord", "SpeechWord"), " ", ", ", ". "),
    "words joined into one": lambda m: "".join(m.words("forms", "Weapon")),
    "words joined by hyphens": lambda m: "-".join(m.words("Forms", "countries")),
    "commas": lambda m: m.joined(m.any_words(), ",", ", ", " , , "),
    "conjunctions": lambda m: " ".join(m.words("closed")),
    "conjunctions between names": _one_side,
    "nested": _nested,
    "markup": lambda m: m.joined(m.words("forms"), *TAGS),
    "quotation marks": lambda m: m.sprinkled(m.article(), MARKS + " "),
    "quotation marks around words": lambda m: m.joined(m.any_words(), *MARKS, " ", f" {m.pick(MARKS)}"),
    "apostrophes": lambda m: m.joined(m.words("Forms"), "'", "' ", "'s ", " '", "’"),
    "unseen characters": lambda m: m.sprinkled(m.article(), UNSEEN),
    "combining marks": lambda m: m.sprinkled(m.article(), COMBINING),
    "one letter with endless marks": lambda m: "Kiew" + m.again(m.pick(COMBINING)) + " Angriff",
    "digits": lambda m: m.characters("0123456789"),
    "digits with signs": lambda m: m.characters("0123456789.,:'-/ %"),
    "figures": lambda m: m.joined(m.words("figures", "times"), " ", ", ", " - ", "/"),
    "sums of money": lambda m: m.joined(m.words("figures", "AidItem", "AidWord", "closed"), " ", " $", " € ", "-"),
    "times": lambda m: " ".join(m.words("times", "rules", "closed")),
    "patterns": lambda m: " ".join(m.words("Attribution", "CasualtyPattern")),
    "names": lambda m: m.joined(m.words("people", "countries"), " ", ", ", "-", " / "),
    "given names": lambda m: " ".join(m.words("given")),
    "offices": lambda m: m.joined(m.words("offices", "nouns", "countries"), " ", " ", ", ", "-"),
    "capitals": _capitals,
    "initials": lambda m: m.joined(m.characters("ABCDEFGHIJKLMNOP"), ".", ". "),
    "abbreviations": lambda m: " ".join(m.words("abbreviations", "Forms")),
    "stops": lambda m: m.joined(m.words("forms"), "... ", "!!! ", "?! ", "…“ ", ".» "),
    "words on lines": lambda m: "\n".join(m.any_words()),
    "empty lines": lambda m: m.joined(m.any_words(), "\n\n\n", "\n \n", "\r\n\r", "\u2028"),
    "blanks": lambda m: m.joined(m.words("Forms")[:50], " " * (m.length // 50 + 1)),
    "scripts": lambda m: m.characters(SCRIPTS),
    "scripts among words": lambda m: m.joined(m.any_words(), *SCRIPTS.split(), " ", " "),
    "deep lists": _deep_list,
    "article shuffled": _shuffled,
    "article damaged": lambda m: m.damaged(m.article()),
    "article without stops": _without_stops,
    "article": Maker.article,
    "article without blanks": lambda m: m.article().replace(" ", m.pick(("", "\u00a0", "\u200b", "_", "\t"))),
    "article line by line": lambda m: m.article().replace(" ", "\n"),
    "dialogue": lambda m: m.joined(m.words("examples"), "“, „", "\" \"", "»\n»", "' '"),
}  # fmt: skip


def hostile(number: int, length: int | None = None) -> Hostile:
    """Text `number`; `length`: of so many characters, else of a length by chance."""
    chance = random.Random(number)
    kind = sorted(KINDS)[number % len(KINDS)]
    way = WAYS[number // len(KINDS) % len(WAYS)]
    share = chance.random()
    upper = next(length for limit, length in LENGTHS if share <= limit)
    maker = Maker(chance, chance.choice(languages()), length or chance.randint(1, upper))
    text = KINDS[kind](maker)[: maker.length]
    if chance.random() < 0.7:  # or most would be taken for a language without a pack
        text = f"{chance.choice(_articles(maker.language)) * 10:.1600}\n\n{text}"
    title = chance.choice(("", text[:100], text[:5_000], _articles(maker.language)[0]))
    return Hostile(number, kind, way, maker.language, title, text)
