"""Who gets where no role of a word says it: whom or what place the gift is for, to whom it is promised, who thanks."""

from collections.abc import Sequence

from worker.extract.aid_pledge.naming import (
    AnyWord,
    Word,
    addressed,
    are_others,
    behind,
    country_of,
    headed,
    is_said_in,
    is_taker,
    is_town,
    lands_of_help,
    opposed,
    others,
    parents_of,
    served,
)
from worker.extract.aid_pledge.package import STOPPED, Package
from worker.extract.aid_pledge.things import meets, things_in
from worker.extract.analysis import Reading
from worker.extract.draft import bare_actors, side
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.languages.pack import AidWord, SpeechWord, TalksWord

# Acts of speech to one who gets what it says.
_TELLING = frozenset({"promise", "say", "announce", "confirm"})
_PRAISING = frozenset({"praise"})
_PEOPLE = "dative=recipient"
_MOVED = frozenset({"aircraft", "vessel"})
_NAMED_HELP = 2  # how strong a package is that is named as help
_LED = 2  # words from a participle to whose deed it tells ("Kyiv's allies, | led by Britain, | pledged ...")


def fill_recipients(package: Package, words: Sequence[AnyWord], reading: Reading) -> None:
    """The side that stands bare where the verb wants one, else where the gift goes."""
    roles = {r for w in package.acts for r in w.entry.roles}
    if not package.recipients and "subject=recipient" in roles:
        bare = (m for m in bare_actors(reading, package.clause) if is_taker(m))
        package.recipients = [m for m in bare if m not in package.donors][:1]
    elif not package.recipients:
        package.recipients = (_dative(package, reading) or _there(package, reading)) if _PEOPLE in roles else []
    if not package.recipients and "subject=recipient" not in roles:
        goals = (goal_of(w, package) or _inside(w, package) for w in words)
        package.recipients = next(filter(None, goals), []) or _told(package, words)
    if not package.recipients and "subject=recipient" not in roles:
        package.recipients = _headlined(package, reading) or _where(package, words) or _paid(package)


def right_behind(word: Word) -> list[ActorMention]:
    """The recipient right behind the verb ("giving Ukraine Tomahawk missiles")."""
    reading = word.reading
    if not word.verbal or "dative=recipient" not in word.entry.roles or reading.grammar.word_order != "subject_verb":
        return []
    phrase = next((p for p in reading.phrases if p.first == word.last + 1 and p.preposition is None), None)
    return [m for m in reading.actors if phrase and m.first == phrase.first and m.last <= phrase.head and is_taker(m)]


def given_to(word: Word) -> list[ActorMention]:
    """The subject of a passive with an object of its own ("Ethiopia was granted a loan")."""
    reading, clause = word.reading, word.clause
    fixed = reading.grammar.word_order == "subject_verb"
    if not (fixed and clause.passive and word.verbal and "dative=recipient" in word.entry.roles):
        return []
    subject = reading.subject(clause)
    object_ = any(p.first > word.last and p.preposition is None and not p.joined for p in reading.phrases_of(clause))
    return [m for m in reading.actors_of(subject) if is_taker(m)] if subject and object_ else []


def _dative(package: Package, reading: Reading) -> list[ActorMention]:
    """The side in a phrase that can be a dative beside the subject, where the language has one ("will den Kurden")."""
    subject = reading.subject(package.clause)
    told = reading.phrases_of(package.clause)
    governed = {q for p in told if p.preposition for q in group(reading.phrases, p)}  # "from Chad, | Mali | and Niger"
    bare = (p for p in told if p.preposition is None and p is not subject and p not in governed)
    passive = package.clause.passive and subject is not None  # "wurden | Mali | zwei Milliarden Euro zugesagt"
    marked = [p for p in bare if "dat" in p.cases and (passive or "nom" not in p.cases)]
    found = [m for p in marked for m in reading.actors if p.covers(m.first, m.last) and is_taker(m)]
    return others([m for m in found if m not in package.fellows], package.givers())[:1]


def _there(package: Package, reading: Reading) -> list[ActorMention]:
    """Where people or houses are that stand bare between the verb and what is given ("gibt Kliniken in Gaza Geld")."""
    finite = package.clause.finite
    given = [t.index for t in things_in(reading)] + [m.first for m in reading.money]
    first = min((k for k in given if finite and k > finite.index), default=-1)
    for phrase in reading.phrases_of(package.clause):
        nouns = phrase.preposition is None and "dat" in phrase.cases and not phrase.pronoun
        nouns = nouns and not are_others(phrase, reading)
        if nouns and finite and finite.index < phrase.first <= phrase.last < first:
            for place in behind(phrase, reading):
                # "sagten Vertreter | aus Mali | Geld zu"
                if place.preposition in reading.grammar.origin_prepositions or place.first in package.aside:
                    break
                if found := others(headed(place, reading), package.givers()):
                    return found
    return []


def goal_of(word: AnyWord, package: Package) -> list[ActorMention]:
    """Whom or what place the gift is for or goes to, by a preposition that the word does not list; of help for people
    also where it is."""
    reading, grammar = word.reading, word.reading.grammar
    listed = {r.partition("=")[0] for r in word.entry.roles} if isinstance(word.entry, AidWord) else set()
    for place in sorted(grammar.recipient_prepositions - listed):
        for argument in arguments(word, place):
            beside = argument.phrase is not None and argument.phrase.first in package.aside
            told = [] if beside else others(served(argument, reading, place), package.givers())
            if found := [m for m in told if m not in package.fellows]:
                return found
    goals = [a.phrase for p in sorted(grammar.goal_prepositions - listed) for a in arguments(word, p) if a.phrase]
    goals = [p for p in goals if len(p.cases) == 1]  # "in Brüssel" may be where it was said
    phrase = None if meets(word) else reading.phrase_at(word.index)
    if not word.verbal and phrase and "humanitarian" in getattr(word.entry, "aid_types", ()):
        near = (p for p in behind(phrase, reading) if p.preposition not in grammar.origin_prepositions)
        goals += [p for p in near if package.amount is None or not is_said_in(p, reading)]
    return next((f for p in goals if (f := others(headed(p, reading), package.givers()))), [])


def _inside(word: AnyWord, package: Package) -> list[ActorMention]:
    """The country that a hyphened noun is for ("Ukraine-Hilfe"), or one of two words; an abbreviation there is who
    gives ("US-Hilfe")."""
    gives = word.reading.words[word.index].token.text.partition("-")[0].isupper()
    if not isinstance(word.entry, AidWord) and (found := _named_for(word)):
        return others(found, package.givers())
    found = [m for m in word.reading.actors if m.form == "compound" and m.first == m.last == word.index and not gives]
    return others([m for m in found if m.actor.kind == "country"] or lands_of_help(word), package.givers())


def _named_for(thing: AnyWord) -> list[ActorMention]:
    """Whose forces goods are named as ("kaufen | Flugabwehr für Ukraine")."""
    words, places = thing.reading.words, thing.reading.grammar.recipient_prepositions
    named = [m for m in thing.reading.actors if m.form == "generic" and m.actor.country and m.first == thing.index]
    return [m for m in named if any(w.lower in places for w in words[thing.last + 1 : m.last])]


def _told(package: Package, words: Sequence[AnyWord]) -> list[ActorMention]:
    """To whom the gift is promised by a verb of saying ("assured Kyiv that it would ..."), or who thanks for it."""
    deeds = [w for w in words if isinstance(w.entry, AidWord)]
    told = next((f for w in deeds if (f := others(addressed(w, _TELLING), package.givers()))), [])
    if told or not any(addressed(w, _PRAISING) for w in deeds):
        return told
    return others([m for w in deeds for m in _thanking(w)], package.givers())


def thanks(word: Word) -> bool:
    """Does its subject thank for what it gets?"""
    return "subject=recipient" in word.entry.roles and not word.entry.status


def _thanking(word: Word) -> list[ActorMention]:
    takers = {w.index for w in find_triggers(word.reading, AidWord) if thanks(w)}
    spoken = [t for t in find_triggers(word.reading, SpeechWord) if t.entry.act in _PRAISING and t.index < word.index]
    spoken = [t for t in spoken if t.index in takers]  # not "hailed Norway for sending tanks"
    subjects = [p for t in spoken if (p := word.reading.subject(t.clause))]
    return [m for p in subjects for m in word.reading.actors_of(p) if is_taker(m)]


def _headlined(package: Package, reading: Reading) -> list[ActorMention]:
    """For whom a part of a headline without a verb says that it is ("Kein Geld mehr für Kabul: ...")."""
    grammar = reading.grammar
    parts = [c for c in reading.clauses if c.role == "fragment" and c.finite is None and c is not package.clause]
    phrases = [p for c in parts for p in reading.phrases_of(c) if p.preposition in grammar.recipient_prepositions]
    return next((f for p in phrases if (f := others(headed(p, reading), package.givers()))), [])


def _paid(package: Package) -> list[ActorMention]:
    """Whose that is which somebody pays for ("bankrolled Syrian hospitals"), or where; not what he buys from them."""
    for word in package.acts:
        if "subject=funder" in word.entry.roles and not any(r.endswith("=donor") for r in word.entry.roles):
            places = [r.partition("=")[0] for r in word.entry.roles if r.endswith("=item")]
            phrases = [a.phrase for place in places for a in arguments(word, place) if a.phrase]
            owners = [m for p in phrases for m in word.reading.actors if p.covers(m.first, m.last) and m.owns]
            where = [
                q for p in phrases for q in behind(p, word.reading) if q.preposition in word.reading.grammar.locatives
            ]
            if found := others(owners or [m for q in where for m in headed(q, word.reading)], package.givers()):
                return found
    return []


def _where(package: Package, words: Sequence[AnyWord]) -> list[ActorMention]:
    """Where what is given is to be ("finance the production of drones in Ukraine"), and not where it is bought."""
    roles = {r for w in package.acts for r in w.entry.roles}
    if "subject=funder" in roles and any(r.endswith("=donor") for r in roles):
        return []
    for word in words:
        phrase = None if word.verbal or meets(word) else word.reading.phrase_at(word.index)
        for place in behind(phrase, word.reading) if phrase else ():
            grammar = word.reading.grammar
            over = place.preposition in grammar.part_prepositions - grammar.locatives  # "sent jets | over Beirut"
            inside = not over and (place.preposition in grammar.part_prepositions or "dat" in place.cases)
            inside = inside and not (package.amount is not None and is_said_in(place, word.reading))
            if not inside and not headed(place, word.reading):  # "a package | at the meeting in Germany"
                break
            from_ = place.preposition in grammar.origin_prepositions
            if inside and not from_ and (found := others(headed(place, word.reading), package.givers())):
                return found
    return []


def helped(uses: Sequence[Word], package: Package) -> list[ActorMention]:
    """Whom a verb helps that says what the gift is for ("gave $5m to help | Kyiv | mend roads"), or where those are."""
    for use in uses:
        reading, places = use.reading, [r.partition("=")[0] for r in use.entry.roles if r.endswith("=recipient")]
        phrases = [a.phrase for place in places for a in arguments(use, place) if a.phrase]
        first = [m for m in reading.actors if phrases and m.first == use.last + 1 and is_taker(m)]
        if found := others(first, package.givers()):
            return found
        behind_it = [p for p in reading.phrases_of(use.clause) if p.first > use.index] if phrases else []
        where = [p for p in behind_it if p in phrases or p.preposition in reading.grammar.locatives]
        if found := next((f for p in where if (f := others(headed(p, reading), package.givers()))), []):
            return found
    return []


def places_served(package: Package, reading: Reading) -> list[ActorMention]:
    """The countries of a package's clause, for help that goes to where people are."""
    number = package.clause.number
    above = list(parents_of(package.clause, reading)) if package.clause.role == "infinitive" else []
    clauses = [c for c in reading.clauses if c is package.clause or (c.role == "relative" and c.parent == number)]
    clauses += above
    venues = [p for t in find_triggers(reading, TalksWord) if not t.verbal for p in _held_at(t)]
    if package.amount is not None:  # "pledged $5m in humanitarian aid | in Geneva"
        venues += [p for p in reading.phrases if is_said_in(p, reading)]
    venues += [
        p for p in reading.phrases for q in venues if p.joined and p.preposition is None and p.first - q.last == 2
    ]
    found = [m for c in clauses for p in reading.places if c.holds(p.first) and (m := country_of(p))]
    found = [m for m in found if not any(p.covers(m.first, m.last) for p in venues)]
    lands = [m for m in reading.actors if m.actor.kind == "country" and m.form != "compound"]
    found += [m for c in clauses for m in lands if c.holds(m.first)]
    fellows = {m.first for m in package.fellows}
    found = [m for m in found if m.first not in fellows and not any(p.covers(m.first, m.last) for p in venues)]
    acting = [p for c in clauses if (p := reading.subject(c))]  # who lets no trucks in is not who gets them
    return others([m for m in found if not any(p.covers(m.first, m.last) for p in acting)], package.givers())


def _held_at(meeting: Trigger[TalksWord]) -> list[Phrase]:
    """The town right behind a word for a meeting ("at the donor conference | in Geneva")."""
    reading, phrase = meeting.reading, meeting.reading.phrase_at(meeting.index)
    return [p for p in (behind(phrase, reading) if phrase else ()) if is_town(p, reading)]


def beside(package: Package, reading: Reading) -> list[ActorMention]:
    """The only other side of its sentence, for help that is named as such: one that says nothing, or speaks of help
    that is stopped ("Chad protests | after Paris halts its aid").
    """
    if package.strength < _NAMED_HELP or package.elsewhere or len(package.sentences) > 1:
        return []
    if package.act.entry.strength == "weak" and not (set(package.types) - {"financial"} or package.items):
        return []  # "will spend $100m to unseat critics of the war in Gaza"
    if package.items and {i.kind for i in package.items} <= _MOVED and "delivered" in package.act.entry.status:
        return []  # "sent jets low over Beirut"
    protested = package.status in STOPPED and package.act.clause.number > 0
    speaking = set() if protested else {t.clause.number for t in find_triggers(reading, SpeechWord)}
    spoken = (p for k in speaking if (p := reading.subject(reading.clauses[k])))
    subjects = [p for subject in spoken for p in group(reading.phrases, subject)]
    origin = reading.grammar.origin_prepositions  # "flown | from Chad"
    subjects += [p for p in reading.phrases if p.preposition in origin]
    named = [m for m in reading.actors if is_taker(m) and m.form != "compound"]  # "over the Iran | war"
    foes = {side(m.actor) for m in reading.actors if opposed(m, reading)}  # "against Islamic State (| IS)"
    named = [m for m in named if side(m.actor) not in foes]
    named = [m for m in named if not any(p.covers(m.first, m.last) for p in subjects)]
    agents = reading.grammar.agent_prepositions - reading.grammar.genitive_prepositions
    led = [p for p in reading.phrases if p.preposition in agents and reading.words[p.first - _LED].behind_comma]
    named = [m for m in named if not any(p.covers(m.first, m.last) for p in led)]
    paying = {side(a) for m in package.funders for a in m.sides}  # "Chad bought jets from France"
    others = [m for m in named if side(m.actor) not in package.givers() | paying and m not in package.fellows]
    where = [p for p in reading.phrases if p.preposition in reading.grammar.locatives]
    held = [p for p in where if package.amount is not None and is_said_in(p, reading)]  # "$5m | in Oslo, | Norway"
    held += [p for p in reading.phrases for q in held if p.joined and p.preposition is None and p.first - q.last == 2]
    others = [m for m in others if not any(p.covers(m.first, m.last) for p in held)]
    found = [m for m in others if not any(p.covers(m.first, m.last) for p in where)] or others  # "at talks in Germany"
    return found if len({side(m.actor) for m in found}) == 1 else []
