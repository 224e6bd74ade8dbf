"""Whom an article credits for what it tells: "nach Angaben der Luftwaffe", "..., the army said"."""

from collections.abc import Iterator, Sequence

from schemas import Actor
from worker.extract.analysis import Reading
from worker.extract.grammar.frames import attributive, reduced
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.memory import once
from worker.extract.mentions import ActorMention
from worker.languages.pack import Match, SpeechWord
from worker.languages.patterns import Slot

_CREDITING = frozenset({"say", "announce", "confirm", "accuse"})
_NEAR = 4  # words that may stand between a credit phrase and its source


@once
def credits_of(reading: Reading) -> tuple[ActorMention, ...]:
    """The sources of one sentence in order of the text."""
    found = [*_by_phrase(reading), *_by_verb(reading)]
    return tuple(sorted(dict.fromkeys(found), key=lambda m: m.first))


def _by_phrase(reading: Reading) -> Iterator[ActorMention]:
    for _, match in reading.credits:
        source = _source(match, reading)
        if source:
            yield source
    accounts = reading.pack.actors.account_words
    whose = (m for m in reading.actors if m.form == "compound")
    yield from (m for m in whose if reading.words[m.last].lower.rpartition("-")[2] in accounts)  # "nach US-Angaben"


def _source(match: Match, reading: Reading) -> ActorMention | None:
    """The actor that fills the open place of a credit phrase, or stands in the phrase itself ("the ministry said")."""
    actors = [m for m in reading.actors if m.form != "pronoun"]
    for slot in match.slots:
        if slot.name == "owner":  # "nach | israelischen | Angaben"
            last = min(slot.last, match.last)
            whose = (m for m in actors if m.last == last and m.first >= max(slot.first, last - 1))
            return next(whose, None)
        if slot.name != "source":
            continue
        before = slot.last < match.first
        inside = [m for m in actors if slot.first <= m.first and m.last <= slot.last and not _told(m, slot, reading)]
        if before:
            near = [m for m in inside if match.first - m.last <= 2 and not m.owns]
            return near[-1] if near else None
        words = reading.words
        near = [m for m in inside if m.first - slot.first <= _NEAR and not _elsewhere(m, slot, reading)]
        near = [m for m in near if not any(w.token.text == "," for w in words[slot.first : m.first])]
        if slot.last < match.last:  # "in Peru hieß es", not "in Peru ... getötet, hieß es"
            near = [m for m in near if not any(w.token.text == "," for w in words[m.last : slot.last + 1])]
        heads = [m for m in near if not m.owns]
        return (heads or near)[0] if near else None
    within = [m for m in actors if match.first <= m.head <= match.last]
    return within[0] if within else None


def _told(mention: ActorMention, slot: Slot, reading: Reading) -> bool:
    """Is it only the medium to which somebody spoke ("wie Bewohner | der Agentur AFP | sagten")?"""
    phrase = reading.phrase_at(mention.first)
    if phrase is None or phrase.preposition is not None or "nom" in phrase.cases or not _is_medium(mention, reading):
        return False
    return any(p.last == phrase.first - 1 and p.first >= slot.first for p in reading.phrases)


def _is_medium(mention: ActorMention, reading: Reading) -> bool:
    """Is it a newspaper, an agency or a station by its noun ("der Agentur AFP") or by letters alone ("der AFP")?"""
    word = reading.words[mention.first]
    noun = reading.pack.actors.nouns.get(word.lower)
    letters = mention.first == mention.last and word.token.text.isupper()
    return not mention.speaks and (letters or (noun is not None and noun.sort == "media"))


def _elsewhere(mention: ActorMention, slot: Slot, reading: Reading) -> bool:
    """Does a preposition of its own make it no source ("says its strike in Beirut")?"""
    phrase, grammar = reading.phrase_at(mention.first), reading.grammar
    if phrase is None or phrase.preposition is None or phrase.first <= slot.first:
        return False
    tying = grammar.genitive_prepositions | grammar.origin_prepositions | grammar.agent_prepositions
    return phrase.preposition not in tying


def _by_verb(reading: Reading) -> Iterator[ActorMention]:
    """Subjects of verbs of saying outside quotations."""
    for trigger in find_triggers(reading, SpeechWord):
        if trigger.entry.act not in _CREDITING or trigger.clause.quoted or trigger.form.tag in ("inf", "zu_inf"):
            continue
        if trigger.entry.government == ("act",):  # "renewed its threats"
            continue
        if trigger.verbal and _describes(trigger):
            continue
        speaker = _speaker(trigger)
        if speaker:
            yield speaker


def _describes(trigger: Trigger[SpeechWord]) -> bool:
    """Does a participle only say who is meant ("suspected rebels attacked", "men described as rebels attacked")?"""
    told = trigger.clause.finite is trigger.reading.words[trigger.index]
    return attributive(trigger) or (reduced(trigger) and not told)


def _speaker(trigger: Trigger[SpeechWord]) -> ActorMention | None:
    reading, clause = trigger.reading, trigger.clause
    if clause.passive or clause.negated or (clause.finite is not None and not clause.holds(trigger.index)):
        return None
    phrase = reading.subject(clause)
    if phrase is None:
        return None
    heads = [m for m in reading.actors_of(phrase) if not m.owns and m.form != "pronoun"]
    heads = [m for m in heads if phrase.covers(m.first, m.last) or not _is_medium(m, reading)]
    return heads[0] if heads else None


def misplaced(source: ActorMention, sides: Sequence[Actor]) -> bool:
    """Is it a force whose country was guessed, and is that of neither side ("said the air force" in a text on talks in
    Turkey)?"""
    return (
        source.inferred and source.actor.kind == "military" and source.actor.country not in {a.country for a in sides}
    )
