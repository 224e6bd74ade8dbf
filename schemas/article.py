"""An article as a source yields it, before anything was read from it."""

import re

from pydantic import AwareDatetime, Field, field_validator

from schemas.base import Frozen

_HALVES = re.compile("[\ud800-\udfff]")  # of surrogate pairs; a lone one is no character and cannot be written as UTF-8


class Article(Frozen):
    """One article of one outlet.

    Every offset in an event counts Unicode code points of `text`. A feed item without full text has
    `text` = title, blank line, teaser; where `text` begins with the title, the title is not read twice.
    """

    id: str = Field(min_length=1, description="Stable identity of the article within one installation.")
    url: str | None = Field(None, description="Where the article stands on the web.")
    title: str = ""
    text: str = Field(description="Plain text.")
    language: str | None = Field(None, pattern=r"^[a-z]{2}$", description="ISO 639-1; null when not known.")
    published: AwareDatetime | None = Field(None, description="When the outlet published it, with offset.")
    fetched: AwareDatetime = Field(description="When this installation took it in.")
    source: str = Field(description="Name of the feed or folder that yielded it.")
    outlet: str | None = Field(None, description="Who published it.")
    origin: str | None = Field(None, description="Who speaks in it, where that is not its outlet alone.")
    announce: bool = Field(True, description="False: old when its source was first met; read, but no alert follows.")
    version: str = Field("", description="A digest of its words, which tells the versions of an article apart.")

    @field_validator("url", "title", "text", "source", "outlet", "origin")
    @classmethod
    def _replace_halves(cls, value: str | None) -> str | None:
        """With U+FFFD in their place: of the same length, so that offsets hold in what was given."""
        return value and _HALVES.sub("\ufffd", value)
