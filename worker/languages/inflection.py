"""Inflection: all forms of a word from its dictionary form, by the rules of `morphology.toml` and `verbs.toml`.

A rule cuts an ending off a given form and adds others. Of the rules of one `tag` and `number` the first that fits wins.
`parts` make the given forms themselves (present, past, participle, plural) where no table gives them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

from worker.languages.inflection_rules import Join, Principal, Rule
from worker.languages.tables import label, only, read_toml, rows_of


class Inflected(NamedTuple):
    """One form: `surface` as written, `tag` and `number` ("sg", "pl" or empty) as the rule says."""

    surface: str
    tag: str
    number: str
    join: Join = "joined"


# A verb has its prefix before at least so many letters ("be|ginnen", not "be|ten").
_SHORTEST_BEHIND_PREFIX = 4


def _fits(rule: Rule, base: str, gender: str) -> bool:
    return (
        base.endswith(rule.cut)
        and (not rule.ends or base.endswith(rule.ends))
        and (not rule.starts or _prefix(base, rule.starts) != "")
        and (not rule.gender or gender in rule.gender)
    )


def _apply(rule: Rule, base: str) -> list[str]:
    stem = rule.before + (base[: -len(rule.cut)] if rule.cut else base)
    return [stem + ending for ending in rule.add]


def _prefix(word: str, prefixes: Iterable[str]) -> str:
    """The longest of `prefixes` that `word` begins with, before enough letters for a verb; empty where none."""
    found = (p for p in prefixes if word.startswith(p) and len(word) - len(p) >= _SHORTEST_BEHIND_PREFIX)
    return max(found, key=len, default="")


@dataclass(frozen=True, slots=True, eq=False)
class Morphology:
    """`verb_last`: the verb of a phrase is its last word; `particles_join`: a particle is written with its verb where
    it stands before it; `infix`: what stands between the two in an infinitive with marker; `prefixes`: verbs with one
    are inflected like the verb behind it, without `participle_prefix`; `linking`: what joins the parts of a compound,
    `closed_compounds`: they are one word; `homographs`: forms that are no sign of their mood; `respellings`: letters
    that some countries or old texts write otherwise.
    """

    verb_last: bool
    particles_join: bool
    closed_compounds: bool
    infix: str
    participle_prefix: str
    reflexives: frozenset[str]
    prefixes: tuple[str, ...]
    adjective_endings: tuple[str, ...]
    linking: tuple[str, ...]
    homographs: frozenset[str]
    respellings: tuple[tuple[str, str], ...]
    parts: Mapping[tuple[str, str], tuple[Rule, ...]]
    forms: Mapping[str, tuple[tuple[Rule, ...], ...]]
    verbs: Mapping[str, tuple[Principal, ...]]
    paradigms: dict[tuple[str, str], Any] = field(default_factory=dict)

    def verb(self, infinitive: str) -> tuple[Inflected, ...]:
        """All forms of a verb without its particle; the same form may stand there under several tags."""
        return tuple(dict.fromkeys(f for p in self.principals(infinitive) for f in self._forms("verb", _given(p))))

    def noun(self, singular: str, plural: str, gender: str) -> tuple[Inflected, ...]:
        """All forms of a noun of one word; `plural` as in an Entry."""
        if not plural:
            plural = self.part("noun", "plural", singular, gender)
        given = {"lemma": (singular,), "plural": () if plural in ("", "-") else (plural,)}
        return tuple(dict.fromkeys(self._forms("noun", given, gender)))

    def adjective(self, lemma: str) -> tuple[Inflected, ...]:
        """All forms of an adjective or participle."""
        return tuple(dict.fromkeys(self._forms("adj", {"lemma": (lemma,)})))

    def principals(self, infinitive: str) -> tuple[Principal, ...]:
        """Given forms of a verb: its own, those of the verb behind its prefix, or by rule."""
        own = self.verbs.get(infinitive)
        if own:
            return tuple(self._complete(p) for p in own)
        prefix = _prefix(infinitive, (p for p in self.prefixes if infinitive[len(p) :] in self.verbs))
        if prefix:
            return tuple(self._prefixed(prefix, self._complete(p)) for p in self.verbs[infinitive[len(prefix) :]])
        return (self._complete(Principal(infinitive)),)

    def respelled(self, words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        """`words` as some write them otherwise; empty where nobody does."""
        line = " ".join(words)
        found = [(usual, other) for usual, other in self.respellings if usual in line]
        return tuple([tuple([w.replace(usual, other) for w in words]) for usual, other in found])

    def part(self, pos: str, tag: str, base: str, gender: str = "") -> str:
        """The given form `tag` of `base` by rule, empty where no rule makes it."""
        rule = next((r for r in self.parts.get((pos, tag), ()) if _fits(r, base, gender)), None)
        return _apply(rule, base)[0] if rule else ""

    def _complete(self, given: Principal) -> Principal:
        inf = given.infinitive
        return Principal(
            infinitive=inf,
            present=given.present or self.part("verb", "present", inf),
            past=given.past or self.part("verb", "past", inf),
            participle=given.participle
            or self.part("verb", "participle", inf)
            or given.past
            or self.part("verb", "past", inf),
            irrealis=given.irrealis,
            plural=given.plural or self.part("verb", "plural", inf),
            reported=given.reported,
            gerund=given.gerund or self.part("verb", "gerund", inf),
        )

    def _prefixed(self, prefix: str, root: Principal) -> Principal:
        participle = root.participle.removeprefix(self.participle_prefix) if self.participle_prefix else root.participle
        return Principal(
            infinitive=prefix + root.infinitive, present=prefix + root.present, past=prefix + root.past,
            participle=prefix + participle, irrealis=tuple(prefix + f for f in root.irrealis),
            plural=prefix + root.plural, reported=prefix + root.reported if root.reported else "",
            gerund=prefix + root.gerund,
        )  # fmt: skip

    def _forms(self, pos: str, given: Mapping[str, tuple[str, ...]], gender: str = "") -> Iterator[Inflected]:
        for group in self.forms.get(pos, ()):
            for base in given.get(group[0].base, ()):
                rule = next((r for r in group if _fits(r, base, gender)), None)
                if rule:
                    for surface in _apply(rule, base):
                        yield Inflected(surface, rule.tag, rule.number, rule.join)


def _given(p: Principal) -> dict[str, tuple[str, ...]]:
    one = {
        "lemma": p.infinitive, "present": p.present, "past": p.past, "participle": p.participle, "plural": p.plural,
        "reported": p.reported, "gerund": p.gerund,
    }  # fmt: skip
    return {"irrealis": p.irrealis} | {base: (form,) for base, form in one.items() if form}


def _grouped(rules: Sequence[Rule]) -> dict[str, tuple[tuple[Rule, ...], ...]]:
    groups: dict[tuple[str, str, str, str], list[Rule]] = defaultdict(list)
    for r in rules:
        groups[r.pos, r.tag, r.number, r.base].append(r)
    found: dict[str, list[tuple[Rule, ...]]] = defaultdict(list)
    for key, group in groups.items():
        found[key[0]].append(tuple(group))
    return {pos: tuple(g) for pos, g in found.items()}


def load_morphology(folder: Path | Traversable) -> Morphology:
    """The morphology of the pack in `folder`; without its files every word has its dictionary form alone."""
    path, verbs = folder / "morphology.toml", folder / "verbs.toml"
    data = read_toml(path) if path.is_file() else {}
    only(data, label(path), Morphology)
    irregular = read_toml(verbs) if verbs.is_file() else {}
    parts: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for r in rows_of(data, label(path), "parts", Rule):
        parts[r.pos, r.tag].append(r)
    given: dict[str, list[Principal]] = defaultdict(list)
    for p in rows_of(irregular, label(verbs), "irregular", Principal):
        given[p.infinitive].append(p)
    return Morphology(
        verb_last=data.get("verb_last", False),
        particles_join=data.get("particles_join", False),
        closed_compounds=data.get("closed_compounds", False),
        infix=data.get("infix", ""),
        participle_prefix=data.get("participle_prefix", ""),
        reflexives=frozenset(data.get("reflexives", ())),
        prefixes=tuple(data.get("prefixes", ())),
        adjective_endings=tuple(data.get("adjective_endings", ())),
        linking=tuple(data.get("linking", ())),
        homographs=frozenset(data.get("homographs", ())),
        respellings=tuple(data.get("respellings", {}).items()),
        parts={key: tuple(rules) for key, rules in parts.items()},
        forms=_grouped(rows_of(data, label(path), "forms", Rule)),
        verbs={key: tuple(ps) for key, ps in given.items()},
    )
