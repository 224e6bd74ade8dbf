"""How grave an event is: the published table."""

import pytest
from identity_helpers import attack, person, pledge, quantity, statement, talks

from schemas import AidPledge, Attack, Hit, Item, Money, Outcome, Statement, Talks
from worker.identity.severity import LEVELS, load_ranks, load_rules, severity
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
    assert set(load_ranks()) <= offices


def test_only_the_highest_step_of_a_figure_is_a_reason():
    assert severity(attack(killed=quantity(31, None))).reasons == ("killed: 20 or more",)


def test_the_gravest_reason_stands_first():
    levels = {rule.reason: LEVELS.index(rule.level) for rule in load_rules()}
    reasons = severity(attack(killed=quantity(2, None), launched=quantity(450, 450), method="combined")).reasons
    assert len(reasons) == 3
    assert [levels[r] for r in reasons] == sorted((levels[r] for r in reasons), reverse=True)


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: f"{rule.kind}: {rule.reason}")
def test_every_rule_speaks_of_slots_and_statuses_that_exist(rule):
    model = {"attack": Attack, "talks": Talks, "statement": Statement, "aid_pledge": AidPledge}[rule.kind]
    fields = model.model_fields
    slots = [slot for slot in (rule.number, rule.slot, rule.also) if slot and slot != "ranks"]
    assert set(slots) <= set(fields)
    assert set(rule.statuses) <= set(fields["status"].annotation.__args__)
    assert bool(rule.slot) == bool(rule.values)
    assert bool(rule.also) == bool(rule.also_values)
    assert rule.number or rule.slot
