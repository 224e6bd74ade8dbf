"""NewsML 1 of the IPTC (versions 1.0 to 1.2), which agencies still send beside its successor."""

import re
from typing import Any

from worker.errors import SourceError
from worker.sources.draft import Draft
from worker.sources.news_tree import LANGUAGE, WITHHELD, Story, line, told, when
from worker.sources.newsml import first_story

TEXTS = frozenset({"text", "complexdata"})  # types of media
DATES = ("newsmanagement/thisrevisioncreated", "newsmanagement/firstcreated")
PARTS_OF_NAME = ("providerid", "dateid", "newsitemid")

_REVISION = re.compile(r":\d+[A-Z]?$")  # of a public name: its number, and whether it updates the one before


def read(root: Any) -> list[Draft]:
    """Return an article of each item of text, the first story where an item holds several; others are left alone."""
    items = [item for item in root.iterfind("newsitem") if _is_text(item)]
    if not items:
        raise SourceError("no item of text in it")
    return [_draft(item) for item in items]


def _is_text(item: Any) -> bool:
    media = {(medium.get("FormalName") or "").lower() for medium in item.iter("mediatype")}
    return not media or not media.isdisjoint(TEXTS)


def _draft(item: Any) -> Draft:
    inner, language = first_story(item.iter("datacontent"))
    story = Story(
        title=_first(item, "headline") or inner.title,
        lead=inner.lead,
        dateline=inner.dateline or _first(item, "dateline"),
        paragraphs=inner.paragraphs,
    )
    status = told(item, "newsmanagement/status", "FormalName").lower()
    until = line(item.find("newsmanagement/statuswillchange/dateandtime")) if status == "embargoed" else ""
    provider = told(item, ".//provider/party", "FormalName")
    return Draft(
        text=story.text,
        title=story.title,
        id=_identity(item),
        language=told(item, ".//language", "FormalName") or language or item.get(LANGUAGE),
        published=when(line(item.find(path)) for path in DATES),
        outlet=provider or _first(item, "creditline") or _first(item, "providerid"),
        withheld=status if status in WITHHELD or (status == "embargoed" and not until) else None,
        embargo=until,
    )


def _first(item: Any, name: str) -> str:
    return line(next(item.iter(name), None))


def _identity(item: Any) -> str:
    """Return the public name of an item without its revision, which all its versions share."""
    parts = [_first(item, name) for name in PARTS_OF_NAME]
    return "urn:newsml:" + ":".join(parts) if all(parts) else _REVISION.sub("", _first(item, "publicidentifier"))
