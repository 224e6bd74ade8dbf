"""What tests of several rooms share: waiting, and builders of articles and events."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import redis

from schemas import (
    Actor,
    AlertBody,
    Article,
    Attack,
    Evidence,
    Place,
    Quantity,
    Report,
    Severity,
    Statement,
    When,
)  # fmt: skip
from worker import keys

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


class Sent(list[str]):
    """The ids of articles whose task was sent; `quiet` are those that are not announced."""

    def __init__(self) -> None:
        self.quiet: list[str] = []

    def __call__(self, article_id: str, queue: str = keys.PROCESS) -> None:
        (self if queue == keys.PROCESS else self.quiet).append(article_id)


def wait_until(predicate: Callable[[], Any], what: str, seconds: float = 20.0) -> Any:
    """Return the first true value of `predicate()`; fail with `what` was waited for when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (value := predicate()):
        assert time.monotonic() < deadline, f"waited {seconds} s in vain until {what}"
        time.sleep(0.01)
    return value


def article(article_id: str = "a1", text: str = "Vale said that the bridge is open.", **fields: Any) -> Article:
    return Article(**({"id": article_id, "text": text, "source": "wire", "fetched": NOW} | fields))


def statement(event_id: str = "e1", speaker: str = "Vale", **fields: Any) -> Statement:
    values = {
        "id": event_id,
        "status": "made",
        "act": "say",
        "speaker": Actor(name=speaker, kind="person", text=speaker),
        "evidence": (Evidence(start=0, end=8, text="Minister"),),
        "confidence": 0.5,
    }
    return Statement(**(values | fields))


def attack(event_id: str = "e1", **fields: Any) -> Attack:
    """A drone attack on Kyiv in the night before NOW."""
    values = {
        "id": event_id,
        "status": "reported",
        "method": "drone",
        "attackers": (Actor(name="Russia", kind="country", country="RU", text="Russian"),),
        "targets": (Actor(name="Ukraine", kind="country", country="UA", text="Ukraine"),),
        "places": (Place(name="Kyiv", kind="city", country="UA", lat=50.45, lon=30.52, text="Kyiv"),),
        "when": When(start=date(2026, 11, 24), end=date(2026, 11, 25), precision="part_of_day", text="overnight"),
        "killed": Quantity(min=2, max=2, text="two"),
        "evidence": (Evidence(start=0, end=4, text="Kyiv"),),
        "confidence": 0.5,
    }
    return Attack(**(values | fields))


def alert_body(event: Statement | None = None, article_id: str = "a1", **fields: Any) -> AlertBody:
    values = {
        "change": "new",
        "revision": 1,
        "event": event or statement(),
        "reports": (Report(article=article_id, source="wire"),),
        "independent_sources": 1,
        "standing": "unconfirmed",
        "severity": Severity(level="low"),
        "headline": "Vale says something",
    }
    return AlertBody(**(values | fields))


def undeclared_keys(client: "redis.Redis") -> list[str]:
    """Return one line for every key that is not what worker/keys.py says."""
    problems = []
    for name in client.scan_iter(count=1000):
        key, ttl, kind = keys.declared(name), client.ttl(name), client.type(name)
        if kind == "none" or ttl == -2:  # workers that run have deleted it since
            continue
        if key is None:
            problems.append(f"{name}: not declared")
        elif key.type != kind:
            problems.append(f"{name}: a {kind}, declared as {key.type}")
        elif key.ttl_s is not None and not 0 < ttl <= key.ttl_s:
            problems.append(f"{name}: lives {ttl} s, declared are {key.ttl_s}")
        elif key.ttl_s is None and ttl != -1:
            problems.append(f"{name}: expires, although it must not")
    return problems
