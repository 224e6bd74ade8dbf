"""Who is meant by "he", "the group", "a spokesperson": speakers whom a sentence does not name itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from worker.extract.analysis import Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import find_triggers
from worker.extract.grammar.words import Word
from worker.extract.mentions import ActorMention
from worker.extract.mentions.officials import of_government
from worker.extract.statement.content import content_of
from worker.extract.statement.run import Run
from worker.extract.statement.speech import Saying
from worker.extract.statement.verbs import is_side, predicates, speaker_of, subjects
from worker.languages.names import load_names
from worker.languages.pack import SpeechWord

_BODIES = frozenset({"armed_group", "organization", "other"})
_OFFICES = frozenset({"government", "organization"})
_GROUPS = frozenset({"armed_group", "organization"})
_ANSWERS = frozenset({"deny", "reject"})
_NAMED = frozenset({"country", "capital", "seat"})
_TURNED = frozenset({"accuse", "criticise", "condemn", "demand", "threaten", "warn"})
_LANDS = frozenset({"country", "government"})


def speaker_meant(saying: Saying, reading: Reading, before: Reading | None, last: Run | None) -> ActorMention | None:
    """The speaker of a saying: as named, or by the sentence `before` and the run that spoke `last`."""
    if saying.name:
        return _now_named(saying, reading, last)
    if last is not None and any(
        fits(saying, reading, last) for fits in (_still_speaks, _again, _in_office, _so_called)
    ):
        return last.speaker
    if before is not None and _somebody_spoke(saying, before):
        return None
    if last is not None and _together(saying, last):
        return last.speaker
    if last is not None and (other := _other_side(saying, last)):
        return other
    meant = _principal(saying, reading, last) or _of_none(saying) or saying.speaker
    return meant or _stands_for(saying, reading, before, last)


def _now_named(saying: Saying, reading: Reading, last: Run | None) -> ActorMention | None:
    """ "The minister warned Oslo. ..., said Goran Petrow": who spoke by his office alone, now by his name."""
    if last is None or last.last != reading.index - 1 or last.speaker.form != "office" or last.speaker.number == "pl":
        return None
    actor = last.speaker.actor
    if actor.kind != "person" or not actor.role or not actor.name.endswith(actor.role):
        return None
    named = actor.model_copy(update={"name": saying.name, "text": saying.name})
    return replace(last.speaker, form="name", actor=named)


def _together(saying: Saying, last: Run) -> bool:
    """ "the three leaders said": are several who hold an office, whose sides are not told, those who spoke last?"""
    who, spoke = saying.speaker, last.speaker
    several = who is not None and who.form == "group" and who.inferred and not who.members
    return several and who is not None and who.actor.kind == "person" and spoke.number == "pl" and not spoke.inferred


def _other_side(saying: Saying, last: Run) -> ActorMention | None:
    """ "Kigali accused Berlin. A ministry spokesman denied it": an unnamed office that answers its own side is that of
    the other one; one that turns on its own land is that of whoever spoke before."""
    who, told = saying.speaker, last.sayings[-1]
    if who is None or not _is_unnamed(who):
        return None
    own, theirs = who.actor.country, last.speaker.actor.country
    if _turns_on_own(saying, who):
        return _of(who, last.speaker) if theirs not in (None, own) else None
    if theirs != own or told.act not in _TURNED or saying.act not in _ANSWERS:
        return None
    return next((_of(who, m) for m in told.addressees if m.actor.country not in (None, own)), None)


def _of_none(saying: Saying) -> ActorMention | None:
    """An unnamed office that turns on the land that seemed to be its own, as one of no land that is known."""
    who = saying.speaker
    if who is None or not _is_unnamed(who) or not _turns_on_own(saying, who):
        return None
    unknown = {"country": None, "name": who.actor.role or who.actor.name}
    return replace(who, actor=who.actor.model_copy(update=unknown))


def _is_unnamed(who: ActorMention) -> bool:
    return who.inferred and who.form in ("office", "generic") and who.actor.country is not None


def _turns_on_own(saying: Saying, who: ActorMention) -> bool:
    """Does it accuse or warn the land, by its name, that it was taken to be of?"""
    named = (m.actor.country for m in saying.addressees if m.form in _NAMED)
    return saying.act in _TURNED and who.actor.country in named


def _principal(saying: Saying, reading: Reading, last: Run | None) -> ActorMention | None:
    """For whom a spokesperson without name and side speaks: the body whose will is told ("The ministry urges both
    sides ..., a spokesperson said"), or that spoke just before; "his spokesperson" for the person."""
    who = saying.speaker
    if who is None or who.form not in ("office", "generic") or not who.inferred:
        return None
    if seat := _seat(saying, reading):
        return _of(who, seat)
    speaks = who.actor.role == "spokesperson"
    body = _body_behind(who, reading) if speaks or (who.form == "generic" and who.actor.kind == "person") else None
    if body is not None:
        return body if body.actor.kind in _GROUPS else _of(who, body)
    if not speaks:
        return None
    if who.last > who.first or _genitive_behind(who, reading):
        return None
    if of_government(reading.words[who.last].lower, reading.pack.actors):
        return None
    his = reading.words[who.first - 1].lower in reading.grammar.possessives
    said = _subjects(reading, [c for c in reading.clauses if c.number in saying.content])
    near = [last.speaker] if last is not None and last.last == reading.index - 1 else []
    fits = (m for m in (*said, *near) if is_side(m) and (m.actor.kind == "person") == his)
    return next((m for m in fits if his or m.form in ("body", "generic")), None)


def _seat(saying: Saying, reading: Reading) -> ActorMention | None:
    """ "a foreign ministry spokesperson said in | Berlin": the capital where a ministry or its spokesperson speaks."""
    who = saying.speaker
    if who is None or not (who.actor.role == "spokesperson" or who.actor.kind == "government"):
        return None
    capitals = (m for m in reading.actors if m.form == "capital" and saying.clause.holds(m.first) and m.actor.country)
    near = (p for p in reading.phrases_of(saying.clause) if p.preposition in reading.grammar.locatives)
    places = {p.head for p in near}
    return next((m for m in capitals if m.head in places and m.actor.country != who.actor.country), None)


def _body_behind(who: ActorMention, reading: Reading) -> ActorMention | None:
    """ "a spokesman for | the ministry", "ein Vertreter | der Gruppe": the body named before that a noun means behind
    somebody who speaks for it."""
    phrase = next((p for p in reading.phrases if p.first in (who.last + 1, who.last + 2)), None)
    if phrase is None or not (phrase.cases == {"gen"} or phrase.preposition is not None):
        return None
    bodies = (m for m in reading.actors_of(phrase) if m.form in ("generic", "body") and m.first > who.last)
    own = (None, who.actor.country)
    return next((m for m in bodies if m.actor.kind in _GROUPS or m.actor.country not in own), None)


def _of(who: ActorMention, seat: ActorMention) -> ActorMention:
    """The same office of the land of a capital."""
    land = load_names().countries.get(seat.actor.country or "")
    office = who.actor.role or who.actor.name.split(" ", 1)[-1]
    name = f"{land.adjectives[0]} {office}" if land and land.adjectives else office
    return replace(who, actor=who.actor.model_copy(update={"country": seat.actor.country, "name": name}))


def _genitive_behind(mention: ActorMention, reading: Reading) -> bool:
    phrase = next((p for p in reading.phrases if p.first == mention.last + 1 or p.first == mention.last + 2), None)
    return phrase is not None and (phrase.cases == {"gen"} or phrase.preposition is not None)


def _still_speaks(saying: Saying, reading: Reading, last: Run) -> bool:
    """ "...," he said: a pronoun that nobody outside the quotation explains is the person who spoke just before, not
    whom that person has named."""
    pronoun, who = saying.speaker, last.speaker
    if pronoun is None or pronoun.form != "pronoun" or who.actor.kind != "person" or reading.index > last.last + 1:
        return False
    if who.gender and pronoun.gender and who.gender != pronoun.gender:
        return False
    quoted = reading.sentence.quoted
    named = (m for m in reading.actors if m.first < pronoun.first and not quoted[m.first])
    return all(m.actor.name != pronoun.actor.name for m in named)


def _somebody_spoke(saying: Saying, before: Reading) -> bool:
    """ "One resident said ...": does a pronoun mean somebody who is no side and spoke in the sentence before?"""
    who = saying.speaker
    gender = saying.gender if who is None else who.gender if who.form == "pronoun" else ""
    if gender in ("", "n"):
        return False
    spoken = [t for t in find_triggers(before, SpeechWord) if predicates(t) and (content_of(t) or t.entry.act == "say")]
    said = {n for t in spoken[-1:] for n in content_of(t) - {t.clause.number}}
    named = [m for m in before.actors if who is not None and m.actor.name == who.actor.name]
    if any(before.clause_at(m.first).number not in said for m in named):
        return False
    strangers = (p for t in spoken[-1:] if not speaker_of(t)[0] for p in subjects(t))
    return any(gender == "pl" or _one_person(p, before) for p in strangers)


def _one_person(phrase: Phrase, reading: Reading) -> bool:
    """Can a phrase that names no side mean one person: by a name, or behind an indefinite article?"""
    word = reading.words[phrase.first]
    return word.lower in reading.pack.actors.indefinite or reading.words[phrase.head].capital


def _again(saying: Saying, reading: Reading, last: Run) -> bool:
    """ "the Islamist group", "die Behörde": is a definite noun the body that spoke last, by its kind and country?"""
    noun, who = saying.speaker, last.speaker
    if noun is None or noun.form != "generic" or who.form not in ("body", "name") or reading.index > last.last + 1:
        return False
    article = next((w for w in reading.words[max(noun.first - 2, 0) : noun.first + 1] if w.determiner), None)
    if article is None or not _is_definite(article, reading):
        return False
    kinds = {noun.actor.kind, who.actor.kind}
    fits = len(kinds) == 1 or kinds <= _BODIES or (noun.inferred and kinds <= _OFFICES)
    return fits and (noun.inferred or noun.actor.country == who.actor.country)


def _in_office(saying: Saying, reading: Reading, last: Run) -> bool:
    """ "der Sprecher": is an office behind a definite article, whose side is not told, that of who spoke last?"""
    who, spoke = saying.speaker, last.speaker.actor
    if who is None or who.form != "office" or not who.inferred or who.number == "pl" or spoke.kind != "person":
        return False
    definite = who.first > 0 and _is_definite(reading.words[who.first - 1], reading)
    return definite and who.first == who.last and bool(spoke.role and spoke.role.endswith(who.actor.role or " "))


def _so_called(saying: Saying, reading: Reading, last: Run) -> bool:
    """ "the official", "der Politiker": is it a word for whoever has just spoken by name, of no side of its own?"""
    noun, who = saying.speaker, last.speaker
    if noun is None or saying.strength <= 0 or noun.form not in ("office", "generic") or not noun.inferred:
        return False
    if who.form != "name" or who.actor.kind != "person" or noun.first == 0 or reading.index > last.last + 1:
        return False
    article, head = reading.words[noun.first - 1], reading.words[noun.head].lower
    return noun.first == noun.last and head in reading.grammar.speaker_nouns and _is_definite(article, reading)


def _is_definite(word: Word, reading: Reading) -> bool:
    return bool(word.determiner) and word.lower not in reading.grammar.indefinite_articles


def _stands_for(saying: Saying, reading: Reading, before: Reading | None, last: Run | None) -> ActorMention | None:
    """Whom a pronoun or "the statement" means: the subject before it in its sentence, who spoke in the sentence
    before or is its subject, else who spoke last. "The latter" is whom the sentence before named last."""
    before_it = (c for c in reading.clauses[: saying.clause.number] if not c.quoted or saying.clause.quoted)
    outside = [c for c in before_it if c.number not in saying.content]
    found = [*_named_last(saying, reading, before), *_subjects(reading, outside[::-1])]
    if before is not None and (last is None or last.last < before.index):
        found += _subjects(before, before.clauses if saying.gender == "pl" else before.clauses[:1])
    found += [last.speaker] if last is not None else []
    kinds = _kinds(saying, reading)
    found += [m for m in reversed(reading.actors) if kinds and m.first < saying.index]
    fitting = (m for m in found if is_side(m) and _fits(m, saying.gender))
    return next((m for m in fitting if not kinds or m.actor.kind in kinds), None)


def _named_last(saying: Saying, reading: Reading, before: Reading | None) -> list[ActorMention]:
    """The people of the sentence `before`, the last one first, where the subject is a word for the one named last."""
    subject = reading.own_subject(saying.clause)
    if before is None or subject is None or reading.words[subject.head].lower not in reading.grammar.words_for_last:
        return []
    return [m for m in reversed(before.actors) if m.actor.kind == "person" and m.speaks]


def _kinds(saying: Saying, reading: Reading) -> frozenset[str]:
    """What a noun that stands for the speaker can mean ("a charge | the group | denied"); empty where there is none."""
    subject = reading.own_subject(saying.clause)
    head = reading.words[subject.head].lower if subject is not None else ""
    if head in reading.grammar.land_nouns:
        return _LANDS
    return _BODIES if head in reading.grammar.anaphoric_nouns else frozenset()


def _subjects(reading: Reading, clauses: Sequence[Clause]) -> Iterator[ActorMention]:
    phrases = (s for c in clauses if (s := reading.subject(c)))
    return (m for phrase in phrases for m in reading.actors_of(phrase))


def _fits(mention: ActorMention, gender: str) -> bool:
    """Can a pronoun of this gender mean the actor: a person is no "it", and only a man "he"?"""
    person = mention.actor.kind == "person"
    if gender == "pl" and mention.number == "pl":
        return True
    return not gender or (person and mention.gender in ("", gender) if gender in ("m", "f") else not person)
