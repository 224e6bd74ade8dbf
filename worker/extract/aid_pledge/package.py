"""What one clause tells of help: who gives what to whom, and how far it has come.

A clause gives a package when it holds a word of giving (promise, send, halt ...) or a noun of help and something that
is given: a sum, weapons or goods, or the help itself. Verbs that govern the clause ("plans to", "refused to") decide
how real it is. A clause whose verb is shared ("Lithuania sends howitzers, Denmark tanks") gives one package per donor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from schemas import Item, When
from worker.extract.analysis import Reading
from worker.extract.draft import STRENGTH, actor_of_country, bare_actors, extend, side
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import Argument, Trigger, arguments, find_triggers
from worker.extract.grammar.phrases import Phrase
from worker.extract.mentions import ActorMention
from worker.extract.values.quantities import MoneyMention
from worker.languages.pack import AidItem, AidWord, AttackWord, SpeechWord, Weapon

_ADJECTIVAL = frozenset({"part_adj", "pres_part"})
_PARTIES = frozenset({"donor", "recipient", "funder"})
# Acts of speech whose governed deed another is to do.
_ASKING = frozenset({"demand", "propose", "criticise", "condemn", "warn", "reject"})
_HANGING = frozenset({"subordinate", "infinitive"})
_LONGEST_GAP = 2
Thing = Trigger[AidItem] | Trigger[Weapon]


@dataclass(slots=True)
class Package:
    """Help that is being put together. `acts`: the words of giving, those that govern before those governed."""

    sentences: set[int]
    clause: Clause
    acts: list[Trigger[AidWord]] = field(default_factory=list)
    donors: list[ActorMention] = field(default_factory=list)
    recipients: list[ActorMention] = field(default_factory=list)
    funders: list[ActorMention] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    amount: MoneyMention | None = None
    status: str = "pledged"
    when: When | None = None
    rules: list[str] = field(default_factory=list)
    strength: int = 0

    @property
    def act(self) -> Trigger[AidWord]:
        """The word that dates it: the innermost act."""
        return self.acts[-1]

    def givers(self) -> frozenset[str]:
        """The sides that give."""
        return frozenset(side(a) for m in self.donors for a in m.actors)

    def takers(self) -> frozenset[str]:
        """The sides that receive."""
        return frozenset(side(a) for m in self.recipients for a in m.actors)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The tokens of a clause that belong to one donor; `giver` is the one that a shared verb leaves to it."""

    first: int
    last: int
    giver: ActorMention | None

    def holds(self, index: int) -> bool:
        return self.first <= index <= self.last


def packages_in(reading: Reading, words: Sequence[Trigger[AidWord]]) -> Iterator[Package]:
    """The packages of one sentence, in order; `words` are its words of giving that nothing silences."""
    for clause in reading.clauses:
        here = [w for w in words if w.clause is clause]
        if not here or _attacks(reading, clause):
            continue
        first: Package | None = None
        stretches = tuple(_stretches(reading, clause, _end(reading, clause, words)))
        others = [s.giver for s in stretches if s.giver]
        for stretch in stretches:
            package = _package(reading, clause, stretch, here, words, first)
            if package:
                package.recipients = [m for m in package.recipients if m not in others]
                first = first or package
                yield package


def _end(reading: Reading, clause: Clause, words: Sequence[Trigger[AidWord]]) -> int:
    """The last token that tells of the gift: of the clause, or of those on it that have no word of their own."""
    end = clause.last
    busy = {w.clause.number for w in words} | {t.clause.number for t in find_triggers(reading, SpeechWord)}
    for later in reading.clauses[clause.number + 1 :]:
        if later.number in busy or later.role == "main":
            break
        end = max(end, later.last)
    return end


def _attacks(reading: Reading, clause: Clause) -> bool:
    """Is the verb of the clause one of violence and nothing else, so that what is sent in it is no gift?"""
    finite = clause.finite
    return finite is not None and any(
        t.index == finite.index and not t.entry.needs and not t.entry.ambiguity
        for t in find_triggers(reading, AttackWord)
    )


def _package(
    reading: Reading, clause: Clause, stretch: _Stretch, here: Sequence[Trigger[AidWord]],
    words: Sequence[Trigger[AidWord]], first: Package | None,
) -> Package | None:  # fmt: skip
    verbs = [w for w in here if w.verbal and w.form.tag not in _ADJECTIVAL]
    nouns = [w for w in here if not w.verbal and stretch.holds(w.index) and _names_help(w)]
    things = [t for t in _things(reading) if stretch.holds(t.index)]
    money = [m for m in reading.money if stretch.holds(m.first)]
    acts = [*_governors(clause, reading, words), *verbs]
    if not _gives(verbs, nouns, things, money):
        return None
    package = Package({reading.index}, clause, acts=acts or list(nouns))
    _gift(package, nouns, things, money, acts)
    if stretch.giver and first:
        package.donors, package.recipients = [stretch.giver], list(first.recipients)
        package.acts = first.acts
    else:
        for word in (*reversed(acts), *nouns):
            _roles(package, word, asked=bool(acts) and _asked(word, acts, reading))
        _fill(package, clause, reading)
    package.rules = [f"aid:{w.entry.lemma}" for w in (*acts, *nouns)]
    return package


def _gives(
    verbs: Sequence[Trigger[AidWord]], nouns: Sequence[Trigger[AidWord]], things: Sequence[Thing],
    money: Sequence[MoneyMention],
) -> bool:  # fmt: skip
    """Is there something given and a word that gives it, one of them sure?"""
    firm = [v for v in verbs if v.entry.strength != "weak"]
    if firm and (things or money or nouns):
        return True
    if any(n.entry.strength == "strong" for n in nouns):
        return True
    return bool(verbs or nouns) and bool(things or money)


def _names_help(word: Trigger[AidWord]) -> bool:
    """A noun for help or a step of it; not one for those who give or get it."""
    return not any(r.startswith("self=") for r in word.entry.roles)


def _things(reading: Reading) -> list[Thing]:
    """What can be given: goods and weapons, a weapon before a good of the same word."""
    weapons: list[Thing] = [t for t in find_triggers(reading, Weapon) if t.entry.role != "attack" and t.entry.item_kind]
    taken = {k for t in weapons for k in range(t.index, t.last + 1)}
    goods = [t for t in find_triggers(reading, AidItem) if not taken & set(range(t.index, t.last + 1))]
    return sorted([*weapons, *goods], key=lambda t: t.index)


def _governors(clause: Clause, reading: Reading, words: Sequence[Trigger[AidWord]]) -> list[Trigger[AidWord]]:
    """The words of giving in the clauses that `clause` hangs on, outermost first."""
    found: list[Trigger[AidWord]] = []
    for parent in _parents(clause, reading):
        found = [w for w in words if w.clause is parent and w.verbal] + found
    return found


def _parents(clause: Clause, reading: Reading) -> Iterator[Clause]:
    while clause.parent is not None and clause.role in _HANGING:
        clause = reading.clauses[clause.parent]
        yield clause


def _gift(
    package: Package, nouns: Sequence[Trigger[AidWord]], things: Sequence[Thing], money: Sequence[MoneyMention],
    acts: Sequence[Trigger[AidWord]],
) -> None:  # fmt: skip
    given = [t for t in things if not _is_purpose(t, (*acts, *nouns))] or list(things)
    for thing in given:
        _add_item(package, thing)
    for noun in nouns:
        extend(package.types, noun.entry.aid_types)
    if not package.types:
        extend(package.types, (t for a in acts for t in a.entry.aid_types))
    sums = [m for m in money if not m.converted] or list(money)
    package.amount = sums[0] if sums else None
    best = max((STRENGTH[w.entry.strength] for w in (*acts, *nouns)), default=0)
    told = things if best else [i for i in package.items if i.kind != "other"]
    package.strength = best + bool(told) + bool(money)


def _is_purpose(thing: Thing, words: Sequence[Trigger[AidWord]]) -> bool:
    """Does a thing stand where the recipient would, and only say what the gift is for ("rockets for launchers")?"""
    phrase = thing.reading.phrase_at(thing.index)
    places = {r.partition("=")[0] for w in words for r in w.entry.roles if r.endswith("=recipient")}
    return phrase is not None and phrase.preposition is not None and phrase.preposition in places


def _add_item(package: Package, thing: Thing) -> None:
    entry = thing.entry
    kind = entry.item_kind if isinstance(entry, AidItem) else entry.item_kind[0]
    types = entry.aid_types[:1] if isinstance(entry, AidItem) else ("military",)
    count = next((q.quantity for q in thing.reading.quantities if q.counts(thing.index, thing.last)), None)
    if all(i.kind != kind for i in package.items):
        package.items.append(Item.model_validate({"kind": kind, "name": entry.lemma, "count": count}))
    extend(package.types, types)


def _roles(package: Package, word: Trigger[AidWord], *, asked: bool) -> None:
    """Donors, recipients and funders by the word's roles, where no word nearer to the gift has told them. Who asks for
    a gift does not give it."""
    found: dict[str, list[ActorMention]] = {}
    for rule in word.entry.roles:
        place, _, role = rule.partition("=")
        if role in _PARTIES and not (role == "donor" and place == "subject" and asked):
            for argument in arguments(word, place):
                found.setdefault(role, []).extend(_named(argument, role, word.reading))
    package.donors = package.donors or found.get("donor", [])
    package.recipients = package.recipients or found.get("recipient", []) or _inside(word)
    package.funders = package.funders or found.get("funder", [])


def _inside(word: Trigger[AidWord]) -> list[ActorMention]:
    """The recipient where nothing parts it from the gift ("giving Ukraine Tomahawk missiles")."""
    reading = word.reading
    if not word.verbal or "dative=recipient" not in word.entry.roles:
        return []
    phrase = next((p for p in reading.phrases if p.first == word.last + 1), None)
    return [m for m in reading.actors if phrase and m.first == phrase.first and m.last < phrase.head and _side(m)]


def _asked(word: Trigger[AidWord], acts: Sequence[Trigger[AidWord]], reading: Reading) -> bool:
    """Does another verb ask for what `word` says, so that its subject asks and does not give?"""
    if word not in acts:
        return False
    before = acts[: acts.index(word)]
    if any(
        w.entry.status[:1] in (("requested",), ("proposed",)) and "subject=donor" not in w.entry.roles for w in before
    ):
        return True
    parents = {c.number for c in _parents(word.clause, reading)}
    spoken = find_triggers(reading, SpeechWord)
    return word.clause.role == "infinitive" and any(
        t.clause.number in parents and t.entry.act in _ASKING for t in spoken
    )


def _named(argument: Argument, role: str, reading: Reading) -> list[ActorMention]:
    """The sides of an argument that the text names; those inside its phrase where its head says only what they are
    ("the aid group World Vision")."""
    phrase = argument.phrase
    inside = [m for m in reading.actors if phrase and phrase.covers(m.first, m.last) and not m.owns]
    for mentions in (argument.actors, inside):
        found = []
        for mention in mentions:
            owner = phrase is not None and mention.owns
            if not mention.guessed and not owner and (role == "recipient" or mention.speaks):
                found.append(mention)
        if found:
            return found
    return []


def _side(mention: ActorMention) -> bool:
    """Is it a side that can give or take: a state, one who acts for it, a body?"""
    return mention.speaks and not mention.guessed and not mention.owns


def _fill(package: Package, clause: Clause, reading: Reading) -> None:
    """What the roles leave open: the side that stands bare in the clause, who pays, or who spoke before."""
    bare = [m for m in bare_actors(reading, clause) if _side(m)]
    roles = {r for w in package.acts for r in w.entry.roles}
    if not package.recipients and "subject=recipient" in roles:
        package.recipients = [m for m in bare if m not in package.donors][:1]
    if package.donors or any(_asked(w, package.acts, reading) for w in package.acts):
        return
    if "subject=donor" in roles:
        package.donors = [m for m in bare if side(m.actor) not in package.takers()][:1]
    if not package.donors and package.funders:
        package.donors, package.funders = package.funders, []
    if (
        not package.donors
        and any(w.verbal for w in package.acts)
        and not any(w.entry.status[:1] == ("requested",) for w in package.acts)
    ):
        package.donors = _spoken_of(package, clause, reading)


def _spoken_of(package: Package, clause: Clause, reading: Reading) -> list[ActorMention]:
    """The subject of a clause before: of the verb of saying, or right before it."""
    for earlier in reversed(reading.clauses[: clause.number]):
        subject = reading.subject(earlier)
        said = any(t.clause is earlier for t in find_triggers(reading, SpeechWord))
        mentions = reading.actors_of(subject) if subject and (said or earlier.number == clause.number - 1) else ()
        found = [m for m in mentions if m.actor.country or m.actor.kind == "organization"]
        if found:
            return [m for m in found if side(m.actor) not in package.takers()]
    return []


def _stretches(reading: Reading, clause: Clause, last: int) -> Iterator[_Stretch]:
    """The clause cut before each further giver of a shared verb: a bare side with its gift right behind it."""
    gifts = [(t.index, t.last) for t in _things(reading)] + [(m.first, m.last) for m in reading.money]
    first_gift = min((g for g, _ in gifts if clause.first <= g <= last), default=last)
    phrases = reading.phrases_of(clause)
    start, giver = clause.first, None
    for k, phrase in enumerate(phrases):
        behind = _attribute(phrases, k)
        if phrase.first < first_gift or phrase.preposition or not behind:
            continue
        holder = next((m for m in reading.actors if phrase.covers(m.first, m.last) and m.head == phrase.head), None)
        if holder and _side(holder) and any(a <= behind[-1].last and behind[0].first <= b for a, b in gifts):
            yield _Stretch(start, phrase.first - 1, giver)
            start, giver = phrase.first, holder
    yield _Stretch(start, last, giver)


def _attribute(phrases: Sequence[Phrase], k: int) -> Sequence[Phrase]:
    """The bare phrase right behind phrase `k`, with the prepositional one that belongs to it."""
    behind = phrases[k + 1 : k + 3]
    if not behind or behind[0].preposition is not None or behind[0].first - phrases[k].last > _LONGEST_GAP:
        return ()
    return behind if len(behind) > 1 and behind[1].preposition is not None else behind[:1]


def places_served(package: Package, reading: Reading) -> list[ActorMention]:
    """The countries of a package's clause, for help that goes to where people are."""
    found = [
        ActorMention(p.sentence, p.first, p.last, p.last, actor, "country", inferred=True)
        for p in reading.places
        if package.clause.holds(p.first) and (actor := actor_of_country(p.place))
    ]
    found += [m for m in reading.actors if package.clause.holds(m.first) and m.actor.kind == "country"]
    return [m for m in found if side(m.actor) not in package.givers()]
