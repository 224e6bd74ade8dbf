"""Phrases for sides that only the article tells: "both sides", "die zwei Minister", "her country", "das
Nachbarland".
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from schemas import Actor
from worker.extract.mentions.line import Line
from worker.extract.mentions.scan import keys_from
from worker.extract.mentions.types import ActorMention
from worker.languages.actors import Actors, GroupPhrase
from worker.languages.name_rows import Country
from worker.languages.names import Names

# How many sentences back two sides that stand together ("Kyiv and Moscow") are what "both" means.
_SPEAKS = "spokesperson"
_PAIR_REACH = 6
_OWN_REACH = 2
_LONGEST_PAIR = 3
_SENT = 3  # the same of people that somebody sends ("and | envoys | of")
_BACKED = 4  # words between two sides, articles aside ("und | die | von | Ruanda | unterstützte")
_SIGNS = frozenset(",-–—(:")
_MEDIATOR = "mediator"
Found = tuple[int, int, GroupPhrase]


def find_phrases(line: Line, rules: Actors) -> Iterator[Found]:
    """(first token, last token, phrase) of each group of the line; marks the tokens as taken."""
    counting = rules.pair_words | rules.count_words
    for i in range(len(line.tokens)):
        if not line.may_open(i, rules) and line.lower(i) not in counting:
            continue
        found = _listed(line, i, rules) or _pair(line, i, rules)
        if found and line.free(found[0], found[1]):
            line.take(found[0], found[1])
            yield found


def _listed(line: Line, i: int, rules: Actors) -> Found | None:
    if not line.may_open(i, rules):
        return None
    return next(
        ((i, j, rules.groups[key]) for j, key in keys_from(line.tokens, i, rules.openers) if key in rules.groups), None
    )


def _pair(line: Line, i: int, rules: Actors) -> Found | None:
    """ "beide Seiten", "the two warring sides", and without a noun "beide", or "the two" beside a verb of two."""
    word = line.lower(i)
    counted = word in rules.count_words and line.lower(i - 1) in rules.definite
    if word not in rules.pair_words and not counted:
        return None
    for j in range(i + 1, min(i + 1 + _LONGEST_PAIR, len(line.tokens))):
        behind = line.lower(j)
        office = rules.offices.get(behind)
        if behind in rules.pair_nouns or (office and not office.office.private):
            return i, j, rules.pair
        if not line.word(j).islower():
            break
    alone = word in rules.pair_alone and not any(w[:1].isupper() for w in (line.word(i + 1), line.word(i + 2)))
    beside = any(line.lower(k) in rules.pair_verbs for k in (i + 1, i - 2, i - 3))
    return (i, i, rules.pair) if alone or beside else None


def mention_of(
    line: Line, found: Found, before: Sequence[ActorMention], names: Names, lines: Sequence[Line], rules: Actors
) -> ActorMention | None:
    """The sides that a phrase stands for, read from the mentions `before` it in `lines`; None for an own country of
    nobody.
    """
    first, last, phrase = found
    text = line.text(first, last)
    index = line.sentence.index
    earlier = [m for m in before if (m.sentence, m.last) < (index, first)]
    if earlier and earlier[-1].sentence == index and _acts_on(earlier, line, first, last, rules):
        earlier = [m for m in earlier if m.sentence < index]
    if phrase.members == "own":
        country = _own_country(earlier, index)
        name = names.country(country)
        if name is None:
            return None
        actor = Actor(name=name, kind="country", country=country, text=text)
        return ActorMention(index, first, last, last, actor, "country", inferred=True)
    home = _home(earlier, line, first, last, rules)
    if phrase.members == "neighbour":
        if _is_named(line, last, rules):
            return None
        whose = home or next((m.actor.country for m in earlier if m.sentence == index and m.actor.country), None)
        definite = line.lower(first - 1) not in rules.indefinite
        country = _neighbour(earlier, index, whose) if whose and definite else None
        name = names.country(country)
        actor = Actor(name=name or phrase.name, kind="country" if name else "other", country=country, text=text)
        return ActorMention(index, first, last, last, actor, "country" if name else "group", inferred=True)
    nouns = frozenset(line.lower(k) for k in range(first, last + 1))
    members: tuple[Actor, ...] = ()
    if phrase.members == "pair":
        members = _listed_behind(before, line, last, rules, names)
        members = members or _two(earlier, index, lines, rules, names, nouns=nouns, home=home)
    land = None if members else names.country(home)
    actor = Actor(name=land or phrase.name, kind="country" if land else "other", country=home, text=text)
    named = bool(members) or phrase.members != "pair"
    return ActorMention(index, first, last, last, actor, "group", number="pl", members=members, speaks=named)


def _home(earlier: Sequence[ActorMention], line: Line, first: int, last: int, rules: Actors) -> str | None:
    """Of whose war they are the sides ("die beiden Konfliktparteien | im Sudan", "Yemen's | warring parties")."""
    hit = line.hit_from(_named_at(line, last + 2, rules)) if line.lower(last + 1) in rules.place_cues else None
    sense = hit.sense("country") if hit is not None else None
    if sense is not None and isinstance(sense.entry, Country):
        return sense.entry.iso2
    marked = first - 1 - (line.lower(first - 1) in rules.possessive_marks)
    owner = next((m for m in reversed(earlier) if (m.sentence, m.last) == (line.sentence.index, marked)), None)
    owns = owner is not None and (marked < first - 1 or owner.form in ("adjective", "demonym"))
    return owner.actor.country if owner is not None and owns else None


def _named_at(line: Line, first: int, rules: Actors) -> int:
    """Where the name of a land stands behind its article and a noun for it ("im westafrikanischen Krisenstaat |
    Elfenbeinküste")."""
    first += line.lower(first) in rules.definite
    if line.hit_from(first) is not None or not rules.adjective_endings:
        return first
    first += line.word(first).islower() and line.lower(first).endswith(rules.adjective_endings)
    return first + (line.word(first)[:1].isupper() and line.hit_from(first) is None)


def _listed_behind(
    before: Sequence[ActorMention], line: Line, last: int, rules: Actors, names: Names
) -> tuple[Actor, ...]:
    """The two sides that a sign parts from the phrase ("both sides - | the army and the RSF -"), perhaps behind the
    verb that closes the clause ("haben beide Seiten eingeladen, | die Armee und die RSF").
    """
    sign = next((k for k in (last + 1, last + 2) if line.word(k) in _SIGNS), None)
    if sign is None or (sign > last + 1 and not rules.adjective_endings):
        return ()
    behind = [m for m in before if m.sentence == line.sentence.index and m.first > sign]
    near = bool(behind) and behind[0].first - sign <= 1 + (line.lower(sign + 1) in rules.definite)
    if not near or len(behind) < 2:
        return ()
    left, right = behind[:2]
    return (left.actor, right.actor) if _apart(left, right, names) and _together(left, right, line, rules) else ()


def _acts_on(earlier: Sequence[ActorMention], line: Line, first: int, last: int, rules: Actors) -> bool:
    """Does a row of sides that opens the sentence do something with those whom the phrase at these tokens means ("Oman
    und Katar drängten | beide Seiten", but not "said | both sides | would")?"""
    parted = any(not line.word(k)[:1].isalnum() for k in range(earlier[-1].last + 1, first))
    if parted or line.lower(last + 1) in rules.auxiliaries:
        return False
    row = [m for m in earlier if m.sentence == line.sentence.index]
    return len(row) > 1 and row[0].first <= 1 and all(_together(a, b, line, rules) for a, b in pairwise(row))


def _own_country(earlier: Sequence[ActorMention], index: int) -> str | None:
    near = (m for m in reversed(earlier) if m.sentence >= index - _OWN_REACH)
    return next((m.actor.country for m in near if m.actor.kind == "person" and m.actor.country), None)


def _is_named(line: Line, last: int, rules: Actors) -> bool:
    """Does the name of a land follow ("das Nachbarland | Togo", "its neighbour, the | Congo")?"""
    behind = last + 1 + (line.word(last + 1) == ",")
    hit = line.hit_from(behind + (line.lower(behind) in rules.definite))
    return hit is not None and hit.sense("country") is not None


def _neighbour(earlier: Sequence[ActorMention], index: int, whose: str) -> str | None:
    """The country named last beside the one `whose` neighbour it is ("Russland wirft der Ukraine ... vor und beschießt
    | das Nachbarland").
    """
    near = (m for m in reversed(earlier) if m.sentence >= index - _PAIR_REACH and m.actor.kind != "organization")
    return next((m.actor.country for m in near if m.actor.country not in (None, whose)), None)


def _two(
    earlier: Sequence[ActorMention],
    index: int,
    lines: Sequence[Line],
    rules: Actors,
    names: Names,
    *,
    nouns: frozenset[str],
    home: str | None,
) -> tuple[Actor, ...]:
    """The last two sides that stood side by side, or before them those that fight each other, where they mediate; else
    the two named most often before the sentence, whose subject is a third ("Berlin called on both sides"); none where
    there are not two. `nouns`: the words for them ("the two men"); `home`: whose war it is."""
    told = [m for m in earlier if not m.inferred and m.actor.country and m.actor.kind != "organization"]
    sides = [m for m in told if m.form not in ("group", "compound") or _is_pair(m) or m.actor.kind == "armed_group"]
    sides = [m for m in sides if m.actor.role != _SPEAKS]  # who speaks for a mediator is none of them
    sides = [m for m in sides if not _backs(m, lines[m.sentence], rules)]
    if nouns & rules.pair_people:
        homes = {m.actor.country for m in sides if m.actor.kind == "person"}
        sides = [m for m in sides if m.actor.country in homes] if len(homes) > 1 else sides
    pairs = list(_side_by_side(sides, lines, rules, names))
    pairs = [(k, p) for k, p in pairs if home is None or all(a.country == home for a in p)]
    near = next((p for k, p in pairs if k >= index - _PAIR_REACH and _fit(p, nouns, rules)), ())
    fight = next((p for _, p in pairs if any(a.kind == "armed_group" for a in p)), ()) or _at_home(sides, home, names)
    third = not near or nouns & rules.pair_foes or not {_name(a) for a in near} & {_name(a) for a in fight}
    if fight and third and _fit(fight, nouns, rules):
        return fight
    if near or home:
        return near
    counts = Counter(m.actor.country for m in sides if m.sentence < index or not index)
    chosen = [country for country, _ in counts.most_common(2)]
    last = {m.actor.country: m.actor for m in sides}
    return tuple(last[c] for c in chosen) if len(chosen) == 2 else ()


def _side_by_side(
    sides: Sequence[ActorMention], lines: Sequence[Line], rules: Actors, names: Names
) -> Iterator[tuple[int, tuple[Actor, ...]]]:
    """(sentence, sides) of each two that stand side by side, the last first."""
    for k in range(len(sides) - 1, -1, -1):
        left, right = sides[max(k - 1, 0)], sides[k]
        if _is_pair(right):
            yield right.sentence, right.members
            continue
        near = left.sentence == right.sentence and _apart(left, right, names)
        if near and _together(left, right, lines[left.sentence], rules):
            yield right.sentence, (left.actor, right.actor)


def _fit(pair: Sequence[Actor], nouns: frozenset[str], rules: Actors) -> bool:
    """Can a word for sides mean these: lands of two countries alone?"""
    return not nouns & rules.pair_lands or len({a.country for a in pair}) > 1


def _at_home(sides: Sequence[ActorMention], home: str | None, names: Names) -> tuple[Actor, ...]:
    """The armed group of a country at war with itself that was named last, and that country."""
    group = next((m for m in reversed(sides) if m.side.actor.kind == "armed_group" and m.actor.country), None)
    if group is None or not names.divided(group.actor.country) or home not in (None, group.actor.country):
        return ()
    own = (m for m in reversed(sides) if m.actor.country == group.actor.country and m.side.actor.kind != "armed_group")
    land = next(own, None)
    return (land.actor, group.actor) if land is not None else ()


def _is_pair(mention: ActorMention) -> bool:
    """Do people of two countries share a noun ("Thai and Cambodian | soldiers")?"""
    return len(mention.members) == len({a.country for a in mention.members}) == 2


def _apart(left: ActorMention, right: ActorMention, names: Names) -> bool:
    """Are they two sides, and not a land and the group that fights there ("bombed | Gaza and Hamas | fired"), unless it
    is at war with itself ("DR Congo and the M23")?"""
    home = left.actor.country == right.actor.country and "country" in (left.actor.kind, right.actor.kind)
    return (not home or names.divided(left.actor.country)) and _name(left.side.actor) != _name(right.side.actor)


def _name(actor: Actor) -> str | None:
    """What tells one side from another: of an armed group its name."""
    return actor.name if actor.kind == "armed_group" else actor.country


def _together(left: ActorMention, right: ActorMention, line: Line, rules: Actors) -> bool:
    """Does no more than a conjunction stand between two sides, and who backs the second or whom it sends ("the army and
    | the M23", "Tripoli and the forces of | General Haftar")?"""
    between = [line.lower(k) for k in range(left.last + 1, right.first) if line.lower(k) not in rules.definite]
    if between == [","]:  # "Israel bombed | Gaza, Hamas | fired rockets"
        return False
    backed = len(between) == _BACKED and between[0] in rules.joining_words and between[1] in rules.owner_words
    sent = len(between) == _SENT and between[0] in rules.joining_words and between[-1] in rules.owner_words
    return backed or sent or not any(word not in rules.joining_words and word.isalnum() for word in between)


def _backs(mention: ActorMention, line: Line, rules: Actors) -> bool:
    """Does somebody only back the side named behind him ("die von Ruanda unterstützte M23")?"""
    owned = line.lower(mention.first - 1) in rules.owner_words and line.lower(mention.first - 2) in rules.definite
    return owned and bool(rules.adjective_endings) and line.word(mention.last + 1).islower()


def describes(line: Line, noun: ActorMention, mention: ActorMention) -> bool:
    """Does a noun for states or mediators whose sides are not told stand right before the name of one ("das Nachbarland
    | Togo"), or a party before another one's officer ("CDU/CSU-Fraktionschef Merz")?"""
    if mention.form != "country":
        slash = noun.last == mention.first - 2 and line.word(noun.last + 1) == "/"
        return slash and noun.form == "body" and mention.actor.kind == "person"
    states = noun.form == "group" and noun.actor.kind == "other" and not noun.actor.country
    mediates = noun.inferred and noun.actor.role == _MEDIATOR
    return (states or mediates) and not noun.members and noun.last + 1 == mention.first
