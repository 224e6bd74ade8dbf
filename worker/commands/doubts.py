"""What a configuration that can be used probably does not mean."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from worker.feeds import Feed
from worker.http import host_of
from worker.languages.name_keys import key_of
from worker.languages.names import load_names
from worker.routing.condition import Condition
from worker.routing.operators import listed
from worker.routing.wiring import unused
from worker.settings import Settings
from worker.text.names import name_key, one_person

PLACES = ("place", "region", "part")
ACTORS = ("country", "capital", "body", "person", "surname")


def doubts(chosen: Settings) -> Iterator[str]:
    """Yield a line for each: a receiver that gets nothing, a country, name or source that no alert will have, feeds of
    one site that would confirm each other.
    """
    yield from (f"no route leads to the receiver {name!r}" for name in unused(chosen.receivers, chosen.routes))
    yield from _confirming(chosen.feeds)
    sources = {folder.name for folder in chosen.folders} | {feed.name for feed in chosen.feeds}
    for route in chosen.routes:
        for condition in _conditions(route.match):
            for problem in (*_unknown(condition), *_nameless(condition, sources)):
                yield f"route {route.name}: {problem}"


def _confirming(feeds: Sequence[Feed]) -> Iterator[str]:
    """Feeds without an outlet are origins by their names, also those of one paper."""
    sites = defaultdict[str, list[Feed]](list)
    for feed in feeds:
        sites[host_of(feed.url).removeprefix("www.")].append(feed)
    for site, found in sites.items():
        voices = {name_key(feed.origin or feed.outlet or feed.name) for feed in found}
        nameless = [feed.name for feed in found if not (feed.origin or feed.outlet)]
        if nameless and len(voices) > 1:
            yield f"the feeds of {site} would confirm each other: say the outlet of {listed(map(repr, nameless))}"


def _conditions(condition: Condition | None) -> Iterator[Condition]:
    if condition:
        yield condition
        for part in condition.within():
            yield from _conditions(part)


def _unknown(condition: Condition) -> Iterator[str]:
    for country in (*(condition.country or ()), *(condition.actor_country or ())):
        if country not in load_names().countries:
            yield f"there is no country {country!r}"
    asked = [*((name, PLACES) for name in condition.place or ()), *((name, ACTORS) for name in condition.actor or ())]
    for name, standings in asked:
        called = _called(name, standings)
        if called and not any(name_key(name) == name_key(other) or one_person(name, other) for other in called):
            yield f"alerts say {' or '.join(map(repr, called))} for {name!r}"


def _nameless(condition: Condition, sources: set[str]) -> Iterator[str]:
    yield from (f"no folder or feed is called {name!r}" for name in condition.source or () if name not in sources)


def _called(name: str, standings: Sequence[str]) -> tuple[str, ...]:
    """What alerts call whatever goes by `name`; empty where the tables of names do not know it."""
    senses = load_names().senses(key_of(name))
    return tuple(dict.fromkeys(sense.entry.name for sense in senses if sense.standing in standings))
