"""Whom a pronoun or possessive in the place of a doer stands for: the subject of the clause or sentence before."""

from collections.abc import Collection

from worker.extract.analysis import Analysis, Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.nominal import Argument
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import find_triggers
from worker.extract.mentions import ActorMention
from worker.languages.pack import AttackWord, Casualty, SpeechWord

_JUDGING = frozenset({"condemn", "criticise", "accuse", "praise", "warn"})
_NEAR = 4  # words between who is judged and the deed: "again", "on Monday for"
_PLACES = frozenset({"country", "capital", "adjective"})


def meant_by(argument: Argument, reading: Reading, clause: Clause, analysis: Analysis) -> tuple[ActorMention, ...]:
    """The actors of an argument; of a pronoun those of the subject before ("the army said it had struck ...")."""
    phrase = argument.phrase
    if phrase is not None and clause.quoted and reading.words[phrase.first].lower in reading.grammar.first_person:
        return _speakers(reading) or argument.actors
    if phrase is None or not (_owned(phrase, argument, reading) or (phrase.pronoun and not argument.actors)):
        return argument.actors
    if phrase.pronoun and (found := _says_beside(phrase, reading)):
        return found
    if phrase.pronoun and (_points(phrase, reading) or _means_thing(phrase, reading, clause)):
        return argument.actors
    if phrase.pronoun and _means_people(phrase, reading, clause):
        return argument.actors
    if phrase.pronoun and (judged := _judged(reading, clause)):
        return tuple(m for m in judged if _agrees(m, phrase, reading)) or argument.actors
    if phrase.pronoun and (told := _told_by(reading, clause)):
        return tuple(m for m in told if _agrees(m, phrase, reading)) or argument.actors
    subject = reading.subject(clause)
    own = reading.actors_of(subject) if subject is not None and subject != phrase and not phrase.pronoun else ()
    named = {m.actor.name for m in reading.actors if phrase.pronoun and m.first > phrase.last and m.form != "pronoun"}
    found = own or subjects_before(reading, clause, analysis, named) or argument.actors
    return tuple(m for m in found if _agrees(m, phrase, reading))


def _points(phrase: Phrase, reading: Reading) -> bool:
    """Is it a word that points at people the sentence goes on to describe ("those | accused of ..."), or counts some
    ("said | three | were killed")?
    """
    word = reading.words[phrase.first]
    return reading.grammar.word_order == "subject_verb" and (word.determiner is not None or word.number)


def _means_thing(phrase: Phrase, reading: Reading, clause: Clause) -> bool:
    """Does "it" mean the subject of a clause before, which names no side ("the tanker burned after it was hit"), or
    "they" people who are none ("the victims slept when | they | were shot")?
    """
    pronoun, people = reading.words[phrase.first].pronoun, reading.pack.quantities
    several = pronoun is not None and any(".pl" in case for case in pronoun.cases)
    if pronoun is None or not (several or all(case.endswith(".n") for case in pronoun.cases)):
        return False
    if clause.number and _says(reading.clauses[clause.number - 1]) and clause.opener is None:
        return False  # "the police said | it had ..."
    for earlier in reversed(reading.clauses[: clause.number]):
        subject = reading.subject(earlier)
        if subject is None or subject.pronoun or _says(earlier):
            continue
        hurt = any(t.last == subject.head for t in find_triggers(reading, Casualty))
        crowd = subject.plural is not False and (hurt or people.is_people(reading.words[subject.head].lower))
        return not reading.actors_of(subject) and (crowd if several else subject.plural is not True)
    return False


def _means_people(phrase: Phrase, reading: Reading, clause: Clause) -> bool:
    """Does "they" mean the subject of a clause before, people of no side ("villagers fled when | they | were hit")?"""
    pronoun, people = reading.words[phrase.first].pronoun, reading.pack.quantities
    if pronoun is None or not all(".pl" in case for case in pronoun.cases):
        return False
    for earlier in reversed(reading.clauses[: clause.number]):
        subject = reading.subject(earlier)
        if subject is not None and not (subject.pronoun or _says(earlier)):
            return not reading.actors_of(subject) and people.is_people(reading.words[subject.head].lower)
    return False


def _says(clause: Clause) -> bool:
    """Is its finite verb one of saying, and no other word behind it ("X said, with Y saying | it had")?"""
    saying = [w for w in clause.words if not w.auxiliaries and any(isinstance(f.entry, SpeechWord) for f in w.verbs)]
    return saying[-1:] == [clause.finite]


def _says_beside(phrase: Phrase, reading: Reading) -> tuple[ActorMention, ...]:
    """Who stands before the gerund of saying that a pronoun follows ("..., with Israel saying | it had")?"""
    last = reading.words[phrase.first - 1] if phrase.first else None
    if last is None or not any(f.tag == "ger" and isinstance(f.entry, SpeechWord) for f in last.verbs):
        return ()
    before = next((p for p in reading.phrases if p.last == last.index - 1), None)
    return reading.actors_of(before) if before is not None else ()


def _speakers(reading: Reading) -> tuple[ActorMention, ...]:
    """Who says what the sentence quotes."""
    for clause in reading.clauses:
        said = any(isinstance(f.entry, SpeechWord) for w in clause.words for f in w.verbs)
        if said and not clause.quoted and (found := _subject_actors(reading, clause)):
            return found
    return ()


def _told_by(reading: Reading, clause: Clause) -> tuple[ActorMention, ...]:
    """Who says behind a clause what it reports ("he had met Merz, | said Zelensky")."""
    behind = next((c for c in reading.clauses if c.number == clause.number + 1), None)
    if clause.mood != "reported" or behind is None or behind.words[0] is not behind.finite:
        return ()
    said = any(isinstance(f.entry, SpeechWord) for f in behind.words[0].verbs)
    return _subject_actors(reading, behind) if said else ()


def _judged(reading: Reading, clause: Clause) -> tuple[ActorMention, ...]:
    """Whom somebody judges or warns for what a clause of time or reason tells ("condemned Chad | after it ..."), with
    a word that tells of no violence ("attacked the army | after they ...").
    """
    opener = clause.opener
    if opener is None or clause.parent is None or opener.lower not in reading.grammar.adverbial_subordinators:
        return ()
    verbs = (t for t in find_triggers(reading, SpeechWord) if t.clause.number == clause.parent)
    violent = {t.index for t in find_triggers(reading, AttackWord)}
    told = (t for t in verbs if t.entry.act in _JUDGING and t.index < opener.index and t.index not in violent)
    whom = ((t, place) for t in told for place in t.entry.addressees or ("object",))
    return tuple(m for t, place in whom for a in arguments(t, place) for m in a.actors)


def judged_for(phrase: Phrase, reading: Reading, clause: Clause) -> tuple[ActorMention, ...]:
    """Whom somebody judges for a deed of their own that stands right behind them ("condemned Chad for | its raids")."""
    verbs = (t for t in find_triggers(reading, SpeechWord) if t.clause.number == clause.number)
    told = (t for t in verbs if t.entry.act in _JUDGING)
    whom = (a for t in told for place in t.entry.addressees or ("object",) for a in arguments(t, place))
    for judged in (a for a in whom if a.phrase is not None and a.phrase.last < phrase.first):
        between = reading.words[judged.phrase.last + 1 : phrase.first] if judged.phrase is not None else ()
        if len(between) <= _NEAR and not any(w.verbs or w.determiner or w.punctuation for w in between):
            return judged.actors
    return ()


def _agrees(mention: ActorMention, phrase: Phrase, reading: Reading) -> bool:
    """Can a pronoun mean this: no person by a plural, and where nouns have no gender persons alone by "he" or "she"?"""
    pronoun = reading.words[phrase.first].pronoun
    if pronoun is None or not phrase.pronoun or not pronoun.cases:
        return True
    person = mention.actor.kind == "person" and mention.number != "pl"
    genders = {case.rpartition(".")[2] for case in pronoun.cases} & {"m", "f"}
    if person and mention.gender and genders and mention.gender not in genders:
        return False
    if all(".pl" in case for case in pronoun.cases):
        return not person
    if not person and genders == {"m"} and _noun_gender(mention, reading) in ("f", "n"):
        return False  # "die Armee ... Er"
    natural = reading.grammar.word_order == "subject_verb"
    return person or not (natural and any(case.endswith((".m", ".f")) for case in pronoun.cases))


def _noun_gender(mention: ActorMention, reading: Reading) -> str | None:
    """The gender of the noun that a side goes by, where nouns have one and this one's is known."""
    return reading.grammar.gender(mention.actor.text.rpartition(" ")[2].lower())


def _owned(phrase: Phrase, argument: Argument, reading: Reading) -> bool:
    """Does a possessive tell whose the phrase is, and nothing else does ("its forces", "dozens of its fighters", "einer
    seiner Kämpfer")?
    """
    words, first = reading.words, phrase.first
    if phrase.first < phrase.head and words[phrase.first].lower in reading.grammar.indefinite_articles:
        first += 1
    if phrase.last + 2 < len(words) and words[phrase.last + 1].lower in reading.grammar.genitive_prepositions:
        first = phrase.last + 2 if reading.words[phrase.last + 2].lower in reading.grammar.possessives else first
    return words[first].lower in reading.grammar.possessives and all(m.inferred for m in argument.actors)


def subjects_before(
    reading: Reading, clause: Clause, analysis: Analysis, named: Collection[str] = ()
) -> tuple[ActorMention, ...]:
    """The actors that are the subject of the nearest clause before `clause`, else of the sentence before; there nobody
    whom the sentence of a pronoun goes on to name ("they went on, according to | police").
    """
    for earlier in reversed(reading.clauses[: clause.number]):
        if found := _subject_actors(reading, earlier):
            return found
    if reading.index == 0:
        return ()
    previous = analysis.readings[reading.index - 1]
    told = (found for c in previous.clauses if (found := _subject_actors(previous, c)))
    return next((found for found in told if not all(m.actor.name in named for m in found)), ())


def struck_by(
    phrase: Phrase, doers: Collection[ActorMention], reading: Reading, clause: Clause, analysis: Analysis
) -> tuple[ActorMention, ...]:
    """Whom a pronoun means that is no subject: others than the `doers`, the last told before that it agrees with.

    One in the neuter may as well mean a thing.
    """
    pronoun = reading.words[phrase.first].pronoun
    if pronoun is None or all(case.endswith(".n") for case in pronoun.cases):
        return ()
    names = {m.actor.name for m in doers}
    told = [(reading, c) for c in reversed(reading.clauses[: clause.number])]
    if reading.index:
        previous = analysis.readings[reading.index - 1]
        told += [(previous, c) for c in reversed(previous.clauses)]
    for before, earlier in told:
        for other in _other_than_subject(before, earlier):
            found = [m for m in before.actors_of(other) if m.actor.name not in names and _agrees(m, phrase, reading)]
            if found := [m for m in found if m.form not in _PLACES]:
                return tuple(found)
    found = [m for m in subjects_before(reading, clause, analysis) if m.actor.name not in names]
    return tuple(m for m in found if _agrees(m, phrase, reading))


def _other_than_subject(reading: Reading, clause: Clause) -> list[Phrase]:
    """The phrases of a clause beside its subject, bare ones first."""
    subject = reading.subject(clause)
    others = [p for p in reading.phrases_of(clause) if p != subject and not p.joined]
    return sorted(others, key=lambda p: p.preposition is not None)


def _subject_actors(reading: Reading, clause: Clause) -> tuple[ActorMention, ...]:
    subject = reading.subject(clause)
    return reading.actors_of(subject) if subject is not None else ()
