"""Points on the map that alerts may be near to: a list of sites, each with a radius for each kind of event."""

import csv
import io
from collections.abc import Collection, Mapping
from typing import Annotated, Any, get_args

from pydantic import BeforeValidator, Field, ValidationError

from schemas import Kind
from schemas.base import Frozen
from worker.errors import ConfigError

FARTHEST_KM = 20_020  # half way round the Earth
KINDS = get_args(Kind)
MOST_SITES = 10_000
COLUMNS = ("name", "lat", "lon", "km", *KINDS)


def _for_each_kind(value: Any) -> Any:
    """Take one radius for that of every kind."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return dict.fromkeys(KINDS, value) if number else value


Km = Annotated[float, Field(gt=0, le=FARTHEST_KM, allow_inf_nan=False)]
Radius = Annotated[Mapping[Kind, Km], BeforeValidator(_for_each_kind), Field(min_length=1)]


class Site(Frozen):
    """A point in WGS 84 degrees, and how near an event of each kind is near to it, in km."""

    name: str = Field(min_length=1, max_length=100, pattern=r"^[^*\x00-\x1f]+$")
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)
    km: Mapping[Kind, Km] = {}


def parse_sites(text: str) -> tuple[Site, ...]:
    """Return the sites of a CSV document with the columns name, lat and lon, and perhaps km and one for each kind.

    An empty cell of a kind stands for `km`; where that is empty too, nothing of that kind is near. Raises ConfigError,
    which begins with the line.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    found: dict[str, Site] = {}
    try:
        columns = _columns(next(rows, []))
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            site = _site(columns, row)
            _check_room(site, found)
            found[site.name] = site
    except (csv.Error, ValueError) as error:
        raise ConfigError(f"line {max(1, rows.line_num)}: {_reason(error)}") from error
    return tuple(found.values())


def _columns(row: list[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in row]
    for column in columns:
        if column not in COLUMNS or columns.count(column) > 1:
            raise ValueError(f"the column {column!r} is none of {', '.join(COLUMNS)}, or stands there twice")
    if missing := [column for column in COLUMNS[:3] if column not in columns]:
        raise ValueError(f"there is no column {missing[0]}")
    return columns


def _site(columns: list[str], row: list[str]) -> Site:
    if len(row) != len(columns):
        raise ValueError(f"{len(row)} cells under {len(columns)} columns")
    cells = {column: cell.strip() for column, cell in zip(columns, row, strict=True)}
    radii = {kind: cells.get(kind) or cells.get("km") for kind in KINDS}
    km = {kind: cell for kind, cell in radii.items() if cell}
    return Site.model_validate({"name": cells["name"], "lat": cells["lat"], "lon": cells["lon"], "km": km})


def _check_room(site: Site, found: Collection[str]) -> None:
    if site.name in found:
        raise ValueError(f"there are two sites {site.name!r}")
    if len(found) == MOST_SITES:
        raise ValueError(f"there are more than {MOST_SITES:,} sites")


def _reason(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    problem = error.errors(include_input=False, include_url=False)[0]
    return f"{problem['loc'][-1]}: {problem['msg']}"
