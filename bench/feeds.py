"""How well are feed documents read?

    python bench/feeds.py FOLDER

FOLDER holds documents and `feeds.json`, a list of `{"name", "expected": {"outcome", "items", "first": {"title",
"link", "published", "id"}, "notes"}}`: the outcome is `items`, `empty` or `refused`, `items` is how many there are,
`first` is the first of them. Every document goes through what `depesche feeds test` does. Prints how many of each are
right, then every difference with the note on that document; ends with 1 below the aims.
"""

import json
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from worker import log
from worker.commands.feeds import as_object, preview

AIMS = {"outcome": 0.97, "items": 0.97, "title": 0.95, "link": 0.95, "published": 0.95, "id": 0.95}


def main() -> int:
    """Run the measurement; see the top of the file."""
    log.configure(level="error")
    folder = Path(sys.argv[1])
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    differences = []
    slowest = (0.0, "")
    for listed in json.loads((folder / "feeds.json").read_text("utf-8")):
        content = (folder / listed["name"]).read_bytes()
        begun = time.perf_counter()
        seen = values(as_object(preview(content, None, listed["name"], None, None)))
        slowest = max(slowest, (time.perf_counter() - begun, listed["name"]))
        for key, expected in wanted(listed["expected"]).items():
            total[key] += 1
            right[key] += same(seen[key], expected)
            if not same(seen[key], expected):
                differences.append((listed["name"], key, seen[key], expected, seen["reason"], listed["expected"]))
    report(right, total, differences)
    print(f"slowest: {slowest[1]}, {slowest[0] * 1000:.0f} ms")
    return 0 if all(right[key] >= aim * total[key] for key, aim in AIMS.items()) else 1


def values(seen: dict[str, Any]) -> dict[str, Any]:
    """What of a document is compared."""
    first = seen["items"][0] if seen["items"] else {}
    fields = {key: first.get(key) for key in ("title", "link", "published", "id")}
    return {"outcome": seen["outcome"], "items": seen["count"], **fields, "reason": seen["reason"] or seen["remarks"]}


def wanted(expected: dict[str, Any]) -> dict[str, Any]:
    """What it is compared with; of a document without items there is nothing more to get right."""
    first = expected["first"] if expected["items"] else {}
    return {"outcome": expected["outcome"], "items": expected["items"], **first}


def same(seen: object, expected: object) -> bool:
    """Tell whether two values are equal but for white space and the way accents are written."""
    if isinstance(seen, str) and isinstance(expected, str):
        return plain(seen) == plain(expected)
    return seen == expected


def plain(text: str) -> str:
    """`text` in one form."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def report(right: Counter[str], total: Counter[str], differences: list[Any]) -> None:
    """Print the table, and what differs."""
    print(f"{'':<10} right    of  share   aim")
    for key, aim in AIMS.items():
        print(f"{key:<10} {right[key]:>5} {total[key]:>5}  {right[key] / max(total[key], 1):.3f}  {aim:.2f}")
    for name, key, seen, expected, reason, listed in differences:
        print(f"\n{name}: {key} is {seen!r}, expected {expected!r}")
        print(f"    reader: {reason or 'no remark'}")
        print(f"    note: {listed.get('notes', '')}")


if __name__ == "__main__":
    sys.exit(main())
