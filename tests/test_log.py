"""Logging: one handler for structlog and the standard library, without secrets."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from worker import log


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers, logging.root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_own_and_foreign_records_have_one_form_and_the_context(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("json")
    structlog.contextvars.bind_contextvars(article="a1")
    structlog.get_logger("worker.x").info("alert_published", sequence=7)
    logging.getLogger("celery.y").warning("%s is %s", "it", "so")
    own, foreign = lines(capsys)
    assert (own["event"], own["sequence"], own["article"], own["level"]) == ("alert_published", 7, "a1", "info")
    assert (foreign["event"], foreign["article"], foreign["logger"]) == ("it is so", "a1", "celery.y")
    assert set(own) - {"sequence"} == set(foreign)


def test_a_password_in_a_url_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("json")
    logging.getLogger("kombu").error("cannot connect to redis+socket://:hunter2@/tmp/redis.sock")
    error = ValueError("redis://user:hunter2@db:6379")
    structlog.get_logger("worker").error("failed", url="unix://:hunter2@/s", exc_info=error)
    out = capsys.readouterr().err
    assert "hunter2" not in out
    assert "redis+socket://***@/tmp/redis.sock" in out


def test_records_below_the_level_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("console", "warning")
    structlog.get_logger("worker").info("quiet")
    structlog.get_logger("worker").warning("loud", number=1)
    err = capsys.readouterr().err
    assert "quiet" not in err
    assert "loud" in err
