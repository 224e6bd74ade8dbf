"""The command `depesche explain FILE`, as it is typed. Of alerts: test_commands_routes.py."""

import json
import os
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner, Result

from worker.cli import depesche
from worker.commands.reading_text import lines_of
from worker.commands.reasons import REASONS
from worker.extract.dropped import Reason
from worker.extract.explanation import explain
from worker.extract.reading import read
from worker.report import items

STRIKE = """Drones over Odesa

Russia attacked the port of Odesa with 40 drones on Monday, killing two people. The sky was blue.
An attack was feared, a woman said.
"""
PUBLISHED = ("--published", "2025-05-16T17:05:00+02:00")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("DEPESCHE_") or name in ("REDIS_URL", "NO_COLOR")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DEPESCHE_HOME", str(tmp_path / "home"))
    Path("strike.txt").write_text(STRIKE, "utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(depesche, ["explain", *arguments], standalone_mode=False)


def test_a_file_is_explained_sentence_by_sentence_with_brackets_where_there_is_no_terminal() -> None:
    result = run("strike.txt", *PUBLISHED)
    assert (result.return_value, result.stderr) == (0, "")
    shown = result.stdout
    assert "\x1b" not in shown
    assert "[A Russia] [+ attacked] the [+ port] [P of Odesa] with [F 40] [+ drones] [T on Monday], " in shown
    assert " reported: Russia attacks Ukraine: Odesa; 2 killed; 40 drones" in shown
    assert "  by      attacked (attack:attack), " in shown
    assert "  rules   attack:attack, weapons:drone, casualties:kill, " in shown
    assert "actors    Russia = Russia (country, RU)" in shown
    assert "times     on Monday = 2025-05-12" in shown
    assert "no event  no word that can tell one" in shown
    assert "no event  attack: attack (attack:attack): not told as a fact (hypothetical: fear)" in shown


def test_the_end_sums_up_events_silent_sentences_and_the_language() -> None:
    *_, events, silent, language = run("strike.txt", *PUBLISHED).stdout.splitlines()
    assert events == "1 event (1 attack) in 4 sentences"
    assert silent.endswith(" without anything")
    assert language == "language en"
    assert run("strike.txt", "--language", "de").stdout.splitlines()[-1] == "language en, though the article says de"


def test_colours_stand_in_the_place_of_brackets() -> None:
    (article,) = items(Path("strike.txt"), "test")
    account = read(article, listening=True)  # type: ignore[arg-type]
    shown = "\n".join(lines_of(account, explain(account), coloured=True))
    assert "\x1b[36mRussia\x1b[0m" in shown
    assert "[A " not in shown


def test_no_character_of_an_article_moves_the_cursor() -> None:
    Path("sly.txt").write_text("\x1b[2JRussia attacked Kyiv\u202e with 40\x9bdrones\ron Monday.", "utf-8")
    shown = run("sly.txt").stdout
    assert not any(c in shown for c in "\x1b\x9b\r\u202e")


def test_json_has_every_sentence_word_and_reason() -> None:
    result = run("strike.txt", "--json", *PUBLISHED)
    found = json.loads(result.stdout)
    assert (found["language"], found["unread"]) == ("en", None)
    (event,) = found["events"]
    assert event["headline"].startswith("Russia attacks Ukraine: Odesa")
    assert event["rules"][0].partition(":")[0]
    _, strike, blue, fear = found["sentences"]
    assert strike["events"] == [event["id"]]
    assert STRIKE[strike["start"] : strike["end"]] == strike["text"]
    (attacked,) = (w for w in strike["words"] if w["rule"] == "attack:attack")
    assert (attacked["text"], attacked["events"]) == ("attacked", [event["id"]])
    assert strike["figures"][0]["value"] == {"min": 40, "max": 40, "text": "40"}
    assert (blue["words"], blue["events"], blue["not_read"]) == ([], [], [])
    (told,) = (w["not_read"] for w in fear["words"] if w["rule"] == "speech:say")
    assert [(why["kind"], why["text"]) for why in told] == [("statement", REASONS[told[0]["reason"]])]


def test_of_several_articles_each_is_explained_and_what_cannot_be_read_is_told() -> None:
    lines = [json.dumps({"id": f"a{n}", "text": "Russia attacked Odesa on Monday."}) for n in (1, 2)]
    Path("two.jsonl").write_text("\n".join([*lines, "{"]), "utf-8")
    result = run("two.jsonl", "--json")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a1", "a2"]
    assert result.return_value == 1
    assert result.stderr.startswith("two.jsonl")


def test_a_language_without_a_pack_is_told() -> None:
    Path("fr.txt").write_text("Les forces russes ont lancé une attaque de drones contre la ville de Kiev.", "utf-8")
    assert run("fr.txt").stdout.endswith("nothing was read: there is no language pack for fr, only for de, en\n")
    assert json.loads(run("fr.txt", "--json").stdout)["unread"].endswith("for fr, only for de, en")


def test_an_article_without_text_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("empty.json").write_text('{"id": "e", "title": "Nothing", "text": "  "}', "utf-8")
    result = run("empty.json")
    assert "no text" in result.stdout + result.stderr


def test_a_number_is_an_alert_even_where_a_file_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("worker.commands.explain.explain_alert", lambda alert, home, *, as_json: asked.append(alert))
    Path("17").write_text(STRIKE, "utf-8")
    assert run("17").stdout == ""
    assert run("219dede455676f23f111-1").stdout == ""
    assert asked == ["17", "219dede455676f23f111-1"]


@pytest.mark.parametrize(
    "arguments", [["gone.txt"], ["./17"], ["strike.txt", "--language", "deutsch"], ["strike.txt", "--published", "now"]]
)
def test_wrong_arguments_are_told_before_anything_is_read(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.stdout == ""
    assert result.exception.exit_code == 2  # type: ignore[union-attr]


def test_every_reason_has_words() -> None:
    assert {reason for reason in REASONS if reason} == set(get_args(Reason))
    assert len(set(REASONS.values())) == len(REASONS)
