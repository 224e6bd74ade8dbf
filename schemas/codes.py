"""Codes of an event in PLOVER, CAMEO and ACLED.

Source of the tables: the PLOVER codebook (16 types with modes), the CAMEO codebook 1.1b3 (event codes as strings
of digits) and the ACLED codebook (sub-event types). The kind and the status decide: tense and modality separate a
promise from a deed in all three books.
"""

from typing import assert_never

from schemas.event import AidPledge, Attack, Codes, Statement, Talks


def _codes(
    plover: str | None = None, mode: str | None = None, cameo: str | None = None, acled: str | None = None
) -> Codes:
    return Codes(plover=plover, plover_mode=mode, cameo=cameo, acled=acled)


_AIR = "Air/drone strike"
_SHELLING = "Shelling/artillery/missile attack"

REPORTED_ATTACK = {
    "drone": _codes("ASSAULT", "drone", "195", _AIR),
    "air_strike": _codes("ASSAULT", "aerial", "195", _AIR),
    "missile": _codes("ASSAULT", "heavy-weapons", "194", _SHELLING),
    "shelling": _codes("ASSAULT", "heavy-weapons", "194", _SHELLING),
    "ground": _codes("ASSAULT", "heavy-weapons", "190", "Armed clash"),
    "shooting": _codes("ASSAULT", "firearms", "193", "Attack"),
    "bombing": _codes("ASSAULT", "explosives", "183", "Remote explosive/landmine/IED"),
    "naval": _codes("ASSAULT", None, "190", "Attack"),
    "other": _codes("ASSAULT", None, "190", "Attack"),
    "sabotage": _codes("ASSAULT", "destroy", "171", "Looting/property destruction"),
    "cyber": _codes("COERCE", "cyber", "176"),
}
# A combined attack is coded by the first of its weapons that has a code of its own.
COMBINED_BY_WEAPON = {
    "drone": "drone", "missile": "missile", "rocket": "missile", "artillery": "shelling", "aircraft": "air_strike",
    "bomb": "air_strike",
}  # fmt: skip
ATTACK_STATUS = {
    "foiled": _codes(acled="Disrupted weapons use"),
    "threatened": _codes("THREATEN", "violence", "138"),
    "denied": _codes(cameo="016"),
}
TALKS_STATUS = {
    "planned": _codes("AGREE", None, "036"),
    "proposed": _codes("REQUEST", "meet", "106"),
    "rejected": _codes("REJECT", "meet", "125"),
    "cancelled": _codes("REJECT", "meet", "125"),
}
STATEMENT_ACT = {
    "condemn": _codes("ACCUSE", "disapprove", "111"),
    "criticise": _codes("ACCUSE", "disapprove", "111"),
    "accuse": _codes("ACCUSE", "allege", "112"),
    "demand": _codes("REQUEST", "change", "104"),
    "propose": _codes("AGREE", None, "030"),
    "reject": _codes("REJECT", "change", "120"),
    "threaten": _codes("THREATEN", None, "130"),
    "warn": _codes(),
    "promise": _codes("AGREE", None, "030"),
    "accept": _codes("AGREE", None, "030"),
    "praise": _codes("SUPPORT", None, "051"),
    "deny": _codes(cameo="016"),
    "confirm": _codes(cameo="010"),
    "say": _codes(cameo="010"),
    "announce": _codes(cameo="010"),
}
AID_STATUS = {
    "requested": _codes("REQUEST", "assist", "103"),
    "proposed": _codes("AGREE", None, "033"),
    "pledged": _codes("AGREE", None, "033"),
    "refused": _codes("REJECT", "assist", "122"),
    "suspended": _codes("SANCTION", "discontinue", "162"),
}
AID_GIVEN_CAMEO = {"financial": "071", "military": "072", "training": "072", "humanitarian": "073"}


def codes_of(event: Attack | Talks | Statement | AidPledge) -> Codes:
    """The code books' view of `event`, from its kind, status and mode slots alone."""
    match event:
        case Attack():
            return _attack(event)
        case Talks():
            return _talks(event)
        case Statement():
            return STATEMENT_ACT[event.act]
        case AidPledge():
            return _aid(event)
        case _:
            assert_never(event)


def _attack(event: Attack) -> Codes:
    if event.status != "reported":
        return ATTACK_STATUS[event.status]
    method: str = event.method
    if method == "combined":
        method = next((COMBINED_BY_WEAPON[w.kind] for w in event.weapons if w.kind in COMBINED_BY_WEAPON), "other")
    return REPORTED_ATTACK[method]


def _talks(event: Talks) -> Codes:
    if event.status in TALKS_STATUS:
        return TALKS_STATUS[event.status]
    if any(outcome.kind == "agreement" for outcome in event.outcomes):
        return _codes("SUPPORT", None, "057", "Agreement")
    mode, cameo = _consultation(event)
    return _codes("CONSULT", mode, "046" if event.status == "failed" else cameo)


def _consultation(event: Talks) -> tuple[str | None, str]:
    """PLOVER mode and CAMEO code of talks that took place: mediated, by phone, of many sides, or a visit."""
    if event.mediators:
        return "third-party", "045"
    if event.format in ("phone", "video"):
        return "phone", "041"
    if len({p.country or p.name for p in event.participants}) > 2:
        return "multilateral", "046"
    # 042 is a visit made, 043 a visit hosted: without knowing the coder's side, the visit itself is coded.
    return ("visit", "042") if event.format == "in_person" else (None, "046")


def _aid(event: AidPledge) -> Codes:
    if event.status in AID_STATUS:
        return AID_STATUS[event.status]
    kinds = {AID_GIVEN_CAMEO.get(t) for t in event.aid_types}
    return _codes("AID", None, kinds.pop() if len(kinds) == 1 and None not in kinds else "070")
