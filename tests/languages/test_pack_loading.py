"""A new language is a new folder: what a small pack may lack, and what is refused."""

from pathlib import Path

import pytest

from worker.errors import PackError
from worker.languages.pack import AttackWord, Silence, languages, load_pack

TOY = {
    "morphology.toml": """
parts = [{pos = "noun", base = "lemma", tag = "plural", add = ["oj"]}]
forms = [
  {pos = "noun", base = "lemma", tag = "sg", add = ["o"]},
  {pos = "noun", base = "plural", tag = "pl"},
  {pos = "verb", base = "lemma", tag = "pres", add = ["as"]},
]
""",
    "attack.toml": """
words = [
  {lemma = "atak", pos = "verb", method = "ground", roles = ["subject=attacker"]},
  {lemma = "bomb", ambiguity = ["sport=pilko"]},
]
""",
    "casualties.toml": """
patterns = [{pattern = "{killed} mortis", effect = "update"}]
""",
    "silence.toml": """
domains = [{name = "sport", scope = "article", silences = ["attack"]}]
sport = [{lemma = "futbalo", strength = "weak"}]
""",
}


def pack_of(tmp_path: Path, files: dict[str, str]) -> Path:
    folder = tmp_path / "eo"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_pack_of_a_few_lines_loads(tmp_path: Path) -> None:
    pack = load_pack("eo", pack_of(tmp_path, TOY))
    assert [f.tag for f in pack.forms["atakas"]] == ["pres"]
    assert [f.entry.lemma for f in pack.forms["bomboj"]] == ["bomb"]
    assert pack.table(AttackWord)[1].senses == (("sport", ("pilko",)),)
    assert [p.pattern for p, _ in pack.patterns["mortis"]] == ["{killed} mortis"]


def test_cue_takes_scope_and_silenced_kinds_from_its_domain(tmp_path: Path) -> None:
    (cue,) = load_pack("eo", pack_of(tmp_path, TOY)).table(Silence)
    assert (cue.domain, cue.scope, cue.silences, cue.strength) == ("sport", "article", ("attack",), "weak")


def test_empty_folder_is_an_empty_pack(tmp_path: Path) -> None:
    pack = load_pack("eo", pack_of(tmp_path, {}))
    assert (pack.forms, pack.patterns, pack.table(AttackWord), pack.compound("atako")) == ({}, {}, (), ())


def test_languages_are_the_folders(tmp_path: Path) -> None:
    assert languages(pack_of(tmp_path, TOY)) == ("eo",)
    assert set(languages()) >= {"de", "en"}


def test_language_without_pack_is_refused() -> None:
    with pytest.raises(PackError, match="no language pack 'xx'"):
        load_pack("xx")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"attack.toml": 'words = [{lemma = "atak", metod = "ground"}]'},
            r"attack.toml: words\[0\]: unknown key 'metod'",
        ),
        ({"hits.toml": 'words = [{lemma = "domo"}]'}, r"hits.toml: words\[0\]: .*hit_kind"),
        ({"silence.toml": 'sport = [{lemma = "futbalo"}]'}, "cues of 'sport', which is no domain"),
        ({"attribution.toml": 'credits = [{pattern = "{source}"}]'}, "pattern without a word"),
        ({"talks.toml": "words = ["}, "talks.toml"),
    ],
)
def test_unsound_line_is_named(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(PackError, match=message):
        load_pack("eo", pack_of(tmp_path, files))


def test_what_opens_a_correction_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    assert load_pack("eo", pack_of(tmp_path / "without", {})).corrections == frozenset()
    found = load_pack("eo", pack_of(tmp_path / "with", {"corrections.toml": 'openings = ["Korekto"]'}))
    assert found.corrections == {"korekto"}
    unsound = load_pack("eo", pack_of(tmp_path / "unsound", {"corrections.toml": 'words = ["Korekto"]'}))
    with pytest.raises(PackError, match="unknown key 'words'"):
        assert unsound.corrections


def test_pack_is_loaded_once() -> None:
    assert load_pack("de") is load_pack("de")
