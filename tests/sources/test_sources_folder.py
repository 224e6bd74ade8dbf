"""A look through a folder names each file that is to be read once, and each trouble."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sources_helpers import nobody

from worker.errors import SourceError
from worker.sources.folder import Config, look, scan


def names(folder: Path) -> list[str]:
    return [str(found.path.relative_to(folder.resolve())) for found in scan(Config(folder, "wire"))]


def troubles(folder: Path) -> dict[str, str]:
    found = scan(Config(folder, "wire"))
    return {str(one.path.relative_to(folder.resolve())): one.trouble for one in found if one.trouble}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


def test_files_that_are_read_are_named_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub" / "deeper").mkdir(parents=True)
    for name in ("b.txt", "a.json", "c.PDF", "sub/d.md", "sub/deeper/e.html", "z.htm", "f.jsonl", "README"):
        (tmp_path / name).write_text("x")
    for name in ("g.eml", "h.XML"):
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == ["a.json", "b.txt", "f.jsonl", "g.eml", "h.XML", "sub/d.md", "sub/deeper/e.html", "z.htm"]


@pytest.mark.parametrize(
    "name", [".a.txt", "a.txt~", "a.txt.part", "a.txt.tmp", "~a.txt", ".git/a.txt", "a.crdownload"]
)
def test_names_that_say_not_yet_are_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("x")
    assert names(tmp_path) == []


def test_directory_loop_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "itself").symlink_to("itself")
    (tmp_path / "sub" / "m.txt").write_text("x")
    (tmp_path / "z.txt").write_text("x")
    assert names(tmp_path) == ["itself", "sub/loop", "sub/m.txt", "z.txt"]
    assert all("directory loop" in trouble for trouble in troubles(tmp_path).values())
    assert sorted(troubles(tmp_path)) == ["itself", "sub/loop"]


def test_many_links_between_folders_are_walked_once(tmp_path: Path) -> None:
    for one in range(12):
        (tmp_path / f"d{one}").mkdir()
        (tmp_path / f"d{one}" / "a.txt").write_text("x")
        for other in range(12):
            (tmp_path / f"d{one}" / f"l{other}").symlink_to(tmp_path / f"d{other}")
    assert sum(name.endswith("a.txt") for name in names(tmp_path)) == 12


def test_links_to_files_and_folders_are_followed(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "a.txt").write_text("x")
    watched = tmp_path / "watched"
    watched.mkdir()
    (watched / "folder").symlink_to(tmp_path / "there")
    (watched / "b.txt").symlink_to(tmp_path / "there" / "a.txt")
    (tmp_path / "link").symlink_to(watched)
    assert names(tmp_path / "link") == ["b.txt", "folder/a.txt"]


def test_broken_link_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("nowhere")
    assert troubles(tmp_path) == {"a.txt": "a link that leads nowhere"}


def test_folders_nested_too_deeply_are_told(tmp_path: Path) -> None:
    deepest = tmp_path.joinpath(*"abcdefghijklmnopqrstuvwxyz")
    deepest.mkdir(parents=True)
    (deepest / "a.txt").write_text("x")
    [(name, trouble)] = troubles(tmp_path).items()
    assert name.count("/") == 20
    assert "nested too deeply" in trouble


def test_folder_without_permission_is_told_and_the_rest_is_read(open_folder: Path) -> None:
    (open_folder / "closed").mkdir(mode=0o000)
    (open_folder / "z.txt").write_text("x")
    with nobody():
        assert names(open_folder) == ["closed", "z.txt"]
        assert troubles(open_folder) == {"closed": "no permission to read it"}


def test_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        list(scan(Config(tmp_path / "gone", "wire")))
    (tmp_path / "file").touch()
    with pytest.raises(SourceError, match="not a folder"):
        list(scan(Config(tmp_path / "file", "wire")))


def test_name_that_is_no_text_is_no_trouble(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xff.txt", "w") as file:
        file.write("x")
    assert len(names(tmp_path)) == 1


def test_stamp_tells_every_change(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    os.utime(path, ns=(1, 1))
    before = look(path)
    path.write_text("two")
    os.utime(path, ns=(1, 1))
    after = look(path)
    assert before
    assert after
    assert (before.size, before.mtime_ns) == (after.size, after.mtime_ns)
    assert before.stamp != after.stamp
    assert look(tmp_path / "gone.txt") is None
