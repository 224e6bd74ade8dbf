"""Under which keys an event is found again: few, cheap, and such that two accounts of one event share at least one.

attack      each attacker and target with each day and week; each cell of the map with each day and week
talks       each two participants or mediators, a group by its country, too, and each cell of the venue, with each week
statement   the speaker, a person by the sound of the surname and by an office that one alone holds, with each day; the
            words of a sentence without one, since it may be recalled weeks later
aid_pledge  each donor and recipient with each week in which it may be told again

A cell is one degree wide, a week is seven days counted from the year 1, so that no calendar matters. A side that is not
known leaves its part empty: such an event meets others like it, or is found by its places.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from hashlib import blake2s
from itertools import combinations, product

from schemas import Actor, AidPledge, Article, Attack, Event, Place, Statement, Talks
from worker.identity import aid_pledge, attack, statement, talks
from worker.identity.account import Account, AnyEvent, of_reading
from worker.identity.names import is_group, side, sides, sole_office
from worker.identity.places import cells
from worker.identity.windows import Window, window
from worker.text.names import name_key, sound_key

_MOST = 64  # keys of one event
_SIDES = 5  # sides of one event that make keys, in alphabetical order
_PLACES = 8
_WEEK = 7
_SENTENCES = 3
_DAYS = 10  # of a window; a longer one is kept by its weeks


def index_keys(event: Event, article: Article) -> tuple[str, ...]:
    """Keys of what `article` tells, at most 64; candidates share one with it."""
    return keys_of(of_reading(event, article))


def keys_of(account: Account[AnyEvent]) -> tuple[str, ...]:
    """Keys of an account, at most 64."""
    kind = account.event.kind
    found = dict.fromkeys(f"{kind}|{key}" for key in _KEYS[kind](account))
    return tuple(found)[:_MOST]


def _attack(account: Account[Attack]) -> Iterator[str]:
    event = account.event
    times = _times(window(account, attack.TOLD_WITHIN))
    pairs = [f"{a}>{b}" for a, b in product(_first(event.attackers) or ("",), _first(event.targets) or ("",))]
    yield from (f"{what}|{time}" for what, time in product((*pairs, *_cells(event.places)), times))


def _talks(account: Account[Talks]) -> Iterator[str]:
    event = account.event
    present = _first((*event.participants, *event.mediators))  # who mediates may be taken for a participant
    groups = sorted({f"{p.country}'s" for p in event.participants if p.country and is_group(p)})  # named by one alone
    who = [f"{a}+{b}" for a, b in (*combinations(present, 2), *product(present, groups))] or present or [""]
    yield from (f"{what}|{time}" for what, time in product((*who, *_cells(event.places)), _talks_weeks(account)))


def _talks_weeks(account: Account[Talks]) -> tuple[str, ...]:
    days = talks.time_of(account)
    told = _told_again(account, talks.OFFERED_WITHIN) if talks.undated_idea(account) else ()
    return (*(_weeks(days.start, days.end) if days else ()), *told)


def _statement(account: Account[Statement]) -> Iterator[str]:
    speaker = account.event.speaker
    who = sound_key(speaker.name).split()[-1:] if speaker.kind == "person" else [side(speaker)]
    office = sole_office(speaker)
    offices = [office] if office else []
    times = _times(window(account, statement.TOLD_WITHIN))
    yield from (f"{what}|{time}" for what, time in product((*who, *offices), times))
    if account.event.when is None:
        sentences = (name_key(e.text) for e in account.event.evidence[:_SENTENCES])
        yield from (f"={_digest(key)}" for key in sentences if _is_telling(key))


def _aid_pledge(account: Account[AidPledge]) -> Iterator[str]:
    event = account.event
    pairs = product(_first(event.donors) or ("",), _first(event.recipients) or ("",))
    yield from (f"{a}>{b}|{time}" for (a, b), time in product(pairs, _told_again(account, aid_pledge.LONGEST)))


_KEYS: Mapping[str, Callable[..., Iterator[str]]] = {
    "attack": _attack,
    "talks": _talks,
    "statement": _statement,
    "aid_pledge": _aid_pledge,
}


def _is_telling(sentence: str) -> bool:
    return sentence.count(" ") >= statement.RECALLED - 1


def _digest(sentence: str) -> str:
    return blake2s(sentence.encode(), digest_size=8).hexdigest()


def _first(actors: tuple[Actor, ...]) -> list[str]:
    return sorted(sides(actors))[:_SIDES]


def _cells(places: tuple[Place, ...]) -> list[str]:
    return [f"@{cell}" for place in places[:_PLACES] if place.kind != "country" for cell in cells(place)]


def _times(days: Window | None) -> tuple[str, ...]:
    if days is None:
        return ("",)
    weeks = _weeks(days.start, days.end)
    if days.sort in ("range", "coarse") or (days.end - days.start).days > _DAYS:
        return weeks
    # By its week, too, because another account may give no more.
    return (*((days.start + timedelta(n)).isoformat() for n in range((days.end - days.start).days + 1)), *weeks)


def _told_again(account: Account[AnyEvent], within: int) -> tuple[str, ...]:
    return _weeks(account.days[0], account.days[-1] + timedelta(within)) if account.told else ("",)


def _weeks(start: date, end: date) -> tuple[str, ...]:
    return tuple(f"w{n}" for n in range(start.toordinal() // _WEEK, end.toordinal() // _WEEK + 1))
