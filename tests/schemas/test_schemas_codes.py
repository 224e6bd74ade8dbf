"""The code books: one row of the table below per row of the correspondence that the contract promises."""

from typing import Any

import pytest

from schemas import Actor, AidPledge, Attack, Codes, Evidence, Outcome, Statement, Talks, Weapon, codes_of

BASE: dict[str, Any] = {"id": "e", "evidence": (Evidence(start=0, end=1, text="x"),), "confidence": 0.5}
RUSSIA, UKRAINE, TURKEY = (Actor(name=code, kind="country", country=code, text=code) for code in ("RU", "UA", "TR"))
AIR, SHELLING = "Air/drone strike", "Shelling/artillery/missile attack"


def attack(status: str = "reported", method: str = "other", *weapons: str) -> Attack:
    return Attack(**BASE, status=status, method=method, weapons=tuple(Weapon(kind=w, text=w) for w in weapons))


def talks(status: str, form: str = "unknown", *, sides: int = 2, mediated: bool = False, agreed: bool = False) -> Talks:
    return Talks(
        **BASE, status=status, format=form, participants=(RUSSIA, UKRAINE, TURKEY)[:sides],
        mediators=(TURKEY,) if mediated else (), outcomes=(Outcome(kind="agreement", text="x"),) if agreed else (),
    )  # fmt: skip


def statement(act: str) -> Statement:
    return Statement(**BASE, status="made", speaker=RUSSIA, act=act)


def aid(status: str, *types: str) -> AidPledge:
    return AidPledge(**BASE, status=status, aid_types=types)


ROWS = [
    (attack(method="drone"), "ASSAULT", "drone", "195", AIR),
    (attack(method="air_strike"), "ASSAULT", "aerial", "195", AIR),
    (attack(method="missile"), "ASSAULT", "heavy-weapons", "194", SHELLING),
    (attack(method="shelling"), "ASSAULT", "heavy-weapons", "194", SHELLING),
    (attack("reported", "combined", "drone", "missile"), "ASSAULT", "drone", "195", AIR),
    (attack("reported", "combined", "missile", "drone"), "ASSAULT", "heavy-weapons", "194", SHELLING),
    (attack("reported", "combined", "other", "bomb"), "ASSAULT", "aerial", "195", AIR),
    (attack("reported", "combined"), "ASSAULT", None, "190", "Attack"),
    (attack(method="ground"), "ASSAULT", "heavy-weapons", "190", "Armed clash"),
    (attack(method="shooting"), "ASSAULT", "firearms", "193", "Attack"),
    (attack(method="bombing"), "ASSAULT", "explosives", "183", "Remote explosive/landmine/IED"),
    (attack(method="naval"), "ASSAULT", None, "190", "Attack"),
    (attack(method="other"), "ASSAULT", None, "190", "Attack"),
    (attack(method="sabotage"), "ASSAULT", "destroy", "171", "Looting/property destruction"),
    (attack(method="cyber"), "COERCE", "cyber", "176", None),
    (attack("foiled", "drone"), None, None, None, "Disrupted weapons use"),
    (attack("threatened", "missile"), "THREATEN", "violence", "138", None),
    (attack("denied", "drone"), None, None, "016", None),
    (talks("held", "in_person"), "CONSULT", "visit", "042", None),
    (talks("under_way", "in_person"), "CONSULT", "visit", "042", None),
    (talks("held", "phone"), "CONSULT", "phone", "041", None),
    (talks("held", "video"), "CONSULT", "phone", "041", None),
    (talks("held", "in_person", sides=3), "CONSULT", "multilateral", "046", None),
    (talks("held", "in_person", mediated=True), "CONSULT", "third-party", "045", None),
    (talks("planned"), "AGREE", None, "036", None),
    (talks("proposed"), "REQUEST", "meet", "106", None),
    (talks("rejected"), "REJECT", "meet", "125", None),
    (talks("cancelled"), "REJECT", "meet", "125", None),
    (talks("failed", "in_person"), "CONSULT", "visit", "046", None),
    (talks("failed", "phone"), "CONSULT", "phone", "046", None),
    (talks("held", "in_person", agreed=True), "SUPPORT", None, "057", "Agreement"),
    (statement("condemn"), "ACCUSE", "disapprove", "111", None),
    (statement("criticise"), "ACCUSE", "disapprove", "111", None),
    (statement("accuse"), "ACCUSE", "allege", "112", None),
    (statement("demand"), "REQUEST", "change", "104", None),
    (statement("propose"), "AGREE", None, "030", None),
    (statement("reject"), "REJECT", "change", "120", None),
    (statement("threaten"), "THREATEN", None, "130", None),
    (statement("warn"), None, None, None, None),
    (statement("promise"), "AGREE", None, "030", None),
    (statement("accept"), "AGREE", None, "030", None),
    (statement("praise"), "SUPPORT", None, "051", None),
    (statement("deny"), None, None, "016", None),
    (statement("confirm"), None, None, "010", None),
    (statement("say"), None, None, "010", None),
    (statement("announce"), None, None, "010", None),
    (aid("requested"), "REQUEST", "assist", "103", None),
    (aid("proposed"), "AGREE", None, "033", None),
    (aid("pledged", "military"), "AGREE", None, "033", None),
    (aid("allocated"), "AID", None, "070", None),
    (aid("delivered", "financial"), "AID", None, "071", None),
    (aid("allocated", "military"), "AID", None, "072", None),
    (aid("delivered", "humanitarian"), "AID", None, "073", None),
    (aid("delivered", "military", "financial"), "AID", None, "070", None),
    (aid("delivered", "energy"), "AID", None, "070", None),
    (aid("refused"), "REJECT", "assist", "122", None),
    (aid("suspended"), "SANCTION", "discontinue", "162", None),
]


@pytest.mark.parametrize(("event", "plover", "mode", "cameo", "acled"), ROWS)
def test_codes_follow_the_table(
    event: Any, plover: str | None, mode: str | None, cameo: str | None, acled: str | None
) -> None:
    assert codes_of(event) == Codes(plover=plover, plover_mode=mode, cameo=cameo, acled=acled)
