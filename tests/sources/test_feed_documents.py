"""Every file in feeds/ is one quirk: a small document with what it shows and what is to be read of it."""

import gzip
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from worker.commands.feeds import as_object
from worker.sources.feed import parse_feed

FOLDER = Path(__file__).parent / "feeds"
NOW = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
HEADER = re.compile(r"<!--\nDescription: .*?-->\n", re.DOTALL)


@dataclass(frozen=True)
class Case:
    content: bytes
    url: str | None
    content_type: str | None
    description: str
    expected: dict[str, Any]


def case(path: Path) -> Case:
    text = path.read_bytes().decode("utf-8")
    if path.suffix == ".json":
        own = json.loads(text)
        return Case(path.read_bytes(), None, "application/feed+json", own["_description"], own["_expect"])
    header = HEADER.search(text)
    assert header, f"{path.name} does not say what it shows"
    told = dict(line.split(": ", 1) for line in header[0].splitlines() if ": " in line)
    encoding = told.get("Encode")
    content = text.encode("utf-8")
    if encoding:  # the header is no part of it: its letters would help to guess
        content = encoded(text.replace(header[0], ""), encoding)
    return Case(content, told.get("Url"), told.get("Content-type"), told["Description"], json.loads(told["Expect"]))


def encoded(text: str, encoding: str) -> bytes:
    return gzip.compress(text.encode()) if encoding == "gzip" else text.encode(encoding)


def differences(seen: Any, expected: Any, where: str) -> list[str]:
    """What is expected and not so; keys that nothing is said of may be anything."""
    if isinstance(expected, dict) and isinstance(seen, dict):
        return [line for key, value in expected.items() for line in differences(seen[key], value, f"{where}.{key}")]
    if isinstance(expected, list) and isinstance(seen, list) and len(expected) == len(seen):
        pairs = enumerate(zip(seen, expected, strict=True))
        return [line for at, (one, other) in pairs for line in differences(one, other, f"{where}[{at}]")]
    return [] if seen == expected else [f"{where} is {seen!r}, expected {expected!r}"]


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_quirk(path: Path) -> None:
    quirk = case(path)
    seen = parse_feed(
        quirk.content, url=quirk.url, content_type=quirk.content_type, source="quirks", fetched=NOW
    )  # fmt: skip
    assert differences(as_object(seen), quirk.expected, path.name) == [], quirk.description
