"""A configuration that changes: taken up when it is complete and right, left alone otherwise."""

from collections.abc import Callable
from pathlib import Path

import pytest

from worker import reload, settings
from worker.reload import Reloader
from worker.settings import Settings
from worker.settings.tables import Grading

FEED = '[[feeds]]\nurl = "https://wire.example/rss"\n'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reload, "CHECK_S", 0.0)
    path = tmp_path / "depesche.toml"
    path.write_text('[run]\nname = "first"\n')
    return path


@pytest.fixture
def looks(file: Path) -> Callable[[], tuple[list[Settings], list[str]]]:
    """Look four times; return what was found new, and what was refused."""

    def load() -> Settings:
        return settings.load(environment={})

    refused: list[str] = []
    reloader = Reloader(file, load, load(), refused.append)

    def four() -> tuple[list[Settings], list[str]]:
        refused.clear()
        return [found for _ in range(4) if (found := reloader.changed())], list(refused)

    return four


def test_a_change_is_told_once(file: Path, looks: Callable[[], tuple[list[Settings], list[str]]]) -> None:
    assert looks() == ([], [])
    file.write_text(FEED)
    (found,), refused = looks()
    assert [feed.name for feed in found.feeds] == ["wire.example"]
    assert refused == []
    assert looks() == ([], [])


def test_a_broken_file_changes_nothing_and_is_told_with_its_line(
    file: Path, looks: Callable[[], tuple[list[Settings], list[str]]]
) -> None:
    file.write_text(FEED + "interval = 0\n")
    found, (refused,) = looks()
    assert found == []
    assert refused.startswith("depesche.toml: line 3: feeds[0].interval: ")
    file.write_text(FEED + "interval = 600\n")
    (found,), refused = looks()
    assert [feed.interval for feed in found.feeds] == [600]


def test_a_file_that_is_gone_changes_nothing(file: Path, looks: Callable[[], tuple[list[Settings], list[str]]]) -> None:
    file.unlink()
    assert looks() == ([], [])


def test_what_means_the_same_is_no_change(file: Path, looks: Callable[[], tuple[list[Settings], list[str]]]) -> None:
    file.write_text('# a comment\n[run]\nname = "first"\n')
    assert looks() == ([], [])


def test_a_file_that_is_being_written_is_not_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reloader = Reloader(file, lambda: Settings(name="other"), Settings(), lambda _: None)
    for number in range(3):
        file.write_text("#" * (100 + number))
        assert reloader.changed() is None
    assert reloader.changed() == Settings(name="other")


def test_a_changed_table_of_severity_is_taken_up_and_a_broken_one_is_not(
    file: Path, looks: Callable[[], tuple[list[Settings], list[str]]]
) -> None:
    table = file.parent / "own.toml"
    table.write_text("rules = []")
    file.write_text('[severity]\ntable = "own.toml"\n')
    (found,), _ = looks()
    assert found.severity == Grading(table=table, text="rules = []")
    table.write_text("rules = []\nranks = []")
    (found,), _ = looks()
    assert found.severity.text == "rules = []\nranks = []"
    table.write_text('rules = [{kind = "attack", level = "high", reason = "r", number = "dead"}]')
    found, (refused,) = looks()
    assert found == []
    assert refused == f"{table}: rules[0]: number: attack has no figure 'dead'"


def test_a_changed_list_of_sites_is_taken_up_and_a_broken_one_is_not(
    file: Path, looks: Callable[[], tuple[list[Settings], list[str]]]
) -> None:
    sites = file.parent / "sites.csv"
    sites.write_text("name,lat,lon,km\noffice,50.4,30.5,5\n")
    file.write_text(
        '[routing]\nsites = "sites.csv"\n[[receivers]]\nname = "d"\nchannel = "d"\n'
        '[[routes]]\nname = "r"\nreceivers = ["d"]\nmatch.near.site = "office"\n'
    )
    (found,), _ = looks()
    sites.write_text("name,lat,lon,km\noffice,50.4,30.5,500\n")
    (found,), refused = looks()
    assert found.routes[0].match.near.sites[0].km["attack"] == 500
    sites.write_text("name,lat,lon,km\nofice,50.4,30.5,500\n")
    found, (refused,) = looks()
    assert found == []
    assert "line 9: routes[0].match.near.site[0]: there is no site 'office'" in refused
