"""Which alerts a route is for, as a person writes it."""

import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from schemas import Kind
from schemas.alert import Level, Standing
from schemas.base import Frozen
from worker.routing.sites import FARTHEST_KM, Radius, Site
from worker.text.names import name_key
from worker.text.normalise import fold

DEEPEST = 10  # conditions within conditions
MOST = 1_000  # members of a list

T = TypeVar("T")


def _listed(value: Any) -> Any:
    """Take one value for a list of one."""
    if isinstance(value, list | tuple):
        if not value:
            raise ValueError("an empty list matches nothing")
        return value
    return [value]


def _name(text: str) -> str:
    if not name_key(text):
        raise ValueError("a name has letters or digits")
    return text


def _word(text: str) -> str:
    """A word as it is looked for."""
    word = " ".join(fold(unicodedata.normalize("NFC", text)).split())
    if not word:
        raise ValueError("a word has letters or other signs")
    return word


AnyOf = Annotated[tuple[T, ...], BeforeValidator(_listed), Field(max_length=MOST)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Named = Annotated[Text, AfterValidator(_name)]
Word = Annotated[Text, AfterValidator(_word)]
Country = Annotated[str, StringConstraints(to_upper=True, pattern=r"^[A-Za-z]{2}$")]
Language = Annotated[str, StringConstraints(to_lower=True, pattern=r"^[A-Za-z]{2}$")]


class Near(Frozen):
    """Within `km` of a point, of the sites named in `site`, or of any site ("*").

    `km` is one radius, or one for each kind of event; at a site it stands in place of those of the list.
    """

    lat: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False)
    lon: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False)
    km: Radius | None = None
    site: AnyOf[Text] | None = None
    sites: tuple[Site, ...] = Field((), description="Those that `site` names; filled in from the list of sites.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.site is None and (self.lat is None or self.lon is None or self.km is None):
            raise ValueError(f"either lat, lon and km, or a site; km is more than 0 and at most {FARTHEST_KM}")
        if self.site is not None and not (self.lat is self.lon is None):
            raise ValueError("either lat and lon or a site, not both")
        return self

    def circles(self) -> tuple[Site, ...]:
        """The points and their radii."""
        if self.lat is None or self.lon is None:
            return self.sites
        return (Site(name=f"{self.lat:g}, {self.lon:g}", lat=self.lat, lon=self.lon, km=self.km or {}),)


class Condition(Frozen):
    """What holds of an alert: everything that is given, and of each list one member.

    `country` is where it happens, that of a place; `actor_country` that of a side: attackers and targets, those who
    talk and mediate, who speaks and is spoken to, who gives, gets and pays. A condition holds, does not hold, or is
    unknown, and then its `not` is unknown too: an attack in a country that is not known neither is in Ukraine nor is it
    elsewhere.
    """

    model_config = ConfigDict(serialize_by_alias=True)  # what is written is read again

    kind: AnyOf[Kind] | None = None
    country: AnyOf[Country] | None = Field(None, description="ISO 3166-1 alpha-2.")
    place: AnyOf[Named] | None = Field(None, description="English name of a place or of the region it lies in.")
    near: Near | None = None
    actor: AnyOf[Named] | None = Field(None, description="Full English names; a surname alone will do.")
    actor_country: AnyOf[Country] | None = None
    severity: Level | None = Field(None, description="At least.")
    standing: AnyOf[Standing] | None = None
    independent_sources: int | None = Field(None, ge=1, description="At least.")
    source: AnyOf[Text] | None = Field(None, description="Names of folders and feeds.")
    outlet: AnyOf[Named] | None = None
    language: AnyOf[Language] | None = None
    words: AnyOf[Word] | None = Field(None, description="Whole words of the headline, the evidence and the titles.")
    all: AnyOf["Condition"] | None = None
    any: AnyOf["Condition"] | None = None
    not_: "Condition | None" = Field(None, alias="not")

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        if not self.given():
            raise ValueError("an empty condition: say what must hold")
        if self.depth() > DEEPEST:
            raise ValueError(f"conditions within conditions go {DEEPEST} deep")
        return self

    def given(self) -> Mapping[str, Any]:
        """What is given, by its name."""
        return {name: value for name in type(self).model_fields if (value := getattr(self, name)) is not None}

    def within(self) -> "tuple[Condition, ...]":
        """The conditions in this one."""
        return (*(self.all or ()), *(self.any or ()), *([self.not_] if self.not_ else []))

    def depth(self) -> int:
        """1 for a condition without others in it."""
        return 1 + max((condition.depth() for condition in self.within()), default=0)
