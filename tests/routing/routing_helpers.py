"""Builders of alerts and routes."""

from typing import Any

from helpers import attack

from schemas import Actor, AidPledge, Alert, Evidence, Place, Report, Severity, Statement, Talks
from worker.routing.condition import Condition
from worker.routing.config import Route
from worker.routing.sites import Site

KYIV = Place(name="Kyiv", kind="city", country="UA", admin1="Kyiv City", lat=50.45, lon=30.52, text="Kiew")
BROVARY = Place(name="Brovary", kind="city", country="UA", admin1="Kyiv Oblast", lat=50.51, lon=30.79, text="Brovary")
OBLAST = Place(name="Kyiv Oblast", kind="region", country="UA", lat=50.2, lon=30.5, text="Kyiv region")
UKRAINE = Place(name="Ukraine", kind="country", country="UA", text="Ukraine")
BELGOROD = Place(name="Belgorod", kind="city", country="RU", admin1="Belgorod Oblast", lat=50.6, lon=36.59, text="B.")
SOMEWHERE = Place(name="Rivka", kind="city", text="Rivka")

RUSSIA = Actor(name="Russia", kind="country", country="RU", text="Russia")
KYIV_GOVERNMENT = Actor(name="Ukraine", kind="government", country="UA", text="Kyiv")
HAMAS = Actor(name="Hamas", kind="armed_group", text="Hamas")
ZELENSKYY = Actor(name="Volodymyr Zelenskyy", kind="person", country="UA", text="Selenskyj")

OFFICE = Site(name="kyiv-office", lat=50.45, lon=30.52, km={"attack": 30, "statement": 5})
EVIDENCE = (Evidence(start=0, end=9, text="Drohnen trafen ein Umspannwerk."),)


def alert(event=None, **fields: Any) -> Alert:
    values = {
        "change": "new",
        "revision": 1,
        "sequence": 7,
        "event": event or attack(places=(KYIV,)),
        "reports": (Report(article="a1", source="wire", outlet="Agentur Nordost", language="de"),),
        "independent_sources": 1,
        "standing": "unconfirmed",
        "severity": Severity(level="high"),
        "headline": "Russia attacks Ukraine: Kyiv",
    }
    return Alert(**(values | fields))


def statement(**fields: Any) -> Statement:
    values = {"id": "s1", "status": "made", "act": "say", "speaker": ZELENSKYY, "evidence": EVIDENCE, "confidence": 0.5}
    return Statement(**(values | fields))


def talks(**fields: Any) -> Talks:
    return Talks(**({"id": "t1", "status": "held", "evidence": EVIDENCE, "confidence": 0.5} | fields))


def pledge(**fields: Any) -> AidPledge:
    return AidPledge(**({"id": "p1", "status": "pledged", "evidence": EVIDENCE, "confidence": 0.5} | fields))


def condition(**fields: Any) -> Condition:
    return Condition.model_validate({"not" if name == "not_" else name: value for name, value in fields.items()})


def route_of(name: str = "r", **fields: Any) -> Route:
    return Route.model_validate({"name": name, "receivers": ["desk"]} | fields)
