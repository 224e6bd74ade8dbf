"""What the installed tables promise: every word has forms, every value is one of the contract."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from worker.languages.entries import CHOICES, AmbiguousEntry, Entry
from worker.languages.pack import CompoundPart, Pack, Silence, Weapon, languages, load_pack
from worker.languages.words import words_of

LANGUAGES = languages()


def entries(pack: Pack) -> Iterator[Any]:
    for table in pack.entries.values():
        yield from table


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_has_a_form_under_its_first_word(language: str) -> None:
    pack = load_pack(language)
    reachable = {f.entry for forms in pack.forms.values() for f in forms}
    words = [e for e in entries(pack) if isinstance(e, Entry) and not isinstance(e, CompoundPart)]
    assert [e for e in words if e not in reachable] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_of_entries_are_those_of_the_contract(language: str) -> None:
    wrong = [
        (cls.__name__, entry, field, value)
        for cls, table in load_pack(language).entries.items()
        for field, allowed in CHOICES.get(cls, {}).items()
        for entry in table
        for value in _values(getattr(entry, field))
        if value and value not in allowed
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_closed_fields_of_entries_hold_their_literals(language: str) -> None:
    wrong = [
        (entry, name)
        for cls, table in load_pack(language).entries.items()
        for name, hint in get_type_hints(cls).items()
        if get_origin(hint) is Literal
        for entry in table
        if getattr(entry, name) not in get_args(hint)
    ]
    assert wrong == []


def _values(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sense_of_an_ambiguous_word_is_a_domain(language: str) -> None:
    pack = load_pack(language)
    senses = {d for e in entries(pack) if isinstance(e, AmbiguousEntry) for d, _ in e.senses}
    assert senses <= pack.domains.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_hints_are_the_words_that_ambiguous_words_name(language: str) -> None:
    pack = load_pack(language)
    hints = {(s.domain, s.lemma) for s in pack.table(Silence) if s.strength == "hint"}
    named = {(d, w) for e in entries(pack) if isinstance(e, AmbiguousEntry) for d, words in e.senses for w in words}
    assert named == hints


@pytest.mark.parametrize("language", LANGUAGES)
def test_roles_say_a_place_and_a_role(language: str) -> None:
    places = {
        "subject", "object", "dative", "genitive", "possessive", "adjective", "modifier", "head", "self",
        "passive_subject", "clause", "owner",
    }  # fmt: skip
    pack = load_pack(language)
    prepositions = {p.lemma for p in pack.grammar.prepositions.values()}
    for entry in entries(pack):
        for role in getattr(entry, "roles", ()):
            place, equals, name = role.partition("=")
            bare, _, case = place.partition("+")
            assert equals, role
            assert name.isidentifier(), role
            assert case in ("", "acc", "dat"), role
            assert bare in places or bare.lower() in prepositions, (entry, role)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_stands_twice(language: str) -> None:
    for cls, table in load_pack(language).entries.items():
        identities = Counter(_identity(e) for e in table)
        assert [i for i, n in identities.items() if n > 1] == [], cls


def _identity(entry: Any) -> tuple[str, ...]:
    names = ("lemma", "pattern", "pos", "preposition", "domain", "topic", "value", "category")
    return tuple(str(getattr(entry, name, "")) for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_are_spelled_as_texts_are_folded(language: str) -> None:
    pack = load_pack(language)
    assert all(words_of(key) == (key,) for key in pack.forms)
    forms = (f for forms in pack.forms.values() for f in forms)
    assert all(words_of(" ".join(ws)) == ws for f in forms for ws in (f.words, f.fixed))


def test_words_written_with_ss_for_ss_are_found_too() -> None:
    pack = load_pack("de")
    assert {f.entry.lemma for f in pack.forms["schiesst"]} == {f.entry.lemma for f in pack.forms["schießt"]}
    assert ("ausser", "betrieb") in {f.fixed for f in pack.forms["setzte"]}


def test_variants_of_a_weapon_are_its_forms() -> None:
    forms = load_pack("en").forms
    assert any(isinstance(f.entry, Weapon) and f.entry.lemma == "Bayraktar" for f in forms["tb2"])
