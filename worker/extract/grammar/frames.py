"""Predicates and their arguments: which phrase stands at which grammatical place of a trigger.

A pack entry says what stands where ("subject=attacker", "auf+acc=target"); this module knows how to find each place
around a verb or a noun and nothing about what the roles mean.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from worker.extract.analysis import Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.gerunds import doer_of, is_deed
from worker.extract.grammar.lexicon import QUOTES
from worker.extract.grammar.nominal import Argument, argument_of, of_earlier, of_noun
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.subject_search import antecedent
from worker.extract.grammar.subjects import dative_of, object_of
from worker.extract.grammar.triggers import Trigger, hangs, lemma_of, next_verb
from worker.extract.grammar.words import Word
from worker.languages.pack import SpeechWord

_HELPED = 3  # words from an auxiliary to its participle
_BEHIND = 2  # words from a noun to the owner behind its preposition


def arguments(trigger: Trigger[Any], place: str) -> tuple[Argument, ...]:
    """What stands at grammatical `place` of `trigger` ("subject", "object", "genitive", "adjective", a preposition)."""
    key = trigger.index, trigger.form, place
    found: tuple[Argument, ...] | None = trigger.reading.filled.get(key)
    if found is None:
        name, _, case = place.partition("+")
        found = trigger.reading.filled[key] = tuple(_arguments(trigger, name, case))
    return found


def _arguments(trigger: Trigger[Any], place: str, case: str) -> Iterator[Argument]:
    if trigger.verbal and attributive(trigger):
        if place == "subject":
            yield from _inner_agents(trigger)
            return
    elif trigger.verbal:
        yield from (argument_of(trigger.reading, p) for p in _of_verb(trigger, place, case))
        return
    yield from of_noun(trigger, place, case)


def _inner_agents(trigger: Trigger[Any]) -> Iterator[Argument]:
    """Who did what an attribute tells ("die von Katar vermittelten Gespräche")."""
    reading = trigger.reading
    phrase = reading.phrase_at(trigger.index)
    for mention in (m for m in reading.actors if phrase and phrase.first <= m.first and m.last < trigger.index):
        before = [w for w in reading.words[: mention.first] if not w.determiner][-1:]
        if any(lemma_of(w) in reading.grammar.agent_prepositions for w in before):
            yield Argument(None, (mention,), ())


def attributive(trigger: Trigger[Any]) -> bool:
    """Is a participle used as an adjective inside a noun phrase?"""
    phrase = trigger.reading.phrase_at(trigger.index)
    return phrase is not None and phrase.first <= trigger.index < phrase.head


def _of_verb(trigger: Trigger[Any], place: str, case: str) -> Iterator[Phrase]:
    reading, clause = trigger.reading, trigger.clause
    phrases = own_phrases(trigger)
    if place in ("object", "dative") and reading.grammar.word_order == "subject_verb":  # "was ready to meet Putin"
        phrases = tuple(p for p in phrases if p.first > trigger.index)
    surface = _controller(trigger, phrases) or reading.subject(clause)
    passive = (clause.passive or _shortened(trigger, phrases)) and _participle(trigger) and not _perfect(trigger)
    if not passive and reduced(trigger):
        particle = reading.words[trigger.index - 1].lower in reading.grammar.passive_particles
        passive, surface = True, surface if particle else _antecedent(trigger)
    gerund = trigger.form.tag == "ger" and reading.words[trigger.index] is not clause.finite
    if gerund and is_deed(reading, trigger.index):
        yield from _of_deed(trigger, phrases, place)
        return
    if gerund:
        surface = doer_of(reading, clause, trigger.index, surface)
    match place:
        case "subject":
            yield from _agents(trigger, phrases) if passive else _one(surface)
        case "object" | "passive_subject" if passive:  # a headline's has no subject: "Mali | von Rebellen angegriffen"
            yield from _one(surface if clause.finite else object_of(clause, phrases, None, reading.grammar) or surface)
        case "object" if gerund or _leads(trigger):
            behind = (p for p in phrases if p.first > trigger.index and not p.joined)
            yield from _one(next((p for p in behind if p.preposition is None), None))
        case "object":
            phrases = _before_next(trigger, phrases)
            yield from _one(_objects(reading, clause, phrases, surface)[1] or _before_relative(trigger))
        case "dative":
            yield from _one(_objects(reading, clause, phrases, surface)[0])
        case _:
            near = (p for p in _with_preposition(_near(trigger, phrases), place, case) if not of_earlier(p, reading))
            agents = reading.grammar.agent_prepositions
            yield from (p for p in near if p.preposition not in agents or not _of_other(p, trigger))


def _before_next(trigger: Trigger[Any], phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Those of `phrases` before the next marked infinitive, whose the others are ("convened | to discuss the war")."""
    reading = trigger.reading
    if reading.grammar.word_order != "subject_verb":
        return phrases
    marked = (w.index for w in trigger.clause.words if w.infinitive and w.index > trigger.index + 1)
    end = next((k for k in marked if reading.words[k - 1].lower in reading.grammar.infinitive_markers), None)
    return phrases if end is None else tuple(p for p in phrases if p.last < end)


def _before_relative(trigger: Trigger[Any]) -> Phrase | None:
    """What a relative pronoun means that is the object, since a subject follows ("Goma, | which rebels took")."""
    reading, clause = trigger.reading, trigger.clause
    opener, subject = clause.relative, reading.own_subject(clause)
    if opener is None or subject is None or reading.grammar.word_order != "subject_verb":
        return None
    pronoun = reading.phrase_at(opener.index)
    alone = pronoun is not None and pronoun.first == pronoun.last and subject.first > opener.index
    if not alone or reading.words[trigger.index].infinitive:
        return None
    meant = antecedent(reading, clause, opener)
    if meant is None or reading.names_time(meant) or (opener.subordinator and meant.preposition and _reports(trigger)):
        return None
    return meant


def _reports(trigger: Trigger[Any]) -> bool:
    """Is its clause what the one before says ("said in Goma | that rebels ...")?"""
    clauses, parent = trigger.reading.clauses, trigger.clause.parent
    finite = clauses[parent].finite if parent is not None else None
    return finite is not None and any(isinstance(f.entry, SpeechWord) for f in finite.verbs)


def _leads(trigger: Trigger[Any]) -> bool:
    """Does an infinitive stand before the finite verb, with its own object ("efforts to supply | Chad | could ...")?"""
    finite = trigger.clause.finite
    fixed = trigger.reading.grammar.word_order == "subject_verb"
    return (
        fixed
        and finite is not None
        and trigger.index < finite.index
        and trigger.reading.words[trigger.index].infinitive
    )


def _near(trigger: Trigger[Any], phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Those of `phrases` before the next verb, whose the others are ("met Xi | to discuss ties", "before | flying"),
    and from a gerund that the verb is or hangs on ("before | flying to Oslo to meet Støre")."""
    words = trigger.clause.words
    if trigger.reading.grammar.word_order != "subject_verb":
        return phrases
    hung = [w.index for k, w in enumerate(words) if hangs(words, k) and not w.infinitive and w.index <= trigger.index]
    first, subject = hung[-1] if hung else -1, trigger.reading.subject(trigger.clause) if hung else None
    # "after meeting Xi in Sochi, | Modi flew to Oslo"
    if subject is not None and first < subject.first < trigger.index:
        first = subject.first - 1
    end = next_verb(trigger.clause, trigger.form, trigger.index)
    last = words[-1].index if end is None else words[end].index
    return tuple(p for p in phrases if first < p.first and p.last <= last)


def own_phrases(trigger: Trigger[Any]) -> tuple[Phrase, ...]:
    """The phrases of a verb's clause; of one that joins several verbs under one auxiliary ("hat A zerstört und B
    angegriffen") those that it stands with, where an object is among them, else those up to it.
    """
    reading, finite = trigger.reading, trigger.clause.finite
    phrases = reading.phrases_of(trigger.clause)
    if finite is None or not finite.auxiliaries or reading.grammar.word_order != "verb_second":
        return phrases
    words = trigger.clause.words
    joined = (w.index for w, behind in pairwise(words) if behind.coordinator or behind.behind_comma)
    ends = [k for k in joined if _closes(reading.words[k], reading)]
    before, behind = [k for k in ends if k < trigger.index], [k for k in ends if k >= trigger.index]
    front = finite.index if finite.index < trigger.index else -1  # what all of them share
    first, last = (before[-1] if before else front), (behind[0] if behind else words[-1].index)
    shared = tuple(p for p in phrases if p.first <= last)
    own = tuple(p for p in shared if p.last < front or first < p.first)
    has_object = any(p.preposition is None and not reading.names_time(p) for p in own if p.first > first)
    return own if has_object else shared


def _closes(word: Word, reading: Reading) -> bool:
    """Is it a participle or an infinitive, and no part of a noun phrase?"""
    bare = word.participle or any(f.tag in ("inf", "zu_inf") for f in word.verbs)
    return bare and reading.phrase_at(word.index) is None


def _perfect(trigger: Trigger[Any]) -> bool:
    """Is it the perfect of a verb on a passive one ("is said to | have armed | the rebels")?"""
    words, grammar = trigger.reading.words, trigger.reading.grammar
    k = trigger.index - 1
    while k > trigger.clause.first and words[k].adverb:
        k -= 1
    having = any(a.kind == "have" for a in words[k].auxiliaries)
    return having and words[k - 1].lower in grammar.infinitive_markers


def _shortened(trigger: Trigger[Any], phrases: tuple[Phrase, ...]) -> bool:
    """Is it the passive of a headline without its auxiliary ("Soldaten von Rebellen erschossen"), or one of which only
    the agent tells that it is no future ("wird von Merz empfangen")?"""
    reading, clause = trigger.reading, trigger.clause
    if reading.grammar.word_order != "verb_second":
        return False
    if clause.finite is not None:
        ahead = clause.tense == "future" and clause.modal is None
        if not ahead or object_of(clause, phrases, reading.subject(clause), reading.grammar) is not None:
            return False
    takes = any(r.startswith("object=") for r in getattr(trigger.entry, "roles", ()))
    return takes and any(True for _ in _agents(trigger, phrases))


def _controller(trigger: Trigger[Any], phrases: tuple[Phrase, ...]) -> Phrase | None:
    """Whom a verb before the infinitive asks or lets do it ("urged | Moscow | to withdraw")."""
    finite, words = trigger.clause.finite, trigger.reading.words
    if finite is None or trigger.reading.grammar.word_order != "subject_verb" or not words[trigger.index].infinitive:
        return None
    if any(a.kind == "be" for a in finite.auxiliaries):  # "was the first leader to visit"
        return None
    before = (p for p in phrases if finite.index < p.first and p.last == trigger.index - 2 and p.preposition is None)
    told = {m.first for m in trigger.reading.actors if not m.guessed}  # "sent bombers to strike": the sender's
    return next((p for p in before if p.pronoun or any(p.first <= k <= p.last for k in told)), None)


def _objects(
    reading: Reading, clause: Clause, phrases: tuple[Phrase, ...], subject: Phrase | None
) -> tuple[Phrase | None, Phrase | None]:
    """(dative, accusative): by case; else of two bare objects the first, an actor, is given the second."""
    phrases = tuple(p for p in phrases if not any(t.first <= p.head <= t.last for t in reading.times))
    dative = dative_of(phrases, subject, reading.grammar)
    rest = tuple(p for p in phrases if p is not dative)
    direct = object_of(clause, rest, subject, reading.grammar)
    marked = reading.grammar.word_order != "subject_verb" and subject is not None and not _acts(reading, subject)
    if dative is None and direct is not None and reading.actors_of(direct) and not marked:
        verb = next((w.index for w in clause.words if w.infinitive and w.index > direct.last), len(reading.words))
        behind = tuple(p for p in rest if direct.last < p.first < verb and not reading.names_time(p))
        second = object_of(clause, behind, subject, reading.grammar)
        if second is not None and second.preposition is None and not _holds_actor(reading, second):
            apart = reading.grammar.word_order == "subject_verb" and second.first - direct.last > _BEHIND
            if not apart:  # "gave it ten tanks", not "accused it of launching raids"
                return direct, second
    return dative, direct


def _acts(reading: Reading, phrase: Phrase) -> bool:
    """Is it somebody, or a noun for a body or country named before ("Das Land | liefert Kiew Panzer")?"""
    return bool(reading.actors_of(phrase)) or reading.words[phrase.head].lower in reading.grammar.anaphoric_nouns


def _participle(trigger: Trigger[Any]) -> bool:
    """Is the trigger a participle here? "attacked" is one where it is not the finite verb or only opens the clause
    (", financed by Norway")."""
    clause = trigger.clause
    free = clause.finite is None or clause.finite.index != trigger.index or clause.words[0].index == trigger.index
    free = free or clause.passive  # "Two killed in ..."
    return trigger.reading.words[trigger.index].participle and free


def _holds_actor(reading: Reading, phrase: Phrase) -> bool:
    return any(phrase.covers(m.first, m.last) for m in reading.actors)


def reduced(trigger: Trigger[Any]) -> bool:
    """A participle behind its noun: with an agent ("drones launched by Russia", in a headline "Town hit by drones"), or
    where no object can follow.
    """
    reading, nxt = trigger.reading, trigger.index + 1
    clause = trigger.clause
    if not reading.words[trigger.index].participle or clause.finite is None:
        return False
    verbs = (w for w in clause.words if w.participle and w.lower not in reading.grammar.passive_particles)
    parts = (w.index for w in verbs if w.index >= clause.finite.index)
    if clause.passive and next(parts, trigger.index) == trigger.index:
        return False
    apart = (*trigger.form.fixed, trigger.form.particle)
    nxt += nxt < len(reading.words) and reading.words[nxt].lower in apart  # "paid | for | by", "carried | out | by"
    nxt += nxt < len(reading.words) and reading.words[nxt].token.text in QUOTES
    following = reading.words[nxt] if nxt < len(reading.words) else None
    by = following.lower if following is not None and not following.begins_phrase else ""  # not "talked by phone"
    if by in reading.grammar.agent_prepositions:
        agent = reading.phrase_at(nxt + 1)
        return agent is not None and not reading.names_time(agent)
    if not _participle(trigger):
        return False
    closed = following is None or following.punctuation or following.preposition is not None or following.adverb
    if not any(w.auxiliaries for w in reading.words[max(trigger.index - _HELPED, 0) : trigger.index]):
        closed = closed or reading.words[trigger.index + 1].preposition is not None  # "settlers accused of violence"
    before = reading.words[trigger.index - 1] if trigger.index else None
    those = before is not None and before.determiner is not None
    held = reading.phrase_at(trigger.index)  # "soldiers wounded"
    inside = held is not None and held.first < trigger.index == held.last
    behind = those or inside or any(p.last == trigger.index - 1 for p in reading.phrases)
    return closed and behind and reading.grammar.word_order == "subject_verb"


def _of_deed(trigger: Trigger[Any], phrases: tuple[Phrase, ...], place: str) -> Iterator[Phrase]:
    """What stands at `place` of a gerund that is a noun."""
    behind = tuple(p for p in phrases if p.first > trigger.index)
    owning = trigger.reading.grammar.genitive_prepositions
    if place in ("object", "passive_subject"):
        yield from _one(next((p for p in behind if p.preposition in owning), None))
    elif place == "subject":
        yield from _agents(trigger, behind)
    elif place != "dative":
        yield from _with_preposition(behind, place, "")


def _antecedent(trigger: Trigger[Any]) -> Phrase | None:
    own = trigger.reading.phrase_at(trigger.index)
    before = [p for p in trigger.reading.phrases if p.last < trigger.index]
    return own or (before[-1] if before else None)


def _agents(trigger: Trigger[Any], phrases: tuple[Phrase, ...]) -> Iterator[Phrase]:
    grammar = trigger.reading.grammar
    for phrase in phrases:
        if phrase.preposition not in grammar.agent_prepositions or _of_other(phrase, trigger):
            continue
        if phrase.preposition not in grammar.genitive_prepositions or not _owns_noun(phrase, trigger.reading):
            yield phrase


def _of_other(phrase: Phrase, trigger: Trigger[Any]) -> bool:
    """Is it who did what another participle tells, inserted before ("the ship, | owned by a Greek firm, | was hit") or
    behind an agent ("by rebels | backed by Rwanda")?"""
    reading, verb = trigger.reading, phrase.first - _BEHIND
    if reading.grammar.word_order != "subject_verb" or verb < 1 or verb == trigger.last:
        return False
    verb -= verb - 1 > trigger.last and not reading.words[verb].participle  # "shot down by"
    word, grammar = reading.words[verb], reading.grammar
    if reduced(trigger) and _before_finite(trigger, phrase):
        return True
    between = reading.words[min(verb, trigger.index) + 1 : max(verb, trigger.index)]
    joined = any(w.coordinator or w.lower in grammar.infinitive_markers for w in between)
    if any(w.auxiliaries for w in between) and not joined:
        return word.participle  # "rockets | fired by Hamas were shot down | by Israel"
    if verb < trigger.index:
        return word.behind_comma and not (word.capital or word.closed)
    before = next((p for p in reading.phrases if p.last == verb - 1), None)
    return word.participle and before is not None and before.preposition in grammar.agent_prepositions


def _before_finite(trigger: Trigger[Any], phrase: Phrase) -> bool:
    """Stands the verb of the clause between a participle and an agent ("jets | sent to Goma | were hit in the air | by
    rebels")?"""
    finite = trigger.clause.finite
    return finite is not None and trigger.index < finite.index < phrase.first


def _owns_noun(phrase: Phrase, reading: Reading) -> bool:
    """Does a phrase belong to the noun of another with a preposition right before it ("bei einem Angriff von X")?"""
    before = next((p for p in reading.phrases if p.last == phrase.first - _BEHIND), None)
    if before is None or before.preposition is None or reading.names_time(before):
        return False
    return not (_holds_actor(reading, before) or any(before.covers(m.first, m.last) for m in reading.places))


def _one(phrase: Phrase | None) -> Iterator[Phrase]:
    if phrase is not None:
        yield phrase


def _with_preposition(phrases: tuple[Phrase, ...], place: str, case: str) -> Iterator[Phrase]:
    for phrase in phrases:
        if phrase.preposition == place and (not case or case in phrase.cases) and not phrase.joined:
            yield phrase
