"""How grave an event is: the published table."""

import json

import pytest
from identity_helpers import attack, person, pledge, quantity, statement, talks

from schemas import Hit, Item, Money, Outcome
from worker.errors import PackError
from worker.identity.severity import LEVELS, severity
from worker.identity.severity_table import parse_table, published
from worker.languages.pack import languages, load_pack


def money(value: float, currency: str = "EUR") -> Money:
    return Money(value=value, currency=currency, text="")


@pytest.mark.parametrize(
    ("level", "reason", "event"),
    [
        ("low", None, attack()),
        ("critical", "killed: 20 or more", attack(killed=quantity(31, None))),
        ("high", "killed: 5 or more", attack(killed=quantity(5, 5))),
        ("medium", "killed: 1 or more", attack(killed=quantity(1, 1))),
        ("low", None, attack(killed=quantity(31, None), status="denied")),
        ("critical", "launched: 300 or more", attack(launched=quantity(450, 450))),
        ("high", "hit: a hospital, a school or a house of worship", attack(hit=(Hit(kind="health", text=""),))),
        ("medium", "an attack is threatened", attack(status="threatened")),
        ("low", None, talks()),
        ("high", "agreement on a ceasefire, peace, hostages or nuclear matters",
         talks(topics=("ceasefire",), outcomes=(Outcome(kind="agreement", text=""),))),
        ("medium", "heads of state or government", talks(participants=(person("Macron", "FR", "president"),))),
        ("medium", "a head of state or government", statement(speaker=person("Tamim", "QA", "emir"))),
        ("low", None, statement(speaker=person("Peskov", "RU", "spokesperson"))),
        ("critical", "a nuclear threat", statement(act="threaten", topics=("nuclear",))),
        ("medium", "a threat or a warning", statement(act="warn")),
        ("low", None, statement()),
        ("critical", "amount: 10 billion dollars or more", pledge(amount=money(9e10))),
        ("high", "amount: 1 billion dollars or more", pledge(amount=money(2e9))),
        ("medium", "amount: 50 million dollars or more", pledge(amount=money(1.5e9, "NOK"))),
        ("low", None, pledge(amount=money(1e9, "XXX"))),
        ("high", "military aid stopped", pledge(status="suspended", aid_types=("military",))),
        ("high", "air defence, aircraft or missiles", pledge(items=(Item(kind="air_defence", name="Patriot"),))),
    ],
)  # fmt: skip
def test_the_table_gives_level_and_reason(level, reason, event):
    found = severity(event)
    assert found.level == level
    assert found.reasons[:1] == ((reason,) if reason else ())


def test_every_office_that_has_a_rank_is_called_as_the_reader_calls_it():
    offices = {form.office.office for code in languages() for form in load_pack(code).actors.offices.values()}
    assert set(published().ranks) <= offices


def test_only_the_highest_step_of_a_figure_is_a_reason():
    assert severity(attack(killed=quantity(31, None))).reasons == ("killed: 20 or more",)


def test_the_gravest_reason_stands_first():
    levels = {rule.reason: LEVELS.index(rule.level) for rule in published().rules}
    reasons = severity(attack(killed=quantity(2, None), launched=quantity(450, 450), method="combined")).reasons
    assert len(reasons) == 3
    assert [levels[r] for r in reasons] == sorted((levels[r] for r in reasons), reverse=True)


OWN = """
rules = [
  {kind = "attack", level = "critical", number = "killed", at_least = 1, reason = "somebody was killed"},
  {kind = "aid_pledge", level = "medium", number = "amount", at_least = 1000000, reason = "a million dollars"},
]
"""


def test_a_table_of_ones_own_replaces_the_published_rules_and_keeps_the_rates_that_it_leaves_out():
    table = parse_table(OWN, "own.toml")
    killed = severity(attack(killed=quantity(1, 1), launched=quantity(450, 450)), table)
    assert (killed.level, killed.reasons) == ("critical", ("somebody was killed",))
    assert severity(pledge(amount=money(1.2e7, "NOK")), table).level == "medium"
    assert severity(pledge(amount=money(8e6, "NOK")), table).level == "low"
    assert parse_table("rules = []", "own.toml").ranks == published().ranks


RULE = {"kind": "attack", "level": "high", "reason": "r"}


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ({"kind": "riot"}, "rules[0]: kind cannot be 'riot' but one of"),
        ({"level": "huge"}, "rules[0]: level cannot be 'huge' but one of"),
        ({"slots": "hit"}, "rules[0]: unknown key 'slots'"),
        ({}, "rules[0]: a rule needs a number or a slot"),
        ({"number": "dead"}, "rules[0]: number: attack has no figure 'dead'"),
        ({"number": "hit"}, "rules[0]: number: attack has no figure 'hit'"),
        ({"slot": "topics", "values": ["peace"]}, "rules[0]: attack has no slot 'topics'"),
        ({"slot": "hit"}, "rules[0]: values is missing beside 'hit'"),
        ({"slot": "hit", "values": ["hospital"]}, "rules[0]: values: hit of attack is never 'hospital'"),
        ({"slot": "method", "values": ["drone"], "also": "hit", "also_values": ["x"]}, "also_values: hit of attack is"),
        ({"number": "killed", "statuses": ["planned"]}, "rules[0]: statuses: status of attack is never 'planned'"),
        ({"kind": "talks", "slot": "ranks", "values": ["boss"]}, "rules[0]: values: ranks of talks is never 'boss'"),
    ],
)
def test_a_rule_that_cannot_apply_is_a_mistake(rule: dict, problem: str):
    entry = ", ".join(f"{key} = {json.dumps(value)}" for key, value in (RULE | rule).items())
    with pytest.raises(PackError) as caught:
        parse_table(f"rules = [{{{entry}}}]", "own.toml")
    assert problem in str(caught.value)
    assert str(caught.value).startswith("own.toml: ")


@pytest.mark.parametrize("text", ["rules = [", "rule = []", "rules = 1"])
def test_what_is_no_table_is_a_mistake(text: str):
    with pytest.raises(PackError, match=r"own\.toml"):
        parse_table(text, "own.toml")
