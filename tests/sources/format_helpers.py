"""Reading one input, as an article or as the reason why it is none."""

from datetime import UTC, datetime
from pathlib import Path

from schemas import Article
from worker.sources.formats import Refusal, read

FETCHED = datetime(2025, 7, 21, 16, tzinfo=UTC)
TEXT = "Kyjiw meldet Angriffe.\nDie Übung in Charkiw war größer."


def all_of(content: Path | bytes | str, name: str, **given: object) -> list[Article | Refusal]:
    content = content.encode() if isinstance(content, str) else content
    return list(read(content, name=name, source="wire", fetched=FETCHED, **given))  # type: ignore[arg-type]


def article(content: Path | bytes | str, name: str, **given: object) -> Article:
    [found] = all_of(content, name, **given)
    assert isinstance(found, Article), found
    return found


def reason(content: Path | bytes | str, name: str) -> str:
    [found] = all_of(content, name)
    assert isinstance(found, Refusal), found
    assert "\n" not in found.reason
    return found.reason
