"""Verbs of saying in a sentence: which of them are told for a fact, and who their speaker is."""

from collections.abc import Iterator, Sequence

from worker.extract.analysis import Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import attributive, reduced
from worker.extract.grammar.lexicon import FINITE
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.subject_search import too_few
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.reality import reality_of
from worker.extract.statement.naming import by_name, is_apposed
from worker.extract.statement.nouns import noun_speaker, speech_noun, worded
from worker.languages.pack import AttackWord, SpeechWord

_SPEAKERS = frozenset({"person", "government", "military", "armed_group", "organization", "country"})
# Acts that a clause such as "as X said" tells in passing.
_PLAIN = frozenset({"say", "announce", "confirm", "warn"})
# Mentions that stand behind the noun that describes them.
_NAMES = frozenset({"name", "office", "body"})
_SAYING = frozenset({"say", "confirm"})
DENYING = frozenset({"deny", "reject"})
_REACH = 3


def is_side(mention: ActorMention) -> bool:
    """Does the actor speak for a side: not a private person, a witness, a company?"""
    actor = mention.actor
    if not mention.speaks or mention.owns:
        return False
    if mention.form == "group":  # a name tells which states: "European leaders", but not "both sides"
        return bool(mention.members or actor.country or (actor.kind != "person" and actor.name[:1].isupper()))
    return actor.kind in _SPEAKERS and (actor.kind != "person" or bool(actor.role or actor.country))


def predicates(trigger: Trigger[SpeechWord]) -> bool:
    """Is the verb the predicate of its clause, told for a fact, and not a verb inside direct speech?"""
    clause, entry = trigger.clause, trigger.entry
    quoted = trigger.reading.sentence.quoted
    own = clause.finite is not None and not quoted[clause.finite.index]  # 'has | "strongly condemned" | the raid'
    if (clause.quoted or (quoted[trigger.index] and not own)) and not _opens_quotation(trigger):
        return not trigger.drop("statement", "quoted")
    if entry.strength == "negative":
        return not trigger.drop("statement", "says_nothing")
    unreal = clause.mood != "indicative" or clause.modal or clause.tense == "future"
    if unreal and not _says_only(trigger):
        return not trigger.drop("statement", "unreal", clause.modal or clause.tense)
    told = clause.tense == "present" and entry.strength != "strong"  # "is backed by Iran"
    weak = clause.role == "subordinate" and entry.strength == "weak"  # "dass die Angriffe ausgeführt wurden"
    if clause.passive and (told or weak):
        return not trigger.drop("statement", "description")
    if clause.role == "subordinate" and (
        reality_of(trigger).type == "hypothetical"
        or not (entry.act in _PLAIN or _contrasts(clause) or comes_after(clause, trigger.reading) or denies(trigger))
    ):
        return not trigger.drop("statement", "aside")
    return position(trigger) != "" or not trigger.drop("statement", "description")


def _opens_quotation(trigger: Trigger[SpeechWord]) -> bool:
    """'Asean | "strongly condemns" the raid': is the verb quoted, but not who does it?"""
    reading, subject = trigger.reading, trigger.reading.own_subject(trigger.clause)
    if trigger.clause.quoted or subject is None or subject.pronoun or subject.last >= trigger.index:
        return False
    between = reading.words[subject.last + 1 : trigger.index]
    return not (reading.sentence.quoted[subject.head] or any(w.token.text == ":" for w in between))


def _says_only(trigger: Trigger[SpeechWord]) -> bool:
    """ "would only confirm that ...", "wollte nur sagen, dass ...": is that much said, whatever the auxiliary?"""
    clause, grammar = trigger.clause, trigger.reading.grammar
    willing = clause.tense == "future" or clause.modal == "want"
    if clause.finite is None or clause.negated or not willing or trigger.entry.act not in _SAYING:
        return False
    near = (w for w in clause.words if clause.finite.index < w.index <= trigger.last + 1)
    return any(w.lower in grammar.exclusive_adverbs for w in near)


def denies(trigger: Trigger[SpeechWord]) -> bool:
    """ "..., was Abu Dhabi bestreitet": does a clause on the one before it tell who denies that?"""
    opener = trigger.clause.opener
    opens = opener is not None and opener.lower in trigger.reading.grammar.sentence_relatives
    return opens and trigger.entry.act in DENYING


def comes_after(clause: Clause, reading: Reading) -> bool:
    """ "The attack came hours after Kyiv had warned ...": does its main clause only say that something follows it?"""
    if clause.opener is None or clause.opener.lower not in reading.grammar.sequence_words or clause.parent is None:
        return False
    finite = reading.clauses[clause.parent].finite
    return finite is not None and finite.lower in reading.grammar.arriving_verbs


def _contrasts(clause: Clause) -> bool:
    """Does a dependent clause tell something of its own ("while Turkey urged ..."), and not only what came before?"""
    return clause.tense == "past" and clause.opener is not None and not clause.opener.preposition


def position(trigger: Trigger[SpeechWord]) -> str:
    """How the verb stands in its clause: "finite", "participle", "gerund" behind a comma, or "" where it rules none."""
    word, clause = trigger.reading.words[trigger.index], trigger.clause
    tags = {f.tag for f in word.verbs if f.entry is trigger.entry}
    if clause.finite is not None and clause.finite.index == trigger.index:
        if _asked(trigger):
            return ""
        described = clause.first == trigger.index > 0 and not clause.passive and reduced(trigger)  # ", backed by Iran"
        if clause.passive and not clause.finite.auxiliaries:  # "In a note released by the ministry, ..."
            described = described or trigger.reading.own_subject(clause) is None
        return "finite" if tags & FINITE and not described else ""
    if "ger" in tags and _goes_on_now(trigger):
        return "finite"
    if "ger" in tags and not word.capital:
        before = trigger.reading.words[trigger.index - 1] if trigger.index else None
        by = before is not None and before.lower in trigger.reading.grammar.agent_prepositions
        opens = before is None or before.punctuation or before.coordinator or (by and _answers(trigger))
        opens = opens or worded(trigger)
        return "gerund" if opens else ""
    if "inf" in tags and _is_led(trigger):
        return "finite"
    if clause.finite is None or not clause.finite.auxiliaries:
        return ""
    if "part" in tags:
        named = attributive(trigger) or trigger.index < clause.finite.index  # "its | stated | aim", "a note | sent by"
        named = named or _second(trigger)
        named = named and trigger.reading.grammar.word_order == "subject_verb"
        return "" if named or (clause.passive and reduced(trigger)) else "participle"
    helped = "inf" in tags and (clause.finite.auxiliaries[0].kind == "do" or _says_only(trigger))
    return "finite" if helped else ""


def _asked(trigger: Trigger[SpeechWord]) -> bool:
    """ "Rebels | urged | to lay down arms": does a headline tell what somebody is to do, not whom he tells to do it?"""
    reading, behind = trigger.reading, trigger.last + 1
    led = any(g == "object+to-infinitive" for g in trigger.entry.government)
    led = led and "to-infinitive" not in trigger.entry.government and reading.sentence.role != "body"
    marked = behind < len(reading.words) and reading.words[behind].lower in reading.grammar.infinitive_markers
    return led and marked and reading.words[trigger.index].participle


def _second(trigger: Trigger[SpeechWord]) -> bool:
    """ "has condemned threats | made | by ...": does a participle without coordinator follow that of the auxiliary?"""
    finite, words = trigger.clause.finite, trigger.reading.words
    start = finite.index + 1 if finite is not None and not trigger.clause.passive else trigger.index
    particles = trigger.reading.grammar.passive_particles
    parts = (w for w in words[start : trigger.index] if w.participle and w.lower not in particles)
    first = next((w.index for w in parts), trigger.index)
    if first == trigger.index or trigger.reading.phrase_at(first) is not None:
        return False
    return not any(w.coordinator or w.token.text == "," for w in words[first : trigger.index])


def _is_led(trigger: Trigger[SpeechWord]) -> bool:
    """ "used his speech | to condemn ...": is an infinitive the first behind words that tell that it is done?"""
    clause, words = trigger.clause, trigger.reading.words
    if clause.finite is None or clause.negated or not words[trigger.index].infinitive:
        return False
    lead = " ".join(w.lower for w in words[clause.finite.index : clause.finite.index + 2])
    first = next((w.index for w in words[clause.finite.index + 1 :] if w.infinitive), -1)
    return lead in trigger.reading.grammar.telling_leads and first == trigger.index


def _goes_on_now(trigger: Trigger[SpeechWord]) -> bool:
    """ "Oslo is | warning | of famine": does it stand right behind the auxiliary whose subject says it?"""
    finite, words = trigger.clause.finite, trigger.reading.words
    being = finite is not None and any(a.kind == "be" for a in finite.auxiliaries)
    if finite is None or not being or trigger.entry.strength == "weak" or trigger.clause.tense != "present":
        return False
    return finite.index < trigger.index and all(w.adverb for w in words[finite.index + 1 : trigger.index])


def _answers(trigger: Trigger[SpeechWord]) -> bool:
    """ "Kyiv responded by accusing ...": does the verb of saying behind "by" tell how another one is done?"""
    finite = trigger.clause.finite
    return (
        finite is not None
        and finite.index < trigger.index
        and any(isinstance(f.entry, SpeechWord) for f in finite.verbs)
    )


def speaker_of(trigger: Trigger[SpeechWord]) -> tuple[bool, ActorMention | None]:
    """(is there a speaker, who): (True, None) where a pronoun or "the statement" stands for whoever spoke last."""
    reading = trigger.reading
    deeds = {t.last for t in find_triggers(reading, AttackWord) if not t.verbal}
    for number, phrase in enumerate(subjects(trigger)):
        if phrase.head in deeds or reading.words[phrase.head].lower in trigger.form.fixed:
            continue  # "Die Offensive der Miliz forderte 30 Tote", "Kritik übte auch Oslo"
        named = [m for m in reading.actors_of(phrase) if _is_head(m, phrase, reading)]
        heads = [m for m in named if is_side(m) and not _some_people(m, phrase, reading)]
        if heads:
            return True, by_name(heads[0], reading)
        if number == 0 and any(m.form == "body" or (m.form == "office" and not m.speaks) for m in named):
            return False, None  # an observer, a paper or the head of some chamber says it
        if phrase.pronoun and number == 0:
            private = any(m.form == "pronoun" and not is_side(m) for m in reading.actors_of(phrase))
            return not private and reading.words[phrase.head].lower not in reading.grammar.impersonal_pronouns, None
        if noun := speech_noun(reading, phrase):
            return True, noun_speaker(noun)
        head = reading.words[phrase.head].lower
        if number == 0 and head in reading.grammar.anaphoric_nouns and reading.words[phrase.first].determiner:
            return True, None
    return False, None


def _some_people(mention: ActorMention, phrase: Phrase, reading: Reading) -> bool:
    """ "many Ukrainians", "Arab Americans": some of a people, who do not speak for its state."""
    if mention.form != "demonym" or mention.first <= phrase.first:
        return False
    return reading.words[mention.first - 1].lower not in reading.pack.actors.definite


def gender_of(trigger: Trigger[SpeechWord]) -> str:
    """The gender of a pronoun that is the subject, "n" of a noun, "pl" of "they"; "" where it leaves it open."""
    phrase = next(subjects(trigger), None)
    if phrase is not None and trigger.reading.words[phrase.head].lower in trigger.reading.grammar.anaphoric_nouns:
        return "n"
    pronoun = trigger.reading.words[phrase.head].pronoun if phrase is not None and phrase.pronoun else None
    genders = {case.rpartition(".")[2] for case in pronoun.cases} if pronoun else set()
    return genders.pop() if len(genders) == 1 else ""


def _is_head(mention: ActorMention, phrase: Phrase, reading: Reading) -> bool:
    """Is the mention the phrase itself, a name behind its noun or a member of its enumeration, not only an owner?"""
    members = group(reading.phrases, phrase)
    if any(mention.first <= p.head <= mention.last for p in members):
        return True
    opens = mention.first <= phrase.first + 1
    if mention.form == "name" and mention.last > mention.head and opens:
        return True  # "Mr | Lazzarini, | head of the agency, | said"
    if mention.form == "office" and opens and any(p.first <= phrase.head <= p.last for p in reading.places):
        return True  # "the head of Chad's | Lac province | said"
    if is_apposed(mention, phrase, reading):
        return True  # "das Nachbarland | Togo"
    return mention.form in _NAMES and any(p.head < mention.first and p.covers(mention.first, p.last) for p in members)


def subjects(trigger: Trigger[SpeechWord], reach: int = _REACH) -> Iterator[Phrase]:
    """Where the subject can stand, most likely first; `reach`: verbs without one that are followed to those before."""
    reading, clause = trigger.reading, trigger.clause
    stands = position(trigger)
    phrases = reading.phrases_of(clause)
    if trigger.entry.quotes:
        own = reading.own_subject(clause)
        bare = [p for p in phrases if p.preposition is None and (clause.passive or p is not own)]
        yield from (p for p in bare if any(is_side(m) for m in reading.actors_of(p)))
    if stands in ("participle", "finite") and clause.passive:
        yield from (p for p in phrases if p.preposition in reading.grammar.agent_prepositions)
        return
    if stands == "gerund":
        yield from _subject_behind(trigger) if trigger.index == clause.first == 0 else _subject_before(trigger, reach)
        return
    yield from described(trigger)
    own = None if _goes_on(clause) else reading.own_subject(clause)
    if behind := _inverted(trigger, own):
        yield behind
        if behind.clause == clause.number and trigger.entry.act == "say":
            return
        own = None
    if own is not None and (teller := _behind_quotation(trigger, own)):
        yield teller
        return
    subject = reading.subject(clause) if clause.role == "relative" else own
    if subject is not None:
        yield subject
        yield from _apposition(reading, subject)
    private = subject is not None and reading.words[subject.head].lower in reading.grammar.relatives
    if not (private or _goes_on(clause) or _is_stranger(subject, clause, reading)):
        yield from _displaced(trigger, phrases)
    if subject is None or (clause.first == trigger.index and trigger.entry.act != "say"):
        yield from _subject_before(trigger, reach)


def _behind_quotation(trigger: Trigger[SpeechWord], own: Phrase) -> Phrase | None:
    """'The Minister "will betray us", | sagt Obi': who stands right behind a verb that a quotation parts from what
    begins the sentence."""
    reading, between = trigger.reading, range(own.last + 1, trigger.index)
    parted = reading.grammar.word_order == "verb_second" and trigger.index - 1 in between
    if (
        not parted
        or not reading.words[trigger.index - 1].punctuation
        or not any(reading.sentence.quoted[k] for k in between)
    ):
        return None
    near = (p for p in reading.phrases if p.first == trigger.index + 1 and p.preposition is None)
    return next((p for p in near if "nom" in p.cases), None)


def _is_stranger(subject: Phrase | None, clause: Clause, reading: Reading) -> bool:
    """Where an object may come first: is it the subject all the same, whoever it is ("| Ein Hirte | beschuldigte die
    RSF", "| Die Frau | kritisierte Macron", not "| Das Vorgehen | verurteilte die EU")?
    """
    if reading.grammar.word_order != "verb_second" or subject is None or clause.finite is None:
        return False
    people, words = reading.pack.quantities, [w.lower for w in reading.words[subject.first : subject.head + 1]]
    sure = subject.cases == {"nom"} or words[0] in people.articles
    sure = sure or any(w in people.persons or people.is_people(w) for w in words)
    sure = sure or words[-1] in reading.pack.actors.nouns
    return sure and subject.last < clause.finite.index


def _displaced(trigger: Trigger[SpeechWord], phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    """Bare phrases next to the finite verb that an enumeration or an object in front hides as subject."""
    finite = trigger.clause.finite
    if finite is None:
        return
    bare = [p for p in phrases if p.preposition is None]
    if trigger.reading.grammar.word_order == "verb_second":
        behind = (w.index for w in trigger.reading.words[finite.index + 1 :] if not w.adverb)
        near = next(behind, -1)  # "Kritik übte auch | die EU"
        found = (p for p in bare if p.first == near and "nom" in p.cases)
        found = (p for p in found if speech_noun(trigger.reading, p) is None)  # "lehnte | Russlands Bedingungen | ab"
        yield from (p for p in found if not too_few(trigger.reading, p, trigger.clause))
        return
    before = [p for p in bare if p.last < finite.index]
    yield from before[-1:]
    yield from (p for p in before[:1] if p.first == trigger.clause.first)


def _goes_on(clause: Clause) -> bool:
    """ "and called it": the verb right behind a coordinator has the subject of the clause before."""
    lead = clause.words[0]
    return lead.coordinator and clause.finite is not None and clause.finite.index == lead.index + 1


def _subject_before(trigger: Trigger[SpeechWord], reach: int) -> Iterator[Phrase]:
    """The subject that a verb without one goes on with: that of the last verb of saying, else of the first clause."""
    reading, clause = trigger.reading, trigger.clause
    earlier = (t for t in reversed(find_triggers(reading, SpeechWord)) if t.index < trigger.index)
    leading = (t for t in earlier if t.entry.strength != "weak" and not _goes_on(t.clause))  # not "attacked | Goma"
    leading = (t for t in leading if position(t) in ("finite", "participle"))
    other = next(filter(predicates, leading), None)
    if other is not None and reach:
        yield from subjects(other, reach - 1)
    first = next((p for p in reading.phrases if p.last < trigger.index), None)
    if first is not None and first.preposition is None and reading.words[first.last + 1].token.text == ",":
        yield first
    for other_clause in reversed(reading.clauses[: clause.number + 1]):
        if other_clause.role == "main" and not other_clause.quoted:
            own = reading.own_subject(other_clause)
            if own is not None and own.last < trigger.index:
                yield own
                yield from _apposition(reading, own)


def described(trigger: Trigger[SpeechWord]) -> Iterator[Phrase]:
    """ "..., its defence minister, Kofi Badu, warned": a name right before the verb that the comma before describes;
    also behind "after", which begins a clause there."""
    reading, last = trigger.reading, trigger.index - 2
    opens = {None, *reading.grammar.sequence_words}
    for phrase in (p for p in reading.phrases if p.last == last and p.preposition in opens):
        name = next((m for m in reading.actors if m.form == "name" and m.last == last), None)
        parted = name is not None and any(w.punctuation for w in reading.words[name.first : last])
        if parted and reading.words[last + 1].punctuation and reading.clauses[phrase.clause].role != "relative":
            yield phrase


def _subject_behind(trigger: Trigger[SpeechWord]) -> Iterator[Phrase]:
    """ "Echoing the alarm, Cameron called it ...": whose gerund opens the sentence is the subject of its clause."""
    finite = trigger.clause.finite
    bare = [p for p in trigger.reading.phrases_of(trigger.clause) if p.preposition is None]
    yield from [p for p in bare if finite is not None and p.last < finite.index][-1:]


def _inverted(trigger: Trigger[SpeechWord], own: Phrase | None) -> Phrase | None:
    """ "..., said Barrot": the phrase behind a verb that opens its clause or follows a mark, in subject-verb order;
    not one that does something itself there."""
    reading, clause = trigger.reading, trigger.clause
    if reading.grammar.word_order == "verb_second" or trigger.index == 0 or trigger.entry.act not in _PLAIN:
        return None
    opens = clause.first == trigger.index
    if not opens and (own is not None or not reading.words[trigger.index - 1].punctuation):
        return None
    near = (p for p in reading.phrases if trigger.last < p.first <= trigger.last + 3 and not p.preposition)
    found = next(near, None)
    if found is None or found.clause == clause.number:
        return found
    return None if reading.own_subject(reading.clauses[found.clause]) is found else found  # "says | Chad has left"


def _apposition(reading: Reading, phrase: Phrase) -> Iterator[Phrase]:
    """The phrase before that `phrase` only describes: "Kallas, the foreign policy chief who ..., spoke"."""
    before = [p for p in reading.phrases_of(reading.clauses[phrase.clause]) if p.last == phrase.first - 2]
    before = [p for p in before if p.preposition is None]
    if before and reading.words[phrase.first - 1].token.text == ",":
        yield before[-1]
