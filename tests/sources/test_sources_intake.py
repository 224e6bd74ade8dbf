"""Each file of a folder is taken or refused once."""

import os
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers import wait_until
from sources_helpers import Memory, nobody
from structlog.testing import capture_logs

from schemas import Article
from worker.errors import StoreError
from worker.sources.folder import Config
from worker.sources.intake import FolderIntake, Swept
from worker.store import Store


@pytest.fixture
def memory() -> Memory:
    return Memory()


def at_once(folder: Path) -> Config:
    """A folder in which every file counts as complete."""
    return Config(folder, "wire", settle_s=0.0)


def test_each_file_is_taken_once_however_often_it_is_seen(tmp_path: Path, memory: Memory) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.jsonl").write_text('{"text": "two"}\n{"text": "three"}\n')
    intake = memory.intake(at_once(tmp_path))
    assert intake.sweep() == Swept(taken=2)
    assert intake.sweep() == Swept()
    assert intake.arrived(tmp_path / "a.txt") == "known"
    assert memory.intake(at_once(tmp_path)).sweep() == Swept(), "after a restart"
    assert memory.takes == {"one": 1, "two": 1, "three": 1}


def test_same_content_under_two_names_is_one_article(tmp_path: Path, memory: Memory) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.txt").write_text("one\r\n")
    memory.intake(at_once(tmp_path)).sweep()
    assert len(memory.articles) == 1


def test_folder_is_left_untouched(tmp_path: Path, memory: Memory) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.json").write_text("broken")
    before = {path: (path.stat(), path.read_bytes()) for path in tmp_path.iterdir()}
    memory.intake(at_once(tmp_path)).sweep()
    after = {path: (path.stat(), path.read_bytes()) for path in tmp_path.iterdir()}
    assert {path: (stat.st_mtime_ns, stat.st_ctime_ns, data) for path, (stat, data) in before.items()} == {
        path: (stat.st_mtime_ns, stat.st_ctime_ns, data) for path, (stat, data) in after.items()
    }


def test_refused_file_is_refused_once_and_stops_no_other(tmp_path: Path, memory: Memory) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0")
    (tmp_path / "b.json").write_text('{"text":}')
    (tmp_path / "c.txt").touch()
    (tmp_path / "d.txt").touch()
    os.truncate(tmp_path / "d.txt", 200_000_000)
    (tmp_path / "e").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "f.txt")
    (tmp_path / "g.txt").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "z.txt").write_text("one")
    intake = memory.intake(at_once(tmp_path))
    assert intake.sweep() == Swept(taken=1, refused=7)
    assert intake.sweep() == Swept()
    reasons = {Path(path).name: reason.split(":")[0] for path, reason in memory.refused.items()}
    assert reasons == {
        "a.txt": "not text", "b.json": "broken JSON", "c.txt": "empty", "d.txt": "too large", "e": "a directory loop",
        "f.txt": "not a file", "g.txt": "wrong encoding",
    }  # fmt: skip
    assert set(memory.refusals.values()) == {1}


def test_refused_file_is_read_again_when_it_changes(tmp_path: Path, memory: Memory) -> None:
    path = tmp_path / "a.json"
    path.write_text("{")
    intake = memory.intake(at_once(tmp_path))
    assert intake.sweep() == Swept(refused=1)
    path.write_text('{"text": "one"}')
    assert intake.sweep() == Swept(taken=1)
    assert memory.paths[str(path)].outcome == "taken"


def test_permission_that_is_missing_is_told_and_once_given_the_file_is_taken(memory: Memory) -> None:
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        path = Path(name) / "a.txt"
        path.write_text("one")
        path.chmod(0o000)
        intake = memory.intake(at_once(Path(name)))
        with nobody():
            assert intake.sweep() == Swept(refused=1)
            assert memory.refused[str(path.resolve())] == "no permission to read it"
        path.chmod(0o644)
        with nobody():
            assert intake.sweep() == Swept(taken=1)


def test_bad_lines_of_one_file_are_one_refusal(tmp_path: Path, memory: Memory) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "one"}\n' + "{\n" * 100 + '{"text": "two"}\n')
    memory.intake(at_once(tmp_path)).sweep()
    assert memory.texts() == ["one", "two"]
    assert memory.refusals == {str(path): 1}
    assert memory.refused[str(path)].startswith("line 2: broken JSON")
    assert memory.refused[str(path)].endswith("; 90 more")
    assert memory.paths[str(path)].outcome == "refused"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_file_that_is_replaced_tells_another_version_of_its_article(tmp_path: Path, memory: Memory, name: str) -> None:
    path, intake = tmp_path / name, memory.intake(at_once(tmp_path))
    path.write_text("Twelve were killed.")
    intake.sweep()
    path.write_text("Two were killed.")
    path.with_name(f"b{path.suffix}").write_text("Another file.")
    intake.sweep()
    assert sorted(memory.texts()) == ["Another file.", "Two were killed."]
    path.write_text("")
    intake.sweep()
    path.write_text("Nobody was killed.")
    memory.intake(at_once(tmp_path)).sweep()
    assert sorted(memory.texts()) == ["Another file.", "Nobody was killed."]


def test_file_in_which_another_article_says_its_id_is_another_article(tmp_path: Path, memory: Memory) -> None:
    path, intake = tmp_path / "latest.json", memory.intake(at_once(tmp_path))
    for content in ('{"id": "a", "text": "one"}', '{"url": "https://x.example/b", "text": "two"}', '{"text": "three"}'):
        path.write_text(content)
        intake.sweep()
    assert memory.texts() == ["one", "three"], "the third says nothing of itself, and is the second, edited"


def test_lines_of_a_file_that_grows_keep_their_ids(tmp_path: Path, memory: Memory) -> None:
    path, intake = tmp_path / "a.jsonl", memory.intake(at_once(tmp_path))
    path.write_text('{"text": "one"}\n')
    intake.sweep()
    path.write_text('{"text": "two"}\n')
    intake.sweep()
    assert sorted(memory.texts()) == ["one", "two"]


def test_path_is_remembered_only_after_its_articles_are_taken(tmp_path: Path, memory: Memory) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n{"text": "two"}\n')
    intake = memory.intake(at_once(tmp_path))

    def fail_at_two(article: Article) -> None:
        if article.text == "two":
            raise StoreError("no Redis")

    memory.when_taken = fail_at_two
    with pytest.raises(StoreError):
        intake.sweep()
    assert memory.paths == {}
    memory.when_taken = lambda article: None
    assert intake.sweep() == Swept(taken=1)
    assert memory.texts() == ["one", "two"]


def test_file_that_just_changed_waits_until_it_has_rested(tmp_path: Path, memory: Memory) -> None:
    (tmp_path / "a.txt").write_text("one")
    intake = memory.intake(Config(tmp_path, "wire", settle_s=0.3))
    assert intake.sweep() == Swept(waiting=1)
    (tmp_path / "a.txt").write_text("one and a half")
    assert intake.sweep() == Swept(waiting=1)
    wait_until(lambda: intake.sweep() == Swept(taken=1), "the file has rested")
    assert memory.texts() == ["one and a half"]


def test_file_from_a_clock_ahead_is_taken_after_it_has_rested(
    tmp_path: Path, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.sources.intake.time.time", lambda: datetime(2020, 1, 1, tzinfo=UTC).timestamp())
    (tmp_path / "a.txt").write_text("one")
    intake = memory.intake(Config(tmp_path, "wire", settle_s=0.1))
    assert intake.sweep() == Swept(waiting=1)
    wait_until(lambda: intake.sweep() == Swept(taken=1), "the file has rested by our own clock")


def test_file_being_written_waits_although_it_rests(tmp_path: Path, memory: Memory) -> None:
    (tmp_path / "a.txt").write_text("one")
    intake = memory.intake(at_once(tmp_path))
    assert intake.sweep(writing={tmp_path / "a.txt"}) == Swept(waiting=1)


def test_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path, memory: Memory) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "one"}\n{"text": "tw')

    def finish_writing(article: Article) -> None:
        memory.when_taken = lambda article: None
        with path.open("a") as file:
            file.write('o"}\n')

    memory.when_taken = finish_writing
    intake = memory.intake(at_once(tmp_path))
    assert intake.sweep() == Swept(waiting=1)
    assert memory.refused == {}, "the half line was whole a moment later"
    assert intake.sweep() == Swept(taken=1)
    assert memory.texts() == ["one", "two"]


def test_empty_file_is_not_complete_yet_when_it_is_closed(tmp_path: Path, memory: Memory) -> None:
    (tmp_path / "a.txt").touch()
    intake = memory.intake(at_once(tmp_path))
    assert intake.arrived(tmp_path / "a.txt") == "waiting"
    assert intake.sweep() == Swept(refused=1), "and empty it stays"


@pytest.mark.parametrize("name", ["gone.txt", "a.pdf", ".a.txt", "a.txt.part"])
def test_arrival_that_is_nothing_to_read_is_passed_over(tmp_path: Path, memory: Memory, name: str) -> None:
    if name != "gone.txt":
        (tmp_path / name).write_text("x")
    assert memory.intake(at_once(tmp_path)).arrived(tmp_path / name) == "waiting"
    assert not memory.takes
    assert not memory.refused


def test_two_threads_take_a_file_once(tmp_path: Path, memory: Memory) -> None:
    (tmp_path / "a.txt").write_text("one")
    inside, go_on = threading.Event(), threading.Event()

    def hold(article: Article) -> None:
        inside.set()
        assert go_on.wait(10)

    memory.when_taken = hold
    intake = memory.intake(at_once(tmp_path))
    first = threading.Thread(target=intake.sweep)
    first.start()
    assert inside.wait(10)
    assert intake.arrived(tmp_path / "a.txt") == "waiting"
    go_on.set()
    first.join()
    assert intake.arrived(tmp_path / "a.txt") == "known"
    assert memory.takes == {"one": 1}


def test_intake_works_on_the_store_itself(tmp_path: Path, store: Store) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.json").write_text("{")
    with open(os.fsencode(tmp_path) + b"/\xff.txt", "w") as file:
        file.write("two")
    intake = FolderIntake(at_once(tmp_path), store.enter, store.refuse, store.seen, store.remember)
    assert intake.sweep() == Swept(taken=2, refused=1)
    assert intake.sweep() == Swept()
    assert store.pending() == 2
    assert [refusal.what for refusal in store.status().refusals] == [str(tmp_path / "b.json")]
    (tmp_path / "b.json").write_text('{"text": "three"}')
    assert intake.sweep() == Swept(taken=1)
    assert store.status().refusals == ()


def test_file_that_brings_out_a_fault_does_not_hide_the_files_behind_it(tmp_path: Path, memory: Memory) -> None:
    (tmp_path / "a.txt").write_text("bad")
    (tmp_path / "b.txt").write_text("good")

    def fail(article: Article) -> None:
        if article.text == "bad":
            raise ZeroDivisionError

    memory.when_taken = fail
    with capture_logs() as logs:
        assert memory.intake(at_once(tmp_path)).sweep() == Swept(taken=1, waiting=1)
    assert [entry["event"] for entry in logs] == ["file_not_taken"]
