"""What routes name must be there: their receivers and sites."""

from collections.abc import Iterable, Sequence

from worker.errors import ConfigError
from worker.routing.condition import Condition, Near
from worker.routing.config import Receiver, Route
from worker.routing.sites import Site

EVERY = "*"


def wired(routes: Sequence[Route], receivers: Iterable[Receiver], sites: Iterable[Site]) -> tuple[Route, ...]:
    """Return the routes with the sites that they name. Raises ConfigError, which begins with the field."""
    known = {receiver.name for receiver in receivers}
    by_name = {site.name: site for site in sites}
    found = []
    for number, route in enumerate(routes):
        for i, name in enumerate(route.receivers):
            if name not in known:
                raise ConfigError(f"routes[{number}].receivers[{i}]: there is no receiver {name!r}")
        match = route.match and _located(route.match, by_name, f"routes[{number}].match")
        found.append(route.model_copy(update={"match": match}))
    return tuple(found)


def unused(receivers: Iterable[Receiver], routes: Iterable[Route]) -> tuple[str, ...]:
    """Return the names of receivers that no route leads to."""
    reached = {name for route in routes for name in route.receivers}
    return tuple(receiver.name for receiver in receivers if receiver.name not in reached)


def _located(condition: Condition, sites: dict[str, Site], field: str) -> Condition:
    near = condition.near and _placed(condition.near, sites, f"{field}.near")
    parts = {
        name: tuple(_located(part, sites, f"{field}.{name}[{i}]") for i, part in enumerate(within))
        for name, within in (("all", condition.all), ("any", condition.any))
        if within
    }
    inner = condition.not_ and _located(condition.not_, sites, f"{field}.not")
    return condition.model_copy(update={"near": near, "not_": inner, **parts})


def _placed(near: Near, sites: dict[str, Site], field: str) -> Near:
    found: dict[str, Site] = {}
    for i, name in enumerate(near.site or ()):
        if name != EVERY and name not in sites:
            raise ConfigError(f"{field}.site[{i}]: there is no site {name!r} in the list of sites")
        found |= sites if name == EVERY else {name: sites[name]}
    if near.site and not found:
        raise ConfigError(f"{field}.site: there are no sites; sites in [routing] names a list of them")
    if near.site and not any(near.km or site.km for site in found.values()):
        raise ConfigError(f"{field}: there is no radius, neither here (km) nor in the list of sites")
    km = {"km": near.km} if near.km else {}
    return near.model_copy(update={"sites": tuple(site.model_copy(update=km) for site in found.values())})
