"""Are two accounts one donor's package, or one decision about it."""

from schemas import AidPledge, Item
from worker.identity import figures
from worker.identity.account import Account, gap
from worker.identity.names import sides
from worker.identity.verdict import VETO, Finding, Rule, overlap
from worker.identity.windows import relation, window
from worker.text.names import name_key

Pledges = Account[AidPledge]

THRESHOLD = 3.25
TOLD_WITHIN = 7  # days in which a package is told without more to know it by
LONGEST = 30  # days in which a package is told again
POOR_WITHIN = 3  # ... where neither a sum nor goods tell it from the next one
ROUNDED_WITHIN = 3  # days between tellings in which a sum close to another may be that one, rounded

_GIVING = frozenset({"proposed", "pledged", "allocated", "delivered"})
# Each row is one kind of act; the stages of giving are one act that goes forward.
_ACTS = (
    frozenset({"requested"}),
    _GIVING,
    frozenset({"suspended"}),
    frozenset({"refused"}),
)
_SAME_SUM, _ROUNDED_SUM = 1.01, 1.1


def donors(a: Pledges, b: Pledges) -> Finding | None:
    """Another donor's package is another event; a joint package has all its donors.

    A report that sums up what two of them give does not make it one.
    """
    ours, theirs = sides(a.event.donors), sides(b.event.donors)
    if _summed_up(a, b):
        return Finding(VETO, "another donor")
    if ours and theirs and ours != theirs and ours & theirs:
        return Finding(0.5, "some donors in common")
    return overlap(ours, theirs, 1.0, VETO, "donor")


def _summed_up(a: Pledges, b: Pledges) -> bool:
    """Does only a report of several donors bring together those of two others?"""
    ours, theirs = ({frozenset(t.named) for t in account.tellings if t.named} for account in (a, b))
    return not ours & theirs and any(not x & y for x in ours for y in theirs)


def recipients(a: Pledges, b: Pledges) -> Finding | None:
    """Whom it is for."""
    return overlap(sides(a.event.recipients), sides(b.event.recipients), 1.0, VETO, "recipient")


def act(a: Pledges, b: Pledges) -> Finding | None:
    """To ask, to give, to stop and to refuse are four acts; a pledge that is delivered is still the pledge."""
    ours, theirs = a.event.status, b.event.status
    if ours == theirs:
        return Finding(0.5, "same status")
    if not any({ours, theirs} <= acts for acts in _ACTS):
        return Finding(VETO, "another act")
    return Finding(-0.5, "weighed, and decided") if "proposed" in (ours, theirs) else None


def amount(a: Pledges, b: Pledges) -> Finding | None:
    """One sum in one currency, told at one time perhaps rounded: days later a sum close to it is the next package's.
    Sums in two currencies cannot be compared without a rate.
    """
    ours, theirs = a.event.amount, b.event.amount
    if ours is None or theirs is None or ours.currency != theirs.currency:
        return None
    low, high = sorted((ours.value, theirs.value))
    if high <= low * _SAME_SUM:
        return Finding(2.0, "same sum")
    between = gap(a, b)
    at_one_time = between is None or between.days < ROUNDED_WITHIN
    rounded = high <= low * _ROUNDED_SUM and high - low <= max(_step(low), _step(high)) / 2
    return Finding(1.0, "same sum, rounded") if rounded and at_one_time else Finding(VETO, "another sum")


def items(a: Pledges, b: Pledges) -> Finding | None:
    """What is given."""
    ours, theirs = frozenset(i.kind for i in a.event.items), frozenset(i.kind for i in b.event.items)
    return overlap(ours, theirs, 0.75, -1.0, "kind of item")


def item_names(a: Pledges, b: Pledges) -> Finding | None:
    """The makes that are named: one that both name is telling."""
    ours = {name_key(i.name) for i in a.event.items if i.name != i.kind}
    theirs = {name_key(i.name) for i in b.event.items if i.name != i.kind}
    return Finding(0.5, "same item") if ours & theirs else None


def counts(a: Pledges, b: Pledges) -> Finding | None:
    """How many: 63 generators are not the 100 of last month, of which an article reminds, but 14 tanks 14 Leopards."""
    pairs = [(x, y) for x in a.event.items for y in b.event.items if x.kind == y.kind]
    if any(figures.relation(x.count, y.count) == "equal" for x, y in pairs):
        return Finding(0.5, "same number of items")
    of_one_make = {figures.relation(x.count, y.count) for x, y in pairs if _make(x) == _make(y)}
    return Finding(-1.5, "another number of items") if of_one_make & {"changed", "far"} else None


def _make(item: Item) -> str:
    return name_key(item.name)


def aid_types(a: Pledges, b: Pledges) -> Finding | None:
    """Military aid is not food."""
    return overlap(frozenset(a.event.aid_types), frozenset(b.event.aid_types), 0.25, -1.0, "type of aid")


def time(a: Pledges, b: Pledges) -> Finding | None:
    """A package is told for days; what looks like it a month later is the next one."""
    between = gap(a, b)
    if between is None:
        return None
    if between.days >= LONGEST:
        return Finding(VETO, "told too long after")
    within = POOR_WITHIN if _poor(a.event) or _poor(b.event) else TOLD_WITHIN
    return Finding(0.5, "told at one time") if between.days < within else Finding(-0.5, "told later")


def dated(a: Pledges, b: Pledges) -> Finding | None:
    """Two pledges of two days are two, if not of one sum; what is pledged on one day is delivered on another."""
    if a.event.status != b.event.status or a.event.when is None or b.event.when is None or amount(a, b):
        return None
    ours, theirs = window(a, TOLD_WITHIN), window(b, TOLD_WITHIN)
    if ours is None or theirs is None or relation(ours, theirs) != "apart":
        return None
    between = max(theirs.start - ours.end, ours.start - theirs.end)
    return Finding(-1.5, "another day") if between.days >= POOR_WITHIN else None


RULES: tuple[Rule[AidPledge], ...] = (
    donors, recipients, act, amount, items, item_names, counts, aid_types, time, dated,
)  # fmt: skip


def _poor(event: AidPledge) -> bool:
    """Is it told to be given, without the sum and without what it is? "More aid" is promised every week."""
    return event.status in _GIVING and event.amount is None and not event.items


def _step(value: float) -> float:
    """What a sum is a multiple of, as it is written: of 780 million 10 million, of 1.05 billion 10 million."""
    step = 1.0
    while value and value % (step * 10) == 0:
        step *= 10
    return step
