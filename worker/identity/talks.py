"""Are two accounts one meeting, call or round of talks, or one proposal of them."""

from schemas import Actor, Place, Talks
from worker.identity.account import Account, gap
from worker.identity.names import is_described, is_group, is_nameless, is_vague, same_person, side, sides
from worker.identity.places import common
from worker.identity.verdict import VETO, Finding, Rule, overlap
from worker.identity.windows import Window, relation, window

Meetings = Account[Talks]

THRESHOLD = 3.5
TOLD_WITHIN = 3  # days after talks in which articles tell them without their date
AHEAD = 30  # days ahead in which talks without a date are expected
OFFERED_WITHIN = 4  # days in which an offer is repeated

_IDEA = frozenset({"proposed", "rejected"})
_OVER = frozenset({"held", "failed", "under_way"})
_TIME = {
    "same": Finding(1.5, "same date"),
    "morning": Finding(1.25, "a night, and its morning"),
    "evening": Finding(0.5, "a night, and the day before it"),
    "within": Finding(0.25, "a date, and its week or month"),
    "possible": Finding(0.5, "the times fit"),
    "unlike": Finding(VETO, "one date, and a stretch of days"),
    "apart": Finding(VETO, "another date"),
}


def participants(a: Meetings, b: Meetings) -> Finding | None:
    """The same sides. One account may leave out a mediator or a lesser side; two partners of one side are two talks,
    also where a report sums both up, and so is what a mediator says to one of them.
    """
    ours, theirs = _as_named(a, b), _as_named(b, a)
    if not ours or not theirs:
        return None
    if ours == theirs:
        return Finding(2.0 if len(ours) > 1 else 1.5, "same participants")
    extra_ours = ours - theirs - sides(b.event.mediators)
    extra_theirs = theirs - ours - sides(a.event.mediators)
    shared = len(ours & theirs)
    if not shared or _others(_partners(a), _partners(b)) or _summed_up(a, b):
        return Finding(VETO, "another partner")
    if extra_ours and extra_theirs:
        return Finding(0.5, "some participants in common")
    return Finding(1.5 if shared > 1 else 0.5, "participants of one account among those of the other")


def _as_named(account: Meetings, other: Meetings) -> frozenset[str]:
    """The sides; "rebels" of a country are that group of it which the other account names."""
    groups = {p.country: side(p) for p in other.event.participants if p.country and is_group(p) and not is_described(p)}
    return frozenset(
        groups.get(p.country or "", side(p)) if is_group(p) and is_described(p) else side(p)
        for p in account.event.participants
    )


def _partners(account: Meetings) -> frozenset[str]:
    """The sides that are told by name: "European leaders" or "rebels" may be those that the other account names."""
    return sides(p for p in account.event.participants if not is_vague(p))


def _others(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Are they other sides, or other partners of one?"""
    return (bool(ours and theirs) and not ours & theirs) or _two_partners(ours, theirs)


def _two_partners(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Do both have one side in common, and each a partner of its own for it?"""
    return len(ours & theirs) == 1 and bool(ours - theirs) and bool(theirs - ours)


def _summed_up(a: Meetings, b: Meetings) -> bool:
    """Does only a report that sums up two talks of one side bring their partners together?"""
    ours, theirs = ({frozenset(t.named) for t in account.tellings} for account in (a, b))
    return not ours & theirs and any(_two_partners(x, y) for x in ours for y in theirs)


def persons(a: Meetings, b: Meetings) -> Finding | None:
    """Who meets a president does not meet his minister: both name for one side whom the other does not name.

    It is less clear where somebody has no office, or a side is named beside those who meet for it.
    """
    unclear: Finding | None = None
    for one in sides(a.event.participants) & sides(b.event.participants):
        ours, theirs = _in_office(a, one), _in_office(b, one)
        if ours and theirs and not any(p.role == q.role or same_person(p, q) for p in ours for q in theirs):
            return Finding(VETO, "other persons of one side")
        ours, theirs = _by_name(a, one), _by_name(b, one)
        if ours and theirs and not any(same_person(p, q) for p in ours for q in theirs):
            unclear = Finding(-1.0, "other names of one side")
    return unclear


def _in_office(account: Meetings, one: str) -> tuple[Actor, ...]:
    """Who meets for a side, where the account has nobody for it but persons with name and office."""
    of_side = tuple(p for p in account.event.participants if side(p) == one)
    return of_side if all(p.kind == "person" and p.role and p.role not in p.name for p in of_side) else ()


def _by_name(account: Meetings, one: str) -> tuple[Actor, ...]:
    """Who meets for a side, as far as the account has names."""
    return tuple(p for p in account.event.participants if p.kind == "person" and not is_nameless(p) and side(p) == one)


def stage(a: Meetings, b: Meetings) -> Finding | None:
    """An offer, a date and a meeting may be one thing at three times, if date or venue say so."""
    ours, theirs = a.event.status, b.event.status
    if ours == theirs:
        return Finding(0.5, "same status")
    if "rejected" in (ours, theirs):
        return Finding(VETO, "what was rejected, and another stage")
    if (ours in _IDEA) != (theirs in _IDEA):
        return Finding(-1.5, "an offer, and talks agreed on")
    if {ours, theirs} & {"cancelled"} and {ours, theirs} & _OVER:
        return Finding(VETO, "talks cancelled, and talks held")
    return Finding(0.25, "stages of one meeting")


def time(a: Meetings, b: Meetings) -> Finding | None:
    """One date. Without dates, what is offered or planned again within days is one thing."""
    if a.event.when is None and b.event.when is None and a.event.status == b.event.status:
        between = gap(a, b)
        if between is None:
            return None
        if between.days < OFFERED_WITHIN:
            return Finding(1.0, "told at one time")
        if undated_idea(a):
            return Finding(VETO, "another offer")
    ours, theirs = time_of(a), time_of(b)
    how = relation(ours, theirs)
    if how == "possible" and (_told_on_their_day(a, theirs) or _told_on_their_day(b, ours)):
        return Finding(1.0, "told on their date")
    return Finding(-1.0, "one date, and a stretch of weeks") if how == "vague" and ours != theirs else _TIME.get(how)


def _told_on_their_day(account: Meetings, other: Window | None) -> bool:
    """Are they over and without a date, and told on the date of the other account?"""
    over = account.event.when is None and account.event.status in _OVER
    return over and other is not None and any(other.start <= day <= other.end for day in account.days)


def time_of(account: Meetings) -> Window | None:
    """When the talks are: around the article for those that are over, after it for those to come."""
    if account.event.status in _OVER:
        return window(account, before=TOLD_WITHIN)
    before = AHEAD if account.event.status == "cancelled" else -1
    return window(account, before, after=AHEAD)


def venue(a: Meetings, b: Meetings) -> Finding | None:
    """One venue. A country or region that the venue lies in is no other venue."""
    found = common(a.event.places, b.event.places)
    if found.spots:
        return Finding(1.5, "same venue")
    if found.regions or found.within or _one_country(a.event.places, b.event.places):
        return Finding(1.0, "same region")
    if found.apart:
        return Finding(VETO, "another venue")
    return Finding(-1.0, "another country") if _two_countries(a.event.places, b.event.places) else None


def form(a: Meetings, b: Meetings) -> Finding | None:
    """A call is no meeting."""
    ours, theirs = a.event.format, b.event.format
    if "unknown" in (ours, theirs):
        return None
    if ours == theirs:
        return Finding(0.5, "same form")
    return Finding(VETO if "in_person" in (ours, theirs) else -0.5, "another form")


def mediators(a: Meetings, b: Meetings) -> Finding | None:
    """Who brings them together."""
    ours, theirs = sides(_all_mediators(a, b)), sides(_all_mediators(b, a))
    if bool(ours) != bool(theirs):
        return Finding(-0.25, "only one names a mediator")
    return overlap(ours, theirs, 0.5, -0.5, "mediator")


def topics(a: Meetings, b: Meetings) -> Finding | None:
    """What it is about."""
    return overlap(frozenset(a.event.topics), frozenset(b.event.topics), 0.5, -0.5, "topic")


def offer(a: Meetings, b: Meetings) -> Finding | None:
    """Two offers without a date are told apart by a venue, a mediator or a side that only one of them has."""
    if not (undated_idea(a) and undated_idea(b)):
        return None
    differ = [
        bool(a.event.places) != bool(b.event.places),
        bool(a.event.mediators) != bool(b.event.mediators),
        sides(a.event.participants) != sides(b.event.participants),
    ]
    return Finding(-1.0 * sum(differ), "offers that differ") if any(differ) else None


RULES: tuple[Rule[Talks], ...] = (participants, persons, stage, time, venue, form, mediators, topics, offer)


def undated_idea(account: Meetings) -> bool:
    """Is it an offer, or the refusal of one, without a date?"""
    return account.event.status in _IDEA and account.event.when is None


def _one_country(a: tuple[Place, ...], b: tuple[Place, ...]) -> bool:
    """Does one account name only the country in which the other's venue lies?"""
    whole = {p.country for p in a if p.kind == "country"}, {p.country for p in b if p.kind == "country"}
    return bool(whole[0] & {p.country for p in b} or whole[1] & {p.country for p in a})


def _two_countries(a: tuple[Place, ...], b: tuple[Place, ...]) -> bool:
    """Does each account name a country or a place in one, and none that the other names, too?"""
    ours, theirs = {p.country for p in a} - {None}, {p.country for p in b} - {None}
    return bool(ours and theirs) and not ours & theirs


def _all_mediators(account: Meetings, other: Meetings) -> tuple[Actor, ...]:
    """The mediators, and participants whom the other account takes for mediators."""
    named = sides(other.event.mediators)
    return (*account.event.mediators, *(p for p in account.event.participants if sides((p,)) <= named))
