"""The knowledge of one language about predicates: a folder of TOML tables as lookups by word.

A pack may lack any table; a new language is a new folder. What a line may hold is in entries.py, how words are
inflected in morphology.toml and verbs.toml, which inflection.py reads.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from worker.errors import PackError
from worker.languages.actors import Actors, load_actors
from worker.languages.collector import collector_paused
from worker.languages.compounds import Compound, Compounds
from worker.languages.entries import (
    ActCue,
    AidItem,
    AidWord,
    AttackWord,
    Attribution,
    Casualty,
    CasualtyPattern,
    CompoundPart,
    Damage,
    Entry,
    HitWord,
    LightVerb,
    PatternEntry,
    Reality,
    Responsibility,
    Silence,
    SpeechNoun,
    SpeechWord,
    TalksStatus,
    TalksWord,
    Topic,
    Verb,
    Weapon,
    problem_with,
)  # fmt: skip
from worker.languages.folders import Root, roots
from worker.languages.forms import Form, forms_of
from worker.languages.grammar import Grammar, load_grammar
from worker.languages.inflection import Morphology, load_morphology
from worker.languages.patterns import Match, Pattern, find, parse
from worker.languages.quantity_rules import QuantityRules, load_quantity_rules
from worker.languages.sentence_rules import load_split_rules
from worker.languages.tables import label, only, read_toml, rows_of, words_in
from worker.languages.time_rules import TimeRules, load_time_rules
from worker.text.document import SplitRules

__all__ = [
    "ActCue", "AidItem", "AidWord", "AttackWord", "Attribution", "Casualty", "CasualtyPattern", "Compound",
    "CompoundPart", "Damage", "Domain", "Entry", "Form", "HitWord", "LightVerb", "Match", "Pack", "Pattern",
    "PatternEntry", "Reality", "Responsibility", "Silence", "SpeechNoun", "SpeechWord", "TalksStatus", "TalksWord",
    "Topic", "Verb", "Weapon", "languages", "load_pack", "rule_of",
]  # fmt: skip

Row = TypeVar("Row")
Tables = Mapping[type[Any], tuple[Any, ...]]

# (file, array, class) of every table of words, then of patterns.
WORD_TABLES: tuple[tuple[str, str, type[Entry]], ...] = (
    ("attack", "words", AttackWord),
    ("light_verbs", "light_verbs", LightVerb),
    ("casualties", "words", Casualty),
    ("damage", "words", Damage),
    ("responsibility", "words", Responsibility),
    ("weapons", "words", Weapon),
    ("hits", "words", HitWord),
    ("reality", "words", Reality),
    ("speech", "words", SpeechWord),
    ("speech", "nouns", SpeechNoun),
    ("speech", "cues", ActCue),
    ("talks", "words", TalksWord),
    ("talks", "status", TalksStatus),
    ("topics", "words", Topic),
    ("aid", "words", AidWord),
    ("aid", "items", AidItem),
    ("compounds", "parts", CompoundPart),
    ("verbs", "common", Verb),
)
PATTERN_TABLES: tuple[tuple[str, str, type[PatternEntry]], ...] = (
    ("casualties", "patterns", CasualtyPattern),
    ("attribution", "credits", Attribution),
)
_TABLE_OF: Mapping[type[Any], str] = {Silence: "silence"} | {
    cls: file if array in ("words", file) else f"{file}.{array}" for file, array, cls in (*WORD_TABLES, *PATTERN_TABLES)
}
# The arrays of the files whose arrays bear no names of a pack's own, and all files that a pack may have.
_TABLES = (*WORD_TABLES, *PATTERN_TABLES)
_ARRAYS = {f"{name}.toml": [key for other, key, _ in _TABLES if other == name] for name, _, _ in _TABLES}
_ARRAYS["verbs.toml"].append("irregular")  # of inflection.py
_FILES = {
    *_ARRAYS, "silence.toml", "morphology.toml", "grammar.toml", "sentences.toml", "times.toml", "quantities.toml",
    "actors.toml", "corrections.toml",
}  # fmt: skip


@cache
def rule_of(entry: Entry | PatternEntry) -> str:
    """How events and explanations name an entry, by its table and word: "attack:angreifen", "talks.status:absagen"."""
    return f"{_TABLE_OF[type(entry)]}:{entry.lemma if isinstance(entry, Entry) else entry.pattern}"


@dataclass(frozen=True, slots=True)
class Domain:
    """What texts without events of ours are about. `silences`: kinds of event; `scope`: clause, sentence, article, or
    tale: all that is told behind it in its paragraph; `armed`: do its cues hold beside a weapon or an armed force?
    """

    name: str
    scope: str
    silences: tuple[str, ...] = ()
    armed: bool = False
    gloss: str = ""


@dataclass(frozen=True, eq=False)
class Pack:
    """One language. `forms` by their first word; `patterns` by their first literal word, all folded."""

    language: str
    folder: Root
    domains: Mapping[str, Domain]
    entries: Tables
    forms: dict[str, tuple[Form, ...]]
    patterns: dict[str, tuple[tuple[PatternEntry, Pattern], ...]]
    compounds: Compounds

    def table(self, cls: type[Row]) -> tuple[Row, ...]:
        """All entries of one class, in order of the file."""
        return self.entries.get(cls, ())

    def compound(self, word: str) -> tuple[Compound, ...]:
        """A noun that is in no table as first part and known head ("Drohnenangriff"); empty where it is none."""
        return self.compounds.split(word)

    def match(self, words: tuple[str, ...], *classes: type[PatternEntry]) -> Iterator[tuple[Any, Match]]:
        """Patterns of `classes` in the folded `words`, in order of their first literal word."""
        return find(self._patterns_of(classes), words)

    @cache  # noqa: B019 - packs stay
    def _patterns_of(
        self, classes: tuple[type[PatternEntry], ...]
    ) -> dict[str, tuple[tuple[PatternEntry, Pattern], ...]]:
        chosen = {w: tuple(p for p in found if isinstance(p[0], classes)) for w, found in self.patterns.items()}
        return {word: found for word, found in chosen.items() if found}

    @cached_property
    def grammar(self) -> Grammar:
        return load_grammar(self.folder / "grammar.toml")

    @cached_property
    def times(self) -> TimeRules:
        return load_time_rules(self.folder / "times.toml")

    @cached_property
    def quantities(self) -> QuantityRules:
        return load_quantity_rules(self.folder / "quantities.toml")

    @cached_property
    def sentences(self) -> SplitRules:
        return load_split_rules(self.folder / "sentences.toml")

    @cached_property
    def corrections(self) -> frozenset[str]:
        """With what an article begins that corrects an earlier one of its outlet ("Korrektur: ..."), folded."""
        path = self.folder / "corrections.toml"
        found = read_toml(path) if path.is_file() else {}
        only(found, label(path), "openings")
        return words_in(found, "openings")

    @cached_property
    def actors(self) -> Actors:
        return load_actors(self.folder / "actors.toml", self.language, self.grammar.auxiliaries)


@cache
def languages(root: Root | None = None) -> tuple[str, ...]:
    """ISO 639-1 codes of the packs in `root`, by default of all that there are."""
    folders = (folder for r in ((root,) if root else roots()) for folder in r.iterdir())
    return tuple(sorted({f.name for f in folders if f.is_dir() and len(f.name) == 2}))


@cache
def load_pack(language: str, root: Path | None = None) -> Pack:
    """The pack of `language`, from `root` alone where it is given; cached. PackError where it is not sound."""
    folders: list[Root] = [r / language for r in ((root,) if root else roots())]
    folder = next((f for f in folders if f.is_dir()), None)
    if folder is None:
        raise PackError(f"no language pack {language!r}")
    with collector_paused():
        return _load(language, folder)


def _load(language: str, folder: Root) -> Pack:
    for path in folder.iterdir():
        if path.name.endswith(".toml") and path.name not in _FILES:
            raise PackError(f"{label(path)}: no table of a pack")
    morphology = load_morphology(folder)
    documents = _Documents(folder)
    domains = {d.name: d for d in documents.rows("silence", "domains", Domain)}
    entries: dict[type[Any], tuple[Any, ...]] = {}
    for name, key, cls in (*WORD_TABLES, *PATTERN_TABLES):
        entries[cls] = (*entries.get(cls, ()), *documents.rows(name, key, cls))
    entries[Silence] = tuple(_silence(documents, domains))
    entries[Verb] = (*entries[Verb], *(Verb(lemma=v) for v in morphology.verbs))
    words = (e for cls, table in entries.items() if issubclass(cls, Entry) and cls is not CompoundPart for e in table)
    forms = tuple(f for e in words for f in forms_of(e, morphology))
    return Pack(
        language=language,
        folder=folder,
        domains=domains,
        entries=entries,
        forms=_indexed((f.words[0], f) for f in forms),
        patterns=_indexed((p.word, (e, p)) for e, p in _patterns(documents, entries, morphology)),
        compounds=Compounds.of(forms, entries[CompoundPart], morphology),
    )


class _Documents:
    """The files of a pack, each read once; a missing one is empty."""

    def __init__(self, folder: Root) -> None:
        self._folder = folder
        self._read: dict[str, Mapping[str, Any]] = {}

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        if name not in self._read:
            path = self._folder / name
            self._read[name] = read_toml(path) if path.is_file() else {}
            if name in _ARRAYS:
                only(self._read[name], label(path), *_ARRAYS[name])
        return self._read[name]

    def label(self, name: str) -> str:
        return label(self._folder / f"{name}.toml")

    def rows(self, name: str, key: str, cls: type[Row]) -> tuple[Row, ...]:
        found = rows_of(self[f"{name}.toml"], self.label(name), key, cls)
        for number, row in enumerate(found):
            if problem := problem_with(row):
                raise PackError(f"{self.label(name)}: {key}[{number}]: {problem}")
        return found


def _silence(documents: _Documents, domains: Mapping[str, Domain]) -> Iterator[Silence]:
    for name in documents["silence.toml"]:
        if name == "domains":
            continue
        if name not in domains:
            raise PackError(f"{documents.label('silence')}: cues of {name!r}, which is no domain")
        domain = domains[name]
        for cue in documents.rows("silence", name, Silence):
            yield replace(cue, domain=name, silences=domain.silences, scope=domain.scope, armed=domain.armed)


def _patterns(documents: _Documents, entries: Tables, morphology: Morphology) -> Iterator[tuple[PatternEntry, Pattern]]:
    for name, key, cls in PATTERN_TABLES:
        for entry in entries[cls]:
            try:
                pattern = parse(entry.pattern)
            except ValueError as error:
                raise PackError(f"{documents.label(name)}: {key}: {error}") from error
            for tokens in (pattern.tokens, *morphology.respelled(pattern.tokens)):
                yield entry, Pattern(tokens, pattern.anchor)


def _indexed(pairs: Iterable[tuple[str, Row]]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}
