"""Why an article reads as it does: sentence by sentence what was found, which events it tells, and what it does not.

Nothing is decided here: events bring the rules that made them, sentences the notes of rules that dropped something.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from schemas import Actor, Article, Kind, Money, Place, Quantity, When
from worker.extract.analysis import Reading
from worker.extract.dropped import Dropped, Reason
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.reading import Account, AnyEvent
from worker.extract.reality import reality_of
from worker.extract.silence import Scene
from worker.extract.values.times import Tense, TimeExpression
from worker.languages.pack import AidWord, AttackWord, Casualty, Damage, Entry, SpeechWord, TalksWord
from worker.text.document import Role

# The tables whose words can tell an event by themselves.
_TELLING: dict[type[Entry], Kind] = {
    AttackWord: "attack", TalksWord: "talks", SpeechWord: "statement", AidWord: "aid_pledge",
}  # fmt: skip
# Tables whose words add to an attack.
_ADDING: tuple[type[Entry], ...] = (Casualty, Damage)
# What keeps a word from telling an event of any kind; the other types of cue say how far it has come.
_UNREAL = frozenset({"exercise", "false_alarm", "historical", "negated", "hypothetical", "requested", "stopped"})
Value = Actor | Place | When | Quantity | Money | None


@dataclass(frozen=True, slots=True)
class Mention:
    """What code points `start` to `end` of the text mean; None of a time that nobody can date."""

    start: int
    end: int
    value: Value


@dataclass(frozen=True, slots=True)
class Why:
    """Why no event of `kind` was read. Without a reason, no rule made one of it and none says why."""

    kind: Kind
    reason: Reason | None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A word of an entry or rule: the ids of the events that it helps to tell, or why it tells none.

    telling: it can tell an event by itself, and does not only add to one.
    """

    start: int
    end: int
    rule: str
    telling: bool
    events: tuple[str, ...]
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence. `events`: ids of those that it is evidence of; `why`: of rules that found no word of their own."""

    start: int
    end: int
    role: Role
    words: tuple[Told, ...]
    actors: tuple[Mention, ...]
    places: tuple[Mention, ...]
    times: tuple[Mention, ...]
    figures: tuple[Mention, ...]
    events: tuple[str, ...]
    why: tuple[Why, ...]

    @property
    def silent(self) -> bool:
        """Does nothing in it tell an event, or could?"""
        return not (self.events or self.words or self.why)


def explain(account: Account) -> tuple[Explained, ...]:
    """The sentences of an article that was read to be explained, in order; none where there is no pack for it."""
    analysis, scene = account.analysis, account.scene
    if analysis is None or scene is None:
        return ()
    return tuple(_explained(r, account, scene) for r in analysis.readings)


def _explained(reading: Reading, account: Account, scene: Scene) -> Explained:
    sentence = reading.sentence
    here = [e for e in account.events if any((x.start, x.end) == (sentence.start, sentence.end) for x in e.evidence)]
    words = tuple(_words(reading, here, scene))
    rules = {w.rule for w in words}
    times = ((t, _when(t, reading.clause_at(t.first), account.article)) for t in reading.times)
    figures: list[tuple[Any, Value]] = [(q, q.quantity) for q in reading.quantities]
    figures += [(m, m.money) for m in reading.money]
    return Explained(
        start=sentence.start,
        end=sentence.end,
        role=sentence.role,
        words=words,
        actors=_mentions(reading, ((m, a) for m in reading.actors for a in m.actors)),
        places=_mentions(reading, ((m, m.place) for m in reading.places)),
        times=_mentions(reading, times),
        figures=_mentions(reading, figures),
        events=tuple(e.id for e in here),
        why=_reasons(n for n in reading.dropped or () if n.index is None and not rules & set(n.rules)),
    )


def _when(time: TimeExpression, clause: Clause, article: Article) -> When | None:
    """What a time is in its clause alone; an event can take it otherwise."""
    tenses: dict[str, Tense] = {"past": "past", "pluperfect": "past", "future": "future"}
    return time.resolve(article.published, tenses.get(clause.tense))


def _mentions(reading: Reading, found: Iterable[tuple[Any, Value]]) -> tuple[Mention, ...]:
    mentions = (Mention(*_span(reading, m.first, m.last), value) for m, value in found)
    return tuple(sorted(mentions, key=lambda m: m.start))


def _span(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Tokens as code points of the text."""
    tokens = reading.sentence.tokens
    return tokens[first].start, tokens[last].end


def _words(reading: Reading, here: Sequence[AnyEvent], scene: Scene) -> Iterator[Told]:
    """The words that tell an event or could, in order."""
    found = (_told(t, reading, here, scene) for t in _triggers(reading))
    told = dict.fromkeys((*found, *_by_rule_alone(reading)))
    for word in sorted(told, key=lambda t: (t.start, t.rule)):
        if word.events or word.why:
            yield word


def _triggers(reading: Reading) -> Iterator[Trigger[Any]]:
    """What the rules have asked for in the sentence, and what they could have, once each."""
    for table in (*_TELLING, *_ADDING):
        find_triggers(reading, table)
    found = {(t.index, t.entry): t for triggers in reading.triggers.values() for t in triggers}
    return iter(found.values())


def _told(trigger: Trigger[Any], reading: Reading, here: Sequence[AnyEvent], scene: Scene) -> Told:
    notes = reading.dropped or ()
    own = [n for n in notes if n.index == trigger.index and _means(n, trigger)]
    kinds = {n.kind for n in own}
    events = [e for e in here if trigger.rule in e.rules and e.kind not in kinds]
    kinds |= {e.kind for e in events}
    own += [n for n in notes if n.index is None and trigger.rule in n.rules and n.kind not in kinds]
    telling = _TELLING.get(type(trigger.entry))
    why = _reasons(own)
    known = {*kinds, *(w.kind for w in why), *(e.kind for e in here)}
    if telling and telling not in known:
        why = (*why, _seen_from_outside(trigger, telling, scene))
    if isinstance(trigger.entry, _ADDING) and "attack" not in known:
        why = (*why, Why("attack", "no_attack"))
    span = _span(reading, trigger.index, trigger.last)
    return Told(*span, trigger.rule, telling is not None, tuple(e.id for e in events), why)


def _means(note: Dropped, trigger: Trigger[Any]) -> bool:
    """Is a note on a word about this reading of it?"""
    return note.entry is trigger.entry if note.entry else trigger.rule in note.rules


def _seen_from_outside(trigger: Trigger[Any], kind: Kind, scene: Scene) -> Why:
    """What keeps a word from telling an event where no rule has noted it: what its article or its clause is about."""
    if scene.off_topic(kind):
        return Why(kind, "off_topic", scene.about)
    standing = reality_of(trigger)
    return Why(kind, "unreal", standing.told) if standing.type in _UNREAL else Why(kind, None)


def _by_rule_alone(reading: Reading) -> Iterator[Told]:
    """Words that a rule without an entry of one word found and dropped: credits, colons."""
    known = {(t.index, t.rule) for t in _triggers(reading)}
    notes = [n for n in reading.dropped or () if n.index is not None and (n.index, n.rules[0]) not in known]
    for index, rule in dict.fromkeys((n.index, n.rules[0]) for n in notes if n.index is not None):
        why = _reasons(n for n in notes if (n.index, n.rules[0]) == (index, rule))
        yield Told(*_span(reading, index, index), rule, True, (), why)


def _reasons(notes: Iterable[Dropped]) -> tuple[Why, ...]:
    return tuple(dict.fromkeys(Why(n.kind, n.reason, n.because) for n in notes))
