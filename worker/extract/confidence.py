"""How likely an event is right, from what was found of it.

The more of an event's slots the text fills, the surer it is: a strike with a place and a weapon is a strike, a "blow"
with neither may be a metaphor. The weights are log-odds of a logistic regression on labelled articles
(bench/calibrate.py writes them). Right means: on the right sentences, with the right sides, speaker or donor.
"""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from schemas import Kind

Feature = Callable[[Any], bool]


def _several(event: Any) -> bool:
    return len(event.evidence) > 1


FEATURES: Mapping[Kind, Mapping[str, Feature]] = {
    "attack": {
        "several_sentences": _several,
        "place": lambda e: bool(e.places),
        "time": lambda e: e.when is not None,
        "weapon": lambda e: bool(e.weapons),
        "method": lambda e: e.method != "other",
        "toll": lambda e: any((e.killed, e.injured, e.missing)),
        "reported": lambda e: e.status == "reported",
    },
    "talks": {
        "several_sentences": _several,
        "place": lambda e: bool(e.places),
        "time": lambda e: e.when is not None,
        "two_parties": lambda e: len(e.participants) == 2,
        "more_parties": lambda e: len(e.participants) > 2,
        "matter": lambda e: bool(e.topics or e.outcomes),
        "held": lambda e: e.status == "held",
    },
    "statement": {
        "several_sentences": _several,
        "person": lambda e: e.speaker.kind == "person",
        "quoted": lambda e: any(q.direct for q in e.quotes),
        "addressed": lambda e: bool(e.addressees),
        "position": lambda e: e.act != "say",
        "matter": lambda e: bool(e.topics),
    },
    "aid_pledge": {
        "several_sentences": _several,
        "time": lambda e: e.when is not None,
        "amount": lambda e: e.amount is not None,
        "items": lambda e: bool(e.items),
        "promised": lambda e: e.status in ("pledged", "allocated", "delivered"),
    },
}


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Per kind `base` and the weight of each of its FEATURES."""
    return tomllib.loads(files("worker.extract").joinpath("confidence.toml").read_text("utf-8"))


def confidence(event: Any) -> float:
    """The share of events with the same features that were right, between 0 and 1."""
    kind: Kind = event.kind
    table = weights()[kind]
    score = table["base"] + sum(table[name] for name, holds in FEATURES[kind].items() if holds(event))
    return round(1 / (1 + exp(-score)), 2)
