"""How the text names sides around the words of one package: in their phrases, behind them, in clauses that govern."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from schemas import Actor
from worker.extract.aid_pledge.package import Thing
from worker.extract.analysis import Analysis, Reading, analyse
from worker.extract.draft import actor_of_country, side
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.nominal import Argument
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.memory import once
from worker.extract.mentions import ActorMention, PlaceMention
from worker.languages.pack import AidItem, AidWord, AttackWord, SpeechWord, TalksWord, Weapon
from worker.text.tokens import text_of

_HANGING = frozenset({"subordinate", "infinitive"})
_BESIDE = 2  # tokens from a noun to the phrase that says where or whose it is
_CHAIN = 2  # such phrases one behind the other
_LANDS_BACK = 4  # sentences in which "the country" is named before, with its own
_LANDS = frozenset({"country", "capital"})
_PARTICIPLES = frozenset({"ger", "part", "pres_part"})
Word = Trigger[AidWord]
AnyWord = Word | Thing


def named(argument: Argument, reading: Reading, *, speaks: bool = True) -> list[ActorMention]:
    """The sides of an argument that the text names; those inside its phrase where its head says only what they are
    ("the aid group World Vision")."""
    phrase = argument.phrase
    inside = [m for m in reading.actors if phrase and phrase.covers(m.first, m.last) and not m.owns]
    for mentions in (argument.actors, inside):
        found = []
        for mention in mentions:
            owner = phrase is not None and (mention.owns or (speaks and of_meeting(mention, reading)))
            if not mention.guessed and not owner and (mention.speaks or not speaks) and counts(mention, speaks):
                found.append(mention)
        if found:
            return found
    return []


def of_meeting(mention: ActorMention, reading: Reading) -> bool:
    """Is it only what a meeting is about ("die | Sudan-|Konferenz")?"""
    meetings = find_triggers(reading, TalksWord) if mention.form == "compound" else ()
    return any(mention.first <= t.index <= mention.last and not t.verbal for t in meetings)


def counts(mention: ActorMention, gives: bool) -> bool:
    """Is it a side, and no private person or nameless other? Donors can be many ("international donors")."""
    actor = mention.actor
    named = actor.country or mention.members or actor.kind not in ("person", "other")
    return bool(named) or (gives and bool(mention.form == "group" or actor.role))


def is_side(mention: ActorMention) -> bool:
    """Is it a side that can give or take: a state, one who acts for it, a body?"""
    return mention.speaks and not mention.guessed and not mention.owns and counts(mention, gives=True)


def is_taker(mention: ActorMention) -> bool:
    return is_side(mention) and counts(mention, gives=False)


def served(argument: Argument, reading: Reading, place: str) -> list[ActorMention]:
    """The sides that an argument names, else those of the place where it is ("hospitals in Gaza")."""
    if argument.phrase is not None and (are_others(argument.phrase, reading) or _is_visited(argument.phrase, reading)):
        return []
    kept = tuple(m for m in argument.actors if not _makes(m, reading))
    if found := [m for m in named(replace(argument, actors=kept), reading, speaks=False) if not opposed(m, reading)]:
        return _helped_by(found, argument.phrase, reading) or found
    if argument.phrase is None or place == "subject":
        return []
    means_land = is_land(argument.phrase, reading)  # "for the African nation | in Geneva"
    for phrase in (argument.phrase, *(() if means_land else behind(argument.phrase, reading))):
        if found := [m for m in there(phrase, reading) if not opposed(m, reading)]:
            return found
    return []


def _helped_by(found: Sequence[ActorMention], phrase: Phrase | None, reading: Reading) -> list[ActorMention]:
    """Where a body of no country does what is paid for ("the operation of the UN | in Chad")."""
    if phrase is None or any(m.actor.country or phrase.covers(m.first, m.last) for m in found):
        return []
    near = (there(p, reading) for p in behind(phrase, reading) if p.preposition in reading.grammar.locatives)
    return next((lands for lands in near if any(m.actor.kind == "country" for m in lands)), [])


def _makes(mention: ActorMention, reading: Reading) -> bool:
    """Is it only whence goods are ("for the purchase of | American | missiles")?"""
    phrase = reading.phrase_at(mention.first) if mention.form == "adjective" else None
    goods = find_triggers(reading, AidItem, Weapon) if phrase is not None else ()
    return any(phrase is not None and t.last == phrase.head for t in goods)


def _helps(mention: ActorMention) -> bool:
    """Is it only a body by which help goes ("for the | UN | aid in Chad")?"""
    return mention.form == "compound" and mention.actor.kind != "country"


def _is_visited(phrase: Phrase, reading: Reading) -> bool:
    """Is it only where somebody goes ("pledged aid on a visit | to Cairo")?"""
    visits = (t for t in find_triggers(reading, TalksWord) if t.entry.sense == "visit" and not t.verbal)
    return phrase.preposition is not None and any(0 < phrase.first - t.last <= _BESIDE for t in visits)


def there(phrase: Phrase, reading: Reading) -> list[ActorMention]:
    """Sides and countries of the places in one phrase and its enumeration."""
    if are_others(phrase, reading):
        return []
    acting = reading.subject(reading.clauses[phrase.clause])
    members = [p for p in group(reading.phrases, phrase) if p is phrase or p is not acting]
    sides = [m for m in reading.actors if not m.guessed and any(p.covers(m.first, m.last) for p in members)]
    sides = [m for m in sides if counts(m, gives=False) and not (_makes(m, reading) or _helps(m))]
    return sides or [m for p in reading.places_of(phrase) if (m := country_of(p))]


def are_others(phrase: Phrase, reading: Reading) -> bool:
    """Does a phrase mean others than whose they are ("Syria's neighbours")?"""
    return reading.words[phrase.head].lower in reading.grammar.outsider_nouns


def headed(phrase: Phrase, reading: Reading) -> list[ActorMention]:
    """The side or place that a phrase is, not one that it only has in it ("nach Angaben Kiews")."""
    return [m for m in there(phrase, reading) if heads(m, phrase)]


def heads(mention: ActorMention, phrase: Phrase) -> bool:
    """Is the mention what the phrase is about, and not only in it?"""
    return mention.first > phrase.last or mention.first <= phrase.head <= mention.last


def behind(phrase: Phrase, reading: Reading) -> Iterator[Phrase]:
    """The phrases right behind one that say where or whose it is, without what only did it ("people displaced by
    floods | in Sudan").
    """
    last = phrase.last
    for _ in range(_CHAIN):
        described = any(w.participle for w in reading.words[last + 1 : last + 2])
        nxt = next((p for p in reading.phrases if 0 < p.first - last <= _BESIDE + described), None)
        if nxt is None or not (nxt.preposition or nxt.cases == {"gen"}) or nxt.clause != phrase.clause:
            return
        if not (described and nxt.preposition in reading.grammar.agent_prepositions):
            yield nxt
        last = nxt.last


def country_of(place: PlaceMention) -> ActorMention | None:
    """The country of a place as a side."""
    actor = actor_of_country(place.place)
    if actor is None:
        return None
    return ActorMention(place.sentence, place.first, place.last, place.last, actor, "country", inferred=True)


def others(mentions: Sequence[ActorMention], sides: frozenset[str]) -> list[ActorMention]:
    return [m for m in mentions if side(m.actor) not in sides]


def parents_of(clause: Clause, reading: Reading) -> Iterator[Clause]:
    """The clauses that `clause` hangs on, nearest first."""
    while clause.parent is not None and (_hangs(clause, reading) or _of_gift(clause, reading)):
        clause = reading.clauses[clause.parent]
        yield clause


def _hangs(clause: Clause, reading: Reading) -> bool:
    """Is it part of what another clause tells, and none beside it ("France pledged $5m, | while Norway gave $2m")?"""
    opener, grammar = clause.opener, reading.grammar
    beside = opener is not None and opener.lower in grammar.adverbial_subordinators - grammar.conditionals
    return clause.role in _HANGING and not (beside and clause.role == "subordinate")


def _of_gift(clause: Clause, reading: Reading) -> bool:
    """Does a relative clause say of a thing what it gives ("passed a bill that gives Kyiv ...")?"""
    if clause.role != "relative" or clause.parent is None:
        return False
    subject = reading.subject(clause)
    parent = reading.clauses[clause.parent]
    named = subject is not None and any(subject.covers(m.first, m.last) for m in reading.actors)
    return (
        subject is not None and not named and subject.clause == parent.number and subject is not reading.subject(parent)
    )


def thanked(reading: Reading, clause: Clause) -> Iterator[Phrase]:
    """The phrases in a clause that say to whom thanks go ("grateful | to Norway | for the decision to send tanks")."""
    for spoken in find_triggers(reading, SpeechWord):
        if spoken.clause is clause and spoken.entry.act == "praise":
            places = [p for p in spoken.entry.addressees if p in reading.grammar.addressee_prepositions]
            yield from (a.phrase for p in places for a in arguments(spoken, p) if a.phrase)


def addressed(word: Word, acts: frozenset[str]) -> list[ActorMention]:
    """Whom a verb of saying before `word` is said to or of, in its clause or one that it hangs on."""
    reading = word.reading
    clauses = {word.clause.number, *(c.number for c in parents_of(word.clause, reading))}
    for spoken in find_triggers(reading, SpeechWord):
        if spoken.index < word.index and spoken.clause.number in clauses and spoken.entry.act in acts:
            unmarked = ("object",) if "dative" in spoken.entry.addressees else ()  # "dankte Mexiko"
            for place in (*spoken.entry.addressees, *unmarked):
                for argument in arguments(spoken, place):
                    if found := named(argument, reading):
                        return found
    return []


def lands_of_help(word: AnyWord) -> list[ActorMention]:
    """The land by whose name right before it a noun of help says for whom it is ("Sudan | aid", not "US | aid")."""
    reading = word.reading
    if word.verbal or not isinstance(word.entry, AidWord) or "modifier=donor" not in word.entry.roles:
        return []
    lands = [m for m in reading.actors if m.form == "country" and m.actor.kind == "country" and not m.owns]
    near = [m for m in lands if m.last == word.index - 1 or word.index <= m.first <= m.last < word.last]
    return [m for m in near if not reading.words[m.first].token.text.isupper()]


def fits(phrase: Phrase, places: frozenset[str]) -> bool:
    """Is its preposition, or that with its case, among `places`?"""
    return not places.isdisjoint({phrase.preposition or "", *(f"{phrase.preposition}+{c}" for c in phrase.cases)})


def told_besides(reading: Reading, clause: Clause) -> frozenset[int]:
    """The tokens of another gift that is only told of besides ("in addition to | aid for Kyiv, | it gave Chad $5m"),
    and of who is thanked."""
    grammar = reading.grammar
    found = {k for p in thanked(reading, clause) for k in range(p.first, p.last + 1)}
    for phrase in reading.phrases_of(clause):
        rest = [phrase, *behind(phrase, reading)] if phrase.preposition in grammar.besides else []
        if any(fits(p, grammar.recipient_prepositions) and there(p, reading) for p in rest[1:]):
            found |= set(range(phrase.first - 1, rest[-1].last + 1))  # with a sign before it
    return frozenset(found)


def is_land(phrase: Phrase, reading: Reading) -> bool:
    """Is it a definite noun for a country ("the African nation")?"""
    first = reading.words[phrase.first]
    definite = first.determiner is not None and first.lower not in reading.grammar.indefinite_articles
    return definite and reading.words[phrase.head].lower in reading.grammar.land_nouns


def is_town(phrase: Phrase, reading: Reading) -> bool:
    """Is it a town, where something is said or held more often than given?"""
    places = [p.place for p in reading.places_of(phrase)]
    if not places or places[0].kind != "city":
        return False
    return all(p.kind == "city" or p.country == places[0].country for p in places)  # "in Oslo, Norway"


def is_said_in(phrase: Phrase, reading: Reading) -> bool:
    """Is it a town in which something is, such as a sum promised ("pledged $5m | in Geneva")?"""
    return phrase.preposition in reading.grammar.locatives and is_town(phrase, reading)


def land_meant(phrase: Phrase, reading: Reading, analysis: Analysis, givers: frozenset[str]) -> list[ActorMention]:
    """The country that a definite noun for one means ("sent the war-torn | country | ten tanks"): the subject of what
    was told shortly before, else the last one named, that is none of `givers`.
    """
    grammar = reading.grammar
    if not is_land(phrase, reading):
        return []
    if any(phrase.covers(m.first, m.last) and not m.inferred for m in reading.actors):
        return []
    tells = grammar.genitive_prepositions | grammar.locatives  # "the country | of Chad", not "the country | by $5m"
    if any(p.preposition in tells or p.cases == {"gen"} for p in behind(phrase, reading) if not is_town(p, reading)):
        return []
    attacked = any(phrase.covers(t.index, t.index) and t.verbal for t in find_triggers(reading, AttackWord))
    for index in range(reading.index, max(reading.index - _LANDS_BACK, -1), -1):
        told = analysis.readings[index]
        before = [m for m in told.actors if index < reading.index or m.last < phrase.first]
        near = [m for m in before if m.form in _LANDS or (index == reading.index and _leads(m))]
        near = [m for m in near if not opposed(m, told)] or near
        known = others(near, givers)
        subjects = [p for c in told.clauses if (p := told.own_subject(c))]
        acting = [m for m in known if any(p.covers(m.first, m.last) for p in subjects)]
        rest = [m for m in known if not attacked or m not in acting]  # "the invaded country" is not who invades it
        if rest:
            return rest[-1:] if attacked or not acting else acting[:1]
    lands = {side(m.actor): m for r in title_of(analysis) for m in r.actors if m.form == "country"}
    alone = others(list(lands.values()), givers)  # told of in the title only
    return alone if len(alone) == 1 else []


def title_of(analysis: Analysis) -> Iterator[Reading]:
    """The sentences of the title, where it is not the first line of the text; taken apart only when asked for."""
    title = analysis.article.title.strip()
    if not title or analysis.document.text.startswith(title):
        return
    alone = analysis.article.model_copy(update={"title": "", "text": title})
    yield from analyse(alone, analysis.pack.actors.language).readings


def opposed(mention: ActorMention, reading: Reading) -> bool:
    """Is it whom something is against ("in their war | against Chad"), or whom others fight ("rebels fighting | Chad's
    army", "to repel attacks | by Chad")?"""
    phrase = reading.phrase_at(mention.first)
    return mention.first in _fought(reading) or (
        phrase is not None and phrase.preposition in reading.grammar.adverse_prepositions
    )


@once
def _fought(reading: Reading) -> frozenset[int]:
    """The tokens that name whom somebody fights: behind a participle of violence that stands in their phrase or right
    before it, and who does what a noun of violence tells."""
    found: set[int] = set()
    agents = reading.grammar.agent_prepositions - reading.grammar.genitive_prepositions
    giving = {w.index for w in find_triggers(reading, AidWord) if w.verbal}  # "armed | the rebels"
    for word in (w for w in find_triggers(reading, AttackWord) if w.index not in giving):
        if any(f.tag in _PARTICIPLES for f in reading.words[word.index].verbs):
            phrase = reading.phrase_at(word.last + 1)
            own = phrase is not None and (phrase.preposition is None or phrase.covers(word.index, word.last))
            found.update(range(word.last + 1, phrase.last + 1) if phrase and own else ())
        if not word.verbal and (phrase := reading.phrase_at(word.index)):
            chain = list(behind(phrase, reading))
            if chain and chain[0].preposition in agents:
                found.update(k for p in chain for k in range(p.first, p.last + 1))
    return frozenset(found)


def counted_states(phrase: Phrase, reading: Reading) -> list[ActorMention]:
    """States that are told by some of them ("countries | including Chad and Mali"), by their number ("about 70 |
    countries | pledged a billion"), or as those at a meeting ("at the conference | the participants | pledged")."""
    head, grammar = reading.words[phrase.head].lower, reading.grammar
    some = next((p for p in reading.phrases if p.first - phrase.last in (1, 2) and p.preposition), None)
    if some is not None and some.preposition in grammar.part_prepositions and head in grammar.state_nouns:
        members = [m for p in group(reading.phrases, some) for m in reading.actors if p.covers(m.first, m.last)]
        if sides := [m for m in members if is_side(m)]:
            return sides
    counts = [q.quantity for q in reading.quantities if q.noun == phrase.head or phrase.covers(q.first, q.last)]
    bare = phrase.first == phrase.head and not counts  # "countries | from around the world"
    many = bare or any((q.max or q.min or 0) > 1 for q in counts)
    met = head in grammar.state_nouns | grammar.attendee_nouns and phrase.plural is not False and _meeting(reading)
    if not (met or (head in grammar.state_nouns and many)):
        return donors_met(phrase, reading)
    return [_donors(phrase, reading)]


def donors_met(phrase: Phrase, reading: Reading) -> list[ActorMention]:
    """Those at a meeting for help ("the donor conference | pledged a billion")."""
    helping = any(t.last == phrase.head and not t.verbal for t in find_triggers(reading, AidWord))
    return [_donors(phrase, reading)] if helping and _meeting(reading) else []


def _donors(phrase: Phrase, reading: Reading) -> ActorMention:
    text = text_of(reading.sentence.tokens, phrase.first, phrase.last)
    actor = Actor(name="donor countries", kind="country", text=text)
    return ActorMention(reading.index, phrase.first, phrase.last, phrase.head, actor, "generic", number="pl")


def _meeting(reading: Reading) -> bool:
    """Does a sentence name a meeting that has a place?"""
    talks = (t for t in find_triggers(reading, TalksWord) if not t.verbal)
    return any(r.endswith("=venue") for t in talks for r in t.entry.roles)


def _leads(mention: ActorMention) -> bool:
    """Is it somebody in office, who can stand for a country ("in talks with Zelensky, offered the | country | ...")?"""
    return mention.form == "name" and bool(mention.actor.country and mention.actor.role)
