"""The rules of morphology.toml: each makes the form that its example shows."""

from importlib.resources import files

import pytest

from worker.languages.entries import Entry, Pos
from worker.languages.forms import forms_of
from worker.languages.inflection import load_morphology
from worker.languages.inflection_rules import Rule
from worker.languages.pack import Form, languages, load_pack
from worker.languages.tables import rows
from worker.languages.words import words_of

GENDERS = ("m", "f", "n", "m/f")


def rules() -> list[tuple[str, Rule]]:
    folder = files("worker.languages")
    return [
        (language, rule)
        for language in languages()
        for key in ("parts", "forms")
        for rule in rows(folder / language / "morphology.toml", key, Rule)
    ]


def entry_of(word: str, pos: Pos) -> Entry:
    """The entry that the left side of an example writes: "an|greifen", "Angriff m"."""
    lemma, _, gender = word.rpartition(" ") if word.rpartition(" ")[2] in GENDERS else (word, "", "")
    particle, bar, verb = lemma.partition("|")
    lemma = particle.replace(" ", "") + verb if bar else lemma
    return Entry(lemma=lemma, pos=pos, gender=gender, particle=particle if bar else "")


def forms(language: str, word: str, pos: Pos = "verb") -> list[Form]:
    return list(forms_of(entry_of(word, pos), load_morphology(files("worker.languages") / language)))


@pytest.mark.parametrize(("language", "rule"), rules(), ids=lambda v: v if isinstance(v, str) else v.example)
def test_rule_makes_the_form_of_its_example(language: str, rule: Rule) -> None:
    word, arrow, form = rule.example.partition(" -> ")
    assert arrow, "a rule without example"
    assert words_of(form) in {f.words for f in forms(language, word, rule.pos)}


@pytest.mark.parametrize(
    ("word", "tag", "surface", "particle"),
    [
        ("ab|feuern", "past", "feuerte", "ab"),
        ("ab|feuern", "past", "abfeuerte", None),
        ("ab|feuern", "zu_inf", "abzufeuern", None),
        ("ab|feuern", "part", "abgefeuert", None),
        ("ab|feuern", "part_adj", "abgefeuerten", None),
        ("vor|bereiten", "part", "vorbereitet", None),
        ("an|erkennen", "part", "anerkannt", None),
        ("über|setzen", "past", "setzte", "über"),
        ("überfallen", "part", "überfallen", None),
        ("überfallen", "pres", "überfällt", None),
        ("begreifen", "past", "begriffen", None),
        ("vereinbaren", "part", "vereinbart", None),
        ("wieder auf|nehmen", "past", "nahm", "auf"),
        ("wieder auf|nehmen", "part", "wiederaufgenommen", None),
        ("an|greifen", "konj1", "greife", "an"),
        ("stehen", "konj2", "stünde", None),
        ("verhandeln", "konj1", "verhandele", None),
    ],
)
def test_german_verb_has_its_forms(word: str, tag: str, surface: str, particle: str | None) -> None:
    assert (tag, (surface,), particle) in {(f.tag, f.words, f.particle) for f in forms("de", word)}


@pytest.mark.parametrize(
    ("word", "wrong"),
    [
        ("an|greifen", "geangreift"),
        ("begleiten", "begleitt"),
        ("bereiten", "beritten"),
        ("genehmigen", "gegenehmigt"),
        ("bedienen", "gebedient"),
        ("betteln", "bettelt"),
    ],
)
def test_german_verb_has_no_participle_of_another_class(word: str, wrong: str) -> None:
    assert (wrong,) not in {f.words for f in forms("de", word) if f.tag == "part"}


@pytest.mark.parametrize(
    ("word", "surfaces"),
    [
        ("echo", {"echo", "echoes", "echoed", "echoing"}),
        ("kidnap", {"kidnap", "kidnaps", "kidnapped", "kidnapping"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("retake", {"retake", "retakes", "retook", "retaken", "retaking"}),
        ("signal", {"signal", "signals", "signalled", "signaled", "signalling", "signaling"}),
        ("be", {"be", "am", "is", "are", "was", "were", "been", "being"}),
    ],
)
def test_english_verb_has_exactly_its_forms(word: str, surfaces: set[str]) -> None:
    assert {f.words[0] for f in forms("en", word)} == surfaces


def test_phrase_keeps_its_other_words_for_the_clause() -> None:
    form = next(f for f in forms("de", "in Aussicht stellen") if f.tag == "past")
    assert (form.words, form.fixed, form.particle, form.reflexive) == (("stellte",), ("in", "aussicht"), None, False)


def test_reflexive_pronoun_is_no_fixed_word_but_one_behind_a_preposition_is() -> None:
    plain = next(f for f in forms("de", "sich nicht äußern") if f.tag == "past")
    inner = next(f for f in forms("de", "für sich reklamieren") if f.tag == "past")
    assert (plain.fixed, plain.reflexive) == (("nicht",), True)
    assert (inner.fixed, inner.reflexive) == (("für", "sich"), False)


def test_adjective_before_a_noun_takes_all_its_endings() -> None:
    surfaces = {f.words for f in forms("de", "humanitäre Hilfe f", "noun")}
    assert {("humanitärer", "hilfe"), ("humanitären", "hilfen")} <= surfaces


def test_noun_inflected_like_an_adjective_has_no_genitive_in_s() -> None:
    surfaces = {f.words[0] for f in forms("de", "Verletzter m/f", "noun")}
    assert surfaces == {"verletzter", "verletztem", "verletzte", "verletzten"}


def test_subjunctives_that_are_mostly_another_word_are_left_out() -> None:
    assert not any(f.tag == "konj1" for f in load_pack("de").forms.get("meine", ()))
    assert any(f.tag == "konj1" for f in load_pack("de").forms["glaube"])
