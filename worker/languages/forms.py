"""Surface forms of pack entries: what stands in a text where the entry is meant."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from worker.languages.entries import Entry, Weapon
from worker.languages.inflection import Inflected, Morphology
from worker.languages.words import words_of

_MOODS = frozenset({"konj1", "konj2"})


@dataclass(init=False, slots=True, eq=False)
class Form:
    """One surface form of one entry, all words folded.

    `words` stand together; `particle` must stand behind them in their clause (None where there is none or it is
    joined), `fixed` anywhere in it, side by side; `preposition` must govern something there. `reflexive`: a reflexive
    pronoun must stand there. `tag`: inf, zu_inf, pres, past, part, part_adj (inflected participle), pres_part, ger,
    konj1, konj2; sg, pl, gen; adj; phrase. `number`: sg, pl or None. One surface may be several forms ("greifen": inf
    and pres).
    """

    entry: Entry
    words: tuple[str, ...]
    tag: str
    number: str | None
    particle: str | None
    fixed: tuple[str, ...]
    preposition: str | None
    reflexive: bool

    def __init__(  # noqa: PLR0913, PLR0917 - its fields
        self,
        entry: Entry,
        words: tuple[str, ...],
        tag: str,
        number: str | None = None,
        particle: str | None = None,
        fixed: tuple[str, ...] = (),
        preposition: str | None = None,
        reflexive: bool = False,
    ) -> None:
        self.entry = entry
        self.words = words
        self.tag = tag
        self.number = number
        self.particle = particle
        self.fixed = fixed
        self.preposition = preposition
        self.reflexive = reflexive


def forms_of(entry: Entry, morphology: Morphology) -> Iterator[Form]:
    """All forms of `entry` by the rules of its language, in every spelling."""
    for form in _forms_of(entry, morphology):
        yield form
        for words in morphology.respelled(form.words + form.fixed):
            yield replace(form, words=words[: len(form.words)], fixed=words[len(form.words) :])


def _forms_of(entry: Entry, morphology: Morphology) -> Iterator[Form]:
    match entry.pos:
        case "verb":
            yield from _verb_forms(entry, morphology)
        case "noun":
            spellings = (entry.lemma, *entry.variants) if isinstance(entry, Weapon) else (entry.lemma,)
            for spelling in spellings:
                plural = entry.plural if spelling == entry.lemma or entry.plural == "-" else ""
                for f in morphology.noun(spelling, plural, entry.gender):
                    yield from _worded(entry, f, morphology)
        case "adj":
            for f in morphology.adjective(entry.lemma):
                yield Form(entry, words_of(f.surface), f.tag, preposition=entry.preposition or None)
        case _:
            yield Form(entry, words_of(entry.lemma), "phrase", preposition=entry.preposition or None)


def _worded(entry: Entry, inflected: Inflected, morphology: Morphology) -> Iterator[Form]:
    """A noun form; adjectives before the noun ("humanitäre Hilfe") in all their endings."""
    if " " not in inflected.surface:
        words = words_of(inflected.surface)
        yield Form(entry, words, inflected.tag, inflected.number or None, preposition=entry.preposition or None)
        return
    *before, noun = inflected.surface.split()
    choices = [_endings(word, morphology) if k == 0 or word.islower() else (word,) for k, word in enumerate(before)]
    for adjectives in product(*choices):
        words = words_of(" ".join((*adjectives, noun)))
        yield Form(entry, words, inflected.tag, inflected.number or None, preposition=entry.preposition or None)


def _endings(word: str, morphology: Morphology) -> tuple[str, ...]:
    if not word[0].islower():
        return (word,)
    ending = max((e for e in morphology.adjective_endings if word.endswith(e)), key=len, default="")
    if not ending:
        return (word,)
    return tuple(word.removesuffix(ending) + e for e in morphology.adjective_endings)


def _verb_forms(entry: Entry, morphology: Morphology) -> Iterator[Form]:
    words = entry.lemma.split()
    verb = words.pop(-1 if morphology.verb_last else 0)
    particle = entry.particle.split()
    if not morphology.particles_join and particle == words[: len(particle)]:
        words = words[len(particle) :]
    reflexive = bool(words) and words[0] in morphology.reflexives
    fixed = words_of(" ".join(words[1:] if reflexive else words))
    # "wieder auf" | nehmen: only the last part is the particle, the rest a word of the clause.
    apart = words_of(particle[-1])[0] if particle else None
    beside = (*words_of(" ".join(particle[:-1])), *fixed)
    tight = fixed if entry.tight else ()
    for surface, tag, number, free in _paradigm(verb, "".join(particle), morphology):
        yield Form(
            entry, surface + tight if tight else surface, tag, number,
            particle=apart if free else None, fixed=() if tight else beside if free else fixed,
            preposition=entry.preposition or None, reflexive=reflexive,
        )  # fmt: skip


# Words, tag, number, and whether the particle stands elsewhere.
_Row = tuple[tuple[str, ...], str, str | None, bool]


def _paradigm(verb: str, particle: str, morphology: Morphology) -> tuple[_Row, ...]:
    """The forms of a verb with its particle, made once for all entries that share them."""
    key = (verb, particle)
    found = morphology.paradigms.get(key)
    if found is None:
        joined = particle if morphology.particles_join else ""
        inflected = morphology.verb(verb.removeprefix(joined))
        placed = ((f, *p) for f in inflected for p in _positions(f, joined, bool(particle), morphology))
        found = tuple(
            (words_of(surface), f.tag, f.number or None, free)
            for f, surface, free in placed
            if particle or f.tag not in _MOODS or surface not in morphology.homographs
        )
        morphology.paradigms[key] = found
    return found


def _positions(f: Inflected, joined: str, particle: bool, morphology: Morphology) -> Iterator[tuple[str, bool]]:
    """(surface, does the particle stand elsewhere?) of one verb form."""
    if not joined:
        if f.join != "infix":
            yield f.surface, particle
        return
    if f.join == "free":
        yield f.surface, True
    yield joined + (morphology.infix if f.join == "infix" else "") + f.surface, False
