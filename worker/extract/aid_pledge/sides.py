"""Who gives, who gets and who pays in one clause: by the roles of its words, else by what stands there.

A recipient is often told by a place only ("to hospitals in Gaza", "nach Myanmar"), a donor by whose the goods are
("Norwegian launchers", "Lastwagen des Roten Kreuzes") or by who speaks of them ("it would send", "we will send").
"""

from collections.abc import Iterator, Sequence

from worker.extract.aid_pledge.package import Package, Thing
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import actor_of_country, bare_actors, side
from worker.extract.grammar.anaphora import subjects_before
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import Argument, Trigger, arguments, find_triggers
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.mentions import ActorMention, PlaceMention
from worker.languages.pack import AidWord, SpeechWord

_PARTIES = frozenset({"donor", "recipient", "funder"})
# Acts of speech whose governed deed another is to do.
_ASKING = frozenset({"demand", "propose", "criticise", "condemn", "warn", "reject"})
_HANGING = frozenset({"subordinate", "infinitive"})
_BESIDE = 2  # tokens from a noun to the phrase that says where or whose it is
_CHAIN = 2  # such phrases one behind the other
Word = Trigger[AidWord]
AnyWord = Word | Thing


def find_sides(
    package: Package, acts: Sequence[Word], nouns: Sequence[Word], things: Sequence[Thing], reading: Reading,
    analysis: Analysis,
) -> None:  # fmt: skip
    """Fills the sides of `package` from the words of its clause, the innermost act first."""
    for word in (*reversed(acts), *nouns):
        _roles(package, word, asked=bool(acts) and _asked(word, acts, reading))
    words: tuple[AnyWord, ...] = (*reversed(acts), *nouns, *things)
    _fill_recipients(package, words, reading)
    _fill_donors(package, words, reading, analysis)


def _roles(package: Package, word: Word, *, asked: bool) -> None:
    """Donors, recipients and funders by the word's roles, where no word nearer to the gift has told them. Who asks for
    a gift does not give it."""
    found: dict[str, list[ActorMention]] = {}
    for rule in word.entry.roles:
        place, _, role = rule.partition("=")
        if role in _PARTIES and not (role == "donor" and place == "subject" and asked):
            for argument in _arguments(word, place):
                told = _served(argument, word.reading, place) if role == "recipient" else _named(argument, word.reading)
                found.setdefault(role, []).extend(told)
    package.donors = package.donors or found.get("donor", [])
    package.recipients = package.recipients or found.get("recipient", []) or _inside(word)
    package.funders = package.funders or found.get("funder", [])


def _arguments(word: Word, place: str) -> Iterator[Argument]:
    """What stands at a place of `word`; "owner": whose its object is ("paid off Syria's debt")."""
    if place != "owner":
        yield from arguments(word, place)
        return
    for argument in arguments(word, "object"):
        for phrase in (argument.phrase, *_behind(argument.phrase, word.reading)) if argument.phrase else ():
            yield Argument(None, tuple(m for m in word.reading.actors if phrase.covers(m.first, m.last)), ())


def _named(argument: Argument, reading: Reading, *, speaks: bool = True) -> list[ActorMention]:
    """The sides of an argument that the text names; those inside its phrase where its head says only what they are
    ("the aid group World Vision")."""
    phrase = argument.phrase
    inside = [m for m in reading.actors if phrase and phrase.covers(m.first, m.last) and not m.owns]
    for mentions in (argument.actors, inside):
        found = []
        for mention in mentions:
            owner = phrase is not None and mention.owns
            if not mention.guessed and not owner and (mention.speaks or not speaks):
                found.append(mention)
        if found:
            return found
    return []


def _served(argument: Argument, reading: Reading, place: str) -> list[ActorMention]:
    """The sides that an argument names, else those of the place where it is ("hospitals in Gaza")."""
    if found := _named(argument, reading, speaks=False):
        return found
    if argument.phrase is None or place == "subject":
        return []
    for phrase in (argument.phrase, *_behind(argument.phrase, reading)):
        if found := _there(phrase, reading):
            return found
    return []


def _there(phrase: Phrase, reading: Reading) -> list[ActorMention]:
    """Sides and countries of the places in one phrase and its enumeration."""
    acting = reading.subject(reading.clauses[phrase.clause])
    members = [p for p in group(reading.phrases, phrase) if p is phrase or p is not acting]
    sides = [m for m in reading.actors if not m.guessed and any(p.covers(m.first, m.last) for p in members)]
    return sides or [m for p in reading.places_of(phrase) if (m := country_of(p))]


def _behind(phrase: Phrase, reading: Reading) -> Iterator[Phrase]:
    """The phrases right behind one that say where or whose it is."""
    last = phrase.last
    for _ in range(_CHAIN):
        nxt = next((p for p in reading.phrases if 0 < p.first - last <= _BESIDE), None)
        if nxt is None or not (nxt.preposition or nxt.cases == {"gen"}) or nxt.clause != phrase.clause:
            return
        yield nxt
        last = nxt.last


def country_of(place: PlaceMention) -> ActorMention | None:
    """The country of a place as a side."""
    actor = actor_of_country(place.place)
    if actor is None:
        return None
    return ActorMention(place.sentence, place.first, place.last, place.last, actor, "country", inferred=True)


def _inside(word: Word) -> list[ActorMention]:
    """The recipient right behind the verb ("giving Ukraine Tomahawk missiles")."""
    reading = word.reading
    if not word.verbal or "dative=recipient" not in word.entry.roles or reading.grammar.word_order != "subject_verb":
        return []
    phrase = next((p for p in reading.phrases if p.first == word.last + 1 and p.preposition is None), None)
    return [m for m in reading.actors if phrase and m.first == phrase.first and m.last <= phrase.head and is_side(m)]


def _asked(word: Word, acts: Sequence[Word], reading: Reading) -> bool:
    """Does another verb ask for what `word` says, so that its subject asks and does not give?"""
    if word not in acts:
        return False
    before = acts[: acts.index(word)]
    if any(
        w.entry.status[:1] in (("requested",), ("proposed",)) and "subject=donor" not in w.entry.roles for w in before
    ):
        return True
    parents = {c.number for c in parents_of(word.clause, reading)}
    spoken = find_triggers(reading, SpeechWord)
    return word.clause.role == "infinitive" and any(
        t.clause.number in parents and t.entry.act in _ASKING for t in spoken
    )


def parents_of(clause: Clause, reading: Reading) -> Iterator[Clause]:
    """The clauses that `clause` hangs on, nearest first."""
    while clause.parent is not None and clause.role in _HANGING:
        clause = reading.clauses[clause.parent]
        yield clause


def is_side(mention: ActorMention) -> bool:
    """Is it a side that can give or take: a state, one who acts for it, a body?"""
    return mention.speaks and not mention.guessed and not mention.owns


def _fill_recipients(package: Package, words: Sequence[AnyWord], reading: Reading) -> None:
    """The side that stands bare where the verb wants one, else where the gift goes."""
    roles = {r for w in package.acts for r in w.entry.roles}
    if not package.recipients and "subject=recipient" in roles:
        bare = (m for m in bare_actors(reading, package.clause) if is_side(m))
        package.recipients = [m for m in bare if m not in package.donors][:1]
    elif not package.recipients:
        package.recipients = next((f for w in words if (f := _goal(w, package))), [])


def _goal(word: AnyWord, package: Package) -> list[ActorMention]:
    """Whom or what place the gift is for or goes to, by a preposition that the word does not list; of help for people
    also where it is."""
    reading, grammar = word.reading, word.reading.grammar
    listed = {r.partition("=")[0] for r in word.entry.roles} if isinstance(word.entry, AidWord) else set()
    for place in sorted(grammar.recipient_prepositions - listed):
        for argument in arguments(word, place):
            if found := _others(_served(argument, reading, place), package.givers()):
                return found
    goals = [a.phrase for p in sorted(grammar.goal_prepositions - listed) for a in arguments(word, p) if a.phrase]
    phrase = reading.phrase_at(word.index)
    if not word.verbal and phrase and "humanitarian" in getattr(word.entry, "aid_types", ()):
        goals += _behind(phrase, reading)
    return next((f for p in goals if (f := _others(_headed(p, reading), package.givers()))), [])


def _headed(phrase: Phrase, reading: Reading) -> list[ActorMention]:
    """The side or place that a phrase is, not one that it only has in it ("nach Angaben Kiews")."""
    return [m for m in _there(phrase, reading) if _heads(m, phrase)]


def _others(mentions: Sequence[ActorMention], sides: frozenset[str]) -> list[ActorMention]:
    return [m for m in mentions if side(m.actor) not in sides]


def _fill_donors(package: Package, words: Sequence[AnyWord], reading: Reading, analysis: Analysis) -> None:
    """What the roles leave open: the side that stands bare in the clause, whose the goods are, or who speaks."""
    if package.donors:
        return
    asked = any(_asked(w, package.acts, reading) for w in package.acts)
    giving = not asked and any("subject=donor" in w.entry.roles for w in package.acts)
    if giving:
        bare = [m for m in bare_actors(reading, package.clause) if is_side(m)]
        package.donors = _others(bare, package.takers())[:1]
    weighed = all(w.entry.strength == "weak" and w.entry.status == ("proposed",) for w in package.acts)
    if not package.donors and not package.funders and not weighed:
        package.donors = next((f for w in words if (f := _owners(w, package))), [])
    if not package.donors and not package.funders and giving:
        package.donors = _others(_speaker(package.clause, reading, analysis), package.takers())


def _owners(word: AnyWord, package: Package) -> list[ActorMention]:
    """Whose the help or goods are, or where they come from."""
    if word.verbal or word.clause is not package.clause:
        return []
    grammar = word.reading.grammar
    agents = grammar.agent_prepositions - grammar.genitive_prepositions
    for place in ("adjective", "genitive", *sorted(grammar.origin_prepositions | agents)):
        for argument in arguments(word, place):
            if found := _others([m for m in argument.actors if not m.guessed], package.takers()):
                return found
    return []


def _speaker(clause: Clause, reading: Reading, analysis: Analysis) -> list[ActorMention]:
    """The subject of a clause before: of the verb of saying, or right before it; else of one behind it; of a pronoun
    the subject of the sentence before."""
    spoken = {t.clause.number for t in find_triggers(reading, SpeechWord)}
    near = spoken | {clause.number - 1}
    order = [*range(clause.number - 1, -1, -1), *range(clause.number + 1, len(reading.clauses))]
    for number in order:
        subject = reading.subject(reading.clauses[number]) if number in near else None
        if subject and (found := [m for m in reading.actors_of(subject) if _acts(m) and _heads(m, subject)]):
            return found
    subject = reading.subject(clause)
    if subject is None or not subject.pronoun:
        return []
    return [m for m in subjects_before(reading, clause, analysis) if _acts(m)]


def _acts(mention: ActorMention) -> bool:
    return bool(mention.actor.country) or mention.actor.kind == "organization"


def _heads(mention: ActorMention, phrase: Phrase) -> bool:
    """Is the mention what the phrase is about, and not only in it?"""
    return mention.first > phrase.last or mention.first <= phrase.head <= mention.last


def places_served(package: Package, reading: Reading) -> list[ActorMention]:
    """The countries of a package's clause, for help that goes to where people are."""
    found = [m for p in reading.places if package.clause.holds(p.first) and (m := country_of(p))]
    found += [m for m in reading.actors if package.clause.holds(m.first) and m.actor.kind == "country"]
    return _others(found, package.givers())
