"""Speakers that no verb names: credit phrases ("so Peskow", "in the words of"), a colon, the mood of hearsay.

A credit alone names the source of a fact; it takes the floor, so that the speaker before does not go on, and makes a
statement only where the pack says so.
"""

from collections.abc import Iterator
from dataclasses import replace

from worker.extract.analysis import Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.grammar.words import is_finite
from worker.extract.mentions import ActorMention
from worker.extract.reality import reality_of
from worker.extract.statement.speech import Saying
from worker.extract.statement.verbs import is_side, predicates
from worker.languages.pack import ActCue, Attribution, Match, SpeechNoun, SpeechWord, rule_of

_SPEAKS = frozenset({"speaker", "both"})
# Acts of nouns that tell no more than that there is an offer ("the pledge from Norway").
_NO_WORDS = frozenset({"", "promise", "propose"})
# Words between a credit phrase and the name of its source; behind a phrase of one word it must follow at once.
_REACH, _SHORT_REACH = 5, 2
_OPENING = 1  # token up to which a headline begins
_LABEL = 8  # words of a headline within which its label ends
_SIGNS = frozenset({"-", "–", "—", ":"})
# Strength of a saying by what opens it; a bare credit has none.
_SURE, _LIKELY, _BARE = 1.0, 0.8, 0.0


def find_sources(reading: Reading) -> tuple[Saying, ...]:
    """Speakers of one sentence by credit, colon or mood, in order."""
    colon = _headline_colon(reading)
    if colon:
        return (_saying(reading, colon, colon.first, "grammar:colon", _SURE),)
    found = list(_credits(reading))
    if not any(s.strength > 0 for s in found):
        found += _by_mood(reading)
    if not found and not credits_stranger(reading):
        found += [*_by_quotation(reading)] or [*_by_noun(reading)] or _by_feeling(reading)
    return tuple(found)


def credits_stranger(reading: Reading) -> bool:
    """Does a phrase behind a sign credit somebody who is no side for what is said ("..., so der Politologe", "..., hieß
    es unter Diplomaten")?"""
    if any(_is_stranger(e) for e, _ in reading.credits):
        return True
    behind = (m for e, m in reading.credits if e.statement and e.clause == "after" and e.introduces in _SPEAKS)
    behind = (m for m in behind if m.first and reading.words[m.first - 1].punctuation)
    ends = {m.last for m in behind if not reading.sentence.quoted[m.first]}
    persons = (m for m in reading.actors if m.actor.kind == "person" and not is_side(m))
    return any(0 < m.first - last <= _SHORT_REACH for m in persons for last in ends)


def _is_stranger(entry: Attribution) -> bool:
    return entry.introduces == "unnamed" and entry.clause == "after"


def _saying(reading: Reading, speaker: ActorMention | None, index: int, rule: str, strength: float) -> Saying:
    everything = frozenset(c.number for c in reading.clauses)
    return Saying(speaker, reading.index, "say", strength, reading.clause_at(index), index, rule, everything)


def _credits(reading: Reading) -> Iterator[Saying]:
    end = -1
    for entry, match in sorted(reading.credits, key=lambda c: (c[1].first, -c[1].last)):
        if match.first <= end or reading.sentence.quoted[match.first]:
            continue
        saying = _credit(reading, entry, match)
        if saying:
            yield saying
        if saying or _is_stranger(entry):
            end = match.last


def _credit(reading: Reading, entry: Attribution, match: Match) -> Saying | None:
    rule = rule_of(entry)
    strength = _LIKELY if entry.statement else _BARE
    if entry.introduces == "anaphoric":
        return _saying(reading, None, match.first, rule, strength)
    if entry.introduces not in _SPEAKS:
        return None
    if entry.clause == "after" and (match.first == 0 or not reading.words[match.first - 1].punctuation):
        return None
    if owner := next((s for s in match.slots if s.name == "owner"), None):  # "von | ukrainischer | Seite"
        source = next((m for m in reading.actors if m.first == owner.first and m.speaks and m.actor.country), None)
        return _saying(reading, source, match.first, rule, strength) if source else None
    slot = next((s for s in match.slots if s.name == "source"), None)
    if slot is None or (slot.last < match.last and _parted(reading, slot.first, slot.last)):
        return None
    if slot.last < match.first:
        source = next((m for m in reading.actors if m.last == match.first - 1), None)
    else:
        source = _behind(reading, slot.first, _REACH if match.last > match.first else _SHORT_REACH)
    return _saying(reading, source, match.first, rule, strength) if source and is_side(source) else None


def _parted(reading: Reading, first: int, last: int) -> bool:
    """ "in | Gaza helfe, | heißt es": does a sign part a place from the words that would make it the source?"""
    return any(w.punctuation for w in reading.words[first : last + 1])


def _behind(reading: Reading, first: int, reach: int) -> ActorMention | None:
    """The first actor from token `first` on, within reach and before the next mark."""
    mark = next((w.index for w in reading.words if w.index >= first and w.punctuation), len(reading.words))
    near = (m for m in reading.actors if first <= m.first < min(first + reach, mark) and is_side(m))
    source = next(near, None)
    return None if source is None or _of_others(source, first, reading) else source


def _of_others(source: ActorMention, first: int, reading: Reading) -> bool:
    """Does it stand behind a preposition of its own, and people before it ("nach Ansicht | von Experten | vom ...")?"""
    phrase = reading.phrase_at(source.first)
    before = (p for p in reading.phrases if first <= p.first and p.last < source.first)
    return phrase is not None and phrase.preposition is not None and not phrase.joined and any(before)


def _headline_colon(reading: Reading) -> ActorMention | None:
    """ "Kreml: Angriff war Vergeltung": an actor before the colon of a headline, or behind the sign that ends it ("No
    truce in sight - Ruto"), is the speaker.
    """
    if reading.sentence.role == "body" or not reading.actors:
        return None
    colon = next((i for i, t in enumerate(reading.sentence.tokens[:_LABEL]) if t.text == ":"), None)
    before = [m for m in reading.actors if colon is not None and m.last < colon]
    first = next((m for m in before if not _owns(m, reading)), None)
    opens = first is not None and (first.first <= 1 or (first is not before[0] and before[0].first == 0))
    if colon is None or first is None or not (opens and _ends_label(first, colon, reading)):
        return _named_last(reading)
    return first if is_side(first) and first.form != "country" else None


def _owns(mention: ActorMention, reading: Reading) -> bool:
    """ "EU's | Kallas"."""
    return reading.words[mention.last + 1].lower in reading.grammar.possessive_suffixes


def _ends_label(speaker: ActorMention, colon: int, reading: Reading) -> bool:
    """Ends a label with him, or with what he speaks to or of ("Vance to Europe: ...", "Merz nach dem Gipfel: ...")?"""
    behind = next((p for p in reading.phrases if speaker.last < p.first <= speaker.last + 2 and p.preposition), None)
    to = behind is not None and behind.last < colon and behind.preposition not in reading.grammar.locatives
    return speaker.last == colon - 1 or (to and speaker.actor.kind == "person")


def _named_last(reading: Reading) -> ActorMention | None:
    """Who is named behind the last sign of a headline that is a dash or a colon, and nothing besides but after what or
    on what he spoke ("No deal yet: Ruto | after talks in Doha").
    """
    words = reading.words
    sign = max((w.index for w in words if w.token.text in _SIGNS), default=0)
    last = next((m for m in reading.actors if sign and m.first == sign + 1), None)
    if last is None or not (is_side(last) and last.form not in ("country", "group")):
        return None
    rest = words[last.last + 1 :]
    beside = words[sign].token.text == ":" and last.actor.kind == "person"
    ends = not rest or (beside and any(w.preposition for w in rest[:2]))  # "ahead | of"
    told = any(w.verbs or w.auxiliaries for w in words[:sign])
    return last if ends and told and not any(is_finite(w) and not w.nouns for w in rest) else None


def _by_mood(reading: Reading) -> Iterator[Saying]:
    """A main clause in the mood of hearsay, or behind a colon, beside one in the indicative, whose subject says it."""
    heard = [
        c for c in reading.clauses
        if c.role == "main" and not c.quoted and (c.mood == "reported" or _behind_colon(reading, c))
    ]  # fmt: skip
    told = [c for c in reading.clauses if c.mood == "indicative" and c.role == "main" and c.finite and not c.quoted]
    if not heard:
        return
    for clause in told:
        if clause in heard:
            return
        speaker = _subject(reading, clause)
        if speaker is not None:
            yield _saying(reading, speaker, clause.first, "grammar:hearsay", _LIKELY)
            return


def _by_noun(reading: Reading) -> Iterator[Saying]:
    """ "drew condemnation from Pakistan", "stieß auf Kritik der UN": a noun of saying with its speaker behind it."""
    grammar = reading.grammar
    for noun in find_triggers(reading, SpeechNoun):
        clause = noun.clause
        told = clause.role == "main" and clause.mood == "indicative" and not (clause.modal or clause.negated)
        told = told and reality_of(noun).type == "asserted"  # not "is likely to draw criticism from"
        if noun.entry.act in _NO_WORDS or not told or reading.sentence.quoted[noun.index] or _passed_by(noun):
            continue
        drawn = any(w.lower in grammar.drawing_verbs for w in clause.words)
        places = [r.partition("=")[0] for r in noun.entry.roles if r.endswith("=speaker")]
        found = (m for p in places if drawn or p in grammar.speaker_prepositions for m in _named(noun, p))
        if speaker := next(found, None):
            saying = _saying(reading, speaker, noun.index, noun.rule, _LIKELY)
            yield replace(saying, act=noun.entry.act)


def _by_quotation(reading: Reading) -> Iterator[Saying]:
    """ "Mr Ruto made the point in Cairo: "...": a colon between direct speech and the clause of a subject, or
    of who does something ("The plan was laid out by Mr Ruto: "...")."""
    quoted = (c for c in reading.clauses if c.quoted and c.first > 1)
    speech = next(quoted, None)
    spoken = (t for t in find_triggers(reading, SpeechWord) if t.clause.role != "relative" and predicates(t))
    if any(t.index or reading.own_subject(t.clause) for t in spoken):  # not "Asked about the raid, Mr Ruto was brief"
        return
    if speech is None or ":" not in {reading.words[k].token.text for k in (speech.first - 1, speech.first - 2)}:
        return
    told = (c for c in reading.clauses if c.last < speech.first and c.role == "main" and not c.quoted)
    quoted_at = reading.sentence.quoted
    for clause in told:
        if clause.finite is None or quoted_at[clause.finite.index]:  # 'Kyiv (AP) "The army ...'
            continue
        if speaker := _subject(reading, clause) or _doer(reading, clause):
            yield _saying(reading, speaker, clause.first, "grammar:colon", _LIKELY)
            return
    if not any(c.finite for c in reading.clauses if c.last < speech.first):  # 'Mr Ruto | in Cairo: "...'
        first = next((m for m in reading.actors if m.last < speech.first), None)
        if first and first.first <= _OPENING and is_side(first) and first.form in ("name", "office"):
            yield _saying(reading, first, first.first, "grammar:colon", _LIKELY)


def _doer(reading: Reading, clause: Clause) -> ActorMention | None:
    """The side by whom something is done, in the passive of a verb that need not be known."""
    being = clause.finite is not None and any(a.kind == "be" for a in clause.finite.auxiliaries)
    agents = reading.grammar.agent_prepositions if being or clause.passive else ()
    phrases = (p for p in reading.phrases_of(clause) if p.preposition in agents)
    return next((m for p in phrases for m in reading.actors_of(p) if is_side(m)), None)


def _by_feeling(reading: Reading) -> Iterator[Saying]:
    """ "UN chief | deeply | appalled by raid": who begins a headline, with a word for what he feels right behind."""
    words = reading.words
    for cue in (c for c in find_triggers(reading, ActCue) if c.entry.feels and reading.sentence.role != "body"):
        before = [m for m in reading.actors if m.last < cue.index]
        phrase = reading.phrase_at(before[-1].first) if before else None
        if phrase is None or phrase.first > _OPENING or phrase.preposition or not is_side(before[-1]):
            continue
        between = words[before[-1].last + 1 : cue.index]
        if len(between) < _SHORT_REACH + 1 and not any(w.capital or w.verbs or w.auxiliaries for w in between):
            yield replace(_saying(reading, before[-1], cue.index, cue.rule, _LIKELY), act=cue.entry.act)
            return


def _passed_by(noun: Trigger[SpeechNoun]) -> bool:
    """ "Burundi ignored the calls from Rwanda": does another side only do something with what was said?"""
    subject = noun.reading.own_subject(noun.clause)
    if subject is None or subject.covers(noun.index, noun.index):
        return False
    return any(is_side(m) for m in noun.reading.actors_of(subject))


def _named(noun: Trigger[SpeechNoun], place: str) -> Iterator[ActorMention]:
    """Sides behind the noun, or behind its verb where it comes from them."""
    reading, finite = noun.reading, noun.clause.finite
    for argument in arguments(noun, place):
        yield from (m for m in argument.actors if is_side(m))
    if finite is not None and finite.lower in reading.grammar.arriving_verbs:
        phrases = (p for p in reading.phrases_of(noun.clause) if p.preposition == place)
        yield from (m for p in phrases for m in reading.actors_of(p) if is_side(m))


def _behind_colon(reading: Reading, clause: Clause) -> bool:
    """ "gave a different account: ...": is the clause what a noun of saying before the colon announces?"""
    if not clause.first or reading.words[clause.first - 1].token.text != ":":
        return False
    return any(t.index < clause.first for t in find_triggers(reading, SpeechNoun))


def _subject(reading: Reading, clause: Clause) -> ActorMention | None:
    phrase = reading.own_subject(clause)
    sides = [m for m in reading.actors_of(phrase) if is_side(m)] if phrase else []
    town = "capital"  # where somebody is ("a resident of Khartoum"), unless it is the subject itself
    return next((m for m in sides if m.form != town or (phrase and phrase.covers(m.first, m.last))), None)
