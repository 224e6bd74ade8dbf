"""What it costs to decide about an article where many events are stored, and what an event takes of Redis.

    python bench/growth.py [--events 1000 100000] [--articles 400] [--a-day 100] [--processes N]

Stores made-up events of all kinds, so many of them for each day of news, through the real decision and the real commit:
sides from all countries, places from all over the map, dates and figures at random. At each number of events some
articles more are timed, from the look-up of candidates to the commit, every second of them about an event that is
known. Prints what an article takes, as time of processors (of this program and Redis) and as time that passes, and the
events that it is compared with; then the memory of Redis per event. A million events (`--events 1000 100000 1000000`)
take half an hour on two processors, and 3 GB.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

from schemas import (
    Actor,
    AidPledge,
    Article,
    Attack,
    Evidence,
    Hit,
    Money,
    Place,
    Quantity,
    Statement,
    Talks,
    Weapon,
    When,
    codes_of,
)  # fmt: skip
from worker import keys, log, pipeline
from worker.identity import index_keys, resolve
from worker.identity.account import AnyEvent
from worker.languages.name_rows import NamedPlace
from worker.languages.names import load_names
from worker.languages.tables import rows
from worker.store import Candidates, RedisServer, Store

FIRST = datetime(1998, 1, 1, tzinfo=UTC)
NOTHING = Candidates((), (), ())
SAMPLED = 1_000  # keys of each sort whose memory is asked for
BLOCK = 5_000  # events that a process stores at a time
EVENTS_EACH = 3  # events of one article
OUTLETS = ("Agentur Nordost", "Continental Wire", "Das Tagesblatt", "Globe Dispatch", "Südliche Post", "The Harbour")
SENTENCES = (
    "Nach Angaben der Behörden in {place} wurden dabei {n} Häuser und ein Umspannwerk beschädigt.",
    "Officials of {a} said that talks with {b} would go on during the next {n} days, with both delegations present.",
    "Die Lieferung soll nach Worten von {who} in den kommenden {n} Wochen in mehreren Teilen nach {b} gehen.",
    "Emergency crews in {place} were working to restore power to {n} streets and to search for people under rubble.",
)
KINDS = ("attack", "attack", "statement", "statement", "statement", "talks", "aid_pledge")  # as often as in news


def main() -> None:
    """Run the measurement; see the top of the file."""
    parser = argparse.ArgumentParser(description="Cost per article and memory per event, by the number of events.")
    parser.add_argument("--events", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--articles", type=int, default=400, help="articles that are timed")
    parser.add_argument("--a-day", type=int, default=100, help="events of one day of news")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    log.configure(level="warning")
    with tempfile.TemporaryDirectory(prefix="depesche-bench-") as home, RedisServer(Path(home)) as server:
        store = opened(server.url)
        used, stored = used_memory(store), 0
        with ProcessPoolExecutor(chosen.processes) as pool:
            for wanted in sorted(chosen.events):
                begins = range(stored, wanted, BLOCK)
                list(pool.map(partial(fill, server.url, chosen.a_day, wanted), begins))
                stored = wanted
                measure(store, stored, FIRST + timedelta(days=stored / chosen.a_day), chosen.articles)
        tell_memory(stored, used_memory(store) - used, kept_in(store))


def opened(url: str) -> Store:
    """A store that forgets nothing of what is made up here."""
    return Store.open(url, kept_s=15_000 * keys.DAY)


def fill(url: str, a_day: int, wanted: int, begin: int) -> None:
    """Store the new events from number `begin` on, a block of them or as many as are wanted."""
    store, world = _store(url), World(begin)
    for number in range(begin, min(begin + BLOCK, wanted), EVENTS_EACH):
        told = FIRST + timedelta(days=number / a_day)
        article, events = world.article(number, told, EVENTS_EACH)
        store.enter(article)
        store.commit(article, resolve(article, events, (), told), NOTHING, told)


_store = cache(opened)


def measure(store: Store, stored: int, now: datetime, articles: int) -> None:
    """Print what it takes to decide about some articles where so many events are stored."""
    told = list(more(World(-stored), now, articles))
    for item, events in told:
        store.enter(item)
        resolve(item, events, (), now)  # what is loaded on first use does not count
    began, seconds = cpu(store), []
    for item, events in told:
        start = time.perf_counter()
        pipeline.decide(item, events, store)
        seconds.append(time.perf_counter() - start)
    busy = (cpu(store) - began) / articles * 1_000
    compared = statistics.mean(len(store.candidates(index_keys(events[0], item)).known) for item, events in told)
    print(
        f"{stored:>9,} events: an article keeps processors busy for {busy:.2f} ms, is decided in "
        f"{statistics.median(seconds) * 1_000:.2f} ms (median), compared with {compared:.1f} events",
        flush=True,
    )


def more(world: "World", now: datetime, articles: int) -> Iterator[tuple[Article, tuple[AnyEvent, ...]]]:
    """Yield articles of one event each, every second of them about that of the one before."""
    for number in range(0, articles, 2):
        article, events = world.article(number, now, 1)
        yield article, events
        yield world.retold(f"{article.id}-again", f"{article.text} Mehr in Kürze.", now + timedelta(hours=1)), events


def cpu(store: Store) -> float:
    """Seconds that this process and Redis have kept processors busy."""
    info = store.client.info("cpu")
    return time.process_time() + float(info["used_cpu_user"]) + float(info["used_cpu_sys"])


def used_memory(store: Store) -> int:
    """Bytes that Redis has in use."""
    return int(store.client.info("memory")["used_memory"])


def kept_in(store: Store) -> dict[str, float]:
    """Bytes of each family of keys, from a sample of each, largest first."""
    counts: dict[str, int] = defaultdict(int)
    sizes: dict[str, list[int]] = defaultdict(list)
    for name in store.client.scan_iter(count=10_000):
        key = keys.declared(name)
        family = key.name.removeprefix(keys.PREFIX).rstrip(":") if key else name
        counts[family] += 1
        if len(sizes[family]) < SAMPLED:
            sizes[family].append(store.client.memory_usage(name, samples=100) or 0)
    found = {family: counts[family] * statistics.mean(sizes[family]) for family in counts}
    return {family: size for family, size in sorted(found.items(), key=lambda pair: -pair[1]) if size > 1_000_000}


def tell_memory(stored: int, used: int, sizes: dict[str, float]) -> None:
    """Print the memory per event, without what is kept of the newest alone."""
    newest = [sizes.pop(name, 0.0) for name in ("depesche:alerts", "article")]
    parts = ", ".join(f"{name} {size / stored:,.0f}" for name, size in sizes.items())
    print(f"{(used - sum(newest)) / stored:,.0f} bytes per event ({parts}, the rest tables of Redis)")
    for size, what, kept in zip(newest, ("alerts", "texts"), (f"{keys.ALERTS_KEPT:,}", "3 days'"), strict=True):
        print(f"beside them {size / 1e6:,.0f} MB for {what}, of which the newest {kept} are kept")


class World:
    """Made-up news: the same for the same seed, and none of the same events for another."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._seed = seed
        names = load_names()
        self._countries = [country for country in names.countries.values() if country.kind == "country"]
        self._people = list(names.people)
        self._places = rows(files("worker.languages") / "names" / "places.toml", "places", NamedPlace)

    def article(self, number: int, told: datetime, count: int) -> tuple[Article, tuple[AnyEvent, ...]]:
        """Return an article of `count` events, told at that time."""
        name = f"growth-{self._seed}-{number}"
        events = tuple(self._event(f"{name}-{n}", told) for n in range(count))
        text = "\n\n".join(evidence.text for event in events for evidence in event.evidence)
        return self.retold(name, text, told), events

    def retold(self, name: str, text: str, told: datetime) -> Article:
        """Return an article with that text in one of the outlets."""
        outlet = self._chance.choice(OUTLETS)
        return Article(
            id=name, text=text, title=text.partition(".")[0], url=f"https://news.example/{told:%Y/%m/%d}/{name}.html",
            language="de", published=told, fetched=told, source=outlet.lower().replace(" ", "-"), outlet=outlet,
        )  # fmt: skip

    def _event(self, event_id: str, told: datetime) -> AnyEvent:
        place, chance = self._chance.choice(self._places), self._chance
        a, b = (self._actor() for _ in range(2))
        who = chance.choice(self._people)
        words = {"place": place.name, "a": a.name, "b": b.name, "who": who, "n": chance.randint(2, 900)}
        day = (told - timedelta(days=chance.choice((0, 0, 1, 1, 2)))).date()
        common = {
            "id": f"{event_id}-{chance.getrandbits(80):020x}"[-20:],
            "when": When(start=day, end=day, precision="day", text=f"am {day:%d.%m.}"),
            "evidence": tuple(self._sentence(words) for _ in range(chance.choice((1, 1, 2)))),
            "confidence": 0.8,
            "rules": ("made_up.verb", "made_up.sides"),
        }
        at = Place(
            name=place.name, kind=place.kind, country=place.country, admin1=place.region or None, lat=place.lat,
            lon=place.lon, text=place.name,
        )  # fmt: skip
        event = _MAKE[chance.choice(KINDS)](common, a, b, at, who, words["n"])
        return event.model_copy(update={"codes": codes_of(event)})

    def _sentence(self, words: dict[str, object]) -> Evidence:
        start = self._chance.randint(0, 3_000)
        text = self._chance.choice(SENTENCES).format_map(words)
        return Evidence(start=start, end=start + len(text), text=text, slots=("status", "places"))

    def _actor(self) -> Actor:
        country = self._chance.choice(self._countries)
        return Actor(name=country.name, kind="country", country=country.iso2, text=country.name)


def _attack(common, a, b, at, who, n):
    return Attack(
        **common, status="reported", attackers=(a,), targets=(b,), places=(at,), method="drone",
        weapons=(Weapon(kind="drone", count=Quantity(min=n, max=n, text=str(n)), text="Drohnen"),),
        killed=Quantity(min=n % 9, max=None, text=str(n % 9)), hit=(Hit(kind="energy", text="Umspannwerk"),),
    )  # fmt: skip


def _talks(common, a, b, at, who, n):
    return Talks(**common, status="held", participants=(a, b), places=(at,), format="in_person", topics=("peace",))


def _statement(common, a, b, at, who, n):
    speaker = Actor(name=who, kind="person", country=a.country, text=who)
    return Statement(**common, status="made", speaker=speaker, act="demand", addressees=(b,), topics=("sanctions",))


def _aid_pledge(common, a, b, at, who, n):
    amount = Money(value=n * 1e6, currency="EUR", text=f"{n} Millionen Euro")
    return AidPledge(**common, status="pledged", donors=(a,), recipients=(b,), amount=amount, aid_types=("military",))


_MAKE = {"attack": _attack, "talks": _talks, "statement": _statement, "aid_pledge": _aid_pledge}


if __name__ == "__main__":
    main()
