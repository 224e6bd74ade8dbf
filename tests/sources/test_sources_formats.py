"""Files of every format become articles; what is no article becomes a refusal that says why."""

import json
import os
import time
import tracemalloc
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from format_helpers import all_of, article, reason
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from schemas import Article
from worker.sources.draft import Draft, version
from worker.sources.formats import FORMATS, LARGEST_FILE, LONGEST_LINE, Format, Refusal


def test_same_content_in_two_files_is_one_article() -> None:
    assert article("Talks\r\n\r\nThey met. ", "a.txt").id == article(b"\xef\xbb\xbfTalks\n\nThey met.", "b.txt").id
    assert article("They met.", "a.txt").id != article("They left.", "a.txt").id


def test_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": "They met."}))
    assert article(path, "a.json").text == "They met."


@pytest.mark.parametrize("name", [f"a{suffix}" for suffix in FORMATS])
def test_empty_file_is_refused_in_every_format(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert reason(tmp_path / name, name) == "empty: it has no text"


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix != ".jsonl"])
def test_200_megabytes_are_refused_unread(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.touch()
    os.truncate(path, 200_000_000)
    began = time.monotonic()
    assert reason(path, path.name) == "too large: 200 MB, up to 10 MB are read"
    assert time.monotonic() - began < 0.5


def test_large_file_of_lines_is_never_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "one"}\n')
    os.truncate(path, 200_000_000)  # one line of zero bytes follows
    with path.open("ab") as file:
        file.write(b'\n{"text": "two"}\n')
    tracemalloc.start()
    found = all_of(path, "a.jsonl")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [type(one).__name__ for one in found] == ["Article", "Refusal", "Article"]
    assert peak < 10 * LONGEST_LINE


def test_bytes_over_the_limit_are_refused() -> None:
    assert reason(b"a" * (LARGEST_FILE + 1), "a.txt").startswith("too large")


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    assert reason(tmp_path / "pipe.txt", "pipe.txt") == "not a file"
    assert reason(tmp_path / "folder.txt", "folder.txt") == "not a file"


def test_vanished_file_is_refused(tmp_path: Path) -> None:
    assert "vanished" in reason(tmp_path / "gone.txt", "gone.txt")


def test_link_to_itself_is_refused_as_a_loop(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")
    assert "loop" in reason(tmp_path / "a.txt", "a.txt")


def test_unknown_suffix_is_refused_with_those_that_are_known() -> None:
    assert ".jsonl" in reason(b"x", "a.pdf")


def test_fault_in_a_reader_costs_that_input_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(FORMATS, ".txt", Format(fail))  # type: ignore[arg-type]
    with capture_logs() as logs:
        assert reason(b"x", "a.txt") == "the reader failed: ZeroDivisionError"
    assert logs[0]["log_level"] == "error"


def test_refused_item_of_a_file_is_told_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = [Draft(text="one"), Draft(text=" "), Draft(text="two", id="x" * 3_000), Draft(text="three")]
    monkeypatch.setitem(FORMATS, ".txt", Format(lambda data: drafts))
    assert [found.text if isinstance(found, Article) else found.reason for found in all_of(b"x", "a.txt")] == [
        "one", "item 2: empty: it has no text", "item 3: 'id' is too long: 2,000 characters are read", "three",
    ]  # fmt: skip


PIECES = st.sampled_from([
    b"---\n", b"# ", b"{", b'"text":', b'"a"', b"}", b"[", b"\n", b"<p>", b"</p>", b"<meta charset=", b"\xff\xfe", b"*",
    b"\xef\xbb\xbf", b"\\ud800", b"&#0;", b"&#xD800;", b"<html lang=x>", b'<time datetime="1">', b"\r", b"\xc3\xbc",
    b'"published":"1"', b"<script type=application/ld+json>", b"Subject: a\n", b"<nitf>", b"<newsItem>", b"<NewsML>",
])  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=30).map(b"".join)),
    suffix=st.sampled_from(sorted(FORMATS)),
)
def test_no_bytes_make_reading_raise(data: bytes, suffix: str) -> None:
    for found in all_of(data, f"a{suffix}"):
        assert isinstance(found, Article | Refusal)
        if isinstance(found, Refusal):
            assert "the reader failed" not in found.reason
        else:
            found.model_dump_json().encode()  # nothing in it that cannot leave the process


@settings(max_examples=200, deadline=None)
@given(
    value=st.dictionaries(
        st.sampled_from(["id", "text", "title", "url", "language", "published", "outlet"]),
        st.one_of(st.text(), st.integers(), st.none(), st.datetimes().map(str), st.booleans(), st.floats()),
    )
)
def test_no_json_makes_reading_raise(value: dict[str, object]) -> None:
    for found in all_of(json.dumps(value), "a.json"):
        if isinstance(found, Article) and found.published:
            assert found.published.astimezone(UTC) - timedelta(days=1)
        assert "the reader failed" not in getattr(found, "reason", "")


@pytest.mark.parametrize(
    "text",
    ["twelve were  killed\n at the bridge", "TWELVE were “killed” – at the bridge!",
     "Twelve were killed at the bridge. https://x.example/?utm_source=a"],
)  # fmt: skip
def test_blanks_signs_and_addresses_make_no_other_version(text: str) -> None:
    assert version("Strike", text) == version("Strike:", "Twelve were killed at the bridge.")


@pytest.mark.parametrize("text", ["Two were killed at the bridge.", "Twelve were killed at the bridge, police say."])
def test_other_words_and_figures_make_another_version(text: str) -> None:
    assert version("Strike", text) != version("Strike", "Twelve were killed at the bridge.")
