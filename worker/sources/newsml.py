"""NewsML-G2 of the IPTC: a newsItem, or a newsMessage with many of them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from worker.errors import SourceError
from worker.sources import nitf
from worker.sources.draft import Draft
from worker.sources.feed_text import teaser_of
from worker.sources.html import paragraphs
from worker.sources.news_tree import LANGUAGE, WITHHELD, Story, line, told, when

TEXTS = frozenset({"", "text", "composite"})  # classes of items; others are pictures, films, graphics
FORMS = frozenset({"inlinexml", "inlinedata"})
DATES = (  # of the story itself before those of the item, of this version before the first
    "contentmeta/contentmodified", "contentmeta/contentcreated", "itemmeta/versioncreated", "itemmeta/firstcreated",
)  # fmt: skip


def read(root: Any) -> list[Draft]:
    """Return an article of each item of text; pictures, packages and concepts beside them are left alone."""
    items = [root] if root.tag == "newsitem" else [*root.iterfind("newsitem"), *root.iterfind("itemset/newsitem")]
    found = [_draft(item) for item in items if _code(item, "itemmeta/itemclass") in TEXTS]
    if not found:
        classes = sorted({_code(item, "itemmeta/itemclass") for item in items})
        raise SourceError(f"no item of text in it{': ' if classes else ''}{', '.join(classes)[:100]}")
    return found


def first_story(containers: Iterable[Any]) -> tuple[Story, str | None]:
    """Return the first story with text of those that `containers` hold, and the language it tells."""
    for container in containers:
        story, language = _story_in(container)
        if any(story.paragraphs):
            return story, language
    return Story(), None


def _story_in(container: Any) -> tuple[Story, str | None]:
    """Read NITF, HTML or plain text."""
    markup = next(iter(container), None)
    if markup is None:
        return Story(paragraphs=tuple(teaser_of(container.text).split("\n\n"))), None
    document = next(container.iter("nitf"), None)
    if document is not None:
        return nitf.story(document), nitf.language(document)
    title = line(next(container.iter("h1"), None))
    return Story(title=title, paragraphs=tuple(paragraphs(container))), markup.get(LANGUAGE) or markup.get("lang")


def _draft(item: Any) -> Draft:
    inner, language = first_story(form for form in item.iterfind("contentset/*") if form.tag in FORMS)
    story = Story(
        title=_headline(item) or inner.title,
        lead=inner.lead or _summary(item),
        dateline=inner.dateline or line(item.find("contentmeta/dateline")),
        paragraphs=inner.paragraphs,
    )
    embargo = item.find("itemmeta/embargoed")  # without a date it holds until another version lifts it
    status = _code(item, "itemmeta/pubstatus")
    return Draft(
        text=story.text,
        title=story.title,
        id=item.get("guid"),
        language=told(item, "contentmeta/language", "tag") or language or item.get(LANGUAGE),
        published=when(line(item.find(path)) for path in DATES),
        outlet=next(filter(None, _publishers(item)), None),
        withheld=status if status in WITHHELD else "embargoed" if embargo is not None and not line(embargo) else None,
        embargo=line(embargo),
    )


def _code(item: Any, path: str) -> str:
    """Return the code that an element names by its qcode or address, without its scheme, in small letters."""
    value = told(item, path, "qcode") or told(item, path, "uri")
    return re.split("[:/#]", value)[-1].strip().lower()


def _headline(item: Any) -> str:
    headlines = sorted(item.iterfind("contentmeta/headline"), key=_is_minor)
    return next(filter(None, map(line, headlines)), "")


def _is_minor(headline: Any) -> bool:
    return not re.search("main|^$", headline.get("role") or "", re.IGNORECASE)


def _summary(item: Any) -> str:
    told_so = (line(found) for found in item.iterfind("contentmeta/description") if not _is_caption(found))
    return next(filter(None, told_so), "")


def _is_caption(description: Any) -> bool:
    return "caption" in (description.get("role") or "").lower()


def _publishers(item: Any) -> Iterator[str]:
    yield line(item.find("itemmeta/provider/name"))
    yield told(item, "itemmeta/provider", "literal")
    yield line(item.find("contentmeta/creditline"))
    yield told(item, "itemmeta/provider", "qcode").rpartition(":")[2]
    yield line(item.find("contentmeta/infosource/name"))
