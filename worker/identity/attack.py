"""Are two accounts one attack: one side's strike or wave on another in one day or night, with all its places."""

from collections.abc import Callable, Collection
from datetime import timedelta
from itertools import product

from schemas import Attack, Quantity
from worker.identity import figures
from worker.identity.account import Account, Telling, gap, is_guessed
from worker.identity.names import is_described, is_state, sides
from worker.identity.places import common, spots
from worker.identity.verdict import VETO, Finding, Rule, overlap
from worker.identity.windows import Window, relation, told_by, window

Attacks = Account[Attack]

THRESHOLD = 3.75
TOLD_WITHIN = 2  # days after an attack in which articles tell it without its date

_AIR = frozenset({"drone", "missile", "air_strike", "combined"})
# Methods that two outlets may use for one attack; "other" fits all but an attack on computers.
_FAMILIES = (
    _AIR,
    frozenset({"shelling", "missile", "combined"}),
    frozenset({"ground", "combined"}),
    frozenset({"bombing", "air_strike", "combined"}),
    frozenset({"bombing", "sabotage"}),
    frozenset({"shooting", "ground"}),
    frozenset({"naval", "drone", "missile", "combined"}),
)
_TIME = {
    "same": Finding(1.5, "same day"),
    "morning": Finding(1.5, "a night, and its morning"),
    "evening": Finding(0.5, "a night, and the day before it"),
    "possible": Finding(0.5, "told soon after"),
    "vague": Finding(-0.5, "stretches of days that overlap"),
    "within": Finding(-0.5, "a day, and its week or month"),
    "unlike": Finding(VETO, "one day, and a stretch of days"),
    "apart": Finding(VETO, "another day"),
}
_LATER = 3  # days
_AT_ONCE = timedelta(hours=12)
_SIZES = ("launched", "intercepted")
_COUNTED = ("killed", "injured", *_SIZES)
_LARGE = 20  # from which a number that is not round is one that nobody counts twice
_TELLING_TOLL = 4  # dead or injured from which the same number is hardly chance
_TOLL = {"equal": 2.0, "close": 0.5, "grown": 0.0, "changed": -0.5, "far": -1.0}
_SIZE = {"equal": 1.5, "close": 1.0, "grown": -0.75, "changed": -1.0, "far": -1.5}


def direction(a: Attacks, b: Attacks) -> Finding | None:
    """The counter-strike is an event of its own, and so is fighting in which both sides attack."""
    if _mutual(a.event) and _mutual(b.event):
        return Finding(2.0, "the fighting of two sides")
    if _mutual(a.event) or _mutual(b.event):
        return Finding(VETO, "fighting of both sides, and one side's strike")
    turned = sides(a.event.attackers) & sides(b.event.targets) and sides(a.event.targets) & sides(b.event.attackers)
    if turned and not sides(a.event.attackers) & sides(b.event.attackers):
        return Finding(VETO, "opposite direction")
    return None


def attackers(a: Attacks, b: Attacks) -> Finding | None:
    """Two states are two attackers; two groups may be one under two names, and gunmen may be of any group."""
    ours, theirs = sides(a.event.attackers), sides(b.event.attackers)
    states = any(map(is_state, ours)) or any(map(is_state, theirs))
    if not (states or ours & theirs) and (_strangers(a.event) or _strangers(b.event)):
        return None
    return overlap(ours, theirs, 1.0, VETO if states else -1.0, "attacker")


def _strangers(event: Attack) -> bool:
    """Is all that is told of the attackers what they are ("Afghan gunmen")?"""
    return all(a.kind == "armed_group" and is_described(a) for a in event.attackers)


def targets(a: Attacks, b: Attacks) -> Finding | None:
    """Two states are two targets; a state, a group in it and a building of it may be one, and so may whom it was aimed
    at and whose land it struck: of one spot one account names that, and another the guests who died.
    """
    ours, theirs = sides(a.event.targets), sides(b.event.targets)
    states = any(map(is_state, ours)) and any(map(is_state, theirs))
    if not ours & theirs and _countries(a.event) & _countries(b.event):
        return None  # a state, and a group in it
    told = not any(is_guessed(account.event, "place") for account in (a, b))
    apart = states and told and not (_lands(a) & (ours | theirs) and common(a.event.places, b.event.places).spots)
    return overlap(ours, theirs, 1.0, VETO if apart else -0.5, "target")


def _lands(account: Attacks) -> frozenset[str | None]:
    """The countries of the towns that were struck."""
    return frozenset(p.country for p in spots(account.event.places))


def _countries(event: Attack) -> frozenset[str]:
    return frozenset(a.country for a in event.targets if a.country)


def status(a: Attacks, b: Attacks) -> Finding | None:
    """What is threatened is not what was done."""
    if (a.event.status == "threatened") != (b.event.status == "threatened"):
        return Finding(VETO, "a threat, and a deed")
    unusual = a.event.status == b.event.status != "reported"
    return Finding(0.5, "same status") if unusual else None


def time(a: Attacks, b: Attacks) -> Finding | None:
    """One day or one night. One side's wave of one night is one event wherever it struck."""
    ours, theirs = window(a, TOLD_WITHIN), window(b, TOLD_WITHIN)
    how = relation(ours, theirs)
    done = "threatened" not in (a.event.status, b.event.status)
    if done and how in ("within", "vague") and relation(told_by(ours, a), told_by(theirs, b)) == "apart":
        return _TIME["apart"]
    if how == "same" and ours is not None and ours.sort == "night":
        return Finding(2.5, "same night")
    between, undated = gap(a, b), [e.when for e in (a.event, b.event)].count(None)
    if between is not None and between <= _AT_ONCE:
        if undated == 2:
            return Finding(0.75, "told at one time")
        if undated == 1 and how == "possible":
            return Finding(1.0, "told at one time, and dated by one")
    if how == "morning" and a.event.method in _AIR and b.event.method in _AIR:
        return Finding(2.0, "a night of air strikes, and its morning")
    if how == "apart" and ours and theirs and _next_to(ours, theirs) and _one_count(a, b):
        return Finding(-1.0, "another day, and one count")
    late = how == "apart" and ours and theirs and (_told_late(a, ours, theirs) or _told_late(b, theirs, ours))
    if late and _one_toll(a, b):
        return Finding(-1.5, "a day, and one on which it was told")
    return _TIME.get(how)


def _told_late(account: Attacks, its: Window, other: Window) -> bool:
    """Is only the day known on which somebody told of the attack, soon after the other's?"""
    return is_guessed(account.event, "when") and timedelta(0) < its.start - other.end <= timedelta(TOLD_WITHIN)


def looking_back(a: Attacks, b: Attacks) -> Finding | None:
    """Days later an article names an attack by its date alone: then it means the attack of that date."""
    for late, other in ((a, b), (b, a)):
        when = window(late, TOLD_WITHIN)
        if when is None or when.sort not in ("day", "night") or not late.days or spots(late.event.places):
            continue
        one = relation(when, window(other, TOLD_WITHIN)) in ("same", "morning")
        if one and (late.days[0] - when.end).days >= _LATER:
            return Finding(1.0, "named by its date days later")
    return None


def places(a: Attacks, b: Attacks) -> Finding | None:
    """Shared cities speak for one event, cities far from each other against it.

    A wave may have struck all of them; where both count alike what nobody counts so by chance, one was read wrong. More
    than one town of a region may be struck in one day, so to be in one of them says less than no place; and two sides
    fight in several places at once.
    """
    found = common(a.event.places, b.event.places)
    if found.beside:
        return Finding(-0.5, "towns beside each other")
    if found.spots:
        return Finding(min(2 * found.share + 0.25 * found.spots, 3.0), f"{found.spots} places in common")
    if found.regions:
        return Finding(1.0, "same region")
    if found.within:
        return Finding(0.5, "a region, and its seat") if found.seats else Finding(-0.5, "a region, and a town in it")
    if found.apart and not (_wave(a.event) and _wave(b.event)) and not _one_count(a, b):
        return Finding(VETO, "another city")
    if not (found.apart or found.unclear):
        return None
    return Finding(-3.0 if _mutual(a.event) and _mutual(b.event) else -1.0, "no place in common")


def reports(a: Attacks, b: Attacks) -> Finding | None:
    """Two strikes far from each other, each with a toll of its own, stay two if one report sums them up.

    The towns of a wave are counted one by one, too, but whoever tells the whole of it counts what was launched.
    """
    ours, theirs = ({t.named for t in account.tellings if t.named} for account in (a, b))
    if a.event.launched or b.event.launched or len(ours) * len(theirs) < 2 or ours & theirs or _one_count(a, b):
        return None
    pairs = ((x, y) for x in a.tellings for y in b.tellings if 1 in (len(x.named), len(y.named)))
    parted = any(_counted_apart(x, y) and _far(a, x, b, y) for x, y in pairs)
    return Finding(VETO, "another city") if parted else None


def _counted_apart(x: Telling, y: Telling) -> bool:
    return any(figures.contradict(x.figures[slot], y.figures[slot]) for slot in x.figures.keys() & y.figures.keys())


def _far(a: Attacks, x: Telling, b: Attacks, y: Telling) -> bool:
    """Does each of two tellings name towns, and none near those of the other?"""
    ours, theirs = ([p for p in account.event.places if p.name in t.named] for account, t in ((a, x), (b, y)))
    return common(ours, theirs).apart


def method(a: Attacks, b: Attacks) -> Finding | None:
    """Two methods of one family are one attack told twice; others are not."""
    ours, theirs = a.event.method, b.event.method
    if ours == theirs:
        return None if ours == "other" else Finding(0.5, "same method")
    if "cyber" in (ours, theirs):
        return Finding(VETO, "an attack on computers, and one with weapons")
    if "other" in (ours, theirs) or any({ours, theirs} <= family for family in _FAMILIES):
        return None
    return Finding(-1.5, "another method")


def _next_to(a: Window, b: Window) -> bool:
    """Does one begin the day after the other ends?"""
    return timedelta(1) in (b.start - a.end, a.start - b.end)


def _one_toll(a: Attacks, b: Attacks) -> bool:
    """Do both count as many dead or injured?"""
    pairs = (pair for slot in ("killed", "injured") for pair in product(_told(slot, a), _told(slot, b)))
    return any(figures.relation(x, y) == "equal" for x, y in pairs)


def _one_count(a: Attacks, b: Attacks) -> bool:
    """Do both tell, at one time, one large number that is not round? "158 drones" of two nights would be chance."""
    between = gap(a, b)
    if between is None or between > _AT_ONCE * 2:
        return False
    pairs = (pair for slot in _COUNTED for pair in product(_told(slot, a), _told(slot, b)))
    numbers = [figures.number(x) or 0 for x, y in pairs if figures.relation(x, y) == "equal"]
    return any(n >= _LARGE and n % 10 for n in numbers)


def _toll(slot: str) -> Rule[Attack]:
    """A toll may rise; the same one, unless it is tiny, is rarely chance."""

    def toll(a: Attacks, b: Attacks) -> Finding | None:
        return _best(slot, a, b, _weight_of_toll)

    return toll


def _size(slot: str) -> Rule[Attack]:
    """How much was launched is counted once; it does not rise as a toll does."""

    def size(a: Attacks, b: Attacks) -> Finding | None:
        return _best(slot, a, b, lambda how, _: _SIZE[how])

    return size


def _best(slot: str, a: Attacks, b: Attacks, weigh: Callable[[figures.Relation, int], float]) -> Finding | None:
    """The finding on those two figures that are most alike, of all that reports gave: an early one comes late, too."""
    ours = _told(slot, a)
    pairs = product(ours, _told(slot, b) if ours else ())
    found = [(weigh(how, figures.number(x) or 0), how) for x, y in pairs if (how := figures.relation(x, y))]
    weight, how = max(found, default=(0.0, None))
    return Finding(weight, f"{slot}: {how}") if how else None


def _told(slot: str, account: Attacks) -> Collection[Quantity]:
    told = [getattr(account.event, slot), *(telling.figures.get(slot) for telling in account.tellings)]
    return {
        (q.min, q.max): q for q in told if q is not None and not (slot in _SIZES and figures.is_several(q))
    }.values()


def _weight_of_toll(how: figures.Relation, number: int) -> float:
    return _TOLL[how] / 2 if how == "equal" and number < _TELLING_TOLL else _TOLL[how]


def hit(a: Attacks, b: Attacks) -> Finding | None:
    """What was hit."""
    ours, theirs = frozenset(h.kind for h in a.event.hit), frozenset(h.kind for h in b.event.hit)
    return overlap(ours, theirs, 0.5, -0.25, "kind of thing hit")


RULES: tuple[Rule[Attack], ...] = (
    direction,
    attackers,
    targets,
    status,
    time,
    looking_back,
    places,
    reports,
    method,
    _toll("killed"),
    _toll("injured"),
    *map(_size, _SIZES),
    hit,
)


def differ_in_place_alone(a: Attacks, b: Attacks) -> bool:
    """Is there no veto between the two but that of their towns, no other method, and no figure that is another?"""
    vetoes = [rule for rule in RULES if rule is not places and (found := rule(a, b)) and found.weight == VETO]
    means = method(a, b)
    pairs = ((getattr(a.event, slot), getattr(b.event, slot)) for slot in _COUNTED)
    counts = ((x, y) for x, y in pairs if x and y)
    return not vetoes and not (means and means.weight < 0) and not any(figures.contradict(x, y) for x, y in counts)


def _mutual(event: Attack) -> bool:
    return len(sides(event.attackers) & sides(event.targets)) > 1


def _wave(event: Attack) -> bool:
    """Does it strike many places at once, as far as the account tells?"""
    return event.method in _AIR and (len(spots(event.places)) > 1 or event.launched is not None)
