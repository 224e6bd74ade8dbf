"""Who gives where no role of a word says it: whose the goods are, who is charged with the deed, who speaks of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from schemas import Actor
from worker.extract.aid_pledge.naming import (
    AnyWord,
    Word,
    addressed,
    counted_states,
    country_of,
    donors_met,
    heads,
    is_side,
    land_meant,
    of_meeting,
    others,
    parents_of,
)
from worker.extract.aid_pledge.package import Package
from worker.extract.aid_pledge.things import CARRIERS, holds, kind_of, things_in
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import bare_actors, label_of
from worker.extract.grammar.anaphora import subjects_before
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.languages.pack import AidWord, SpeechNoun, SpeechWord
from worker.text.tokens import text_of

_MARKED = 2  # tokens from a noun to the infinitive behind its mark
_REAL = frozenset({"delivered", "allocated", "pledged"})
_PAYS = "self=funder"
_OF_NOBODY = frozenset({"subject=item", "subject=recipient"})  # of verbs whose subject does not give
# Acts of speech whose governed deed another is to do.
_ASKING = frozenset({"demand", "propose", "criticise", "condemn", "warn", "reject"})
# Acts of speech to or about one who does what the verb behind them says.
_CHARGING = frozenset({"accuse", "demand", "criticise", "condemn", "praise", "warn"})
_HANGS = frozenset({"inf", "zu_inf", "ger", "part"})


def fill_donors(package: Package, words: Sequence[AnyWord], reading: Reading, analysis: Analysis) -> None:
    """What the roles leave open: the side that stands bare in the clause, whose the goods are, or who speaks."""
    if package.donors:
        return
    deeds = [w for w in words if isinstance(w.entry, AidWord)]
    labelled = label_of(reading, package.clause)
    package.donors = next((f for w in deeds if (f := others(charged(w), package.takers()))), [])
    asked = any(is_asked(w, package.acts, reading) for w in package.acts)
    roles = {r for w in package.acts for r in w.entry.roles}
    weighed = all(w.entry.strength == "weak" and w.entry.status == ("proposed",) for w in package.acts)
    giving = not package.donors and not asked and "subject=donor" in roles
    if giving:
        got = (
            package.clause.passive and reading.grammar.word_order != "subject_verb"
        )  # "wurden | Mali | Panzer gegeben"
        acting = [] if got else bare_actors(reading, package.clause)
        bare = [m for m in labelled or acting if is_side(m)]
        package.donors = others(bare, package.takers())[:1] or subject_owner(package, reading)
        subject = reading.subject(package.clause)
        if subject is not None and not package.donors:
            meant = land_meant(subject, reading, analysis, package.takers())
            package.donors = meant or ([] if weighed else counted_states(subject, reading))
        if not package.donors and subject is not None and not package.clause.passive:
            package.donors = body_of(subject, package, reading)
        if not package.donors and subject is not None and subject.pronoun:  # "said it would send | Norwegian | tanks"
            package.donors = others(speaker(package.clause, reading, analysis), package.takers())
    if not package.donors and not package.funders and not weighed:
        package.donors = next((f for w in words if (f := owners_of(w, package))), [])
    firm = any(w.entry.strength != "weak" for w in package.acts)
    told = any(map(holds, package.acts)) or _gets(package)  # "the package holds tanks", "it will get tanks, Oslo said"
    comes = told or _has_come(package, words)
    if not (package.donors or package.funders) and ((giving and _may_be_spoken(package, reading, firm=firm)) or comes):
        spoken = others(speaker(package.clause, reading, analysis), package.takers())
        package.donors = [m for m in spoken if not (told and m.guessed)]  # "it holds tanks, the ministry said"
    moves = any("subject=item" in w.entry.roles for w in package.acts)
    given = (giving and package.clause.passive) or moves
    if given and "humanitarian" in package.types and not (package.donors or package.funders):
        spoken = speaker(package.clause, reading, analysis)  # "the UN said | food aid had been suspended"
        package.donors = [m for m in spoken if m.actor.kind == "organization" and not m.actor.country]
    if not (package.donors or package.funders):
        package.donors = others([m for m in labelled if is_side(m)], package.takers()) or _met(package, reading)


def _met(package: Package, reading: Reading) -> list[ActorMention]:
    """The donors at the meeting where a sum came together that nobody by name gives ("At the donor conference | $5m
    came together")."""
    roles = {r for w in package.acts for r in w.entry.roles}
    if package.amount is None or not (package.clause.passive or roles & _OF_NOBODY):
        return []
    return next((f for p in reading.phrases_of(package.clause) if p.preposition and (f := donors_met(p, reading))), [])


def _gets(package: Package) -> bool:
    """Does its verb say that somebody gets it, and not only wants it, in words that somebody says?"""
    getting = [w for w in package.acts if "subject=recipient" in w.entry.roles]
    clause, spoken = package.clause, find_triggers(package.act.reading, SpeechWord)
    told = clause.tense == "future" or clause.mood != "indicative" or clause.role == "subordinate"
    told = told or any(t.verbal and t.clause.number > clause.number for t in spoken)
    return told and bool(getting) and all(_REAL.intersection(w.entry.status[:1]) for w in getting)


def _has_come(package: Package, words: Sequence[AnyWord]) -> bool:
    """Does the clause say of money or help by name that it came or goes ("a shipment of shells has reached Kyiv")?"""
    moving = any("subject=item" in w.entry.roles for w in package.acts)
    named = any(isinstance(w.entry, AidWord) and not w.verbal and w.entry.strength != "weak" for w in words)
    return moving and (named or package.amount is not None)


def _may_be_spoken(package: Package, reading: Reading, *, firm: bool) -> bool:
    """Can who speaks be who gives: is the subject a pronoun, a body without a name, or missing, as in the passive?"""
    subject = reading.subject(package.clause)
    if package.clause.role == "relative" and package.clause.passive:
        return False  # "the weapons that it has been given"
    if subject is None or subject.pronoun:
        return True
    things = (t for t in things_in(reading) if t.index == subject.head)
    if any(kind_of(t.entry) in CARRIERS for t in things):  # "the plane will deliver food, Oslo said"
        return True
    bodies = any(subject.covers(m.first, m.last) for m in reading.actors)
    return firm and (package.clause.passive or bodies)


def is_asked(word: Word, acts: Sequence[Word], reading: Reading) -> bool:
    """Does another verb ask for what `word` says, so that its subject asks and does not give?"""
    if word not in acts:
        return False
    if any(_asks_for(t, word) for t in find_triggers(reading, AidWord)):  # "a US request to | send rockets"
        return True
    before = [w for w in acts[: acts.index(word)] if not _wants(w, word)]
    if any(
        w.entry.status[:1] in (("requested",), ("proposed",)) and "subject=donor" not in w.entry.roles for w in before
    ):
        return True
    parents = {c.number for c in parents_of(word.clause, reading)}
    spoken = find_triggers(reading, SpeechWord)
    return word.clause.role == "infinitive" and any(
        t.clause.number in parents and t.entry.act in _ASKING for t in spoken
    )


def _wants(verb: Word, word: Word) -> bool:
    """Does somebody only want to do it himself ("wants to | send rockets", not "wants Berlin to send rockets")?"""
    own = word.index - verb.last == _MARKED and word.reading.words[word.index].infinitive
    return own and verb.entry.strength == "weak"


def _asks_for(noun: Trigger[AidWord], word: Word) -> bool:
    """Does a noun right before an infinitive ask for what that says?"""
    asks = not noun.verbal and noun.entry.status[:1] == ("requested",)
    return asks and word.index - noun.last == _MARKED and word.reading.words[word.index].infinitive


def charged(word: Word) -> list[ActorMention]:
    """Who is accused of the deed, called on to do it or criticised for it ("accused Rwanda of arming ..."), or whose
    decision it is."""
    reading = word.reading
    if word.verbal and word.form.tag not in _HANGS:
        return []
    if found := intending(word):
        return found
    before = reading.words[word.index - 1] if word.index else None
    if word.form.tag == "ger" and before and before.lower in reading.grammar.control_prepositions:
        phrase = next((p for p in reading.phrases if p.last == before.index - 1), None)
        inside = [m for m in reading.actors if phrase and phrase.covers(m.first, m.last)]
        doers = [m for m in inside if is_side(m)] or [m for m in inside if m.form == "adjective"]  # "Omani firms"
        if doers and phrase is not reading.subject(word.clause):
            return doers
    return addressed(word, _CHARGING)


def intention(word: Word) -> list[Phrase]:
    """The noun that an infinitive tells of, and the phrase behind it that says whose it is ("the decision | of Norway |
    to send tanks")."""
    reading, grammar = word.reading, word.reading.grammar
    if not (word.verbal and reading.words[word.index].infinitive):
        return []
    first = word.clause.first if word.clause.role == "infinitive" else word.index - 1
    last = first - 1 - int(reading.words[first].behind_comma)
    found = [p for p in (reading.phrase_at(last),) if p is not None and p.last == last]
    owning = grammar.genitive_prepositions | grammar.agent_prepositions
    if found and (found[0].preposition in owning or found[0].cases == {"gen"}):
        found = [p for p in reading.phrases if 0 < found[0].first - p.last <= _MARKED][-1:] + found
    held = reading.words[found[0].first : found[0].last + 1] if found else ()
    return found if any(w.lower in grammar.intent_nouns for w in held) else []


def intending(word: Word) -> list[ActorMention]:
    """Whose the decision or promise is that an infinitive tells of ("welcomed | Norway's decision | to send tanks")."""
    inside = [m for p in intention(word) for m in word.reading.actors if p.covers(m.first, m.last)]
    return [m for m in inside if m.actor.country or m.actor.kind == "organization"]


def subject_owner(package: Package, reading: Reading) -> list[ActorMention]:
    """The town that is the subject, or whose the subject is ("a Polish foundation")."""
    subject = reading.subject(package.clause)
    if subject is None or subject.preposition is not None:
        return []
    towns = [m for p in reading.places if subject.covers(p.first, p.last) and (m := _town(p))]
    inside = [m for m in reading.actors if subject.covers(m.first, m.last)]
    owners = [m for m in inside if (m.owns or (_meant(package) and is_side(m))) and not of_meeting(m, reading)]
    return others(towns or owners, package.takers())


def body_of(subject: Phrase, package: Package, reading: Reading) -> list[ActorMention]:
    """The body that no table has, by the noun for it and its own name or an article that makes it one of many ("the |
    Ford Foundation", "a | charity"), where a firm word says that it gives."""
    grammar, words = reading.grammar, reading.words
    first = subject.first + int(words[subject.first].determiner is not None)
    # A name behind its noun is a phrase of its own ("der Landkreis | Gießen").
    name = next((p for p in reading.phrases if p.first == subject.last + 1 and p.first == p.last), None)
    last = name.last if name and not (name.preposition or name.pronoun) else subject.last
    last -= int(words[last].relative)  # "a charity | that gives"
    nouns = [k for k in range(first, last + 1) if words[k].lower in grammar.giver_nouns]
    firm = any(w.entry.strength != "weak" for w in package.acts)
    if not (nouns and firm) or subject.preposition is not None or not package.recipients:
        return []
    named = any(k not in nouns and words[k].token.text[:1].isupper() for k in range(first, last + 1))
    one = first > subject.first and words[subject.first].lower in grammar.indefinite_articles
    if not (named or one) or any(subject.covers(m.first, m.last) and is_side(m) for m in reading.actors):
        return []
    text = text_of(reading.sentence.tokens, first, last)
    actor = Actor(name=text, kind="organization", text=text)
    return [ActorMention(reading.index, first, last, subject.head, actor, "body")]


def _meant(package: Package) -> bool:
    """Is it an infinitive that says what a noun before it is about ("Washington's decision to halt ...")?"""
    return all(w.reading.words[w.index].infinitive for w in package.acts if w.verbal)


def _town(place: PlaceMention) -> ActorMention | None:
    """A town or region as a side."""
    country = country_of(place)
    if country is None or place.form != "place":
        return None
    return replace(country, actor=country.actor.model_copy(update={"name": place.place.name, "kind": "government"}))


def owners_of(word: AnyWord, package: Package) -> list[ActorMention]:
    """Whose the help or goods are, or where they come from."""
    if word.verbal or word.clause is not package.clause:
        return []
    grammar = word.reading.grammar
    agents = grammar.agent_prepositions - grammar.genitive_prepositions
    for place in ("adjective", "genitive", *sorted(grammar.origin_prepositions | agents)):
        for argument in arguments(word, place):
            actors = [m for m in argument.actors if not (m.guessed or pays(m, word.reading))]
            if found := others(actors, package.takers()):
                return found
    return []


def pays(mention: ActorMention, reading: Reading) -> bool:
    """Is it only whose that is from which the gift is paid ("from the proceeds of | Russian | assets")?"""
    phrase = reading.phrase_at(mention.first)
    return phrase is not None and _funds(phrase, reading)


def _funds(phrase: Phrase, reading: Reading) -> bool:
    paying = (t for t in find_triggers(reading, AidWord) if _PAYS in t.entry.roles)
    return any(phrase.covers(t.last, t.last) for t in paying)


def tapped(mention: ActorMention, reading: Reading) -> bool:
    """Is it only whose money a gift comes from ("aus | russischem | Vermögen", "from frozen assets | of the Libyan
    government")?"""
    grammar, phrase = reading.grammar, reading.phrase_at(mention.first)
    if phrase is None:
        return False
    owner = phrase.preposition in grammar.genitive_prepositions or (
        phrase.preposition is None and "gen" in phrase.cases
    )
    before = next((p for p in reading.phrases if 0 < phrase.first - p.last <= _MARKED), None) if owner else None
    sources = [p for p in (phrase, before) if p is not None and p.preposition in grammar.origin_prepositions]
    return any(_funds(p, reading) for p in sources)


def speaker(clause: Clause, reading: Reading, analysis: Analysis) -> list[ActorMention]:
    """The subject of a clause before: of the verb of saying, or right before it; else of one behind it; of a pronoun
    the subject of the sentence before."""
    if owners := [m for m in _announcing(clause, reading) if _acts(m)]:
        return owners
    spoken = {t.clause.number for t in find_triggers(reading, SpeechWord)}
    near = spoken | {clause.number - 1}
    order = [*range(clause.number - 1, -1, -1), *range(clause.number + 1, len(reading.clauses))]
    for number in order:
        subject = reading.subject(reading.clauses[number]) if number in near else None
        if subject and (found := [m for m in reading.actors_of(subject) if _acts(m) and heads(m, subject)]):
            return found
    subject = reading.subject(clause)
    if subject is None or not subject.pronoun:
        return []
    return [m for m in subjects_before(reading, clause, analysis) if _acts(m)]


def _announcing(clause: Clause, reading: Reading) -> Iterator[ActorMention]:
    """Whose announcement a clause is, of which something is told ("praised | Norway's | promise | that it would")."""
    end = clause.first - int(clause.words[0].behind_comma)
    for noun in find_triggers(reading, SpeechNoun):
        phrase = reading.phrase_at(noun.index)
        if phrase is not None and noun.last + 1 == end:
            yield from (m for m in reading.actors if phrase.covers(m.first, m.last))


def _acts(mention: ActorMention) -> bool:
    return mention.speaks and (bool(mention.actor.country) or mention.actor.kind == "organization")
