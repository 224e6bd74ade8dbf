"""What a condition asks of an alert: each operator on both sides, and what it cannot know."""

import pytest
from helpers import attack
from routing_helpers import (
    BELGOROD,
    BROVARY,
    EVIDENCE,
    HAMAS,
    KYIV,
    KYIV_GOVERNMENT,
    OBLAST,
    OFFICE,
    RUSSIA,
    SOMEWHERE,
    UKRAINE,
    ZELENSKYY,
    alert,
    condition,
    pledge,
    statement,
    talks,
)

from schemas import Evidence, Place, Report, Severity
from worker.routing.checking import check
from worker.routing.operators import OPERATORS

NEAR_OFFICE = {"site": "kyiv-office", "sites": [OFFICE]}


def at(*places: Place, **fields):
    return alert(attack(places=places, **fields))


def told(**fields):
    return alert(reports=[Report(article="a", source="wire", **fields)])


def between(*sides):
    return alert(talks(participants=sides))


LONDON = Place(name="London", kind="city", country="GB", lat=51.5, lon=-0.1, text="London")

CASES = [
    ("kind", ["attack", "talks"], alert(), True),
    ("kind", ["talks"], alert(), False),
    ("country", ["UA"], at(KYIV), True),
    ("country", ["ua", "PL"], at(BELGOROD, UKRAINE), True),
    ("country", ["UA"], at(BELGOROD), False),
    ("country", ["UA"], at(), None),
    ("country", ["UA"], at(SOMEWHERE), None),
    ("country", ["UA"], at(BELGOROD, SOMEWHERE), None),
    ("country", ["UA"], at(SOMEWHERE, KYIV), True),
    ("country", ["RU"], at(KYIV), False),  # where it happens, not who does it
    ("country", ["UA"], alert(statement()), None),
    ("place", ["KYÏV"], at(KYIV), True),
    ("place", "Kyiv  oblast", at(BROVARY), True),
    ("place", ["Kyiv Oblast"], at(OBLAST), True),
    ("place", ["Lodz"], at(Place(name="Łódź", kind="city", country="PL", text="Łódź")), True),
    ("place", ["Kyiv"], at(BELGOROD), False),
    ("place", ["Kyi"], at(KYIV), False),
    ("place", ["Brovary"], at(OBLAST), None),  # it may have been there
    ("place", ["Lviv"], at(UKRAINE), None),
    ("place", ["Greater London"], at(LONDON), None),  # its region is not known
    ("place", ["Kyiv"], at(), None),
    ("near", {"lat": 50.45, "lon": 30.52, "km": 25}, at(BROVARY), True),
    ("near", {"lat": 50.45, "lon": 30.52, "km": 15}, at(BROVARY), False),
    ("near", {"lat": 50.45, "lon": 30.52, "km": 0.001}, at(KYIV), True),
    ("near", {"lat": 0, "lon": 179.9, "km": 30}, at(KYIV.model_copy(update={"lat": 0.0, "lon": -179.9})), True),
    ("near", {"lat": 50.45, "lon": 30.52, "km": {"attack": 25}}, at(BROVARY), True),
    ("near", {"lat": 50.45, "lon": 30.52, "km": {"talks": 25}}, at(BROVARY), None),  # no radius for attacks
    ("near", NEAR_OFFICE, at(BROVARY), True),
    ("near", NEAR_OFFICE, alert(statement(places=[KYIV])), True),
    ("near", NEAR_OFFICE, alert(statement(places=[BROVARY])), False),
    ("near", NEAR_OFFICE, alert(talks(places=[KYIV])), None),
    ("near", NEAR_OFFICE, at(BELGOROD), False),
    ("near", NEAR_OFFICE, at(OBLAST), None),
    ("near", NEAR_OFFICE, at(UKRAINE), None),
    ("near", NEAR_OFFICE, at(SOMEWHERE), None),
    ("near", NEAR_OFFICE, at(OBLAST, BROVARY), True),
    ("near", NEAR_OFFICE, at(BELGOROD, UKRAINE), None),
    ("near", NEAR_OFFICE, at(), None),
    ("near", {"site": "*"}, at(KYIV), None),  # sites that nobody filled in
    ("actor", ["Russia"], alert(), True),
    ("actor", ["russia", "HAMAS"], at(attackers=[HAMAS]), True),
    ("actor", ["Zelenskyy"], alert(statement()), True),
    ("actor", ["volodymyr zelenskyy"], alert(statement()), True),
    ("actor", ["Olena Zelenska"], alert(statement()), False),
    ("actor", ["Ukraine"], alert(statement()), False),  # that is actor_country
    ("actor", ["Hamas"], alert(), False),
    ("actor", ["Hamas"], at(KYIV, attackers=[]), None),
    ("actor", ["Ukraine"], at(KYIV, attackers=[]), True),
    ("actor", ["Hamas"], between(RUSSIA), None),  # nobody talks alone
    ("actor", ["Hamas"], between(RUSSIA, KYIV_GOVERNMENT), False),
    ("actor", ["Hamas"], alert(talks(participants=[RUSSIA, KYIV_GOVERNMENT], mediators=[HAMAS])), True),
    ("actor", ["Russia"], alert(attack(attribution=[RUSSIA], attackers=[HAMAS], targets=[HAMAS])), False),
    ("actor_country", ["RU"], alert(), True),
    ("actor_country", ["PL"], alert(), False),
    ("actor_country", ["PL"], at(KYIV, targets=[]), None),
    ("actor_country", ["PL"], at(KYIV, attackers=[HAMAS]), None),  # it sits in no country that is known
    ("actor_country", ["UA"], alert(statement()), True),
    ("actor_country", ["RU"], alert(statement(addressees=[RUSSIA])), True),
    ("actor_country", ["UA"], alert(pledge(donors=[RUSSIA], recipients=[KYIV_GOVERNMENT])), True),
    ("actor_country", ["PL"], alert(pledge(donors=[RUSSIA], recipients=[KYIV_GOVERNMENT])), False),
    ("actor_country", ["PL"], alert(pledge(donors=[RUSSIA])), None),
    ("actor_country", ["UA"], alert(pledge(donors=[RUSSIA], recipients=[RUSSIA], funders=[ZELENSKYY])), True),
    ("severity", "medium", alert(), True),
    ("severity", "high", alert(), True),
    ("severity", "critical", alert(), False),
    ("severity", "medium", alert(severity=Severity(level="low")), False),
    ("standing", ["official", "unconfirmed"], alert(), True),
    ("standing", "contested", alert(), False),
    ("independent_sources", 2, alert(independent_sources=2), True),
    ("independent_sources", 2, alert(), False),
    ("source", ["wire"], alert(), True),
    ("source", ["Wire"], alert(), False),
    ("outlet", ["AGENTUR nordost"], alert(), True),
    ("outlet", ["Nordost"], alert(), False),
    ("outlet", ["Nordost"], told(), None),
    ("language", ["DE"], alert(), True),
    ("language", ["en"], alert(), False),
    ("language", ["en"], told(), None),
    ("words", ["attacks"], alert(), True),
    ("words", ["attack"], alert(), False),  # whole words
    ("words", ["KYIV"], alert(), True),
    ("words", ["Kyiv Russia"], alert(), False),
    ("words", ["russia  attacks"], alert(), True),
    ("words", ["Umspannwerk"], alert(statement()), True),
    ("words", ["werk", "Umspann"], alert(statement()), False),
    ("words", ["Brücke"], told(title="Die BRÜCKE ist offen"), True),
    ("words", ["Bru\u0308cke"], told(title="Die Brücke ist offen"), True),
    ("words", ["Bruecke", "Brucke"], told(title="Die Brücke ist offen"), False),
    ("words", ["STRASSE"], told(title="Die Straße ist offen"), False),
    ("words", ["Nord-Stream", "o'neill"], told(title="O’Neill on it"), True),
    ("words", ["C++ (2)"], told(title="a C++ (2) file"), True),
    ("words", [".*"], alert(), False),
    ("words", ["Fluss"], told(evidence=[Evidence(start=0, end=1, text="Am\nFluss.")]), True),
]


@pytest.mark.parametrize(("field", "wanted", "given", "answer"), CASES)
def test_an_operator_answers_yes_no_or_unknown(field, wanted, given, answer):
    assert check(condition(**{field: wanted}), given).answer is answer
    negated = check(condition(not_={field: wanted}), given).answer
    assert negated is (None if answer is None else not answer)


def test_every_operator_is_tried_on_both_sides():
    for field in OPERATORS:
        assert {answer for name, _, _, answer in CASES if name == field} >= {True, False}


YES, NO, UNKNOWN = {"kind": "attack"}, {"kind": "talks"}, {"country": "UA"}


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        (YES | {"severity": "low"}, True),
        (YES | {"severity": "critical"}, False),
        (YES | UNKNOWN, None),
        (NO | UNKNOWN, False),
        ({"all": [YES, {"severity": "low"}]}, True),
        ({"all": [YES, NO]}, False),
        ({"all": [YES, UNKNOWN]}, None),
        ({"all": [NO, UNKNOWN]}, False),
        ({"any": [YES, NO]}, True),
        ({"any": [NO, {"severity": "critical"}]}, False),
        ({"any": [YES, UNKNOWN]}, True),
        ({"any": [NO, UNKNOWN]}, None),
        ({"not": YES | UNKNOWN}, None),
        ({"not": NO | UNKNOWN}, True),
        ({"not": {"not": UNKNOWN}}, None),
        ({"not": {"any": [YES, UNKNOWN]}}, False),
        (YES | {"any": [NO, YES], "all": [YES], "not": NO}, True),
        (NO | {"any": [NO, YES], "all": [YES], "not": NO}, False),
    ],
)
def test_conditions_are_put_together_by_the_logic_of_kleene(fields, answer):
    nowhere = alert(attack(places=()))
    assert check(condition(**fields), nowhere).answer is answer


def test_a_check_tells_what_was_wanted_and_what_was_found():
    of_near, of_not = check(
        condition(near={"site": "kyiv-office", "sites": [OFFICE], "km": 30}, not_={"country": ["RU"]}),
        at(BROVARY, OBLAST),
    ).parts
    assert (of_near.name, of_near.wanted) == ("near", "30 km around kyiv-office")
    assert of_near.found.startswith("Brovary: 20.2 km from kyiv-office, Kyiv Oblast: where exactly")
    assert (of_not.name, of_not.answer, of_not.parts[0].found) == ("not", True, "Brovary (UA), Kyiv Oblast (UA)")
    (of_actor,) = check(condition(actor="Hamas"), at(KYIV, attackers=[])).parts
    assert of_actor.found == "attackers not known, Ukraine"
    (of_words,) = check(condition(words=["office", "Umspannwerk"]), alert(statement(evidence=EVIDENCE))).parts
    assert of_words.found == '"umspannwerk" in the evidence'


def test_what_decides_is_told_first_among_many():
    many = [BELGOROD.model_copy(update={"name": f"Place {i}"}) for i in range(20)]
    (of_country,) = check(condition(country="UA"), at(*many, KYIV)).parts
    assert of_country.found.startswith("Kyiv (UA), Place 0 (RU), ")
    assert of_country.found.endswith(" and 13 more")
