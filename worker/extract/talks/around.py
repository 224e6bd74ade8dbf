"""What stands around a word of talks: its other side, the clauses that tell of it, what it points back to."""

from typing import Any

from worker.extract.analysis import Reading
from worker.extract.draft import side
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.retold import dates_other
from worker.extract.talks.table import told
from worker.languages.names import load_names
from worker.languages.pack import SpeechWord, TalksStatus, TalksWord

TAKE_PART = frozenset({"participants", "partner", "guest", "side"})
CONFERRING = frozenset({"meet", "attend", "host", "travel"})
_MORE = 2  # words from a preposition to how long ("for | more than | two hours")
_NOMINAL = frozenset({"event", "visit", "contact", "mediation", "offer", "exchange"})


def partner(reading: Reading, phrase: Phrase) -> bool:
    """Does a phrase name the other side by a noun for it ("his Emirati counterpart")?"""
    words = find_triggers(reading, TalksWord)
    return any("self=participants" in w.entry.roles and phrase.covers(w.index, w.last) for w in words)


def land_of_partner(reading: Reading, phrase: Phrase) -> list[ActorMention]:
    """Whose counterpart somebody is of whom nothing else is known ("his | North Korean | counterpart Kim Kye-gwan")."""
    lands = [m for m in reading.actors if m.actor.kind == "country" and phrase.covers(m.first, m.last)]
    return lands if lands and partner(reading, phrase) else []


def has_partner(trigger: Trigger[TalksWord]) -> bool:
    """Does a verb have the other side as such, or two sides at once, for its object or company ("rang both men")?"""
    reading = trigger.reading
    if not trigger.verbal:
        return False
    subject = reading.subject(trigger.clause)
    phrases = [p for p in reading.phrases_of(trigger.clause) if p is not subject]
    pairs = [m for m in reading.actors if m.members]
    return any(partner(reading, p) or any(p.covers(m.first, m.last) for m in pairs) for p in phrases)


def jointly(trigger: Trigger[TalksWord]) -> bool:
    """Do two sides in the subject do without anybody else what takes two ("Ruto und Kagame | sprachen über ...")?"""
    reading, form = trigger.reading, trigger.form
    doers = [m for a in arguments(trigger, "subject") for m in a.actors if told(m)]
    about = form.preposition is not None or bool(form.words[1:] or form.fixed)  # not "join NATO"
    return about and len({side(m.actor) for m in doers}) > 1 and not any(reading.sentence.quoted)


def is_joint(trigger: Trigger[TalksWord]) -> bool:
    """Is it a verb of meeting somewhere, with a side in the company that it takes, if it takes any?"""
    roles = [r.partition("=") for r in trigger.entry.roles]
    company = [place for place, _, role in roles if role in TAKE_PART and place != "subject"]
    named = any(told(m) for place in company for a in arguments(trigger, place) for m in a.actors)
    return trigger.verbal and any(role == "venue" for *_, role in roles) and (named or not company)


def to_others(trigger: Trigger[TalksWord]) -> bool:
    """Does a verb have in its own company nobody who is a side ("spoke to | reporters")?"""
    own = {trigger.form.preposition, *trigger.form.fixed}
    places = [r.partition("=")[0] for r in trigger.entry.roles if trigger.verbal and r.partition("=")[2] in TAKE_PART]
    found = [a for place in places if place in own for a in arguments(trigger, place)]
    someone = any(a.phrase is not None and a.phrase.pronoun for a in found)  # "spoke to him"
    return bool(found) and not someone and not any(m.actor.kind != "other" or told(m) for a in found for m in a.actors)


def converses(trigger: Trigger[TalksWord]) -> bool:
    """Do people of two sides in the subject do it with nothing behind it but a time, or by wire ("Xi and Putin | spoke
    | on Friday", "| on the phone"), hence with each other?"""
    reading = trigger.reading
    if trigger.entry.roles != ("subject=participants",) or not trigger.verbal or any(reading.sentence.quoted):
        return False
    doers = [m for a in arguments(trigger, "subject") for m in a.actors if told(m)]
    if not any(m.actor.kind == "person" and m.number == "pl" for m in doers):  # "the leaders of Chad and Sudan"
        doers = [m for m in doers if m.actor.kind == "person"]
    behind = next((w for w in reading.words[trigger.last + 1 :] if not w.adverb), None)
    phrase = next((p for p in reading.phrases if behind and behind.index <= p.first <= behind.index + _MORE), None)
    timed = phrase is not None and reading.names_time(phrase)
    ways = (t for t in find_triggers(reading, TalksWord) if t.entry.pos == "phrase" and t.entry.format != "unknown")
    timed = timed or any(behind is not None and t.index == behind.index for t in ways)
    alone = behind is None or behind.punctuation or behind.lower in reading.grammar.repeating_adverbs or timed
    return alone and len({side(m.actor) for m in doers}) > 1


def rings(trigger: Trigger[TalksWord]) -> bool:
    """Does a verb have a person as its object and say nothing of him ("called Maduro over ...", not "a dictator")?"""
    reading = trigger.reading
    objects = [a.phrase for a in arguments(trigger, "object") if a.phrase is not None]
    if trigger.entry.format != "phone" or not sees_person(trigger):
        return False
    behind = reading.words[max(p.last for p in objects) + 1 :][:1]
    timed = {t.first for t in reading.times}
    return all(w.punctuation or w.preposition or w.coordinator or w.index in timed for w in behind)


def has_company(trigger: Trigger[TalksWord]) -> bool:
    """Does a noun name a side behind a preposition of its own ("a call with", "dialogue between")?"""
    return any(map(told, company(trigger)))


def called_on(trigger: Trigger[TalksWord]) -> list[ActorMention]:
    """The people whom somebody comes to see ("flew to Oslo to see | the prime minister")."""
    clauses = [c.number for c in trigger.reading.clauses if trigger.clause.number in (c.number, c.parent)]
    words = (t for t in find_triggers(trigger.reading, TalksWord) if t.entry.sense == "see" and t.index > trigger.index)
    aims = [t for t in words if t.clause.number in clauses and trigger.reading.words[t.index].infinitive]
    return [m for t in aims for a in arguments(t, "object") for m in a.actors if m.actor.kind == "person" and told(m)]


def with_somebody(trigger: Trigger[TalksWord]) -> bool:
    """Has a noun a phrase for its company, whoever it is ("a meeting with his advisers")?"""
    places = [r.partition("=")[0] for r in trigger.entry.roles if r.partition("=")[2] in TAKE_PART]
    grammar = trigger.reading.grammar
    held = (p for p in places if p in grammar.prepositions and p not in grammar.genitive_prepositions)
    return nominal(trigger) and any(a.phrase is not None for p in held for a in arguments(trigger, p))


def company(trigger: Trigger[TalksWord]) -> list[ActorMention]:
    """Whom a noun names behind such a preposition."""
    places = [r.partition("=")[0] for r in trigger.entry.roles if r.partition("=")[2] in TAKE_PART]
    grammar = trigger.reading.grammar
    held = {p for p in places if p in grammar.prepositions and p not in grammar.genitive_prepositions}
    return [m for p in sorted(held) for a in arguments(trigger, p) for m in a.actors]


def sees_person(trigger: Trigger[TalksWord]) -> bool:
    """Is the object of a verb, or the host of a visit, a person, whom the guest comes to see?"""
    hosting = [r.partition("=")[0] for r in trigger.entry.roles if r.endswith("=host")]
    places = ["object", *hosting] if trigger.verbal else hosting
    objects = (a for place in places for a in arguments(trigger, place) if a.phrase is not None)
    return any(
        m.actor.kind == "person" and m.first <= a.phrase.head <= m.last for a in objects for m in a.actors if a.phrase
    )


def definite(trigger: Trigger[TalksWord]) -> bool:
    """Has a noun an article or pronoun that points at something known?"""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if phrase is None:
        return False
    first, before = reading.words[phrase.first], reading.words[phrase.first - 1] if phrase.first else None
    if first.determiner is None:  # "beim Treffen"
        known = before.preposition if before is not None and phrase.preposition else None
        return known is not None and reading.grammar.word_order == "verb_second" and known.form != known.lemma
    return first.lower not in reading.grammar.indefinite_articles


def attends(trigger: Trigger[TalksWord]) -> bool:
    """Says a verb that somebody was there too, at talks told before ("also attended", "nahm an dem Treffen teil")?"""
    if trigger.entry.sense != "attend" or trigger.clause.role != "main":  # "has not said that it will attend"
        return False
    reading = trigger.reading
    places = [r.partition("=")[0] for r in trigger.entry.roles if r.endswith("=topic")]
    phrases = [a.phrase for place in places for a in arguments(trigger, place) if a.phrase is not None]
    known = [t for t in find_triggers(reading, TalksWord) if nominal(t) and definite(t) and not has_company(t)]
    return all(any(p.covers(t.index, t.index) for t in known) for p in phrases)


def repeats(trigger: Trigger[TalksWord]) -> bool:
    """Says a verb that the sides meet another time ("agreed to meet again")?"""
    reading = trigger.reading
    beside = (reading.words[k].lower for k in (trigger.index - 1, trigger.last + 1) if 0 <= k < len(reading.words))
    return any(word in reading.grammar.repeating_adverbs for word in beside)


def goes_on(trigger: Trigger[TalksWord]) -> bool:
    """Speaks a noun of more talks: without an article that points back, or as the next ("a second round")?"""
    phrase = trigger.reading.phrase_at(trigger.index)
    if trigger.entry.strength == "weak" and any(
        arguments(trigger, p) for p in trigger.reading.grammar.genitive_prepositions
    ):
        return False  # "a second round of strikes"
    cues = (c for c in find_triggers(trigger.reading, TalksStatus) if c.entry.value == "further_talks")
    return not definite(trigger) or any(phrase is not None and phrase.covers(c.index, c.index) for c in cues)


def helps(trigger: Trigger[TalksWord]) -> bool:
    """Is the verb only the auxiliary of another ("has cancelled talks"), or part of a longer one ("called off")?"""
    words = trigger.clause.words
    if any(c.index == trigger.index and c.form.particle for c in find_triggers(trigger.reading, TalksStatus)):
        return trigger.form.particle is None
    own = {*trigger.form.words, *trigger.form.fixed}  # "is expected in Kigali"
    return bool(trigger.reading.words[trigger.index].auxiliaries) and any(
        w.participle and not w.auxiliaries and w.index > trigger.index and w.lower not in own for w in words
    )


def governed(trigger: Trigger[TalksWord]) -> bool:
    """Does a word of time govern the noun ("after talks"), so that its clause tells of something else?"""
    phrase = trigger.reading.phrase_at(trigger.index)
    if phrase is None or trigger.verbal:
        return False
    return any(
        c.index < trigger.index <= c.last
        and c.entry.value != "further_talks"  # not "another round"
        and "subject:side" not in c.entry.needs  # not "to hold talks"
        if c.entry.pos == "phrase" and c.last >= phrase.first
        else "governs:talks" in c.entry.needs and stands_before(c, phrase)
        for c in find_triggers(trigger.reading, TalksStatus)
    )


def stands_before(cue: Trigger[TalksStatus], phrase: Phrase) -> bool:
    """Is it right before a phrase, and not of a time inside of it ("die | seit 2012 | laufenden Gespräche")?"""
    inner = (t for t in cue.reading.times if t.first <= cue.index <= t.last)
    return cue.last < phrase.first <= cue.last + 1 and not any(dates_other(t, cue.reading) for t in inner)


def meanwhile(trigger: Trigger[TalksWord]) -> bool:
    """Does its clause tell what happens at the talks ("urged him in a call to ...")?"""
    phrase = trigger.reading.phrase_at(trigger.index)
    cues = find_triggers(trigger.reading, TalksStatus) if phrase is not None and nominal(trigger) else ()
    return any(
        "governs:talks" in c.entry.needs and c.entry.tense and c.last == phrase.first - 1 for c in cues if phrase
    )


def under_infinitive(cue: Trigger[Any], trigger: Trigger[TalksWord]) -> bool:
    """Is the noun the object of an infinitive that the cue has ("agreed to start talks")?"""
    if trigger.clause is not cue.clause:
        return trigger.clause.role == "infinitive" and trigger.clause.parent == cue.clause.number
    return any(w.infinitive for w in trigger.clause.words if cue.last < w.index <= trigger.index)


def is_aim(trigger: Trigger[TalksWord]) -> bool:
    """Is it in an infinitive that says what other talks are about ("met Sisi | to discuss a deal with Iran")?"""
    words, grammar = trigger.reading.words, trigger.reading.grammar
    if not nominal(trigger) and not any(r.endswith("=topic") for r in trigger.entry.roles):
        return False
    if grammar.word_order != "subject_verb":
        return trigger.clause.role == "infinitive" and trigger.clause.words[0].subordinator
    verbs = [w.index for w in trigger.clause.words if w.infinitive and w.index <= trigger.index]
    alone = trigger.clause.finite is None and trigger.clause.role != "infinitive"  # "Rivals | to resume talks"
    if not verbs or verbs[-1] < 2 or alone or (trigger.verbal and verbs[-1] != trigger.index):
        return False
    before = words[verbs[-1] - 2]
    return not (before.verbs or before.auxiliaries)


def stands_under(trigger: Trigger[TalksWord]) -> str | None:
    """The preposition of a noun, or of its beginning whose genitive it is ("zur | Wiederaufnahme | der Gespräche")."""
    phrase = trigger.reading.phrase_at(trigger.index)
    if phrase is not None and in_genitive(trigger):
        ends = phrase.first - 1 - (phrase.preposition is not None)
        begun = {c.last for c in find_triggers(trigger.reading, TalksStatus) if c.entry.value == "under_way"}
        phrase = next((p for p in trigger.reading.phrases if p.last == ends and p.head in begun), phrase)
    return phrase.preposition if phrase is not None else None


def nominal(trigger: Trigger[TalksWord]) -> bool:
    """Is it a noun that names the talks themselves?"""
    return not trigger.verbal and trigger.entry.sense in _NOMINAL


def modifies(trigger: Trigger[TalksWord]) -> bool:
    """Does a noun only tell apart another ("the summit | declaration")?"""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if phrase is None or not nominal(trigger) or reading.grammar.word_order != "subject_verb":
        return False
    whole = any(t.index <= phrase.head <= t.last for t in find_triggers(reading, TalksWord) if nominal(t))
    return (
        trigger.last < phrase.head and not whole and not any(m.first <= phrase.head <= m.last for m in reading.actors)
    )


def _following(reading: Reading, phrase: Phrase) -> Phrase | None:
    """The phrase under a preposition right behind another."""
    return next((p for p in reading.phrases if p.first == phrase.last + 2 and p.preposition), None)


def fought_over(trigger: Trigger[TalksWord]) -> list[ActorMention]:
    """The land at war with itself whose talks a noun names ("Syrien-Gespräche", "peace talks for Yemen")."""
    reading, phrase = trigger.reading, trigger.reading.phrase_at(trigger.index)
    if phrase is None or not nominal(trigger) or trigger.entry.sense != "event":
        return []
    company = {r.partition("=")[0] for r in trigger.entry.roles if r.partition("=")[2] in TAKE_PART}
    other = company | reading.grammar.locatives
    behind = _following(reading, phrase)
    accords = [t.index for t in find_triggers(reading, TalksWord) if t.entry.sense == "accord" and not t.verbal]
    if behind is not None and any(behind.covers(k, k) for k in accords):  # "talks on a truce | in Yemen"
        nearest = _following(reading, behind)
        found = [p for p in (phrase, nearest) if p is not None and p.preposition not in company]
    else:
        found = [p for p in (phrase, behind) if p is not None and (p is phrase or p.preposition not in other)]
    lands = (m for p in found for m in reading.actors if p.covers(m.first, m.last))
    return [m for m in lands if m.actor.kind == "country" and load_names().divided(m.actor.country)]


def is_talks(phrase: Phrase, reading: Reading) -> bool:
    """Is a phrase about talks, so that its sides meet one another ("hosts talks between Chad and Sudan")?"""
    return any(nominal(t) and phrase.covers(t.index, t.last) for t in find_triggers(reading, TalksWord))


def judged(trigger: Trigger[TalksWord], clause: Clause) -> bool:
    """Does the clause only say something of talks told before ("the Kremlin called the conversation useful"), or what
    one side says beside them ("am Rande des Gipfels")?"""
    if clause.finite is None or not definite(trigger) or trigger.entry.sense == "offer" or has_company(trigger):
        return False
    subject = trigger.reading.subject(clause)
    sayers = trigger.reading.actors_of(subject) if subject is not None else ()
    if in_genitive(trigger) and len({side(m.actor) for m in sayers}) > 1:
        return False
    cues = find_triggers(trigger.reading, TalksStatus)
    verbs = [c for c in cues if c.index == clause.finite.index and c.form.particle]
    own = f"{stands_under(trigger)}:talks"
    if any(c.entry.value != "proposed" or own in c.entry.needs for c in verbs):
        return False  # "called | off", but "sprach sich | für Sanktionen aus"
    return any(t.verbal and t.index == clause.finite.index for t in find_triggers(trigger.reading, SpeechWord))


def in_genitive(trigger: Trigger[TalksWord]) -> bool:
    """Is the noun the genitive of another ("am Rande des Treffens")?"""
    phrase, grammar = trigger.reading.phrase_at(trigger.index), trigger.reading.grammar
    return phrase is not None and (phrase.cases == {"gen"} or phrase.preposition in grammar.genitive_prepositions)


def labels(trigger: Trigger[TalksWord]) -> bool:
    """Does a headline begin with it, before a colon ("Talks in Doha: Congo and M23 sign ...")?"""
    reading, clause = trigger.reading, trigger.clause
    return reading.sentence.role != "body" and clause.finite is None and reading.before_colon(clause.last)


def invited(trigger: Trigger[TalksWord]) -> bool:
    """Does somebody come because a person has asked him to ("at the invitation of the crown prince")?"""
    reading = trigger.reading
    nouns = (t for t in find_triggers(reading, TalksWord) if t.entry.sense == "offer" and nominal(t))
    held = ((t, reading.phrase_at(t.index)) for t in nouns if t.clause is trigger.clause)
    asked_by = [t for t, phrase in held if phrase is not None and phrase.preposition]
    places = ("possessive", "genitive", *sorted(reading.grammar.genitive_prepositions))
    return any(m.actor.kind == "person" for t in asked_by for p in places for a in arguments(t, p) for m in a.actors)


def mediates(reading: Reading, phrase: Phrase) -> bool:
    """Does a phrase tell of help ("with the help of Qatar"), or a word for mediating follow it ("with Egypt | acting as
    mediator")?"""
    help_words = (t for t in find_triggers(reading, TalksWord) if t.entry.sense == "help")
    helping = (t for t in help_words if phrase.covers(t.index, t.last))
    named = {k for m in reading.actors for k in range(m.first, m.last + 1)}  # "the Rapid Support Forces"
    if phrase.preposition is not None and any(t.index not in named for t in helping):
        return True
    last = group(reading.phrases, phrase)[-1].last
    words = (t for t in find_triggers(reading, TalksWord) if last < t.index <= last + 3)
    mediating = [t for t in words if t.form.tag != "inf" and any(r.endswith("=mediator") for r in t.entry.roles)]
    mediating = [t for t in mediating if not _mediated_by(t)]
    between = reading.words[last + 1 : mediating[0].index] if mediating and phrase.preposition else ()
    if any(
        last < m.first < mediating[0].index for m in reading.actors if mediating
    ):  # "with Chad | under US chairmanship"
        return False
    return bool(mediating) and phrase.preposition is not None and not any(w.punctuation for w in between)


def _mediated_by(trigger: Trigger[TalksWord]) -> bool:
    """Is it help of somebody else, behind a preposition of its own ("with Chad | under the mediation of Qatar")?"""
    phrase = None if trigger.verbal else trigger.reading.phrase_at(trigger.index)
    own = phrase.preposition if phrase is not None and trigger.entry.sense == "mediation" else None
    return own is not None and own not in trigger.reading.grammar.role_words
