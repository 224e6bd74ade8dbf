"""Small articles with the events that must come out: one behaviour per file under tests/cases/<language>/.

A case names `why` it exists, `published`, `text` (and `title`), and its `events`: exactly these, in any order. Of each
event only the slots that the case names are compared. Actors are "RU" (the country) or "RU:Peskov" (country and a part
of the name) or a name; quantities "2", "2+" (at least), "-40" (up to); amounts "1500000000 EUR"; goods and weapons
"armour" or, counted, "armour 2".
"""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schemas import Article
from worker.extract import extract

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*/*.toml"))
ACTORS = {
    "attackers", "targets", "participants", "mediators", "addressees", "donors", "recipients", "funders", "attribution",
}  # fmt: skip
KINDS = {"weapons", "hit", "outcomes", "items"}
FIGURES = {"launched", "intercepted", "killed", "injured", "missing"}


def _actor(value: dict[str, Any], label: str) -> bool:
    country, _, name = label.rpartition(":")
    if len(label) == 2 and label.isupper():
        return bool(value["country"] == label)
    named = f"{value['name']} {value['text']}".casefold()
    return (not country or value["country"] == country) and name.casefold() in named


def _same(slot: str, want: Any, got: Any) -> bool:
    if slot in ACTORS:
        covered = all(any(_actor(g, w) for w in want) for g in got)
        return covered and all(any(_actor(g, w) for g in got) for w in want)
    if slot == "speaker":
        return _actor(got, want)
    if slot == "places":
        return sorted(want) == sorted(p["name"] for p in got)
    if slot in KINDS:
        counted = {f"{v['kind']} {_figure(v['count'])}": v["kind"] for v in got if v.get("count")}
        named = {kind for counts, kind in counted.items() if counts in want}
        return sorted(want) == sorted({v["kind"] for v in got} - named | (counted.keys() & set(want)))
    if slot in ("topics", "aid_types"):
        return set(want) <= set(got)
    if slot in FIGURES:
        return want == (_figure(got) if got else "")  # "" is no figure
    if slot == "amount":
        return got is not None and want == f"{got['value']:.0f} {got['currency']}"
    if slot == "when":
        return want == ([got["start"][:10], got["end"][:10]] if got else [])  # [] is no time
    if slot == "says":
        return want in " ".join(e["text"] for e in got)
    return bool(want == got)


def _figure(got: dict[str, Any]) -> str:
    low, high = got["min"], got["max"]
    if low == high:
        return f"{low}"
    return f"{low}+" if high is None else f"-{high}" if low is None else f"{low}-{high}"


def _differences(want: dict[str, Any], got: dict[str, Any]) -> list[str]:
    return [
        f"{slot}: wanted {value!r}, got {got.get(slot)!r}"
        for slot, value in want.items()
        if not _same(slot, value, got.get("evidence" if slot == "says" else slot))
    ]


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_article_gives_exactly_these_events(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    title = case.get("title", "")
    article = Article(
        id=path.stem, title=title, text=case["text"].strip(), language=path.parent.name,
        published=case.get("published"), fetched=datetime(2026, 1, 1, tzinfo=UTC), source="cases",
    )  # fmt: skip
    got = [e.model_dump(mode="json") for e in extract(article)]
    problems, left = [], list(got)
    for want in case.get("events", []):
        same_kind = [g for g in left if g["kind"] == want["kind"]]
        if not same_kind:
            problems.append(f"no {want['kind']}: {want!r}")
            continue
        best = min(same_kind, key=lambda g: len(_differences(want, g)))
        left.remove(best)
        problems += [f"{want['kind']} {d}" for d in _differences(want, best)]
    problems += [f"not expected: {g['kind']} {g['status']} {[e['text'] for e in g['evidence']]}" for g in left]
    assert not problems, case["why"] + "\n" + "\n".join(problems)
