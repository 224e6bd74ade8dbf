"""JSON: one article with the keys of `schemas.Article`."""

import json
from collections.abc import Mapping
from typing import Any

from worker.errors import SourceError
from worker.sources.decoding import decode
from worker.sources.draft import Draft


def read(data: bytes) -> Draft:
    """Return the article of a JSON object. Raises SourceError, which names the line and column or the key."""
    return draft(parsed(data))


def draft(found: object) -> Draft:
    """Return the article of an object that JSON told.

    Keys that are not known are ignored, and so are `fetched` and `source`, which this installation knows better.
    Raises SourceError, which names the key.
    """
    if isinstance(found, list):
        raise SourceError("a list: one article per file, or one per line in a .jsonl file")
    if not isinstance(found, dict):
        raise SourceError("not an article: the JSON is not an object")
    if found.get("text") is None:
        raise SourceError("the key 'text' is missing")
    return Draft(
        text=_string(found, "text") or "",
        title=_string(found, "title") or "",
        id=_identity(found),
        url=_string(found, "url"),
        language=_string(found, "language"),
        published=_string(found, "published"),
        outlet=_string(found, "outlet"),
    )


def parsed(data: bytes) -> object:
    """Return what JSON tells. Raises SourceError, which names the line and column."""
    text = decode(data)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in text else ""  # a line of a .jsonl file has its own number
        raise SourceError(f"broken JSON: {error.msg} ({line}column {error.colno})") from error
    except RecursionError as error:
        raise SourceError("broken JSON: nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise SourceError(f"broken JSON: {error}") from error


def _string(found: Mapping[str, Any], key: str) -> str | None:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise SourceError(f"the key '{key}' is not a string")
    return value


def _identity(found: Mapping[str, Any]) -> str | None:
    value = found.get("id")
    return str(value) if type(value) is int else _string(found, "id")
