"""Every entry of every pack is read where it stands: in its example, or in a sentence that frames.toml makes of it."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from schemas import Article
from worker.extract.analysis import Analysis, analyse
from worker.extract.grammar.triggers import find_triggers
from worker.languages.actors import ActorNoun, Office
from worker.languages.entries import CompoundPart, Entry, PatternEntry
from worker.languages.inflection import load_morphology
from worker.languages.inflection_rules import Principal
from worker.languages.name_keys import key_of
from worker.languages.names import load_names
from worker.languages.pack import Form, Pack, languages, load_pack
from worker.languages.tables import rows

FRAMES: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "frames.toml").read_text("utf-8"))
LANGUAGES = languages()
TABLES = [(language, cls) for language in LANGUAGES for cls, table in load_pack(language).entries.items() if table]
WORDS = [
    pytest.param(*t, id=f"{t[0]}-{t[1].__name__}")
    for t in TABLES
    if issubclass(t[1], Entry) and t[1] is not CompoundPart
]
PATTERNS = [pytest.param(*t, id=f"{t[0]}-{t[1].__name__}") for t in TABLES if issubclass(t[1], PatternEntry)]
# Forms that make an entry known, best first.
TAGS = {"noun": ("sg", "pl"), "adj": ("adj",), "phrase": ("phrase",), "inf": ("inf",), "past": ("past", "pres")}


def read(text: str, language: str) -> Analysis:
    then = datetime(2025, 7, 21, tzinfo=UTC)
    return analyse(Article(id="1", text=text, published=then, fetched=then, source="test"), language)


@cache
def forms_of(language: str) -> dict[Entry, list[Form]]:
    found: defaultdict[Entry, list[Form]] = defaultdict(list)
    for forms in load_pack(language).forms.values():
        for form in forms:
            found[form.entry].append(form)
    return found


def sentences(entry: Any, language: str) -> Iterator[str]:
    """The example of an entry, else of a verb two sentences, with the infinitive and with a finite form, else one."""
    if entry.example:
        yield entry.example
        return
    kinds = {"verb": ("inf", "past"), "noun": ("noun",), "adj": ("adj",)}.get(entry.pos, ("phrase",))
    for kind in kinds:
        yield _framed(_form(entry, kind, language), kind, language)


def _form(entry: Entry, kind: str, language: str) -> Form:
    """The form to show: of a verb with a particle the infinitive with it, and a finite form without."""
    fits = [f for tag in TAGS[kind] for f in forms_of(language)[entry] if f.tag == tag]
    return min(fits, key=lambda f: (f.particle is None) == (kind == "past"))


def _framed(form: Form, kind: str, language: str) -> str:
    frame = FRAMES[language]
    written = form.entry.lemma if kind == "phrase" else " ".join(form.words)
    if kind == "noun" and load_pack(language).grammar.nouns_are_capitalised:
        capitals = [w[:1].isupper() for w in form.entry.lemma.split()]
        words = zip(form.words, capitals, strict=False) if len(capitals) == len(form.words) else ()
        written = " ".join(w.capitalize() if big else w for w, big in words) or written.capitalize()
    fixed = (*([frame["reflexive"]] if form.reflexive else []), *form.fixed)
    return _plain(
        frame[kind].format(
            form=written, fixed=" ".join(fixed), particle=form.particle or "",
            prep=frame["prep"].format(prep=form.preposition) if form.preposition else "",
        )
    )  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(text.split()).replace(" .", ".")


@pytest.mark.parametrize(("language", "cls"), WORDS)
def test_every_word_is_read_where_it_stands(language: str, cls: type[Entry]) -> None:
    unread = [
        (entry.lemma, sentence)
        for entry in load_pack(language).table(cls)
        for sentence in sentences(entry, language)
        if all(t.entry is not entry for r in read(sentence, language).readings for t in find_triggers(r, cls))
    ]
    assert unread == []


@pytest.mark.parametrize(("language", "cls"), PATTERNS)
def test_every_pattern_is_found_where_it_stands(language: str, cls: type[PatternEntry]) -> None:
    pack = load_pack(language)
    unread = [e.pattern for e in pack.table(cls) if not _matched(e, e.example or _filled(e.pattern, language), pack)]
    assert unread == []


def _matched(entry: PatternEntry, text: str, pack: Pack) -> bool:
    readings = read(text, pack.language).readings
    rows_of_words = (tuple(w.lower for w in r.words) for r in readings)
    return any(e is entry for words in rows_of_words for e, _ in pack.match(words, type(entry)))


def _filled(pattern: str, language: str) -> str:
    """A pattern with something in its open places."""
    frame = FRAMES[language]
    text = re.sub(r"\{(\w+)\}", lambda m: f" {frame.get(m[1], frame['number'])} ", pattern.replace("*", ""))
    return _plain(f"{frame['other']} {text} {frame['other']}.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_first_part_is_found_in_a_compound(language: str) -> None:
    pack = load_pack(language)
    words = {part: FRAMES[language]["compound"].format(form=part.lemma) for part in pack.table(CompoundPart)}
    assert [w for part, w in words.items() if all(part not in c.parts for c in pack.compound(w))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_given_form_of_an_irregular_verb_is_a_form_of_it(language: str) -> None:
    folder = files("worker.languages") / language
    morphology = load_morphology(folder)
    missing = [
        (principal.infinitive, form)
        for principal in rows(folder / "verbs.toml", "irregular", Principal)
        for form in (principal.present, principal.past, principal.participle, principal.plural, principal.gerund)
        if form and form not in {f.surface for f in morphology.verb(principal.infinitive)}
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_noun_for_a_side_is_read_as_one(language: str) -> None:
    nouns = rows(files("worker.languages") / language / "actors.toml", "nouns", ActorNoun)
    known = load_pack(language).actors.nouns
    assert [f for n in nouns for f in n.forms if known[key_of(f)] != n] == [], "they stand twice"
    # Those are one of a person only ("the president's office"), or one with a name ("the Sudan Doctors Network").
    alone = [n for n in nouns if n.sort != "office" and not n.named]
    assert _unread("side", [f for n in alone for f in n.forms], language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_office_is_read_as_one(language: str) -> None:
    offices = rows(files("worker.languages") / language / "actors.toml", "offices", Office)
    known = load_pack(language).actors.offices
    twice = [
        form
        for o in offices
        for form in (*o.forms, *o.feminine, *o.plural)
        if _meaning(known[key_of(form)].office) != _meaning(o)
    ]
    assert twice == []
    public = [o for o in offices if not o.private]
    titles = [f.capitalize() if o.capital else f for o in public for f in (*o.forms, *o.feminine)]
    assert _unread("office", titles, language) == []
    plural = [f.capitalize() if o.capital else f for o in public for f in o.plural]
    # Of "Trump envoys" the name is read.
    plural = [f for f in plural if not load_names().senses(key_of(f.partition(" ")[0].split("'")[0]))]
    assert _unread("offices", plural, language) == []


def _meaning(office: Office) -> tuple[Any, ...]:
    return office.office, office.rank, office.countries, office.private


def _unread(frame: str, forms: Sequence[str], language: str) -> list[str]:
    """The forms that are in no mention of an actor."""
    return [form for form in forms if not _mentioned(form, FRAMES[language][frame].format(form=form), language)]


def _mentioned(form: str, text: str, language: str) -> bool:
    word = form.rsplit(maxsplit=1)[-1].casefold()
    return any(word in m.actor.text.casefold() for m in read(text, language).mentions.actors)
