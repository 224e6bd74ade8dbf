"""Nouns of saying in a sentence: whose word they are, and what is put out."""

from collections.abc import Iterator

from worker.extract.analysis import Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.languages.pack import SpeechNoun, SpeechWord


def issued(noun: Trigger[SpeechNoun], clause: Clause) -> bool:
    """Is a noun of saying what somebody puts out in its clause ("adopted a resolution")?"""
    return noun.clause is clause and any(w.lower in noun.reading.grammar.issuing_verbs for w in clause.words)


def speech_noun(reading: Reading, phrase: Phrase) -> Trigger[SpeechNoun] | None:
    return next((t for t in find_triggers(reading, SpeechNoun) if phrase.covers(t.index, t.index)), None)


def noun_speaker(noun: Trigger[SpeechNoun]) -> ActorMention | None:
    """Whose word a noun of saying is: its genitive, its owner, "a State Department statement"."""
    places = [r.partition("=")[0] for r in noun.entry.roles if r.endswith("=speaker")]
    for place in (*places, "adjective", "modifier"):
        for argument in arguments(noun, place):
            for mention in argument.actors:
                if mention.speaks:
                    return mention
    return next((m for m in _makers(noun) if m.speaks), None)


def _makers(noun: Trigger[SpeechNoun]) -> Iterator[ActorMention]:
    """Those by whom a participle behind the noun tells that it is made ("a statement signed by France and Italy")."""
    reading, by = noun.reading, noun.last + 2
    phrases = (p for p in reading.phrases if p.preposition in reading.grammar.agent_prepositions)
    yield from (m for p in phrases if by < p.first <= by + 1 for m in reading.actors_of(p))


def worded(trigger: Trigger[SpeechWord]) -> bool:
    """ "issued a letter | urging ...", "wrote to the UN | accusing ...": does a gerund tell what has been put out?"""
    reading, finite = trigger.reading, trigger.clause.finite
    if finite is None or trigger.clause.passive or finite.index + 1 >= trigger.index:
        return False
    between = reading.words[finite.index + 1 : trigger.index]
    if between[-1].closed or between[-1].auxiliaries or _shows(trigger):
        return False
    if any(
        issued(n, trigger.clause) for n in find_triggers(reading, SpeechNoun) if finite.index < n.index < trigger.index
    ):
        return True
    said = (f.entry for f in finite.verbs if isinstance(f.entry, SpeechWord))
    return bool(between[0].preposition) and any(e.act == "say" and "quote" in e.government for e in said)


def _shows(trigger: Trigger[SpeechWord]) -> bool:
    """ "released a video of a captive | blaming ...": is it somebody else whose words are put out?"""
    reading = trigger.reading
    phrase, people = reading.phrase_at(trigger.index - 1), reading.pack.quantities
    if phrase is None or phrase.preposition not in reading.grammar.genitive_prepositions:
        return False
    head = reading.words[phrase.head]
    return head.capital or head.lower in people.persons or people.is_people(head.lower)
