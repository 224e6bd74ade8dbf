"""What the bench of latency tells: percentiles, or that a queue built up, and what did not come."""

import pytest

from bench.latency import Row, shown, tell

PUT_AT = {f"a{number}": number / 10 for number in range(100)}
ROW = Row(10.0, 27.0, PUT_AT)


def after(*waits: float) -> dict[str, float]:
    """Arrivals that wait so long, as many files each."""
    each = len(PUT_AT) // len(waits)
    return {name: at + waits[number // each] for number, (name, at) in enumerate(PUT_AT.items())}


def test_percentiles_of_what_keeps_up() -> None:
    waits = [0.02] * 94 + [0.5] * 6
    arrived = {name: at + wait for (name, at), wait in zip(PUT_AT.items(), waits, strict=True)}
    assert shown(PUT_AT, arrived) == "20 ms, 500 ms, 500 ms"


def test_a_queue_that_grows_is_told_as_a_rate() -> None:
    # The last of a hundred files comes 9.9 s after the first one was put, and waits for 10.1 s.
    assert shown(PUT_AT, after(0.1, 2.0, 4.0, 6.0, 10.1)) == "cannot keep up: 5.0 a second"


def test_one_long_wait_in_between_is_no_queue() -> None:
    assert "cannot" not in shown(PUT_AT, after(0.1, 3.0, 3.0, 0.1))


def test_what_did_not_come_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    heard = {name: (at + 0.1, f"{name}-1") for name, at in PUT_AT.items()}
    sent = {alert: at + 0.1 for at, alert in heard.values()}

    assert tell([ROW], heard, sent) == 0
    assert "did not come" not in capsys.readouterr().out
    del sent["a7-1"]
    assert tell([ROW], heard, sent) == 1
    del heard["a8"]
    assert tell([ROW], heard, sent) == 1
    assert "3 alerts did not come" in capsys.readouterr().out
