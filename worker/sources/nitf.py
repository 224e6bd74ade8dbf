"""NITF, the News Industry Text Format of the IPTC (versions 2 to 3.6)."""

from typing import Any

from worker.sources.draft import Draft
from worker.sources.html import paragraphs
from worker.sources.news_tree import LANGUAGE, WITHHELD, Story, line, told, when

INLINE = (  # what stands within sentences and is not HTML too
    "alt-code", "chron", "classifier", "copyrite", "denom", "event", "frac", "function", "lang", "location", "money",
    "name.family", "name.given", "num", "numer", "object.title", "org", "person", "pronounce", "virtloc", "city",
    "country", "region", "state", "sublocation",
)  # fmt: skip
ASIDE = ("media", "fn", "ednote", "tagline", "bibliography")


def read(root: Any) -> Draft:
    """Return the article in a tree of NITF; of its byline and its rights nothing is read."""
    found = story(root)
    release = told(root, "head/docdata/date.release", "norm")
    status = told(root, "head/docdata", "management-status").lower()
    return Draft(
        text=found.text,
        title=found.title,
        id=told(root, "head/docdata/doc-id", "id-string"),
        language=language(root),
        published=when(_dates(root)),
        outlet=_outlet(root),
        withheld=status if status in WITHHELD or (status == "embargoed" and not release) else None,
        embargo=release,
    )


def story(root: Any) -> Story:
    """Return what is to be read in a tree of NITF, which may stand within another document."""
    content = root.find("body/body.content")
    heads = "body/body.head/hedline"
    leads = [*root.iterfind(f"{heads}/hl2"), *root.iterfind("body/body.head/abstract")]
    return Story(
        title=line(root.find(f"{heads}/hl1")) or line(root.find(heads)) or line(root.find("head/title")),
        lead="\n\n".join(part for lead in leads for part in _paragraphs(lead)),
        dateline=line(root.find("body/body.head/dateline/location")) or line(root.find("body/body.head/dateline")),
        paragraphs=_paragraphs(content),
    )


def language(root: Any) -> str | None:
    """Return the language that a tree of NITF tells."""
    body = root.find("body")
    return root.get(LANGUAGE) or (body.get(LANGUAGE) if body is not None else None)


def _paragraphs(content: Any) -> tuple[str, ...]:
    if content is None:
        return ()
    for element in content.iter(*INLINE):
        element.tag = "span"
    for element in content.iter(*ASIDE):
        element.tag = "aside"
    return tuple(paragraphs(content))


def _dates(root: Any) -> list[str]:
    return [
        told(root, "head/docdata/date.issue", "norm"),
        told(root, "head/docdata/date.release", "norm"),
        told(root, "head/pubdata", "date.publication"),
        told(root, "body/body.head/dateline/story.date", "norm"),
    ]


def _outlet(root: Any) -> str:
    return (
        told(root, "head/pubdata", "name")
        or line(root.find("body/body.head/distributor"))
        or told(root, "head/docdata/doc.copyright", "holder")
        or told(root, "head/docdata/doc-id", "regsrc")
    )
