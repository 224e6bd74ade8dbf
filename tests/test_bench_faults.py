"""What the bench of faults counts as lost or doubled: it has to see each of these."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from helpers import NOW, alert_body, article, statement

from bench.evidence import Found, Row, compared, judged, tell
from schemas import Alert, AlertMessage
from worker.store import Result


def message(number: int, event: str = "e1", revision: int = 1, change: str = "new") -> tuple[int, str]:
    body = alert_body(statement(event), revision=revision, change=change)
    text = AlertMessage(
        id=f"{event}-{revision}", source="/depesche/test", type=f"depesche.alert.statement.{change}", subject=event,
        time=NOW, data=Alert(**dict(body), sequence=number),
    ).model_dump_json()  # fmt: skip
    return number, text


GOOD = (message(1), message(2, revision=2, change="corroborated"), message(3, "e2"))


def found(**changed: Any) -> Found:
    values: dict[str, Any] = {
        "articles": {name: article(name) for name in ("a1", "a2")},
        "results": [Result(article=name, source="in", outcome="events", time=NOW) for name in ("a1", "a2")],
        "alerts": GOOD, "events": {"e1": frozenset({"a1", "a2"}), "e2": frozenset({"a2"})}, "left": (), "pending": 0,
    }  # fmt: skip
    return Found(**(values | changed))


def rows(
    kept: Found, heard: Iterable[tuple[int, str]] | None = None, arrived: Iterable[str] | None = None, **other: Any
) -> list[Row]:
    subscriber = SimpleNamespace(heard=kept.alerts if heard is None else heard, again=other.get("again", 0), filled=1)
    ids = {AlertMessage.model_validate_json(text).id for _, text in kept.alerts} if arrived is None else arrived
    webhooks = SimpleNamespace(
        arrived={0: dict.fromkeys(ids)}, again=3, different=other.get("different", 0)
    )  # fmt: skip
    return judged(kept, subscriber, webhooks, 1, other.get("unsent", ()))  # type: ignore[arg-type]


def test_a_run_that_keeps_every_promise_is_well() -> None:
    assert tell(rows(found()) + compared(found(), found().events))


@pytest.mark.parametrize(
    "broken",
    [
        rows(found(results=found().results[:1])),
        rows(found(pending=1)),
        rows(found(left=["/in/a1.json"])),
        rows(found(), unsent=["a1"]),
        rows(found(alerts=(message(1), message(3, "e2")))),
        rows(found(alerts=(*GOOD, message(4, "e2")))),
        rows(found(alerts=(*GOOD, message(4, "e2", 2, "new")))),
        rows(found(alerts=(GOOD[0], (2, message(7, "e2")[1])))),
        rows(found(), heard=GOOD[:2]),
        rows(found(), heard=(*GOOD[:2], message(3, "e3"))),
        rows(found(), again=1),
        rows(found(), arrived=["e1-1", "e2-1"]),
        rows(found(), arrived=["e1-1", "e1-2", "e2-1", "e3-1"]),
        rows(found(), different=1),
        compared(found(), {"e1": frozenset({"a1"})}),
        compared(found(), {"e1": frozenset({"a1"}), "e2": frozenset({"a1"})}),
    ],
    ids=[
        "no_outcome", "pending", "file_left", "never_sent", "gap", "revision_twice", "new_twice", "other_number",
        "not_heard", "heard_otherwise", "channel_twice", "no_webhook", "webhook_of_nothing", "two_contents",
        "other_events", "other_articles",
    ],
)  # fmt: skip
def test_what_is_lost_or_doubled_is_seen(broken: list[Row], capsys: pytest.CaptureFixture[str]) -> None:
    assert not tell(broken)
    assert "BROKEN" in capsys.readouterr().out
