"""The lines that people read."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import click
import pytest
from helpers import NOW, alert_body

from schemas import Alert, AlertMessage, Report, Severity
from worker import console
from worker.deliveries import ReceiverState
from worker.feeds import Counts, FeedState
from worker.store import Memory, Refusal, Status


def message(**fields: Any) -> AlertMessage:
    body = alert_body(**fields)
    return AlertMessage(
        id="e1-1", source="/depesche/test", type="depesche.alert.statement.new", subject="e1", time=NOW,
        data=Alert(**dict(body), sequence=7),
    )  # fmt: skip


def status(**fields: Any) -> Status:
    values: dict[str, Any] = {
        "taken": 0, "processed": {}, "alerts": {}, "refused": 0, "pending": 0, "oldest_pending": None,
        "last_taken": None, "last_processed": None, "last_alert": None, "sequence": 0,
        "queued": {"process": 0}, "refusals": (),
    }  # fmt: skip
    return Status(**(values | fields))


def reports(*outlets: str | None) -> tuple[Report, ...]:
    return tuple(Report(article=f"a{n}", source="wire", outlet=outlet) for n, outlet in enumerate(outlets))


def test_an_alert_is_one_line_with_time_change_severity_kind_headline_and_outlets() -> None:
    line = click.unstyle(
        console.alert_line(message(reports=reports("Agentur", None), severity=Severity(level="critical")))
    )
    time = f"{NOW.astimezone():%H:%M:%S}"
    assert re.split(" {2,}", line) == [time, "new", "critical", "statement", "Vale says something", "[Agentur, wire]"]


def test_an_outlet_is_named_once_and_many_are_counted() -> None:
    line = console.alert_line(message(reports=reports("A", "B", "A", "C", "D", "E")))
    assert "[A, B, C and 2 more]" in line


def test_what_comes_from_strangers_cannot_steer_the_terminal() -> None:
    line = console.alert_line(message(headline="a\x1b[2Jb\nc\u202ed", reports=reports("\x07")))
    assert "a\ufffd[2Jb\ufffdc\ufffdd" in click.unstyle(line)
    assert "\x07" not in line


def test_colours_appear_only_where_they_are_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    text = message().model_dump_json()
    console.echo_alert(text, as_json=False)
    assert "\x1b" not in capsys.readouterr().out
    with click.Context(click.Command("c"), color=None) as context:
        context.color = True
        console.echo_alert(text, as_json=False)
    assert "\x1b" in capsys.readouterr().out


def test_json_prints_the_message_as_it_was_published(capsys: pytest.CaptureFixture[str]) -> None:
    text = message().model_dump_json()
    console.echo_alert(text, as_json=True)
    assert capsys.readouterr().out == text + "\n"


def test_summary_tells_what_happened_in_between() -> None:
    before = status(processed={"events": 3}, alerts={"new": 4}, refused=1)
    after = status(processed={"events": 5, "no_events": 1}, alerts={"new": 7, "updated": 1}, refused=2)
    assert console.summary(before, after, 3.21) == (
        "Done in 3.2 s: 3 articles read (2 with events, 1 without); 1 file refused, see `depesche status`; "
        "4 alerts (3 new, 1 updated)."
    )
    assert console.summary(after, after, 0.5) == "Done in 0.5 s: 0 articles read; 0 alerts."


def test_status_tells_how_long_ago_and_shows_the_newest_refusals() -> None:
    refusals = tuple(
        Refusal(source="in", what=f"/in/{n}", outcome="refused", reason="empty", time=NOW - timedelta(hours=2))
        for n in range(9)
    )
    found = status(
        taken=4, processed={"events": 2, "failed": 1}, pending=1, oldest_pending=NOW - timedelta(seconds=90), refused=9,
        last_processed=NOW - timedelta(seconds=5), refusals=refusals,
    )  # fmt: skip
    lines = list(console.status_lines(found, {"url": "unix:///x"}, NOW))
    assert lines[0].split() == ["url", "unix:///x"]
    assert lines[1] == "articles   4 taken (2 with events, 1 failed); last read 5 s ago"
    assert lines[2] == "pending    1, the oldest since 1 min; tasks waiting: process 0"
    assert lines[3] == "alerts     0; last never"
    assert [line.strip() for line in lines[5:]] == [f"2 hours ago: /in/{n}: empty" for n in range(5)]


def test_status_tells_how_much_is_kept() -> None:
    found = status(kept={"events": 97, "alerts": 116, "bytes": 1_250_000})
    assert "history    97 events, 116 alerts; about 1.2 MB" in console.status_lines(found, {}, NOW)
    assert console.status_json(found, {})["kept"]["bytes"] == 1_250_000


def test_status_tells_when_redis_has_no_memory_left() -> None:
    def told(memory: Memory) -> list[str]:
        return [line.strip() for line in console.status_lines(status(memory=memory), {}, NOW)][4:-1]

    assert told(Memory(50_000_000, 0)) == []
    assert told(Memory(50_000_000, 90_000_000)) == ["memory     50.0 of 90.0 MB of Redis"]
    _, short, evicts = told(Memory(89_000_000, 90_000_000, "allkeys-lru"))
    assert "89.0 of 90.0 MB of its maxmemory" in short
    assert "allkeys-lru" in evicts
    (full,) = told(Memory(50_000_000, 0, disk_fails=True))
    assert "is the disk full?" in full
    assert console.status_json(status(memory=Memory(1, 2)), {})["memory"]["limit"] == 2


def test_status_tells_which_receivers_are_not_well() -> None:
    well = ReceiverState(target="https://a.example/", delivered=3, last_delivered=NOW)
    down = ReceiverState(target="https://b.example/", failures=5, paused_until=NOW, reason="it answers 503")
    gone = ReceiverState(target="https://c.example/", failures=1, disabled=True, reason="it answers 410")
    found = status(receivers={"a": well, "b": down, "c": gone}, waiting={"a": 0, "b": 7, "c": 1}, dead=2)
    lines = [line.strip() for line in console.status_lines(found, {"url": "unix:///x"}, NOW)][4:7]
    assert lines == [
        "receivers  3; 3 delivered, 8 waiting, 2 dead: see `depesche webhooks dead`",
        "b: paused, 7 waiting: it answers 503; last delivered never",
        "c: disabled, 1 waiting: it answers 410; last delivered never",
    ]
    told = console.status_json(found, {})
    assert (told["receivers"]["b"]["waiting"], told["receivers"]["b"]["failures"], told["dead"]) == (7, 5, 2)


def test_status_for_programs_has_times_in_iso_8601_and_null() -> None:
    told = console.status_json(status(last_alert=datetime(2026, 1, 2, tzinfo=UTC)), {"url": "x"})
    assert told["last_alert"] == "2026-01-02T00:00:00+00:00"
    assert told["last_taken"] is None


def test_progress_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    progress = console.Progress(status())
    progress.show(status(pending=3))
    progress.clear()
    assert capsys.readouterr() == ("", "")


def test_progress_on_a_terminal_counts_from_the_start_of_the_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    progress = console.Progress(status(processed={"events": 10}))
    progress.show(status(processed={"events": 13, "no_events": 2}, pending=5))
    assert "5/10 articles" in capsys.readouterr().err


def test_status_names_the_feeds_that_are_not_well() -> None:
    well = FeedState(url="https://a/", health="healthy", outcome="items", counts=Counts(taken=7))
    ill = FeedState(
        url="https://b/", health="failing", outcome="dns", reason="b is not known", failures=4,
        last_success=NOW - timedelta(hours=2),
    )  # fmt: skip
    lines = list(console.status_lines(status(feeds={"a": well, "b": ill}), {}, NOW))
    where = next(number for number, line in enumerate(lines) if line.startswith("feeds "))
    assert lines[where : where + 2] == [
        "feeds      1 healthy, 1 failing; 7 items taken",
        "           b: failing, dns: b is not known; last read 2 hours ago",
    ]
    assert console.status_json(status(feeds={"b": ill}), {})["feeds"]["b"]["failures"] == 4


def test_status_says_nothing_of_feeds_where_there_are_none() -> None:
    assert not any(line.startswith("feeds") for line in console.status_lines(status(), {}, NOW))


def test_status_counts_the_feeds_that_it_does_not_name() -> None:
    ill = FeedState(url="https://b/", outcome="dns", failures=1)
    lines = list(console.status_lines(status(feeds={f"f{n}": ill for n in range(30)}), {}, NOW))
    assert "           and 10 more, see --json" in lines
