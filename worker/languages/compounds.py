"""Compounds: an unknown noun as a first part and a known head ("Drohnen|angriff", "Patriot-|Systeme")."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worker.languages.entries import Entry, Silence, Weapon
from worker.languages.forms import Form
from worker.languages.inflection import Morphology
from worker.languages.words import words_of

_SHORTEST_HEAD = 3
_SHORTEST_MODIFIER = 2
_HEADS = frozenset({"head", "both"})
_MODIFIERS = frozenset({"modifier", "both"})
_NOUN_TAGS = frozenset({"sg", "pl", "gen"})


@dataclass(frozen=True, slots=True)
class Compound:
    """`head`: the form that the word ends in; `modifier`: what stands before it, folded, without hyphen;
    `parts`: entries that the modifier is or names (CompoundPart, Weapon, HitWord ...), empty where none does.
    """

    head: Form
    modifier: str
    parts: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Compounds:
    """Heads and first parts by their folded forms; `hyphened`: nouns that are heads behind a hyphen alone;
    `barred`: beginnings and ends of compounds with an entry that mean something else; `first_barred`: what stands
    before the entry in these, whatever its own form is ("Aus|schüssen").
    """

    heads: dict[str, tuple[Form, ...]]
    hyphened: dict[str, tuple[Form, ...]]
    modifiers: dict[str, tuple[Entry, ...]]
    barred: dict[Entry, tuple[str, ...]]
    first_barred: dict[Entry, tuple[str, ...]]
    closed: bool
    linking: tuple[str, ...]

    @classmethod
    def of(cls, forms: Sequence[Form], parts: Sequence[Entry], morphology: Morphology) -> "Compounds":
        """The index over all `forms` of a pack and the `parts` of its compound table."""
        heads: dict[str, list[Form]] = defaultdict(list)
        hyphened: dict[str, list[Form]] = defaultdict(list)
        modifiers: dict[str, dict[Entry, None]] = defaultdict(dict)
        barred: dict[Entry, tuple[str, ...]] = {}
        first_barred: dict[Entry, tuple[str, ...]] = {}
        for form in forms:
            if len(form.words) == 1 and form.tag in _NOUN_TAGS:
                if form.entry.compound in _HEADS:
                    heads[form.words[0]].append(form)
                elif not isinstance(form.entry, Silence):
                    hyphened[form.words[0]].append(form)
            if _may_lead(form.entry) and form.tag in ("sg", "pl", "phrase", "adj"):
                modifiers[" ".join(form.words)][form.entry] = None
        for part in parts:
            modifiers[" ".join(words_of(part.lemma))][part] = None
        for entry in dict.fromkeys((*(f.entry for f in forms), *parts)):
            if entry.modifier:
                modifiers[" ".join(words_of(entry.modifier))][entry] = None
            if entry.exceptions:
                barred[entry] = tuple("".join(words_of(word)) for word in entry.exceptions)
                head = "".join(words_of(entry.lemma))
                ends = (b.removesuffix(head) for b in barred[entry] if b.endswith(head))
                first_barred[entry] = tuple(first for first in ends if first)
        return cls(
            heads={k: tuple(v) for k, v in heads.items()},
            hyphened={k: tuple(v) for k, v in hyphened.items()},
            modifiers={k: tuple(v) for k, v in modifiers.items()},
            barred=barred,
            first_barred=first_barred,
            closed=morphology.closed_compounds,
            linking=tuple(words_of(" ".join(morphology.linking))),
        )

    def split(self, word: str) -> tuple[Compound, ...]:
        """Readings of `word` with the longest head that is known; empty where none is or the compound is barred."""
        lower = "".join(words_of(word))
        for cut in range(_SHORTEST_MODIFIER, len(lower) - _SHORTEST_HEAD + 1):
            head, modifier = lower[cut:], lower[:cut]
            found = self.heads.get(head, ()) if self.closed or modifier[-1] == "-" else ()
            if modifier[-1] == "-":
                found += self.hyphened.get(head, ())
            if found:
                found = tuple(f for f in found if not self._means_else(f.entry, lower, modifier))
                modifier = modifier.rstrip("-")
                parts = tuple(p for p in dict.fromkeys(self._named(modifier)) if not self._means_else(p, lower))
                return tuple(Compound(f, modifier, parts) for f in found)
        return ()

    def _means_else(self, entry: Entry, compound: str, modifier: str = "") -> bool:
        barred = self.barred.get(entry, ())
        if compound.startswith(barred) or compound.endswith(barred):
            return True
        return bool(modifier) and modifier.endswith(self.first_barred.get(entry, ()))

    def _named(self, modifier: str) -> Iterator[Entry]:
        """Entries that a first part names: as it stands, without what links it, and its own last part."""
        yield from self.modifiers.get(modifier, ())
        for link in self.linking:
            if modifier.endswith(link):
                yield from self.modifiers.get(modifier.removesuffix(link), ())
        for cut in range(_SHORTEST_MODIFIER, len(modifier) - _SHORTEST_HEAD + 1):
            yield from self.modifiers.get(modifier[cut:].lstrip("-"), ())


def _may_lead(entry: Entry) -> bool:
    return entry.compound in _MODIFIERS or (isinstance(entry, Weapon) and entry.named)
