"""Are two accounts one statement: one speaker on one matter on one day."""

from datetime import timedelta

from schemas import Actor, Statement
from worker.identity.account import Account, Telling, gap, is_guessed
from worker.identity.names import is_many, is_state, same_office, same_person, side, sides
from worker.identity.verdict import VETO, Finding, Rule, overlap
from worker.identity.windows import Window, relation, told_by, window
from worker.identity.wording import is_copy, shared_marks, shared_words
from worker.text.names import name_key

Statements = Account[Statement]

THRESHOLD = 1.75
TOLD_WITHIN = 1  # days after a statement in which articles tell it without its date

# Acts in which two outlets may tell one statement. "say" fits all but those that everybody tells as what they are.
_ACTS = (
    frozenset({"condemn", "criticise", "accuse"}),
    frozenset({"announce", "confirm", "promise", "accept", "propose"}),
    frozenset({"demand", "propose"}),
    frozenset({"reject", "deny", "criticise"}),
    frozenset({"warn", "threaten"}),
    frozenset({"praise", "accept"}),
)
_MARKED = frozenset({"accuse", "condemn", "deny", "threaten"})
_ANY_WAR = frozenset({"attack", "peace"})  # topics of which everybody in a war speaks every day
_BODIES = frozenset({"government", "military", "organization"})
_TELLING_SHARE = 0.3  # of the names and numbers of the shorter text
_TELLING_QUOTE = 4  # words from which a quote is nobody else's
RECALLED = 8  # words of a sentence that nobody writes twice without copying it
_PLAIN = frozenset({"say", "announce"})
_DATED = {
    "same": Finding(0.75, "same day"),
    "morning": Finding(0.5, "a night, and its morning"),
    "evening": Finding(0.25, "a night, and the day before it"),
    "vague": Finding(-0.5, "stretches of days that overlap"),
    "within": Finding(-1.0, "one day, and several"),
    "unlike": Finding(-1.5, "one day, and many"),
    "apart": Finding(VETO, "another day"),
}
_ONE_DAY = timedelta(hours=18)  # between an evening's report and the next morning's
_AT_ONCE = timedelta(hours=12)  # between two reports on one state of affairs


def speaker(a: Statements, b: Statements) -> Finding | None:
    """Another speaker is another statement, and so is a person's beside his side's."""
    ours, theirs = a.event.speaker, b.event.speaker
    if ours.kind == theirs.kind == "person":
        if same_person(ours, theirs):
            return Finding(1.0, "same speaker")
        return Finding(-0.25, "same office") if same_office(ours, theirs) else Finding(VETO, "another speaker")
    if side(ours) != side(theirs):
        return Finding(VETO, "another speaker")
    if "person" in (ours.kind, theirs.kind):
        return Finding(VETO, "a person, and the side he may speak for")
    if name_key(ours.name) != name_key(theirs.name) or is_many(ours):
        return Finding(-0.25, "same side")
    # Many speak for a state or a group on one day, few for one body of it.
    body = ours.kind == theirs.kind and ours.kind in _BODIES
    return Finding(0.5, "same body") if body else Finding(0.0, "same side")


def time(a: Statements, b: Statements) -> Finding | None:
    """One day. Who speaks today speaks again tomorrow: told a day later without a date, it is hardly the same."""
    if a.event.when is not None and b.event.when is not None:
        return _DATED.get(relation(_said(a), _said(b)))
    if a.event.when is None and b.event.when is None:
        found = _both_undated(_between(a, b))
        again = found is not None and found.weight < 0 and _recalled(a, b)
        return Finding(2.5, "recalled in the same words") if again else found
    dated, undated = (a, b) if a.event.when is not None else (b, a)
    how = relation(_said(dated), _said(undated))
    if how in ("possible", "vague"):
        return Finding(0.5, "told on that day") if how == "possible" else Finding(-1.25, "told in those days")
    how = relation(_said(dated), _said(undated, TOLD_WITHIN))
    if how == "unlike":
        return _DATED[how]
    between = gap(a, b)
    if how == "possible" and between is not None and between <= _AT_ONCE:
        return Finding(0.25, "told at one time, and dated by one")
    return None if how == "unknown" else Finding(VETO if how == "apart" else -0.75, "told another day")


def _said(account: Statements, before: int = 0) -> Window | None:
    """When it was said."""
    return told_by(window(account, before), account)


def _between(a: Statements, b: Statements) -> timedelta | None:
    """The time from a telling of the one to the next one of the other: what is recalled was told here and there."""
    return min((abs(x - y) for x in a.told for y in b.told), default=None)


def _recalled(a: Statements, b: Statements) -> bool:
    """Does a text stand in another one word by word, as what an outlet has in store on a matter does for weeks?"""
    pairs = ((name_key(x.text), name_key(y.text)) for x in a.tellings for y in b.tellings)
    return any(min(x.count(" "), y.count(" ")) >= RECALLED - 1 and (x in y or y in x) for x, y in pairs)


def _both_undated(between: timedelta | None) -> Finding | None:
    if between is None:
        return None
    if between.days > TOLD_WITHIN:
        return Finding(VETO, "told another day")
    if between <= _ONE_DAY:
        return Finding(0.5, "told on one day")
    return Finding(-0.75, "told later")


def act(a: Statements, b: Statements) -> Finding | None:
    """What is done with the words. Two acts on one matter may be one put in two ways; else they are rather two."""
    apart = -0.5 if _one_matter(a, b) else -1.0
    ours, theirs = a.event.act, b.event.act
    if ours == theirs:
        return Finding(0.25 if ours in _PLAIN else 0.75, "same act")
    if "say" in (ours, theirs):
        return Finding(apart, "an act that is told as one, and none") if {ours, theirs} & _MARKED else None
    if any({ours, theirs} <= acts for acts in _ACTS):
        return None
    return Finding(apart, "another act")


def topics(a: Statements, b: Statements) -> Finding | None:
    """The matter."""
    ours, theirs = frozenset(a.event.topics), frozenset(b.event.topics)
    guessed = is_guessed(a.event, "topics") or is_guessed(b.event, "topics")
    return overlap(ours, theirs, 1.0 if _one_matter(a, b) else 0.25, 0.0 if guessed else -0.5, "topic")


def _one_matter(a: Statements, b: Statements) -> bool:
    return bool(frozenset(a.event.topics) & frozenset(b.event.topics) - _ANY_WAR)


def addressees(a: Statements, b: Statements) -> Finding | None:
    """Whom it concerns. Two states are two, and so are two armed groups; others may be meant together."""
    ours, theirs = sides(a.event.addressees), sides(b.event.addressees)
    of_a_kind = _parties(a.event.addressees) & _parties(b.event.addressees)
    return overlap(ours, theirs, 0.5, -0.5 if of_a_kind else 0.0, "addressee")


def _parties(actors: tuple[Actor, ...]) -> frozenset[str]:
    """What sorts of parties to a war are among them."""
    return frozenset("state" if is_state(side(a)) else a.kind for a in actors) & {"state", "armed_group"}


def words(a: Statements, b: Statements) -> Finding | None:
    """Last resort: words that two texts of one language share, names and numbers that texts of any language share.

    Who speaks, to whom and when are compared by themselves: those words say nothing about the matter.
    """
    events = (a.event, b.event)
    actors = (actor for e in events for actor in (e.speaker, *e.addressees))
    known = [name for actor in actors for name in (actor.name, actor.text)]
    known += [e.when.text for e in events if e.when]
    pairs = ((x, y) for x in a.tellings for y in b.tellings)
    return Finding(max((_alike(x, y, known) for x, y in pairs), default=0.0), "the words")


def quoted(a: Statements, b: Statements) -> Finding | None:
    """What is quoted in both is said once."""
    ours, theirs = _quotes(a.event), _quotes(b.event)
    return Finding(1.0, "same quote") if any(is_copy(x, y) for x in ours for y in theirs) else None


def _quotes(event: Statement) -> list[str]:
    return [q.text for q in event.quotes if q.direct and len(q.text.split()) >= _TELLING_QUOTE]


RULES: tuple[Rule[Statement], ...] = (speaker, time, act, topics, addressees, words, quoted)


def _alike(a: Telling, b: Telling, known: list[str]) -> float:
    count, share = shared_marks(a.text, b.text, known)
    marks = min(count * 0.3, 1.2) if share >= _TELLING_SHARE else -0.25
    if a.language != b.language:
        return marks
    return 7 * shared_words(a.text, b.text, known) - 2.0
