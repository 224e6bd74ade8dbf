"""When two strikes of an article are the same, and what is known of both together."""

from collections.abc import Iterable
from datetime import date, timedelta

from schemas import When
from worker.extract.attack.apart import is_vague_time, other_place, told_of_earlier
from worker.extract.attack.known import is_bare, only_aimed, only_claimed, only_named
from worker.extract.attack.merging import merge
from worker.extract.attack.strike import REACH, Strike, is_campaign, is_vague, is_war, meet, named_alike, parties
from worker.extract.dating import overlap
from worker.extract.values.expressions import day_of

_NEWS = timedelta(days=2)
OLD = timedelta(days=365)  # what ended so long before the publication is history in the article
_PAST = timedelta(days=30)  # what ended so long before is no news
_LATELY = timedelta(days=1)
_OPENING = 1  # number of the last sentence that tells the news
_FEW = 2  # towns that a strike may have which is no wave
_MANY = 10  # munitions that fly at more than one town
_MEANT = ("reality:", "grammar:")  # rules by which somebody threatens or plans it
_CLAIMED = "responsibility:"
# Methods that one wave may mix; strikes of two families at two places are two. A car bomb may open a raid.
_FAMILIES = {
    "drone": "air", "missile": "air", "air_strike": "air", "bombing": "air ground", "combined": "air",
    "shelling": "guns", "ground": "ground", "shooting": "ground", "naval": "naval", "cyber": "cyber",
}  # fmt: skip
_FLOWN = {"air_strike", "drone", "missile"}
_GUNS = {"guns"}  # shelling with a toll of its own is no part of what is told of other places


def join(strike: Strike, strikes: list[Strike], today: date) -> Strike:
    """Adds `strike` to the one that it tells more of, or as a new one; the strike that it belongs to.

    One of a year ago tells nothing of a strike without a date, and one that is past nothing of the news, as one of last
    week, or of days ago that is not told as known, tells nothing of the toll that a text opens with; what nobody is
    named for tells nothing of what is past, but right behind it.
    """
    age = today - day_of(strike.when.end) if strike.when else timedelta()
    if age > _PAST and not (strike.attacking() or strike.struck()):
        fit = [s for s in strikes if s.when is not None]
    elif age > _PAST:
        fit = [s for s in strikes if s.when is not None or (age <= OLD and _is_no_news(s) and not strike.apart)]
    elif strike.when is None and not strike.attacking():
        fit = [s for s in strikes if not is_past(s, today) or min(strike.sentences) - max(s.sentences) <= 1]
    else:
        apart = is_vague_time(strike.when) or not (strike.given or min(strike.sentences) <= _OPENING)
        late = age > (_LATELY if is_vague_time(strike.when) else _NEWS)
        fit = [s for s in strikes if not (apart and late and _opens(s))]
    if strike.when and age > timedelta():
        fit = [s for s in fit if not told_of_earlier(strike, s)]
    known = _joined(strike, fit)
    if known is None:
        strike.wide = bool(strike.tolls) and not strike.spots()
        strikes.append(strike)
    return known or strike


def _opens(strike: Strike) -> bool:
    """Does a text open with its toll, without saying when it was?"""
    return strike.dated is None and bool(strike.tolls) and min(strike.sentences) <= _OPENING


def is_past(strike: Strike, today: date) -> bool:
    return strike.when is not None and today - day_of(strike.when.end) > _PAST


def _is_no_news(strike: Strike) -> bool:
    """Is it by somebody named, and not what opens a text?"""
    return bool(strike.attacking()) and min(strike.sentences) > _OPENING


def _joined(strike: Strike, strikes: list[Strike]) -> Strike | None:
    """The strike that one was added to: one that its own words mean, else the last of those that fit."""
    meant = [s for s in strikes if any(t.rule.casefold().endswith(tuple(strike.about)) for t in s.hit)]
    if not meant and strike.given:  # "the attack on Lviv"
        meant = [s for s in strikes if s.towns() & strike.towns()]
    if not meant and is_bare(strike):  # "after the raid he spoke of an act of terror"
        meant = [s for s in strikes if s.sentences & strike.sentences]
    for known in (*reversed(meant), *reversed(strikes)):
        apart = bool(known.spots()) and _interrupted(known, strikes) and other_place(strike, known)
        alike = _retells(strike, known) or same(strike, known)
        if alike and not (apart or _answers(strike, known, strikes) or _answers(known, strike, strikes)):
            merge(strike, known)
            return known
    return None


def _answers(strike: Strike, other: Strike, strikes: list[Strike]) -> bool:
    """Is the one by a side that others strike at home, and the other at its home by nobody that is named?"""
    attacking = strike.attacking()
    homes = {p.country for p in attacking}
    struck = {p.country for p in other.struck()}
    if not attacking or strike.struck() or other.attacking() or not struck or not struck <= homes:
        return False
    return any(meet(s.struck(), attacking) and s.attacking() and not meet(s.attacking(), attacking) for s in strikes)


def _interrupted(known: Strike, strikes: list[Strike]) -> bool:
    """Has the text told of another side's strike since?"""
    last, attackers = max(known.sentences), known.attacking()
    told = (s for s in strikes if s is not known and max(s.sentences) >= last)
    later = (s.attacking() for s in told if s.sentences != known.sentences or s.index > known.index)
    return any(other and attackers and not meet(other, attackers) for other in later)


def same(new: Strike, known: Strike) -> bool:
    """Do both tell one strike: no side, time or place against it, and a side or nearness for it?"""
    attackers, known_attackers = new.attacking(), known.attacking()
    other = bool(attackers and known_attackers) and not meet(attackers, known_attackers)
    if other or (new.apart and (new.spots() or not known_attackers) and not new.spots() & known.spots()):
        return False
    if _told_as_another(new, known) or named_alike(parties(new.accusers), known_attackers) or _of_doers(new, known):
        return False
    fight = _one_fight(new, known)
    if _follows(new, known) or _gunmen_and_army(new, known) or (not fight and _gunmen_and_army(known, new)):
        return False
    struck, known_struck = new.surely_struck(known_attackers), known.surely_struck(attackers)
    alike = meet(struck, known_struck) or _one_raid(new, known) or _only_placed(new, known) or _at_home(new, known)
    if struck and known_struck and not alike:
        return False
    deed = _only_fights(known) and not new.ongoing and bool(new.when or new.spots() or new.tolls)
    apart = (new.mutual != known.mutual and not fight) or _is_habit(new, known)
    if deed or (apart and (new.attackers or new.targets)):
        return False
    if new.victims & known.victims:
        return True
    if not fight and (
        named_alike(attackers, parties(known.targets)) or named_alike(parties(new.targets), known_attackers)
    ):
        return False
    if not _at_one_time(new, known) or not _as_real(new, known):
        return False
    if _lasting(new, known) or _elsewhere(new, known) or _other_toll(new, known) or new.sums_up() != known.sums_up():
        return False
    near = only_named(new) or min(new.sentences) - max(known.sentences) <= REACH
    near = near or (only_aimed(new) and named_alike(struck, known_struck))
    near = near or (only_claimed(new) and not known_attackers and min(known.sentences) <= _OPENING)
    day = new.when and known.when and _moment(new.when) == _moment(known.when)
    day = day and (not struck or meet(struck, known_struck))
    return meet(attackers, known_attackers) or near or bool(day or new.spots() & known.spots())


def _retells(new: Strike, known: Strike) -> bool:
    """Does a text open with the dead of its headline, whatever that calls them ("soldiers of the AU", "Kenyans")?"""
    opens = known.heading and not new.heading and min(new.sentences) - max(known.sentences) <= _OPENING
    dead, before = new.tolls.get("killed"), known.tolls.get("killed")
    attackers, known_attackers = new.attacking(), known.attacking()
    other = bool(attackers and known_attackers) and not meet(attackers, known_attackers)
    other = other or new.mutual or known.mutual or new.opposed or known.opposed
    if not opens or other or dead is None or before is None or other_place(new, known):
        return False
    return (dead.quantity.min, dead.quantity.max) == (before.quantity.min, before.quantity.max)


def _told_as_another(new: Strike, known: Strike) -> bool:
    """Is it told as another one than those before it, and not of the same spot, or of one in the same region?"""
    again = new.towns() & known.towns() if new.towns() else new.spots() & known.spots()
    apart = new.sentences == known.sentences and new.clause != known.clause
    if new.another and not new.given and new.spots() and min(new.sentences) > max(known.sentences):
        return True  # "In Goma hat es einen weiteren Angriff gegeben"
    if new.another != known.another and apart and not again:
        return True
    moments = {_moment(s.when) for s in (new, known) if s.when is not None}
    told = new.parted and new.deed and not new.given and bool(new.attacking())
    dated = told and new.when is not None and (known.when is None or len(moments) > 1)
    if dated and min(new.sentences) > max(known.sentences):
        return True  # "Bereits gestern hatten Rebellen Goma beschossen"
    back = known.parted and known.when is not None and new.when is None and not new.given and new.deed
    if back and _counts_apart(new, known):
        return True  # "Erst am Mittwoch waren 38 Menschen getötet worden. Bei einem US-Angriff starben sechs"
    if _other_arms(new, known):
        return True
    parted = (new.parted and (new.spots() or not new.given)) or (new.another and new.when is not None)
    return bool(parted) and min(new.sentences) > max(known.sentences) and not again


def _of_doers(new: Strike, known: Strike) -> bool:
    """Were only the doers struck, and is a deed claimed ("two attackers were shot. A militia claimed the attack")?"""
    doers = bool(known.targets) and all(map(is_vague, known.targets)) and not (known.places or known.attacking())
    return doers and new.given and bool(new.attacking())


def _is_habit(new: Strike, known: Strike) -> bool:
    """Does it tell only of whom somebody fights all the time, and the other a deed of nobody that is named? Not in the
    present of what a text opens with ("In Goma | greifen Rebellen eine Klinik an"), nor where somebody is told to be
    behind it ("is responsible for the violence").
    """
    claimed = only_claimed(new) and not new.accusers and any(r.startswith(_CLAIMED) for r in new.rules)
    told = new.dated or new.tolls or new.spots() & known.spots()
    fights = new.ongoing and not (known.ongoing or told or claimed)
    opens = known.heading and new.spots() and min(new.sentences) <= _OPENING
    return fights and not known.attacking() and not opens


def _one_fight(new: Strike, known: Strike) -> bool:
    """Does a fight tell the dead that a headline told of one of its sides alone ("Attack by rebels kills seven")?"""
    dead, before = new.tolls.get("killed"), known.tolls.get("killed")
    alike = dead is not None and before is not None and dead.quantity.min == before.quantity.min
    sides = {m.actor.name for m in new.attackers} & {m.actor.name for m in (*known.attackers, *known.targets)}
    return new.mutual and known.heading and alike and bool(sides)


def _only_fights(strike: Strike) -> bool:
    """Does it tell only of sides that fight each other all the time?"""
    sides = strike.mutual or strike.opposed or (strike.attackers and strike.targets)
    return strike.ongoing and bool(sides) and not (strike.dated or strike.tolls or strike.spots())


def _lasting(new: Strike, known: Strike) -> bool:
    """Is one a campaign where the other has its day, or one the war and the other not? What only dates another deed
    ("weeks after ...") is no campaign."""
    apart = new.apart or known.apart
    campaign = not apart and new.when and known.when and is_campaign(new.when) != is_campaign(known.when)
    return bool(campaign) or is_war(new.when) != is_war(known.when)


def _one_raid(new: Strike, known: Strike) -> bool:
    """Did one side strike one spot at one time, whoever was hit there ("an Iranian general was also killed"), or do
    verbs that share an auxiliary tell a raid and who was killed or taken in it?
    """
    if not (new.deed or new.places) and (new.sentences, new.clause) == (known.sentences, known.clause):
        return named_alike(new.attacking(), known.attacking())
    moment = new.when is not None and known.when is not None and _moment(new.when) == _moment(known.when)
    return moment and bool(new.spots() & known.spots()) and named_alike(new.attacking(), known.attacking())


def _as_real(new: Strike, known: Strike) -> bool:
    """Are both only threatened, or neither? An alarm is that of the attack told with it, where nobody threatens."""
    if (new.status == "threatened") == (known.status == "threatened"):
        return True
    alarm = new if new.status == "threatened" else known
    meant = any(rule.startswith(_MEANT) for rule in alarm.rules)
    return bool(new.sentences & known.sentences) and not (meant or alarm.attacking())


def _only_placed(new: Strike, known: Strike) -> bool:
    """Does one name nobody who was struck, only a place in the country where the other was ("Kenyan soldiers killed in
    Somalia. The convoy was attacked near Baidoa")?"""
    named = new.targets and known.targets
    return not named and bool({p.place.country for p in new.places} & {p.place.country for p in known.places} - {None})


def _at_home(new: Strike, known: Strike) -> bool:
    """Do only places at home of those who did both tell whom one was aimed at ("rebels fired in Goma")?"""
    homes = {m.actor.country for m in new.attackers}
    placed = (s for s in (new, known) if not s.targets and {p.country for p in s.struck()} <= homes)
    return any(placed) and named_alike(new.attacking(), known.attacking())


def _follows(new: Strike, known: Strike) -> bool:
    """Does a sentence tell what another side did because of the other or after it ("after the raid, Israel struck"), or
    behind it what it answers ("the raids are a response to an attack of 22 April")?
    """
    if new.sentences != known.sentences:
        return False
    if new.before and not known.before and (new.when or not new.given):
        return bool(known.attacking()) and not new.attacking()
    later = known.before and not new.before
    return later and bool(new.attacking()) and not named_alike(new.attacking(), known.attacking())


def _gunmen_and_army(strike: Strike, other: Strike) -> bool:
    """Is one told of gunmen alone, whoever they are, and the other of an army, or of the bombs of a state?"""
    gunmen = bool(strike.attackers) and all(is_vague(m) for m in strike.attackers)
    bombs = "air" in _families(other.methods)
    return gunmen and any(p.state or (bombs and p.name == p.country) for p in other.attacking())


def _at_one_time(new: Strike, known: Strike) -> bool:
    """Can both have been at one time? Where only the day of telling is known, it was that day or not long before."""
    if new.dated is None or known.dated is None or (new.when and known.when):
        return overlap(new.when, known.when)
    spans = [[day_of(day) for day in (w.start, w.end)] for w in (new.dated, known.dated)]
    begins = [start if strike.when else start - _NEWS for strike, (start, _) in zip((new, known), spans, strict=True)]
    return begins[0] <= spans[1][1] and begins[1] <= spans[0][1]


def _elsewhere(new: Strike, known: Strike) -> bool:
    """Is it another strike at other places: at a time of its own, with a toll of its own, with arms of another kind?
    Not what only says when and where the one before it was.
    """
    if not other_place(new, known) or (new.placed and min(new.sentences) - max(known.sentences) == 1):
        return False
    if new.given and _at_home(new, known) and new.when and known.when and _moment(new.when) == _moment(known.when):
        return False
    if new.when and known.when and _moment(new.when) != _moment(known.when):
        return True
    if not known.spots() or (known.heading and not new.heading):
        return False
    if min(new.sentences) - max(known.sentences) > REACH:
        return True
    families, known_families = (_families(m for a in s.arms for m in a.methods) for s in (new, known))
    return (
        (new.when is not None and known.when is None)
        or bool(families and known_families and not families & known_families)
        or (bool(new.tolls) and _families(new.methods) == _GUNS and not _families(known.methods))
        or (len(known.towns()) <= _FEW and not _is_wave(known) and _counts_anew(new, known))
    )


def _counts_anew(new: Strike, known: Strike) -> bool:
    """Have both the dead, or both the hurt; or any toll where nobody is known to have done both?"""
    nobody = not (new.attackers or known.attacking())
    return bool(new.tolls.keys() & known.tolls.keys()) or (nobody and bool(new.tolls) and bool(known.tolls))


def _is_wave(strike: Strike) -> bool:
    """Is it told as one on a whole land: with many munitions, or with its dead before its towns?"""
    counts = [c.quantity for c in strike.figures.values()] + [a.slot.count for a in strike.arms if a.munition]
    return strike.wide or any((c.min or 0) >= _MANY for c in counts if c)


def _other_toll(new: Strike, known: Strike) -> bool:
    """Has it a toll of its own, and a time or a kind of violence that the other has not? Not what is told of as known
    ("in Saturday's raid"), of the same spot or day, or of none.
    """
    one_day = new.when is not None and known.when is not None and _moment(new.when) == _moment(known.when)
    nothing = new.when is None and not new.spots() and not known.apart
    if new.given and (one_day or nothing or new.spots() & known.spots()):
        return False
    if not new.tolls or min(new.sentences) - max(known.sentences) < 1:
        return False
    kinds, known_kinds = _families(new.methods), _families(known.methods)
    if kinds and known_kinds and not kinds & known_kinds:
        return True
    dated = new.when is not None and known.when is None and (new.heading or not known.heading)
    return dated and _counts_apart(new, known)


def _other_arms(new: Strike, known: Strike) -> bool:
    """Is it a strike from the air by a side that is named, with its own dead, where a bomb went off before ("sprengte
    sich in Quetta in die Luft ... Bei einem US-Raketenangriff starben sechs")?
    """
    air, bomb = bool(new.methods) and set(new.methods) <= _FLOWN, set(known.methods) == {"bombing"}
    named = bool(new.attacking()) and not known.attacking() and not new.given
    return air and bomb and named and "killed" in new.tolls and _counts_apart(new, known)


def _counts_apart(new: Strike, known: Strike) -> bool:
    """Do both count the same of people, and not alike ("at least 19", then "19")?"""
    shared = [(t.quantity, known.tolls[s].quantity) for s, t in new.tolls.items() if s in known.tolls]
    return any((a.min or a.max) != (b.min or b.max) for a, b in shared)


def _families(methods: Iterable[str]) -> set[str]:
    return {family for m in methods for family in _FAMILIES.get(m, "").split()}


def _moment(when: When) -> tuple[str, str]:
    return str(when.start)[:10], str(when.end)[:10]
