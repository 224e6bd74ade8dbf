"""A language is added without touching Python: what the README shows is what is done here."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from worker.errors import PackError
from worker.languages import folders
from worker.languages.names import load_names
from worker.languages.pack import load_pack

ROOT = Path(__file__).parents[2]
SECTION = (ROOT / "README.md").read_text("utf-8").split("<!-- language:begin -->")[1].split("<!-- language:end -->")[0]
FILES = dict(re.findall(r"```(?:toml|text)\n# ([^:\n]+)[^\n]*\n(.*?)```", SECTION, re.DOTALL))
COMMAND = re.findall(r"```sh\n(.*?)\n```", SECTION, re.DOTALL)[0].split()


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The files of the README's section in a folder."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def python(folder: Path, *arguments: str, packs: str = "packs") -> subprocess.CompletedProcess[str]:
    """A process of its own, in `folder`, with its packs."""
    environment = {**os.environ, folders.VARIABLE: packs, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    """The command of the README's section."""
    assert COMMAND[:2] == [f"{folders.VARIABLE}=packs", "depesche"]
    return python(folder, "from worker.cli import main; main()", *COMMAND[2:])


def test_the_example_is_about_twenty_entries_of_data() -> None:
    tables = [tomllib.loads(text) for name, text in FILES.items() if name.endswith(".toml")]
    assert 15 <= sum(len(rows) for table in tables for rows in table.values() if isinstance(rows, list)) <= 25


def test_a_sentence_in_a_new_language_is_read(example: Path) -> None:
    done = run(example)
    assert done.returncode == 0, done.stderr
    attack, statement = json.loads(done.stdout)["events"]
    assert (attack["kind"], attack["method"]) == ("attack", "drone")
    assert [a["country"] for a in attack["attackers"]] == ["RU"]
    assert [a["country"] for a in attack["targets"]] == ["UA"]
    assert [p["name"] for p in attack["places"]] == ["Kyiv"]
    assert attack["when"]["start"][:10] == attack["when"]["end"][:10] == "2025-07-21"
    assert (statement["kind"], statement["act"]) == ("statement", "condemn")
    assert (statement["speaker"]["role"], statement["speaker"]["country"]) == ("president", "FR")


def test_a_mistake_is_told_by_the_command(example: Path) -> None:
    attack = example / "packs" / "es" / "attack.toml"
    attack.write_text(attack.read_text("utf-8").replace("roles", "rols"), "utf-8")
    done = run(example)
    assert done.returncode != 0
    assert "es/attack.toml: words[0]: unknown key 'rols'" in done.stderr
    assert "Traceback" not in done.stderr


def test_installed_languages_and_names_stay(example: Path) -> None:
    script = """
from worker.languages.names import load_names
from worker.languages.pack import languages, load_pack
names = load_names()
print(languages(), load_pack("es").folder, {s.entry.name for key in ("rusia", "russland") for s in names.senses(key)})
print(len(names.countries), names.countries["RU"].stems)
"""
    done = python(example, script)
    assert done.stdout.splitlines() == [
        "('de', 'en', 'es') packs/es {'Russia'}",
        f"{len(load_names().countries)} {load_names().countries['RU'].stems}",
    ], done.stderr


def test_a_folder_that_is_not_there_is_told(example: Path) -> None:
    done = python(example, "from worker.cli import main; main()", *COMMAND[2:], packs="none")
    assert done.returncode != 0
    assert "DEPESCHE_PACKS: no folder 'none'" in done.stderr


# (table, what stands in it, what is told after "es/<table>.toml: ")
MISTAKES = [
    ("attack", 'words = [{lemma = "atacar", metod = "ground"}]', r"words\[0\]: unknown key 'metod'"),
    ("attack", 'words = [{lemma = "a"}, {pos = "verb"}]', r"words\[1\]: .*lemma"),
    ("attack", 'words = [{lemma = ""}]', r"words\[0\]: no lemma"),
    ("attack", 'words = [{lemma = "a", method = "fists"}]', r"words\[0\]: no method 'fists': one of .*ground"),
    ("attack", 'words = [{lemma = "a", pos = "verbo"}]', r"words\[0\]: pos cannot be 'verbo' but one of 'verb'"),
    ("attack", 'words = [{lemma = "a", roles = "subject=target"}]', r"words\[0\]: roles cannot be .* but list of str"),
    ("attack", 'words = [{lemma = "a", roles = ["subject"]}]', r"words\[0\]: 'subject' is no place=role"),
    ("attack", 'words = ["a"]', r"words\[0\]: 'a' is no entry"),
    ("attack", 'words = "a"', r"words is no list"),
    ("attack", "word = []", r"unknown key 'word'"),
    ("attack", "words = [", r"Invalid value"),
    ("atack", "words = []", r"no table of a pack"),
    ("speech", 'words = [{lemma = "a", act = "shout"}]', r"words\[0\]: no act 'shout'"),
    ("attribution", 'credits = [{pattern = "{source}"}]', r"credits: pattern without a word"),
    ("silence", 'sport = [{lemma = "gol"}]', r"cues of 'sport', which is no domain"),
    ("morphology", 'forms = [{pos = "verb", base = "past"}]', r"forms\[0\]: .*tag"),
    ("grammar", "determiners = [{form = 1}]", r"determiners\[0\]: form cannot be 1 but str"),
    ("grammar", 'coordinator = ["y"]', r"unknown key 'coordinator'"),
    ("grammar", 'coordinators = "y"', r"coordinators = 'y' is no list"),
    ("actors", 'offices = [{office = "president"}]', r"offices\[0\]: .*rank"),
    ("actors", "office = []", r"unknown key 'office'"),
    ("times", 'rules = [{pattern = "el {d}", means = "weekday", example = "el lunes"}]', r"no class 'd', in 'el {d}'"),
    ("times", "weekdays = {lunes = 1}", r"unknown key 'weekdays'"),
    ("quantities", 'before = [{form = "unos", effect = "near"}]', r"before\[0\]: effect cannot be 'near'"),
    ("quantities", "numeros = {dos = 2}", r"unknown key 'numeros'"),
    ("sentences", 'abbreviation = ["Sr."]', r"unknown key 'abbreviation'"),
]


@pytest.mark.parametrize(("table", "text", "message"), MISTAKES)
def test_a_mistake_is_told_with_file_and_entry(tmp_path: Path, table: str, text: str, message: str) -> None:
    folder = tmp_path / "es"
    folder.mkdir()
    (folder / f"{table}.toml").write_text(text, "utf-8")
    with pytest.raises(PackError, match=f"^es/{table}.toml: {message}"):
        _everything(tmp_path)


def _everything(root: Path) -> Any:
    pack = load_pack("es", root)
    return pack.grammar, pack.times, pack.quantities, pack.sentences, pack.actors
