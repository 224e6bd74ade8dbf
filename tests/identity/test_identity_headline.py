"""One English line for every event."""

from typing import get_args

import pytest
from hypothesis import given
from identity_helpers import (
    attack,
    body,
    country,
    events,
    group,
    person,
    place,
    pledge,
    quantity,
    region,
    statement,
    talks,
)

from schemas import Item, Money, Outcome, Weapon
from schemas.event import Act, AidStatus, AttackStatus, StatementStatus, TalksStatus
from worker.identity.headline import headline, load_patterns

DRONES = (Weapon(kind="drone", text=""), Weapon(kind="missile", text=""))
PATRIOT = (Item(kind="air_defence", name="Patriot"),)


@pytest.mark.parametrize(
    ("line", "event"),
    [
        (
            "Russia attacks Ukraine: Kyiv, Kharkiv, Sumy; at least 2 killed; 450 drones and missiles",
            attack(
                places=(place("Kyiv"), place("Kharkiv"), place("Sumy")), killed=quantity(2, None), weapons=DRONES,
                launched=quantity(450, 450),
            ),
        ),
        ("Attack on Ukraine: up to 40 injured", attack(attackers=(), injured=quantity(None, 40))),
        ("Attack by Russia on Ukraine foiled: Kyiv", attack(status="foiled", places=(place("Kyiv"),))),
        ("Russia attacks Ukraine: 3 killed", attack(places=(region("Ukraine", "UA"),), killed=quantity(3, 3))),
        ("Russia threatens to attack Ukraine", attack(status="threatened")),
        ("Attack by Russia on Ukraine denied", attack(status="denied")),
        ("Russia and France attack Ukraine: 1,200 to 1,400 munitions",
         attack(attackers=(country("RU"), country("FR")), launched=quantity(1200, 1400))),
        ("Russia attacks Ukraine: 12 munitions",
         attack(launched=quantity(12, 12), weapons=(Weapon(kind="other", text=""),))),
        ("Houthis attacks United States", attack(attackers=(group("Houthis", "YE"),), targets=(country("US"),))),
        (
            "Ukraine and Russia: direct talks held in Istanbul: prisoner exchange; on ceasefire",
            talks(
                participants=(country("UA"), country("RU")), format="in_person", places=(place("Istanbul"),),
                outcomes=(Outcome(kind="prisoner_exchange", text=""),), topics=("ceasefire",),
            ),
        ),
        ("United States and Russia: phone call planned",
         talks(status="planned", participants=(country("US"), country("RU")), format="phone")),
        ("Ukraine and Russia: talks cancelled, mediated by Turkey",
         talks(status="cancelled", participants=(country("UA"), country("RU")), mediators=(country("TR"),))),
        ("Proposed: video conference", talks(status="proposed", participants=(), format="video")),
        ("Dmitry Peskov (Russia) rejects: military aid", statement(act="reject", topics=("military_aid",))),
        ("Dmitry Peskov (Russia) threatens Ukraine", statement(act="threaten", addressees=(country("UA"),))),
        ("European Union speaks", statement(speaker=body("European Union"))),
        ("Dmitry Peskov (Russia) denies having spoken so", statement(status="denied", act="say")),
        ("United States pledges Ukraine air defence (Patriot), paid by NATO",
         pledge(items=PATRIOT, funders=(body("NATO"),))),
        ("Germany grants Ukraine 1.5 billion EUR (military aid)",
         pledge(status="allocated", donors=(country("DE"),), aid_types=("military",),
                amount=Money(value=1.5e9, currency="EUR", text=""))),
        ("United States refuses Ukraine aid", pledge(status="refused")),
        ("Ukraine asks for 14 armoured vehicles (Leopard)",
         pledge(status="requested", donors=(), items=(Item(kind="armour", name="Leopard", count=quantity(14, 14)),))),
    ],
)  # fmt: skip
def test_the_headline_says_what_is_known(line, event):
    assert headline(event) == line


def test_a_long_list_is_cut_and_counted():
    cities = tuple(place(name) for name in ("Kyiv", "Kharkiv", "Sumy", "Odesa", "Belgorod", "Istanbul"))
    assert headline(attack(places=cities)) == "Russia attacks Ukraine: Kyiv, Kharkiv, Sumy, Odesa and 2 more"


def test_a_country_that_is_only_a_code_is_named():
    bare = country("UA").model_copy(update={"name": "UA"})
    assert headline(attack(targets=(bare,))) == "Russia attacks Ukraine"


def test_every_state_of_every_kind_has_a_headline_with_nothing_known():
    states = {
        "attack": get_args(AttackStatus), "talks": get_args(TalksStatus), "aid_pledge": get_args(AidStatus),
        "statement": (*get_args(Act), *(s for s in get_args(StatementStatus) if s != "made")),
    }  # fmt: skip
    bare = {(p.kind, p.state) for p in load_patterns() if not p.needs}
    assert bare == {(kind, state) for kind, of_kind in states.items() for state in of_kind}


@given(events)
def test_every_event_has_one_line(event):
    line = headline(event)
    assert line.strip()
    assert "\n" not in line
    assert "{" not in line


def test_a_ministry_is_told_with_its_country():
    ministry = person("Defence Ministry", "RU").model_copy(update={"kind": "government"})
    assert headline(statement(speaker=ministry)) == "Defence Ministry (Russia) speaks"
